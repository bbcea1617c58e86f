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
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.question import Chance, Item
from quizcards.study.wording import shown_hash


class Log(Protocol):
    """Where reviews are kept for good. `append` returns once the event is safe."""

    def append(self, event: Event) -> Event: ...
    def history(self, card: str) -> Sequence[Event]: ...


@dataclass(frozen=True)
class Edges:
    """The world outside: clock, calendar, chance, log, file, calculations, and the learner.

    `keep` adds a step to the interview's own file; `item` makes what is asked at the whiteboard
    from a seed, or from a later one whose numbers are easier;
    `lexicon` gives the glossary that typed answers are read with.
    """

    now: Callable[[], float]
    day: Callable[[float], int]
    chance: Chance
    log: Log
    keep: Callable[[Step], None]
    item: Callable[[Card, int], Item | None]
    ask: Callable[[Scene], Reply]
    lexicon: Callable[[], Lexicon] = lambda: NO_GLOSSARY


def interview(state: Interview, edges: Edges) -> Interview:
    """Ask question after question until the time is used or the learner leaves.

    What was done is durable before the next.
    """
    while True:
        state = _with_next_step(state, edges)
        if state.current is None:
            return state
        reply = _ask(state.current, state, edges)
        if reply.step.phase == "done":
            _log(reply.step, state, edges)
        edges.keep(reply.step)
        state = state.with_step(reply.step)
        if reply.leaves:
            return state


def _with_next_step(state: Interview, edges: Edges) -> Interview:
    """Turn to the next question where the last is done."""
    if state.current is not None:
        return state
    turn = next_turn(state, edges.chance)
    if turn is None:
        return state
    step = opened(turn)
    edges.keep(step)
    return state.with_step(step)


def _ask(step: Step, state: Interview, edges: Edges) -> Reply:
    """Ask a step; what cannot be made for the whiteboard is passed over."""
    card = state.cards[step.turn.card]
    item = None
    if step.is_at_whiteboard:
        item = edges.item(card, step.turn.seed)
        if item is None:
            return Reply(replace(step, phase="done", share=None))
        step = replace(step, turn=replace(step.turn, seed=item.seed))
    title = state.titles[card.deck]
    scene = Scene(
        step, card, title, item, state.used, state.minutes, edges.lexicon, state.holds_back
    )
    return edges.ask(scene)


def _log(step: Step, state: Interview, edges: Edges) -> None:
    """Add what was asked to the log, once.

    A kill between this and the step's own row asks for it again. A graded card is a review. A
    follow-up and the whiteboard are about a card that was graded minutes ago, so they are practice.
    """
    if step.grade is None and step.share is None:
        return  # nothing was asked
    card = state.cards[step.turn.card]
    step_id = state.step_id(step)
    if any(event.step == step_id for event in edges.log.history(card.key)):
        return
    is_review = step.grade is not None
    now = edges.now()
    edges.log.append(
        Event(
            id="",
            at=now,
            day=edges.day(now),
            kind="review" if is_review else "practice",
            card=card.key,
            grade=int(step.grade) if step.grade is not None else None,
            asked="interview" if is_review else step.turn.kind,
            seconds=round(step.answered, 1),
            seed=step.turn.seed or None,
            answer=step.typed,
            shown=shown_hash(card),
            step=step_id,
        )
    )
