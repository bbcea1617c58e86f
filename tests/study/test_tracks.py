"""Which cards a kind of position asks first."""

from collections.abc import Callable

import pytest

from quizcards.model import Card
from quizcards.study.tracks import ANY, TRACKS, in_order, needed_first, reach, without_cards
from tests.shipped import shipped


def tower(card: Callable[..., Card]) -> list[Card]:
    return [
        card("a/other", frequency=5),
        card("a/ground", frequency=1),
        card("a/first", frequency=1, needs=("a/ground",)),
        card("b/seldom", frequency=1, tags=("llm",)),
        card("b/often", frequency=4, tags=("llm",), needs=("a/first",)),
    ]


def test_a_track_asks_its_most_asked_first_and_right_before_it_what_that_needs(
    card: Callable[..., Card],
) -> None:
    found = [one.id for one in in_order(tower(card), "llm")]
    assert found == ["ground", "first", "often", "other", "seldom"]


def test_without_a_track_the_decks_keep_their_order(card: Callable[..., Card]) -> None:
    assert in_order(tower(card), ANY) == tower(card)


def test_what_a_track_needs_counts_as_much_as_the_card_that_needs_it(
    card: Callable[..., Card],
) -> None:
    found = reach(tower(card), "llm")
    assert found == {"a/other": 1, "a/ground": 4, "a/first": 4, "b/seldom": 4, "b/often": 4}


def test_cards_that_need_each_other_come_all_the_same(card: Callable[..., Card]) -> None:
    circle = [
        card("a/x", needs=("a/y", "a/lost"), tags=("llm",)),
        card("a/y", needs=("a/x",)),
    ]
    assert {one.id for one in in_order(circle, "llm")} == {"x", "y"}
    assert reach(circle, "llm") == {"a/x": 4, "a/y": 4}


def test_a_chain_of_needs_may_be_longer_than_python_calls_deep(card: Callable[..., Card]) -> None:
    chain = [card(f"a/{i}", needs=(f"a/{i + 1}",)) for i in range(3000)]
    assert needed_first(chain) == chain[::-1]


SPECIAL = [name for name in TRACKS if name != ANY]


@pytest.mark.parametrize("track", SPECIAL)
def test_in_every_track_no_shipped_card_comes_before_what_it_needs(track: str) -> None:
    cards = in_order(shipped().cards, track)
    place = {card.key: i for i, card in enumerate(cards)}
    assert sorted(place) == sorted(card.key for card in shipped().cards)
    for card in cards:
        assert all(place[need] < place[card.key] for need in card.needs), card.key


@pytest.mark.parametrize("track", SPECIAL)
def test_every_tag_of_a_track_is_on_a_shipped_card(track: str) -> None:
    assert without_cards(track, shipped().cards) == []
