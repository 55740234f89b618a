"""Assurances that all was handed over (C9), and arguments that there is nothing of a kind (C18), against the file."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from pipeline.records import Finding, Group
from pipeline.rules.conflicts import BENEFITS
from pipeline.rules.features import OFFICIALS
from pipeline.rules.sides import Pair, Persons, elsewhere, is_before, of_types, persons_in, said_on

FAVOURABLE = (
    "points_elsewhere", "non_identification", "alternative_suspect", "third_party_confession", "recantation",
    "exculpatory_forensic_result", "informant_incentive", "witness_benefit", "implied_consideration",
    "undisclosed_witness",
)  # fmt: skip
"""Types that are favourable on their face (domain reference 1.0): only these are set against an assurance."""
KEPT = frozenset({"police", "desk_file", "prosecutor", "lab"})
SENT = frozenset({"produced", "defense", "court"})
LETTERS = frozenset({"discovery_letter", "brady_letter", "correspondence"})
SAME = 85
"""Least likeness, 0 to 100, of the words of two copies of one page."""
_GRAVE = 2
_SORTS = frozenset({"vehicle", "weapon"})
"""Words that name the sort alone."""


def find_disclosure_pairs(group: Group, rule: str) -> Iterator[Pair]:
    yield from _not_sent(group, rule)
    yield from _argued(group, rule)
    yield from _promised_nothing(group, rule)


def _words(finding: Finding) -> str:
    return "".join(letter for letter in finding.quote.lower() if letter.isalnum())


def _is_among(words: str, copies: list[str]) -> bool:
    """Are these the words of one of the copies, but for what a scan may misread? Only findings of one type in one case
    are compared."""
    return any(fuzz.ratio(words, copy, score_cutoff=SAME) for copy in copies)


def _not_sent(group: Group, rule: str) -> Iterator[Pair]:
    """C9. A page is known to be kept back only where something was produced and no copy of these words is in it."""
    sent = [finding for finding in group.findings if finding.file_set in SENT]
    copies: dict[str, list[str]] = defaultdict(list)
    for finding in sent:
        copies[finding.type].append(_words(finding))
    if not any(finding.file_set in {"produced", "defense"} for finding in sent):
        return
    kept = [
        finding
        for finding in of_types(group, *FAVOURABLE)
        if finding.file_set in KEPT
        and (finding.severity <= _GRAVE or finding.type == "points_elsewhere")
        and not _of_accused(finding, group)
        and not _is_among(_words(finding), copies[finding.type])
    ]
    by_page: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for claim in of_types(group, "all_produced"):
        by_page[claim.sha256, claim.page].append(claim)
    for said in by_page.values():
        judged = [(record, is_before(said_on(record), said_on(said[0]))) for record in elsewhere(said[0], kept)]
        against = [record for record, early in judged if early is not False]
        if against:
            scope = "Scope: pages that point away from the accused or record a benefit, compared by their words."
            sure = any(early for _record, early in judged)
            yield Pair(rule, "C9", tuple(said), tuple(against), (), scope, sure)


def _of_accused(finding: Finding, group: Group) -> bool:
    if finding.type == "points_elsewhere":
        return False
    suspects: Persons = persons_in(finding, "suspect")
    return any("defendant" in group.people[person].kinds for person in suspects if person in group.people)


def _argued(group: Group, rule: str) -> Iterator[Pair]:
    """C18. The same word on both sides, or the sort of thing where the argument names the sort ("another vehicle")."""
    seen: dict[tuple[str, str], dict[str, Finding]] = defaultdict(dict)
    for finding in of_types(group, "seen"):
        topics = {slot.value for slot in finding.slots if slot.name == "topic" and slot.value is not None}
        if finding.file_set not in {"court", "appellate"}:
            for key in ((topic, word) for topic in topics for word in {*_singular(finding.quote), ""}):
                seen[key][finding.id] = finding
    for claim in of_types(group, "argued_absent"):
        found = {
            record.id: record
            for key in _named(claim)
            for record in elsewhere(claim, seen[key].values() if key in seen else ())
            if is_before(said_on(record), said_on(claim)) is not False
        }
        if found:
            scope = "Scope: the same kind of thing by the same word."
            yield Pair(rule, "C18", (claim,), tuple(found.values()), (), scope)


def _singular(words: str) -> list[str]:
    return [word.rstrip("s") for word in re.findall(r"[a-z]+", words.lower())]


def _named(claim: Finding) -> Iterator[tuple[str, str]]:
    """The sort of each thing and its word; a word that only names the sort stands for all of it."""
    for slot in claim.slots:
        if slot.name == "topic" and slot.value is not None:
            word = _singular(slot.quote)[-1]
            yield slot.value, "" if word in _SORTS or slot.value == "person" else word


def _promised_nothing(group: Group, rule: str) -> Iterator[Pair]:
    """C1, of an office for all its witnesses: its letter names none. The benefit came first, by known dates."""
    benefits = of_types(group, *BENEFITS)
    for denial in [f for f in group.findings if f.type == "deal_denial" and f.kind in LETTERS]:
        if not any(slot.person is not None for slot in denial.slots if slot.name not in OFFICIALS):
            earlier = [b for b in elsewhere(denial, benefits) if is_before(said_on(b), said_on(denial))]
            if earlier:
                scope = "Scope: all witnesses of the case."
                yield Pair(rule, "C1", (denial,), tuple(earlier), (), scope)
