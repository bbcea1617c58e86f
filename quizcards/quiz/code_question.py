"""Questions with NumPy for an answer: which lines of a demo are asked for, and how."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import numpy as np

from quizcards.model import Card
from quizcards.quiz.chance import pick, shuffled
from quizcards.quiz.question import GAP, Asked, Chance, Checking, Code, Context, Form
from quizcards.trace.demo import Demo
from quizcards.trace.exercise import Exercise, blanked, leading, returned, shown
from quizcards.trace.notation import symbol
from quizcards.trace.script import names_in
from quizcards.trace.whiteboard import Whiteboard

FEWEST, MOST = 2, 3
"""So many lines are asked for together."""
MOST_IN_A_BODY = 12
"""A function with more lines is not asked for whole: it would be copied, not thought of."""


def question(card: Card, context: Context, board: Whiteboard, rng: Chance) -> Asked | None:
    """Ask for as much of a card's demo as the context says, or as there is.

    Of its lines those are asked for that are worth writing and that the author chose, a single one
    among the clearest; where an author chose, never the whole. Returns None where there is none.
    """
    if card.demo is None:
        return None
    found = [
        Checking(board, context.load, card.demo, exercise.target)
        for exercise in board.exercises(context.load(card.demo))
        if not card.code or exercise.target in card.code
    ]
    if not found:
        return None
    if context.form == "body" and not card.code and _may_be_whole(found):
        return asked_whole(found)
    if context.form != "line" and len(found) >= FEWEST:
        return asked_together(_some(found, rng))
    return asked_for(pick(_clearest(found), rng))


def _clearest(found: Sequence[Checking]) -> Sequence[Checking]:
    """Return the lines whose values the demo asks for by name, if there is a choice among them.

    Otherwise those that a note tells in words, or all.
    """
    named = [check for check in found if _name(check.exercise)]
    if len(named) >= FEWEST:
        return named
    return [check for check in found if wanted(check.exercise)] or found


def _some(found: Sequence[Checking], rng: Chance) -> list[Checking]:
    """Return two or three of the lines as they come."""
    count = pick(range(FEWEST, MOST + 1), rng)
    chosen = shuffled(range(len(found)), rng)[:count]
    return [found[i] for i in sorted(chosen)]


def _may_be_whole(found: Sequence[Checking]) -> bool:
    """Say whether a function is short, and may be written with what a learner may use.

    Lines that are worth writing have to lead to what it returns: nothing else is compared.
    """
    demo = found[0].exercise.demo
    needed = leading(found[0].exercise.lines, names_in(returned(demo)))
    is_about_it = sum(check.target in needed for check in found) >= FEWEST
    is_short = len(body_lines(demo)) <= MOST_IN_A_BODY
    return is_about_it and is_short and found[0].board.takes_whole(demo)


def body_lines(demo: Demo) -> list[str]:
    """Return the lines of a demo's function between its first and its last."""
    return blanked(demo.source, {})[1:-1]


def asked_for(check: Checking) -> Asked:
    """Ask for this line."""
    exercise = check.exercise
    told = wanted(exercise)
    prompt = f"{exercise.target}의 빈칸에 들어갈 NumPy 식을 적어 보세요{_after(told)}"
    return _asked(prompt, [check], _blanks([check], _line(check), hints(exercise), "line"))


def _after(told: str) -> str:
    """Return what a line computes, to stand behind what is asked: no colon follows another."""
    return told and (f". {told}" if ": " in told else f": {told}")


def asked_together(checks: Sequence[Checking]) -> Asked:
    """Ask for these lines."""
    meanings = [(check.target, wanted(check.exercise)) for check in checks]
    names = ", ".join(f"{name}({meaning})" if meaning else name for name, meaning in meanings)
    prompt = f"빈칸에 들어갈 NumPy 식을 한 줄에 하나씩 차례대로 적어 보세요: {names}"
    told = [hints(check.exercise) for check in checks]
    levels = max(map(len, told))
    # one with fewer hints begins later, so that all end with the lines
    together = [
        "\n".join(one[level - levels] for one in told if len(one) >= levels - level)
        for level in range(levels)
    ]
    answer = "\n".join(map(_line, checks))
    return _asked(prompt, checks, _blanks(checks, answer, together, "lines"))


def asked_whole(checks: Sequence[Checking]) -> Asked:
    """Ask for all that a function does before it returns."""
    demo = checks[0].exercise.demo
    head, *_, end = blanked(demo.source, {})
    result = returned(demo)
    lines = checks[0].exercise.lines
    needed = leading(lines, names_in(result))
    meanings = {one.target: wanted(one.exercise) for one in checks if one.target in needed}
    meant = meanings.get(result, "")
    order = dict.fromkeys(line.target for line in lines if line.target in needed)
    answer = "\n".join(line.removeprefix("    ") for line in body_lines(demo))
    told = (
        "\n".join(f"{name}: {meaning}" for name, meaning in meanings.items() if meaning),
        f"계산하는 차례: {' → '.join(order)}",
        answer,
    )
    prompt = f"빈칸에 들어갈 줄을 NumPy로 모두 적어 함수를 완성해 보세요{_after(meant)}"
    function = (head, f"    {GAP}", end)
    return _asked(prompt, checks, Code(function, answer, told, tuple(checks), "body"))


def _asked(prompt: str, checks: Sequence[Checking], code: Code) -> Asked:
    demo = checks[0].exercise.demo
    return Asked(prompt, code, given=(demo.title,), inputs=tuple(shapes(demo)))


def _blanks(checks: Sequence[Checking], answer: str, told: Sequence[str], form: Form) -> Code:
    """Return the function with these lines blank."""
    lines = shown([check.exercise for check in checks], GAP)
    return Code(tuple(lines), answer, tuple(told), tuple(checks), form)


def _line(check: Checking) -> str:
    return f"{check.target} = {check.exercise.line.source}"


def wanted(exercise: Exercise) -> str:
    """Return what a line computes, in words where there are any.

    Neither in those that tell how, nor in those that speak of a question's own inputs: t = 2에서.
    """
    return _name(exercise) or _words(exercise.line.note)


def _name(exercise: Exercise) -> str:
    return _words(exercise.demo.asks.get(exercise.target, ""))


def _words(told: str) -> str:
    return "" if "=" in told else told


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
    """Yield what each parameter is: the shape of an array, its words, or a number.

    What the author calls it follows, where its name alone does not say.
    """
    numbers = []
    for name, value in demo.parameters.items():
        told = demo.lines.get(name, "")
        meaning = f", {told}" if told and told != symbol(name) else ""
        if name in demo.choices:
            yield f"{name}: {' 또는 '.join(map(repr, demo.choices[name]))}"
        elif np.ndim(value):
            yield f"{name}: {np.shape(value)} 배열{meaning}"
        elif meaning:
            yield f"{name}: 수{meaning}"
        else:
            numbers.append(name)
    if numbers:
        yield f"{', '.join(numbers)}: 수"
