"""One setting changed in the text of settings.toml: every other line and comment stays."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Any

from quizcards.errors import QuizcardsError

Table = dict[str, Any]


def with_setting(text: str, names: Sequence[str], value: object) -> str:
    """Return the text with the setting that the names lead to: ("decks", "basics", "kinds").

    Raises QuizcardsError where the text is written so that this cannot be done by itself.

    >>> print(with_setting("# 내 설정\\nbackups = 5  # 다섯\\n", ["backups"], 3), end="")
    # 내 설정
    backups = 3  # 다섯
    """
    *section, name = names
    lines = text.splitlines()
    start, end = _section(lines, section)
    changed = _changed(lines[start:end], name, json.dumps(value, ensure_ascii=False))
    if section and start == len(lines):
        changed = [*([""] if lines else []), f"[{'.'.join(section)}]", *changed]
    after = "\n".join([*lines[:start], *changed, *lines[end:]]) + "\n"
    if _read(after) != _with_value(_read(text), names, value):
        raise QuizcardsError(
            f"{'.'.join(names)}: 파일이 다른 방식으로 적혀 있어 저절로 바꿀 수 없습니다. "
            "편집기로 그 줄을 바꿔 주세요."
        )
    return after


def value_of(text: str) -> object:
    """Return what a text on a command line means: what TOML reads in it, a list, or a word.

    >>> value_of("30"), value_of("1,10"), value_of("[1, 10]"), value_of("ox, choice")
    (30, [1, 10], [1, 10], ['ox', 'choice'])
    """
    table = _read(f"value = {text}")
    if table is not None and list(table) == ["value"]:
        return table["value"]
    first, *others = text.split(",")
    if others:
        return [value_of(part.strip()) for part in (first, *others)]
    return text


def _section(lines: Sequence[str], section: Sequence[str]) -> tuple[int, int]:
    """Return from which line to which a section goes, without its header and empty lines below it.

    One that is not there begins and ends with the text.
    """
    heads = [i for i, line in enumerate(lines) if re.match(r"\s*\[", line)]
    start = 0
    if section:
        named = r"\s*\.\s*".join(map(_quotable, section))
        header = re.compile(rf"\s*\[\s*{named}\s*\]")
        start = next((i + 1 for i in heads if header.match(lines[i])), len(lines))
    end = next((i for i in heads if i >= start), len(lines))
    while end > start and not lines[end - 1].strip():
        end -= 1
    return start, end


def _quotable(name: str) -> str:
    return rf"""["']?{re.escape(name)}["']?"""


def _changed(lines: Sequence[str], name: str, written: str) -> list[str]:
    """Return the lines of a section with the setting in its place, or else below all others."""
    assignment = re.compile(rf"\s*{_quotable(name)}\s*=")
    at = next((i for i, line in enumerate(lines) if assignment.match(line)), None)
    if at is None:
        return [*lines, f"{name} = {written}"]
    length = _length(lines[at:])
    comment = _comment(lines[at : at + length])
    return [*lines[:at], f"{name} = {written}{comment}", *lines[at + length :]]


def _length(lines: Sequence[str]) -> int:
    """Return over how many lines the first assignment goes: a list may take several."""
    complete = (n for n in range(1, len(lines) + 1) if _read("\n".join(lines[:n])) is not None)
    return next(complete, 1)


def _comment(lines: Sequence[str]) -> str:
    """Return the comment behind an assignment, with the space before it."""
    text = "\n".join(lines)
    value = _read(text)
    for mark in re.finditer(r"\s*#", text):
        if _read(text[: mark.start()]) == value:
            return text[mark.start() :]
    return ""


def _read(text: str) -> Table | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _with_value(table: Table | None, names: Sequence[str], value: object) -> Table:
    """Return a copy of a table in which the names lead to the value."""
    first, *rest = names
    whole = dict(table or {})
    if not rest:
        return whole | {first: value}
    below = whole.get(first)
    inner = below if isinstance(below, dict) else {}
    return whole | {first: _with_value(inner, rest, value)}
