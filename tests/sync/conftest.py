"""A hub, machines that sync with it, and no git settings of whoever runs the tests."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.sync_support import DECK, Machine


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of git's global settings, with a name and nothing else; return it."""
    file = tmp_path / "gitconfig"
    file.write_text("[user]\nname = Learner\nemail = learner@example.com\n")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(file))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return file


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    return folder


@pytest.fixture
def machine(tmp_path: Path, hub: Path) -> Callable[[str], Machine]:
    return lambda name: Machine(tmp_path / name / "home", hub)


@pytest.fixture
def pair(machine: Callable[[str], Machine]) -> tuple[Machine, Machine]:
    """Two machines that have synced one deck and one log."""
    a, b = machine("a"), machine("b")
    a.write("decks/d.yaml", DECK)
    a.write("log/a-0001.jsonl", '{"id":1}\n{"id":2}\n')
    a.sync()
    b.sync()
    return a, b
