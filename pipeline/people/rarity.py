"""How many bear a name: where hardly two can, the whole name says more than where a hundred do."""

from functools import lru_cache

from pipeline.people.names import forms_of

RAREST = 0.000005
"""The share of a name that the census does not list: its rarest surnames have 0.00001."""


@lru_cache(maxsize=1 << 14)
def share_of(given: str, surname: str) -> float:
    """The share of people who have this given name, or one it is short for, and this surname: US census of 1990, given
    names and surnames taken as independent. John Smith .00017, John Halloran .0000003."""
    first, last = _shares("first:male", "first:female"), _shares("last")
    return max(first.get(form, RAREST) for form in forms_of(given)) * last.get(surname, RAREST)


def is_given_name(word: str) -> bool:
    """Does the census list it as one?"""
    return word in _shares("first:male", "first:female")


def is_unknown_name(word: str) -> bool:
    """Does the census list it neither as a given name nor as a surname?"""
    return word not in _shares("last") and not is_given_name(word)


@lru_cache(maxsize=2)
def _shares(*kinds: str) -> dict[str, float]:
    """Shares between 0 and 1; those of given names are of all people, men and women."""
    from names import FILES

    shares: dict[str, float] = {}
    for kind in kinds:
        with open(FILES[kind], encoding="ascii") as lines:
            for name, percent, *_rest in map(str.split, lines):
                shares[name.lower()] = shares.get(name.lower(), 0.0) + float(percent) / 100 / len(kinds)
    return shares
