"""Pages that are shown as one: the first of them in the order of the answer, with the others under it."""

from collections.abc import Iterable

from pipeline.records import IndexEntry
from pipeline.search.asks import Ask
from pipeline.search.engine import Candidate
from pipeline.search.nodes import InDocuments, InPages, Node

Key = tuple[str, int]


class Heads:
    """Takes the pages of an answer in their order and keeps those that are shown: of pages that belong together the
    first only, and of these the ones from `ask.offset` on. What belongs to a page that is not shown is known too, so
    that no page is shown on a later screen that stands under a hit of an earlier one."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._taken = 0
        self._owners: dict[Key, Key] = {}
        self._documents: dict[str, Key] = {}
        self.shown: list[Candidate] = []

    @property
    def collapses(self) -> bool:
        return bool(self._ask.collapse)

    @property
    def is_full(self) -> bool:
        return self._taken >= self._ask.offset + self._ask.limit

    def take(self, candidate: Candidate) -> None:
        """The next page of the answer."""
        key = _key(candidate[1])
        if self.is_full or self._owner(key) is not None:
            return
        self._own(key)
        if self._taken >= self._ask.offset:
            self.shown.append(candidate)
        self._taken += 1

    def take_all(self, candidates: Iterable[Candidate]) -> None:
        """The next pages, until enough are shown. Those that were taken before do not matter."""
        for candidate in candidates:
            if self.is_full:
                return
            self.take(candidate)

    def belonging(self) -> Node | None:
        """The pages that may stand under those shown; None where there are none."""
        shown = {_key(entry) for _, entry in self.shown}
        if self._ask.collapse == "document":
            return InDocuments(frozenset(sha256 for sha256, _ in shown))
        copies = frozenset(key for key, owner in self._owners.items() if owner in shown and key != owner)
        return InPages(copies) if copies else None

    def sort_under(self, pages: Iterable[IndexEntry]) -> dict[Key, tuple[Key, ...]]:
        """These pages by the hit that they stand under, in the order of hash and number."""
        under: dict[Key, list[Key]] = {}
        for key in sorted(map(_key, pages)):
            owner = self._owner(key)
            if owner is not None and owner != key:
                under.setdefault(owner, []).append(key)
        return {owner: tuple(keys) for owner, keys in under.items()}

    def _owner(self, key: Key) -> Key | None:
        """The hit that a page is, or stands under."""
        return self._documents.get(key[0]) if self._ask.collapse == "document" else self._owners.get(key)

    def _own(self, key: Key) -> None:
        if self._ask.collapse == "document":
            self._documents[key[0]] = key
        elif self._ask.copies is not None:
            self._owners[key] = key
            for copy in self._ask.copies(key):
                self._owners.setdefault(copy, key)


def _key(entry: IndexEntry) -> Key:
    return entry.sha256, entry.page
