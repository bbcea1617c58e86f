"""`-` is stdin where a file is read and stdout where one is written; options of one meaning."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quizcards.cli import standard
from tests.cli.conftest import Result

Run = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


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


def test_a_pipe_without_end_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.write_bytes(b"question,answer\n" * 100)
    monkeypatch.setattr(standard, "MOST_BYTES", 1000)
    with given.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert run("import", "-").err == "-: 너무 큽니다. 2 GB까지 가져올 수 있습니다.\n"


def test_an_old_spelling_goes_on_working_with_a_line_of_advice(
    process: Process, tmp_path: Path
) -> None:
    for option in ("--deck", "--to"):
        home = tmp_path / option
        given = "question,answer\n무엇인가요?,답입니다.\n".encode()
        done = process("import", "-", option, "mine", given=given, QUIZCARDS_HOME=str(home))
        assert (home / "decks/mine.yaml").exists()
        assert ("--to 대신 --deck을" in done.stderr.decode()) == (option == "--to")
