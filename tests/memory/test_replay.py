"""Replay: which events still hold; many cards at once give what one after another gives."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.memory.arrays import longest_first
from quizcards.memory.models import MODELS
from quizcards.memory.replay import live, new_memory, replay, replay_reviews, to_redo, to_undo
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Event, EventKind
from tests.sampling import examples

WHOLE = ("step", "interval", "due_day", "last_day", "first_day", "reps", "lapses")


def event(
    number: int, kind: EventKind = "review", of: int | None = None, grade: int = 3, day: int = 100
) -> Event:
    grade_of = grade if kind == "review" else None
    return Event(
        f"{number:028x}",
        86_400.0 * day,
        day,
        kind,
        "d/c",
        grade_of,
        of=None if of is None else f"{of:028x}",
    )


def held(events: list[Event]) -> list[int]:
    """Numbers of the answers that still hold, oldest first."""
    return sorted(int(one.id, 16) for one in live(reversed(events)) if not one.of)


def test_an_undo_takes_back_one_answer_and_a_redo_takes_back_the_undo() -> None:
    events = [event(1), event(2), event(3, "undo", of=2)]
    assert held(events) == [1]
    events.append(event(4, "redo", of=3))
    assert held(events) == [1, 2]
    events.append(event(5, "undo", of=2))
    assert held(events) == [1]


def test_undo_goes_back_answer_by_answer_to_the_first() -> None:
    events = [event(1), event(2, "suspend"), event(3)]
    for number, expected in enumerate((3, 2, 1), 4):
        found = to_undo(reversed(events))
        assert found is not None
        assert int(found.id, 16) == expected
        events.append(event(number, "undo", of=expected))
    assert to_undo(reversed(events)) is None


def test_redo_goes_forward_again_in_the_order_of_the_answers() -> None:
    events = [event(1), event(2), event(3, "undo", of=2), event(4, "undo", of=1)]
    for number, (undo, answer) in enumerate(((4, 1), (3, 2)), 5):
        found = to_redo(reversed(events))
        assert found == event(undo, "undo", of=answer)
        events.append(event(number, "redo", of=undo))
    assert to_redo(reversed(events)) is None
    assert held(events) == [1, 2]


def test_a_new_answer_leaves_nothing_to_redo() -> None:
    events = [event(1), event(2, "undo", of=1), event(3)]
    assert to_redo(reversed(events)) is None
    events.append(event(4, "undo", of=3))
    assert to_redo(reversed(events)) == events[-1]  # but its own undo can be taken back


def test_what_was_undone_leaves_no_trace_in_memory() -> None:
    kept = [event(1, grade=4), event(5, grade=2, day=110)]
    undone = [
        event(2, grade=1),
        event(3, "undo", of=2),
        event(4, "suspend"),
        event(6, "undo", of=4),
    ]
    both = sorted([*kept, *undone], key=lambda one: one.id)
    assert replay(both, "d/c", Scheduler()) == replay(kept, "d/c", Scheduler())


def test_suspend_lasts_until_unsuspend_and_a_bury_keeps_its_day() -> None:
    events = [event(1), event(2, "suspend"), event(3, "bury", day=101)]
    memory = replay(events, "d/c", Scheduler())
    assert (memory.suspended, memory.buried_day) == (True, 101)
    assert not replay([*events, event(4, "unsuspend")], "d/c", Scheduler()).suspended


def test_a_card_started_afresh_is_a_new_one_with_its_own_fuzz_and_an_undo_gives_its_past_back() -> (
    None
):
    past = [
        event(1, grade=4),
        event(2, "suspend"),
        event(3, "bury", day=101),
        event(4, grade=1, day=110),
    ]
    restart, later = event(5, "restart", day=111), event(6, grade=3, day=111)
    assert replay([*past, restart], "d/c", Scheduler()) == new_memory("d/c")
    assert replay([*past, restart, later], "d/c", Scheduler()) == replay(
        [later], "d/c", Scheduler()
    )
    undone = [*past, restart, later, event(7, "undo", of=5)]
    assert replay(undone, "d/c", Scheduler()) == replay([*past, later], "d/c", Scheduler())


def test_an_answer_given_to_a_suspended_card_leaves_it_suspended() -> None:
    assert replay([event(1, "suspend"), event(2)], "d/c", Scheduler()).suspended


def test_two_cards_have_different_fuzz_and_a_name_always_the_same() -> None:
    assert new_memory("a/b").seed == new_memory("a/b").seed
    seeds = [new_memory(f"deck/{i}").seed for i in range(200)]
    assert all(0 <= seed < 1 for seed in seeds)
    assert len({int(seed * 10) for seed in seeds}) == 10


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[int], list[int], list[float], list[int], int]:
    """Answers of several cards mixed: who, grade, moment, day, and how many cards there are."""
    cards = draw(st.integers(1, 6))
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, cards - 1), st.integers(1, 4), st.integers(0, 90)), max_size=40
        )
    )
    days = np.cumsum([0, *(gap // 3 for _, _, gap in rows)])[1:] + 739_000
    moments = [float(day) * 86_400 + i for i, day in enumerate(days)]
    return (
        [who for who, _, _ in rows],
        [grade for _, grade, _ in rows],
        moments,
        days.tolist(),
        cards,
    )


@settings(deadline=None, max_examples=examples(80))
@given(
    logs(),
    st.booleans(),
    st.sampled_from([(1.0, 10.0), (3.0,), (1.0, 10.0, 60.0)]),
    st.sampled_from(sorted(MODELS)),
)
def test_arrays_over_many_cards_and_one_answer_at_a_time_give_the_same_memories(
    log: Any, fuzz: Any, steps: Any, model: Any
) -> None:
    who, grades, moments, days, cards = log
    scheduler = Scheduler(fuzz=fuzz, learning_steps=steps, model=model)
    memories = [new_memory(f"deck/{card}") for card in range(cards)]
    seeds = np.array([memory.seed for memory in memories])
    for card, grade, at, day in zip(who, grades, moments, days, strict=True):
        memories[card] = review(memories[card], grade, at, day, scheduler)
    columns = (
        np.array(who, int),
        np.array(grades, int),
        np.array(moments, float),
        np.array(days, int),
    )
    together = replay_reviews(*columns, seeds, scheduler)
    # Newton's method ends where it is this close
    close = {"stability": 1e-9} if model == "fsrs-7" else {}
    for name in ("stability", "difficulty", "due_at", "slow", "fast", "last_at"):
        assert getattr(together, name) == pytest.approx(
            [getattr(one, name) for one in memories], rel=close.get(name, 1e-12), abs=0
        )
    for name in WHOLE:
        assert getattr(together, name).tolist() == [getattr(one, name) for one in memories], name


def test_a_long_log_of_many_cards_gives_the_same_intervals_either_way() -> None:
    chance = Random(11)
    rows = sorted(
        (chance.randrange(739_000, 740_000), chance.randrange(80), chance.randint(1, 4))
        for _ in range(3000)
    )
    who, grades, days = (np.array([row[i] for row in rows]) for i in (1, 2, 0))
    names = [f"deck/{i}" for i in range(80)]
    seeds = np.array([new_memory(name).seed for name in names])
    together = replay_reviews(who, grades, days * 86_400.0, days, seeds, Scheduler())
    for card, name in enumerate(names):
        own = [
            Event("", day * 86_400.0, day, "review", name, grade)
            for day, one, grade in rows
            if one == card
        ]
        alone = replay(own, name, Scheduler())
        assert (together.interval[card], together.due_day[card]) == (alone.interval, alone.due_day)
        assert together.stability[card] == pytest.approx(alone.stability, rel=1e-12)


def test_cards_are_taken_longest_history_first_so_that_each_turn_has_the_first_ones() -> None:
    card = np.array([2, 0, 2, 1, 2, 0])
    order, turns = longest_first(card, 4)
    assert order.tolist() == [2, 0, 1, 3]
    assert [rows.tolist() for rows in turns] == [[0, 1, 3], [2, 5], [4]]
    assert longest_first(card[:0], 2)[1] == []
