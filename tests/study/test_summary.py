"""The numbers of the closing screen, the coming days and the streak."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, Library, Memory
from quizcards.study.strength import recall_at
from quizcards.study.summary import (
    Gain,
    due_by_day,
    graduated,
    streak,
    stronger,
    summarize,
    weak_cards,
)

DAY = 739_765
RECALL = recall_at(Scheduler(), 0.0, DAY)


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


def test_a_new_card_that_is_suspended_does_not_wait() -> None:
    memories = {"d/asleep": Memory(0.5, suspended=True)}
    assert summarize([], ["d/asleep", "d/new"], memories, DAY).unseen == 1


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


def lasting(days: float, **more: Any) -> Memory:
    """A card in review that lasts so many days."""
    return replace(memory(9, **more), stability=days)


def test_what_gained_most_is_told_first_and_nothing_that_was_missed(
    library: Callable[..., Library],
) -> None:
    cards = {card.key: card for card in library(*(f"d/{i}" for i in range(6))).cards}
    before = {"d/1": lasting(3.0), "d/2": lasting(8.0), "d/3": lasting(1.0), "d/5": lasting(9.0)}
    after = {
        "d/0": lasting(5.0),
        "d/1": lasting(12.0),
        "d/2": lasting(9.0),
        "d/3": lasting(30.0),
        "d/4": Memory(0.5),
        "d/5": lasting(2.0),
        "d/gone": lasting(99.0),
    }
    gains = stronger(cards, [answer("d/3", 1, None)], before, after)
    assert gains == (Gain("1", 3.0, 12.0), Gain("0", 0.0, 5.0), Gain("2", 8.0, 9.0))


def test_a_card_is_learnt_when_it_leaves_its_first_steps_and_only_then() -> None:
    in_step = replace(memory(0), step=1)
    before = {"d/step": in_step, "d/known": memory(0), "d/lapsed": replace(in_step, lapses=1)}
    after = {
        "d/new": memory(3),
        "d/step": memory(3),
        "d/known": memory(9),
        "d/lapsed": replace(memory(3), lapses=1),
        "d/begun": in_step,
    }
    assert graduated(before, after) == 2


def test_the_weak_cards_are_those_missed_then_those_that_do_not_last(
    library: Callable[..., Library],
) -> None:
    cards = {card.key: card for card in library(*(f"d/{i}" for i in range(9))).cards}
    memories = {f"d/{i}": lasting(i + 0.5) for i in range(8)}
    memories["d/0"] = lasting(0.5, suspended=True)
    answers = [answer(f"d/{i}", grade, None) for i, grade in ((7, 1), (3, 1), (3, 1), (2, 3))]
    found = weak_cards(cards, answers, memories, RECALL, DAY)
    assert [one.card for one in found] == ["d/3", "d/7", "d/1", "d/2", "d/4"]
    firm = {"d/1": lasting(7.0), "d/2": lasting(99.0)}
    assert weak_cards(cards, [], firm, RECALL, DAY) == ()
