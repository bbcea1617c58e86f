"""Numbers for an answer: the tolerance, and inputs that tell right answers from wrong ones."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.quiz.numeric_question import accepts, fresh, tells_apart, wrong_values
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.picture import Bars
from tests.sampling import examples

SOME = settings(max_examples=examples(100), deadline=None)
size = st.floats(1e-6, 1e12) | st.floats(-1e12, -1e-6)


@SOME
@given(size, st.floats(-0.0019, 0.0019))
def test_a_number_within_a_fifth_of_a_percent_is_right(right: float, error: float) -> None:
    assert accepts(right * (1 + error), right)


@SOME
@given(size, st.floats(0.0021, 100), st.sampled_from([-1, 1]))
def test_a_number_further_off_is_wrong(right: float, error: float, side: int) -> None:
    assert not accepts(right * (1 + side * error), right)


@SOME
@given(size, st.sampled_from([-1, 10, 0.1, 100, 0.01, -10]))
def test_a_lost_sign_or_power_of_ten_is_never_right(right: float, factor: float) -> None:
    assert not accepts(right * factor, right)
    assert not accepts(np.array([right * factor, 1.0]), np.array([right, 1.0]))


@SOME
@given(size)
def test_four_digits_as_the_screen_shows_them_always_suffice(right: float) -> None:
    assert accepts(float(f"{right:.4g}"), right)


@pytest.mark.parametrize(
    ("given_value", "right", "is_right"),
    [
        (0, 0, True),
        (0, 1e-17, True),  # what rounding leaves of a zero
        (1e-17, 0, True),
        (0.001, 0, False),
        (1e-6, 0, False),
        (1e-5, 1e-6, False),
        (float("nan"), 1, False),
        (float("inf"), 1, False),
        (1, 1.0, True),
        (True, 1, True),
        ([1, 2], np.array([1.0, 2.0]), True),
        ([1, 2.1], np.array([1.0, 2.0]), False),
        ([1, 2, 3], np.array([1.0, 2.0]), False),
        ([1], 1.0, False),
        (1.0, np.array([1.0]), False),
        ([[1], [2]], np.array([1.0, 2.0]), False),
        ([0, 1], np.array([2e-17, 1.0]), True),
    ],
)
def test_zeros_arrays_and_odd_numbers_are_marked_as_a_person_would(
    given_value: ArrayLike, right: ArrayLike, is_right: bool
) -> None:
    assert accepts(given_value, right) is is_right


def descent(draws: list[dict[str, float]]) -> Demo:
    """Gradient descent that draws these inputs one after the other."""
    left = iter(draws)
    return replace(demos.load("gradient-descent"), draw=lambda _rng: next(left) | {"steps": 1})


AT_THE_GOAL = {"w": 3, "lr": 0.1, "target": 3}  # g = 0: no sign, no power of ten, no step
COST_IS_GRADIENT = {"w": 5, "lr": 0.1, "target": 3}  # J = 4 = g: taking J for g is not found out
GOOD = {"w": 2, "lr": 0.1, "target": 3}


@pytest.mark.parametrize(
    ("inputs", "tells"), [(AT_THE_GOAL, False), (COST_IS_GRADIENT, False), (GOOD, True)]
)
def test_inputs_on_which_a_wrong_answer_would_be_right_do_not_tell_apart(
    inputs: dict[str, float], tells: bool
) -> None:
    demo = descent([])
    assert tells_apart(demo, demo.run(inputs | {"steps": 1})) is tells


# ruff: noqa: RET504 (a line is there to be traced)
ONES = np.ones(2)


def update(w: Any = 2.0, g: Any = 3.0, lr: Any = 0.5) -> Any:
    step = lr * g
    w = w - step
    return w


UPDATE = Demo(
    update,
    asks={"w": "새 w"},
    draw=lambda _rng: {},
    mistakes=(
        Mistake("w", "w + step", "부호가 반대입니다."),
        Mistake("step", "g", "학습률을 빠뜨렸습니다."),
        Mistake("step", "lr / (g - 3)", "나누었습니다."),  # no number at g = 3
    ),
    worked=(),
    picture=lambda _trace: Bars("", ()),
    limits={},
)


@pytest.mark.parametrize(
    ("inputs", "tells"),
    [
        ({}, True),  # 0.5 among 2, −0.5, 5, 0.05, 3.5 and −1
        ({"g": 0.0}, False),  # 2: the old value is right
        ({"w": 1.5}, False),  # 0: a lost sign is right
        ({"lr": 1.0}, False),  # −1, as without the learning rate
        ({"lr": 1.0001}, False),  # −1.0003, within 0.2 % of −1
        ({"lr": 1.01}, True),  # −1.03
        ({"w": 1000.0, "g": 1.0, "lr": 2.0}, False),  # 998, for which the 999 of "g" would do
    ],
)
def test_inputs_tell_apart_where_no_slip_and_no_mistake_would_be_marked_right(
    inputs: dict[str, object], tells: bool
) -> None:
    assert tells_apart(UPDATE, UPDATE.run(inputs)) is tells


def whole(w: Any = 1000, g: Any = 1, lr: Any = 2) -> Any:
    step = lr * g
    w = w - step
    return w


def vector(w: Any = ONES, g: Any = ONES, lr: Any = 0.5) -> Any:
    step = lr * g
    w = w - step
    return w


def test_whole_numbers_tell_apart_what_is_near() -> None:
    demo = replace(UPDATE, function=whole)
    assert tells_apart(demo, demo.run())  # 998 and 999


def test_vectors_tell_apart_where_one_element_does() -> None:
    demo = replace(UPDATE, function=vector)
    assert tells_apart(demo, demo.run({"w": [2.0, 1.5], "g": [3.0, 3.0]}))  # [0.5, 0]
    assert not tells_apart(demo, demo.run({"w": [2.0, 1.5], "g": [0.0, 0.0]}))


def test_inputs_that_do_not_tell_apart_are_drawn_again() -> None:
    run = fresh(descent([AT_THE_GOAL, COST_IS_GRADIENT, GOOD]), np.random.default_rng(0))
    assert run.inputs == GOOD | {"steps": 1}


def test_a_demo_that_never_tells_apart_is_a_bug_and_not_an_endless_loop() -> None:
    with pytest.raises(QuizcardsError, match="문제로 낼 만한 입력이 없습니다"):
        fresh(descent([AT_THE_GOAL] * 1000), np.random.default_rng(0))


def test_fresh_inputs_come_from_the_generator_alone() -> None:
    demo = demos.load("bn-forward")
    one, other = (fresh(demo, np.random.default_rng(7)) for _ in range(2))
    assert all(np.array_equal(one.inputs[key], other.inputs[key]) for key in one.inputs)


def test_wrong_values_are_the_slips_and_the_mistakes_that_bear_on_the_question() -> None:
    # w = 2, target = 3, α = 0.1: g = 2(2 − 3) = −2, w = 2 + 0.2 = 2.2
    demo = demos.load("gradient-descent")
    wrong = wrong_values(demo, demo.run(GOOD | {"steps": 1}))
    by_mistake = {mistake.formula: value for value, mistake in wrong["w"] if mistake}
    assert by_mistake == pytest.approx(
        {
            "w - target": 2.1,
            "(w - target) ** 2": 1.9,
            "2 * w": 1.6,
            "2 * (target - w)": 1.8,
            "w + lr * g": 1.8,
            "w - g": 4.0,
        }
    )
    slips = [np.asarray(value) for value, mistake in wrong["w"] if mistake is None]
    assert slips == pytest.approx([2, -2.2, 22, 0.22])
    # the others come after g
    assert [mistake.formula for _, mistake in wrong["g"] if mistake] == [
        "w - target",
        "(w - target) ** 2",
        "2 * w",
        "2 * (target - w)",
    ]


def test_a_mistake_that_breaks_the_arithmetic_makes_no_wrong_value() -> None:
    # forgetting the square of g = −1 makes v negative, and its root no number
    demo = demos.load("adam")
    wrong = wrong_values(demo, demo.run({"g": -1.0}))
    assert "beta2 * v + (1 - beta2) * g" not in [
        mistake.formula for _, mistake in wrong["w"] if mistake
    ]
    assert len([mistake for _, mistake in wrong["w"] if mistake]) == len(demo.mistakes) - 1
