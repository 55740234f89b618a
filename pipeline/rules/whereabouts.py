"""Where somebody is said to have been, against records of where the same person was kept (C16, C22)."""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.records import Finding, Group
from pipeline.rules.sides import Pair, about, days_in, elsewhere, of_types, value_of

NEAR = 60
"""Days after a release, or before an arrival, for which a record still says that somebody was not kept: after them
another record may."""
_WHOLE = len("1990-01-01")


def find_whereabouts(group: Group) -> Iterator[Pair]:
    """Each stay is compared with the claims of its days only."""
    placed = [claim for claim in of_types(group, "presence") if group.key in about(claim)]
    claims = sorted(((day, claim) for claim in placed for day in days_in(claim)), key=_by_day)
    stays = [stay for stay in of_types(group, "stay") if group.key in about(stay)]
    for day, claim in claims:
        if len(day) == _WHOLE:
            against = [stay for stay in elsewhere(claim, stays) if _covers(stay, day) and not agree(claim, stay)]
            if against and not any(_covers(stay, day) and agree(claim, stay) for stay in stays):
                scope = f"Scope: {day} against the days of the record."
                yield Pair("person_conflict", "C16", (claim,), tuple(against), (group.key,), scope)


def _by_day(dated: tuple[str, Finding]) -> tuple[str, str, int]:
    day, claim = dated
    return day, claim.sha256, claim.start


def _covers(stay: Finding, day: str) -> bool:
    """Strictly within: on the day of a move one may be at both places."""
    start, end = value_of(stay, "from"), value_of(stay, "to")
    if start is None or end is None:
        edge = start or end
        return edge is not None and (edge < day if start else day < edge) and _days_between(edge, day) <= NEAR
    return start < day < end


def _days_between(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


_CELL = re.compile(r"\b(?:[A-Z]{1,2}-?\d{1,3}[A-Z]?|\d{1,2}-?[A-Z]{1,2}(?:-\d{1,2})?)\b")
_KEPT = re.compile(
    r"\b(?:jail|cell|tier|pod|block|dorm\w*|bullpen|pen|day\s?room|holding|lock-?up|inmates?|prison|range|yard)\b", re.I
)
_WARD = re.compile(r"\b(?:hospital|ward|infirmary|clinic|bed|medical\s+(?:center|unit))\b", re.I)
_HOUSE = re.compile(
    r"\b(?:jail|prison|farm|reformatory|penitentiary|correctional|facility|hospital|annex|camp|center|dorm\w*)\b", re.I
)


def agree(claim: Finding, stay: Finding) -> bool:
    """May somebody be at the claimed place while the record has him where it says? A cell is compared with a cell, a
    house with a house; what cannot be compared agrees."""
    said, kept = claim.quote, value_of(stay, "place") or ""
    if kept == "out":
        return not _KEPT.search(said)
    if value_of(stay, "house") == "hospital" or (_WARD.search(kept) and not _KEPT.search(kept)):
        return bool(_WARD.search(said))
    if not _KEPT.search(said):
        return not _tells_presence(claim)
    cells = (
        {cell.replace("-", "") for cell in _CELL.findall(said)},
        {cell.replace("-", "") for cell in _CELL.findall(kept)},
    )
    if cells[0] and cells[1]:
        return bool(cells[0] & cells[1])
    houses = {h.lower() for h in _HOUSE.findall(said)}, {h.lower() for h in _HOUSE.findall(kept)}
    if houses[0] and houses[1]:
        return bool(houses[0] & houses[1])
    return not (cells[0] and houses[1])


def _tells_presence(claim: Finding) -> bool:
    """Is it a place in the open that is claimed, and not where a paper was made?"""
    return any(slot.name == "topic" and slot.value == "open" for slot in claim.slots)
