"""Who may see what of an archive when it is searched: cases, pages behind gates, the identities of informants.

The owner of an archive sees everything. For others the settings say what may be seen; `open_reader` makes of them the
guard of the index, what the catalog may not tell either, and how rows are masked that come out of it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from pipeline.catalog.files import load_document
from pipeline.errors import UsageError
from pipeline.records import IndexEntry
from pipeline.reports.gates import Gates, check_gates, load_gate_policy
from pipeline.reports.masking import MASK, Masking, blot
from pipeline.search import Guard
from pipeline.search.guard import OPEN
from pipeline.search.nodes import All, Everything, InCases, InDocuments, InPages, Node, Without
from pipeline.settings import Settings

ALL, NONE = "all", "none"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who searches. `guard` is that of the index. `hidden` are persons of whom nothing may be told, `masking`
    masks what the catalog says of a hit; both are empty where all identities may be seen."""

    guard: Guard
    hidden: frozenset[str] = frozenset()
    masking: Masking | None = None


def open_reader(connection: Connection, settings: Settings) -> Reader:
    """Whoever searches with these settings, by the gates and the people that the catalog knows now. Raises UsageError
    for settings that are none."""
    if settings.sees_all:
        return Reader(OPEN)
    if settings.see_identities not in ("on", "off"):
        raise UsageError(f"EXCULPA_SEE_IDENTITIES is {settings.see_identities}. Type on or off.")
    within = _within(connection, settings)
    if settings.see_identities == "on":
        return Reader(Guard(within))
    masking = Masking(connection, settings)
    return Reader(Guard(within, lambda entry: mask_entry(entry, masking)), masking.identities.persons, masking)


def mask_entry(entry: IndexEntry, masking: Masking) -> IndexEntry:
    """A page as it may be seen: words masked letter for letter, names left out where something of them is masked. A
    text that the catalog does not know is masked as a whole."""

    def unmasked(names: tuple[str, ...]) -> tuple[str, ...]:
        told = (masking.mask_text(name) for name in names)
        return tuple(name for name in told if MASK not in name)

    known = masking.places.reading(entry.sha256, entry.page, entry.reading) is not None
    spans = masking.spans_on_page(entry.sha256, entry.page, entry.reading) if known else ((0, len(entry.text)),)
    return replace(
        entry,
        text=blot(entry.text, spans),
        cases=tuple(masking.mask_place(name) for name in entry.cases),
        locations=tuple(masking.mask_place(name) for name in entry.locations),
        officers=unmasked(entry.officers),
        witnesses=unmasked(entry.witnesses),
        informants=unmasked(entry.informants),
        people=unmasked(entry.people),
    )


def _within(connection: Connection, settings: Settings) -> Node:
    """The pages that may be seen."""
    parts: list[Node] = list(_outside_gates(connection, settings))
    if settings.see_cases.strip():
        names = (name.strip() for name in settings.see_cases.split(";"))
        parts.append(InCases(frozenset(name for name in names if name)))
    return All(tuple(parts)) if parts else Everything()


def _outside_gates(connection: Connection, settings: Settings) -> Iterator[Node]:
    """What leaves out the pages behind gates that are closed: documents as a whole where all their pages are."""
    if settings.see_gates.strip() == ALL:
        return
    policy = load_gate_policy(settings)
    named = [] if settings.see_gates.strip() == NONE else settings.see_gates.split(",")
    gates = Gates(connection, settings, check_gates(policy, filter(str.strip, named)))
    documents: set[str] = set()
    pages: dict[str, set[int]] = defaultdict(set)
    for sha256, by_page in gates.find_files():
        closed = {page for page in by_page if gates.closed(sha256, page)}
        known = load_document(connection, sha256)
        if known is not None and known[1] == len(closed):
            documents.add(sha256)
        else:
            pages[sha256] = closed
    yield Without(InDocuments(frozenset(documents)))
    yield Without(InPages(frozenset((sha256, page) for sha256, numbers in pages.items() for page in numbers)))
