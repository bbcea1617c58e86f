"""Claims in the form of key points, so that its form does not give away whether a claim is true.

Authors write a misconception as a sentence ("기울기가 커진다") and a key point as a phrase
("기울기가 커짐").
"""

from __future__ import annotations

import re
import unicodedata

from quizcards.quiz.korean import is_hangul

TRUE = "맞는 설명입니다."
"""What is said of a statement that is true."""

_NOUN_IN_I = re.compile("[차길깊높넓]이다$")
_ADJECTIVE = re.compile(r"((?<!이)하|르|\b크|느리|아니|나쁘|싸|세)다$")
_IRREGULAR = {
    "든다": "듦", "푼다": "풂", "건다": "걺",  # stems in ㄹ, which the present tense drops
    "낫다": "나음", "깝다": "까움", "렵다": "려움", "쉽다": "쉬움",
    "볍다": "벼움", "겁다": "거움", "롭다": "로움", "답다": "다움",
}  # fmt: skip


def as_phrase(sentence: str) -> str:
    """Return a sentence that ends in -다 with its nominal ending, -(으)ㅁ; any other text as it is.

    >>> as_phrase("기울기가 커진다.")
    '기울기가 커짐'
    """
    text = unicodedata.normalize("NFC", sentence).strip().rstrip(".")
    if len(text) < 2 or not text.endswith("다"):
        return text
    if text[-2:] in _IRREGULAR:
        return text[:-2] + _IRREGULAR[text[-2:]]
    if text.endswith("는다"):
        return text[:-2] + "음"
    if text.endswith("이다"):
        return text[:-1] + "임" if _NOUN_IN_I.search(text) else text[:-2] + "임"
    return text[:-2] + _nominal(text)


def _nominal(text: str) -> str:
    """Return the nominal form of the syllable before 다, by its final consonant."""
    syllable = text[-2]
    if not is_hangul(syllable):
        return syllable + "임"
    # a syllable of Hangul is numbered by its initial and vowel, then by one of 28 finals
    head, final = divmod(ord(syllable) - ord("가"), 28)
    if final == _FINALS["ㄴ"] or (final == 0 and _ADJECTIVE.search(text)):
        return chr(ord("가") + head * 28 + _FINALS["ㅁ"])
    if final == _FINALS["ㄹ"]:
        return chr(ord(syllable) - _FINALS["ㄹ"] + _FINALS["ㄻ"])
    return syllable + ("음" if final else "임")


_FINALS = {"ㄴ": 4, "ㄹ": 8, "ㄻ": 10, "ㅁ": 16}
