"""The nouns of quizcards, all frozen: what rooms hand to one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Literal, NamedTuple, TypeGuard

BLANK = re.compile(r"\{\{([^{}\n]{1,200})\}\}")
"""A word that the author marked to be asked for: `{{word}}`, or `{{word|another}}`. It is bounded,
so that the search for one takes time in proportion to the text."""


def filled_in(marked: str) -> str:
    """Return text with each blank filled in.

    >>> filled_in("{{Adam|아담}}은 {{편향}}을 보정합니다.")
    'Adam은 편향을 보정합니다.'
    """
    return BLANK.sub(lambda blank: blank[1].split("|")[0].strip(), marked)


class Grade(IntEnum):
    """How well a card was recalled, as FSRS counts it. HARD is a pass."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def korean(self) -> str:
        """What the learner presses."""
        return ("다시", "어려움", "알맞음", "쉬움")[self - 1]


@dataclass(frozen=True)
class Place:
    """Where something stands in a file; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def problem(self, message: str) -> Problem:
        """Return what is wrong here."""
        return Problem(self.path, self.line, self.column, message)


@dataclass(frozen=True, order=True)
class Problem:
    """Something in a deck that its author must mend: where, what, and what to write instead."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True)
class KeyPoint:
    """One thing that a good answer contains; a clause that says it has these words."""

    point: str
    any_of: tuple[str, ...] = ()
    """At least one of these."""
    all_of: tuple[str, ...] = ()
    """All of these."""
    none_of: tuple[str, ...] = ()
    """None of these."""
    nice: bool = False
    """Whether it only rounds an answer off: the proposed grade does not count it."""
    contrary: tuple[str, ...] = ()
    """What says the contrary of it, its words in this order."""


@dataclass(frozen=True)
class FollowUp:
    """An interviewer's next question (꼬리질문)."""

    question: str
    answer: str
    point: int | None = None
    """The index of the key point whose absence triggers it."""


@dataclass(frozen=True)
class Outline:
    """The names in a demo: the parameters that it takes, and the values that it computes."""

    parameters: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.parameters, *self.values)))


class WrittenAsk(NamedTuple):
    """A value of a demo written in a deck that may be asked, and what a question calls it.

    Empty where the author gave it no name.
    """

    name: str
    called: str = ""


class WrittenMistake(NamedTuple):
    """How people err in a demo written in a deck.

    They compute `name` by this formula; the feedback is one sentence.
    """

    name: str
    formula: str
    feedback: str


@dataclass(frozen=True)
class Code:
    """A demo written in a deck: lines of NumPy, and what may be asked, is got wrong and is drawn.

    `title` is what people read above it.
    """

    text: str
    asks: tuple[WrittenAsk, ...] = ()
    mistakes: tuple[WrittenMistake, ...] = ()
    draws: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class DemoCall:
    """A demo that a card runs: its `code`, or else the demo named `run`."""

    run: str
    params: Mapping[str, Any] = field(default_factory=dict)
    """The parameters that it changes."""
    code: Code | None = None
    show: tuple[str, ...] = ()
    """The values to point at."""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Misconception:
    """A false claim that people make, why it is false, and the demo run that shows it."""

    claim: str
    because: str
    demo: DemoCall | None = None
    truth: str = ""
    """What is right instead, in a sentence of the same form as the claim."""


class Statement(NamedTuple):
    """A true sentence and its false twin.

    They differ in what has to be known, not in form; `because` says why.
    """

    right: str
    wrong: str
    because: str


@dataclass(frozen=True)
class Choices:
    """A question of the author's own with one right answer and some wrong ones."""

    question: str
    right: str
    wrong: tuple[str, ...]
    because: str = ""


@dataclass(frozen=True)
class Card:
    """One concept: what is asked, what is answered, and everything made from it."""

    deck: str
    id: str
    question: str
    answer: str
    place: Place
    key_points: tuple[KeyPoint, ...] = ()
    formula: tuple[str, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    demo: DemoCall | None = None
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    """What computes the figures in the card's prose anew: commands, or sums written out."""
    title: str = ""
    frequency: int = 0
    """How often interviews ask it, 1 to 5; 0 where nobody has said."""
    notes: tuple[range, ...] = ()
    """Lines of the notes that it comes from, no two ranges adjoining."""
    was: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    choices: tuple[Choices, ...] = ()
    steps: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    """The values of its demo whose lines are worth writing, where the author says which."""
    marked: str = ""
    """The answer with the author's `{{blanks}}`, where there are any."""
    written_question: str = ""
    """The question as it was written, where it holds mathematics or pictures (`trace.prose`).

    What `question` says of them is how a screen of letters shows them.
    """
    written_answer: str = ""
    """The answer as it was written, where it holds mathematics or pictures, with its blanks."""

    @property
    def key(self) -> str:
        """The card's name everywhere outside its deck: `deck/id`."""
        return f"{self.deck}/{self.id}"

    @property
    def first_key(self) -> str:
        """The key that the card had at the very first: what a rename leaves as it is."""
        return self.was[0] if self.was else self.key


@dataclass(frozen=True)
class Deck:
    """Cards under one title, in the author's order."""

    id: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Term:
    """One concept of the field, and every way to say it.

    `name` is what the cards call it, `forms` what else is said for it, `symbols` how it is written
    in formulas, `gloss` one clause that explains it.
    """

    name: str
    forms: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    gloss: str = ""
    place: Place | None = field(default=None, compare=False)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to say it, the name first."""
        return (self.name, *self.forms)

    def __add__(self, other: Term) -> Term:
        """Add the forms and symbols of another entry for the same term."""
        forms = tuple(dict.fromkeys((*self.forms, *other.forms)))
        symbols = tuple(dict.fromkeys((*self.symbols, *other.symbols)))
        return replace(self, forms=forms, symbols=symbols, gloss=other.gloss or self.gloss)


@dataclass(frozen=True)
class Glossary:
    """The words of the field.

    `words` are sets of words that say the same and are no terms; one that ends in a hyphen is a
    stem. `contrasts` are names of terms that are set against one another, `opposites` pairs of
    words, each the first of its set.
    """

    terms: tuple[Term, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    contrasts: tuple[tuple[str, ...], ...] = ()
    opposites: tuple[tuple[str, ...], ...] = ()

    def __add__(self, other: Glossary) -> Glossary:
        """Add what another glossary says; of a term that both have, its forms."""
        terms = {term.name: term for term in self.terms}
        for term in other.terms:
            known = terms.get(term.name)
            terms[term.name] = known + term if known else term
        return Glossary(
            tuple(terms.values()),
            self.words + other.words,
            self.contrasts + other.contrasts,
            self.opposites + other.opposites,
        )


@dataclass(frozen=True)
class Library:
    """Every deck found, and everything found wrong with them."""

    decks: tuple[Deck, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for deck in self.decks for card in deck.cards)

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Card key -> its earlier keys, oldest first."""
        return {card.key: card.was for card in self.cards if card.was}


def key_of(deck: str, ref: str) -> str:
    """Return the key of a card that a deck names by its id, or as deck/id."""
    return ref if "/" in ref else f"{deck}/{ref}"


def by_any_key(cards: Iterable[Card]) -> dict[str, Card]:
    """Return the cards by their keys, and by the earlier ones that no card has now."""
    every = tuple(cards)
    return {
        **{old: card for card in every for old in card.was},
        **{card.key: card for card in every},
    }


EventKind = Literal["review", "practice", "suspend", "unsuspend", "bury", "restart", "undo", "redo"]
"""What the learner did: practice is asked without a grade, a restart learns the card afresh."""


@dataclass(frozen=True)
class Event:
    """One row of the log: something the learner did to a card."""

    id: str
    """Sorts by time (`store.log.event_id`); "" until the event is in the log."""
    at: float
    """The moment in seconds since the epoch (UTC)."""
    day: int
    """The ordinal of the local study day."""
    kind: EventKind
    card: str
    """The card's key."""
    grade: int | None = None
    """1 to 4 (`Grade`) of a review; None of anything else."""
    asked: str | None = None
    """The way of asking: recall, or the kind of question."""
    seconds: float | None = None
    """How long the answer took."""
    seed: int | None = None
    """The seed that the question was generated from."""
    answer: str | None = None
    """What was answered."""
    shown: str | None = None
    """A hash of the card as it stood on screen.

    Where a session asked it, what tells later whether it became another card follows.
    """
    of: str | None = None
    """The event that an undo takes back, or the undo that a redo does."""
    step: str | None = None
    """The step of an interview that asked, the exercise, or how much code it was to be."""
    claimed: bool | None = None
    """True where it was marked wrong, and the learner took it for right all the same."""
    wrong: bool | None = None
    """True where it was marked wrong, whatever grade the learner gave."""


@dataclass(frozen=True)
class Reviews:
    """The reviews that hold, as columns in time order: what fitting and planning read.

    `life` counts how often the card was begun afresh before. `at`, `day`, `asked` and `seconds` are
    those of the event. `before` has, for cards that were reviewed before the first of these, the
    day of their last such review, by card and life.
    """

    card: Sequence[str]
    life: Sequence[int]
    grade: Sequence[int]
    at: Sequence[float]
    day: Sequence[int]
    asked: Sequence[str | None]
    seconds: Sequence[float | None]
    before: Mapping[tuple[str, int], int] = field(default_factory=dict)


class AnsweredRow(NamedTuple):
    """An answer as statistics read it. Without a grade, the card was begun afresh."""

    card: str
    grade: int | None
    day: int
    """The study day."""
    asked: str | None
    """The way of asking."""
    seconds: float | None
    wrong: bool | None = None
    """True where it was marked wrong, whatever the grade."""


@dataclass(frozen=True)
class Memory:
    """What the scheduler knows of one card; `memory.arrays.MemoryColumns` has it of many.

    A card in a step is due at the moment `due_at`, a card in review on the study day `due_day`.
    """

    seed: float
    """In [0, 1): gives the card its own fuzz."""
    stability: float = 0.0
    """The days until recall falls to 90 % (S90): the stability of FSRS-6."""
    difficulty: float = 0.0
    """In 1..10, as FSRS has it."""
    step: int = 0
    """The place in the learning steps followed by the relearning steps, -1 once in review."""
    interval: int = 0
    """The last scheduled interval in days, 0 in a step."""
    due_at: float = 0.0
    """In seconds since the epoch."""
    due_day: int = 0
    last_day: int = 0
    """The study day of the last review."""
    first_day: int = 0
    """The study day of the first one."""
    reps: int = 0
    """How many reviews there were."""
    lapses: int = 0
    """How many of them forgot a card that was in review."""
    slow: float = 0.0
    """The slow stability of FSRS-7 in days; 0 under FSRS-6, as is the fast one."""
    fast: float = 0.0
    last_at: float = 0.0
    """The moment of the last review in epoch seconds."""
    suspended: bool = False
    buried_day: int = 0
    """The study day on which the card is put off until the next."""

    @property
    def is_new(self) -> bool:
        return self.reps == 0


def is_seen(memory: Memory | None) -> TypeGuard[Memory]:
    """Say whether a card was answered: one that never was may have no memory, or a new one."""
    return memory is not None and not memory.is_new


@dataclass(frozen=True)
class Collected:
    """A question that somebody was asked: where (`at`), on which day (ISO 8601), and how it went.

    `mark` is so many of so many points; `card` is the key of the card that answers it, "" where
    none does; `time` says in epoch seconds when it was written down.
    """

    question: str
    card: str = ""
    at: str = ""
    date: str = ""
    mark: tuple[int, int] | None = None
    time: float = 0.0
