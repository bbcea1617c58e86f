"""Whether what a learner wrote in place of a line of a demo, or of all, computes the same.

The learner's code takes the place of the demo's, and the demo runs on fresh inputs, in the sandbox;
docs/code.md says how equality is decided and what it cannot see.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import indent
from typing import Any, NamedTuple

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.equality import is_proportional, is_same
from quizcards.trace.exercise import Exercise, candidates, is_trivial
from quizcards.trace.fresh import fresh_inputs
from quizcards.trace.inline import InlineDemo
from quizcards.trace.sandbox import NOT_STARTED, RAN_ON
from quizcards.trace.tracer import Trace
from quizcards.trace.vet_line import body_of, expression, vet_function, vet_line
from quizcards.trace.wire import Job

Ran = Sequence[Trace | QuizcardsError]
"""What came of each job."""
Run = Callable[[str, Sequence[Job], bool], list[Trace | QuizcardsError]]
"""Runs a function given as text on each job; the last says whether it comes with the program."""

INPUTS = 20
"""An expression runs on so many inputs, if the demo runs on so many."""

MOST_SLOW = 2
"""Each takes seconds, and a deck may have thousands."""

RESULT = "결과"
"""What a function returns is called so."""


class Right(NamedTuple):
    """It computes the same on all inputs."""


class Refused(NamedTuple):
    """It is nothing that may run, and why."""

    sentence: str


class Failed(NamedTuple):
    """NumPy or a limit stopped it on these inputs, and why."""

    sentence: str
    inputs: Mapping[str, Any]


class Differs(NamedTuple):
    """The smallest inputs on which it computes something else, and the first value that does.

    `turn` counts the rounds of the loops around it; `feedback` is what is said of the known mistake
    that it equals on all inputs. Of a whole function the value is what it returns, and `earlier`
    the first that goes by a name of the demo's and differs, which need not be wrong.
    """

    inputs: Mapping[str, Any]
    name: str
    turn: tuple[int, ...]
    given: Any
    right: Any
    feedback: str = ""
    earlier: Differs | None = None


Finding = Right | Refused | Failed | Differs

Same = Callable[[Trace, Trace], bool]
"""Says whether two runs come to the same."""


class Whiteboard:
    """Says which lines of a demo are worth writing, and whether what was written is right.

    What a demo computes is kept, so that a learner's line alone has to run.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._right: dict[str, list[Trace]] = {}
        self._whole: dict[str, bool] = {}
        self._slow = 0

    def exercises(self, demo: Demo) -> list[Exercise]:
        """Return the lines of a demo that are worth writing.

        Not a line that only copies, picks, names or counts, nor one where one number or a value
        that is there already would do, nor a name that different lines compute.
        """
        ran = self.right(demo)
        return [
            Exercise(demo, target) for target in candidates(demo) if not is_trivial(target, ran)
        ]

    def right(self, demo: Demo) -> list[Trace]:
        """Run a demo on fresh inputs; those on which it does not run are left out.

        After `MOST_SLOW` demos of decks that had to be stopped no other is tried.
        """
        if demo.source not in self._right:
            if self._slow == MOST_SLOW and not _is_ours(demo):
                return []
            jobs: list[Job] = [(inputs, {}) for inputs in fresh_inputs(demo)]
            ran = self._run(demo.source, jobs, _is_ours(demo))
            if _could_not_run(ran):
                return []  # the next time it may be
            self._slow += any(str(one) == RAN_ON for one in ran)
            sound = [one for one in ran if isinstance(one, Trace) and demo.holds(one)]
            self._right[demo.source] = sound[:INPUTS]
        return self._right[demo.source]

    def check(self, exercise: Exercise, text: str) -> Finding:
        """Say whether an expression computes what the line does, on inputs that stay the same.

        The line may be written whole, `m_hat = …`, too.
        """
        target = exercise.target
        text = re.sub(rf"^\s*{re.escape(target)}\s*=(?!=)", "", text).strip()
        if refusals := vet_line(target, text, exercise.known):
            return Refused(refusals[0].sentence)
        text = ast.unparse(expression(text))  # which no further reader warns of
        right = self.right(exercise.demo)
        given = self._written(exercise, text, right)
        if _could_not_run(given):
            return Refused(NOT_STARTED)

        def same_run(of: Trace, one: Trace) -> bool:
            return difference(of, one, exercise) is None

        at = _smallest(right, given, same_run)
        if at is None:
            return Right()
        one = given[at]
        if isinstance(one, QuizcardsError):
            return Failed(str(one), right[at].inputs)
        found = difference(right[at], one, exercise)
        assert found is not None, "it differs"
        known = [mistake for mistake in exercise.demo.mistakes if mistake.name == exercise.target]
        feedback = _read_alike(known, text) or self._equal(
            exercise.demo, known, right, given, at, same_run
        )
        return found._replace(feedback=feedback)

    def check_whole(self, demo: Demo, function: ast.FunctionDef) -> Finding:
        """Say whether another function returns what a demo does.

        Lines that are refused count as in the text that the function was read from.
        """
        if refusals := vet_function(function):
            return Refused(f"{refusals[0].line}번째 줄: {refusals[0].sentence}")
        right = self.right(demo)
        given = self._run(_own(function), [(dict(one.inputs), {}) for one in right], False)
        if _could_not_run(given):
            return Refused(NOT_STARTED)
        at = _smallest(right, given, _same_result)
        if at is None:
            return Right()
        one = given[at]
        if isinstance(one, QuizcardsError):
            return Failed(str(one), right[at].inputs)
        feedback = self._equal(demo, demo.mistakes, right, given, at, _same_result)
        earlier = _parting(right[at], one)
        return Differs(
            right[at].inputs, RESULT, (), one.result, right[at].result, feedback, earlier
        )

    def takes_whole(self, demo: Demo) -> bool:
        """Say whether a demo's function would be right if a learner wrote it."""
        if demo.source not in self._whole:
            (function,) = ast.parse(demo.source).body
            assert isinstance(function, ast.FunctionDef), "a plain function"
            found = self.check_whole(demo, function)
            if found == Refused(NOT_STARTED):
                return False  # the next time it may be
            self._whole[demo.source] = found == Right()
        return self._whole[demo.source]

    def _written(
        self, exercise: Exercise, text: str, right: Sequence[Trace]
    ) -> list[Trace | QuizcardsError]:
        """Run an expression in place of the line on the inputs of these runs."""
        jobs: list[Job] = [(dict(one.inputs), {exercise.target: text}) for one in right]
        return self._run(exercise.demo.source, jobs, _is_ours(exercise.demo))

    def _equal(
        self,
        demo: Demo,
        known: Iterable[Mistake],
        right: Sequence[Trace],
        given: Ran,
        at: int,
        same: Same,
    ) -> str:
        """Return what is said of the mistake that computes the same as was given on all inputs.

        Only those are run on all that do so on the inputs `at`.
        """
        for mistake in known:
            exercise = Exercise(demo, mistake.name)
            first = self._written(exercise, mistake.formula, right[at : at + 1])
            if _agree(first, given[at : at + 1], same) and _agree(
                self._written(exercise, mistake.formula, right), given, same
            ):
                return mistake.feedback
        return ""


def _could_not_run(ran: Ran) -> bool:
    """Say whether there was no process to run anything, which nobody who wrote it can help."""
    return not ran or any(str(one) == NOT_STARTED for one in ran)


def _smallest(right: Sequence[Trace], given: Ran, same: Same) -> int | None:
    """Return which are the smallest inputs on which what was given fails or comes to another."""
    differing = [
        (_size(of.inputs), i)
        for i, (of, one) in enumerate(zip(right, given, strict=True))
        if isinstance(one, QuizcardsError) or not same(of, one)
    ]
    return min(differing)[1] if differing else None


def _read_alike(known: Iterable[Mistake], text: str) -> str:
    """Return what is said of the mistake that an expression is word by word; "" if it is none."""
    written = ast.dump(ast.parse(text, mode="eval").body)
    return next((one.feedback for one in known if ast.dump(one.expression) == written), "")


def _own(function: ast.FunctionDef) -> str:
    """Return a function as the sandbox takes one: its last line, which is never run, is ours."""
    parameters = ", ".join(argument.arg for argument in function.args.args)
    body = ast.unparse(ast.Module(body_of(function), []))
    return f"def own({parameters}):\n{indent(body, '    ')}\n    return None"


def _parting(right: Trace, given: Trace) -> Differs | None:
    """Return the first value of a function of one's own that is not as the right one has it.

    A name counts where both give it a value as often; what is returned is told anyway.
    """
    for name in dict.fromkeys(step.name for step in right.steps if step.name != right.returned):
        wanted = [step for step in right.steps if step.name == name]
        values = [step.value for step in given.steps if step.name == name]
        if len(values) != len(wanted):
            continue
        for of, value in zip(wanted, values, strict=True):
            if not is_same(of.value, value):
                return Differs(right.inputs, name, of.turn, value, of.value)
    return None


def _is_ours(demo: Demo) -> bool:
    return not isinstance(demo, InlineDemo)


def _agree(one: Ran, other: Ran, same: Same) -> bool:
    """Say whether two pieces of code compute the same wherever either runs."""
    return all(
        isinstance(a, QuizcardsError) and isinstance(b, QuizcardsError)
        if isinstance(a, QuizcardsError) or isinstance(b, QuizcardsError)
        else same(a, b)
        for a, b in zip(one, other, strict=True)
    )


def _same_result(one: Trace, other: Trace) -> bool:
    return is_same(one.result, other.result)


def difference(right: Trace, given: Trace, exercise: Exercise) -> Differs | None:
    """Return the first value of a run that is not as in the right one.

    A line on the way may be larger in proportion, where all that the demo is about stays the same:
    a softmax does not tell whether the maximum was subtracted before.
    """
    for of, one in zip(right.steps, given.steps, strict=False):
        if of.name == one.name and is_same(of.value, one.value):
            continue
        may_differ = (
            exercise.is_on_the_way and of.name == one.name and of.name not in exercise.about
        )
        if may_differ and (of.name != exercise.target or is_proportional(of.value, one.value)):
            continue
        return Differs(right.inputs, of.name, of.turn, one.value, of.value)
    return None


def _size(inputs: Mapping[str, Any]) -> tuple[int, int]:
    """Return how much there is to read of inputs: how many numbers, how many digits."""
    numbers = [value for value in inputs.values() if not isinstance(value, str)]
    digits = sum(len(f"{x:.6g}") for value in numbers for x in np.ravel(value).astype(float))
    return sum(map(np.size, numbers)), digits
