"""`quizcards check --fix` adds ids, one line each; `--watch` tells what each save made wrong and
right.
"""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from quizcards.app import checking
from quizcards.app.authoring import survey_problems
from quizcards.model import Card, Problem
from quizcards.quiz.lexicon import Lexicon
from tests.cli.conftest import Result

LACKING = """\
deck: lacking
title: 빠진 것
cards:
- question: 배치 정규화(batch norm)란?
  answer: 답
- {question: ReLU란?, answer: 답}
- id: a
  question: 있는 것
  answer: 답
"""


@pytest.fixture
def lacking(decks: Path) -> Any:
    path = decks / "3-lacking.yaml"
    path.write_bytes(LACKING.encode())
    return path


@pytest.mark.usefixtures("lacking")
def test_ids_are_added_one_line_each_and_what_remains_is_told(
    run: Callable[..., Result], decks: Path
) -> None:
    before = {path.name: path.read_bytes() for path in decks.iterdir()}
    code, out, err = run("check", "--fix")
    assert code == 1
    assert "content/3-lacking.yaml:4: 'id: batch-norm' 줄을 더했습니다." in err
    assert (
        "content/3-lacking.yaml:7: 한 줄을 더해 고칠 수 없는 카드입니다. "
        "'id: relu' 줄을 직접 적어 주세요." in err
    )
    assert out == "content/3-lacking.yaml:7:3: id: 꼭 있어야 합니다. 'id: ...' 줄을 더해 주세요.\n"
    after = {path.name: path.read_bytes() for path in decks.iterdir()}
    changed = LACKING.replace("란?\n", "란?\n  id: batch-norm\n", 1)
    assert after == before | {"3-lacking.yaml": changed.encode()}


def test_nothing_to_fix_writes_nothing(run: Callable[..., Result], decks: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in decks.iterdir()}
    assert run("check", "--fix") == (0, "", "파일 2개, 카드 3장, 문제 없음\n")
    assert {path: path.stat().st_mtime_ns for path in decks.iterdir()} == stamps


def test_an_id_of_the_same_deck_in_another_file_is_not_given_again(
    run: Callable[..., Result], lacking: Any, decks: Path
) -> None:
    text = (
        "deck: lacking\ntitle: 빠진 것\ncards:\n"
        "- id: batch-norm\n  anser: x\n- id: b\n  was: [batch-norm-2]\n"
    )
    (decks / "4-lacking.yaml").write_text(text, encoding="utf-8")
    run("check", lacking, "--fix")
    assert "  id: batch-norm-3\n" in lacking.read_text(encoding="utf-8")


def test_files_that_cannot_be_read_are_left_to_the_check(
    run: Callable[..., Result], decks: Path
) -> None:
    (decks / "3.yaml").write_bytes(b"deck: \xff")
    (decks / "4.yaml").write_text("deck: [", encoding="utf-8")
    code, out, _ = run("check", "--fix")
    assert code == 1
    assert "3.yaml" in out
    assert "4.yaml" in out


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("other", ["--fix", "--json"])
def test_watching_goes_with_neither_fixing_nor_json(run: Callable[..., Result], other: str) -> None:
    code, out, err = run("check", "--watch", other)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--watch" in err


class Watched:
    """`quizcards check --watch` as a process, and the lines that it prints."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quizcards", "check", "--watch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            encoding="utf-8",
            env=os.environ,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()

    def told(self) -> list[str]:
        """Wait for a verdict; return what was said up to it."""
        said: list[str] = []
        while not said or "파일" not in said[-1]:
            said.append(self.lines.get(timeout=20).rstrip("\n"))
        return said


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    started = Watched(tmp_path)
    yield started
    started.close()


def test_each_save_tells_what_it_made_wrong_and_what_it_mended(
    watched: Watched, decks: Path
) -> None:
    path = decks / "1-basics.yaml"
    good = path.read_text(encoding="utf-8")
    (first,) = watched.told()
    assert first.endswith(" 파일 2개, 카드 3장, 문제 없음")
    path.write_text(good.replace("answer", "anser"), encoding="utf-8")
    *problems, verdict = watched.told()
    assert len(problems) == 2
    assert all(problem.startswith("content/1-basics.yaml:4:") for problem in problems)
    assert verdict.endswith("고칠 곳 2군데")
    path.write_text(f"# 한 줄 아래로\n{good.replace('answer', 'anser')}", encoding="utf-8")
    assert watched.told()[0].endswith("고칠 곳 2군데")  # the same two, elsewhere
    written = decks / ".1-basics.yaml.swp"  # as editors save: beside it, and then in its place
    written.write_text(good, encoding="utf-8")
    written.replace(path)
    *mended, verdict = watched.told()
    assert len(mended) == 2
    assert all(line.startswith("고침: content/1-basics.yaml:5:") for line in mended)
    assert verdict.endswith("문제 없음")


def test_files_come_and_go_and_an_interrupt_is_130(watched: Watched, decks: Path) -> None:
    watched.told()
    moved = decks.parent / "away.yaml"
    (decks / "1-basics.yaml").rename(moved)
    *problems, verdict = watched.told()
    assert ["basics/loss" in problem for problem in problems] == [True]
    assert "파일 1개" in verdict
    moved.rename(decks / "1-basics.yaml")
    assert watched.told()[0].startswith("고침: ")
    (decks / "3.yaml").write_text("deck: [", encoding="utf-8")
    assert "content/3.yaml:1:" in watched.told()[0]
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(10) == 130


def test_a_save_that_is_going_on_is_waited_for(
    decks: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time stands still between two looks, so the test says what happens there."""
    path = decks / "1-basics.yaml"
    good = path.read_text(encoding="utf-8")
    between = [
        lambda: path.write_text(good[:40], encoding="utf-8"),
        lambda: path.write_text(good, encoding="utf-8"),
    ]

    def sleep(seconds: Any) -> None:
        assert seconds == checking.INTERVAL
        if not between:
            raise KeyboardInterrupt
        between.pop(0)()

    monkeypatch.setattr(time, "sleep", sleep)
    code, out, err = run("check", "--watch")
    assert (code, out) == (130, "")
    assert err.count("\n") == 1


def test_a_save_runs_the_demos_of_changed_cards_only_and_tells_where_they_stand_now(
    decks: Path, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []

    def noting(cards: Sequence[Card], lexicon: Lexicon) -> list[Problem]:
        ran.append([card.id for card in cards])
        return survey_problems(cards, lexicon=lexicon)

    path = decks / "2-optimization.yaml"
    good = path.read_text(encoding="utf-8")
    broken = good.replace("{run: gradient-descent}", "{run: adam, with: {t: 0}}")
    saves = [
        broken,
        broken.replace("  demo:", "  # 한 줄 아래로\n  demo:"),
        good.replace("두 적률을", "적률 둘을"),
    ]
    # the second look sees that the save is over
    looks = [text for save in saves for text in (save, None)]

    def sleep(_: Any) -> None:
        if not looks:
            raise KeyboardInterrupt
        if (text := looks.pop(0)) is not None:
            ran.clear()
            path.write_text(text, encoding="utf-8")

    monkeypatch.setattr(checking, "survey_problems", noting)
    monkeypatch.setattr(time, "sleep", sleep)
    code, out, _ = run("check", "--watch")
    assert code == 130
    assert [place.partition(": demo:")[0] for place in out.splitlines()] == [
        "content/2-optimization.yaml:8:9",
        "고침: content/2-optimization.yaml:9:9",
    ]
    assert ran == [["gradient-descent"], ["adam"]]


def test_a_formula_that_only_the_terminal_cannot_show_is_noted_and_no_problem(
    run: Callable[..., Result], decks: Path
) -> None:
    deck = decks / "4-formulas.yaml"
    deck.write_text(
        "deck: formulas\ntitle: 식\ncards:\n- id: one\n  question: 질문은?\n  answer: 답\n"
        "  formula: |\n    A \\cup B\n    a \\overset{d}{=} b\n    \\begin{matrix}\n    1\n"
        "    \\end{matrix}\n",
        encoding="utf-8",
    )
    result = run("check", str(deck))
    assert (result.code, result.out) == (0, "")
    notes = [line for line in result.err.splitlines() if "알림" in line]
    assert len(notes) == 1
    assert "4-formulas.yaml:4: 알림" in notes[0]
    assert "overset" in notes[0]
