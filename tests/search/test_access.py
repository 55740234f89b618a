"""Whoever may not see everything is shown nothing of it by any door of the index, nor by the commands that open it."""

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from pipeline.access import open_reader
from pipeline.asking import copies_of, resolve_query
from pipeline.catalog.copies import save_copies
from pipeline.catalog.database import open_catalog
from pipeline.catalog.gates import GateEntry, save_gate
from pipeline.catalog.outbox import find_entries
from pipeline.catalog.people import find_persons
from pipeline.catalog.searches import save_search
from pipeline.errors import UsageError
from pipeline.marks import load_marking
from pipeline.records import Answer, IndexEntry, PageCopy
from pipeline.search import Ask, Guard, Index, narrow, open_index, parse_query
from pipeline.search import engine as engines
from pipeline.search.asks import FACETS
from pipeline.search.guard import MaskedEngine, NarrowedEngine
from pipeline.search.matching import EntryView, holds
from pipeline.search.nodes import All, InDocuments, InPages, Known, Node, Query, Without
from pipeline.search.related import find_related
from pipeline.settings import Settings
from tests.reports.archive import PATROLMAN, SECRETS, build_archive, sha_of
from tests.reports.typed import ACTOR, run
from tests.search.conftest import BACKENDS
from tests.search.corpus import CORPUS, QUERIES

REPORT, LETTER, MINUTES, CARD = (
    "1991-Ferrante/police/dd5_quill.txt",
    "1991-Ferrante/defense/QuillLetter-CI_91-0447.txt",
    "1991-Ferrante/court/minutes.txt",
    "1991-Ferrante/desk_file/card.txt",
)
OTHER_CASE = "1995-Other"
QUESTIONS = [
    *("quill", "Qui1l", "quil~1", '"desmond quill"', "91-0447", "0812", "mabry OR 88-2210", "clarence", "NOT quill"),
    *("officer:0812", "informant:91-0447", "person:mabry", "person:qu*", "NOT person:quill", "@informant w/9 @money"),
    *("(paid OR ink) -quill", "quill paid scope:document", "card mabry scope:case", "paid NOT mabry scope:case"),
    *("quill scope:paragraph", "lanahan", "reviewed:no"),
]


@dataclass(frozen=True)
class Seen:
    """An archive as somebody sees it."""

    connection: Connection
    settings: Settings
    index: Index
    hidden: frozenset[str]
    guard: Guard

    def ask(self, text: str) -> Query:
        return resolve_query(self.connection, parse_query(text), self.hidden)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The archive whose informants are protected. Its card is sealed, and a copy of the report's page."""
    settings = build_archive(tmp_path_factory.mktemp("papers"))
    engine = open_catalog(settings)
    with engine.begin() as connection:
        save_gate(connection, sha_of(connection, CARD), GateEntry(0, "sealed", True), "somebody", "an order")
        places = [(sha_of(connection, name), 1) for name in (REPORT, CARD)]
        save_copies(connection, [PageCopy(min(places), max(places), "text", 0.9)])
    engine.dispose()
    return settings


@pytest.fixture(scope="module")
def engine(archive: Settings) -> Iterator[Engine]:
    opened = open_catalog(archive)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module", params=BACKENDS)
def filled(
    request: pytest.FixtureRequest, archive: Settings, engine: Engine, new_settings: Callable[[str], Settings]
) -> Settings:
    """The settings of the owner, with the index of a backend that holds the archive and a page of another case."""
    place = new_settings(request.param)
    settings = replace(archive, index_url=place.index_url, index_name=place.index_name)
    with engine.connect() as connection:
        pages = list(find_entries(connection, load_marking(settings.config)))
    other = replace(pages[0], sha256="e" * 64, page=1, cases=(OTHER_CASE,))
    index = open_index(settings)
    index.rebuild([*pages, other])
    index.close()
    return settings


@pytest.fixture(scope="module")
def see(filled: Settings, engine: Engine) -> Iterator[Callable[..., Seen]]:
    """Opens the archive with settings that say what may be seen."""
    opened: list[Index] = []
    with engine.connect() as connection:

        @cache
        def see_as(**what: str) -> Seen:
            settings = replace(filled, **what)  # type: ignore[arg-type]
            reader = open_reader(connection, settings)
            opened.append(open_index(settings, reader.guard))
            return Seen(connection, settings, opened[-1], reader.hidden, reader.guard)

        yield see_as
        for index in opened:
            index.close()


# ---------------------------------------------------------------- every door, walked


def walk_search(seen: Seen, query: Query) -> Iterator[object]:
    yield seen.index.search(Ask(query, 50))


def walk_count(seen: Seen, query: Query) -> Iterator[object]:
    yield seen.index.search(Ask(query, 0))


def walk_facets(seen: Seen, query: Query) -> Iterator[object]:
    counted = (("mine", "quill", parse_query("quill").root), ("mine", "paid", parse_query("paid").root))
    yield seen.index.search(Ask(query, 0, facets=FACETS, counted=counted))


def walk_groups(seen: Seen, query: Query) -> Iterator[object]:
    yield seen.index.search(Ask(query, 50, collapse="document"))
    yield seen.index.search(Ask(query, 50, collapse="copies", copies=copies_of(seen.connection)))


def walk_orders(seen: Seen, query: Query) -> Iterator[object]:
    yield seen.index.search(Ask(query, 50, sort="case"))
    yield seen.index.search(Ask(query, 50, 1, sort="newest"))


def walk_alerts(seen: Seen, query: Query) -> Iterator[object]:
    yield tuple(seen.index.find(Ask(query)))


def walk_ids(seen: Seen, query: Query) -> Iterator[object]:
    """Pages that are asked for by hash and number, and persons by their ids."""
    pages = [(sha_of(seen.connection, name), 1) for name in (REPORT, LETTER, MINUTES, CARD)]
    for node in (InPages(frozenset(pages)), InDocuments(frozenset({"e" * 64, *(sha256 for sha256, _ in pages)}))):
        yield seen.index.search(Ask(Query(All((query.root, node))), 50))


def walk_related(seen: Seen, query: Query) -> Iterator[object]:
    """Related to a text that holds secrets: on how many pages they stand must not be told either."""
    answer, words = find_related(seen.index, "paid $40 promised informant Desmond Mabry card", Ask(query), frozenset())
    yield answer
    yield words


DOORS = (
    walk_search, walk_count, walk_facets, walk_groups, walk_orders, walk_alerts, walk_ids, walk_related,
)  # fmt: skip


def walk(seen: Seen, text: str) -> Iterator[object]:
    """All that any door tells of a question."""
    query = seen.ask(text)
    for door in DOORS:
        yield from door(seen, query)


def hits_in(told: object) -> set[tuple[str, int]]:
    hits = told.hits if isinstance(told, Answer) else told if isinstance(told, tuple) else ()
    found = {(hit.sha256, hit.page) for hit in hits if hasattr(hit, "sha256")}
    return found | {key for hit in hits if hasattr(hit, "under") for key in hit.under}


# ---------------------------------------------------------------- cases and gates


@pytest.mark.parametrize("text", QUESTIONS)
def test_no_door_leads_to_another_case(see: Callable[..., Seen], text: str) -> None:
    seen = see(see_cases=OTHER_CASE)
    for told in walk(seen, text):
        assert hits_in(told) <= {("e" * 64, 1)}
        if isinstance(told, Answer):
            assert told.total <= 1
            cases = [value for facet in told.facets if facet.name == "case" for value, _ in facet.values]
            assert set(cases) <= {OTHER_CASE}


@pytest.mark.parametrize("text", QUESTIONS)
def test_no_door_leads_behind_a_gate(see: Callable[..., Seen], text: str) -> None:
    seen, owner = see(see_gates="none"), see()
    card = (sha_of(seen.connection, CARD), 1)
    assert all(card not in hits_in(told) for told in walk(seen, text))
    released = see(see_gates="sealed")
    want = hits_in(owner.index.search(Ask(owner.ask(text), 50)))
    assert hits_in(released.index.search(Ask(released.ask(text), 50))) == want
    if "scope:" not in text:
        assert hits_in(seen.index.search(Ask(seen.ask(text), 50))) == want - {card}


def test_what_stands_behind_a_gate_decides_nothing(see: Callable[..., Seen]) -> None:
    """That the sealed card says registration must not be told by what a wider scope leaves out."""
    seen, owner = see(see_gates="none"), see()
    text = "ink NOT registration scope:case"
    assert hits_in(owner.index.search(Ask(owner.ask(text), 50))) == set()
    assert hits_in(seen.index.search(Ask(seen.ask(text), 50))) == {(sha_of(seen.connection, LETTER), 1)}


# ---------------------------------------------------------------- identities


def is_told(told: object) -> list[str]:
    """The secrets in something that a door told. The words of a snippet are looked at, hashes are not."""
    if isinstance(told, Answer):
        shown: list[object] = [facet.values for facet in told.facets if facet.name not in ("mine", "words")]
        shown += [hit.snippet for hit in told.hits]
    else:
        shown = [getattr(one, "snippet", one) for one in told]  # type: ignore[attr-defined]
    text = str(shown).lower().replace(PATROLMAN.lower(), "")
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("text", QUESTIONS)
def test_no_door_tells_an_identity(see: Callable[..., Seen], text: str) -> None:
    seen = see(see_identities="off")
    for told in walk(seen, text):
        assert is_told(told) == []


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_masked_name_finds_what_a_word_finds_that_stands_nowhere(see: Callable[..., Seen], text: str) -> None:
    """What is found is what holds of the pages as they are seen: nothing follows from the words that are masked."""
    seen = see(see_identities="off")
    mask = seen.guard.mask
    assert mask is not None
    query = seen.ask(text)
    if query.scope in ("document", "case"):
        return
    owner = see()
    entries = masked_entries(owner, mask)
    want = {(entry.sha256, entry.page) for entry in entries if holds(query.root, EntryView(entry))}
    assert hits_in(seen.index.search(Ask(query, 50))) == want


def masked_entries(owner: Seen, mask: Callable[[IndexEntry], IndexEntry]) -> list[IndexEntry]:
    pages = list(find_entries(owner.connection, load_marking(owner.settings.config)))
    return [mask(entry) for entry in [*pages, replace(pages[0], sha256="e" * 64, page=1, cases=(OTHER_CASE,))]]


def test_the_owner_finds_them(see: Callable[..., Seen]) -> None:
    """The questions lead somewhere: a walk through empty answers would prove nothing."""
    owner = see()
    told = [secret for text in QUESTIONS for answer in walk(owner, text) for secret in is_told(answer)]
    assert set(told) == set(SECRETS)


def test_an_id_of_somebody_protected_is_nobodys(see: Callable[..., Seen]) -> None:
    seen = see(see_identities="off")
    assert seen.hidden
    for person in find_persons(seen.connection):
        if person.id in seen.hidden:
            with pytest.raises(UsageError, match="No person has the id"):
                resolve_query(seen.connection, Query(Known("person", person.id)), seen.hidden)


# ---------------------------------------------------------------- no other door


@pytest.mark.parametrize("what", [{"see_cases": OTHER_CASE}, {"see_gates": "none"}, {"see_identities": "off"}])
def test_nothing_else_can_be_done_with_the_index(see: Callable[..., Seen], what: dict[str, str]) -> None:
    seen = see(**what)
    changes: list[Callable[[list[Any]], object]] = [seen.index.add, seen.index.delete, seen.index.rebuild]
    doors: list[Callable[[], object]] = [seen.index.keys, *(partial(change, []) for change in changes)]
    for door in doors:
        with pytest.raises(UsageError, match="EXCULPA_SEE"):
            door()
    with pytest.raises(UsageError, match="EXCULPA_SEE"):
        open_index(seen.settings)


def test_every_door_of_an_index_is_walked_or_refused() -> None:
    """Whoever adds a way to ask an index adds it to DOORS, and to what guards it."""
    doors = {name for name, _ in inspect.getmembers(Index, inspect.isfunction) if not name.startswith("_")}
    assert doors == {"search", "find", "keys", "add", "delete", "rebuild", "close"}
    asked = {name for name in vars(engines.Engine) if not name.startswith("_")} | {"masks"}
    for guarded in (NarrowedEngine, MaskedEngine):
        assert asked <= set(dir(guarded))
        assert "__getattr__" not in dir(guarded)


@pytest.mark.parametrize("what", [{"see_identities": "of"}, {"see_gates": "seald"}])
def test_a_setting_that_is_none(engine: Engine, filled: Settings, what: dict[str, str]) -> None:
    with engine.connect() as connection, pytest.raises(UsageError, match=r"Type on or off|no gate seald"):
        open_reader(connection, replace(filled, **what))  # type: ignore[arg-type]


# ---------------------------------------------------------------- as it is typed


def test_commands_show_nothing_that_may_not_be_seen(
    archive: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(archive, "reindex").returncode == 0
    assert "quill" in run(archive, "search", "paid").stdout.lower()
    monkeypatch.setenv("EXCULPA_SEE_IDENTITIES", "off")
    for words in (["paid", "--json"], ["quill"], ["informant:quill", "--json"], ["paid", "--group", "document"]):
        said = run(archive, "search", *words)
        assert said.returncode == 0, said.stderr
        shown = said.stdout.lower().replace(PATROLMAN.lower(), "")
        assert [secret for secret in SECRETS if secret in shown] == [], words
    assert json.loads(run(archive, "search", "lanahan", "--json").stdout)["total"] > 0
    out = tmp_path / "answers.jsonl"
    assert run(archive, "search", "paid", "-o", out, "--unmask", "--reason", "x").returncode == 0
    assert "desmond" not in out.read_text().lower()
    with open_catalog(archive).begin() as connection:
        save_search(connection, "of another", ("desmond quill", None), ("somebody", ""))
        save_search(connection, "mine", ("quill OR paid", None), (ACTOR, ""))
    kept = run(archive, "searches")
    assert "mine" in kept.stdout
    assert "desmond" not in kept.stdout.lower()
    assert "desmond" not in run(archive, "searches", "mine", "--all").stdout.lower()
    assert "No search is kept as of another" in run(archive, "searches", "of another").stderr
    for command in (["leads"], ["show", REPORT], ["verify"], ["reindex"], ["person", "Quill"], ["export", "pages"]):
        refused = run(archive, *command)
        assert (refused.returncode, refused.stdout) == (2, ""), command
        assert "not all of it may be seen" in " ".join(refused.stderr.split())


def test_guarding_costs_the_owner_nothing_and_finds_the_same(
    new_settings: Callable[[str], Settings],
) -> None:
    """Guards that let everything be seen answer every question of the corpus as the index does without them."""
    settings = new_settings("embedded")
    plain = open_index(settings)
    plain.rebuild(CORPUS)
    nobody = Without(InPages(frozenset()))
    for guard in (Guard(nobody), Guard(nobody, lambda entry: entry)):
        guarded = open_index(settings, guard)
        for text in QUERIES[::4]:
            query = parse_query(text)
            assert same(guarded, query) == same(plain, query), text
        case = narrow(parse_query("paid"), cases=("1990-Ransom",))
        assert same(guarded, case) == same(plain, case)
        guarded.close()
    plain.close()


def same(index: Index, query: Query) -> object:
    answer = index.search(Ask(query, 50, facets=FACETS))
    hits = {(hit.sha256, hit.page, hit.snippet, hit.spans) for hit in answer.hits}
    return answer.total, hits, [astuple(facet) for facet in answer.facets]


def test_a_guard_is_told_by_an_engine_alone() -> None:
    checked: Node = parse_query('"no prom*"').root
    with pytest.raises(ValueError, match="by an engine alone"):
        Guard(checked)
