"""A demo's parameters are turned within their limits, by steps that suit them, and all follows."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from rich.text import Text

from quizcards import demos
from quizcards.terminal.demo_run import run_demo
from quizcards.terminal.demo_view import demo_page, result_lines
from quizcards.terminal.live import Knobs, explore
from quizcards.terminal.screen import Screen
from tests.terminal.conftest import Terminal


def knobs(name: str, at: str, **given: Any) -> Knobs:
    found = Knobs(demos.load(name), given)
    return Knobs(found.demo, given, at=found.names.index(at))


def turned(start: Knobs, *keys: str) -> Any:
    now = start
    for key in keys:
        after = now.press(key)
        assert after is not None
        now = after
    return now.value(start.names[start.at])


def test_a_rate_goes_by_one_two_and_five() -> None:
    start = knobs("gradient-descent", "lr", lr=0.1)
    assert [turned(start, *["right"] * n) for n in range(4)] == [0.1, 0.2, 0.5, 1.0]
    assert [turned(start, *["left"] * n) for n in (1, 2, 3)] == [0.05, 0.02, 0.01]


def test_a_share_goes_in_small_steps_near_its_ends() -> None:
    start = knobs("adam", "beta1", beta1=0.9)
    assert [turned(start, *["right"] * n) for n in (1, 2)] == [0.95, 0.99]
    assert turned(start, "left") == 0.8


def test_a_count_goes_by_one_and_stops_at_its_limit() -> None:
    start = knobs("gradient-descent", "steps", steps=2)
    low = demos.load("gradient-descent").limits["steps"][0]
    assert turned(start, "right") == 3
    assert turned(start, *["left"] * 5) == low


def test_words_go_round() -> None:
    words = list(demos.load("optimizers-overview").choices["optimizer"])
    start = knobs("optimizers-overview", "optimizer", optimizer=words[-1])
    assert turned(start, "right") == words[0]
    assert turned(start, "right", "left") == words[-1]


def test_a_text_is_not_turned() -> None:
    assert knobs("tokenization-bpe", "merges").names == ["merges"]


def test_enter_brings_back_what_the_card_called_the_demo_with() -> None:
    start = knobs("adam", "beta1", beta1=0.5)
    assert turned(start, "right", "right", "enter") == 0.5


@pytest.mark.parametrize("name", demos.names())
def test_every_turn_stays_within_the_limits_and_comes_to_an_end_or_round(name: str) -> None:
    demo = demos.load(name)
    found = Knobs(demo, {})
    for at, parameter in enumerate(found.names):
        for way in ("left", "right"):
            now = Knobs(demo, {}, at=at)
            for _ in range(12):
                after = now.press(way)
                assert after is not None
                demo.checked(after.params)
                now = after
            if parameter not in demo.choices:
                assert (now.value(parameter) >= found.value(parameter)) == (way == "right") or (
                    now.value(parameter) == found.value(parameter)
                )


class Small(Screen):
    """A screen of 80 by 24 that gets keys from a script and keeps what it drew last."""

    has_asked_width = False

    def __init__(self, *keys: str) -> None:
        script = iter((*keys, "q"))
        self.keyboard = SimpleNamespace(read=lambda: next(script))  # type: ignore[assignment]
        self.drawn: list[str] = []

    def size(self) -> tuple[int, int]:
        return 80, 24

    def _suit_background(self) -> None:
        pass

    def _draw(self, lines: list[Text], width: int) -> None:
        assert all(line.cell_len <= width for line in lines)
        self.drawn = [line.plain for line in lines]


@pytest.mark.parametrize("name", demos.names())
def test_what_a_turn_changes_is_in_sight_on_a_small_screen(name: str) -> None:
    demo = demos.load(name)
    screen = Small("right")
    assert explore(screen, demo, {}) == ""
    shown = "\n".join(screen.drawn)
    now = Knobs(demo, {}).press("right")
    run = run_demo(demo, now.params if now else {})
    page = demo_page(run, 80)
    if len(page.values) + len(page.picture) > 18 and now:
        results = result_lines(demo.asks, run.trace, 80)
        assert results[0].plain in shown
        assert page.picture[0].plain in shown
        if len(page.picture) + len(now.lines(80)[:8]) + len(results) <= 20:
            assert page.picture[-1].plain in shown


def test_choosing_a_value_moves_nothing() -> None:
    still, chosen = Small(), Small("down")
    for screen in (still, chosen):
        explore(screen, demos.load("learning-rate"), {})
    assert chosen.drawn[1:] == still.drawn[1:]


def test_a_turn_changes_values_and_walk_has_a_key_of_its_own(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.press("d", "w 한 줄씩")
    before = terminal.text
    terminal.press("\x1b[C", "한 줄씩")
    assert terminal.text != before
    terminal.press("\r", "한 줄씩")
    terminal.press("\x1b[H", "↓")
    assert terminal.text == before
    terminal.press("w", "→ 다음")
    terminal.press("x", "w 한 줄씩")
    terminal.press("x", "Space 답 보기")
