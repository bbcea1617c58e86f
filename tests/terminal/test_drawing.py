"""What is drawn was computed before: a frame runs no demo, parses no formula, marks no answer."""

import io
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from quizcards import demos
from quizcards.interview.state import Scene, Turn, opened
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, previews
from quizcards.model import Card
from quizcards.quiz import kinds
from quizcards.quiz.question import Context, Item
from quizcards.study.session import Command, Position, Question
from quizcards.terminal.interview_screen import InterviewScreen
from quizcards.terminal.laboratory import CardBack, Laboratory
from quizcards.terminal.plain import Plain
from quizcards.terminal.printing import Printer
from quizcards.terminal.screen import Screen
from quizcards.terminal.study_plain import StudyPlain
from quizcards.terminal.study_screen import StudyScreen
from tests.shipped import shipped

CONTENT = Path(__file__).parents[2] / "content"
CARDS = shipped().cards
COMPUTING = (
    "numpy",
    "trace",
    "demos",
    "memory",
    "decks",
    "quiz.judge",
    "quiz.phrases",
    "quiz.kinds",
)
"""What may not be at work in a frame. Of quiz a frame may read what a verdict says.

Each is the beginning of a module's name without the package."""


class Watched:
    """A keyboard that plays a script, and notes which modules were at work after each key."""

    def __init__(self, *script: str) -> None:
        self.script: Iterator[str] = iter(script)
        self.modules: list[set[str]] = []

    def read(self, *_: object) -> str:
        sys.setprofile(None)
        key = next(self.script)
        self.modules.append(set())
        sys.setprofile(self.note)
        return key

    def note(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self.modules[-1].add(frame.f_globals.get("__name__", "").removeprefix("quizcards."))


def computing(modules: set[str]) -> set[str]:
    return {module for module in modules if module.startswith(COMPUTING)}


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """A screen of a size on which most cards have to be scrolled."""
    monkeypatch.setattr(Screen, "terminal_size", lambda _: os.terminal_size((80, 24)))
    with open(os.devnull) as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        yield Screen({}, io.StringIO())
    sys.setprofile(None)


def watch(screen: Screen, *script: str) -> list[set[str]]:
    watched = Watched(*script)
    screen.keyboard = watched  # type: ignore[assignment]
    return watched.modules


def question(item: Item) -> Question:
    outcomes = previews(new_memory(item.card.key), 0.0, 1, Scheduler())
    return Question(item, "덱", outcomes, at=0.0, day=1, left=Position(1, 1), is_new=True)


def size(card: Card) -> tuple[bool, int]:
    """What orders cards by how much there is to compute and to draw below their question."""
    computes = any(wrong.demo for wrong in card.misconceptions) and bool(card.formula)
    return computes, sum(len(line) for line in (card.answer, *card.formula))


def items() -> Iterator[Item]:
    """The longest card, asked in every way that it supports."""
    card = max(CARDS, key=size)
    assert size(card)[0]
    context = Context(CARDS, demos.of, random.Random)
    found = [kinds.ask(kind, card, context, 1) for kind in kinds.names()]
    yield from (item for item in found if item is not None)


@pytest.mark.parametrize("item", list(items()), ids=lambda item: item.kind)
def test_a_revealed_card_is_drawn_again_without_any_computing(screen: Screen, item: Item) -> None:
    modules = watch(screen, "space", "resize", "down", "l", "l", "q")
    reply = StudyScreen(screen, Laboratory(demos.of)).ask(question(item))
    sys.setprofile(None)
    assert reply == Command("quit")
    revealing, *redrawn = modules
    assert {"trace.tracer", "trace.latex"} <= revealing
    assert [computing(one) for one in redrawn] == [set()] * 5


def test_line_by_line_an_answer_that_is_shown_again_is_not_computed_again() -> None:
    ran: list[str] = []

    class Counting(Laboratory):
        def back(self, card: Card) -> CardBack:
            ran.append(card.key)
            return super().back(card)

    (item,) = (item for item in items() if item.kind == "recall")
    plain = Plain(io.StringIO("\nl\nl\nq\n"), Printer(io.StringIO))
    StudyPlain(plain, Counting(demos.of)).ask(question(item))
    assert ran == [item.card.key]


def test_a_tick_of_an_interview_marks_no_answer_anew(screen: Screen) -> None:
    modules = watch(screen, "tick", "tick", "q")
    card = max(CARDS, key=lambda card: len(card.key_points))
    step = opened(Turn("topic", card.key)).begun().said(card, None, card.answer)
    InterviewScreen(screen, lambda: 0.0).ask(Scene(step, card, "덱", None, 0.0, 30))
    sys.setprofile(None)
    assert [computing(one) for one in modules] == [set()] * 3
