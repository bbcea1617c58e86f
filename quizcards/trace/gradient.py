"""Backpropagation over a trace: the gradient of the result with respect to every value on the way.

The trace already holds the syntax tree of every line in the order it ran, loops unrolled. Each line
is evaluated again into nodes that know their local derivatives, and the chain rule runs over them
from last to first (reverse-mode automatic differentiation; Goodfellow et al., Deep Learning,
section 6.5).
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, MappingView, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from quizcards.trace.arrays import FloatArray, Numbers
from quizcards.trace.derivatives import (
    BOUNDS,
    CONSTANT,
    OPTIONS,
    RULES,
    Pullback,
    Rule,
    matmul,
    vstack,
)
from quizcards.trace.tracer import Gradients, Step, Trace

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult)


class NotDifferentiableError(ValueError):
    """The result depends on something that has no derivative here; the message names it."""


@dataclass(eq=False)
class _Node:
    """A value on the tape, and how its gradient flows back to what it was computed from."""

    value: Any
    """A number or an array; a tuple where a function gives several."""

    parents: Sequence[tuple[_Node, Pullback]] = ()
    grad: FloatArray | None = None
    """∂result/∂value (the adjoint), in the shape of the value; None until something flows back."""

    @property
    def is_constant(self) -> bool:
        """Whether nothing varies in it.

        An input within a formula is no constant: its name is a node over it.
        """
        return not self.parents

    def accumulate(self, grad: FloatArray) -> None:
        """Add a gradient that flows back from one use of the value."""
        summed = _unbroadcast(grad, np.shape(self.value))
        self.grad = summed if self.grad is None else self.grad + summed


def gradients(trace: Trace, result: str | None = None) -> Gradients:
    """Return the gradient of the last value of `result` with respect to everything before it.

    By default `result` is what the function returns; an array counts as its sum. Raises
    NotDifferentiableError where the chain from the result goes through a function without a
    derivative rule.

    >>> from quizcards import demos
    >>> run = demos.load("gradient-descent").run({"w": 0.0, "steps": 1})
    >>> gradients(run).inputs["w"]
    0.8
    """
    if trace.flow is not None:
        return trace.flow()
    tape = _Tape()
    inputs = {
        name: tape.node(value) for name, value in trace.inputs.items() if not isinstance(value, str)
    }
    names = dict(inputs)
    steps: list[_Node] = []
    for step in trace.steps:
        counters = {name: tape.node(value) for name, value in step.counters.items()}
        node = tape.step(step, names | counters)
        names[step.name] = node
        steps.append(node)
    last = names[result or trace.returned or trace.steps[-1].name]
    last.accumulate(np.ones(np.shape(last.value)))
    tape.backward()
    return Gradients(
        {name: _grad(node) for name, node in inputs.items()}, tuple(_grad(node) for node in steps)
    )


def _grad(node: _Node) -> Numbers:
    """Return a node's gradient in the shape of its value: zero where nothing flowed back."""
    flowed = 0.0 if node.grad is None else node.grad
    grad = np.broadcast_to(np.asarray(flowed, dtype=float), np.shape(node.value))
    return grad.copy() if grad.shape else float(grad)


def _unbroadcast(grad: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Sum a gradient over the axes along which its value, of this shape, was broadcast."""
    grad = np.asarray(grad)
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1 and grad.shape[axis] != 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class _Tape:
    """The nodes in the order they were computed (a Wengert list)."""

    def __init__(self) -> None:
        self.nodes: list[_Node] = []

    def node(self, value: Any, *parents: tuple[_Node, Pullback]) -> _Node:
        """Put a value on the tape; without parents it is a leaf, through which nothing flows."""
        node = _Node(value, parents)
        self.nodes.append(node)
        return node

    def backward(self) -> None:
        """Let the gradients flow back from the last node to the first."""
        for node in reversed(self.nodes):
            if node.grad is None:
                continue
            for parent, pullback in node.parents:
                parent.accumulate(pullback(node.grad))

    def step(self, step: Step, names: Mapping[str, _Node]) -> _Node:
        """Evaluate a line of the trace again, over the nodes of its names."""
        formula = step.line.formula
        # a source of chance is not kept
        if set(step.line.uses) <= names.keys() and not _calls_a_helper(formula):
            node = self.expression(formula, names)
            if not isinstance(node.value, tuple) and np.shape(node.value) == step.shape:
                return node
            if not node.parents:
                return self.node(step.value)
        # such as one part of `a, b = f(x)`
        return self.opaque(formula, names, step.value)

    def expression(self, tree: ast.expr, names: Mapping[str, _Node]) -> _Node:
        def of(part: ast.expr) -> _Node:
            return self.expression(part, names)

        match tree:
            case _ if names.keys().isdisjoint(_names(tree)):
                return self.node(_evaluated(tree, names))
            case ast.Name(id=name):
                # a node of its own, so that `u = v` gives u and v a gradient each
                return self.node(names[name].value, (names[name], lambda g: g))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                a = of(operand)
                return self.node(-a.value, (a, lambda g: -g))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return self.binary(op, of(left), of(right))
            case ast.Compare():
                return self.node(_evaluated(tree, names))
            case ast.Attribute(value=inner, attr="T"):
                a = of(inner)
                return self.node(a.value.T, (a, lambda g: g.T))
            case ast.Attribute(value=ast.Name(id="np")):
                return self.node(_evaluated(tree, names))
            case ast.Subscript(value=inner):
                return self.subscript(tree, of(inner), names)
            case ast.Call(
                func=ast.Attribute(ast.Name("np"), "vstack"), args=[ast.Tuple(elts=blocks)]
            ):
                return self.call(vstack, [of(block) for block in blocks], {})
            case ast.Call(func=func, args=args, keywords=keywords):
                function = ast.unparse(func).removeprefix("np.")
                options = {k.arg or "": _evaluated(k.value, names) for k in keywords}
                if function in CONSTANT:
                    return self.node(_evaluated(tree, names))
                if (function, len(args)) in RULES and options.keys() <= OPTIONS:
                    nodes = [of(arg) for arg in args]
                    if function in BOUNDS:
                        options["tie"] = (1 + nodes[0].is_constant - nodes[1].is_constant) / 2
                    if not any(_is_dictionary(node.value) for node in nodes):
                        return self.call(RULES[function, len(args)], nodes, options)
        return self.opaque(tree, names, _evaluated(tree, names))

    def opaque(self, tree: ast.expr, names: Mapping[str, _Node], value: Any) -> _Node:
        """Hold what has no derivative rule, which matters only if a gradient arrives there."""

        def refuse(_: FloatArray) -> FloatArray:
            raise NotDifferentiableError(ast.unparse(tree))

        return self.node(
            value, *((names[name], refuse) for name in sorted(_names(tree) & names.keys()))
        )

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
        return self.call(matmul, [a, b], {})

    def power(self, a: _Node, b: _Node) -> _Node:
        x, y = a.value, b.value
        value = x**y
        by_base = (
            a,
            lambda g: (
                g * y * np.where(np.equal(y, 0), 0.0, np.asarray(x, dtype=float) ** (y - 1.0))
            ),
        )
        if np.all(np.asarray(x) > 0):
            return self.node(value, by_base, (b, lambda g: g * value * np.log(x)))
        # a negative base has no gradient with respect to its exponent
        return self.node(value, by_base)

    def subscript(self, tree: ast.Subscript, a: _Node, names: Mapping[str, _Node]) -> _Node:
        if _is_dictionary(a.value):
            return self.opaque(tree, names, _evaluated(tree, names))
        index = _evaluated(tree.slice, names)

        def back(g: FloatArray) -> FloatArray:
            whole = np.zeros_like(np.asarray(a.value, dtype=float))
            np.add.at(whole, index, g)
            return whole

        return self.node(a.value[index], (a, back))

    def call(self, rule: Rule, args: list[_Node], options: Mapping[str, Any]) -> _Node:
        value, backs = rule(*(arg.value for arg in args), **options)
        return self.node(
            value, *((arg, back) for arg, back in zip(args, backs, strict=True) if back)
        )


def _names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _is_dictionary(value: object) -> bool:
    """Say whether a value is a dictionary, its keys or its values: no gradient flows through."""
    return isinstance(value, Mapping | MappingView)


def _calls_a_helper(tree: ast.expr) -> bool:
    """Say whether a function is called that the demo wrote itself: no trace has its lines."""
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return any(isinstance(func, ast.Name) and not hasattr(builtins, func.id) for func in called)


def _evaluated(tree: ast.expr, names: Mapping[str, _Node]) -> Any:
    """Evaluate a part that carries no gradient: a condition, an index, an option."""
    code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<trace>", "eval")
    return eval(code, {"np": np}, {name: node.value for name, node in names.items()})
