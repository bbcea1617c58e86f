"""The backups that sessions make by themselves, and how the newest of them comes back."""

import errno
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.home.backup import verified
from quizcards.study.session import Command
from tests.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("decks")


@pytest.fixture
def say(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command at a moment, with these lines typed at it."""

    def say_at(moment: str, typed: str, *arguments: str) -> Result:
        monkeypatch.setenv("QUIZCARDS_NOW", moment)
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return run(*arguments)

    return say_at


@pytest.fixture
def study(say: Callable[..., Result]) -> Callable[..., Result]:
    """Answer one card in a session at a moment."""

    def answer_one(moment: str, typed: str = "\n3\nq\n") -> Result:
        return say(moment, typed, "study", "--plain", "--kind", "recall")

    return answer_one


@pytest.fixture
def made(learner: Path) -> Callable[[], list[str]]:
    return lambda: sorted(path.name for path in (learner / "backups").glob("*"))


def settings(learner: Path, text: str) -> None:
    learner.mkdir(exist_ok=True)
    (learner / "settings.toml").write_text(text, encoding="utf-8")


def test_a_session_that_ends_makes_a_backup_of_everything(
    study: Callable[..., Result], made: Callable[[], list[str]], learner: Path
) -> None:
    settings(learner, "fuzz = true\n")
    assert study("2026-12-01T21:00").err == ""
    (name,) = made()
    assert name.startswith("quizcards-2026-12-01-2100")
    held = verified(learner / "backups" / name)
    (log,) = (learner / "log").iterdir()
    assert held == {f"log/{log.name}": log.read_bytes(), "settings.toml": b"fuzz = true\n"}


def test_a_day_has_at_most_one_backup(
    study: Callable[..., Result], made: Callable[[], list[str]]
) -> None:
    for moment in ("2026-12-01T09:00", "2026-12-01T21:00", "2026-12-02T09:00"):
        study(moment)
    assert [name[:20] for name in made()] == ["quizcards-2026-12-01", "quizcards-2026-12-02"]


def test_a_session_that_changes_nothing_makes_no_backup(
    study: Callable[..., Result], made: Callable[[], list[str]]
) -> None:
    study("2026-12-01T09:00", "q\n")
    assert made() == []
    study("2026-12-02T09:00")
    study("2026-12-03T09:00", "q\n")
    assert [name[:20] for name in made()] == ["quizcards-2026-12-02"]


def test_the_last_few_backups_are_kept_and_nothing_else_is_removed(
    study: Callable[..., Result], made: Callable[[], list[str]], learner: Path
) -> None:
    settings(learner, "backups = 2\n")
    study("2026-12-01T09:00")
    (learner / "backups" / "mine.zip").write_bytes(b"")
    for day in ("02", "03"):
        study(f"2026-12-{day}T09:00")
    assert [name[:20] for name in made()] == [
        "mine.zip",
        "quizcards-2026-12-02",
        "quizcards-2026-12-03",
    ]


def test_a_backup_that_a_wrong_clock_has_dated_pushes_no_later_one_out(
    study: Callable[..., Result], made: Callable[[], list[str]], learner: Path
) -> None:
    settings(learner, "backups = 1\n")
    study("2099-12-01T09:00")
    study("2026-12-01T09:00")
    assert [name[:20] for name in made()] == ["quizcards-2026-12-01"]


def test_with_backups_of_0_a_session_makes_none(
    study: Callable[..., Result], made: Callable[[], list[str]], learner: Path
) -> None:
    settings(learner, "backups = 0\n")
    study("2026-12-01T09:00")
    assert made() == []


@pytest.mark.parametrize("arguments", [("quiz", "--all", "--plain"), ("interview", "--plain")])
def test_a_test_and_an_interview_make_one_too(
    arguments: tuple[str, ...], say: Callable[..., Result], made: Callable[[], list[str]]
) -> None:
    say("2026-12-01T09:00", "1\n" * 200, *arguments)
    assert len(made()) == 1


def test_backups_are_neither_backed_up_nor_synced(
    study: Callable[..., Result], run: Callable[..., Result], tmp_path: Path
) -> None:
    study("2026-12-01T09:00")
    run("backup", "all.zip")
    assert [name.split("/")[0] for name in verified(tmp_path / "all.zip")] == ["log"]
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "hub.git"], check=True)
    assert run("sync", "hub.git").code == 0
    names = subprocess.run(
        ["git", "-C", "hub.git", "ls-tree", "-r", "--name-only", "HEAD"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [name.split("/")[0] for name in names.splitlines()] == ["log"]


def test_a_backup_that_cannot_be_made_takes_one_line_and_no_answer(
    study: Callable[..., Result],
    made: Callable[[], list[str]],
    learner: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("quizcards.home.backup.write_file", full)
    code, _, err = study("2026-12-01T09:00")
    (line,) = err.splitlines()
    assert code == 0
    assert line.startswith("오늘의 백업을 만들지 못했습니다: ")
    assert line.endswith("쓸 수 없습니다(남은 공간이 없음). 답은 모두 저장되어 있습니다.")
    assert made() == []
    (log,) = (learner / "log").iterdir()
    assert log.read_bytes().count(b"\n") == 1


def test_a_backup_that_fails_in_an_unforeseen_way_takes_one_line_too(
    study: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("quizcards.app.backups.make", fail)
    assert study("2026-12-01T09:00")[::2] == (
        0,
        "오늘의 백업을 만들지 못했습니다: MemoryError 답은 모두 저장되어 있습니다.\n",
    )


def test_a_backup_is_made_while_the_last_page_is_looked_at(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So leaving takes no longer, however long a backup takes."""
    happened = []

    def slow(*_: Any) -> None:
        happened.append("begun")
        time.sleep(0.2)
        happened.append("done")

    def looked_at(*_: Any) -> Command:
        time.sleep(0.4)
        happened.append("left")
        return Command("quit")

    monkeypatch.setattr("quizcards.app.backups.make_daily", slow)
    monkeypatch.setattr("quizcards.terminal.study_plain.StudyPlain.close", looked_at)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n4\n"))
    run("study", "--plain", "--kind", "recall", "--limit", "1")
    assert happened == ["begun", "done", "left"]


def test_a_session_that_ends_in_an_error_makes_no_backup_and_says_its_own_error(
    study: Callable[..., Result], made: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.write", full)
    code, _, err = study("2026-12-01T09:00")
    assert code == 2
    assert err.startswith("답을 기록하지 못했습니다")
    assert made() == []


def test_restore_without_a_file_lists_the_backups_and_asks_before_it_restores_the_newest(
    study: Callable[..., Result], say: Callable[..., Result], learner: Path
) -> None:
    for day in ("01", "02"):
        study(f"2026-12-{day}T09:00")
    (log,) = (learner / "log").iterdir()
    whole = log.read_bytes()
    shutil.rmtree(learner / "log")  # the slip
    code, out, err = say("2026-12-03T09:00", "\n", "restore")
    assert (code, [line[:19] for line in out.splitlines()]) == (
        0,
        [" 2026년 12월 2일 09:00", " 2026년 12월 1일 09:00"],
    )
    assert err == (
        "가장 새로운 것(2026년 12월 2일 09:00)을 되살릴까요? [y/N] 아무것도 되살리지 않았습니다.\n"
    )
    assert not log.exists()
    code, out, _ = say("2026-12-03T09:00", "y\n", "restore")
    assert (code, out.splitlines()[-1]) == (0, "되살림: 기록 2개")
    assert log.read_bytes() == whole


def test_restore_passes_over_a_damaged_backup(
    study: Callable[..., Result], say: Callable[..., Result], learner: Path
) -> None:
    for day in ("01", "02"):
        study(f"2026-12-{day}T09:00")
    newest = max((learner / "backups").iterdir())
    newest.write_bytes(newest.read_bytes()[:-40])
    _, out, err = say("2026-12-03T09:00", "n\n", "restore")
    assert out.splitlines()[0].endswith("손상되었습니다")
    assert err.startswith("가장 새로운 것(2026년 12월 1일 09:00)을")


def test_what_is_no_file_is_no_backup(
    study: Callable[..., Result], say: Callable[..., Result], learner: Path
) -> None:
    study("2026-12-01T09:00")
    os.mkfifo(learner / "backups/quizcards-2026-12-02-090000.zip")
    (learner / "backups/quizcards-2026-99-99-999999.zip").write_bytes(b"")
    (learner / "backups/quizcards-2026-12-03-090000.zip").symlink_to("nowhere")
    _, out, _ = say("2026-12-03T09:00", "n\n", "restore")
    assert [line[:19] for line in out.splitlines()] == [" 2026년 12월 1일 09:00"]


def test_restore_without_a_file_and_without_backups_says_what_to_do(
    run: Callable[..., Result],
) -> None:
    code, out, err = run("restore")
    assert (code, out) == (2, "")
    assert "되살릴 백업이 없습니다" in err
    assert "quizcards restore FILE" in err


def test_the_first_question_does_not_wait_for_what_backups_need() -> None:
    code = (
        "import sys; import quizcards.app.sessions, quizcards.app.backups;"
        "heavy = {'zipfile', 'quizcards.home.backup', 'quizcards.sync'} & set(sys.modules);"
        "sys.exit(str(heavy or ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
