"""What answers are counted and ordered by: the values of every page, said once in Python for both engines."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.records import Facet, IndexEntry
from pipeline.search.asks import FACET_VALUES
from pipeline.search.entries import name_values, storable
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
OWN_FIELDS = ("year", "officer_name", "band")
"""Those of them that are not fields of names anyway."""
ORDER_FIELDS = {"oldest": "by_age", "newest": "by_youth", "case": "by_case"}
"""The field that a sorted answer is sorted by, smallest first."""
BANDS = ((0.9, "0.9-1"), (0.8, "0.8-0.9"), (0.7, "0.7-0.8"), (0.5, "0.5-0.7"), (0.0, "0-0.5"))
"""Lowest confidence of each band, the upper end left out (but for 1)."""
NO_DATE = 99_999_999
CASE_LENGTH = 200


def own_values(entry: IndexEntry) -> dict[str, tuple[str, ...]]:
    """What `OWN_FIELDS` hold: the year, the names of officers as the page has them but in small letters, the band of
    its confidence."""
    names = (" ".join(storable(name).casefold().split()) for name in entry.officers)
    return {
        "year": () if entry.dated is None else (f"{entry.dated.year:04}",),
        "officer_name": tuple(dict.fromkeys(names)),
        "band": () if entry.confidence is None else (next(band for low, band in BANDS if entry.confidence >= low),),
    }


def order_values(entry: IndexEntry) -> dict[str, int | str]:
    """What `ORDER_FIELDS` hold. Pages of a day stand by document and page; 63 bits are enough for 27 of the day, 20
    of the hash and 16 of the page."""
    place = int(entry.sha256[:5], 16) << 16 | min(entry.page, 0xFFFF)
    day = NO_DATE if entry.dated is None else date_number(entry.dated)
    youth = NO_DATE if entry.dated is None else NO_DATE - day
    age = day << 36 | place
    case = storable(min(entry.cases)).casefold()[:CASE_LENGTH] if entry.cases else "\U0010ffff"
    return {"by_age": age, "by_youth": youth << 36 | place, "by_case": f"{case}\0{age:019}"}


def count_entries(entries: Iterable[IndexEntry], names: Iterable[str]) -> dict[str, Counter[str]]:
    """The facets of these pages, counted one by one."""
    wanted = [(name, FACET_FIELDS[name]) for name in names]
    counts: dict[str, Counter[str]] = {name: Counter() for name, _ in wanted}
    for entry in entries:
        values = name_values(entry) | own_values(entry)
        for name, field in wanted:
            counts[name].update(set(values[field]))
    return counts


def make_facets(counts: Mapping[str, Mapping[str, int]], *, exact: bool = True) -> tuple[Facet, ...]:
    """The values of most pages first, those of as many in their own order; beyond FACET_VALUES they are left out."""
    made = []
    for name, values in counts.items():
        ranked = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
        made.append(Facet(name, tuple(ranked[:FACET_VALUES]), exact, len(ranked) > FACET_VALUES))
    return tuple(made)
