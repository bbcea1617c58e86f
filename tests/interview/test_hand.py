"""Which calculations an interviewer asks at a whiteboard, and how many of them."""

from collections.abc import Callable
from typing import Any

import pytest

from quizcards.interview.hand import fits_hand
from quizcards.model import Card, DemoCall
from quizcards.quiz.question import Asked, Item, Number, Value
from tests.interview.test_interviewer import POINTS, Room


@pytest.mark.parametrize(
    ("inputs", "right", "fits"),
    [
        (("x = [1 2 4]", "w = 0.25"), 4.0, True),
        (("x = 1e-8",), 0.3333333, True),
        (("dx = [−0.2561 0.1025 0.1537]",), 1.0, False),  # nobody multiplies these by hand
        (("x = 2",), 13250.0, False),
        (("x = 2",), (1.0, 2.0, 3.0, 4.0, 5.0), False),
        (("X = [" + "1 2 3 4 " * 5 + "]",), 1.0, False),
    ],
)
def test_a_whiteboard_has_few_short_numbers(
    card: Callable[..., Card], inputs: tuple[str, ...], right: Value, fits: bool
) -> None:
    asked = Asked("?", Number(right, (), ()), inputs=inputs)
    assert fits_hand(Item("numeric", card("d/a"), 1, asked)) is fits


@pytest.mark.parametrize(("minutes", "most"), [(20, 1), (30, 2), (180, 2)])
def test_an_interview_has_one_whiteboard_or_two_some_topics_apart(
    card: Callable[..., Card], minutes: int, most: int
) -> None:
    names = [f"d/{letter}" for letter in "abcdefghij"]
    cards = [card(name, key_points=POINTS, demo=DemoCall("adam")) for name in names]
    room = Room(*cards, minutes=minutes, covers=dict.fromkeys(names, (0, 1, 2, 3)))
    room.sit()
    kinds: list[Any] = [kind for kind, _ in room.asked]
    assert kinds.count("numeric") == most
    if most > 1:
        first = kinds.index("numeric")
        second = kinds.index("numeric", first + 1)
        assert kinds[first:second].count("topic") >= 4
