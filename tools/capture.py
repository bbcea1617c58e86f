"""Pictures of the running program for the README: a real terminal, played by a script, as SVG."""

from __future__ import annotations

import html
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pexpect
import pyte

from quizcards.model import Event
from quizcards.store.line import encode

ROOT = Path(__file__).parents[1]
CELL, LINE, MARGIN = 8.5, 20, 14
FONTS = "'D2Coding','Noto Sans Mono CJK KR','Sarasa Mono K',Menlo,Consolas,monospace"
DEFAULT = "d7dae0"
"""What is written in no colour of its own, as RRGGBB."""
NOW = "2026-12-01T21:00"


def play(
    arguments: Sequence[str],
    keys: Sequence[tuple[str, str]],
    until: str = "",
    columns: int = 80,
    rows: int = 24,
    answers: Iterable[Event] = (),
) -> pyte.Screen:
    """Run quizcards in a terminal, and return the screen when `until` stands on it.

    Or when the program has ended. Each key is pressed when the text before it has come on screen.
    `answers` are what the learner's log holds.
    """
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        Path(f"{home}/home/log").mkdir(parents=True)
        Path(f"{home}/home/log/desk.jsonl").write_bytes(b"".join(map(encode, answers)))
        child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "quizcards", *arguments],
            env=_environment(home),
            cwd=str(ROOT),
            dimensions=(rows, columns),
        )
        for awaited, key in keys:
            _read(child, stream, partial(_shows, screen, awaited))
            child.send(key)
        _read(child, stream, lambda: bool(until) and _shows(screen, until))
        child.close(force=True)
    return screen


def _environment(home: str) -> dict[str, str]:
    """Return the environment of a learner of its own, in a terminal as pictures show it."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QUIZCARDS_", "COV_")) and name != "NO_COLOR"
    }
    return plain | {
        "QUIZCARDS_HOME": f"{home}/home",
        "XDG_CACHE_HOME": f"{home}/cache",
        "QUIZCARDS_NOW": NOW,
        "QUIZCARDS_THEME": "dark",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "COLORTERM": "",
        "TZ": "Asia/Seoul",
    }


def _shows(screen: pyte.Screen, text: str) -> bool:
    return any(text in line for line in screen.display)


def _read(
    child: pexpect.spawn[bytes],
    stream: pyte.ByteStream,
    enough: Callable[[], bool],
    seconds: float = 60,
) -> None:
    """Feed output to the screen until there is enough and no more comes, or the program ends."""
    end = time.monotonic() + seconds
    quiet = 0
    while time.monotonic() < end and not (quiet >= 4 and enough()):
        try:
            stream.feed(child.read_nonblocking(65536, timeout=0.05))
            quiet = 0
        except pexpect.TIMEOUT:
            quiet += 1
        except pexpect.EOF:
            return


def svg(screen: pyte.Screen) -> str:
    """Return a terminal screen as SVG.

    Every run of text is held to its cells, so Hangul stays in its columns.
    """
    rows = [y for y in range(screen.lines) if screen.display[y].strip()]
    height = (max(rows) + 1) * LINE + 2 * MARGIN
    width = screen.columns * CELL + 2 * MARGIN
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}">',
        f'<rect width="{width}" height="{height}" rx="8" fill="#1e2127"/>',
        f'<g font-family="{FONTS}" font-size="16">',
    ]
    for y in rows:
        for run in _runs(screen, y):
            left, base = MARGIN + run.column * CELL, MARGIN + y * LINE + 15
            out.append(
                f'<text x="{left}" y="{base}" textLength="{run.cells * CELL}" '
                f'lengthAdjust="spacingAndGlyphs" '
                f'xml:space="preserve"{run.style}>{html.escape(run.text)}</text>'
            )
    return "\n".join([*out, "</g>", "</svg>"]) + "\n"


class _Run(NamedTuple):
    """Characters of one style and one width, side by side; column and size in cells."""

    column: int
    text: str
    cells: int
    style: str


def _runs(screen: pyte.Screen, y: int) -> list[_Run]:
    """Split a row into runs, a new one wherever the style or the width of characters changes."""
    runs: list[_Run] = []
    x = 0
    while x < screen.columns:
        char = screen.buffer[y][x]
        wide = x + 1 < screen.columns and screen.buffer[y][x + 1].data == ""
        cells = 2 if wide else 1
        style = f' fill="#{DEFAULT if char.fg == "default" else char.fg}"'
        style += ' font-weight="bold"' if char.bold else ""
        if char.data.strip():
            run = _Run(x, char.data, cells, style)
            if runs and _joins(runs[-1], run):
                last = runs.pop()
                run = _Run(last.column, last.text + char.data, last.cells + cells, style)
            runs.append(run)
        x += cells
    return runs


def _joins(last: _Run, run: _Run) -> bool:
    is_beside = last.column + last.cells == run.column
    is_as_wide = last.cells == len(last.text) * run.cells
    return is_beside and is_as_wide and last.style == run.style
