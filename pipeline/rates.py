"""Rates with what chance alone leaves open: a count is never shown without it."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the bounds of Wilson's interval at 95 %; all between 0 and 1."""

    count: int
    of: int
    low: float
    high: float


def rate(count: int, of: int) -> Rate:
    """The share `count`/`of` with Wilson's score interval (E. B. Wilson, 1927), which holds for small numbers too.
    Nothing of nothing leaves all open: 0 to 1. Raises ValueError where `count` is no part of `of`."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} is no part of {of}")
    if of == 0:
        return Rate(0, 0, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + _SURE) / 2)
    share = count / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return Rate(count, of, 0.0 if count == 0 else max(0.0, low), 1.0 if count == of else min(1.0, high))


def say_rate(count: int, of: int) -> str:
    """ "3 of the 7 cases in which the person appears (43 %, 95 % interval 16 to 75 %)"."""
    found = rate(count, of)
    share = f"{100 * count / of:.0f} %, 95 % interval {100 * found.low:.0f} to {100 * found.high:.0f} %"
    return f"{count} of the {of} cases in which the person appears ({share})"
