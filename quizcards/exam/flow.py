"""A whole quiz on one page: question -> answer -> event (durable) -> the next question, until they
run out or the time does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from quizcards.exam.exam import ExamResult, Result
from quizcards.model import Event
from quizcards.quiz.question import Item
from quizcards.study.flow import Edges, review_event
from quizcards.study.session import Command, Graded, Session
from quizcards.study.wording import shown_hash


def quiz(
    session: Session,
    items: Sequence[Item],
    edges: Edges,
    keep: Callable[[Sequence[Result]], None],
    until: float | None = None,
    cram: bool = False,
) -> ExamResult:
    """Ask the items in order and return what the answers came to; `keep` gets them after every
    answer.

    After `until` no further one is asked. With `cram` the answers leave the schedule alone.
    """
    results: tuple[Result, ...] = ()
    timed_out = False
    while len(results) < len(items) and not (
        timed_out := until is not None and edges.now() >= until
    ):
        item, now = items[len(results)], edges.now()
        question = session.posed(item, now, edges.day(now), len(results) + 1, len(items))
        left = None if until is None else until - now
        reply = edges.ask(
            replace(question, in_quiz=True, left=left, outcomes=() if cram else question.outcomes)
        )
        if reply == Command("quit"):
            break
        if reply == Command("undo"):
            session, results = _undone(session, results, edges)
            keep(results)
        elif isinstance(reply, Graded) and reply.verdict is not None:
            event = edges.log.append(_event(item, reply, edges, cram))
            session = session.saying("") if cram else session.answered(event)
            results = (*results, Result(item, reply.verdict, event))
            keep(results)
        else:
            session = session.saying("시험에서는 쓸 수 없는 키입니다.")
    return ExamResult(results, len(items) - len(results), timed_out)


def _event(item: Item, reply: Graded, edges: Edges, cram: bool) -> Event:
    # without the sketches: only a session says that a card became another one, and it must still
    # have something to say
    event = review_event(item, reply, edges, shown_hash(item.card))
    return replace(event, kind="practice", grade=None) if cram else event


def _undone(
    session: Session, results: tuple[Result, ...], edges: Edges
) -> tuple[Session, tuple[Result, ...]]:
    """Take back the last answer of this quiz."""
    event = edges.log.to_undo()
    if event is None or not results or event.id != results[-1].event.id:
        return session.saying("되돌릴 것이 없습니다."), results
    now = edges.now()
    edges.log.append(
        Event(id="", at=now, day=edges.day(now), kind="undo", card=event.card, of=event.id)
    )
    return session.taken_back(event, edges.log.memory(event.card)), results[:-1]
