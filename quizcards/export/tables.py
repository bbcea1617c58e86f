"""A run as tables of plain text and formulas, for the formats to write each in its own markup: so
they agree cell for cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from quizcards.model import DemoCall
from quizcards.trace.notation import values
from quizcards.trace.tracer import Step, Trace
from quizcards.trace.typeset import typeset, typeset_symbol

MOST_TURNS = 10


class Formula(NamedTuple):
    """A cell in LaTeX of our own; any other is text, which may be anything."""

    latex: str


Cell = Formula | str


class Table(NamedTuple):
    """Of lines of code, each with its formula and a note, or of values turn by turn: the head and
    the rows below.
    """

    kind: Literal["lines", "turns"]
    head: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


def tables(trace: Trace) -> Iterator[Table]:
    """Yield the lines of a run with their values; of a loop first its lines, then the values of
    each turn.
    """
    for part in trace.parts:
        if part[0].turn:
            rules = {id(step.line): _row(step) for step in part}
            yield Table(
                "lines",
                ("값", "식", "설명"),
                [(name, rule, note) for name, rule, _, note in rules.values()],
            )
            yield _turns(part)
        else:
            yield Table("lines", ("값", "식", "결과", "설명"), [_row(step) for step in part])


def name_of(name: str) -> Formula:
    """Return a name of a demo as the field writes it."""
    return Formula(typeset_symbol(name))


def evidence(call: DemoCall, trace: Trace) -> Mapping[str, Any]:
    """Return the values that a card points at, by name."""
    return {name: trace[name] for name in call.show if trace.values(name)}


def _row(step: Step) -> tuple[Cell, Cell, Cell, Cell]:
    return (
        name_of(step.name),
        Formula(typeset(step.line.formula)),
        values(step.value),
        step.line.note,
    )


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
    return Table("turns", [name_of(steps[0].line.loop or ""), *map(name_of, names)], rows)
