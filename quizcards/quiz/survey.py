"""The check of demos and key points before learners meet them: run many times, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.model import Card, DemoCall, Problem
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.numeric_question import accepts, wrong_values
from quizcards.quiz.typed import alternative_problems
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.inline import InlineDemo
from quizcards.trace.tracer import Trace

DRAWS = 20
MOST_REJECTED = 0.5
"""A demo of which more draws than this cannot be used keeps the learner waiting."""


def demo_problems(cards: Iterable[Card], load: Callable[[DemoCall], Demo]) -> list[Problem]:
    """Run every demo that these cards name or contain; return what is wrong at its place.

    One that its card contains is run on fresh inputs, too; no author can mend the program's own.
    """
    problems = []
    for card in cards:
        for call in (card.demo, *(wrong.demo for wrong in card.misconceptions)):
            if call is not None and call.place is not None:
                draws = DRAWS if call.code and call is card.demo else 0
                said = survey(load(call), call.params, draws, call.show)
                problems += [call.place.problem(f"demo: {message}") for message in said]
    return problems


def point_problems(cards: Iterable[Card], lexicon: Lexicon = NO_GLOSSARY) -> list[Problem]:
    """Return the alternatives of key points that would mislead the suggestions for a typed answer.

    Each is reported at its card.
    """
    return [
        card.place.problem(f"any_of: '{found.alternative}': {found.message}")
        for card in cards
        for found in alternative_problems(card.key_points, lexicon)
    ]


def survey(
    demo: Demo, params: Mapping[str, object], draws: int, show: Iterable[str] = ()
) -> list[str]:
    """Return in Korean everything wrong with a demo.

    It cannot run, too few of its draws can be asked about, or a mistake never makes a difference.
    With no draws only the run itself is looked at.
    """
    try:
        trace = demo.run(params)
    except QuizcardsError as error:
        return [str(error)]
    said = [
        f"show: 이 입력에서는 '{name}'에 값이 들어가지 않습니다."
        for name in show
        if not trace.values(name)
    ]
    return said + _drawn(demo, draws) if draws else said


def _drawn(demo: Demo, draws: int) -> list[str]:
    """Say what is wrong with a demo on many fresh inputs."""
    inputs = [demo.draw(np.random.default_rng(seed)) for seed in range(draws)]
    if isinstance(demo, InlineDemo):
        demo.run_ahead(inputs)
    usable = 0
    tells = set[str]()
    reason = "맞는 답과 틀린 답이 같아집니다."
    for one in inputs:
        try:
            right = demo.run(one)
        except QuizcardsError as failed:
            reason = str(failed)
            continue
        same, different = _compared(demo, right)
        usable += not same
        tells |= different
    said = [
        f"실수 '{mistake.name} = {mistake.formula}': {_why_none(demo, inputs, mistake)}"
        for mistake in demo.mistakes
        if mistake.formula not in tells
    ]
    rejected = draws - usable
    if rejected > MOST_REJECTED * draws:
        said.append(
            f"새로 뽑은 입력 {draws}번 가운데 {rejected}번을 문제로 낼 수 없습니다. 까닭: {reason}"
        )
    if isinstance(demo, InlineDemo):
        demo.ran.clear()  # hundreds of runs that nobody asks for again
    return said


def _why_none(demo: Demo, inputs: Iterable[Mapping[str, object]], mistake: Mistake) -> str:
    """Say why a mistake never made a difference: it cannot be computed, or it is no mistake."""
    why = ""
    for params in inputs:
        try:
            demo.run(params, mistake)
        except QuizcardsError as error:
            why = str(error)
        else:
            return "새로 뽑은 입력에서 한 번도 다른 답을 내지 않습니다."
    return why


def _compared(demo: Demo, right: Trace) -> tuple[bool, set[str]]:
    """Compare the right values of a run with the wrong ones.

    Return whether any wrong value would pass for right, and the formulas of the mistakes that
    make a difference.
    """
    same = False
    different = set()
    for asked, values in wrong_values(demo, right).items():
        for wrong, mistake in values:
            passes = accepts(wrong, right[asked])
            same |= passes
            if mistake and not passes:
                different.add(mistake.formula)
    return same, different
