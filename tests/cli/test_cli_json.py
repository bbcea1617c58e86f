"""--json of every listing parses, and holds what the text shows."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards import demos
from quizcards.model import Memory
from quizcards.terminal.text import day_name
from tests.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("decks")


@pytest.fixture
def studied(run: Callable[..., Result], decks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One card answered Easy, one suspended."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n4\ns\nq\n"))
    assert run("study", "--plain", "--decks", decks).code == 0


def parsed(result: Any) -> Any:
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


@pytest.mark.usefixtures("studied")
def test_decks(run: Callable[..., Result]) -> None:
    rows = parsed(run("decks", "--json"))
    # loss answered and due in some days, gradient-descent suspended and still new, adam new
    assert rows == [
        {"deck": "basics", "title": "기초", "cards": 1, "new": 0, "due": 0, "suspended": 0},
        {"deck": "optimization", "title": "최적화", "cards": 2, "new": 2, "due": 0, "suspended": 1},
    ]
    _, first, second = run("decks").out.splitlines()
    assert first.split() == ["basics", "기초", "1", "0", "0", "0"]
    assert second.split() == ["optimization", "최적화", "2", "2", "0", "1"]


@pytest.mark.usefixtures("studied")
def test_show(run: Callable[..., Result]) -> None:
    value = parsed(run("show", "loss", "--json"))
    text = run("show", "loss").out
    assert value["card"]["question"] == "손실 함수란 무엇인가요?"
    assert value["card"]["question"] in text
    assert value["card"]["answer"].strip() in text
    memory = Memory(**value["memory"])
    assert (memory.reps, memory.lapses, memory.suspended) == (1, 0, False)
    # FSRS-6 sets a first Easy to w[3] = 8.2956 days
    assert memory.stability == pytest.approx(8.2956)
    assert f"{memory.interval}일" in text
    assert "8.3일" in text


def test_show_of_a_card_never_seen_and_with_latex(run: Callable[..., Result]) -> None:
    value = parsed(run("show", "gradient-descent", "--json"))
    assert value["memory"]["reps"] == 0
    (formula,) = value["card"]["formula"]
    assert "w ← w − αg" in run("show", "gradient-descent").out
    assert formula in run("show", "gradient-descent", "--latex").out
    assert "아직 본 적 없는" in run("show", "gradient-descent").out


@pytest.mark.usefixtures("studied")
def test_due(run: Callable[..., Result]) -> None:
    rows = parsed(run("due", "--days", "20", "--json"))
    lines = run("due", "--days", "20").out.splitlines()
    assert [row["day"] for row in rows][:2] == ["2026-12-01", "2026-12-02"]
    assert len(rows) == len(lines) == 20
    assert [f"{row['due']}장" for row in rows] == [
        line.split("장")[0].split()[-1] + "장" for line in lines
    ]
    interval = json.loads(run("show", "loss", "--json").out)["memory"]["interval"]
    assert [i for i, row in enumerate(rows) if row["due"]] == [interval]
    assert (
        lines[interval]
        .strip()
        .startswith(day_name(interval, 0).split("월")[0] if interval < 3 else "12월")
    )


def test_demo(run: Callable[..., Result]) -> None:
    value = parsed(run("demo", "adam", "-p", "g=0.2", "-p", "t=2", "--json"))
    assert value["inputs"]["g"] == 0.2
    steps = {step["name"]: step for step in value["steps"]}
    # m = 0.1 · 0.2 = 0.02, and corrected 0.02 / (1 − 0.9²) = 0.02 / 0.19
    assert steps["m"]["value"] == pytest.approx(0.02)
    assert steps["m_hat"]["value"] == pytest.approx(0.02 / 0.19)
    assert steps["m_hat"]["uses"]
    assert value["result"] == pytest.approx(steps["w"]["value"])
    assert "0.1053" in run("demo", "adam", "-p", "g=0.2", "-p", "t=2").out


def test_demo_of_arrays_and_loops(run: Callable[..., Result]) -> None:
    value = parsed(run("demo", "bn-forward", "-p", "x=1,3", "-p", "eps=1e-12", "--json"))
    assert value["result"] == pytest.approx([-1, 1])
    steps = parsed(run("demo", "gradient-descent", "-p", "steps=3", "--json"))["steps"]
    assert [step["turn"] for step in steps if step["name"] == "g"] == [[1], [2], [3]]


def test_demo_list(run: Callable[..., Result]) -> None:
    rows = parsed(run("demo", "--list", "--json"))
    printed = run("demo", "--list").out.splitlines()
    lines = sorted(line.strip() for line in printed if line.startswith("   "))  # others name decks
    assert [row["name"] for row in rows] == [line.split()[0] for line in lines]
    assert {"adam", "bn-forward", "gradient-descent"} <= {row["name"] for row in rows}
    for row, line in zip(rows, lines, strict=True):
        assert line.endswith(row["title"])
        assert row["parameters"] == list(demos.load(row["name"]).parameters)


def test_check(run: Callable[..., Result], decks: Path) -> None:
    assert parsed(run("check", "--json")) == []
    (decks / "bad.yaml").write_text(
        "deck: bad\ntitle: 나쁨\ncards:\n- id: x\n  question: 무엇?\n", encoding="utf-8"
    )
    code, out, err = run("check", "--json")
    rows = json.loads(out)
    assert (code, err) == (1, "")
    text = run("check")
    assert text.code == 1
    shown = [f"{row['path']}:{row['line']}:{row['column']}: {row['message']}" for row in rows]
    assert text.out.splitlines() == shown
    assert "content/bad.yaml:4:" in text.out
    assert f"고칠 곳 {len(rows)}군데" in text.err


@pytest.mark.usefixtures("studied")
def test_the_glance_counts_what_a_session_would_ask(run: Callable[..., Result]) -> None:
    out = run().out
    assert "오늘 복습 0장, 새 카드 1장" in out  # adam: loss is done, gradient-descent rests
    assert "지금까지 답 1번" in out
