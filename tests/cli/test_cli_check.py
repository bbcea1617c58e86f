"""`quizcards check` in the machines of others: exit codes, GitHub's annotations, pre-commit."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from quizcards.cli.commands.check import FORMATS
from tests.cli.conftest import Result

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
BROKEN = """\
deck: broken
title: 깨진 것
cards:
- {id: a, question: 무엇인가요?, answer: 답, needs: [nothing-there]}
"""


@pytest.fixture
def broken(decks: Path) -> Path:
    path = decks / "9, 100%.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_problems_are_1_and_a_wrong_call_is_2(run: Run, decks: Path, broken: Path) -> None:
    assert run("check", decks / "1-basics.yaml").code == 0
    assert {run("check", broken, "--format", form).code for form in FORMATS} == {1}
    for wrong in ("--format githb", "--fromat", "missing.yaml", "--format github --json"):
        assert run("check", *wrong.split()).code == 2, wrong
    assert "혹시 'github'인가요?" in run("check", "--format", "githb").err


def test_github_is_told_file_line_and_column(run: Run, broken: Path) -> None:
    plain, github = run("check", broken), run("check", broken, "--format", "github")
    line, column, message = plain.out.strip().removeprefix(f"{broken}:").split(":", 2)
    place = os.fspath(broken).replace("%", "%25").replace(",", "%2C")
    assert github.out == f"::error file={place},line={line},col={column}::{message.strip()}\n"
    assert github.err == plain.err


def test_pre_commit_is_offered_a_hook_that_runs_the_check(run: Run, broken: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = hook["entry"].split()
    assert (program, hook["language"]) == ("quizcards", "python")
    assert run(*arguments, broken).code == 1
