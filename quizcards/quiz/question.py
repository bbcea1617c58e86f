"""The nouns that every kind of question is made of: what is asked, and what may be replied.

All are frozen. They are named tuples, which Python makes several times faster than dataclasses:
the first question waits for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from quizcards.model import Card, DemoCall, Grade, KeyPoint

if TYPE_CHECKING:
    from quizcards.trace.demo import Demo
    from quizcards.trace.exercise import Exercise
    from quizcards.trace.whiteboard import Finding, Whiteboard

LoadDemo = Callable[[DemoCall], "Demo"]

Value = float | tuple["Value", ...]
"""A number, a vector or a matrix; whole numbers are ints."""


class Chance(Protocol):
    """A seeded source of chance, such as `random.Random(seed)`.

    Only this method is asked for: its numbers alone are promised to stay the same from one Python
    to the next.
    """

    def random(self) -> float:
        """Return the next number in [0, 1)."""


GAP = "____"
"""Stands where something is to be written."""

Form = Literal["line", "lines", "body"]
"""How much of a function is to be written: a line, two or three of them, or all."""


@dataclass(frozen=True)
class Context:
    """What a question may be made from besides its card.

    The other cards, the demo of a call, chance from a seed, and what runs the lines that learners
    write; without it none is asked for. `form` says how much code is asked for at most.
    """

    cards: tuple[Card, ...]
    load: LoadDemo
    chance: Callable[[int], Chance]
    whiteboard: Callable[[], Whiteboard] | None = None
    form: Form = "line"


class Option(NamedTuple):
    """One answer to choose.

    `feedback` says why it is wrong, or what is to be learnt where it is right.
    """

    text: str
    feedback: str = ""


class Choice(NamedTuple):
    """One of these options is right."""

    options: tuple[Option, ...]
    right: int


class WrongValue(NamedTuple):
    """A value that people give instead of the right one, and what to say about it."""

    value: Value
    feedback: str


RELATIVE = 2e-3
"""A number is right within 0.2 %: four digits, as the screen shows them, always suffice.

A whole number must be exact.
"""


class Number(NamedTuple):
    """A number, vector or matrix to compute.

    `wrong` are the wrong values that are known, `working` the lines that lead to the right one,
    `relative` is how far off an answer may be, as a share of the right one.
    """

    right: Value
    wrong: tuple[WrongValue, ...]
    working: tuple[str, ...]
    relative: float = RELATIVE


class Order(NamedTuple):
    """Lines to put in order.

    Any order is right that keeps each pair (i, j) of `before`: line i before line j. `right` is
    one such order of the lines' indices. `notes` say what each line is, once it is answered.
    """

    lines: tuple[str, ...]
    before: tuple[tuple[int, int], ...]
    right: tuple[int, ...]
    notes: tuple[str, ...] = ()


class Blank(NamedTuple):
    """A sentence with one blank, and what may stand there; the first is the author's word."""

    text: str
    accepted: tuple[str, ...]


class Checking(NamedTuple):
    """Runs what is written in place of one line of a card's demo.

    Two that run the same are equal, so that a question made again is the same question.
    """

    board: Whiteboard
    load: LoadDemo
    call: DemoCall
    target: str

    def __call__(self, text: str) -> Finding:
        """Say whether a line computes what the demo's own does."""
        return self.board.check(self.exercise, text)

    @property
    def exercise(self) -> Exercise:
        """The line that is asked for."""
        from quizcards.trace.exercise import Exercise  # numpy: only where there is a demo to run

        return Exercise(self.load(self.call), self.target)


class Code(NamedTuple):
    """NumPy to write into a function that is shown with a blank for each part.

    `answer` is what stands there in the demo, `hints` tell more and more of it, and `checks` run
    what is written for each line in its place. Of a whole body they are those of its lines.
    """

    lines: tuple[str, ...]
    answer: str
    hints: tuple[str, ...]
    checks: tuple[Checking, ...]
    form: Form = "line"

    @property
    def target(self) -> str:
        """The names that are to get their values; of a whole body what it returns counts."""
        if self.form == "body":
            from quizcards.trace.whiteboard import RESULT  # as above

            return RESULT
        return ", ".join(check.target for check in self.checks)

    @property
    def solution(self) -> str:
        """The answer as it is told."""
        return f"정답: {self.answer}" if self.form == "line" else f"정답:\n{self.answer}"


class Points(NamedTuple):
    """An answer typed freely, graded by the key points that it covers."""

    points: tuple[KeyPoint, ...]


class Spoken(NamedTuple):
    """An answer said aloud, then compared with this one by the learner."""

    answer: str


Judged = Choice | Number | Order | Blank | Code
"""Answers that `judge` can mark; the others are for the key points or for the learner to judge."""

Answering = Judged | Points | Spoken

FEW = 4
"""Among so many options or fewer a blind guess is right at least one time in four."""


class Asked(NamedTuple):
    """What a kind makes of a card: the question, what is given with it, and how it is answered."""

    prompt: str
    answering: Answering
    given: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    """Of a computation: each name with its value."""


class Item(NamedTuple):
    """A question as it is put to the learner.

    The same kind, card, decks and seed make the same item again.
    """

    kind: str
    card: Card
    seed: int
    asked: Asked


class Verdict(NamedTuple):
    """How much of an answer was right, from 0 to 1, and what there is to say."""

    share: float
    lines: tuple[str, ...]
    mistake: str = ""
    """What went wrong, where it is one of the ways in which people err."""

    @property
    def grade(self) -> Grade:
        """Good for an answer that is right in every part, otherwise Again."""
        return Grade.GOOD if self.share == 1 else Grade.AGAIN
