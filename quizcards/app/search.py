"""The search over the learner's cards, with the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcards.app.selection import chosen_cards
from quizcards.errors import QuizcardsError
from quizcards.insight.search import Hit as Hit  # what the command prints
from quizcards.insight.search import search

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.terminal.screen import Screen


def hits(env: Environment, query: str) -> list[Hit]:
    """Return the cards that say the query, the best first. Raises QuizcardsError for none."""
    found = search(query, chosen_cards(env.library(), (), ()), env.glossary()[0])
    if not found:
        raise QuizcardsError(
            f"'{query}': 이 말이 나오는 카드가 없습니다. 낱말을 줄이거나 바꾸어 보세요."
        )
    return found


def choose(env: Environment, screen: Screen) -> None:
    """Let the learner type a query on the whole screen, then open cards of what it finds.

    Raises QuizcardsError where nothing is found.
    """
    from quizcards.app.collection import show_card
    from quizcards.study.names import called
    from quizcards.terminal.picker import pick
    from quizcards.terminal.search_view import asked_query

    query = asked_query(screen)
    if not query:
        return
    found = hits(env, query)
    rows = [(hit.card.key, f"{called(hit.card)}   {hit.beside_name}") for hit in found]
    groups = [(f"'{query}' 찾은 카드 {len(found)}장", rows)]
    pick(screen, "찾은 카드", lambda: groups, lambda key: show_card(env, screen, key))
