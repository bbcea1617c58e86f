"""The search over the learner's cards, with the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizcards.app.selection import chosen_cards
from quizcards.errors import QuizcardsError
from quizcards.insight.search import Hit as Hit  # what the command prints
from quizcards.insight.search import search

if TYPE_CHECKING:
    from quizcards.app.environment import Environment


def hits(env: Environment, query: str) -> list[Hit]:
    """Return the cards that say the query, the best first. Raises QuizcardsError for none."""
    found = search(query, chosen_cards(env.library(), (), ()), env.glossary()[0])
    if not found:
        raise QuizcardsError(
            f"'{query}': 이 말이 나오는 카드가 없습니다. 낱말을 줄이거나 바꾸어 보세요."
        )
    return found
