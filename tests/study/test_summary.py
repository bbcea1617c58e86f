"""The numbers of the closing screen, the coming days and the streak."""

from typing import Any

from quizcards.model import Event, Memory
from quizcards.study.summary import due_by_day, streak, summarize

DAY = 739_765


def memory(due: int, **more: Any) -> Memory:
    return Memory(0.5, 10.0, 5.0, step=-1, due_day=DAY + due, last_day=DAY - 5, reps=2, **more)


def answer(card: str, grade: int, seconds: float | None) -> Event:
    return Event("", 0.0, DAY, "review", card, grade, seconds=seconds)


def test_the_summary_counts_answers_cards_passes_and_time() -> None:
    answers = [answer("d/1", 1, 3.5), answer("d/2", 2, 1.0), answer("d/1", 3, None)]
    summary = summarize(answers, ["d/1", "d/2"], {}, DAY)
    assert (summary.answers, summary.cards, summary.remembered, summary.seconds) == (3, 2, 2, 4.5)


def test_the_summary_says_what_waits_today_tomorrow_and_next() -> None:
    memories = {
        "d/overdue": memory(-3),
        "d/today": memory(0),
        "d/tomorrow": memory(1),
        "d/also": memory(1),
        "d/later": memory(9),
        "d/asleep": memory(1, suspended=True),
        "d/gone": memory(1),
        "d/undone": Memory(0.5),
    }
    keys = [*(key for key in memories if key != "d/gone"), "d/never"]
    summary = summarize([], keys, memories, DAY)
    assert (summary.due_in_session, summary.due_tomorrow, summary.next_day, summary.unseen) == (
        2,
        2,
        DAY + 1,
        2,
    )


def test_without_anything_to_come_there_is_no_next_day() -> None:
    assert summarize([], ["d/1"], {"d/1": memory(0)}, DAY).next_day is None


def test_the_forecast_has_overdue_cards_today_and_buried_ones_tomorrow() -> None:
    memories = {
        "d/1": memory(-9),
        "d/2": memory(0),
        "d/3": memory(2),
        "d/4": memory(3),
        "d/5": memory(0, buried_day=DAY),
        "d/6": memory(1, suspended=True),
        "d/7": Memory(0.5),
    }
    assert due_by_day(memories, [*memories, "d/never"], DAY, 3) == [2, 1, 1]


def test_the_streak_counts_days_in_a_row_and_today_may_still_come() -> None:
    assert streak({}, DAY) == 0
    assert streak({DAY: 3}, DAY) == 1
    assert streak({DAY - 1: 1, DAY - 2: 9}, DAY) == 2
    assert streak({DAY: 1, DAY - 1: 1, DAY - 3: 1}, DAY) == 2
    assert streak({DAY - 2: 1}, DAY) == 0
