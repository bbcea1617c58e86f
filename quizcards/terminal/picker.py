"""A list to choose from on a screen, group by group: typing narrows it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rich.text import Text

from quizcards.terminal.cells import cell_len
from quizcards.terminal.keys import NO_COMMAND, TEXT, latin
from quizcards.terminal.palette import CHOSEN, HEADING
from quizcards.terminal.text import MARGIN, QUIET, cropped, pad
from quizcards.terminal.views import key_lines

if TYPE_CHECKING:
    from quizcards.terminal.screen import Screen

Groups: TypeAlias = "Sequence[tuple[str, Sequence[tuple[str, str]]]]"
"""Each group's title, with the names and the titles of what is in it."""
MOVES = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -999, "end": 999}


class Way(NamedTuple):
    """What a key of its own does in a list: what is said of it, and what it does to a name."""

    said: str
    act: Callable[[str], str]
    """It returns what is said afterwards."""


NO_WAYS: Mapping[str, Way] = {}


@dataclass(frozen=True)
class Picker:
    """What was typed, and which of the rows that are left is chosen.

    Where letters are keys (`by_slash`), what is typed is searched for only behind a `/`; elsewhere
    it may stand before it.
    """

    groups: Groups
    by_slash: bool = False
    typed: str = ""
    at: int = 0
    is_searching: bool = False

    @property
    def left(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The groups and their rows whose name or title holds what was typed.

        Korean is compared by the keys that it is typed with.
        """
        found = [(deck, [row for row in rows if self._holds(row)]) for deck, rows in self.groups]
        return [(deck, rows) for deck, rows in found if rows]

    def _holds(self, row: tuple[str, str]) -> bool:
        name, title = row
        held = f"{name} {name.replace('-', '')} {latin(title)}".replace(" ", "")
        return latin(self.typed) in held

    @property
    def chosen(self) -> str | None:
        """The name of the chosen row; None where none is left."""
        names = [name for _, rows in self.left for name, _ in rows]
        return names[self.at] if names else None

    @property
    def takes_letters(self) -> bool:
        """Whether every letter narrows the list down, and none is a command."""
        return self.is_searching or not self.by_slash

    def press(self, key: str) -> Picker | None:
        """Return what a key makes of it, or None for one that leaves."""
        is_begun = bool(self.typed) or self.is_searching
        if latin(key) in ("escape", "q") and not is_begun:
            return None
        if key == "escape":
            return replace(self, typed="", at=0, is_searching=False)
        if key in MOVES:
            return replace(self, at=self.within(self.at + MOVES[key]))
        if key == "backspace":
            return replace(self, typed=self.typed[:-1], at=0)
        if key == "/" and not is_begun:
            return replace(self, is_searching=True)
        if not self.takes_letters:
            return self
        if len(key) == 1 and key.isprintable() and key != "?":
            return replace(self, typed=self.typed + key, at=0)
        return self

    def within(self, at: int) -> int:
        """Return a place as near as there is one among the rows that are left."""
        return max(min(at, sum(len(rows) for _, rows in self.left) - 1), 0)

    def with_groups(self, groups: Groups) -> Picker:
        """Return the same choice in rows that have changed."""
        changed = replace(self, groups=groups)
        return replace(changed, at=changed.within(changed.at))

    def lines(self, width: int) -> tuple[list[Text], int]:
        """Return the rows by group, and which line the chosen one is on."""
        room = max(cell_len(_last(name)) for _, rows in self.groups for name, _ in rows) + 2
        lines: list[Text] = []
        at = 0
        for deck, rows in self.left:
            lines += [Text()] if lines else []
            lines.append(Text(f"{MARGIN}{deck}", style=HEADING))
            for name, title in rows:
                is_chosen = name == self.chosen
                at = len(lines) if is_chosen else at
                line = Text(f"{MARGIN}{'▸' if is_chosen else ' '} {pad(_last(name), room)}{title}")
                line.stylize(CHOSEN if is_chosen else "", 0)
                lines.append(cropped(line, width - 1))
        return lines or [Text(f"{MARGIN}맞는 것이 없습니다.", style=QUIET)], at


def _last(name: str) -> str:
    """Return a card's id, of its key; a name without a deck is shown as it is."""
    return name.rpartition("/")[2]


def pick(
    screen: Screen,
    title: str,
    groups: Callable[[], Groups],
    run: Callable[[str], str | None],
    ways: Mapping[str, Way] = NO_WAYS,
) -> None:
    """Let rows be chosen until a key leaves.

    `run` shows one and returns what went wrong, or None where that was the last; the keys of `ways`
    do something else with one. The rows are asked for anew after either.
    """
    picker = Picker(groups(), by_slash=bool(ways))
    scroll = 0
    message = ""
    while True:
        width, height = screen.size()
        body, at = picker.lines(width)
        room = height - 6
        scroll = min(max(scroll, at - room + 1), max(at - 1, 0))
        searching = picker.is_searching or picker.typed
        head = Text(f"{MARGIN}찾기: {picker.typed}" if searching else f"{MARGIN}{title}")
        scroll, _ = screen.frame([head, Text()], body, [_keys(picker, ways)], message, scroll)
        key = screen.keyboard.read(typing=picker.takes_letters)
        act = run if key == "enter" else _act(picker, ways, key)
        if act is not None and picker.chosen is not None:
            said = act(picker.chosen)
            if said is None:
                return
            message = said
            picker = picker.with_groups(groups())
            continue
        message = NO_COMMAND if key == TEXT else ""
        if key == "?":
            screen.page(lambda width: key_lines(_help(ways), width))
        after = picker.press(key)
        if after is None:
            return
        picker = after


def _act(picker: Picker, ways: Mapping[str, Way], key: str) -> Callable[[str], str | None] | None:
    """Return what a key does with a row, unless it is a letter of what is searched for."""
    return ways[key].act if key in ways and not picker.is_searching else None


def _help(ways: Mapping[str, Way]) -> list[tuple[str, str]]:
    """Return what the keys do in a list."""
    finding = ("/", "찾을 말 적기") if ways else ("글자", "적은 글자가 있는 것만 남기기")
    return [
        ("↑ ↓", "고르기"),
        ("Enter", "고른 것 열기"),
        *((key, way.said) for key, way in ways.items()),
        finding,
        ("Esc", "찾은 말 지우기, 없으면 나가기"),
        ("q", "그만"),
    ]


def _keys(picker: Picker, ways: Mapping[str, Way]) -> list[str]:
    if picker.is_searching:
        return ["↑↓ 고르기", "Enter 열기", "Esc 모두 보기"]
    own = [f"{key} {way.said}" for key, way in ways.items()]
    return [
        "↑↓ 고르기",
        "Enter 열기",
        *own,
        "/ 찾기" if ways else "글자로 찾기",
        "? 도움말",
        "q 그만",
    ]
