"""The statistics as documents: the numbers of the screen, and nothing in them is markup."""

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from quizcards.export.stats import stats_markdown, stats_svg
from quizcards.insight.mistakes import Mistake
from quizcards.insight.stats import Stats, stats
from quizcards.memory.schedule import Scheduler
from quizcards.model import AnsweredRow, Card, Memory, Place

HOSTILE = "<script>x</script> *a* _b_ [c](d) `e` # f | g \x1b[2J\u202e"
TODAY = 739_946  # Thursday, 2026-11-26
SVG = "{http://www.w3.org/2000/svg}"


def found(*rows: tuple[str, int, int, str]) -> Stats:
    """Statistics over answers (card, grade, day from today, kind) to two cards, 20 seconds each."""
    place = Place("d.yaml")
    cards = (
        Card("d", "a", HOSTILE, ".", place),
        Card("d", "b", "나는?", ".", place, needs=("d/a",)),
    )
    memories = {
        "d/a": Memory(0.5, 30.0, 5.0, -1, due_day=TODAY + 2, last_day=TODAY - 30, reps=4, lapses=1),
        "d/b": Memory(0.5, 90.0, 5.0, -1, due_day=TODAY, last_day=TODAY - 10, reps=2),
    }
    answers = [AnsweredRow(card, grade, TODAY + day, kind, 20.0) for card, grade, day, kind in rows]
    said = (Mistake("d/a", HOSTILE, HOSTILE, 3),)
    return stats(
        answers, cards, memories if rows else {}, 0.0, TODAY, Scheduler(), said if rows else ()
    )


# two cards enter review thirty days ago; of four later first answers, three pass
ROWS = (
    ("d/a", 4, -30, "recall"), ("d/b", 4, -30, "recall"), ("d/a", 3, -10, "ox"),
    ("d/b", 2, -10, "ox"), ("d/a", 1, -3, HOSTILE), ("d/a", 3, -3, "recall"), ("d/b", 3, 0, "ox"),
)  # fmt: skip


def test_code_is_a_way_of_asking_like_any_other() -> None:
    asked = found(*ROWS, ("d/a", 3, 0, "code"), ("d/b", 1, 0, "code"))
    assert any(
        kind[0] == "코드 쓰기"
        for kind in list(tables(stats_markdown(asked, {"code": "코드 쓰기"})))[3]
    )


def test_a_strong_card_says_how_long_it_lasts_in_the_words_of_its_model() -> None:
    said = stats_markdown(found(*ROWS), {})
    assert "안정도 90.0일" in said
    newer = stats_markdown(replace(found(*ROWS), model="fsrs-7"), {})
    assert newer == said.replace("안정도", "S90") != said


def tables(text: str) -> Iterator[list[list[str]]]:
    """Every table of a rendered document, as the text of its cells."""
    rendered = ElementTree.fromstring(
        f"<div>{MarkdownIt('commonmark').enable('table').render(text)}</div>"
    )
    for table in rendered.iter("table"):
        yield [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]


def test_the_tables_of_the_markdown_hold_what_was_counted() -> None:
    spans, due, weeks, kinds = tables(stats_markdown(found(*ROWS), {"ox": "O/X"}))
    assert spans[0] == ["공부량", "답", "시간(분)", "회상률", "복습"]
    assert spans[1:] == [
        ["오늘", "1", "0", "100%", "1"],
        ["지난 7일", "3", "1", "50%", "2"],
        # the thirtieth day before today is the thirty-first day
        ["지난 30일", "5", "2", "75%", "4"],
        ["지난 1년", "7", "2", "75%", "4"],
        ["모두", "7", "2", "75%", "4"],
    ]
    assert [row[1] for row in due[1:]] == ["1", "0", "1", *["0"] * 11]
    assert [(row[0], row[4]) for row in weeks[1:]] == [
        ("2026-10-26", "0"),
        ("2026-11-16", "2"),
        ("2026-11-23", "2"),
    ]
    assert [row[:2] for row in kinds[1:]] == [["O/X", "3"], ["recall", "3"], [kinds[3][0], "1"]]


def test_nothing_in_a_name_a_kind_or_a_mistake_is_markup_in_markdown() -> None:
    text = stats_markdown(found(*ROWS), {})
    html = MarkdownIt("commonmark").enable("table").render(text)
    for tag in ("<script", "<em>", "<a ", "<code>"):
        assert tag not in html
    assert html.count("<h1>") == 1
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_svg_holds_every_day_and_every_concept() -> None:
    root = ElementTree.fromstring(stats_svg(found(*ROWS), {"ox": "O/X"}))
    named = {}
    for rect in root.iter(f"{SVG}rect"):
        title = rect.findtext(f"{SVG}title")
        if title:
            day, said = title.split(": ")
            named[day] = said
    assert len(named) == 52 * 7 + 4  # 52 whole weeks, and this one up to Thursday
    assert {day: said for day, said in named.items() if said != "0번"} == {
        "2026-10-27": "2번", "2026-11-16": "2번", "2026-11-23": "2번", "2026-11-26": "1번",
    }  # fmt: skip
    texts = ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]
    for shown in ("주별 회상률", "개념 지도", "나는?", "O/X", "90%"):
        assert any(shown in text for text in texts), shown
    assert any("<script>x</script>" in text for text in texts)
    assert not any("\x1b" in text or "\u202e" in text for text in texts)


def test_an_empty_log_gives_documents_too() -> None:
    nothing = found()
    assert [len(table) for table in tables(stats_markdown(nothing, {}))] == [6, 15]
    assert ElementTree.fromstring(stats_svg(nothing, {})).tag == f"{SVG}svg"
