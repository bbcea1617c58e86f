"""A demo on screen: its inputs, every line with its number, mistakes, the picture and the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.demo_run import DemoRun, Mistaken, given, named_value
from quizcards.terminal.graph_view import graph_lines
from quizcards.terminal.palette import HEADING
from quizcards.terminal.plots import draw
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, columns, pad, wrapped
from quizcards.trace.graph import Graph
from quizcards.trace.notation import as_long_as, formula, symbol, values
from quizcards.trace.tracer import Step, Trace
from quizcards.trace.words import graph_words, picture_words

MOST_TURNS = 8


class DemoPage(NamedTuple):
    """What a demo shows, from the top: what it computes, its picture, and what may go wrong."""

    values: list[Text]
    picture: list[Text]
    rest: list[Text]


def demo_page(run: DemoRun, width: int) -> DemoPage:
    """Return everything that a demo shows, in its parts."""
    return DemoPage(
        _computed(run, width),
        [Text(f"{MARGIN} ") + line for line in draw(run.picture, width - 4)],
        _mistakes(run.mistaken, width) + (_graph(run.graph, width) if run.graph else []),
    )


def demo_lines(run: DemoRun, width: int) -> list[Text]:
    """Return everything that a demo shows."""
    return [line for part in demo_page(run, width) for line in part]


def result_lines(names: Iterable[str], trace: Trace, width: int) -> list[Text]:
    """Return on a line or more what these names came to in the end."""
    found = [named_value(name, trace[name]) for name in names if trace.values(name)]
    return wrapped(", ".join(found), width - 1, ACCENT, MARGIN) if found else []


def told_lines(run: DemoRun, width: int) -> list[Text]:
    """Return everything that a demo shows, its picture and its graph in words."""
    graph = ["", _graph_title(run.graph), *graph_words(run.graph)] if run.graph else []
    return [
        *_computed(run, width),
        *wrapped(run.picture.title, width - 1, HEADING, MARGIN),
        *_told(picture_words(run.picture), width),
        *_mistakes(run.mistaken, width),
        *_told(graph, width),
    ]


def _told(words: Sequence[str], width: int) -> list[Text]:
    return [line for said in words for line in wrapped(said, width - 1, "", MARGIN)]


def _computed(run: DemoRun, width: int) -> list[Text]:
    return [
        *wrapped(run.title, width - 1, HEADING, MARGIN),
        *wrapped(given(run.trace.inputs), width - 1, QUIET, MARGIN),
        Text(),
        *_table(run.trace, width),
        Text(),
    ]


def _graph(graph: Graph, width: int) -> list[Text]:
    drawn = graph_lines(graph, width - 4)
    if not drawn:
        return []
    heading = wrapped(_graph_title(graph), width - 1, HEADING, f"{MARGIN} ")
    return [Text(), *heading, *(Text(f"{MARGIN} ") + line for line in drawn)]


def _graph_title(graph: Graph) -> str:
    title = "계산 그래프: 값은 앞으로"
    if any(node.gradient is not None for node in graph.nodes):
        title += ", 기울기는 거꾸로"
    return title


def _table(trace: Trace, width: int) -> list[Text]:
    lines: list[Text] = []
    for part in trace.parts:
        lines += [Text()] if lines else []
        lines += _loop(part, width) if part[0].turn else _rows(part, width)
    return lines


def _loop(steps: list[Step], width: int) -> list[Text]:
    """Return the formulas of a loop, and below them a table of their values."""
    once = list({id(step.line): step for step in reversed(steps)}.values())[::-1]
    tests = dict.fromkeys(formula(s.line.condition) for s in once if s.line.condition)
    asked = [line for test in tests for line in _asked(test, width)]
    return [*asked, *_rows(once, width, shown=False), Text(), *_turns(steps, width)]


def _asked(test: str, width: int) -> list[Text]:
    """Return what a loop asks before each turn."""
    return wrapped(f"{as_long_as(test)} 되풀이합니다.", width - 1, QUIET, f"{MARGIN}  ")


def _rows(steps: list[Step], width: int, shown: bool = True) -> list[Text]:
    """Return one line for each assignment: name, formula, value, note.

    What does not fit goes below.
    """
    written = [
        (f"= {formula(s.line.formula)}", f"= {values(s.value)}" if shown else "") for s in steps
    ]
    cells = [
        (symbol(s.name), text, value if value != text else "")
        for s, (text, value) in zip(steps, written, strict=True)
    ]
    widths = [max(cell_len(row[i]) for row in cells) for i in range(3)]
    below = f"{MARGIN}  {' ' * widths[0]} "
    rows = []
    for step, (name, text, value) in zip(steps, cells, strict=True):
        start = f"{MARGIN}  {pad(name, widths[0])} "
        line = Text(start + pad(text, widths[1]))
        line.append("   " + pad(value, widths[2]) if shown else "", ACCENT)
        note = f"   {step.line.note}" if step.line.note else ""
        if cell_len(line.plain.rstrip()) > width:
            rows += wrapped(text, width - 1, "", start) + (
                wrapped(value, width - 1, ACCENT, below) if shown else []
            )
        elif cell_len(line.plain) + cell_len(note) <= width:
            rows.append(line.append(note, QUIET))
            continue
        else:
            rows.append(line)
        rows += wrapped(step.line.note, width - 1, QUIET, f"{below}  ") if note else []
    for row in rows:
        row.rstrip()
    return rows


def _turns(steps: list[Step], width: int) -> list[Text]:
    """Return a loop as a table: one row a turn, the middle left out when there are many.

    Where vectors make it too wide, fewer of their digits and elements are shown, and at last rows
    are folded.
    """
    for digits, most in ((4, 6), (3, 4), (3, 2)):
        table = columns(_table_rows(steps, digits, most))
        if max(map(cell_len, table)) + 3 <= width:
            break
    heading, *body = table
    lines = (
        wrapped(heading, width - 1, QUIET, f"{MARGIN}  ") if cell_len(heading) + 3 > width else []
    )
    lines = lines or [Text(f"{MARGIN}  {heading}", style=QUIET)]
    for line in body:
        fits = cell_len(line) + 3 <= width
        lines += (
            [Text(f"{MARGIN}  {line}")]
            if fits
            else wrapped(line, width - 1, "", f"{MARGIN}  ", f"{MARGIN}      ")
        )
    return lines


def _table_rows(steps: list[Step], digits: int, most: int) -> list[list[str]]:
    names = list(dict.fromkeys(step.name for step in steps))
    turns: dict[tuple[int, ...], dict[str, str]] = {}
    for step in steps:
        turns.setdefault(step.turn, {})[step.name] = values(step.value, digits, most)
    rows = [[symbol(steps[0].line.loop or "번째"), *map(symbol, names)]]
    rows += [
        ["·".join(map(str, turn)), *(row.get(name, "") for name in names)]
        for turn, row in turns.items()
    ]
    return (
        rows
        if len(rows) <= MOST_TURNS + 1
        else [*rows[: MOST_TURNS - 1], ["⋮"] * len(rows[0]), rows[-1]]
    )


def _mistakes(mistaken: Sequence[Mistaken], width: int) -> list[Text]:
    if not mistaken:
        return []
    lines = [Text(), Text(f"{MARGIN}이렇게 틀리기 쉽습니다", style=HEADING)]
    for mistake, value in mistaken:
        text = f"{symbol(mistake.name)} = {formula(mistake.expression)} = {value}"
        lines += wrapped(text, width - 1, "", f"{MARGIN}· ")
        lines += wrapped(mistake.feedback, width - 1, QUIET, f"{MARGIN}  → ")
    return lines
