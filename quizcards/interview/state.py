"""A mock interview: an immutable state made of its steps alone.

To resume one is to read its steps again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from quizcards.model import Card, FollowUp, Grade, KeyPoint, by_any_key
from quizcards.quiz.judge import judge, solution
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.phrases import Span
from quizcards.quiz.question import Code, Item, Number, Verdict
from quizcards.quiz.statement import falsehoods
from quizcards.quiz.typed import PointMark, State, marks, proposed_grade

PREPARE = {"topic": 30, "drill": 15}
ANSWER = {"topic": 120, "drill": 90, "followup": 60, "numeric": 180, "code": 180}
"""Seconds on the clocks.

A preparation that runs out begins the answer; an answer that runs over is never cut off.
"""
LEAST = 90
"""Seconds that have to be left for another topic to be begun."""
GRACE = 1.0
"""Seconds after a preparation ran out in which a key still means to begin the answer."""
WHITEBOARDS = {"numbers": "numeric", "code": "code"}
"""What may be asked at the whiteboard, and the kind of question that it is."""
SILENCE = 3.0
"""Seconds in which nothing can have been explained aloud."""
PLAIN = -1
"""In place of the number of a follow-up: the answer is asked for again, in a sentence."""

IN_A_SENTENCE = "방금 질문에 한 문장으로만 답한다면 뭐라고 하시겠어요?"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of the interviewer's, and the sentence that leads to it.

    `kind` is topic, followup, drill, numeric or code. A follow-up is one of the card's, asked for
    the key point that was missed, if any; a drill stands `depth` prerequisites below its topic; the
    numbers of a numeric, and the line of a code, come from `seed`.
    """

    kind: str
    card: str
    bridge: str = ""
    depth: int = 0
    followup: int = 0
    point: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One turn as far as it has gone.

    `phase` is prepare, answer, compare (with the answer in sight) or done. `marks` has a `State`
    for each key point, as the learner left it, where any of them may be said; `share` says how much
    of a follow-up or a calculation was right, `grade` how the learner graded a topic or a drill.
    """

    turn: Turn
    phase: str
    prepared: float = 0.0
    answered: float = 0.0
    compared: float = 0.0
    marks: tuple[int, ...] = ()
    typed: str | None = None
    share: float | None = None
    grade: int | None = None
    is_heard: bool = True
    """Whether a follow-up that was typed says the key point that it asks for."""
    nice: tuple[int, ...] = ()
    """The key points that only round the answer off, and are not counted."""

    @property
    def is_at_whiteboard(self) -> bool:
        """Say whether a calculation or a line of code is asked for."""
        return self.turn.kind in WHITEBOARDS.values()

    @property
    def seconds(self) -> float:
        """Seconds of the interview that it took: while the learner grades, its clock stands."""
        return self.prepared + self.answered

    @property
    def left(self) -> float:
        """Seconds left on the clock that runs now; below zero once an answer runs over."""
        if self.phase == "prepare":
            return PREPARE[self.turn.kind] - self.prepared
        return ANSWER[self.turn.kind] - self.answered

    @property
    def has_just_begun(self) -> bool:
        """Say whether the preparation ran out by itself a moment ago."""
        ran_out = self.prepared >= PREPARE.get(self.turn.kind, math.inf)
        return self.phase == "answer" and ran_out and self.answered < GRACE

    @property
    def is_weak(self) -> bool:
        """Say whether a topic or a drill was graded below good."""
        return self.grade is not None and self.grade < Grade.GOOD

    @property
    def known_marks(self) -> tuple[int, ...]:
        """The marks that say something.

        They do not where an answer was spoken, graded as recalled, and no key point was marked.
        """
        is_unmarked = not self.typed and not any(self.marks) and self.grade != Grade.AGAIN
        return () if is_unmarked else self.marks

    @property
    def counted(self) -> tuple[int, ...]:
        """The key points that count for the interview, of an answer whose marks say something."""
        return tuple(i for i in range(len(self.known_marks)) if i not in self.nice)

    @property
    def is_blank(self) -> bool:
        """Say whether a topic or a drill failed with no key point said."""
        return self.grade == Grade.AGAIN and State.COVERED not in self.marks

    @property
    def is_silent(self) -> bool:
        """Say whether nothing was typed, and no time was taken to say anything."""
        return not self.typed and self.answered < SILENCE

    def proposal(self, points: Sequence[KeyPoint]) -> Grade | None:
        """Return the grade that the marks of these key points come to, if there are any."""
        if not self.marks:
            return None
        return proposed_grade([PointMark(State(mark)) for mark in self.marks], points)

    def passed(self, seconds: float) -> Step:
        """Let time pass on the clock of this phase."""
        if self.phase == "prepare":
            step = replace(self, prepared=round(self.prepared + seconds, 2))
            return step if step.left > 0 else step.begun()
        if self.phase == "answer":
            return replace(self, answered=round(self.answered + seconds, 2))
        return replace(self, compared=round(self.compared + seconds, 2))

    def begun(self) -> Step:
        """End the preparation."""
        return replace(self, phase="answer")

    def said(
        self,
        card: Card,
        item: Item | None,
        typed: str | None = None,
        lexicon: Lexicon = NO_GLOSSARY,
    ) -> Step:
        """End the answer: what was typed proposes the marks, read with a glossary.

        Raises QuizcardsError for a number that cannot be read, and code that may not run.
        """
        step = replace(self, phase="compare", typed=typed)
        if item is not None and isinstance(item.asked.answering, Number | Code):
            return replace(step, share=judge(item.asked.answering, typed).share if typed else 0.0)
        found = marks(typed or "", card.key_points, lexicon, card.question, falsehoods(card))
        if self.turn.kind == "followup" and self.turn.followup != PLAIN:
            point = self.turn.point
            is_heard = not typed or point is None or found[point].state is State.COVERED
            return replace(step, is_heard=is_heard)
        nice = tuple(i for i, point in enumerate(card.key_points) if point.nice)
        return replace(
            step,
            marks=tuple(int(mark.state) for mark in found),
            nice=nice if len(nice) < len(found) else (),
        )

    def toggled(self, point: int) -> Step:
        """Mark a key point as covered, or as missed if it was."""
        turned = State(self.marks[point]).turned
        return replace(self, marks=(*self.marks[:point], int(turned), *self.marks[point + 1 :]))

    def closed(self, grade: Grade | None) -> Step:
        """End the turn with the learner's own grade.

        Of a follow-up it says whether it was answered.
        """
        if self.turn.kind == "followup":
            return replace(
                self, phase="done", share=float(grade is not None and grade >= Grade.GOOD)
            )
        return replace(self, phase="done", grade=grade)


@dataclass(frozen=True)
class Scene:
    """All that a screen needs to ask a step.

    `item` is what is asked at the whiteboard, `used` the seconds of the interview so far, `lexicon`
    gives the glossary that a typed answer is read with. Where `holds_back`, neither an answer nor a
    key point is shown before the report, and a question ends with its answer.
    """

    step: Step
    card: Card
    deck_title: str
    item: Item | None
    used: float
    minutes: int
    lexicon: Callable[[], Lexicon] = lambda: NO_GLOSSARY
    holds_back: bool = False


@dataclass(frozen=True)
class Remarks:
    """What there is to say about an answer that was given, for a screen to show.

    `verdict` is that of the whiteboard; `spans` are for each key point the places in a typed answer
    that speak for it.
    """

    verdict: Verdict | None
    spans: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Reply:
    """The step as it now stands, to be kept, and whether the learner leaves."""

    step: Step
    leaves: bool = False


@dataclass(frozen=True)
class Interview:
    """`chosen` are the cards that may become topics; prerequisites come from all `cards`.

    `weights` say of a card how likely it is drawn, 1 where they do not. Where `holds_back`, every
    model answer waits for the report.
    """

    cards: Mapping[str, Card]
    titles: Mapping[str, str]
    chosen: tuple[str, ...]
    minutes: int
    started: float
    steps: tuple[Step, ...] = ()
    holds_back: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    whiteboard: str = "numeric"
    """The kind of question that is asked at the whiteboard."""
    openers: tuple[str, ...] = ()
    """Of the chosen those that it may begin with: all, where there are none."""

    @property
    def current(self) -> Step | None:
        """The step that is not done yet."""
        return self.steps[-1] if self.steps and self.steps[-1].phase != "done" else None

    @property
    def used(self) -> float:
        """Seconds used so far, pauses left out."""
        return sum(step.seconds for step in self.steps)

    @property
    def is_over(self) -> bool:
        """Say whether the time is used; a question that was begun is still heard to its end."""
        return self.current is None and self.used >= 60 * self.minutes

    @property
    def is_closing(self) -> bool:
        """Say whether the time that is left is too short for another topic."""
        return self.current is None and 60 * self.minutes - self.used < LEAST

    def step_id(self, step: Step) -> str:
        """Return what names a step in the history of its card.

        No question is asked twice in an interview.
        """
        return f"{self.started:.6f}-{step.turn.kind}-{step.turn.followup}"

    def with_step(self, step: Step) -> Interview:
        """Take in a step, in place of the same one when it had not gone so far."""
        before = self.steps[:-1] if self.current else self.steps
        return replace(self, steps=(*before, step))

    def replayed(self, rows: Iterable[Mapping[str, Any]]) -> Interview:
        """Take in the rows of an interview that was left.

        What the decks no longer hold is passed over. Steps of a card that was renamed since are
        steps of the card as it is called now.
        """
        state = self
        known = by_any_key(self.cards.values())
        for step in steps_of(rows):
            card = known.get(step.turn.card)
            if card is not None and _fits(step, card):
                state = state.with_step(replace(step, turn=replace(step.turn, card=card.key)))
        return state


def _fits(step: Step, card: Card) -> bool:
    """Say whether a step can go on with a card that may have been edited since."""
    if step.turn.kind == "followup" and step.turn.followup != PLAIN:
        return step.turn.followup < len(card.followups)
    return step.phase != "compare" or not step.marks or len(step.marks) == len(card.key_points)


def followup_of(turn: Turn, card: Card) -> FollowUp:
    """Return what a follow-up asks and its answer: the author's, or that a key point is one."""
    if turn.followup != PLAIN:
        return card.followups[turn.followup]
    points = " / ".join(point.point for point in card.key_points)
    return FollowUp(IN_A_SENTENCE, f"이 가운데 하나면 됩니다: {points}")


def opened(turn: Turn) -> Step:
    """Return the beginning of a turn."""
    return Step(turn, "prepare" if turn.kind in PREPARE else "answer")


def remarks(scene: Scene) -> Remarks:
    """Mark an answer that was given."""
    typed = scene.step.typed
    points = scene.card.key_points
    if scene.item is not None:
        return Remarks(verdict_on(scene.item, typed), ())
    if not typed:
        return Remarks(None, tuple(() for _ in points))
    lexicon, false = scene.lexicon(), falsehoods(scene.card)
    found = marks(typed, points, lexicon, scene.card.question, false)
    return Remarks(None, tuple(mark.spans for mark in found))


def verdict_on(item: Item, typed: str | None) -> Verdict | None:
    """Return how an answer at the whiteboard is marked; None where nothing there can be marked.

    Raises QuizcardsError for a number that cannot be read, and code that may not run.
    """
    asked = item.asked.answering
    if not isinstance(asked, Number | Code):
        return None
    return judge(asked, typed) if typed else Verdict(0.0, solution(asked))


def row_of(step: Step) -> dict[str, Any]:
    """Return a step as plain data, to be kept."""
    return asdict(step)


def steps_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    """Yield the steps that rows were made from; a row that holds none is passed over."""
    for row in rows:
        with suppress(KeyError, TypeError):
            kept = {name: tuple(row.get(name, ())) for name in ("marks", "nice")}
            step = Step(**{**row, **kept, "turn": Turn(**row["turn"])})
            if _holds_numbers(step):
                yield step


def _holds_numbers(step: Step) -> bool:
    """Say whether there are numbers where a step has some; a row may be anybody's."""
    times = (step.prepared, step.answered, step.compared)
    told = (number for number in (step.share, step.grade) if number is not None)
    numbers = (*times, *told, *step.marks, *step.nice)
    return all(isinstance(one, int | float) and math.isfinite(one) for one in numbers)
