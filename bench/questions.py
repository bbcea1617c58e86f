"""How often somebody is right who looks at the form of questions only, beside chance.

Writes its tables into docs/questions.md. Each guesser is taught on some cards of the shipped decks
and tried on the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import fmean

from bench.guessers import (
    Learn,
    Puzzle,
    Share,
    is_form,
    learn_letters,
    learn_rules,
    learn_weights,
    lessons,
    out_of_sample,
    share,
    single_rules,
)
from bench.puzzles import TITLES, by_symbols, puzzles, questions
from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.quiz.judge import judge
from quizcards.quiz.question import Item, Order

ROOT = Path(__file__).parents[1]
DOC = ROOT / "docs/questions.md"
MARK = "bench/questions.py"
SEEDS = 24
FEWEST = 100
"""Of fewer questions nothing is said."""

MARGIN = 0.07
"""So far above chance a guesser may be."""

GUESSERS: dict[str, Learn] = {"규칙": learn_rules, "학습": learn_weights}
"""What looks at forms only. What learns pairs of letters too sees some of the content."""
WITH_LETTERS = ("ox", "choice-right", "choice-wrong", "choice-own")
SHOWN = 4


@cache
def asked() -> dict[str, list[Item]]:
    """Return the questions of the shipped decks, by group."""
    cards = read_library(deck_files([ROOT / "content"]), demos.outline).cards
    return questions(cards, SEEDS)


@cache
def seen(group: str) -> list[Puzzle]:
    """Return the form of the questions of a group."""
    return puzzles(asked()[group])


@cache
def luck(group: str) -> float:
    """Return how often a guess is right that looks at nothing; nobody guesses a number or a word."""
    if group in ("numeric", "cloze"):
        return 0.0
    return fmean(puzzle.luck for puzzle in seen(group))


@cache
def measured(group: str, learn: Learn) -> Share:
    """Return how often a guesser is right on cards that it was not taught on."""
    return share(seen(group), out_of_sample(seen(group), learn))


def written(found: Share) -> str:
    """Return a share with its interval."""
    return f"{found.mean:.1%} ({100 * found.low:.1f}–{100 * found.high:.1f})"


def rates() -> Iterator[str]:
    """Yield the table of guessers beside chance."""
    yield "| 문제 | 문제 수 | 카드 수 | 우연 | 규칙 | 학습 | 글자까지 학습 |"
    yield "|---|---|---|---|---|---|---|"
    for group in asked():
        cells = [written(measured(group, learn)) for learn in GUESSERS.values()]
        cells.append(written(measured(group, learn_letters)) if group in WITH_LETTERS else "–")
        cards = len({puzzle.card for puzzle in seen(group)})
        head = f"| {TITLES[group]} | {len(seen(group))} | {cards} | {luck(group):.1%} |"
        yield f"{head} {' | '.join(cells)} |"


def followed() -> Share:
    """Return how often lines are in order for somebody who only follows their symbols."""
    credits = []
    for item in asked()["order"]:
        assert isinstance(item.asked.answering, Order)
        order = by_symbols(item.asked.answering.lines)
        reply = " ".join(str(i + 1) for i in order)
        credits.append(float(judge(item.asked.answering, reply).share == 1))
    return share(seen("order"), credits)


def giveaways() -> Iterator[str]:
    """Yield the table of what gives most away, over all questions at once."""
    yield "| 문제 | 규칙 하나로 맞히는 비율 | 학습한 무게 |"
    yield "|---|---|---|"
    for group in asked():
        if len(seen(group)) < FEWEST:
            continue
        table = lessons(seen(group))
        rules = [
            f"{name} {'많음' if sign > 0 else '적음'} {rate:.0%}"
            for rate, name, sign in single_rules(table)[:SHOWN]
        ]
        fitted = learn_weights(table, is_form)
        heavy = sorted(zip(fitted.names, fitted.weights, strict=True), key=lambda one: -abs(one[1]))
        weights = [f"{name} {weight:+.2f}" for name, weight in heavy[: 2 * SHOWN]]
        yield f"| {TITLES[group]} | {', '.join(rules)} | {', '.join(weights)} |"


def tables() -> str:
    """Return all tables as Markdown."""
    parts = ["\n".join(rates())]
    if "order" in asked():
        parts.append(f"순서 맞추기에서 기호만 따라가면: {written(followed())}")
    return "\n\n".join((*parts, "\n".join(giveaways())))


if __name__ == "__main__":
    made = tables()
    print(re.sub(r"\\|", "|", made))
    before, rest = DOC.read_text(encoding="utf-8").split(f"<!-- {MARK} -->\n", 1)
    after = rest.split("<!-- / -->", 1)[1]
    DOC.write_text(f"{before}<!-- {MARK} -->\n\n{made}\n\n<!-- / -->{after}", encoding="utf-8")
