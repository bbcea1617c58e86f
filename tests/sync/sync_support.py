"""Machines to sync in tests: a learner's folder each, and one hub."""

import os
import subprocess
from pathlib import Path

from quizcards.sync import exchange
from quizcards.sync.git import Git

DECK = """\
deck: d
title: 덱
cards:
- id: one
  question: 하나란 무엇인가요?
  answer: 첫째입니다.
- id: two
  question: 둘이란 무엇인가요?
  answer: 둘째입니다.
"""


class Machine:
    """A learner's folder on one machine."""

    def __init__(self, home: Path, hub: Path) -> None:
        self.home, self.hub = home, hub

    def sync(self, address: str | None = None) -> exchange.Report:
        return exchange.sync(
            self.home, str(self.hub) if address is None else address, os.environ, 0.2
        )

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.home / name).read_bytes().decode()

    def git(self, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            ["git", "-C", self.home, *arguments],
            input=given,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    @property
    def plumbing(self) -> Git:
        return Git(self.home, os.environ)
