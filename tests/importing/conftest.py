"""`quizcards import` run within the test, in an empty folder."""

from pathlib import Path

import pytest

from quizcards.cli import main as cli
from tests.importing.import_examples import Import, Imported


@pytest.fixture
def run_import(
    tmp_path: Path,
    learner: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Import:
    """Import a file, or bytes under a name, with options."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T09:00")

    def run(file: Path | str, *options: object, text: str | bytes | None = None) -> Imported:
        path = tmp_path / file
        if text is not None:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        capsys.readouterr()
        code = cli.run(["import", *map(str, (path, *options))])
        return Imported(code, *capsys.readouterr(), learner)

    return run
