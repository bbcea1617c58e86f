"""A line of a demo that a learner writes, and whether what was written computes the same.

The learner's expression takes the place of the line, and the demo runs on fresh inputs, in the
sandbox; docs/code.md says how equality is decided and what it cannot see.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby, takewhile
from textwrap import indent
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quizcards.errors import QuizcardsError
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.inline import InlineDemo
from quizcards.trace.sandbox import NOT_STARTED, RAN_ON
from quizcards.trace.tracer import Line, Trace, lines_of_source
from quizcards.trace.vet_line import body_of, expression, vet_function, vet_line
from quizcards.trace.wire import Job

Run = Callable[[str, Sequence[Job], bool], list[Trace | QuizcardsError]]
"""Runs a function given as text on each job; the last says whether it comes with the program."""

DRAWN, MIXED = 8, 22
"""Inputs that the demo draws as for a question, and those mixed of them."""

INPUTS = 20
"""An expression runs on so many inputs, if the demo runs on so many."""

MOST_SLOW = 2
"""Each takes seconds, and a deck may have thousands."""

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Two numbers are the same within 1e-9 of the larger one, and within 1e-12 near zero."""


@dataclass(frozen=True)
class Exercise:
    """A demo whose line that gives `target` its value is to be written."""

    demo: Demo
    target: str

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of the demo."""
        return lines_of_source(self.demo.source)

    @property
    def line(self) -> Line:
        """The line that is asked for."""
        return next(line for line in self.lines if line.target == self.target)

    @property
    def known(self) -> list[str]:
        """The names that have a value where the line stands: inputs, lines above, counters."""
        before = takewhile(lambda name: name != self.target, (line.target for line in self.lines))
        return list(dict.fromkeys([*self.demo.parameters, *before, *self._counters()]))

    def _counters(self) -> Iterator[str]:
        """Yield what the loops around the line count with."""
        for loop in ast.walk(ast.parse(self.demo.source)):
            if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
                inside = [node for node in ast.walk(loop) if isinstance(node, ast.Assign)]
                if any(self.target in _targets(node) for node in inside):
                    yield loop.target.id

    @property
    def leading(self) -> list[str]:
        """The parameters from which the line computes, or that say whether and how often it does.

        Itself, or by what comes before it.
        """
        steering = [
            node.iter if isinstance(node, ast.For) else node.test
            for node in ast.walk(ast.parse(self.demo.source))
            if isinstance(node, ast.For | ast.If)
        ]
        names = [node for part in steering for node in ast.walk(part) if isinstance(node, ast.Name)]
        wanted = {*self.line.uses, *(node.id for node in names)}
        for line in reversed(self.lines):
            if line.target in wanted:
                wanted |= set(line.uses)
        return [name for name in self.demo.parameters if name in wanted]

    @property
    def is_on_the_way(self) -> bool:
        """Say whether the line only leads to what the demo is about, and is not that itself."""
        about = _about(self.demo)
        return self.target not in about and self.target in leading(self.lines, about)


def returned(demo: Demo) -> str:
    """Return what a demo's function returns, as it says."""
    return blanked(demo.source, {})[-1].strip().removeprefix("return ")


def leading(lines: Sequence[Line], names: Set[str]) -> set[str]:
    """Return the names from which a function computes these, they among them."""
    found = set(names)
    while True:
        more = {name for line in lines if line.target in found for name in line.uses}
        if more <= found:
            return found
        found |= more


def _about(demo: Demo) -> set[str]:
    """Return the names of what a demo asks and returns."""
    return {*demo.asks, *names_in(returned(demo))}


def names_in(formula: str) -> set[str]:
    """Return the names that a formula speaks of."""
    return {node.id for node in ast.walk(ast.parse(formula)) if isinstance(node, ast.Name)}


BLANK, LEFT_OUT = "____", "..."
RESULT = "결과"
"""What a function returns is called so."""


def blanked(source: str, blanks: Mapping[str, str]) -> list[str]:
    """Return the lines of a function as text, with blanks in place of what computes some names.

    A note on such a line is left out, for it may say the formula in words.
    """
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and _targets(node)[0] in blanks:
            name = _targets(node)[0]
            first, end = node.lineno - 1, node.end_lineno or node.lineno
            lines[first:end] = [f"{' ' * node.col_offset}{name} = {blanks[name]}"]
            lines[first + 1 : first + 1] = [""] * (end - first - 1)  # the others stay in place
    return [line for line in lines if line.strip()]


def shown(exercises: Sequence[Exercise]) -> list[str]:
    """Return a function with a blank for each of these lines.

    A line that differs from one of them only in names and indices is left out: it could be copied.
    """
    twins = [
        other.target for one in exercises for other in one.lines if _are_twins(one.line, other)
    ]
    blanks = {one.target: BLANK for one in exercises}
    return blanked(exercises[0].demo.source, dict.fromkeys(twins, LEFT_OUT) | blanks)


def _are_twins(one: Line, other: Line) -> bool:
    """Say whether two formulas of two operations or more differ only in their names and indices."""
    names, others = ([name.id for name in _names(line)] for line in (one, other))
    pairs = {*zip(names, others, strict=False)}
    is_renamed = len(pairs) == len({*names}) == len({*others})
    is_one_operation = sum(map(_is_operation, ast.walk(one.formula))) < 2
    return is_renamed and not is_one_operation and _form(one) == _form(other)


def _names(line: Line) -> list[ast.Name]:
    return [node for node in ast.walk(line.formula) if isinstance(node, ast.Name)]


def _is_operation(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.Call | ast.Compare | ast.Subscript)


def _form(line: Line) -> str:
    """Return a formula without its names, and without which elements it picks."""
    formula = deepcopy(line.formula)
    for node in ast.walk(formula):
        if isinstance(node, ast.Name):
            node.id = ""
        if isinstance(node, ast.Subscript):
            for picked in ast.walk(node.slice):
                if isinstance(picked, ast.Constant):
                    picked.value = 0
    return ast.dump(formula)


def _targets(node: ast.Assign) -> list[str]:
    target = node.targets[0]
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    return [name.id for name in names if isinstance(name, ast.Name)]


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
            Exercise(demo, target) for target in candidates(demo) if not _is_trivial(target, ran)
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
        differing = [
            (_size(of.inputs), i)
            for i, (of, one) in enumerate(zip(right, given, strict=True))
            if isinstance(one, QuizcardsError) or difference(of, one, exercise)
        ]
        if not differing:
            return Right()
        i = min(differing)[1]
        one = given[i]
        if isinstance(one, QuizcardsError):
            return Failed(str(one), right[i].inputs)
        found = difference(right[i], one, exercise)
        assert found is not None, "it differs"
        return found._replace(feedback=self._mistake(exercise, text, right, given, i))

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
        differing = [
            (_size(of.inputs), i)
            for i, (of, one) in enumerate(zip(right, given, strict=True))
            if isinstance(one, QuizcardsError) or not _is_same(of.result, one.result)
        ]
        if not differing:
            return Right()
        at = min(differing)[1]
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

    def _mistake(
        self,
        exercise: Exercise,
        text: str,
        right: Sequence[Trace],
        given: Sequence[Trace | QuizcardsError],
        at: int,
    ) -> str:
        """Return what is said of the known mistake that computes as the expression does.

        First one that reads like it; of the others those are tried that do so on one of the inputs.
        """
        known = [one for one in exercise.demo.mistakes if one.name == exercise.target]
        written = ast.dump(ast.parse(text, mode="eval").body)
        for mistake in known:
            if ast.dump(mistake.expression) == written:
                return mistake.feedback

        def same_run(one: Trace, other: Trace) -> bool:
            return difference(one, other, exercise) is None

        return self._equal(exercise.demo, known, right, given, at, same_run)

    def _equal(
        self,
        demo: Demo,
        known: Iterable[Mistake],
        right: Sequence[Trace],
        given: Sequence[Trace | QuizcardsError],
        at: int,
        same: Same,
    ) -> str:
        """Return what is said of the mistake that computes the same as was given on all inputs."""
        for mistake in known:
            exercise = Exercise(demo, mistake.name)
            first = self._written(exercise, mistake.formula, right[at : at + 1])
            if _agree(first, given[at : at + 1], same) and _agree(
                self._written(exercise, mistake.formula, right), given, same
            ):
                return mistake.feedback
        return ""


def _could_not_run(ran: Sequence[Trace | QuizcardsError]) -> bool:
    """Say whether there was no process to run anything, which nobody who wrote it can help."""
    return not ran or any(str(one) == NOT_STARTED for one in ran)


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
            if not _is_same(of.value, value):
                return Differs(right.inputs, name, of.turn, value, of.value)
    return None


def candidates(demo: Demo) -> Iterator[str]:
    """Yield the names with one formula that computes something; nothing is run for it."""
    lines = sorted(lines_of_source(demo.source), key=lambda line: line.target)
    one_formula = [
        name
        for name, same in groupby(lines, key=lambda line: line.target)
        if len({line.source for line in same}) == 1
    ]
    together = {
        name
        for node in ast.walk(ast.parse(demo.source))
        if isinstance(node, ast.Assign) and len(names := _targets(node)) > 1
        for name in names
    }
    for line in lines_of_source(demo.source):
        if line.target in one_formula and line.target not in together and _computes(line):
            one_formula.remove(line.target)
            yield line.target


def _computes(line: Line) -> bool:
    """Say whether a line does more than copy, pick, name or count."""
    match line.formula:
        case ast.BinOp(left=ast.Name(id=name), right=ast.Constant()) if name == line.target:
            return False
        case ast.BinOp() | ast.UnaryOp() | ast.Compare():
            return bool(line.uses)
        case ast.Call():
            return bool(line.uses)
        case ast.Attribute():
            return False
    return False


def _is_trivial(target: str, ran: Sequence[Trace]) -> bool:
    """Say whether one number, or a name that has a value, would do on all these runs."""
    cases = [case for trace in ran for case in _cases(target, trace)]
    if not cases:
        return True
    first = cases[0][0]
    if not isinstance(first, dict):
        first = np.ravel(first)[0]
    if all(_is_same(value, _filled(value, first)) for value, _ in cases):
        return True
    names = set.intersection(*(set(scope) for _, scope in cases))
    return any(all(_is_same(value, scope[name]) for value, scope in cases) for name in names)


def _filled(value: Any, first: Any) -> Any:
    """Return an array of a value's shape with one number all over; a dictionary has no shape."""
    return first if isinstance(first, dict) else np.full(np.shape(value), first)


def _cases(target: str, trace: Trace) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield each value that a name gets, with all values that are there then."""
    scope = dict(trace.inputs)
    for step in trace.steps:
        if step.name == target:
            yield step.value, {**scope, **step.counters}
        scope[step.name] = step.value


def _is_ours(demo: Demo) -> bool:
    return not isinstance(demo, InlineDemo)


def fresh_inputs(demo: Demo) -> list[dict[str, Any]]:
    """Return inputs of all kinds that a demo takes: always the same.

    Its defaults with each word that it may be given, inputs drawn as for a question, and mixtures:
    drawn ones are chosen for people who compute by hand, and may make different formulas agree.
    """
    default = demo.parameters
    drawn = [{**default, **demo.drawn(seed)} for seed in range(DRAWN)]
    found = [default, *drawn]
    for name, words in demo.choices.items():
        found += [{**one, name: word} for one in (default, *drawn[:2]) for word in words]
    rng = np.random.default_rng(DRAWN)
    found += [_mixed(demo, [default, *drawn], rng) for _ in range(MIXED)]
    return list(_checked(demo, found))


def _checked(demo: Demo, inputs: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in inputs:
        try:
            yield demo.checked(one)
        except QuizcardsError:  # a mixture may leave what a demo takes
            continue


def _mixed(
    demo: Demo, pool: Sequence[Mapping[str, Any]], rng: np.random.Generator
) -> dict[str, Any]:
    """Take each input from another of the pool; one that is never drawn changes."""
    mixed: dict[str, Any] = {}
    for name, default in demo.parameters.items():
        value = pool[int(rng.integers(len(pool)))][name]
        if name in demo.choices:
            words = list(demo.choices[name])
            value = words[int(rng.integers(len(words)))]
        elif np.ndim(default) == 0 and all(one[name] == default for one in pool):
            by = rng.uniform(0.5, 1)
            value = default + int(rng.integers(3)) if isinstance(default, int) else default * by
        mixed[name] = value
    return mixed


def _agree(
    one: Sequence[Trace | QuizcardsError], other: Sequence[Trace | QuizcardsError], same: Same
) -> bool:
    """Say whether two pieces of code compute the same wherever either runs."""
    return all(
        isinstance(a, QuizcardsError) and isinstance(b, QuizcardsError)
        if isinstance(a, QuizcardsError) or isinstance(b, QuizcardsError)
        else same(a, b)
        for a, b in zip(one, other, strict=True)
    )


def _same_result(one: Trace, other: Trace) -> bool:
    return _is_same(one.result, other.result)


def difference(right: Trace, given: Trace, exercise: Exercise) -> Differs | None:
    """Return the first value of a run that is not as in the right one.

    A line on the way may be larger in proportion, where all that the demo is about stays the same:
    a softmax does not tell whether the maximum was subtracted before.
    """
    on_the_way = exercise.is_on_the_way
    about = _about(exercise.demo)
    for of, one in zip(right.steps, given.steps, strict=False):
        if of.name == one.name and _is_same(of.value, one.value):
            continue
        may_differ = on_the_way and of.name == one.name and of.name not in about
        if may_differ and (of.name != exercise.target or _is_proportional(of.value, one.value)):
            continue
        return Differs(right.inputs, of.name, of.turn, one.value, of.value)
    return None


def _is_proportional(right: Any, given: Any) -> bool:
    """Say whether two arrays come to the same once each is divided by its sums along an axis."""
    of, one = np.asarray(right), np.asarray(given)
    if not of.ndim or of.shape != one.shape or of.dtype.kind not in "if" or one.dtype.kind != "f":
        return False
    for axis in range(of.ndim):
        sums, written = (np.sum(each, axis=axis, keepdims=True) for each in (of, one))
        if np.all(sums > 0) and np.all(written > 0) and _is_same(of / sums, one / written):
            return True
    return False


def _is_same(right: Any, given: Any) -> bool:
    """Say whether two values have one shape and the same numbers, but for rounding."""
    if isinstance(right, (int, float)) and isinstance(given, (int, float)):
        # what follows takes ten times as long, and a run may have thousands of numbers
        return abs(right - given) <= ABSOLUTE + RELATIVE * max(abs(right), abs(given))
    if isinstance(right, dict) and isinstance(given, dict):
        return right.keys() == given.keys() and all(_is_same(right[k], given[k]) for k in right)
    if isinstance(right, dict) or isinstance(given, dict) or np.shape(right) != np.shape(given):
        return False
    if isinstance(right, str) or isinstance(given, str):
        return bool(right == given)
    return not np.any(apart(right, given))


def apart(right: ArrayLike, given: ArrayLike) -> NDArray[np.bool_]:
    """Say of each two numbers in arrays of one shape whether more than rounding parts them."""
    of, one = np.asarray(right, dtype=float), np.asarray(given, dtype=float)
    allowed = ABSOLUTE + RELATIVE * np.maximum(np.abs(of), np.abs(one))
    return np.asarray(np.abs(of - one) > allowed)


def _size(inputs: Mapping[str, Any]) -> tuple[int, int]:
    """Return how much there is to read of inputs: how many numbers, how many digits."""
    numbers = [value for value in inputs.values() if not isinstance(value, str)]
    digits = sum(len(f"{x:.6g}") for value in numbers for x in np.ravel(value).astype(float))
    return sum(map(np.size, numbers)), digits
