"""Backup: the learner's whole folder in one zip file, verified before anything is restored.

A list in it says what each file must be.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from quizcards.data_files import parse_json
from quizcards.errors import QuizcardsError, cannot_read, cannot_write
from quizcards.files import opened, write_file
from quizcards.home import files as kept

FORMAT = 1
LIMIT = 512 * 2**20
"""The bytes that a backup holds at most: more than a lifetime of answers, less than a bomb."""
MOST_NAMED = 10
_LIST = "manifest.json"
_LEVEL = 2
"""Of compression: a log takes two fifths of the time of the usual 6, and a tenth more room."""


def backup(home: Path, target: Path, made: str) -> Counter[str]:
    """Write everything that is worth keeping into one file, whole at once; return what it was.

    A session may be writing meanwhile. Raises QuizcardsError where there is nothing to keep, or the
    file cannot be written.
    """
    files = {name: data for name in kept.names(home) if (data := kept.read(home, name)) is not None}
    if not files:
        raise QuizcardsError(f"{home}에 아직 담을 것이 없습니다.")
    if sum(map(len, files.values())) > LIMIT:
        raise QuizcardsError(f"{home}이 한 파일에 담기에 너무 큽니다({LIMIT // 2**20} MB까지).")
    entries = {
        name: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in files.items()
    }
    lines = sum(data.count(b"\n") for name, data in files.items() if kept.is_log(name))
    manifest = {"v": FORMAT, "made": made, "events": lines, "files": entries}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        archive.writestr(_LIST, json.dumps(manifest, ensure_ascii=False, indent=1))
        for name, data in files.items():
            archive.writestr(name, data)
    try:
        write_file(target, packed.getvalue())
    except OSError as error:
        raise cannot_write(target, error) from error
    return kept.counted(files, lines)


def restore(file: Path, home: Path) -> tuple[Counter[str], list[Path]]:
    """Verify a backup and bring back what it holds; nothing of what is there is lost.

    Return what came, and where files were put that made way. Files that only grow gain what they
    lack; any other takes the place of the present one, which is kept beside. Done twice it is as if
    done once. Raises QuizcardsError, before anything is touched, for a file that is not what it
    says.
    """
    files = verified(file)
    _refuse_folders(home, files)
    before = {name: kept.read(home, name) for name in files}
    changed = [name for name, data in files.items() if not kept.has_all(name, before[name], data)]
    try:
        moved = [
            kept_at
            for name in changed
            if (kept_at := _bring_back(home, name, before[name], files[name]))
        ]
    except OSError as error:
        raise cannot_write(error.filename, error) from error
    lines = sum(
        kept.missing(before[name] or b"", files[name]).count(b"\n")
        for name in changed
        if kept.is_log(name)
    )
    return kept.counted(changed, lines), moved


def _refuse_folders(home: Path, names: Iterable[str]) -> None:
    """Raise QuizcardsError where a folder stands in the place of a file, or a file in a folder's.

    No file can be put there, and that is told before the first one is.
    """
    for name in names:
        folders = [home / folder for folder in PurePosixPath(name).parents][:-1]
        in_the_way = [folder for folder in folders if folder.exists() and not folder.is_dir()]
        if (home / name).is_dir():
            in_the_way.append(home / name)
        if in_the_way:
            raise QuizcardsError(
                f"{in_the_way[0]}: 백업의 {name} 파일을 둘 자리에 있습니다. "
                "다른 곳으로 옮긴 뒤 다시 해 주세요. 아직 아무것도 되살리지 않았습니다."
            )


def _bring_back(home: Path, name: str, now: bytes | None, data: bytes) -> Path | None:
    """Bring back one file; return where the present one is kept, if it made way."""
    if kept.grown(home, name, now, data):
        return None
    aside = home / kept.beside(name, now) if now is not None else None
    if aside:
        write_file(aside, now or b"")
    write_file(home / name, data)
    return aside


def verified(file: Path) -> dict[str, bytes]:
    """Return what a backup holds, every byte as it was.

    Raises QuizcardsError for what is no backup, or is damaged.
    """
    try:
        with opened(file) as stream, ZipFile(stream) as archive:
            return _contents(file, archive)
    except OSError as error:
        raise cannot_read(file, error) from error
    except (
        BadZipFile,
        zlib.error,
        ValueError,
        EOFError,
        NotImplementedError,
        RecursionError,
        struct.error,
    ) as error:
        raise QuizcardsError(
            f"{file}: quizcards 백업이 아니거나 손상된 파일입니다. 다른 백업을 써 주세요."
        ) from error


def _contents(file: Path, archive: ZipFile) -> dict[str, bytes]:
    entries = {info.filename: info for info in archive.infolist()}
    if len(entries) != len(archive.infolist()) or any(
        not _is_plain(info) for info in entries.values()
    ):
        raise ValueError("a name twice, a link, or packed as no backup is")
    listed = _listed(_read(archive, entries.pop(_LIST, None), LIMIT // 16))
    if bad := [name for name in entries if not kept.is_kept(name)]:
        raise QuizcardsError(
            f"{file}: 학습 폴더에 둘 수 없는 파일이 들어 있습니다: {_some(map(repr, bad))}"
        )
    within = {str(folder) for name in entries for folder in PurePosixPath(name).parents}
    if within & entries.keys():
        raise ValueError("a file that is a folder, too")
    if entries.keys() != listed.keys() or sum(size for size, _ in listed.values()) > LIMIT:
        raise ValueError("holds something else than it lists")
    files = {name: _read(archive, info, listed[name][0]) for name, info in entries.items()}
    if bad := [
        name
        for name, data in files.items()
        if (len(data), sha256(data).hexdigest()) != listed[name]
    ]:
        raise QuizcardsError(
            f"{file}: 손상된 파일이 있어 아무것도 되살리지 않았습니다: {_some(bad)}"
        )
    return files


def _some(names: Iterable[str]) -> str:
    """Return the first few names: there may be thousands."""
    first = list(islice(names, MOST_NAMED + 1))
    return ", ".join(first[:MOST_NAMED]) + (" 등" if len(first) > MOST_NAMED else "")


def _is_plain(info: ZipInfo) -> bool:
    is_encrypted, mode = info.flag_bits & 1, info.external_attr >> 16
    return not (is_encrypted or S_ISLNK(mode)) and info.compress_type in (ZIP_STORED, ZIP_DEFLATED)


def _read(archive: ZipFile, info: ZipInfo | None, size: int) -> bytes:
    """Return a file of this size; of a longer one a byte more, however long it says it is."""
    if info is None:
        raise ValueError("no list")
    with archive.open(info) as stream:
        return stream.read(size + 1)


def _listed(text: bytes) -> dict[str, tuple[int, str]]:
    """Return the size and the hash of each file that the list names."""
    manifest = parse_json(text)
    try:
        version = manifest["v"]
        if version != FORMAT and isinstance(version, int):
            raise QuizcardsError(
                f"더 새로운 quizcards가 만든 백업입니다(형식 {version}). quizcards를 올려 주세요."
            )
        if version != FORMAT:
            raise ValueError("no version")
        listed = {
            name: (entry["bytes"], entry["sha256"]) for name, entry in manifest["files"].items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no list of files") from error
    if not all(type(size) is int and 0 <= size <= LIMIT for size, _ in listed.values()):
        raise ValueError("a size that no file has")
    return listed
