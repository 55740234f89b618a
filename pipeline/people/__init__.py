"""The same person under different spellings: mentions of an archive become clusters, each with its reasons.

Mentions are joined by full name within a case, by full name and kind across cases, by badge with surname or agency,
and by an informant's number; a surname alone only within one case, where only one person can be meant. What could be
two persons is left apart: people can join, and split, later. Reasons hold no names and no numbers, because they may
be printed where the person is masked.

Everything is compared inside blocks of equal keys, so the cost grows with the mentions, not with their square.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from pipeline.people.across_cases import join_across_cases
from pipeline.people.clusters import Cluster, cluster_of
from pipeline.people.groups import Groups
from pipeline.people.names import Named, read_named
from pipeline.people.numbers import join_badges, join_codes
from pipeline.people.spellings import join_given_names, join_misread
from pipeline.people.within_case import join_in_cases
from pipeline.records import PlacedMention

__all__ = ["WAYS", "Cluster", "group_mentions"]

Way = Callable[[list[Named], Groups], None]

WAYS: tuple[tuple[str, Way], ...] = (
    ("within a case", join_in_cases),
    ("misread", join_misread),
    ("given name", join_given_names),
    ("code", join_codes),
    ("badge", join_badges),
    ("across cases", join_across_cases),
)
"""The ways in which mentions are joined, in order: later ones see who is one already."""


def group_mentions(mentions: Iterable[PlacedMention]) -> Iterator[Cluster]:
    """The persons of an archive. Every mention is in exactly one cluster; clusters come in the order of their first
    mention."""
    named = [read_named(placed) for placed in mentions]
    groups = Groups(list(range(len(named))))
    for _name, join in WAYS:
        join(named, groups)
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(len(named)):
        members[groups.find(place)].append(place)
    for root, places in members.items():
        yield cluster_of([named[place] for place in places], groups.reasons.get(root, set()))
