"""Which figures of a card's prose are computed by what the card names, and which by nothing.

`python -m tools.figures [DECK/ID ...]` lists the figures that nothing computes. A figure is
computed when the card's own demo, a run named beside a misconception, or one of its `figures`
gives it, to the digits that are printed. A line of `figures` is one of

    quizcards demo NAME -p PARAMETER=VALUE ...     every input and value of that run
    python -m experiments NAME                     what that experiment recorded, and its inputs
    1/(1-0.9) = 10                                 a calculation by hand, which must come out
    출처 He et al. 2015, Table 4: 3.57 %            a figure that somebody else measured, and where

Figures of the question, years, sections (§2.1), names (L2, GPT-2, ResNet-50) and whole numbers up
to ten, which are words ("세 가지"), need no run.
"""

from __future__ import annotations

import ast
import math
import re
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from experiments.__main__ import recorded
from quizcards import demos
from quizcards.app.demo_runs import asked_for
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.model import Card, DemoCall
from quizcards.trace.tracer import Trace

CONTENT = Path(__file__).parents[1] / "content"
FEW = 20
"""Values of a larger array support nothing: among many numbers any figure is found by accident."""
WORDS = 10
"""Whole numbers up to this one are words."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = r"10(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.§])(?<![A-Za-z][-−])(?<!§\d\.)"
    rf"(?:{_POWER.replace('power', 'only')}"
    r"|(?P<number>\d[\d,]*(?:\.\d+)?(?:e[-+−]?\d+)?)"
    rf"(?:\s?[×·]\s?{_POWER}|(?P<unit>\s?%|만(?!큼|으로|에)|억|천)?))"
    r"(?![A-Za-z_\d])"
)
_UNITS = {"%": 0.01, "만": 1e4, "억": 1e8, "천": 1e3}
_ALLOWED = {
    name: getattr(math, name) for name in "sqrt exp log log2 log10 erf tanh comb pi e".split()
}


@dataclass(frozen=True)
class Figure:
    """A number as it is printed: its value, and half a unit of its last digit."""

    text: str
    value: float
    half: float

    def is_near(self, other: float) -> bool:
        """Say whether a computed value would be printed so; the sign may be said in words."""
        return abs(abs(other) - abs(self.value)) <= self.half * (1 + 1e-9)


def figures(text: str) -> Iterator[Figure]:
    """Yield the figures of a text that need to be computed."""
    for found in _FIGURE.finditer(text):
        figure = _figure(found)
        is_word = figure.half == 0.5 and figure.value <= WORDS
        is_year = re.fullmatch(r"(19|20)\d\d", found[0]) is not None
        if not is_word and not is_year and found[0].replace(" ", "") != "100%":
            yield figure


def _figure(found: re.Match[str]) -> Figure:
    if only := found["only"]:
        value = 10.0 ** int(only.translate(_SUPERSCRIPTS))
        return Figure(found[0], value, value * 1e-9)
    digits = found["number"].replace(",", "").replace("−", "-")
    mantissa, _, exponent = digits.partition("e")
    decimals = len(mantissa.partition(".")[2])
    scale = 10.0 ** int(exponent or 0) * _UNITS.get((found["unit"] or "").strip(), 1.0)
    if found["power"]:
        scale *= 10.0 ** int(found["power"].translate(_SUPERSCRIPTS))
    return Figure(found[0], float(mantissa) * scale, 0.5 * 10.0**-decimals * scale)


def prose(card: Card) -> Iterator[tuple[str, str]]:
    """Yield every text of a card that may claim a figure, with where it stands."""
    yield "answer", card.answer
    for i, point in enumerate(card.key_points):
        yield f"key_points[{i}]", point.point
    for i, followup in enumerate(card.followups):
        yield f"followups[{i}]", followup.answer
    for i, wrong in enumerate(card.misconceptions):
        yield f"misconceptions[{i}]", wrong.because
    for i, choice in enumerate(card.choices):
        yield f"choices[{i}]", choice.because
    for i, step in enumerate(card.steps):
        yield f"steps[{i}]", step


def uncomputed(card: Card) -> list[tuple[str, str]]:
    """Return the figures that nothing computes, each with where it stands.

    Raises ValueError for a line of `figures` that cannot be run, or a calculation that is wrong.
    """
    computed = np.array([*_computed(card)])
    asked = [*figures(card.question), *(f for one in card.followups for f in figures(one.question))]
    known = {figure.text for figure in asked}
    return [
        (place, figure.text)
        for place, text in prose(card)
        for figure in figures(text)
        if figure.text not in known and not any(map(figure.is_near, computed))
    ]


def _computed(card: Card) -> Iterator[float]:
    calls = [card.demo, *(wrong.demo for wrong in card.misconceptions)]
    for call in calls:
        if call is not None:
            yield from _run(call.run, _frozen(call))
    for line in card.figures:
        yield from _line(line)


def _line(line: str) -> Iterable[float]:
    words = shlex.split(line)
    if words[:2] == ["quizcards", "demo"]:
        demo = demos.load(words[2])
        assignments = [word for word in words[3:] if word != "-p"]
        runs = asked_for(demo, assignments, None)
        return [value for params in runs.values() for value in _values(demo.run(params))]
    if words[:3] == ["python", "-m", "experiments"]:
        record = recorded()[words[3]]
        return [*record["figures"].values(), *record["inputs"].values()]
    if words[0] == "출처":
        return [figure.value for figure in map(_figure, _FIGURE.finditer(line.rpartition(":")[2]))]
    return _calculated(line)


def _calculated(line: str) -> list[float]:
    """Return what stands in a calculation by hand, which must come out to the digits printed."""
    expression, equals, result = line.rpartition("=")
    if not equals:
        raise ValueError(f"{line}: a command, or a calculation with its result after '='")
    (right,) = (_figure(found) for found in _FIGURE.finditer(result.strip().removeprefix("-")))
    left = evaluated(expression)
    if not right.is_near(left):
        raise ValueError(f"{line}: comes to {left}")
    literals = ast.walk(ast.parse(expression.strip(), mode="eval"))
    numbers = [n.value for n in literals if isinstance(n, ast.Constant)]
    return [right.value, *(float(n) for n in numbers if isinstance(n, int | float))]


def evaluated(expression: str) -> float:
    """Return the value of arithmetic with the functions of a pocket calculator."""
    tree = ast.parse(expression.strip(), mode="eval")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in _ALLOWED:
            raise ValueError(f"{expression}: {node.id} is not known here")
    return float(eval(compile(tree, expression, "eval"), {"__builtins__": {}}, _ALLOWED))


def _frozen(call: DemoCall) -> str:
    return repr(dict(call.params))


@cache
def _run(name: str, params: str) -> tuple[float, ...]:
    return tuple(_values(demos.load(name).run(ast.literal_eval(params))))


def _values(trace: Trace) -> Iterator[float]:
    """Yield every number of a run: its inputs, and each value that it computed."""
    for value in [*trace.inputs.values(), *(step.value for step in trace.steps)]:
        array = np.asarray(list(value.values()) if isinstance(value, dict) else value)
        if array.dtype.kind in "iufb" and array.size <= FEW:
            yield from array.ravel().astype(float)


def main(names: list[str]) -> int:
    library = read_library(deck_files([CONTENT]), demos.outline, demos.names())
    count = 0
    for card in library.cards:
        if names and card.key not in names and card.deck not in names:
            continue
        for place, text in uncomputed(card):
            count += 1
            print(f"{card.key:<44} {place:<20} {text}")
    print(f"{count} figures that nothing computes")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
