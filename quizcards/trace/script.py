"""The code of a demo in a deck, taken apart without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quizcards.model import Outline

Literal = float | list["Literal"]
"""A number, or evenly nested lists of numbers."""


@dataclass(frozen=True)
class Script:
    """What may be changed, what is computed, and what is returned.

    `parameters` are the names at the top that get a plain number, a list of numbers or an array of
    them; `assigned` are all the others, each where it is assigned last.
    """

    parameters: Mapping[str, Literal]
    assigned: tuple[str, ...]
    source: str
    """The code as the text of a function of its parameters that returns its last value."""

    @property
    def outline(self) -> Outline:
        return Outline(tuple(self.parameters), self.assigned)

    @property
    def returned(self) -> str:
        return self.assigned[-1]


@lru_cache(maxsize=4)  # a card asks for its own code again and again
def script(code: str) -> Script:
    """Take vetted code apart.

    The last statement is never a parameter, since something must be computed.
    """
    body = ast.parse(code).body
    given = parameters(body)
    body = body[len(given) :]
    lines = code.split("\n")[body[0].lineno - 1 :]
    nodes = [node for part in body for node in ast.walk(part)]
    stored = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    stored.sort(key=lambda name: name.lineno)
    counters = {
        node.target.id
        for node in nodes
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
    }
    names = [name.id for name in stored if name.id not in counters]
    assigned = tuple(dict.fromkeys(reversed(names)))[::-1]  # each where it is assigned last
    head = f"def inline({', '.join(given)}):"
    source = "\n".join([head, *(f"    {line}" for line in lines), f"    return {assigned[-1]}"])
    return Script(given, assigned, source)


def parameters(body: Sequence[ast.stmt]) -> dict[str, Literal]:
    """Return the parameters that code begins with.

    Each statement there gives another name a number or evenly nested lists of numbers.
    The numbers of a parameter become real ones, so an array that picks places, as in `x[places]`,
    is none.
    """
    found: dict[str, Literal] = {}
    places = {name for node in body for name in _places(node)}
    for node in body[:-1]:
        parameter = _parameter(node, places)
        if parameter is None or parameter[0] in found:
            break
        found[parameter[0]] = parameter[1]
    return found


@lru_cache(maxsize=4)
def names_in(code: str) -> frozenset[str]:
    """Return every name that code speaks of, the counters of its loops among them."""
    return frozenset(node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))


@lru_cache(maxsize=4)
def words_in(code: str) -> frozenset[str]:
    """Return every text that stands in code."""
    texts = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return frozenset(text for text in texts if isinstance(text, str))


@lru_cache(maxsize=4)
def chooses(code: str) -> bool:
    """Say whether code may leave lines out: it has an `if`, or a return before its end."""
    nodes = list(ast.walk(ast.parse(code)))
    has_if = any(isinstance(node, ast.If) for node in nodes)
    return has_if or sum(isinstance(node, ast.Return) for node in nodes) > 1


def _parameter(node: ast.stmt, places: Set[str]) -> tuple[str, Literal] | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if name not in places:
                value = _within_array(value)
            try:
                literal = ast.literal_eval(value)
            except (ValueError, TypeError):
                return None
            if _shape(literal) is not None:
                return name, literal
    return None


def _within_array(node: ast.expr) -> ast.expr:
    """Return the list in `np.array([...])`, anything else as it is."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="np"), attr="array"),
            args=[ast.List() as numbers],
            keywords=[],
        ):
            return numbers
    return node


def _places(node: ast.stmt) -> Iterator[str]:
    """Yield the names that stand alone in square brackets, or between commas there."""
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript):
            index = part.slice.elts if isinstance(part.slice, ast.Tuple) else [part.slice]
            yield from (one.id for one in index if isinstance(one, ast.Name))


def _shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of a number or of evenly nested lists of numbers, None for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return ()
    shapes = {_shape(item) for item in value} if isinstance(value, list) else {None}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(value), *inner)
