"""A learner as arrays: what the log says of each card, and what a day's queue keeps to."""

from dataclasses import replace
from math import log as ln

import numpy as np
import pytest

from quizcards.memory.calibrate import SCALES
from quizcards.memory.learner import (
    Learner,
    believed,
    learner,
    replayed_columns,
    review_arrays,
    start,
    todays,
)
from quizcards.memory.policy import Belief, Hypothesis
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Card, Memory, Place, Reviews

TODAY, DAY = 739_800, 86_400.0
SCHEDULER = Scheduler()
NO_REVIEWS = Reviews((), (), (), (), (), (), ())


def card(key: str, needs: tuple[str, ...] = (), was: tuple[str, ...] = ()) -> Card:
    deck, name = key.split("/")
    return Card(
        deck,
        name,
        f"{name}?",
        f"{name}.",
        Place(f"{deck}.yaml"),
        needs=needs,
        was=was,
    )


def studied(*rows: tuple[str, int, int, int]) -> tuple[dict[str, Memory], Reviews]:
    """The memories and the reviews that (card, life, day, grade) leave, answered one by one."""
    memories: dict[str, tuple[int, Memory]] = {}
    for key, life, day, grade in rows:
        fresh = key not in memories or life > memories[key][0]
        before = new_memory(key) if fresh else memories[key][1]
        memories[key] = (life, review(before, grade, day * DAY, day, SCHEDULER))
    cards, lives, days, grades = zip(*rows, strict=True)
    log = Reviews(
        cards,
        lives,
        grades,
        [day * DAY for day in days],
        days,
        ["recall"] * len(rows),
        [12.0] * len(rows),
    )
    return {key: memory for key, (_, memory) in memories.items()}, log


ROWS = [
    ("a/1", 0, TODAY - 9, 3),
    ("b/1", 0, TODAY - 9, 1),
    ("gone/1", 0, TODAY - 8, 3),
    ("a/1", 0, TODAY - 7, 3),
    ("b/1", 0, TODAY - 7, 3),
    ("b/1", 1, TODAY - 3, 4),
    ("a/2", 0, TODAY - 2, 3),
]
CARDS = [
    card("a/1"),
    card("a/2"),
    card("a/3", needs=("a/1", "c/1")),
    card("b/1"),
    card("b/2", needs=("a/3",)),
]


def test_the_log_replayed_is_the_memory_of_each_card_in_its_last_life() -> None:
    memories, log = studied(*ROWS)
    found = replayed_columns(CARDS, memories, review_arrays(CARDS, memories, log), SCHEDULER)
    assert found.reps.tolist() == [2, 1, 0, 1, 0]
    for i, one in enumerate(CARDS):
        if known := memories.get(one.key):
            assert (found.stability[i], found.difficulty[i]) == pytest.approx(
                (known.stability, known.difficulty)
            )
            assert (found.last_day[i], found.due_day[i]) == (known.last_day, known.due_day)


def test_a_card_begun_afresh_and_not_answered_since_is_new() -> None:
    memories, log = studied(*ROWS)
    memories["a/1"] = new_memory("a/1")
    found = learner(CARDS, [1.0] * 5, memories, log, SCHEDULER)
    assert found.cards.is_new.tolist() == [True, False, True, False, True]


def test_needs_count_among_the_cards_of_the_plan_and_no_others() -> None:
    memories, log = studied(*ROWS)
    found = learner(CARDS, [1.0, 1.0, 2.0, 1.0, 1.0], memories, log, SCHEDULER)
    assert found.cards.needs == ((), (), (0,), (), (2,))
    assert found.cards.weight.tolist() == [1, 1, 2, 1, 1]
    assert found.keys == ("a/1", "a/2", "a/3", "b/1", "b/2")


def test_other_weights_of_the_model_give_other_memories() -> None:
    memories, log = studied(*ROWS)
    weights = (*SCHEDULER.weights[:2], 4.6, *SCHEDULER.weights[3:])
    found = learner(CARDS, [1.0] * 5, memories, log, replace(SCHEDULER, weights=weights))
    first_goods = {one.weights[2] for one in found.belief.hypotheses}
    assert all(min(abs(good / 4.6 - scale) for scale in SCALES) < 1e-9 for good in first_goods)
    assert set(found.cards.stability[:, 1]) == first_goods


def test_the_plan_sees_the_cards_as_the_memory_believed_in_leaves_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    w = SCHEDULER.weights
    # a Good doubles, whenever it comes
    doubling = Belief((Hypothesis((*w[:17], ln(2), 1.0, 0.0, w[20]), time_sensitive=False),))
    monkeypatch.setattr("quizcards.memory.learner.believed", lambda *_: doubling)
    memories, log = studied(
        ("a/1", 0, TODAY - 9, 3),
        ("a/2", 0, TODAY - 9, 3),
        ("a/1", 0, TODAY - 8, 3),
        ("a/2", 0, TODAY - 1, 3),
    )
    found = learner(CARDS, [1.0] * 5, memories, log, SCHEDULER)
    assert found.cards.stability[0, :2] == pytest.approx([2 * w[2], 2 * w[2]])
    assert found.cards.last_day[:2].tolist() == [TODAY - 8, TODAY - 1]


def first_good(belief: Belief) -> float:
    """The days that a first Good lasts, in the mean over the memories."""
    return sum(one.share * one.weights[2] for one in belief.hypotheses)


def new_learner(*decks: str) -> Learner:
    cards = [card(f"{deck}/{i}") for i, deck in enumerate(decks)]
    return learner(cards, [1.0] * len(cards), {}, NO_REVIEWS, SCHEDULER)


def todays_decks(
    who: Learner, room: dict[str, int], new_left: int = 99, seconds: float = 1e6
) -> list[str]:
    open_to_all = [False] * len(who.keys)
    keys = todays(who, TODAY, TODAY + 9, seconds, new_left, room, open_to_all)
    return [key.split("/")[0] for key in keys]


def test_a_deck_with_a_limit_of_its_own_leaves_its_time_to_the_others() -> None:
    who = new_learner("a", "a", "a", "b", "b", "b")
    assert sorted(todays_decks(who, room={"a": 1})) == ["a", "b", "b", "b"]
    assert sorted(todays_decks(who, room={"a": 0, "b": 2})) == ["b", "b"]
    assert sorted(todays_decks(who, room={"a": -1})) == ["b", "b", "b"]
    assert sorted(todays_decks(who, new_left=3, room={"a": 1})) == ["a", "b", "b"]
    assert sorted(todays_decks(who, seconds=90, room={"a": 1})) == ["a", "b", "b"]


def test_what_is_barred_is_not_asked_and_what_needs_it_waits() -> None:
    cards = [card("a/0"), card("a/1", needs=("a/0",)), card("b/0")]
    who = learner(cards, [1.0] * 3, {}, NO_REVIEWS, SCHEDULER)
    assert todays(who, TODAY, TODAY + 9, 1e6, 9, {}, [True, False, False]) == ["b/0"]


def test_a_simulation_starts_from_the_same_memory_with_the_new_cards_in_their_turn() -> None:
    memories, log = studied(*ROWS)
    begin = start(CARDS, ["b/2", "a/3"], memories, log, SCHEDULER)
    assert begin.unseen.tolist() == [4, 2]
    assert begin.memory.reps.tolist() == [2, 1, 0, 1, 0]
    assert begin.memory.seed[3] == new_memory("b/1").seed
    renamed = start([card("a/9", was=("a/old", "a/older"))], ["a/9"], {}, log, SCHEDULER)
    assert renamed.memory.seed[0] == new_memory("a/old").seed


def class_of(
    size: int, first: int, *grades: int
) -> tuple[list[Card], list[tuple[str, int, int, int]]]:
    """A log in which so many cards got these grades, five days apart from day `first` on."""
    cards = [card(f"d/{first}-{i}") for i in range(size)]
    rows = [
        (one.key, 0, first + 5 * turn, grade) for turn, grade in enumerate(grades) for one in cards
    ]
    return cards, rows


def test_a_learner_who_forgets_is_believed_and_so_is_one_who_does_not() -> None:
    beliefs = []
    for grades in ((3, 1, 1), (3, 3, 3)):
        cards, rows = class_of(20, TODAY - 20, *grades)
        memories, log = studied(*rows)
        beliefs.append(learner(cards, [1.0] * 20, memories, log, SCHEDULER).belief)
    forgetful, firm = beliefs
    assert forgetful.weights[2] < SCHEDULER.weights[2] <= firm.weights[2]


def test_of_a_long_log_the_cards_seen_last_are_heard_with_their_whole_history(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, old_rows = class_of(20, TODAY - 40, 3, 1, 1)
    young, young_rows = class_of(20, TODAY - 20, 3, 3, 3)
    memories, log = studied(*old_rows, *young_rows)
    every = review_arrays([*old, *young], memories, log)
    alone = review_arrays(young, memories, log)
    everything = believed(every, 40, SCHEDULER.weights)
    for enough in (60, 100, 119):
        monkeypatch.setattr("quizcards.memory.learner.MAX_REVIEWS", enough)
        belief = believed(every, 40, SCHEDULER.weights)
        assert (belief == believed(alone, 20, SCHEDULER.weights)) == (enough == 60)
        assert first_good(belief) >= first_good(everything)


def test_a_learner_without_a_log_is_believed_to_have_the_memory_of_the_settings() -> None:
    found = believed(review_arrays(CARDS, {}, NO_REVIEWS), 5, SCHEDULER.weights)
    assert found.hypotheses == (Hypothesis(SCHEDULER.weights),)


def test_a_card_that_takes_longer_than_others_is_expected_to_and_its_first_time_too() -> None:
    memories, log = studied(("a/1", 0, TODAY - 9, 3), ("b/1", 0, TODAY - 9, 3))
    slow = replace(log, seconds=[50.0, 15.0])
    found = learner(CARDS, [1.0] * 5, memories, slow, SCHEDULER)
    pace = found.pace
    new, steps = pace.usual("new"), pace.usual("step")
    factors = np.ones(5)
    factors[0] = (4 * new + 50) / (5 * new)
    factors[3] = (4 * new + 15) / (5 * new)
    if_new = new + pace.after_new * steps
    if_failed = pace.usual("fail") + pace.after_fail * steps
    assert found.cards.seconds_pass == pytest.approx(pace.usual("pass") * factors)
    assert found.cards.seconds_fail == pytest.approx(if_failed * factors)
    assert found.cards.seconds_new == pytest.approx(if_new * factors)
    assert start(CARDS, [], memories, slow, SCHEDULER).seconds_fail == pytest.approx(
        found.cards.seconds_fail
    )
