"""Numeric questions of every demo over many seeds.

Only the right value is right, and a known mistake is called by its name.
"""

import os
import random
import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.model import Code
from quizcards.quiz.chance import derived
from quizcards.quiz.judge import judge
from quizcards.quiz.numbers import BY_HAND, agree, flat, shape_of
from quizcards.quiz.numeric_question import (
    EARLIER,
    MOST_NUMBERS,
    MOST_WORKING,
    fresh,
    grouped,
    question,
    working,
)
from quizcards.quiz.premises import given, plain, value_name, worked
from quizcards.quiz.question import RELATIVE, Asked, Number, Value, WrongValue
from quizcards.trace import sandbox
from quizcards.trace.demo import Demo
from quizcards.trace.inline import inline_demo
from quizcards.trace.notation import SUPERSCRIPTS, formula, symbol, values
from quizcards.trace.tracer import Trace
from quizcards.trace.wire import Job
from tests.contract import Contract
from tests.quiz.quiz_examples import written

QUESTIONS = range(int(os.environ.get("QUESTION_SEEDS", "2")))  # `make contract` takes 1000
CONTRACT = Contract[str]()


@cache
def questions(name: str) -> list[tuple[Asked, Number]]:
    """One question a seed."""
    asked = [question(demos.load(name), random.Random(seed)) for seed in QUESTIONS]
    found = [(one, one.answering) for one in asked if one and isinstance(one.answering, Number)]
    assert len(found) == len(QUESTIONS)
    return found


@cache
def runs(name: str) -> list[Trace]:
    """The run that each question is asked of, as it was drawn."""
    demo = demos.load(name)
    return [fresh(demo, np.random.default_rng(derived(random.Random(seed)))) for seed in QUESTIONS]


def scaled(value: Value, factor: float) -> Value:
    if isinstance(value, tuple):
        return tuple(scaled(part, factor) for part in value)
    return factor * value


def asked_for(name: str, prompt: str) -> str:
    """The name that a prompt asks for, read back from what it is called."""
    asks = demos.load(name).asks
    return max(
        (ask for ask in asks if prompt.startswith(asks[ask])), key=lambda ask: len(asks[ask])
    )


def inputs_of(demo: Demo, asked: Asked) -> dict[str, Any]:
    """The inputs that a question shows, by their names and as numbers again."""
    numbers = dict(part.rsplit(" = ", 1) for part in asked.inputs if " = " in part)
    shown: dict[str, Any] = {}
    for key in demo.parameters:
        label = demo.lines.get(key) or demo.words.get(key, symbol(key))
        if key in demo.choices:
            words = demo.choices[key].items()
            shown.update((key, word) for word, text in words if text in asked.inputs)
        elif label in numbers and isinstance(demo.parameters[key], str):
            shown[key] = numbers[label]
        elif label in numbers:
            shown[key] = array(numbers[label])
        elif symbol(f"{key}1") in numbers and np.ndim(demo.parameters[key]):
            counted = (symbol(f"{key}{i}") for i in range(1, len(numbers) + 1))
            shown[key] = [array(numbers[one]) for one in counted if one in numbers]
    return shown


@CONTRACT.rule
def the_inputs_as_shown_lead_to_the_answer(name: str) -> None:
    demo = demos.load(name)
    for run, (asked, number) in zip(runs(name), questions(name), strict=True):
        drawn = run.inputs
        shown = inputs_of(demo, asked)
        assert shown or not asked.inputs
        again = demo.run({**drawn, **shown})[asked_for(name, asked.prompt)]
        assert judge(number, written(plain(again))).share == 1, (asked, again)


@CONTRACT.rule
def what_is_not_shown_does_not_bear_on_the_answer(name: str) -> None:
    demo = demos.load(name)
    for run, (asked, number) in zip(runs(name), questions(name), strict=True):
        drawn = run.inputs
        hidden = drawn.keys() - inputs_of(demo, asked).keys() - {"degree", "steps", "depth"}
        whole = {key for key, value in drawn.items() if isinstance(value, (int, str))}
        other = {
            key: np.clip(np.asarray(drawn[key]) * 2.0, *demo.limits[key]) for key in hidden - whole
        }
        again = demo.run({**drawn, **other})[asked_for(name, asked.prompt)]
        assert judge(number, written(plain(again))).share == 1, (asked, other)


def array(text: str) -> Any:
    """Read what a question shows of a number or an array."""
    plain = re.sub(r"ln (\d+)", r"np.log(\1)", text).replace("−", "-")
    found = eval(plain if "," in plain else plain.replace(" ", ","))
    return np.array(found) if isinstance(found, list) else found


@CONTRACT.rule
def the_right_value_is_right_also_as_the_screen_shows_it(name: str) -> None:
    for _, number in questions(name):
        assert judge(number, written(number.right)).share == 1
        assert judge(number, values(number.right)).share == 1


@CONTRACT.rule
def nobody_is_asked_for_more_numbers_than_are_shown(name: str) -> None:
    for _, number in questions(name):
        assert 1 <= len(list(flat(number.right))) <= MOST_NUMBERS
        assert "…" not in values(number.right)


@CONTRACT.rule
def a_lost_sign_a_lost_power_of_ten_and_a_mistake_are_never_right(name: str) -> None:
    for _, number in questions(name):
        for factor in (-1, 10, 0.1, 100, 0.01):
            assert judge(number, written(scaled(number.right, factor))).share < 1
        for value, _ in number.wrong:
            assert judge(number, written(value)).share < 1


@CONTRACT.rule
def the_old_value_is_never_right_and_is_called_so(name: str) -> None:
    demo = demos.load(name)
    for asked, number in questions(name):
        shown = inputs_of(demo, asked)
        if (key := asked_for(name, asked.prompt)) in shown:
            old = np.asarray(shown[key]).tolist()
            if np.shape(old) == shape_of(number.right):
                verdict = judge(number, written(plain(old)))
                assert verdict.share < 1
                assert "갱신하기 전의 값입니다." in verdict.lines[0] or len(number.wrong) > 1


@CONTRACT.rule
def a_mistake_made_is_named_with_the_feedback_of_the_demo(name: str) -> None:
    feedbacks = {mistake.feedback for mistake in demos.load(name).mistakes} | {
        "갱신하기 전의 값입니다."
    }
    for _, number in questions(name):
        for value, feedback in number.wrong:
            assert feedback in judge(number, written(value)).lines
            assert feedback.startswith(EARLIER) or set(feedback.split(" 또는: ")) <= feedbacks


@CONTRACT.rule
def a_value_on_the_way_is_never_right_and_is_called_by_its_name(name: str) -> None:
    for _, number in questions(name):
        on_the_way = [one for one in number.wrong if one.feedback.startswith(EARLIER)]
        lines = [line.split(" = ") for line in number.working]
        for one in on_the_way:
            written_as, shown = one.feedback.removeprefix(EARLIER).strip().split(" = ")
            assert shown == values(one.value)
            assert judge(number, written(one.value)).share < 1
            if len(number.working) < MOST_WORKING:
                assert any(line[0] == written_as and line[-1] == shown for line in lines)


BY_HAND_SIGNS = re.compile(
    rf"√|ln\(|log2\(|exp\(|tanh\(|sin\(|cos\(|std\(|cond|eigvalsh|pinv|e[{''.join(SUPERSCRIPTS.values())}]"
)


@CONTRACT.rule
def the_tolerance_is_one_percent_where_a_root_or_exp_or_log_is_on_the_way(name: str) -> None:
    for run, (asked, number) in zip(runs(name), questions(name), strict=True):
        steps = run.slice(asked_for(name, asked.prompt))
        is_by_hand = BY_HAND_SIGNS.search(" ".join(formula(step.line.formula) for step in steps))
        assert number.relative in (RELATIVE, BY_HAND)
        if number.relative == BY_HAND:
            assert is_by_hand
        elif is_by_hand:
            mistaken = [one for one in number.wrong if not one.feedback.startswith(EARLIER)]
            assert any(all(agree(flat(one.value), number.right, BY_HAND)) for one in mistaken)


@CONTRACT.rule
def no_two_values_look_alike(name: str) -> None:
    for _, number in questions(name):
        shown = [values(number.right), *(values(value) for value, _ in number.wrong)]
        assert all(one != other for one, other in combinations(shown, 2)), shown


CODE = re.compile(
    r"axis=|linalg|\w\[|\[:|(?<!kee)\w_\w|(?<![\w.])(?:total|target|batch|size|err|root)\b"
)


FIELD = frozenset(
    "hit idf keep_prob mask momentum nprobe patience perplexity pos sigmoid tanh".split()
)
"""Names of code that the field says so too."""
GLOSS = re.compile(r"\([a-z]+\)")


@CONTRACT.rule
def no_line_has_a_name_that_only_the_code_knows(name: str) -> None:
    demo = demos.load(name)
    run = demo.run()
    steps = [step for asked in (*demo.asks, run.returned) for step in run.slice(asked)]
    code = {step.name for step in run.steps} | set(demo.parameters)
    code = {name for name in code if re.search("[a-z_]{3}", name)} - FIELD
    shown = [worked(demo, run, step) for step in steps]
    shown += [mistake.feedback for mistake in demo.mistakes]
    for line in shown:
        assert not code & set(re.findall(r"[A-Za-z_]+\d*", GLOSS.sub("", line))), line


@CONTRACT.rule
def what_a_demo_says_of_a_value_stands_in_some_question(name: str) -> None:
    demo = demos.load(name)
    run = demo.run(demo.drawn(0))
    others = [{**demo.drawn(0), key: word} for key, words in demo.choices.items() for word in words]
    told = {
        line
        for one in (run, *map(demo.run, others))
        for asked in demo.asks
        if one.values(asked)
        for line in given(demo, one, asked)
    }
    values = {step.name for step in run.steps} - set(demo.parameters)
    assert {demo.lines[value] for value in values & demo.lines.keys()} - {""} <= told


@CONTRACT.rule
def the_working_ends_in_the_answer(name: str) -> None:
    for asked, number in questions(name):
        last = number.working[-1]
        assert last.startswith(f"{value_name(demos.load(name), asked_for(name, asked.prompt))} = ")
        assert last.endswith(f" = {values(number.right)}")


@CONTRACT.rule
def nothing_that_is_told_reads_like_code(name: str) -> None:
    for asked, number in questions(name):
        for line in (*asked.given[1:], *number.working, *(one.feedback for one in number.wrong)):
            assert not CODE.search(line), line


@pytest.mark.parametrize("name", demos.names())
def test_the_questions_of_every_demo_keep_their_contract(name: str) -> None:
    CONTRACT.hold(name)


def test_inputs_are_shown_with_all_their_digits() -> None:
    demo = replace(demos.load("gradient-descent"), draw=lambda _rng: {"w": 1.23456789, "steps": 1})
    asked = question(demo, random.Random(0))
    assert asked
    assert "w = 1.23456789" in asked.inputs


def test_a_vector_too_long_to_type_is_not_asked_for() -> None:
    def long(name: str) -> Demo:
        return replace(demos.load(name), draw=lambda _rng: {"z": np.arange(9) / 3 - 1.4})

    prompts = {
        asked.prompt
        for seed in range(20)
        if (asked := question(long("activation-derivatives"), random.Random(seed)))
    }
    # all else has nine elements
    assert {asked_for("activation-derivatives", one) for one in prompts} == {"most"}
    assert question(long("tanh"), random.Random(0)) is None


def test_two_mistakes_that_come_to_the_same_value_are_both_named() -> None:
    wrong = [(0.5, "하나."), (0.5001, "둘."), (0.6, "셋."), (0.5, "하나.")]
    found = grouped(WrongValue(value, feedback) for value, feedback in wrong)
    assert found == ((0.5, "하나. 또는: 둘."), (0.6, "셋."))


def test_a_long_computation_shows_its_end() -> None:
    demo = demos.load("gradient-descent")
    trace = demo.run({"steps": 50})
    lines = working(demo, trace, "w")
    assert len(lines) == MOST_WORKING
    assert lines[-1] == f"w = w − α·g = {values(trace['w'])}"


def test_inputs_of_a_deck_s_demo_are_drawn_in_batches_and_soon_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []

    def counting(source: str, jobs: list[Job], seconds: float) -> list[Trace | QuizcardsError]:
        started.append(len(jobs))
        return sandboxed(source, jobs, seconds)

    sandboxed = sandbox.run
    monkeypatch.setattr(sandbox, "run", counting)
    assert (
        question(inline_demo("영", Code("x = [1, 2, 3, 4, 5, 6]\ny = x * 0\n")), random.Random(0))
        is None
    )
    assert len(started) == 2
    assert question(
        inline_demo("배", Code("x = [1, 2, 3, 4, 5, 6]\ny = x * 2\n")), random.Random(0)
    )
    assert len(started) == 3
