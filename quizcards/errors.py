"""The error that the user can fix. Anything else that is raised is a bug with its traceback."""

import errno
import re
from collections.abc import Iterable

_REASONS = {
    errno.ENOENT: "그런 파일이나 폴더가 없음",
    errno.EACCES: "권한이 없음",
    errno.EPERM: "권한이 없음",
    errno.EROFS: "읽기 전용임",
    errno.ENOSPC: "남은 공간이 없음",
    errno.EDQUOT: "쓸 수 있는 공간을 다 씀",
    errno.EISDIR: "파일이 아니라 폴더임",
    errno.ENOTDIR: "폴더가 아닌 것 아래에 있음",
    errno.EEXIST: "이미 있음",
    errno.ENAMETOOLONG: "이름이 너무 긺",
    errno.ELOOP: "링크가 서로를 가리킴",
    errno.EIO: "장치에서 읽거나 쓰지 못함",
    errno.ENXIO: "파일이 아니라 장치나 파이프임",
    errno.EFBIG: "너무 큼",
    errno.EBADF: "닫혀 있음",
}

MOST_OF_A_NAME = 200
_TOO_LONG = re.compile(rf"\S{{{MOST_OF_A_NAME + 1},}}")


class QuizcardsError(Exception):
    """A message in Korean for the user: what is wrong and what to do.

    The command ends with exit code 2.
    """


def perhaps(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return a question whether a known word was meant, to end a message; "" if none is near.

    >>> perhaps("adma", ["adam", "momentum"])
    " 혹시 'adam'인가요?"
    >>> perhaps("adma", ["momentum"])
    ''
    """
    from difflib import get_close_matches  # only where there is a typo to explain

    near = get_close_matches(word, list(known), n=1, cutoff=likeness)
    return f" 혹시 '{near[0]}'인가요?" if near else ""


def reason(error: OSError) -> str:
    """Return in Korean why the system refused, to stand in brackets.

    In the system's own words where it is out of the ordinary.
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def refusal(error: OSError) -> str:
    """Return the sentence for what the system refused and nobody nearer to it has explained.

    >>> refusal(PermissionError(errno.EACCES, "", "notes"))
    'notes: 읽거나 쓸 수 없습니다(권한이 없음).'
    """
    name = str(error.filename or "")
    return f"{name}{': ' if name else ''}읽거나 쓸 수 없습니다({reason(error)})."


def cannot_read(path: object, error: OSError) -> QuizcardsError:
    """Return what to raise where the system refuses to have a file or a folder read.

    >>> cannot_read("notes", PermissionError(errno.EACCES, "")).args[0]
    'notes: 읽을 수 없습니다(권한이 없음).'
    """
    return QuizcardsError(f"{path}: 읽을 수 없습니다({reason(error)}).")


def cannot_write(path: object, error: OSError) -> QuizcardsError:
    """Return what to raise where the system refuses to have a file or a folder written."""
    return QuizcardsError(f"{path}: 쓸 수 없습니다({reason(error)}).")


def shortened(message: str) -> str:
    """Return a message without the middle of each name that fills the screen.

    >>> shortened("x" * 5000 + ": 이름이 너무 긺")[98:103]
    'xx…xx'
    """
    half = MOST_OF_A_NAME // 2
    return _TOO_LONG.sub(lambda name: f"{name[0][:half]}…{name[0][-half:]}", message)
