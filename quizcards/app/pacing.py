"""About how long cards take this learner, for what is said before they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizcards.store.store import Store


def seconds(store: Store, due: int, new: int) -> float:
    """Return about how long so many cards take, by the times in the learner's log."""
    from quizcards.memory.pace import pace

    usual = pace(store.reviews()).seconds
    return due * usual["pass"] + new * usual["new"]
