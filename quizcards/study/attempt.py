"""An answer in the making: nothing yet, then what was typed or chosen, what is said of it, and the grade it suggests."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quizcards.model import Grade
from quizcards.quiz.judge import judge, solution
from quizcards.quiz.question import Item, Points, Spoken, Verdict
from quizcards.quiz.typed import PointMark, State, marks, proposed_grade


@dataclass(frozen=True)
class Attempt:
    """Nothing is revealed before an answer is given or given up."""

    item: Item
    typed: str | None = None
    verdict: Verdict | None = None
    marks: tuple[PointMark, ...] = ()
    revealed: bool = False

    @property
    def proposed(self) -> Grade | None:
        """The grade that the answer suggests; none where only the learner can judge."""
        if self.marks:
            return proposed_grade(self.marks)
        return self.verdict.grade if self.verdict else None

    def answered(self, text: str) -> Attempt:
        """Take an answer. Raises QuizcardsError where it cannot be read and is to be written again."""
        answering = self.item.asked.answering
        if isinstance(answering, Points):
            return replace(self, typed=text, revealed=True)._marked(marks(text, answering.points))
        if isinstance(answering, Spoken):
            return replace(self, typed=text, revealed=True)
        return replace(self, typed=text, revealed=True, verdict=judge(answering, text))

    def given_up(self) -> Attempt:
        """Show the answer without one of the learner's own."""
        answering = self.item.asked.answering
        if isinstance(answering, Points):
            return replace(self, revealed=True)._marked(marks("", answering.points))
        if isinstance(answering, Spoken):
            return replace(self, revealed=True)
        return replace(self, revealed=True, verdict=Verdict(0.0, solution(answering)))

    def toggled(self, index: int) -> Attempt:
        """Turn a key point's mark over: what was not covered is, and the other way round."""
        if index >= len(self.marks):
            return self
        mark = self.marks[index]
        turned = State.MISSED if mark.state is State.COVERED else State.COVERED
        return self._marked((*self.marks[:index], replace(mark, state=turned), *self.marks[index + 1 :]))

    def _marked(self, found: tuple[PointMark, ...]) -> Attempt:
        share = sum(mark.state is State.COVERED for mark in found) / len(found)
        return replace(self, marks=found, verdict=Verdict(share, ()))
