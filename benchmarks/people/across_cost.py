"""What it costs to know people across pages, beside the language step, and what one more page costs.

    python benchmarks/people/across_cost.py [--cases 50]

Makes an archive of invented pages, ten files of four pages a case: the first page of a case names its people with rank
or in full, the others by surname. Prints seconds for marking all pages in this process, for the overlay over all of
them, for one that finds nothing new, and after one more page has come to one case.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.archive import Archive, open_archive
from pipeline.catalog.files import NewFile, add_document, add_file, set_page_count
from pipeline.catalog.findings import save_marks
from pipeline.catalog.pages import save_page
from pipeline.language import load_language, mark_page, page_marks
from pipeline.naming import name_across_pages
from pipeline.records import FileState, Page, PageMarks, PageState, Reading, SourceFile, reading_id
from pipeline.settings import Settings

FILES, PAGES = 10, 4
GIVEN = "John Karen Thomas Rita Alan Maria Darnell Luis Helen Victor Wanda Oscar".split()
STEMS = "Hallor Bellweath Ostr Larkin Weir Voss Petr Novak Quint Ardm Tresc Mord Falk Brisco Cald Dunm".split()
ENDS = "an er ow is e akis ini well ley sen".split()
OPENINGS = ("Det. {full} arrived at nine.", "ADA {full} was called.", "The witness, {full}, lives next door.")
REST = (
    "It was then that {surname} came in and asked for the keys.",
    "They were told by {surname} that nobody had seen the car on Monday evening.",
    "The officers drove to the corner, where they met {surname} and a neighbour of the store.",
    "No further action was taken in this matter until the laboratory had sent its report.",
    "A canvass of the building brought nothing; the superintendent was asked to call {surname}.",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=50)
    cases = parser.parse_args().cases
    nlp = load_language(Settings(archive=Path("unused")))
    rolls = random.Random(5)
    texts = [write_case(rolls) for _ in range(cases)]
    marked = timed("marking", lambda: [[page_marks(mark_page(nlp, text)) for text in case] for case in texts])
    with tempfile.TemporaryDirectory() as folder, open_archive(Settings(archive=Path(folder)), create=True) as archive:
        for number, (case, said) in enumerate(zip(texts, marked, strict=True)):
            save_case(archive, number, list(zip(case, said, strict=True)))
        letters = sum(len(text) for case in texts for text in case)
        pages = cases * FILES * PAGES
        print(f"{pages} pages of {cases} cases, {letters // pages} letters each")
        timed("overlay over all", lambda: name_across_pages(archive))
        timed("overlay again", lambda: name_across_pages(archive))
        text = "Sgt. Wanda Hallorini and Det. Luis Ostrow were there."
        save_file(archive, 0, "f" * 64, [(text, page_marks(mark_page(nlp, text)))])
        timed("overlay after one more page", lambda: name_across_pages(archive))
    return 0


def timed(what: str, do: Callable[[], object]) -> object:
    started = time.perf_counter()
    done = do()
    told = f" ({done} files looked at)" if isinstance(done, int) else ""
    print(f"{what:28} {time.perf_counter() - started:8.3f} s{told}")
    return done


def write_case(rolls: random.Random) -> list[str]:
    """The pages of a case, file after file."""
    people = [f"{rolls.choice(GIVEN)} {rolls.choice(STEMS)}{rolls.choice(ENDS)}" for _ in range(8)]
    pages = [" ".join(rolls.choice(OPENINGS).format(full=full) for full in people)]
    for _ in range(FILES * PAGES - 1):
        said = [rolls.choice(REST).format(surname=rolls.choice(people).split()[-1]) for _ in range(24)]
        pages.append("\n".join(" ".join(said[at : at + 4]) for at in range(0, len(said), 4)))
    return pages


def save_case(archive: Archive, case: int, pages: list[tuple[str, PageMarks]]) -> None:
    for file in range(FILES):
        save_file(archive, case, f"{case:032x}{file:032x}", pages[file * PAGES : (file + 1) * PAGES])


def save_file(archive: Archive, case: int, sha256: str, pages: list[tuple[str, PageMarks]]) -> None:
    name = f"Case {case}"
    with archive.writing() as connection:
        add_document(connection, SourceFile(sha256, "x", "text/plain", 9), "address")
        place = NewFile("/box", f"{name}/{sha256}.txt", 9, 1, sha256, FileState.DONE, None, "police", (name,))
        add_file(connection, place)
        set_page_count(connection, sha256, len(pages))
        for number, (text, said) in enumerate(pages, 1):
            save_page(connection, sha256, Page(number, PageState.TEXT_LAYER, Reading(text), 612, 792), "key")
            save_marks(connection, sha256, number, reading_id(text), said)


if __name__ == "__main__":
    sys.exit(main())
