"""Days as offices type them."""

import re
from datetime import date, datetime

FIRST_YEAR = 1900
_FORMS = (
    *("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y"),
    *("%Y%m%d", "%Y-%m", "%m/%Y", "%B %Y", "%b %Y", "%Y"),
)


def read_day(typed: str, latest: date) -> date | None:
    """A day, a month or a year as offices write them, the month before the day; None where it is none. Years of two
    digits are read so that they do not lie after `latest`."""
    plain = re.sub(r"\s+", " ", re.sub(r"(?<=[A-Za-z])\.|,", " ", typed)).strip()
    for form in _FORMS:
        try:
            found = datetime.strptime(plain, form).date()
        except ValueError:
            continue
        if "%Y" in form and found.year < FIRST_YEAR:
            continue
        return found.replace(year=found.year - 100) if "%y" in form and found.year > latest.year else found
    return None
