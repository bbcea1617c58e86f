"""Numbers for an answer: the tolerance, and inputs that tell right answers from wrong ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.quiz.numeric_question import accepts, fresh, tells_apart, wrong_values
from quizcards.trace.demo import Demo

SOME = settings(max_examples=100, deadline=None)
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
    given_value: object, right: object, is_right: bool
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
        {"w - target": 2.1, "w + lr * g": 1.8, "w - g": 4.0, "w - lr * J": 1.9}
    )
    assert [float(value) for value, mistake in wrong["w"] if mistake is None] == pytest.approx(
        [2, -2.2, 22, 0.22]
    )
    # the others come after g
    assert [mistake.formula for _, mistake in wrong["g"] if mistake] == ["w - target"]


def test_a_mistake_that_breaks_the_arithmetic_makes_no_wrong_value() -> None:
    # forgetting the square of g = −1 makes v negative, and its root no number
    demo = demos.load("adam")
    wrong = wrong_values(demo, demo.run({"g": -1.0}))
    assert "beta2 * v + (1 - beta2) * g" not in [
        mistake.formula for _, mistake in wrong["w"] if mistake
    ]
    assert len([mistake for _, mistake in wrong["w"] if mistake]) == len(demo.mistakes) - 1
