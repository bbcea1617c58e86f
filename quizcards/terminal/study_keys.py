"""Which key means what at a question of a session; the same on a full screen and line by line."""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import monotonic
from typing import TYPE_CHECKING

from quizcards.model import Grade
from quizcards.quiz.question import Answering, Blank, Choice, Code, Points, Spoken
from quizcards.study.attempt import Attempt
from quizcards.study.session import Command, Graded, Question

if TYPE_CHECKING:
    from quizcards.quiz.lexicon import Lexicon

COMMANDS = {"u": "undo", "r": "redo", "e": "edit", "b": "bury", "s": "suspend", "q": "quit"}
NOT_IN_QUIZ = ("r", "e", "b", "s")
"""Commands of a session alone: a test goes on with what it began."""
RESTART = "w"
"""Learns a card afresh; only one that became another card."""
CLAIM = "y"
"""Takes an answer for right that was marked wrong."""
GRADES = {str(int(grade)): grade for grade in Grade}
TOGGLES = tuple("zcvnmgh")
"""The keys that change the mark of a key point, in the order of the points."""


def begins_answer(key: str, answering: Answering, commands: Collection[str]) -> bool:
    """Say whether a key is the first of an answer that is written.

    `commands` are the keys that mean something else: a digit never does, nor a letter that none of
    them is, where words are asked for.
    """
    if isinstance(answering, Choice | Spoken) or len(key) > 1 or key in commands:
        return False
    return isinstance(answering, Blank | Points | Code) or not key.isalpha()


def begun(question: Question, lexicon: Callable[[], Lexicon] | None) -> Attempt:
    """Return the attempt that a question begins with: a new one, or the answer that it has."""
    attempt = Attempt(question.item, lexicon=lexicon)
    return attempt if question.given is None else attempt.as_given(question.given)


def seconds_of(question: Question, since: float) -> float:
    """Return how long an answer took, of a question that was asked at this moment `monotonic`."""
    if question.given is not None and question.given.seconds is not None:
        return question.given.seconds
    return round(monotonic() - since, 1)


def graded(question: Question, attempt: Attempt, grade: Grade, since: float) -> Graded:
    """Return an answer with the learner's own grade."""
    seconds = seconds_of(question, since)
    return Graded(grade, seconds, attempt.typed, attempt.outcome, attempt.claimed)


def may_be_hinted(question: Question, attempt: Attempt) -> bool:
    """Say whether there is a hint to ask for: a test gives none."""
    return not question.in_quiz and attempt.may_be_hinted


def left(question: Question, attempt: Attempt, since: float) -> Graded | Command:
    """Leave a question; of a test, what was answered and marked still counts for its score."""
    outcome = attempt.outcome
    if not question.in_quiz or question.given is not None or outcome is None:
        return Command("quit")
    seconds = seconds_of(question, since)
    return Graded(outcome.grade, seconds, attempt.typed, outcome, attempt.claimed, leaves=True)


def meaning(key: str, question: Question, attempt: Attempt) -> Attempt | Grade | Command | None:
    """Return what a key does: the attempt as it leaves it, a grade, a command, or nothing of these.

    An answer that is written or chosen is no key: what asks takes it itself.
    """
    if key == "u" and question.in_quiz and attempt.revealed:
        return None  # a score that could be made anew after the right answer was seen is none
    if key == "u" and attempt.typed:
        return Attempt(question.item, lexicon=attempt.lexicon)
    if key in COMMANDS and not (question.in_quiz and key in NOT_IN_QUIZ):
        return Command(COMMANDS[key])
    if key == RESTART and question.has_changed:
        return Command("restart")
    if not attempt.revealed:
        is_spoken = isinstance(question.item.asked.answering, Spoken)
        return attempt.given_up() if key == "space" or (key == "enter" and is_spoken) else None
    if key == CLAIM and attempt.can_be_claimed:
        return attempt.claim_turned()
    if key in GRADES and question.outcomes:
        return GRADES[key]
    if key == "enter":
        if question.outcomes or attempt.outcome is None:
            return attempt.proposed
        return attempt.outcome.grade
    if attempt.marks and key in TOGGLES:
        return attempt.toggled(TOGGLES.index(key))
    return None
