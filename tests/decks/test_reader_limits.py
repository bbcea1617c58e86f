"""What a deck may hold has a ceiling, which is told in a sentence; what lies below it is read.

That the time and the memory that any deck takes stay small is tested in
tests/cli/test_hostile_decks.py.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quizcards.decks import files, nodes, page
from quizcards.decks import values as read_values
from quizcards.decks.fields import (
    LONGEST_FORMULA,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CODE,
    MOST_ITEMS,
    MOST_NUMBERS,
    MOST_PHRASES,
    MOST_POINTS,
)
from quizcards.decks.reader import MOST_BLANKS, read_library
from quizcards.model import Library
from tests.decks.decks_support import CARD, DECK, DEMOS, found, places, read

GRAVES = "\u0316\u0300"
"""Below and above: in this order only the second may move."""
LINE_OF_FORMULA = f"    {'x' * 399}\n"
ACUTE_ESCAPED = "\\u0301"


def phrases(count: int) -> str:
    return ", ".join(f"말이 {number}" for number in range(count))


def points(count: int) -> str:
    return "".join(f"  - point: 핵심 {number}\n" for number in range(count))


AT_THE_CEILING: dict[str, tuple[Callable[[int], str], int, str]] = {
    "letters of a text": (
        lambda n: f"  tags: [{'가' * n}]\n",
        LONGEST_TEXT,
        "tags: 20,000자까지 쓸 수 있습니다. 지금은 20,001자입니다.",
    ),
    "letters of a phrase": (
        lambda n: f"  key_points: [{{point: 하나, any_of: [{'가' * n}]}}]\n",
        LONGEST_NAME,
        "any_of: 200자까지 쓸 수 있습니다. 지금은 201자입니다.",
    ),
    "items of a list": (
        lambda n: f"  tags: [{phrases(n)}]\n",
        MOST_ITEMS,
        "tags: 100개까지 쓸 수 있습니다.",
    ),
    "key points": (
        lambda n: f"  key_points:\n{points(n)}",
        MOST_POINTS,
        "key_points: 20개까지 쓸 수 있습니다.",
    ),
    "ways to say a key point": (
        lambda n: f"  key_points: [{{point: 하나, any_of: [{phrases(n)}]}}]\n",
        MOST_PHRASES,
        "any_of: 60개까지 쓸 수 있습니다.",
    ),
    "numbers of a parameter": (
        lambda n: f"  demo: {{run: adam, with: {{w: [{', '.join(['1'] * n)}]}}}}\n",
        MOST_NUMBERS,
        "w: 수는 모두 1,000개까지 쓸 수 있습니다. 지금은 1,001개입니다.",
    ),
    "letters of a formula": (
        lambda n: f"  formula: |\n{LINE_OF_FORMULA * 4}    {'x' * (n - 1601)}\n",
        LONGEST_FORMULA,
        "formula: 2,000자까지 쓸 수 있습니다. 지금은 2,001자입니다.",
    ),
    "letters of a line of a formula": (
        lambda n: f"  formula: {'x' * n}\n",
        LONGEST_LINE,
        "formula: 한 줄에 500자까지 쓸 수 있습니다. 나누어 주세요.",
    ),
    "marks on a letter": (
        lambda n: f"  tags: [a{(GRAVES * n)[:n]}b]\n",
        30,
        "tags: 한 글자에 결합 문자가 31개 붙어 있습니다. 30개까지 쓸 수 있으니 지워 주세요.",
    ),
    "marks that are written as escapes": (
        lambda n: f'  tags: ["a{ACUTE_ESCAPED * n}"]\n',
        30,
        "tags: 한 글자에 결합 문자가 31개 붙어 있습니다. 30개까지 쓸 수 있으니 지워 주세요.",
    ),
}


@pytest.mark.parametrize("name", AT_THE_CEILING)
def test_what_is_above_a_ceiling_is_told_and_what_is_at_it_is_read(
    name: str, tmp_path: Path
) -> None:
    field, most, told = AT_THE_CEILING[name]
    assert found(read(tmp_path, DECK + CARD + field(most))) == []
    library = read(tmp_path, DECK + CARD + field(most + 1))
    (problem,) = library.problems
    assert problem.message.startswith(told)
    assert [card.id for card in library.cards] == ["a"], "the rest of the card is good"


def test_of_a_list_that_is_too_long_the_first_items_are_kept(tmp_path: Path) -> None:
    library = read(tmp_path, f"{DECK}{CARD}  tags: [{phrases(MOST_ITEMS + 5)}]\n")
    assert len(library.cards[0].tags) == MOST_ITEMS


@pytest.mark.slow
def test_more_cards_than_a_file_may_have_are_told_at_the_first_of_them(tmp_path: Path) -> None:
    cards = "".join(f"- {{id: c{i}, question: q, answer: a}}\n" for i in range(20_001))
    library = read(tmp_path, DECK + cards)
    assert found(library) == ["1.yaml:20004:3: cards: 20,000개까지 쓸 수 있습니다."]
    assert len(library.cards) == 20_000


def test_more_values_than_a_file_may_have_leave_it_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "MOST_NODES", 21)
    text = f"{DECK}{CARD}{CARD.replace('id: a', 'id: b')}"
    assert read(tmp_path, text).problems == ()
    (problem,) = read(tmp_path, f"{text}  tags: [x, y]\n").problems
    assert "값이 300,000개를 넘습니다. 파일을 나누어 주세요." in problem.message
    assert problem.line == 10


def test_a_file_of_more_lines_than_any_deck_has_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_LINES", 10)
    for line_end in "\n\x0c\x85\u2028":
        assert found(read(tmp_path, line_end * 11)) == [
            "1.yaml:1:1: 10줄보다 긴 파일입니다. 파일을 나누어 주세요."
        ]


def test_a_file_larger_than_any_deck_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", len((DECK + CARD).encode()))
    assert read(tmp_path, DECK + CARD).cards
    assert found(read(tmp_path, DECK + CARD + "\n")) == [
        "1.yaml:1:1: 20MB보다 큰 파일은 읽지 않습니다. 파일을 나누어 주세요."
    ]


@pytest.mark.skipif(os.name != "posix", reason="there are pipes and devices as files only there")
@pytest.mark.parametrize("what", ["pipe", "link to a pipe", "/dev/zero", "/dev/tty"])
def test_what_is_no_regular_file_is_told_and_not_waited_for(tmp_path: Path, what: str) -> None:
    deck = tmp_path / "d.yaml"
    if what == "pipe":
        os.mkfifo(deck)
    elif what == "link to a pipe":
        os.mkfifo(tmp_path / "pipe")
        deck.symlink_to(tmp_path / "pipe")
    else:
        deck.symlink_to(what)
    assert found(read_library([deck], DEMOS.get)) == [
        "d.yaml:1:1: 일반 파일이 아니라 장치나 파이프라서 읽지 않습니다. 덱 폴더에서 치워 주세요."
    ]


def test_a_link_to_a_deck_is_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(DECK + CARD, encoding="utf-8")
    (tmp_path / "d.yaml").symlink_to(tmp_path / "elsewhere")
    assert len(read_library([tmp_path / "d.yaml"], DEMOS.get).cards) == 1


def test_notes_are_kept_as_ranges_however_often_they_are_named(tmp_path: Path) -> None:
    many = ",".join(["1-9999"] * 2_000)
    (card,) = read(tmp_path, f"{DECK}{CARD}  notes: {many}\n").cards
    assert card.notes == (range(1, 10_000),) * 2_000
    assert read(tmp_path, f"{DECK}{CARD}  notes: '1-3, 4, 9-7, 2'\n").cards[0].notes == (
        range(1, 5),
        range(2, 3),
    )


def answered(folder: Path, answer: str) -> Library:
    return read(folder, f"{DECK}- id: a\n  question: 질문\n  answer: '{answer}'\n")


def test_a_blank_that_is_none_is_told_and_stays_as_it_is_written(tmp_path: Path) -> None:
    told = "answer: '{{'와 '}}' 사이가 빈칸이 되지 않습니다. 200자까지, 중괄호 없이 써 주세요."
    for inside in ("가" * 201, "a{b", "{"):
        library = answered(tmp_path, f"답은 {{{{{inside}}}}}입니다.")
        assert [problem.message for problem in library.problems] == [told]
        assert library.cards[0].answer == f"답은 {{{{{inside}}}}}입니다."
        assert library.cards[0].marked == ""
    for plain in ("가" * 200, "a"):
        library = answered(tmp_path, f"답은 {{{{{plain}}}}}입니다.")
        assert library.problems == ()
        assert library.cards[0].answer == f"답은 {plain}입니다."
    assert answered(tmp_path, "{{" * 5_000).problems == (), "what never closes is no blank"


def test_more_blanks_than_an_answer_may_have_are_told(tmp_path: Path) -> None:
    assert answered(tmp_path, "{{a}} " * MOST_BLANKS).problems == ()
    (problem,) = answered(tmp_path, "{{a}} " * (MOST_BLANKS + 1)).problems
    assert problem.message == "answer: 빈칸은 100개까지 쓸 수 있습니다."


def test_code_and_formulas_beyond_what_a_file_may_have_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_values, "MOST_CODE", 40)
    demo = "  demo: |\n    a = 1\n    b = a + 1\n"
    both = DECK + CARD + demo + CARD.replace("id: a", "id: b") + demo
    assert read(tmp_path, both).problems == ()
    (problem,) = read(tmp_path, both + "  formula: a + b + c + d\n").problems
    assert problem.message.startswith("formula: 한 파일의 코드와 식은 모두 40자까지 살펴봅니다.")
    assert MOST_CODE == 500_000


def test_of_thousands_of_problems_the_first_are_told_and_the_others_counted(
    tmp_path: Path,
) -> None:
    cards = "".join(f"- {{id: c{i}, question: q, answer: a, zzz: 1}}\n" for i in range(1_500))
    library = read(tmp_path, DECK + cards)
    assert len(library.problems) == 1_001
    assert library.problems[-1].line == 1_004
    assert library.problems[-1].message == (
        "고칠 곳이 500군데 더 있습니다. 앞의 것부터 고쳐 주세요."
    )
    assert len(library.cards) == 1_500
    hints = [problem for problem in library.problems if "쓸 수 있는 키" in problem.message]
    assert len(hints) == 1_000


def test_a_typo_is_explained_only_the_first_times(tmp_path: Path) -> None:
    cards = "".join(f"- {{id: c{i}, question: q, answer: a, tagz: [x]}}\n" for i in range(50))
    library = read(tmp_path, DECK + cards)
    assert sum("혹시 'tags'인가요?" in problem.message for problem in library.problems) == 20


def test_of_thousands_of_cycles_the_first_are_told(tmp_path: Path) -> None:
    cards = "".join(
        f"- {{id: c{i}, question: q, answer: a, needs: [c{(i + 1) % 60}, c{(i + 7) % 60}]}}\n"
        for i in range(60)
    )
    library = read(tmp_path, DECK + cards)
    assert 1 < len(library.problems) <= 20
    assert all("서로를 먼저 배우라고" in problem.message for problem in library.problems)


def test_a_problem_at_the_end_of_a_file_stands_behind_its_last_character(tmp_path: Path) -> None:
    assert places(read(tmp_path, "deck: 'd")) == [(1, 7)]
    for end in ("", "\n", "\n\n"):
        for line, column in places(read(tmp_path, f"deck: [d{end}")):
            assert (line, column) <= (1 + len(end), 9)
