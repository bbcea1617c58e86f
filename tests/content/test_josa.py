"""The particle after a symbol or a letter is the one that its name asks for when read aloud."""

import re
from collections.abc import Iterator

import pytest

from quizcards.model import Card
from tests.content.test_content import every_card, spoken

# the last sound of each name: "" a vowel, "ㄹ" that one, "C" another consonant
SOUNDS = dict.fromkeys("ABCDEFGHIJKOPQSTUVWXYZαβγδζηθκμνξπρστφχψωΣΩΔ", "")
SOUNDS |= {"L": "ㄹ", "M": "C", "N": "C", "ε": "C", "λ": "", "υ": "C", "ο": "C"}
SOUNDS |= dict(zip("0123456789", ("C", "ㄹ", "", "C", "", "", "C", "ㄹ", "ㄹ", ""), strict=True))
SOUNDS |= dict(zip("₀₁₂₃₄₅₆₇₈₉", ("C", "ㄹ", "", "C", "", "", "C", "ㄹ", "ㄹ", ""), strict=True))
SOUNDS |= {"\u0302": "C", "\u0304": "", "\u0303": "", "²": "C", "³": "C", "′": "C"}
AFTER_VOWEL = {"는": "은", "가": "이", "를": "을", "와": "과"}
AFTER_CONSONANT = {josa: other for other, josa in AFTER_VOWEL.items()}
JOSA = re.compile(
    r"(?<![A-Za-z])([^\s가-힣(),.]*)([^\s가-힣(),.])(으로|로|은|는|이|가|을|를|과|와)(?=[\s,.]|$)"
)


def wrong(text: str) -> Iterator[str]:
    """Yield each symbol with a particle that does not fit how it is read."""
    for found in JOSA.finditer(text):
        before, last, josa = found.groups()
        if len(before) and before[-1:].isascii() and before[-1:].isalpha() and last.isalpha():
            continue  # a word in Latin letters: how it is read is not known here
        fraction = re.search(r"(\d)/\d+$", before + last)
        if fraction:
            last = fraction[1]  # 1/4 is read 4분의 1
        sound = SOUNDS.get(last.upper() if last.isascii() else last)
        if sound is None or last in "rR" or re.search("[a-z]0$", before + last):
            continue  # r is 아르 or 알, a0 is 에이영 or 에이제로
        if josa in ("로", "으로"):
            fits = josa == ("으로" if sound == "C" else "로")
        else:
            fits = josa not in (AFTER_CONSONANT if sound == "" else AFTER_VOWEL)
        if not fits:
            yield found[0]


@every_card
def test_a_particle_after_a_symbol_is_as_it_is_read_aloud(card: Card) -> None:
    assert [one for text in spoken(card) for one in wrong(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("√v\u0302으로 나누고 β가 크면", []),
        ("√v\u0302로 나누고 1/β이 아니라", ["√v\u0302로", "1/β이"]),
        ("λ를, L1은, L2는, ε은, x²을", []),
        ("λ을, L1는, ε는", ["λ을", "L1는", "ε는"]),
        ("Adam은 GPU로, 1/4이 2/26로", []),
    ],
)
def test_names_of_symbols_decide_and_words_are_left_alone(text: str, found: list[str]) -> None:
    assert list(wrong(text)) == found
