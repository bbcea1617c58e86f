"""A card is found by its id in a file that is no YAML any more."""

import pytest

from quizcards.decks.find import broken_card

HEAD = "# 덱\ndeck: optimization\ntitle: [\ncards:\n"


@pytest.mark.parametrize(
    "line",
    [
        *(
            "- id: adam",
            "  id: adam",
            "-   id:  adam  ",
            "- id: adam # 이름",
            "- id: 'adam'",
            '- id: "adam"',
        ),
        *("- {id: adam, question: q}", "- { id: adam,", "- id: adam\r"),
    ],
)
def test_however_an_id_is_written(line: str) -> None:
    text = f"{HEAD}- id: sgd\n  question: adam\n{line}\n  answer: [\n"
    assert (
        broken_card(text, "adam")
        == broken_card(text, "optimization/adam")
        == ("optimization/adam", 7)
    )


@pytest.mark.parametrize(
    "line", ["- id: adamw", "- id: my-adam", "# id: adam", "  question: id: adam", "- was: adam"]
)
def test_what_is_no_id_of_the_card(line: str) -> None:
    assert broken_card(f"{HEAD}{line}\n", "adam") is None


def test_a_card_of_another_deck_is_not_taken_for_it() -> None:
    assert broken_card(f"{HEAD}- id: adam\n", "basics/adam") is None
    assert broken_card("\ufeffdeck: 'basics'\n- id: adam\n", "basics/adam") == ("basics/adam", 2)
    assert broken_card(f"{HEAD}- id: adam\n", "a.am") is None
