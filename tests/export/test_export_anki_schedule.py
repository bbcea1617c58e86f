"""The schedule that goes along to Anki, beside rows that Anki itself wrote or counted by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from quizcards.memory.schedule import Scheduler
from quizcards.model import Deck, Event, EventKind
from tests.export.anki_examples import (
    NOW,
    Package,
    book_of,
    card,
    opened,
    package,
    scheduled,
    studied,
)
from tests.shipped import shipped

DAY = date(2026, 9, 21).toordinal()
EXACT = Scheduler(fuzz=False)


def event(number: int, at: float, kind: EventKind = "review", day: int = DAY, **more: Any) -> Event:
    return Event(f"0{number:027x}", at, day, kind, "deck/card", **more)


def answered(grades: Sequence[int], start: float = NOW - 3600, day: int = DAY) -> list[Event]:
    return [
        event(i, start + 60 * i, day=day, grade=grade, seconds=2.5)
        for i, grade in enumerate(grades)
    ]


def exported(events: Sequence[Event], scheduler: Scheduler = EXACT, now: float = NOW) -> Package:
    decks = [Deck("deck", "제목", (card(),))]
    return opened(package(scheduled(decks, {"deck/card": events}, now, scheduler=scheduler)))


# What Anki 26.9 wrote when these grades were given in it, one after another, with FSRS on and its
# default settings:
# the review log as (ease, ivl, lastIvl, factor, type), then the card as (type, queue, ivl, factor,
# reps, lapses, left)
# and the stability and difficulty of its data.
ANKI = {
    (3,): ([(3, -600, 0, 224, 0)], (1, 1, 0, 0, 1, 0, 1), (2.3065, 2.118)),
    (1,): ([(1, -60, 0, 701, 0)], (1, 1, 0, 0, 1, 0, 2), (0.212, 6.413)),
    (2,): ([(2, -330, 0, 557, 0)], (1, 1, 0, 0, 1, 0, 2), (1.2931, 5.112)),
    (3, 3): (
        [(3, -600, 0, 224, 0), (3, 2, -600, 223, 0)],
        (2, 2, 2, 2500, 2, 0, 0),
        (2.3065, 2.111),
    ),
    (3, 2): (
        [(3, -600, 0, 224, 0), (2, -600, -600, 517, 0)],
        (1, 1, 0, 0, 2, 0, 1),
        (2.3065, 4.753),
    ),
    (3, 3, 1): (
        [(3, -600, 0, 224, 0), (3, 2, -600, 223, 0), (1, -600, 2, 810, 1)],
        (3, 1, 1, 2300, 3, 1, 1),
        (0.7751, 7.392),
    ),
    (3, 3, 1, 3): (
        [(3, -600, 0, 224, 0), (3, 2, -600, 223, 0), (1, -600, 2, 810, 1), (3, 1, -600, 809, 2)],
        (2, 2, 1, 2300, 4, 1, 0),
        (0.8282, 7.38),
    ),
    (1, 3, 3, 1, 2): (
        [
            (1, -60, 0, 701, 0),
            (3, -600, -60, 700, 0),
            (3, 1, -600, 699, 0),
            (1, -600, 1, 967, 1),
            (2, -900, -600, 1010, 2),
        ],
        (3, 1, 1, 2300, 5, 1, 1),
        (0.1096, 9.188),
    ),
}  # fmt: skip


@pytest.mark.parametrize("grades", ANKI, ids=str)
def test_what_was_answered_stands_as_anki_itself_would_have_written_it(
    grades: tuple[int, ...],
) -> None:
    log, (kind, queue, ivl, factor, reps, lapses, left), (stability, difficulty) = ANKI[grades]
    found = exported(answered(grades))
    columns = ("ease", "ivl", "lastIvl", "factor", "type")
    assert [tuple(row[name] for name in columns) for row in found.tables["revlog"]] == log
    (one,) = found.tables["cards"]
    assert (one["type"], one["queue"], one["ivl"], one["reps"], one["lapses"], one["left"]) == (
        kind, queue, ivl, reps, lapses, left,
    )  # fmt: skip
    assert (one["factor"] > 0) == (factor > 0)  # the older scheduler's, which FSRS does not read
    data = json.loads(one["data"])
    assert (data["s"], data["d"]) == (stability, difficulty)
    assert (data["pos"], data["dr"], data["decay"]) == (1, 0.9, 0.154)
    assert data["lrt"] == int(NOW - 3600 + 60 * (len(grades) - 1))


def test_a_card_in_review_is_due_on_its_day_counted_from_the_collections_first() -> None:
    """Easy at once is 8.2956 days, so eight on.

    From 1 January 2020 to 29 September 2026 it is 2463 days.
    """
    found = exported(answered([4]))
    (one,) = found.tables["cards"]
    assert (one["due"], one["ivl"]) == (2463, 8)
    assert (date(2026, 9, 29) - date(2020, 1, 1)).days == 2463
    assert datetime.fromtimestamp(found.col["crt"], UTC) == datetime(2020, 1, 1, 12, tzinfo=UTC)
    assert json.loads(found.col["conf"])["creationOffset"] == 0


def test_a_card_in_a_step_is_due_at_its_moment() -> None:
    (one,) = exported(answered([3])).tables["cards"]
    assert one["due"] == NOW - 3600 + 600


def test_an_answer_has_its_moment_and_the_time_it_took() -> None:
    log = exported(answered([3, 3])).tables["revlog"]
    assert [(row["id"], row["time"]) for row in log] == [
        (int(NOW - 3600) * 1000, 2500),
        (int(NOW - 3540) * 1000, 2500),
    ]


def test_an_answer_taken_back_is_not_there_and_one_put_back_is() -> None:
    first, second = answered([4, 1])
    undo = event(8, NOW - 60, "undo", of=second.id)
    redo = event(9, NOW - 50, "redo", of=undo.id)
    assert [row["ease"] for row in exported([first, second, undo]).tables["revlog"]] == [4]
    assert exported([first, second, undo]).tables["cards"] == exported([first]).tables["cards"]
    assert [row["ease"] for row in exported([first, second, undo, redo]).tables["revlog"]] == [4, 1]


def test_practice_is_no_answer() -> None:
    events = [
        *answered([4]),
        event(5, NOW - 60, "practice"),
        event(6, NOW - 50, "practice", grade=1),
    ]
    assert exported(events).tables["revlog"] == exported(answered([4])).tables["revlog"]


@pytest.mark.parametrize("grades", [(), (3,), (4,), (4, 1)])
def test_a_suspended_card_rests_in_anki_too_and_keeps_its_place(grades: tuple[int, ...]) -> None:
    events = answered(grades)
    (before,) = exported(events).tables["cards"]
    (after,) = exported([*events, event(9, NOW - 60, "suspend")]).tables["cards"]
    assert after == before | {"queue": -1}
    (woken,) = exported(
        [*events, event(8, NOW - 60, "suspend"), event(9, NOW - 50, "unsuspend")]
    ).tables["cards"]
    assert woken == before


def test_a_card_buried_for_today_is_not_buried_on_the_day_that_it_is_imported() -> None:
    assert exported([*answered([4]), event(9, NOW - 60, "bury")]) == exported(answered([4]))


def test_answers_at_one_moment_are_all_kept() -> None:
    events = [replace(one, at=NOW - 3600) for one in answered([1, 3, 3])]
    log = exported(events).tables["revlog"]
    assert [row["ease"] for row in log] == [1, 3, 3]
    assert [row["id"] for row in log] == [int(NOW - 3600) * 1000 + i for i in range(3)]


def test_an_answer_from_a_clock_that_was_ahead_counts_as_of_the_export() -> None:
    """Anki refuses a whole package for one moment more than a day ahead."""
    events = answered([3, 4], start=NOW + 86_400 * 30, day=DAY + 30)
    found = exported(events)
    assert [row["id"] for row in found.tables["revlog"]] == [int(NOW * 1000), int(NOW * 1000) + 1]
    assert json.loads(found.tables["cards"][0]["data"])["lrt"] == int(NOW)


def test_the_settings_of_the_learner_go_along() -> None:
    weights = (*Scheduler().weights[:20], 0.3)
    (one,) = exported(answered([4]), Scheduler(retention=0.85, fuzz=False, weights=weights)).tables[
        "cards"
    ]
    data = json.loads(one["data"])
    assert (data["dr"], data["decay"]) == (0.85, 0.3)


def test_every_answer_and_state_of_a_whole_log_is_there() -> None:
    library = shipped()
    events = studied(library.cards, NOW)
    book = scheduled(library.decks, events, NOW)
    found = opened(package(book))
    undone = {one.of for mine in events.values() for one in mine if one.of}
    held = [one for mine in events.values() for one in mine if one.grade and one.id not in undone]
    assert len(found.tables["revlog"]) == len(held) > 150
    for one, row in zip(library.cards, found.tables["cards"], strict=True):
        memory = book.memories.get(one.key)
        assert row["reps"] == (memory.reps if memory else 0)
        assert row["lapses"] == (memory.lapses if memory else 0)
        assert (row["queue"] == -1) == bool(memory and memory.suspended)
        mine = [answer for answer in found.tables["revlog"] if answer["cid"] == row["id"]]
        assert len(mine) == row["reps"]
        if row["type"] == 2:
            assert mine[-1]["ivl"] == row["ivl"]
    assert {row["type"] for row in found.tables["cards"]} == {0, 1, 2, 3}


def test_without_a_history_every_card_is_new() -> None:
    found = opened(package(book_of(card(), memories={})))
    assert [(row["type"], row["due"]) for row in found.tables["cards"]] == [(0, 1)]
    assert found.tables["revlog"] == []


def test_a_renamed_card_takes_its_answers_along() -> None:
    """And its fuzz, which comes from its first key.

    It is 8 days after an Easy, then weeks, in which fuzz tells names apart.
    """
    days = (0, 8, 60, 400)
    events = [event(i, NOW + 86_400 * day, grade=4, day=DAY + day) for i, day in enumerate(days)]
    later, new = NOW + 86_400 * 500, card("new", was=("deck/card",))
    found = [
        opened(package(scheduled([Deck("deck", "제목", (one,))], {one.key: events}, later))).tables
        for one in (card(), new)
    ]
    for table in ("cards", "revlog"):
        assert found[0][table] == found[1][table]
    assert found[0]["notes"][0]["guid"] == found[1]["notes"][0]["guid"]
    assert found[0]["cards"][0]["ivl"] > 1000


def test_an_answer_longer_than_anki_can_hold_is_as_long_as_it_can() -> None:
    """It holds the milliseconds in 32 bits, without a sign."""
    rows = exported([event(1, NOW - 60, grade=3, seconds=1e18)]).tables["revlog"]
    assert [row["time"] for row in rows] == [4_294_967_295]


def test_under_fsrs_7_stability_is_the_days_to_ninety_percent_and_never_less_than_anki_holds() -> (
    None
):
    # ts-fsrs: 53.869392 days after a first Easy, 3.8e-5 after a first Again
    newer = Scheduler(fuzz=False, model="fsrs-7")
    for grade, stability in ((4, 53.8694), (1, 0.001)):
        (one,) = exported(answered([grade]), newer).tables["cards"]
        assert json.loads(one["data"])["s"] == pytest.approx(stability, rel=1e-4)
