"""Text with blanks of another program -> a card that asks for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizcards.importing.result import LeftOutError
from quizcards.importing.text import unbraced, with_formulas
from quizcards.model import BLANK
from quizcards.trace.prose import image_names, plain

ASKING = "빈칸을 채워 주세요: "
"""What a question with blanks begins with."""
_OPENING = re.compile(r"\{\{c\d+::", re.IGNORECASE)
# only what has no other blank within; a hint may follow
_BLANK = re.compile(
    _OPENING.pattern + r"((?:(?!\{\{|\}\}|::).)+)(?:::((?:(?!\{\{|\}\}).)*))?\}\}",
    re.DOTALL | re.IGNORECASE,
)
_BRACKET = re.compile(r"(?<![!\\])\[([^\[\]]+)\]()")


def has_blanks(text: str) -> bool:
    """Say whether this is the text of one of Anki's cloze notes."""
    return _OPENING.search(text) is not None


def anki_cloze(text: str) -> dict[str, Any]:
    """Return question and answer of `{{c1::word::hint}} ...`.

    A blank within another counts, the one around it does not.
    """
    if "image-occlusion:" in text:
        raise LeftOutError("그림의 일부를 가린 노트라서 그림 없이는 물을 수 없습니다.")
    parts = _BLANK.split(text)
    if any(map(_OPENING.search, parts[::3])):
        parts[::3] = [_without_closings(_OPENING.sub("", part)) for part in parts[::3]]
    return _cloze(parts)


def _without_closings(text: str) -> str:
    """Return text without the ends of blanks, and the hints before them.

    >>> _without_closings("a word::a hint}}, and so on")
    'a word, and so on'
    """
    *closed, rest = text.split("}}")
    return "".join(map(_without_hint, closed)) + rest


def _without_hint(text: str) -> str:
    last_brace = max(text.rfind("{"), text.rfind("}"))
    hint = text.find("::", last_brace + 1)
    return text if hint < 0 else text[:hint]


def bracket_cloze(text: str) -> dict[str, Any]:
    """Return question and answer of hashcards' `A [word] ...`."""
    return _cloze(_BRACKET.split(text))


def _cloze(parts: Sequence[str | None]) -> dict[str, Any]:
    """Return question and answer of a text split at its blanks.

    The parts are text, word, hint, text, word, hint, and so on to a last text.
    """
    if len(parts) == 1:
        raise LeftOutError("빈칸이 없습니다.")
    asked = ""
    marked = ""
    for i, part in enumerate(parts):
        if i % 3 == 0:
            asked += part or ""
            marked += unbraced(part or "")
        elif i % 3 == 1:
            marked += _blank(part or "")
        else:
            asked += f"[{' '.join((part or '…').split())}]"
    return {
        "question": ASKING + with_formulas(asked),
        "answer": with_formulas(marked, keeps_blanks=True),
    }


def _blank(text: str) -> str:
    """Return a word as a blank of ours, if one can hold it: on one line, and without braces.

    A bar would part alternatives.
    """
    word = with_formulas(unbraced(" ".join(text.split())))
    if "{" in word or "}" in word:
        word = plain(word)
    blank = f"{{{{{word.replace('|', '∣')}}}}}"
    can_hold = BLANK.fullmatch(blank) and not image_names(word)
    return blank if can_hold else with_formulas(unbraced(text))
