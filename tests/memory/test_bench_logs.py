"""The logs that fits are judged on are those of learners whom the program's scheduler asks."""

import numpy as np
import pytest

from bench.learners import LAWS, PowerLaw
from bench.logs import graded, logs
from bench.unseen_learners import UNSEEN_LAWS
from quizcards.memory.replay import replay_reviews
from quizcards.memory.schedule import Scheduler
from tests.sampling import some


@pytest.mark.parametrize("law", some([*LAWS, *UNSEEN_LAWS]))
def test_a_log_has_as_many_answers_as_asked_for_in_time_order(law: type) -> None:
    for card, grade, day in logs(law, [1], 300):
        assert len(card) == len(grade) == len(day) == 300
        assert (np.diff(day) >= 0).all()


def test_the_log_of_a_learner_is_the_same_whoever_else_is_asked() -> None:
    alone, among = logs(PowerLaw, [3], 200)[0], logs(PowerLaw, [1, 3], 200)[1]
    assert all(np.array_equal(one, other) for one, other in zip(alone, among, strict=True))


def test_no_card_is_asked_on_a_later_day_before_the_scheduler_has_it_due() -> None:
    card, grade, day = logs(PowerLaw, [5], 200)[0]
    for row in range(len(card)):
        past = np.flatnonzero(card[:row] == card[row])
        if len(past) == 0 or day[past[-1]] == day[row]:
            continue
        memory = replay_reviews(
            np.zeros(len(past), int),
            grade[past],
            day[past] * 86_400.0,
            day[past],
            np.zeros(1),
            Scheduler(learning_steps=(10.0,), fuzz=False),
        )
        # fuzz moves a due day by a few days at most at these intervals
        assert day[row] >= memory.due_day[0] - 0.25 * memory.interval[0] - 1


def test_who_forgot_is_asked_again_on_the_same_day_and_passes() -> None:
    card, grade, day = logs(PowerLaw, [4], 300)[0]
    last_day = day == day[-1]
    for row in np.flatnonzero((grade == 1) & ~last_day):
        same = np.flatnonzero((card == card[row]) & (day == day[row]))
        assert grade[same].tolist() == [1, 3]


def test_of_two_learners_one_has_two_buttons() -> None:
    two, four = logs(PowerLaw, [2, 3], 400)
    assert set(two[1].tolist()) == {1, 3}
    assert set(four[1].tolist()) == {1, 2, 3, 4}


def test_what_was_weak_is_hard_and_what_was_strong_easy() -> None:
    luck = np.linspace(0, 1, 1001)
    passed = np.ones(1001, dtype=bool)
    weak, strong = (graded(np.full(1001, recall), passed, luck) for recall in (0.5, 0.95))
    assert (weak == 2).sum() > (strong == 2).sum()
    assert (weak == 4).sum() < (strong == 4).sum()
    assert set(graded(np.full(1001, 0.5), ~passed, luck).tolist()) == {1}
