"""A person as one case shows him: what is compared across cases, and what a cluster is summed up from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.people.decided import Decided
from pipeline.people.groups import Side
from pipeline.people.names import Named, Spelling
from pipeline.people.numbers import Number, read_number
from pipeline.records import PersonKind

Place = tuple[str, int, int, str]
"""Hash, page, start and id of a mention: the lasting order of mentions."""
Years = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ranked:
    """How often a rank is said, and the last day on which it is."""

    rank: str
    count: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A number as it is said, beside which rank, how often and in which years."""

    said: str
    rank: str | None
    count: int
    years: Years | None

    @property
    def number(self) -> Number:
        return read_number(self.said)


@dataclass(frozen=True, slots=True)
class Figure:
    """Mentions of one case that are one person, in the order of places; `scope` is the case, or a document without
    one. Nothing here grows but `mentions`: a figure of a thousand mentions is hardly larger than one of two."""

    scope: str
    first: Place
    mentions: tuple[str, ...]
    shared: tuple[str, ...]
    spellings: tuple[Spelling, ...]
    names: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[PersonKind, int], ...]
    ranks: tuple[Ranked, ...]
    held: tuple[Held, ...]
    agencies: tuple[tuple[str, int], ...]
    years: Years | None
    reasons: tuple[str, ...]
    persons: tuple[str, ...]
    together: tuple[int, ...]
    apart: tuple[Side, ...]

    @property
    def told_kinds(self) -> set[PersonKind]:
        return {kind for kind, _count in self.kinds}


def figure_of(scope: str, members: Sequence[Named], reasons: Iterable[str], decided: Decided) -> Figure:
    """Sum up the mentions of one person in one case."""
    placed = [named.placed for named in members]
    said = [one.mention for one in placed]
    first = placed[0]
    return Figure(
        scope=scope,
        first=(first.sha256, first.page, first.mention.start, first.id),
        mentions=tuple(one.id for one in placed),
        shared=tuple(one.id for one in placed if len(one.cases) > 1),
        spellings=tuple(dict.fromkeys(named.name for named in members)),
        names=tuple(Counter(one.name for one in said).items()),
        kinds=tuple(Counter(one.kind for one in said).items()),
        ranks=_ranks(members),
        held=_held(members),
        agencies=tuple(Counter(one.agency for one in said if one.agency).items()),
        years=years_of(one.dated for one in placed),
        reasons=tuple(sorted(reasons)),
        persons=tuple(sorted({one.person for one in placed if one.person is not None})),
        together=decided.together_of(one.id for one in placed),
        apart=decided.sides_of(one.id for one in placed),
    )


def years_of(days: Iterable[date | None]) -> Years | None:
    """The first and the last year, None where no day is told."""
    told = [day.year for day in days if day]
    return (min(told), max(told)) if told else None


def years_between(one: Years | None, other: Years | None) -> int:
    """How many years lie between two spans; 0 where they overlap or one is not told."""
    return max(0, one[0] - other[1], other[0] - one[1]) if one and other else 0


def _held(members: Sequence[Named]) -> tuple[Held, ...]:
    found: dict[tuple[str, str | None], list[date | None]] = {}
    for placed in (named.placed for named in members):
        for badge in placed.mention.badges:
            found.setdefault((badge, placed.mention.rank), []).append(placed.dated)
    return tuple(Held(said, rank, len(days), years_of(days)) for (said, rank), days in found.items())


def _ranks(members: Sequence[Named]) -> tuple[Ranked, ...]:
    counts: Counter[str] = Counter()
    last: dict[str, date | None] = {}
    for placed in (named.placed for named in members):
        if rank := placed.mention.rank:
            counts[rank] += 1
            days = [day for day in (last.get(rank), placed.dated) if day]
            last[rank] = max(days) if days else None
    return tuple(Ranked(rank, count, last[rank]) for rank, count in counts.items())
