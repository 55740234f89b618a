"""Identities of informants and undercover officers do not leave the archive: their letters become █, one for one.

Everything in a row that is not known to be harmless is masked, so a new field is safe before anybody thinks of it. On
a page the mentions of a protected person are masked where they stand; his name is masked wherever else it is written.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from pipeline.catalog.mentions import mentions_on_page
from pipeline.catalog.people import UNDERCOVER_RANK, UNDERCOVER_ROLES
from pipeline.records import Mention, PersonKind, PlacedMention
from pipeline.reports.identities import OFFICIAL, Identities, is_generic, load_identities, name_parts
from pipeline.reports.places import Places
from pipeline.reports.written import Span, find_in_place, find_in_text, find_numbers
from pipeline.settings import Settings

MASK = "█"
HARMLESS = frozenset(
    (
        *("sha256", "id", "reading", "people", "informant", "beneficiary", "promisor", "handler"),
        *("type", "kind", "kinds", "status", "band", "file_set", "origin", "benefit", "state", "disclosure", "review"),
        *("role", "grade", "slot", "rank", "currency"),
    )
)
"""Fields of text that cannot name anybody: hashes, ids, slugs. Numbers are never masked."""
PLACES = frozenset(("location", "locations", "case"))
SPANS_KEPT = 20_000
"""Many questions find the same pages; the spans of a page take some hundred bytes."""
Row = dict[str, Any]


class Masking:
    """What is masked in the archive as it is now. One object for one export: it keeps the pages it has just seen."""

    def __init__(self, connection: Connection, settings: Settings, places: Places | None = None) -> None:
        self.identities: Identities = load_identities(connection, settings)
        self.places = places or Places(connection)
        self.spans_on_page = lru_cache(SPANS_KEPT)(self._find_spans_on_page)

    def mask_row(self, row: Row) -> Row:
        """The row as it may leave, and whether anything in it was masked (`masked`)."""
        givens = self._givens_of(row)
        masked = self._mask_people_row(row, givens) if "merged_because" in row else self._mask_fields(row, givens)
        return masked | {"masked": masked != row}

    def mask_text(self, text: str) -> str:
        """A sentence that stands in no row, such as a question that somebody asked."""
        return blot(text, find_in_text(text, self.identities))

    def mask_place(self, place: str) -> str:
        """The name of a file, a folder or a case."""
        return blot(place, find_in_place(place, self.identities))

    def _givens_of(self, row: Row) -> frozenset[str]:
        """Given names of the protected people a row is about: in its sentences they count also alone."""
        persons = {row.get(name) for name in ("id", "informant", "beneficiary", "promisor", "handler")}
        persons.update(row.get("people", ()))
        return frozenset(given for person in persons for given in self.identities.givens.get(person or "", ()))

    def _mask_fields(self, row: Row, givens: frozenset[str]) -> Row:
        return {name: self._mask_field(row, name, givens) for name in row}

    def _mask_field(self, row: Row, name: str, givens: frozenset[str]) -> Any:
        value = row[name]
        if name in PLACES:
            return _each(value, self.mask_place)
        if name in ("text", "quote") and {"sha256", "page", "reading"} <= row.keys():
            return self._mask_words(row, value)
        if isinstance(value, dict):
            return self._mask_fields(value, givens)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return [self._mask_fields(one, givens) for one in value]
        if name in HARMLESS:
            return value
        return _each(value, lambda text: blot(text, find_in_text(text, self.identities, givens)))

    def _mask_words(self, row: Row, words: str) -> str:
        """The words of a page, or a part of them from `start` on."""
        if row["reading"] is None:
            return words
        start = row.get("start", 0)
        spans = self.spans_on_page(row["sha256"], row["page"], row["reading"])
        return blot(words, [(a - start, b - start) for a, b in spans])

    def _mask_people_row(self, row: Row, givens: frozenset[str]) -> Row:
        masked = self._mask_fields(row, givens)
        if row["id"] in self.identities.persons:
            masked["name"] = blot(row["name"], self._own_spans(row["name"]))
            masked["badges"] = [blot(badge, [(0, len(badge))]) for badge in row["badges"]]
        elif OFFICIAL & set(row["kinds"]):
            masked["name"] = row["name"]
        elif are_all_masked(row["name"], [mention["text"] for mention in masked["mentions"]]):
            masked["name"] = blot(row["name"], [(0, len(row["name"]))])
        return masked

    def _own_spans(self, name: str) -> list[Span]:
        """What is masked of a protected person's own name: of "CI 94-118" the number, else all of it."""
        if is_generic(name, self.identities.generic):
            return []
        return find_numbers(name, self.identities) or [(0, len(name))]

    def _find_spans_on_page(self, sha256: str, page: int, reading: str) -> tuple[Span, ...]:
        """Where protected identities stand in the text of a page."""
        read = self.places.reading(sha256, page, reading)
        if read is None:
            return ()
        here = mentions_on_page(self.places.connection, sha256, page)
        placed = [one for one in here if one.reading == reading]
        # A phrase that stands for somebody ("the source") names nobody.
        own = [one for one in placed if one.mention.by != "reference" and self._is_protected(one)]
        spans: list[Span] = []
        for one in own:
            start, end = one.mention.start, one.mention.end
            spans += [(start + a, start + b) for a, b in self._own_spans(read.text[start:end])]
            spans += [found for badge in one.mention.badges for found in _near(read.text, badge, end)]
        givens = frozenset(given for one in own for given in self.identities.givens.get(one.person or "", ()))
        others = (one.mention for one in placed if one.mention.by != "reference" and not self._is_protected(one))
        spared = [(other.start, other.end) for other in others if self._is_another(other)]
        return tuple(sorted({*spans, *find_in_text(read.text, self.identities, givens, spared)}))

    def _is_protected(self, placed: PlacedMention) -> bool:
        return (
            placed.person in self.identities.persons
            or placed.mention.kind is PersonKind.INFORMANT
            or placed.mention.has_role(*UNDERCOVER_ROLES)
            or placed.mention.rank == UNDERCOVER_RANK
        )

    def _is_another(self, mention: Mention) -> bool:
        """Surely not a protected person of the same last name: an official, or one with another given name."""
        if mention.kind in OFFICIAL:
            return True
        parts = name_parts(mention.name)
        known = self.identities.surnames.get(parts[-1], frozenset()) if parts else frozenset()
        initials = {given[0] for given in known}
        return len(parts) > 1 and bool(known) and not {part[0] for part in parts[:-1]} & initials


def are_all_masked(name: str, texts: list[str]) -> bool:
    """Is every mention masked that names the person? Phrases such as "the source" do not."""
    words = set(name_parts(name))
    naming = [text for text in texts if MASK in text or words & set(name_parts(text))]
    return bool(naming) and all(MASK in text for text in naming)


def blot(text: str, spans: Iterable[Span]) -> str:
    """The text with these spans masked, character for character; line ends stay."""
    letters = list(text)
    for start, end in spans:
        for at in range(max(start, 0), min(end, len(letters))):
            if letters[at] != "\n":
                letters[at] = MASK
    return "".join(letters)


def _near(text: str, badge: str, end: int, reach: int = 40) -> list[Span]:
    """A badge that stands behind the mention it belongs to."""
    at = text.find(badge, end, end + reach)
    return [(at, at + len(badge))] if at >= 0 and badge else []


def _each(value: Any, mask: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [_each(one, mask) for one in value]
    return value
