"""What a person decides of who is one with whom: checked against what was decided before, and written down.

Nothing here joins or parts anybody: the next run does, and every run after it.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from pipeline.archive import Archive
from pipeline.catalog import people
from pipeline.catalog.decisions import actor_of
from pipeline.catalog.identity import made_id
from pipeline.catalog.mentions import find_person_mentions, mentions_on_page
from pipeline.catalog.merges import (
    FORBID,
    MERGE,
    SPLIT,
    Merge,
    find_merges,
    find_standing_merges,
    give_mentions,
    save_merge,
    save_undo,
)
from pipeline.errors import UsageError
from pipeline.people.decided import find_sides
from pipeline.records import Person, PlacedMention


def decide_merge(archive: Archive, one: str, other: str, reason: str) -> int:
    """Two persons are one. Returns the number of the decision."""
    _check_reason(reason)
    with archive.writing() as connection:
        first, second = find_person(connection, one), find_person(connection, other)
        if first.id == second.id:
            raise UsageError(f"{one} and {other} are one person already ({first.id}).")
        if parting := _parting(connection, first.id, second.id):
            raise UsageError(
                f"{one} and {other} were decided to be two (decision {parting.number}, {parting.actor}, "
                f"{parting.at:%Y-%m-%d}). Take that back first with: exculpa undo {parting.number} --reason TEXT"
            )
        told = (MERGE, first.id, second.id)
        return save_merge(connection, actor_of(archive.settings), told, reason, _mentions(connection, first, second))


def decide_forbid(archive: Archive, one: str, other: str, reason: str) -> int:
    """Two persons are two and are never joined. Returns the number of the decision."""
    _check_reason(reason)
    with archive.writing() as connection:
        first, second = find_person(connection, one), find_person(connection, other)
        if first.id == second.id:
            raise UsageError(f"{one} and {other} are one person now ({first.id}). {_how_to_part(connection, first.id)}")
        if parting := _parting(connection, first.id, second.id):
            raise UsageError(f"Decision {parting.number} says already that {one} and {other} are two.")
        told = (FORBID, first.id, second.id)
        return save_merge(connection, actor_of(archive.settings), told, reason, _mentions(connection, first, second))


def decide_split(archive: Archive, person: str, somebody_else: Sequence[str], reason: str) -> tuple[int, str]:
    """Mentions of a person, by ids, are somebody else. Returns the number of the decision and the id of that person."""
    _check_reason(reason)
    with archive.writing() as connection:
        first = find_person(connection, person)
        mentions = find_person_mentions(connection, first.id)
        wanted = set(somebody_else)
        moved = [placed for placed in mentions if placed.id in wanted]
        if unknown := wanted - {placed.id for placed in moved}:
            raise UsageError(
                f"{sorted(unknown)[0]} is no mention of {person}. His mentions: exculpa split {person} without more."
            )
        if len(moved) == len(mentions):
            raise UsageError(f"These are all mentions of {person}: nobody would be left. Name those of somebody else.")
        stay = [placed for placed in mentions if placed.id not in wanted]
        other = _unused_id(connection, moved)
        number = save_merge(connection, actor_of(archive.settings), (SPLIT, first.id, other), reason, (stay, moved))
        give_mentions(connection, wanted, other)
        return number, other


def undo(archive: Archive, number: int, reason: str) -> Merge:
    """A decision no longer holds. A person whom it made an alias gets the own id again."""
    _check_reason(reason)
    with archive.writing() as connection:
        known = {merge.number: merge for merge in find_merges(connection)}
        if number not in known:
            raise UsageError(f"There is no decision {number}. Decisions are listed by: exculpa undo")
        if known[number].undone_by is not None:
            raise UsageError(f"Decision {number} was taken back already, by entry {known[number].undone_by}.")
        merge = next(one for one in find_standing_merges(connection) if one.number == number)
        if merge.action == MERGE:
            _part(connection, merge)
        save_undo(connection, actor_of(archive.settings), number, reason)
        return merge


def _part(connection: Connection, merge: Merge) -> None:
    """Mentions of the person who had become an alias are given that id again."""
    sides = find_sides(merge, lambda sha256, page: mentions_on_page(connection, sha256, page))
    current = people.resolve_alias(connection, merge.one)
    alias = merge.other if people.resolve_alias(connection, merge.other) != merge.other else merge.one
    side = 1 if alias == merge.other else 0
    if current == people.resolve_alias(connection, merge.other):
        give_mentions(connection, sides[side], alias)


# ---------------------------------------------------------------- who is meant


def find_person(connection: Connection, asked: str) -> Person:
    """The person of an id; an alias means the person it turned out to be. Raises UsageError where there is none."""
    key = people.resolve_alias(connection, asked)
    found = people.load_persons(connection, [key])
    if not found:
        raise UsageError(f"No person has the id {asked}. Ids stand in: exculpa export people, exculpa candidates")
    return found[key]


def find_mentions(connection: Connection, person: Person, page: tuple[str, int]) -> list[str]:
    """The ids of a person's mentions on a page (hash, number)."""
    found = [placed.id for placed in mentions_on_page(connection, *page) if placed.person == person.id]
    if not found:
        raise UsageError(f"{person.id} is not mentioned on page {page[1]} of that document.")
    return found


def _mentions(connection: Connection, one: Person, other: Person) -> tuple[list[PlacedMention], list[PlacedMention]]:
    return find_person_mentions(connection, one.id), find_person_mentions(connection, other.id)


def _unused_id(connection: Connection, moved: Iterable[PlacedMention]) -> str:
    """An id for somebody who is parted: made from the decision's mentions, and no person's now or before."""
    digits = made_id("split", *(placed.id for placed in moved))
    known = people.first_seen_order(connection)
    keys = (f"P-{digits[:length]}" for length in range(12, 33))
    return next(key for key in keys if key not in known and people.resolve_alias(connection, key) == key)


# ---------------------------------------------------------------- what was decided before


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise UsageError('Say why with --reason TEXT, such as "the same signature on both pages". It is written down.')


def _parting(connection: Connection, one: str, other: str) -> Merge | None:
    """The decision that holds and says that these two are two."""
    for merge in find_merges(connection):
        if merge.undone_by is None and merge.action != MERGE:
            pair = {people.resolve_alias(connection, merge.one), people.resolve_alias(connection, merge.other)}
            if pair == {one, other}:
                return merge
    return None


def _how_to_part(connection: Connection, person: str) -> str:
    """What to type to part somebody, by what made him one."""
    for merge in find_merges(connection):
        is_his = merge.action == MERGE and people.resolve_alias(connection, merge.one) == person
        if merge.undone_by is None and is_his:
            return f"Decision {merge.number} joined mentions of his; take it back with: exculpa undo {merge.number}"
    return f"Say which mentions are somebody else: exculpa split {person} MENTION... --reason TEXT"
