"""Backups that sessions make by themselves: at most one a day, the last few kept.

They lie in the learner's own folder, are not synced, and no other backup holds them. So they help
after a slip, not after the loss of a disk: `quizcards sync` and `quizcards backup` do that.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError, cannot_read, cannot_write, refusal
from quizcards.study.names import full_moment
from quizcards.terminal.printing import STDERR

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

FOLDER = "backups"
_NAME = "quizcards-%Y-%m-%d-%H%M%S.zip"


@dataclass(frozen=True)
class KeptBackup:
    """A backup that a session has made, read to its end."""

    path: Path
    made: datetime
    """In local time."""
    size: int
    """In bytes."""
    holds: Mapping[str, int] = field(default_factory=dict)
    """How many things of each kind, by their Korean names; none where it is damaged."""

    @property
    def moment(self) -> str:
        """When it was made: '2026년 12월 1일 21:05'."""
        return full_moment(self.made)

    @property
    def is_sound(self) -> bool:
        return bool(self.holds)


def files(env: Environment) -> list[Path]:
    """Return the backups that sessions have made, the newest first.

    Raises QuizcardsError where their folder cannot be read.
    """
    folder = env.home / FOLDER
    try:
        found = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise cannot_read(folder, error) from error
    moments = {path: moment for path in found if (moment := _moment(path)) and path.is_file()}
    return sorted(moments, key=moments.__getitem__, reverse=True)


def _moment(path: Path) -> datetime | None:
    """Return when a backup was made, which its name says; None for any other file."""
    try:
        return datetime.strptime(path.name, _NAME)
    except ValueError:
        return None


def examined(path: Path) -> KeptBackup:
    """Return what is in one of the `files`, read to its end.

    Raises OSError where it is not there.
    """
    from quizcards.home.backup import verified
    from quizcards.home.files import counted, is_log

    made = _moment(path) or datetime.min
    size = path.stat().st_size
    try:
        held = verified(path)
    except QuizcardsError:
        return KeptBackup(path, made, size)
    lines = sum(data.count(b"\n") for name, data in held.items() if is_log(name))
    return KeptBackup(path, made, size, counted(held, lines))


@contextmanager
def beside_the_end(env: Environment) -> Iterator[Callable[[], None]]:
    """Make the day's backup while a session ends; what is given begins it.

    Begun with the last page, it is done when the learner leaves that. It begins when the session
    is over at the latest, and is waited for; one that ends in an error begins none. Where the
    backup fails, one line says so.
    """
    failures: list[str] = []

    def make() -> None:
        try:
            make_daily(env)
        except OSError as error:
            failures.append(refusal(error))
        except Exception as error:  # whatever it is, the answers are safe: no traceback over them
            failures.append(str(error) or type(error).__name__)

    making = threading.Thread(target=make, name="backup")

    def begin() -> None:
        if making.ident is None:
            making.start()

    yield begin
    begin()
    making.join()
    for failure in failures:
        STDERR.say(f"오늘의 백업을 만들지 못했습니다: {failure} 답은 모두 저장되어 있습니다.")


def make_daily(env: Environment) -> None:
    """Make a backup, unless this day has one or nothing has changed since the last one.

    Raises QuizcardsError where it cannot be made.
    """
    most = env.settings.backups
    if not most:
        return
    there = files(env)
    today = datetime.fromtimestamp(env.now()).date()
    has_one = any(moment.date() == today for moment in map(_moment, there) if moment)
    if not has_one and _has_changed(env, there):
        make(env, most)


def make(env: Environment, most: int) -> Path:
    """Make a backup among those of the sessions, and keep `most`, this one among them.

    Raises QuizcardsError where it cannot be made.
    """
    from quizcards.app.machines import backup
    from quizcards.files import make_folder

    folder = env.home / FOLDER
    try:
        make_folder(folder)
        new, _ = backup(env, folder)
        others = [path for path in files(env) if path.name != new.name]
        for old in others[most - 1 :]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(error.filename, error) from error
    return new


def _has_changed(env: Environment, there: Sequence[Path]) -> bool:
    """Say whether the folder holds anything else than the newest backup.

    By content, since one that a wrong clock has dated would be the newest for long.
    """
    from quizcards.home import files as home_files
    from quizcards.home.backup import verified

    now = {name: home_files.read(env.home, name) for name in home_files.names(env.home)}
    try:
        return now != (verified(there[0]) if there else {})
    except QuizcardsError:
        return True  # damaged
