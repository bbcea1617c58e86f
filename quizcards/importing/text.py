"""Text of an untrusted file: its encoding, its size, and what no deck may hold."""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

from quizcards.characters import (
    BREAKS,
    CONTROLS,
    DIRECTIONS,
    SEPARATORS,
    UNSEEN,
    UNWRITABLE,
    one_of,
    without_heaps,
)
from quizcards.errors import QuizcardsError
from quizcards.files import read_file
from quizcards.latin import latin_words
from quizcards.trace.prose import Mathematics, parts

_LONGEST_SLUG = 80
_LONG_NUMBER = re.compile("&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{7,});?")

MOST_BYTES = 64 << 20
"""No text file of cards is larger; what is read lies in memory several times over."""

_BREAK = re.compile(f"\r\n|[{BREAKS}{SEPARATORS}]")
_UNSEEN = one_of(CONTROLS, DIRECTIONS, UNSEEN, UNWRITABLE)
_FENCES = (
    (r"\(", r"\)"),
    (r"\[", r"\]"),
    ("[latex]", "[/latex]"),
    ("[$]", "[/$]"),
    ("[$$]", "[/$$]"),
)


def math_between(*fences: tuple[str, str]) -> re.Pattern[str]:
    """Return what finds LaTeX between two marks, never across another opening one."""
    parts = (f"{re.escape(a)}((?:(?!{re.escape(a)}).)+?){re.escape(b)}" for a, b in fences)
    return re.compile("|".join(parts), re.DOTALL)


_MATH = math_between(*_FENCES)
_DISPLAYED = (r"\[", "[$$]", "$$")
"""What LaTeX that stands on a line of its own begins with."""
_IN_DOLLARS = re.compile(r"(\$\$?)([^$]+)\1")
_TOUCHES = re.compile("[A-Za-z0-9$\\\\]")
"""What may not stand beside a dollar of mathematics."""


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, in UTF-16 with its mark, or in cp949 (Excel in Korea).

    Raises QuizcardsError for any other, or one that is too large, and OSError.
    """
    try:
        data = read_file(path, MOST_BYTES)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        raise QuizcardsError(
            f"{path}: 너무 큰 파일입니다. {MOST_BYTES >> 20}MB보다 작게 나눠 주세요."
        ) from error
    codecs = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp949")
    for codec in codecs:
        try:
            return cleaned_text(data.decode(codec))
        except UnicodeDecodeError:
            continue
    raise QuizcardsError(f"{path}: 글자를 읽을 수 없습니다. UTF-8로 저장해서 다시 가져와 주세요.")


def is_deep(value: Any, levels: int = 10) -> bool:
    """Say whether there are more lists and tables within one another than a card has."""
    parts: Iterable[Any] = ()
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    return levels == 0 or any(is_deep(part, levels - 1) for part in parts)


def cleaned(value: Any) -> Any:
    """Return plain data with all its text cleaned (see `cleaned_text`)."""
    if isinstance(value, dict):
        return {cleaned(name): cleaned(part) for name, part in value.items()}
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    return cleaned_text(value) if isinstance(value, str) else value


def cleaned_text(text: str) -> str:
    """Return text composed (NFC), its line ends one character, and without what no deck holds.

    That is what is not seen, and marks without end on one letter.
    """
    seen = _UNSEEN.sub("", _BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", without_heaps(seen))


def unescaped(markup: str) -> str:
    """Return HTML with what is written `&lt;` or `&#60;` as the letters that are meant."""
    return unescape(known_letters(markup))


def known_letters(markup: str) -> str:
    """Return HTML in which no number of a letter is too large for Python to read."""
    return _LONG_NUMBER.sub("\ufffd", markup)


def one_line(text: str) -> str:
    """Return text cleaned, on one line."""
    return " ".join(cleaned_text(text).split())


def slug(text: str) -> str:
    """Return the words and numbers of a text as an id; "" if it has none.

    It is never too long for the name of a file.

    >>> slug("Batch Norm이란?")
    'batch-norm'
    """
    return "-".join(latin_words(text))[:_LONGEST_SLUG].strip("-")


def separator_of(table: str) -> str:
    """Return what parts the cells of a table: of those in use what its first line has most of."""
    return max(",\t;", key=table.split("\n", 1)[0].count)


def unbraced(text: str) -> str:
    """Return text of another program in which double braces are no blanks of ours."""
    return re.sub(r"\{(?=\{)", "{ ", text)


def with_formulas(text: str, pattern: re.Pattern[str] = _MATH, keeps_blanks: bool = False) -> str:
    """Return text with its LaTeX between dollars, as `trace.prose` reads it.

    What it would not read there stays as it is written, as does, if `keeps_blanks`, LaTeX with a
    blank of ours in it.
    """

    def between_dollars(found: re.Match[str]) -> str:
        latex = " ".join(next(filter(None, found.groups())).split())
        if keeps_blanks and "{{" in latex:
            return found[0]
        mark = "$$" if found[0].startswith(_DISPLAYED) else "$"
        if found[0].startswith("[latex]") and (own := _IN_DOLLARS.fullmatch(latex)):
            mark, latex = own[1], own[2].strip()
        written = f"{mark}{unbraced(latex)}{mark}"
        if [*parts(written)] != [Mathematics(unbraced(latex), mark == "$$")]:
            return found[0]
        before = " " if _TOUCHES.match(text[found.start() - 1 : found.start()]) else ""
        after = " " if _TOUCHES.match(text[found.end() : found.end() + 1]) else ""
        return f"{before}{written}{after}"

    return pattern.sub(between_dollars, text)
