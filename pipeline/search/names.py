"""Names that are written otherwise and may be one: by sound (Holleran, Halloran), or short for each other (Bob)."""

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.search.shapes import is_given_name

if TYPE_CHECKING:
    from nicknames import NickNamer

MIN_NAME = 3
MIN_HEARD = 4
"""Shorter names sound like too many others: they stand for themselves."""
MIN_CODE = 2


@lru_cache(maxsize=100_000)
def sound(term: str) -> str | None:
    """What a folded name sounds like: its Metaphone code in small letters. None for what is too short to tell."""
    from jellyfish import metaphone

    if len(term) < MIN_NAME or not term.isalpha():
        return None
    if len(term) < MIN_HEARD:
        return term
    code = metaphone(term).lower()
    return code if len(code) >= MIN_CODE else None


@lru_cache(maxsize=1_000)
def short_forms(term: str) -> tuple[str, ...]:
    """The names that a given name is short for, and those that are short for it."""
    if not is_given_name(term):
        return ()
    known = _nicknames()
    forms = {form.lower() for form in (*known.canonicals_of(term), *known.nicknames_of(term))}
    return tuple(sorted(form for form in forms - {term} if form.isalpha()))


@lru_cache(maxsize=1)
def _nicknames() -> "NickNamer":
    from nicknames import NickNamer

    return NickNamer()
