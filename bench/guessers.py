"""Guessers who look at forms only, and how often they are right on cards that they never saw.

One writes down up to three rules ("the longest; of those the one with fewest commas"), another
weighs all features: a conditional logit over the options of a question, with an L2 penalty. Both
are fitted on some cards and tried on the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.forms import Form

Floats = NDArray[np.float64]

FOLDS = 7
LEAST_CARDS = 4
"""A feature that fewer of the cards have is left out."""

MOST_RULES = 3
LEAST_GAIN = 0.005
"""A further rule must make so much of the questions right."""

PENALTIES = (30.0, 300.0, 3000.0)
STEPS, SMALL_STEP = 12, 1e-3
Z = 1.96


class Puzzle(NamedTuple):
    """A question as a guesser sees it: the form of everything that may be answered.

    One of the options is `right`, or none is; or the lines `before` have an order instead: the
    first of each pair comes before the second.
    """

    card: str
    forms: tuple[Form, ...]
    right: tuple[bool, ...] = ()
    before: tuple[tuple[int, int], ...] = ()

    @property
    def luck(self) -> float:
        """The chance to be right without looking."""
        return ordered_by_luck(len(self.forms), self.before) if self.before else self.chosen

    @property
    def chosen(self) -> float:
        """The share of options that are right."""
        return sum(self.right) / len(self.right)

    def halves(self) -> list[Puzzle]:
        """Return what there is to learn from: the question, or each pair of lines as one."""
        if not self.before:
            return [self] if any(self.right) else []
        return [
            Puzzle(self.card, (self.forms[i], self.forms[j]), (True, False)) for i, j in self.before
        ]

    def credit(self, scores: Floats) -> float:
        """Return how much of the question is right for somebody who takes the highest score.

        `scores` has a row an option and a column a rule, the first counting most. Ties are broken
        by chance among options; lines that tie stay as shown.
        """
        if self.before:
            order = np.lexsort((np.arange(len(scores)), *(-scores.T[::-1])))
            place = {int(one): i for i, one in enumerate(order)}
            return float(all(place[i] < place[j] for i, j in self.before))
        rows = [tuple(row) for row in scores.tolist()]
        best = [self.right[i] for i, row in enumerate(rows) if row == max(rows)]
        return sum(best) / len(best)


def ordered_by_luck(count: int, before: Sequence[tuple[int, int]]) -> float:
    """Return the share of all orders that keep every pair.

    >>> ordered_by_luck(3, ((0, 1), (1, 2)))
    0.16666666666666666
    """
    places = np.array(list(permutations(range(count))))
    kept = np.ones(len(places), dtype=bool)
    for i, j in before:
        kept &= places[:, i] < places[:, j]
    return float(kept.mean())


@dataclass(frozen=True)
class Table:
    """Questions as one matrix: a row an option, a column a feature.

    Question q has the rows from `starts[q]` on; `cards` has one entry a question, `right` a row.
    """

    names: tuple[str, ...]
    rows: Floats
    starts: NDArray[np.intp]
    right: Floats
    cards: NDArray[np.str_]

    @classmethod
    def of(cls, puzzles: Sequence[Puzzle], names: Sequence[str]) -> Table:
        """Return the table of these questions with these features."""
        column = {name: i for i, name in enumerate(names)}
        sizes = [len(puzzle.forms) for puzzle in puzzles]
        rows = np.zeros((sum(sizes), len(names)))
        for i, form in enumerate(form for puzzle in puzzles for form in puzzle.forms):
            for name, size in form.items():
                rows[i, column[name]] = size
        right = [one for puzzle in puzzles for one in puzzle.right or [False] * len(puzzle.forms)]
        return cls(
            tuple(names),
            rows,
            np.cumsum([0, *sizes[:-1]]),
            np.array(right, dtype=float),
            np.array([puzzle.card for puzzle in puzzles]),
        )

    @cached_property
    def question(self) -> NDArray[np.intp]:
        """The question of each row."""
        return np.repeat(np.arange(len(self.starts)), np.diff([*self.starts, len(self.rows)]))

    def of_cards(self, cards: Collection[str]) -> Table:
        """Return the questions of these cards only."""
        kept = np.isin(self.cards, list(cards))
        rows = kept[self.question]
        sizes = np.diff([*self.starts, len(self.rows)])[kept]
        starts = np.cumsum([0, *sizes[:-1]])
        return Table(self.names, self.rows[rows], starts, self.right[rows], self.cards[kept])

    def with_names(self, is_wanted: Callable[[str], bool]) -> Table:
        """Return the wanted features only, and of these what enough cards have."""
        by_card = [self.of_cards([card]).rows.any(axis=0) for card in np.unique(self.cards)]
        having = np.sum(by_card, axis=0)
        least = min(LEAST_CARDS, len(by_card))
        return self.columns(
            [
                name
                for name, n in zip(self.names, having, strict=True)
                if n >= least and is_wanted(name)
            ]
        )

    def columns(self, names: Sequence[str]) -> Table:
        """Return these features only, in this order."""
        place = {name: i for i, name in enumerate(self.names)}
        rows = self.rows[:, [place[name] for name in names]]
        return replace(self, names=tuple(names), rows=rows)

    def summed(self, rows: Floats) -> Floats:
        """Return the sum over the options of each question."""
        sums: Floats = np.add.reduceat(rows, self.starts)
        return sums

    def highest(self, scores: Floats) -> Floats:
        """Return, at each option, the highest score of its question."""
        found: Floats = np.maximum.reduceat(scores, self.starts)[self.question]
        return found


class Rules(NamedTuple):
    """Features to go by, one after the other: the most of each (1) or the least (-1)."""

    chosen: tuple[tuple[str, int], ...]

    def scores(self, table: Table) -> Floats:
        """Return a row an option and a column a rule."""
        signs = np.array([sign for _, sign in self.chosen], dtype=float)
        scores: Floats = table.columns([name for name, _ in self.chosen]).rows * signs
        return scores


def learn_rules(table: Table, most: int = MOST_RULES) -> Rules:
    """Choose the rules that together make most of these questions right."""
    table = table.with_names(lambda name: ":" not in name)
    standing = np.ones(len(table.rows), dtype=bool)
    chosen: list[tuple[str, int]] = []
    reached = 0.0
    while len(chosen) < most:
        found = [
            (float(_credits(table, left).mean()), name, sign, left)
            for name, sign, left in _next_rules(table, standing)
        ]
        best, name, sign, left = max(found, key=lambda one: one[0])
        if chosen and best < reached + LEAST_GAIN:
            break
        chosen.append((name, sign))
        reached, standing = best, left
    return Rules(tuple(chosen))


def single_rules(table: Table) -> list[tuple[float, str, int]]:
    """Return each rule alone with how much of these questions it makes right, the best first."""
    table = table.with_names(lambda name: ":" not in name)
    all_stand = np.ones(len(table.rows), dtype=bool)
    found = [
        (float(_credits(table, left).mean()), name, sign)
        for name, sign, left in _next_rules(table, all_stand)
    ]
    return sorted(found, key=lambda one: -one[0])


def _next_rules(
    table: Table, standing: NDArray[np.bool_]
) -> Iterator[tuple[str, int, NDArray[np.bool_]]]:
    """Yield each rule with the options that still stand when only its best ones are kept."""
    for i, name in enumerate(table.names):
        for sign in (1, -1):
            sizes = np.where(standing, sign * table.rows[:, i], -math.inf)
            yield name, sign, standing & (sizes == table.highest(sizes))


def _credits(table: Table, standing: NDArray[np.bool_]) -> Floats:
    """Return for each question the share of standing options that are right."""
    return table.summed(standing * table.right) / table.summed(standing.astype(float))


class Weights(NamedTuple):
    """A conditional logit: each feature's weight on its standardised size."""

    names: tuple[str, ...]
    scale: Floats
    weights: Floats

    def scores(self, table: Table) -> Floats:
        """Return one column: the log-odds of each option, up to what all of a question share."""
        scores: Floats = table.columns(self.names).rows / self.scale @ self.weights[:, None]
        return scores


def is_form(name: str) -> bool:
    """Say whether a feature is of the form alone: pairs of letters tell some of the content."""
    return not name.startswith("글자:")


def learn_weights(table: Table, is_wanted: Callable[[str], bool] = is_form) -> Weights:
    """Weigh all features, with the penalty that does best on a third of the cards left out."""
    table = table.with_names(is_wanted)
    cards = np.unique(table.cards)
    tried = set(cards[::3].tolist())
    taught, asked = table.of_cards(set(cards.tolist()) - tried), table.of_cards(tried)
    best = max(PENALTIES, key=lambda penalty: _likelihood(_fitted(taught, penalty), asked))
    return _fitted(table, best)


def learn_letters(table: Table) -> Weights:
    """Weigh pairs of letters too."""
    return learn_weights(table, lambda _name: True)


def _fitted(table: Table, penalty: float) -> Weights:
    """Return the weights of greatest penalised likelihood, by Newton's method."""
    mean = table.summed(table.rows) / table.summed(np.ones(len(table.rows)))[:, None]
    scale = np.sqrt(((table.rows - mean[table.question]) ** 2).mean(axis=0))
    scale[scale < 1e-12] = math.inf  # the same in all options of every question: no weight
    rows = table.rows / scale
    wanted = table.right / table.summed(table.right)[table.question]
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chances = _chances(table, rows @ weights)
        slope = rows.T @ (wanted - chances) - penalty * weights
        weighted = chances[:, None] * rows
        mean = table.summed(weighted)
        bend = weighted.T @ rows - mean.T @ mean + penalty * np.eye(len(weights))
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max(initial=0.0) < SMALL_STEP:
            break
    return Weights(table.names, scale, weights)


def _chances(table: Table, scores: Floats) -> Floats:
    """Return the softmax of the scores within each question."""
    grown = np.exp(scores - table.highest(scores))
    return grown / table.summed(grown)[table.question]


def _likelihood(fitted: Weights, table: Table) -> float:
    scores = fitted.scores(table)[:, 0]
    below = scores - table.highest(scores)
    # not the logarithm of the chances: where scores are far apart, one of them rounds to 0
    return float(
        (table.right * (below - np.log(table.summed(np.exp(below)))[table.question])).sum()
    )


Learn = Callable[[Table], Rules | Weights]


def names_of(puzzles: Iterable[Puzzle]) -> list[str]:
    """Return every feature of the questions, in alphabetical order."""
    return sorted({name for puzzle in puzzles for form in puzzle.forms for name in form})


def lessons(puzzles: Sequence[Puzzle], names: Sequence[str]) -> Table:
    """Return what there is to learn from the questions."""
    return Table.of([half for one in puzzles for half in one.halves()], names)


def out_of_sample(
    puzzles: Sequence[Puzzle], learn: Learn, taught_on: Sequence[Puzzle] = ()
) -> list[float]:
    """Return the credit of each question for a guesser taught on the cards of the other folds.

    It is taught on their questions of the same kind, or on what else there is of these cards.
    """
    names = names_of((*puzzles, *taught_on))
    taught, asked = lessons(taught_on or puzzles, names), Table.of(puzzles, names)
    cards = sorted({puzzle.card for puzzle in puzzles})
    gained: dict[str, list[float]] = {card: [] for card in cards}
    for fold in range(FOLDS):
        out = set(cards[fold::FOLDS])
        if not out:
            continue
        part = asked.of_cards(out)
        scores = learn(taught.of_cards(set(cards) - out)).scores(part)
        left = [puzzle for puzzle in puzzles if puzzle.card in out]
        for puzzle, own in zip(left, np.split(scores, part.starts[1:]), strict=True):
            gained[puzzle.card].append(puzzle.credit(own))
    ready = {card: iter(found) for card, found in gained.items()}
    return [next(ready[puzzle.card]) for puzzle in puzzles]


class Share(NamedTuple):
    """A share of questions, with its interval of 95 %."""

    mean: float
    low: float
    high: float


def share(puzzles: Sequence[Puzzle], gained: Sequence[float]) -> Share:
    """Return the mean credit; questions of one card are alike, so the interval counts cards."""
    mean = float(np.mean(gained))
    by_card: dict[str, float] = {}
    for puzzle, credit in zip(puzzles, gained, strict=True):
        by_card[puzzle.card] = by_card.get(puzzle.card, 0.0) + credit - mean
    many = len(by_card)
    square = sum(one**2 for one in by_card.values()) * many / max(1, many - 1)
    half = Z * math.sqrt(square) / len(gained)
    return Share(mean, max(0.0, mean - half), min(1.0, mean + half))
