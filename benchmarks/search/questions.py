"""Thirty questions of investigators on the demo archive, and how well the pages found answer them.

    exculpa --archive ARCHIVE ingest demo/archive
    python -m benchmarks.search.questions ARCHIVE [--elastic URL] [--misses]

The questions, what is typed for them and the judged answers are in `questions.yml`. All pages of the archive are put
into an index of this run's own. A question is answered where one of the first ten hits answers it; one that nothing in
the archive answers, where nothing is found but pages that bear on it. `--misses` names what was not found and what was
found beside it.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from pipeline.catalog.database import open_catalog
from pipeline.catalog.outbox import find_entries
from pipeline.marks import load_marking
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.settings import Settings, load_settings

QUESTIONS = Path(__file__).with_name("questions.yml")
FIRST = 10
MOST = 1_000
ANYTHING = "*"
"""In `also`: every page may bear on the question."""


@dataclass(frozen=True, slots=True)
class Question:
    number: int
    asks: str
    query: str
    answers: frozenset[str]
    also: frozenset[str]
    sort: str = "relevance"
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the pages found, in their order, as `path page`."""

    question: Question
    found: tuple[str, ...]
    cases: tuple[str, ...] = field(default=())

    @property
    def rank(self) -> int | None:
        """Of the first page that answers, from 1."""
        return next((nth for nth, page in enumerate(self.found, 1) if page in self.question.answers), None)

    @property
    def answered(self) -> bool:
        if not self.question.answers:
            return not self.beside
        return self.rank is not None and self.rank <= FIRST and set(self.question.cases) <= set(self.cases)

    @property
    def missed(self) -> list[str]:
        return sorted(self.question.answers - set(self.found))

    @property
    def beside(self) -> list[str]:
        """Pages found that neither answer nor bear on the question."""
        if ANYTHING in self.question.also:
            return []
        return [page for page in self.found if page not in self.question.answers | self.question.also]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(self.question.answers)

    @property
    def precision(self) -> float:
        """Of the first ten."""
        first = self.found[:FIRST]
        return 1 - len(set(first) & set(self.beside)) / len(first) if first else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", type=Path, help="an archive that has read demo/archive")
    parser.add_argument("--elastic", metavar="URL", help="a server for a throw-away index; else embedded")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    settings = load_settings(options.archive)
    with open_filled(settings, options.elastic or "") as (index, places):
        judged = [ask(index, question, places) for question in load_questions()]
    print_judged(judged, misses=options.misses)
    return 0


def load_questions() -> list[Question]:
    rows = yaml.safe_load(QUESTIONS.read_text("utf-8"))["questions"]
    return [
        Question(
            **{**row, "answers": frozenset(row["answers"]), "also": frozenset(row.get("also", ()))},
        )
        for row in rows
    ]


@contextmanager
def open_filled(settings: Settings, url: str) -> Iterator[tuple[Index, dict[str, list[str]]]]:
    """An index of all pages of the archive, and the paths of each document."""
    with tempfile.TemporaryDirectory() as folder:
        own = replace(settings, archive=Path(folder), index_url=url, index_name="exculpa-questions")
        places: dict[str, list[str]] = {}
        index = open_index(own)
        engine = open_catalog(settings)
        with engine.connect() as connection:
            entries = list(find_entries(connection, load_marking(settings.config)))
        engine.dispose()
        for entry in entries:
            places[entry.sha256] = list(entry.locations)
        index.rebuild(entries)
        try:
            yield index, places
        finally:
            index.close()
            if url:
                delete_index(own)


def delete_index(settings: Settings) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(settings.index_url) as client:
        for name in client.indices.get(index=f"{settings.index_name}-*"):
            client.indices.delete(index=name)


def ask(index: Index, question: Question, places: dict[str, list[str]]) -> Judged:
    wanted = question.answers | question.also

    def named(sha256: str, page: int) -> str:
        """The page by that of its places which the key names."""
        names = [f"{place} {page}" for place in places[sha256]]
        return next((name for name in names if name in wanted), names[0])

    answer = index.search(Ask(parse_query(question.query), MOST, sort=question.sort, facets=("case",)))
    cases = tuple(value for facet in answer.facets for value, _ in facet.values)
    return Judged(question, tuple(named(hit.sha256, hit.page) for hit in answer.hits), cases)


def print_judged(judged: list[Judged], *, misses: bool) -> None:
    print("  n  found  rank  recall  of first 10  question")
    for one in judged:
        recall = f"{one.recall:6.2f}" if one.question.answers else "     -"
        sign = " " if one.answered else "!"
        figures = f"{len(one.found):6}{one.rank or '-':>6}  {recall}{one.precision:13.2f}"
        print(f"{sign}{one.question.number:2}{figures}  {one.question.asks}")
        if misses:
            print("".join(f"        not found: {page}\n" for page in one.missed), end="")
            print("".join(f"        beside it: {page}\n" for page in one.beside), end="")
    held: list[Any] = [one for one in judged if one.question.answers]
    print(f"\nanswered               {sum(one.answered for one in judged)} of {len(judged)}")
    print(f"recall of answers      {sum(one.recall for one in held) / len(held):.2f}")
    print(f"precision of first 10  {sum(one.precision for one in held) / len(held):.2f}")


if __name__ == "__main__":
    sys.exit(main())
