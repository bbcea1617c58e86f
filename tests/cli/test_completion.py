"""Tab in real shells: commands, options and names; what the scripts hold and what they ask for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest
import typer

from quizcards.app.completing import NAMES
from quizcards.cli import main as cli
from quizcards.cli.commands import names
from quizcards.cli.completion import FILES, NAMED, NOTHING, SHELLS, script
from tests.cli.conftest import Result
from tests.sampling import some

if TYPE_CHECKING:
    Shell = pexpect.spawn[str]

Run = Callable[..., Result]
HIDDEN = ("--names", "--to")
"""What scripts call, and what is spelled otherwise now; `--to` is an option of others still."""
LONGEST = 60
"""Seconds for a shell to answer on a busy machine."""
STARTED = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i"],
}
ENABLED = {
    "bash": 'bind "set bell-style none"; eval "$(quizcards completion bash)"',
    "zsh": 'autoload -Uz compinit; compinit -u -D; eval "$(quizcards completion zsh)"',
    "fish": "quizcards completion fish | source",
}
TABS = {
    "quizcards rena": "rename",
    "quizcards help rena": "rename",
    "quizcards show --lat": "--latex",
    "quizcards show gradient-d": "gradient-descent",
    "quizcards show basics/l": "basics/loss",
    "quizcards decks optimi": "optimization",
    "quizcards study --json optimi": "optimization",
    "quizcards study --tag adap": "adaptive",
    "quizcards study --kind numer": "numeric",
    "quizcards demo gradient-ch": "gradient-check",
    "quizcards export --to mark": "markdown",
    "quizcards settings minutes_p": "minutes_per_day",
    "quizcards check cont": "content",
    "quizcards stats -o cont": "content",
}
"""What is typed, and the last word once Tab was pressed."""


@pytest.fixture
def shell(request: pytest.FixtureRequest, decks: Path, tmp_path: Path) -> Iterator[Shell]:
    """A shell beside two decks, where `quizcards` is this one and its Tab is enabled."""
    name = request.param
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not here")
    program = tmp_path / "bin/quizcards"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m quizcards "$@"\n')
    program.chmod(0o755)
    variables = os.environ | {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "dumb" if name != "fish" else "xterm",
        "LC_ALL": "C.UTF-8",
    }
    child = pexpect.spawn(
        path,
        STARTED[name],
        cwd=str(decks.parent),
        env=variables,
        encoding="utf-8",
        timeout=LONGEST,
        dimensions=(50, 200),
    )
    child.sendline(f"{ENABLED[name]}; echo rea''dy")
    child.expect("ready")
    yield child
    child.close(force=True)


@pytest.mark.slow
@pytest.mark.parametrize(("part", "shell"), [*enumerate(STARTED)], ids=str, indirect=["shell"])
def test_a_tab_writes_the_word_out(part: int, shell: Shell) -> None:
    wrong = {}
    for number, (typed, completed) in enumerate(some(TABS.items(), part)):
        # the line becomes the argument of echo, whose answer is the line as it then stands
        shell.send(f"{typed}\t")
        shell.send(f"\x01echo {number}''= \x05''=end\r")
        shell.expect(rf"{number}= (.*?) ?=end")
        assert isinstance(shell.match, re.Match)
        if shell.match[1].split()[-1].rstrip("/") != completed:
            wrong[typed] = shell.match[1]
    assert not wrong


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_sound(run: Run, shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    path = tmp_path / "script"
    path.write_text(run("completion", shell).out, encoding="utf-8")
    read = subprocess.run([shell, "-n", path], capture_output=True, text=True)
    assert (read.returncode, read.stderr) == (0, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_holds_every_command_and_every_option(shell: str) -> None:
    group = typer.main.get_group(cli.application(list(names())))
    words = set(re.findall(r"[\w-]+", script(shell, group)))
    for name, command in group.commands.items():
        assert name in words
        for option in (option for one in command.params for option in one.opts):
            is_argument_or_hidden = not option.startswith("-") or option in HIDDEN
            plain = option.lstrip("-") if shell == "fish" else option
            assert is_argument_or_hidden or plain in words


@pytest.mark.usefixtures("decks")
def test_what_is_named_has_names_that_are_known(run: Run) -> None:
    assert FILES not in NAMES
    for kind in {*NAMED.values(), *NAMES} - {NOTHING, FILES}:
        found = run("completion", "--names", kind)
        assert (found.code, found.err) == (0, "")
        assert found.out.split() == sorted(set(found.out.split()))


def test_a_card_of_several_decks_is_named_with_its_deck(run: Run, decks: Path) -> None:
    more = "deck: more\ntitle: 더\ncards:\n- {id: adam, question: 무엇인가요?, answer: 답입니다.}\n"
    (decks / "3-more.yaml").write_text(more, encoding="utf-8")
    cards = run("completion", "--names", "cards").out.split()
    assert cards == ["gradient-descent", "loss", "more/adam", "optimization/adam"]


def test_a_shell_or_a_kind_that_is_not_there_is_told_what_is(run: Run) -> None:
    assert run("completion", "zhs") == (
        2,
        "",
        "SHELL: bash, zsh, fish, powershell 가운데 하나를 적어 주세요. 혹시 'zsh'인가요?\n",
    )
    assert "bash, zsh" in run("completion").err
    assert "cards" in run("completion", "--names", "card").err
