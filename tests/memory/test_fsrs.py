"""The formulas of FSRS-6 against the values in its authors' tests (py-fsrs, fsrs-rs, ts-fsrs)."""

import pytest

from quizcards.memory import fsrs
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Memory
from tests.memory.conftest import Histories, Study

GRADES = (1, 2, 3, 4)


def test_the_first_grade_sets_stability_and_difficulty() -> None:
    first = [review(Memory(seed=0.0), grade, 0.0, 1, Scheduler()) for grade in GRADES]
    assert [memory.stability for memory in first] == [0.212, 1.2931, 2.3065, 8.2956]
    assert [memory.difficulty for memory in first] == pytest.approx(
        [6.4133, 5.11217071, 2.11810397, 1.0], abs=5e-9
    )


@pytest.mark.parametrize(
    ("elapsed", "stability", "expected"),
    [(1, 2, 0.9403443), (2, 3, 0.9253786), (3, 4, 0.9185229), (4, 4, 0.9), (5, 2, 0.8261359)],
)
def test_retrievability_falls_along_the_published_curve(
    elapsed: int, stability: int, expected: float
) -> None:
    assert fsrs.retrievability(elapsed, stability) == pytest.approx(expected, abs=5e-8)


def test_difficulty_moves_from_five_as_published() -> None:
    moved = [fsrs.next_difficulty(5.0, grade) for grade in GRADES]
    assert moved == pytest.approx([8.34176237, 6.66599536, 4.99022837, 3.31446137], abs=1e-8)


def test_on_the_same_day_a_pass_never_lowers_stability() -> None:
    same_day = fsrs.next_stabilities(5.0, 5.0, 0)
    assert same_day == pytest.approx((1.596818, 5, 5, 8.12960956), abs=5e-7)


def test_on_the_same_day_even_easy_leaves_a_very_stable_card_as_it_is() -> None:
    # e^(0.5425*(1+0.0912)) * 20000^-0.0658 = 1.808 * 0.521 = 0.94: below one, so held at one
    assert fsrs.next_stabilities(20_000.0, 5.0, 0)[1:] == (20_000.0,) * 3


def test_lower_retention_gives_longer_intervals_as_published() -> None:
    days = [max(1, round(fsrs.interval_for(tenths / 10, 1.0))) for tenths in range(1, 11)]
    assert days == [3116769, 34793, 2508, 387, 90, 27, 9, 3, 1, 1]


def test_the_interval_for_a_retention_is_when_recall_falls_to_it() -> None:
    for retention in (0.7, 0.8, 0.9, 0.97):
        assert fsrs.retrievability(fsrs.interval_for(retention, 12.5), 12.5) == pytest.approx(
            retention, rel=1e-12
        )


def test_a_published_history_leaves_the_published_states(study: Study) -> None:
    # grades 1,3,3,3,3,3 after 0,0,1,3,8,21 days, so on the days 0,0,1,4,12,33
    answers = zip((1, 3, 3, 3, 3, 3), (0.0,) * 6, (0, 0, 1, 4, 12, 33), strict=True)
    states = [(memory.stability, memory.difficulty) for memory in study(answers)]
    published = [
        (0.212, 6.4133), (0.246689, 6.402115), (2.021477, 6.390941),
        (7.863699, 6.379779), (21.917713, 6.368627), (53.626903, 6.357487),
    ]  # fmt: skip
    for state, expected in zip(states, published, strict=True):
        assert state == pytest.approx(expected, abs=5e-7)


def test_ten_easy_answers_in_a_row_bring_difficulty_down_to_one(study: Study) -> None:
    *_, last = study((4, i * 1e-6, 0) for i in range(10))
    assert last.difficulty == 1.0


def test_a_thousand_lapses_a_day_late_never_bring_stability_below_its_floor(study: Study) -> None:
    stabilities = [
        memory.stability for memory in study((1, day * 86_400.0, day) for day in range(1000))
    ]
    assert min(stabilities) == 0.001


def test_easy_answers_over_centuries_never_bring_stability_above_its_ceiling(study: Study) -> None:
    stabilities = [
        memory.stability
        for memory in study((4, day * 86_400.0, day) for day in range(0, 200_000, 10_000))
    ]
    assert max(stabilities) == 36_500


def test_difficulty_and_stability_stay_within_their_bounds_under_any_answers(
    study: Study, histories: Histories
) -> None:
    for answers in histories(300, longest=40, seed=1, furthest=2000):
        for memory in study(answers):
            assert 1 <= memory.difficulty <= 10
            assert 0.001 <= memory.stability <= 36_500
