"""Where added decks came from, and what they said then: `origins/` in the learner's folder.

One file of JSON for each deck file or folder that was added. What its author has changed since, and
what the learner has, can both be told only from that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from quizcards.data_files import MOST_BYTES, UnreadableError, read_json
from quizcards.errors import QuizcardsError, cannot_write
from quizcards.files import is_plain, write_file

FOLDER = "origins"
FORMAT = 1
_ENDING = ".json"


@dataclass(frozen=True)
class Origin:
    """An added file or folder, as it came; paths are below the learner's decks, with '/'."""

    name: str
    """What it is called among the learner's decks."""
    address: str
    """Of a git repository, or the path of a file or folder on this machine."""
    texts: Mapping[str, str]
    """The deck files."""
    pictures: Mapping[str, str]
    """The SHA-256 of each picture, in hexadecimal digits."""


def names(home: Path) -> list[str]:
    """Return what was added and is written down."""
    files = sorted((home / FOLDER).glob(f"*{_ENDING}"))
    return [file.name.removesuffix(_ENDING) for file in files if is_plain(file.name)]


def read(home: Path, name: str) -> Origin:
    """Return where something came from. Raises QuizcardsError where that cannot be read."""
    path = _path(home, name)
    try:
        return _origin(name, read_json(path))
    except (FileNotFoundError, UnreadableError, KeyError, TypeError, AttributeError) as error:
        why = str(error) if isinstance(error, UnreadableError) else "출처가 아님"
        raise QuizcardsError(
            f"{path}: 읽을 수 없습니다({why}). 이 파일을 지우고, 덱을 다른 곳으로 옮긴 뒤 다시 "
            "더해 주세요."
        ) from error


def write(home: Path, origin: Origin) -> bool:
    """Write down where something came from; return False where it is too large to be read again.

    Raises QuizcardsError where it cannot be written.
    """
    path = _path(home, origin.name)
    data = json.dumps({"v": FORMAT, **asdict(origin)}, ensure_ascii=False, indent=1)
    written = f"{data}\n".encode(errors="replace")
    if len(written) > MOST_BYTES:
        return False
    try:
        write_file(path, written)
    except OSError as error:
        raise cannot_write(path, error) from error
    return True


def _path(home: Path, name: str) -> Path:
    return home / FOLDER / f"{name}{_ENDING}"


def _origin(name: str, row: Any) -> Origin:
    texts = {_checked(path): str(text) for path, text in row["texts"].items()}
    pictures = {_checked(path): str(digest) for path, digest in row["pictures"].items()}
    return Origin(name, str(row["address"]), texts, pictures)


def _checked(path: str) -> str:
    """Return a path that stays below the learner's decks, whoever has written it."""
    if not all(part and is_plain(part) for part in path.split("/")):
        raise UnreadableError("덱 폴더 밖을 가리킴")
    return path
