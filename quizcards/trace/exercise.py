"""A line of a demo that a learner writes: which lines are worth it, and what stands around them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile
from typing import Any

import numpy as np

from quizcards.trace.demo import Demo
from quizcards.trace.equality import is_same
from quizcards.trace.script import names_in
from quizcards.trace.tracer import Line, Trace, lines_of_source


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

    @cached_property
    def about(self) -> set[str]:
        """The names of what the demo asks and returns."""
        return {*self.demo.asks, *names_in(returned(self.demo))}

    @cached_property
    def is_on_the_way(self) -> bool:
        """Say whether the line only leads to what the demo is about, and is not that itself."""
        return self.target not in self.about and self.target in leading(self.lines, self.about)


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


LEFT_OUT = "..."


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


def shown(exercises: Sequence[Exercise], gap: str) -> list[str]:
    """Return a function with a gap for each of these lines.

    A line that differs from one of them only in names and indices is left out: it could be copied.
    """
    twins = [
        other.target for one in exercises for other in one.lines if _are_twins(one.line, other)
    ]
    gaps = {one.target: gap for one in exercises}
    return blanked(exercises[0].demo.source, dict.fromkeys(twins, LEFT_OUT) | gaps)


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


def is_trivial(target: str, ran: Sequence[Trace]) -> bool:
    """Say whether one number, or a name that has a value, would do on all these runs."""
    cases = [case for trace in ran for case in _cases(target, trace)]
    if not cases:
        return True
    first = cases[0][0]
    if not isinstance(first, dict):
        first = np.ravel(first)[0]
    if all(is_same(value, _filled(value, first)) for value, _ in cases):
        return True
    names = set.intersection(*(set(scope) for _, scope in cases))
    return any(all(is_same(value, scope[name]) for value, scope in cases) for name in names)


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
