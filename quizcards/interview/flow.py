"""A whole interview on one page; every edge arrives as an argument.

steps -> next turn -> Scene -> Reply -> event (durable) -> step (durable) -> steps -> ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from quizcards.interview.interviewer import next_turn
from quizcards.interview.state import Interview, Reply, Scene, Step, opened
from quizcards.model import Card, Event
from quizcards.quiz.question import Chance, Item
from quizcards.study.wording import shown_hash


class Log(Protocol):
    """Where reviews are kept for good. `append` returns once the event is safe."""

    def append(self, event: Event) -> Event: ...
    def history(self, card: str) -> Sequence[Event]: ...


@dataclass(frozen=True)
class Edges:
    """The world outside: clock, calendar, chance, the log, the interview's own file, numbers to
    compute, the learner.
    """

    now: Callable[[], float]
    day: Callable[[float], int]
    chance: Chance
    log: Log
    keep: Callable[[Step], None]
    item: Callable[[Card, int], Item | None]
    ask: Callable[[Scene], Reply]


def interview(state: Interview, edges: Edges) -> Interview:
    """Ask question after question until the time is used or the learner leaves.

    What was done is durable before the next.
    """
    while (step := (state := _turned(state, edges)).current) is not None:
        reply = _asked(state, step, edges)
        if reply.step.phase == "done":
            _log(reply.step, state, edges)
        edges.keep(reply.step)
        state = state.with_step(reply.step)
        if reply.leaves:
            break
    return state


def _turned(state: Interview, edges: Edges) -> Interview:
    """Turn to the next question where the last is done."""
    if state.current is not None or (turn := next_turn(state, edges.chance)) is None:
        return state
    step = opened(turn)
    edges.keep(step)
    return state.with_step(step)


def _asked(state: Interview, step: Step, edges: Edges) -> Reply:
    """Ask a step; a calculation for which no inputs will do is passed over."""
    card, item = state.cards[step.turn.card], None
    if step.turn.kind == "numeric" and (item := edges.item(card, step.turn.seed)) is None:
        return Reply(replace(step, phase="done", share=None))
    return edges.ask(Scene(step, card, state.titles[card.deck], item, state.used, state.minutes))


def _log(step: Step, state: Interview, edges: Edges) -> None:
    """Add what was asked to the log, once: a kill between this and the step's own row asks for it
    again.

    A graded card is a review. A follow-up and a calculation are about a card that was graded
    minutes ago, so they are practice.
    """
    if step.grade is None and step.share is None:
        return  # nothing was asked
    card, turn = state.cards[step.turn.card], step.turn
    kind, asked = ("practice", turn.kind) if step.grade is None else ("review", "interview")
    before = sum(
        (done.turn.kind, done.turn.card) == (turn.kind, card.key)
        and (done.grade, done.share) != (None, None)
        for done in state.steps
        if done.phase == "done"
    )
    history = edges.log.history(card.key)
    if sum((e.kind, e.asked) == (kind, asked) and e.at >= state.started for e in history) > before:
        return
    now = edges.now()
    edges.log.append(
        Event(
            id="",
            at=now,
            day=edges.day(now),
            kind=kind,
            card=card.key,
            grade=None if step.grade is None else int(step.grade),
            asked=asked,
            seconds=round(step.answered, 1),
            seed=turn.seed or None,
            answer=step.typed,
            shown=shown_hash(card),
        )
    )
