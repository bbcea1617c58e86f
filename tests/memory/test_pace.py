"""How long a card takes: learnt from the log by rules that can be worked by hand."""

from typing import Any

import pytest

from quizcards.memory.pace import USUAL, Pace, pace, spent
from quizcards.model import Reviews


def log(*rows: Any) -> Any:
    """Reviews from rows of (card, day, grade, seconds) and, where it is no recall, the kind."""
    card, day, grade, seconds, asked = (
        zip(*((*row, "recall")[:5] for row in rows), strict=True) if rows else [()] * 5
    )
    return Reviews(card, [0] * len(card), grade, [float(d) for d in day], day, asked, seconds)


def test_without_a_log_the_usual_times_hold() -> None:
    assert pace(log()) == Pace()
    assert Pace().seconds == {"new": 30.0, "pass": 10.0, "fail": 22.0}


def test_the_first_answer_is_new_then_a_pass_or_a_fail_and_the_usual_counts_eight_times() -> None:
    found = pace(log(("a", 1, 3, 48.0), ("a", 2, 3, 19.0), ("a", 3, 1, 31.0), ("a", 4, 2, 19.0)))
    # new (8·30 + 48)/9 = 32; pass (8·10 + 19 + 19)/10 = 11.8 (Hard is a pass); fail (8·22 + 31)/9 =
    # 23
    assert found.seconds == pytest.approx({"new": 32.0, "pass": 11.8, "fail": 23.0})
    assert found.answers == 4


def test_what_the_steps_add_on_the_same_day_belongs_to_the_asking_that_led_there() -> None:
    found = pace(
        log(
            ("a", 1, 1, 30.0),
            ("a", 1, 3, 10.0),
            ("a", 1, 3, 8.0),
            ("a", 2, 1, 25.0),
            ("a", 2, 3, 6.0),
        )
    )
    # new: 30 + 10 + 8 = 48 on day 1, (240 + 48)/9 = 32; fail: 25 + 6 = 31 on day 2, (176 + 31)/9 =
    # 23; no pass at all
    assert found.seconds == pytest.approx({"new": 32.0, "pass": 10.0, "fail": 23.0})


def test_a_coffee_break_counts_for_four_times_the_median_and_no_more() -> None:
    rows = [("a", 1, 3, 30.0), *(("a", day, 3, 10.0) for day in range(2, 5)), ("a", 5, 3, 3600.0)]
    # the median of eight 10s, three 10s and 3600 is 10: the break counts 40, (80 + 30 + 40)/12 =
    # 12.5
    assert pace(log(*rows)).seconds["pass"] == pytest.approx(12.5)
    assert pace(log(("a", 1, 3, 3600.0))).seconds["new"] == pytest.approx((8 * 30 + 4 * 30) / 9)


def test_a_slow_learner_is_not_taken_for_one_who_left() -> None:
    rows = [("a", 1, 3, 30.0), *(("a", day, 3, 60.0) for day in range(2, 14))]
    # twelve 60s outweigh eight 10s: the median is 60, nothing is cut, (80 + 720)/20 = 40
    assert pace(log(*rows)).seconds["pass"] == pytest.approx(40.0)


def test_answers_without_a_time_say_nothing_but_a_card_once_answered_is_not_new() -> None:
    found = pace(log(("a", 1, 3, None), ("a", 2, 3, 0.0), ("a", 3, 3, 19.0)))
    assert found.seconds == pytest.approx({"new": 30.0, "pass": 11.0, "fail": 22.0})  # (80 + 19)/9
    assert found.answers == 1


def test_a_card_begun_afresh_is_new_again() -> None:
    rows = log(("a", 1, 3, 48.0), ("a", 9, 3, 48.0))
    again = Reviews(rows.card, [0, 1], rows.grade, rows.at, rows.day, rows.asked, rows.seconds)
    assert pace(again).seconds["new"] == pytest.approx((240 + 96) / 10)


def test_a_way_of_asking_that_takes_longer_is_learnt_apart_from_the_cards() -> None:
    rows = [("a", 1, 3, 30.0), ("b", 1, 3, 30.0), ("a", 2, 3, 10.0), ("b", 2, 3, 30.0, "numeric")]
    found = pace(log(*rows))
    # pass: (80 + 10 + 30)/10 = 12; numeric: (8·12 + 30)/(8·12 + 12) = 126/108; recall: (96 +
    # 10)/(96 + 12) = 106/108
    assert found.kinds == pytest.approx({"recall": 106 / 108, "numeric": 126 / 108})
    # new stays 30; b: expected 30 + 12·126/108 = 44, took 60: (48 + 60)/(48 + 44); a: (48 + 40)/(48
    # + 30 + 12·106/108)
    assert found.cards == pytest.approx({"b": 108 / 92, "a": 88 / (78 + 12 * 106 / 108)})


def test_only_the_newest_answers_count_yet_what_came_before_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("quizcards.memory.pace.NEWEST", 1)
    found = pace(log(("a", 1, 3, 120.0), ("a", 2, 3, 19.0)))
    assert found.seconds == pytest.approx({"new": 30.0, "pass": 11.0, "fail": 22.0})


def test_what_a_day_took_is_each_answer_cut_to_the_longest_of_its_sort() -> None:
    longest = {sort: 4 * usual for sort, usual in USUAL.items()}
    rows = log(("a", 1, 3, 50.0), ("b", 2, 3, 500.0), ("a", 2, 1, 20.0), ("a", 2, 3, 41.0))
    assert spent(rows, 2, longest) == 120.0 + 20.0 + 40.0
    assert spent(rows, 3, longest) == 0.0
