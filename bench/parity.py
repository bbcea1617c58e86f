"""Every demo that has a PyTorch counterpart, beside it: the largest relative difference over random inputs, in float64.

A file `parity/<demo>.py` holds `expected(torch, p)`, which computes with PyTorch the values that the demo names.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from quizcards import demos
from quizcards.quiz.numeric import fresh

DRAWS = 50
ALLOWED = 1e-12
FLOOR = 1e-3  # values that cancel to nearly 0 are measured against this instead of their own size


def counterpart(path: Path) -> Callable[[Any, dict[str, Any]], dict[str, Any]]:
    """Return the function `expected` of a parity file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[Any, dict[str, Any]], dict[str, Any]] = module.expected
    return found


def differences(name: str, expected: Callable[[Any, dict[str, Any]], dict[str, Any]]) -> Iterator[float]:
    """Yield the relative difference of every value of every draw, and of the demo's own inputs."""
    demo = demos.load(name)
    traces = [demo.run(), *(fresh(demo, np.random.default_rng(seed)) for seed in range(DRAWS))]
    for trace in traces:
        for value, theirs in expected(torch, dict(trace.inputs)).items():
            ours = np.asarray(trace[value], dtype=float)
            other = np.asarray(theirs.detach() if hasattr(theirs, "detach") else theirs, dtype=float)
            scale = max(float(np.max(np.abs(other))), FLOOR)
            yield float(np.max(np.abs(ours - other))) / scale


def main() -> int:
    """Print the table; return 1 if any difference is larger than allowed."""
    print(f"PyTorch {torch.__version__}, NumPy {np.__version__}, {DRAWS} draws each, at most {ALLOWED:g} allowed\n")
    worst = 0.0
    for path in sorted((Path(__file__).parents[1] / "parity").glob("*.py")):
        name = path.stem.replace("_", "-")
        largest = max(differences(name, counterpart(path)))
        worst = max(worst, largest)
        print(f"  {name:<28}{largest:.1e}")
    print(f"\n  worst: {worst:.1e}")
    return int(worst > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
