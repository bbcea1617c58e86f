"""A card as plain data is what its author wrote: as YAML it is read as the same card."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from quizcards import demos
from quizcards.card_data import card_data
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.decks.write import deck_yaml
from quizcards.model import Card, Deck, Library, Misconception, Place
from tests.shipped import shipped

ROOT = Path(__file__).parents[1]
NOWHERE = Place("")
FULL = """\
deck: deck
title: 제목
cards:
- id: all
  question: 무엇인가요?
  answer: |-
    {{기울기|gradient}}의 반대로
    움직입니다.

    둘째 단락입니다.
  key_points:
  - point: 기울기
    any_of: [기울기, gradient]
    all_of: [반대]
    none_of: [같은 방향]
  - point: 반대
  formula: |-
    w \\leftarrow w - \\alpha g
    g = 2w
  followups:
  - question: 왜요?
    answer: 그래서요.
    point: 0
  - question: 또요?
    answer: 예.
  misconceptions:
  - claim: 더한다
    because: 뺍니다.
    demo:
      with: {lr: 1}
      show: [w]
  - claim: 늘 줄어든다
    because: 아닙니다.
    demo:
      run: gradient-descent
      with: {lr: 1.5}
      show: [w, J]
  - claim: 그냥
    because: 아닙니다.
  choices:
  - question: 무엇인가요?
    right: 기울기
    wrong: [높이, 넓이]
    because: 그래서
  steps: [구한다, 뺀다]
  demo:
    code: |
      lr = 0.1
      w = 3
      g = 2 * w
      w = w - lr * g
    with: {w: -2}
    ask: [g, w]
    mistakes:
    - name: w
      formula: w + lr * g
      feedback: 더했습니다.
    picture: [w]
  needs: [other]
  tags: [optimizer]
  sources: [책 §8.5]
  notes: 40, 44-46
  was: [old, deck-2/older]
- id: other
  question: 무엇인가요?
  answer: 그것입니다.
  demo:
    run: bn-forward
    with:
      x: [1, 2.5]
- id: named
  question: 무엇인가요?
  answer: 그것입니다.
  demo:
    code: |
      v = 1
      w = v + 1
    ask:
      w: 다음 값 w
"""


def read(*texts: str, folder: Path) -> Library:
    for i, text in enumerate(texts):
        (folder / f"{i}.yaml").write_text(text, encoding="utf-8")
    library = read_library(deck_files([folder]), demos.outline, demos.names())
    assert library.problems == ()
    return library


def placeless(library: Library) -> list[Deck]:
    def bare(card: Card) -> Card:
        demo = card.demo and replace(card.demo, place=None)
        wrong = tuple(
            replace(one, demo=one.demo and replace(one.demo, place=None))
            for one in card.misconceptions
        )
        return replace(card, place=NOWHERE, demo=demo, misconceptions=wrong)

    return [replace(deck, cards=tuple(map(bare, deck.cards))) for deck in library.decks]


def written(library: Library) -> list[str]:
    return [deck_yaml(deck.id, deck.title, map(card_data, deck.cards)) for deck in library.decks]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    return folder


def test_a_card_with_every_field_is_the_data_that_was_written(tmp_path: Path) -> None:
    (deck,) = read(FULL, folder=tmp_path).decks
    assert [card_data(card) for card in deck.cards] == yaml.safe_load(FULL)["cards"]


def test_what_is_written_is_read_as_the_same_card(tmp_path: Path, other: Path) -> None:
    library = read(FULL, folder=tmp_path)
    assert placeless(read(*written(library), folder=other)) == placeless(library)


def test_fields_are_written_in_their_usual_order_however_they_come() -> None:
    card = {"tags": ["t"], "answer": "a", "needs": ["b"], "question": "q", "id": "c"}
    (written,) = yaml.safe_load(deck_yaml("d", "t", [card]))["cards"]
    assert list(written) == ["id", "question", "answer", "needs", "tags"]


def test_every_shipped_card_is_read_again_from_what_is_written_of_it(other: Path) -> None:
    library = shipped()
    assert placeless(read(*written(library), folder=other)) == placeless(library)


def test_evidence_of_the_cards_own_demo_goes_unnamed_only_where_it_is_the_same(
    tmp_path: Path,
) -> None:
    own, named, none = card_data(read(FULL, folder=tmp_path).cards[0])["misconceptions"]
    assert "run" not in own["demo"]
    assert named["demo"]["run"] == "gradient-descent"
    assert "demo" not in none


def test_what_is_empty_is_left_out() -> None:
    assert card_data(Card("deck", "id", "q", "a", NOWHERE)) == {
        "id": "id",
        "question": "q",
        "answer": "a",
    }
    wrong = Card(
        "deck", "id", "q", "a", NOWHERE, misconceptions=(Misconception("틀린 말", "이유"),)
    )
    assert card_data(wrong)["misconceptions"] == [{"claim": "틀린 말", "because": "이유"}]
