"""Which key means what in an interview while the answer is in sight.

It is the same on a full screen and line by line.
"""

from __future__ import annotations

from quizcards.interview.state import Scene, Step
from quizcards.terminal.study_keys import GRADES, TOGGLES
from quizcards.terminal.views import GRADE_KEYS


def marked(key: str, scene: Scene, step: Step) -> Step:
    """Return the step with a key point toggled, or closed with a grade.

    It is the same step where the key says neither.
    """
    if key in TOGGLES[: len(step.marks)]:
        return step.toggled(TOGGLES.index(key))
    if key in GRADES and scene.item is None:
        return step.closed(GRADES[key])
    proposal = step.proposal(scene.card.key_points)
    if key == "enter" and (scene.item is not None or proposal is not None):
        return step.closed(proposal)
    return step


def what_closes(scene: Scene, step: Step) -> str:
    """Say which key goes on from an answer."""
    if scene.item is not None:
        return "Enter를 누르면 다음으로 갑니다."
    if step.turn.kind == "followup":
        return "대답했으면 3, 막혔으면 1을 눌러 주세요."
    return (
        f"말한 것을 표시하고 Enter를 누르거나, {', '.join(GRADE_KEYS)} 가운데 하나를 눌러 주세요."
    )
