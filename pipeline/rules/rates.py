"""How often something happens, with how far chance may reach."""

from math import sqrt

_Z = 1.959964
"""Two-sided 95 %."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of Wilson for a share; (0, 1) where nothing was seen."""
    if of <= 0:
        return 0.0, 1.0
    share, spread = hits / of, _Z * _Z / of
    middle = share + spread / 2
    half = _Z * sqrt(share * (1 - share) / of + spread / of / 4)
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def say_rate(hits: int, of: int) -> str:
    """ "3 of the 7 cases in which the person appears (43 %, 95 % interval 16 to 75 %)"."""
    low, high = wilson(hits, of)
    rate = f"{100 * hits / of:.0f} %, 95 % interval {100 * low:.0f} to {100 * high:.0f} %"
    return f"{hits} of the {of} cases in which the person appears ({rate})"
