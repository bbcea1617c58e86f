"""The computations themselves: one file a demo, found by its name. A new file here is a new demo, with no list to edit.

Listing demos and their parameters reads the files as text, so it stays quick and imports no NumPy.
"""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcards.trace.demo import Demo

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of all demos: the file `gradient_descent.py` is the demo `gradient-descent`."""
    return sorted(path.stem.replace("_", "-") for path in FOLDER.glob("[!_]*.py"))


def parameters(name: str) -> tuple[str, ...] | None:
    """Return the parameters that a demo takes, or None if there is no such demo."""
    if name not in names():
        return None
    module = ast.parse((FOLDER / f"{_stem(name)}.py").read_text(encoding="utf-8"))
    return next(
        tuple(arg.arg for arg in node.args.args)
        for node in module.body
        if isinstance(node, ast.FunctionDef) and node.name == _stem(name)
    )


def load(name: str) -> Demo:
    """Import a demo by its name. Raises KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    demo: Demo = import_module(f"{__name__}.{_stem(name)}").DEMO
    return demo


def _stem(name: str) -> str:
    return name.replace("-", "_")
