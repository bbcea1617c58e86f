"""Korean as people type it, made comparable: letters without spaces, words without particles,
clauses, negation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_KEPT_MARKS = frozenset("+-=/<>|√∂")
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2}|[가-힣\w][A-Za-z0-9α-ω])(으로|에서|에게|을|를|이|가|은|는|의|에|로|와|과)$"
)
_CLAUSE_END = re.compile(
    r"(?<!\d)[.,]|[.,](?!\d)|[;!?\n]"
    r"|(?<=[고며])\s|(?<=서)(?<!에서)\s|(?<=지만|는데|은데|므로|니까|보니|으니)\s|(?<=때문에|아니라)\s"
)
_NEGATOR = re.compile(
    r"않|(?<!잘)못|없|아닌|아닙|아님|아니(?!라)|(?<!뿐|만)(?<!(?:뿐|만)\s)(?<!만이\s)아니라"
    r"|(?<![가-힣])안(?=\s|되|된|돼|됩)|\b(?:not|no|without)\b|n't",
    re.IGNORECASE,
)


class Letters(NamedTuple):
    """The jamo, Latin letters, digits and operators of a text, and for each the place in the text
    it comes from.
    """

    text: str
    places: tuple[int, ...]


def letters(text: str) -> Letters:
    """Return what is left of a text when case, spaces, accents and punctuation do not count."""
    found = [
        (letter, place)
        for place, written in enumerate(text)
        for letter in unicodedata.normalize("NFKD", "-" if written == "−" else written).casefold()
        if letter in _KEPT_MARKS or unicodedata.category(letter)[0] in "LN"
    ]
    return Letters("".join(letter for letter, _ in found), tuple(place for _, place in found))


def is_hangul(letter: str) -> bool:
    """Say whether a letter is a whole syllable of Hangul."""
    return "가" <= letter <= "힣"


def words(text: str) -> list[str]:
    """Return the words of a text without their particles (을, 으로, ...), which people leave out or
    mistype.
    """
    return [_PARTICLE.sub("", word) for word in text.split()]


def clauses(text: str) -> list[tuple[int, int]]:
    """Return where each clause begins and ends.

    A condition ("크면") belongs to the clause that follows from it.
    """
    return [(start, end) for start, end in _parts(text) if text[start:end].strip(" .,;!?\n")]


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _CLAUSE_END.finditer(text):
        yield start, found.end()
        start = found.end()
    yield start, len(text)


def denies(text: str, start: int = 0) -> bool:
    """Say whether a text turns its meaning round: "쓰지 않는다" does, "쓰지 않으면 안 된다" and
    "뿐만 아니라" do not.
    """
    return len(_NEGATOR.findall(text, max(0, start))) % 2 == 1


def nearest(word: str, text: str, most: int) -> tuple[int, int] | None:
    """Return where the stretch of a text begins and ends that is nearest to a word, if it has at
    most so many slips.

    A slip is a letter too many, too few or wrong; the first letter is always right. Such a stretch
    holds one of `most + 1` pieces of the word unchanged, so letters are compared one by one only
    around those.
    """
    if (at := text.find(word)) >= 0:
        return at, at + len(word)
    found = [
        (slips, start, start + length)
        for start in _starts(word, text, most)
        for slips, length in [_slips(word, text[start : start + len(word) + most])]
        if slips <= most
    ]
    return min(found)[1:] if found else None


def _starts(word: str, text: str, most: int) -> set[int]:
    """Return where the word may begin: at its first letter, about as far from one of its pieces as
    in the word.
    """
    size = len(word) // (most + 1)
    starts: set[int] = set()
    for offset in range(0, size * (most + 1), size):
        at = text.find(word[offset : offset + size])
        while at >= 0:
            near = range(max(0, at - offset - most), at - offset + most + 1)
            starts.update(start for start in near if text.startswith(word[0], start))
            at = text.find(word[offset : offset + size], at + 1)
    return starts


def _slips(word: str, text: str) -> tuple[int, int]:
    """Return the fewest slips by which a text begins with the word, and the length of that
    beginning (Levenshtein).
    """
    row = list(range(len(word) + 1))
    best = row[-1], 0
    for length, letter in enumerate(text, 1):
        before, row = row, [length]
        for i, wanted in enumerate(word):
            row.append(min(before[i] + (wanted != letter), before[i + 1] + 1, row[i] + 1))
        best = min(best, (row[-1], length))
    return best
