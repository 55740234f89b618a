"""What a denial of promises reaches to: "the judge hasn't" says nothing of the prosecutor (domain reference T26)."""

import re

from pipeline.records import Finding

_ANYBODY = re.compile(
    r"\b(?:any\s?(?:one|body)|no\s?(?:one|body)|nothing|none|never|ever|whatever|whatsoever)\b", re.IGNORECASE
)
_GIVERS = {
    "court": re.compile(r"\b(?:judge|court|your\s+honor)\b", re.IGNORECASE),
    "prosecution": re.compile(
        r"\b(?:d\.?\s?a\.?|a\.?d\.?a\.?|district\s+attorney|prosecut\w+|state|people|government|(?:my|this|our)\s+office)\b",
        re.IGNORECASE,
    ),
    "police": re.compile(r"\b(?:police|detectives?|officers?|det\.?|sheriff|deput\w+|agents?)\b", re.IGNORECASE),
}
_MONEY = re.compile(r"\b(?:paid|pay(?:ing|ment)?|money|cash|dollars?|dime|cents?|reward)\b|\$", re.IGNORECASE)
_ANYTHING = re.compile(
    r"\b(?:promis\w+|deals?|anything|nothing|benefits?|consideration|help|favou?rs?|inducements?|agreement|understanding"
    r"|offer\w*|leniency|charges?|case|sentence)\b",
    re.IGNORECASE,
)
_SLOTS = {
    "court": frozenset({"judge"}),
    "prosecution": frozenset({"prosecutor", "promisor"}),
    "police": frozenset({"officer", "handler", "author"}),
}


def is_in_scope(benefit: Finding, denial: Finding) -> bool:
    """May the denial reach to this benefit? Where it names only one who might give, the benefit must be of his; where
    it speaks of money alone, the benefit must be money."""
    said = denial.quote
    named = {giver for giver, words in _GIVERS.items() if words.search(said)}
    if named and not _ANYBODY.search(said) and not any(_is_of(giver, benefit) for giver in named):
        return False
    if _MONEY.search(said) and not _ANYTHING.search(said):
        return any(slot.name == "amount" for slot in benefit.slots) or _MONEY.search(benefit.quote) is not None
    return True


def _is_of(giver: str, benefit: Finding) -> bool:
    if _GIVERS[giver].search(benefit.quote) is not None:
        return True
    return any(slot.name in _SLOTS[giver] for slot in benefit.slots)
