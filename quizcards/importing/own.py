"""Our own JSON and our own page, which carry each card as it stands in YAML."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

from quizcards.errors import QuizcardsError
from quizcards.importing.result import ImportedCard, ImportResult
from quizcards.importing.text import cleaned, is_deep

_DATA = re.compile('<script type="application/json" class="(deck|card)">([^<]*)</script>')


def read_json(text: str, path: str) -> ImportResult:
    """Return the decks of a document in the shape of `quizcards export --to json`."""
    root = _parsed(text)
    decks = root.get("decks") if isinstance(root, dict) else None
    if not isinstance(decks, list):
        raise QuizcardsError(f"{path}: quizcards export --to json으로 만든 파일이 아닙니다.")
    result = ImportResult()
    numbers = count(1)
    for deck in decks:
        entries = deck.get("cards") if isinstance(deck, dict) else None
        if not isinstance(entries, list):
            raise QuizcardsError(f"{path}: decks의 항목마다 deck, title, cards가 있어야 합니다.")
        for entry in entries:
            data = entry.get("card", entry) if isinstance(entry, dict) else entry
            _add(result, f"{next(numbers)}번째 카드", deck, data)
    return result


def read_page(text: str, path: str) -> ImportResult:
    """Return the cards that lie in a page as data."""
    pieces = _DATA.findall(text)
    if not any(kind == "card" for kind, _ in pieces):
        raise QuizcardsError(
            f"{path}: quizcards export --to html로 만든 페이지가 아니어서 카드를 찾지 못했습니다."
        )
    result = ImportResult()
    deck: dict[str, Any] = {}
    numbers = count(1)
    for kind, data in pieces:
        value = _parsed(data)
        if kind == "card":
            _add(result, f"{next(numbers)}번째 카드", deck, value)
        elif isinstance(value, dict):
            deck = value
    return result


def _parsed(text: str) -> Any:
    """Return JSON as plain data, or None if it is none."""
    try:
        return cleaned(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _add(result: ImportResult, name: str, deck: dict[str, Any], data: Any) -> None:
    if not isinstance(data, dict) or is_deep(data):
        result.record_left_out(name, "question과 answer가 있는 카드가 아닙니다.")
        return
    result.add(ImportedCard(name, data), _text(deck.get("deck")), _text(deck.get("title")))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
