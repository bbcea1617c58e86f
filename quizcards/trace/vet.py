"""What a demo written in a deck may say: assignments, arithmetic, indexing, comparisons, `for` over range, and some of NumPy.

A deck is untrusted, so this is a list of what is allowed; whatever is not on it is refused with its line. The code
that passes still runs in a process of its own (see `sandbox`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

FUNCTIONS = frozenset(
    """
    abs all any arange argmax argmin array ceil clip cos cumsum diag dot exp expm1 eye floor full linspace log log1p log2
    max maximum mean median min minimum ones ones_like outer prod round sign sin size sort sqrt square std sum tan tanh
    trace transpose var where zeros zeros_like
    """.split()
)
CONSTANTS = frozenset(("pi", "e"))
BUILTINS = frozenset(("abs", "len", "max", "min", "round", "sum"))
KEYWORDS = frozenset(("axis", "keepdims", "ddof"))
ATTRIBUTES = frozenset(("T", "shape", "size"))
MOST_LINES, MOST_CHARACTERS, MOST_NESTING = 100, 10_000, 30
LARGEST_NUMBER = 1e12
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_KEYWORDS_OF_OURS = frozenset(("np", "range", *BUILTINS))
_ODD_BREAKS = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # lines to some readers and not to others
_SUBSET = "대입, 산술, 비교, 색인, for ... in range(...), np 함수만 쓸 수 있습니다"


@dataclass(frozen=True)
class Refusal:
    """Why a line is not run; line and column count from 1."""

    line: int
    column: int
    message: str


def vet(source: str) -> list[Refusal]:
    """Return everything in the code that is not allowed; an empty list means it may run."""
    if len(source) > MOST_CHARACTERS or source.count("\n") > MOST_LINES:
        return [Refusal(1, 1, f"코드가 너무 깁니다. {MOST_LINES}줄, {MOST_CHARACTERS}자까지 쓸 수 있습니다")]
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
        return [Refusal(line, column, "파이썬 식으로 읽을 수 없습니다")]
    if _ODD_BREAKS.search(source):
        return [Refusal(1, 1, "줄은 보통의 줄바꿈으로만 나눌 수 있습니다")]
    refusals = sorted(_statements(body), key=lambda refusal: (refusal.line, refusal.column))
    return refusals or ([] if body else [Refusal(1, 1, "빈 코드입니다")])


def _refuse(node: ast.AST, message: str) -> Refusal:
    return Refusal(getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1, message)


def _statements(body: list[ast.stmt], depth: int = 0) -> Iterator[Refusal]:
    for before, node in zip((None, *body), body, strict=False):
        if before is not None and before.end_lineno == node.lineno:
            yield _refuse(node, "한 줄에는 문장 하나만 쓸 수 있습니다")
        match node:
            case ast.Assign(targets=[ast.Name() as target], value=value):
                yield from _name(target)
                yield from _expression(value, 0)
            case ast.For(target=ast.Name() as variable, iter=ast.Call(func=ast.Name(id="range")) as call, orelse=[]):
                yield from _name(variable)
                if depth >= 2:
                    yield _refuse(node, "for는 두 겹까지만 쓸 수 있습니다")
                if call.keywords or not 1 <= len(call.args) <= 3:
                    yield _refuse(call, "range(n) 또는 range(a, b)로 써 주세요")
                for arg in call.args:
                    yield from _expression(arg, 0)
                yield from _statements(node.body, depth + 1)
            case ast.For():
                yield _refuse(node, "for는 range(...) 위에서만 돌 수 있습니다")
            case ast.Import() | ast.ImportFrom():
                yield _refuse(node, "import는 쓸 수 없습니다. np는 이미 있습니다")
            case _:
                yield _refuse(node, f"{type(node).__name__}: {_SUBSET}")


def _name(node: ast.Name) -> Iterator[Refusal]:
    if not _NAME.fullmatch(node.id):
        yield _refuse(node, f"이름 '{node.id}'은 쓸 수 없습니다. 영문자로 시작하고 밑줄은 사이에 하나씩만 씁니다")
    elif node.id in _KEYWORDS_OF_OURS:
        yield _refuse(node, f"'{node.id}'에는 값을 넣을 수 없습니다")


def _expression(node: ast.expr, depth: int) -> Iterator[Refusal]:
    if depth > MOST_NESTING:
        yield _refuse(node, "식이 너무 깊습니다. 여러 줄로 나누어 주세요")
        return

    def inside(*nodes: ast.expr) -> Iterator[Refusal]:
        for part in nodes:
            yield from _expression(part, depth + 1)

    match node:
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=int() | float() as value) if abs(value) <= LARGEST_NUMBER:
            return
        case ast.Constant(value=int() | float()):
            yield _refuse(node, f"수는 {LARGEST_NUMBER:.0e}까지 쓸 수 있습니다")
        case ast.Name(id=name):
            if not _NAME.fullmatch(name) or name in _KEYWORDS_OF_OURS:
                yield _refuse(node, f"이름 '{name}'은 여기에 쓸 수 없습니다")
        case ast.BinOp(left=left, right=right, op=op) if not isinstance(
            op, (ast.LShift, ast.RShift, ast.BitOr, ast.BitXor, ast.BitAnd)
        ):
            yield from inside(left, right)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            yield from inside(operand)
        case ast.Compare(left=left, comparators=comparators, ops=ops) if not any(
            isinstance(op, (ast.In, ast.NotIn, ast.Is, ast.IsNot)) for op in ops
        ):
            yield from inside(left, *comparators)
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            yield from inside(*elements)
        case ast.Subscript(value=value, slice=index):
            yield from inside(value)
            yield from _index(index, depth + 1)
        case ast.Attribute(value=ast.Name(id="np"), attr=name):
            if name not in CONSTANTS:
                yield _refuse(node, f"np.{name}은 쓸 수 없습니다. 쓸 수 있는 상수: {', '.join(sorted(CONSTANTS))}")
        case ast.Attribute(value=value, attr=name) if name in ATTRIBUTES:
            yield from inside(value)
        case ast.Call():
            yield from _call(node, depth)
        case _:
            yield _refuse(node, f"{type(node).__name__}: {_SUBSET}")


def _index(node: ast.expr, depth: int) -> Iterator[Refusal]:
    match node:
        case ast.Slice(lower=lower, upper=upper, step=step):
            for part in (lower, upper, step):
                if part is not None:
                    yield from _expression(part, depth)
        case ast.Tuple(elts=elements):
            for element in elements:
                yield from _index(element, depth)
        case ast.Constant(value=None):
            return
        case _:
            yield from _expression(node, depth)


def _call(node: ast.Call, depth: int) -> Iterator[Refusal]:
    match node.func:
        case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in FUNCTIONS:
            pass
        case ast.Name(id=name) if name in BUILTINS:
            pass
        case _:
            called = ast.unparse(node.func)[:40]
            allowed = ", ".join(sorted(FUNCTIONS))
            yield _refuse(node, f"{called}(...)은 부를 수 없습니다. 부를 수 있는 np 함수: {allowed}")
            return
    for keyword in node.keywords:
        if keyword.arg not in KEYWORDS:
            yield _refuse(node, f"인자 {keyword.arg}=은 쓸 수 없습니다. 쓸 수 있는 것: {', '.join(sorted(KEYWORDS))}")
        else:
            yield from _expression(keyword.value, depth + 1)
    for arg in node.args:
        yield from _expression(arg, depth + 1)
