"""Who is one with whom in the whole archive: case by case, then across cases, with ids that last."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection

from pipeline.archive import Archive
from pipeline.catalog import mentions, merges, people
from pipeline.catalog.identity import made_id
from pipeline.people import Cluster, Decided, Figure, find_figures, join_figures
from pipeline.people.decided import OnPage, read_decided
from pipeline.records import Person, PlacedMention

PAGES_KEPT = 256


def resolve_people(archive: Archive) -> int:
    """Group the mentions of the archive into persons. Returns how many persons there are.

    A group keeps the oldest id that any of its mentions had; an id that no group keeps becomes an alias. The mentions
    of one case at a time are in memory, and of all cases what they say of each person.
    """
    with archive.engine.connect() as connection:
        decided = load_decided(connection)
        found = join_figures(_find_figures(connection, decided), decided)
        order = people.first_seen_order(connection)
        said = {person: people.resolve_alias(connection, person) for person in set(decided.persons.values())}
    keys, aliases = _give_ids(found.clusters, order, {m: said[person] for m, person in decided.persons.items()})
    with archive.writing() as connection:
        number = people.next_first_seen(connection)
        for at, (key, cluster) in enumerate(zip(keys, found.clusters, strict=True)):
            people.save_person(connection, _person(key, cluster), number + at)
        for old, key in aliases.items():
            people.save_alias(connection, old, key)
        people.delete_empty_persons(connection)
        people.delete_aliases_of_persons(connection)
        pairs = ((keys[pair.one], keys[pair.other], pair.doubts) for pair in found.candidates)
        merges.replace_candidates(connection, pairs)
    return len(keys)


def load_decided(connection: Connection) -> Decided:
    """What people decided, as it applies to the mentions of today."""
    return read_decided(merges.find_standing_merges(connection), mentions_of_pages(connection))


def mentions_of_pages(connection: Connection) -> OnPage:
    """The mentions of a page; only some pages are kept."""

    def load(sha256: str, page: int) -> Sequence[PlacedMention]:
        return mentions.mentions_on_page(connection, sha256, page)

    return lru_cache(PAGES_KEPT)(load)


def _find_figures(connection: Connection, decided: Decided) -> Iterator[Figure]:
    for case, sha256 in mentions.find_scopes(connection):
        if case is not None:
            yield from find_figures(case, mentions.mentions_of_case(connection, case), decided)
        elif sha256 is not None:
            yield from find_figures(f"document {sha256}", mentions.mentions_of_document(connection, sha256), decided)


def _give_ids(
    clusters: Sequence[Cluster], order: Mapping[str, int], said: Mapping[str, str]
) -> tuple[list[str], dict[str, str]]:
    """The id of each cluster, and whose alias each id is that no cluster keeps. Where no mention of a cluster had an
    id, because its pages were read again, the one counts that a decision gave it."""
    earlier = [
        sorted(cluster.persons, key=lambda person: (order.get(person, len(order) + 1), person))
        or sorted({said[mention] for mention in cluster.mentions if mention in said})
        for cluster in clusters
    ]
    keys: list[str] = []
    taken: set[str] = set()
    for cluster, olds in zip(clusters, earlier, strict=True):
        key = next((old for old in olds if old not in taken), None) or new_id(cluster.mentions[0], taken)
        taken.add(key)
        keys.append(key)
    return keys, {old: key for key, olds in zip(keys, earlier, strict=True) for old in olds if old not in taken}


def new_id(made_from: str, taken: "set[str] | Mapping[str, object]") -> str:
    """Made from the first mention of the person; longer where two begin alike."""
    digits = made_id("person", made_from)
    return next(key for length in range(12, 33) if (key := f"P-{digits[:length]}") not in taken)


def _person(key: str, cluster: Cluster) -> Person:
    return Person(
        id=key,
        name=cluster.name,
        kind=cluster.kind,
        kinds=cluster.kinds,
        rank=cluster.rank,
        badges=cluster.badges,
        agency=cluster.agency,
        mentions=cluster.mentions,
        merged_because=cluster.reasons,
    )
