"""`--history`: every row of Anki's review log is one event, or counted with the reason why not."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizcards.cli import main as cli
from tests.importing.import_examples import FORMS, Import, Note, Row, package

# 2026-05-28 13:00:00.123 UTC, which is this day's in Los Angeles and in Seoul
AT = 1_779_973_200_123
NOTES = (Note(("alpha?", "1")), Note(("beta?", "2"), cards=2), Note(("", "no question")))
HISTORY = (
    Row(0, AT, ease=1, kind=0, milliseconds=1500),
    Row(0, AT + 60_000, ease=3),
    Row(1, AT + 61_000, ease=4, kind=2),
    Row(1, AT + 62_000, order=1),  # the reversed card
    Row(2, AT + 63_000),  # of a note that was left out
    Row(7, AT + 64_000),  # of a card that is gone
    Row(0, AT + 65_000, ease=0, kind=4, factor=0),  # rescheduled by hand
    Row(0, AT + 66_000, ease=0, kind=5),
    Row(0, AT + 67_000, kind=3, factor=0),  # crammed, and nothing was scheduled by it
    Row(0, AT + 68_000, kind=3),  # in a filtered deck that reschedules
    Row(0, 9_000_000_000_000),  # in the year 2255
)


@pytest.mark.parametrize("form", FORMS)
def test_every_row_of_the_review_log_is_an_event_or_counted(
    tmp_path: Path, run_import: Import, form: str
) -> None:
    done = run_import(package(tmp_path / "d.apkg", NOTES, HISTORY, form), "--history", "--json")
    report = json.loads(done.out)["history"]
    assert report["rows"] == len(HISTORY) == report["reviews"] + sum(report["left"].values())
    assert report["left"] == {
        "한 장으로 합친 다른 카드의 답": 1,
        "가져오지 않은 노트의 답": 1,
        "지워진 카드의 답": 1,
        "손으로 바꾼 일정": 2,
        "일정을 바꾸지 않는 연습": 1,
        "때가 맞지 않는 답": 1,
    }
    assert [(e["card"], e["grade"], e["seconds"]) for e in done.events] == [
        ("d/alpha", 1, 1.5),
        ("d/alpha", 3, 4.0),
        ("d/beta", 4, 4.0),
        ("d/alpha", 3, 4.0),
    ]
    first = done.events[0]
    assert (first["v"], first["kind"], first["asked"], first["day"]) == (
        1,
        "review",
        "anki",
        "2026-05-28",
    )
    assert datetime.fromisoformat(first["at"]) == datetime(2026, 5, 28, 13, 0, 0, 123000, UTC)
    assert first["id"].startswith(f"{AT:012x}")
    assert len(first["id"]) == 28


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Seoul", "2026-05-29"), ("America/Los_Angeles", "2026-05-28")]
)
def test_an_answer_belongs_to_the_study_day_of_the_learners_zone(
    tmp_path: Path, learner: Path, zone: str, day: str
) -> None:
    file = package(
        tmp_path / "d.apkg", NOTES, [Row(0, AT + 7 * 3_600_000)]
    )  # 20:00 UTC: 05:00 in Seoul, past the turn at 04:00
    command = [sys.executable, "-m", "quizcards", "import", str(file), "--history"]
    subprocess.run(
        command, check=True, cwd=tmp_path, env=os.environ | {"TZ": zone}, capture_output=True
    )
    (log,) = (learner / "log").glob("*.jsonl")
    assert json.loads(log.read_text())["day"] == day


def test_importing_the_same_history_twice_adds_nothing(
    tmp_path: Path, run_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    file = package(tmp_path / "d.apkg", NOTES, HISTORY)
    once = run_import(file, "--history").events
    done = run_import(file, "--history", "-o", "again.yaml")
    assert done.code == 0
    assert done.events == once
    capsys.readouterr()
    assert cli.run(["show", "d/alpha", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["memory"]["reps"] == 3


def test_a_newer_export_of_the_same_deck_adds_only_what_is_new(
    tmp_path: Path, run_import: Import
) -> None:
    run_import(package(tmp_path / "d.apkg", NOTES, HISTORY[:1]), "--history")
    done = run_import(
        package(tmp_path / "d.apkg", NOTES, HISTORY[:3]), "--history", "-o", "again.yaml"
    )
    assert len(done.events) == 3
    assert len({event["id"] for event in done.events}) == 3


def test_the_history_follows_a_deck_that_is_renamed(tmp_path: Path, run_import: Import) -> None:
    done = run_import(package(tmp_path / "d.apkg", NOTES, HISTORY), "--history", "--deck", "mine")
    assert {event["card"] for event in done.events} == {"mine/alpha", "mine/beta"}


def test_deleting_the_one_file_takes_the_history_back(
    tmp_path: Path, run_import: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run_import(package(tmp_path / "d.apkg", NOTES, HISTORY), "--history")
    cli.run(["due", "--json"])
    (log,) = done.logs
    assert str(log) in done.err
    log.unlink()
    capsys.readouterr()
    cli.run(["show", "d/alpha", "--json"])
    assert json.loads(capsys.readouterr().out)["memory"]["reps"] == 0


def test_three_buttons_of_the_first_scheduler_are_again_good_and_easy(
    tmp_path: Path, run_import: Import
) -> None:
    rows = [
        Row(0, AT + i, ease=ease, kind=kind)
        for i, (ease, kind) in enumerate([(1, 0), (2, 0), (3, 2), (2, 1), (4, 1)])
    ]
    done = run_import(package(tmp_path / "d.apkg", NOTES, rows, conf={}), "--history")
    assert [event["grade"] for event in done.events] == [1, 3, 4, 2, 4]


def test_without_history_no_log_is_written_and_the_learner_is_told(
    tmp_path: Path, run_import: Import
) -> None:
    done = run_import(package(tmp_path / "d.apkg", NOTES, HISTORY))
    assert done.logs == []
    assert f"복습 기록 {len(HISTORY)}개도 들어 있습니다" in done.err


def test_a_file_without_history_says_so(run_import: Import) -> None:
    assert "복습 기록이 없습니다" in run_import("a.csv", "--history", text="a?,b").err
