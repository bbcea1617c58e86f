"""The numbers that a sentence names, as people write them: 0.5, 50%, 1/2, 2분의 1, 4배, 네 배."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quizcards.quiz.calculator import in_ascii
from quizcards.quiz.numbers import is_close

SPOKEN = 2e-2
"""Within 2 % two numbers are the same in speech, where two or three digits are said."""

Figure = tuple[float, ...]
"""One number of a sentence in each way that it can be read: 50% is 0.5, and 50 to some."""

_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![A-Za-z\d_.])(?:(?P<below>{_PLAIN})분의\s?(?P<above>{_PLAIN})"
    rf"|(?P<minus>(?<![^\s(\[,=])-)?(?P<number>{_PLAIN})(?P<tens>e[+-]?\d+)?"
    rf"(?:/(?P<over>{_PLAIN})|\^\(?(?P<power>[+-]?\d+)|(?P<unit>[만억조]|\s?%|\s?퍼센트))?)"
    r"(?![\d차년]|번째)"  # 2차 미분 is no amount
    r"|(?<![가-힣])(?P<word>한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?(?=[배개번장대건칸]|가지|스텝)"
    r"|(?P<half>절반)"
)
_UNITS = {"만": 1e4, "억": 1e8, "조": 1e12}
_WORDS = {word: n for n, word in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), 1)}
_HOW_MUCH = re.compile("얼마|몇")


def names_others_only(typed: str, expected: str, question: str) -> bool:
    """Say whether an answer names numbers, and none of those that are expected.

    What the question names is no answer, unless it asks for a number.

    >>> names_others_only("3입니다", "6을 2로 나누고 1을 더해 4입니다", "7과 3이면 얼마인가요?")
    True
    >>> names_others_only("25%쯤", "0.25입니다", "얼마인가요?")
    False
    >>> names_others_only("느려집니다", "네 배 느려집니다", "어떻게 되나요?")
    False
    """
    asked = list(figures(question))
    told = list(figures(typed))
    if not _HOW_MUCH.search(question):
        told = _new(told, asked)
    wanted = list(figures(expected))
    wanted = _new(wanted, asked) or wanted
    return bool(told and wanted) and not any(_is_among(one, wanted) for one in told)


def names_one_of(typed: str, expected: str) -> bool:
    """Say whether an answer names a number that the expected one names.

    >>> names_one_of("2분의 1쯤", "0.5입니다"), names_one_of("느려집니다", "4배 느려집니다")
    (True, False)
    """
    wanted = list(figures(expected))
    return any(_is_among(one, wanted) for one in figures(typed))


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers of a sentence.

    >>> list(figures("L2는 1,024개의 4분의 1, 곧 두 배"))
    [(1024.0,), (0.25, 4.0), (2.0,)]
    """
    for found in _FIGURE.finditer(in_ascii(text)):
        if found["half"]:
            yield 0.5, 2.0
        elif found["word"]:
            yield (float(_WORDS[found["word"]]),)
        elif found["below"]:
            yield _fraction(_value(found["above"]), _value(found["below"]))
        else:
            yield _figure(found)


def _figure(found: re.Match[str]) -> Figure:
    value = _value(found["number"] + (found["tens"] or ""))
    if found["minus"]:
        value = -value
    unit = (found["unit"] or "").strip()
    if found["over"]:
        return _fraction(value, _value(found["over"]))
    if found["power"]:
        return (_raised(value, int(found["power"])),)
    if unit in ("%", "퍼센트"):
        return value / 100, value
    return (value * _UNITS.get(unit, 1.0),)


def _value(written: str) -> float:
    return float(written.replace(",", ""))


def _fraction(above: float, below: float) -> Figure:
    """Return what is left of one part in so many, also as how many times less it is."""
    if not below:
        return (above,)
    return (above / below, below) if above == 1 else (above / below,)


def _raised(value: float, power: int) -> float:
    try:
        return float(value**power)
    except (OverflowError, ZeroDivisionError):
        return value


def _new(some: Sequence[Figure], known: Sequence[Figure]) -> list[Figure]:
    return [one for one in some if not _is_among(one, known)]


def _is_among(one: Figure, others: Sequence[Figure]) -> bool:
    return any(is_close(a, b, SPOKEN) for other in others for a in one for b in other)
