"""What becomes of a question once it is answered, and whether it was."""

from __future__ import annotations

from quizcards.interview.state import Scene, Step, followup_of
from quizcards.model import Grade
from quizcards.quiz.figures import names_others_only
from quizcards.quiz.korean import gives_up
from quizcards.quiz.lexicon import NO_GLOSSARY
from quizcards.quiz.relevance import shares_nothing
from quizcards.quiz.typed import State


def answered(scene: Scene, step: Step, typed: str | None = None) -> Step:
    """Return the step with its answer, to be compared.

    Where answers wait for the report there is nothing to compare: what was typed is graded as
    proposed, and what was spoken counts as answered. Raises QuizcardsError as `Step.said`.
    """
    lexicon = scene.lexicon() if typed else NO_GLOSSARY
    said = step.said(scene.card, scene.item, typed, lexicon)
    if not scene.holds_back:
        return said
    if scene.item is not None:
        return said.closed(None)  # it is marked, and no review
    return said.closed(usual(scene, said) if typed else Grade.GOOD)


def gone_on(scene: Scene, step: Step) -> Step:
    """Return the step with its answer begun, or given where it was begun.

    Who meant to begin it just as the clock did is not taken at their word twice.
    """
    if step.phase == "prepare":
        return step.begun()
    return step if step.has_just_begun else answered(scene, step)


def may_be_stuck(scene: Scene, step: Step) -> bool:
    """Say whether the learner says here that they are stuck, as they will not be asked later."""
    return scene.holds_back and scene.item is None and step.phase == "answer"


def stuck(scene: Scene, step: Step) -> Step:
    """Return the step closed with nothing said."""
    return step.said(scene.card, scene.item).closed(Grade.AGAIN)


def usual(scene: Scene, step: Step) -> Grade:
    """Return the grade that Enter gives: what is suggested, or else that it was answered.

    Who types to a follow-up only that they do not know has not answered it, nor has who names
    numbers of which the answer has none, or says no word of it.
    """
    if step.turn.kind == "followup":
        return Grade.AGAIN if step.typed and _is_stuck(scene, step, step.typed) else Grade.GOOD
    return step.proposal(scene.card.key_points) or Grade.GOOD


def _is_stuck(scene: Scene, step: Step, typed: str) -> bool:
    if gives_up(typed) or State.CONTRARY in step.marks:
        return True
    asked = followup_of(step.turn, scene.card)
    if names_others_only(typed, asked.answer, asked.question):
        return True
    says_point = State.COVERED in step.marks or (step.turn.point is not None and step.is_heard)
    return not says_point and shares_nothing(typed, asked.answer, scene.lexicon())
