"""All commands, found by themselves, with words for what they ask; and a world to run them in."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperArgument

from quizcards.cli import main as cli
from quizcards.cli.commands import names
from quizcards.home.backup import backup
from tests.cli.children import Job
from tests.cli.conftest import BASICS, OPTIMIZATION

WORDS = {
    "CARD": "adam",
    "COMMAND": "study",
    "DECK": "optimization",
    "OLD": "adam",
    "NEW": "adam-optimizer",
    "REMOTE": "hub.git",
    "PATH": "theirs.yaml",
}
"""What stands for an argument that the help page calls so; for any other the first card."""
OF_A_COMMAND = {
    ("backup", "FILE"): "new.zip",
    ("check", "PATH"): "content",
    ("completion", "SHELL"): "bash",
    ("demo", "NAME"): "adam",
    ("import", "FILE"): "cards.csv",
    ("restore", "FILE"): "kept.zip",
    ("settings", "NAME"): "backups",
    ("settings", "VALUE"): "3",
    ("update", "DECK"): "friend",
    ("wake", "CARD"): "gradient-descent",
}
OPTIONS = {
    "add": ["--yes"],
    "export": ["--to", "json"],
    "new": ["--question", "무엇인가요?", "--answer", "답입니다.", "--id", "what"],
    "plan": ["--by", "12-20"],
    "update": ["--yes"],
}
"""What a command needs beside its arguments, to do its work without a terminal."""
STATEMENTS = """\
  statements:
  - {right: Adam은 두 적률을 쓴다, wrong: Adam은 세 적률을 쓴다, because: 1차와 2차입니다.}
"""
THEIRS = """\
deck: theirs
title: 남의 덱
cards:
- {id: one, question: 무엇인가요?, answer: 답입니다.}
"""
FRIEND = THEIRS.replace("theirs", "friend")
ORIGIN = {"v": 1, "texts": {"friend.yaml": FRIEND}, "pictures": {}}
GIVEN = "\n3\nq\n"


def forms(words: dict[str, str] | None = None) -> list[list[str]]:
    """Return each command with all of its arguments, and what it takes to ask or print plainly."""
    found: list[list[str]] = [[]]
    words = WORDS if words is None else words
    for name in sorted(names()):
        command = typer.main.get_command(cli.application([name]))
        context = typer.Context(command)
        only = command.get_command(context, name) if hasattr(command, "get_command") else command
        arguments = [one for one in only.params if isinstance(one, TyperArgument)]
        called = [(one.metavar or str(one.name).upper()).strip("[].") for one in arguments]
        given = [OF_A_COMMAND.get((name, one)) or words.get(one, "adam") for one in called]
        options = {option for one in only.params for option in one.opts}
        plain = ["--plain"] if "--plain" in options else []
        found.append([name, *given, *OPTIONS.get(name, []), *plain])
    return found


def event(number: int, card: str, kind: str = "review", **more: object) -> str:
    """Return a line of a log: the card was known on a day of its own, or what else happened."""
    day = f"2026-{10 + number // 28:02d}-{1 + number % 28:02d}"
    row = {"v": 1, "id": f"{0x19E704488FA:012x}{number:016x}", "at": f"{day}T01:00:00Z"}
    row |= {"day": day, "kind": kind, "card": card}
    return json.dumps(row | ({"grade": 3} if kind == "review" else {}) | more) + "\n"


class World:
    """A learner's machine below one folder: decks, a log, a backup, a remote, files to take in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.environment = {
            "QUIZCARDS_HOME": str(self.home),
            "QUIZCARDS_NOW": "2026-12-01T09:00",
            "XDG_CACHE_HOME": str(folder / "cache"),
            "TMPDIR": str(folder / "tmp"),
            "TZ": "Asia/Seoul",
            "EDITOR": "true",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        for each in ("content", "home/log", "home/decks", "home/origins", "cache", "tmp"):
            (folder / each).mkdir(parents=True)
        files = {
            "content/1-basics.yaml": BASICS,
            "content/2-optimization.yaml": OPTIMIZATION + STATEMENTS,
            "theirs.yaml": THEIRS,
            "friend.yaml": FRIEND.replace("답입니다", "새 답입니다"),
            "home/decks/friend.yaml": FRIEND,
            "home/origins/friend.yaml.json": json.dumps(
                {**ORIGIN, "address": str(folder / "friend.yaml")}
            ),
            "cards.csv": "question,answer\n무엇인가요?,답입니다.\n",
            "home/device": "desk\n",
            "home/log/desk.jsonl": "".join(
                [
                    *(event(day, "basics/loss") for day in range(12)),
                    *(event(day, "optimization/adam") for day in range(12, 24)),
                    event(24, "optimization/gradient-descent", "suspend"),
                ]
            ),
        }
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        backup(self.home, folder / "kept.zip", "2026-12-01T08:00:00+09:00")
        subprocess.run(
            ["git", "init", "-q", "--bare", "--template=", folder / "hub.git"], check=True
        )

    def copies(self, number: int) -> Iterator["World"]:
        """Yield as many worlds like this one, each in a folder of its own beside it."""
        for copy in range(number):
            folder = self.folder.with_name(f"{self.folder.name}-{copy}")
            shutil.copytree(self.folder, folder, symlinks=True)
            other = object.__new__(World)
            other.folder, other.home = folder, folder / "home"
            other.environment = {
                name: value.replace(str(self.folder), str(folder))
                for name, value in self.environment.items()
            }
            yield other

    def job(self, arguments: list[str], **more: Any) -> Job:
        """Return a command to be run here."""
        return Job(arguments, str(self.folder), self.environment, given=GIVEN, **more)
