"""A demo whose parameters are turned like knobs: what it computes and draws follows at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rich.text import Text

from quizcards.errors import QuizcardsError
from quizcards.terminal.demo_run import DemoRun, run_demo
from quizcards.terminal.demo_view import demo_page, result_lines
from quizcards.terminal.keys import NO_COMMAND, TEXT
from quizcards.terminal.palette import CHOSEN
from quizcards.terminal.screen import CLOSES, Screen
from quizcards.terminal.text import MARGIN, QUIET, bar
from quizcards.terminal.views import key_lines
from quizcards.terminal.walk import Walk
from quizcards.trace.demo import Demo
from quizcards.trace.notation import symbol, values

WALK = "w"
HELP = (
    ("← →", "고른 값을 줄이고 늘리기. 식, 값, 그림이 바로 따라 바뀝니다"),
    ("↑ ↓", "바꿀 값 고르기"),
    ("Enter", "모두 처음 값으로"),
    (WALK, "한 줄씩 계산하기. 값을 적으면 맞았는지 알려 줍니다"),
    ("Space  j k", "위아래로 움직이기"),
    ("?", "이 도움말"),
    ("다른 키", "데모 닫기"),
)
_SHARES = (0.0, 0.001, 0.01, 0.05, *(i / 10 for i in range(1, 10)), 0.95, 0.99, 0.999, 1.0)
"""Where a share of one may stand: close together where it matters, near both ends."""
_FEWEST = 1e-3
"""Of a positive number's own size: below that it goes on to its lowest."""
_COUNTED_SINGLY = 20


@dataclass(frozen=True)
class Knobs:
    """A demo's parameters as they stand, and which one the arrows turn."""

    demo: Demo
    given: Mapping[str, Any]
    """What the demo is called with when nothing is turned."""

    turned: Mapping[str, Any] = field(default_factory=dict)
    at: int = 0

    @property
    def names(self) -> list[str]:
        """The parameters that are a word or a single number."""
        return [name for name in self.demo.parameters if self.demo.takes_one(name)]

    @property
    def params(self) -> dict[str, Any]:
        return {**self.given, **self.turned}

    def value(self, name: str) -> Any:
        """Return what a parameter is now."""
        params = {**self.demo.parameters, **self.demo.checked(self.params)}
        return params[name]

    def press(self, key: str) -> Knobs | None:
        """Return what a key makes of them, or None if it does nothing here."""
        if not self.names:
            return None
        if key in ("up", "down"):
            step = 1 if key == "down" else -1
            return replace(self, at=(self.at + step) % len(self.names))
        if key == "enter":
            return replace(self, turned={})
        if key in ("left", "right"):
            name = self.names[self.at]
            value = self.next_value(name, 1 if key == "right" else -1)
            return replace(self, turned={**self.turned, name: value})
        return None

    def next_value(self, name: str, way: int) -> Any:
        """Return the next value up (1) or down (-1) within the limits; words go round."""
        now = self.value(name)
        if name in self.demo.choices:
            words = list(self.demo.choices[name])
            return words[(words.index(now) + way) % len(words)]
        low, high = self.demo.limits.get(name, (-math.inf, math.inf))
        usual = self.demo.parameters[name]
        if isinstance(usual, int):
            return int(min(max(_counted(now, way), low), high))
        if low >= 0 and high <= 1:
            found = _share(now, way)
        elif low >= 0:
            found = _positive(now, way, usual, low)
        else:
            found = _number(now, way, usual)
        return float(min(max(found, low), high))

    def lines(self, width: int) -> list[Text]:
        """Return the parameters on a line or more, the chosen one marked."""
        items = []
        for i, name in enumerate(self.names):
            value = self.value(name)
            text = f"{symbol(name)} = {value if isinstance(value, str) else values(value)}"
            items.append(f"← {text} →" if i == self.at else text)
        lines = [Text(MARGIN + line, style=QUIET) for line in bar(items, width - 2)]
        for line in lines:
            start, end = line.plain.find("←"), line.plain.find("→")
            if start >= 0:
                line.stylize(CHOSEN, start, end + 1)
        return lines


def _counted(now: int, way: int) -> int:
    """Return the next whole number: every one of the first, then a tenth of its size on."""
    size = abs(now) + (way if now >= 0 else -way)
    step = 1 if size < _COUNTED_SINGLY else 10 ** (len(str(size)) - 1)
    return _multiple(now, way, step)


def _multiple(now: int, way: int, step: int) -> int:
    return (now // step + 1) * step if way > 0 else -(-now // step) * step - step


def _share(now: float, way: int) -> float:
    beyond = [share for share in _SHARES if (share - now) * way > 1e-12]
    if not beyond:
        return now
    return beyond[0] if way > 0 else beyond[-1]


def _positive(now: float, way: int, usual: float, low: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on."""
    least = _FEWEST * (abs(usual) or 1.0)
    if now < least:
        return _rounded(least) if way > 0 else low
    power = 10.0 ** math.floor(math.log10(now) + 1e-9)
    steps = [float(f"{m * power:.6g}") for m in (0.5, 1, 2, 5, 10)]
    beyond = [step for step in steps if (step - now) * way > 1e-9 * now]
    found = beyond[0] if way > 0 else beyond[-1]
    return found if found >= least * (1 - 1e-9) else low


def _rounded(value: float) -> float:
    return 10.0 ** math.floor(math.log10(value) + 1e-9)


def _number(now: float, way: int, usual: float) -> float:
    """Return the next multiple of half the size that the parameter usually has."""
    step = 0.5 * _rounded(abs(usual)) if usual else 0.5
    count = math.floor(now / step + 1e-9) + 1 if way > 0 else math.ceil(now / step - 1e-9) - 1
    return float(f"{count * step:.9g}")


def explore(screen: Screen, demo: Demo, given: Mapping[str, Any]) -> str:
    """Show a demo until a key closes it; return "" or why it could not be computed."""
    knobs = Knobs(demo, given)
    try:
        run = run_demo(demo, given)
    except QuizcardsError as error:
        return str(error)
    drawn: tuple[DemoRun | None, int] = (None, 0)
    message = ""
    scroll = 0
    is_turned = False
    while True:
        width, height = screen.size()
        if drawn[0] is not run or drawn[1] != width:
            drawn, page = (run, width), demo_page(run, width)
            body = [*page.values, *page.picture, *page.rest]
            results = result_lines(demo.asks, run.trace, width)
        # on a screen too small for both the demo gives way to the keys
        top = [*knobs.lines(width), *results][: height // 3]
        start = len(page.values)
        # what a turn changes is in sight: the picture, under the results and the last of the values
        sight = (start, start + len(page.picture)) if is_turned else None
        scroll, ends = screen.frame(top, body, [_keys(knobs)], message, scroll, sight)
        key = screen.keyboard.read()
        message = NO_COMMAND if key == TEXT else ""
        turned = knobs.press(key)
        is_turned = turned is not None and turned.turned != knobs.turned
        if turned is not None:
            knobs, run, message = _computed(knobs, turned, run)
        elif key == "?":
            screen.page(help_lines)
        elif key == WALK:
            screen.walk(Walk(run.title, run.trace))
        elif key not in ("resize", TEXT):
            moved = screen.scrolled("pagedown" if key == "space" and not ends else key, scroll)
            if moved is None:
                return ""
            scroll = moved


def _computed(before: Knobs, now: Knobs, run: DemoRun) -> tuple[Knobs, DemoRun, str]:
    """Return what a turn leads to; one that cannot be computed is taken back, and said."""
    if now.params == before.params:
        return now, run, ""
    try:
        return now, run_demo(now.demo, now.params), ""
    except QuizcardsError as error:
        return before, run, str(error)


def help_lines(width: int) -> list[Text]:
    """Return what the keys do in a demo."""
    return key_lines(HELP, width)


def _keys(knobs: Knobs) -> list[str]:
    turning = ["←→ 값 바꾸기", "↑↓ 고르기", "Enter 처음 값"] if knobs.names else []
    return [*turning, f"{WALK} 한 줄씩", "Space j k 움직이기", CLOSES]
