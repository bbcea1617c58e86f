"""The minutes of a session: what cards still take, and which new ones there is time for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quizcards.memory import fsrs
from quizcards.memory.pace import USUAL, Pace
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, Event, Grade, Memory, Place
from quizcards.study.minutes import Budget
from quizcards.study.queue import left_of
from quizcards.study.session import Session

DAY = 739_800
SCHEDULER = Scheduler()
PACE = Pace(steps=(2.0, 1.0, 1.0), after_new=1.0, after_fail=1.0)
NEW_CARD = USUAL["new"] + USUAL["step"]
REVIEWED = Memory(
    seed=0.5, stability=9.0, reps=3, step=-1, last_day=DAY - 9, due_day=DAY, first_day=DAY - 20
)
IN_STEP = replace(REVIEWED, step=0, last_day=DAY)
MEMORIES = {"d/due": REVIEWED, "d/due2": REVIEWED, "d/step": IN_STEP}


def budget(seconds: float, **more: Any) -> Budget:
    return Budget(PACE, SCHEDULER, seconds, **more)


def fitting(seconds: float, *keys: str, **more: Any) -> tuple[str, ...]:
    return budget(seconds, **more).fitting(keys, MEMORIES, DAY)


def test_a_card_still_takes_its_answer_and_the_steps_to_be_expected() -> None:
    seconds = budget(0.0).seconds_of
    assert seconds("d/new", None, DAY) == NEW_CARD
    assert seconds("d/step", IN_STEP, DAY) == 2 * USUAL["step"]
    recalled = fsrs.retrievability(9, 9.0, SCHEDULER.weights)
    if_failed = USUAL["fail"] + USUAL["step"]
    assert seconds("d/due", REVIEWED, DAY) == pytest.approx(
        recalled * USUAL["pass"] + (1 - recalled) * if_failed
    )


def test_new_cards_are_opened_in_what_reviews_leave_of_the_time() -> None:
    review = budget(0.0).seconds_of("d/due", REVIEWED, DAY)
    keys = ("d/due", "d/due2", "d/a", "d/b", "d/c")
    assert fitting(2 * review + 2 * NEW_CARD, *keys) == ("d/due", "d/due2", "d/a", "d/b")
    assert fitting(2 * review, *keys) == ("d/due", "d/due2")
    assert fitting(0.0, *keys) == ("d/due", "d/due2")


def test_a_card_is_taken_when_half_of_it_fits() -> None:
    assert fitting(1.51 * NEW_CARD, "d/a", "d/b", "d/c") == ("d/a", "d/b")
    assert fitting(1.49 * NEW_CARD, "d/a", "d/b", "d/c") == ("d/a",)


def test_what_was_begun_is_finished_whatever_the_time() -> None:
    assert fitting(0.0, "d/step", "d/a", limits_reviews=True) == ("d/step",)


def test_minutes_asked_for_limit_reviews_too_in_their_order() -> None:
    review = budget(0.0).seconds_of("d/due", REVIEWED, DAY)
    assert fitting(review, "d/due", "d/due2", "d/a", limits_reviews=True) == ("d/due",)


def answer(card: str, grade: int, seconds: float) -> Event:
    return Event("", 0.0, DAY, "review", card, grade, "recall", seconds)


def test_what_answers_took_is_spent_but_no_coffee_break() -> None:
    answers = [answer("d/new", 1, 100.0), answer("d/new", 3, 3600.0), answer("d/due", 1, 3600.0)]
    memories = {"d/new": Memory(seed=0.5, reps=2), "d/due": replace(REVIEWED, reps=4)}
    after = budget(1000.0).after(answers, memories)
    assert after.seconds == 1000 - (100 + 4 * USUAL["step"] + 4 * USUAL["fail"])


def test_a_slow_morning_makes_the_rest_of_the_session_slow() -> None:
    answers = [answer("d/due", 3, 100.0), answer("d/due2", 3, 100.0)]
    before, after = budget(1000.0), budget(1000.0).after(answers, MEMORIES)
    # twice what is assumed, against eight answers that took it
    assert after.slowness == (8 + 2 * 2) / 10
    assert after.seconds_of("d/a", None, DAY) == 1.2 * before.seconds_of("d/a", None, DAY)
    assert budget(1000.0).after([], MEMORIES) == before


@pytest.fixture
def session(library: Callable[..., Any]) -> Session:
    """Ten new cards, and time for three and a half."""
    cards = {card.key: card for card in library(*(f"d/{i}" for i in range(10))).cards}
    return Session(
        cards, {"d": "덱"}, {}, tuple(cards), SCHEDULER, budget=budget(3.4 * NEW_CARD)
    ).advance(0.0, DAY)


def answered(session: Session, seconds: float) -> Session:
    """The session after the card on screen was found easy, in so many seconds."""
    event = Event("x", 0.0, DAY, "review", session.current or "", Grade.EASY, "recall", seconds)
    return session.answered(event).advance(0.0, DAY)


def test_a_question_says_how_long_the_session_will_take(session: Session) -> None:
    left = session.question(0.0, DAY).left
    assert left == replace(left_of(["d/0", "d/1", "d/2"], {}, ()), seconds=3 * NEW_CARD)


def test_whoever_takes_long_opens_fewer_and_whoever_is_quick_more(session: Session) -> None:
    slow = answered(session, 2.0 * NEW_CARD)
    assert slow.left(DAY) == ("d/1",)
    quick = answered(session, 5.0)
    assert quick.left(DAY) == ("d/1", "d/2", "d/3", "d/4")


def test_without_a_budget_there_is_time_for_all_and_no_time_is_told(session: Session) -> None:
    free = replace(session, budget=None)
    assert len(free.left(DAY)) == 10
    assert free.question(0.0, DAY).left == left_of(free.keys, {}, ())


def test_answers_too_fast_to_have_been_read_do_not_hasten_what_is_left() -> None:
    card = Card("d", "long", "가" * 60, "나", Place(""))
    pace = replace(PACE, cards={card.key: card})
    start = Budget(pace, SCHEDULER, 600.0)
    after = start.after([answer(card.key, Grade.GOOD, 1.0)] * 5, {})
    assert after.slowness == 1.0
    assert after.seconds == 595.0
