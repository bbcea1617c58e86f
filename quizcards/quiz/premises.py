"""What a question about a computation says: what is asked, the lines that lead there, the inputs.

All of it as people write it by hand: loops are told in words, nothing is indexed from 0.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from quizcards.quiz.korean import with_particle
from quizcards.quiz.question import Value
from quizcards.trace.demo import Demo
from quizcards.trace.expression import Binding
from quizcards.trace.notation import SUPERSCRIPTS, TextWriter, as_long_as, number, symbol, values
from quizcards.trace.tracer import Line, Step, Trace

INPUT_DIGITS = 10
"""Inputs are shown in full: who computes with them must arrive at the answer."""

MOST_TURNS = 3
"""Nobody does the lines of a loop more often than this by hand."""

ROUNDING = 1e-12
"""So much of 1, or of the largest number of an array, may be lost in adding and multiplying."""

FORMULAS = 4096
"""The lines of a demo stay the same from run to run: what is said of so many is kept."""

_LOGARITHMS = {round(math.log(n), 12): str(n) for n in range(2, 100)}
_SHORT, _MOST_ADDED = 2, 10
"""What is added to a logarithm has so many decimals, and is smaller than this."""
_SPOKEN = {
    "mean": "평균",
    "std": "표준편차",
    "var": "분산",
    "size": "개수",
    "polyval": "예측",
}
_AXES = {0: "열마다의", 1: "행마다의"}
_ALONG = _SPOKEN | {"sum": "합", "max": "최댓값", "min": "최솟값"}
"""What is said of a function that is taken of every row or column."""
_CALL = re.compile(rf"(?<!\w)({'|'.join(_SPOKEN)})\(")
_ON_PAPER = frozenset(
    """mean sum sqrt exp log abs max min maximum minimum size std var tanh where
    sign T polyval""".split()
)
_RAISED = "".join(SUPERSCRIPTS.values())
_CODE_NAME = re.compile("[A-Za-z_]{3,}")
"""What no formula on a whiteboard has for a name: total, d_tanh, shape_W1."""


def prompt(demo: Demo, trace: Trace, name: str) -> str:
    """Ask for a value by what it is called."""
    called = demo.asks[name] or _unnamed(trace, name)
    return f"{with_particle(called, '은', '는')} 얼마인가요?"


def _unnamed(trace: Trace, name: str) -> str:
    """Return what to call a value that its author gave no name."""
    if sum(step.name == name for step in trace.steps) > 1:
        which = "마지막 "
    elif name in trace.inputs:
        which = "새 "
    else:
        which = ""
    return f"{which}{symbol(name)}의 값"


def is_short(demo: Demo, trace: Trace, name: str) -> bool:
    """Say whether what leads to a value is done a few times only, or told in words."""
    steps = [step for step in trace.slice(name) if step.name not in demo.lines]
    return all(turn <= MOST_TURNS for step in steps for turn in step.turn)


def given(demo: Demo, trace: Trace, name: str) -> tuple[str, ...]:
    """Return the title and the lines before the one that is asked.

    Without them nobody can know how this demo gets there.
    """
    steps = trace.slice(name)
    needed = {id(step.line) for step in steps}
    written = {id(step.line): step.line for step in trace.steps if id(step.line) in needed}
    topic, colon, shown_there = demo.title.partition(":")  # what is glossed there stays English
    told = [topic + colon + _worded(demo, shown_there)]
    for (loop, _), group in groupby(written.values(), key=lambda one: (one.loop, one.condition)):
        lines = list(group)
        if loop is not None:
            computed = [line for line in lines if line.target not in demo.lines]
            told += _repeated(demo, trace, steps, computed)
        told += [text for one in lines if one.target != name and (text := _told(demo, trace, one))]
    return tuple(dict.fromkeys(told))  # what is done before a loop and in it is said once


def _told(demo: Demo, trace: Trace, line: Line) -> str:
    if line.target in demo.lines:
        return demo.lines[line.target]
    return written(demo, trace, line)


def written(demo: Demo, trace: Trace, line: Line) -> str:
    """Return a line as it is written by hand, whatever a question says in its place."""
    return _worded(demo, f"{symbol(line.target)} = {_by_hand(trace, line.formula)}")


def worked(demo: Demo, trace: Trace, step: Step) -> str:
    """Return what a line came to, behind the line as it is written by hand.

    Where the line reads like code its value only.
    """
    line = step.line
    parts = [value_name(demo, step.name), values(plain(step.value))]
    by_hand = _worded(demo, _by_hand(trace, line.formula))
    is_counter = isinstance(line.formula, ast.Name) and line.formula.id == line.loop
    if not is_code(line) and not is_counter and by_hand not in parts:
        parts.insert(1, by_hand)
    return " = ".join(parts)


def value_name(demo: Demo, name: str) -> str:
    """Return what a value on the way is called: by its symbol, or in words for a name of code."""
    written = demo.words.get(name) or symbol(name)
    return demo.asks.get(name) or written if _CODE_NAME.search(written) else written


def is_code(line: Line) -> bool:
    """Say whether a line has what has no place on a whiteboard: vander, eigvalsh, image[::-1]."""
    return _has_code(line.formula)


@lru_cache(maxsize=FORMULAS)
def _has_code(node: ast.expr) -> bool:
    return any(map(_is_code, ast.walk(node)))


def _is_code(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr=called):
            return called not in _ON_PAPER
        case ast.Call(ast.Name(called)):  # a function that the demo wrote itself
            return called not in _ON_PAPER
        case ast.Subscript(ast.Name(indexed), index):
            return not _counter(index) or bool(_CODE_NAME.search(symbol(indexed)))
    return isinstance(node, ast.Subscript)


def _repeated(
    demo: Demo, trace: Trace, steps: Sequence[Step], lines: Sequence[Line]
) -> Iterator[str]:
    """Say for which values of its counter a loop computes what, if it matters."""
    if not lines:
        return
    ids = {id(line) for line in lines}
    turns = {step.turn: step.counters for step in steps if id(step.line) in ids}
    loop = lines[0].loop or ""
    is_used = any(loop in line.uses for line in lines)
    counted = [f"{counters[loop]:g}" for counters in turns.values()] if is_used else []
    test = lines[0].condition
    if len(turns) > 1 or test:
        names = [_worded(demo, symbol(line.target)) for line in lines]
        what = with_particle(", ".join(dict.fromkeys(names)), "을", "를")
        how = f"{symbol(loop)} = {', '.join(counted)}에 대해" if is_used else f"{len(turns)}번"
        if test:
            how = as_long_as(_worded(demo, _by_hand(trace, test)))
        yield f"{how} {what} 차례로 되풀이해 구합니다."
    elif is_used:
        yield f"{symbol(loop)} = {counted[0]}"


def inputs(demo: Demo, trace: Trace, name: str) -> tuple[str, ...]:
    """Return the inputs that lead to a value, each with what it is in this question."""
    return tuple(text for key in needed(demo, trace, name) for text in _input(demo, trace, key))


def _input(demo: Demo, trace: Trace, key: str) -> Iterator[str]:
    value = trace.inputs[key]
    if key in demo.choices:
        yield from filter(None, [demo.choices[key][value]])
    elif key in _counted(trace):
        for i, part in enumerate(value, 1):
            yield f"{symbol(_indexed(key, i))} = {shown(part)}"
    else:
        yield f"{called(demo, key)} = {shown(value)}"


def called(demo: Demo, key: str) -> str:
    """Return what an input is called."""
    return demo.lines.get(key) or demo.words.get(key, symbol(key))


def shown(value: Any) -> str:
    """Return an input in full: the logarithm of a small number as such, so that its exponential
    is seen.
    """
    if isinstance(value, str):
        return value
    if np.ndim(value) == 0:
        return _logarithm(value) or number(value, INPUT_DIGITS)
    if not any(map(_logarithm, np.ravel(value))):
        return values(value, INPUT_DIGITS, 99)
    rows = value if np.ndim(value) == 1 else map(_in_brackets, value)
    return f"[{', '.join(map(shown, rows))}]"


def _in_brackets(row: Iterable[float]) -> str:
    return f"[{', '.join(map(shown, row))}]"


def plain(value: ArrayLike) -> Value:
    """Return a number or an array as Python numbers in nested tuples of the same shape.

    A rounding error is 0.
    """
    array = np.asarray(value)
    if array.dtype.kind == "f":
        array = np.where(np.abs(array) < ROUNDING * np.max(np.abs(array), initial=1), 0.0, array)
    return _tuples(array.tolist())


_Listed = float | list["_Listed"]


def _tuples(listed: _Listed) -> Value:
    if isinstance(listed, list):
        return tuple(map(_tuples, listed))
    return listed


def _logarithm(value: float) -> str:
    """Return the logarithm of a small number as such, with what is added to it: ln 2 − 0.4."""
    if found := _LOGARITHMS.get(round(abs(value), 12), ""):
        return f"{'−' if value < 0 else ''}ln {found}"
    for n in range(2, 10):
        for sign, written in ((1, "ln"), (-1, "−ln")):
            added = value - sign * math.log(n)
            if abs(added) < _MOST_ADDED and abs(added - round(added, _SHORT)) < 10 * ROUNDING:
                return f"{written} {n} {'−' if added < 0 else '+'} {number(abs(added))}"
    return ""


def _counted(trace: Trace) -> set[str]:
    """Return the names of which a loop takes one element after the other."""
    return set().union(
        *(
            _taken_by(step.line.formula, step.line.loop)
            for step in trace.steps
            if step.line.loop is not None
        )
    )


@lru_cache(maxsize=FORMULAS)
def _taken_by(expression: ast.expr, loop: str) -> frozenset[str]:
    """Return the names of which a formula takes the element of this turn of the loop."""
    return frozenset(
        node.value.id
        for node in ast.walk(expression)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
        if _counter(node.slice) == loop
    )


def needed(demo: Demo, trace: Trace, name: str) -> list[str]:
    """Return the names of the inputs to show: what the value is computed from, and what people take
    instead.

    A word is shown where another would lead there by other lines, and what no line uses where
    there are loops: it may say how often they run.
    """
    steps = trace.slice(name)
    sources = {step.name for step in steps}
    used = {use for step in steps for use in (*step.line.uses, *step.line.asks)}
    for mistake in demo.mistakes:
        if mistake.name in sources:
            used |= {node.id for node in ast.walk(mistake.expression) if isinstance(node, ast.Name)}
    if any(step.turn for step in steps):
        used |= trace.inputs.keys() - {use for step in trace.steps for use in step.line.uses}
    return [
        key
        for key in trace.inputs
        if demo.words.get(key) != ""
        and (_matters(demo, trace, name, key) if key in demo.choices else key in used)
    ]


def _matters(demo: Demo, trace: Trace, name: str, key: str) -> bool:
    taken = [step.line.source for step in trace.slice(name)]
    others = (demo.run({**trace.inputs, key: word}) for word in demo.choices[key])
    return any([step.line.source for step in other.slice(name)] != taken for other in others)


def _worded(demo: Demo, text: str) -> str:
    """Return a text with the words for names in place of those that the code has."""
    for name, word in demo.words.items():
        if word:
            text = re.sub(rf"(?<!\w){re.escape(symbol(name))}(?![^\W{_RAISED}가-힣])", word, text)
    return text


def _by_hand(trace: Trace, node: ast.expr) -> str:
    """Return a formula as it is written by hand: w·x, gₜ, 평균(x)."""
    return _handwritten(node, frozenset(name for name in _sides(node) if _is_vector(trace, name)))


@lru_cache(maxsize=FORMULAS)
def _sides(node: ast.expr) -> frozenset[str]:
    """Return the names on either side of a matrix product."""
    return frozenset(
        side.id
        for product in ast.walk(node)
        if isinstance(product, ast.BinOp) and isinstance(product.op, ast.MatMult)
        for side in (product.left, product.right)
        if isinstance(side, ast.Name)
    )


def _is_vector(trace: Trace, name: str) -> bool:
    return all(np.ndim(value) == 1 for value in trace.values(name))


@lru_cache(maxsize=FORMULAS)
def _handwritten(node: ast.expr, vectors: frozenset[str]) -> str:
    by_hand = _Handwriting(vectors).visit(deepcopy(node))
    text = _InKorean().write(by_hand, Binding.ALONE).replace(" @ ", " ")
    text = _CALL.sub(lambda call: f"{_SPOKEN[call[1]]}(", text)
    return f"({text})" if isinstance(node, ast.Compare) else text


class _InKorean(TextWriter):
    """Writes a choice in words."""

    def choice(self, test: ast.expr, chosen: ast.expr, other: ast.expr) -> str:
        first, second = (self.write(one, self.beside) for one in (chosen, other))
        return f"{self._condition(test)}이면 {first}, 아니면 {second}"

    def _condition(self, test: ast.expr) -> str:
        match test:
            # t = λ = 0이면 could not be told from two equations
            case ast.Compare(left, [ast.Eq()], [right]):
                subject = with_particle(self.write(left, self.beside), "이", "가")
                return f"{subject} {self.write(right, self.beside)}"
        return self.write(test, self.beside)


class _Handwriting(ast.NodeTransformer):
    """Writes an element of a vector as a name with an index, counted from 1, and the product of
    two vectors with a dot.
    """

    def __init__(self, vectors: frozenset[str]) -> None:
        self.vectors = vectors

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if isinstance(node.value, ast.Name) and (counter := _counter(node.slice)):
            return ast.Name(_indexed(node.value.id, counter), ast.Load())
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        sides = (node.left, node.right)
        if isinstance(node.op, ast.MatMult) and all(map(self._is_vector, sides)):
            return ast.BinOp(node.left, ast.Mult(), node.right)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.Call(
                ast.Attribute(attr=called),
                args,
                [ast.keyword("axis", ast.Constant(int(axis))), *rest],
            ) if (
                called in _ALONG
                and axis in _AXES
                and all(option.arg == "keepdims" for option in rest)
            ):
                return ast.Call(ast.Name(f"{_AXES[axis]} {_ALONG[called]}", ast.Load()), args, [])
        return node

    def _is_vector(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self.vectors


def _counter(index: ast.expr) -> str | None:
    """Return t of the index t - 1, which is the t-th element."""
    match index:
        case ast.BinOp(ast.Name(counter), ast.Sub(), ast.Constant(1)):
            return counter
    return None


def _indexed(name: str, index: str | int) -> str:
    """Return the name of an element: theta_t, theta2."""
    return f"{name}{index}" if isinstance(index, int) else f"{name}_{index}"
