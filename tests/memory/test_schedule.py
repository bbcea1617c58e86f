"""Around the model: steps, the order of the buttons, fuzz, leeches."""

import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.memory.models import MODELS
from quizcards.memory.schedule import Scheduler, is_leech, previews, review
from quizcards.model import Memory
from tests.memory.conftest import Study
from tests.sampling import examples

MINUTE = 60.0
AT, DAY = 1_000_000.0, 739_000
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
NEW = Memory(seed=0.5)


def waits(memory: Memory, scheduler: Scheduler) -> list[float]:
    """Minutes until each grade would show the card again; infinity once it leaves the steps."""
    outcomes = previews(memory, AT, DAY, scheduler)
    return [(after.due_at - AT) / MINUTE if after.step >= 0 else float("inf") for after in outcomes]


def after(memory: Memory, *grades: int, scheduler: Scheduler) -> Memory:
    for grade in grades:
        memory = review(memory, grade, AT, DAY, scheduler)
    return memory


def test_a_new_card_waits_one_minute_half_of_both_steps_or_ten_minutes() -> None:
    assert waits(NEW, Scheduler()) == [1, 5.5, 10, float("inf")]


def test_in_the_last_learning_step_again_starts_over_hard_repeats_and_good_leaves() -> None:
    assert waits(after(NEW, GOOD, scheduler=Scheduler()), Scheduler()) == [
        1,
        10,
        float("inf"),
        float("inf"),
    ]


def test_hard_repeats_its_own_step_and_good_goes_on_to_the_next() -> None:
    scheduler = Scheduler(learning_steps=(1, 10, 60, 240))
    assert waits(after(NEW, GOOD, GOOD, scheduler=scheduler), scheduler) == [
        1,
        60,
        240,
        float("inf"),
    ]
    assert waits(after(NEW, GOOD, GOOD, HARD, scheduler=scheduler), scheduler) == [
        1,
        60,
        240,
        float("inf"),
    ]


def test_hard_on_an_only_step_waits_half_as_long_again() -> None:
    scheduler = Scheduler(learning_steps=(10,), relearning_steps=(10,))
    assert waits(NEW, scheduler) == [10, 15, float("inf"), float("inf")]
    forgotten = after(NEW, EASY, AGAIN, scheduler=scheduler)
    assert waits(forgotten, scheduler) == [10, 15, float("inf"), float("inf")]


def test_a_forgotten_card_waits_ten_minutes_and_one_good_answer_brings_it_back_to_review() -> None:
    in_review = after(NEW, EASY, scheduler=Scheduler())
    assert waits(in_review, Scheduler()) == [10, *[float("inf")] * 3]
    forgotten = after(in_review, AGAIN, scheduler=Scheduler())
    assert (forgotten.lapses, forgotten.interval) == (1, 0)
    back = after(forgotten, GOOD, scheduler=Scheduler())
    assert back.step == -1
    assert back.due_day == DAY + back.interval > DAY


def test_relearning_goes_through_each_of_its_steps() -> None:
    scheduler = Scheduler(relearning_steps=(5, 20))
    forgotten = after(NEW, EASY, AGAIN, scheduler=scheduler)
    assert waits(forgotten, scheduler) == [5, 12.5, 20, float("inf")]
    assert waits(after(forgotten, GOOD, scheduler=scheduler), scheduler) == [
        5,
        20,
        float("inf"),
        float("inf"),
    ]


def test_only_forgetting_in_review_counts_as_a_lapse() -> None:
    learning = after(NEW, AGAIN, AGAIN, AGAIN, scheduler=Scheduler())
    assert learning.lapses == 0
    relearning = after(learning, EASY, AGAIN, AGAIN, AGAIN, scheduler=Scheduler())
    assert relearning.lapses == 1


def test_intervals_on_time_are_the_published_ones() -> None:
    # py-fsrs, test_review_card: 3 six times, 1 twice, 3 five times, each at its due moment
    memory, at, day = NEW, AT, DAY
    intervals = []
    for grade in (3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3):
        memory = review(memory, grade, at, day, Scheduler(fuzz=False))
        intervals.append(memory.interval)
        at, day = (
            (memory.due_at, day)
            if memory.step >= 0
            else (at + memory.interval * 86_400.0, memory.due_day)
        )
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_a_card_is_a_leech_at_eight_lapses_and_every_four_after() -> None:
    assert [n for n in range(25) if is_leech(replace(NEW, lapses=n))] == [8, 12, 16, 20, 24]


@pytest.mark.parametrize(
    ("exact", "days"),
    [
        # as published
        (2.5, (2, 3, 4)), (7.0, (5, 7, 9)), (17.0, (14, 17, 20)), (37.0, (33, 37, 41)),
        (19.5, (17, 20, 22)),  # 1 + .15*4.5 + .1*12.5 = 2.925: round(16.575) to round(22.425)
        # 1 + .15*4.5 + .1*13 + .05*80 = 6.975: round(93.025) to round(106.975)
        (100.0, (93, 100, 107)),
    ],
)  # fmt: skip
def test_fuzz_spreads_an_interval_by_ankis_rule(exact: float, days: tuple[int, ...]) -> None:
    # at retention 0.9 the interval is the stability, and a first Easy has the stability w3
    scheduler = Scheduler(weights=(0.01, 0.01, 0.01, exact + 1e-9, *Scheduler().weights[4:]))
    fuzzed = [review(Memory(seed=u), EASY, AT, DAY, scheduler).interval for u in (0.0, 0.5, 0.99)]
    assert tuple(fuzzed) == days


def test_fuzz_gives_every_day_of_its_range_the_same_chance() -> None:
    scheduler = Scheduler(weights=(0.01, 0.01, 0.01, 37.0, *Scheduler().weights[4:]))
    counts = Counter(
        review(Memory(seed=i / 900), EASY, AT, DAY, scheduler).interval for i in range(900)
    )
    assert sorted(counts) == list(range(33, 42))  # 37 +- 3.85 + 1, so 33..41: nine days
    assert all(count == 100 for count in counts.values())


def test_intervals_below_two_and_a_half_days_have_no_fuzz() -> None:
    scheduler = Scheduler(weights=(0.01, 0.01, 0.01, 2.4, *Scheduler().weights[4:]))
    assert {
        review(Memory(seed=i / 100), EASY, AT, DAY, scheduler).interval for i in range(100)
    } == {2}


def test_fuzz_differs_between_repetitions_of_one_card_and_not_between_two_looks() -> None:
    scheduler = Scheduler(weights=(*Scheduler().weights[:3], 37.0, *Scheduler().weights[4:]))
    again = replace(NEW, reps=0)
    assert previews(NEW, AT, DAY, scheduler) == previews(again, AT, DAY, scheduler)
    mature = replace(
        NEW, stability=300.0, difficulty=5.0, step=-1, interval=100, last_day=DAY - 100
    )
    spread = {
        review(replace(mature, reps=n), GOOD, AT, DAY, scheduler).interval for n in range(1, 21)
    }
    assert len(spread) > 15


def test_easy_is_a_day_more_than_good_also_where_both_are_short() -> None:
    # S = 0.25: every interval would round to one day
    weak = after(NEW, AGAIN, GOOD, scheduler=Scheduler())
    _, _, good, easy = previews(weak, AT, DAY, Scheduler())
    assert (good.interval, easy.interval) == (1, 2)


gaps = st.one_of(st.just(0), st.integers(1, 10), st.integers(1, 800))
answered = st.lists(st.tuples(st.integers(1, 4), gaps), min_size=1, max_size=15)
fuzzes = st.floats(0, 1, exclude_max=True)
models = st.sampled_from(sorted(MODELS))


def played(answers: list[tuple[int, int]], seed: float, scheduler: Scheduler) -> tuple[Memory, int]:
    """The memory after answers given so many days apart, and the day of the last one."""
    memory, day = Memory(seed=seed), DAY
    for grade, gap in answers:
        day += gap
        memory = review(memory, grade, moment(day), day, scheduler)
    return memory, day


def moment(day: int) -> float:
    """A moment of a day: the same on every day."""
    return AT + (day - DAY) * 86_400


@settings(deadline=None, max_examples=examples(120))
@given(answered, fuzzes, st.integers(0, 800), st.floats(0.7, 0.97), models)
def test_hard_good_and_easy_never_tie_or_cross(
    answers: Any, seed: Any, gap: Any, retention: Any, model: Any
) -> None:
    scheduler = Scheduler(retention=retention, model=model)
    memory, day = played(answers, seed, scheduler)
    _, *passes = previews(memory, moment(day + gap), day + gap, scheduler)
    days = [after.interval for after in passes if after.step == -1]
    assert all(1 <= shorter < longer or longer == 36_500 for shorter, longer in pairwise(days))


@st.composite
def asked_early(draw: st.DrawFn) -> tuple[Memory, int]:
    """A card in review, and the day on which it is asked: so early that it hardly gains."""
    interval = draw(st.integers(1, 120))
    stability = interval + draw(st.floats(-2, 2).filter(lambda more: interval + more > 0.1))
    memory = Memory(
        draw(fuzzes),
        stability,
        draw(st.floats(1, 10)),
        -1,
        interval,
        0.0,
        DAY + interval,
        DAY,
        DAY,
        5,
    )
    return memory, DAY + draw(st.integers(0, 1 + interval // 10))


@settings(deadline=None, max_examples=examples(200))
@given(asked_early(), st.integers(2, 4))
def test_fuzz_never_makes_an_interval_shorter_than_the_one_before(
    card: tuple[Memory, int], grade: int
) -> None:
    memory, day = card
    after = review(memory, grade, AT, day, Scheduler())
    unfuzzed = math.floor(after.stability + 0.5)  # at retention 0.9 the interval is the stability
    if unfuzzed >= memory.interval:
        assert after.interval >= memory.interval
    if unfuzzed > memory.interval:
        assert after.interval > memory.interval


@settings(deadline=None, max_examples=examples(80))
@given(answered, fuzzes, st.integers(1, 3000), models)
def test_no_interval_is_longer_than_the_longest_allowed(
    answers: Any, seed: Any, longest: Any, model: Any
) -> None:
    scheduler = Scheduler(maximum_interval=longest, model=model)
    memory, day = played(answers, seed, scheduler)
    outcomes = previews(memory, moment(day + 300), day + 300, scheduler)
    assert all(after.interval <= longest for after in outcomes)


@settings(deadline=None, max_examples=examples(80))
@given(answered, fuzzes, st.integers(0, 800), st.integers(1, 4), models)
def test_what_a_button_promises_is_what_it_does(
    answers: Any, seed: Any, gap: Any, grade: Any, model: Any
) -> None:
    scheduler = Scheduler(model=model)
    memory, day = played(answers, seed, scheduler)
    at = moment(day + gap)
    promised = previews(memory, at, day + gap, scheduler)[grade - 1]
    assert review(memory, grade, at, day + gap, scheduler) == promised
    assert promised.due_day == day + gap + promised.interval


def test_a_higher_retention_asks_sooner() -> None:
    days = [
        after(NEW, EASY, scheduler=Scheduler(retention=r, fuzz=False)).interval
        for r in (0.70, 0.85, 0.9, 0.97)
    ]
    assert days == sorted(set(days), reverse=True)


def test_an_answer_dated_before_the_last_one_counts_as_the_same_day(study: Study) -> None:
    # two devices whose clocks differ: the later event may carry the earlier day
    *_, backwards = study([(GOOD, AT, DAY), (GOOD, AT, DAY - 5)])
    *_, same_day = study([(GOOD, AT, DAY), (GOOD, AT, DAY)])
    assert (backwards.stability, backwards.last_day) == (same_day.stability, same_day.last_day)


def test_under_fsrs_7_recall_falls_by_the_minute_and_no_interval_is_shorter_than_a_day() -> None:
    scheduler = Scheduler(model="fsrs-7", fuzz=False)
    again = after(NEW, AGAIN, scheduler=scheduler)
    # at the target of 90 % the first Again would do for 3.3 seconds
    assert again.stability * 86_400 == pytest.approx(3.307, rel=1e-3)
    good = review(again, GOOD, AT + 60, DAY, scheduler)
    later = review(again, GOOD, AT + 6000, DAY, scheduler)
    assert good.slow < later.slow
    assert review(good, GOOD, AT + 660, DAY, scheduler).interval == 1


def test_under_fsrs_7_always_good_asks_after_ever_longer_intervals() -> None:
    scheduler = Scheduler(model="fsrs-7", fuzz=False, learning_steps=(10.0,))
    memory, day, intervals = Memory(seed=0.0), DAY, list[int]()
    for _ in range(4):
        memory = review(memory, GOOD, moment(day), day, scheduler)
        intervals.append(memory.interval)
        day += memory.interval
    assert intervals == [5, 27, 94, 298]  # 4.8, 26, 92, 293 where none is rounded
    assert scheduler.memory.interval(memory, 0.9) == pytest.approx(memory.stability)
    assert scheduler.memory.recall(memory, memory.stability) == pytest.approx(0.9)
