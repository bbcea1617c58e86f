"""Lines printed as they stand, in colour where the terminal and the environment allow it."""

from __future__ import annotations

import shutil
import sys

from rich.text import Text

Lines = list[Text]
PIPE_WIDTH = 80
FEWEST_COLUMNS = 40


def width() -> int:
    """Return how many columns a view may take: those of the terminal, or 80 in a pipe."""
    if not sys.stdout.isatty():
        return PIPE_WIDTH
    return max(shutil.get_terminal_size().columns, FEWEST_COLUMNS)


def print_lines(lines: Lines) -> None:
    """Print lines on stdout, each whole however long it is."""
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True)
    sys.stdout.write(captured.get())
