"""`quizcards import` run within the test, in an empty folder."""

import shutil
from pathlib import Path

import pytest

from quizcards.app.environment import Environment
from quizcards.cli import main as cli
from tests.importing.import_examples import Import, Imported
from tests.shipped import CONTENT

SHIPPED = """\
deck: optimization
title: 최적화
cards:
- {id: adam, question: Adam은 무엇인가요?, answer: 두 적률을 씁니다.}
"""


@pytest.fixture(scope="session")
def one_deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decks of a program that has but one: the first import brings them along, and each reads
    all of a learner's four times.
    """
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "5-optimization.yaml").write_text(SHIPPED, encoding="utf-8")
    shutil.copy(CONTENT / "schema.json", folder)
    return folder


@pytest.fixture
def run_import(
    tmp_path: Path,
    learner: Path,
    one_deck: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Import:
    """Import a file, or bytes under a name, with options."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T09:00")
    monkeypatch.setattr(Environment, "shipped_decks", one_deck)

    def run(file: Path | str, *options: object, text: str | bytes | None = None) -> Imported:
        path = tmp_path / file
        if text is not None:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        capsys.readouterr()
        code = cli.run(["import", *map(str, (path, *options))])
        return Imported(code, *capsys.readouterr(), learner)

    return run
