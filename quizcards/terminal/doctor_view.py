"""The page of an examination: a line for each thing that is well, a sentence for what is not."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from quizcards.insight.health import Finding, wrong
from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import QUIET, pad, wrapped

_MARKS = {True: "✓", False: "×", None: "–"}
_MENDS = "quizcards doctor --fix가 고칩니다."


def doctor_lines(findings: Sequence[Finding], width: int) -> list[Text]:
    """Return the page; no line is wider than `width`."""
    room = max(cell_len(finding.title) for finding in findings)
    lines = []
    for finding in findings:
        text = f"{finding.text} --fix가 고칩니다." if finding.is_mendable else finding.text
        first = f" {_MARKS[finding.is_well]} {pad(finding.title, room)}   "
        style = HEADING if finding.is_well is False else QUIET
        lines += wrapped(text, width - 1, style, first)
    return [*lines, Text(), *wrapped(_summary(findings), width - 1, HEADING, " ")]


def _summary(findings: Sequence[Finding]) -> str:
    ill = wrong(findings)
    if not ill:
        return "모두 괜찮습니다."
    mendable = sum(finding.is_mendable for finding in ill)
    if mendable == len(ill):
        return f"손볼 곳 {len(ill)}군데. 모두 {_MENDS}"
    summary = f"손볼 곳 {len(ill)}군데."
    return f"{summary} 그 가운데 {mendable}군데는 {_MENDS}" if mendable else summary
