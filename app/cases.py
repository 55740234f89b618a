"""A case that is named on the command line is one of the archive."""

from typing import TYPE_CHECKING

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection


def check_case(connection: "Connection", case: str) -> None:
    """Raises UsageError, with the cases whose names are near, where there is no such case."""
    from difflib import get_close_matches

    from pipeline.catalog.files import case_names

    known = case_names(connection)
    if case not in known:
        near = get_close_matches(case, known, 3, 0.5)
        raise UsageError(f"There is no case {case}." + (f" Near it: {', '.join(near)}." if near else ""))
