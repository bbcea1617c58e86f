"""Backpropagation over a trace: the gradient of the result with respect to every value on the way.

The trace already holds the syntax tree of every line in the order it ran, loops unrolled. Each line is evaluated
again into nodes that know their local derivatives, and the chain rule runs over them from last to first
(reverse-mode automatic differentiation; Goodfellow et al., Deep Learning, section 6.5).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from quizcards.trace.tracer import Trace

Back = Callable[[Any], Any]
"""From the gradient of a node to the gradient of one of its parents."""


class NotDifferentiableError(ValueError):
    """The trace goes through something that has no gradient here; the message names it."""


@dataclass(frozen=True)
class Gradients:
    """∂result/∂value for each input and for each step of the trace, in the shape of the value; zero where nothing flows."""

    inputs: Mapping[str, Any]
    steps: tuple[Any, ...]


@dataclass(eq=False)
class _Node:
    value: Any
    parents: Sequence[tuple[_Node, Back]] = ()
    gradient: Any = field(default=0.0)


def gradients(trace: Trace, result: str | None = None) -> Gradients:
    """Return the gradient of the last value of `result` (by default what is returned; an array counts as its sum).

    Raises NotDifferentiableError for functions without a derivative rule.
    """
    tape = _Tape()
    inputs = {name: tape.leaf(value) for name, value in trace.inputs.items() if not isinstance(value, str)}
    names = dict(inputs)
    steps: list[_Node] = []
    for step in trace.steps:
        counters = {name: tape.leaf(value) for name, value in step.counters.items()}
        node = tape.expression(step.line.formula, names | counters)
        names[step.name] = node
        steps.append(node)
    last = names[result or trace.returned or trace.steps[-1].name]
    last.gradient = np.ones_like(np.asarray(last.value, dtype=float))
    for node in reversed(tape.nodes):
        for parent, back in node.parents:
            parent.gradient = parent.gradient + _reduced(back(node.gradient), np.shape(parent.value))
    return Gradients(
        {name: _shaped(node) for name, node in inputs.items()},
        tuple(_shaped(node) for node in steps),
    )


def _shaped(node: _Node) -> Any:
    """Return a node's gradient in the shape of its value."""
    gradient = np.broadcast_to(np.asarray(node.gradient, dtype=float), np.shape(node.value))
    return gradient.copy() if gradient.shape else float(gradient)


def _reduced(gradient: Any, shape: tuple[int, ...]) -> Any:
    """Sum a gradient over the axes along which its value was broadcast."""
    gradient = np.asarray(gradient)
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1 and gradient.shape[axis] != 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


class _Tape:
    """The nodes in the order they were computed."""

    def __init__(self) -> None:
        self.nodes: list[_Node] = []

    def leaf(self, value: Any) -> _Node:
        return self.node(value)

    def node(self, value: Any, *parents: tuple[_Node, Back]) -> _Node:
        node = _Node(value, parents)
        self.nodes.append(node)
        return node

    def expression(self, tree: ast.expr, names: Mapping[str, _Node]) -> _Node:
        def of(part: ast.expr) -> _Node:
            return self.expression(part, names)

        match tree:
            case ast.Name(id=name):
                # a node of its own, so that `u = v` gives u and v a gradient each
                return self.node(names[name].value, (names[name], lambda g: g))
            case ast.Constant(value=value):
                return self.leaf(value)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                a = of(operand)
                return self.node(-a.value, (a, lambda g: -g))
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(op, of(left), of(right))
            case ast.Compare():
                return self.leaf(_evaluated(tree, names))
            case ast.Attribute(value=inner, attr="T"):
                a = of(inner)
                return self.node(a.value.T, (a, lambda g: g.T))
            case ast.Attribute(value=ast.Name(id="np")):
                return self.leaf(_evaluated(tree, names))
            case ast.Subscript(value=inner):
                return self.subscript(tree, of(inner), names)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=function), args=args, keywords=keywords):
                options = {k.arg or "": _evaluated(k.value, names) for k in keywords}
                return self.call(function, [of(arg) for arg in args], options)
        raise NotDifferentiableError(ast.unparse(tree))

    def binary(self, op: ast.operator, a: _Node, b: _Node) -> _Node:
        x, y = a.value, b.value
        match op:
            case ast.Add():
                return self.node(x + y, (a, lambda g: g), (b, lambda g: g))
            case ast.Sub():
                return self.node(x - y, (a, lambda g: g), (b, lambda g: -g))
            case ast.Mult():
                return self.node(x * y, (a, lambda g: g * y), (b, lambda g: g * x))
            case ast.Div():
                return self.node(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))
            case ast.Pow():
                return self.power(a, b)
            case ast.MatMult():
                return self.node(x @ y, (a, lambda g: _matmul_left(g, x, y)), (b, lambda g: _matmul_right(g, x)))
        raise NotDifferentiableError(type(op).__name__)

    def power(self, a: _Node, b: _Node) -> _Node:
        x, y = a.value, b.value
        value = x**y
        by_base = (a, lambda g: g * y * np.where(np.equal(y, 0), 0.0, np.asarray(x, dtype=float) ** (y - 1.0)))
        if np.all(np.asarray(x) > 0):
            return self.node(value, by_base, (b, lambda g: g * value * np.log(x)))
        return self.node(value, by_base)  # a negative base has no gradient with respect to its exponent

    def subscript(self, tree: ast.Subscript, a: _Node, names: Mapping[str, _Node]) -> _Node:
        index = _evaluated(tree.slice, names)

        def back(g: Any) -> Any:
            whole = np.zeros_like(np.asarray(a.value, dtype=float))
            np.add.at(whole, index, g)
            return whole

        return self.node(a.value[index], (a, back))

    def call(self, function: str, args: list[_Node], options: Mapping[str, Any]) -> _Node:
        values = [arg.value for arg in args]
        if function in _CONSTANT:
            return self.leaf(getattr(np, function)(*values, **options))
        if function in _ELEMENTWISE and len(args) == 1:
            value = getattr(np, function)(values[0])
            return self.node(value, (args[0], lambda g: g * _ELEMENTWISE[function](values[0], value)))
        if function in ("sum", "mean") and len(args) == 1:
            return self.reduction(function, args[0], options)
        if function in ("maximum", "minimum"):
            sign = 1 if function == "maximum" else -1
            a, b = args
            wins = np.sign(sign * (a.value - b.value)) / 2 + 0.5  # a tie shares the gradient
            value = getattr(np, function)(*values)
            return self.node(value, (a, lambda g: g * wins), (b, lambda g: g * (1 - wins)))
        if function == "where":
            chosen, a, b = args
            value = np.where(*values)
            yes = (a, lambda g: np.where(chosen.value, g, 0.0))
            return self.node(value, yes, (b, lambda g: np.where(chosen.value, 0.0, g)))
        if function == "dot":
            return self.binary(ast.MatMult(), *args)
        raise NotDifferentiableError(f"np.{function}")

    def reduction(self, function: str, a: _Node, options: Mapping[str, Any]) -> _Node:
        value = getattr(np, function)(a.value, **options)
        shape = np.shape(a.value)
        share = 1.0 if function == "sum" else np.size(value) / np.size(a.value)

        def back(g: Any) -> Any:
            axis = options.get("axis")
            kept = g if axis is None or options.get("keepdims") else np.expand_dims(g, axis)
            return np.broadcast_to(kept, shape) * share

        return self.node(value, (a, back))


_CONSTANT = frozenset("size shape zeros ones zeros_like ones_like sign floor ceil round arange argmax argmin".split())
"""Functions whose derivative is zero wherever it exists, or that look only at the shape."""

_ELEMENTWISE: Mapping[str, Callable[[Any, Any], Any]] = {
    "exp": lambda _, y: y,
    "log": lambda x, _: 1 / x,
    "log1p": lambda x, _: 1 / (1 + x),
    "expm1": lambda _, y: y + 1,
    "sqrt": lambda _, y: 0.5 / y,
    "square": lambda x, _: 2 * x,
    "abs": lambda x, _: np.sign(x),
    "tanh": lambda _, y: 1 - y**2,
    "sin": lambda x, _: np.cos(x),
    "cos": lambda x, _: -np.sin(x),
}
"""Function -> its derivative, from the argument x and the value y."""


def _evaluated(tree: ast.expr, names: Mapping[str, _Node]) -> Any:
    """Evaluate a part that carries no gradient: a condition, an index, an option."""
    code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<trace>", "eval")
    return eval(code, {"np": np}, {name: node.value for name, node in names.items()})


def _matmul_left(g: Any, x: Any, y: Any) -> Any:
    if np.ndim(y) == 1:
        return np.multiply.outer(g, y)
    return g @ y.T if np.ndim(x) > 1 else y @ g


def _matmul_right(g: Any, x: Any) -> Any:
    if np.ndim(x) == 1:
        return np.multiply.outer(x, g)
    return x.T @ g
