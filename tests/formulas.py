"""What tests read off the code of a demo: its lines, and its formulas as LaTeX."""

import ast
from collections.abc import Callable

from quizcards.trace.tracer import Line, lines_of_source, source_of
from quizcards.trace.typeset import latex_of, layout, layout_symbol


def lines_of(function: Callable[..., object]) -> tuple[Line, ...]:
    """Return the assignments of a function in source order, without running it."""
    return lines_of_source(source_of(function))


def typeset(node: ast.expr) -> str:
    """Return the LaTeX of an expression."""
    return latex_of(layout(node))


def typeset_symbol(name: str) -> str:
    """Return the LaTeX of a Python name."""
    return latex_of(layout_symbol(name))
