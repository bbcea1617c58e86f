"""Concepts by how well they are known, in colour and without; and what builds on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from quizcards.insight.prerequisites import Branch
from quizcards.insight.stats import Concept
from quizcards.terminal.palette import HEADING, MIDDLING, RIGHT, WRONG
from quizcards.terminal.text import QUIET, cropped, wrapped

_KEY = "● 목표 이상  ◐ 조금 아래  ○ 한참 아래  · 새 카드"
_POOR = 0.15
"""Further below the target than this is far below."""


def recalled(concept: Concept, target: float) -> Text:
    """Return how likely a concept is to be recalled, and its name; a new one's is quiet."""
    if concept.recall is None:
        return Text(f"·      {concept.name}", style=QUIET)
    mark, tone = _rated(concept.recall, target)
    return (
        Text()
        .append(f"{mark} {concept.recall:>4.0%} ", tone)
        .append(concept.name, QUIET if concept.suspended else "")
    )


def _rated(recall: float, target: float) -> tuple[str, str]:
    """Return a mark and a colour that say the same."""
    if recall >= target:
        return "●", RIGHT
    return ("◐", MIDDLING) if recall >= target - _POOR else ("○", WRONG)


def tree_lines(
    concepts: Mapping[str, Concept], branches: Sequence[Branch], target: float, width: int
) -> list[Text]:
    """Return what builds on what, each concept under the deepest one that it needs."""
    if not branches:
        return []
    lines = [cropped(Text("개념 지도", style=HEADING).append(f"   {_KEY}", QUIET), width)]
    for branch in branches:
        line = Text()
        for ends in branch.ends[:-1]:
            line.append("   " if ends else "│  ", QUIET)
        if branch.ends:
            line.append("└─ " if branch.ends[-1] else "├─ ", QUIET)
        line.append_text(recalled(concepts[branch.card], target))
        line.append(" (쉬는 중)" if concepts[branch.card].suspended else "", QUIET)
        if branch.also:
            line.append(f" ← {', '.join(concepts[key].name for key in branch.also)}", QUIET)
        lines.append(cropped(line, width))
    alone = len(concepts) - len(branches)
    said = f"다른 카드와 이어지지 않은 카드 {alone:,}장은 그리지 않았습니다."
    return lines + (wrapped(said, width, QUIET) if alone else [])
