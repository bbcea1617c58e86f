"""Run a plain NumPy function and keep every assignment it makes.

The function's source is parsed, a call that records the value is put behind each assignment, and
the result is run. The function itself stays an ordinary function; a mistake is the same source with
one formula replaced.
"""

from __future__ import annotations

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import CodeType
from typing import Any

import numpy as np
from numpy.random import Generator

from quizcards.errors import QuizcardsError
from quizcards.trace.arrays import Numbers

MOST_TURNS = 1000
"""Of a loop that nobody has counted beforehand: each `while`, and each `for` of a deck."""

MOST_KEYS = 200
"""Of a dictionary. Each assignment keeps a copy of it."""

MOST_LETTERS = 1000
"""Of a word that is computed."""


@dataclass(frozen=True)
class Line:
    """One assignment as it stands in the source: `target = formula  # note`."""

    target: str
    formula: ast.expr
    note: str
    uses: tuple[str, ...]
    loop: str | None
    """Name of the variable of the innermost loop around the line; empty for a `while`."""
    condition: ast.expr | None = None
    """What the innermost loop asks before each turn, if it is a `while`."""

    @property
    def source(self) -> str:
        """The formula as written in Python."""
        return ast.unparse(self.formula)

    @property
    def asks(self) -> frozenset[str]:
        """The names in the condition."""
        nodes = ast.walk(self.condition) if self.condition else ()
        return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


@dataclass(frozen=True)
class Step:
    """One assignment as it ran.

    `turn` counts the rounds of the loops around it, from 1; `counters` holds the values of their
    variables.
    """

    line: Line
    value: Any
    turn: tuple[int, ...]
    counters: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.line.target

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(np.shape(self.value))

    @property
    def is_numeric(self) -> bool:
        """Whether the value is a number or an array of numbers: no word, and no dictionary."""
        return is_numeric(self.value)


def is_numeric(value: object) -> bool:
    """Say whether a value is a number or an array of numbers."""
    return np.asarray(value).dtype.kind in "biuf"


@dataclass(frozen=True)
class Gradients:
    """∂result/∂value for each input and each step of a trace, in the shape of the value.

    Zero where nothing flows from the result.
    """

    inputs: Mapping[str, Numbers]
    steps: tuple[Numbers, ...]


@dataclass(frozen=True)
class Trace:
    """Everything a function computed, in order, from these inputs to this result."""

    name: str
    inputs: Mapping[str, Any]
    steps: tuple[Step, ...]
    result: Any
    returned: str = ""
    """Name of the value that the function returns."""

    flow: Callable[[], Gradients] | None = None
    """What gives its gradients, where the code may not be evaluated again to find them."""

    @property
    def parts(self) -> list[list[Step]]:
        """The steps, parted where an outer loop begins or ends."""
        parts: list[list[Step]] = []
        for step in self.steps:
            last = parts[-1][-1].turn if parts else None
            if last is None or bool(last) != bool(step.turn) or step.turn[:1] < last[:1]:
                parts.append([])
            parts[-1].append(step)
        return parts

    def values(self, name: str) -> list[Any]:
        """Return every value that `name` took, the input first if it is one."""
        start = [self.inputs[name]] if name in self.inputs else []
        return start + [step.value for step in self.steps if step.name == name]

    def first(self, name: str) -> Any:
        """Return the value of `name` after its first assignment.

        Raises KeyError if it was never assigned.
        """
        for step in self.steps:
            if step.name == name:
                return step.value
        raise KeyError(name)

    def __getitem__(self, name: str) -> Any:
        """Return the last value of `name`. Raises KeyError if it never had one."""
        values = self.values(name)
        if not values:
            raise KeyError(name)
        return values[-1]

    def slice(self, name: str) -> list[Step]:
        """Return the steps that the last value of `name` was computed from, its own the last.

        What a `while` around them asks counts too: it says how often they ran.
        """
        lines = [step.line for step in self.steps]
        return [self.steps[i] for i in backward_slice(lines, name, with_conditions=True)]


def backward_slice(lines: Sequence[Line], name: str, with_conditions: bool = False) -> list[int]:
    """Return which of these lines, run in this order, the last value of `name` comes from.

    Their indices in order, that of the last assignment to `name` at the end; none where nothing
    assigns it. This is the dynamic backward slice of Agrawal & Horgan (1990), without the
    conditions that chose the lines, or with those of `while`.
    """
    wanted = {name}
    found: list[int] = []
    for i, line in reversed(list(enumerate(lines))):
        if line.target in wanted:
            wanted = (wanted - {line.target}) | set(line.uses)
            wanted |= line.asks if with_conditions else set()
            found.append(i)
    return found[::-1]


@dataclass(frozen=True)
class _Program:
    code: CodeType
    lines: tuple[Line, ...]
    returned: str


class _ReachedError(Exception):
    """The name that the run was to go up to has its value."""


def trace(
    function: Callable[..., object],
    params: Mapping[str, object],
    replaced: Mapping[str, str] | None = None,
    upto: str | None = None,
) -> Trace:
    """Run `function` on `params` (its defaults for the rest) and return its trace.

    `replaced` maps the name of an assigned value to another formula, in Python: that line then
    computes the mistake. The run ends where `upto` first gets a value, if it is given. Arrays among
    the inputs are copied first and the copies handed in, so nothing of the caller's changes.

    Raises KeyError if a parameter or a replaced name is not the function's, QuizcardsError if it
    does something else than assign, loop, choose and return; whatever the function raises.
    """
    inputs = {**defaults(function), **params}
    unknown = set(inputs) - set(_parameters(function))
    if unknown:
        raise KeyError(*sorted(unknown))
    program = _compile(_source(function), inspect.getfile(function), _pairs(replaced))
    return _run(program, function.__name__, function.__globals__, inputs, upto)


def trace_source(
    source: str,
    scope: Mapping[str, object],
    params: Mapping[str, object],
    replaced: Mapping[str, str] | None = None,
) -> Trace:
    """Run a function given as text, with the names of `scope`, and return its trace.

    Raises as `trace` does.
    """
    name = source.removeprefix("def ").split("(")[0]
    return _run(_compile(source, "<deck>", _pairs(replaced)), name, scope, params)


def _run(
    program: _Program,
    function: str,
    globals_of_it: Mapping[str, object],
    params: Mapping[str, object],
    upto: str | None = None,
) -> Trace:
    inputs = {name: _snapshot(value) for name, value in params.items()}
    steps: list[Step] = []
    turns: list[int] = []
    counters: dict[str, float] = {}

    def record(index: int, value: object) -> None:
        if isinstance(value, Generator):
            return  # a source of chance is not a value to show
        _check_size(program.lines[index].target, value)
        steps.append(Step(program.lines[index], _snapshot(value), tuple(turns), dict(counters)))
        if steps[-1].name == upto:
            raise _ReachedError

    def enter() -> None:
        turns.append(0)

    def turn(variable: str, value: float) -> None:
        turns[-1] += 1
        counters[variable] = value

    def again() -> None:
        turns[-1] += 1
        if turns[-1] > MOST_TURNS:
            raise QuizcardsError(
                f"while는 {MOST_TURNS}번까지 돌 수 있습니다. "
                "조건이 언젠가 거짓이 되는지 확인해 주세요."
            )

    scope: dict[str, Any] = dict(globals_of_it)
    scope |= {"__record__": record, "__enter__": enter, "__leave__": turns.pop}
    scope |= {"__turn__": turn, "__again__": again}
    exec(program.code, scope)
    copies = {name: _snapshot(value) for name, value in inputs.items()}
    try:
        result = _snapshot(scope[function](**copies))
    except _ReachedError:
        result = steps[-1].value
    return Trace(function, inputs, tuple(steps), result, program.returned)


def defaults(function: Callable[..., object]) -> dict[str, Any]:
    """Return the function's parameters that have a default, and these defaults."""
    return {
        name: p.default for name, p in _parameters(function).items() if p.default is not p.empty
    }


@cache
def _parameters(function: Callable[..., object]) -> Mapping[str, inspect.Parameter]:
    if not inspect.isfunction(function):  # NumPy's own have a signature since 2.4 only
        raise TypeError(f"not a plain function: {function!r}")
    return inspect.signature(function).parameters


def lines_of_source(source: str, replaced: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """Return the assignments of a function given as text, without running it."""
    return _compile(source, "<deck>", _pairs(replaced)).lines


@cache
def source_of(function: Callable[..., object]) -> str:
    """Return a function as text that needs none of its file: without defaults and docstring."""
    source = _source(function)
    definition = ast.parse(source).body[0]
    assert isinstance(definition, ast.FunctionDef), "a plain function"
    first = definition.body[ast.get_docstring(definition) is not None]
    parameters = ", ".join(argument.arg for argument in definition.args.args)
    body = source.splitlines()[first.lineno - 1 :]
    return "\n".join([f"def {definition.name}({parameters}):", *body])


def _pairs(replaced: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((replaced or {}).items()))


@cache
def _source(function: Callable[..., object]) -> str:
    return textwrap.dedent(inspect.getsource(function))


_NEVER_CHANGED = {bool, float, int, str}


def _snapshot(value: object) -> Any:
    """Return a copy that later changes do not reach, with NumPy's scalars as plain numbers."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {_plain_key(key): _snapshot(one) for key, one in value.items()}
    return value if type(value) in _NEVER_CHANGED else deepcopy(value)


def _plain_key(key: object) -> object:
    return tuple(map(_snapshot, key)) if isinstance(key, tuple) else _snapshot(key)


def _check_size(name: str, value: object) -> None:
    """Refuse what could grow from turn to turn. Raises QuizcardsError."""
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        raise QuizcardsError(f"{name}: 말이 {MOST_LETTERS}자를 넘습니다.")
    if not isinstance(value, dict):
        return
    if len(value) > MOST_KEYS:
        raise QuizcardsError(f"{name}: 사전에는 값을 {MOST_KEYS}개까지 담을 수 있습니다.")
    parts = [part for key in value for part in (key if isinstance(key, tuple) else (key,))]
    if not all(isinstance(part, _KEPT) for part in (*parts, *value.values())):
        raise QuizcardsError(f"{name}: 사전의 열쇠와 값은 수나 말 하나씩이어야 합니다.")
    if any(isinstance(part, str) and len(part) > MOST_LETTERS for part in parts):
        raise QuizcardsError(f"{name}: 사전의 열쇠가 {MOST_LETTERS}자를 넘습니다.")


_KEPT = (bool, int, float, str, np.generic)
"""What a dictionary may hold."""


# all demos with their mistakes; of decks with thousands of demos of their own, the last ones
@lru_cache(maxsize=2048)
def _compile(source: str, file: str, replaced: Sequence[tuple[str, str]]) -> _Program:
    definition = ast.parse(source).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"{source[:40]!r} is not a plain function")
    names = {
        node.id
        for node in ast.walk(definition)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names |= {argument.arg for argument in definition.args.args}
    writer = _Recorder(_comments(source), dict(replaced), names)
    definition.body = writer.block(definition.body, _Loop())
    unused = set(dict(replaced)) - writer.replaced
    if unused:
        raise KeyError(*sorted(unused))
    returned = [
        n.value.id
        for n in ast.walk(definition)
        if isinstance(n, ast.Return) and isinstance(n.value, ast.Name)
    ]
    module = ast.fix_missing_locations(ast.Module([definition], []))
    code = compile(module, file, "exec")
    return _Program(code, tuple(writer.lines), returned[-1] if returned else "")


@lru_cache(maxsize=256)
def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {t.start[0]: t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT}


@dataclass(frozen=True)
class _Loop:
    """The innermost loop around a line: none, a `for` and its variable, a `while` and its test."""

    variable: str | None = None
    condition: ast.expr | None = None


class _Recorder:
    """Rewrites a function body so that each assignment is recorded, and collects the lines."""

    def __init__(
        self, comments: Mapping[int, str], replaced: Mapping[str, str], names: set[str]
    ) -> None:
        self.comments = comments
        self.mistakes = replaced
        self.names = names
        self.replaced: set[str] = set()
        self.lines: list[Line] = []

    def block(self, body: Sequence[ast.stmt], loop: _Loop) -> list[ast.stmt]:
        return [new for statement in body for new in self.statement(statement, loop)]

    def statement(self, node: ast.stmt, loop: _Loop) -> list[ast.stmt]:
        match node:
            case ast.Assign(targets=[ast.Name() | ast.Tuple()]):
                return [node, *self.assignment(node, loop)]
            case ast.For(target=ast.Name(id=variable), orelse=[]):
                turn = _call("__turn__", ast.Constant(variable), ast.Name(variable, ast.Load()))
                node.body = [turn, *self.block(node.body, _Loop(variable))]
                return [_call("__enter__"), node, _call("__leave__")]
            case ast.While(test=test, orelse=[]):
                node.body = [_call("__again__"), *self.block(node.body, _Loop("", test))]
                return [_call("__enter__"), node, _call("__leave__")]
            case ast.If():
                node.body = self.block(node.body, loop)
                node.orelse = self.block(node.orelse, loop)
                return [node]
            case ast.Return() | ast.Expr(value=ast.Constant()):
                return [node]
        raise QuizcardsError(
            f"데모에는 대입, for, while, if, return만 쓸 수 있습니다: {ast.unparse(node)}"
        )

    def assignment(self, node: ast.Assign, loop: _Loop) -> list[ast.stmt]:
        """Note each name that the statement assigns, and return the calls that record them."""
        target = node.targets[0]
        value = node.value
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        formulas = [value] * len(names)  # of `a, b = f(x)` all computes each
        paired = False
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            paired = len(value.elts) == len(names)
        if isinstance(value, ast.Tuple) and paired:
            formulas = value.elts
        note = self.comments.get(node.end_lineno or node.lineno, "")
        recorded: list[ast.stmt] = []
        for i, name in enumerate(names):
            if not isinstance(name, ast.Name):
                raise QuizcardsError(
                    f"데모의 대입 왼쪽에는 이름만 쓸 수 있습니다: {ast.unparse(node)}"
                )
            formulas[i] = self.mistaken(name.id, formulas[i])
            uses = self.uses(formulas[i])
            line = Line(name.id, formulas[i], note, uses, loop.variable, loop.condition)
            self.lines.append(line)
            index = ast.Constant(len(self.lines) - 1)
            recorded.append(_call("__record__", index, ast.Name(name.id, ast.Load())))
        if isinstance(target, ast.Name):
            node.value = formulas[0]
        elif not paired and any(formula is not value for formula in formulas):
            raise QuizcardsError(f"한꺼번에 받은 값은 하나만 바꿀 수 없습니다: {ast.unparse(node)}")
        return recorded

    def mistaken(self, name: str, formula: ast.expr) -> ast.expr:
        """Return the formula that computes `name`: the given one, or the mistake in its place."""
        if name not in self.mistakes:
            return formula
        self.replaced.add(name)
        return ast.parse(self.mistakes[name], mode="eval").body

    def uses(self, formula: ast.expr) -> tuple[str, ...]:
        """Return the parameters and assigned names in a formula, in the order they stand in."""
        found = [
            node
            for node in ast.walk(formula)
            if isinstance(node, ast.Name) and node.id in self.names
        ]
        found.sort(key=lambda node: (node.lineno, node.col_offset))
        return tuple(dict.fromkeys(node.id for node in found))


def _call(name: str, *args: ast.expr) -> ast.stmt:
    return ast.Expr(ast.Call(ast.Name(name, ast.Load()), list(args), []))
