"""Columns of tables and fields of notes: what people call the parts of a card.

And how one cell holds what has several parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_NAMES = {
    "deck": "deck 덱",
    "title": "title 덱이름",
    "id": "id 아이디",
    "question": "question q front prompt expression term text 질문 문제 앞 앞면 용어 텍스트",
    "answer": "answer a back response meaning definition 답 답변 정답 뒤 뒷면 뜻 정의",
    "extra": "extra backextra explanation notes remarks comment 추가 뒷면추가 설명 해설 비고 메모",
    "key_points": "keypoints 핵심",
    "formula": "formula 식",
    "followups": "followups 꼬리질문",
    "misconceptions": "misconceptions 오해",
    "tags": "tags tag 태그 꼬리표",
    "needs": "needs",
    "sources": "sources source reference 출처 참고",
    "result": "result",
}
_COLUMNS = {word: name for name, words in _NAMES.items() for word in words.split()}


def column(header: str) -> str:
    """Return which part of a card a header names, in Korean or in English; "" if none."""
    return _COLUMNS.get("".join(header.lower().replace("_", "").split()), "")


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _tags(cell: str) -> list[str]:
    """Return tags: one on each line, as we write them, or on one line, as people write them."""
    lines = _lines(cell)
    if len(lines) > 1:
        return lines
    return [tag.strip() for tag in re.split("[,;]", cell) if tag.strip()]


def _groups(first: str, others: Mapping[str, str]) -> Callable[[str], list[dict[str, str]]]:
    """Return what reads a line, and below it, each after a sign of its own, what belongs to it."""

    def read(cell: str) -> list[dict[str, str]]:
        groups: list[dict[str, str]] = []
        for line in _lines(cell):
            field = others.get(line[0])
            if field and groups:
                groups[-1][field] = line[1:].strip()
            else:
                groups.append({first: line})
        return groups

    return read


OWN: dict[str, Callable[[str], Any]] = {
    "id": str,
    "question": str,
    "answer": str,
    "key_points": lambda cell: [{"point": line} for line in _lines(cell)],
    "formula": str,
    "followups": _groups("question", {"→": "answer"}),
    "misconceptions": _groups("claim", {"✓": "truth", "→": "because"}),
    "tags": _tags,
    "needs": _lines,
    "sources": _lines,
}
"""How each column of our own table is read."""
