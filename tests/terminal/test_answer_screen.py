"""What is seen after the reveal: what grading needs at once, and the rest part by part."""

import io
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from quizcards import demos
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, previews
from quizcards.model import Card, FollowUp, KeyPoint, Misconception, Place
from quizcards.quiz import kinds
from quizcards.quiz.question import Context
from quizcards.quiz.typed import PointMark, State
from quizcards.study.asking import recall
from quizcards.study.attempt import Attempt
from quizcards.study.goal import Standing
from quizcards.study.names import named_point
from quizcards.study.queue import Left
from quizcards.study.session import Question
from quizcards.terminal import card_parts, item_view, views
from quizcards.terminal.card_parts import Opened
from quizcards.terminal.laboratory import CardBack, Laboratory
from quizcards.terminal.palette import FALSE, QUIET, TRUTH
from quizcards.terminal.screen import Screen
from quizcards.terminal.study_screen import StudyScreen
from tests.sampling import some
from tests.shipped import shipped
from tests.terminal.conftest import Terminal

CONTENT = Path(__file__).parents[2] / "content"
CARDS = shipped().cards
FULL = Card(
    "d", "full", "무엇인가요?", "이것입니다.", Place("d.yaml"),
    key_points=(KeyPoint("하나"), KeyPoint("둘")),
    misconceptions=(Misconception("틀린 말", "까닭입니다.", truth="맞는 말"),),
    followups=(FollowUp("왜요?", "그래서요."), FollowUp("또요?", "저래서요.")),
    sources=("책 1장",),
)  # fmt: skip


class Script:
    """A keyboard that plays keys, and the screen as it stood before each of them."""

    def __init__(self, out: io.StringIO, *keys: str) -> None:
        self.out = out
        self.keys: Iterator[str] = iter(keys)
        self.screens: list[str] = []

    def read(self, *_: object) -> str:
        self.screens.append(self.out.getvalue().rpartition("\x1b[H")[2])
        return next(self.keys)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[list[str]]]]:
    """Play keys on a question; return the lines of the screen before each key."""
    monkeypatch.setattr(Screen, "terminal_size", lambda _: os.terminal_size((80, 24)))
    with open(os.devnull) as nothing:
        monkeypatch.setattr("sys.stdin", nothing)

        def play(card: Card, *keys: str) -> list[list[str]]:
            out = io.StringIO()
            screen = Screen({"NO_COLOR": "1", "TERM": "dumb"}, out)
            script = Script(out, *keys, "q")
            screen.keyboard = script  # type: ignore[assignment]
            StudyScreen(screen, Laboratory(demos.of)).ask(asked(card))
            return [
                [line.replace("\x1b[K", "").rstrip() for line in shown.split("\r\n")]
                for shown in script.screens
            ]

        yield play


def asked(card: Card) -> Question:
    """Return a card as a session of many kinds asks it."""
    outcomes = previews(new_memory(card.key), 0.0, 1, Scheduler())
    left = Left(reviews=5, new=4, again=2, done=3, seconds=720.0)
    return Question(recall(card), "덱", outcomes, at=0.0, day=1, left=left, is_new=True)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_recalling_and_grading_a_shipped_card_takes_one_screen(
    played: Callable[..., list[list[str]]], card: Card
) -> None:
    _, shown = played(card, "space")
    text = "\n".join(shown)
    assert len(shown) == 24
    assert "줄 더" not in text
    assert shown[3].strip()
    assert card.question.startswith(shown[3].strip())
    for point in card.key_points:
        assert f"· {point.point.split()[0]}" in text
    assert ("a 모범 답" in text, "4 쉬움" in text, "Space 더 보기" in text) == (True,) * 3


def test_space_opens_part_after_part_and_each_follow_up_before_its_answer(
    played: Callable[..., list[list[str]]],
) -> None:
    new = ["이것입니다.", "맞는 말", "왜요?", "그래서요.", "또요?", "저래서요.", "책 1장"]
    _, *shown = played(FULL, *["space"] * (len(new) + 2))
    for i, lines in enumerate(shown[:-1]):
        text = "\n".join(lines)
        assert [one in text for one in new] == [j < i for j in range(len(new))]
    assert "가운데 하나를 눌러 주세요" in "\n".join(shown[-1])


@pytest.mark.parametrize(("key", "said"), [("a", "이것입니다."), ("x", "맞는 말"), ("o", "책 1장")])
def test_a_letter_opens_a_part_and_closes_it(
    played: Callable[..., list[list[str]]], key: str, said: str
) -> None:
    _, before, opened, closed, again, left = played(FULL, "space", key, key, key, "escape")
    assert [said in "\n".join(one) for one in (before, opened, again)] == [False, True, True]
    assert before == closed == left


def test_the_question_stays_in_sight_however_far_one_scrolls(
    played: Callable[..., list[list[str]]],
) -> None:
    card = max(CARDS, key=lambda card: len(card.answer))
    *_, last = played(card, "space", "a", "x", "end")
    assert card.question.startswith(last[3].strip())
    assert "   · " + card.key_points[0].point not in last


def test_follow_ups_are_counted_down_in_the_row_of_parts() -> None:
    opened = Opened()
    labels = []
    for _ in range(5):
        rest = opened.rest(card_parts.parts(FULL, with_answer=True), FULL)
        labels.append(next((part.label for part in rest if part.key == "f"), ""))
        opened = opened.turned("f", FULL)
    assert labels == ["f 꼬리질문 2", "f 답 보기", "f 꼬리질문 1", "f 답 보기", ""]
    assert opened == Opened()  # once all is told, the letter closes them


def test_the_claim_is_struck_out_and_the_truth_stands_at_full_weight() -> None:
    lines = card_parts.misconceptions(CardBack(FULL, (), ("",)), 80)
    assert [line.plain for line in lines] == [
        " 오해  틀린 말",
        " 사실  맞는 말",
        "       까닭입니다.",
    ]
    claim, truth, because = ({str(span.style) for span in line.spans} for line in lines)
    assert claim == {FALSE}
    assert truth == {TRUTH}
    assert because <= {""}


def test_a_card_of_nothing_but_an_answer_shows_it_at_once(
    played: Callable[..., list[list[str]]],
) -> None:
    bare = Card("d", "bare", "무엇?", "이것뿐입니다.", Place("d.yaml"))
    _, shown = played(bare, "space")
    assert "이것뿐입니다." in "\n".join(shown)
    assert "모범 답" not in "\n".join(shown)


def test_the_grades_are_bold_and_what_is_left_stands_above(start: Callable[..., Terminal]) -> None:
    terminal = start("study")
    terminal.wait("Space 답 보기", "새 카드 4")
    terminal.press(" ", "4 쉬움")
    row = next(y for y, line in enumerate(terminal.lines) if "4 쉬움" in line)
    assert all(terminal.screen.buffer[row][x].bold for x in range(1, 40))


def test_line_by_line_the_parts_are_asked_for_by_letter_or_by_an_empty_line(
    line_by_line: Callable[..., str], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    said = line_by_line("s", "", "f", "", "", "4", "q")
    asks, answers, model = (
        said.index(text) for text in ("↳ 편향 보정이", "3.16배가 됩니다", "1차 적률(m)과")
    )
    assert asks < answers < model
    assert "Kingma" not in said
    assert [row["kind"] for row in logged()] == ["suspend", "review"]


def test_what_was_put_aside_is_named_at_the_end_and_in_the_shell_with_the_way_back(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("study", "--limit", "2")
    terminal.wait("Space 답 보기")
    terminal.press("b", "· adam")
    terminal.press("s", "내일로 미룬 카드: 경사하강법", "quizcards wake")
    terminal.press("u", "· adam", "쉬게 한 것을 되돌렸습니다")
    terminal.press("q")
    assert terminal.end() == 0
    assert "내일로 미룬 카드" in terminal.text
    assert "쉬게 한 카드" not in terminal.text


def test_a_card_that_comes_early_for_want_of_others_says_so_and_what_else_can_be_done(
    line_by_line: Callable[..., str],
) -> None:
    said = line_by_line("", "3", "", "3", "q", arguments=["--limit", "2"])
    assert said.count("기다리는 대신 미리 봅니다(원래 10분 뒤). 데모를 보려면 d, 그만하려면 q") == 1
    assert said.index("기다리는 대신") > said.index("· adam")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "kind"), [*enumerate(kind for kind in kinds.marked() if kind != "points")]
)
def test_what_explains_an_answer_in_a_test_is_six_lines_at_most_with_the_value_that_was_asked_for(
    part: int, kind: str
) -> None:
    context = Context(CARDS, demos.of, random.Random)
    asked_of = product(some(CARDS, part), some(range(3)))
    found = (kinds.ask(kind, card, context, seed) for card, seed in asked_of)
    for item in filter(None, found):
        attempt = Attempt(item).given_up()
        said = views.revealed(attempt, CardBack(item.card, item.card.formula, ()), 80)
        mark, *explains = views.shortened(attempt, said, 80)
        if len(said[1:]) <= 5:
            assert [mark, *explains] == said
        else:
            assert len(explains) == 5
            cut = next(i for i, line in enumerate(explains, 1) if line.plain.endswith(" …"))
            assert (cut < 5) == (kind == "numeric")
            assert explains[cut - 1].plain == f"{said[cut].plain} …"
            assert explains[cut:] == (said[cut - 5 :] if cut < 5 else [])
            assert explains[cut - 1].cell_len <= 80


@pytest.fixture
def quiz(start: Callable[..., Terminal]) -> Callable[..., Terminal]:
    """Start a test of two questions of one kind on the shipped deck of optimization."""

    def begin(kind: str) -> Terminal:
        terminal = start(
            "quiz", "optimization", "--all", "--kind", kind, "--limit", "2", "--seed", "1",
            "--decks", str(CONTENT),
        )  # fmt: skip
        terminal.wait("1 / 2")
        return terminal

    return begin


def test_in_a_test_an_answer_counts_as_given_once_the_right_one_was_seen(
    quiz: Callable[..., Terminal],
) -> None:
    terminal = quiz("numeric")
    terminal.press(" ", "정답:", "Enter 제안대로(다시)")
    assert "u 되돌리기" not in terminal.text
    terminal.press("u", "답한 그대로 채점합니다.", "1 / 2", "정답:")
    assert "y를 눌러" not in terminal.text
    terminal.press("\r", "2 / 2")
    terminal.type("\r", "Enter 답 마치기")
    terminal.type("99999", " > 99999")
    terminal.press("\r", "틀렸습니다", "정답:")
    terminal.press("u", "답한 그대로 채점합니다. 내 답도 맞다면 y를", "2 / 2", "정답:")


def test_in_a_test_undo_goes_back_from_a_question_that_is_not_answered_yet(
    quiz: Callable[..., Terminal],
) -> None:
    terminal = quiz("numeric")
    terminal.press(" ", "정답:")
    terminal.press("\r", "2 / 2", "u 되돌리기")
    terminal.press("u", "답은 그대로 두고", "1 / 2", "정답:")


def test_in_a_test_the_demo_waits_for_the_answer(quiz: Callable[..., Terminal]) -> None:
    terminal = quiz("numeric")
    assert "d 데모" not in terminal.text
    terminal.press("d", "답한 뒤에 데모를")
    terminal.press(" ", "정답:", "d 데모")
    terminal.press("d", "다른 키를")


def test_in_a_test_the_options_are_marked_and_the_card_waits_for_a_letter(
    quiz: Callable[..., Terminal],
) -> None:
    terminal = quiz("choice")
    terminal.press("1", "a 모범 답", "1 다시")
    signs = {line[1] for line in terminal.lines[3:-4] if line[3:6].strip() in ("1", "2", "3", "4")}
    assert signs in ({"○", " "}, {"○", "×", " "})
    assert "   · " not in terminal.text
    terminal.press("a", "모범 답   a 닫기", "   · ")


def test_the_sign_of_an_unsure_point_is_explained_where_there_is_one() -> None:
    marks = [PointMark(State.COVERED), PointMark(State.UNSURE)]
    lines = item_view.mark_lines(["가", "나"], marks, "가나", 80)
    assert lines[-1].plain.startswith(" ?는 낱말은 있으나 뜻이 다를 수 있는 핵심")
    assert lines[-1].spans[0].style == QUIET
    sure = item_view.mark_lines(["가"], marks[:1], "가나", 80)
    assert not any("?는" in line.plain for line in sure)


def test_the_words_that_say_the_opposite_of_a_point_are_shown_and_what_they_propose() -> None:
    marks = [PointMark(State.CONTRARY, ((0, 2), (3, 6)), 1.0), PointMark(State.MISSED)]
    said = [
        line.plain.strip() for line in item_view.mark_lines(["가", "나"], marks, "비용 나빠", 80)
    ]
    assert said[1:3] == ["z × 가", "“비용, 나빠”"]
    assert " ".join(said[-2:]) == (
        "×는 반대로 말한 것으로 보이는 핵심입니다. 하나라도 있으면 다른 핵심은 ?까지만 보고 "
        "다시를 제안합니다."
    )


def test_by_what_a_grade_is_proposed_is_said_unless_an_opposite_decides_it() -> None:
    points = [KeyPoint("가"), KeyPoint("나"), KeyPoint("다", nice=True)]
    marks = [PointMark(State.COVERED), PointMark(State.UNSURE), PointMark(State.COVERED)]
    (line,) = item_view.counted_lines(marks, points, 100)
    said = (
        "제안하는 등급: 핵심 2개 가운데 1.5개(75%부터 알맞음, 50%부터 어려움). 덤은 세지 않습니다."
    )
    assert line.plain.strip() == said
    assert [named_point(one, points) for one in points] == ["가", "나", "다 (덤)"]
    assert item_view.counted_lines([PointMark(State.CONTRARY), *marks[1:]], points, 100) == []


def test_sources_come_before_what_computes_a_figure_and_neither_is_a_bookkeeping_word() -> None:
    figures = ("quizcards demo adam", "출처 어느 논문, 표 1: 3.57 %")
    card = replace(FULL, figures=figures)
    said = [line.plain.strip() for line in card_parts.sources(card, 80)]
    assert said == ["· 책 1장", "· 어느 논문, 표 1: 3.57 %", "· 직접 계산: quizcards demo adam"]


def test_under_a_plan_an_interval_that_ends_after_its_day_says_so() -> None:
    outcomes = previews(new_memory("d/full"), 0.0, 100, Scheduler())
    standing = Standing(by=103, lead=None)
    left = Left(0, 1, 0)
    question = Question(
        recall(FULL), "덱", outcomes, 0.0, 100, left, is_new=True, standing=standing
    )
    *_, easy = views.grades(question, Attempt(question.item))
    assert easy == "4 쉬움 면접 뒤"
