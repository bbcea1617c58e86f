"""A demo walked line by line: the value is hidden until it is asked for, and nothing runs past the
ends.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from quizcards import demos
from quizcards.model import DemoCall
from quizcards.terminal.demo_run import evidence
from quizcards.terminal.walk import Walk
from quizcards.trace.notation import values
from tests.terminal.conftest import Terminal


def walk(name: Any, **params: Any) -> Any:
    demo = demos.load(name)
    return Walk(demo.title, demo.run(params))


def text(walk: Any, width: Any = 80) -> Any:
    return "\n".join(line.plain for line in walk.lines(width))


def test_every_value_is_hidden_first_and_then_shown() -> None:
    here = walk("adam", t=2)
    for step in here.trace.steps:
        assert "\n   = ?" in text(here)
        here = here.press("right")
        assert f"\n   = {values(step.value)}" in text(here)
        here = here.press("right")
    assert here.is_over


def test_left_goes_back_and_neither_end_is_passed() -> None:
    start = walk("adam")
    assert start.press("left") == start
    assert start.press("right").press("left") == start
    end = start.press("end")
    assert end.is_over
    assert end.press("right") == end
    assert end.press("home") == start


def test_what_a_line_is_computed_from_is_shown_as_it_was_then() -> None:
    here = walk("adam", w=0.5, g=0.1, m=0.2)
    assert "m = 0.2" in text(here)  # the m before the first line
    later = here.press("right").press("right").press("right").press("right")
    assert "m = 0.19" in text(later)  # by hand: 0.9·0.2 + 0.1·0.1


def test_a_key_that_does_not_move_is_none_and_lines_fit_the_width() -> None:
    here = walk("gradient-descent").press("end")
    assert here.press("q") is None
    assert all(line.cell_len <= 40 for line in here.lines(40))


def test_a_value_that_is_written_at_once_is_typed_and_marked_and_words_are_not() -> None:
    here = walk("adam").written("0.24")
    assert here.typed == "0.24"
    assert "적은 값: 0.24" in walk("adam").written("0.24\n").said
    assert walk("adam").written("0.24 은") is None


def test_in_a_session_a_demo_is_walked_and_left_again(start: Callable[..., Terminal]) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기")
    terminal.press("d", "w 한 줄씩")
    terminal.press("w", "1 / 31", "= ?")
    terminal.press("\x1b[C", "= 1")
    terminal.press("\x1b[D", "= ?")
    terminal.press("x", "w 한 줄씩")
    terminal.press("x", "Space 답 보기")


def test_the_run_against_a_misconception_stands_beside_the_claim(
    start: Callable[..., Terminal], deck: Path
) -> None:
    demo = "{run: adam, show: [m, v]}"
    claim = f"  misconceptions:\n  - {{claim: m과 v는 같다, because: 다릅니다., demo: {demo}}}\n"
    (file,) = deck.glob("*.yaml") if deck.is_dir() else [deck]
    content = file.read_text(encoding="utf-8")
    head, mark, rest = content.partition("\n- ")
    head2, mark2, rest2 = rest.partition("\n- ")
    file.write_text(
        head + mark + head2 + "\n" + claim.rstrip("\n") + mark2 + rest2, encoding="utf-8"
    )
    terminal = start("study")
    terminal.wait("Space 답 보기")
    # by hand, from the defaults g = 0.1, t = 1: m = 0.1·0.1, v = 0.001·0.1²
    terminal.press(" ", "x 오해 1")
    terminal.press("x", "m\xa0=\xa00.01, v\xa0=\xa01e−05 (adam)")


def test_a_run_that_cannot_be_made_says_so_in_place_of_its_values() -> None:
    assert evidence(demos.load("adam"), DemoCall("adam", {"lr": "많이"}, show=("m",))).startswith(
        "lr=많이"
    )


def typing(here: Any, text: str) -> Any:
    for char in text:
        here = here.press("space" if char == " " else char)
    return here


def test_a_typed_value_is_shown_as_it_is_typed_and_marked_with_the_tolerance_of_answers() -> None:
    start = walk("adam", w=0.5, g=0.1, m=0.2)  # by hand: m = 0.9·0.2 + 0.1·0.1 = 0.19
    assert "= 0.19" in text(typing(start, "0.19")).replace("\xa0", " ")
    right = typing(start, "0.19").press("enter")
    assert right.at == 1
    assert "○ 맞았습니다." in text(right)
    assert "○" in text(typing(start, "0.1902").press("enter"))  # within 0.2 %
    wrong = typing(start, "0.21").press("enter")
    assert "× 틀렸습니다. 적은 값: 0.21" in text(wrong)
    assert "= 0.19" in text(wrong)
    assert "틀렸" not in text(wrong.press("right"))


def test_enter_alone_shows_the_value_without_a_mark() -> None:
    shown = walk("adam").press("enter")
    assert shown.at == 1
    assert "맞았" not in text(shown)
    assert "틀렸" not in text(shown)


def test_what_cannot_be_read_stays_to_be_mended() -> None:
    start = walk("adam", m=0.2)
    here = typing(start, "0.1 0.2").press("enter")
    assert here.at == 0
    assert "수 1개를 써 주세요" in text(here)
    for _ in range(4):
        here = here.press("backspace")
    assert here.typed == "0.1"


def test_of_a_vector_it_is_said_how_many_are_right() -> None:
    start = walk("norms", v=[3.0, -4.0])
    vector = next(i for i, step in enumerate(start.trace.steps) if getattr(step.value, "ndim", 0))
    here = type(start)(start.title, start.trace, 2 * vector)
    right = here.trace.steps[vector].value.tolist()
    assert "○" in text(typing(here, ", ".join(map(str, right))).press("enter"))
    off = [right[0] + 1, *right[1:]]
    said = text(typing(here, ", ".join(map(str, off))).press("enter"))
    assert f"({len(right)}개 가운데 {len(right) - 1}개가 맞습니다.)" in said


def test_a_whole_line_is_a_value_nothing_goes_on_and_a_word_leaves() -> None:
    start = walk("adam", w=0.5, g=0.1, m=0.2)
    marked = start.answered("0.19")
    assert "○ 맞았습니다." in text(marked)
    assert start.answered("") == start.press("right")
    assert start.answered("q") is None
