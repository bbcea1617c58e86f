"""An answer that was marked wrong and that the learner takes for right, by one key."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Result

DECK = """\
deck: animals
title: 동물
cards:
- id: cat
  question: 고양이는 어떤 동물인가요?
  answer: 고양이는 {{육식}} 동물입니다.
"""


@pytest.fixture
def quiz(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Take the test of one blank, typing these lines."""
    deck = tmp_path / "animals.yaml"
    deck.write_text(DECK, encoding="utf-8")

    def take(*lines: str, **more: Any) -> Result:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        flags = [f"--{name}" for name in more]
        return run("quiz", "--all", "--plain", "--kind", "cloze", "--decks", str(deck), *flags)

    return take


@pytest.fixture
def claims(run: Callable[..., Result], tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """What the listing for authors says."""

    def listed() -> list[dict[str, Any]]:
        found = run("check", "--answers", "--json", str(tmp_path / "animals.yaml"))
        assert (found.code, found.err) == (0, "")
        rows: list[dict[str, Any]] = json.loads(found.out)
        return rows

    return listed


def grades(learner: Path) -> list[tuple[int | None, bool]]:
    """Grade and claim of every answer in the log."""
    (log,) = (learner / "log").glob("*.jsonl")
    rows = map(json.loads, log.read_text(encoding="utf-8").splitlines())
    return [(row.get("grade"), row.get("claimed", False)) for row in rows if "of" not in row]


def test_one_key_takes_an_answer_for_right_and_the_author_is_told(
    quiz: Callable[..., Result],
    claims: Callable[[], list[dict[str, Any]]],
    run: Callable[..., Result],
    learner: Path,
) -> None:
    shown = quiz("고기를 먹는", "y", "").out
    assert "× 틀렸습니다" in shown
    assert "y 내 답도 맞음" in shown
    assert "○ 맞은 답으로 둡니다" in shown
    assert "100점" in shown
    assert grades(learner) == [(3, True)]
    (claim,) = claims()
    assert (claim["card"], claim["answer"], claim["right"], claim["times"]) == (
        "animals/cat",
        "고기를 먹는",
        "정답: 육식",
        1,
    )
    stats = json.loads(run("stats", "--json", "--decks", claim["path"]).out)
    assert (stats["claimed"], stats["mistakes"]) == (1, [])


def test_the_key_again_leaves_it_as_it_was_marked(
    quiz: Callable[..., Result], claims: Callable[[], list[dict[str, Any]]], learner: Path
) -> None:
    assert "y 채점대로" in quiz("고기를 먹는", "y", "y", "").out
    assert grades(learner) == [(1, False)]
    assert claims() == []


def test_what_is_undone_is_no_claim(
    run: Callable[..., Result],
    quiz: Callable[..., Result],
    claims: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    quiz("육식", "")
    study = ("study", "--plain", "--kind", "cloze", "--decks", str(tmp_path / "animals.yaml"))
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-20T09:00")
    for lines, found in (("고기\ny\n\nq\n", 1), ("u\nq\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        assert run(*study).code == 0
        assert len(claims()) == found


def test_a_right_answer_and_none_at_all_offer_nothing_to_claim(quiz: Callable[..., Result]) -> None:
    assert "내 답도 맞음" not in quiz("육식", "").out
    assert "내 답도 맞음" not in quiz("", "").out


def test_a_claim_in_practice_is_no_mistake(
    quiz: Callable[..., Result], claims: Callable[[], list[dict[str, Any]]], learner: Path
) -> None:
    quiz("고기를 먹는", "y", "", cram=True)
    assert grades(learner) == [(None, True)]
    assert len(claims()) == 1
