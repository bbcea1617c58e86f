"""How long a card takes: assumed from its text, learnt from the log, by rules worked by hand."""

from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from quizcards.app.environment import Environment
from quizcards.memory.pace import (
    LEARNING,
    LEAST,
    READING,
    SPEAKING,
    USUAL,
    Pace,
    assumed,
    pace,
    spent,
)
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, KeyPoint, Misconception, Place, Reviews

SCHEDULER = Scheduler()
LONG = Card(
    "d",
    "long",
    "가" * 40,
    "나 " * 300,
    Place(""),
    key_points=(KeyPoint("다" * 60), KeyPoint("라" * 60)),
    formula=(r"\hat m = \frac{m}{1 - \beta_1^t}",),
    misconceptions=(Misconception("마" * 20, "바" * 30),),
)


def log(*rows: Any) -> Any:
    """Reviews from rows of (card, day, grade, seconds) and, where it is no recall, the kind."""
    card, day, grade, seconds, asked = (
        zip(*((*row, "recall")[:5] for row in rows), strict=True) if rows else [()] * 5
    )
    return Reviews(card, [0] * len(card), grade, [float(d) for d in day], day, asked, seconds)


def learnt(*rows: Any, cards: Any = ()) -> Pace:
    return pace(log(*rows), cards, SCHEDULER)


def test_a_card_takes_what_its_text_takes_to_read_and_its_key_points_to_say() -> None:
    times = assumed(LONG)
    saying = 120 / SPEAKING
    formula = len(r"\hat m = \frac m 1 - \beta _ 1 ^ t".split())
    whole = 40 + 120 + 300 + formula
    assert times["pass"] == times["step"] == pytest.approx(40 / READING + saying + 120 / READING)
    assert times["fail"] == pytest.approx(whole / READING + saying)
    assert times["new"] == pytest.approx(whole / LEARNING + 50 / READING + saying)


def test_a_card_without_key_points_has_its_answer_said() -> None:
    card = Card("d", "a", "가" * 40, "나" * 100, Place(""))
    assert assumed(card)["pass"] == pytest.approx(140 / READING + 100 / SPEAKING)


def test_a_card_of_one_word_takes_what_ordinary_cards_take() -> None:
    assert assumed(Card("d", "a", "apple", "사과", Place(""))) == LEAST


def test_reading_and_speaking_are_within_what_people_do() -> None:
    assert 500 < READING * 60 < 700  # characters a minute
    assert 250 < SPEAKING * 60 < 350  # syllables a minute
    assert LEARNING < READING


def test_cards_that_nobody_knows_take_what_the_shipped_ones_do() -> None:
    shipped = Environment({}, Path(__file__).parents[2]).library().cards
    for sort, seconds in USUAL.items():
        assert fmean(assumed(card)[sort] for card in shipped) == pytest.approx(seconds, rel=0.05)


def test_without_a_log_the_assumed_times_hold() -> None:
    found = learnt(cards=[LONG])
    assert {sort: found.seconds("d/long", sort) for sort in USUAL} == pytest.approx(assumed(LONG))
    assert {sort: found.usual(sort) for sort in USUAL} == pytest.approx(assumed(LONG))
    assert found.seconds("gone/card", "pass") == USUAL["pass"]
    assert found.is_assumed


def test_a_learners_own_times_count_against_eight_that_took_what_is_assumed() -> None:
    found = learnt(
        ("a", 1, 3, 240.0),
        ("a", 2, 3, 90.0),
        ("a", 3, 1, 40.0),
        ("a", 3, 3, 90.0),
        ("a", 4, 2, 60.0),
    )
    assert found.speed == pytest.approx(
        {
            "new": (8 * 150 + 240) / (9 * 150),
            "pass": (8 * 45 + 90 + 60) / (10 * 45),
            "fail": (8 * 80 + 40) / (9 * 80),
            "step": (8 * 45 + 90) / (9 * 45),
        }
    )
    assert found.answers == 5


def test_after_thirty_answers_the_times_are_the_learners_own() -> None:
    rows = [("a", day, 3, 90.0) for day in range(30)]
    assert learnt(*rows[:29]).is_assumed
    assert not learnt(*rows).is_assumed


def test_a_day_is_the_answer_and_what_its_steps_add() -> None:
    found = learnt()
    assert found.after_new == pytest.approx(1.68, abs=0.01)
    assert found.day_if_new("a") == pytest.approx(150 + found.after_new * 45)
    assert found.day_if_failed("a") == pytest.approx(80 + found.after_fail * 45)


def test_a_coffee_break_counts_for_four_times_the_median_and_no_more() -> None:
    rows = [*(("a", day, 3, 45.0) for day in range(1, 5)), ("a", 5, 3, 3600.0)]
    # the median of what the answers took is what is assumed: the break counts four times that
    found = learnt(*rows)
    assert found.longest["pass"] == 4
    assert found.speed["pass"] == pytest.approx((8 + 3 + 4) / (8 + 3 + 1))
    assert found.cut("a", "pass", 3600.0) == 4 * 45


def test_a_slow_learner_is_not_taken_for_one_who_left() -> None:
    rows = [("a", day, 3, 270.0) for day in range(1, 14)]
    # twelve passes that took six times what is assumed outweigh eight that took it: none is cut
    assert learnt(*rows).speed["pass"] == pytest.approx((8 + 12 * 6) / 20)


def test_answers_without_a_time_say_nothing_but_a_card_once_answered_is_not_new() -> None:
    found = learnt(("a", 1, 3, None), ("a", 2, 3, 0.0), ("a", 3, 3, 90.0))
    assert found.speed["new"] == 1
    assert found.speed["pass"] == pytest.approx((8 + 2) / 9)
    assert found.answers == 1


def test_a_card_begun_afresh_is_new_again() -> None:
    rows = log(("a", 1, 3, 300.0), ("a", 9, 3, 300.0))
    again = Reviews(rows.card, [0, 1], rows.grade, rows.at, rows.day, rows.asked, rows.seconds)
    assert pace(again, (), SCHEDULER).speed["new"] == pytest.approx((8 + 4) / 10)


def test_a_way_of_asking_that_takes_longer_is_learnt_apart_from_the_cards() -> None:
    rows = [
        ("a", 1, 3, 150.0),
        ("b", 1, 3, 150.0),
        ("a", 2, 3, 45.0),
        ("b", 2, 3, 135.0, "numeric"),
    ]
    found = learnt(*rows)
    # pass: (8 + 1 + 3)/10 = 1.2, which the ways of asking are compared with
    assert found.speed["pass"] == pytest.approx(1.2)
    numeric, recall = (8 * 1.2 + 3) / (9 * 1.2), (8 * 1.2 + 1) / (9 * 1.2)
    assert found.kinds == pytest.approx({"recall": recall, "numeric": numeric})
    # the new answers took what is assumed, 150; a card's usual speed counts as much as four answers
    a, b = 54 * recall, 54 * numeric
    trust = 4 * (150 + 150 + a + b) / 4
    assert found.slowness == pytest.approx(
        {"a": (trust + 195) / (trust + 150 + a), "b": (trust + 285) / (trust + 150 + b)}
    )


def test_only_the_newest_answers_count_yet_what_came_before_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quizcards.memory.pace.NEWEST", 1)
    found = learnt(("a", 1, 3, 900.0), ("a", 2, 3, 90.0))
    assert found.speed["new"] == 1
    assert found.speed["pass"] == pytest.approx((8 + 2) / 9)


def test_what_a_day_took_is_each_answer_cut_to_the_longest_of_its_sort() -> None:
    rows = log(("a", 1, 3, 50.0), ("b", 2, 3, 5000.0), ("a", 2, 1, 20.0), ("a", 2, 3, 41.0))
    assert spent(rows, 2, Pace()) == 4 * 150.0 + 20.0 + 41.0
    assert spent(rows, 3, Pace()) == 0.0
