"""Run a plain NumPy function and keep every assignment it makes.

The function's source is parsed, a call that records the value is put behind each assignment, and the result is
run. The function itself stays an ordinary function; a mistake is the same source with one formula replaced.
"""

from __future__ import annotations

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError


@dataclass(frozen=True)
class Line:
    """One assignment as it stands in the source: `target = formula  # note`."""

    target: str
    formula: ast.expr
    note: str
    uses: tuple[str, ...]
    loop: str | None
    """Name of the variable of the innermost loop around the line."""

    @property
    def source(self) -> str:
        """The formula as written in Python."""
        return ast.unparse(self.formula)


@dataclass(frozen=True)
class Step:
    """One assignment as it ran: `turn` counts the rounds of the loops around it, from 1."""

    line: Line
    value: Any
    turn: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.line.target

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(np.shape(self.value))


@dataclass(frozen=True)
class Trace:
    """Everything a function computed, in order, from these inputs to this result."""

    name: str
    inputs: Mapping[str, Any]
    steps: tuple[Step, ...]
    result: Any

    def values(self, name: str) -> list[Any]:
        """Return every value that `name` took, the input first if it is one."""
        start = [self.inputs[name]] if name in self.inputs else []
        return start + [step.value for step in self.steps if step.name == name]

    def first(self, name: str) -> Any:
        """Return the value of `name` after its first assignment."""
        return next(step.value for step in self.steps if step.name == name)

    def __getitem__(self, name: str) -> Any:
        """Return the last value of `name`."""
        return self.values(name)[-1]


@dataclass(frozen=True)
class _Program:
    code: CodeType
    lines: tuple[Line, ...]


def trace(function: Callable[..., Any], params: Mapping[str, Any], replaced: Mapping[str, str] | None = None) -> Trace:
    """Run `function` on `params` (its defaults for the rest) and return its trace.

    `replaced` maps the name of an assigned value to another formula, in Python: that line then computes the
    mistake. Arrays among the inputs are copied first and the copies handed in, so nothing of the caller's changes.
    Raises KeyError if a parameter or a replaced name is not the function's.
    """
    inputs = {**defaults(function), **params}
    if unknown := set(inputs) - set(inspect.signature(function).parameters):
        raise KeyError(*sorted(unknown))
    program = _compile(function, tuple(sorted((replaced or {}).items())))
    steps: list[Step] = []
    turns: list[int] = []

    def record(index: int, value: Any) -> None:
        steps.append(Step(program.lines[index], _snapshot(value), tuple(turns)))

    def enter() -> None:
        turns.append(0)

    def turn() -> None:
        turns[-1] += 1

    scope = dict(function.__globals__)
    scope |= {"__record__": record, "__enter__": enter, "__turn__": turn, "__leave__": turns.pop}
    exec(program.code, scope)
    result = scope[function.__name__](**{name: _snapshot(value) for name, value in inputs.items()})
    return Trace(function.__name__, inputs, tuple(steps), _snapshot(result))


def defaults(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the function's parameters and their default values."""
    return {name: p.default for name, p in inspect.signature(function).parameters.items()}


def lines_of(function: Callable[..., Any]) -> tuple[Line, ...]:
    """Return the assignments of a function in source order, without running it."""
    return _compile(function, ()).lines


def _snapshot(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    return value.item() if isinstance(value, np.generic) else value


@cache
def _compile(function: Callable[..., Any], replaced: Sequence[tuple[str, str]]) -> _Program:
    source = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{function!r} is not a plain function")
    writer = _Recorder(_comments(source), dict(replaced))
    definition.body = writer.block(definition.body, loop=None)
    if unused := set(dict(replaced)) - writer.replaced:
        raise KeyError(*sorted(unused))
    module = ast.fix_missing_locations(ast.Module([definition], []))
    return _Program(compile(module, inspect.getfile(function), "exec"), tuple(writer.lines))


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}


class _Recorder:
    """Rewrites a function body so that each assignment is recorded, and collects the lines."""

    def __init__(self, comments: Mapping[int, str], replaced: Mapping[str, str]) -> None:
        self.comments = comments
        self.mistakes = replaced
        self.replaced: set[str] = set()
        self.lines: list[Line] = []

    def block(self, body: Sequence[ast.stmt], loop: str | None) -> list[ast.stmt]:
        return [new for statement in body for new in self.statement(statement, loop)]

    def statement(self, node: ast.stmt, loop: str | None) -> list[ast.stmt]:
        match node:
            case ast.Assign(targets=[ast.Name() | ast.Tuple()]):
                return [node, *self.assignment(node, loop)]
            case ast.For(target=ast.Name(id=variable)):
                node.body = [_call("__turn__"), *self.block(node.body, variable)]
                return [_call("__enter__"), node, _call("__leave__")]
            case ast.If():
                node.body = self.block(node.body, loop)
                node.orelse = self.block(node.orelse, loop)
                return [node]
            case ast.Return() | ast.Expr(value=ast.Constant()):
                return [node]
        raise QuizcardsError(f"데모에는 대입, for, if, return만 쓸 수 있습니다: {ast.unparse(node)}")

    def assignment(self, node: ast.Assign, loop: str | None) -> list[ast.stmt]:
        target = node.targets[0]
        names = [target] if isinstance(target, ast.Name) else getattr(target, "elts", [])
        recorded: list[ast.stmt] = []
        for name in names:
            if not isinstance(name, ast.Name):
                raise QuizcardsError(f"데모의 대입 왼쪽에는 이름만 쓸 수 있습니다: {ast.unparse(node)}")
            if name.id in self.mistakes:
                node.value = ast.parse(self.mistakes[name.id], mode="eval").body
                self.replaced.add(name.id)
            uses = dict.fromkeys(n.id for n in ast.walk(node.value) if isinstance(n, ast.Name) and n.id != "np")
            note = self.comments.get(node.end_lineno or node.lineno, "")
            self.lines.append(Line(name.id, node.value, note, tuple(uses), loop))
            load = ast.Name(name.id, ast.Load())
            recorded.append(_call("__record__", ast.Constant(len(self.lines) - 1), load))
        return recorded


def _call(name: str, *args: ast.expr) -> ast.stmt:
    return ast.Expr(ast.Call(ast.Name(name, ast.Load()), list(args), []))
