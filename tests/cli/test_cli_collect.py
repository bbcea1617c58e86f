"""`quizcards collect`: a real interview's question finds its card, is kept, and weighs."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.app import collecting
from quizcards.app.environment import Environment
from tests.cli.conftest import Result
from tests.hostile_files import soon

Run = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("decks", "learner")
UNCLEAR = "Adam과 경사하강법은 무엇이 다른가요?"


def listed(run: Run) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(run("collect", "--json").out)
    return data


def test_a_question_is_kept_with_the_card_that_it_is_plainly_about(run: Run) -> None:
    facts = ("--at", "가나", "--date", "2026-11-20", "--mark", "2/5")
    result = run("collect", "손실 함수가 뭔가요?", *facts)
    assert result.code == 0
    assert "basics/loss" in result.out
    assert "1번" in result.out
    assert listed(run) == [
        {
            "question": "손실 함수가 뭔가요?",
            "card": "basics/loss",
            "at": "가나",
            "date": "2026-11-20",
            "mark": {"points": 2, "of": 5},
        }
    ]
    shown = run("collect").out
    for text in ("손실 함수가 뭔가요?", "2026-11-20 · 가나 · 2/5"):
        assert text in shown
    assert "다음에 쓸 카드" not in shown


def test_what_is_unclear_is_refused_in_a_pipe_with_the_cards_to_choose_from(run: Run) -> None:
    result = run("collect", UNCLEAR)
    assert (result.code, result.out) == (2, "")
    for text in ("--card", "optimization/adam", "optimization/gradient-descent", "--no-card"):
        assert text in result.err
    assert listed(run) == []
    assert run("collect", UNCLEAR, "--card", "adam").code == 0
    assert [one["card"] for one in listed(run)] == ["optimization/adam"]


def test_what_no_card_answers_is_listed_as_what_to_write_next(run: Run) -> None:
    assert "다음에 쓸 카드" in run("collect", "쿠버네티스로 배포해 보셨나요?").out
    run("collect", "손실 함수가 뭔가요?", "--no-card")
    below = run("collect").out.partition("다음에 쓸 카드")[2]
    assert "쿠버네티스로" in below
    assert "손실 함수가" in below


def test_the_same_question_of_the_same_place_and_day_takes_the_place_of_the_first(
    run: Run,
) -> None:
    for more in (("--no-card",), ("--card", "adam", "--mark", "5/5")):
        run("collect", "Adam이란?", "--at", "가나", *more)
    run("collect", "Adam이란?", "--at", "다라", "--card", "adam")
    assert [(one["at"], one["card"]) for one in listed(run)] == [
        ("다라", "optimization/adam"),
        ("가나", "optimization/adam"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("q", "--mark", "7/5"), "--mark 7/5: 2/5처럼"),
        (("q", "--mark", "0/0"), "--mark 0/0"),
        (("q", "--mark", "둘"), "--mark 둘"),
        (("q", "--date", "11-20"), "--date 11-20: 날짜가 아닙니다. 2026-12-01처럼"),
        (("q", "--date", "2026-12-02"), "아직 오지 않은 날"),
        (("q", "--card", "adam", "--no-card"), "함께 쓸 수 없습니다"),
        (("q", "--card", "nothing"), "nothing"),
        ((" ",), "비어 있습니다"),
        (("--at", "가나"), "모을 질문이 없습니다"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    result = run("collect", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert listed(run) == []


def test_a_line_that_is_none_is_passed_over(run: Run, learner: Path) -> None:
    learner.mkdir(exist_ok=True)
    lines = ["{", "[]", '{"question": 1}', '{"question": "Adam?", "mark": [9, 5], "time": "x"}']
    (learner / "collected.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (one,) = listed(run)
    assert (one["question"], one["card"], one["mark"]) == ("Adam?", None, None)


def test_each_card_is_counted_as_often_as_it_was_asked(
    run: Run, tmp_path: Path, learner: Path
) -> None:
    run("collect", "Adam이란?", "--card", "adam")
    run("collect", "Adam이란?", "--at", "다라", "--card", "adam")
    env = Environment({"QUIZCARDS_HOME": str(learner)}, tmp_path)
    assert collecting.counts(env, env.library()) == {"optimization/adam": 2}


def test_a_backup_holds_what_was_collected(run: Run, learner: Path, tmp_path: Path) -> None:
    run("collect", "Adam이란?", "--card", "adam")
    assert "모은 질문 1" in run("backup", tmp_path / "kept.zip").out
    (learner / "collected.jsonl").unlink()
    assert run("restore", tmp_path / "kept.zip").code == 0
    assert [one["question"] for one in listed(run)] == ["Adam이란?"]


def test_a_disk_that_does_not_confirm_a_question_is_told_with_what_is_true(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rejected(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", rejected)
        result = run("collect", "쿠버네티스로 배포해 보셨나요?", "--new")
    assert (result.code, result.out) == (2, "")
    assert "적혔지만" in result.err
    assert len(listed(run)) == 1


def test_letters_that_came_broken_are_refused_before_they_are_kept(run: Run) -> None:
    for facts in (["\udcbe\udcc6"], ["질문", "--at", "\udcbe"]):
        result = run("collect", *facts, "--new")
        assert (result.code, result.out) == (2, "")
        assert "UTF-8" in result.err
    assert listed(run) == []


def test_marks_heaped_on_a_letter_cost_no_time(run: Run) -> None:
    with soon(5, "marks"):
        assert run("collect", "가" + "\u0316\u0300" * 30_000, "--new").code == 0
    assert len(listed(run)[0]["question"]) < 100
