"""The tables of a run, of plain text and formulas, which each format writes in its own markup.

So the formats agree cell for cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from quizcards.model import DemoCall
from quizcards.trace.notation import as_long_as, values
from quizcards.trace.tracer import Step, Trace
from quizcards.trace.tree import Node
from quizcards.trace.typeset import latex_of, layout, layout_symbol

MOST_TURNS = 10


class Formula(NamedTuple):
    """A cell of mathematics, as a tree; any other is text, which may be anything."""

    tree: Node

    @property
    def latex(self) -> str:
        return latex_of(self.tree)


Cell = Formula | str


class Table(NamedTuple):
    """A table with its head and the rows below.

    A row is a line of code with its formula and a note ("lines"), or the values of one turn of a
    loop ("turns").
    """

    kind: Literal["lines", "turns"]
    head: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


def tables(trace: Trace) -> Iterator[Table]:
    """Yield the lines of a run with their values.

    Of a loop first its lines come, then the values of each turn.
    """
    for part in trace.parts:
        if part[0].turn:
            lines = {id(step.line): _row(step) for step in part}
            rows = [*_asked(part), *((name, rule, note) for name, rule, _, note in lines.values())]
            yield Table("lines", ("값", "식", "설명"), rows)
            yield _turns(part)
        else:
            yield Table("lines", ("값", "식", "결과", "설명"), [_row(step) for step in part])


def name_of(name: str) -> Formula:
    """Return a name of a demo as the field writes it."""
    return Formula(layout_symbol(name))


def evidence(call: DemoCall, trace: Trace) -> Mapping[str, object]:
    """Return the values that a card points at, by name."""
    return {name: trace[name] for name in call.show if trace.values(name)}


def _row(step: Step) -> tuple[Cell, Cell, Cell, Cell]:
    rule = Formula(layout(step.line.formula))
    return name_of(step.name), rule, values(step.value), step.line.note


def _asked(steps: Sequence[Step]) -> Iterator[tuple[Cell, Cell, Cell]]:
    """Yield a row for each `while` of a loop: what it asks before each turn."""
    for test in dict.fromkeys(step.line.condition for step in steps):
        if test:
            yield "조건", Formula(layout(test)), f"{as_long_as('참')} 되풀이합니다"


def _turns(steps: Sequence[Step]) -> Table:
    """Return the values of each turn; of many turns the first ones and the last."""
    names = list(dict.fromkeys(step.name for step in steps))
    turns: dict[tuple[int, ...], dict[str, str]] = {}
    for step in steps:
        turns.setdefault(step.turn, {})[step.name] = values(step.value)
    rows = [
        ["·".join(map(str, turn)), *(row.get(name, "") for name in names)]
        for turn, row in turns.items()
    ]
    if len(rows) > MOST_TURNS:
        rows[MOST_TURNS - 2 : -1] = [["…"] * (len(names) + 1)]
    loop = steps[0].line.loop
    return Table("turns", [name_of(loop) if loop else "반복", *map(name_of, names)], rows)
