"""What a learner may write: one expression in place of a line of a demo, or the whole function.

It is what a deck may say (see `vet`) and more of NumPy, by name: what the lines of the shipped
demos use, and other ways to write the same. What passes still runs in the sandbox.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass

from quizcards.errors import perhaps
from quizcards.trace import vet
from quizcards.trace.vet import Refusal, Vetting

MOST_ARGUMENTS = vet.MOST_ARGUMENTS | {
    name: most
    for most, names in {
        1: """argsort atleast_1d atleast_2d column_stack corrcoef cov hstack isfinite isnan
            linalg.det linalg.eigh linalg.eigvalsh linalg.inv logical_not ndim negative ravel
            reciprocal rint shape stack unique vstack""",
        2: """add append average concatenate count_nonzero cross divide equal expand_dims
            floor_divide flip full_like greater greater_equal heaviside inner less less_equal
            linalg.cond linalg.norm linalg.pinv linalg.solve logaddexp logical_and logical_or matmul
            mod multiply not_equal pad percentile polyval power quantile repeat reshape roll squeeze
            subtract take tril triu vander""",
        3: "einsum tri",
    }.items()
    for name in names.split()
}
"""Each function with how many arguments it may be given by position."""

METHODS = {
    name: most
    for most, names in {
        0: "copy",
        1: "all any argmax argmin cumsum dot max mean min prod ravel round std sum var",
        2: "clip",
        4: "reshape transpose",
    }.items()
    for name in names.split()
}
"""What may be asked of an array, as in `x.sum(axis=0)`."""

BUILTINS = vet.BUILTINS | {"float", "int"}
KEYWORDS = vet.KEYWORDS | {"k", "ord"}
ATTRIBUTES = vet.ATTRIBUTES | {"ndim"}
SUBSET = (
    "산술(+ - * / ** @), 비교, 색인, 앞에서 값을 얻은 이름, np 함수로 된 식 하나를 쓸 수 있습니다"
)
STATEMENTS = "대입, for ... in range(...), while, if와 else, return만 쓸 수 있습니다"
_NAME = re.compile(r"_|_?[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_EINSUM = re.compile("[A-Za-z]+(,[A-Za-z]+)?(->[A-Za-z]*)?")


def vet_line(target: str, text: str, known: Iterable[str]) -> list[Refusal]:
    """Return everything in an expression that is not allowed where it is to give `target` a value.

    An empty list means that it may run where `known` names have values.
    """
    try:
        expression(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # what cannot be read at all is told by the place
        return vet.vet(f"{target} = {text}", known) or [Refusal(1, 1, SUBSET)]
    return vet.vet(f"{target} = {text.strip()}", known, Learners)


def expression(text: str) -> ast.expr:
    """Return one expression as a tree. Raises SyntaxError where it is none, or followed by more."""
    with warnings.catch_warnings(action="ignore"):  # as in `vet.parsed`
        return ast.parse(text.strip(), mode="eval").body


def vet_lines(text: str, known: Iterable[str]) -> list[Refusal]:
    """Return everything in lines of code, which may say as much each, that is not allowed."""
    return vet.vet(text, known, Learners)


def vet_function(function: ast.FunctionDef) -> list[Refusal]:
    """Return everything below the docstring of a function that is not allowed.

    Places are those of the text that it was read from. However it runs, it has to return something.
    """
    first, last = function.lineno, function.end_lineno or function.lineno
    if last - first > vet.MOST_LINES:
        return [Refusal(first, 1, vet.TOO_LONG)]
    vetting = Learners({argument.arg for argument in function.args.args})
    vetting.statements(body_of(function))
    if not vetting.refusals and not _returns(body_of(function)):
        return [Refusal(last, 1, "어느 길로 가든 return으로 끝나야 합니다")]
    return sorted(vetting.refusals)


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """Return the statements of a function without its docstring."""
    return function.body[ast.get_docstring(function) is not None :]


def _returns(body: list[ast.stmt]) -> bool:
    """Say whether statements end in a return whatever they choose."""
    match body[-1:]:
        case [ast.Return()]:
            return True
        case [ast.If(body=then, orelse=otherwise)]:
            return _returns(then) and _returns(otherwise)
    return False


@dataclass
class Learners(Vetting):
    """Lets more pass than a deck may say."""

    CAN = SUBSET
    STATEMENTS = STATEMENTS
    NAME = _NAME

    def statement(self, node: ast.stmt, depth: int, lists: bool) -> None:
        match node:
            case ast.If(test=test, body=body, orelse=orelse):
                self.expression(test)
                self.statements(body, depth)
                self.statements(orelse, depth)
            case ast.Return(value=ast.expr() as value):
                self.expression(value)
            case _:
                super().statement(node, depth, lists)

    def expression(self, node: ast.expr, depth: int = 0, lists: bool = False) -> None:
        inside: list[ast.expr]
        match node:
            case ast.BinOp(left=left, right=right, op=ast.BitAnd() | ast.BitOr() | ast.BitXor()):
                inside = [left, right]
            case ast.UnaryOp(op=ast.Invert() | ast.Not(), operand=operand):
                inside = [operand]
            case ast.BoolOp(values=values):
                inside = values
            case ast.IfExp(test=test, body=body, orelse=orelse):
                inside = [test, body, orelse]
            case ast.Compare(left=left, comparators=[word], ops=[ast.Eq() | ast.NotEq()]) if (
                _is_word(word)
            ):
                inside = [left]
            case ast.Attribute(value=value, attr=name) if name in ATTRIBUTES:
                inside = [value]
            case _:
                super().expression(node, depth, lists)
                return
        if depth > vet.MOST_NESTING:
            self.refuse(node, "식이 너무 깊습니다")
            return
        for part in inside:
            self.expression(part, depth + 1)

    def call(self, node: ast.Call, depth: int) -> None:
        if self.reads_dictionary(node, depth):
            return
        called = ast.unparse(node.func) if _is_dotted(node.func) else ""
        args = node.args
        if called.startswith("np.") and called[3:] in MOST_ARGUMENTS:
            most = MOST_ARGUMENTS[called[3:]]
            if called == "np.einsum" and args and _is_einsum(args[0]):
                args = args[1:]
        elif called in BUILTINS:
            most = len(args)
        elif isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            if not called.startswith("np."):
                self.expression(node.func.value, depth + 1)
            else:
                self.refuse(node, _no_function(called))
                return
            most = METHODS[node.func.attr]
        else:
            self.refuse(node, _no_function(called))
            return
        if len(args) > most:
            self.refuse(node, f"{called or '함수'}에는 값을 {most}개까지만 쓸 수 있습니다")
        for keyword in node.keywords:
            if keyword.arg in KEYWORDS:
                self.expression(keyword.value, depth + 1, lists=True)
            else:
                can = ", ".join(sorted(KEYWORDS))
                self.refuse(node, f"인자 {keyword.arg or '**'}: 쓸 수 있는 인자는 {can}입니다")
        for arg in args:
            self.expression(arg, depth + 1, lists=True)


def _is_dotted(node: ast.expr) -> bool:
    """Say whether an expression is a name, or names with points between."""
    return isinstance(node, ast.Name) or (
        isinstance(node, ast.Attribute) and _is_dotted(node.value)
    )


def _is_word(node: ast.expr) -> bool:
    """Say whether an expression is a text: a parameter may be compared with one of its words."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_einsum(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _EINSUM.fullmatch(node.value.replace(" ", "")) is not None
    )


def _no_function(called: str) -> str:
    bare = called.split(".")[-1]
    full = next((f"np.{name}" for name in MOST_ARGUMENTS if name.split(".")[-1] == bare), "")
    if not called:
        return f"부를 수 없는 것을 불렀습니다. {SUBSET}"
    near = f" {full}로 써 주세요" if full else perhaps(called, (f"np.{n}" for n in MOST_ARGUMENTS))
    return f"부를 수 없는 함수입니다: {called[:40]}.{near or f' {SUBSET}'}"
