"""`sync`, `backup` and `restore` as the learner sees them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Result


@pytest.fixture
def at(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run a command on one of several machines, with none of the git settings of the person who
    runs the tests.
    """
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T09:00:30")

    def run_at(machine: str, *arguments: object) -> Result:
        monkeypatch.setenv("QUIZCARDS_HOME", str(tmp_path / machine))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache-{machine}"))
        return run(*arguments)

    return run_at


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "hub.git"], check=True)
    return tmp_path / "hub.git"


def deck(tmp_path: Path, machine: str, answer: str) -> Path:
    path = tmp_path / machine / "decks/d.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"deck: d\ntitle: 덱\ncards:\n- id: one\n  question: 무엇인가요?\n  answer: {answer}\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.usefixtures("hub")
def test_a_sync_says_in_one_line_what_went_and_what_came(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    deck(tmp_path, "desk", "답")
    assert at("desk", "sync", "hub.git") == (0, "보냄: 덱 1개 · 받음: 없음\n", "")
    assert at("laptop", "sync", "hub.git") == (0, "보냄: 없음 · 받음: 덱 1개\n", "")
    assert at("laptop", "sync") == (0, "이미 모두 같습니다.\n", "")


@pytest.mark.usefixtures("hub")
def test_both_sides_of_a_clash_are_shown_with_their_place_and_what_to_do(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    deck(tmp_path, "desk", "처음")
    at("desk", "sync", "hub.git")
    at("laptop", "sync", "hub.git")
    deck(tmp_path, "desk", "책상")
    path = deck(tmp_path, "laptop", "\x1b[31m무릎")
    at("desk", "sync")
    code, out, err = at("laptop", "sync")
    (kept,) = path.parent.glob("*.kept-*")
    assert (code, out) == (0, "보냄: 파일 1개 · 받음: 덱 1개\n")
    assert err.splitlines() == [
        f"{path}:6: 두 기기에서 다르게 고쳤습니다.",
        "  먼저 올린 글  answer: 책상",
        "  이 기기의 글  answer: □[31m무릎",
        f"먼저 올린 글을 두고, 이 기기의 파일은 옆에 남겼습니다: {kept}",
        "옮길 것을 옮긴 뒤 그 파일을 지우고 quizcards sync 를 다시 해 주세요.",
    ]
    assert at("desk", "sync").err.splitlines()[0].endswith(kept.name)


@pytest.mark.usefixtures("hub")
def test_of_two_pictures_no_lines_are_shown(at: Callable[..., Result], tmp_path: Path) -> None:
    for machine in ("desk", "laptop"):
        picture = deck(tmp_path, machine, "답").with_name("p.png")
        picture.write_bytes(b"\0" + machine.encode())
        _, _, err = at(machine, "sync", "hub.git")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        f"{picture}:1",
        "먼저 올린 글을 두고, 이 기기의 파일은 옆에 남겼습니다",
        "옮길 것을 옮긴 뒤 그 파일을 지우고 quizcards sync 를 다시 해 주세요.",
    ]


@pytest.mark.usefixtures("hub")
def test_a_home_that_is_named_from_the_present_folder_is_synced(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck(tmp_path, "desk", "답")
    monkeypatch.setenv("QUIZCARDS_HOME", "desk")
    assert run("sync", "hub.git") == (0, "보냄: 덱 1개 · 받음: 없음\n", "")


def test_a_sync_without_an_address_explains_itself(at: Callable[..., Result]) -> None:
    code, out, err = at("desk", "sync")
    assert (code, out) == (2, "")
    assert "quizcards sync git@github.com:" in err
    assert "git init --bare" in err


def test_a_backup_gets_a_name_with_the_date_and_comes_back_elsewhere(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    deck(tmp_path, "desk", "답")
    made = at("desk", "backup")
    # to the second: another one soon after is another file
    (file,) = tmp_path.glob("quizcards-2026-12-01-0900??.zip")
    assert made == (0, f"{file}에 담았습니다: 덱 1개\n", "")
    assert at("laptop", "restore", file.name) == (0, "되살림: 덱 1개\n", "")
    assert at("laptop", "restore", file) == (
        0,
        "이미 모두 있습니다. 아무것도 바꾸지 않았습니다.\n",
        "",
    )
    assert (
        at("laptop", "backup", "mine.zip").out == f"{tmp_path / 'mine.zip'}에 담았습니다: 덱 1개\n"
    )


def test_a_restore_names_what_made_way_and_what_is_wrong_with_the_decks(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    deck(tmp_path, "desk", "답\n  answr: 답")
    at("desk", "backup", "b.zip")
    path = deck(tmp_path, "laptop", "다른 답")
    code, out, err = at("laptop", "restore", "b.zip")
    (kept,) = path.parent.glob("*.kept-*")
    assert (code, out) == (0, "되살림: 덱 1개\n")
    assert err.startswith(
        f"지금까지의 파일은 옆에 남겼습니다: {kept}\n덱에 고칠 곳이 1군데 있습니다"
    )


def test_none_of_the_machinery_is_loaded_before_it_is_used() -> None:
    code = (
        "import sys; import quizcards.cli.main;"
        "heavy = {'zipfile', 'quizcards.sync', 'quizcards.home.backup'} & set(sys.modules);"
        "sys.exit(str(heavy or ''))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


POISON = (
    '{"v":1,"id":"0fffffffffffffffffffffffffff","at":"2026-05-28T20:26:40Z",'
    '"day":"2026-05-28","kind":"review","card":"d/one","grade":3}\n'
)


@pytest.mark.usefixtures("hub")
def test_a_sync_says_what_came_that_no_version_can_read(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    log = tmp_path / "desk" / "log" / "evil.jsonl"
    log.parent.mkdir(parents=True)
    log.write_text(POISON)
    at("desk", "sync", "hub.git")
    code, out, err = at("laptop", "sync", "hub.git")
    assert (code, out) == (0, "보냄: 없음 · 받음: 기록 1개\n")
    assert "evil.jsonl에서 읽을 수 없는 줄 1개를 건너뛰었습니다" in err


@pytest.mark.usefixtures("hub")
def test_a_log_that_had_no_name_is_in_the_backup_and_goes_to_the_others(
    at: Callable[..., Result], tmp_path: Path
) -> None:
    log = tmp_path / "desk" / "log" / ".jsonl"
    log.parent.mkdir(parents=True)
    log.write_text(POISON.replace("0fff", "019e"))
    assert "기록 1개" in at("desk", "backup", "b.zip").out
    log.write_text(POISON.replace("0fff", "019d"))
    assert at("desk", "sync", "hub.git").out == "보냄: 기록 2개 · 받음: 없음\n"
