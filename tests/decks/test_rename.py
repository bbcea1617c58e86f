"""A card's new id in the text of its deck: exactly the places that name it change.

In whatever style they are written.
"""

from copy import deepcopy
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizcards.card_data import card_data
from quizcards.decks.rename import as_renamed, renamed
from tests.decks.decks_strategies import IDS, decks
from tests.decks.decks_support import CARD, DECK, found, read
from tests.sampling import examples

REST = "  question: 질문\n  answer: 답\n"
# what is written before -> after `d/a` became `d/new`
EDITS = {
    "a line below the id": ("- id: a\n" + REST, "- id: new\n  was: [a]\n" + REST),
    "a comment stays where it is": (
        "- id: a  # 한번\n" + REST,
        "- id: new  # 한번\n  was: [a]\n" + REST,
    ),
    "quotation marks stay": ("- id: 'a'\n" + REST, "- id: 'new'\n  was: [a]\n" + REST),
    "double ones too": ('- "id": "a"\n' + REST, '- "id": "new"\n  was: [a]\n' + REST),
    "a card in brackets": (
        "- {question: q, id: a, answer: r}\n",
        "- {question: q, id: new, was: [a], answer: r}\n",
    ),
    "a card in brackets over lines": (
        "- {\n  id: a,\n  question: q, answer: r}\n",
        "- {\n  id: new, was: [a],\n  question: q, answer: r}\n",
    ),
    "an id that comes later": (
        "-   question: 질문\n    id:   a\n    answer: 답\n",
        "-   question: 질문\n    id:   new\n    was: [a]\n    answer: 답\n",
    ),
    "the last line without its end": (
        "- question: q\n  answer: r\n  id: a",
        "- question: q\n  answer: r\n  id: new\n  was: [a]",
    ),
    "after earlier names": (
        f"- id: a\n{REST}  was: [x, 'e/y']\n",
        f"- id: new\n{REST}  was: [x, 'e/y', a]\n",
    ),
    "after a comma too many": (
        f"- id: a\n{REST}  was: [x, ]\n",
        f"- id: new\n{REST}  was: [x, a, ]\n",
    ),
    "after a list of lines": (
        f"- id: a\n  was:\n  - x  # 처음\n  - y  # 다음\n{REST}",
        f"- id: new\n  was:\n  - x  # 처음\n  - y  # 다음\n  - a\n{REST}",
    ),
    "after a list further in": (
        f"- id: a\n  was:\n      - x\n{REST}",
        f"- id: new\n  was:\n      - x\n      - a\n{REST}",
    ),
    "what needs it": (
        f"- id: b\n{REST}  needs: [a, c, d/a]\n- id: a\n{REST}- id: c\n{REST}  needs:\n  - 'a'\n"
        "  - d/a # 먼저\n",
        f"- id: b\n{REST}  needs: [new, c, d/new]\n- id: new\n  was: [a]\n{REST}- id: c\n"
        f"{REST}  needs:\n  - 'new'\n  - d/new # 먼저\n",
    ),
    "nothing that only looks like it": (
        "- id: a\n  question: a를 설명해 주세요.\n  answer: a\n  tags: [a]\n# a\n- id: a-b\n"
        f"{REST}  needs: [e/a]\n",
        "- id: new\n  was: [a]\n  question: a를 설명해 주세요.\n  answer: a\n  tags: [a]\n# a\n"
        f"- id: a-b\n{REST}  needs: [e/a]\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), EDITS.values(), ids=EDITS)
def test_only_what_names_the_card_changes(before: str, after: str) -> None:
    assert renamed(DECK + before, "d/a", "d/new") == DECK + after


@pytest.mark.parametrize(("before", "after"), EDITS.values(), ids=EDITS)
def test_the_mark_at_the_start_and_the_line_ends_stay_as_they_are(before: str, after: str) -> None:
    text, expected = ("\ufeff" + (DECK + part).replace("\n", "\r\n") for part in (before, after))
    assert renamed(text, "d/a", "d/new") == expected


def test_wide_characters_before_a_place_do_not_shift_it() -> None:
    text = "# 🙂\u2028# 가\n" + DECK + "- {question: '🙂 각 ᄀ', answer: 🎉, id: a}\n"
    assert renamed(text, "d/a", "d/new") == text.replace("id: a", "id: new, was: [a]")


@pytest.mark.parametrize(
    "name", ["null", "123", "1e5", "true", "2026-01-01", "0x1", "on", "no", "adam"]
)
def test_an_id_that_yaml_would_take_for_something_else_is_quoted(name: str, tmp_path: Path) -> None:
    text = renamed(DECK + CARD + f"- id: b\n{REST}  needs: [a]\n", "d/a", f"d/{name}")
    again = renamed(text, f"d/{name}", "d/z")
    assert yaml.safe_load(text)["cards"][0]["id"] == name
    assert yaml.safe_load(again)["cards"][0]["was"] == ["a", name]
    # YAML 1.1 takes a number for one only with a point
    assert ("'" in text) is (name not in ("1e5", "adam"))
    for one, expected_need in ((text, name), (again, "z")):
        library = read(tmp_path, one)
        assert library.problems == ()
        assert [card.needs for card in library.cards] == [(), (f"d/{expected_need}",)]


def test_a_card_takes_over_the_history_of_one_that_is_gone() -> None:
    assert renamed(DECK + CARD, "d/gone", "d/a") == DECK + CARD.replace(
        "id: a\n", "id: a\n  was: [gone]\n"
    )
    assert renamed(DECK + CARD, "e/gone", "d/a") == DECK + CARD.replace(
        "id: a\n", "id: a\n  was: [e/gone]\n"
    )
    assert renamed(DECK + CARD, "d/gone", "e/a") == DECK + CARD


def test_what_needed_the_card_that_is_gone_needs_the_one_that_took_over() -> None:
    text = DECK + f"- id: b\n{REST}  needs: [gone, a]\n"
    assert renamed(text, "d/gone", "e/a") == text.replace("gone", "e/a")


def test_a_card_that_goes_back_to_an_earlier_name_keeps_its_first(tmp_path: Path) -> None:
    text = renamed(DECK + CARD, "d/a", "d/b")
    back = renamed(text, "d/b", "d/a")
    (card,) = read(tmp_path, back).cards
    assert (card.key, card.was) == ("d/a", ("d/a", "d/b"))
    assert renamed(back, "d/a", "d/b") == back.replace("id: a", "id: b")
    assert found(read(tmp_path, back)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "- 1\n- 2\n",
        "deck: d\n",
        "cards: 3\n",
        DECK + "- x\n- {id: {}}\n- id: |\n    b\n",
    ],
)
def test_a_file_that_does_not_speak_of_the_card_comes_back_as_it_is(text: str) -> None:
    assert renamed(text, "d/a", "d/new") == text


def expected(deck: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The deck as plain data after the rename."""
    deck = deepcopy(deck)
    for card in deck["cards"]:
        if "needs" in card:
            card["needs"] = [new if need == old else need for need in card["needs"]]
        if card["id"] == old:
            card["id"] = new
            card["was"] = [*card.get("was", []), old]
    return deck


@settings(max_examples=examples(80), deadline=None)
@given(
    deck=decks(),
    new=IDS,
    unicode=st.booleans(),
    flow=st.sampled_from([None, True, False]),
    width=st.sampled_from([20, 10**6]),
    data=st.data(),
)
def test_another_reader_of_yaml_sees_the_rename_and_nothing_else(
    deck: Any, new: Any, unicode: Any, flow: Any, width: Any, data: Any
) -> None:
    old = data.draw(st.sampled_from([card["id"] for card in deck["cards"]]))
    assume(new not in {card["id"] for card in deck["cards"]})
    text = yaml.safe_dump(
        deck, allow_unicode=unicode, default_flow_style=flow, width=width, sort_keys=False
    )
    after = renamed(text, f"{deck['deck']}/{old}", f"{deck['deck']}/{new}")
    assert yaml.safe_load(after) == expected(deck, old, new)
    gone = [line for line in ndiff(text.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert (
        len(gone) <= sum(card.get("needs", []).count(old) for card in deck["cards"]) + 2
    )  # the id, and `was` beside it


@settings(max_examples=examples(40), deadline=None)
@given(deck=decks(), new=IDS)
def test_our_reader_reads_what_the_rename_says(
    tmp_path_factory: pytest.TempPathFactory, deck: Any, new: Any
) -> None:
    assume(new not in {card["id"] for card in deck["cards"]})
    folder = tmp_path_factory.mktemp("rename")
    text = yaml.safe_dump(deck, allow_unicode=True, sort_keys=False)
    old, new = f"{deck['deck']}/{deck['cards'][0]['id']}", f"{deck['deck']}/{new}"
    before, after = read(folder, text), read(folder, renamed(text, old, new))
    assert after.problems == ()
    assert [*map(card_data, after.cards)] == [
        card_data(as_renamed(card, old, new)) for card in before.cards
    ]
