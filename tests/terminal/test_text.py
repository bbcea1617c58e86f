"""Lines of text: nothing lost, nothing wider than asked, columns that align."""

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

from quizcards.model import Memory
from quizcards.terminal.text import bar, broken, columns, day_name, interval, minutes, pad, wrapped
from tests.sampling import examples

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=30)
LATIN = st.text("abcXYZ01.,()-", min_size=1, max_size=60)
EMOJI = st.text("🎲🎉🚀漢字", min_size=1, max_size=20)
MARKED = st.builds(
    "".join, st.lists(st.sampled_from(["m̂", "v̄", "x́̂", "β₁", "ŷ"]), min_size=1, max_size=20)
)
WORDS = st.lists(st.one_of(HANGUL, LATIN, EMOJI, MARKED, st.just("a\u00a0b")), max_size=12)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=4)


def cells(text: str) -> int:
    """Width in cells by the Unicode tables of another library; terminals give marks none and
    control characters none.
    """
    return sum(max(wcwidth(char), 0) for char in text)


@settings(deadline=None, max_examples=examples(80))
@given(PARAGRAPHS, st.integers(4, 90), st.integers(0, 8))
def test_broken_keeps_words_whole_and_breaks_no_line_that_fits(
    paragraphs: Any, width: Any, indent: Any
) -> None:
    text = "\n".join(" " * indent + "  ".join(words) for words in paragraphs)
    lines = broken(text, width).split("\n")
    assert "\n".join(lines).split() == text.split()
    for line in lines:
        assert " " not in line.strip() or cells(line.rstrip()) <= width
    if all(cells(line.rstrip()) <= width for line in text.split("\n")):
        assert "\n".join(lines) == text


@settings(deadline=None, max_examples=examples(80))
@given(PARAGRAPHS, st.integers(4, 90), st.sampled_from(["", " ", "   · ", "✗ "]))
@example([["가" * 50]], 7, " ")
@example([["m̂" * 50]], 4, "")
def test_wrapped_loses_no_character_and_is_never_wider(
    paragraphs: Any, width: Any, first: Any
) -> None:
    width += cells(first)
    text = "\n".join("  ".join(words) for words in paragraphs)
    lines = [line.plain for line in wrapped(text, width, "", first)]
    assert "".join("".join(lines).split()) == "".join((first + text).split())
    assert max(map(cells, lines)) <= width
    assert lines[0].startswith(first)
    assert all(line.startswith(" " * cells(first)) for line in lines[1:])
    # a combining mark never begins a line: it belongs to the letter before it
    assert all(not line.strip() or wcwidth(line[cells(first) :][0]) != 0 for line in lines[1:])


@settings(deadline=None, max_examples=examples(80))
@given(WORDS, st.integers(20, 90))
def test_words_that_fit_stay_whole(words: Any, width: Any) -> None:
    lines = " ".join(line.plain for line in wrapped(" ".join(words), width))
    assert [word for word in words if cells(word) <= width and word not in lines] == []


def test_what_is_kept_together_and_does_not_fit_is_cut_between_its_words() -> None:
    rows = "P = [[0.1 0.3] [0.25 0.75]]".replace(" ", "\u00a0")
    lines = [line.plain.replace("\u00a0", " ") for line in wrapped(f"확률 {rows}", 17)]
    assert lines == ["확률", "P = [[0.1 0.3]", "[0.25 0.75]]"]


def test_a_word_without_end_is_wrapped_in_time_that_grows_with_it() -> None:
    def seconds(letters: int) -> float:
        before = time.process_time()
        lines = wrapped("가" * letters, 80)
        assert sum(len(line.plain) for line in lines) == letters
        return time.process_time() - before

    seconds(1_000)
    assert seconds(400_000) < 3, "measured as a whole for every line it took a minute"


def test_marks_without_end_on_a_letter_stay_with_it() -> None:
    (line,) = wrapped("a" + "\u0301" * 2_000, 10)
    assert line.plain == "a" + "\u0301" * 2_000


def test_wrapped_keeps_paragraphs_and_fills_lines() -> None:
    assert [line.plain for line in wrapped("가 나 다\n\n라", 5)] == ["가 나", "다", "", "라"]
    assert [line.plain for line in wrapped("가나다라마", 4, "", "· ")] == [
        "· 가나",
        "  다라",
        "  마",
    ]


@pytest.mark.parametrize("char", "\x00\x07\x08\x0b\r\x1b\x7f\x85\x9b\u202e\u2066")
def test_control_characters_are_shown_as_a_box(char: Any) -> None:
    assert wrapped(f"가{char}나", 20)[0].plain == "가□나"


@settings(deadline=None, max_examples=examples(80))
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.one_of(HANGUL, LATIN, EMOJI, MARKED, st.just("")), min_size=n, max_size=n),
            max_size=6,
        )
    )
)
def test_columns_begin_in_the_same_cell_in_every_row(rows: Any) -> None:
    lines = columns(rows)
    assert len(lines) == len(rows)
    starts = [
        sum(max(cells(row[j]) for row in rows) + 3 for j in range(i))
        for i in range(len(rows[0]) if rows else 0)
    ]
    for line, row in zip(lines, rows, strict=True):
        for start, cell in zip(starts, row, strict=True):
            at = next((i for i in range(len(line) + 1) if cells(line[:i]) == start), None)
            assert not cell or (at is not None and line[at:].startswith(cell))


def test_columns_of_hangul_and_latin_align() -> None:
    assert columns([("덱", "basics"), ("abc", "가")]) == ["덱    basics", "abc   가"]


@settings(deadline=None, max_examples=examples(80))
@given(st.lists(LATIN, max_size=10), st.integers(60, 90))
def test_bar_breaks_between_items_never_inside(items: Any, width: Any) -> None:
    lines = bar(items, width)
    assert "   ".join(lines) == "   ".join(items)
    assert all(cells(line) <= width for line in lines)


def test_pad_counts_cells() -> None:
    assert pad("가", 4) == "가  "
    assert pad("가나다", 4) == "가나다"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0초"),
        (-3, "0초"),
        (59.4, "59초"),
        (59.9999998, "1분"),
        (60, "1분"),
        (330, "5분 30초"),
        (600.0000002, "10분"),
        (3600, "1시간"),
        (754, "13분"),
        (5400, "1시간 30분"),
    ],
)
def test_short_spans_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert minutes(seconds) == said


@pytest.mark.parametrize(
    "moment", [1796083200.123457, 1796083200.1, 1796083209.999999, 2000000000.333333]
)
def test_a_step_of_a_minute_is_a_minute_at_any_moment(moment: float) -> None:
    # moment + 60.0 − moment is not 60 in binary floating point, yet nobody wants to read "60초"
    assert interval(Memory(0.5, step=0, reps=1, due_at=moment + 60.0), moment) == "1분"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1일"),
        (29, "29일"),
        (30, "30일"),
        (59, "59일"),
        (61, "2개월"),
        (76, "2.5개월"),
        (365, "1년"),
        (913, "2년 6개월"),
    ],
)
def test_intervals_in_days_months_and_years(days: int, said: str) -> None:
    assert interval(Memory(0.5, step=-1, reps=1, interval=days), 0.0) == said


def test_days_are_named_as_people_name_them() -> None:
    today = date(2026, 12, 1).toordinal()
    assert [day_name(today + i, today) for i in (0, 1, 2, 3)] == [
        "오늘",
        "내일",
        "모레",
        "12월 4일(금)",
    ]
