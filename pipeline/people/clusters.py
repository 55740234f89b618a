"""A person as the mentions together say it."""

from collections import Counter
from dataclasses import dataclass

from pipeline.people.names import Named
from pipeline.records import PersonKind


@dataclass(frozen=True, slots=True)
class Cluster:
    """One person: `mentions` are ids in the order they came, `kind` is the kind most mentions say."""

    mentions: tuple[str, ...]
    name: str
    kind: PersonKind
    kinds: tuple[PersonKind, ...]
    rank: str | None
    badges: tuple[str, ...]
    agency: str | None
    reasons: tuple[str, ...]


def cluster_of(members: list[Named], reasons: set[str]) -> Cluster:
    mentions = [named.placed.mention for named in members]
    kinds: Counter[PersonKind] = Counter(m.kind for m in mentions if m.kind is not PersonKind.OTHER)
    kinds = kinds or Counter({PersonKind.OTHER: 1})
    ordered = tuple(kind for kind, _count in sorted(kinds.items(), key=lambda item: (-item[1], item[0])))
    names = Counter(m.name for m in mentions)
    fullest = max(members, key=lambda n: (n.full, len(n.given), names[n.placed.mention.name])).placed.mention.name
    return Cluster(
        tuple(named.placed.id for named in members),
        fullest,
        ordered[0],
        ordered,
        _latest_rank(members),
        tuple(badge for badge, _ in Counter(b for m in mentions for b in m.badges).most_common()),
        next((agency for agency, _ in Counter(m.agency for m in mentions if m.agency).most_common(1)), None),
        tuple(sorted(reasons)),
    )


def _latest_rank(members: list[Named]) -> str | None:
    """The rank of the latest dated page, else the most frequent: ranks change in the course of years."""
    ranked = [named.placed for named in members if named.placed.mention.rank]
    dated = [(placed.dated, placed.mention.rank) for placed in ranked if placed.dated]
    if dated:
        return max(dated, key=lambda pair: (pair[0], pair[1] or ""))[1]
    return next((rank for rank, _ in Counter(p.mention.rank for p in ranked).most_common(1)), None)
