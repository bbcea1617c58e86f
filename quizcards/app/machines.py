"""The learner's folder on several machines, and in one file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from quizcards.app.environment import Environment
from quizcards.app.notices import left_out
from quizcards.errors import cannot_write
from quizcards.home import backup as backups
from quizcards.store import log
from quizcards.sync import exchange
from quizcards.sync.exchange import Report as Report  # what the command explains


def sync(env: Environment, remote: str) -> Report:
    """Exchange the folder's files with a git repository; without an address, the one known."""
    folder = env.folder / remote
    address = str(folder.resolve()) if remote and folder.is_dir() else remote
    _adopt_logs(env)
    return exchange.sync(env.home, address, env.variables)


def backup(env: Environment, target: Path | None) -> tuple[Path, Mapping[str, int]]:
    """Put everything that a learner has into one file; return it, and how many things of each kind.

    A folder gets a file with the moment in its name; without a target that is the present one.
    """
    moment = datetime.fromtimestamp(env.now()).astimezone()
    file = env.folder / (target or "")
    if file.is_dir():
        file /= f"quizcards-{moment:%Y-%m-%d-%H%M%S}.zip"
    _adopt_logs(env)
    return file, backups.backup(env.home, file, moment.isoformat(timespec="seconds"))


def restore(env: Environment, file: Path) -> tuple[Mapping[str, int], list[Path]]:
    """Bring back what a backup holds; return how many things, and where older files were moved."""
    return backups.restore(file, env.home)


def _adopt_logs(env: Environment) -> None:
    """Have every log that is read taken along. Raises QuizcardsError where that cannot be."""
    try:
        log.adopt(env.home / "log")
    except OSError as error:
        raise cannot_write(error.filename, error) from error


def problems_of_folder(env: Environment) -> str:
    """Return what is wrong with the decks and the log of the learner's folder."""
    decks = [env.own_decks] if env.own_decks.exists() else []
    own = Environment(env.variables, env.folder, decks)
    library = own.library()
    with own.store(library) as store:
        return left_out(library, store.broken)
