"""A whole test on one page; every edge arrives as an argument.

question -> answer -> event (durable) -> the next question, until they run out or the time does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quizcards.exam.exam import ExamResult, Result
from quizcards.model import Event
from quizcards.quiz.question import Item
from quizcards.study.flow import Log, review_event
from quizcards.study.session import Command, Graded, Position, Question, Reply, Session
from quizcards.study.wording import shown_hash

Wanted = Callable[[Sequence[Item], Sequence[Result]], Sequence[Item]]
"""Which of all items are to be asked, or were, after so many results."""


@dataclass(frozen=True)
class Edges:
    """The world outside: clock, calendar, log, the learner, and what keeps the results so far."""

    now: Callable[[], float]
    day: Callable[[float], int]
    log: Log
    ask: Callable[[Question], Reply]
    keep: Callable[[Sequence[Result]], None]


def quiz(
    session: Session,
    items: Sequence[Item],
    edges: Edges,
    until: float | None = None,
    cram: bool = False,
    wanted: Wanted = lambda items, _: items,
) -> ExamResult:
    """Ask the items in order and return what the answers came to.

    An undo comes back to the answer before, which may be graded anew but not given anew. After
    `until` no further one is asked. With `cram` the answers leave the schedule alone.
    `wanted` may leave out, after an answer, items that were not asked yet.
    """
    every = items
    results: tuple[Result, ...] = ()
    reopened: Result | None = None
    while len(results) < len(items):
        now = edges.now()
        if until is not None and now >= until and reopened is None:
            return ExamResult(results, len(items) - len(results), timed_out=True)
        item = items[len(results)]
        question = session.posed(item, now, edges.day(now), Position(len(results) + 1, len(items)))
        reply = edges.ask(
            replace(
                question,
                in_quiz=True,
                time_left=None if until is None else until - now,
                outcomes=() if cram else question.outcomes,
                given=None if reopened is None else reopened.event,
            )
        )
        if reply == Command("quit"):
            if reopened is not None:
                event = edges.log.append(replace(reopened.event, id="", at=now))
                results = (*results, replace(reopened, event=event))
                edges.keep(results)
            break
        if reply == Command("undo") and reopened is None:
            session, reopened, results = _undone(session, results, edges)
            edges.keep(results)
        elif isinstance(reply, Graded) and reply.verdict is not None:
            # what was answered counts, but nobody said how well it was known
            is_practice = cram or reply.leaves
            event = edges.log.append(_event(item, reply, edges, is_practice))
            session = session.saying("") if is_practice else session.answered(event)
            results = (*results, Result(item, reply.verdict, event))
            reopened = None
            edges.keep(results)
            if reply.leaves:
                break
        else:
            session = session.saying("시험에서는 쓸 수 없는 키입니다.")
        items = wanted(every, results)
    return ExamResult(results, len(items) - len(results), timed_out=False)


def _event(item: Item, reply: Graded, edges: Edges, is_practice: bool) -> Event:
    now = edges.now()
    # without the sketches: only a session says that a card became another one, and it must still
    # have something to say
    event = review_event(item, reply, now, edges.day(now), shown_hash(item.card))
    return replace(event, kind="practice", grade=None) if is_practice else event


def _undone(
    session: Session, results: tuple[Result, ...], edges: Edges
) -> tuple[Session, Result | None, tuple[Result, ...]]:
    """Take back how the last answer of this test was graded; return that answer, and the rest.

    The answer itself stands: the right one was seen.
    """
    event = edges.log.to_undo()
    if event is None or not results or event.id != results[-1].event.id:
        return session.saying("되돌릴 것이 없습니다."), None, results
    now = edges.now()
    edges.log.append(
        Event(id="", at=now, day=edges.day(now), kind="undo", card=event.card, of=event.id)
    )
    session = session.taken_back(event, edges.log.memory(event.card))
    return session.saying(_REGRADED), results[-1], results[:-1]


_REGRADED = "앞 문제로 돌아왔습니다. 답은 그대로 두고 매긴 것만 고칠 수 있습니다."
