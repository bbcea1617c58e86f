"""The computations themselves: one file a demo, found by its name. A new file here is a new demo, with no list to edit.

Listing demos and the names in them reads the files as text, so it stays quick and imports no NumPy.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.model import Code, DemoCall, Outline

if TYPE_CHECKING:
    from quizcards.trace.demo import Demo

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of all demos: the file `gradient_descent.py` is the demo `gradient-descent`."""
    return sorted(path.stem.replace("_", "-") for path in FOLDER.glob("[!_]*.py"))


def outline(name: str) -> Outline | None:
    """Return the names in a demo, or None if there is no such demo."""
    if name not in names():
        return None
    module = ast.parse((FOLDER / f"{_stem(name)}.py").read_text(encoding="utf-8"))
    function = next(node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == _stem(name))
    targets = [target for n in ast.walk(function) if isinstance(n, ast.Assign) for target in n.targets]
    assigned = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    return Outline(tuple(arg.arg for arg in function.args.args), tuple(dict.fromkeys(assigned)))


def of(call: DemoCall) -> Demo:
    """Return the demo that a card calls: one of these, or the one that is written in the card."""
    return load(call.run) if call.code is None else _written(call.code.title or call.run, call.code)


@lru_cache(maxsize=4)  # each keeps its last runs
def _written(title: str, code: Code) -> Demo:
    from quizcards.trace.inline import inline_demo

    return inline_demo(title, code)


def load(name: str) -> Demo:
    """Import a demo by its name. Raises KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    demo: Demo = import_module(f"{__name__}.{_stem(name)}").DEMO
    return demo


def _stem(name: str) -> str:
    return name.replace("-", "_")
