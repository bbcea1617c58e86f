"""hashcards' Markdown: cards written as `Q:` and `A:`, or `C:` with [blanks]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from quizcards.files import read_file
from quizcards.images import FOLDER, MOST_BYTES
from quizcards.importing.cloze import bracket_cloze
from quizcards.importing.images import Images
from quizcards.importing.result import ImportedCard, ImportResult, LeftOutError, labelled, shown
from quizcards.importing.text import math_between, unbraced, with_formulas

_TAG = re.compile(r"^([QAC]):[ \t]*", re.MULTILINE)
_HEAD = re.compile(r"---\n(.*?)^---$\n?", re.DOTALL | re.MULTILINE)
_RULE = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)
_PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\(([^()\n]*)\)")
_MATH = re.compile(math_between(("$$", "$$")).pattern + r"|\$([^$\n]+)\$", re.DOTALL)


def is_hashcards(text: str) -> bool:
    """Say whether any card is written in this way."""
    return re.search("^[QC]:", text, re.MULTILINE) is not None


def read_hashcards(text: str, folder: Path) -> ImportResult:
    """Return the cards of a file in a folder, with the pictures there that they show.

    What belongs to no card is named, with its line.
    """
    import tomllib

    result = ImportResult(images=Images(partial(_file, folder)))
    title = ""
    skipped = 0
    if head := _HEAD.match(text):
        skipped = head.end()
        try:
            title = str(tomllib.loads(head[1]).get("name", ""))
        except (ValueError, RecursionError):  # also a number of more digits than Python reads
            result.record_loss("", "첫머리의 설정은 TOML이 아니라서 읽지 않았습니다.")
    deck = result.deck("", title)
    first = _TAG.search(text, skipped)
    if stray := text[skipped : first.start() if first else None].strip():
        result.record_loss("", "카드가 아닌 첫머리의 글은 읽지 않았습니다", shown(stray))
    for line, tags, parts in _blocks(text, skipped):
        name = f"{line}번째 줄"
        question = parts[0]
        parts[-1], stray = _ended(parts[-1])
        if stray:
            result.record_loss(
                name, "'---' 뒤의 글은 카드가 아니라서 읽지 않았습니다", shown(stray)
            )
        try:
            data, pictures = _card(tags, parts, result.images)
        except LeftOutError as reason:
            result.record_left_out(labelled(name, question), reason)
            continue
        card = ImportedCard(name, data)
        deck.cards.append(card)
        for picture in pictures:
            result.record_loss(card.label, "그림은 두고 왔습니다", picture)
    return result


def _blocks(text: str, start: int) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each card's line, its tags ("QA", "C", or what is no card) and the text of each."""
    tags = list(_TAG.finditer(text, start))
    ends = [*(tag.start() for tag in tags[1:]), len(text)]
    waiting: tuple[int, str, list[str]] | None = None
    line = 1
    counted = 0  # up to where the lines are counted
    for tag, end in zip(tags, ends, strict=False):
        line += text.count("\n", counted, tag.start())
        counted = tag.start()
        part = text[tag.end() : end].strip()
        if tag[1] == "A" and waiting:
            yield waiting[0], "QA", [*waiting[2], part]
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = (line, "Q", [part]) if tag[1] == "Q" else None
        if not waiting:
            yield line, tag[1], [part]
    if waiting:
        yield waiting


def _ended(part: str) -> tuple[str, str]:
    """Return the text of a card up to a rule, and what stands after that.

    A rule ends a card since hashcards 0.1.2.
    """
    text, *after = _RULE.split(part, maxsplit=1)
    return text.strip(), "".join(after).strip()


def _file(folder: Path, name: str) -> bytes:
    """Return a file below a folder. Raises KeyError where there is none."""
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise KeyError(name)
        return read_file(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        raise KeyError(name) from error


def _card(tags: str, parts: list[str], images: Images) -> tuple[dict[str, Any], list[str]]:
    """Return a card and the pictures that it goes without."""
    pictures = []

    def shown_in_text(picture: re.Match[str]) -> str:
        if name := images.take(picture[2]):
            return f"![]({FOLDER}/{name})"
        pictures.append(picture[2])
        return picture[1]

    texts = [_PICTURE.sub(shown_in_text, part).strip() for part in parts]
    if tags == "C":
        data = bracket_cloze(texts[0])
        return {name: with_formulas(text, _MATH) for name, text in data.items()}, pictures
    if tags != "QA":
        raise LeftOutError("Q: 다음에 A:가 없습니다." if tags == "Q" else "A: 앞에 Q:가 없습니다.")
    if not all(texts):
        raise LeftOutError("질문이나 답에 글이 없습니다.")
    return {
        "question": with_formulas(texts[0], _MATH),
        "answer": with_formulas(unbraced(texts[1]), _MATH),
    }, pictures
