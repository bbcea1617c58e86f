"""A whole session at a real terminal, key by key."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from quizcards.model import Memory
from tests.terminal.conftest import Terminal

GRADES = ["1 다시", "2 어려움", "3 알맞음", "4 쉬움"]


@pytest.fixture
def terminal(start: Callable[..., Terminal]) -> Any:
    """A session on four new cards, the first question on screen."""
    terminal = start("study")
    terminal.wait("Space 답 보기")
    return terminal


def cells(terminal: Any, y: Any, text: Any) -> Any:
    """The columns in which the cells of `text` stand on row y: a wide character takes two."""
    row = terminal.screen.buffer[y]
    found = [x for x in range(terminal.screen.columns) if row[x].data == text[0]]
    return next(x for x in found if "".join(row[x + i].data for i in range(30)).startswith(text))


def previewed(terminal: Any, grade: Any) -> Any:
    """The interval that the footer promises for a grade."""
    footer = "   ".join(terminal.lines[-4:])
    found = re.search(rf"{GRADES[grade - 1]} (\S+(?: \S+)*)", footer)
    assert found
    return found[1]


def test_question_stands_in_its_columns_beside_wide_characters(terminal: Any) -> None:
    # " 최적화 · gradient-descent": 1 cell of margin, 3 syllables of 2 cells, a space: the dot
    # stands in column 8
    assert cells(terminal, 0, "최적화") == 1
    assert terminal.screen.buffer[0][8].data == "·"
    assert terminal.lines[3].startswith(" 경사하강법(gradient descent)의 갱신 식을 쓰고,")
    # margin 1, "경사하강법" 10, "(gradient descent)" 18: what follows stands in column 29
    assert cells(terminal, 3, "의") == 29
    # the progress ends one cell before the right edge, which a wide character would have pushed out
    assert "".join(terminal.screen.buffer[0][x].data for x in range(77, 80)) == "분 "


def test_previewed_interval_is_the_one_the_log_gives(
    terminal: Any,
    remembered: Callable[[], dict[str, Memory]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    for grade in (1, 2, 3, 4):
        terminal.press(" ", *GRADES)
        promised = previewed(terminal, grade)
        terminal.press(str(grade), "· adam")
        row, memory = logged()[-1], remembered()["optimization/gradient-descent"]
        assert (row["kind"], row["grade"], row["card"]) == (
            "review",
            grade,
            "optimization/gradient-descent",
        )
        if grade == 4:
            assert promised == f"{memory.interval}일"
        else:  # a new card enters the steps of 1 and 10 minutes; Hard waits for their mean
            moment = datetime.fromisoformat(row["at"]).timestamp()
            assert (
                round(memory.due_at - moment) == {"1분": 60, "5분 30초": 330, "10분": 600}[promised]
            )
        terminal.press("u", "· gradient-descent")


def test_undo_and_redo_without_limit_and_the_log_keeps_all(
    terminal: Any,
    logged: Callable[[], list[dict[str, Any]]],
    remembered: Callable[[], dict[str, Memory]],
) -> None:
    for card in ("adam", "wide"):
        terminal.press(" ", "1 다시")
        terminal.press("4", f"· {card}")
    after = remembered()
    terminal.press("u", "· adam", "되돌렸습니다")
    terminal.press("u", "· gradient-descent", "되돌렸습니다")
    assert all(memory.is_new for memory in remembered().values())
    terminal.press("u", "되돌릴 것이 없습니다")
    terminal.press("r", "· adam", "다시 했습니다")
    terminal.press("r", "· wide", "다시 했습니다")
    terminal.press("r", "다시 할 것이 없습니다")
    assert remembered() == after
    assert [row["kind"] for row in logged()] == ["review"] * 2 + ["undo"] * 2 + ["redo"] * 2


def test_space_pages_through_a_long_demo_and_closes_it_at_the_end(terminal: Any) -> None:
    terminal.press("d", "줄 더")
    for _ in range(10):
        if "줄 더" not in terminal.text:
            break
        terminal.press(" ", "다른 키를")
    assert "지나간 점" in terminal.text
    terminal.press(" ", "Space 답 보기")
    assert "가장 빨리 커지는" not in terminal.text


def test_a_demo_says_that_it_computes_before_its_page_stands(terminal: Any) -> None:
    terminal.press("d", "다른 키를")
    assert "계산하고 있습니다.".encode() in terminal.raw


def test_demo_shows_numbers_and_any_key_returns_to_where_one_was(terminal: Any) -> None:
    # J falls by (1 − 0.2)² a step; |g| after 5 steps is 2·0.8⁴ = 0.8192
    terminal.press("d", "0.8192", "다른 키를")
    terminal.press("q", "Space 답 보기")
    assert "가장 빨리 커지는" not in terminal.text
    terminal.press(" ", *GRADES)
    terminal.press("d", "0.8192")
    terminal.press("x", "가장 빨리 커지는 방향", *GRADES)


def test_help_names_every_key_and_closes(terminal: Any) -> None:
    terminal.press("?", "Space", "되돌리기", "다른 키를")
    named = {line.split()[0] for line in terminal.lines if line}
    assert set("atdluebs?q") < named
    terminal.press("?", "Space 답 보기")


def test_space_shows_answer_and_formula_and_l_toggles_latex(terminal: Any) -> None:
    assert "가장 빨리 커지는" not in terminal.text
    terminal.press(" ", "가장 빨리 커지는 방향", "w ← w − αg", *GRADES)
    terminal.press("l", r"w \leftarrow w - \alpha g")
    terminal.press("l", "w ← w − αg")


def test_bury_and_suspend_take_the_card_out_and_undo_brings_it_back(
    terminal: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal.press("b", "· adam", "새 카드 3", "u로 되돌릴 수 있습니다")
    terminal.press("s", "· wide", "새 카드 2", "u로 되돌릴 수 있습니다")
    assert [(row["kind"], row["card"]) for row in logged()] == [
        ("bury", "optimization/gradient-descent"),
        ("suspend", "optimization/adam"),
    ]
    terminal.press("u", "· adam", "새 카드 3")
    terminal.press("u", "· gradient-descent", "새 카드 4")


def test_a_wrong_key_says_what_to_press_and_loses_nothing(terminal: Any) -> None:
    terminal.press("x", "?를 누르면 도움말")
    terminal.press("3", "먼저 Space로 답을")
    terminal.press("\x1b", "?를 누르면 도움말")  # Esc alone
    terminal.child.send("\x1b[15~\x1b[1;5A\x1bOP")  # F5, Ctrl-Up, F1: no keys at all
    terminal.press(" ", *GRADES)
    assert "도움말이 나옵니다" not in terminal.text
    terminal.press(" ", "1 다시, 2 어려움, 3 알맞음, 4 쉬움 가운데")
    terminal.press("t", "답을 이미 보았습니다")
    terminal.press("u", "되돌릴 것이 없습니다", "가장 빨리 커지는 방향", *GRADES)
    assert terminal.card == "gradient-descent"


def test_letters_work_with_the_korean_input_mode_on(
    terminal: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal.press("ㅇ", "다른 키를")  # d
    terminal.press("x", "Space 답 보기")
    terminal.press("ㅠ", "· adam")  # b
    terminal.press("ㄴ", "· wide")  # s
    terminal.press("ㅕ", "· adam", "되돌렸습니다")  # u
    terminal.press("ㄱ", "· wide", "다시 했습니다")  # r
    terminal.press("ㅂ")  # q
    assert terminal.end() == 0
    assert [row["kind"] for row in logged()] == ["bury", "suspend", "undo", "redo"]


def test_a_jamo_that_arrives_in_two_pieces_is_one_key(terminal: Any) -> None:
    first, *rest = "ㅇ".encode()
    terminal.child.send(bytes([first]))
    terminal.wait()
    terminal.child.send(bytes(rest))
    terminal.wait("다른 키를")


def test_markup_and_emoji_codes_in_a_deck_are_shown_not_obeyed(terminal: Any) -> None:
    terminal.press("s")
    terminal.press("s", "🎲 가나다ABC라 [bold]x[/bold] :smile:")
    terminal.press(" ", "[red]빨강[/red] 이모지 🎉 x̂ 끝")
    # margin 1, dice 2, space 1, 3 syllables of 2 cells, ABC: 라 stands in column 13
    assert cells(terminal, 3, "라") == 13
    answer = terminal.screen.buffer[5]
    assert {answer[x].fg for x in range(80)} == {"default"}
    assert "d 데모" not in terminal.text  # this card has none, and says so
    terminal.press("d", "이 카드에는 아직 데모가 없습니다")


def test_scrolling_by_keys_and_by_space_reaches_the_end_and_home(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study", rows=10)
    terminal.wait("Space 답 보기")
    terminal.press("s", "· adam")
    terminal.press(" ", "줄 더")
    for _ in range(20):
        if "Alg. 1" in terminal.text:
            break
        terminal.press(" ")
    assert "Alg. 1" in terminal.text
    terminal.press("\x1b[H", "Adam은 Momentum과")
    terminal.press("\x1b[B")
    assert "Alg. 1" not in terminal.text
    terminal.press("\x1b[F", "Alg. 1")


def test_quit_leaves_at_once_and_says_what_is_kept(terminal: Any) -> None:
    terminal.press(" ", *GRADES)
    terminal.press("4", "· adam")
    terminal.press("q")
    assert terminal.end() == 0
    assert "답 1개가 모두 저장되어 있습니다." in terminal.text


def test_end_screen_sums_up_and_undo_goes_back_from_it(start: Callable[..., Terminal]) -> None:
    terminal = start("study", "--limit", "1")
    terminal.wait("Space 답 보기")
    terminal.press(" ", *GRADES)
    terminal.press("1", "· gradient-descent")  # Again: the only card comes back in the same session
    terminal.press(" ", *GRADES)
    terminal.press("4", "여기까지입니다")
    rows = dict(line.split(maxsplit=1) for line in terminal.lines if line.startswith("   "))
    assert rows["카드"] == "1장, 답 2번"
    assert "떠올린 비율   50%" in terminal.text
    assert rows["새"].endswith("3장이 기다립니다")
    terminal.press("u", "· gradient-descent", "되돌렸습니다")
    terminal.press(" ", *GRADES)
    terminal.press("4", "여기까지입니다")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_broken_deck_is_named_and_its_neighbours_are_asked(
    start: Callable[..., Terminal], deck: Path
) -> None:
    deck.with_name("broken.yaml").write_text(
        "deck: broken\ntitle: 깨진 덱\ncards: [\n", encoding="utf-8"
    )
    terminal = start("study")
    terminal.wait("Space 답 보기", "content/broken.yaml:")
    assert terminal.card == "gradient-descent"


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {}])
def test_no_color_means_no_color_codes_and_without_it_there_are(
    start: Callable[..., Terminal], environment: Any
) -> None:
    terminal = start("study", **environment)
    terminal.wait("Space 답 보기")
    terminal.press(" ", *GRADES)
    terminal.press("d", "다른 키를")
    terminal.press("\x1b[F", "지나간 점")
    codes = {
        code
        for sgr in re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw)
        for code in sgr.split(b";")
        if code
    }
    colors = {code for code in codes if 30 <= int(code) <= 49 or 90 <= int(code) <= 107}
    assert bool(colors) == (not environment)
