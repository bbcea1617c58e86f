"""Questions with a line of NumPy for an answer, and what is said of what was written."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.model import Card
from quizcards.quiz.chance import pick
from quizcards.quiz.question import Asked, Chance, Checking, Code, LoadDemo, Verdict
from quizcards.trace.demo import Demo
from quizcards.trace.exercise import (
    Differs,
    Exercise,
    Failed,
    Finding,
    Refused,
    Right,
    Whiteboard,
    apart,
)
from quizcards.trace.notation import number, values
from quizcards.trace.vet import parsed

MOST_DIGITS = 12
SAME = "같은 값을 냅니다."
MOST_SHOWN = 6
"""Of an axis of an input."""


def question(card: Card, load: LoadDemo, board: Whiteboard, rng: Chance) -> Asked | None:
    """Ask for one line of a card's demo that is worth writing: one of those the author chose.

    Returns None where there is none.
    """
    if card.demo is None:
        return None
    found = [
        exercise.target
        for exercise in board.exercises(load(card.demo))
        if not card.code or exercise.target in card.code
    ]
    if not found:
        return None
    return asked_for(Checking(board, load, card.demo, pick(found, rng)))


def asked_for(check: Checking) -> Asked:
    """Ask for this line."""
    exercise = check.exercise
    answer = f"{exercise.target} = {exercise.line.source}"
    told = wanted(exercise)
    prompt = f"{exercise.target}의 빈칸에 들어갈 NumPy 식을 적어 보세요{told and f': {told}'}"
    return Asked(
        prompt,
        Code(tuple(exercise.code), exercise.target, answer, hints(exercise), check),
        given=(exercise.demo.title,),
        inputs=tuple(shapes(exercise.demo)),
    )


def wanted(exercise: Exercise) -> str:
    """Return what a line computes, in words where there are any.

    Neither in those that tell how, nor in those that speak of a question's own inputs: t = 2에서.
    """
    told = (exercise.demo.asks.get(exercise.target, ""), exercise.line.note)
    return next((one for one in told if one and "=" not in one), "")


def hints(exercise: Exercise) -> tuple[str, ...]:
    """Return the hints of a line, each of which tells more: its note, its symbols, the line."""
    line = exercise.line
    functions = [
        ast.unparse(node.func) for node in ast.walk(line.formula) if isinstance(node, ast.Call)
    ]
    symbols = ", ".join(dict.fromkeys((*line.uses, *functions)))
    notes = [line.note] if line.note and line.note != wanted(exercise) else []
    return (*notes, f"이 식에 나오는 것: {symbols}", f"{line.target} = {line.source}")


def shapes(demo: Demo) -> Iterator[str]:
    """Yield what each parameter is: the shape of an array, its words, or a number."""
    numbers = []
    for name, value in demo.parameters.items():
        if name in demo.choices:
            yield f"{name}: {' 또는 '.join(map(repr, demo.choices[name]))}"
        elif np.ndim(value):
            yield f"{name}: {_shape(value)} 배열"
        else:
            numbers.append(name)
    if numbers:
        yield f"{', '.join(numbers)}: 수"


def verdict(code: Code, reply: str) -> Verdict:
    """Mark a line that was written.

    Raises QuizcardsError where it is nothing that may run, so that it can be written again.
    """
    return told(code, reply, code.check(reply))


def told(code: Code, reply: str, found: Finding) -> Verdict:
    """Return what was found of a line as a verdict.

    Raises QuizcardsError where it is nothing that may run.
    """
    match found:
        case Right():
            written = "" if _is_alike(code, reply) else f"데모의 식: {code.answer}"
            return Verdict(1.0, tuple(filter(None, (SAME, written))))
        case Refused(sentence):
            raise QuizcardsError(sentence)
        case Failed(sentence, inputs):
            return Verdict(0.0, (sentence, _inputs(code, inputs), f"정답: {code.answer}"))
        case Differs():
            said = tuple(filter(None, (found.feedback, _difference(found))))
            lines = (*said, _inputs(code, found.inputs), f"정답: {code.answer}")
            return Verdict(0.0, lines, found.feedback)


def _is_alike(code: Code, reply: str) -> bool:
    """Say whether a reply reads as the line does, whatever its spaces."""
    answer = code.answer.partition(" = ")[2]
    forms = (ast.dump(parsed(answer)), ast.dump(parsed(code.answer)))
    try:
        return ast.dump(parsed(reply.strip())) in forms
    except SyntaxError:  # `m_hat =` stands on a line of its own
        return False


def _difference(found: Differs) -> str:
    """Say which value differs first, beside the right one."""
    turn = f"{'-'.join(map(str, found.turn))}번째 반복의 " if found.turn else ""
    if np.shape(found.given) != np.shape(found.right):
        return (
            f"{turn}{found.name}의 모양이 다릅니다: "
            f"{_shape(found.right)} 대신 {_shape(found.given)}"
        )
    place, given, right = _first(found.given, found.right)
    mine, true = _told_apart(given, right)
    return f"{turn}{found.name}{place}: 내 식은 {mine}, 맞는 값은 {true}"


def _first(given: Any, right: Any) -> tuple[str, float, float]:
    """Return where two values of one shape differ first, and both numbers there."""
    if np.ndim(right) == 0:
        return "", given, right
    at = tuple(int(i) for i in np.argwhere(apart(right, given))[0])
    return f"[{', '.join(map(str, at))}]", float(given[at]), float(right[at])


def _told_apart(given: float, right: float) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to see that they differ."""
    for digits in range(4, MOST_DIGITS):
        mine, true = number(given, digits), number(right, digits)
        if mine != true:
            return mine, true
    return number(given, MOST_DIGITS), number(right, MOST_DIGITS)


def _inputs(code: Code, inputs: Mapping[str, Any]) -> str:
    """Return the inputs on which a difference shows, those that lead to the line."""
    leading = code.check.exercise.leading
    shown = [f"{name} = {_value(inputs[name])}" for name in inputs if name in leading]
    return f"입력: {', '.join(shown)}"


def _value(value: Any) -> str:
    return repr(value) if isinstance(value, str) else values(value, most=MOST_SHOWN)


def _shape(value: Any) -> str:
    return str(tuple(np.shape(value)))
