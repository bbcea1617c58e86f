"""Every demo beside another's program of the same: values and gradients in float64.

That is PyTorch, or what a file in tests/oracles/ names in AGAINST: another library, or an
enumeration. The values and gradients are those of the demo as it comes and on fresh inputs. Names
of demos as arguments compare only those.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike

from bench.paths import PATHS, STEPS, path_differences
from quizcards import demos
from quizcards.quiz.numeric_question import fresh
from quizcards.trace.gradient import gradients
from quizcards.trace.tracer import Trace

LIBRARIES = ("torch", "scikit-learn", "scipy", "statsmodels", "tokenizers", "numpy")
DRAWS = 50
ALLOWED = 1e-12
ALLOWED_PATHS = 1e-10
FLOOR = 1e-3  # values that cancel to nearly 0 are measured against this instead of their own size
# and gradients against this share of the largest one that flows, the result's own 1 among them
FLOOR_GRADIENTS = 1e-2


def counterpart(path: Path) -> ModuleType:
    """Import a file of tests/oracles/."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def traces(name: str) -> Iterator[Trace]:
    """Yield the demo as it comes and on fresh inputs."""
    demo = demos.load(name)
    yield demo.run()
    yield from (fresh(demo, np.random.default_rng(seed)) for seed in range(DRAWS))


def difference(ours: ArrayLike, theirs: Any, floor: float = FLOOR) -> float:
    """Return the largest difference relative to the largest of their values."""
    other = np.asarray(theirs.detach() if hasattr(theirs, "detach") else theirs, dtype=float)
    scale = max(float(np.max(np.abs(other))), floor)
    return float(np.max(np.abs(np.asarray(ours, dtype=float) - other))) / scale


def value_differences(trace: Trace, module: ModuleType) -> Iterator[float]:
    """Yield the relative difference of every value that the counterpart computes."""
    for value, theirs in module.expected(torch, dict(trace.inputs)).items():
        yield difference(trace[value], theirs)


def gradient_differences(trace: Trace, module: ModuleType) -> Iterator[float]:
    """Yield the relative difference of each gradient with respect to an input.

    Of the inputs that PyTorch has a gradient for.
    """
    p = {name: _tensor(value) for name, value in trace.inputs.items()}
    leaves = {name: value for name, value in p.items() if isinstance(value, torch.Tensor)}
    total = module.result(torch, p).sum()
    theirs = torch.autograd.grad(total, list(leaves.values()), allow_unused=True)
    ours = gradients(trace).inputs
    largest = max(1.0, *(float(np.max(np.abs(gradient))) for gradient in ours.values()))
    for name, gradient in zip(leaves, theirs, strict=True):
        if gradient is not None:  # PyTorch takes it as a plain number, such as the ε of its layers
            yield difference(ours[name], gradient, FLOOR_GRADIENTS * largest)


def _tensor(value: object) -> Any:
    """Return a number or an array as a tensor to differentiate by.

    A word, and what is counted, stays as it is.
    """
    is_real = not isinstance(value, (str, int))
    return torch.tensor(value, dtype=torch.float64, requires_grad=True) if is_real else value


def compared(names: Mapping[str, ModuleType]) -> Iterator[float]:
    """Print a line for each demo; yield its differences."""
    print(f"  {'':<30}{'values':<10}gradient")
    for name, module in names.items():
        runs = list(traces(name))
        value = max(d for run in runs for d in value_differences(run, module))
        yield value
        columns = [f"{value:.1e}", ""]
        if hasattr(module, "result"):
            gradient = max(d for run in runs for d in gradient_differences(run, module))
            yield gradient
            columns[1] = f"{gradient:.1e}"
        against = getattr(module, "AGAINST", "PyTorch")
        print(f"  {name:<30}" + "".join(f"{column:<10}" for column in columns) + against)


def main(wanted: Sequence[str] = ()) -> int:
    """Print the tables, of all demos or of those wanted; return 1 for a difference too large."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    print(f"{versions}; {DRAWS} draws each, at most {ALLOWED:g} allowed\n")
    folder = Path(__file__).parents[1] / "tests/oracles"
    files = {path.stem.replace("_", "-"): path for path in sorted(folder.glob("*.py"))}
    worst = max(compared({name: counterpart(files[name]) for name in wanted or files}))
    print(f"\n  worst: {worst:.1e}\n")
    if wanted:
        return int(worst > ALLOWED)
    print(f"{STEPS:,} steps of an optimiser, at most {ALLOWED_PATHS:g} allowed\n")
    worst_path = 0.0
    for title in PATHS:
        largest = max(path_differences(title))
        worst_path = max(worst_path, largest)
        print(f"  {title:<28}{largest:.1e}")
    print(f"\n  worst: {worst_path:.1e}")
    return int(worst > ALLOWED or worst_path > ALLOWED_PATHS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
