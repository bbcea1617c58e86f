"""The decks and their cards on the whole screen: found, opened, suspended and woken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizcards.app import collection
from quizcards.app.screens import whole_screen
from quizcards.app.selection import chosen_cards
from quizcards.study.strength import recall_at
from quizcards.terminal import listings
from quizcards.terminal.picker import Groups, Way, pick

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.terminal.screen import Screen


def open_browser(env: Environment, decks: Sequence[str], tags: Sequence[str]) -> None:
    """Open a screen to browse: the chosen cards, or with no deck or tag named all decks."""
    if decks or tags:
        chosen_cards(env.library(), decks, tags)  # a slip is told before there is a screen
    with whole_screen(env) as screen:
        if decks or tags:
            _browse_cards(env, screen, decks, tags)
        else:
            _browse_decks(env, screen)


def _browse_decks(env: Environment, screen: Screen) -> None:

    def groups() -> Groups:
        return [("모든 덱", listings.deck_rows(collection.decks_with_counts(env, env.library())))]

    def open_deck(name: str) -> str:
        _browse_cards(env, screen, [name], ())
        return ""

    pick(screen, "덱", groups, open_deck)


def _browse_cards(
    env: Environment, screen: Screen, decks: Sequence[str], tags: Sequence[str]
) -> None:

    def groups() -> Groups:
        library = env.library()
        titles = {deck.id: deck.title for deck in library.decks}
        found = collection.cards_of(env, library, decks, tags)
        recall = recall_at(env.settings.scheduler, env.now(), found.day)
        return listings.card_groups(found.cards, titles, found.day, recall)

    ways = {"s": Way("쉬게 하기·깨우기", lambda key: collection.toggle_suspended(env, key))}
    title = "카드: 상태, 다음에 나올 날, 떠올릴 비율"
    pick(screen, title, groups, lambda key: collection.show_card(env, screen, key), ways)
