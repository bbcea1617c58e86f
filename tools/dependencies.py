"""The line counts of docs/dependencies.md."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/dependencies.md"
TOLERANCE = 0.1
"""A count that is off by less than this stays: not every edit changes the page."""


def document() -> str:
    """Return the page with a count of today in every row where it is off."""
    text = PAGE.read_text(encoding="utf-8")
    return re.sub(r"^(\| [^|]+ \| )(`[^|]+)( \| )(\d+)", _counted, text, flags=re.MULTILINE)


def _counted(row: re.Match[str]) -> str:
    part, files, bar, told = row.groups()
    count = sum(_lines(pattern) for pattern in re.findall(r"`(.+?)`", files))
    if abs(int(told) - count) <= TOLERANCE * count:
        return row[0]
    return f"{part}{files}{bar}{count}"


def _lines(pattern: str) -> int:
    """Return the lines of the files that a pattern names, counted from the package's folder."""
    found = list((ROOT / "quizcards" / pattern).parent.glob(Path(pattern).name))
    assert found, f"{PAGE.name} names {pattern}, which is not there"
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in found)
