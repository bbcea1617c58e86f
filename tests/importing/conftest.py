"""`quizcards import` run within the test, in an empty folder, and what it left behind."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizcards import cli


@dataclass(frozen=True)
class Imported:
    """A finished import: exit code, what was told, and the learner's folder."""

    code: int
    out: str
    err: str
    home: Path

    @property
    def decks(self) -> dict[str, dict[str, Any]]:
        """The new decks as a YAML library of its own reads them, by their file's stem."""
        return {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in (self.home / "decks").glob("*.yaml")}

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [card for _, deck in sorted(self.decks.items()) for card in deck["cards"]]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for file in self.logs for line in file.read_text("utf-8").splitlines()]

    @property
    def logs(self) -> list[Path]:
        return sorted((self.home / "log").glob("*.jsonl"))


Import = Callable[..., Imported]


@pytest.fixture
def run_import(
    tmp_path: Path, learner: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
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
