"""The same person under different spellings: mentions of an archive become clusters, each with its reasons.

First within each case, then across cases; what people decided goes before every rule. A surname alone joins only within
one case, where only one person can be meant. Across cases it takes two things that do not follow from each other; what
has fewer may be the same, is shown, and is left apart. Reasons hold no names and no numbers, because they may be
printed where the person is masked.

Everything is compared inside blocks of equal keys, so the cost grows with the mentions, not with their square; what is
kept of a case are its figures, not its mentions.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.people.across_cases import (
    join_badges,
    join_codes,
    join_commands,
    join_full_names,
    join_lasting_numbers,
    join_shared,
    suspect_spellings,
)
from pipeline.people.clusters import Cluster, cluster_of
from pipeline.people.decided import NOTHING, Decided, groups_of
from pipeline.people.doubts import Candidate
from pipeline.people.figures import Figure, figure_of
from pipeline.people.gathering import Gathering
from pipeline.people.groups import Groups, blocks
from pipeline.people.names import Named, read_spelling
from pipeline.people.numbers import join_codes as join_codes_of_case
from pipeline.people.numbers import join_numbers
from pipeline.people.spellings import join_double_names, join_given_names, join_misread
from pipeline.people.within_case import join_surnames
from pipeline.records import PlacedMention

__all__ = [
    "ACROSS_CASES",
    "WITHIN_A_CASE",
    "Cluster",
    "Decided",
    "Figure",
    "find_figures",
    "group_mentions",
    "join_figures",
]

WITHIN_A_CASE: tuple[tuple[str, Callable[[Sequence[Named], Groups], None]], ...] = (
    ("number", join_numbers),
    ("surname", join_surnames),
    ("misread", join_misread),
    ("double name", join_double_names),
    ("given name", join_given_names),
    ("code", join_codes_of_case),
)
"""The ways in which mentions of one case are joined, in order: later ones see who is one already."""

ACROSS_CASES: tuple[tuple[str, Callable[[Gathering], None]], ...] = (
    ("document in two cases", join_shared),
    ("code", join_codes),
    ("lasting number", join_lasting_numbers),
    ("badge", join_badges),
    ("full name", join_full_names),
    ("command", join_commands),
    ("spelling", suspect_spellings),
)
"""The ways in which figures of several cases are joined, the surest first (domain reference 3.2); the last only shows
who may be the same."""


@dataclass(frozen=True, slots=True)
class People:
    """The persons of an archive, in the order of their first mentions, and pairs of them that may be the same."""

    clusters: list[Cluster]
    candidates: list[Candidate]


def group_mentions(mentions: Iterable[PlacedMention], decided: Decided = NOTHING) -> Iterator[Cluster]:
    """The persons of an archive. Every mention is in exactly one cluster; clusters come in the order of their first
    mention, and are the same in whatever order the mentions come."""
    by_scope: dict[str, list[PlacedMention]] = defaultdict(list)
    for placed in mentions:
        for scope in placed.cases or (f"document {placed.sha256}",):
            by_scope[scope].append(placed)
    figures = [figure for scope, placed in by_scope.items() for figure in find_figures(scope, placed, decided)]
    yield from join_figures(figures, decided).clusters


def find_figures(scope: str, mentions: Iterable[PlacedMention], decided: Decided = NOTHING) -> Iterator[Figure]:
    """The persons of one case, or of a document without a case, as far as it tells by itself."""
    placed = sorted(mentions, key=lambda one: (one.sha256, one.page, one.mention.start, one.id))
    named = [Named(one, read_spelling(one.mention.name)) for one in placed]
    groups = groups_of(named, decided)
    for _name, join in WITHIN_A_CASE:
        join(named, groups)
    for root, places in groups.members():
        yield figure_of(scope, [named[place] for place in places], groups.reasons.get(root, ()), decided)


def join_figures(figures: Iterable[Figure], decided: Decided = NOTHING) -> People:
    """The persons of the archive, from those of its cases, and who may be the same."""
    ordered = sorted(figures, key=lambda figure: (figure.first, figure.scope))
    gathering = gather(ordered, decided)
    clusters: list[Cluster] = []
    place: dict[int, int] = {}
    taken: set[str] = set()
    for root, places in gathering.groups.members():
        cluster = cluster_of([ordered[place] for place in places], gathering.groups.reasons.get(root, ()), taken)
        if cluster.mentions:
            place[root] = len(clusters)
            clusters.append(cluster)
    pairs: dict[tuple[int, int], set[str]] = defaultdict(set)
    for (one, other), doubts in gathering.maybe.items():
        roots = (gathering.groups.find(one), gathering.groups.find(other))
        if roots[0] != roots[1] and all(root in place for root in roots):
            pairs[min(map(place.__getitem__, roots)), max(map(place.__getitem__, roots))] |= doubts
    return People(clusters, [Candidate(*pair, tuple(sorted(doubts))) for pair, doubts in sorted(pairs.items())])


def gather(figures: Sequence[Figure], decided: Decided) -> Gathering:
    """Join figures in every way; what people decided goes first."""
    apart = {place: frozenset(figure.apart) for place, figure in enumerate(figures) if figure.apart}
    gathering = Gathering(figures, Groups(list(range(len(figures))), apart))
    for number, places in blocks(figures, lambda figure: figure.together):
        for place in places[1:]:
            gathering.join(places[0], place, decided.reasons[number])
    for _name, join in ACROSS_CASES:
        join(gathering)
    return gathering
