"""READ FIRST. A whole study session on one page; every edge arrives as an argument.

content/*.yaml -> Library -> gather (or the plan's queue) -> Session -> Question -> Reply -> Event
(durable) -> Session -> ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from quizcards.model import Card, Event, EventKind, Library, Memory
from quizcards.quiz.question import Item, Points, Spoken
from quizcards.study.asking import step_of
from quizcards.study.names import called
from quizcards.study.session import Command, Graded, Question, Reply, Session
from quizcards.study.strength import recall_at
from quizcards.study.summary import (
    MORE,
    Aside,
    Summary,
    graduated,
    stronger,
    summarize,
    weak_cards,
)
from quizcards.study.wording import has_changed, wording


class Log(Protocol):
    """Where answers are kept for good. `append` returns once the event is safe."""

    def append(self, event: Event) -> Event: ...
    def memory(self, card: str) -> Memory: ...
    def history(self, card: str) -> Sequence[Event]: ...
    def to_undo(self) -> Event | None: ...
    def to_redo(self) -> tuple[Event, Event] | None: ...


@dataclass(frozen=True)
class Edges:
    """The world outside: clock, calendar, log, the learner, and the learner's editor.

    `drill` asks some cards in a test that leaves the schedule alone, and returns what is to be said
    of it.
    """

    now: Callable[[], float]
    day: Callable[[float], int]
    log: Log
    ask: Callable[[Question], Reply]
    close: Callable[[Summary, str], Reply]
    edit: Callable[[Card], tuple[Library, str]]
    drill: Callable[[Sequence[str]], str]


def study(session: Session, edges: Edges) -> Session:
    """Ask card after card until the learner leaves.

    An answer is durable before the next card appears.
    """
    begun = session
    session = _advance(session, edges)
    while True:
        item = None
        if session.current is not None:
            question = _question(session, edges)
            item = question.item
            reply = edges.ask(question)
        else:
            now = edges.now()
            summary = summary_of(begun, session, now, edges.day(now))
            reply = edges.close(summary, session.message)
        if reply == Command("quit"):
            return session
        session = _step(session, item, reply, edges)


def summary_of(begun: Session, end: Session, now: float, day: int) -> Summary:
    """Return what a session came to from when it was begun."""
    recall = recall_at(end.scheduler, now, day)
    summary = summarize(end.answers, end.cards, end.memories, day, end.ahead)
    return replace(
        summary,
        graduated=graduated(begun.memories, end.memories),
        stronger=stronger(end.cards, end.answers, begun.memories, end.memories),
        weak=weak_cards(end.cards, end.answers, end.memories, recall, day),
        aside=_put_aside(end),
        left=end.still_left(day),
    )


def _put_aside(session: Session) -> tuple[Aside, ...]:
    """Return what was put off or suspended in a session, by name."""
    return tuple(
        Aside(event.card, called(session.cards[event.card]), event.kind == "suspend")
        for event in session.aside
        if event.card in session.cards
    )


def _question(session: Session, edges: Edges) -> Question:
    now = edges.now()
    question = session.question(now, edges.day(now))
    if question.waits:
        question = question.early()
    if question.is_new or not has_changed(question.card, edges.log.history(question.card.key)):
        return question
    return question.changed()


def _step(session: Session, item: Item | None, reply: Reply, edges: Edges) -> Session:
    match reply:
        case Graded():
            assert item is not None, "only a question is graded"
            now = edges.now()
            event = review_event(item, reply, now, edges.day(now), wording(item.card))
            return _advance(session.answered(edges.log.append(event)), edges)
        case Command("undo"):
            return _undo(session, edges)
        case Command("redo"):
            return _redo(session, edges)
        case Command("bury" | "suspend" as kind):
            event = edges.log.append(_event(session, edges, kind))
            return _advance(session.hidden(event, edges.log.memory(event.card)), edges)
        case Command("restart"):
            event = edges.log.append(_event(session, edges, "restart"))
            return session.restarted(event, edges.log.memory(event.card))
        case Command("edit"):
            library, message = edges.edit(session.cards[session.current or ""])
            changed = session.with_library(library, message)
            return changed if changed.current else _advance(changed, edges)
        case Command("ahead"):
            return _advance(session.looking_ahead(), edges)
        case Command("more"):
            now = edges.now()
            return _advance(session.with_more(MORE, now, edges.day(now)), edges)
        case Command("drill"):
            now = edges.now()
            weak = summary_of(session, session, now, edges.day(now)).weak
            return session.saying(edges.drill([one.card for one in weak]))
    return session


def _advance(session: Session, edges: Edges) -> Session:
    now = edges.now()
    return session.advance(now, edges.day(now))


def _undo(session: Session, edges: Edges) -> Session:
    event = edges.log.to_undo()
    if event is None:
        return session.saying("되돌릴 것이 없습니다.")
    edges.log.append(_event(session, edges, "undo", card=event.card, of=event.id))
    return session.taken_back(event, edges.log.memory(event.card))


def _redo(session: Session, edges: Edges) -> Session:
    found = edges.log.to_redo()
    if found is None:
        return session.saying("다시 할 것이 없습니다.")
    undo, event = found
    edges.log.append(_event(session, edges, "redo", card=event.card, of=undo.id))
    return _advance(session.put_back(event, edges.log.memory(event.card)), edges)


def review_event(item: Item, reply: Graded, at: float, day: int, shown: str) -> Event:
    """Return an answer as an event: what was asked, what was answered, and how it went."""
    is_marked = not isinstance(item.asked.answering, Points | Spoken)
    return Event(
        id="",
        at=at,
        day=day,
        kind="review",
        card=item.card.key,
        grade=int(reply.grade),
        asked=item.kind,
        seconds=reply.seconds,
        seed=item.seed or None,
        answer=reply.typed,
        shown=shown,
        claimed=reply.claimed or None,
        step=step_of(item),
        wrong=(is_marked and reply.verdict is not None and reply.verdict.share < 1) or None,
    )


def _event(
    session: Session, edges: Edges, kind: EventKind, card: str | None = None, of: str | None = None
) -> Event:
    now = edges.now()
    return Event(
        id="", at=now, day=edges.day(now), kind=kind, card=card or session.current or "", of=of
    )
