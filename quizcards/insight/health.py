"""What an examination of the learner's machine has found, one finding for each thing looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TITLES = {
    "folder": "폴더",
    "log": "기록",
    "clock": "시계",
    "device": "기기",
    "index": "색인",
    "decks": "덱",
    "settings": "설정",
    "plan": "계획",
    "records": "면접·시험",
    "sync": "동기화",
    "leftovers": "남은 것",
    "space": "공간",
    "backup": "백업",
}
"""What is looked at, in the order of the page: the name in JSON, and what the learner reads."""


@dataclass(frozen=True)
class Finding:
    """How one thing is: well, or else what is wrong and what to do."""

    name: str
    text: str
    is_well: bool | None = True
    """None where something else that is wrong stands in the way of looking."""
    is_mendable: bool = False
    """Whether it can be mended without loss, and without the learner."""

    @property
    def title(self) -> str:
        return TITLES[self.name]


def wrong(findings: Iterable[Finding]) -> list[Finding]:
    """Return what needs the learner, or the program at the learner's word."""
    return [finding for finding in findings if finding.is_well is False]


def as_data(findings: Iterable[Finding]) -> dict[str, object]:
    """Return the findings as plain data."""
    findings = list(findings)
    return {
        "well": not wrong(findings),
        "checks": [
            {
                "name": finding.name,
                "well": finding.is_well,
                "text": finding.text,
                "mendable": finding.is_mendable,
            }
            for finding in findings
        ],
    }
