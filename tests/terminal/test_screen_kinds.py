"""Questions of every kind at a real terminal: chosen, written, ordered, marked; and a whole
quiz.
"""

import io
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.cli import main as cli
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.exam.exam import draw_items
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler
from quizcards.model import Library
from quizcards.quiz import kinds
from quizcards.quiz.question import Blank, Choice, Code, Context, Number, Order, Points, Spoken
from quizcards.study.asking import Asking
from quizcards.study.strength import recall_at
from quizcards.trace.notation import values
from tests.quiz.quiz_examples import whiteboard
from tests.sampling import some
from tests.shipped import CONTENT
from tests.terminal.conftest import Terminal

PROMPT = "Enter 답 마치기"
FIRST = "optimization/local-minima"
IN_ORDER = Path(__file__).with_name("in-order.yaml")  # no shipped deck begins with lines to order
ALL = 2 * len(kinds.marked())


@pytest.fixture(scope="module")
def content() -> Any:
    """One deck of those that are shipped: all of them would be read anew in every test."""
    return str(CONTENT / "5-optimization.yaml")


@pytest.fixture(scope="module")
def library(content: Any) -> Any:
    return read_library(deck_files([Path(content), IN_ORDER]), demos.outline, demos.names())


@pytest.fixture
def item(library: Library) -> Any:
    """The item that a new learner's first card of a shipped deck is asked as."""
    cards = {card.key: card for card in library.cards}
    context = Context(library.cards, demos.of, random.Random, whiteboard)
    return lambda kind: Asking(context, (kind,)).item(cards[first(kind)], new_memory(first(kind)))


def first(kind: str) -> str:
    """The card that is asked first where a kind is wanted."""
    return "normalization/bn-forward" if kind == "order" else FIRST


@pytest.fixture
def asked(start: Callable[..., Terminal], content: Any) -> Any:
    def begin(kind: Any, shipped: str = content, **size: Any) -> Any:
        deck, _ = first(kind).split("/")
        decks = str(IN_ORDER) if kind == "order" else shipped
        terminal = start("study", deck, "--kind", kind, "--decks", decks, **size)
        terminal.wait("q 그만", "· ")
        return terminal

    return begin


def right_reply(answering: Any) -> Any:
    match answering:
        case Choice(right=right):
            return str(right + 1)
        case Number(right=right):
            return values(right).replace("−", "-")
        case Order(right=right):
            return " ".join(str(line + 1) for line in right)
        case Blank(accepted=accepted):
            return accepted[0]
        case Code(answer=answer):
            return answer.partition(" = ")[2]
        case Points(points=points):
            return ". ".join(point.any_of[0] for point in points)
    raise AssertionError(answering)


def wrong_reply(answering: Any) -> Any:
    match answering:
        case Choice(options=options, right=right):
            return str((right + 1) % len(options) + 1)
        case Number(right=right):
            return values(np.array(right) * 3 + 7).replace("−", "-")
        case Order(right=right):
            return " ".join(str(line + 1) for line in reversed(right))
        case Code():
            return "7"
        case Blank() | Points():
            return "모르겠습니다"
    raise AssertionError(answering)


def shown_given_up(kind: str) -> str:
    """What stands on the screen when the answer of a marked kind is given up."""
    if kind in ("ox", "choice", "value"):
        return "○ "
    return "z ·" if kind == "points" else "정답:"


def written(terminal: Any, text: Any, *shown: Any) -> None:
    terminal.type("\r", PROMPT)
    terminal.type(text, text.split()[-1])
    terminal.press("\r", *shown)


@pytest.mark.parametrize("kind", kinds.names())
def test_after_escape_a_right_answer_is_graded_good_by_enter_or_a_key_where_it_may_be_a_guess(
    asked: Any, item: Any, logged: Callable[[], list[dict[str, Any]]], kind: Any
) -> None:
    terminal, answering = asked(kind), item(kind).asked.answering
    if isinstance(answering, Spoken):
        terminal.press(" ", "3 알맞음")
        terminal.press("3", "· ")
    elif isinstance(answering, Choice):
        terminal.press(right_reply(answering), "○ 맞았습니다", "찍었으면 1")
        terminal.press("3", "· ")
    else:
        shown = "z ✓" if isinstance(answering, Points) else "○ 맞았습니다"
        terminal.type("\r", PROMPT)
        terminal.press("\x1b", "Enter 적기")
        written(terminal, right_reply(answering), shown, "Enter 제안대로(알맞음)")
        terminal.press("\r", "· ")
    (row,) = logged()
    assert (row["kind"], row["card"], row["grade"], row["asked"]) == (
        "review",
        first(kind),
        3,
        kind,
    )
    assert row.get("seed") == (None if kind == "recall" else item(kind).seed)
    assert row.get("answer") == (None if isinstance(answering, Spoken) else right_reply(answering))


@pytest.mark.parametrize("kind", some(kinds.marked()))
def test_giving_up_shows_the_answer_and_proposes_again(
    asked: Any, logged: Callable[[], list[dict[str, Any]]], kind: Any
) -> None:
    terminal = asked(kind)
    terminal.press(" ", shown_given_up(kind), "Enter 제안대로(다시)")
    terminal.press("\r", "· ")
    assert logged()[0]["grade"] == 1


def test_what_is_no_number_is_asked_for_again(
    asked: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked("numeric")
    written(terminal, "모릅니다", "수를 읽을 수 없습니다", "Enter 고쳐 적기")
    terminal.type("\r", PROMPT, " > 모릅니다")
    terminal.type("3", " > 3")
    assert "모릅니다" not in terminal.text  # it was selected
    terminal.press("?\r", "수를 읽을 수 없습니다")
    terminal.type("\r", PROMPT, " > 3?")
    terminal.type("\x1b[C\x7f", " > 3")  # and is kept by an arrow, to be mended
    terminal.press("\x1b")
    terminal.press(" ", "정답:")
    assert logged() == []


def test_a_digit_begins_a_written_answer_and_takes_the_place_of_a_refused_one(asked: Any) -> None:
    terminal = asked("numeric")
    terminal.type("-", PROMPT, " > -")
    terminal.press("\r", "수를 읽을 수 없습니다")
    terminal.type("4", PROMPT, " > 4")
    terminal.press("\x1b", "적던 답은 남아 있습니다")
    terminal.type("2", PROMPT, " > 2")
    terminal.press("\r", "내 답  2")


def test_where_words_are_asked_for_a_letter_that_is_not_offered_as_a_key_begins_them(
    asked: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked("cloze")
    for letter in "sbeK":
        terminal.type(letter, PROMPT, f" > {letter}")
        terminal.type("\x7f", " > ")
        terminal.press("\x1b", "Enter 적기")
    terminal.press("?", "다른 키를 누르면 닫힙니다")
    assert logged() == []


def test_marks_are_turned_over_with_the_korean_input_mode_on_and_the_proposal_follows(
    asked: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked("points")
    written(terminal, "모르겠습니다", "z ·", "Enter 제안대로(다시)")
    for jamo, sign in (("ㅋ", "z ✓"), ("ㅊ", "c ✓"), ("ㅍ", "v ✓"), ("ㅜ", "n ✓")):
        terminal.press(jamo, sign)
    terminal.press("\r", "· ")
    assert logged()[0]["grade"] == 3


def test_undo_brings_back_the_very_same_question(asked: Any) -> None:
    terminal = asked("value")
    before = terminal.lines[2:14]
    terminal.press(" ", "○ ")
    terminal.press("4", "· ")
    terminal.press("u", "되돌렸습니다")
    assert terminal.lines[2:14] == before


@pytest.mark.parametrize("kind", some(kind for kind in kinds.marked() if kind != "points"))
def test_on_a_small_screen_too_what_is_said_of_an_answer_comes_into_sight_and_scrolling_is_free(
    asked: Any, item: Any, kind: Any
) -> None:
    terminal, answering = asked(kind, columns=40, rows=12), item(kind).asked.answering
    if isinstance(answering, Choice):
        terminal.press(right_reply(answering), "○ 맞았습니다", "내 답")
    else:
        written(terminal, right_reply(answering), "○ 맞았습니다", "내 답")
    terminal.press("\x1b[H")
    assert "맞았습니다" not in terminal.text
    terminal.press("?", "다른 키")
    terminal.press("x")
    assert "맞았습니다" not in terminal.text  # it does not jump back


@pytest.mark.parametrize(("columns", "rows"), some([(80, 24), (120, 40)], every=2))
def test_kinds_look_as_they_should(
    asked: Any, golden: Callable[[str, str], None], columns: int, rows: int
) -> None:
    for kind in ("ox", "numeric", "order", "cloze"):
        terminal = asked(kind, shipped=str(CONTENT), columns=columns, rows=rows)
        golden(f"kind-{kind}-{columns}", terminal.text)


def quiz_of_all_kinds(library: Any) -> Any:
    """Return the first seed with which a new learner is asked in every kind, and what is asked."""
    cards = [card for card in library.cards if card.deck == "optimization"]
    context = Context(library.cards, demos.of, random.Random, whiteboard)
    recall = recall_at(Scheduler(), 0.0, 0)
    for seed in range(1000):
        items = draw_items(cards, {}, recall, context, (), ALL, seed)
        if {item.kind for item in items} == {*kinds.marked()} and len(items) == ALL:
            return seed, items
    raise AssertionError("no seed asks in every kind")


def test_a_quiz_of_all_kinds_ends_with_its_score_and_again_asks_what_was_missed(
    start: Callable[..., Terminal],
    content: Any,
    library: Library,
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    seed, items = quiz_of_all_kinds(library)
    terminal = start(
        "quiz",
        "optimization",
        "--all",
        "--limit",
        str(ALL),
        "--seed",
        str(seed),
        "--decks",
        content,
    )
    answered = Counter[str]()
    grades: list[tuple[str, int]] = []
    left = ALL - len(kinds.marked())
    for position, item in enumerate(items, 1):
        terminal.wait(f"{position} / {ALL}", f"· {item.card.title}", "q 그만")
        answered[item.kind] += 1
        is_right = answered[item.kind] == 1
        grades.append((item.kind, 3 if is_right else 1))
        reply = right_reply(item.asked.answering) if is_right else wrong_reply(item.asked.answering)
        proposed = f"Enter 제안대로({'알맞음' if is_right else '다시'})"
        verdict = "z" if item.kind == "points" else "○ 맞았습니다" if is_right else "× "
        if isinstance(item.asked.answering, Choice):
            terminal.press(reply, verdict, "찍었으면 1" if is_right else proposed)
            terminal.press("3" if is_right else "\r")
        else:
            written(terminal, reply, verdict, proposed)
            terminal.press("\r")
    terminal.wait(
        "점", f"{ALL}문제 가운데 ", "개념별", f"틀린 문제 {left}개는 quizcards quiz --again"
    )
    terminal.press("q")
    assert terminal.end() == 0
    rows = logged()
    assert [(row["card"], row["asked"]) for row in rows] == [
        (item.card.key, item.kind) for item in items
    ]
    assert [(row["asked"], row["grade"]) for row in rows] == grades
    again = start("quiz", "--again", "--decks", content)
    missed = next(row["card"] for row in rows if row["grade"] == 1)
    again.wait(f"1 / {left}", next(card.title for card in library.cards if card.key == missed))


def test_a_quiz_that_leaves_the_schedule_alone_shows_neither_grades_nor_intervals(
    start: Callable[..., Terminal], content: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = start(
        "quiz",
        "optimization",
        "--all",
        "--cram",
        "--kind",
        "ox",
        "--limit",
        "2",
        "--decks",
        content,
    )
    terminal.wait("1 / 2", "번호를 눌러")
    terminal.press("1", "내 답  O", "Enter 다음")
    footer = "\n".join(terminal.lines[-3:])
    assert not any(
        word in footer for word in ("다시", "어려움", "알맞음", "쉬움", "분", "일", "제안")
    )
    terminal.press("3", "등급을 매기지 않습니다", "1 / 2")
    terminal.press("?", "Enter")
    assert not any(word in terminal.text for word in ("등급", "알맞음", "$EDITOR", "미루기"))
    terminal.press("x", "내 답  O")
    terminal.press("\r", "2 / 2")
    terminal.press("ㅕ", "1 / 2", "답은 그대로 두고", "내 답  O")
    terminal.press("2", "등급을 매기지 않습니다", "내 답  O")
    terminal.press("\r", "2 / 2")
    terminal.press(" ", "Enter 다음")
    terminal.press("\r", "점", "개념별")
    assert [(row["kind"], row.get("grade")) for row in logged()] == [
        ("practice", None), ("undo", None), ("practice", None), ("practice", None),
    ]  # fmt: skip


def test_line_by_line_too_a_quiz_that_leaves_the_schedule_alone_asks_for_no_grade(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deck.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n3\n\nq\n"))
    assert cli.run(["quiz", "--all", "--plain", "--cram", "--kind", "ox", "--limit", "2"]) == 0
    said = capsys.readouterr().out
    assert "등급을 매기지 않습니다" in said
    assert " Enter 다음" in said
    assert "알맞음" not in said


def test_line_by_line_too_an_answer_in_a_test_counts_as_given_once_the_right_one_was_seen(
    deck: Path,
    logged: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert deck.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nu\n2\n3\n"))
    assert cli.run(["quiz", "--all", "--plain", "--kind", "ox", "--limit", "1"]) == 0
    assert "답한 그대로 채점합니다" in capsys.readouterr().out
    assert [(event["kind"], event["answer"]) for event in logged()] == [("review", "1")]


def test_the_time_left_of_a_quiz_is_seen_to_pass_and_the_result_says_that_it_ended_it(
    start: Callable[..., Terminal], content: Any
) -> None:
    terminal = start(
        "quiz",
        "optimization",
        "--all",
        "--kind",
        "points",
        "--limit",
        "5",
        "--minutes",
        "0.1",
        "--decks",
        content,
    )
    terminal.wait("남은 시간 0:06   1 / 5")
    terminal.wait("남은 시간 0:05   1 / 5")  # without a key
    terminal.type("\r", PROMPT, "남은 시간 0:0")
    terminal.wait("시간 끝, 이 문제까지")  # while the learner types
    terminal.press("\r", "시간 끝, 이 문제까지   1 / 5")
    terminal.press(" ", "Enter 제안대로(다시)")
    terminal.press("\r", "0점", "시간이 다 되어 마쳤습니다. 4문제가 남았습니다.")


def test_what_was_missed_is_asked_again_from_the_result(
    start: Callable[..., Terminal], content: Any
) -> None:
    arguments = ("--all", "--kind", "choice", "--limit", "1", "--seed", "1", "--decks", content)
    terminal = start("quiz", "optimization", *arguments)
    terminal.wait("Space 모르겠음")
    question = terminal.text
    terminal.press(" ")
    terminal.press("\r", "0점", "r 틀린 문제 다시")
    terminal.press("r", "Space 모르겠음")
    assert terminal.lines[4:8] == question.splitlines()[4:8]
    terminal.press("q")
    terminal.press("x")
    assert terminal.end() == 0


def test_a_quiz_that_was_left_says_how_much_of_it_and_does_not_blame_the_time(
    start: Callable[..., Terminal], content: Any
) -> None:
    terminal = start(
        "quiz", "optimization", "--all", "--kind", "ox", "--limit", "3", "--decks", content
    )
    terminal.wait("1 / 3")
    terminal.press("1", "내 답  O", "찍었으면 1")
    terminal.press("\r", "찍어서도 맞을 수 있는 문제라", "1 / 3")
    terminal.press("1", "2 / 3")
    assert "남은 시간" not in terminal.text
    terminal.press("q", "점", "2문제를 남기고 그만두었습니다.")
    assert "optimization" not in terminal.text  # the concept goes by its name


def test_a_wrong_answer_counts_though_the_test_is_left_before_it_is_graded(
    start: Callable[..., Terminal], content: str
) -> None:
    arguments = ("--all", "--kind", "numeric", "--limit", "3", "--decks", content)
    terminal = start("quiz", "optimization", *arguments)
    terminal.wait("1 / 3")
    terminal.press(" ", "정답:")
    terminal.press("q", "1문제 가운데 0", "2문제를 남기고 그만두었습니다.", "틀린 문제 1개")


def test_an_option_pressed_by_mistake_is_taken_back_before_any_grade(
    asked: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked("ox")
    terminal.press("1", "내 답  O")
    terminal.press("ㅕ", "거두었습니다", "번호를 눌러 고르세요")
    terminal.press("2", "내 답  X")
    assert logged() == []


def test_undo_of_a_written_answer_asks_again_with_its_text_as_the_draft(
    asked: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked("points")
    written(terminal, "모르겠습니다", "z ·")
    terminal.press("u", "거두었습니다", "Enter 이어서 적기")
    assert "z ·" not in terminal.text
    terminal.type("\r", PROMPT, " > 모르겠습니다")
    terminal.type("만", " > 모르겠습니다만")
    terminal.press("\r", "z ·")
    terminal.press("a", "내 답  모르겠습니다만")
    assert logged() == []


def test_figures_take_the_place_of_those_that_were_left_refused_or_taken_back(asked: Any) -> None:
    terminal = asked("numeric")
    terminal.type("12", PROMPT, " > 12")
    terminal.press("\x1b", "새로 적으면 그 답을 대신합니다", "Enter 고쳐 적기")
    terminal.type("0.7.5", PROMPT, " > 0.7.5")
    assert "120" not in terminal.text
    terminal.press("\r", "읽을 수 없습니다: 0.7.5")
    terminal.type("12.5", PROMPT, " > 12.5")
    terminal.press("\r", "내 답  12.5")
    terminal.press("u", "거두었습니다", "Enter 고쳐 적기")
    terminal.type("\r", PROMPT, " > 12.5")
    terminal.type("3.5", " > 3.5")
    assert "12.5" not in terminal.text.partition(" > ")[2]


def test_a_placement_is_held_on_the_screen_and_marks_nothing_without_a_yes(
    start: Callable[..., Terminal], content: Any, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = start("quiz", "optimization", "--placement", "--seed", "1", "--decks", content)
    terminal.wait("모르겠음", "남은 시간")
    terminal.press(" ", "Enter 다음")
    terminal.press("\r", "2 /")
    terminal.press("q", "물어본 카드 1장 가운데 0장을 이미 압니다.")
    assert "y 표시하기" not in terminal.text
    terminal.press("y")
    assert terminal.end() == 0
    assert "답 1개가 모두 저장되어 있습니다." in terminal.text
    assert [event["kind"] for event in logged()] == ["practice"]


def test_line_by_line_too_enter_grades_no_answer_that_may_be_a_guess(
    deck: Path,
    logged: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert deck.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n\n2\n"))
    assert cli.run(["quiz", "--all", "--plain", "--kind", "ox", "--limit", "1", "--seed", "2"]) == 0
    said = capsys.readouterr().out
    assert "찍어서도 맞을 수 있는 문제라" in said
    assert [event["grade"] for event in logged()] == [2]


def test_line_by_line_too_a_key_of_sessions_alone_does_not_pose_a_test_question_afresh(
    deck: Path,
    logged: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert deck.exists()
    keys = ("e", "b", "s", "r")
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{key}\n" for key in ("1", *keys, "2"))))
    assert cli.run(["quiz", "--all", "--plain", "--kind", "ox", "--limit", "1"]) == 0
    assert capsys.readouterr().out.count("시험에서는 쓸 수 없는 키입니다.") == len(keys)
    assert [event["answer"] for event in logged()] == ["1"]


@pytest.mark.parametrize(("kind", "shown"), [("ox", False), ("points", True)])
def test_help_in_a_test_lists_only_the_keys_that_work_there(
    deck: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    shown: bool,
) -> None:
    assert deck.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("?\nq\n"))
    assert cli.run(["quiz", "--all", "--plain", "--kind", kind, "--limit", "1"]) == 0
    said = capsys.readouterr().out
    assert not any(word in said for word in ("$EDITOR", "미루기", "쉬게", "몇 번이든"))
    assert "앞 문제로 돌아가" in said
    assert ("핵심 표시를 고치기" in said) == ("답을 적어 보기" in said) == shown
