"""`with_fields`: a field says something else, and nothing else in the file does."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from quizcards import demos
from quizcards.card_data import card_data
from quizcards.decks.reader import read_library
from quizcards.decks.replace import with_fields, with_title, without_cards
from quizcards.errors import QuizcardsError

TEXT = """\
# mine
deck: d
title: 제목
cards:
- question: '첫 질문?'
  # about the id
  id: a
  answer: |
    하나

    둘
  # the end of a

- id: b
  question: 'q'
  key_points:
  - point: 하나
    any_of: [x]
  - {point: 둘}
  answer: 끝"""


def read(path: Path, text: str) -> dict[str, dict[str, Any]]:
    path.write_bytes(text.encode())
    library = read_library([path], demos.outline, demos.names())
    assert not library.problems
    return {card.key: card_data(card) for card in library.cards}


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("d/a", {"question": "다른 질문: 왜?"}),
        ("d/a", {"answer": "짧게\n"}),
        ("d/a", {"answer": "셋\n\n- 넷\n", "question": "둘\n셋\n"}),
        ("d/a", {"key_points": [{"point": "새 핵심"}]}),
        ("d/b", {"key_points": [{"point": "둘"}, {"point": "# 셋", "any_of": ["x"]}]}),
        ("d/b", {"key_points": []}),
        ("d/b", {"answer": "{{끝}}\n", "tags": ["a"]}),
    ],
    ids=str,
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_field_says_what_it_is_to_say_and_no_other_line_changes(
    tmp_path: Path, key: str, fields: Mapping[str, Any], newline: str
) -> None:
    text = TEXT.replace("\n", newline)
    before = read(tmp_path / "d.yaml", text)
    after = with_fields(text, {key: fields})
    before[key] = {name: value for name, value in {**before[key], **fields}.items() if value != []}
    assert read(tmp_path / "d.yaml", after) == {
        name: {
            field: value.strip() if isinstance(value, str) else value
            for field, value in card.items()
        }
        for name, card in before.items()
    }
    other = "d/b" if key == "d/a" else "d/a"
    first, _, second = text.partition("- id: b")
    kept = (second if other == "d/b" else first).rstrip("\r\n")
    assert kept in after
    assert "# about the id" in after
    assert "# the end of a" in after
    assert ("\r\n" in after.replace("\r\n", "", 1)) == (newline == "\r\n")


@pytest.mark.parametrize(
    "text", ["deck: d\ntitle: t\ncards: [{id: a, question: q, answer: a}]\n", "[", ""]
)
def test_a_card_in_brackets_or_not_there_is_left_to_its_author(text: str) -> None:
    with pytest.raises(QuizcardsError, match="quizcards edit d/a"):
        with_fields(text, {"d/a": {"answer": "x"}})


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_card_goes_with_its_lines_alone(tmp_path: Path, newline: str) -> None:
    text = TEXT.replace("\n", newline)
    head, a, b = text.partition("- question: '첫")[0], "d/a", text.partition("- id: b")
    assert without_cards(text, [a]) == head + newline + b[1] + b[2]
    assert without_cards(text, ["d/b"]) == b[0]
    assert set(read(tmp_path / "d.yaml", without_cards(text, ["d/b"]))) == {"d/a"}


def test_a_card_in_braces_is_written_anew(tmp_path: Path) -> None:
    text = (
        "deck: d\ntitle: t\ncards:\n  - {id: a, question: q,\n     answer: x}\n  # b\n  - id: b\n"
    )
    text += "    question: q\n    answer: y\n"
    card = {"id": "a", "question": "왜?", "answer": "- 하나\n"}
    written = with_fields(text, {"d/a": {"question": "왜?"}}, {"d/a": card})
    assert written.endswith("  # b\n  - id: b\n    question: q\n    answer: y\n")
    assert read(tmp_path / "d.yaml", written)["d/a"] == {**card, "answer": "- 하나"}


@pytest.mark.parametrize(
    "title", ["title: 제목", "title: '제목'  # mine", "title: |\n  제목", "title: 두\n  줄"]
)
def test_a_title_is_replaced_and_nothing_else(tmp_path: Path, title: str) -> None:
    text = f"\ufeffdeck: d\n{title}\ncards:\n- {{id: a, question: q, answer: a}}\n"
    written = with_title(text, "새 제목: 둘 # 셋")
    comment = "  # mine" if "mine" in title else ""
    assert written.splitlines() == [
        "\ufeffdeck: d",
        f"title: '새 제목: 둘 # 셋'{comment}",
        "cards:",
        "- {id: a, question: q, answer: a}",
    ]
    read(tmp_path / "d.yaml", written)
