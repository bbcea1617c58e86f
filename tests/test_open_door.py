"""Somebody new adds one file to a copy of the package, touches no other, and finds it working."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

DEMO = '''
"""두 배(doubling)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def doubling(x=3.0):
    y = 2 * x  # 두 배
    return y


def draw(rng):
    return {"x": rng.integers(1, 9)}


def picture(trace: Trace) -> Curves:
    x = np.linspace(0, 9, 10)
    return Curves("두 배", "x", "y", (Series("y", x, 2 * x),))


DEMO = Demo(
    doubling,
    asks={"y": "x를 두 배 한 값"},
    draw=draw,
    mistakes=(Mistake("y", "x * x", "두 배가 아니라 제곱을 했습니다."),),
    worked=(Worked({"x": 3.0}, {"y": 6.0}, "손계산: 2·3 = 6"),),
    picture=picture,
    limits={"x": (-1e6, 1e6)},
)
'''

EXPORTER = '''
"""The questions alone, one a line."""

from collections.abc import Iterator

from quizcards.export.book import Book
from quizcards.export.formats import Piece

ABOUT = "질문만"
SUFFIX = ".questions"


def export(book: Book) -> Iterator[Piece]:
    """Yield one line a card."""
    for deck in book.decks:
        for entry in book.entries(deck):
            yield f"질문: {entry.card.question}\\n"
'''

KIND = '''
"""Which deck is this card in?"""

from quizcards.model import Card
from quizcards.quiz.question import Asked, Chance, Choice, Context, Option

TITLE = "덱 맞히기"


def make(card: Card, context: Context, rng: Chance) -> Asked | None:
    """Ask for the deck among two."""
    options = (Option("아닌 덱"), Option(card.deck))
    return Asked("어느 덱의 카드인가요?", Choice(options, 1), given=(card.question,))
'''

COMMAND = '''
"""`quizcards hello`: a greeting."""

HELP = "인사합니다."
EXAMPLES = {"quizcards hello": "한 번 인사합니다."}
ORDER = 1000


def hello() -> None:
    """Print the greeting."""
    print("안녕하세요")
'''


class Checkout:
    """A copy of the package and the decks, to which a newcomer adds files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("quizcards", "content"):
            shutil.copytree(ROOT / name, folder / name)

    def add(self, path: str, text: str) -> None:
        """Add a new file."""
        with (self.folder / "quizcards" / path).open("x", encoding="utf-8") as file:
            file.write(text.lstrip())

    def run(self, *arguments: str, given: str = "") -> str:
        """Run the copy, and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "quizcards", *arguments],
            input=given,
            capture_output=True,
            encoding="utf-8",
            cwd=self.folder,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def test_a_new_file_is_a_new_demo(checkout: Checkout) -> None:
    checkout.add("demos/basics/doubling.py", DEMO)
    assert "doubling" in checkout.run("demo", "--list")
    assert "y = 2·x" in " ".join(checkout.run("demo", "doubling").split())


def test_a_new_file_is_a_new_export_format(checkout: Checkout) -> None:
    checkout.add("export/formats/questions.py", EXPORTER)
    assert checkout.run("export", "optimization", "--to", "questions").startswith("질문: ")


def test_a_new_file_is_a_new_kind_of_question(checkout: Checkout) -> None:
    checkout.add("quiz/kinds/deck.py", KIND)
    shown = checkout.run(
        "quiz", "--all", "--kind", "deck", "--limit", "1", "--plain", given="2\n3\n"
    )
    assert "어느 덱의 카드인가요?" in shown
    assert "덱 맞히기" in shown


def test_a_new_file_is_a_new_command(checkout: Checkout) -> None:
    checkout.add("cli/commands/hello.py", COMMAND)
    assert "인사합니다." in checkout.run("-h")
    assert checkout.run("hello") == "안녕하세요\n"
