"""Ranks, titles and field labels where they stand: "Det.", "Assistant District Attorney", "Witness:"."""

import re
from dataclasses import dataclass

from pipeline.lexicons import Entry, Lexicon, Match
from pipeline.records import PersonKind

# "Sgt. II Voss", "Lt. (CDS) Voss", "P.O. III Voss": grade and post between rank and name.
_GRADE = re.compile(r"[ ]?(?:\((?:CDS|SDS|DSC)\)|\b(?:CDS|SDS|DSC|I{1,3}|IV|VI?)(?:\+1)?)(?=,? [A-Z][A-Za-z'-])")


@dataclass(frozen=True, slots=True)
class Title:
    """A rank, title or label where it stands, and what it says of the person it belongs to."""

    start: int
    end: int
    kind: PersonKind
    rank: str | None
    plural: bool
    label: bool
    weak: bool


def find_titles(plain: str, ranks: Lexicon, titles: Lexicon) -> list[Title]:
    """Every rank and title of a page, of overlapping ones the first and longest; some only hide the word in them
    ("loan officer")."""
    found = sorted([*ranks.find(plain), *titles.find(plain)], key=lambda m: (m.start, -m.end))
    kept: list[Match] = []
    for match in found:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    kept = [match for match in kept if _is_held_here(match.entry, plain)]
    elsewhere = {entry.id for entry in ranks.entries if _is_of_no_force(entry, plain)}
    return [_title(match, match.entry.id in elsewhere, plain) for match in kept if not match.entry.fields.get("void")]


def _is_held_here(entry: Entry, plain: str) -> bool:
    """Does the page speak of an agency whose supervisors and directors are officers? Other firms have them too."""
    only = entry.fields.get("only")
    return only is None or re.search(only, plain, re.IGNORECASE) is not None


def _is_of_no_force(entry: Entry, plain: str) -> bool:
    """Does the page speak of ships or airlines, so that its captains are no policemen?"""
    unless = entry.fields.get("unless")
    return unless is not None and re.search(unless, plain, re.IGNORECASE) is not None


def _title(match: Match, of_no_force: bool, plain: str) -> Title:
    fields = match.entry.fields
    grade = _GRADE.match(plain, match.end) if fields.get("rank") else None
    return Title(
        match.start,
        grade.end() if grade else match.end,
        PersonKind.OTHER if of_no_force else PersonKind(fields.get("kind", "officer")),
        None if of_no_force else fields.get("rank"),
        "plural" in match.slots,
        bool(fields.get("label")),
        bool(fields.get("weak")),
    )
