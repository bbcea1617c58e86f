"""The demos to choose from on a screen, deck by deck: typing narrows them down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len
from rich.text import Text

from quizcards.terminal.keys import latin
from quizcards.terminal.palette import CHOSEN
from quizcards.terminal.text import MARGIN, QUIET, cropped, pad

if TYPE_CHECKING:
    from quizcards.terminal.screen import Screen

Groups: TypeAlias = "Sequence[tuple[str, Sequence[tuple[str, str]]]]"
"""Each deck's title, with the names and the titles of its demos."""
KEYS = ("↑↓ 고르기", "글자로 찾기", "Enter 열기", "q 그만")


@dataclass(frozen=True)
class Picker:
    """What was typed, and which of the demos that are left is chosen."""

    groups: Groups
    typed: str = ""
    at: int = 0

    @property
    def left(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The decks and their demos whose name or title holds what was typed.

        Korean is compared by the keys that it is typed with.
        """
        found = [(deck, [row for row in rows if self._holds(row)]) for deck, rows in self.groups]
        return [(deck, rows) for deck, rows in found if rows]

    def _holds(self, row: tuple[str, str]) -> bool:
        name, title = row
        return self.typed in f"{name} {name.replace('-', '')} {latin(title)}".replace(" ", "")

    @property
    def chosen(self) -> str | None:
        """The name of the chosen demo; None where none is left."""
        names = [name for _, rows in self.left for name, _ in rows]
        return names[self.at] if names else None

    def press(self, key: str) -> Picker | None:
        """Return what a key makes of it, or None for one that leaves."""
        if key == "escape" or (key == "q" and not self.typed):
            return replace(self, typed="", at=0) if self.typed else None
        moves = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -999, "end": 999}
        if key in moves:
            last = sum(len(rows) for _, rows in self.left) - 1
            return replace(self, at=max(min(self.at + moves[key], last), 0))
        if key == "backspace":
            return replace(self, typed=self.typed[:-1], at=0)
        if len(key) == 1 and key.isprintable():
            return replace(self, typed=self.typed + key, at=0)
        return self

    def lines(self, width: int) -> tuple[list[Text], int]:
        """Return the demos by deck, and which line the chosen one is on."""
        room = max(cell_len(name) for _, rows in self.groups for name, _ in rows) + 2
        lines: list[Text] = []
        at = 0
        for deck, rows in self.left:
            lines += [Text()] if lines else []
            lines.append(Text(f"{MARGIN}{deck}", style="bold"))
            for name, title in rows:
                is_chosen = name == self.chosen
                at = len(lines) if is_chosen else at
                line = Text(f"{MARGIN}{'▸' if is_chosen else ' '} {pad(name, room)}{title}")
                line.stylize(CHOSEN if is_chosen else "", 0)
                lines.append(cropped(line, width - 1))
        return lines or [Text(f"{MARGIN}맞는 데모가 없습니다.", style=QUIET)], at


def pick(screen: Screen, groups: Groups, run: Callable[[str], str]) -> None:
    """Let demos be chosen until a key leaves; `run` shows one and returns what went wrong."""
    picker = Picker(groups)
    scroll = 0
    message = ""
    while True:
        width, height = screen.size()
        body, at = picker.lines(width)
        room = height - 6
        scroll = min(max(scroll, at - room + 1), max(at - 1, 0))
        typed = Text(f"{MARGIN}찾기: {picker.typed}" if picker.typed else f"{MARGIN}데모")
        scroll, _ = screen.frame([typed, Text()], body, [list(KEYS)], message, scroll)
        key = screen.keyboard.read(typing=True)
        message = ""
        if key == "enter" and picker.chosen is not None:
            message = run(picker.chosen)
            continue
        after = picker.press(key)
        if after is None:
            return
        picker = after
