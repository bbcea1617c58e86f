"""Korean as people type it, made comparable: letters, words, clauses and negation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

_KEPT_MARKS = frozenset("+-=/<>|√∂")
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2}|[가-힣\w][A-Za-z0-9α-ω])(으로|에서|에게|을|를|이|가|은|는|의|에|로|와|과)$"
)
# a quotation (크다고, 평균이라고) is part of what is said of it, as a pair is: (n₁, m)
_CLAUSE_END = re.compile(
    r"(?:(?<!\d),|,(?!\d))(?![^()]{0,20}\))|\.(?![0-9A-Za-z])|[;!?\n]"
    r"|(?<=[니는한된인이난진간]다)\s|(?<=[에해어아여져려돼예네데든구고지까나]요)\s|(?<=죠)\s"
    r"|(?<=며)\s|(?<=고)(?<![다라냐자]고|최고|광고|경고|참고|재고)\s"
    r"|(?<=서)(?<!에서|문서|순서|센서|텐서|부서|질서|정서|단서)\s"
    r"|(?<=지만)\s(?!않|못)|(?<=[는은]데도)\s|(?<=는데|은데|므로|니까|보니|으니|말고|대신)\s|(?<=때문에|아니라|대신에)\s"
)
# -아/-어 ends a predicate, unless what follows only helps it along (줄여 준다, 만들어 낸다)
_AUXILIARY = (
    r"(?:주[는고며면어었지]|준|줄\s|줘|줍|내|낸|낼|냅|보[다면아]|본|봅|버리|버린|버려|가[며면]|간|갑|나가|나간|나갑"
    r"|놓|두[고어]|둔|둡|있|온다|옵|오[면는]|지|진|질|집|져|야|도|라|않|못|안\s?[되된돼됩])"
)
_PREDICATE_END = re.compile(
    r"(?<=면)(?=\s)(?!\s안\s?[되된돼됩])"
    r"|(?:(?<=[없않]어)|(?<=않아)|(?<=[줄늘되들]어)|(?<=[작많같높낮좋쌓모]아)"
    r"|(?<=[하줄높보붙섞쓰직]여)|(?<=[려켜져겨])(?<!고려)|(?<=해)(?<![이방손저]해)|(?<=[돼커꺼써눠]))"
    rf"(?=\s)(?!\s{_AUXILIARY})"
)
_NEGATOR = re.compile(
    r"않|(?<!잘)못|(?<!상관)(?<!관계)(?<!상관\s)(?<!관계\s)(?<!다름)(?<!틀림)(?<!끝)(?<!어쩔\s수\s)(?<!어쩔수\s)없"
    r"|(?:상관|관계)\s?없(?!이)"
    r"|아닌|아닙|아님|아니(?!라)"
    r"|(?<!뿐|만)(?<!(?:뿐|만)\s)(?<!만이\s)아니라"
    r"|(?<![가-힣])안(?=\s|[되된돼됩쓰써쓴씁하해한합줄늘변맞걸넣곱더빼])|\b(?:not|no|without)\b|n't"
    r"|지\s?(?:말|마)(?=[가-힣\s.,!?]|$)|지는?\s말|말고"
    r"|생략|모르(?!는\s)|모른|모릅|몰라|드물|드문|드뭅|대신|무시|(?:만|은|는)\s빼고|빼먹|빼놓|빠뜨"
    r"|기(?:가|는)?\s?(?:어렵|어려|힘들|힘든)"
    r"|는\s?(?:것을|걸|일을|현상을)\s?(?:막|방지|피[하해])"
    r"|(?:[다라냐]고|[다라]는)\s(?:\S+\s)?(?:틀|착각|오해|거짓|잘못)",
    re.IGNORECASE,
)
_NOTHING_BUT = re.compile(r"(?:밖에|외에는|외엔|말고는)[^.!?,]{0,16}$")
"""Before a denial this affirms: "0.25밖에 안 된다", "β 외에는 남지 않는다"."""
_GIVING_UP = re.compile(
    r"(?:[음어글쎄요죄송합니다.,~…! ]|솔직히|그건|이건|아직|전혀|잘|기억이|생각이)*"
    r"(?:모르겠\w*|모릅니다|모름|몰라\w*|안\s?[나난납남]\w*|나지\s?않\w*|패스|pass)[요.,!…ㅠㅜ ]*",
    re.IGNORECASE,
)
"""All of an answer by somebody who does not know."""
OPPOSITES = (
    ("양", "음"),
    ("최대", "최소"),
    ("최댓", "최솟"),
    ("과대", "과소"),
    ("크", "작"),
    ("커", "작아"),
    ("높", "낮"),
    ("늘", "줄"),
    ("많", "적"),
    ("증가", "감소"),
    ("올라", "내려"),
    ("빠", "느"),
    ("빨", "느"),
    ("수렴", "발산"),
    ("편향", "분산"),
    ("오버", "언더"),
    ("상한", "하한"),
    ("위", "아래"),
    ("앞", "뒤"),
    ("전역", "지역"),
    ("순전파", "역전파"),
    ("입력", "출력"),
    ("인코", "디코"),
    ("볼록", "오목"),
    ("필요", "불필요"),
    ("안정", "불안정"),
    ("대칭", "비대칭"),
    ("선형", "비선형"),
    ("추가", "제거"),
    ("켜", "꺼"),
    ("키우", "줄이"),
    ("이전", "이후"),
    ("행", "열"),
    ("쉽", "어렵"),
    ("over", "under"),
    ("max", "min"),
    ("increase", "decrease"),
)
"""What says the opposite is never a slip of the keyboard."""


STEM = 4
"""Letters that two inflected forms of a word begin with alike: 커질 and 커집니다."""


class Letters(NamedTuple):
    """The jamo, Latin letters, digits and operators of a text.

    `places` says for each where in the text it comes from.
    """

    text: str
    places: tuple[int, ...]


@lru_cache(1 << 14)
def letters(text: str) -> Letters:
    """Return what is left of a text when case, spaces, accents and punctuation do not count.

    >>> letters("Ab, c!")
    Letters(text='abc', places=(0, 1, 4))
    >>> len(letters("학습").text)  # ㅎㅏㄱㅅㅡㅂ
    6
    """
    found = [
        (letter, place) for place, written in enumerate(text) for letter in _kept_letters(written)
    ]
    return Letters("".join(letter for letter, _ in found), tuple(place for _, place in found))


@lru_cache(1 << 12)
def _kept_letters(written: str) -> str:
    parts = unicodedata.normalize("NFKD", "-" if written == "−" else written).casefold()
    return "".join(
        part for part in parts if part in _KEPT_MARKS or unicodedata.category(part)[0] in "LN"
    )


def is_hangul(letter: str) -> bool:
    """Say whether a letter is a whole syllable of Hangul."""
    return "가" <= letter <= "힣"


def gives_up(text: str) -> bool:
    """Say whether a typed answer says nothing but that one does not know.

    >>> gives_up("음... 잘 모르겠습니다")
    True
    >>> gives_up("모르는 데이터에도 잘 맞습니다")
    False
    """
    return _GIVING_UP.fullmatch(text.strip()) is not None


def with_particle(text: str, after_consonant: str, after_vowel: str) -> str:
    """Return a text with the particle that its end asks for when it is read aloud.

    What stands in parentheses at the end is not read.

    >>> with_particle("은닉층의 출력 a₁", "은", "는"), with_particle("출력 ŷ", "은", "는")
    ('은닉층의 출력 a₁은', '출력 ŷ은')
    """
    spoken = unicodedata.normalize("NFD", re.sub(r"\s*\([^()]*\)$", "", text))
    last = spoken[-1:].casefold()
    is_final = "\u11a8" <= last <= "\u11c2"  # a final consonant, which NFD sets apart
    return text + (after_consonant if is_final or last in _ENDS_IN_CONSONANT else after_vowel)


_ENDS_IN_CONSONANT = frozenset("lmn013678₀₁₃₆₇₈ευ²³′\u0302")
"""Letters, digits and marks whose Korean name ends in a consonant: 엘, 영, 입실론, 제곱, 햇."""


def words(text: str) -> list[str]:
    """Return the words of a text without their particles, which people leave out or mistype.

    >>> words("기울기를 학습률로 나눕니다")
    ['기울기', '학습률', '나눕니다']
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
    """Say whether a text turns its meaning round.

    >>> denies("쓰지 않는다"), denies("쓰지 않으면 안 된다"), denies("이것뿐만 아니라")
    (True, False, False)
    """
    return len(denials(text, start)) % 2 == 1


def denials(text: str, start: int = 0) -> list[tuple[int, str]]:
    """Return the words that turn the meaning of a text round, and where they stand.

    >>> denials("쓰지 않으면 안 된다")
    [(3, '않'), (7, '안')]
    """
    found = _NEGATOR.finditer(text, max(0, start))
    return [
        (one.start(), "".join(one[0].split()))
        for one in found
        if not _NOTHING_BUT.search(text, 0, one.start())
    ]


def predicates(text: str) -> list[tuple[int, int]]:
    """Return where each predicate of a clause begins and ends, with what belongs to it.

    >>> predicates("쓰지 않아 커진다")
    [(0, 5), (5, 9)]
    """
    ends = [found.end() for found in _PREDICATE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def are_opposite(one: str, other: str) -> bool:
    """Say whether the letters of a word hold the opposite of what those of another hold."""
    return any(
        (a in one and b in other and b not in one) or (b in one and a in other and a not in one)
        for a, b in _opposites()
    )


@cache
def _opposites() -> tuple[tuple[str, str], ...]:
    return tuple((letters(a).text, letters(b).text) for a, b in OPPOSITES)


def nearest(word: str, text: str, most: int) -> tuple[int, int] | None:
    """Return the span (start, end) of the stretch of a text nearest to a word, or None.

    Near is what has at most so many slips: letters too many, too few or wrong. The first letter
    is always right.
    """
    at = text.find(word)
    if at >= 0:
        return at, at + len(word)
    return next(alike(word, text, most), None)


def alike(word: str, text: str, most: int) -> Iterator[tuple[int, int]]:
    """Yield the span of every stretch of a text that is near to a word, the nearest first.

    Such a stretch holds one of `most + 1` pieces of the word unchanged, so letters are compared
    one by one only around those.
    """
    found = []
    for start in _starts(word, text, most):
        slips, length = _slips(word, text[start : start + len(word) + most])
        if slips <= most:
            found.append((slips, start, start + length))
    for _, start, end in sorted(found):
        yield start, end


def _starts(word: str, text: str, most: int) -> set[int]:
    """Return where the word may begin in the text.

    At its first letter, about as far from one of its pieces as in the word.
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
    """Return the fewest slips by which a text begins with the word, and how long that beginning is.

    This is the edit distance of Levenshtein (1966), free at the end of the text.
    """
    # row[i] is the edit distance from the first i letters of the word to the text read so far
    row = list(range(len(word) + 1))
    best = (row[-1], 0)
    for length, letter in enumerate(text, 1):
        before = row
        row = [length]
        for i, wanted in enumerate(word):
            replaced = before[i] + (wanted != letter)
            added = before[i + 1] + 1
            left_out = row[i] + 1
            row.append(min(replaced, added, left_out))
        best = min(best, (row[-1], length))
    return best
