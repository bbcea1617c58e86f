"""Tests are kept by kind of question, read back as they were, and compared with those before."""

import json
from typing import Any

import pytest

from quizcards.exam.past import PastExam, Tally, exam_of, last_alike, row_of, trend

EXAM = PastExam(1_796_166_000.0, 93.5, 2, {"ox": Tally(3.0, 4), "points": Tally(0.5, 1)})


def scored(*percents: int) -> list[PastExam]:
    return [PastExam(float(i), 1.0, 0, {"ox": Tally(p / 10, 10)}) for i, p in enumerate(percents)]


def test_a_test_comes_back_as_it_was() -> None:
    assert exam_of(json.loads(json.dumps(row_of(EXAM)))) == EXAM
    assert (EXAM.total, EXAM.total.percent) == (Tally(3.5, 5), 70)


@pytest.mark.parametrize(
    "damage",
    [
        {"v": 2},
        {"kinds": {}},
        {"kinds": {"ox": [2, 1]}},
        {"kinds": {"ox": [float("nan"), 1]}},
        {"kinds": {"ox": 1}},
        {"kinds": []},
        {"seconds": float("inf")},
        {"seconds": -1},
        {"left": "x"},
        {"started": None},
    ],
    ids=str,
)
def test_a_row_that_says_no_test_is_none(damage: dict[str, Any]) -> None:
    assert exam_of(row_of(EXAM) | damage) is None
    assert exam_of({}) is None


def test_a_test_is_compared_with_one_of_its_length_and_way_of_asking_that_was_not_left() -> None:
    def exam(left: int = 0, **kinds: int) -> PastExam:
        return PastExam(1.0, 1.0, left, {name: Tally(1.0, asked) for name, asked in kinds.items()})

    like = exam(ox=6)
    assert last_alike(exam(ox=5), [exam(ox=9), like, exam(value=5)]) == like
    assert last_alike(exam(ox=3, value=3), [exam(ox=2, cloze=8)]) == exam(ox=2, cloze=8)
    unlike = [exam(ox=4), exam(ox=11), exam(ox=5, left=1), exam(value=5), exam(ox=3, value=3)]
    assert last_alike(exam(ox=5), unlike) is None
    assert last_alike(exam(ox=5, left=1), [like]) is None


def test_the_newest_are_compared_with_as_many_before_them() -> None:
    assert trend(scored(50)) is None
    assert trend(scored(50, 70)) == (50, 70)
    assert trend(scored(0, 50, 70)) == (50, 70)
    assert trend(scored(0, *[50] * 5, *[70] * 5)) == (50, 70)
