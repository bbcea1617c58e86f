"""The code of a demo in a deck, taken apart without running it: what may be changed, what is computed, what is returned."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizcards.model import Outline


@dataclass(frozen=True)
class Script:
    """`parameters` are the names at the top that get a plain number or a list of numbers, `assigned` all the others."""

    parameters: Mapping[str, Any]
    assigned: tuple[str, ...]
    source: str
    """The code as the text of a function of its parameters that returns its last value."""

    @property
    def outline(self) -> Outline:
        return Outline(tuple(self.parameters), self.assigned)

    @property
    def returned(self) -> str:
        return self.assigned[-1]


def script(code: str) -> Script:
    """Take vetted code apart. The last statement is never a parameter, since something must be computed."""
    body = ast.parse(code).body
    given = parameters(body)
    body = body[len(given) :]
    lines = code.split("\n")[body[0].lineno - 1 :]
    stored = [n for part in body for n in ast.walk(part) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    stored.sort(key=lambda name: name.lineno)
    counters = {
        node.target.id
        for part in body
        for node in ast.walk(part)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
    }
    names = [name.id for name in stored if name.id not in counters]
    assigned = tuple(dict.fromkeys(reversed(names)))[::-1]  # each where it is assigned last
    head = f"def inline({', '.join(given)}):"
    source = "\n".join([head, *(f"    {line}" for line in lines), f"    return {assigned[-1]}"])
    return Script(given, assigned, source)


def parameters(body: Sequence[ast.stmt]) -> dict[str, Any]:
    """Return the parameters that code begins with: each statement that gives another name a number or a list of numbers."""
    found: dict[str, Any] = {}
    for node in body[:-1]:
        parameter = _parameter(node)
        if parameter is None or parameter[0] in found:
            break
        found[parameter[0]] = parameter[1]
    return found


def names_in(code: str) -> set[str]:
    """Return every name that code speaks of, the counters of its loops among them."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


def _parameter(node: ast.stmt) -> tuple[str, Any] | None:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            try:
                literal = ast.literal_eval(value)
            except (ValueError, TypeError):
                return None
            if _shape(literal) is not None:
                return name, literal
    return None


def _shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of a number or of evenly nested lists of numbers, None for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return ()
    shapes = {_shape(item) for item in value} if isinstance(value, list) else {None}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(value), *inner)
