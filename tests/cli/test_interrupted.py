"""Ctrl-C from our first line to our last is exit code 130, and not a word."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

INTERRUPTS = """
import os, signal, sys
AT = sys.argv[1]
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == AT:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from quizcards.__main__ import main
sys.argv = ["quizcards", "study", "--plain"]
main()
"""
"""Ctrl-C at the moment in which a module is looked for."""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
@pytest.mark.parametrize(
    "module",
    [
        "quizcards.cli.process",
        "quizcards.cli.main",
        "typer",
        "quizcards.terminal.printing",
        "quizcards.cli.commands.study",
        "quizcards.decks.reader",
        "quizcards.store.store",
        "quizcards.study.flow",
    ],
)
def test_an_interrupt_while_the_program_is_loaded_is_130(tmp_path: Path, module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTS, module],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stderr) == (130, b"")
