"""Runs of one demo side by side: a column each, and their pictures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.demo_run import given
from quizcards.terminal.palette import HEADING
from quizcards.terminal.plots import draw
from quizcards.terminal.text import MARGIN, QUIET, columns, pad, wrapped
from quizcards.trace.demo import Demo
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Trace

NARROWEST = 34
"""Cells that a picture needs beside another one."""


def compare_lines(demo: Demo, traces: Mapping[str, Trace], width: int) -> list[Text]:
    """Return the last values of each run in a column, and the pictures."""
    first, second, *_ = traces.values()
    shared = [
        name for name in first.inputs if np.array_equal(first.inputs[name], second.inputs[name])
    ]
    inputs = given({name: first.inputs[name] for name in shared})
    lines = wrapped(demo.title, width - 1, HEADING, MARGIN)
    lines += [*(wrapped(inputs, width - 1, QUIET, MARGIN) if inputs else []), Text()]
    return [*lines, *_table(traces, width), Text(), *_pictures(demo, traces, width)]


def _table(traces: Mapping[str, Trace], width: int) -> list[Text]:
    """Return a row for each value.

    Where they are too wide, fewer elements and digits are shown, then the formulas go. What is
    still too wide is parted into tables of fewer runs, and at last folded.
    """
    for rules, digits, most in (
        (True, 4, 6),
        (True, 3, 3),
        (False, 3, 3),
        (False, 3, 2),
        (False, 2, 1),
    ):
        head, *body = columns(
            [["", *([""] if rules else []), *traces], *_rows(traces, rules, digits, most)]
        )
        if max(map(cell_len, (head, *body))) + 3 <= width:
            return [
                Text(f"{MARGIN} {head}", style=QUIET),
                *(Text(f"{MARGIN} {row}") for row in body),
            ]
    if len(traces) > 1:
        runs = list(traces.items())
        half = (len(runs) + 1) // 2
        return [*_table(dict(runs[:half]), width), Text(), *_table(dict(runs[half:]), width)]
    folded = [
        line for row in body for line in wrapped(row, width - 1, "", f"{MARGIN} ", f"{MARGIN}     ")
    ]
    return [*wrapped(head, width - 1, QUIET, f"{MARGIN} "), *folded]


def _rows(traces: Mapping[str, Trace], rules: bool, digits: int, most: int) -> list[list[str]]:
    written: dict[str, set[str]] = {}
    for step in (step for trace in traces.values() for step in trace.steps):
        written.setdefault(step.name, set()).add(f"= {formula(step.line.formula)}")
    rows = []
    for name, texts in written.items():
        last = [trace.values(name)[-1:] for trace in traces.values()]
        cells = [values(found[0], digits, most) if found else "" for found in last]
        if rules:
            cells.insert(0, texts.pop() if len(texts) == 1 else "")
        rows.append([symbol(name), *cells])
    return rows


def _pictures(demo: Demo, traces: Mapping[str, Trace], width: int) -> list[Text]:
    """Lay the pictures beside each other where there is room, otherwise below."""
    beside = min(len(traces), max((width - 2) // (NARROWEST + 2), 1))
    each = (width - 2) // beside - 2
    drawn = [
        [*wrapped(label, each, QUIET), *draw(demo.picture(trace), each), Text()]
        for label, trace in traces.items()
    ]
    lines: list[Text] = []
    for start in range(0, len(drawn), beside):
        row = drawn[start : start + beside]
        for i in range(max(map(len, row))):
            line = Text(f"{MARGIN} ")
            for picture in row:
                part = picture[i] if i < len(picture) else Text()
                line = line + part + Text(pad("", each + 2 - cell_len(part)))
            line.rstrip()
            lines.append(line)
    return lines
