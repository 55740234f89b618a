"""docs/search.md says what is true: every query on it is asked, of the pages on it."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from pipeline.asking import resolve_query
from pipeline.catalog.database import open_catalog
from pipeline.catalog.ticks import save_tick
from pipeline.errors import QueryError
from pipeline.marks import load_marking
from pipeline.records import IndexEntry
from pipeline.search import Ask, Index, open_index, parse_query
from pipeline.search.nodes import FIELDS
from pipeline.settings import CONFIG_DIR, Settings
from tests.search.catalogued import put_namesakes, put_number, put_pages
from tests.search.conftest import BACKENDS
from tests.search.corpus import entry

PAGE = Path(__file__).resolve().parents[2] / "docs" / "search.md"
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in PAGE.read_text("utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| You type", "| Page"))
]
SAMPLES = [row for row in ROWS if len(row) == 5]
EXAMPLES = [(row[0].strip("`"), row[1]) for row in ROWS if len(row) == 3]
REFUSALS = [(row[0].strip("`"), row[1]) for row in ROWS if len(row) == 2]


def named(cell: str, kind: str) -> tuple[str, ...]:
    return tuple(re.findall(rf"\b{kind} ([^,]+?)(?:,|$)", cell))


def page_of(row: list[str]) -> IndexEntry:
    name, case, properties, people, text = row
    kind, file_set = re.findall(r"`(\w+)`", properties)
    year, month, day = re.search(r" (\d{4})(?:-(\d\d)-(\d\d))?,", properties).groups()  # type: ignore[union-attr]
    return entry(
        name[0] * 64,
        int(name[1]),
        text.replace("<br>", "\n"),
        cases=(case,),
        kind=kind,
        file_set=file_set,
        dated=date(int(year), int(month or 1), int(day or 1)),
        officers=named(people, "officer"),
        witnesses=named(people, "witness"),
        informants=named(people, "informant"),
        types=tuple(re.findall(r"lead `(\w+)`", people)),
        confidence=float(re.search(r"confidence ([\d.]+)", properties).group(1)),  # type: ignore[union-attr]
    )


@pytest.fixture(scope="module", params=BACKENDS)
def samples(request: pytest.FixtureRequest, new_settings: Callable[[str], Settings]) -> Iterator[Index]:
    index = open_index(new_settings(request.param))
    index.add(page_of(row) for row in SAMPLES)
    yield index
    index.close()


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """What only the catalog knows of the pages: who is one person, Bates numbers, ticks."""
    engine = open_catalog(Settings(archive=tmp_path_factory.mktemp("archive")), create=True)
    with engine.connect() as connection:
        pages = {row[3]: page_of(row) for row in SAMPLES}
        put_pages(connection, pages.values())
        put_namesakes(connection, pages.values())
        for told, page in pages.items():
            for number in named(told, "Bates"):
                put_number(connection, page, number)
            if "ticked off" in told:
                save_tick(connection, (page.sha256, page.page), page.reading, ("somebody", ""), True)
        yield connection
    engine.dispose()


@pytest.mark.parametrize(("query", "found"), EXAMPLES)
def test_every_example_finds_what_the_page_says(catalog: Connection, samples: Index, query: str, found: str) -> None:
    answer = samples.search(Ask(resolve_query(catalog, parse_query(query)), 10))
    names = sorted(f"{hit.sha256[0]}{hit.page}" for hit in answer.hits)
    assert (", ".join(names) or "nothing") == found


@pytest.mark.parametrize(("query", "answer"), REFUSALS)
def test_every_refusal_says_what_the_page_says(query: str, answer: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse_query(query)
    assert answer in str(refused.value)
    assert 0 <= refused.value.position <= len(query)


def test_every_mark_is_documented() -> None:
    page = PAGE.read_text("utf-8")
    assert [mark for mark in load_marking(CONFIG_DIR).about if f"`@{mark}`" not in page] == []


def test_every_field_is_documented() -> None:
    queries = " ".join(query for query, _ in EXAMPLES)
    assert [field for field in FIELDS if f"{field}:" not in queries] == []
    assert len(EXAMPLES) > 50
    assert len(REFUSALS) > 8
