"""Statistics over small logs, counted by hand, and what holds for every log."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.insight.prerequisites import tree
from quizcards.insight.stats import Total, as_data, monday, stats, totals
from quizcards.memory.day import study_day
from quizcards.memory.replay import new_memory, replayed
from quizcards.memory.schedule import Scheduler
from quizcards.model import AnsweredRow, Card, Event, Library, Memory

DAY = 739_936  # Monday, 2026-11-16
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


def log(*rows: Any) -> list[AnsweredRow]:
    """Make answers of rows (card, grade, day, asked, seconds), of which the last two may be left
    out; no grade begins a card afresh.
    """
    return [AnsweredRow(*row, *("recall", 10.0)[len(row) - 3 :]) for row in rows]


def days(
    reviews: list[AnsweredRow], scheduler: Scheduler | None = None
) -> dict[int, tuple[int, int]]:
    """For each study day, how many reviews count for true retention and how many of them passed."""
    by_day, _ = totals(reviews, scheduler or Scheduler())
    return {day: (total.reviews, total.passed) for day, total in by_day.items()}


def seen(reviews: list[AnsweredRow], cards: Any = (), memories: Any = None, day: int = DAY) -> Any:
    return stats(reviews, cards, memories or {}, 0.0, day, Scheduler())


def test_the_constants_are_the_days_that_they_say() -> None:
    assert (DAY, monday(DAY), monday(DAY + 6), monday(DAY - 1)) == (
        datetime(2026, 11, 16).toordinal(), DAY, DAY, DAY - 7,
    )  # fmt: skip
    assert datetime(2026, 11, 16).weekday() == 0


def test_answers_in_learning_steps_do_not_count() -> None:
    # steps of 1 and 10 minutes: Good leads from step 0 to step 1, then to review; so only the third
    # answer counts
    reviews = log(("d/1", GOOD, DAY), ("d/1", GOOD, DAY), ("d/1", GOOD, DAY + 3))
    assert days(reviews) == {DAY: (0, 0), DAY + 3: (1, 1)}


def test_easy_leaves_the_steps_at_once_and_again_begins_them_anew() -> None:
    reviews = log(
        ("d/1", EASY, DAY),
        ("d/1", GOOD, DAY + 1),
        ("d/2", GOOD, DAY),
        ("d/2", AGAIN, DAY),
        ("d/2", GOOD, DAY),
        ("d/2", GOOD, DAY),
        ("d/2", AGAIN, DAY + 1),
    )
    assert days(reviews) == {DAY: (0, 0), DAY + 1: (2, 1)}


def test_only_a_cards_first_answer_of_a_day_counts_and_hard_is_a_pass() -> None:
    # in review since the day before; forgotten, relearnt (a step), and asked once more the same
    # day: one review, failed
    reviews = log(
        ("d/1", EASY, DAY),
        ("d/1", AGAIN, DAY + 1),
        ("d/1", GOOD, DAY + 1),
        ("d/1", GOOD, DAY + 1),
        ("d/1", HARD, DAY + 2),
    )
    assert days(reviews) == {DAY: (0, 0), DAY + 1: (1, 0), DAY + 2: (1, 1)}


def test_an_answer_in_a_relearning_step_does_not_count_even_on_another_day() -> None:
    reviews = log(
        ("d/1", EASY, DAY), ("d/1", AGAIN, DAY + 1), ("d/1", GOOD, DAY + 2), ("d/1", GOOD, DAY + 3)
    )
    assert days(reviews) == {DAY: (0, 0), DAY + 1: (1, 0), DAY + 2: (0, 0), DAY + 3: (1, 1)}


def test_the_learners_own_steps_decide_what_is_a_step() -> None:
    reviews = log(("d/1", GOOD, DAY), ("d/1", GOOD, DAY + 1))
    assert days(reviews)[DAY + 1] == (0, 0)
    assert days(reviews, Scheduler(learning_steps=(5.0,)))[DAY + 1] == (1, 1)


def test_a_card_begun_afresh_stands_in_its_steps_again() -> None:
    rows = [("d/1", EASY, DAY), ("d/1", GOOD, DAY + 1), ("d/1", GOOD, DAY + 2)]
    assert days(log(*rows)) == {DAY: (0, 0), DAY + 1: (1, 1), DAY + 2: (1, 1)}
    assert days(log(*rows[:2], ("d/1", None, DAY + 1), *rows[2:])) == {
        DAY: (0, 0),
        DAY + 1: (1, 1),
        DAY + 2: (0, 0),
    }


def test_retention_by_week_is_passed_over_counted() -> None:
    # four cards enter review in the week of 9 November; in the week of the 16th three of four pass,
    # of two on the 18th one
    rows = [(f"d/{i}", EASY, DAY - 3) for i in range(4)]
    rows += [
        ("d/0", GOOD, DAY),
        ("d/1", HARD, DAY),
        ("d/2", AGAIN, DAY + 6),
        ("d/3", EASY, DAY + 6),
        ("d/0", GOOD, DAY + 7),
    ]
    found = seen(log(*rows), day=DAY + 8)
    assert [(start - DAY, total.reviews, total.retention) for start, total in found.weeks(4)] == [
        (-14, 0, None), (-7, 0, None), (0, 4, 0.75), (7, 1, 1.0),
    ]  # fmt: skip
    assert len(found.weeks()) == 53


def test_time_and_answers_are_added_over_the_newest_days() -> None:
    found = seen(
        log(
            ("d/1", 3, DAY - 400, "recall", 5.0),
            ("d/1", 3, DAY - 7, "ox", 7.5),
            ("d/1", 3, DAY - 6, "ox", None),
            ("d/2", 3, DAY, None, 2.5),
        )
    )
    assert [found.over(n).answers for n in (1, 7, 8, 365)] == [1, 2, 3, 3]
    assert [found.over(n).seconds for n in (1, 7, 8, 365)] == [2.5, 2.5, 10.0, 10.0]
    assert (found.whole.answers, found.whole.seconds) == (4, 15.0)
    assert {kind: (total.answers, total.seconds) for kind, total in found.kinds.items()} == {
        "ox": (2, 7.5), "recall": (1, 2.5),
    }  # fmt: skip


def test_a_streak_goes_on_over_midnight_until_four_in_the_morning() -> None:
    def on(*moments: str) -> tuple[int, int]:
        studied = [study_day(datetime.fromisoformat(moment)).toordinal() for moment in moments]
        found = seen(log(*(("d/1", 3, day) for day in studied)), day=studied[-1])
        return found.streak, found.longest

    # the 16th and the 17th; 03:59 on the 18th is still the 17th; 04:00 on the 18th is the 18th
    assert on("2026-11-16T23:50", "2026-11-17T00:30") == (1, 1)
    assert on("2026-11-16T12:00", "2026-11-17T12:00", "2026-11-18T03:59") == (2, 2)
    assert on("2026-11-16T12:00", "2026-11-17T12:00", "2026-11-18T04:00") == (3, 3)
    assert on("2026-11-10T12:00", "2026-11-11T12:00", "2026-11-12T12:00", "2026-11-16T09:00") == (
        1,
        3,
    )


def test_a_streak_waits_for_today_until_the_day_is_over() -> None:
    reviews = log(("d/1", 3, DAY - 2), ("d/1", 3, DAY - 1))
    assert [seen(reviews, day=DAY + late).streak for late in (-1, 0, 1)] == [2, 2, 0]


def test_concepts_say_recall_as_fsrs_has_it_and_that_of_tomorrow_for_what_was_seen_today(
    card: Callable[..., Card],
) -> None:
    # R(S, S) = 0.9 by definition; a card seen today has had no day to be forgotten in, so one day
    # counts
    memories = {
        "d/old": Memory(0.0, 10.0, 5.0, -1, last_day=DAY - 10, reps=3, lapses=2),
        "d/today": Memory(0.0, 1.0, 5.0, -1, last_day=DAY, reps=1),
        "d/failed": Memory(0.0, 1.0, 5.0, 2, last_day=DAY, reps=1),
        "d/asleep": Memory(0.0, 5.0, 5.0, -1, last_day=DAY, reps=1, suspended=True),
    }
    cards = [card(key, question="무엇(what)인가요?") for key in (*memories, "d/new")]
    found = seen(log(("d/old", 3, DAY)), cards, memories)
    assert found.concepts["d/old"].recall == pytest.approx(0.9)
    assert found.concepts["d/today"].recall == pytest.approx(0.9)
    assert (found.concepts["d/new"].recall, found.concepts["d/new"].name) == (None, "무엇인가요?")
    assert [key for key, one in found.concepts.items() if one.in_steps] == ["d/failed"]


def test_strong_is_what_has_left_its_steps_and_reaches_the_target_today_and_the_rest_is_weak(
    card: Callable[..., Card],
) -> None:
    memories = {
        "d/long": Memory(0.0, 30.0, 5.0, -1, last_day=DAY - 25, reps=3),
        "d/short": Memory(0.0, 9.0, 5.0, -1, last_day=DAY - 2, reps=3),
        "d/faded": Memory(0.0, 40.0, 5.0, -1, last_day=DAY - 60, reps=3),
        "d/low": Memory(0.0, 0.5, 5.0, -1, last_day=DAY, reps=1),
        "d/failed": Memory(0.0, 9.0, 5.0, 2, last_day=DAY, reps=1, lapses=1),
    }
    found = seen([], [card(key) for key in memories], memories)
    assert [(one.card, one.lasts) for one in found.strongest] == [("d/short", 7.0), ("d/long", 5.0)]
    assert [one.card for one in found.weakest] == ["d/failed", "d/low", "d/faded"]


def test_what_lies_ahead_covers_two_weeks(card: Callable[..., Card]) -> None:
    memories = {
        "d/1": Memory(0.0, 9.0, 5.0, -1, due_day=DAY + 13, reps=1),
        "d/2": Memory(0.0, 9.0, 5.0, -1, due_day=DAY + 14, reps=1),
    }
    assert seen(log(), [card("d/1"), card("d/2")], memories).due == (*[0] * 13, 1)


def test_each_card_stands_under_the_deepest_that_it_needs(card: Callable[..., Card]) -> None:
    needs = {
        "d/a": (),
        "d/b": ("d/a",),
        "d/c": ("d/a", "d/b"),
        "d/d": ("d/b",),
        "d/e": ("d/a",),
        "d/alone": (),
        "d/x": ("e/gone",),
    }
    found = tree([card(key, needs=wanted) for key, wanted in needs.items()])
    assert [(one.card, one.ends, one.also) for one in found] == [
        ("d/a", (), ()),
        ("d/b", (False,), ()),
        ("d/c", (False, False), ("d/a",)),
        ("d/d", (False, True), ()),
        ("d/e", (True,), ()),
    ]


def test_what_needs_itself_stands_under_none_and_a_chain_may_be_long(
    card: Callable[..., Card],
) -> None:
    around = [
        card("d/a", needs=("d/b",)),
        card("d/b", needs=("d/a",)),
        card("d/c", needs=("d/b", "d/c")),
    ]
    assert {one.card for one in tree(around)} <= {"d/a", "d/b", "d/c"}
    chain = [card(f"d/{i}", needs=(f"d/{i - 1}",) if i else ()) for i in range(1000)]
    assert [len(one.ends) for one in tree(chain)] == list(range(1000))


LOGS = st.lists(
    st.tuples(
        st.sampled_from(["d/1", "d/2", "d/3"]),
        st.integers(1, 4),
        st.integers(DAY - 400, DAY + 2),
        st.sampled_from(["recall", "ox", "interview", "강", None]),
        st.one_of(st.none(), st.floats(-5, 1e7)),
    ),
    max_size=40,
).map(lambda rows: log(*sorted(rows, key=lambda row: row[2])))


@settings(deadline=None)
@given(LOGS)
def test_every_answer_is_counted_once_and_retention_only_where_replay_says_in_review(
    reviews: list[AnsweredRow],
) -> None:
    found = seen(reviews)
    assert found.whole.answers == len(reviews)
    assert sum(total.answers for _, total in found.weeks()) <= found.whole.answers
    assert 0 <= found.whole.passed <= found.whole.reviews <= found.whole.answers
    expected = 0
    for card in {row[0] for row in reviews}:
        own = [(grade, day) for other, grade, day, *_ in reviews if other == card]
        events = [
            Event(f"{i:028x}", float(i), day, "review", card, grade)
            for i, (grade, day) in enumerate(own)
        ]
        before, last = new_memory(card), 0
        for event, after in replayed(events, card, Scheduler()):
            expected += not before.is_new and before.step == -1 and event.day != last
            before, last = after, event.day
    assert found.whole.reviews == expected
    as_data(found)


def test_of_an_empty_log_there_is_nothing_to_say(library: Callable[..., Library]) -> None:
    found = seen(log(), library("d/1", "d/2").cards)
    assert (found.streak, found.longest, found.whole, found.weakest, found.strongest) == (
        0,
        0,
        Total(),
        (),
        (),
    )
    assert as_data(found)["spans"]["all"]["retention"] is None
    assert isinstance(library("d/1"), Library)


def test_an_answer_marked_wrong_is_no_pass_of_its_kind_whatever_its_grade() -> None:
    first = AnsweredRow("d/1", EASY, DAY, "ox", 5.0)
    wrong = AnsweredRow("d/1", GOOD, DAY + 1, "ox", 5.0, True)
    right = AnsweredRow("d/1", GOOD, DAY + 9, "ox", 5.0)
    by_day, kinds = totals([first, wrong, right], Scheduler())
    assert (kinds["ox"].reviews, kinds["ox"].passed) == (2, 1)
    assert by_day[DAY + 1].passed == 1  # true retention is of the grades
