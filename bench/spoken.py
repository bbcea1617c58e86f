"""How well answers to the shipped cards are marked, as candidates speak them.

The answers were written by people who had read nothing but question and answer, and labelled point
by point; those `held_out` were read by nobody who wrote alternatives or the engine. Writes its
table into docs/typed-answers.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from bench.questions import shipped
from bench.typed import DOC, LEXICON, ROOT
from quizcards.decks.nodes import Loader
from quizcards.model import Card
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.statement import falsehoods
from quizcards.quiz.typed import PointMark, State, marks

DATA = ROOT / "tests/quiz/spoken-answers.yaml"
MARK = "bench/spoken.py"


class Spoken(NamedTuple):
    """An answer, and the numbers of the key points that it says.

    `kind` is fluent, or wrong: said by somebody who has it wrong while using the right words.
    """

    card: str
    kind: str
    held_out: bool
    text: str
    covers: tuple[int, ...]
    unsure: tuple[int, ...]
    """Points on which two fair people could differ: they do not count."""


@cache
def cards() -> dict[str, Card]:
    """Return the shipped cards by their id."""
    return {card.id: card for card in shipped()}


class Count(NamedTuple):
    """Key points said and marked, marked alone, and said alone."""

    right: int
    taken: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.taken)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def answers(path: Path = DATA) -> list[Spoken]:
    """Return the labelled answers."""
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader)
    lists = ("covers", "unsure")
    return [Spoken(**row | {name: tuple(row[name]) for name in lists}) for row in rows]


def _marks(one: Spoken, lexicon: Lexicon) -> tuple[PointMark, ...]:
    card = cards()[one.card]
    return marks(one.text, card.key_points, lexicon, falsehoods=falsehoods(card))


def counted(spoken: Iterable[Spoken], lexicon: Lexicon = LEXICON) -> Count:
    """Mark the answers and count their key points."""
    found: Counter[tuple[bool, bool]] = Counter()
    for one in spoken:
        for number, mark in enumerate(_marks(one, lexicon)):
            if number not in one.unsure:
                found[mark.state is State.COVERED, number in one.covers] += 1
    return Count(found[True, True], found[True, False], found[False, True])


def table(spoken: list[Spoken]) -> Iterator[str]:
    """Yield the table: what was looked at and what was not, with the glossary and without."""
    yield "| 답 | 용어집 | 답의 수 | 정밀도 | 재현율 | 유창한 답의 재현율 | 틀린 답에서 '말함' |"
    yield "|---|---|---|---|---|---|---|"
    for held_out in (True, False):
        chosen = [one for one in spoken if one.held_out == held_out]
        fluent = [one for one in chosen if one.kind == "fluent"]
        wrong = [one for one in chosen if one.kind == "wrong"]
        for name, lexicon in (("없음", NO_GLOSSARY), ("있음", LEXICON)):
            every = counted(chosen, lexicon)
            taken = counted(wrong, lexicon).taken
            yield (
                f"| {'보지 않은 답' if held_out else '본 답'} | {name} | {len(chosen)} "
                f"| {every.precision:.3f} | {every.recall:.3f} "
                f"| {counted(fluent, lexicon).recall:.3f} | {taken}개, 답 {len(wrong)}개 |"
            )


def misses(spoken: Iterable[Spoken]) -> Iterator[str]:
    """Yield every key point that is marked otherwise than it is labelled."""
    for one in spoken:
        points = cards()[one.card].key_points
        for number, mark in enumerate(_marks(one, LEXICON)):
            is_wrong = (mark.state is State.COVERED) != (number in one.covers)
            if is_wrong and number not in one.unsure:
                said = "놓침" if number in one.covers else "잘못"
                yield f"{one.card} {number} {said} [{points[number].point}] {one.text}"


if __name__ == "__main__":
    spoken = answers()
    made = "\n".join(table(spoken))
    text = DOC.read_text(encoding="utf-8")
    before, rest = text.split(f"<!-- {MARK} -->\n", 1)
    after = rest.split("<!-- / -->", 1)[1]
    DOC.write_text(f"{before}<!-- {MARK} -->\n\n{made}\n\n<!-- / -->{after}", encoding="utf-8")
    print(made)
    print(*misses(one for one in spoken if not one.held_out), sep="\n")
