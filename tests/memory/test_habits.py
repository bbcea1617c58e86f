"""Which grades a learner gives, and how many answers the steps take by that, worked by hand."""

import pytest

from quizcards.memory.habits import (
    USUAL_FIRST,
    USUAL_PASSES,
    USUAL_STEPS,
    Habits,
    answers_after,
    habits,
    step_answers,
)
from quizcards.memory.schedule import step_table
from quizcards.model import Reviews


def test_a_learner_who_gives_no_grades_yet_has_the_usual_habits() -> None:
    found = habits(Reviews((), (), (), (), (), (), ()))
    assert found.first == pytest.approx(USUAL_FIRST)
    assert found.passes == pytest.approx(USUAL_PASSES)
    assert found.steps == pytest.approx(USUAL_STEPS)
    for shares in (USUAL_FIRST, USUAL_PASSES, USUAL_STEPS):
        assert sum(shares) == pytest.approx(1)


def test_habits_count_each_sort_of_answer_and_the_usual_counts_ten_times() -> None:
    cards, lives, grades = ("a", "a", "a", "b", "a", "a"), (0, 0, 0, 0, 1, 1), (3, 1, 4, 1, 2, 3)
    days = (1, 2, 3, 3, 4, 4)
    found = habits(Reviews(cards, lives, grades, (0.0,) * 6, days, (None,) * 6, (None,) * 6))
    # first answers 3, 1 and, begun afresh, 2; passes: one Easy; the lapse is neither; a Good on the
    # day of another answer is a step
    assert found.first == pytest.approx([3.4 / 13, 1.94 / 13, 5.95 / 13, 1.71 / 13])
    assert found.passes == pytest.approx([2.24 / 11, 6.31 / 11, 2.45 / 11])
    assert found.steps == pytest.approx([1.43 / 11, 0.98 / 11, 8.03 / 11, 0.56 / 11])


def test_the_answers_from_a_step_are_those_of_the_chain_that_the_grades_walk() -> None:
    table = step_table((1.0, 10.0), (10.0,))
    first, last, relearning = step_answers(table, (0.2, 0.1, 0.6, 0.1))
    assert first == pytest.approx(1 + 0.2 * first + 0.1 * first + 0.6 * last)
    assert last == pytest.approx(1 + 0.2 * first + 0.1 * last)
    assert relearning == pytest.approx(1 / (1 - 0.2 - 0.1))


def test_only_a_grade_that_leads_into_a_step_is_followed_by_more_answers() -> None:
    table = step_table((1.0, 10.0), (10.0,))
    counts = step_answers(table, (0.0, 0.0, 1.0, 0.0))
    assert answers_after((1, 0, 0, 0), 0, table, counts) == 2
    assert answers_after((0, 1, 0, 0), 0, table, counts) == 2
    assert answers_after((0, 0, 1, 0), 0, table, counts) == 1
    assert answers_after((0, 0, 0, 1), 0, table, counts) == 0
    usual = answers_after(Habits().first, 0, table, step_answers(table, Habits().steps))
    assert usual == pytest.approx(1.68, abs=0.01)
