"""A card or an id is put into a deck file, and reads back; the other bytes stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from quizcards.card_data import card_data
from quizcards.decks.insert import ids_in, proposed_id, with_cards, with_ids
from quizcards.decks.reader import read_library
from quizcards.decks.write import deck_yaml
from quizcards.errors import QuizcardsError
from quizcards.model import Card, Place
from tests.decks.decks_strategies import IDS, cards, decks
from tests.decks.decks_support import CARD, DECK, DEMOS, read

NEW = {"id": "new", "question": "새 질문인가요?", "answer": "새 답입니다."}


class Indented(yaml.SafeDumper):
    """Lists stand deeper than their key, as many people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


@st.composite
def files(draw: st.DrawFn, deck: Mapping[str, Any]) -> str:
    """A deck file as some person or program might have written it."""
    dumper = draw(st.sampled_from([yaml.SafeDumper, Indented]))
    options: dict[str, Any] = {
        "allow_unicode": draw(st.booleans()),
        "sort_keys": draw(st.booleans()),
        "indent": draw(st.integers(2, 6)),
    }
    text = yaml.dump(deck, Dumper=dumper, width=draw(st.sampled_from([20, 80, 1000])), **options)
    assume(yaml.safe_load(text) == deck)  # PyYAML folds some texts in double quotes wrongly
    lines = text.splitlines(keepends=True)
    if draw(st.booleans()):
        lines = [
            part
            for line in lines
            for part in (["\n"] if line.lstrip().startswith("- id") else []) + [line]
        ]
    text = draw(
        st.sampled_from(["", "\ufeff", "# 첫 줄\n", "---\n", "\ufeff# x\n---\n"])
    ) + "".join(lines)
    text += draw(
        st.sampled_from(
            [
                "",
                "",
                "\n\n",
                "# 끝\n",
                "  # 더 들어간 끝\n",
                "\n# - id: 예전 카드\n#   question: 없음\n",
            ]
        )
    )
    text += draw(st.sampled_from(["", "", "...\n", "\n# 앞의 말\n...\n"]))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def placeless(card: Card) -> Card:
    return replace(card, place=Place(""))


def as_read(folder: Path, text: str) -> list[Card]:
    library = read(folder, text.encode("utf-8"))
    assert library.problems == ()
    return [placeless(card) for card in library.cards]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("insert")


def kept(before: str, after: str) -> bool:
    """Whether `after` is `before` with text put in at one place."""
    cut = next(
        (i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new),
        len(before),
    )
    return after.startswith(before[:cut]) and after.endswith(before[cut:])


@given(st.data())
def test_a_card_is_put_in_at_one_place_and_reads_back_equal(
    folder: Path, data: st.DataObject
) -> None:
    deck = data.draw(decks())
    names = [card["id"] for card in deck["cards"]]
    text = data.draw(files(deck))
    card = data.draw(cards(data.draw(IDS.filter(lambda name: name not in names)), names))
    expected = as_read(folder, yaml.safe_dump(deck | {"cards": [*deck["cards"], card]}))
    result = with_cards(text, [card_data(expected[-1])])
    assert kept(text, result)
    assert as_read(folder, result) == expected
    if "\n" in text.strip("\n"):
        assert ("\r\n" in text) == ("\r\n" in result)
        assert "\n" not in result.replace("\r\n", "") or "\r\n" not in text
    assert text.endswith("\n") == result.endswith("\n")


@given(st.data())
def test_ids_are_added_by_one_line_each_and_nothing_else_changes(
    folder: Path, data: st.DataObject
) -> None:
    deck = data.draw(decks())
    for card in deck["cards"]:  # nothing that names an id, since ids will differ
        for name in ("needs", "was"):
            card.pop(name, None)
    lacking = data.draw(st.sets(st.integers(0, len(deck["cards"]) - 1), min_size=1))
    bare = [
        {
            name: card[name]
            for name in data.draw(st.permutations(list(card)))
            if name != "id" or index not in lacking
        }
        for index, card in enumerate(deck["cards"])
    ]
    text = data.draw(files(deck | {"cards": bare}))
    result = with_ids(text)
    assert result.left == ()
    added = [name for _, name in result.added]
    assert len(added) == len(lacking)
    ending = "\r\n" if "\r\n" in text else "\n"
    lines, old = result.text.split(ending), text.split(ending)
    for _, name in result.added:
        lines.remove(
            next(line for line in lines if line.strip() == f"id: {name}" and line not in old)
        )
    assert lines == old
    named = [
        card | {"id": added.pop(0)} if index in lacking else card
        for index, card in enumerate(deck["cards"])
    ]
    assert as_read(folder, result.text) == as_read(folder, yaml.safe_dump(deck | {"cards": named}))
    assert with_ids(result.text) == replace(result, added=())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cards:\n- id: a\n", "cards:\n- id: a\n\n▸"),
        ("cards:\n- id: a", "cards:\n- id: a\n\n▸"),
        ("cards:\n- id: a\n- id: b\n", "cards:\n- id: a\n- id: b\n▸"),
        ("cards:\n- id: a\n\n# 둘째\n- id: b\n", "cards:\n- id: a\n\n# 둘째\n- id: b\n\n▸"),
        ("cards:\n  - id: a\n  - id: b\n# 끝\n", "cards:\n  - id: a\n  - id: b\n# 끝\n▸"),
        (
            "cards:\n- id: a\n- id: b\n  # b의 말\n\n# 이름\ntitle: t\n",
            "cards:\n- id: a\n- id: b\n  # b의 말\n▸\n# 이름\ntitle: t\n",
        ),
        ("cards:\n- id: a\n- id: b\n...\n", "cards:\n- id: a\n- id: b\n▸...\n"),
        ("cards:\n- {id: a}\n- {id: b}\n", "cards:\n- {id: a}\n- {id: b}\n▸"),
        ("cards:\n-   id: a\n-   id: b\n", "cards:\n-   id: a\n-   id: b\n▸"),
    ],
)
def test_where_a_card_is_put(before: str, after: str) -> None:
    indent = "  " if "\n  - " in before else ""
    lines = ["- id: new", "  question: 새 질문인가요?", "  answer: |", "    새 답입니다."]
    card = "".join(f"{indent}{line}\n" for line in lines)
    expected = after.replace("▸", card)
    assert with_cards(before, [NEW]) == (
        expected if before.endswith("\n") else expected.removesuffix("\n")
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "카드 목록을 찾지 못했습니다"),
        ("deck: d\ntitle: t\n", "카드 목록을 찾지 못했습니다"),
        ("cards: nonsense\n", "카드 목록을 찾지 못했습니다"),
        ("cards: []\n", "카드 목록을 찾지 못했습니다"),
        ("cards: [\n", "카드 목록을 찾지 못했습니다"),
        ("deck: d\ncards: [{id: a}]\n", "2번째 줄: cards가 [ ] 안에"),
        ("{deck: d, cards: [{id: a}]}\n", "1번째 줄: cards가 [ ] 안에"),
        ('cards:\n- id: a\n  answer: "x\n# y"\ntitle: t\n', "다른 줄의 뜻이 바뀝니다"),
    ],
)
def test_a_file_that_cannot_take_a_card_is_refused_with_what_to_do(text: str, said: str) -> None:
    with pytest.raises(QuizcardsError, match=said.replace("[", r"\[").replace("]", r"\]")):
        with_cards(text, [NEW])


@pytest.mark.parametrize(
    ("card", "after"),
    [
        ("- question: Adam?\n  answer: b\n", "- question: Adam?\n  id: adam\n  answer: b\n"),
        (
            "- answer: |\n    b\n\n  question: Adam?\n",
            "- answer: |\n    b\n\n  id: adam\n  question: Adam?\n",
        ),
        ("- tags: [a]\n  question: Adam?\n", "- tags: [a]\n  id: adam\n  question: Adam?\n"),
        ("-\n  question: Adam?\n  answer: b\n", "-\n  question: Adam?\n  id: adam\n  answer: b\n"),
        (
            "- question: Adam? # 말\n  # 말\n  answer: b\n",
            "- question: Adam? # 말\n  id: adam\n  # 말\n  answer: b\n",
        ),
        ("- question: Adam?", "- question: Adam?\n  id: adam"),
        ("- question: |\n    Adam?\n# 끝\n", "- question: |\n    Adam?\n  id: adam\n# 끝\n"),
        ("- question: |\n    Adam?\n- id: b\n", "- question: |\n    Adam?\n  id: adam\n- id: b\n"),
        (
            "   -   question: 'Adam\n\n        ?'\n",
            "   -   question: 'Adam\n\n        ?'\n       id: adam\n",
        ),
        (
            "- question: Adam\n    SGD\n  answer: b\n",
            "- question: Adam\n    SGD\n  id: adam-sgd\n  answer: b\n",
        ),
    ],
)
def test_where_an_id_is_put(card: str, after: str) -> None:
    result = with_ids(f"deck: d\ncards:\n{card}")
    assert result.text == f"deck: d\ncards:\n{after}"
    assert len(result.added) == 1


@pytest.mark.parametrize(
    "text",
    [
        "cards:\n- {question: Adam?, answer: b}\n",
        "cards: [{question: Adam?, answer: b}]\n",
        "cards: [question: Adam?]\n",
        "cards:\n- ? question\n  : Adam?\n  ? answer\n  : b\n",
    ],
)
def test_a_card_that_takes_more_than_one_line_is_left_as_it_was(text: str) -> None:
    result = with_ids(text)
    assert (result.text, result.added) == (text, ())
    assert [name for _, name in result.left] == ["adam"]


def test_ids_are_told_with_the_lines_that_their_cards_have_now() -> None:
    text = f"{DECK}- question: Adam?\n  answer: b\n{CARD}- {{question: SGD?}}\n- question: Adam?\n"
    result = with_ids(text, {"sgd"})
    assert result.added == ((4, "adam"), (11, "adam-2"))
    assert result.text.splitlines()[10] == "- question: Adam?"
    assert result.left == ((10, "sgd-2"),)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("손실 함수(loss function)는 무엇인가요?", "loss-function"),
        ("Adam은 Momentum과 RMSprop을 어떻게 결합하나요?", "adam-momentum-rmsprop"),
        ("What is the Adam optimizer?", "adam-optimizer"),
        ("L1과 L2는?", "l1-l2"),
        ("3x3 convolution을 쓰는 까닭은?", "3x3-convolution"),
        ("Nadaraya–Watson, naïve Bayes", "nadaraya-watson-naive-bayes"),
        ("one two three four five", "one-two-three-four"),
        ("손실 함수는 무엇인가요?", "sonsil-hamsu"),
        ("경사하강법이란?", "gyeongsahagangbeop"),
        ("El hacking ético, ¿qué es?", "el-hacking-etico-que"),
        ("What's the difference between AI and ML?", "difference-between-ai-ml"),
        ("L’économie: don't", "economie-dont"),
        ("왜?", "d-1"),
        ("null은 무엇인가요? 2024", "d-1"),
        ("", "d-1"),
        ("taken", "taken-3"),
    ],
)
def test_ids_are_proposed_from_the_words_of_the_question(question: str, expected: str) -> None:
    assert proposed_id(question, "d", {"taken", "taken-2"}) == expected


@given(st.text(), st.sampled_from(["d", "x-1"]), st.sets(IDS))
def test_a_proposed_id_is_always_a_new_id(
    folder: Path, question: str, deck: str, taken: set[str]
) -> None:
    found = proposed_id(question, deck, taken)
    assert found not in taken
    assert [card.id for card in as_read(folder, DECK + CARD.replace("id: a", f"id: {found}"))] == [
        found
    ]


def test_the_ids_of_a_file_are_all_that_are_or_were_also_of_broken_cards() -> None:
    text = f"{DECK}{CARD}- id: b\n  anser: x\n  was: [c, d/e, other/f]\n"
    assert ids_in(text) == ("d", {"a", "b", "c", "e", "other/f"})
    assert ids_in("deck: [") == ("", set())


def test_a_card_added_to_a_deck_of_our_own_writing_looks_as_if_it_had_been_there(
    folder: Path,
) -> None:
    cards = [
        card_data(card) for card in read(folder, DECK + CARD + CARD.replace("id: a", "id: b")).cards
    ]
    assert with_cards(deck_yaml("d", "시험", cards), [NEW]) == deck_yaml("d", "시험", [*cards, NEW])


def test_the_shipped_decks_take_a_card_each(folder: Path) -> None:
    for path in sorted((Path(__file__).parents[2] / "content").glob("[0-9]*.yaml")):
        text = path.read_text(encoding="utf-8")
        changed = folder / path.name
        changed.write_text(with_cards(text, [NEW]), encoding="utf-8")
        before, after = (read_library([file], DEMOS.get).cards for file in (path, changed))
        assert [placeless(card) for card in after[:-1]] == [placeless(card) for card in before]
        assert kept(text, changed.read_text(encoding="utf-8"))
