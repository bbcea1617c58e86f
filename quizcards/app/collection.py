"""What the decks hold and what is due of them: by deck, by card, by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from quizcards.app import planning
from quizcards.app.notices import warn
from quizcards.app.questions import laboratory
from quizcards.app.selection import chosen_cards, find_card
from quizcards.errors import QuizcardsError
from quizcards.model import Card, Deck, Event, Library, Memory, is_seen
from quizcards.study.names import called
from quizcards.study.queue import is_due, is_hidden
from quizcards.study.summary import due_by_day as count_due

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.terminal.screen import Screen


def decks_with_counts(env: Environment, library: Library) -> list[tuple[Deck, dict[str, int]]]:
    """Return every deck with how many cards it has, and how many are new, due and suspended."""
    with env.store(library) as store:
        memories = store.memories()
    now = env.now()
    day = env.day(now)
    return [
        (deck, _counts([memories.get(card.key) for card in deck.cards], now, day))
        for deck in library.decks
    ]


def _counts(known: Sequence[Memory | None], now: float, day: int) -> dict[str, int]:
    return {
        "cards": len(known),
        "new": sum(not is_seen(memory) for memory in known),
        "due": sum(is_due(memory, now, day) and not is_hidden(memory, day) for memory in known),
        "suspended": sum(memory is not None and memory.suspended for memory in known),
    }


@dataclass(frozen=True)
class CardsToday:
    """Cards with their memories, as they stand on a study day."""

    cards: Sequence[tuple[Card, Memory | None]]
    day: int

    def as_data(self) -> list[dict[str, object]]:
        """Return one row a card."""
        return [
            {
                "card": card.key,
                "question": card.question,
                "due": _due_date(memory),
                "suspended": memory is not None and memory.suspended,
            }
            for card, memory in self.cards
        ]


def _due_date(memory: Memory | None) -> str | None:
    if not is_seen(memory):
        return None
    return date.fromordinal(memory.due_day).isoformat()


def cards_of(
    env: Environment, library: Library, decks: Iterable[str], tags: Iterable[str] = ()
) -> CardsToday:
    """Return the cards of some decks, or with some tags, as they stand today."""
    cards = chosen_cards(library, decks, tags)
    with env.store(library) as store:
        memories = store.memories()
    return CardsToday([(card, memories.get(card.key)) for card in cards], env.day(env.now()))


def card_with_memory(env: Environment, name: str) -> tuple[Card, Memory]:
    """Return a card and what the learner's log says of it."""
    library = env.library()
    card = find_card(library, name)
    with env.store(library) as store:
        return card, store.memory(card.key)


def show_card(env: Environment, screen: Screen, name: str) -> str:
    """Show a card with its answer on a page of its own; return why it cannot be, or ""."""
    from quizcards.terminal import listings

    try:
        card, memory = card_with_memory(env, name)
    except QuizcardsError as error:
        return str(error)
    back = laboratory().back(card)
    now, model = env.now(), env.settings.scheduler.model
    screen.page(lambda width: listings.card(back, memory, model, now, width, latex=False))
    return ""


@dataclass(frozen=True)
class ComingDays:
    """What each of the coming days brings, from `today` on."""

    today: int
    reviews: Sequence[int]
    new: Sequence[int] = ()
    """The new cards that a plan opens each day; none without a plan, which alone knows."""
    seconds: Sequence[float] = ()
    """The time that a plan takes each day."""
    by: int | None = None
    """The plan's day, up to which the plan says what comes."""

    def as_data(self) -> list[dict[str, object]]:
        """Return one row a day."""
        return [
            {
                "day": date.fromordinal(self.today + ahead).isoformat(),
                "due": reviews,
                **({"new": self.new[ahead], "seconds": self.seconds[ahead]} if self.by else {}),
            }
            for ahead, reviews in enumerate(self.reviews)
        ]


def coming_days(
    env: Environment, days: int, decks: Sequence[str] = (), tags: Sequence[str] = ()
) -> ComingDays:
    """Return what the coming `days` bring: what comes due, or what the learner's plan intends.

    Of chosen cards always what comes due, for a plan divides its time among all of its own.
    """
    library = env.library()
    cards = chosen_cards(library, decks, tags)
    today = env.day(env.now())
    with env.store(library) as store:
        memories = store.memories()
        is_whole = not decks and not tags
        plan = planning.present_state(env, library, store) if is_whole else None
    warn(library, memories)
    if plan is None:
        return ComingDays(today, count_due(memories, [card.key for card in cards], today, days))
    load = planning.forecast(plan).load
    return ComingDays(
        today,
        reviews=[round(count) for count in load.reviews[:days].tolist()],
        new=[round(count) for count in load.new_cards[:days].tolist()],
        seconds=load.seconds[:days].tolist(),
        by=plan.goal.by,
    )


def toggle_suspended(env: Environment, name: str) -> str:
    """Suspend a card, or wake one that is suspended; return what that means."""
    card, memory = card_with_memory(env, name)
    if memory.suspended:
        wake(env, card.key)
        return f"'{called(card)}' 카드가 다시 나옵니다."
    now = env.now()
    with env.store(env.library()) as store:
        store.append(Event(id="", at=now, day=env.day(now), kind="suspend", card=card.key))
    return f"'{called(card)}' 카드를 쉬게 했습니다. s를 한 번 더 누르면 다시 나옵니다."


def suspended(env: Environment) -> list[str]:
    """Return the keys of the cards that are put to rest, in order."""
    with env.store(env.library()) as store:
        return [key for key, memory in sorted(store.memories().items()) if memory.suspended]


def wake(env: Environment, name: str) -> Card:
    """Let a suspended card come again. Raises QuizcardsError for one that is not suspended."""
    library = env.library()
    with env.store(library) as store:
        card = find_card(library, name)
        now = env.now()
        if not store.memory(card.key).suspended:
            raise QuizcardsError(f"{card.key} 카드는 쉬고 있지 않습니다.")
        store.append(Event(id="", at=now, day=env.day(now), kind="unsuspend", card=card.key))
    return card
