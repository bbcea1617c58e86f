"""Where things are and what time it is: the one reader of variables, paths and the clock."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError, reason

if TYPE_CHECKING:
    from quizcards.home.settings import Settings
    from quizcards.model import Glossary, Library, Problem
    from quizcards.store.store import Store

PACKAGE = Path(__file__).parents[1]


def expanded(named: str, variable: str) -> Path:
    """Return the path that a variable names, `~` and `~user` for folders of users.

    Raises QuizcardsError where nobody knows that user's folder.
    """
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise QuizcardsError(
            f"{variable}={named}: 그 사용자의 홈 폴더를 알 수 없습니다. "
            f"{variable} 환경 변수를 확인해 주세요."
        ) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Read decks without collecting garbage: what comes is much, and stays to the end.

    To look through it again and again would only take time, then and later.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


class Environment:
    """The learner's machine, read as late as possible."""

    def __init__(
        self, variables: Mapping[str, str], folder: Path, decks: Sequence[Path] = ()
    ) -> None:
        self.variables = variables
        self.folder = folder
        self.named_decks = decks

    def anew(self) -> Environment:
        """Return the same machine, to be read again: a command may have brought the first decks."""
        return Environment(self.variables, self.folder, self.named_decks)

    @cached_property
    def home(self) -> Path:
        """The learner's folder: log, settings and own decks."""
        if named := self.variables.get("QUIZCARDS_HOME"):
            return expanded(named, "QUIZCARDS_HOME")
        return (
            self._platform_folder("XDG_DATA_HOME", ".local/share", "Library/Application Support")
            / "quizcards"
        )

    @cached_property
    def cache(self) -> Path:
        """A folder on this device only, that may be deleted at any time."""
        return self._platform_folder("XDG_CACHE_HOME", ".cache", "Library/Caches") / "quizcards"

    def _platform_folder(self, variable: str, unix: str, mac: str) -> Path:
        if named := self.variables.get(variable):
            return Path(named)
        if sys.platform == "win32":
            named = self.variables.get("LOCALAPPDATA")
            return Path(named) if named else expanded("~", "HOME") / "AppData/Local"
        return expanded("~", "HOME") / (mac if sys.platform == "darwin" else unix)

    @property
    def shipped_decks(self) -> Path:
        """The program's decks: inside the installed package, or beside it in a checkout."""
        inside = PACKAGE / "content"
        return inside if inside.exists() else PACKAGE.parent / "content"

    @property
    def own_decks(self) -> Path:
        """Where the learner's own decks are; once there are some, they replace the shipped ones."""
        return self.home / "decks"

    @property
    def has_own_decks(self) -> bool:
        from quizcards.decks.files import deck_files

        return self.own_decks.is_dir() and bool(deck_files([self.own_decks]))

    @cached_property
    def deck_paths(self) -> list[Path]:
        """The deck files and folders to read.

        They are those named, else those of $QUIZCARDS_DECKS, those in ./content, the learner's own,
        the shipped. The program's own ./content comes after the learner's decks, which are a copy
        of it. Raises QuizcardsError for one that is not there.
        """
        named = list(self.named_decks)
        if not named:
            listed = self.variables.get("QUIZCARDS_DECKS", "")
            parts = listed.split(os.pathsep)
            named = [expanded(part, "QUIZCARDS_DECKS") for part in parts if part]
        missing = [path for path in named if not path.exists()]
        if missing:
            raise QuizcardsError("\n".join(f"덱을 찾을 수 없습니다: {path}" for path in missing))
        if named:
            return named
        here = Path("content")
        is_here = any((self.folder / here).glob("*.yaml"))
        is_shipped = (self.folder / here).resolve() == self.shipped_decks.resolve()
        if self.has_own_decks and (is_shipped or not is_here):
            return [self.own_decks]
        return [here if is_here else self.shipped_decks]

    def reads(self, path: Path) -> bool:
        """Say whether a deck file at this path is among those that are read."""
        return any(path.resolve().is_relative_to(one.resolve()) for one in self.deck_paths)

    @property
    def names_decks(self) -> bool:
        """Whether it is said which decks to read."""
        return bool(self.named_decks or self.variables.get("QUIZCARDS_DECKS"))

    @property
    def reads_shipped(self) -> bool:
        """Whether the program's decks are read because there are none of the learner's own."""
        return not self.names_decks and self.deck_paths == [self.shipped_decks]

    def is_shipped(self, path: Path) -> bool:
        """Say whether a deck is the program's own, which is not to be written.

        What a learner writes there would be lost with its next version, or would stand in the way
        of a `git pull`. Whoever works on the decks of a checkout names them.
        """
        is_in_checkout = self.shipped_decks.parent != PACKAGE
        is_there = path.resolve().is_relative_to(self.shipped_decks.resolve())
        return is_there and not (is_in_checkout and self.names_decks)

    def refuse_shipped(self, path: Path) -> None:
        """Raise QuizcardsError for a deck that is the program's own."""
        if self.is_shipped(path):
            raise QuizcardsError(
                "딸려 온 덱은 고칠 수 없습니다. quizcards init으로 내 폴더에 복사한 뒤 고쳐 주세요."
            )

    @property
    def settings_file(self) -> Path:
        return self.home / "settings.toml"

    @cached_property
    def settings(self) -> Settings:
        from quizcards.home.settings import read_settings

        return read_settings(self.settings_file)

    def forget_settings(self) -> None:
        """Read the settings anew when they are asked for next: they were changed."""
        vars(self).pop("settings", None)

    @property
    def command(self) -> str:
        """What runs the program from a shell: its name, or the path that it was started by."""
        started = Path(sys.argv[0])
        if started.name != "quizcards" or shutil.which(
            "quizcards", path=self.variables.get("PATH")
        ):
            return "quizcards"
        return str(started)

    def library(self, files: Sequence[Path] | None = None) -> Library:
        """Return the decks of these files, or all decks, as they are now."""
        from quizcards.decks.files import cached_library, deck_files

        files = deck_files(self.deck_paths) if files is None else files
        rooms = (PACKAGE / room for room in ("decks", "demos", "trace"))
        shared = [PACKAGE / "model.py", PACKAGE / "characters.py"]
        sources = [*shared, *(path for room in rooms for path in room.rglob("*.py"))]
        with _uncollected():
            return cached_library(files, sources, self.cache, lambda: self.read(files))

    def glossary(self) -> tuple[Glossary, tuple[Problem, ...]]:
        """Return the shipped glossary with what the decks' folders add, and what is wrong there."""
        from quizcards.decks.files import glossary_files
        from quizcards.decks.glossary import read_glossary

        found = glossary_files([self.shipped_decks, self.own_decks, *self.deck_paths])
        return read_glossary({file.resolve(): file for file in found}.values())

    def read(self, files: Sequence[Path]) -> Library:
        """Read these deck files anew: `library` is faster where they may be as they were."""
        from quizcards import demos
        from quizcards.decks.reader import read_library

        with _uncollected():
            return read_library(files, demos.outline, demos.names())

    @contextmanager
    def store(self, library: Library) -> Iterator[Store]:
        """Hold the learner's log and its index open.

        Raises QuizcardsError where the folder cannot be written.
        """
        from quizcards.store.store import Store

        try:
            store = Store(self.home, self.cache, self.settings.scheduler, library.names)
        except OSError as error:
            raise QuizcardsError(
                f"학습 폴더를 쓸 수 없습니다({error.filename}): {reason(error)}"
            ) from error
        with store:
            yield store

    @cached_property
    def _offset(self) -> float:
        """How many seconds $QUIZCARDS_NOW is ahead of the clock."""
        named = self.variables.get("QUIZCARDS_NOW")
        if not named:
            return 0.0
        try:
            return datetime.fromisoformat(named).timestamp() - time.time()
        except (ValueError, OverflowError):
            raise QuizcardsError(
                f"QUIZCARDS_NOW={named}: 2026-12-01T09:00 처럼 써 주세요."
            ) from None

    def now(self) -> float:
        """Return the moment in epoch seconds.

        $QUIZCARDS_NOW moves the clock, which goes on ticking from there. Raises QuizcardsError for
        a clock by which no answer can be recorded.
        """
        from quizcards.store.format import CLOCK

        # in this order: read later, the clock is never before the moment named
        now = self._offset + time.time()
        if not CLOCK[0] <= now < CLOCK[1]:
            raise QuizcardsError(
                "기기의 시계가 1970년과 2099년 사이에 있지 않아 기록할 수 없습니다. "
                "날짜와 시각을 맞춘 뒤 다시 해 주세요."
            )
        return now

    def day(self, moment: float) -> int:
        """Return the ordinal of the study day of a moment, in the local time zone."""
        from quizcards.memory.day import study_day

        return study_day(datetime.fromtimestamp(moment), self.settings.day_turns_at).toordinal()
