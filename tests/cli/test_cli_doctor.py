"""`doctor` tells every fault that was put in, mends what can be, and is never what breaks."""

import io
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from quizcards.app import doctor as clinic
from quizcards.insight.health import TITLES
from quizcards.model import Event
from quizcards.store import log
from quizcards.store.line import encode
from quizcards.store.store import DEVICE, INDEX
from tests.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("decks")
Run = Callable[..., Result]
Check = dict[str, Any]


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is always called alike, and always has the same room."""
    monkeypatch.setenv("QUIZCARDS_HOME", "home")  # as it stands in messages
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr("socket.gethostname", lambda: "desk")
    monkeypatch.setattr("quizcards.store.store.urandom", lambda size: bytes(size))
    room = type(shutil.disk_usage("/"))(2 * 10**9, 10**9, 10**9)
    monkeypatch.setattr("shutil.disk_usage", lambda _: room)


class Places(NamedTuple):
    home: Path
    log: Path
    cache: Path


@pytest.fixture
def studied(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Where things are of somebody who has answered two cards, and has a backup of them."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n3\n\n4\nq\n"))
    assert run("study", "--plain", "--kind", "recall").code == 0
    (cache,) = (tmp_path / "cache/quizcards").glob("*/")
    return Places(tmp_path / "home", tmp_path / "home/log/desk-0000.jsonl", cache)


@pytest.fixture
def checks(run: Run) -> Callable[..., dict[str, Check]]:
    """Examine, and return the checks by their names."""

    def examine(*arguments: str) -> dict[str, Check]:
        code, out, err = run("doctor", "--json", *arguments)
        data = json.loads(out)
        assert "Traceback" not in err
        assert code == (0 if data["well"] else 1)
        assert data["well"] == all(check["well"] for check in data["checks"])
        return {check["name"]: check for check in data["checks"]}

    return examine


def ill(checks: dict[str, Check]) -> list[str]:
    return [name for name, check in checks.items() if check["well"] is False]


def add(places: Places, line: bytes) -> None:
    with places.log.open("ab") as file:
        file.write(line + b"\n")


def answer_at(moment: str, number: str = "019e704488fa" + "0" * 16) -> Event:
    at = datetime.fromisoformat(moment).timestamp()
    day = datetime.fromisoformat(moment).toordinal()
    return Event(number, at, day, "review", "basics/loss", 3)


def long_ago(path: Path) -> None:
    os.utime(path, (time.time() - 10**6,) * 2)


def test_on_a_new_machine_all_is_well(run: Run, tmp_path: Path) -> None:
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    assert out.endswith("\n 모두 괜찮습니다.\n")
    assert not (tmp_path / "home").exists()
    assert not list((tmp_path / "cache").rglob("index*"))


@pytest.mark.usefixtures("studied")
def test_the_page_of_a_sound_machine(run: Run, golden: Callable[[str, str], None]) -> None:
    code, out, err = run("doctor")
    assert (code, err) == (0, "")
    golden("doctor_well", re.sub(r"\d\.\d KB", "0.7 KB", out))


def test_the_page_of_a_machine_with_many_faults(
    studied: Places, run: Run, decks: Path, golden: Callable[[str, str], None]
) -> None:
    break_much(studied, decks)
    code, out, err = run("doctor")
    assert (code, err) == (1, "")
    golden("doctor_ill", out)


def break_much(places: Places, decks: Path) -> None:
    """Do what does not stand in the way of anything else."""
    add(places, b'{"v":1,"id":"0')
    add(places, b'{"v":2}')
    add(places, encode(answer_at("2026-11-01T09:00", "1" + "0" * 27)).strip())
    add(places, encode(answer_at("2099-01-01T09:00", "0" + "7" * 27)).strip())
    (places.home / "log/.jsonl").write_bytes(b"")
    (places.home / "log/gone.jsonl").symlink_to("nowhere")
    (places.home / "settings.toml").write_text("retention = 2\n", encoding="utf-8")
    (places.home / "plan.json").write_text("[" * 9999, encoding="utf-8")
    subprocess.run(["git", "init", "-q", places.home], check=True)
    (places.home / ".git/MERGE_HEAD").write_bytes(b"")
    (places.home / "log/.1234.part").write_bytes(b"half")
    long_ago(places.home / "log/.1234.part")
    (decks / "1-basics.yaml").write_text("deck: basics\ncards: [", encoding="utf-8")
    (places.cache / DEVICE).write_bytes(b"")
    for backup in (places.home / "backups").iterdir():
        backup.write_bytes(b"")


def test_what_is_mended_is_said_and_what_is_left_is_the_learners(
    studied: Places, run: Run, checks: Callable[..., dict[str, Check]], decks: Path
) -> None:
    break_much(studied, decks)
    before = studied.log.read_bytes()
    code, _, err = run("doctor", "--fix")
    assert code == 1
    assert [line.split(":")[:2] for line in err.splitlines()] == [
        ["고침", " 기록"],
        ["고침", " 기기"],
        ["고침", " 남은 것"],
        ["고침", " 백업"],
    ]
    assert studied.log.read_bytes().startswith(before)  # nothing is rewritten
    left = checks()
    assert ill(left) == ["log", "clock", "decks", "settings", "plan", "sync"]
    assert not any(check["mendable"] for check in left.values())


@pytest.mark.parametrize("seed", range(12))
def test_an_index_with_flipped_bytes_is_rebuilt_from_the_log(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run, seed: int
) -> None:
    path = studied.cache / INDEX
    data = bytearray(path.read_bytes())
    data[seed * 100 : seed * 100 + 60] = os.urandom(60)
    for number in range(len(data) // 4096):
        data[4096 * number] ^= 0xFF
    path.write_bytes(data)
    found = checks()
    assert ill(found) == ["index"]
    assert found["index"]["mendable"]
    assert run("doctor", "--fix").code == 0
    assert ill(checks()) == []


def test_an_index_that_cannot_be_a_file_is_put_aside(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    (studied.cache / INDEX).unlink()
    (studied.cache / INDEX).mkdir()
    assert ill(checks()) == ["index"]
    assert run("doctor", "--fix").code == 0


@pytest.mark.parametrize("name", [b"", b"   ", b".x", b"a\nb", b"../../evil", b"\xff\0"])
def test_a_device_whose_name_is_invalid_is_named_anew(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run, name: bytes
) -> None:
    (studied.cache / DEVICE).write_bytes(name)
    found = checks()
    assert ill(found) == ["device"]
    assert (studied.cache / DEVICE).read_bytes() == name  # a look mends nothing
    assert run("doctor", "--fix").code == 0
    assert checks()["device"]["text"] == "desk-0000"


def test_a_log_that_sync_leaves_out_gets_a_name_that_it_takes_along(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    studied.log.rename(studied.log.with_name(".jsonl"))
    assert "sync와 백업이 빼놓는 파일이 1개" in checks()["log"]["text"]
    run("doctor", "--fix")
    assert [path.name[:6] for path in (studied.home / "log").iterdir()] == ["found-"]
    assert checks()["log"]["well"]


def test_a_torn_line_is_told_and_needs_nobody(
    studied: Places, checks: Callable[..., dict[str, Check]]
) -> None:
    add(studied, b'{"v":1,"id":"019e')
    found = checks()
    assert ill(found) == []
    assert "desk-0000.jsonl:3" in found["log"]["text"]


def test_answers_under_ids_that_no_version_reads_are_written_again_and_counted(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    for number in range(2):
        event = answer_at(f"2026-11-0{number + 1}T09:00", f"1{number:027x}")
        add(studied, encode(event).strip())
    found = checks()
    assert "desk-0000.jsonl:3" in found["log"]["text"]
    assert found["log"]["mendable"]
    assert run("doctor", "--fix").code == 0
    assert run("doctor", "--fix").err == ""  # once is enough
    assert len(log.read(studied.log).events) == 4
    assert "답 3번" in run("show", "basics/loss").out


def test_events_of_the_future_are_told_until_they_are_undone(
    studied: Places, checks: Callable[..., dict[str, Check]]
) -> None:
    event = answer_at("2099-01-01T09:00", "0" + "3" * 27)
    add(studied, encode(event).strip())
    found = checks()
    assert ill(found) == ["clock"]
    assert "basics/loss" in found["clock"]["text"]
    undo = Event("0" + "4" * 27, answer_at("2026-12-01T09:00").at, event.day, "undo", event.card)
    add(studied, encode(Event(**{**vars(undo), "of": event.id})).strip())
    assert ill(checks()) == []


def test_a_clock_before_the_log_began_is_told(
    studied: Places, checks: Callable[..., dict[str, Check]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert studied.log.exists()
    monkeypatch.setenv("QUIZCARDS_NOW", "2020-01-01T09:00")
    assert "clock" in ill(checks())


def test_an_unreadable_log_is_told_and_not_waited_for(
    studied: Places, checks: Callable[..., dict[str, Check]]
) -> None:
    os.mkfifo(studied.home / "log/pipe.jsonl")
    found = checks()
    assert ill(found) == ["log"]
    assert found["index"]["well"] is None


@pytest.mark.parametrize(
    "text", ["retention = 2", "[", "a = " + "[" * 5000, "a = " + "9" * 5000, "wrong = 1"]
)
def test_broken_settings_are_told_once(
    studied: Places, checks: Callable[..., dict[str, Check]], text: str
) -> None:
    (studied.home / "settings.toml").write_text(text, encoding="utf-8")
    found = checks()
    assert ill(found) == ["settings"]
    assert found["index"]["well"] is None


def test_settings_for_a_deck_that_is_nowhere_are_told(
    studied: Places, checks: Callable[..., dict[str, Check]]
) -> None:
    (studied.home / "settings.toml").write_text("[decks.basic]\nnew_per_day = 1\n")
    found = checks()
    assert ill(found) == ["settings"]
    assert "혹시 'basics'인가요?" in found["settings"]["text"]


def test_broken_decks_are_told_with_the_first_place(
    checks: Callable[..., dict[str, Check]], decks: Path
) -> None:
    (decks / "1-basics.yaml").write_text("deck: basics\ntitle: 기초\ncards: 3\n")
    found = checks()
    assert ill(found) == ["decks"]
    assert "content/1-basics.yaml:3:8" in found["decks"]["text"]


def test_decks_that_are_not_there_are_told(checks: Callable[..., dict[str, Check]]) -> None:
    assert ill(checks("--decks", "nowhere")) == ["decks"]


def test_without_git_only_a_folder_that_is_synced_needs_it(
    studied: Places,
    checks: Callable[..., dict[str, Check]],
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "hub.git"], check=True)
    run("sync", "hub.git")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = checks()
    assert ill(found) == ["sync"]
    assert "git을 설치한" in found["sync"]["text"]
    shutil.rmtree(studied.home / ".git")
    assert ill(checks()) == []


def test_what_was_not_sent_is_counted_and_told_when_it_is_long_ago(
    studied: Places,
    checks: Callable[..., dict[str, Check]],
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QUIZCARDS_NOW")  # a commit is of the real now
    subprocess.run(["git", "init", "-q", "--bare", "hub.git"], check=True)
    run("sync", "hub.git")
    assert "모두 보냈습니다" in checks()["sync"]["text"]
    event = answer_at(f"{datetime.now():%Y-%m-%dT%H:%M}")
    add(studied, encode(event).strip())
    (studied.home / "settings.toml").write_text("fuzz = true\n")
    objects = sorted((studied.home / ".git").rglob("*"))
    soon = checks()["sync"]
    assert "보내지 않은 것: 기록 1개, 설정 1개" in soon["text"]
    assert soon["well"]
    assert sorted((studied.home / ".git").rglob("*")) == objects  # a look writes nothing
    monkeypatch.setenv("QUIZCARDS_NOW", f"{datetime.now().year + 1}-12-31T09:00")
    late = checks()["sync"]
    assert not late["well"]
    assert "quizcards sync 로 보내 주세요" in late["text"]


def test_an_address_is_told_without_its_password(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "hub.git"], check=True)
    run("sync", "hub.git")
    address = "https://me:secret@example.com/x.git"
    command = ["git", "-C", str(studied.home), "config", "remote.origin.url", address]
    subprocess.run(command, check=True)
    text = checks()["sync"]["text"]
    assert "https://example.com/x.git" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("name", "text"), [("HEAD", ""), ("config", "["), ("MERGE_HEAD", ""), ("objects", "")]
)
def test_a_broken_repository_is_told(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run, name: str, text: str
) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "hub.git"], check=True)
    run("sync", "hub.git")
    path = studied.home / ".git" / name
    if path.is_dir():
        shutil.rmtree(path)
    path.write_text(text)
    assert ill(checks()) == ["sync"]


def test_leftovers_of_kills_are_swept_and_versions_that_wait_are_the_learners(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    left = [studied.home / "log/.1234.part", studied.home / "decks/.d.yaml.99"]
    kept = studied.home / "settings.toml.kept-01234567"
    for path in (*left, kept, studied.home / "log/.77-01234567.part"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    for path in left:
        long_ago(path)
    text = checks()["leftovers"]["text"]
    assert "쓰다 만 파일이 2개" in text
    assert kept.name in text
    assert run("doctor", "--fix").code == 1
    assert not any(path.exists() for path in left)
    assert (studied.home / "log/.77-01234567.part").exists()  # somebody may be at it
    kept.unlink()
    assert ill(checks()) == []


def test_damaged_rows_of_interviews_tests_and_questions_are_told(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    run("collect", "손실이 무엇인가요?", "--card", "loss")
    rows = {"interviews/i.jsonl": b'{"v":1}\n{"turn":{"ki', "quizzes/q.jsonl": b'{"v":1}\n'}
    for name, data in rows.items():
        (studied.home / name).parent.mkdir(exist_ok=True)
        (studied.home / name).write_bytes(data)
    found = checks()
    assert ill(found) == []  # half a row is what a power cut leaves
    assert found["records"]["text"] == "면접 1개, 모은 질문 1개, 시험 1개"
    (studied.home / "quizzes/q.jsonl").write_bytes(b'{"v":1}\n{"v"1}\n[]\n')
    found = checks()
    assert ill(found) == ["records"]
    assert "2개" in found["records"]["text"]
    assert "quizzes/q.jsonl:2" in found["records"]["text"]


def test_a_pipe_in_the_place_of_a_file_of_rows_is_told(
    studied: Places, checks: Callable[..., dict[str, Check]], run: Run
) -> None:
    os.mkfifo(studied.home / "collected.jsonl")
    assert ill(checks()) == ["records"]
    refused = run("collect", "손실이 무엇인가요?", "--card", "loss")
    assert (refused.code, refused.out) == (2, "")
    assert "쓸 수 없습니다" in refused.err


def test_little_space_is_told(
    checks: Callable[..., dict[str, Check]], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = type(shutil.disk_usage("/"))(2 * 10**9, 2 * 10**9, 5 * 10**6)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)
    found = checks()
    assert ill(found) == ["space"]
    assert "5 MB" in found["space"]["text"]


def test_answers_without_a_backup_and_a_damaged_backup_are_told_and_backed_up(
    studied: Places,
    checks: Callable[..., dict[str, Check]],
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (made,) = (studied.home / "backups").iterdir()
    made.write_bytes(made.read_bytes()[:-30])
    assert ill(checks()) == ["backup"]
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-03T09:00")
    assert run("doctor", "--fix").code == 0
    shutil.rmtree(studied.home / "backups")
    assert ill(checks()) == []  # the answers are of one day: no session has ended since
    add(studied, encode(answer_at("2026-12-02T21:00")).strip())
    assert ill(checks()) == ["backup"]
    (studied.home / "settings.toml").write_text("backups = 0\n")
    assert ill(checks()) == []


def test_a_backup_that_cannot_be_made_is_said_and_all_else_is_mended(
    studied: Places, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, os.strerror(28))

    for path in (studied.home / "backups").iterdir():
        path.write_bytes(b"")
    (studied.cache / INDEX).write_bytes(b"no database" * 999)
    monkeypatch.setattr("quizcards.home.backup.write_file", full)
    code, _, err = run("doctor", "--fix")
    fixed, failed = err.splitlines()
    assert code == 1
    assert fixed.startswith("고침: 색인")
    assert failed.startswith("고치지 못함: 백업:")
    assert failed.endswith("쓸 수 없습니다(남은 공간이 없음).")


@pytest.mark.parametrize("name", TITLES)
def test_a_look_that_breaks_is_a_finding_and_the_others_are_looked_at(
    checks: Callable[..., dict[str, Check]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def broken(_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(clinic.Doctor, f"_{name}", broken)
    found = checks()
    assert ill(found) == [name]
    assert found[name]["text"] == "살펴보다가 멈추었습니다(RecursionError: too deep)."


@pytest.mark.parametrize("place", ["home", "home/log", "cache", "home/backups", "home/decks"])
@pytest.mark.parametrize("what", ["file", "pipe", "dangling"])
def test_no_folder_that_is_none_breaks_the_doctor(
    run: Run, tmp_path: Path, place: str, what: str
) -> None:
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    if place == "cache":
        shutil.rmtree(path)
    if what == "file":
        path.write_bytes(b"")
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere")
    for arguments in ((), ("--fix",)):
        code, out, _ = run("doctor", *arguments)
        assert code in (0, 1)
        assert out.count("\n") > len(TITLES)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QUIZCARDS_HOME", "~nobody-at-all/x"),
        ("QUIZCARDS_HOME", "x" * 5000),
        ("QUIZCARDS_HOME", "/proc/1/fd/9"),
        ("QUIZCARDS_NOW", "yesterday"),
        ("QUIZCARDS_NOW", "9999-12-31T23:59"),
        ("QUIZCARDS_NOW", "0001-01-01T00:00"),
        ("QUIZCARDS_DECKS", "nowhere"),
        ("XDG_CACHE_HOME", "/dev/null"),
    ],
)
def test_no_variable_breaks_the_doctor(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    for arguments in ((), ("--fix",)):
        code, out, _ = run("doctor", *arguments)
        assert code == 1
        assert " × " in out


def test_a_wrong_option_stays_wrong_usage(run: Run) -> None:
    assert run("doctor", "--mend").code == 2
