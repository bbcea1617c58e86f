"""About how long cards take this learner, for what is said before they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library
    from quizcards.store.store import Store


def seconds(env: Environment, library: Library, store: Store, due: int, new: int) -> float:
    """Return about how long so many cards take, by the cards and the times in the learner's log."""
    from quizcards.memory.pace import pace

    usual = pace(store.reviews(), library.cards, env.settings.scheduler)
    first = usual.usual("new") + usual.after_new * usual.usual("step")
    return due * usual.usual("pass") + new * first
