"""Numbers that should be here: reports of a numbered series, and Bates numbers that a list says were given."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.disclosure.describing import Description
from pipeline.disclosure.letters import Item
from pipeline.disclosure.papers import Paper, first_words
from pipeline.records import Citation, Leaf, Mark

_SERIES = frozenset({"complaint_followup_dd5", "supplementary_report"})
"""Kinds of reports that an office numbers from 1 on in each case."""
_FARTHEST = 25
"""A number that lies farther from its neighbours than this is misread, or of another series."""
_FEWEST = 2


@dataclass(frozen=True)
class Run:
    """Numbers that are not here, `first` to `last`: between `before` and `after`, where these are here."""

    first: int
    last: int
    before: int | None
    after: int | None
    citations: tuple[Citation, ...]

    @property
    def missing(self) -> int:
        return self.last - self.first + 1


def find_series_gaps(papers: Iterable[Paper], told: Mapping[tuple[str, int], Description]) -> Iterator[tuple[str, Run]]:
    """(sort of report, run) for the numbers of each series that no paper of the case bears, in any set."""
    by_sort: dict[str, dict[int, Paper]] = defaultdict(dict)
    for paper in papers:
        its = told[paper.key]
        if len(its.serials) == 1 and "follow_up" in its.sorts:
            by_sort["follow_up"].setdefault(next(iter(its.serials)), paper)
    for sort, numbered in by_sort.items():
        if len(numbered) >= _FEWEST:
            yield from ((sort, run) for run in _runs(numbered))


def _runs(numbered: Mapping[int, Paper]) -> Iterator[Run]:
    last = 0
    for number in sorted(numbered):
        if last + 1 < number <= last + _FARTHEST:
            cited = tuple(first_words(numbered[n]) for n in (last, number) if n in numbered)
            yield Run(last + 1, number - 1, last or None, number, cited)
        last = number


# ---------------------------------------------------------------- Bates numbers


@dataclass(frozen=True)
class Stamp:
    """A Bates number that stands on a page."""

    prefix: str
    number: int
    paper: Paper
    leaf: Leaf
    mark: Mark

    @property
    def cited(self) -> Citation:
        return self.paper.cite(self.leaf, self.mark.start, self.mark.end, "stamp")


def find_stamps(papers: Iterable[Paper]) -> Iterator[Stamp]:
    """Every number that is stamped on these papers; one page has one."""
    for paper in papers:
        for leaf in paper.leaves:
            for mark in leaf.marks:
                prefix, _, digits = (mark.value or "").rpartition("-")
                if mark.label == "bates" and digits.isdigit():
                    yield Stamp(prefix, int(digits), paper, leaf, mark)


def find_listed_gaps(stamps: Sequence[Stamp], items: Iterable[Item]) -> Iterator[tuple[str, Run]]:
    """(prefix, run) of numbers that lists say were given and that stand on no page here, where other numbers of the
    prefix do, or none at all; what lies between two pages that are here is told by `find_breaks_between`."""
    here: dict[str, dict[int, Stamp]] = defaultdict(dict)
    for stamp in stamps:
        here[stamp.prefix].setdefault(stamp.number, stamp)
    listed: dict[str, dict[int, Item]] = defaultdict(dict)
    for item in items:
        for prefix, number in item.told.bates:
            listed[prefix].setdefault(number, item)
    for prefix, lines in sorted(listed.items()):
        known = here.get(prefix, {})
        highest, lowest = max(known, default=0), min(known, default=0)
        beyond = sorted(number for number in lines if not known or number > highest or number < lowest)
        for first, last in _stretches(beyond):
            yield prefix, _listed_run(first, last, known, lines)


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row; those that lie a little apart are one stretch, for what lies between is missing too."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number <= last + _FARTHEST:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last


def _listed_run(first: int, last: int, known: Mapping[int, Stamp], lines: Mapping[int, Item]) -> Run:
    before = max((number for number in known if number < first), default=None)
    after = min((number for number in known if number > last), default=None)
    start = before + 1 if before is not None and first - before <= _FARTHEST else first
    cited = [known[number].cited for number in (before, after) if number is not None]
    cited += list(dict.fromkeys(lines[number].cited for number in sorted(lines) if first <= number <= last))
    return Run(start, last, before, after, tuple(cited))
