"""What is asked, and in which order."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.memory.fsrs import retrievability
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Library, Memory
from quizcards.study.queue import LEARN_AHEAD, Limits, gather, is_due, is_hidden, is_left, next_key
from tests.sampling import examples

TODAY, NOW = 739_765, 1_780_012_800.0
NEW = Memory(seed=0.5)


def in_review(due: int = 0, stability: float = 10.0, last: int = -10, first: int = -100) -> Memory:
    """A card in review; days count from today."""
    return Memory(
        0.5, stability, 5.0, step=-1, interval=due - last, due_day=TODAY + due,
        last_day=TODAY + last, first_day=TODAY + first, reps=3,
    )  # fmt: skip


def in_step(due_in: float) -> Memory:
    """A card in its first learning step, first seen today."""
    return Memory(0.5, 0.2, 6.0, 0, 0, NOW + due_in, TODAY, TODAY, TODAY, 1)


def asked(
    cards: Any, memories: Any = (), limits: Any = None, chosen: Any = None, day: Any = TODAY
) -> Any:
    return gather(cards, dict(memories), NOW, day, limits or Limits(), chosen)


def test_what_is_due_comes_before_what_is_new(library: Callable[..., Library]) -> None:
    cards = library("d/new", "d/due").cards
    assert asked(cards, {"d/due": in_review()}) == ("d/due", "d/new")


def test_the_card_most_likely_forgotten_comes_first(library: Callable[..., Library]) -> None:
    memories = {
        "d/a": in_review(due=0, stability=10, last=-10),  # R = 0.90
        "d/b": in_review(due=-5, stability=2, last=-20),  # long overdue and weak: lowest
        "d/c": in_review(due=-5, stability=80, last=-60),  # above 0.90
        "d/d": in_review(due=0, stability=0.5, last=-1),  # below 0.90
    }
    assert asked(library(*memories).cards, memories) == ("d/b", "d/d", "d/a", "d/c")


@given(st.lists(st.tuples(st.integers(1, 400), st.floats(0.01, 5000)), min_size=1, max_size=12))
@settings(deadline=None, max_examples=examples(50))
def test_due_cards_always_come_in_order_of_retrievability(
    library: Callable[..., Library], states: Any
) -> None:
    memories = {
        f"d/{i}": in_review(0, stability, -days) for i, (days, stability) in enumerate(states)
    }
    keys = asked(library(*memories).cards, memories)
    recalls = [
        retrievability(TODAY - memories[key].last_day, memories[key].stability) for key in keys
    ]
    assert len(keys) == len(states)
    assert all(first <= then + 1e-12 for first, then in pairwise(recalls))


def test_a_card_is_due_on_its_study_day_and_not_before() -> None:
    assert [is_due(in_review(due=days), NOW, TODAY) for days in (-1, 0, 1)] == [True, True, False]
    assert not is_due(NEW, NOW, TODAY)
    assert not is_due(None, NOW, TODAY)


def test_a_card_left_in_a_step_is_taken_up_when_its_time_is_near() -> None:
    assert [is_due(in_step(seconds), NOW, TODAY) for seconds in (-90_000, 0, 1200, 1201)] == [
        True,
        True,
        True,
        False,
    ]


def test_new_cards_come_after_the_cards_they_need_also_in_other_decks(
    library: Callable[..., Library],
) -> None:
    cards = library("a/1", "a/2", "b/1", "b/2", a_1=("b/2",), b_2=("a/2",)).cards
    assert asked(cards) == ("a/2", "b/1", "b/2", "a/1")


def test_what_was_seen_before_no_longer_holds_up_the_cards_that_need_it(
    library: Callable[..., Library],
) -> None:
    cards = library("a/1", "a/2", a_1=("a/2",)).cards
    assert asked(cards, {"a/2": in_review(due=3)}) == ("a/1",)


def test_a_suspended_card_does_not_hold_up_the_cards_that_need_it(
    library: Callable[..., Library],
) -> None:
    cards = library("a/1", "a/2", a_1=("a/2",)).cards
    assert asked(cards, {"a/2": Memory(0.5, suspended=True)}) == ("a/1",)


def test_new_cards_come_deck_by_deck(library: Callable[..., Library]) -> None:
    cards = library("a/1", "a/2", "a/3", "b/1", "c/1", "c/2").cards
    assert asked(cards) == ("a/1", "a/2", "a/3", "b/1", "c/1", "c/2")


def test_no_more_is_new_than_the_day_allows(library: Callable[..., Library]) -> None:
    cards = library(*(f"d/{i}" for i in range(20))).cards
    assert len(asked(cards)) == 20
    assert len(asked(cards, limits=Limits(new=10))) == 10
    assert asked(cards, limits=Limits(new=3)) == ("d/0", "d/1", "d/2")
    assert asked(cards, limits=Limits(new=0)) == ()


def test_what_was_new_earlier_today_counts_against_the_limit_of_the_day(
    library: Callable[..., Library],
) -> None:
    cards = library(*(f"d/{i}" for i in range(20))).cards
    seen = {f"d/{i}": in_review(due=5, last=0, first=0) for i in range(7)}
    # asked today, but new yesterday: does not count
    seen |= {"d/7": in_review(due=5, last=0, first=-1)}
    assert asked(cards, seen, Limits(new=10)) == ("d/8", "d/9", "d/10")


def test_a_first_answer_that_was_undone_does_not_count_against_the_limit(
    library: Callable[..., Library],
) -> None:
    cards = library("d/1", "d/2").cards
    assert asked(cards, {"d/1": NEW}, Limits(new=1)) == ("d/1",)


def test_each_deck_has_a_limit_of_its_own_within_that_of_the_day(
    library: Callable[..., Library],
) -> None:
    cards = library(*(f"{deck}/{i}" for deck in "ab" for i in range(6))).cards
    assert asked(cards, limits=Limits(5, {"a": 2})) == ("a/0", "a/1", "b/0", "b/1", "b/2")
    assert asked(cards, limits=Limits(5, {"a": 0})) == ("b/0", "b/1", "b/2", "b/3", "b/4")
    seen = {"a/0": in_review(due=5, last=0, first=0)}
    assert asked(cards, seen, Limits(5, {"a": 2})) == ("a/1", "b/0", "b/1", "b/2")


def test_the_day_has_one_limit_whichever_decks_are_chosen(library: Callable[..., Library]) -> None:
    cards = library(*(f"{deck}/{i}" for deck in "ab" for i in range(12))).cards
    seen = {f"a/{i}": in_review(due=5, last=0, first=0) for i in range(8)}
    only_b = [card.key for card in cards if card.deck == "b"]
    assert asked(cards, seen, Limits(new=10), only_b) == ("b/0", "b/1")


def test_a_session_takes_no_more_cards_than_asked_for_and_the_due_ones_first(
    library: Callable[..., Library],
) -> None:
    cards = library("d/new", "d/1", "d/2", "d/3").cards
    memories = {f"d/{i}": in_review(stability=i) for i in (1, 2, 3)}
    assert asked(cards, memories, Limits(cards=2)) == ("d/1", "d/2")
    assert asked(cards, memories, Limits(cards=4)) == ("d/1", "d/2", "d/3", "d/new")


@pytest.mark.parametrize("hidden", [{"suspended": True}, {"buried_day": TODAY}])
@pytest.mark.parametrize("known", [True, False])
def test_suspended_and_buried_cards_are_never_asked(
    library: Callable[..., Library], hidden: Any, known: bool
) -> None:
    from dataclasses import replace

    memory = replace(in_review() if known else NEW, **hidden)
    assert asked(library("d/1", "d/2").cards, {"d/1": memory}) == ("d/2",)
    assert next_key(["d/1"], {"d/1": memory}, NEW.due_at, TODAY, ahead=9) is None


def test_a_buried_card_is_back_tomorrow_and_a_suspended_one_is_not() -> None:
    assert [is_hidden(Memory(0.5, buried_day=TODAY), day) for day in (TODAY, TODAY + 1)] == [
        True,
        False,
    ]
    assert [is_hidden(Memory(0.5, suspended=True), day) for day in (TODAY, TODAY + 100)] == [
        True,
        True,
    ]


def test_a_step_whose_time_has_come_goes_before_everything_else() -> None:
    memories = {"d/due": in_review(), "d/late": in_step(-60), "d/later": in_step(-30)}
    assert next_key(["d/due", "d/new", "d/later", "d/late"], memories, NOW, TODAY) == "d/late"


def test_a_step_still_to_come_waits_for_all_other_cards() -> None:
    memories = {"d/step": in_step(1)}
    assert next_key(["d/step", "d/new"], memories, NOW, TODAY) == "d/new"


def test_when_nothing_else_is_left_a_step_is_asked_up_to_twenty_minutes_early() -> None:
    assert LEARN_AHEAD == 1200
    assert next_key(["d/step"], {"d/step": in_step(1200)}, NOW, TODAY) == "d/step"
    assert next_key(["d/step"], {"d/step": in_step(1201)}, NOW, TODAY) is None


def test_a_card_just_read_does_not_come_again_while_others_wait() -> None:
    memories = {"d/failed": in_step(60), "d/a": in_step(600), "d/b": in_step(500)}
    answered = ["d/failed", "d/a", "d/b", "d/failed"]
    assert next_key(memories, memories, NOW, TODAY, answered=answered) == "d/a"
    alone = {**memories, "d/a": in_step(1201), "d/b": in_step(1201)}
    assert next_key(alone, alone, NOW, TODAY, answered=answered) == "d/failed"
    late = {**memories, "d/failed": in_step(-1)}
    assert next_key(late, late, NOW, TODAY, answered=answered) == "d/failed"


def test_looking_ahead_takes_tomorrows_cards_and_not_those_of_the_day_after() -> None:
    tomorrow, after = in_review(due=1), in_review(due=2)
    assert [is_left(memory, TODAY, ahead=1) for memory in (tomorrow, after)] == [True, False]
    assert [is_left(memory, TODAY, ahead=2) for memory in (tomorrow, after)] == [True, True]
    assert not is_left(tomorrow, TODAY)


def test_looking_ahead_never_asks_what_was_answered_today() -> None:
    assert not is_left(in_review(due=1, last=0), TODAY, ahead=1)


seen_states = st.sampled_from(
    [
        None,
        NEW,
        in_review(-3),
        in_review(0),
        in_review(4),
        in_review(9, last=0, first=0),
        in_step(-5),
        in_step(9000),
    ]
)


@settings(deadline=None, max_examples=examples(80))
@given(
    st.data(),
    st.integers(0, 6),
    st.none() | st.integers(1, 6),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)),
)
def test_whatever_the_state_a_session_holds_each_card_once_and_keeps_every_limit(
    library: Callable[..., Library], data: Any, new: Any, most: Any, by_deck: Any
) -> None:
    keys = [f"{deck}/{i}" for deck in "abc" for i in range(4)]
    needs = {
        key.replace("/", "_"): tuple(data.draw(st.lists(st.sampled_from(keys[:i]), max_size=2)))
        for i, key in enumerate(keys)
        if i
    }
    cards = library(*keys, **needs).cards
    memories = {key: state for key in keys if (state := data.draw(seen_states)) is not None}
    found = asked(cards, memories, Limits(new, by_deck, most))
    assert len(set(found)) == len(found) <= (most or 99)
    fresh = [key for key in found if key not in memories or memories[key].is_new]
    due = {key for key in keys if is_due(memories.get(key), NOW, TODAY)}
    assert set(found) - set(fresh) <= due
    assert most or due <= set(found)
    today = [
        key for key, memory in memories.items() if not memory.is_new and memory.first_day == TODAY
    ]
    assert len(fresh) <= max(new - len(today), 0)
    for deck, limit in by_deck.items():
        assert sum(key.startswith(deck) for key in fresh) <= max(
            limit - sum(key.startswith(deck) for key in today), 0
        )
    unseen = {key for key in keys if key not in memories or memories[key].is_new}
    for key in fresh:
        needed = unseen.intersection(next(card.needs for card in cards if card.key == key))
        assert all(found.index(need) < found.index(key) for need in needed)


def test_every_new_card_gets_its_turn_within_days_of_answering_easy(
    library: Callable[..., Library],
) -> None:
    cards = library(*(f"{deck}/{i}" for deck in "ab" for i in range(7))).cards
    memories: dict[str, Memory] = {}
    for day in range(TODAY, TODAY + 5):
        for key in asked(cards, memories, Limits(new=3), day=day):
            memories[key] = review(memories.get(key, NEW), 4, NOW, day, Scheduler())
    assert len(memories) == 14
