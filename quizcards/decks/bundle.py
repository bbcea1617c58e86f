"""A downloaded deck, a file or folder: which files would be copied, and what speaks against it.

Decided by names and sizes, before any of the files is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath

from quizcards.decks.files import ENDINGS, MOST_BYTES
from quizcards.errors import reason
from quizcards.images import FOLDER, MOST_TOGETHER, SUFFIXES

MOST_FILES = 1_000


@dataclass(frozen=True)
class DeckBundle:
    """What a downloaded file or folder would bring; paths are relative to where it lies."""

    files: tuple[Path, ...] = ()
    """The deck files, and the pictures in the folders `media` beside them."""
    left_out: tuple[str, ...] = ()
    """The names of the others."""
    problems: tuple[str, ...] = ()
    """Why nothing may be copied."""


def inspect(path: Path) -> DeckBundle:
    """Return what a deck file, or a folder of them, would bring."""
    name = _name(path)
    if not path.exists():
        return DeckBundle(problems=(f"{name}: 그런 파일이나 폴더가 없습니다.",))
    if path.name.startswith("."):
        why = "이름이 '.'으로 시작하면 덱으로 읽지 않습니다. 이름을 바꿔 주세요."
        return DeckBundle(problems=(f"{name}: {why}",))
    everything = list(islice(_files(path), MOST_FILES + 1))
    if len(everything) > MOST_FILES:
        why = f"파일이 {MOST_FILES}개를 넘습니다. 덱이 든 폴더를 적어 주세요."
        return DeckBundle(problems=(f"{name}: {why}",))
    files: list[Path] = []
    left_out: list[str] = []
    problems: list[str] = []
    for file in everything:
        if not is_wanted(file) and not file.is_dir():
            left_out.append(_name(file.relative_to(path.parent)))
        elif wrong := _wrong(path, file):
            problems.append(f"{_name(file)}: {wrong}")
        else:
            files.append(file.relative_to(path.parent))
    decks = [file for file in files if is_deck(file)]
    if not problems:
        for what, some, most in (("덱 파일", decks, MOST_BYTES), ("그림", files, MOST_TOGETHER)):
            if sum((path.parent / file).stat().st_size for file in some) > most:
                told = f"{what}이 {most // 1_000_000}MB보다 큽니다"
                problems.append(f"{name}: {told}. 나누어 더해 주세요.")
    if not decks and not problems:
        problems.append(f"{name}: 덱이 없습니다. .yaml 파일이나 그런 파일이 든 폴더를 적어 주세요.")
    return DeckBundle(tuple(files), tuple(left_out), tuple(problems))


def is_deck(file: PurePath) -> bool:
    """Say whether a file is called as decks are."""
    return file.suffix in ENDINGS


def is_wanted(file: PurePath) -> bool:
    """Say whether a file is called as decks are, or as the pictures beside them."""
    is_picture = file.parent.name == FOLDER and file.suffix.lower() in SUFFIXES
    return is_deck(file) or is_picture


def _name(path: Path) -> str:
    """Return a path as a terminal may be sent it."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "replace").decode()
        for char in str(path)
    )


def _files(path: Path) -> Iterator[Path]:
    """Yield the file, or all in the folder that are not hidden, and links to folders.

    No link is followed.
    """
    if not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (
            Path(folder) / name for name in sorted([*links, *files]) if not name.startswith(".")
        )


def _wrong(path: Path, file: Path) -> str:
    """Say why a file must not be copied, or nothing."""
    if not str(file.relative_to(path.parent)).isprintable():
        return "이름에 화면에 쓸 수 없는 글자가 있습니다."
    if file != path and file.is_symlink() and not file.resolve().is_relative_to(path.resolve()):
        return "폴더 밖을 가리키는 링크입니다. 링크 대신 파일을 넣어 주세요."
    try:
        status = file.stat()
    except OSError as error:
        return f"읽을 수 없습니다({reason(error)})."
    if stat.S_ISDIR(status.st_mode):
        return "폴더를 가리키는 링크입니다. 링크를 지워 주세요."
    return "" if stat.S_ISREG(status.st_mode) else "일반 파일이 아닙니다."
