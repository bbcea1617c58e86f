"""`quizcards quiz`: what it refuses, with what to write instead, and what it warns of."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.quiz import kinds
from tests.cli.conftest import Result


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("kind", ["recall", "followup"])
def test_a_kind_that_only_the_learner_can_judge_is_refused_with_those_that_can_be_marked(
    run: Callable[..., Result], kind: str
) -> None:
    code, out, err = run("quiz", "--kind", "ox", "--kind", kind)
    assert (code, out) == (2, "")
    assert f"--kind {kind}({kinds.title(kind)}): " in err
    assert ", ".join(kinds.marked()) in err
    assert f"quizcards study --kind {kind}" in err


def test_the_help_of_a_quiz_names_only_kinds_that_it_can_ask(run: Callable[..., Result]) -> None:
    text = run("quiz", "--help").out
    assert "ox, choice, numeric" in text
    assert "recall" not in text


@pytest.mark.parametrize("minutes", ["0", "-3", "많이"])
def test_a_limit_that_is_none_is_refused_with_what_can_be_written(
    run: Callable[..., Result], minutes: str
) -> None:
    assert run("quiz", "--minutes", minutes) == (
        2,
        "",
        "--minutes: 0.1 이상의 수를 써 주세요. quizcards quiz --help를 보세요.\n",
    )


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("command", [("study",), ("quiz", "--all", "--kind", "numeric")])
def test_settings_of_a_deck_that_is_not_there_are_told_in_a_session_where_all_decks_are_known(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch, command: Any
) -> None:
    learner.mkdir()
    (learner / "settings.toml").write_text(
        "[decks.optimisation]\nnew_per_day = 0\n", encoding="utf-8"
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    warning = (
        "settings.toml의 [decks.optimisation]에 해당하는 덱이 없습니다. 혹시 'optimization'인가요?"
    )
    assert warning in run(*command, "--plain").out
    said = run("study", "--plain", "--decks", "content/1-basics.yaml")
    assert (said.code, warning in said.out) == (0, False)


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("given", ["basics", "--tag loss", "--kind ox", "--limit 20", "--seed 0"])
def test_a_quiz_of_what_was_missed_refuses_what_it_would_not_heed(
    run: Callable[..., Result], given: str
) -> None:
    code, out, err = run("quiz", "--again", *given.split())
    assert (code, out) == (2, "")
    assert err.startswith("--again은 지난 시험에서 틀린 문제를 그대로 묻습니다.")
    assert "지난 시험에 틀린 문제가 없습니다." in run("quiz", "--again").err


@pytest.mark.usefixtures("decks")
def test_tests_are_kept_listed_and_compared_with_the_one_before(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = str(Path(__file__).parents[2] / "content")
    assert "아직 본 시험이 없습니다" in run("quiz", "--past").out
    assert json.loads(run("quiz", "--past", "--json").out) == []

    def taken(now: str, *answers: str) -> str:
        monkeypatch.setenv("QUIZCARDS_NOW", now)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in answers)))
        arguments = ("--all", "--kind", "ox", "--limit", "5", "--seed", "1", "--decks", shipped)
        result = run("quiz", "optimization", "--plain", *arguments)
        assert result.code == 0, result.err
        return result.out

    first = taken("2026-12-01T09:00", *["", "1"] * 5)
    assert "방식별" in first
    assert "지난 시험" not in first
    second = taken("2026-12-02T09:00", *["", "1"] * 5)
    assert "비슷한 지난 시험(12월 1일, 5문제) 0점과 같습니다." in second
    assert "지난번 0%" in second
    assert len(list((learner / "quizzes").iterdir())) == 2
    listed = run("quiz", "--past").out.splitlines()
    assert listed[0].startswith(" 2026년 12월 1일 09:00     0점   5문제")
    assert "요즘 1번 0점, 그 앞 1번 0점" in "\n".join(listed)
    rows = json.loads(run("quiz", "--past", "--json").out)
    assert [row["started"] for row in rows] == [
        "2026-12-01T09:00:00+09:00",
        "2026-12-02T09:00:00+09:00",
    ]
    assert rows[0]["kinds"] == {"ox": {"points": 0.0, "asked": 5}}


@pytest.mark.usefixtures("decks")
def test_a_test_without_an_answer_is_not_kept(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    assert run("quiz", "--all", "--plain", "--limit", "1").code == 0
    assert not (learner / "quizzes").exists()


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("command", ["study", "quiz --all", "interview"])
def test_without_any_input_it_says_why_it_ended(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "입력이 없어 여기서 마쳤습니다" in run(*command.split()).err
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert "입력이 없어" not in run(*command.split()).err
