"""Answers that a page on the phone gave back: each is in the log once, whatever the file holds."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.cli import main as cli
from quizcards.errors import QuizcardsError
from quizcards.importing import answers
from quizcards.importing.answers import _answer
from tests.importing.import_examples import Import

AT = 1_796_000_000_123  # 2026-11-30 00:53:20 UTC; the tests' now is on the day after
FILE = "quizcards-answers.txt"


def line(number: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "quizcards": "answer",
        "id": f"{AT:012x}{number:016x}",
        "card": "optimization/adam",
        "grade": 3,
        "at": "2026-11-30T00:53:20.123Z",
        "seconds": 12.5,
        "page": "0123456789abcdef",
    } | more


def written(*lines: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(one, separators=(',', ':'))}\n" for one in lines)


def test_an_answer_from_the_phone_is_a_review_at_the_phones_time(run_import: Import) -> None:
    done = run_import(FILE, text=written(line()))
    assert (done.code, done.out) == (0, "")
    assert "복습 기록 1개 가운데 1개를 옮겼습니다." in done.err
    (event,) = done.events
    assert event | {"day": ""} == {
        "v": 1,
        "id": line()["id"],
        "at": "2026-11-30T00:53:20.123000Z",
        "day": "",
        "kind": "review",
        "card": "optimization/adam",
        "grade": 3,
        "asked": "recall",
        "seconds": 12.5,
    }


@pytest.mark.parametrize("way", ["\ufeff{}", "{}\n\n"], ids=["mark", "lines"])
def test_a_file_that_an_editor_saved_again_is_the_same(run_import: Import, way: str) -> None:
    text = way.format(written(line(), line(1)).replace("\n", "\r\n"))
    assert len(run_import("renamed.json", text=text).events) == 2


def test_to_import_twice_or_a_longer_file_adds_each_answer_once(
    run_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    first, both = written(line()), written(line(), line(1, grade=1))
    assert len(run_import(FILE, text=first).events) == 1
    again = run_import(FILE, text=first)
    assert "0개를 옮겼습니다. 두고 온 것: 이미 우리 기록에 있는 답 1개." in again.err
    assert len(run_import(FILE, text=both + both).events) == 2
    capsys.readouterr()
    assert cli.run(["show", "optimization/adam", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["memory"]["reps"] == 2


def test_what_stays_behind_is_counted_with_its_reason(run_import: Import) -> None:
    later = {"at": "2027-01-01T00:00:00.000Z", "id": f"{1_798_761_600_000:012x}{7:016x}"}
    text = written(line(), line(1, card="gone/card"), line(2, **later))
    done = run_import(FILE, "--json", text=text)
    report = json.loads(done.out)
    assert (report["answers"], report["reviews"]) == (3, 1)
    assert report["left"] == {"지금 읽는 덱에 없는 카드의 답": 1, "때가 맞지 않는 답": 1}
    assert report["file"] == str(done.logs[0])


def test_to_delete_the_one_file_takes_the_answers_back(
    run_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    (log,) = run_import(FILE, text=written(line())).logs
    log.unlink()
    capsys.readouterr()
    assert cli.run(["show", "optimization/adam", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["memory"]["reps"] == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"grade": 5}, "grade"),
        ({"grade": True}, "grade"),
        ({"grade": 3.0}, "grade"),
        ({"grade": None}, "grade"),
        ({"card": 7}, "card"),
        ({"at": "2026-11-30T00:53:20.123"}, "at"),
        ({"at": "9999-99-99"}, "at"),
        ({"at": 1}, "at"),
        ({"id": "x"}, "id"),
        ({"id": f"{AT + 1:012x}{0:016x}"}, "id"),
        ({"id": f"{AT:012x}{0:016x}\n"}, "id"),
        ({"seconds": -1}, "seconds"),
        ({"seconds": float("nan")}, "seconds"),
        ({"seconds": 10**400}, "seconds"),
        ({"seconds": "1"}, "seconds"),
        ({"quizcards": "deck"}, "페이지에서 내보낸 답이 아닙니다"),
    ],
    ids=str,
)
def test_a_line_that_is_wrong_is_named_and_nothing_is_taken(
    run_import: Import, wrong: dict[str, Any], said: str
) -> None:
    done = run_import(FILE, text=written(line(), line(1, **wrong)))
    assert done.code == 2
    assert done.err.startswith(f"{done.home.parent / FILE}:2: {said}")
    assert len(done.err.splitlines()) == 1
    assert done.events == []


@pytest.mark.parametrize(
    "end", ['{"quizcards":"answer","id":"0', "[]", "[" * 100_000, "null"], ids=repr
)
def test_a_file_that_was_cut_off_says_so_and_nothing_is_taken(run_import: Import, end: str) -> None:
    done = run_import(FILE, text=written(line()) + end)
    assert (done.code, done.events) == (2, [])
    assert f"{FILE}:2: " in done.err
    assert "다시 내보내 주세요" in done.err


def test_more_answers_than_anybody_gives_are_refused(
    run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_ANSWERS", 2)
    done = run_import(FILE, text=written(*map(line, range(3))))
    assert (done.code, done.events) == (2, [])
    assert "답이 3개입니다. 2개까지 가져올 수 있으니" in done.err


@pytest.mark.parametrize("option", ["--deck=mine", "--title=내 덱", "--output=mine.yaml"])
def test_answers_make_no_deck(run_import: Import, option: str) -> None:
    done = run_import(FILE, option, text=written(line()))
    assert (done.code, done.events) == (2, [])
    assert "--deck, --title, -o를 빼 주세요" in done.err


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*line()]), JSON))
def test_whatever_a_line_holds_is_an_answer_or_an_error_of_the_users(row: dict[str, Any]) -> None:
    try:
        found = _answer(line() | row)
    except QuizcardsError:
        return
    assert found.grade in (1, 2, 3, 4)
    assert int(found.id[:12], 16) == round(found.at * 1000)
