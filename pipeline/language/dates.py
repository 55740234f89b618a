"""Dates in all the ways case files write them, with their value (ISO 8601, as precise as the page)."""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.records import Mark

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:(?:1[89]|20)\d{2}|'?\d{2})"
_DATE = re.compile(
    rf"""(?<![\d/.\-#$])(?P<y1>(?:19|20)\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)
      | (?<![\d/.\-#$])(?P<m2>\d{{1,2}})(?P<sep>[/.\-])(?P<d2>\d{{1,2}})(?P=sep)(?P<y2>(?:19|20)\d\d|\d\d)(?![\d/\-])
      | \b(?P<n3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?P<y3>{_YEAR})(?![\d:])
      | \b(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s\-]*(?P<n4>{_MONTH})\b
        [.,]?(?:[\s\-]*|,\s*)(?P<y4>{_YEAR})(?![\d:]|\s*,\s*(?:1[89]|20)\d\d\b)
      | \b(?P<n5>{_MONTH})\.?,?(?:\s+of)?\s+(?P<y5>(?:19|20)\d\d)\b
      | (?<=date)(?P<label>\s*:?\s*)(?P<m6>\d\d)(?P<d6>\d\d)(?P<y6>\d\d)\b
      | (?<!\d)(?P<m7>\d\d)(?P<d7>\d\d)(?P<y7>\d\d)(?=\s*(?:,|at|@)?\s*\d{{4}}\s*(?:hrs?|hours)\b)""",
    re.VERBOSE | re.IGNORECASE,
)


def find_dates(plain: str) -> Iterator[Mark]:
    """Dates in order; `value` is "1991-03-04", or "1991-03" where the page names no day. American order."""
    for found in _DATE.finditer(plain):
        value = _value({k: v for k, v in found.groupdict().items() if v is not None})
        if value is not None:
            yield Mark(found.end("label") if found["label"] is not None else found.start(), found.end(), "date", value)


def _value(parts: dict[str, str]) -> str | None:
    fields = {key[0]: text for key, text in parts.items() if key[0] in "ymdn" and key[1:].isdigit()}
    year = full_year(fields["y"])
    month = _MONTHS.index(fields["n"][:3].lower()) + 1 if "n" in fields else int(fields["m"])
    if "d" not in fields:
        return f"{year}-{month:02d}"
    try:
        return date(year, month, int(fields["d"])).isoformat()
    except ValueError:
        return None


def full_year(digits: str) -> int:
    """Two digits are of the twentieth century from 31 on: the archives begin in the 1930s."""
    year = int(digits.lstrip("'"))
    return year if year > 99 else year + (1900 if year > 30 else 2000)
