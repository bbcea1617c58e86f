"""The statistics and a card's story on screen, at the widths that people have."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.insight.stats import Concept, stats
from quizcards.insight.why import why
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, Memory
from quizcards.terminal.concept_view import recalled
from quizcards.terminal.stats_view import stats_lines
from quizcards.terminal.why_view import why_lines
from tests.sampling import examples
from tests.terminal.conftest import Terminal
from tests.terminal.stats_examples import (
    EVENING,
    TITLES,
    TODAY,
    answers,
    cards,
    summed,
    three,
    year,
)

DAY = 86_400.0
LOGS = {"empty": (), "three": three(), "year": year()}


def plain(lines: Any) -> str:
    return "\n".join(line.plain.rstrip() for line in lines) + "\n"


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", LOGS)
def test_the_statistics(golden: Callable[[str, str], None], name: Any, width: int) -> None:
    golden(f"stats-{name}-{width}", plain(stats_lines(summed(LOGS[name]), TITLES, width)))


def test_the_most_important_stands_on_the_first_screen() -> None:
    first = plain(stats_lines(summed(year()), TITLES, 80)).split("\n")[:21]
    for sign in ("일째 이어 가고", "적게 ░▒▓█ 많이", "지난 30일", "회상률"):
        assert any(sign in line for line in first), sign


@pytest.mark.parametrize("width", [80, 120])
def test_a_story(
    golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr("quizcards.terminal.why_view.datetime", UTC)
    card = cards()[4]
    events = [event for event in year() if event.card == card.key]
    story = why(card, events, EVENING + 3600, TODAY, Scheduler())
    golden(f"why-{width}", plain(why_lines(story, TITLES, width)))


class UTC:
    """A clock on the wall that hangs in Greenwich, wherever the test runs."""

    @staticmethod
    def fromtimestamp(moment: Any) -> Any:
        from datetime import UTC, datetime

        return datetime.fromtimestamp(moment, UTC)


def heat(lines: Any) -> list[str]:
    return [line.lstrip(" 월수금일") for line in plain(lines).split("\n")[3:10]]


def test_each_day_of_the_heat_map_stands_in_its_week_and_weekday() -> None:
    # 2026-11-26 is a Thursday: the fourth row, the last of 53 columns. Ten days before is a Monday,
    # two columns earlier.
    def on(day: Any, count: Any) -> Any:
        return [Event(f"{day}{i}", 0.0, day, "review", "deck/topic-0", 3) for i in range(count)]

    events = tuple(on(TODAY - 500, 1) + on(TODAY - 10, 1) + on(TODAY - 1, 2) + on(TODAY, 3))
    rows = heat(stats_lines(summed(events), {}, 80))
    assert [len(row) for row in rows] == [53, 53, 53, 53, 52, 52, 52]
    marked = {
        (row, column): sign
        for row, line in enumerate(rows)
        for column, sign in enumerate(line)
        if sign != "·"
    }
    assert set(marked) == {(3, 52), (2, 52), (0, 51)}
    assert "░▒▓█".index(marked[0, 51]) < "░▒▓█".index(marked[2, 52]) <= "░▒▓█".index(marked[3, 52])


def test_the_map_of_a_young_log_shows_its_weeks_alone_and_larger() -> None:
    events = tuple(
        Event(f"{day}", 0.0, day, "review", "deck/topic-0", 3) for day in (TODAY - 10, TODAY)
    )
    rows = heat(stats_lines(summed(events), {}, 80))
    assert rows[0] == 6 * "··· " + "▓▓▓ " + "···"
    assert rows[3] == 7 * "··· " + "▓▓▓"


def test_a_weeks_retention_stands_at_its_height_in_its_column() -> None:
    # twenty cards enter review on Monday a week ago and are asked on Monday: 18 pass, which is the
    # target of 90 %
    rows = [(f"d/{i}", 4, TODAY - 10) for i in range(20)] + [
        (f"d/{i}", 3 if i < 18 else 1, TODAY - 3) for i in range(20)
    ]
    events = tuple(
        Event(f"{i:028x}", float(i), day, "review", key, grade)
        for i, (key, grade, day) in enumerate(rows)
    )
    drawn = plain(stats_lines(stats(answers(events), (), {}, EVENING, TODAY, Scheduler()), {}, 80))
    (line,) = [line for line in drawn.split("\n") if re.match(" +90% ", line)]
    assert line[6:] == "┄" * 28 + "●"
    assert " 18" not in line


@pytest.mark.parametrize(
    ("recall", "mark"), [(1.0, "●"), (0.9, "●"), (0.89, "◐"), (0.75, "◐"), (0.74, "○"), (None, "·")]
)
def test_a_concept_is_rated_by_a_mark_where_there_is_no_colour(recall: Any, mark: str) -> None:
    concept = Concept("d/1", "이름", recall, 1.0, 1.0, 1, 0, False, False, ())
    assert recalled(concept, 0.9).plain.startswith(mark)


def test_what_is_in_a_log_or_a_deck_is_shown_and_never_obeyed() -> None:
    evil = replace(cards()[0], question="[red]붉게[/] \x1b[31m\u202e뒤집기")
    asked = (Event("0", 0.0, TODAY, "review", evil.key, 4, "\x1b[2J[bold]"),) * 2
    later = tuple(replace(event, day=TODAY + i - 1) for i, event in enumerate(asked))
    memories = {evil.key: Memory(0.0, 1.0, 5.0, -1, last_day=TODAY, reps=2)}
    other = replace(evil, id="x", needs=(evil.key,))
    found = stats(answers(later), (evil, other), memories, EVENING, TODAY, Scheduler())
    text = plain(stats_lines(found, {}, 80)) + plain(
        why_lines(why(evil, later, 0.0, TODAY, Scheduler()), {}, 80)
    )
    assert "[red]붉게[/]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_page_longer_than_the_terminal_is_scrolled_and_leaves_it_as_it_was(
    start: Callable[..., Terminal],
) -> None:
    terminal = start("stats", rows=10)
    terminal.wait("아직 답한 카드가 없습니다", "움직이기", "줄 더")
    while "줄 더" in terminal.text:
        terminal.press(" ")
    assert "개념 지도" in terminal.text or "└─" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.is_restored()


@pytest.mark.parametrize("command", ["stats", "why adam"])
def test_a_page_that_fits_stays_in_the_terminal(
    start: Callable[..., Terminal], command: str
) -> None:
    terminal = start(*command.split(), rows=40)
    assert terminal.end() == 0
    assert "움직이기" not in terminal.text
    assert "아직" in terminal.text


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 19),
        st.integers(1, 4),
        st.integers(-800, 3),
        st.sampled_from(["recall", "ox", "강" * 30, None]),
        st.one_of(st.none(), st.floats(0, 1e9)),
        st.sampled_from(["review"] * 6 + ["suspend", "bury", "restart"]),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=examples(60))
@given(EVENTS, st.integers(40, 140), st.integers(70, 97))
def test_no_line_is_wider_than_the_window_whatever_the_log(
    rows: Any, width: Any, percent: Any
) -> None:
    rows = sorted(rows, key=lambda row: row[2])
    events = tuple(
        Event(
            f"{i:028x}",
            EVENING + day * DAY + i,
            TODAY + day,
            kind,
            f"deck/topic-{card}",
            grade if kind == "review" else None,
            asked,
            seconds,
        )
        for i, (card, grade, day, asked, seconds, kind) in enumerate(rows)
    )
    reviews = tuple(event for event in events if event.kind == "review")
    lines = stats_lines(replace(summed(reviews), target=percent / 100), TITLES, width)
    for card in cards()[:3]:
        history = [event for event in events if event.card == card.key]
        story = why(card, history, EVENING, TODAY, Scheduler(retention=percent / 100), by=TODAY)
        lines += why_lines(story, TITLES, width)
    assert max(line.cell_len for line in lines) <= width
    assert not any("\n" in line.plain for line in lines)
