"""The table: every card a row that a spreadsheet shows and never runs."""

import csv
import io
import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from quizcards.export.formats.csv import COLUMNS
from quizcards.model import Deck, FollowUp
from tests.export.export_examples import SMALL, book, card, text_of


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_the_table_is_as_someone_looked_at_it(golden: Callable[[str, str], None]) -> None:
    golden("cards.csv", text_of("csv", book(*SMALL)).replace("\r\n", "\n"))


def test_lines_end_as_in_every_csv_and_within_cells_as_in_excel() -> None:
    text = text_of("csv", book(*SMALL))
    assert text.endswith("\r\n")
    assert "\n" in re.sub("\r\n", "", text)
    assert "\r" not in re.sub("\r\n", "", text)


def test_a_card_is_a_row_with_its_lists_one_a_line() -> None:
    first, *others = rows(text_of("csv", book(*SMALL)))
    assert list(first) == list(COLUMNS)
    assert (first["deck"], first["title"], first["id"]) == ("sample", "견본 덱", "full")
    assert first["answer"] == "첫 단락은 두 줄입니다.\n\n둘째 단락: `코드`, <b>굵게</b>."
    assert first["key_points"] == "기울기의 이동평균\n제곱의 이동평균"
    assert first["followups"] == "왜 그런가요?\n→ 그래서요.\n또요?\n→ 예."
    assert (
        first["misconceptions"] == "틀린 말이다\n→ 맞는 말은 이것입니다.\n늘 커진다\n→ 줄어듭니다."
    )
    assert first["needs"] == "descent\nsecond/only"
    # w = 2, target = 3, α = 0.5: w = 2 − 0.5·2·(2 − 3) = 3
    assert [one["result"] for one in others] == [
        "w = 3",
        "x=many: 1,2,3 처럼 쉼표로 이은 수를 써 주세요.",
        "",
    ]


def test_an_answer_keeps_its_blanks() -> None:
    blank = card(
        answer="기울기의 반대로 움직입니다.", marked="{{기울기|gradient}}의\n반대로 움직입니다."
    )
    (row,) = rows(text_of("csv", book(Deck("deck", "제목", (blank,)))))
    assert row["answer"] == "{{기울기|gradient}}의 반대로 움직입니다."


@given(st.text(st.sampled_from("=+-@'\t\r\n,\"; 가1A"), min_size=1, max_size=8))
def test_no_cell_is_a_formula_to_a_spreadsheet_and_each_can_be_read_back(text: str) -> None:
    sample = card(
        question=text,
        answer="답",
        formula=(text,),
        tags=("=1+1", "x"),
        followups=(FollowUp("-", "+"),),
    )
    (row,) = rows(text_of("csv", book(Deck("deck", text, (sample,)))))
    assert not any(re.match(r"[=+\-@\t\r]", cell) for cell in row.values())
    read = {name: re.sub(r"\A'(?='*[=+\-@\t\r])", "", cell) for name, cell in row.items()}
    assert (read["question"], read["title"], read["formula"]) == (text, text, text)
    assert (read["tags"], read["followups"]) == ("=1+1\nx", "-\n→ +")
