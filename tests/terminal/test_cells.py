"""Where a character of ambiguous width takes two cells, everything still holds."""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from rich.text import Text

from quizcards import demos
from quizcards.terminal.cells import cell_len, drawable, set_ambiguous_width
from quizcards.terminal.demo_run import run_demo
from quizcards.terminal.demo_view import demo_lines
from quizcards.terminal.graph_view import graph_lines
from quizcards.terminal.keys import ASK_WIDTH, pressed
from quizcards.terminal.text import cleaned, cropped
from quizcards.trace.graph import graph
from tests.terminal.conftest import Terminal

WIDTH = 80


@pytest.fixture
def wide() -> Iterator[None]:
    set_ambiguous_width(2)
    yield
    set_ambiguous_width(1)


def taken(text: str) -> int:
    """The cells of a text as such a terminal counts them, by Unicode's own table."""
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WFA"
        else 1
        for char in text
    )


@pytest.mark.usefixtures("wide")
def test_ambiguous_characters_are_counted_and_what_draws_is_drawn_in_ascii() -> None:
    assert cell_len("α → β") == 8
    assert cell_len("m̂ 가 a") == 6
    assert cell_len("─│█") == 3
    assert drawable("┌─┐ −1 × 2") == "+-+ -1 x 2"
    assert cropped(Text("αβγδ"), 6).plain == "αβ…"


def test_elsewhere_nothing_changes() -> None:
    assert cell_len("α → ─") == 5
    assert drawable("┌─┐ −1") == "┌─┐ −1"


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("name", demos.names())
def test_no_line_of_a_demo_is_wider_than_the_screen(name: str) -> None:
    for line in demo_lines(run_demo(demos.load(name), {}), WIDTH):
        drawn = cleaned(line).plain
        assert taken(drawn) == cell_len(drawn)
        assert taken(drawn.rstrip()) <= WIDTH, drawn


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("name", ["computation-graph", "adam", "two-layer-network"])
def test_the_sides_of_boxes_stand_one_below_the_other(name: str) -> None:
    found = graph(demos.load(name).run({}))
    assert found
    rows = [cleaned(line).plain for line in graph_lines(found, WIDTH)]
    columns = [{taken(row[:i]): char for i, char in enumerate(row)} for row in rows]
    for above, below in pairwise(columns):
        for column, char in below.items():
            if char == "|":
                assert above.get(column) in ("|", "+", "v"), "\n".join(rows)


def test_what_the_terminal_says_of_its_width_is_no_key() -> None:
    assert [key for key, _ in pressed("\x1b[1;3R")] == ["resize"]
    assert [key for key, _ in pressed("\x1b[1;2R")] == []


def test_a_terminal_is_drawn_on_as_it_answers(start: Callable[..., Terminal]) -> None:
    narrow = start("study")
    narrow.wait("?", "───")
    assert ASK_WIDTH.encode() in narrow.raw
    wide = start("study")
    wide.screen.answer = lambda _: wide.child.send("\x1b[1;3R")
    wide.wait("?", "---")
    assert "─" not in wide.text


def test_a_setting_goes_before_what_the_terminal_says(
    start: Callable[..., Terminal], learner: Path
) -> None:
    (learner / "settings.toml").write_text("ambiguous_width = 2\n", encoding="utf-8")
    terminal = start("study")
    terminal.wait("?", "---")
    assert ASK_WIDTH.encode() not in terminal.raw
