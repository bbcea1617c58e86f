"""How well typed answers are marked, on labelled answers.

Writes its tables into docs/typed-answers.md.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.glossary import read_glossary
from quizcards.decks.nodes import Loader
from quizcards.decks.reader import read_library
from quizcards.model import Glossary, KeyPoint
from quizcards.quiz import phrases
from quizcards.quiz.lexicon import NO_GLOSSARY, Lexicon
from quizcards.quiz.typed import State, marks

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests/quiz/typed-answers.yaml"
DOC = ROOT / "docs/typed-answers.md"
CARDS: list[dict[str, Any]] = yaml.load(DATA.read_text(encoding="utf-8"), Loader)
GLOSSARY, _ = read_glossary([ROOT / "content/glossary.yaml"])
LEXICON = Lexicon(GLOSSARY)
TERMS = Lexicon(Glossary(GLOSSARY.terms, (), GLOSSARY.contrasts))
"""Without the words that are no terms."""
SHIPPED = phrases.LETTERS_A_SLIP
CHOICES = (10**9, 6, 5, SHIPPED, 3, 2)  # strictest first: no slips at all
STATES = {State.COVERED: "말함", State.UNSURE: "확인", State.MISSED: "빠짐"}
KINDS = {
    "typo": "오타",
    "spacing": "띄어쓰기 없음",
    "mixed": "영어를 섞음",
    "paraphrase": "풀어 말함",
    "negation": "부정하는 말",
    "swap": "뒤바꾼 말",
    "wrong": "틀린 말",
}

Count = Counter[tuple[State, bool]]
"""(what was suggested, whether the point was said) -> how often."""


def key_points(card: dict[str, Any], grouped: bool) -> list[KeyPoint]:
    """Return the key points of a card, with the groups of its author or without."""
    groups = [point.get("groups", {}) if grouped else {} for point in card["points"]]
    return [
        KeyPoint(
            point["point"],
            (*point["any_of"], *group.get("any_of", ())),
            tuple(group.get("all_of", ())),
            tuple(group.get("none_of", ())),
        )
        for point, group in zip(card["points"], groups, strict=True)
    ]


@cache
def counted(
    card: int,
    answers: str,
    grouped: bool,
    letters: int = SHIPPED,
    kind: str | None = None,
    lexicon: Lexicon = LEXICON,
) -> Count:
    """Mark the answers to a card, those of one kind or all.

    One slip is allowed in so many letters.
    """
    phrases.LETTERS_A_SLIP = letters
    points = key_points(CARDS[card], grouped)
    found = Counter(
        (mark.state, number in answer["covers"])
        for answer in CARDS[card][answers]
        if kind in (None, answer["kind"])
        for number, mark in enumerate(marks(answer["text"], points, lexicon))
    )
    phrases.LETTERS_A_SLIP = SHIPPED
    return found


def count(
    answers: str,
    grouped: bool,
    letters: int = SHIPPED,
    kind: str | None = None,
    but: int | None = None,
    lexicon: Lexicon = LEXICON,
) -> Count:
    """Mark the answers to all cards, or to all but one."""
    cards = [card for card in range(len(CARDS)) if card != but]
    found = (counted(card, answers, grouped, letters, kind, lexicon) for card in cards)
    return sum(found, Counter())


def quality(found: Count) -> tuple[float, float, float]:
    """Return precision, recall and F1 of what is marked as covered."""
    right, wrong = found[State.COVERED, True], found[State.COVERED, False]
    said = sum(number for (_, covered), number in found.items() if covered)
    return (
        right / max(1, right + wrong),
        right / max(1, said),
        2 * right / max(1, right + wrong + said),
    )


def left_out(grouped: bool) -> tuple[Count, list[int]]:
    """Mark each card with the constant that is best on the other cards.

    Return the counts, and those constants.
    """
    chosen = [
        max(CHOICES, key=lambda letters: quality(count("answers", grouped, letters, but=card))[2])
        for card in range(len(CARDS))
    ]
    found = (counted(card, "answers", grouped, best) for card, best in enumerate(chosen))
    return sum(found, Counter()), chosen


def row(name: str, grouped: bool, *counts: Count) -> str:
    """Return a line of the first table."""
    cells = [f"{value:.2f}" for found in counts for value in quality(found)]
    cells += ["–"] * (6 - len(cells))
    return f"| {name}, {'묶음까지' if grouped else '`any_of`만'} | {' | '.join(cells)} |"


def qualities() -> Iterator[str]:
    """Yield the table of methods."""
    yield "| 방법 | 처음 답: 정밀도 | 재현율 | F1 | 새 답: 정밀도 | 재현율 | F1 |"
    yield "|---|---|---|---|---|---|---|"
    methods = (
        ("오타를 허용하지 않음, 용어집 없음", CHOICES[0], NO_GLOSSARY),
        ("오타 허용, 용어집 없음", SHIPPED, NO_GLOSSARY),
        ("오타 허용, 용어집의 용어만", SHIPPED, TERMS),
        ("오타 허용, 용어집 전체", SHIPPED, LEXICON),
    )
    for name, letters, lexicon in methods:
        for grouped in (False, True):
            yield row(
                name,
                grouped,
                *(
                    count(answers, grouped, letters, lexicon=lexicon)
                    for answers in ("answers", "unseen")
                ),
            )
    for grouped in (False, True):
        found, chosen = left_out(grouped)
        value, times = Counter(chosen).most_common(1)[0]
        name = f"오타 허용, 다른 카드로 고른 값({len(chosen)}번 중 {times}번 {value})"
        yield row(name, grouped, found)


def shares() -> Iterator[str]:
    """Yield the table of what each suggestion is worth."""
    yield "| 표시 | 처음 답: 실제로 말함 | 새 답: 실제로 말함 |"
    yield "|---|---|---|"
    counts = [count(answers, grouped=True) for answers in ("answers", "unseen")]
    for state, name in STATES.items():
        cells = [
            f"{found[state, True]}/{found[state, True] + found[state, False]}" for found in counts
        ]
        yield f"| {name} | {' | '.join(cells)} |"


def kinds() -> Iterator[str]:
    """Yield the table of kinds of answers.

    How much was found, and what was marked though nobody said it.
    """
    yield "| 새 답의 종류 | 말한 핵심 가운데 '말함' | 말하지 않은 핵심 가운데 '말함' |"
    yield "|---|---|---|"
    for kind, name in KINDS.items():
        found = count("unseen", grouped=True, kind=kind)
        cells = [
            f"{found[State.COVERED, said]}/{sum(found[state, said] for state in State)}"
            for said in (True, False)
        ]
        yield f"| {name} | {' | '.join(cells)} |"


def tables() -> str:
    """Return all tables as Markdown."""
    return "\n\n".join("\n".join(table()) for table in (qualities, shares, kinds))


def strangers(letters: int) -> tuple[int, int]:
    """Return how many key points of shipped cards the answers of other shipped cards cover.

    And of how many: a quarter of all pairs.
    """
    phrases.LETTERS_A_SLIP = letters
    shipped = read_library(deck_files([ROOT / "content"]), demos.outline).cards
    pairs = [
        (i, j)
        for i in range(len(shipped))
        for j in range(len(shipped))
        if i != j and (i + j) % 4 == 0
    ]
    found = [
        mark.state
        for i, j in pairs
        for mark in marks(" ".join(shipped[i].answer.split()), shipped[j].key_points, LEXICON)
    ]
    phrases.LETTERS_A_SLIP = SHIPPED
    return found.count(State.COVERED), len(found)


def mistaken() -> Iterator[str]:
    """Yield the table of what is taken for said in the answers of other cards."""
    yield "| 오타 | 다른 카드의 답을 '말함'으로 봄 |"
    yield "|---|---|"
    for name, letters in (
        ("허용하지 않음", CHOICES[0]),
        *((f"자모 {one}개에 1개", one) for one in (SHIPPED, 3)),
    ):
        taken, of = strangers(letters)
        yield f"| {name} | {taken}/{of} |"


def milliseconds() -> tuple[float, float]:
    """Return the median and the longest CPU time to mark an answer of 300 characters.

    The answers are to shipped cards, each its best of five.
    """
    shipped = read_library(deck_files([ROOT / "content"]), demos.outline).cards
    times = []
    for card, after in zip(shipped, (*shipped[1:], shipped[0]), strict=True):
        answer = " ".join((card.answer + after.answer).split())[:300]
        tries = []
        for _ in range(5):
            start = time.process_time()
            marks(answer, card.key_points, LEXICON)
            tries.append(time.process_time() - start)
        times.append(1000 * min(tries))
    return median(times), max(times)


if __name__ == "__main__":
    text = DOC.read_text(encoding="utf-8")
    for name, made in (
        ("bench/typed.py", tables()),
        ("bench/typed.py: 다른 카드", "\n".join(mistaken())),
    ):
        before, rest = text.split(f"<!-- {name} -->\n", 1)
        text = f"{before}<!-- {name} -->\n\n{made}\n\n<!-- / -->{rest.split('<!-- / -->', 1)[1]}"
        print(made, "\n")
    DOC.write_text(text, encoding="utf-8")
    print(f"300자 답의 CPU 시간(ms), 중앙값과 최대: {milliseconds()}")
