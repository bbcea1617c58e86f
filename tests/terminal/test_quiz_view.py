"""The result of a quiz on screen: in any width, and with names as long as there is room for."""

import random
from dataclasses import replace

import pytest

from quizcards import demos
from quizcards.exam.exam import ExamResult, Result
from quizcards.exam.past import PastExam, Tally
from quizcards.model import Card, Event, KeyPoint, Misconception, Place
from quizcards.quiz import kinds
from quizcards.quiz.question import Context, Verdict
from quizcards.terminal.cells import cell_len
from quizcards.terminal.quiz_view import history_lines, result_lines

LONG = "오늘 아침 길에서 마주친 고양이들은 저마다 무엇을 하고 있었나요?"
CARD = Card(
    deck="animals",
    id="cat",
    question=LONG,
    answer="잡니다.",
    place=Place("animals.yaml"),
    key_points=(KeyPoint("잠", ("잠",)),),
    misconceptions=(Misconception("고양이는 풀만 먹는다", "육식입니다."),),
)
TITLES = {name: kinds.title(name) for name in kinds.names()}


def rows(width: int) -> list[str]:
    results = []
    for share, card in (
        (0.0, CARD),
        (2 / 3, replace(CARD, id="dog")),
        (1.0, replace(CARD, id="cow")),
    ):
        item = kinds.ask("points", card, Context((card,), demos.of, random.Random), 1)
        assert item
        event = Event(id="1", at=0.0, day=0, kind="review", card=card.key, grade=1)
        results.append(Result(item, Verdict(share, ()), event))
    lines = result_lines(ExamResult(tuple(results), 0, False), TITLES, width)
    assert all(line.cell_len <= width for line in lines)
    return [line.plain for line in lines if line.plain.endswith(TITLES["points"])]


@pytest.mark.parametrize("width", [40, 41, 60, 80, 120])
def test_every_question_has_a_line_that_fits(width: int) -> None:
    assert len(rows(width)) == 3


def test_a_name_is_cut_only_where_there_is_no_room_and_the_mark_of_it_follows_the_last_letter() -> (
    None
):
    assert all(LONG.rstrip("?") in row for row in rows(100))
    for width in range(40, 60):
        assert all("…" in row and " …" not in row for row in rows(width))


def test_no_row_of_the_past_tests_is_wider_than_the_terminal() -> None:
    asked = {name: Tally(99.5, 100) for name in kinds.names()}
    exams = [PastExam(1_795_949_404.5, seconds, 0, asked) for seconds in (59.0, 4_215.0)]
    for width in (76, 80, 120):
        rows = [line.plain for line in history_lines(exams, TITLES, width)]
        assert max(map(cell_len, rows)) <= width
        assert sum("█" in row for row in rows) == 2
