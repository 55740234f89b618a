"""Dates and numbers of a query: `1990`, `1990-05`, `3/15/1991`, `<0.8`, `[1989 TO 1991-06]`."""

import re
from calendar import monthrange
from datetime import date

from pipeline.errors import QueryError
from pipeline.search.nodes import Range

_BETWEEN = re.compile(r"([\[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])")
_AGAINST = re.compile(r"(<=|>=|<|>)\s*(.+)")
_ISO_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_EXAMPLES = {
    "date": "date:1990, date:1990-05-12, date:<1992 or date:[1989-01-01 TO 1991-12-31]",
    "page": "page:3, page:<10 or page:[2 TO 5]",
    "confidence": "confidence:<0.8 or confidence:[0.5 TO 0.8]",
}


def date_number(day: date) -> int:
    """A day as the index holds it: 1991-03-12 is 19910312."""
    return day.year * 10000 + day.month * 100 + day.day


def read_range(field: str, text: str, position: int) -> Range:
    """The value of a date, page or confidence. Raises QueryError with an example of what can be typed."""
    text = text.strip('"').strip()
    if between := _BETWEEN.fullmatch(text):
        opening, low_text, high_text, closing = between.groups()
        low = _bound(field, low_text, position)
        high = _bound(field, high_text, position)
        include_low, include_high = opening == "[", closing == "]"
        made = Range(
            field,
            None if low is None else low[0 if include_low else 1],
            None if high is None else high[1 if include_high else 0],
            include_low,
            include_high,
        )
        if made.low is not None and made.high is not None and made.low > made.high:
            raise _wrong(field, text, position, "runs backwards")
        return made
    if against := _AGAINST.fullmatch(text):
        sign, value = against.groups()
        bound = _bound(field, value, position)
        if bound is None:
            raise _wrong(field, text, position, "has no value")
        return _compared(field, sign, bound)
    bound = _bound(field, text, position)
    return Range(field, None, None) if bound is None else Range(field, *bound)


def _compared(field: str, sign: str, bound: tuple[float, float]) -> Range:
    if sign == "<":
        return Range(field, None, bound[0], include_high=False)
    if sign == "<=":
        return Range(field, None, bound[1])
    if sign == ">":
        return Range(field, bound[1], None, include_low=False)
    return Range(field, bound[0], None)


def _bound(field: str, text: str, position: int) -> tuple[float, float] | None:
    """The first and the last number that a value covers (a year covers its days); None for `*`."""
    if text == "*":
        return None
    if field == "date":
        return _days(text, position)
    number = re.fullmatch(r"\d{1,9}" if field == "page" else r"\d{0,3}\.?\d{1,9}", text)
    if number is None:
        raise _wrong(field, text, position, "is not a number")
    return float(text), float(text)


def _days(text: str, position: int) -> tuple[float, float]:
    if us := _US_DAY.fullmatch(text):
        month, day, year = us.groups()
        text = f"{year}-{month}-{day}"
    iso = _ISO_DAY.fullmatch(text)
    if iso is None:
        raise _wrong("date", text, position, "is not a date")
    year_number, month_number, day_number = (int(part) if part else None for part in iso.groups())
    try:
        first = date(year_number or 0, month_number or 1, day_number or 1)
        last_month = month_number or 12
        last = date(first.year, last_month, day_number or monthrange(first.year, last_month)[1])
    except ValueError:
        raise _wrong("date", text, position, "is not a date of the calendar") from None
    return date_number(first), date_number(last)


def _wrong(field: str, text: str, position: int, why: str) -> QueryError:
    return QueryError(
        f"{field}:{text} (character {position + 1}) {why}. Type for example {_EXAMPLES[field]}.", position
    )
