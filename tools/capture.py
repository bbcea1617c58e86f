"""Pictures of the running program for the README: a real terminal, played by a script, written as
SVG.
"""

from __future__ import annotations

import html
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pexpect
import pyte

from quizcards.model import Event
from quizcards.store.log import encode

ROOT = Path(__file__).parents[1]
CELL, LINE, MARGIN = 8.5, 20, 14
COLORS = {
    "default": "#d7dae0",
    "cyan": "#56b6c2",
    "brown": "#e5c07b",
    "magenta": "#c678dd",
    "green": "#98c379",
    "red": "#e06c75",
}
NOW = "2026-12-01T21:00"


def play(
    arguments: Sequence[str],
    keys: Sequence[tuple[str, str]],
    until: str = "",
    columns: int = 80,
    rows: int = 24,
    answers: Iterable[Event] = (),
) -> pyte.Screen:
    """Run quizcards in a terminal and return the screen when `until` stands on it, or when the
    program has ended.

    Each key is pressed when the text before it has come on screen. `answers` are what the learner's
    log holds.
    """
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        Path(f"{home}/home/log").mkdir(parents=True)
        Path(f"{home}/home/log/desk.jsonl").write_bytes(b"".join(map(encode, answers)))
        learner = {
            "QUIZCARDS_HOME": f"{home}/home",
            "XDG_CACHE_HOME": f"{home}/cache",
            "QUIZCARDS_NOW": NOW,
        }
        plain = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("QUIZCARDS_", "COV_")) and k != "NO_COLOR"
        }
        environment = (
            plain
            | learner
            | {"TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "", "TZ": "Asia/Seoul"}
        )
        command = [sys.executable, "-m", "quizcards", *arguments]
        child = pexpect.spawn(
            command[0], command[1:], env=environment, cwd=str(ROOT), dimensions=(rows, columns)
        )
        for awaited, key in keys:
            _read(
                child,
                stream,
                lambda awaited=awaited: any(awaited in line for line in screen.display),
            )
            child.send(key)
        _read(child, stream, lambda: bool(until) and any(until in line for line in screen.display))
        child.close(force=True)
    return screen


def _read(
    child: pexpect.spawn, stream: pyte.ByteStream, enough: Callable[[], bool], seconds: float = 60
) -> None:
    """Feed output to the screen until there is enough and no more comes, or the program has
    ended.
    """
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
        "<g font-family=\"'D2Coding','Noto Sans Mono CJK KR','Sarasa Mono K',Menlo,Consolas,monospace\" font-size=\"16\">",
    ]
    for y in rows:
        for x, text, cells, style in _runs(screen, y):
            left, base = MARGIN + x * CELL, MARGIN + y * LINE + 15
            out.append(
                f'<text x="{left}" y="{base}" textLength="{cells * CELL}" lengthAdjust="spacingAndGlyphs" '
                f'xml:space="preserve"{style}>{html.escape(text)}</text>'
            )
    return "\n".join([*out, "</g>", "</svg>"]) + "\n"


def _runs(screen: pyte.Screen, y: int) -> list[tuple[int, str, int, str]]:
    """Split a row into (column, text, cells, style), a new run wherever the style or the width of
    characters changes.
    """
    runs: list[tuple[int, str, int, str]] = []
    x = 0
    while x < screen.columns:
        char = screen.buffer[y][x]
        wide = x + 1 < screen.columns and screen.buffer[y][x + 1].data == ""
        cells = 2 if wide else 1
        style = f' fill="{COLORS.get(char.fg, char.fg if char.fg.startswith("#") else COLORS["default"])}"'
        style += ' font-weight="bold"' if char.bold else ""
        if char.data.strip():
            last = runs[-1] if runs else None
            joined = (
                last
                and last[0] + last[2] == x
                and last[3] == style
                and last[2] == len(last[1]) * cells
            )
            if joined and last:
                runs[-1] = (last[0], last[1] + char.data, last[2] + cells, style)
            else:
                runs.append((x, char.data, cells, style))
        x += cells
    return runs
