"""A learner at a real terminal: a pseudo-terminal for the program, and an emulator that reads its
screen.
"""

import io
import json
import os
import shutil
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest

from quizcards.cli import main as cli
from quizcards.memory.replay import replay
from quizcards.memory.schedule import Scheduler
from quizcards.model import Memory
from quizcards.store import log

HERE = Path(__file__).parent
NOW = "2026-12-01T09:00"
FRAME_END = b"\x1b[J"
BRACKETED_PASTE = 2004 << 5  # as pyte keeps modes that are private


class _Screen(pyte.Screen):
    """An emulated screen that keeps the alternate screen apart from the one below it, as terminals
    do.
    """

    alternate = False
    answer: Callable[[str], object]
    """Where it answers when it is asked where the cursor is."""

    def write_process_input(self, data: str) -> None:
        self.answer(data)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        if 1049 in modes and not self.alternate:
            self.alternate, self.below = True, deepcopy((dict(self.buffer), self.cursor))
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        if 1049 in modes and self.alternate:
            self.alternate = False
            buffer, self.cursor = self.below
            self.erase_in_display(2)
            self.buffer.update(buffer)
        super().reset_mode(*modes, **kwargs)


class Terminal:
    """`python -m quizcards ARGUMENTS` in a terminal; `press` keys and look at `lines`."""

    def __init__(
        self, *arguments: str, cwd: Path, columns: int = 80, rows: int = 24, **environment: str
    ) -> None:
        self.screen = _Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("COLUMNS", "LINES", "COLORTERM")
        }
        standard = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "QUIZCARDS_NOW": NOW}
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "quizcards", *arguments],
            env=kept | standard | environment,
            dimensions=(rows, columns),
            cwd=cwd,
        )
        self.child.delaybeforesend = None
        self.screen.answer = self.child.send
        self.settings_before = self.settings()

    def settings(self) -> list[Any]:
        """What `stty` shows: echo, line mode, special characters."""
        return termios.tcgetattr(self.child.child_fd)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).rstrip() + "\n"

    @property
    def card(self) -> str:
        """The id of the card in the top line."""
        return self.lines[0].partition("·")[2].split()[0]

    def wait(self, *texts: str) -> None:
        """Read until all texts are on screen, and the frame is whole."""
        self._until(
            lambda: all(text in self.text for text in texts) and self._is_whole(),
            f"never shown: {texts}",
        )

    def press(self, keys: str, *texts: str) -> None:
        """Press keys; wait for a new frame with these texts, or for the end."""
        frames = self.raw.count(FRAME_END)
        self.child.send(keys)
        self._until(
            lambda: self.raw.count(FRAME_END) > frames or not self.child.isalive(),
            f"no frame after {keys!r}",
        )
        self.wait(*texts)

    def type(self, keys: str, *texts: str) -> None:
        """Send keys to a program that draws in its own way; wait for texts."""
        self.child.send(keys)
        self.wait(*texts)
        while self._read(0.05):
            pass

    def write(self, text: str, pause: float) -> None:
        """Send characters one by one with a pause after each, reading what the program draws."""
        for char in text:
            self.child.send(char)
            until = time.monotonic() + pause
            while (left := until - time.monotonic()) > 0:
                self._read(left)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window, and wait until the program has drawn anew."""
        frames = self.raw.count(FRAME_END)
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)
        self._until(lambda: self.raw.count(FRAME_END) > frames, "not drawn anew after a resize")
        self.wait()

    def end(self) -> int:
        """Read to the end and return the exit code."""
        self._until(lambda: not self.child.isalive(), "still running")
        while self._read(0.1):
            pass
        if self.child.signalstatus is not None:
            return -self.child.signalstatus
        assert self.child.exitstatus is not None
        return self.child.exitstatus

    def close(self) -> None:
        """End the program, and wait until the kernel has buried it, however busy the machine is."""
        if self.child.isalive():
            self.child.kill(signal.SIGKILL)
            self.child.wait()
        vars(self.child)["ptyproc"].delayafterclose = 0.0  # there is nothing left to wait for
        self.child.close()

    def is_restored(self) -> bool:
        """Say whether settings, screen, cursor, wrap and paste are as the program found them."""
        modes = {pyte.modes.DECTCEM, pyte.modes.DECAWM}
        return (
            BRACKETED_PASTE not in self.screen.mode
            and self.settings() == self.settings_before
            and not self.screen.alternate
            and modes.issubset(self.screen.mode)
        )

    def _is_whole(self) -> bool:
        """A frame of ours has no cursor; what has one draws in its own way."""
        return (
            not self.screen.alternate
            or not self.screen.cursor.hidden
            or self.raw.endswith(FRAME_END)
        )

    def _until(self, reached: Callable[[], bool], complaint: str) -> None:
        until = time.monotonic() + 15
        while not reached():
            alive = self._read(0.1) or self.child.isalive()
            assert (alive and time.monotonic() < until) or reached(), f"{complaint}\n{self.text}"

    def _read(self, seconds: float) -> bool:
        try:
            data = self.child.read_nonblocking(65536, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += data
        self.stream.feed(data)
        return True


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one deck of its own, so that these tests hold whatever the shipped decks
    say.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    return Path(shutil.copy(HERE / "optimization.yaml", "content/optimization.yaml"))


@pytest.fixture
def start(deck: Path, learner: Path, _shipped_are_kept: None) -> Iterator[Callable[..., Terminal]]:
    """Start quizcards in a terminal, for a learner who was here before.

    What still runs at the end of the test is ended.
    """
    started: list[Terminal] = []
    learner.mkdir(exist_ok=True)
    (learner / "settings.toml").touch()

    def begin(*arguments: str, **options: Any) -> Terminal:
        started.append(Terminal(*arguments, cwd=deck.resolve().parents[1], **options))
        return started[-1]

    yield begin
    for terminal in started:
        terminal.close()


@pytest.fixture
def line_by_line(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Run a session on lines of input, within the test, to its clean end; return what it
    printed.
    """
    assert deck.exists()

    def run(*lines: str, arguments: Sequence[str] = (), now: str = NOW) -> str:
        monkeypatch.setenv("QUIZCARDS_NOW", now)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = cli.run(["study", "--plain", *arguments])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        assert "\x1b" not in out
        return out

    return run


@pytest.fixture
def logged(learner: Path) -> Callable[[], list[dict[str, Any]]]:
    """Read what the learner's log holds now, as plain JSON."""

    def read() -> list[dict[str, Any]]:
        files = sorted((learner / "log").glob("*.jsonl"))
        return [
            json.loads(line)
            for file in files
            for line in file.read_text(encoding="utf-8").splitlines()
        ]

    return read


@pytest.fixture
def remembered(learner: Path) -> Callable[[], dict[str, Memory]]:
    """Replay the log alone: what the memory room makes of it, with neither index nor session."""

    def read_and_replay() -> dict[str, Memory]:
        events = [event for file in log.files(learner / "log") for event in log.read(file).events]
        cards = sorted({event.card for event in events})
        return {
            card: replay([event for event in events if event.card == card], card, Scheduler())
            for card in cards
        }

    return read_and_replay
