"""Why two may be the same person and were not joined, and what would decide it: one sentence each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    because: str
    would_decide: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two clusters by their places in the list, and the names of the doubts."""

    one: int
    other: int
    doubts: tuple[str, ...]


DOUBTS = {
    "full_name": Doubt(
        "The same full name stands in several cases, and no second thing ties them.",
        "A badge, tax or serial number, a command, a middle name or a date of birth on a page of each.",
    ),
    "badge": Doubt(
        "The same badge number stands beside a name that differs.",
        "The years in which each held it, a tax or serial number, or a roster: badges are handed on.",
    ),
    "initial": Doubt(
        "The same initial, surname and command stand in several cases.",
        "A given name in full, or a number, on a page of each.",
    ),
    "spelling": Doubt(
        "Two full names of one case differ by one letter.",
        "The page images: a scan may have misread one, or two people are called nearly the same.",
    ),
}
"""The names stand in the catalog; a name that is no longer here is not shown."""
