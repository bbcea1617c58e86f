"""The walk over a Python expression that writes it as mathematics.

`Writer` looks at the syntax tree and says what stands there: a power, a sum, a choice. A subclass
for each notation says how that is written: `notation` on one line of text, `typeset` in two
dimensions. What is written carries how tightly it binds, and an operand that binds less tightly
than its place asks for is put in parentheses.
"""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Binding(IntEnum):
    """How tightly a construct binds. Each notation has its own rungs of the ladder."""

    ALONE = 0
    """What stands alone, like a choice."""
    COMPARE = 1
    SUM = 2
    REACH = 3
    """A big operator, which reaches over every factor after it (two dimensions)."""
    QUOTIENT = 4
    """A quotient or a matrix product on one line."""
    PRODUCT = 5
    MATRIX = 6
    """A matrix product written side by side (two dimensions)."""
    SIGN = 7
    POWER = 8
    ATOM = 9


class Operation(NamedTuple):
    """An operator: its sign, how tightly it binds, and how tightly its operands must."""

    sign: str
    binding: Binding
    left: Binding
    right: Binding


OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.Mod)
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "≤",
    ast.Gt: ">",
    ast.GtE: "≥",
    ast.Eq: "=",
    ast.NotEq: "≠",
}
FENCES = {"abs": ("|", "|"), "floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
FUNCTIONS = {"sum": "∑", "prod": "∏", "log": "ln", "maximum": "max", "minimum": "min"}
"""Functions of NumPy that mathematics calls by another name."""


class Writer(ABC, Generic[T]):
    """Writes expressions as a T: a text, or a tree."""

    operations: Mapping[type[ast.operator], Operation]
    beside: Binding
    """How tightly what stands in a list, a slice or a choice must bind."""

    def write(self, node: ast.expr, least: Binding) -> T:
        """Write a part, in parentheses where it binds less tightly than `least`."""
        return self.within(self.expression(node), least)

    def within(self, written: tuple[T, Binding], least: Binding) -> T:
        """Return what is written, in parentheses where it binds less tightly than `least`."""
        inside, binding = written
        return self.fence("(", inside, ")") if binding < least else inside

    def after_sign(self, written: T) -> T:
        """Return what follows a sign, in parentheses if it begins with a minus."""
        return self.fence("(", written, ")") if self.begins_with_minus(written) else written

    def expression(self, node: ast.expr) -> tuple[T, Binding]:
        """Write an expression, and say how tightly it binds."""
        match node:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
                return self.name(name)
            case ast.Constant(value=str() as text):
                is_word = any(map(str.isalnum, text))
                return self.word(text if is_word else f"'{text}'"), Binding.ATOM
            case ast.Constant(value=value):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    return self.number(value)
                return self.word(str(value)), Binding.ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.negative(operand)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.expression(operand)
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self.power(base, exponent)
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                quotient = self.write(ast.BinOp(left, ast.Div(), right), Binding.ALONE)
                return self.fence("⌊", quotient, "⌋"), Binding.ATOM
            case ast.BinOp(left=left, op=op, right=right) if isinstance(op, OPERATORS):
                return self.binary(left, op, right)
            case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Dict() as right):
                united = self.write(left, Binding.SUM), self.operator("∪"), self.dictionary(right)
                return self.row(*united), Binding.SUM
            case ast.Compare(left=left, ops=ops, comparators=rights) if all(
                type(op) in COMPARISONS for op in ops
            ):
                return self.comparison(left, ops, rights), Binding.COMPARE
            case ast.BoolOp(op=op, values=values):
                return self.logical(op, values), Binding.ALONE
            case ast.IfExp(test=test, body=chosen, orelse=other):
                return self.choice(test, chosen, other), Binding.ALONE
            case ast.Call(
                func=ast.Attribute(ast.Name("np"), "where"), args=[test, chosen, other], keywords=[]
            ):
                return self.choice(test, chosen, other), Binding.ALONE
            case ast.Call(
                func=ast.Attribute(ast.Name("np"), "vstack"), args=[ast.Tuple(elts=blocks)]
            ):
                return self.stacked(blocks), Binding.ATOM
            case ast.Call(func=func, args=args, keywords=keywords):
                # keepdims only keeps the shape; every other keyword (axis, ddof) changes the
                # numbers, so it is shown
                options = [self.option(k) for k in keywords if k.arg != "keepdims"]
                return self.call(ast.unparse(func).removeprefix("np."), args, options)
        return self.array(node)

    def array(self, node: ast.expr) -> tuple[T, Binding]:
        """Write what has to do with arrays, and at last whatever mathematics has no sign for."""
        match node:
            case ast.Attribute(value=value, attr="T"):
                return self.transposed(self.write(value, Binding.ATOM)), Binding.POWER
            case ast.Attribute(value=value, attr=name):
                owner = self.write(value, Binding.ATOM)
                return self.row(owner, self.tight("."), self.word(name)), Binding.ATOM
            case ast.Subscript(value=value, slice=index):
                indices = index.elts if isinstance(index, ast.Tuple) else [index]
                picked = self.fence("[", self.listed(indices), "]")
                return self.row(self.write(value, Binding.ATOM), picked), Binding.ATOM
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return self.fence("[", self.listed(elements), "]"), Binding.ATOM
            case ast.Slice(lower=lower, upper=upper, step=step):
                return self.slice([lower, upper, step] if step else [lower, upper]), Binding.ATOM
            case ast.Dict(keys=keys) if all(keys):
                return self.dictionary(node), Binding.ATOM
        return self.word(ast.unparse(node)), Binding.ALONE

    def binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> tuple[T, Binding]:
        sign, binding, least_left, least_right = self.operations[type(op)]
        second = self.after_sign(self.write(right, least_right))
        return self.row(self.write(left, least_left), self.operator(sign), second), binding

    def comparison(self, left: ast.expr, ops: Sequence[ast.cmpop], rights: Sequence[ast.expr]) -> T:
        parts = [self.write(left, Binding.SUM)]
        for op, right in zip(ops, rights, strict=True):
            parts += [self.operator(COMPARISONS[type(op)]), self.write(right, Binding.SUM)]
        return self.row(*parts)

    def logical(self, op: ast.boolop, values: Sequence[ast.expr]) -> T:
        """Write conditions that must all hold, or one of which must."""
        between = self.comma() if isinstance(op, ast.And) else self.operator("∨")
        parts = [self.write(values[0], Binding.COMPARE)]
        for value in values[1:]:
            parts += [between, self.write(value, Binding.COMPARE)]
        return self.row(*parts)

    def dictionary(self, node: ast.Dict) -> T:
        """Write a dictionary: {a: 1, b: 2}."""
        entries = [
            self.row(self.write(key, self.beside), self.tight(": "), self.write(one, self.beside))
            for key, one in zip(node.keys, node.values, strict=True)
            if key is not None
        ]
        return self.fence("{", self.separated(entries), "}")

    def stacked(self, blocks: Sequence[ast.expr]) -> T:
        """Write blocks of rows one above the other: [A ; B]."""
        parts = [self.write(blocks[0], self.beside)]
        for block in blocks[1:]:
            parts += [self.operator(";"), self.write(block, self.beside)]
        return self.fence("[", self.row(*parts), "]")

    def slice(self, bounds: Sequence[ast.expr | None]) -> T:
        parts: list[T] = []
        for i, bound in enumerate(bounds):
            parts += [self.tight(":")] if i else []
            parts += [self.write(bound, self.beside)] if bound else []
        return self.row(*parts)

    def listed(self, nodes: Sequence[ast.expr]) -> T:
        return self.separated([self.write(node, self.beside) for node in nodes])

    def separated(self, parts: Sequence[T]) -> T:
        """Write parts with commas between them."""
        spaced: list[T] = []
        for i, part in enumerate(parts):
            spaced += [self.comma(), part] if i else [part]
        return self.row(*spaced)

    def option(self, keyword: ast.keyword) -> T:
        """Write a keyword argument."""
        name = self.word(keyword.arg or "**")
        return self.row(name, self.tight("="), self.write(keyword.value, Binding.ALONE))

    # What a notation must say, from signs to constructs.

    @abstractmethod
    def row(self, *parts: T) -> T:
        """Write parts side by side."""

    @abstractmethod
    def operator(self, sign: str) -> T:
        """Write a sign that stands between two operands."""

    @abstractmethod
    def tight(self, sign: str) -> T:
        """Write a sign without space around it."""

    @abstractmethod
    def comma(self) -> T:
        """Write what stands between the parts of a list."""

    @abstractmethod
    def word(self, text: str) -> T:
        """Write what is no mathematics as the text that it is."""

    @abstractmethod
    def fence(self, opening: str, inside: T, closing: str) -> T:
        """Write a part between two delimiters."""

    @abstractmethod
    def begins_with_minus(self, written: T) -> bool:
        """Say whether a reader meets a minus first."""

    @abstractmethod
    def name(self, name: str) -> tuple[T, Binding]:
        """Write a name as the field does."""

    @abstractmethod
    def number(self, value: float) -> tuple[T, Binding]:
        """Write a number as it stands in the code: a formula must not round."""

    @abstractmethod
    def negative(self, operand: ast.expr) -> tuple[T, Binding]: ...

    @abstractmethod
    def power(self, base: ast.expr, exponent: ast.expr) -> tuple[T, Binding]: ...

    @abstractmethod
    def transposed(self, value: T) -> T: ...

    @abstractmethod
    def choice(self, test: ast.expr, chosen: ast.expr, other: ast.expr) -> T: ...

    @abstractmethod
    def call(
        self, name: str, args: Sequence[ast.expr], options: Sequence[T]
    ) -> tuple[T, Binding]: ...
