"""The tracer: what it writes down of a run, and that the function and its arguments stay as they
were.
"""

import ast
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.trace.tracer import MOST_TURNS, backward_slice, trace, trace_source
from tests.formulas import lines_of
from tests.sampling import examples
from tests.trace.trace_examples import (
    annotated,
    augmented,
    branching,
    chained,
    changes_its_argument,
    defining,
    early,
    forgotten,
    growing,
    importing,
    item,
    item_in_a_tuple,
    looping,
    looping_while,
    nested,
    no_default,
    over_pairs,
    printing,
    straight,
    swapping,
    trying,
    twice_assigned,
    unneeded,
    while_else,
    with_else,
)


def names(result: Any) -> list[str]:
    return [step.name for step in result.steps]


def test_every_assignment_is_one_step_in_the_order_it_ran() -> None:
    result = trace(straight, {})
    assert [(step.name, step.value) for step in result.steps] == [
        ("total", 5),
        ("product", 10),
        ("text", "# no comment"),
    ]
    assert result.result == 10
    assert result.name == "straight"
    assert result.inputs == {"a": 2, "b": 3}


def test_a_step_carries_its_formula_as_written_its_note_and_the_names_it_uses() -> None:
    total, product, text = trace(straight, {}).steps
    assert (total.line.source, total.line.note, total.line.uses) == ("a + b", "the sum", ("a", "b"))
    assert (product.line.source, product.line.note, product.line.uses) == (
        "total * a",
        "the product",
        ("total", "a"),
    )
    assert (text.line.note, text.line.uses) == ("", ())


def test_names_used_are_parameters_and_assigned_names_only_once_each_in_reading_order() -> None:
    first = lines_of(growing)[0]
    assert first.uses == ("x",)  # not SCALE, which is a constant of the module
    low = next(line for line in lines_of(swapping) if line.target == "low")
    assert low.uses == ("a", "b")  # not np
    assert lines_of(nested)[2].uses == ("total", "row", "j")


def test_a_recorded_value_stays_when_the_array_or_list_changes_later() -> None:
    result = trace(growing, {})
    assert np.array_equal(result.values("y")[0], [10, 20])
    assert np.array_equal(result.values("y")[1], [11, 21])
    assert len(result["kept"]) == 1


def test_a_recorded_value_does_not_follow_what_the_caller_does_afterwards() -> None:
    x = np.array([1.0, 2.0])
    result = trace(growing, {"x": x})
    x[:] = 0
    assert np.array_equal(result.inputs["x"], [1, 2])
    assert np.array_equal(result.values("y")[0], [10, 20])


def test_a_step_knows_its_shape() -> None:
    assert [step.shape for step in trace(growing, {}).steps] == [(2,), (1, 2), (2,), ()]
    assert trace(straight, {}).steps[0].shape == ()


def test_numbers_of_numpy_are_recorded_as_plain_numbers() -> None:
    assert type(trace(looping, {"w": np.float64(8)})["w"]) is float
    assert type(trace(swapping, {})["high"]) is int


def test_words_are_recorded_as_words() -> None:
    result = trace_source(
        "def f(text):\n    x = np.array(list(text))\n    last = x[-1]\n    return last",
        {"np": np, "list": list},
        {"text": "ab"},
    )
    assert [step.is_numeric for step in result.steps] == [False, False]
    assert result["x"].tolist() == ["a", "b"]
    assert result.result == "b"
    assert trace(straight, {}).steps[0].is_numeric


def test_a_loop_is_recorded_turn_by_turn_counted_from_one() -> None:
    result = trace(looping, {})
    assert [(step.name, step.turn, step.value) for step in result.steps] == [
        ("w", (1,), 4),
        ("w", (2,), 2),
        ("w", (3,), 1),
        ("last", (), 1),
    ]
    assert [step.line.loop for step in result.steps] == ["t", "t", "t", None]


def test_a_while_is_recorded_turn_by_turn_with_what_it_asks() -> None:
    result = trace(looping_while, {})
    assert [(step.name, step.turn, step.value) for step in result.steps] == [
        ("x", (1,), 2),
        ("x", (2,), 1),
        ("x", (3,), 0),
    ]
    line = result.steps[0].line
    assert (line.loop, ast.unparse(line.condition or line.formula)) == ("", "x > 0")
    assert trace(looping_while, {"x": -1}).steps == ()


def test_a_while_that_goes_on_is_stopped_with_one_sentence() -> None:
    assert len(trace(looping_while, {"x": MOST_TURNS}).steps) == MOST_TURNS
    with pytest.raises(QuizcardsError, match="while는 1000번까지"):
        trace(looping_while, {"x": MOST_TURNS + 1})


def test_what_a_while_asks_counts_to_where_a_value_comes_from() -> None:
    result = trace_source(
        "def f(n):\n    k = 0\n    y = 1\n    while k < n:\n        y = 2 * y\n        k = k + 1\n"
        "    return y",
        {},
        {"n": 2},
    )
    assert [step.name for step in result.slice("y")] == ["k", "y", "y", "k", "y"]
    lines = [step.line for step in result.steps]
    assert [lines[i].target for i in backward_slice(lines, "y")] == ["y", "y", "y"]


def test_values_begin_with_the_input_and_end_with_the_last() -> None:
    result = trace(looping, {})
    assert result.values("w") == [8, 4, 2, 1]
    assert (result["w"], result.first("w"), result["rounds"]) == (1, 4, 3)


def test_a_loop_without_turns_leaves_the_input_standing() -> None:
    result = trace(looping, {"rounds": 0})
    assert names(result) == ["last"]
    assert result["w"] == 8


def test_a_nested_loop_counts_its_turns_anew_inside_each_outer_turn() -> None:
    result = trace(nested, {})
    assert [(step.name, step.turn) for step in result.steps] == [
        ("total", ()),
        ("row", (1,)),
        ("total", (1, 1)),
        ("total", (1, 2)),
        ("after", (1,)),
        ("row", (2,)),
        ("total", (2, 1)),
        ("total", (2, 2)),
        ("after", (2,)),
    ]
    assert {step.name: step.line.loop for step in result.steps} == {
        "total": "j",
        "row": "i",
        "after": "i",
    }


def test_a_return_inside_a_loop_ends_the_trace_there() -> None:
    result = trace(early, {})
    assert [(step.value, step.turn) for step in result.steps] == [(2, (1,)), (4, (2,))]
    assert result.result == 4


@pytest.mark.parametrize(
    ("x", "source", "note"), [(2.0, "x", "positive"), (-2.0, "-x", "negative")]
)
def test_only_the_branch_that_ran_is_recorded(x: float, source: str, note: str) -> None:
    (step,) = trace(branching, {"x": x}).steps
    assert (step.line.source, step.line.note, step.value) == (source, note, 2.0)


def test_each_name_of_a_tuple_gets_its_own_step_and_where_it_has_one_its_own_formula() -> None:
    result = trace(swapping, {})
    assert [(step.name, step.line.source, step.value) for step in result.steps] == [
        ("a", "b", 2),
        ("b", "a + b", 3),
        ("low", "np.sort([a, b])", 2),
        ("high", "np.sort([a, b])", 3),
    ]


def test_a_mistake_replaces_one_formula_and_everything_after_follows() -> None:
    result = trace(straight, {}, {"total": "a - b"})
    assert [(step.name, step.value, step.line.source) for step in result.steps[:2]] == [
        ("total", -1, "a - b"),
        ("product", -2, "total * a"),
    ]
    assert result.steps[0].line.uses == ("a", "b")
    assert result.steps[0].line.note == "the sum"


def test_a_mistake_on_a_name_assigned_twice_replaces_both_lines() -> None:
    assert trace(twice_assigned, {}, {"y": "x"}).values("y") == [3, 3]


def test_a_mistake_on_one_name_of_a_tuple_leaves_the_other_alone() -> None:
    result = trace(swapping, {}, {"a": "10 * b"})
    assert (result["a"], result["b"]) == (20, 3)


def test_a_mistake_on_one_of_several_names_that_a_function_returns_is_refused() -> None:
    with pytest.raises(QuizcardsError, match="하나만 바꿀 수 없습니다"):
        trace(swapping, {}, {"low": "0"})


def test_a_mistake_leaves_no_mark_on_later_runs() -> None:
    before = trace(straight, {})
    trace(straight, {}, {"total": "a - b"})
    after = trace(straight, {})
    assert [step.value for step in before.steps] == [step.value for step in after.steps]


def sliced(function: Callable[..., object], name: str) -> list[tuple[str, object]]:
    return [(step.name, step.value) for step in trace(function, {}).slice(name)]


def test_a_slice_holds_the_steps_that_the_last_value_came_from_in_order() -> None:
    assert sliced(unneeded, "p") == [("p", 2), ("q", 4), ("p", 8)]
    assert sliced(unneeded, "q") == [("p", 2), ("q", 4)]
    assert sliced(unneeded, "unused") == [("unused", 3)]
    assert sliced(looping, "last") == [("w", 4), ("w", 2), ("w", 1), ("last", 1)]
    assert sliced(forgotten, "q") == [("q", 2)]  # its first value is overwritten
    assert sliced(forgotten, "a") == []  # an input comes from nothing


def test_a_slice_of_lines_names_them_by_their_places() -> None:
    lines = lines_of(unneeded)
    assert [line.target for line in lines] == ["p", "q", "unused", "p"]
    assert backward_slice(lines, "p") == [0, 1, 3]
    assert backward_slice(lines[:3], "p") == [0]


def test_a_name_that_never_had_a_value_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        trace(straight, {})["nothing"]


def test_the_function_itself_stays_plain_and_callable() -> None:
    before = dict(vars(straight)), straight.__code__, straight.__globals__.keys() - {"__builtins__"}
    assert straight() == 10
    trace(straight, {"a": 1}, {"total": "0"})
    assert (straight(), straight(a=1)) == (10, 4)
    assert (
        dict(vars(straight)),
        straight.__code__,
        straight.__globals__.keys() - {"__builtins__"},
    ) == before


def test_arguments_and_defaults_are_never_changed() -> None:
    x = np.ones(2)
    result = trace(changes_its_argument, {"x": x})
    assert np.array_equal(x, [1, 1])
    assert np.array_equal(result.inputs["x"], [1, 1])
    assert np.array_equal(result.result, [7, 7])
    trace(changes_its_argument, {})
    (x,) = changes_its_argument.__defaults__ or ()
    assert np.array_equal(x, [0, 0])


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(-50, 50), st.integers(0, 6))
def test_tracing_gives_what_calling_gives(w: int, rounds: int) -> None:
    assert trace(looping, {"w": w, "rounds": rounds}).result == looping(w, rounds)
    assert trace(nested, {"n": max(rounds, 1)}).result == nested(max(rounds, 1))


def test_an_unknown_parameter_is_a_key_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="rate"):
        trace(straight, {"rate": 1})


def test_a_replaced_name_that_is_never_assigned_is_a_key_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="nothing"):
        trace(straight, {}, {"nothing": "1"})


def test_a_parameter_without_default_must_be_given() -> None:
    assert trace(no_default, {"x": 1}).result == 2
    with pytest.raises(TypeError):
        trace(no_default, {})


def test_lines_of_lists_the_assignments_without_running() -> None:
    assert [(line.target, line.loop) for line in lines_of(nested)] == [
        ("total", None),
        ("row", "i"),
        ("total", "j"),
        ("after", "i"),
    ]
    assert all(isinstance(line.formula, ast.expr) for line in lines_of(nested))


REFUSED = [
    (augmented, "x += 1"),
    (while_else, "while x > 0"),
    (item, "x[0] = 1"),
    (item_in_a_tuple, "y, x[0] = (1, 2)"),
    (annotated, "y: int = x"),
    (chained, "y = z = x"),
    (printing, "print(x)"),
    (importing, "import math"),
    (defining, "def inner"),
    (with_else, "for t in range(x)"),
    (over_pairs, "for i, t in enumerate"),
    (trying, "try:"),
]


@pytest.mark.parametrize(
    ("function", "shown"), REFUSED, ids=[function.__name__ for function, _ in REFUSED]
)
def test_a_statement_that_the_tracer_cannot_record_is_refused_in_korean_and_shown(
    function: Callable[..., Any], shown: str
) -> None:
    with pytest.raises(QuizcardsError) as refusal:
        trace(function, {})
    assert str(refusal.value).startswith("데모")
    assert shown in str(refusal.value)


def test_what_is_no_plain_function_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        trace(np.sqrt, {})


def test_a_run_can_end_where_a_name_first_gets_its_value() -> None:
    run = trace(growing, {}, upto=trace(growing, {}).steps[0].name)
    assert len(run.steps) == 1
    assert run.result is run.steps[0].value
    assert len(trace(growing, {}).steps) > 1
