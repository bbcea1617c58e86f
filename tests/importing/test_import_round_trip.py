"""What we export comes back: all of it, or all but what is named here."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards import demos
from quizcards.card_data import card_data
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.export import formats
from quizcards.export.book import Book
from quizcards.model import Card, Deck, filled_in
from quizcards.quiz.question import Context
from tests.importing.import_examples import Import, changed
from tests.sampling import some

ROOT = Path(__file__).parents[2]
FULL = """\
deck: full
title: '모두: 있는 덱'
cards:
- id: every
  question: 'Adam은 *무엇*인가요? [x](y) <b>'
  answer: |
    첫 단락의 {{적률|모멘트}}은
    두 줄입니다.

    둘째 단락: `코드`, $수식$, 1. 번호.
  key_points:
  - {point: '- 목록처럼 보이는 핵심', any_of: [하나, 둘], none_of: [셋]}
  - {point: '=수식처럼 보이는 핵심'}
  formula: |
    \\hat m_t = \\frac{m_t}{1-\\beta_1^t}
    a < b
  followups:
  - {question: 왜요?, answer: 그래서요., point: 1}
  misconceptions:
  - {claim: 틀린 “말”, because: 맞는 말, demo: {with: {t: 3}, show: [m_hat]}}
  - {claim: 커진다, truth: 작아진다 → “늘”, because: 까닭}
  choices:
  - {question: 무엇?, right: 이것, wrong: [저것], because: 이유}
  steps: [하나, 둘]
  demo: {run: adam, with: {t: 2}}
  needs: [plain]
  tags: [opt, 'a::b', '글 안의, 쉼표']
  sources: ['Kingma & Ba 2015; 뒤의 글', '책 §8.5 \']
  notes: 1-3, 7
  was: [older]
- id: prose
  question: $x_1$과 $\\hat m$은?
  answer: |
    합은 $\\sum_i x_i$, $5와 $6, [$]는 아닙니다. {{$a^2$}} \\_
- id: plain
  question: "'=1+1은?"
  answer: '@답'
- id: coded
  question: 코드?
  answer: 네.
  demo:
    code: |
      x = 2.0
      y = x ** 2
    ask: [y]
"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Deck, ...]:
    """The shipped decks, and one in which every field is used."""
    folder = tmp_path_factory.mktemp("full")
    (folder / "full.yaml").write_text(FULL, encoding="utf-8")
    library = read_library(deck_files([ROOT / "content", folder]), demos.outline, demos.names())
    assert not library.problems
    return library.decks


@pytest.fixture
def round_trip(run_import: Import) -> Callable[..., tuple[list[dict[str, Any]], str]]:
    """Export decks, import the file into one deck, and return its cards and what was told."""

    def there_and_back(decks: tuple[Deck, ...], to: str) -> tuple[list[dict[str, Any]], str]:
        exporter = formats.load(to)
        book = Book(
            decks,
            Context(tuple(card for deck in decks for card in deck.cards), demos.of, Random),
            now=1.79e9,
        )
        pieces = (piece for piece in exporter.export(book) if isinstance(piece, (str, bytes)))
        data = b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        done = run_import(f"x{exporter.SUFFIX}", "--deck", "back", text=data)
        assert done.code == 0, done.err
        (deck,) = read_library(
            [done.home / "decks" / "back.yaml"], demos.outline, demos.names()
        ).decks
        return [card_data(card) for card in deck.cards], done.err

    return there_and_back


def original(decks: tuple[Deck, ...]) -> list[dict[str, Any]]:
    """Return the cards' data as it stands in one deck.

    Their earlier ids belong to the decks they came from.
    """
    cards = [card_data(card) for deck in decks for card in deck.cards]
    for card in cards:
        card.pop("was", None)
        card["needs"] = [need.rpartition("/")[2] for need in card.get("needs", ())]
    return [{name: value for name, value in card.items() if value} for card in cards]


def third(decks: tuple[Deck, ...], first: int) -> tuple[Deck, ...]:
    """Return a third of the shipped decks, needing nothing else, and the one of every field."""
    *shipped, full = decks
    there = (*some(shipped, first), full)
    keys = {card.key for deck in there for card in deck.cards}

    def alone(card: Card) -> Card:
        return replace(card, needs=tuple(need for need in card.needs if need in keys))

    return tuple(replace(deck, cards=tuple(map(alone, deck.cards))) for deck in there)


WHOLE = ("json", "html", "anki")


@pytest.mark.parametrize("to", WHOLE)
def test_what_carries_the_card_comes_back_whole(
    decks: tuple[Deck, ...], round_trip: Any, to: str
) -> None:
    there = third(decks, WHOLE.index(to))
    cards, told = round_trip(there, to)
    assert cards == original(there)
    assert "예전 아이디(was)" in told


LOST = ("title", "frequency", "figures", "demo", "code", "statements", "choices", "steps", "notes")


def without(card: dict[str, Any], text: Callable[[str], str]) -> dict[str, Any]:
    """Return a card as a format that loses fields carries it.

    Without the fields that are LOST and what its parts are marked by, and its text made alike.
    """
    kept = {name: value for name, value in card.items() if name not in LOST}
    for name, fields in (
        ("key_points", ["point"]),
        ("followups", ["question", "answer"]),
        ("misconceptions", ["claim", "truth", "because"]),
    ):
        if name in kept:
            kept[name] = [
                {field: text(part[field]) for field in fields if field in part}
                for part in kept[name]
            ]
    return kept


def joined(text: str) -> str:
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    return "\n\n".join(joined(paragraph) for paragraph in text.split("\n\n"))


def test_a_table_comes_back_but_for_demos_marks_and_line_breaks(
    decks: tuple[Deck, ...], round_trip: Any
) -> None:
    cards, told = round_trip(decks, "csv")
    for card, was in zip(cards, original(decks), strict=True):
        expected = without(was, joined) | {"answer": paragraphs(was["answer"])}
        if "formula" in was:
            expected["formula"] = was["formula"]
        assert card == expected
    demos_of = sum("demo" in card for card in original(decks))
    assert f"데모는 표에 계산 결과만 있어서 두고 왔습니다: {demos_of}개" in told
    assert told.count("any_of, all_of, none_of") == 1


def test_a_sheet_comes_back_but_for_demos_marks_blanks_and_line_breaks(
    decks: tuple[Deck, ...], round_trip: Any
) -> None:
    cards, told = round_trip(decks, "markdown")
    for card, was in zip(cards, original(decks), strict=True):
        answer = filled_in(paragraphs(was["answer"]))
        assert card == without(was, joined) | {
            "answer": answer,
            "question": joined(was["question"]),
        }
    demos_of = sum("demo" in card for card in original(decks))
    assert f"데모는 문서에 코드가 없어서 두고 왔습니다: {demos_of}개" in told
    assert told.count("any_of, all_of, none_of") == 1


def test_decks_come_back_as_decks_with_their_links(run_import: Import) -> None:
    decks = """{"decks": [
    {"deck": "one", "title": "첫째", "cards": [
      {"id": "a", "question": "q", "answer": "x", "needs": ["two/b", "gone/c"]}]},
    {"deck": "two", "title": "둘째", "cards": [
      {"id": "b", "question": "q", "answer": "y", "was": ["one/old"]}]}]}"""
    done = run_import("x.json", text=decks)
    assert done.decks["one"]["cards"][0]["needs"] == ["two/b"]
    assert done.decks["two"]["cards"][0]["was"] == ["one/old"]
    assert "먼저 볼 카드로 적힌 'gone/c' 카드는 없어서 지웠습니다." in done.err
    merged = run_import("x.json", "--deck", "all").decks["all"]
    assert merged["cards"][0]["needs"] == ["b"]
    assert "was" not in merged["cards"][1]


def test_a_card_of_which_all_needs_are_elsewhere_comes_without_them(run_import: Import) -> None:
    card = '{"id": "a", "question": "q", "answer": "x", "needs": ["gone/b", "gone/c"]}'
    done = run_import(
        "x.json", text=f'{{"decks": [{{"deck": "one", "title": "첫째", "cards": [{card}]}}]}}'
    )
    assert [set(card) for card in done.cards] == [{"id", "question", "answer"}]
    assert done.err.count("없어서 지웠습니다.") == 2
    assert "1개 가운데 1개를 카드로 옮겼습니다" in done.err


def test_a_card_that_the_reader_would_refuse_is_left_out_with_the_readers_reason(
    run_import: Import,
) -> None:
    cards = [
        '{"id": "ok", "question": "q", "answer": "x"}',
        '{"id": "bad", "question": "q", "answer": "x", "formula": "\\\\href{x}{y}"}',
        '{"id": "odd", "question": "q", "answer": "x", "answr": "y"}',
        '{"id": "num", "question": "q", "answer": 5}',
        '{"id": "run", "question": "q", "answer": "x", "demo": {"run": "none"}}',
        '{"id": "code", "question": "q", "answer": "x", "demo": {"code": "import os\\nx = 1"}}',
        '{"id": "needs", "question": "q", "answer": "x", "needs": ["bad", "ok"]}',
        '{"id": "needs", "question": "q2", "answer": "x", "needs": "bad"}',
        '{"question": "q"}',
        "7",
    ]
    done = run_import(
        "x.json", text=f'{{"decks": [{{"deck": "d", "title": "t", "cards": [{",".join(cards)}]}}]}}'
    )
    assert done.code == 0
    assert [card["id"] for card in done.cards] == ["ok", "needs"]
    assert done.cards[1]["needs"] == ["ok"]
    assert "모르는 키 'answr'" in done.err
    assert "10개 가운데 2개를 카드로 옮겼고, 8개는 두고 왔습니다." in done.err


def test_what_was_changed_in_anki_counts(
    decks: tuple[Deck, ...], run_import: Import, tmp_path: Path
) -> None:
    """The JSON in our note is as old as the export; a field that the learner changed is newer."""

    def edited(db: sqlite3.Connection) -> None:
        (key, fields), *_ = db.execute("SELECT id, flds FROM notes ORDER BY id").fetchall()
        values = fields.split("\x1f")
        values[0] = "새 <b>질문</b>"
        values[2] = values[2].replace("</li></ul>", "</li><li>새 핵심</li></ul>")
        db.execute("UPDATE notes SET flds = ? WHERE id = ?", ("\x1f".join(values), key))

    full = tuple(deck for deck in decks if deck.id == "full")
    book = Book(full, Context(full[0].cards, demos.of, Random), now=1.79e9)
    data = b"".join(
        piece for piece in formats.load("anki").export(book) if isinstance(piece, bytes)
    )
    (tmp_path / "x.apkg").write_bytes(data)
    done = run_import("y.apkg", text=changed(tmp_path / "x.apkg", edited))
    card = done.decks["full"]["cards"][0]
    assert done.decks["full"]["title"] == "모두: 있는 덱"
    assert (card["question"], card["id"]) == ("새 질문", "every")
    assert [point["point"] for point in card["key_points"]][2:] == ["새 핵심"]
    assert card["key_points"][0]["any_of"] == ["하나", "둘"]
    assert "{{적률|모멘트}}" in card["answer"]
    assert "Anki에서 고친 대로 옮겼습니다: 질문, 핵심" in done.err
