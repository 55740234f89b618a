"""Rates carry what chance leaves open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.rates import rate, say_rate


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 100, 0.0018, 0.0545), (0, 0, 0.0, 1.0)],
)
def test_known_intervals(count: int, of: int, low: float, high: float) -> None:
    found = rate(count, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_share_lies_inside_and_more_seen_is_narrower(count: int, more: int) -> None:
    found = rate(count, count + more)
    assert 0 <= found.low <= found.high <= 1
    if found.of:
        assert found.low <= count / found.of <= found.high
        wider = rate(10 * count, 10 * found.of)
        assert wider.high - wider.low <= found.high - found.low


def test_no_part_is_refused() -> None:
    with pytest.raises(ValueError, match="no part"):
        rate(3, 2)


def test_a_rate_is_never_a_bare_count() -> None:
    assert say_rate(3, 30) == "3 of the 30 cases in which the person appears (10 %, 95 % interval 3 to 26 %)"
