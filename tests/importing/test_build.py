"""Decks built of what was read: ids are unique, links lead to them, nothing read changes."""

from copy import deepcopy

from quizcards.importing.build import build_decks, drop_missing
from quizcards.importing.result import ImportedCard, ImportResult


def imported(*cards: tuple[str, str, dict[str, object]]) -> ImportResult:
    """Cards by the id and the title of their decks."""
    result = ImportResult()
    for number, (deck, title, data) in enumerate(cards, 1):
        result.add(ImportedCard(f"카드 {number}", {"question": "무엇?", **data}), deck, title)
    return result


def no_words(_: str) -> str:
    return ""


def test_building_records_what_is_lost_and_changes_nothing_else_of_what_was_read() -> None:
    result = imported(
        ("one", "", {"id": "Not An Id", "needs": ["b", "two/b"], "was": ["old"]}),
        ("two", "", {"id": "b", "was": ["older"]}),
    )
    before = deepcopy(result)
    built = build_decks(result, "file", no_words, to="all")
    assert result.decks == before.decks
    assert [card.data for card in built[0].cards] == [
        {"id": "not-an-id", "question": "무엇?", "needs": ["one/b", "b"]},
        {"id": "b", "question": "무엇?"},
    ]
    assert len(result.lost) == 3  # one id and the earlier ids of both


def test_of_two_cards_with_one_key_the_first_keeps_it_and_is_the_one_that_others_need() -> None:
    result = imported(
        ("d", "", {"id": "a"}), ("d", "", {"id": "a"}), ("d", "", {"id": "c", "needs": ["a"]})
    )
    (deck,) = build_decks(result, "file", no_words)
    assert [card.data["id"] for card in deck.cards] == ["a", "a-2", "c"]
    assert deck.cards[2].data["needs"] == ["a"]


def test_decks_and_cards_without_words_are_numbered() -> None:
    result = imported(("", "❶", {}), ("", "❷", {}), ("", "Deck", {}))
    built = build_decks(result, "❸", no_words)
    assert [deck.id for deck in built] == ["imported", "imported-2", "deck"]
    assert [deck.cards[0].data["id"] for deck in built] == ["imported-1", "imported-2-1", "deck-1"]


def test_a_need_that_is_nowhere_is_dropped_and_recorded() -> None:
    result = imported(
        ("d", "", {"id": "a", "needs": ["gone", "b", "other/card"]}),
        ("d", "", {"id": "b", "needs": ["gone"]}),
    )
    built = build_decks(result, "file", no_words)
    drop_missing(result, built, {"other/card"})
    assert [card.data.get("needs") for card in built[0].cards] == [["b", "other/card"], None]
    assert len(result.lost) == 2


def test_a_deck_is_called_by_the_words_of_its_title_in_any_language_and_never_at_length() -> None:
    titles = ("Introducción a l'économie", "딥러닝::최적화", "x" * 300)
    result = imported(*(("", title, {}) for title in titles))
    ids = [deck.id for deck in build_decks(result, "file", no_words)]
    assert ids == ["introduccion-a-economie", "dipreoning-choejeokhwa", "x" * 80]
