"""Which key means what in an interview while the answer is in sight.

It is the same on a full screen and line by line.
"""

from __future__ import annotations

from quizcards.interview.answering import usual
from quizcards.interview.state import Scene, Step
from quizcards.model import Grade
from quizcards.terminal.study_keys import GRADES, TOGGLES, begins_answer
from quizcards.terminal.views import GRADE_KEYS

COMMANDS = frozenset("pqt?/")
"""The keys that mean something before an answer is given."""
STUCK = "1"
"""Says that one is stuck, as it does where the answer is in sight."""


def begins(key: str, scene: Scene) -> bool:
    """Say whether a key is the first of an answer that is written."""
    return scene.item is not None and begins_answer(key, scene.item.asked.answering, COMMANDS)


def marked(key: str, scene: Scene, step: Step) -> Step:
    """Return the step with a key point toggled, or closed with a grade.

    It is the same step where the key says neither.
    """
    if key in TOGGLES[: len(step.marks)]:
        return step.toggled(TOGGLES.index(key))
    if key in GRADES and scene.item is None:
        return step.closed(GRADES[key])
    if key != "enter":
        return step
    return step.closed(None if scene.item is not None else usual(scene, step))


def what_closes(scene: Scene, step: Step) -> str:
    """Say which key goes on from an answer."""
    if scene.item is not None:
        return "Enter를 누르면 다음으로 갑니다."
    if step.turn.kind == "followup":
        if usual(scene, step) is Grade.AGAIN:
            return "막혔으면 Enter, 대답했으면 3을 눌러 주세요."
        return "대답했으면 Enter, 막혔으면 1을 눌러 주세요."
    ticks = "말한 것을 표시하고 " if step.marks else ""
    return f"{ticks}Enter를 누르거나, {', '.join(GRADE_KEYS)} 가운데 하나를 눌러 주세요."
