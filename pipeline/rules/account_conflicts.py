"""Accounts of two officers in nearly the same words (C19)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.records import Finding, Group
from pipeline.rules.sides import Pair, Persons, of_types, persons_in
from pipeline.rules.wordings import Sentence, Worded, alike, find_alike, worded

CLOSE = 0.75
"""Least share of pairs of words in common: closer than for the wording of one officer in several cases."""


def find_account_pairs(group: Group, rule: str) -> Iterator[Pair]:
    """Two papers of one case, each signed by another officer, that share a sentence."""
    told = {finding.id: finding for finding in of_types(group, "narrative")}
    pairs: dict[tuple[str, str], Persons] = defaultdict(frozenset)
    for members in find_alike(worded(finding) for finding in told.values()):
        for one, other in _neighbours(members, told):
            authors = _signers(one), _signers(other)
            if authors[0] and authors[1] and not authors[0] & authors[1]:
                pairs[one.id, other.id] = authors[0] | authors[1]
    for (one_id, other_id), people in sorted(pairs.items()):
        scope = "Scope: what is told, without names, numbers and set phrases."
        yield Pair(rule, "C19", (told[one_id],), (told[other_id],), tuple(sorted(people)), scope)


def _neighbours(
    members: Sequence[tuple[Worded, Sentence]], told: dict[str, Finding]
) -> Iterator[tuple[Finding, Finding]]:
    """The first paper of the wording beside each other one that is close to it."""
    (first, sentence), *rest = members
    for other, own in rest:
        one, two = told[first.id], told[other.id]
        if one.sha256 != two.sha256 and alike(sentence.pairs, own.pairs) >= CLOSE:
            yield one, two


def _signers(finding: Finding) -> Persons:
    """Who wrote it: the author, else the only officer who is named."""
    officers = persons_in(finding, "officer")
    return persons_in(finding, "author") or (officers if len(officers) == 1 else frozenset())
