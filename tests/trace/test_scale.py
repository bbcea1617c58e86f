"""Scales: ranges that hold what is drawn, and ticks that stand where they say."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizcards.trace.scale import span, tick_labels, ticks
from tests.sampling import examples

FINITE = st.one_of(
    st.floats(-1e3, 1e3), st.floats(-1e200, 1e200), st.floats(-1e-200, 1e-200)
).filter(lambda x: x == 0 or abs(x) > 1e-250)


@settings(deadline=None, max_examples=examples(80))
@given(FINITE, st.floats(1e-6, 1e6), st.integers(4, 8))
def test_ticks_are_round_evenly_spaced_and_within(low: Any, span: Any, most: Any) -> None:
    high = low + span * max(abs(low), 1.0)
    found = ticks(low, high, most)
    reach = high - low
    assert min(most - 3, 2) <= len(found) <= most
    assert all(low - 1e-6 * reach <= tick <= high + 1e-6 * reach for tick in found)
    steps = {round((b - a) / reach, 6) for a, b in pairwise(found)}
    assert len(steps) <= 1
    if len(found) > 1 and abs(low) < 1e3 * reach:
        digits = f"{(found[1] - found[0]):.6e}"[0:8]
        assert float(digits) in (1.0, 2.0, 5.0, 10.0)


def test_ticks_of_tiny_and_huge_ranges_are_not_all_zero() -> None:
    assert [tick * 1e20 for tick in ticks(0.0, 4e-20)] == pytest.approx([0, 1, 2, 3, 4])
    assert ticks(0.0, 4e20) == [0, 1e20, 2e20, 3e20, 4e20]
    assert ticks(0.0, 1.0) == [0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [
        (0.01, 0.99, [0.2, 0.4, 0.6, 0.8]),
        (0.0, 8.0, [0, 2, 4, 6, 8]),
        (5.9, 14.1, [6, 8, 10, 12, 14]),
        (-0.96, 0.96, [-0.5, 0, 0.5]),
        (3.9, 16.1, [5, 10, 15]),
        (1.9, 12.1, [5, 10]),  # 2, 4, …, 12 would be six
    ],
)
def test_a_scale_can_be_read_from_at_least_two_ticks_and_has_as_many_as_there_is_room_for(
    low: float, high: float, found: Any
) -> None:
    assert ticks(low, high) == found


@settings(deadline=None)
@given(FINITE, st.floats(1e-6, 1e6))
@example(1234.5, 1.5)  # four digits would write 1234, 1235, 1236, 1236
def test_a_tick_says_exactly_where_it_stands(low: float, reach: float) -> None:
    found = ticks(low, low + reach * max(abs(low), 1.0))
    assert [float(label.replace("−", "-")) for label in tick_labels(found)] == found


def test_a_tick_is_written_no_longer_than_it_must() -> None:
    assert tick_labels([-1.0, 0.0, 0.5]) == ["−1", "0", "0.5"]
    assert tick_labels([1234.5, 1235.0]) == ["1234.5", "1235"]


@settings(deadline=None)
@given(st.lists(FINITE, min_size=1))
def test_a_span_holds_all_values_and_is_never_empty(values: list[float]) -> None:
    low, high = span([values[:1], values])
    assert low < high
    assert all(low <= value <= high for value in values)
