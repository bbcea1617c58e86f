"""Formulas in LaTeX, from the syntax tree of the code: `m / (1 - beta1**t)` is typeset as \\frac{m}{1 - \\beta_1^{t}}."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from quizcards.trace.notation import ACCENTS, FIELD_NAMES, GREEK

_FIELD = {"α": r"\alpha", "ε": r"\epsilon", "σ²": r"\sigma^2", "λ": r"\lambda", "δ": r"\delta"}
_COMPARISONS = {
    ast.Lt: "<", ast.LtE: r"\le", ast.Gt: ">", ast.GtE: r"\ge", ast.Eq: "=", ast.NotEq: r"\ne",
}  # fmt: skip
_COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 7)
_NAMED = frozenset("exp log tanh sin cos max min".split())
_LATEX_NAMES = {"log": r"\ln", "tanh": r"\tanh", "sin": r"\sin", "cos": r"\cos", "max": r"\max", "min": r"\min"}
_ALIASES = {"maximum": "max", "minimum": "min"}
_BIG = {"sum": r"\sum", "prod": r"\prod"}
_FENCES = {"abs": (r"\lvert ", r"\rvert "), "floor": (r"\lfloor ", r"\rfloor "), "ceil": (r"\lceil ", r"\rceil ")}


def typeset(node: ast.expr) -> str:
    """Return the LaTeX of an expression."""
    return _Setter().write(node, 0)


def typeset_symbol(name: str) -> str:
    r"""Return how the field writes a Python name: `m_hat` \hat{m}, `beta1` \beta_1, `delta_w` \Delta w, `lr` \alpha."""
    if (field := FIELD_NAMES.get(name)) in _FIELD:
        return _FIELD[field]
    if name.startswith("delta_"):
        return rf"\Delta {typeset_symbol(name.removeprefix('delta_'))}"
    base, _, accent = name.rpartition("_")
    if base and accent in ACCENTS:
        return rf"\{accent}{{{typeset_symbol(base)}}}"
    stem = name.rstrip("0123456789")
    index = name[len(stem) :]
    letter = rf"\{stem}" if stem in GREEK else stem
    if len(stem) == 1 or stem in GREEK or (len(stem) == 2 and stem[0] == "d"):
        return f"{letter}_{{{index}}}" if index else letter
    return rf"\mathrm{{{name}}}".replace("_", r"\_")


class _Setter:
    def write(self, node: ast.expr, context: int) -> str:
        text, binding = self.expression(node)
        return rf"\left({text}\right)" if binding < context else text

    def expression(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
                return typeset_symbol(name), _ATOM if "^" not in typeset_symbol(name) else _POWER
            case ast.Constant(value=value):
                return _constant(value), _ATOM
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"-{self.write(operand, _POWER)}", _SUM
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(left, op, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return f"{self.write(left, _SUM)} {_COMPARISONS[type(op)]} {self.write(right, _SUM)}", _COMPARE
            case ast.Attribute(value=value, attr="T"):
                return rf"{self.write(value, _ATOM)}^{{\top}}", _POWER
            case ast.Call(func=func, args=args, keywords=keywords):
                return self.call(ast.unparse(func).removeprefix("np."), args, keywords)
            case ast.Subscript(value=value, slice=index):
                indices = index.elts if isinstance(index, ast.Tuple) else [index]
                return f"{self.write(value, _ATOM)}[{self.listed(indices)}]", _ATOM
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return f"[{self.listed(elements)}]", _ATOM
        return rf"\texttt{{{ast.unparse(node)}}}".replace("_", r"\_"), 0

    def binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> tuple[str, int]:
        match op:
            case ast.Add():
                return f"{self.write(left, _SUM)} + {self.write(right, _PRODUCT)}", _SUM
            case ast.Sub():
                return f"{self.write(left, _SUM)} - {self.write(right, _PRODUCT)}", _SUM
            case ast.Mult():
                return rf"{self.write(left, _PRODUCT)} \cdot {self.write(right, _SIGN)}", _PRODUCT
            case ast.MatMult():
                return rf"{self.write(left, _PRODUCT)} \, {self.write(right, _SIGN)}", _PRODUCT
            case ast.Div():
                return rf"\frac{{{self.write(left, 0)}}}{{{self.write(right, 0)}}}", _POWER
            case ast.FloorDiv():
                return rf"\lfloor \frac{{{self.write(left, 0)}}}{{{self.write(right, 0)}}} \rfloor ", _ATOM
            case ast.Pow():
                return f"{self.write(left, _ATOM)}^{{{self.write(right, 0)}}}", _POWER
        return rf"{self.write(left, _PRODUCT)} \operatorname{{mod}} {self.write(right, _SIGN)}", _COMPARE

    def listed(self, nodes: Sequence[ast.expr]) -> str:
        return ", ".join(self.write(node, 0) for node in nodes)

    def call(self, name: str, args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> tuple[str, int]:
        options = [f"{k.arg}={self.write(k.value, 0)}" for k in keywords if k.arg not in ("axis", "keepdims")]
        if len(args) == 1 and not options:
            if name == "sqrt":
                return rf"\sqrt{{{self.write(args[0], 0)}}}", _ATOM
            if name == "exp":
                return f"e^{{{self.write(args[0], 0)}}}", _POWER
            if name in _FENCES:
                opening, closing = _FENCES[name]
                return f"{opening}{self.write(args[0], 0)}{closing}", _ATOM
            if name in _BIG:
                return f"{_BIG[name]} {self.write(args[0], _PRODUCT)}", _PRODUCT
        named = _ALIASES.get(name, name)
        head = _LATEX_NAMES[named] if named in _NAMED and named in _LATEX_NAMES else rf"\operatorname{{{named}}}"
        return rf"{head}\left({', '.join([self.listed(args), *options])}\right)".replace("_", r"\_", 0), _ATOM


def _constant(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    mantissa, _, exponent = repr(value).removesuffix(".0").partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent)}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"
