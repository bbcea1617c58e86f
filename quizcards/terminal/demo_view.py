"""A demo on screen: its inputs, every line with its number, what mistakes would give, and the picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.terminal.plots import draw
from quizcards.terminal.text import ACCENT, QUIET, columns, pad, wrapped
from quizcards.trace.demo import Demo, Mistake
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Step, Trace

MARGIN = " "
NO_BREAK = "\u00a0"
MOST_TURNS = 8


def demo_lines(demo: Demo, params: Mapping[str, Any], width: int) -> list[Text]:
    """Run a demo and return everything it shows. Raises QuizcardsError for parameters it cannot take."""
    trace = demo.run(params)
    given = ", ".join(
        f"{symbol(name)} = {values(value)}".replace(" ", NO_BREAK) for name, value in trace.inputs.items()
    )
    lines = [Text(f"{MARGIN}{demo.title}", style="bold"), *wrapped(given, width - 1, QUIET, MARGIN), Text()]
    lines += _table(trace, width)
    lines += _mistakes(demo, params, trace, width)
    picture = draw(demo.picture(trace), width - 4)
    return [*lines, Text(), *(Text(f"{MARGIN} ") + line for line in picture)]


def _table(trace: Trace, width: int) -> list[Text]:
    lines: list[Text] = []
    outside = [step for step in trace.steps if not step.turn]
    if outside:
        lines += _rows(outside, width)
    inside = [step for step in trace.steps if step.turn]
    if inside:
        lines += [Text(), *_rows([step for step in inside if step.turn == inside[0].turn], width, shown=False)]
        lines += [Text(), *_turns(inside)]
    return lines


def _rows(steps: list[Step], width: int, shown: bool = True) -> list[Text]:
    """Return one line for each assignment: name, formula, value, note. A note that does not fit goes below."""
    cells = [(symbol(s.name), f"= {formula(s.line.formula)}", f"= {values(s.value)}" if shown else "") for s in steps]
    widths = [max(cell_len(row[i]) for row in cells) for i in range(3)]
    rows = []
    for step, (name, text, value) in zip(steps, cells, strict=True):
        line = Text(f"{MARGIN}  {pad(name, widths[0])} ").append(pad(text, widths[1]))
        line.append("   " + pad(value, widths[2]) if shown else "", ACCENT)
        note = f"   {step.line.note}"
        if not step.line.note or cell_len(line.plain) + cell_len(note) <= width:
            rows.append(line.append(note if step.line.note else "", QUIET))
        else:
            rows += [line, *wrapped(step.line.note, width - 1, QUIET, f"{MARGIN}  {' ' * widths[0]}   ")]
    for row in rows:
        row.rstrip()
    return rows


def _turns(steps: list[Step]) -> list[Text]:
    """Return a loop as a table: one row a turn, the middle left out when there are many."""
    names = list(dict.fromkeys(step.name for step in steps))
    turns: dict[tuple[int, ...], dict[str, str]] = {}
    for step in steps:
        turns.setdefault(step.turn, {})[step.name] = values(step.value)
    variable = steps[0].line.loop or ""
    rows = [[symbol(variable), *map(symbol, names)]]
    rows += [["·".join(map(str, turn)), *(row.get(name, "") for name in names)] for turn, row in turns.items()]
    if len(rows) > MOST_TURNS + 1:
        rows = [*rows[: MOST_TURNS - 1], ["⋮"] * len(rows[0]), rows[-1]]
    heading, *body = columns(rows)
    return [Text(f"{MARGIN}  {heading}", style=QUIET), *(Text(f"{MARGIN}  {line}") for line in body)]


def _mistaken(demo: Demo, params: Mapping[str, Any], mistake: Mistake) -> str:
    """Return what the line gives when the mistake is made, the first time it runs."""
    try:
        return values(demo.run(params, mistake).first(mistake.name))
    except QuizcardsError:
        return "발산"  # left to itself the mistake grows beyond all numbers


def _mistakes(demo: Demo, params: Mapping[str, Any], right: Trace, width: int) -> list[Text]:
    lines: list[Text] = []
    for mistake in demo.mistakes:
        value = _mistaken(demo, params, mistake)
        if value == values(right.first(mistake.name)):
            continue
        text = f"{symbol(mistake.name)} = {formula(mistake.expression)} = {value}"
        lines += wrapped(text, width - 1, "", f"{MARGIN}✗ ")
        lines += wrapped(mistake.feedback, width - 1, QUIET, f"{MARGIN}  → ")
    return [Text(), Text(f"{MARGIN}이렇게 틀리기 쉽습니다", style="bold"), *lines] if lines else []
