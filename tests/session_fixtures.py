"""A small library, a clock that only the test moves, and a log that is nothing but an undo list."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Card, Deck, Event, Library, Memory, Place
from quizcards.study.flow import Edges
from quizcards.study.flow import study as run
from quizcards.study.queue import Limits, gather
from quizcards.study.session import Question, Reply, Session

MORNING = 1_780_012_800.0  # 2026-05-29T00:00Z; study days turn every 24 hours from here
DAY = 739_765


def day_of(moment: float) -> int:
    return DAY + int((moment - MORNING) // 86_400)


@pytest.fixture(scope="session")
def card() -> Callable[..., Card]:
    def make(key: str, **more: Any) -> Card:
        deck, name = key.split("/")
        made = Card(deck, name, f"{name}?", f"{name}.", Place(f"{deck}.yaml"))
        return replace(made, **more)

    return make


@pytest.fixture(scope="session")
def library(card: Callable[..., Card]) -> Callable[..., Library]:
    """Make a library of these card keys, each deck in the order given."""

    def make(*keys: str, **needs: tuple[str, ...]) -> Library:
        cards = [card(key, needs=needs.get(key.replace("/", "_"), ())) for key in keys]
        decks = dict.fromkeys(one.deck for one in cards)
        return Library(
            tuple(Deck(d, f"덱 {d}", tuple(c for c in cards if c.deck == d)) for d in decks)
        )

    return make


@dataclass
class UndoList:
    """A log that keeps what was done and what was undone in two plain lists."""

    events: list[Event] = field(default_factory=list)
    done: list[Event] = field(default_factory=list)
    undone: list[tuple[Event, Event]] = field(default_factory=list)
    scheduler: Scheduler = field(default_factory=Scheduler)

    def append(self, event: Event) -> Event:
        event = replace(event, id=f"{len(self.events):028x}")
        if event.kind == "undo":
            assert event.of == self.done[-1].id
            self.undone.append((event, self.done.pop()))
        elif event.kind == "redo":
            assert event.of == self.undone[-1][0].id
            self.done.append(self.undone.pop()[1])
        else:
            self.done.append(event)
            self.undone.clear()
        self.events.append(event)
        return event

    def memory(self, card: str) -> Memory:
        memory = new_memory(card)
        for event in self.done:
            if event.card == card and event.grade is not None:
                memory = review(memory, event.grade, event.at, event.day, self.scheduler)
            elif event.card == card and event.kind == "bury":
                memory = replace(memory, buried_day=event.day)
            elif event.card == card and event.kind == "restart":
                memory = new_memory(card)
            elif event.card == card:
                memory = replace(memory, suspended=True)
        return memory

    def history(self, card: str) -> list[Event]:
        return [event for event in self.events if event.card == card]

    def memories(self) -> dict[str, Memory]:
        return {event.card: self.memory(event.card) for event in self.events}

    def to_undo(self) -> Event | None:
        return self.done[-1] if self.done else None

    def to_redo(self) -> tuple[Event, Event] | None:
        return self.undone[-1] if self.undone else None


@dataclass
class Desk:
    """Where a learner sits: a library, a log, a clock; `sit` plays a session with the replies of a
    script.
    """

    library: Library
    log: Any = field(default_factory=UndoList)
    now: float = MORNING
    questions: list[Question] = field(default_factory=list)
    closings: list[tuple[Any, str]] = field(default_factory=list)
    edit: Callable[[Card], tuple[Library, str]] | None = None
    limits: Limits = field(default_factory=Limits)
    drill: Callable[[Sequence[str]], str] = lambda _: ""

    def open(self) -> Session:
        cards, memories = self.library.cards, self.log.memories()
        keys = gather(cards, memories, self.now, day_of(self.now), self.limits)
        titles = {deck.id: deck.title for deck in self.library.decks}
        return Session({card.key: card for card in cards}, titles, memories, keys, Scheduler())

    def sit(self, ask: Callable[[Question | None], Reply]) -> Session:
        """Study one session; `ask` gets the question, or None at the end, and gives the reply."""

        def asked(question: Question) -> Reply:
            self.questions.append(question)
            return ask(question)

        def closed(summary: Any, message: str) -> Reply:
            self.closings.append((summary, message))
            return ask(None)

        edit = self.edit or (lambda _: (self.library, ""))
        return run(
            self.open(), Edges(lambda: self.now, day_of, self.log, asked, closed, edit, self.drill)
        )

    def play(self, *replies: Reply | float) -> Session:
        """Study one session with these replies; a number moves the clock by so many seconds; then
        leave.
        """
        from quizcards.study.session import Command

        script: Iterator[Reply | float] = iter(replies)

        def ask(_: Question | None) -> Reply:
            for reply in script:
                if not isinstance(reply, (int, float)):
                    return reply
                self.now += reply
            return Command("quit")

        return self.sit(ask)

    @property
    def asked(self) -> list[str]:
        return [question.card.key for question in self.questions]


@pytest.fixture(scope="session")
def at_desk(library: Callable[..., Library]) -> Callable[..., Desk]:
    """Sit a learner down before cards with these keys."""
    return lambda *keys, **more: Desk(library(*keys), **more)


@pytest.fixture(scope="session")
def morning() -> float:
    return MORNING


@pytest.fixture(scope="session")
def today() -> int:
    return DAY
