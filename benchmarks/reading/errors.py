"""How texts are compared with what was written: words lower-cased, letters and digits only, edits over words."""

import re
from collections import Counter


def split_words(text: str) -> list[str]:
    return [word for word in (re.sub(r"[^a-z0-9]", "", part) for part in text.lower().split()) if word]


def count_edits(found: list[str], wanted: list[str]) -> int:
    """Levenshtein distance over words."""
    row = list(range(len(wanted) + 1))
    for number, word in enumerate(found, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(wanted, 1):
            before, row[place] = row[place], min(before + (word != other), row[place] + 1, row[place - 1] + 1)
    return row[-1]


def count_edits_in_any_order(found: list[str], wanted: list[str]) -> int:
    """The edits that no reading order saves: for boxes of a form, which stand beside each other in no one order."""
    missing, false = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    return max(missing.total(), false.total())
