"""Whether a typed answer speaks at all of what the right one speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizcards.quiz.figures import names_one_of
from quizcards.quiz.korean import STEM, letters, words
from quizcards.quiz.lexicon import LONGEST, NO_GLOSSARY, Lexicon

_FUNCTION = re.compile(
    r"\b수(?:가|는|도)? [있없][가-힣]*"
    r"|\b(?:때문|경우|정도|그래서|그리고|하지만|그런데|아주|매우|가장|보통|것|이것|그것)[가-힣]{0,4}\b"
    r"|\b(?:하|합|되|됩)(?:니다|고|는|며|면|다|지)\b"
)
"""What any sentence may hold, whatever it is about."""


def shares_nothing(typed: str, expected: str, lexicon: Lexicon = NO_GLOSSARY) -> bool:
    """Say whether an answer has no word that the expected one has, nor a number.

    Words that a glossary knows for one term are the same.

    >>> shares_nothing("오늘은 날씨가 좋아서 바나나를 먹었습니다", "학습률이 너무 커집니다")
    True
    >>> shares_nothing("커질 것 같습니다", "학습률이 너무 커집니다")
    False
    >>> shares_nothing("2분의 1", "0.5입니다")
    False
    """
    if names_one_of(typed, expected):
        return False
    said = set(_contents(typed, lexicon))
    return said.isdisjoint(_contents(expected, lexicon))


def _contents(text: str, lexicon: Lexicon) -> Iterator[str | int]:
    """Yield how each content word of a text begins, and the number of each term in it."""
    found = words(re.sub(r"[^\w\s+\-=/√∂^]", " ", _FUNCTION.sub(" ", text)))
    for start, word in enumerate(found):
        written = letters(word).text
        if written and not written.isdigit():  # numbers are compared as such
            yield written[:STEM]
        for end in range(start + 1, min(start + LONGEST, len(found)) + 1):
            group = lexicon.same(found[start:end]).group
            if group >= 0:
                yield group
