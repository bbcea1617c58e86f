"""Reading decks from text in tests, with demos that do not depend on which ones are shipped."""

from __future__ import annotations

import re
from pathlib import Path

from quizcards.decks.reader import read_library
from quizcards.model import Library, Outline

DEMOS = {
    "adam": Outline(("w", "g", "t", "lr", "beta1"), ("m", "v", "w")),
    "gradient-descent": Outline(("x", "lr", "steps"), ("x", "J", "dJ_dx")),
}

DECK = """\
deck: d
title: 시험
cards:
"""
CARD = """\
- id: a
  question: 질문인가요?
  answer: 답입니다.
"""
MARK = "▸"


def read(folder: Path, *contents: str | bytes) -> Library:
    """Write each content to a file of its own (1.yaml, 2.yaml, ...) and read them all."""
    files = []
    for number, content in enumerate(contents, 1):
        files.append(folder / f"{number}.yaml")
        files[-1].write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read_library(files, DEMOS.get, DEMOS)


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without its marks, and the line and column of what followed each mark."""
    places = []
    clean = ""
    for part in re.split(f"(?<={MARK})", text):
        clean += part.removesuffix(MARK)
        if part.endswith(MARK):
            before = clean.split("\n")
            places.append((len(before), len(before[-1]) + 1))
    return clean, places


def found(library: Library) -> list[str]:
    """Return every problem as `file:line:col: message`, without the folder."""
    return [f"{Path(p.path).name}:{p.line}:{p.column}: {p.message}" for p in library.problems]


def places(library: Library) -> list[tuple[int, int]]:
    """Return line and column of every problem."""
    return [(problem.line, problem.column) for problem in library.problems]
