"""What answers are counted and ordered by: the values of every page, said once in Python for both engines."""

from collections import Counter
from collections.abc import Mapping

from pipeline.records import Facet, IndexEntry
from pipeline.search.asks import FACET_VALUES, Ask
from pipeline.search.entries import name_values, storable
from pipeline.search.matching import EntryView, holds
from pipeline.search.ranges import date_number

FACET_FIELDS = {
    "case": "case_name",
    "kind": "kind",
    "set": "set",
    "year": "year",
    "officer": "officer_name",
    "type": "type",
    "confidence": "band",
}
"""The field of the index that holds the values of a facet."""
OWN_FIELDS = ("year", "officer_name", "band", "by_case")
"""Fields of names that nobody types: they are only counted or sorted by."""
ORDER_FIELDS = {"oldest": "by_age", "newest": "by_youth", "case": "by_case"}
"""The field that a sorted answer is sorted by, smallest first."""
BANDS = ((0.9, "0.9-1"), (0.8, "0.8-0.9"), (0.7, "0.7-0.8"), (0.5, "0.5-0.7"), (0.0, "0-0.5"))
"""Lowest confidence of each band, the upper end left out (but for 1)."""
NO_DATE = 99_999_999
CASE_LENGTH = 200
LAST = "\U0010ffff"
"""Stands behind the names of all cases."""


def own_values(entry: IndexEntry) -> dict[str, tuple[str, ...]]:
    """What `OWN_FIELDS` hold: the year, the names of officers as the page has them but in small letters, the band of
    its confidence; its first case, and by age within it."""
    case = storable(min(entry.cases)).casefold()[:CASE_LENGTH] if entry.cases else LAST
    names = (" ".join(storable(name).casefold().split()) for name in entry.officers)
    return {
        "year": () if entry.dated is None else (f"{entry.dated.year:04}",),
        "officer_name": tuple(dict.fromkeys(names)),
        "band": () if entry.confidence is None else (next(band for low, band in BANDS if entry.confidence >= low),),
        "by_case": (f"{case}\0{order_values(entry)['by_age']:019}",),
    }


def order_values(entry: IndexEntry) -> dict[str, int]:
    """What the fields hold that an answer is sorted by, but for the case. Pages of a day stand by document and page:
    63 bits are enough for 27 of the day, 20 of the hash and 16 of the page."""
    place = int(entry.sha256[:5], 16) << 16 | min(entry.page, 0xFFFF)
    age = NO_DATE if entry.dated is None else date_number(entry.dated)
    youth = NO_DATE if entry.dated is None else NO_DATE - age
    return {"by_age": age << 36 | place, "by_youth": youth << 36 | place}


class Tally:
    """Counts pages one by one, where no engine does: how many, and the facets that are asked for."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.total = 0
        self.counts: dict[str, Counter[str]] = {}

    def take(self, entry: IndexEntry) -> None:
        self.total += 1
        if self._ask.facets:
            values = name_values(entry) | own_values(entry)
            for name in self._ask.facets:
                self.counts.setdefault(name, Counter()).update(set(values[FACET_FIELDS[name]]))
        view = EntryView(entry)
        for name, value, node in self._ask.counted:
            self.counts.setdefault(name, Counter())[value] += holds(node, view)


def make_facets(counts: Mapping[str, Mapping[str, int]], ask: Ask, *, exact: bool = True) -> tuple[Facet, ...]:
    """The facets in the order they were asked for. The values of most pages come first, those of as many in their own
    order; beyond FACET_VALUES they are left out, but for those that the asker named himself."""
    made = []
    for name in dict.fromkeys((*ask.facets, *(name for name, _, _ in ask.counted))):
        ranked = sorted(counts.get(name, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        told = ranked[:FACET_VALUES] if name in ask.facets else ranked
        made.append(Facet(name, tuple(told), exact, len(ranked) > len(told)))
    return tuple(made)
