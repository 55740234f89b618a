"""Sums of money as they are written and mis-read, with their value."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pipeline.records import Mark

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split(), 1)} | {w: n * 10 for n, w in enumerate(_TENS.split(), 2)}
_WORDS |= {"a": 1, "fourty": 40}
_SCALES = {"hundred": 100, "hun": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000, "k": 1000}
_WORD = "(?:" + "|".join(sorted({*_WORDS, *_SCALES}, key=len, reverse=True)) + ")"
_UNIT = r"(?:dollars?|bucks?|DOLLARS?)"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d+(?:\.\d{1,2})?|\.\d{2}"
_AMOUNT = re.compile(
    rf"""(?:(?P<times>\d{{1,3}})\ ?[xX]\ ?)?\$\ ?(?P<sign>{_NUMBER})
        (?P<dash>\.?-{{1,2}}(?!\d))?(?:\ ?(?P<scale>hundred|thousand|million|grand|k)\b)?
      | (?<![\w.])(?P<plain>{_NUMBER})\ {_UNIT}\b
      | (?<![A-Za-z0-9])S(?P<misread>\d{{1,3}}(?:,\d{{3}})*\.\d{{2}})(?!\d)
      | \b(?P<words>{_WORD}(?:[\s-]+(?:and\ )?{_WORD}){{0,7}})\s+{_UNIT}\b
      | \b(?P<cents>\d{{1,2}})\ cents\b""",
    re.VERBOSE | re.IGNORECASE,
)


def find_money(plain: str) -> Iterator[Mark]:
    """Sums of money; `value` is the amount in dollars with two decimals."""
    for found in _AMOUNT.finditer(plain):
        amount = _value(found)
        if amount is not None:
            yield Mark(found.start(), found.end(), "money", f"{amount:.2f}")


def _value(found: re.Match[str]) -> Decimal | None:
    if found["words"]:
        return _spelled(found["words"])
    if found["cents"]:
        return Decimal(found["cents"]) / 100
    try:
        amount = Decimal((found["sign"] or found["plain"] or found["misread"]).replace(",", ""))
    except InvalidOperation:
        return None
    return amount * _SCALES.get((found["scale"] or "").lower(), 1) * int(found["times"] or 1)


def _spelled(words: str) -> Decimal | None:
    total = part = 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, part = total + part, 0
        else:
            part += _WORDS.get(word, 0)
    return Decimal(total + part) or None
