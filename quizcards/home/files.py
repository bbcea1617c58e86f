"""The learner's folder: which of its files are kept, and how two versions of one become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path, PurePosixPath

from quizcards.files import append_lines, is_plain, make_folder, read_file

_FOLDERS = ("log", "interviews", "quizzes", "decks", "origins")
COLLECTED = "collected.jsonl"
_FILES = {
    "settings.toml": "설정",
    "plan.json": "계획",
    "weights.json": "가중치",
    COLLECTED: "모은 질문",
}
_OF_FOLDERS = {"interviews": "면접", "quizzes": "시험", "origins": "덱의 출처"}
_LEFTOVERS = ("~", ".part", ".tmp", ".swp")


def names(home: Path) -> list[str]:
    """Return the files that are kept, as paths with '/' below the folder, in order."""
    files = [*home.glob("*"), *(path for folder in _FOLDERS for path in (home / folder).rglob("*"))]
    return sorted(
        name
        for path in files
        if is_kept(name := path.relative_to(home).as_posix()) and path.is_file()
    )


def files_of_rows(home: Path) -> list[Path]:
    """Return the files that grow row by row, beside the logs: of interviews, tests and questions.

    Whatever stands there under such a name is among them.
    """
    found = (path for folder in _OF_FOLDERS for path in (home / folder).glob("*.jsonl"))
    return [*sorted(found), *home.glob(COLLECTED)]


def is_kept(name: str) -> bool:
    """Say whether `names` would give a path below the learner's folder, were it there."""
    first, *rest = parts = name.split("/")
    if not all(part and is_plain(part) for part in parts) or name.endswith(_LEFTOVERS):
        return False
    if first == "log":
        return len(rest) == 1 and name.endswith(".jsonl")
    return bool(rest) if first in _FOLDERS else not rest and first.startswith(tuple(_FILES))


def is_log(name: str) -> bool:
    """Say whether this is a log of answers."""
    return name.startswith("log/") and is_appended(name)


def is_set(name: str) -> bool:
    """Say whether this file's lines are a set that grows, and their order says nothing."""
    return is_log(name) or name == COLLECTED


def is_appended(name: str) -> bool:
    """Say whether this file only grows, line by line."""
    return name == COLLECTED or (
        name.endswith(".jsonl") and name.startswith(("log/", "interviews/", "quizzes/"))
    )


def read(home: Path, name: str) -> bytes | None:
    """Return a file as it is now, of one that grows the whole lines; None where there is none.

    Raises OSError, also for what is neither file nor folder.
    """
    try:
        data = read_file(home / name)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return data[: data.rfind(b"\n") + 1] if is_appended(name) else data


def missing(had: bytes, other: bytes) -> bytes:
    """Return the lines of `other` that `had` lacks, in their order and whole.

    Also the last, where `other` ends in the middle of it.
    """
    if had.startswith(other):
        return b""
    if had[-1:] in (b"", b"\n") and other.startswith(had):
        new = other[len(had) :]  # as nearly always: it has grown
        return new if new.endswith(b"\n") else new + b"\n"
    known = {b"", *had.split(b"\n")}
    return b"".join(line + b"\n" for line in dict.fromkeys(other.split(b"\n")) if line not in known)


def has_all(name: str, now: bytes | None, data: bytes) -> bool:
    """Say whether a file as it is now has all of `data` already."""
    if is_set(name):
        return not missing(now or b"", data)
    return now == data or (now is not None and is_appended(name) and now.startswith(data))


def grown(home: Path, name: str, now: bytes | None, data: bytes) -> bool:
    """Append to a file that grows what it lacks of `data`.

    Return False for a file that has to be written anew.

    A session may be at work on it, so nothing of it is ever rewritten.
    """
    if is_set(name):
        new = missing(now or b"", data)
    elif now is not None and is_appended(name) and (data.startswith(now) or now.startswith(data)):
        new = data[len(now) :]
    else:
        return False
    if new:
        make_folder((home / name).parent)
        append_lines(home / name, new)
    return True


def beside(name: str, data: bytes) -> str:
    """Return where a second version of a file is kept: the same content always at the same name.

    A deck's is read by nobody but its author; an interview's or a test's is one of its own.
    """
    mark = sha256(data).hexdigest()[:8]
    path = PurePosixPath(name)
    return (
        str(path.with_stem(f"{path.stem}-{mark}")) if is_appended(name) else f"{name}.kept-{mark}"
    )


def is_beside(name: str) -> bool:
    """Say whether this is a second version that waits for its author."""
    return ".kept-" in name.rpartition("/")[2]


def counted(names: Iterable[str], lines: int) -> Counter[str]:
    """Return how many things these files are, by their Korean names; `lines` of logs are meant.

    An interview is one with its report.
    """
    things = {(_kind(name), name.partition(".")[0]) for name in names if not is_log(name)}
    return Counter(기록=lines) + Counter(kind for kind, _ in things)


def _kind(name: str) -> str:
    if name.startswith("decks/") and name.endswith((".yaml", ".yml")):
        return "덱"
    return _OF_FOLDERS.get(name.partition("/")[0]) or _FILES.get(name, "파일")
