"""Run experiments by name, all of them without one; say what came out otherwise than recorded.

`--record` writes what came out in the place of what is recorded.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np

Figures = dict[str, float]
FOLDER = Path(__file__).parent
RECORDED = FOLDER / "recorded.json"
FEW = 20
SAME = 1e-9
"""Relative: the last digits may differ from one machine to the next."""


def names() -> list[str]:
    """Return the names of all experiments, in order."""
    return sorted(path.stem.replace("_", "-") for path in FOLDER.glob("[!_]*.py"))


def recorded() -> dict[str, dict[str, Figures]]:
    """Return the inputs and the figures of each experiment as they were last recorded."""
    return dict(json.loads(RECORDED.read_text(encoding="utf-8")))


def run(name: str) -> Figures:
    """Run one experiment and return its figures."""
    return {figure: float(value) for figure, value in _module(name).run().items()}


def inputs(name: str) -> Figures:
    """Return the numbers among an experiment's constants; of an array or tuple, each by itself."""
    found: Figures = {}
    for constant, value in vars(_module(name)).items():
        if constant.isupper() and isinstance(value, int | float | tuple | np.ndarray):
            numbers = np.asarray(value).ravel()
            if numbers.dtype.kind in "if" and numbers.size <= FEW:
                found |= {f"{constant}[{i}]": float(one) for i, one in enumerate(numbers)}
    return found


def _module(name: str) -> ModuleType:
    return import_module(f"experiments.{name.replace('-', '_')}")


def timed(name: str) -> tuple[str, Figures, float]:
    """Run one experiment and say how long it took, in seconds."""
    start = time.perf_counter()
    figures = run(name)
    return name, figures, time.perf_counter() - start


def changed(before: Mapping[str, float], after: Mapping[str, float]) -> list[str]:
    """Return the names of the figures that are new, gone, or no longer the same."""
    both = before.keys() & after.keys()
    moved = {one for one in both if not math.isclose(before[one], after[one], rel_tol=SAME)}
    return sorted(moved | (before.keys() ^ after.keys()))


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 1 if any figure came out otherwise than it is recorded."""
    record = "--record" in arguments
    wanted = [one for one in arguments if one != "--record"] or names()
    if unknown := [name for name in wanted if name not in names()]:
        print(f"no such experiment: {', '.join(unknown)}; there are {', '.join(names())}")
        return 2
    before = recorded()
    otherwise = 0
    with ProcessPoolExecutor() as pool:
        for name, figures, seconds in pool.map(timed, wanted):
            was = before.get(name, {}).get("figures", {})
            different = changed(was, figures)
            otherwise += len(different)
            print(f"{name}  ({seconds:.1f} s)")
            for figure, value in figures.items():
                note = f"   recorded {was.get(figure)}" * (figure in different)
                print(f"  {figure:<32} {value:.10g}{note}")
            before[name] = {"inputs": inputs(name), "figures": figures}
    if record:
        text = json.dumps(dict(sorted(before.items())), ensure_ascii=False, indent=1)
        RECORDED.write_text(f"{text}\n", encoding="utf-8")
    return 0 if record else int(otherwise > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
