"""An exercise in a file, watched at a real terminal: every save is checked."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

DECKS = """\
deck: own
title: 내 덱
cards:
- {id: second, title: 둘째, question: 왜?, answer: 그래서요., needs: [first], demo: {run: adam}, code: [w]}
- {id: first, title: 첫째, question: 왜?, answer: 그래서요., demo: {run: gradient-descent}}
- {id: bare, title: 셋째, question: 왜?, answer: 그래서요.}
"""  # noqa: E501
RIGHT = {"J": "(w - target) ** 2", "g": "2 * (w - target)", "w": "w - lr * g"}


@pytest.fixture
def watch(start: Callable[..., Terminal], tmp_path: Path) -> Callable[..., Terminal]:
    (tmp_path / "own.yaml").write_text(DECKS, encoding="utf-8")

    def begin(*arguments: str, **more: Any) -> Terminal:
        decks = ("--decks", str(tmp_path / "own.yaml"))
        return start("code", *arguments, "--watch", *decks, **more)

    return begin


def save(path: Path, **lines: str) -> None:
    """Write lines into an exercise, as an editor does: a new file in place of the old."""
    text = path.read_text(encoding="utf-8").splitlines()
    for name, formula in lines.items():
        for i, line in enumerate(text):
            if line.strip().startswith(f"{name} = "):
                indent = line[: len(line) - len(line.lstrip())]
                text[i] = f"{indent}{name} = {formula}"
    beside = path.with_suffix(".swp")
    beside.write_text("\n".join(text) + "\n", encoding="utf-8")
    beside.replace(path)


def test_every_save_is_checked_to_the_end_with_a_hint_and_the_next_follows_what_it_needs(
    watch: Callable[..., Terminal], learner: Path, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = watch()
    path = learner / "code" / "gradient-descent.py"  # the second card needs this one
    terminal.wait(" · J = …", " · g = …", " · w = …", "3줄 가운데 0줄", "Enter 힌트")
    save(path, J="(w - target) ** 2", g="w - target")
    terminal.wait(" ○ J = ", " × g = w - target", "1번째 반복의 g: 내 식은", "3줄 가운데 1줄")
    terminal.press("n", "지금 것을 다 쓰면")
    terminal.press("\r", "힌트  ")
    save(path, g="2 * (w - target")
    terminal.wait("파이썬으로 읽을 수 없습니다")
    save(path, g="open('x')")
    terminal.wait(" × g = open('x')", "부를 수 없는 함수입니다: open")
    assert logged() == []
    save(path, g="2 * (w - target)", w="w - lr * np.array(g)")
    terminal.wait("3줄 가운데 3줄이 맞았습니다", "다 썼습니다. 복습으로 기록했습니다.", "n 다음")
    (row,) = logged()
    assert (row["card"], row["kind"], row["asked"], row["grade"]) == (
        "own/first", "review", "code", 2,
    )  # fmt: skip
    assert row["answer"].splitlines()[-1] == "w = w - lr * np.array(g)"
    terminal.press("s", "데모의 식: w = w - lr * g", "데모의 식과 같습니다.")
    terminal.press("n", " · w = …", "1줄 가운데 0줄")
    assert "m = beta1" in (learner / "code" / "adam.py").read_text(encoding="utf-8")
    save(learner / "code" / "adam.py", w="w + delta_w")
    terminal.wait("1줄 가운데 1줄이 맞았습니다")
    terminal.press("n", "지금 쓸 코드를 모두 썼습니다.")
    terminal.press("q")
    assert terminal.end() == 0
    assert [row["grade"] for row in logged()] == [2, 3]


def test_what_was_done_is_listed_comes_back_when_it_is_due_and_begins_anew(
    watch: Callable[..., Terminal],
    learner: Path,
    tmp_path: Path,
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    terminal = watch("gradient-descent")
    path = learner / "code" / "gradient-descent.py"
    terminal.wait("3줄 가운데 0줄")
    save(path, **RIGHT)
    terminal.wait("다 썼습니다")
    terminal.press("q")
    again = watch("gradient-descent")
    again.wait("3줄 가운데 3줄이 맞았습니다")
    again.press("q")
    assert len(logged()) == 1  # it was not due

    def listed(now: str) -> dict[str, tuple[bool, bool]]:
        done = subprocess.run(
            [sys.executable, "-m", "quizcards", "code", "--list", "--json",
             "--decks", str(tmp_path / "own.yaml")],
            capture_output=True, encoding="utf-8", check=True,
            env=os.environ | {"QUIZCARDS_NOW": now},
        )  # fmt: skip
        return {row["name"]: (row["done"], row["due"]) for row in json.loads(done.stdout)}

    assert listed("2026-12-01T23:00") == {"gradient-descent": (True, False), "adam": (False, False)}
    assert listed("2027-03-01T09:00")["gradient-descent"] == (True, True)
    later = watch("gradient-descent", QUIZCARDS_NOW="2027-03-01T09:00")
    later.wait("3줄 가운데 0줄")
    later.press("q")
    assert RIGHT["w"] in path.with_name("gradient-descent-2.py").read_text(encoding="utf-8")


def test_the_watch_fits_a_small_screen(watch: Callable[..., Terminal], learner: Path) -> None:
    terminal = watch("adam", columns=40, rows=12)
    terminal.wait(" · w = …")
    save(learner / "code" / "adam.py", w="w - delta_w")
    terminal.wait(" × w = w - delta_w")


def test_without_a_whole_screen_it_is_said_once_and_an_unknown_demo_is_refused(
    deck: Path, learner: Path
) -> None:
    assert deck.exists()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "quizcards", "code", *arguments],
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            env=os.environ | {"EDITOR": "true"},
        )

    assert "6줄 가운데 0줄이 맞았습니다." in run("adam", "--watch").stdout
    assert "6줄 가운데 0줄이 맞았습니다." in run("adam").stdout
    refused = run("adma")
    assert refused.returncode == 2
    assert "'adma' 데모는 없습니다. 혹시 'adam'인가요?" in refused.stderr
    (learner / "code" / "adam.py").write_bytes(b"\xff\xfe\x00def")
    broken = run("adam")
    assert broken.returncode == 2
    assert len(broken.stderr.strip().splitlines()) == 1


def test_demos_that_cards_bring_along_under_one_id_are_exercises_of_their_own(
    deck: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from quizcards.cli import main as cli

    assert deck.exists()
    decks = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.yaml"
        lines = [f"deck: {name}", "title: 덱", "cards:"]
        for card in ("same", f"only-{name}"):
            lines += [f"- id: {card}", "  question: 왜?", "  answer: 그래서요.", "  demo: |"]
            lines += ["    g = 2.0", "    w = g**2 + g"]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        decks += ["--decks", str(path)]
    assert cli.run(["code", "--list", "--json", *decks]) == 0
    found = [one["name"] for one in json.loads(capsys.readouterr().out)]
    assert sorted(found) == ["one-same", "only-one", "only-two", "two-same"]
