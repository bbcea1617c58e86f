"""What builds on what: the cards as a tree, each under the deepest of what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizcards.model import Card


@dataclass(frozen=True)
class Branch:
    """One card in the tree.

    `ends` says for each level below the root whether the branch is the last one there.

    `also` are the other cards it needs, which stand elsewhere in the tree.
    """

    card: str
    ends: tuple[bool, ...]
    also: tuple[str, ...]


def tree(cards: Sequence[Card]) -> tuple[Branch, ...]:
    """Return the cards from the roots down, each level in the author's order.

    Cards that nothing is built on, nor on anything, are left out.
    """
    needs = {card.key: card.needs for card in cards}
    parents = _parents(needs)
    below: dict[str, list[str]] = {key: [] for key in needs}
    for key, parent in parents.items():
        if parent is not None:
            below[parent].append(key)
    roots = [key for key, parent in parents.items() if parent is None and below[key]]
    waiting: list[tuple[str, tuple[bool, ...]]] = [(key, ()) for key in reversed(roots)]
    found = []
    while waiting:
        key, ends = waiting.pop()
        also = tuple(need for need in needs[key] if need in needs and need != parents[key])
        found.append(Branch(key, ends, also))
        children = below[key]
        waiting += [(child, (*ends, child == children[-1])) for child in reversed(children)]
    return tuple(found)


def _parents(needs: Mapping[str, Sequence[str]]) -> dict[str, str | None]:
    """Return for each card the one that it stands under in the tree.

    What needs itself, by whatever way round, stands under none.
    """
    inside = {
        key: [need for need in dict.fromkeys(wanted) if need in needs]
        for key, wanted in needs.items()
    }
    users: dict[str, list[str]] = {key: [] for key in needs}
    for key, wanted in inside.items():
        for need in wanted:
            users[need].append(key)
    missing = {key: len(wanted) for key, wanted in inside.items()}
    height: dict[str, int] = {}
    ready = [key for key, count in missing.items() if not count]
    while ready:
        key = ready.pop()
        height[key] = 1 + max((height[need] for need in inside[key]), default=0)
        for user in users[key]:
            missing[user] -= 1
            if not missing[user]:
                ready.append(user)
    return {
        key: max(wanted, key=lambda need: height[need]) if key in height and wanted else None
        for key, wanted in inside.items()
    }
