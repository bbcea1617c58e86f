"""Characters that are no text: which there are, and a pattern for those that a place refuses.

A deck refuses them, an import takes them out, a screen shows a box. Tabs and newlines are text.
Each constant is the inside of a character class, to be put together by `one_of`.
"""

import re
import unicodedata
from collections.abc import Iterator

CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
"""What a terminal may obey."""
BREAKS = "\x0b\x0c\r\x85"
"""Controls that end a line, to some programs at least."""
SEPARATORS = "\u2028\u2029"
"""What ends a line or a paragraph, and is no control."""
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""What turns the direction of the text after it, so that it reads as something else."""
UNSEEN = "\u061c\u200b\u200e\u200f\u2060\ufeff"
"""What is not seen at all. U+200C and U+200D are not among it: they join letters and emoji."""
UNWRITABLE = "\ud800-\udfff\ufffe\uffff"
"""Halves of surrogate pairs and what is no character: no file in UTF-8 or XML can hold them."""


MOST_MARKS = 30
"""On one letter. No language writes so many, and to compose (NFC) a run of them takes time in
proportion to its square."""

# outside these blocks, which hold none of them, lie all marks that combine
_MAYBE_MARKS = re.compile(
    r"[^\x00-\u02ff\u1e00-\u20cf\u20f1-\u2cee\u309b-\ua66e\uabee-\ufb1d]"
    rf"{{{MOST_MARKS + 1},}}"
)


def heaps_of_marks(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where each run of more than `MOST_MARKS` marks that combine begins and ends.

    >>> list(heaps_of_marks("a" + 31 * "\u0301" + "b\u0301"))
    [(1, 32)]
    """
    for maybe in _MAYBE_MARKS.finditer(text):
        start = maybe.start()
        for at in range(start, maybe.end() + 1):
            if at < maybe.end() and _combines(text[at]):
                continue
            if at - start > MOST_MARKS:
                yield start, at
            start = at + 1


def without_heaps(text: str) -> str:
    """Return text without what heaps on a letter more marks than any language writes."""
    end = 0
    parts = []
    for start, stop in heaps_of_marks(text):
        parts.append(text[end : start + MOST_MARKS])
        end = stop
    return "".join([*parts, text[end:]]) if end else text


def _combines(char: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFD", char)[0]) != 0


def one_of(*classes: str) -> re.Pattern[str]:
    r"""Return what finds one character of these classes.

    >>> one_of(CONTROLS, DIRECTIONS).sub("□", "a\x1b[31m\u202eb")
    'a□[31m□b'
    """
    return re.compile(f"[{''.join(classes)}]")


_NO_TEXT = one_of(CONTROLS, BREAKS, SEPARATORS, DIRECTIONS, UNSEEN, UNWRITABLE)


def shown(text: str) -> str:
    r"""Return text as it may stand on a screen: a box for each character that is none.

    >>> shown("a\x1b]52;c;QUJD\x07\u202eb")
    'a□]52;c;QUJD□□b'
    """
    return _NO_TEXT.sub("□", text)


def named(text: object) -> str:
    r"""Return a name as it may stand within a line: also the end of a line is a box.

    >>> named("a\nb")
    'a□b'
    """
    return shown(str(text)).replace("\n", "□")


def escaped(json: str) -> str:
    r"""Return the same JSON, with the escape of each character that is no text.

    >>> escaped('"a\x9b2J"')
    '"a\\u009b2J"'
    """
    return _NO_TEXT.sub(lambda char: f"\\u{ord(char[0]):04x}", json)
