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
        assert fmean(assumed(card)[sort] for card in shipped) == pytest.approx(seconds, rel=0.1)


def test_without_a_log_the_assumed_times_hold() -> None:
    found = learnt(cards=[LONG])
    assert {sort: found.seconds("d/long", sort) for sort in USUAL} == pytest.approx(assumed(LONG))
    assert {sort: found.usual(sort) for sort in USUAL} == pytest.approx(assumed(LONG))
    assert found.seconds("gone/card", "pass") == USUAL["pass"]
    assert found.is_assumed


def passes(*seconds: float) -> list[Any]:
    """Answers to a card learnt before, a day apart, that recalled it."""
    return [("a", 0, 3, None), *(("a", day, 3, took) for day, took in enumerate(seconds, 1))]


def speed_of(count: int, ratio: float) -> float:
    """The speed that so many answers of one sort speak for, each `ratio` times what is assumed.

    Eight that took what is assumed stand against them, then eight that took what all sorts say.
    """
    whole = (8 + count * ratio) / (8 + count)
    return (8 * whole + count * ratio) / (8 + count)


def test_a_learners_own_times_blend_into_what_is_assumed() -> None:
    assert learnt(*passes(100.0, 100.0)).speed["pass"] == pytest.approx(speed_of(2, 2.0))
    assert learnt(*passes(*[100.0] * 100)).speed["pass"] == pytest.approx(2.0, rel=0.01)


def test_a_sort_of_answers_without_times_of_its_own_goes_at_the_speed_of_the_others() -> None:
    found = learnt(*passes(100.0, 100.0))
    assert found.speed["new"] == found.speed["fail"] == found.speed["step"] == (8 + 4) / 10


def test_each_sort_of_answers_has_a_speed_of_its_own() -> None:
    rows = [("a", 1, 3, 150.0), ("a", 2, 3, 100.0), ("a", 3, 1, 42.5), ("a", 3, 3, 100.0)]
    found = learnt(*rows)
    expected = 150 + 50 + 85 + 50  # eight answers are two of each
    whole = (2 * expected + 150 + 100 + 42.5 + 100) / (3 * expected)
    assert found.speed == pytest.approx(
        {
            "new": whole * (8 * whole + 1) / (9 * whole),
            "pass": whole * (8 * whole + 2) / (9 * whole),
            "fail": whole * (8 * whole + 0.5) / (9 * whole),
            "step": whole * (8 * whole + 2) / (9 * whole),
        }
    )
    assert found.answers == 4


def test_after_thirty_answers_the_times_are_the_learners_own() -> None:
    rows = [("a", day, 3, 100.0) for day in range(30)]
    assert learnt(*rows[:29]).is_assumed
    assert not learnt(*rows).is_assumed


def test_a_day_is_the_answer_and_what_its_steps_add() -> None:
    found = learnt()
    assert found.after_new == pytest.approx(1.68, abs=0.01)
    assert found.day_if_new("a") == pytest.approx(150 + found.after_new * 50)
    assert found.day_if_failed("a") == pytest.approx(85 + found.after_fail * 50)


def test_a_coffee_break_counts_for_four_times_the_median_and_no_more() -> None:
    # the median of what the answers took is what is assumed: the break counts four times that
    found = learnt(*passes(50.0, 50.0, 50.0, 3600.0))
    assert found.longest["pass"] == 4
    assert found.speed["pass"] == pytest.approx(speed_of(4, (3 + 4) / 4))
    assert found.cut("a", "pass", 3600.0) == 4 * 50


def test_a_slow_learner_is_not_taken_for_one_who_left() -> None:
    # twelve passes that took six times what is assumed outweigh eight that took it: none is cut
    assert learnt(*passes(*[300.0] * 12)).speed["pass"] == pytest.approx(speed_of(12, 6.0))


def test_answers_without_a_time_say_nothing_but_a_card_once_answered_is_not_new() -> None:
    found = learnt(("a", 1, 3, None), ("a", 2, 3, 0.0), ("a", 3, 3, 100.0))
    assert found.speed["pass"] == pytest.approx(speed_of(1, 2.0))
    assert found.answers == 1


def test_a_card_begun_afresh_is_new_again() -> None:
    rows = log(("a", 1, 3, 300.0), ("a", 9, 3, 300.0))
    again = Reviews(rows.card, [0, 1], rows.grade, rows.at, rows.day, rows.asked, rows.seconds)
    assert pace(again, (), SCHEDULER).speed["new"] == pytest.approx(speed_of(2, 2.0))


def test_a_way_of_asking_that_takes_longer_is_learnt_apart_from_the_cards() -> None:
    rows = [
        ("a", 1, 3, 150.0),
        ("b", 1, 3, 150.0),
        ("a", 2, 3, 50.0),
        ("b", 2, 3, 150.0, "numeric"),
    ]
    found = learnt(*rows)
    usual = 50 * found.speed["pass"]
    new = 150 * found.speed["new"]
    numeric = (8 * usual + 150) / (9 * usual)
    recall = (8 * usual + 50) / (9 * usual)
    assert found.kinds == pytest.approx({"recall": recall, "numeric": numeric})
    # a card's usual speed counts as much as four answers
    a, b = usual * recall, usual * numeric
    trust = 4 * (new + new + a + b) / 4
    assert found.slowness == pytest.approx(
        {"a": (trust + 200) / (trust + new + a), "b": (trust + 300) / (trust + new + b)}
    )


def test_only_the_newest_answers_count_yet_what_came_before_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quizcards.memory.pace.NEWEST", 1)
    found = learnt(("a", 1, 3, 900.0), ("a", 2, 3, 100.0))
    assert found.answers == 1
    assert found.speed["pass"] == pytest.approx(speed_of(1, 2.0))


def test_what_a_day_took_is_each_answer_cut_to_the_longest_of_its_sort() -> None:
    rows = log(("a", 1, 3, 50.0), ("b", 2, 3, 5000.0), ("a", 2, 1, 20.0), ("a", 2, 3, 41.0))
    assert spent(rows, 2, Pace()) == 4 * 150.0 + 20.0 + 41.0
    assert spent(rows, 3, Pace()) == 0.0


def test_an_answer_too_fast_to_have_read_the_question_is_not_taken_as_pace() -> None:
    reading = len(LONG.question) / READING
    pressed = learnt(*((LONG.key, day, 3, reading - 0.1) for day in range(40)), cards=[LONG])
    assert pressed.answers == 0
    assert pressed.seconds(LONG.key, "pass") == assumed(LONG)["pass"]
    fast = learnt(*((LONG.key, day, 3, reading + 0.1) for day in range(40)), cards=[LONG])
    assert fast.answers == 40
    assert fast.seconds(LONG.key, "pass") < assumed(LONG)["pass"]
