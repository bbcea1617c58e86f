"""The computations themselves: one file a demo, in the folder of its deck.

A new file is a new demo, with no list to edit.

Listing demos and the names in them reads the files as text, so it stays quick and imports no NumPy.
"""

from __future__ import annotations

import ast
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.model import Code, DemoCall, Outline

if TYPE_CHECKING:
    from quizcards.trace.budget import Budget
    from quizcards.trace.demo import Demo

FOLDER = Path(__file__).parent


def files() -> dict[str, Path]:
    """Return the file of each demo by its name: `basics/gradient_descent.py` is the demo
    `gradient-descent`.
    """
    return _files(FOLDER)


@cache
def _files(folder: Path) -> dict[str, Path]:
    found = sorted(folder.glob("*/[!_]*.py"), key=lambda path: path.stem)
    return {path.stem.replace("_", "-"): path for path in found}


def names() -> list[str]:
    """Return the names of all demos, in order."""
    return list(files())


def outline(name: str) -> Outline | None:
    """Return the names in a demo, or None if there is no such demo."""
    file = files().get(name)
    return _outline(file) if file else None


@cache
def _outline(path: Path) -> Outline:
    module = ast.parse(path.read_text(encoding="utf-8"))
    function = next(
        node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == path.stem
    )
    targets = [
        target for n in ast.walk(function) if isinstance(n, ast.Assign) for target in n.targets
    ]
    assigned = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    return Outline(tuple(arg.arg for arg in function.args.args), tuple(dict.fromkeys(assigned)))


def of(call: DemoCall, budget: Budget | None = None) -> Demo:
    """Return the demo that a card calls: one of these, or the one that is written in the card.

    The latter runs within a budget, which it may share with others.
    """
    if call.code is None:
        return load(call.run)
    return _written(call.code.title or call.run, call.code, budget)


@lru_cache(maxsize=4)  # each keeps its last runs
def _written(title: str, code: Code, budget: Budget | None) -> Demo:
    from quizcards.trace.inline import inline_demo

    return inline_demo(title, code, budget)


def load(name: str) -> Demo:
    """Import a demo by its name. Raises KeyError if there is none."""
    path = files()[name]
    demo: Demo = import_module(f"{__name__}.{path.parent.name}.{path.stem}").DEMO
    return demo
