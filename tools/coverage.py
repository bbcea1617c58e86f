"""docs/coverage.md: what share of what interviews ask the shipped cards answer.

docs/asked.tsv counts 8,330 question lines of 41 public lists: of each concept its share of the
lines in each sort of list, and which cards answer what part of it, `card:part`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.demos import names, outline

ROOT = Path(__file__).parents[1]
LISTS = {
    "korean": "한국어 목록",
    "english": "영어 목록",
    "llm": "LLM 시대의 목록",
    "recent": "2024년 이후에 고친 목록",
}
SHOWN = 25
"""Rows of what is missing most."""
HEAD = """\
# 묻는 것 가운데 얼마를 답할 수 있는가

공개된 면접 질문 목록 41개(서로 베끼지 않은 37계열, 한국어와 영어)의 질문 8,330줄을\
 개념 196개로 나누어 세었습니다.
아래는 그 가운데 기본 덱이 답하는 비율입니다. 카드 하나가 개념의 일부만 답하면\
 그만큼만 셉니다(`docs/asked.tsv`).
목록에 자주 나온다고 면접에서 자주 묻는다는 뜻은 아니며,\
 줄을 개념으로 나눈 것은 낱말로 한 것이라 틀린 곳이 있습니다.
(`make generate`가 덱과 `docs/asked.tsv`로 이 문서를 씁니다.)

"""


class Asked(NamedTuple):
    """A concept that is asked: its share of each sort of list, and the cards that answer it."""

    title: str
    shares: dict[str, float]
    cards: dict[str, float]
    """What part of the concept each card answers."""


def asked() -> list[Asked]:
    """Return the concepts, the one that is asked most first."""
    with (ROOT / "docs/asked.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Asked(row["title"], _shares(row), dict(_parts(row["cards"]))) for row in rows]


def _shares(row: dict[str, str]) -> dict[str, float]:
    return {name: float(row[name]) for name in LISTS}


def _parts(cards: str) -> Iterator[tuple[str, float]]:
    for part in filter(None, cards.split(",")):
        card, share = part.split(":")
        yield card, float(share)


def answered(concept: Asked, cards: set[str]) -> float:
    """Return what part of a concept these cards answer, from 0 to 1."""
    return min(1.0, sum(part for card, part in concept.cards.items() if card in cards))


def document() -> str:
    """Return the shares of each sort of list, by deck, and what is missing most."""
    library = read_library(deck_files([ROOT / "content"]), outline, names())
    concepts = asked()
    return HEAD + "\n".join(
        [
            f"| 덱 | 카드 | {' | '.join(LISTS.values())} |",
            f"|---|---:{'|---:' * len(LISTS)}|",
            *(
                _row(deck.title, {card.id for card in deck.cards}, concepts)
                for deck in library.decks
            ),
            _row("**모두**", {card.id for card in library.cards}, concepts),
            "",
            "## 가장 많이 빠진 것",
            "",
            f"| 개념 | {' | '.join(LISTS.values())} | 답할 카드 |",
            f"|---{'|---:' * len(LISTS)}|---|",
            *_missing(concepts, {card.id for card in library.cards}),
            "",
        ]
    )


def _row(title: str, cards: set[str], concepts: list[Asked]) -> str:
    sums = [
        sum(concept.shares[name] * answered(concept, cards) for concept in concepts)
        for name in LISTS
    ]
    return f"| {title} | {len(cards)} | {' | '.join(f'{total:.1%}' for total in sums)} |"


def _missing(concepts: list[Asked], cards: set[str]) -> Iterator[str]:
    def left(concept: Asked) -> list[float]:
        part = 1 - answered(concept, cards)
        return [share * part for share in concept.shares.values()]

    for concept in sorted(concepts, key=lambda one: -sum(left(one)))[:SHOWN]:
        wanted = ", ".join(f"`{card}`" for card in concept.cards if card not in cards) or "–"
        shares = " | ".join(f"{share:.2%}" for share in left(concept))
        yield f"| {concept.title} | {shares} | {wanted} |"
