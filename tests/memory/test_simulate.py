"""What a setting costs: against a calculation by hand, published intervals, and py-fsrs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from quizcards.memory.arrays import FloatArray, IntArray, new_columns
from quizcards.memory.habits import Habits
from quizcards.memory.schedule import IN_REVIEW, Scheduler, review
from quizcards.memory.simulate import Day, Setting, Start, simulate
from quizcards.model import Memory

TODAY = 739_765
SEED = 0
NO_FUZZ = Scheduler(fuzz=False)
ALWAYS_GOOD = Habits((0, 0, 1, 0), (0, 1, 0))


class Sure:
    """Chance of a learner who recalls everything, or nothing."""

    def __init__(self, drawn: float) -> None:
        self.drawn = drawn

    def random(self, n: int) -> FloatArray:
        return np.full(n, self.drawn)

    def choice(self, values: tuple[int, ...], n: int, p: tuple[float, ...]) -> IntArray:
        return np.full(n, values[int(np.argmax(p))])


@pytest.fixture
def all_recalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np.random, "default_rng", lambda _: Sure(0.0))


@pytest.fixture
def none_recalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np.random, "default_rng", lambda _: Sure(1.0))


def newcomer(
    n: int, habits: Habits = ALWAYS_GOOD, seconds: tuple[float, float, float] = (10.0, 22.0, 30.0)
) -> Start:
    memory = new_columns(np.full(n, 0.5))
    seconds_pass, seconds_fail, seconds_new = (np.full(n, each) for each in seconds)
    return Start(memory, np.arange(n), seconds_pass, seconds_fail, seconds_new, habits)


@pytest.mark.usefixtures("all_recalled")
def test_a_card_always_recalled_comes_back_at_the_intervals_that_py_fsrs_publishes() -> None:
    months = simulate(newcomer(1), Setting(NO_FUZZ, new=1), TODAY, 230, SEED)
    # Good after Good, defaults, retention 0.9: 2, 11, 46, 163 days (tests of py-fsrs 6.3.2)
    assert np.flatnonzero(months.reviews).tolist() == [2, 13, 59, 222]
    assert months.new.tolist() == [1] + [0] * 229
    assert months.seconds.sum() == 30 + 4 * 10


@pytest.mark.usefixtures("all_recalled")
def test_under_fsrs_7_a_card_comes_back_at_the_intervals_of_its_answers() -> None:
    scheduler = Scheduler(fuzz=False, model="fsrs-7")
    memory, day, days = Memory(seed=0.5), TODAY, list[int]()
    while day - TODAY < 400:
        memory = review(memory, 3, day * 86_400.0, day, scheduler)
        if memory.step == IN_REVIEW:  # what is in a step is asked again at once
            day += memory.interval
            days.append(day - TODAY)
    months = simulate(newcomer(1), Setting(scheduler, new=1), TODAY, 400, SEED)
    assert len(days) > 2
    assert np.flatnonzero(months.reviews).tolist() == days[:-1]


@pytest.mark.usefixtures("all_recalled")
def test_known_is_the_sum_of_retrievability_at_the_end_of_a_day() -> None:
    months = simulate(newcomer(3), Setting(NO_FUZZ, new=1), TODAY, 3, SEED)
    # a first Good leaves S = 2.3065; R(t, S) = (1 + f·t/S)^-0.1542 with f = 0.9^(-1/0.1542) - 1
    factor = 0.9 ** (-1 / 0.1542) - 1
    day_old = (1 + factor / 2.3065) ** -0.1542
    assert months.known[:2] == pytest.approx([1.0, 1.0 + day_old])
    assert months.reviews.tolist() == [0, 0, 1]
    assert months.known[2] == pytest.approx(1.0 + day_old + 1.0)  # the oldest was asked again


@pytest.mark.usefixtures("all_recalled")
def test_the_day_ends_when_its_time_is_used_up_and_the_most_likely_forgotten_went_first() -> None:
    nine = newcomer(9)
    months = simulate(nine, Setting(NO_FUZZ, new=9, minutes=61 / 60), TODAY, 3, SEED)
    # 30 s each: two are begun within 61 s, and so is a third at second 60
    assert months.new.tolist() == [3, 3, 3 - 1]
    # on the third day the first three are due (10 s each), then 31 s are left for two new ones
    assert months.reviews.tolist() == [0, 0, 3]
    assert months.seconds.tolist() == [90, 90, 90]
    first = simulate(nine, Setting(NO_FUZZ, new=9, minutes=5 / 60), TODAY, 2, SEED)
    assert first.new.tolist() == [1, 1]


@pytest.mark.usefixtures("none_recalled")
def test_a_card_that_is_not_recalled_costs_what_failing_costs_and_comes_back_next_day() -> None:
    months = simulate(newcomer(1), Setting(NO_FUZZ, new=1), TODAY, 5, SEED)
    assert months.reviews.tolist() == [0, 0, 1, 1, 1]
    assert months.seconds.tolist() == [30, 0, 22, 22, 22]


def test_the_same_seed_gives_the_same_months_and_a_lower_retention_fewer_reviews() -> None:
    learner = newcomer(200, Habits())
    runs = [
        simulate(
            learner,
            Setting(replace(NO_FUZZ, retention=r), 10),
            TODAY,
            90,
            seed,
        )
        for r, seed in ((0.9, 1), (0.9, 1), (0.9, 2), (0.8, 1))
    ]
    assert np.array_equal(runs[0].reviews, runs[1].reviews)
    assert not np.array_equal(runs[0].reviews, runs[2].reviews)
    assert runs[3].reviews.sum() < 0.8 * runs[0].reviews.sum()
    assert runs[3].known[-1] < runs[0].known[-1]


def test_the_learners_memory_is_not_changed_by_a_simulation() -> None:
    learner = newcomer(5)
    simulate(learner, Setting(NO_FUZZ, 2), TODAY, 30, SEED)
    assert not learner.memory.reps.any()


def test_every_card_remembers_as_in_py_fsrs_after_the_same_answers_on_the_same_days() -> None:
    fsrs = pytest.importorskip("fsrs")
    theirs = fsrs.Scheduler(enable_fuzzing=False)
    cards = [fsrs.Card(card_id=i) for i in range(40)]
    seen: set[int] = set()
    known: list[float] = []
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC)

    def follow(day: Day) -> None:
        nonlocal moment
        for i, grade in zip(day.card.tolist(), day.grade.tolist(), strict=True):
            cards[i], _ = theirs.review_card(cards[i], fsrs.Rating(grade), moment)
            while cards[i].state != fsrs.State.Review:
                cards[i], _ = theirs.review_card(cards[i], fsrs.Rating.Good, moment)
            seen.add(i)
        known.append(sum(theirs.get_card_retrievability(cards[i], moment) for i in seen))
        moment += timedelta(days=1)

    months = simulate(newcomer(40, Habits()), Setting(NO_FUZZ, 3), TODAY, 100, 5, follow)
    assert months.known == pytest.approx(known, rel=1e-9)
    assert months.reviews.sum() > 200
    assert len(seen) == 40
