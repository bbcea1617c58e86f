"""Exit codes, and errors of one clear Korean line each, with the nearest right name."""

import io
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quizcards.cli import main as cli
from tests.cli.conftest import Result

HANGUL = re.compile("[가-힣]")


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("studdy", "혹시 'study'인가요?"),
        ("nothere", "'nothere' 명령은 없습니다. quizcards --help"),
        ("study optimzation", "혹시 'optimization'인가요?"),
        ("study --tag optimiser", "혹시 'optimizer'인가요?"),
        ("study --limt 3", "혹시 --limit인가요?"),
        ("study --new x", "0 이상의 정수를"),
        ("study --new -1", "0 이상의 정수를"),
        ("study --limit 0", "1 이상의 정수를"),
        ("due --days 400", "1에서 365 사이의 정수를"),
        ("show", "CARD: 꼭 적어야 합니다"),
        ("show adm", "혹시 'adam'인가요?"),
        ("show optimization/adm", "혹시 'optimization/adam'인가요?"),
        ("wake adm", "혹시 'adam'인가요?"),
        ("wake adam", "쉬고 있지 않습니다"),
        ("demo adm", "혹시 'adam'인가요?"),
        ("demo adam -p lrr=1", "혹시 'lr'인가요?"),
        ("demo adam -p lr", "이름=값"),
        ("demo adam -p lr=", "이름=값"),
        ("demo adam -p lr=큰", "lr=큰:"),
        ("demo adam -p", "-p: 값을 적어 주세요"),
        ("export --to pdf", "markdown: Markdown"),
        ("export --to htm", "혹시 'html'인가요?"),
        ("export --layout sheeet", "혹시 'sheet'인가요?"),
        ("export --layout sheet --to csv", "레이아웃이 하나뿐입니다"),
        ("export -o cards.pdf", ".csv, .html"),
        ("export --tag optimiser", "혹시 'optimizer'인가요?"),
        ("export optimzation", "혹시 'optimization'인가요?"),
        ("export --due", "오늘 복습할 것이 없습니다"),
        ("export --weak", "아직 배운 것이 없습니다"),
        ("export --schedule", "--to anki"),
        ("export -o missing/sheet.md", "missing/sheet.md"),
        ("check missing", "덱을 찾을 수 없습니다: missing"),
        ("decks --decks missing.yaml", "덱을 찾을 수 없습니다: missing.yaml"),
        ("due optimzation", "혹시 'optimization'인가요?"),
    ],
)
def test_a_mistake_is_one_korean_line_on_stderr_with_exit_code_2(
    run: Callable[..., Result], command: str, said: str
) -> None:
    code, out, err = run(*command.split())
    assert (code, out) == (2, "")
    assert said in err
    assert HANGUL.search(err)
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert not re.search("Error|Usage|Invalid|No such option", err)


@pytest.mark.parametrize("command", ["show adam", "why adam", "rename optimization/adam adam-2"])
def test_a_card_that_a_mistake_hides_is_not_said_to_be_missing(
    run: Callable[..., Result], decks: Path, command: str
) -> None:
    (deck,) = (path for path in decks.glob("*.yaml") if "id: adam\n" in path.read_text("utf-8"))
    before, after = deck.read_text("utf-8").split("id: adam\n")
    deck.write_text(f"{before}id: adam\n{after.replace('answer:', 'answr:', 1)}", "utf-8")
    result = run(*command.split())
    assert result.code == 2
    assert result.err.startswith("optimization/adam 카드는 고칠 곳이 있어 읽지 못했습니다. ")
    assert f"{deck.name}:{before.count(chr(10)) + 1}:" in result.err


def test_a_card_in_two_decks_is_asked_for_by_its_whole_name(
    run: Callable[..., Result], decks: Path
) -> None:
    text = (decks / "1-basics.yaml").read_text(encoding="utf-8")
    (decks / "3-more.yaml").write_text(text.replace("deck: basics", "deck: more"), encoding="utf-8")
    code, _, err = run("show", "loss")
    assert code == 2
    assert "basics/loss, more/loss" in err
    assert run("show", "more/loss").code == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIZCARDS_NOW", "tomorrow"),
        ("QUIZCARDS_DECKS", "missing"),
        ("QUIZCARDS_HOME", "/dev/null/x"),
    ],
)
@pytest.mark.usefixtures("decks")
def test_a_wrong_environment_is_named(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    code, out, err = run("due")
    assert (code, out) == (2, "")
    assert value in err
    assert err.count("\n") == 1


def test_a_home_that_cannot_be_written_is_named_by_init(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZCARDS_HOME", "/dev/null/x")
    code, _, err = run("init")
    assert code == 2
    assert "/dev/null/x" in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("decks")
def test_wrong_settings_are_all_named_with_the_nearest(
    run: Callable[..., Result], learner: Path
) -> None:
    learner.mkdir()
    (learner / "settings.toml").write_text("retentoin = 0.9\nnew_per_day = -1\n", encoding="utf-8")
    code, _, err = run("due")
    assert code == 2
    assert "'retention'" in err
    assert "new_per_day" in err
    assert err.count("\n") == 2


@pytest.mark.usefixtures("decks")
def test_done_is_0(run: Callable[..., Result]) -> None:
    for command in (
        "",
        "decks",
        "show adam",
        "due",
        "demo adam",
        "demo",
        "check",
        "export",
        "wake",
        "--version",
        "-h",
    ):
        assert run(*command.split()).code == 0, command


def test_an_interrupt_is_130(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_today", interrupted)
    assert run() == (130, "", "")


def test_a_bug_keeps_its_traceback_and_is_1(
    process: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import quizcards.cli.main\n"
        "def crash(env): raise RuntimeError('a bug')\n"
        "quizcards.cli.main._today = crash\n"
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = process(PYTHONPATH=path)
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.startswith(b"Traceback (most recent call last)")
    assert done.stderr.rstrip().endswith(b"RuntimeError: a bug")


@pytest.mark.parametrize(
    "now", ["1969-12-31T12:00", "2100-01-02", "9999-12-31T23:59", "0001-01-01"]
)
@pytest.mark.usefixtures("decks")
def test_a_clock_by_which_nothing_can_be_recorded_is_told_and_nothing_is(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, learner: Path, now: str
) -> None:
    monkeypatch.setenv("QUIZCARDS_NOW", now)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n3\n"))
    for command in (["study", "--plain"], ["due"], []):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert "시계" in err or "QUIZCARDS_NOW" in err
        assert err.count("\n") == 1
    assert not list(learner.glob("log/*"))


@pytest.mark.usefixtures("decks")
def test_a_session_says_that_a_clock_once_stood_ahead(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    for now, said in (("2099-01-01T09:00", False), ("2026-12-01T09:00", True)):
        monkeypatch.setenv("QUIZCARDS_NOW", now)
        monkeypatch.setattr("sys.stdin", io.StringIO("\n3\nq\n"))
        out = run("study", "--plain").out
        assert ("앞날에 한 것으로 적힌 답이 1개 있습니다(마지막 2099년 1월 1일)" in out) == said


@pytest.mark.usefixtures("decks")
def test_files_without_end_are_sentences(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (learner / "interviews").mkdir(parents=True)
    deep, long = "[" * 5000, "9" * 5000
    for text in (deep, long):
        for name in ("settings.toml", "plan.json", "last-quiz.json", "interviews/a.jsonl"):
            path = learner / name
            path.write_text(f"a = {text}" if name.endswith("toml") else text)
            for command in (["due"], ["stats"], ["quiz", "--all", "--plain", "--limit", "1"]):
                monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
                code, _, err = run(*command)
                assert code in (0, 2)
                assert "Traceback" not in err
            path.unlink()


FIRST = '{"v": 1, "started": 1796166000.0, "minutes": 30, "chosen": ["basics/loss"]}'


@pytest.mark.parametrize(
    "change", [(', "chosen": ["basics/loss"]', ""), ("1796166000.0", "1e18"), ("30", '"x"')]
)
@pytest.mark.usefixtures("decks")
def test_an_interview_that_does_not_say_how_it_began_is_none(
    run: Callable[..., Result], learner: Path, change: tuple[str, str]
) -> None:
    (learner / "interviews").mkdir(parents=True)
    (learner / "interviews" / "a.jsonl").write_text(FIRST.replace(*change))
    code, _, err = run("interview", "--resume", "--plain")
    assert (code, err.count("\n")) == (2, 1)
    assert "이어서 볼 면접이 없습니다" in err
    assert run("stats").code == 0
