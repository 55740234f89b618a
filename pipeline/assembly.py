"""Documents inside files, and pages that are there twice, made from the catalog and written to it.

A file whose pages are as they were is not stitched again; a new page is compared with those it may be a copy of, and no
other page is looked at again for it.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from pipeline.archive import Archive
from pipeline.catalog import copies as copy_rows
from pipeline.catalog import leads, parts, printed_lines
from pipeline.catalog.copies import Unprinted
from pipeline.catalog.identity import made_id
from pipeline.catalog.pages import load_layout
from pipeline.documents import copies, stitching
from pipeline.documents.copies import Print, PrintIndex
from pipeline.documents.differences import compare
from pipeline.language.plain import tidy_text
from pipeline.layout.furniture import find_furniture
from pipeline.layout.paper import read_paper
from pipeline.layout.testimony import TranscriptLine, TranscriptPage, carry
from pipeline.layout.transcript import read_transcript
from pipeline.lexicons import Lexicon, lexicon_key, load_lexicon
from pipeline.records import Layout, Leaf, PageCopy, Part, SpokenLine, reading_id

DOCUMENTS = "documents"
"""Under which name the catalog keeps what a file read when its documents were last found."""
COURTROOM = ("furniture", "speakers", "transcripts")
"""The lexicons that lines of transcripts are read with."""
TESTIMONY_VERSION = 1
BATCH = 500
"""Pages that are compared between two writings: so many are lost at most when a run is killed."""


def stitch_files(archive: Archive) -> int:
    """Find the documents inside every file whose pages changed, or of which a person decided, and who speaks on the
    lines of their transcripts. Returns how many files these are."""
    settings = archive.settings
    lexicon, policy = load_lexicon(settings, "page_signs"), stitching.load_boundary_policy(settings)
    courtroom = {name: load_lexicon(settings, name) for name in COURTROOM}
    used = lexicon_key(settings, ["page_signs", *COURTROOM])
    made_with = made_id(stitching.VERSION, TESTIMONY_VERSION, policy, used)
    with archive.engine.connect() as connection:
        known = leads.load_fingerprints(connection, DOCUMENTS)
        now = {sha256: made_id(made_with, read) for sha256, read in parts.find_fingerprints(connection)}
    changed = [sha256 for sha256, fingerprint in now.items() if known.get(sha256) != fingerprint]
    for sha256 in changed:
        with archive.engine.connect() as connection:
            leaves, decided = parts.load_leaves(connection, sha256), parts.load_boundaries(connection, sha256)
        found = stitching.stitch(leaves, decided, lexicon, policy)
        kinds = [kind for part in found for kind in stitching.kinds_of_pages(part, leaves)]
        with archive.engine.connect() as connection:
            lines = list(_read_testimony(connection, sha256, leaves, found, courtroom))
        with archive.writing() as connection:
            parts.replace_parts(connection, sha256, found, kinds)
            printed_lines.replace_testimony(connection, sha256, lines)
            leads.save_fingerprint(connection, DOCUMENTS, sha256, now[sha256])
    return len(changed)


def _read_testimony(
    connection: Connection,
    sha256: str,
    leaves: Sequence[Leaf],
    documents: Sequence[Part],
    lexicon: Mapping[str, Lexicon],
) -> Iterator[SpokenLine]:
    """The lines of the transcripts among the documents of a file, carried over the ends of their pages."""
    signed = printed_lines.find_transcript_pages(connection, sha256)
    for part in documents:
        if not any(part.first <= number <= part.last for number in signed):
            continue
        inside = [leaf for leaf in leaves if part.first <= leaf.number <= part.last and leaf.text]
        printed = [
            (leaf, page)
            for leaf in inside
            for page in _read_leaf(leaf, load_layout(connection, sha256, leaf.number), lexicon)
        ]
        for (leaf, _), page in zip(printed, carry(page for _, page in printed), strict=True):
            yield from (_spoken(leaf, page.number, line) for line in page.lines)


def _read_leaf(leaf: Leaf, layout: Layout | None, lexicon: Mapping[str, Lexicon]) -> Sequence[TranscriptPage]:
    paper = read_paper(tidy_text(leaf.text), layout)
    marks = find_furniture(paper, lexicon["furniture"])
    return read_transcript(paper, marks, lexicon["speakers"], lexicon["transcripts"]).pages


def _spoken(leaf: Leaf, printed: str | None, line: TranscriptLine) -> SpokenLine:
    place = None if line.number is None else f"{printed}:{line.number}" if printed else str(line.number)
    return SpokenLine(
        page=leaf.number,
        reading=reading_id(leaf.text),
        start=line.start,
        end=line.end,
        place=place,
        starts=line.starts,
        role=line.role,
        speaker=line.speaker,
        examination=line.examination,
        witness=line.witness,
    )


def find_page_copies(archive: Archive) -> int:
    """Compare the pages that are new, or read otherwise now, with all others. Returns how many pages these are.

    The prints of all pages are held in memory, about 300 bytes each, and only where there is a new page."""
    with archive.engine.connect() as connection:
        fresh = list(copy_rows.find_unprinted(connection, copies.VERSION))
    if not fresh:
        return 0
    with archive.writing() as connection:
        for page in fresh:
            if page.has_old:
                copy_rows.forget_print(connection, page.place)
    with archive.engine.connect() as connection:
        taken = [_take_print(connection, page) for page in fresh]
        stored = [copies.stored_print(r.place, r.sketch, r.reading, r.image) for r in copy_rows.find_prints(connection)]
    index = PrintIndex([*stored, *taken])
    new = {one.place for one in taken}
    for at in range(0, len(taken), BATCH):
        batch = taken[at : at + BATCH]
        with archive.engine.connect() as connection:
            found = [pair for one in batch for pair in _copies_of(connection, index, one, new)]
        with archive.writing() as connection:
            copy_rows.save_copies(connection, found)
            for page, one in zip(fresh[at : at + BATCH], batch, strict=True):
                copy_rows.save_print(connection, page, one.sketch)
    return len(fresh)


def _take_print(connection: Connection, page: Unprinted) -> Print:
    text = copy_rows.load_text(connection, page.place, page.reading)
    return copies.take_print(page.place, text, page.reading, page.image)


def _copies_of(connection: Connection, index: PrintIndex, one: Print, new: set[tuple[str, int]]) -> Sequence[PageCopy]:
    """The copies of a new page; two new pages are compared when it is the turn of the first."""
    found = []
    for other in index.partners(one):
        if other.place in new and other.place < one.place and other.exact != one.exact:
            continue
        judged = _judge_pair(connection, one, other)
        if judged is not None:
            low, high = sorted((one.place, other.place))
            found.append(PageCopy(low, high, *judged))
    return found


def _judge_pair(connection: Connection, one: Print, other: Print) -> tuple[str, float] | None:
    if one.exact is not None and one.exact == other.exact:
        return copies.EXACT, 1.0
    if one.exact is None or other.exact is None:
        return copies.judge(one, other, None)
    texts = [copy_rows.load_text(connection, page.place, page.exact) for page in (one, other)]
    return copies.judge(one, other, compare(*texts))
