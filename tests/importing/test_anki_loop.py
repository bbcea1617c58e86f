"""Cards go to Anki with their schedule, are studied and edited there, and come back.

They are the same cards: their answers join the log once, and what was edited is offered.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.app.environment import Environment
from quizcards.app.joining import word_diff
from quizcards.cli import main as cli
from quizcards.model import Event, Grade
from tests.importing.import_examples import Import, Imported, changed

NOW = 1_796_083_200  # 2026-12-01T00:00Z
MINE = """\
deck: mine
title: 내 덱
cards:
- id: adam
  question: Adam은 무엇인가요?
  answer: |
    두 {{적률}}의 이동평균을 씁니다.

    편향을 보정합니다.
  key_points:
  - {point: 1차 적률, any_of: [m]}
  - point: 2차 적률
  formula: |
    \\hat m_t = \\frac{m_t}{1 - \\beta_1^t}
    w = 1
  followups:
  - {question: 왜 쓰나요, answer: 그래서요.}
- id: sgd
  question: SGD는 무엇인가요?
  answer: 기울기의 반대로 갑니다.
  needs: [adam]
- id: relu
  question: ReLU는?
  answer: $$\\max(0, x)$$ ![](media/gone.png)
"""
Loop = Callable[..., Imported]


@pytest.fixture
def deck(learner: Path) -> Path:
    """The learner's own deck, three cards of which two were answered."""
    path = learner / "decks" / "mine.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(MINE, encoding="utf-8")
    env = Environment({**os.environ}, learner)
    with env.store(env.library()) as store:
        for days, name in ((20, "adam"), (20, "sgd"), (15, "adam"), (15, "adam"), (3, "sgd")):
            at = NOW - days * 86_400 + 0.0625
            event = Event("", at, env.day(at), "review", f"mine/{name}", Grade.GOOD, "recall")
            store.append(event)
    return path


@pytest.fixture
def loop(deck: Path, run_import: Import, tmp_path: Path) -> Loop:
    """Export, change what Anki would, and import again with these options."""
    assert deck.exists()
    file = tmp_path / "out.apkg"
    assert cli.run(["export", "-o", str(file), "--schedule"]) == 0

    def there_and_back(change: Callable[[sqlite3.Connection], object], *options: str) -> Imported:
        return run_import("back.apkg", *options, text=changed(file, change))

    return there_and_back


def unchanged(_: sqlite3.Connection) -> None:
    """Do nothing in Anki."""


def studied(db: sqlite3.Connection) -> None:
    """Answer each card once on the day of the export, and one of them again."""
    cards = [card for (card,) in db.execute("SELECT id FROM cards ORDER BY id")]
    rows = [(1000 * NOW - 1000 * i, card, 1 + i) for i, card in enumerate([*cards, cards[0]])]
    db.executemany("INSERT INTO revlog VALUES (?, ?, -1, ?, 5, 1, 2500, 4000, 1)", rows)


def edited(field: int, before: str, after: str) -> Callable[[sqlite3.Connection], None]:
    """Return what replaces text in a field of the first note."""

    def change(db: sqlite3.Connection) -> None:
        note, fields = db.execute("SELECT id, flds FROM notes ORDER BY id").fetchone()
        values = fields.split("\x1f")
        assert before in values[field]
        values[field] = values[field].replace(before, after)
        db.execute("UPDATE notes SET flds = ? WHERE id = ?", ("\x1f".join(values), note))

    return change


def counted(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return how many answers each card has, and when it is due."""
    capsys.readouterr()
    counts = {}
    for name in ("adam", "sgd", "relu"):
        assert cli.run(["show", f"mine/{name}", "--json"]) == 0
        memory = json.loads(capsys.readouterr().out)["memory"]
        counts[name] = (memory["reps"], memory["due_day"])
    return counts


def test_what_comes_back_as_it_went_out_changes_nothing(
    loop: Loop, deck: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counted(capsys)
    done = loop(unchanged, "--history")
    assert done.code == 0
    assert "3개 가운데 3개는 이미 있는 카드였습니다." in done.err
    assert (
        "복습 기록 5개 가운데 0개를 옮겼습니다. 두고 온 것: 이미 우리 기록에 있는 답 5개"
        in done.err
    )
    assert "--take-edits" not in done.err
    assert counted(capsys) == before
    assert deck.read_text(encoding="utf-8") == MINE
    assert [path.name for path in deck.parent.iterdir()] == ["mine.yaml"]


def test_the_answers_given_in_anki_join_the_cards_they_belong_to_once(
    loop: Loop, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [reps for reps, _ in counted(capsys).values()] == [3, 2, 0]
    done = loop(studied, "--history", "--json")
    history = json.loads(done.out)["history"]
    assert (history["rows"], history["reviews"]) == (9, 4)
    after = counted(capsys)
    assert [reps for reps, _ in after.values()] == [5, 3, 1]
    again = loop(studied, "--history", "--json")
    assert json.loads(again.out)["history"]["reviews"] == 0
    assert counted(capsys) == after


def test_in_a_home_without_these_decks_they_come_with_their_whole_history_and_once(
    loop: Loop, learner: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop(studied, "--history")
    there = counted(capsys)
    shutil.rmtree(learner)
    done = loop(studied, "--history")
    assert done.code == 0
    assert done.decks["mine"]["cards"][1]["needs"] == ["adam"]
    assert counted(capsys) == there
    assert "4개는 이미" not in loop(studied, "--history").err
    assert counted(capsys) == there


def test_an_answer_that_was_taken_back_here_does_not_come_back_from_anki(
    loop: Loop, learner: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = Environment({**os.environ}, learner)
    with env.store(env.library()) as store:
        newest = store.to_undo()
        assert newest is not None
        at = env.now()
        store.append(Event("", at, env.day(at), "undo", newest.card, of=newest.id))
    loop(unchanged, "--history")
    assert [reps for reps, _ in counted(capsys).values()] == [3, 1, 0]


def test_what_was_edited_in_anki_is_shown_in_words_and_taken_when_asked_for(
    loop: Loop, deck: Path
) -> None:
    change = edited(1, "이동평균을", "<b>지수</b> 이동평균을")
    shown = "  두 {{적률}}의 {+지수+} 이동평균을 씁니다."
    done = loop(change)
    assert shown in done.err
    assert "--take-edits" in done.err
    assert deck.read_text(encoding="utf-8") == MINE
    assert "1군데를 덱에 적었습니다." in loop(change, "--take-edits").err
    wanted = MINE.replace("의 이동평균", "의 지수 이동평균")
    assert deck.read_text(encoding="utf-8") == wanted
    assert "고친 곳" not in loop(change).err  # the decks say it, too


def test_edited_points_keep_the_words_that_they_accept(loop: Loop, deck: Path) -> None:
    loop(edited(2, "<li>2차 적률", "<li>편향 보정</li><li>2차 적률"), "--take-edits")
    assert deck.read_text(encoding="utf-8") == MINE.replace(
        "  - {point: 1차 적률, any_of: [m]}\n",
        "  - point: 1차 적률\n    any_of: [m]\n  - point: 편향 보정\n",
    )


def test_an_edited_formula_is_taken(loop: Loop, deck: Path) -> None:
    done = loop(edited(3, "w = 1", "w = 2"), "--take-edits")
    assert "mine/adam, 식:\n  w = [-1-] {+2+}" in done.err
    assert deck.read_text(encoding="utf-8") == MINE.replace("w = 1", "w = 2")


def test_an_edit_that_is_not_read_back_is_named(loop: Loop, deck: Path) -> None:
    done = loop(edited(5, "왜 쓰나요", "언제 쓰나요"), "--take-edits")
    assert "Anki에서 고친 '꼬리질문' 칸은 읽지 않았습니다" in done.err
    assert deck.read_text(encoding="utf-8") == MINE


def test_what_was_edited_on_both_sides_is_left_to_its_author(loop: Loop, deck: Path) -> None:
    mine = MINE.replace("Adam은 무엇인가요?", "Adam이란?")
    deck.write_text(mine, encoding="utf-8")
    done = loop(edited(0, "무엇인가요?", "왜 쓰나요?"), "--take-edits")
    assert "{+" in done.err
    assert "덱에서도" in done.err
    assert deck.read_text(encoding="utf-8") == mine


def test_an_edit_that_a_deck_cannot_hold_is_refused_and_nothing_is_written(
    loop: Loop, deck: Path
) -> None:
    done = loop(edited(0, "Adam은 무엇인가요?", "x" * 400_000), "--take-edits")
    assert done.code == 2
    assert deck.read_text(encoding="utf-8") == MINE


def test_a_card_that_was_renamed_since_is_known_by_its_earlier_name(loop: Loop) -> None:
    assert cli.run(["rename", "mine/relu", "rectifier"]) == 0
    done = loop(studied, "--history")
    assert "3개 가운데 3개는 이미 있는 카드였습니다." in done.err
    assert {event["card"] for event in done.events if event["asked"] == "anki"} == {
        "mine/adam",
        "mine/sgd",
        "mine/rectifier",
    }


def test_a_card_that_was_deleted_here_stays_so_and_is_named(loop: Loop, deck: Path) -> None:
    deck.write_text(MINE[: MINE.index("- id: relu")], encoding="utf-8")
    done = loop(studied, "--history")
    assert "mine 덱에 없는 카드입니다" in done.err
    assert "3개 가운데 2개는 이미 있는 카드였고, 1개는 두고 왔습니다." in done.err


def test_a_deck_that_is_named_gets_copies(loop: Loop) -> None:
    done = loop(unchanged, "--to", "copy")
    assert [card["id"] for card in done.decks["copy"]["cards"]] == ["adam", "sgd", "relu"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("같은 글", "같은 글", []),
        ("하나 둘 셋", "하나 넷 셋", ["하나 [-둘-] {+넷+} 셋"]),
        ("가\n나\n다", "가\n나 라\n다", ["나 {+라+}"]),
        ("가", "", ["[-가-]"]),
        ("", "가\n나", ["{+가", "나+}"]),
    ],
)
def test_a_diff_shows_the_words_that_went_and_that_came(
    before: str, after: str, lines: list[str]
) -> None:
    assert word_diff(before, after) == lines
