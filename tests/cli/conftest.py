"""The command line, run within the test; two small decks to run it on."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from quizcards.cli import main as cli

OPTIMIZATION = """\
deck: optimization
title: 최적화
cards:
- id: gradient-descent
  question: 경사하강법이란 무엇인가요?
  answer: 기울기의 반대로 움직입니다.
  formula: w \\leftarrow w - \\alpha g
  demo: {run: gradient-descent}
  tags: [optimizer]
- id: adam
  question: Adam은 무엇인가요?
  answer: 두 적률을 씁니다.
  needs: [gradient-descent, basics/loss]
  tags: [optimizer, adaptive]
"""
BASICS = """\
deck: basics
title: 기초
cards:
- {id: loss, question: 손실 함수란 무엇인가요?, answer: 한 샘플의 오차입니다., tags: [loss]}
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    _shipped_are_kept: None,
) -> Callable[..., Result]:
    """Run a command in an empty folder and return its exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T09:00")
    monkeypatch.delenv("COLUMNS", raising=False)

    def run_command(*arguments: object) -> Result:
        code = cli.run([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return run_command


@pytest.fixture
def process(
    tmp_path: Path, _shipped_are_kept: None
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run `python -m quizcards` on its own, with bytes in and out."""

    def run_process(
        *arguments: str, given: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "quizcards", *arguments],
            input=given,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | environment,
        )

    return run_process


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """A checkout's content folder with two decks; the second needs a card of the first."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "1-basics.yaml").write_text(BASICS, encoding="utf-8")
    (folder / "2-optimization.yaml").write_text(OPTIMIZATION, encoding="utf-8")
    return folder
