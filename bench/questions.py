"""How often somebody is right who looks at the form of questions only, beside chance.

Writes its tables into docs/questions.md. Each guesser is taught on some cards of the shipped decks
and tried on the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import fmean

from bench.guessers import (
    Puzzle,
    Share,
    learn_letters,
    learn_rules,
    learn_weights,
    lessons,
    names_of,
    out_of_sample,
    share,
    single_rules,
)
from bench.puzzles import TITLES, by_symbols, kind_of, puzzles, questions, statement_twins
from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.model import Card
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

Guess = Callable[[str], list[float]]
"""Tells of each question of a group how much of it a guesser has right."""
SHOWN = 4


@cache
def shipped() -> tuple[Card, ...]:
    """Return the cards of the shipped decks."""
    return read_library(deck_files([ROOT / "content"]), demos.outline).cards


@cache
def _of_kind(kind: str) -> dict[str, list[Item]]:
    return questions(kind, shipped(), SEEDS)


def asked(group: str) -> list[Item]:
    """Return the questions of a group of the shipped decks."""
    return _of_kind(kind_of(group)).get(group, [])


def groups() -> list[str]:
    """Return the groups that have questions."""
    return [group for group in TITLES if asked(group)]


@cache
def seen(group: str) -> list[Puzzle]:
    """Return the form of the questions of a group."""
    return puzzles(asked(group))


@cache
def twins(group: str) -> list[Puzzle]:
    """Return the statements of the shipped decks beside their twins, as one looks for them in a
    group: the true one, or the false one.
    """
    return statement_twins(shipped(), is_true=group != "choice-wrong")


def luck(group: str) -> float:
    """Return how often a guess is right that looks at nothing: never, where it must be written."""
    if group in ("numeric", "cloze"):
        return 0.0
    return fmean(puzzle.luck for puzzle in seen(group))


def by_rules(group: str) -> list[float]:
    """Guess by rules that suited the other cards."""
    return out_of_sample(seen(group), learn_rules)


def by_weights(group: str) -> list[float]:
    """Guess by weights that suited the questions of the other cards."""
    return out_of_sample(seen(group), learn_weights)


def by_twins(group: str) -> list[float]:
    """Guess by what tells the true statements of the other cards from their false twins."""
    return out_of_sample(seen(group), learn_weights, twins(group))


def by_letters(group: str) -> list[float]:
    """Guess by pairs of letters too, which see some of the content."""
    return out_of_sample(seen(group), learn_letters)


FORM_ONLY: dict[str, Guess] = {"규칙": by_rules, "학습": by_weights, "짝으로 학습": by_twins}
GUESSERS: dict[str, Guess] = FORM_ONLY | {"글자까지 학습": by_letters}


def suits(guess: Guess, group: str) -> bool:
    """Say whether a guesser has anything to go by in a group."""
    if guess is by_twins:
        return group in ("ox", "choice-right", "choice-wrong")
    return guess is not by_letters or group == "ox" or group.startswith("choice")


@cache
def measured(guess: Guess, group: str) -> Share:
    """Return how often a guesser is right on cards that it was not taught on."""
    return share(seen(group), guess(group))


def written(found: Share) -> str:
    """Return a share with its interval."""
    return f"{found.mean:.1%} ({100 * found.low:.1f}–{100 * found.high:.1f})"


def rates() -> Iterator[str]:
    """Yield the table of guessers beside chance."""
    yield f"| 문제 | 문제 수 | 카드 수 | 우연 | {' | '.join(GUESSERS)} |"
    yield f"|---|---|---|---|{'---|' * len(GUESSERS)}"
    for group in groups():
        cells = [
            written(measured(guess, group)) if suits(guess, group) else "–"
            for guess in GUESSERS.values()
        ]
        cards = len({puzzle.card for puzzle in seen(group)})
        head = f"| {TITLES[group]} | {len(seen(group))} | {cards} | {luck(group):.1%} |"
        yield f"{head} {' | '.join(cells)} |"


def followed() -> Share:
    """Return how often lines are in order for somebody who only follows their symbols."""
    gained = []
    for item in asked("order"):
        assert isinstance(item.asked.answering, Order)
        order = by_symbols(item.asked.answering.lines)
        reply = " ".join(str(i + 1) for i in order)
        gained.append(float(judge(item.asked.answering, reply).share == 1))
    return share(seen("order"), gained)


def giveaways() -> Iterator[str]:
    """Yield the table of what gives most away, over all questions at once."""
    yield "| 문제 | 규칙 하나로 맞히는 비율 | 학습한 무게 |"
    yield "|---|---|---|"
    measurable = [group for group in groups() if len(seen(group)) >= FEWEST]
    shown = {TITLES[group]: seen(group) for group in measurable}
    for title, found in ({"짝에서 맞는 쪽": twins("ox")} | shown).items():
        table = lessons(found, names_of(found))
        rules = [
            f"{name} {'많음' if sign > 0 else '적음'} {rate:.0%}"
            for rate, name, sign in single_rules(table)[:SHOWN]
        ]
        fitted = learn_weights(table)
        heavy = sorted(zip(fitted.names, fitted.weights, strict=True), key=lambda one: -abs(one[1]))
        weights = [f"{name} {weight:+.2f}" for name, weight in heavy[: 2 * SHOWN]]
        yield f"| {title} | {', '.join(rules)} | {', '.join(weights)} |"


def tables() -> str:
    """Return all tables as Markdown."""
    parts = ["\n".join(rates())]
    if asked("order"):
        parts.append(f"순서 맞추기에서 기호만 따라가면: {written(followed())}")
    return "\n\n".join((*parts, "\n".join(giveaways())))


if __name__ == "__main__":
    made = tables()
    print(made)
    before, rest = DOC.read_text(encoding="utf-8").split(f"<!-- {MARK} -->\n", 1)
    after = rest.split("<!-- / -->", 1)[1]
    DOC.write_text(f"{before}<!-- {MARK} -->\n\n{made}\n\n<!-- / -->{after}", encoding="utf-8")
