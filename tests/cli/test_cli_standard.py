"""`-` is stdin where a file is read and stdout where one is written; options of one meaning."""

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quizcards.cli import standard
from quizcards.cli.commands import load, names
from tests.cli.conftest import BASICS, OPTIMIZATION, Result
from tests.cli.every_command import THEIRS

Run = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


def with_a_deck(home: Path) -> Path:
    """Return a learner's folder with a deck: the first would bring all shipped ones along."""
    (home / "decks").mkdir(parents=True)
    (home / "decks/basics.yaml").write_text(BASICS, encoding="utf-8")
    return home


@pytest.mark.usefixtures("decks")
def test_a_dash_is_stdout(run: Run, tmp_path: Path) -> None:
    for command in ("export --to csv", "export", "stats --to svg"):
        assert run(*command.split(), "-o", "-") == run(*command.split())
    assert not (tmp_path / "-").exists()


def test_a_dash_is_stdin(process: Process, tmp_path: Path) -> None:
    table = "question,answer\n무엇인가요?,답입니다.\n".encode()
    home = str(tmp_path / "home")
    done = process("import", "-", "--deck", "mine", given=table, QUIZCARDS_HOME=home)
    assert done.returncode == 0, done.stderr
    assert "무엇인가요?" in (tmp_path / "home/decks/mine.yaml").read_text(encoding="utf-8")


def test_what_is_wrong_on_stdin_is_told_of_a_dash(process: Process, tmp_path: Path) -> None:
    done = process("import", "-", given=b"", QUIZCARDS_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert done.stderr.startswith(b"-: ")


@pytest.mark.usefixtures("decks")
def test_a_deck_on_stdin_is_checked_under_the_name_of_a_dash(process: Process) -> None:
    done = process("check", "-", given=OPTIMIZATION.replace("id: adam", "id: ADAM").encode())
    assert done.returncode == 1
    assert done.stdout.startswith(b"-:10:7: ")
    assert b"stdin" not in done.stdout + done.stderr
    told = process("check", "-", "--format", "github", given=b"deck: x\n").stdout
    assert told.startswith(b"::error file=-,line=1,")
    done = process("check", "-", given=BASICS.encode())
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_deck_on_stdin_is_added_as_the_file_of_its_id(process: Process, tmp_path: Path) -> None:
    home = with_a_deck(tmp_path / "home")
    done = process("add", "-", "--yes", given=THEIRS.encode(), QUIZCARDS_HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert (home / "decks/theirs.yaml").read_text(encoding="utf-8") == THEIRS
    for text in (b"deck: ../up\n", b"deck: bad\n", b"\xff", b""):
        done = process("add", "-", "--yes", given=text, QUIZCARDS_HOME=str(home))
        assert done.returncode == 2
        assert b"/quizcards-" not in done.stderr


def test_a_backup_goes_through_a_pipe(process: Process, tmp_path: Path) -> None:
    home = with_a_deck(tmp_path / "home")
    process("add", "-", "--yes", given=THEIRS.encode(), QUIZCARDS_HOME=str(home))
    packed = process("backup", "-", QUIZCARDS_HOME=str(home))
    assert packed.returncode == 0, packed.stderr
    other = tmp_path / "other"
    done = process("restore", "-", given=packed.stdout, QUIZCARDS_HOME=str(other))
    assert done.returncode == 0, done.stderr
    assert (other / "decks/theirs.yaml").read_text(encoding="utf-8") == THEIRS
    done = process("restore", "-", given=b"no backup", QUIZCARDS_HOME=str(other))
    assert done.stderr.startswith(b"-: ")


def test_an_imported_deck_goes_to_stdout(process: Process, tmp_path: Path) -> None:
    table = "question,answer\n무엇인가요?,답입니다.\n".encode()
    home = tmp_path / "home"
    done = process(
        "import", "-", "--deck", "mine", "-o", "-", given=table, QUIZCARDS_HOME=str(home)
    )
    assert b"\ndeck: mine\ntitle: mine\n" in done.stdout, done.stderr
    assert not (home / "decks").exists()
    done = process("import", "-", "-o", "-", "--json", given=table, QUIZCARDS_HOME=str(home))
    assert done.returncode == 2


def test_a_table_of_answers_is_read_from_stdin(process: Process) -> None:
    rows = [f"c{card},3,2026-01-{day:02d}" for card in range(30) for day in (1, 3, 9, 20)]
    table = "\n".join(["card,grade,time", *rows]).encode()
    done = process("evaluate", "--log", "-", "--json", given=table)
    assert json.loads(done.stdout)["reviews"] == 90, done.stderr
    assert process("fit", "--log", "-", given=b"x").stderr.startswith(b"-:")


def test_a_demo_is_written_in_the_format_that_the_file_names(run: Run, tmp_path: Path) -> None:
    for form, name in (("markdown", "adam.md"), ("svg", "adam.svg"), ("json", "adam.json")):
        done = run("demo", "adam", "-o", tmp_path / name)
        assert (done.code, done.out) == (0, "")
        there = (tmp_path / name).read_text(encoding="utf-8")
        assert (
            there
            == run("demo", "adam", "--to", form).out
            == run("demo", "adam", "--to", form, "-o", "-").out
        )
    assert run("demo", "adam", "-o", "adam.txt").code == 2
    assert run("demo", "-o", "adam.svg").code == 2


def test_a_pipe_without_end_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.write_bytes(b"question,answer\n" * 100)
    monkeypatch.setattr(standard, "MOST_BYTES", 1000)
    with given.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert run("import", "-").err == "-: 너무 큽니다. 2 GB까지 읽을 수 있습니다.\n"


OLD_CALLS = {
    ("collect", "--new"): ["collect", "무엇인가요?", "--new"],
    ("import", "--to"): ["import", "cards.csv", "--to", "mine"],
    ("interview", "--history"): ["interview", "--history"],
    ("plan", "--deck"): ["plan", "--by", "+9", "--deck", "basics", "--deck=optimization"],
    ("quiz", "--count"): ["quiz", "--count=2", "--all", "--plain"],
    ("quiz", "--history"): ["quiz", "--history"],
    ("simulate", "--deck"): ["simulate", "--deck", "basics", "--days", "2"],
}
"""A call with each option that has another name now."""


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("call", OLD_CALLS.values(), ids=" ".join)
def test_an_option_with_a_new_name_goes_on_working_and_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: list[str]
) -> None:
    (tmp_path / "cards.csv").write_text("question,answer\n무엇인가요?,답입니다.\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    done = run(*call)
    assert done.code == 0
    advice = [line for line in done.err.splitlines() if "새 이름" in line or "이제" in line]
    assert len(advice) == 1
    assert advice[0].startswith("--")


def test_every_option_with_a_new_name_is_tried_and_shown_nowhere(run: Run) -> None:
    old = {(name, option) for name in names() for option in getattr(load(name), "OLD", {})}
    assert old == set(OLD_CALLS)
    for name, option in old:
        assert f"{option} " not in run(name, "--help").out


@pytest.mark.usefixtures("decks")
def test_decks_and_tags_are_chosen_alike_in_every_command(run: Run) -> None:
    run("plan", "--by", "+9")
    for call in (
        "decks --json",
        "due --json",
        "export --to json",
        "interview --plain",
        "plan --json",
        "quiz --all --plain",
        "simulate --days 2 --json",
        "stats --json",
        "study --plain",
    ):
        command, *more = call.split()
        for chosen, why in (("nothing", "'nothing' 덱은 없습니다."), ("--tag=no", "'no' 태그는")):
            done = run(command, chosen, *more)
            assert (done.code, done.out) == (2, "")
            assert done.err.startswith(why), call
        done = run(command, "basics", "--tag", "optimizer", *more)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), call


@pytest.mark.usefixtures("decks")
def test_chosen_cards_alone_are_counted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n4\n\n4\n\n4\nq\n"))
    run("study", "--plain")
    for chosen, count in (([], 3), (["basics"], 1), (["--tag", "optimizer"], 2)):
        found = json.loads(run("stats", *chosen, "--json").out)
        assert len(found["concepts"]) == sum(day["answers"] for day in found["days"]) == count
        coming = json.loads(run("due", *chosen, "--days", "90", "--json").out)
        assert sum(day["due"] for day in coming) == count
        assert (
            json.loads(run("simulate", *chosen, "--days", "2", "--json").out)[0]["cards"] == count
        )


@pytest.mark.usefixtures("decks")
def test_a_plan_keeps_its_tags(run: Run) -> None:
    run("plan", "--by", "+9", "--tag", "adaptive")
    assert json.loads(run("plan", "--json").out)["cards"] == 1
    assert "adaptive" in run("plan").out


def test_what_stands_behind_two_dashes_is_no_option(run: Run) -> None:
    assert "새 이름" not in run("collect", "--", "--new").err
