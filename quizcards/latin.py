"""The words of any text in the letters of an id, a to z: accents taken off, Korean romanised."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
"""Letters that Unicode takes for others, not for ones with a mark."""
_APOSTROPHE = re.compile(r"['’]s\b|(?<=n)['’](?=t\b)|\b[a-z]['’]")
"""What is read as no letter of its own: in what's, in don't, in l'addition."""
_INITIALS = "g kk n d tt r m b pp s ss  j jj ch k t p h".split(" ")
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS = "k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
_JAMO = {
    first + offset: letters
    for first, column in ((0x1100, _INITIALS), (0x1161, _VOWELS), (0x11A8, _FINALS))
    for offset, letters in enumerate(column)
}
"""The letters of a syllable taken apart (NFD), by the Revised Romanization of 2000."""
_ENDING = re.compile("(?<=[가-힣]{2})(이란|란|은|는|을|를|의|와|과|으로|로|에서|인가요?|일까요?)$")
_ASKING = re.compile(
    "(무엇|무슨|뭐|뭔|왜|어떻게|어떤|언제|설명|채워|주세요|빈칸).*|[은는이가을를의와과]|이유|것|수|때|및|대해|대한"
)
"""Korean words that only ask, and say nothing of what is asked about."""


def latin_words(text: str) -> list[str]:
    """Return the words of a text in small letters a to z, and digits.

    Those are its words in Latin letters or, where it has none, its Korean ones romanised.

    >>> latin_words("What's in a Batch Norm이란?")
    ['what', 'in', 'a', 'batch', 'norm']
    >>> latin_words("손실 함수란 무엇인가요?")
    ['sonsil', 'hamsu']
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)
    words = re.findall("[a-z0-9]+", _APOSTROPHE.sub(_kept, plain))
    if any(map(re.compile("[a-z]").search, words)):
        return words
    korean = re.findall("[가-힣]+|[0-9]+", unicodedata.normalize("NFC", plain))
    named = [_ENDING.sub("", word) for word in korean if not _ASKING.fullmatch(word)]
    return [unicodedata.normalize("NFD", word).translate(_JAMO) for word in named]


def _kept(apostrophe: re.Match[str]) -> str:
    """Return what stands for an apostrophe: don't is one word, all others are two."""
    return "" if apostrophe[0] in "'’" else " "
