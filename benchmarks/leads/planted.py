"""What the program finds of that which is planted in the invented cases, and what it pairs wrongly."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.leads.archive import Placed
from benchmarks.leads.truth import CaseFile, Conflict, Gap, Side, Trait, Twin
from pipeline.records import Citation, Lead

NEAR = 200
"""Characters between a citation and the planted words that still count as the same place: a paper has a few hundred."""
SINGLE, PATTERN, MISSING = "page_records", "recurring_actor_pattern", "missing_document_reference"
ENOUGH = 3
WHOLE = frozenset({"document", "version", "bates", "pages"})
"""Gaps that are a whole paper or a number: it is enough that the file is named."""
TOLD_AS = {"interview": ("interview", "person"), "referred": ("referred", "listed", "series")}
"""Kinds of rows of `exculpa gaps` that tell of a planted kind, where it is not the kind of that name alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an archive says of the cases of a part: its leads, and what `exculpa gaps` tells of each case."""

    leads: Sequence[Lead]
    gaps: Mapping[str, Sequence[Mapping[str, Any]]]
    papers: Mapping[tuple[str, str], Placed]


def cites(lead: Lead, case: str, side: Side, held: Held) -> bool:
    """Does a quote of the lead stand at, or within NEAR characters of, the planted words?"""
    paper = held.papers[case, side.file]
    start = paper.text.index(side.words)
    end = start + len(side.words)
    return any(_touches(one, paper.sha256, start - NEAR, end + NEAR) for one in lead.citations)


def _touches(one: Citation, sha256: str, start: int, end: int) -> bool:
    return one.sha256 == sha256 and one.start < end and start < one.end


def find_pair(pair: Conflict | Twin, case: str, held: Held) -> list[Lead]:
    """Leads that cite both sides."""
    one, other = pair.sides
    return [lead for lead in held.leads if cites(lead, case, one, held) and cites(lead, case, other, held)]


def is_found(conflict: Conflict, case: str, held: Held) -> bool:
    return any(lead.type in conflict.types for lead in find_pair(conflict, case, held))


def find_other_pairs(cases: Iterable[CaseFile], held: Held) -> Iterator[Lead]:
    """Leads over papers of one case that are neither planted nor twins: right or wrong, a person must judge."""
    planted = [
        id(lead) for case in cases for conflict in case.conflicts for lead in find_pair(conflict, case.name, held)
    ]
    twins = [id(lead) for case in cases for twin in case.twins for lead in find_pair(twin, case.name, held)]
    known = {*planted, *twins}
    for lead in held.leads:
        several = len({one.sha256 for one in lead.citations}) > 1
        if several and lead.rule != SINGLE and lead.type not in (PATTERN, MISSING) and id(lead) not in known:
            yield lead


def is_told(gap: Gap, case: str, held: Held) -> bool:
    """Does `exculpa gaps` name it, or a lead that says the disclosure is not shown, or that something is missing?"""
    paper = held.papers[case, gap.side.file]
    names = (paper.sha256, gap.side.file.rpartition("/")[2])
    if any(_tells(gap, row, names) for row in held.gaps[case]):
        return True
    return any(cites(lead, case, gap.side, held) for lead in held.leads if _is_of_gap(lead, gap))


def find_other_gaps(case: CaseFile, held: Held) -> Iterator[Mapping[str, Any]]:
    """What `exculpa gaps` tells of a case that nobody planted: right or wrong, a person must judge."""
    for row in held.gaps[case.name]:
        names = {gap: held.papers[case.name, gap.side.file].sha256 for gap in case.gaps}
        if not any(_tells(gap, row, (sha256,)) for gap, sha256 in names.items()):
            yield row


def _tells(gap: Gap, row: Mapping[str, Any], names: Sequence[str]) -> bool:
    """A row of the kind of the gap that names its file; of parts of papers the planted words must be told too."""
    said = " ".join(_strings(row))
    if row["kind"] not in TOLD_AS.get(gap.kind, (gap.kind,)) or not any(name in said for name in names):
        return False
    return gap.kind in WHOLE or _words(gap.side.words) <= _words(said)


def _is_of_gap(lead: Lead, gap: Gap) -> bool:
    """A lead of what is missing tells of papers that are referred to and of numbers, one whose disclosure is judged
    tells of a whole paper; neither of what else stands on the page."""
    if lead.type == MISSING:
        return gap.kind in {"referred", "bates", "pages"}
    return gap.kind in {"document", "version"} and lead.disclosure not in ("unknown", "disclosure_unknown")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
    else:
        yield str(value)


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"\w+", text)}


def group_traits(cases: Iterable[CaseFile]) -> dict[tuple[str, str], list[tuple[str, Trait]]]:
    """Patterns of a part: kind and actor, with the case and the place of each occurrence."""
    groups: dict[tuple[str, str], list[tuple[str, Trait]]] = defaultdict(list)
    for case in cases:
        for trait in case.traits:
            groups[trait.kind, trait.actor].append((case.name, trait))
    return {key: group for key, group in sorted(groups.items()) if len({case for case, _ in group}) >= ENOUGH}


def is_recurring(group: Sequence[tuple[str, Trait]], held: Held) -> bool:
    """Is there one lead about a pattern that cites the planted places in at least three cases?"""
    for lead in held.leads:
        if lead.type == PATTERN:
            cited = {case for case, trait in group if cites(lead, case, trait.side, held)}
            if len(cited) >= ENOUGH:
                return True
    return False
