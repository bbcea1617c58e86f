"""Why a card is due: held against py-fsrs where it is arithmetic, and against the settings where it
is words.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import fsrs
import pytest

from quizcards.insight.why import as_data, why
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, Event, EventKind

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = START.date().toordinal()
EXACT = Scheduler(fuzz=False)


def events(*rows: Any, key: Any = "d/1") -> Any:
    """Make reviews of (days after the start, grade), or other happenings of (days, kind)."""
    found = []
    for i, (days, what) in enumerate(rows):
        at = START + timedelta(days=days)
        grade = what if isinstance(what, int) else None
        kind: EventKind = "review" if isinstance(what, int) else what
        found.append(
            Event(
                f"{i:028x}", at.timestamp(), at.date().toordinal(), kind, key, grade, "recall", 4.0
            )
        )
    return found


def asked(card: Any, rows: Any, days: Any, scheduler: Any = EXACT, **more: Any) -> Any:
    """What is said so many days after the start."""
    now = START + timedelta(days=days)
    return why(
        card("d/1"), events(*rows), now.timestamp(), now.date().toordinal(), scheduler, **more
    )


def test_recall_before_each_answer_and_stability_after_it_are_those_of_py_fsrs(
    card: Callable[..., Card],
) -> None:
    # whole days between answers, so that py-fsrs (which counts them from the moment) and study days
    # agree
    rows = [(0, 4), (8, 3), (30, 2), (60, 1), (61, 4), (75, 3)]
    story = asked(card, rows, 80, Scheduler(fuzz=False, learning_steps=(1,), relearning_steps=(1,)))
    peer, state = fsrs.Scheduler(enable_fuzzing=False), fsrs.Card(card_id=1)
    for (days, grade), one in zip(rows, story.life, strict=True):
        at = START + timedelta(days=days)
        if days:
            assert one.recall == pytest.approx(peer.get_card_retrievability(state, at), rel=1e-9)
        state, _ = peer.review_card(state, fsrs.Rating(grade), at)
        assert one.after.stability == pytest.approx(state.stability, rel=1e-9)
        assert story.left(one, 5.0) == pytest.approx(
            peer.get_card_retrievability(state, at + timedelta(days=5)), rel=1e-9
        )
    assert story.recall == pytest.approx(
        peer.get_card_retrievability(state, START + timedelta(days=80)), rel=1e-9
    )


def test_a_first_answer_has_no_recall_and_an_undone_one_never_happened(
    card: Callable[..., Card],
) -> None:
    rows = events((0, 4), (8, 1))
    undo = Event("f" * 28, START.timestamp() + 1e6, DAY + 9, "undo", "d/1", of=rows[1].id)
    story = why(card("d/1"), [*rows, undo], START.timestamp() + 1e6, DAY + 11, EXACT)
    assert [(one.event.grade, one.recall) for one in story.history] == [(4, None)]


def test_a_life_begins_with_the_last_restart_and_the_history_keeps_what_was_before(
    card: Callable[..., Card],
) -> None:
    story = asked(card, [(0, 4), (8, 3), (9, "restart"), (10, 4)], 11)
    assert [one.event.kind for one in story.history] == ["review", "review", "restart", "review"]
    assert [(one.event.grade, one.recall) for one in story.life] == [(4, None)]


def test_the_day_follows_from_stability_and_target(card: Callable[..., Card]) -> None:
    # a first Easy leaves w[3] = 8.2956 days; at the target of 90 % the interval is the stability,
    # rounded: 8 days
    story = asked(card, [(0, 4)], 2)
    assert story.reasons == (
        (
            "안정도(stability)가 8.3일입니다. 마지막 답에서 8.3일이 지나면 떠올릴 확률이 "
            "90%로 내려간다는 뜻입니다."
        ),
        "목표 회상률이 90%이므로 간격은 8.3일이 알맞습니다. 그대로 8일로 정했습니다.",
        (f"그래서 6일 뒤인 11월 9일(월)에 나옵니다. 지금 떠올릴 확률은 {story.recall:.0%}입니다."),
    )
    assert "그래서 오늘 나옵니다" in asked(card, [(0, 4)], 8).reasons[-1]
    assert "3일 지났습니다" in asked(card, [(0, 4)], 11).reasons[-1]


def test_under_fsrs_7_the_day_follows_from_the_days_to_ninety_percent(
    card: Callable[..., Card],
) -> None:
    # a first Easy is recalled nine times in ten for 53.869392 days (ts-fsrs), half a day is .5
    scheduler = Scheduler(fuzz=False, model="fsrs-7")
    story = asked(card, [(0, 4), (0.5, 1)], 0.6, scheduler)
    assert story.life[0].after.stability == pytest.approx(53.869392, rel=1e-4)
    assert story.life[1].recall == pytest.approx(
        scheduler.memory.recall(story.life[0].after, 0.5), rel=1e-9
    )
    assert asked(card, [(0, 4)], 2, scheduler).reasons[:2] == (
        "S90이 53.9일입니다. 마지막 답에서 53.9일이 지나면 떠올릴 확률이 90%로 내려간다는 "
        "뜻입니다.",
        "목표 회상률이 90%이므로 간격은 53.9일이 알맞습니다. 그대로 54일로 정했습니다.",
    )
    assert as_data(story)["model"] == "fsrs-7"


def test_another_target_another_interval(card: Callable[..., Card]) -> None:
    # (0.8^(1/-w20) - 1) / (0.9^(1/-w20) - 1) with w20 = .1542 is 3.3192: 8.2956 * 3.3192 = 27.53
    factor = (0.8 ** (-1 / 0.1542) - 1) / (0.9 ** (-1 / 0.1542) - 1)
    said = asked(card, [(0, 4)], 2, Scheduler(fuzz=False, retention=0.8)).reasons[1]
    assert f"목표 회상률이 80%이므로 간격은 {8.2956 * factor:.1f}일이 알맞습니다" in said
    assert f"그대로 {8.2956 * factor:.0f}일로" in said


@pytest.mark.parametrize(
    ("rows", "scheduler", "expected"),
    [
        (
            [(0, 4)],
            Scheduler(fuzz=False, maximum_interval=5),
            "가장 긴 간격(5일)을 넘지 않게 5일로",
        ),
        ([(0, 1), (0.01, 1), (0.02, 1), (0.03, 3), (0.04, 3)], EXACT, "하루보다 짧지 않게 1일로"),
    ],
)
def test_what_bends_an_interval_is_named(
    card: Callable[..., Card], rows: Any, scheduler: Any, expected: str
) -> None:
    assert expected in asked(card, rows, 9, scheduler).reasons[1]


def test_fuzz_is_named_only_where_it_changed_the_day(card: Callable[..., Card]) -> None:
    for key in (f"d/{i}" for i in range(40)):
        now = START + timedelta(days=1)
        made = why(card(key), events((0, 4), key=key), now.timestamp(), DAY + 1, Scheduler())
        assert ("fuzz" in made.reasons[1]) == (made.memory.interval != 8)


def test_a_card_in_a_step_says_which_and_when(card: Callable[..., Card]) -> None:
    minute = 1 / 1440
    # Good leads to the second of two steps, in ten minutes
    learning = asked(card, [(0, 3)], 4 * minute).reasons
    assert learning == (
        (
            "처음 배우는 단계(2단계 가운데 2단계)라서 마지막 답에서 10분 뒤에 다시 묻습니다. "
            "그래서 6분 뒤에 나옵니다."
        ),
    )
    lapsed = asked(card, [(0, 4), (8, 1)], 8 + 20 * minute).reasons
    assert lapsed == (
        (
            "잊어서 다시 배우는 단계(1단계 가운데 1단계)라서 "
            "마지막 답에서 10분 뒤에 다시 묻습니다. 그래서 지금 나올 차례입니다."
        ),
    )


def test_a_new_card_names_what_comes_first(card: Callable[..., Card]) -> None:
    story = why(card("d/1", needs=("d/2", "d/3")), [], START.timestamp(), DAY, EXACT, {"d/2"})
    assert "아직 배우지 않은" in story.reasons[0]
    assert "d/2" in story.reasons[1]
    assert "d/3" not in story.reasons[1]
    assert as_data(story)["recall"] is as_data(story)["due_day"] is as_data(story)["due_at"] is None


def test_what_keeps_a_card_back_is_said(card: Callable[..., Card]) -> None:
    assert "quizcards wake d/1" in asked(card, [(0, 4), (1, "suspend")], 9).reasons[-1]
    assert "내일부터" in asked(card, [(0, 4), (9, "bury")], 9).reasons[-1]
    assert "내일부터" not in asked(card, [(0, 4), (9, "bury")], 10).reasons[-1]


def test_a_plan_that_holds_the_card_is_said(card: Callable[..., Card]) -> None:
    assert "11월 15일(일)을 위한 계획" in asked(card, [(0, 4)], 2, by=DAY + 14).reasons[-1]
    assert "계획" not in " ".join(asked(card, [(0, 4)], 2).reasons)
