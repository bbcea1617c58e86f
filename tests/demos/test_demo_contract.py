"""The contract that every demo file is held to.

It finds the files by itself: a new demo is held to it at once.
"""

import ast
import builtins
import copy
import inspect
import math
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.quiz.numeric_question import accepts, tells_apart, wrong_values
from quizcards.quiz.premises import given, inputs, prompt
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Trace, trace
from tests.content.test_josa import wrong as misread
from tests.contract import Contract
from tests.formulas import lines_of

SEEDS = range(int(os.environ.get("CONTRACT_SEEDS", "8")))  # `make contract` takes 200
MOST_REJECTED = 0.4
LEAST_WRONG = 3
FEW_WRONG = 0.1

CONTRACT = Contract[str]()


@cache
def drawn(name: str) -> list[Trace]:
    """The demo run on its own draws, one for each seed."""
    demo = demos.load(name)
    return [demo.run(demo.draw(np.random.default_rng(seed))) for seed in SEEDS]


@cache
def fit(name: str) -> list[int]:
    """The numbers of the draws that are fit for a question. The others are drawn again."""
    demo = demos.load(name)
    return [draw for draw, run in enumerate(drawn(name)) if tells_apart(demo, run)]


def same(a: Any, b: Any) -> bool:
    return (
        type(a) is type(b)
        and np.shape(a) == np.shape(b)
        and bool(np.all(np.asarray(a) == np.asarray(b)))
    )


def same_inputs(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return list(a) == list(b) and all(same(a[key], b[key]) for key in a)


@CONTRACT.rule
def the_same_seed_gives_the_same_inputs_and_the_same_numbers(name: str) -> None:
    demo = demos.load(name)
    for seed, before in zip(SEEDS, drawn(name), strict=True):
        again = demo.run(demo.draw(np.random.default_rng(seed)))
        assert same_inputs(again.inputs, before.inputs)
        assert [(step.name, step.turn) for step in again.steps] == [
            (step.name, step.turn) for step in before.steps
        ]
        assert all(
            same(one.value, other.value)
            for one, other in zip(again.steps, before.steps, strict=True)
        )


@CONTRACT.rule
def draws_differ_from_seed_to_seed(name: str) -> None:
    inputs = {
        repr([(key, np.asarray(value).tolist()) for key, value in run.inputs.items()])
        for run in drawn(name)
    }
    assert len(inputs) >= len(SEEDS) / 10


@CONTRACT.rule
def arguments_and_defaults_are_never_changed(name: str) -> None:
    demo = demos.load(name)
    defaults = copy.deepcopy(demo.parameters)
    for run in drawn(name)[:20]:
        given = copy.deepcopy(dict(run.inputs))
        demo.function(**given)
        assert same_inputs(given, run.inputs)
        demo.run(given)
        assert same_inputs(given, run.inputs)
    demo.function()
    assert same_inputs(demo.parameters, defaults)


@CONTRACT.rule
def every_number_of_every_draw_is_finite(name: str) -> None:
    for run in drawn(name):
        assert run.steps
        for step in run.steps:
            if np.asarray(step.value).dtype.kind in "fc":
                assert np.all(np.isfinite(step.value)), (
                    f"{step.name} = {step.value} for {run.inputs}"
                )


@CONTRACT.rule
def every_draw_is_what_its_questions_take_for_granted(name: str) -> None:
    assert all(map(demos.load(name).holds, drawn(name)))


@CONTRACT.rule
def the_traced_run_returns_what_the_plain_function_returns(name: str) -> None:
    demo = demos.load(name)
    for run in drawn(name)[:20]:
        plain = demo.function(**run.inputs)
        assert np.array_equal(np.asarray(plain), np.asarray(run.result))


@CONTRACT.rule
def every_worked_example_comes_out_as_its_source_says(name: str) -> None:
    demo = demos.load(name)
    assert demo.worked
    for worked in demo.worked:
        assert len(worked.source) >= 5, "name the independent source"
        assert worked.values
        run = demo.run(worked.inputs)
        for key, expected in worked.values.items():
            assert np.shape(run[key]) == np.shape(expected), key
            if np.asarray(expected).dtype.kind == "U":
                assert np.array_equal(run[key], expected), f"{key}: {run[key]} != {expected}"
                continue
            assert np.allclose(run[key], expected, rtol=1e-9, atol=1e-12), (
                f"{key}: {run[key]} != {expected}"
            )


@CONTRACT.rule
def everything_that_may_be_asked_was_computed_elsewhere_once(name: str) -> None:
    demo = demos.load(name)
    assert set(demo.asks) <= {key for worked in demo.worked for key in worked.values}


@CONTRACT.rule
def what_may_be_asked_is_computed_in_every_draw(name: str) -> None:
    demo = demos.load(name)
    assert demo.asks
    for run in drawn(name):
        assert set(demo.asks) <= {step.name for step in run.steps}


@CONTRACT.rule
def the_right_value_is_accepted_also_rounded_to_four_digits(name: str) -> None:
    for run in drawn(name):
        for key in demos.load(name).asks:
            right = np.asarray(run[key], dtype=float)
            assert accepts(run[key], run[key])
            rounded = np.array([float(f"{x:.4g}") for x in right.ravel()]).reshape(right.shape)
            assert accepts(rounded, right), f"{key}: {rounded} for {right}"


def passes(wrong: ArrayLike, right: ArrayLike) -> bool:
    """Whether a wrong value is marked right, by the rule as learners are told it.

    Within 0.2 %, or exactly where the value is made of whole numbers.
    """
    right = np.asarray(right)
    wrong = np.asarray(wrong, dtype=float)
    if wrong.shape != right.shape:
        return False
    if right.dtype.kind in "biu":
        return np.array_equal(wrong, right)
    return bool(np.all(np.abs(wrong - right) <= 0.002 * np.maximum(np.abs(right), 1e-9)))


@cache
def mistaken(name: str) -> list[dict[Mistake, Trace]]:
    """The demo run with each mistake that can be computed, for each draw."""
    demo = demos.load(name)
    runs: list[dict[Mistake, Trace]] = []
    for run in drawn(name):
        runs.append({})
        for mistake in demo.mistakes:
            with suppress(QuizcardsError):
                runs[-1][mistake] = demo.run(run.inputs, mistake)
    return runs


def confusions(name: str, draw: int) -> list[str]:
    """The wrong answers to a draw that would be marked right."""
    demo, run, wrong = demos.load(name), drawn(name)[draw], mistaken(name)[draw]
    found = []
    for key in demo.asks:
        for factor in (-1, 10, 0.1, 100, 0.01):
            if passes(factor * np.asarray(run[key], dtype=float), run[key]):
                found.append(f"{factor}·{key}")
        if key in run.inputs and passes(run.inputs[key], run[key]):
            found.append(f"the old {key}")
        for mistake, other in wrong.items():
            if not np.array_equal(other[key], run[key]) and passes(other[key], run[key]):
                found.append(f"{key} after {mistake}")
    return found


def idle(name: str, draw: int) -> list[Mistake]:
    """The mistakes that leave a value of a draw as it is and change it in another draw."""
    runs, wrong = drawn(name), mistaken(name)

    def changes(other: int, mistake: Mistake, key: str) -> bool:
        return mistake in wrong[other] and not np.array_equal(
            wrong[other][mistake][key], runs[other][key]
        )

    return [
        mistake
        for mistake in wrong[draw]
        for key in demos.load(name).asks
        if not changes(draw, mistake, key)
        and any(changes(other, mistake, key) for other in range(len(runs)))
    ]


@CONTRACT.rule
def inputs_on_which_a_wrong_answer_would_be_marked_right_are_drawn_again(name: str) -> None:
    for draw, run in enumerate(drawn(name)):
        if draw in fit(name):
            assert not confusions(name, draw), run.inputs
        else:
            assert confusions(name, draw) or idle(name, draw), f"for no reason: {run.inputs}"


@CONTRACT.rule
def few_draws_have_to_be_drawn_again(name: str) -> None:
    rejected = 1 - len(fit(name)) / len(SEEDS)
    print(f"{name}: {rejected:.1%} of the draws are drawn again")
    by_chance = 1 / len(SEEDS)
    assert rejected <= MOST_REJECTED + by_chance, (
        f"{rejected:.0%} of the draws do not tell right from wrong"
    )


@CONTRACT.rule
def three_mistakes_or_more_lead_to_values_that_differ_for_whatever_is_asked(name: str) -> None:
    demo = demos.load(name)
    for key in demo.asks:
        few = [draw for draw in fit(name) if len(unlike_wrong(name, draw, key)) < LEAST_WRONG]
        assert len(few) <= max(2, len(fit(name)) * FEW_WRONG), (key, drawn(name)[few[0]].inputs)


def unlike_wrong(name: str, draw: int, key: str) -> list[ArrayLike]:
    """What mistakes make of a value that is asked: no two that would be marked alike."""
    run = drawn(name)[draw]
    sources = {step.name for step in run.slice(key)}
    unlike: list[ArrayLike] = []
    for mistake, other in mistaken(name)[draw].items():
        value = other[key]
        is_one = mistake.name in sources and np.shape(value) == np.shape(run[key])
        if is_one and not any(passes(value, one) for one in unlike):
            unlike.append(value)
    return unlike


@CONTRACT.rule
def what_is_asked_has_a_name_in_korean_and_every_word_its_sentence(name: str) -> None:
    demo = demos.load(name)
    for called in demo.asks.values():
        assert re.search("[가-힣]", called), called
        assert not re.search(r"[a-z]_[a-z]", called), called
    assert len(set(demo.asks.values())) == len(demo.asks)


@CONTRACT.rule
def what_a_question_shows_is_written_by_hand(name: str) -> None:
    demo = demos.load(name)
    for run in drawn(name)[:40]:
        for key in demo.asks:
            told = [prompt(demo, run, key), *given(demo, run, key), *inputs(demo, run, key)]
            for text in told:
                assert not PYTHON.search(text), text
                assert text.strip() == text != "", told


PYTHON = re.compile(
    r"np\.|linalg|axis=|shape\(|\*\*|\w\[|\[[^\]]*:|True|False"
    r"|(?!keep_prob)\b[a-z]+_[a-z]{2,}| @ (?!x|X)"
)


@CONTRACT.rule
def every_mistake_makes_a_wrong_answer_to_some_question_in_most_draws(name: str) -> None:
    demo = demos.load(name)
    runs = [drawn(name)[draw] for draw in fit(name)[:20]]
    made = [
        m
        for run in runs
        for m in {m for wrong in wrong_values(demo, run).values() for _, m in wrong if m}
    ]
    for mistake in demo.mistakes:
        assert made.count(mistake) >= len(runs) / 2, (
            f"{mistake} shows in {made.count(mistake)} of {len(runs)} draws"
        )


@CONTRACT.rule
def every_mistake_replaces_a_line_by_another_formula_and_says_why_in_korean(name: str) -> None:
    demo = demos.load(name)
    known = {
        *demo.parameters,
        *(name for line in lines_of(demo.function) for name in (line.target, line.loop)),
    }
    written = [(line.target, line.source) for line in lines_of(demo.function)]
    assert demo.mistakes
    assert len({(mistake.name, mistake.formula) for mistake in demo.mistakes}) == len(demo.mistakes)
    for mistake in demo.mistakes:
        lines = {source for target, source in written if target == mistake.name}
        assert lines - {ast.unparse(mistake.expression)}, f"{mistake} changes nothing"
        used = {node.id for node in ast.walk(mistake.expression) if isinstance(node, ast.Name)}
        assert used <= known | set(demo.function.__globals__) | set(dir(builtins))
        assert re.search("[가-힣]", mistake.feedback)
        assert mistake.feedback.endswith("."), mistake.feedback
        assert len(mistake.feedback) <= 100, mistake.feedback


TEXTS = {"tokenization-bpe": ("corpus", "word")}
"""Parameters that may be any words."""


@CONTRACT.rule
def limits_cover_every_number_and_choices_every_word(name: str) -> None:
    demo = demos.load(name)
    words = {key for key, value in demo.parameters.items() if isinstance(value, str)}
    assert set(demo.choices) == words - set(TEXTS.get(name, ()))
    assert set(demo.words) <= {*demo.parameters, *(line.target for line in lines_of(demo.function))}
    assert set(demo.lines) <= {*demo.parameters, *(line.target for line in lines_of(demo.function))}
    assert set(demo.limits) == set(demo.parameters) - words
    for key, (low, high) in demo.limits.items():
        assert low < high
        assert math.isfinite(low)
        assert math.isfinite(high)
        assert np.all(np.asarray(demo.parameters[key]) >= low)
        assert np.all(np.asarray(demo.parameters[key]) <= high)
    for key in demo.choices:
        assert demo.parameters[key] in demo.choices[key]


@CONTRACT.rule
def at_its_limits_a_demo_computes_and_draws_or_says_that_it_cannot(name: str) -> None:
    demo = demos.load(name)
    for key, (low, high) in demo.limits.items():
        for bound in (low, high):
            try:
                run = demo.run({key: np.full(np.shape(demo.parameters[key]), bound)})
            except QuizcardsError:
                continue
            demo.picture(run)


@CONTRACT.rule
def its_picture_can_be_made_from_any_draw(name: str) -> None:
    demo = demos.load(name)
    for run in [demo.run(), *drawn(name)[:25]]:
        inputs = copy.deepcopy(dict(run.inputs))
        picture = demo.picture(run)
        assert picture.title.strip()
        assert same_inputs(run.inputs, inputs)
        for part in getattr(picture, "bars", ()) or getattr(picture, "groups", ()):
            assert isinstance(part, tuple) or part.name
        for label, numbers in numbers_of(picture):
            assert np.all(np.isfinite(np.asarray(numbers, dtype=float))), (
                f"{label} of {picture.title}"
            )


def numbers_of(picture: Any) -> list[tuple[str, Any]]:
    """Every array or number in a picture, with a label, whatever kind of picture it is."""
    if isinstance(picture, (list, tuple)):
        return [pair for part in picture for pair in numbers_of(part)]
    if hasattr(picture, "__dataclass_fields__"):
        return [
            pair
            for field in picture.__dataclass_fields__
            for pair in numbers_of(getattr(picture, field))
        ]
    return [] if isinstance(picture, (str, bool)) or picture is None else [("values", picture)]


@CONTRACT.rule
def every_line_and_mistake_can_be_written_in_unicode(name: str) -> None:
    demo = demos.load(name)
    nodes = [line.formula for line in lines_of(demo.function)] + [
        mistake.expression for mistake in demo.mistakes
    ]
    for node in nodes:
        text = formula(node)
        assert not re.search(r"np\.|\*\*|lambda| if (?!.*, else )", text), f"{text} is still Python"
    for run in drawn(name)[:5]:
        assert all(symbol(step.name) and values(step.value) for step in run.steps)


@CONTRACT.rule
def its_file_begins_with_its_title_in_korean(name: str) -> None:
    demo = demos.load(name)
    first = (inspect.getdoc(inspect.getmodule(demo.function)) or "").splitlines()[0]
    assert demo.title == first.rstrip(".")
    assert re.search("[가-힣]", demo.title)
    assert len(demo.title) <= 70


@CONTRACT.rule
def its_parameters_read_from_the_file_are_those_of_the_function_and_all_have_defaults(
    name: str,
) -> None:
    demo = demos.load(name)
    signature = inspect.signature(demo.function).parameters
    outline = demos.outline(name)
    assert outline is not None
    assert outline.parameters == tuple(signature) == tuple(demo.parameters)
    assert set(outline.values) >= {step.name for step in demo.run().steps}
    assert demo.function.__name__ == name.replace("-", "_")


@CONTRACT.rule
def the_default_run_needs_no_parameters(name: str) -> None:
    demo = demos.load(name)
    assert same_inputs(demo.run().inputs, demo.parameters)
    with pytest.raises(KeyError):
        trace(demo.function, {"no_such_parameter": 1})


def test_there_are_demos() -> None:
    assert {"adam", "bn-forward", "bn-inference", "gradient-descent"} <= set(demos.names())
    assert all(isinstance(demos.load(name), Demo) for name in demos.names())


@CONTRACT.rule
def its_particles_fit_what_they_follow_read_aloud(name: str) -> None:
    demo = demos.load(name)
    said = [
        *(f"{called}," for called in demo.asks.values()),
        *(prompt(demo, demo.run(), key) for key in demo.asks),
        *demo.lines.values(),
        *(text for words in demo.choices.values() for text in words.values()),
        *(mistake.feedback for mistake in demo.mistakes),
    ]
    assert [found for text in said for found in misread(text)] == []


@pytest.mark.parametrize("name", demos.names())
def test_every_demo_keeps_its_contract(name: str) -> None:
    CONTRACT.hold(name)
