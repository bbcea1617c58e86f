"""A demo's parameters: what a learner may type, and what the refusal says."""

from typing import Any

import numpy as np
import pytest

from quizcards.errors import QuizcardsError
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace
from tests.trace.trace_examples import breaking, every_kind

LIMITS = {"w": (-10.0, 10.0), "n": (1.0, 5.0), "x": (0.0, float("inf"))}


def draw(_rng: np.random.Generator) -> dict[str, Any]:
    return {}


def picture(_trace: Trace) -> Bars:
    return Bars("", ())


def demo_of(function: Any) -> Demo:
    return Demo(
        function, {}, draw, (), (), picture, LIMITS, {"rule": {"mean": "평균", "sum": "합"}}
    )


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("w", "0.5", 0.5),
        ("w", " -1e-3 ", -0.001),
        ("w", 3, 3.0),
        ("w", np.float64(0.5), 0.5),
        ("n", "3", 3),
        ("n", 3.0, 3),
        ("n", np.int64(3), 3),
        ("x", "1,2, 3", [1.0, 2.0, 3.0]),
        ("x", "[1,2]", [1.0, 2.0]),
        ("x", "[4]", [4.0]),
        ("x", [1, 2], [1.0, 2.0]),
        ("m", "1,2;3,4", [[1.0, 2.0], [3.0, 4.0]]),
        ("m", [[1, 2]], [[1.0, 2.0]]),
        ("rule", "sum", "sum"),
        ("text", " 낮은  low2 ", "낮은 low2"),
    ],
)
def test_a_parameter_is_read_from_text_numbers_and_lists(name: str, given: Any, value: Any) -> None:
    checked = demo_of(every_kind).checked({name: given})[name]
    assert np.array_equal(checked, value)
    assert isinstance(checked, np.ndarray if isinstance(value, list) else type(value))


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("w", "many", "수 하나를 써 주세요"),
        ("w", "", "수 하나를 써 주세요"),
        ("w", "1,2", "수 하나를 써 주세요"),
        ("w", "nan", "-10 이상 10 이하의 값을 써 주세요"),
        ("w", "inf", "-10 이상 10 이하의 값을 써 주세요"),
        ("w", 10.1, "-10 이상 10 이하의 값을 써 주세요"),
        ("n", 1.5, "정수 하나를 써 주세요"),
        ("n", 0, "1 이상 5 이하의 값을 써 주세요"),
        ("x", "3", "1,2,3 처럼"),
        ("x", [], "1,2,3 처럼"),
        ("x", [[1, 2]], "1,2,3 처럼"),
        ("x", "-1,2", "0 이상의 값을 써 주세요"),
        ("m", "1,2,3", "1,2;3,4 처럼"),
        ("m", "1,2;3", "1,2;3,4 처럼"),
        ("m", [[1, float("nan")]], "유한한 값을 써 주세요"),
        ("rule", "median", "mean, sum 가운데 하나를 써 주세요"),
        ("text", " ", "글자와 숫자로 된 단어를"),
        ("text", "a;b", "글자와 숫자로 된 단어를"),
        ("text", "a" * 301, "300자까지 써 주세요"),
        ("rule", 3, "mean, sum 가운데 하나를 써 주세요"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_does(
    name: str, given: Any, says: str
) -> None:
    with pytest.raises(QuizcardsError) as refusal:
        demo_of(every_kind).checked({name: given})
    assert str(refusal.value).startswith(f"{name}={given}: ")
    assert says in str(refusal.value)


def test_an_unknown_parameter_is_answered_with_the_nearest_and_all_that_there_are() -> None:
    with pytest.raises(
        QuizcardsError,
        match=r"'rul' 매개변수는 없습니다. 혹시 'rule'인가요\? 쓸 수 있는 것: w, n, x, m, rule",
    ):
        demo_of(every_kind).run({"rul": 1})
    with pytest.raises(QuizcardsError, match=r"없습니다. 쓸 수 있는 것: w, n, x, m, rule"):
        demo_of(every_kind).run({"속도": 1})


def test_parameters_not_given_keep_their_defaults() -> None:
    run = demo_of(every_kind).run({"w": 2})
    assert (run["w"], run["n"], run["rule"], run["z"]) == (2.0, 2, "mean", 3.0)


@pytest.mark.parametrize("params", [{"a": 1, "b": 0}, {"a": -1}, {"a": 1e308, "b": 1e-10}])
def test_arithmetic_that_breaks_down_is_the_learners_to_mend_not_a_bug(
    params: dict[str, float],
) -> None:
    with pytest.raises(QuizcardsError, match="계산할 수 없습니다"):
        demo_of(breaking).run(params)


def test_a_mistake_runs_the_same_function_with_its_formula() -> None:
    run = demo_of(every_kind).run({"w": 2}, Mistake("y", "w + x", "더했습니다."))
    assert np.array_equal(run["y"], [3.0, 4.0])
    assert run["z"] == 3.5


def test_the_title_is_the_first_sentence_of_the_functions_file() -> None:
    assert demo_of(every_kind).title == (
        "Functions to trace, each written for one thing. "
        "The tracer reads their source from this file"
    )
