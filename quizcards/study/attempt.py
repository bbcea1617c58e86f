"""An answer in the making: what was typed or chosen, the verdict, and the grade it suggests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from quizcards.model import Event, Grade, KeyPoint
from quizcards.quiz.question import FEW, Blank, Choice, Code, Item, Points, Spoken, Verdict
from quizcards.study.asking import RECALL

if TYPE_CHECKING:
    from quizcards.quiz.lexicon import Lexicon
    from quizcards.quiz.typed import PointMark

TRIES = 3
"""From so many wrong lines of code on, each brings a hint."""

# what marks an answer is imported once there is one: the first question must not wait for it


class Try(NamedTuple):
    """A line of code that was wrong, and the verdict on it."""

    text: str
    verdict: Verdict

    @property
    def said(self) -> tuple[str, ...]:
        """What there is to say about it but for the answer."""
        return self.verdict.lines[:-1]


@dataclass(frozen=True)
class Attempt:
    """Nothing is revealed before an answer is given or given up.

    `lexicon` gives the glossary that the answer is read with, once there is an answer.
    """

    item: Item
    typed: str | None = None
    verdict: Verdict | None = None
    marks: tuple[PointMark, ...] = ()
    revealed: bool = False
    claimed: bool = False
    """Whether the learner takes the answer for right though it was marked wrong."""
    tries: tuple[Try, ...] = ()
    """Wrong lines of code, the last one last."""
    hinted: int = 0
    """How many hints were given."""
    lexicon: Callable[[], Lexicon] | None = field(default=None, compare=False)

    @property
    def is_of_the_card(self) -> bool:
        """Whether the card's own question was asked, whose answer is the card's."""
        return self.item.asked.prompt == self.item.card.question

    @property
    def points(self) -> tuple[KeyPoint, ...]:
        """The key points that a written answer to this question is held against."""
        answering = self.item.asked.answering
        if isinstance(answering, Points):
            return answering.points
        return self.item.card.key_points if self.item.kind == RECALL else ()

    @property
    def proposed(self) -> Grade | None:
        """The grade that the answer suggests; none where only the learner can judge."""
        if self.marks:
            from quizcards.quiz.typed import proposed_grade

            return proposed_grade(self.marks, self.points)
        if self.outcome is None or self.may_be_a_guess:
            return None
        is_helped = self.outcome.share == 1 and bool(self.tries or self.hinted)
        if not is_helped:
            return self.outcome.grade
        return Grade.AGAIN if self.hinted and self.hinted == len(self._hints) else Grade.HARD

    @property
    def _hints(self) -> tuple[str, ...]:
        answering = self.item.asked.answering
        return answering.hints if isinstance(answering, Code) else ()

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints that were given; the last of them all is the answer."""
        return self._hints[: self.hinted]

    @property
    def may_be_hinted(self) -> bool:
        """Whether there is a further hint to ask for."""
        return not self.revealed and self.hinted < len(self._hints)

    @property
    def may_be_a_guess(self) -> bool:
        """Whether the right option was chosen of few: only the learner knows if it was known."""
        answering = self.item.asked.answering
        is_right = self.outcome is not None and self.outcome.share == 1
        return is_right and isinstance(answering, Choice) and len(answering.options) <= FEW

    @property
    def outcome(self) -> Verdict | None:
        """The verdict that counts: right, where the learner says so."""
        if self.claimed and self.verdict:
            return Verdict(1.0, self.verdict.lines)
        return self.verdict

    @property
    def can_be_claimed(self) -> bool:
        """Whether an answer was marked that may be right after all; key points are marked anew."""
        return bool(self.typed and self.verdict and not self.marks and self.verdict.share < 1)

    def answered(self, text: str) -> Attempt:
        """Take an answer.

        Raises QuizcardsError where it cannot be read and is to be written again.
        """
        answering = self.item.asked.answering
        taken = replace(self, typed=text, revealed=True)
        if self.points:
            return taken._suggested(text)
        if isinstance(answering, Points | Spoken):
            return taken
        from quizcards.quiz.judge import judge

        is_blank = isinstance(answering, Blank)
        same = self.lexicon().says_same if self.lexicon and is_blank else None
        return replace(taken, verdict=judge(answering, text, same))

    def tried(self, text: str) -> Attempt:
        """Run a line of code: one that is right is the answer, another may be mended.

        From the `TRIES`th wrong one on each brings a hint. Raises QuizcardsError as `answered`
        does.
        """
        taken = self.answered(text)
        assert taken.verdict is not None, "code is marked"
        if taken.verdict.share == 1:
            return taken
        wrong = replace(self, tries=(*self.tries, Try(text, taken.verdict)))
        return wrong.with_hint() if len(wrong.tries) >= TRIES else wrong

    def with_hint(self) -> Attempt:
        """Give the next hint, if there is one."""
        return replace(self, hinted=min(self.hinted + 1, len(self._hints)))

    def given_up(self) -> Attempt:
        """Show the answer without one of the learner's own, but for code that was tried."""
        if self.tries:
            last = self.tries[-1]
            return replace(self, typed=last.text, revealed=True, verdict=last.verdict)
        answering = self.item.asked.answering
        shown = replace(self, revealed=True)
        if isinstance(answering, Points):
            return shown._suggested("")
        if isinstance(answering, Spoken):
            return shown
        from quizcards.quiz.judge import solution

        return replace(shown, verdict=Verdict(0.0, solution(answering)))

    def as_given(self, event: Event) -> Attempt:
        """Take the answer that an event holds, as it was given."""
        taken = self.given_up() if event.answer is None else self.answered(event.answer)
        return replace(taken, claimed=bool(event.claimed))

    def claim_turned(self) -> Attempt:
        """Take the answer for right, or no longer."""
        return replace(self, claimed=not self.claimed)

    def toggled(self, index: int) -> Attempt:
        """Turn a key point's mark over: what was not covered is, and the other way round."""
        if index >= len(self.marks):
            return self
        marks = list(self.marks)
        marks[index] = replace(marks[index], state=marks[index].state.turned)
        return self._marked(tuple(marks))

    def _suggested(self, text: str) -> Attempt:
        from quizcards.quiz.lexicon import NO_GLOSSARY
        from quizcards.quiz.statement import falsehoods
        from quizcards.quiz.typed import marks

        lexicon = self.lexicon() if self.lexicon and text else NO_GLOSSARY
        false = falsehoods(self.item.card)
        return self._marked(marks(text, self.points, lexicon, self.item.asked.prompt, false))

    def _marked(self, found: tuple[PointMark, ...]) -> Attempt:
        from quizcards.quiz.typed import State

        share = sum(mark.state is State.COVERED for mark in found) / len(found)
        return replace(self, marks=found, verdict=Verdict(share, ()))
