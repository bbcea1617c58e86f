"""A new demo is one new file: everything else finds it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

from quizcards import demos
from quizcards.cli.main import run
from quizcards.export.book import Book
from quizcards.export.formats import markdown
from quizcards.model import Card, Deck, DemoCall, Outline, Place
from quizcards.quiz import kinds
from quizcards.quiz.judge import judge
from quizcards.quiz.numeric_question import fresh
from quizcards.quiz.question import Asked, Context, Number
from tests.demos.test_demo_contract import CONTRACT

SOURCE = '''
"""두 배 하기."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars


def twice_it(a=3.0):
    b = 2 * a  # 두 배
    return b


def draw(rng):
    return {"a": rng.integers(30, 90) / 10}


def picture(trace):
    return Bars("두 배", (("a", trace["a"]), ("b", trace["b"])))


DEMO = Demo(
    twice_it,
    asks={"b": "a를 두 배 한 값"},
    draw=draw,
    mistakes=(
        Mistake("b", "a**2", "두 배가 아니라 제곱입니다."),
        Mistake("b", "a / 2", "두 배가 아니라 절반입니다."),
        Mistake("b", "a + 2", "곱하지 않고 더했습니다."),
    ),
    worked=(Worked({"a": 4}, {"b": 8.0}, "손계산: 2·4 = 8"),),
    picture=picture,
    limits={"a": (-100, 100)},
)
'''


@pytest.fixture
def new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A demo dropped into the folder: the folder is a copy, so that the real one stays as it is."""
    for path in demos.FOLDER.glob("*/*.py"):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).write_bytes(path.read_bytes())
    (tmp_path / "optimization/twice_it.py").write_text(SOURCE.lstrip(), encoding="utf-8")
    monkeypatch.setattr(demos, "FOLDER", tmp_path)
    monkeypatch.setattr(demos, "__path__", [str(tmp_path)])
    yield
    sys.modules.pop("quizcards.demos.optimization.twice_it", None)


@pytest.mark.usefixtures("new_file")
def test_a_new_file_is_a_new_demo_with_no_other_edit() -> None:
    assert "twice-it" in demos.names()
    assert {"adam", "gradient-descent"} <= set(demos.names())
    assert demos.outline("twice-it") == Outline(("a",), ("b",))
    demo = demos.load("twice-it")
    assert demo.title == "두 배 하기"
    assert demo.run({"a": 5})["b"] == 10
    drawn = fresh(demo, np.random.default_rng(1))
    assert drawn["b"] == 2 * drawn["a"]


@pytest.mark.usefixtures("new_file")
def test_a_new_demo_is_listed_and_shown_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--list"]) == 0
    assert [
        line.split(maxsplit=1)[1]
        for line in capsys.readouterr().out.splitlines()
        if "twice-it" in line
    ] == ["두 배 하기"]
    assert run(["demo", "twice-it", "-p", "a=21"]) == 0
    assert "= 42   두 배" in capsys.readouterr().out


@pytest.mark.usefixtures("new_file")
def test_a_new_demo_is_held_to_the_contract() -> None:
    CONTRACT.hold("twice-it")


@pytest.mark.usefixtures("new_file")
def test_a_new_demo_is_asked_about_in_numbers_and_its_mistake_is_called_by_its_name() -> None:
    card = Card("deck", "one", "질문?", "답.", Place("deck.yaml"), demo=DemoCall("twice-it"))
    item = kinds.ask("numeric", card, Context((card,), demos.of, Random), 1)
    assert item
    asked = item.asked
    assert isinstance(asked, Asked)
    assert isinstance(asked.answering, Number)
    a = float(asked.inputs[0].removeprefix("a = "))
    assert asked.answering.right == pytest.approx(2 * a)
    assert judge(asked.answering, str(2 * a)).share == 1
    assert "두 배가 아니라 제곱입니다." in judge(asked.answering, str(a**2)).lines


@pytest.mark.usefixtures("new_file")
def test_a_new_demo_stands_in_the_export_of_a_card_that_names_it() -> None:
    card = Card(
        "deck", "one", "질문?", "답.", Place("deck.yaml"), demo=DemoCall("twice-it", {"a": 21})
    )
    pieces = markdown.export(
        Book((Deck("deck", "제목", (card,)),), Context((card,), demos.of, Random))
    )
    text = "".join(map(str, pieces))
    assert "| $`b`$ | $`2 \\cdot a`$ | 42 | 두 배 |" in text


def test_what_is_no_demo_has_no_parameters_and_cannot_be_loaded() -> None:
    assert demos.outline("twice-it") is None


def test_the_counter_of_a_loop_is_no_value() -> None:
    outline = demos.outline("early-stopping")
    assert outline
    assert "t" not in outline.values
    with pytest.raises(KeyError):
        demos.load("twice-it")
    with pytest.raises(KeyError):
        demos.load("__init__")
    with pytest.raises(KeyError):
        demos.load("../trace/demo")


def test_a_demo_is_named_with_hyphens_and_listed_in_order() -> None:
    assert demos.names() == sorted(demos.names())
    assert all("_" not in name for name in demos.names())
    assert "gradient_descent" not in demos.names()


def test_a_demo_has_a_name_of_its_own_over_all_decks() -> None:
    stems = [path.stem for path in demos.FOLDER.glob("*/[!_]*.py")]
    assert len(stems) == len(set(stems)) == len(demos.names())
