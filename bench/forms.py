"""What can be seen of an answer by somebody who knows nothing of the subject: its form.

A form is a dict from a feature's name to its size. Names with a colon are of the learned guessers
only: words, particles and endings, and how an option stands among its question's options.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from statistics import fmean, median

from quizcards.quiz.korean import is_hangul, with_particle

Form = dict[str, float]
Numbers = tuple[float, ...]

_COUNTED = {
    "절대적인 말": "항상|반드시|모든|모두|절대|전혀|완전히|언제나|어떤 .*든|오직|무조건"
    "|유일|결코|늘 ",
    "누그러뜨린 말": "보통|대개|대체로|흔히|거의|주로|때로|경우|수 있|수도|편이|약간|조금"
    "|어느 정도|대략",
    "부정하는 말": "않|없|아니|못하|못한|안 되|불가능|무관",
    "대조": "이 아니라|가 아니라|보다|과 달리|와 달리|지만|대신",
    "까닭": "때문|므로|어서|아서|해서|위해|려고",
    "조건": "면 |으면|려면|때 |라도|어도|아도",
    "한정": "[가-힣]만 |뿐|밖에",
    "비교": "더 |덜 |가장|훨씬|크게|작게|많이|적게",
    "수": r"\d+(?:\.\d+)?",
    "괄호": r"\(",
    "영어": "[A-Za-z]{2,}",
    "기호": "[=+×·√²₀-₉ᵀα-ωΑ-Ω∂∑/-]",
    "쉼표": ",",
}
_ENDINGS = {
    "-다로 끝남": "다$",
    "-음으로 끝남": "[음임됨함짐]$",
    "부정으로 끝남": "(않는다|않다|없다|아니다|못한다)$",
    "-한다로 끝남": "한다$",
    "-된다로 끝남": "된다$",
    "-있다로 끝남": "있다$",
    "-이다로 끝남": "(이다|것이다)$",
    "-진다로 끝남": "[아어해]진다$|커진다$",
}
_PARTICLE = re.compile(
    "(?<=[가-힣\\w)])(에서는|에서도|으로는|으로도|이라는|보다는|에서|으로|이라|라도|까지|부터|보다|처럼|마다"
    "|하고|하면|으면|지만|으며|므로|어서|아서|해서|어도|아도|해도|려면|때문에|을|를|이|가|은|는|의|에|로|와|과"
    "|도|만|면|고|며|게|지|서|야)$"
)
_FUNCTION_WORDS = frozenset(
    "항상 반드시 모든 모두 절대 전혀 완전히 언제나 오직 늘 어떤 아무 매우 훨씬 더 덜 가장"
    " 거의 대개 보통 흔히 대체로 때로 경우 수 것 때 뒤 앞 전 후 그 이 서로 같은 다른"
    " 그대로 처음 먼저 다음 하나 둘 한 두 각 매 함께 따로 새로 다시 아직 이미 계속 점점"
    " 바로 직접 그만큼 만큼 대신 아니라 아니다 없다 있다 있는 없는 않는다 않고 않아 않은"
    " 못한다 된다 한다 이다 및 또는 그리고 그래서 하지만 즉 약 쪽 쪽이 자체 스스로 크게"
    " 작게 많이 적게 조금 약간 반대로 오히려 도리어 역시 물론 대략 대부분 일부 여러 전체".split()
)


def pairs_of(text: str) -> set[str]:
    """Return the pairs of letters next to each other, without spaces."""
    plain = re.sub(r"\s", "", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def overlap(one: set[str], other: set[str]) -> float:
    """Return the share of the first that the other has too."""
    return len(one & other) / max(1, len(one))


def sentence(text: str, question: str) -> Form:
    """Return the form of a sentence that answers, or is said beside, a question."""
    form = {"길이": float(len(text)), "낱말 수": float(len(text.split()))}
    form |= {f"길이 {least} 이상": float(len(text) >= least) for least in range(20, 50, 5)}
    form |= {name: float(len(re.findall(found, text))) for name, found in _COUNTED.items()}
    form |= {name: float(bool(re.search(found, text))) for name, found in _ENDINGS.items()}
    form["질문과 같은 글자"] = overlap(pairs_of(text), pairs_of(question))
    form["질문에 있는 낱말로 시작"] = float(text.split()[0][:2] in question)
    return form | _bag(text) | {f"글자:{two}": 1.0 for two in pairs_of(text)}


def _bag(text: str) -> Form:
    """Return which particles, function words and endings a text has; no word of content."""
    found = [re.sub(r"[.,;:?!'\"()]+", "", word) for word in text.split()]
    form = {f"낱말:{word}": 1.0 for word in found if word in _FUNCTION_WORDS}
    for word in found[:-1]:
        if particle := _PARTICLE.search(word):
            form[f"조사:{particle[0]}"] = 1.0
    return form | {f"어미:{text[-length:]}": 1.0 for length in (1, 2, 3)}


def sentences(texts: Sequence[str], question: str) -> list[Form]:
    """Return the forms of the options of a question, each also beside the others."""
    forms = [sentence(text, question) for text in texts]
    letters = [pairs_of(text) for text in texts]
    for i, form in enumerate(forms):
        others = [j for j in range(len(texts)) if j != i]
        form["다른 보기와 같은 글자"] = fmean(overlap(letters[i], letters[j]) for j in others)
        form["다른 보기와 같은 끝"] = sum(texts[i][-2:] == texts[j][-2:] for j in others)
        form["다른 보기와 같은 처음"] = sum(texts[i][:2] == texts[j][:2] for j in others)
        form["다른 보기와 다른 길이"] = abs(len(texts[i]) - median(map(len, texts)))
    return beside(forms)


def beside(forms: Sequence[Form]) -> list[Form]:
    """Return forms that also say how each stands among the others of its question.

    For every size: how far from the mean in standard deviations, and whether it alone is the
    largest or the smallest.
    """
    added: list[Form] = [dict(form) for form in forms]
    for name in {name for form in forms for name in form if ":" not in name}:
        sizes = [form.get(name, 0.0) for form in forms]
        mean, high, low = fmean(sizes), max(sizes), min(sizes)
        spread = math.sqrt(fmean((size - mean) ** 2 for size in sizes))
        if spread < 1e-12 * max(1.0, abs(high), abs(low)):
            continue
        for form, size in zip(added, sizes, strict=True):
            form[f"{name}:남들보다"] = (size - mean) / spread
            form[f"{name}:혼자 큼"] = float(size == high and sizes.count(high) == 1)
            form[f"{name}:혼자 작음"] = float(size == low and sizes.count(low) == 1)
    return added


_WRITTEN = re.compile(r"(?:ln )?-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_NEVER_NEGATIVE = re.compile("확률|분산|표준편차|손실|오차|거리|노름|개수|크기|비용|정확도")


def numbers(text: str) -> Numbers:
    """Return the numbers of a text; of `ln 3` the logarithm.

    >>> numbers("x = [1 −2.5]")
    (1.0, -2.5)
    """
    found = _WRITTEN.findall(text.replace("−", "-"))
    return tuple(math.log(float(one[3:])) if "ln" in one else float(one) for one in found)


def given_values(text: str, size: int) -> list[Numbers]:
    """Return what may be copied from an input: its numbers where they are so many, or each one."""
    found = numbers(text.partition("=")[2])
    if len(found) == size:
        return [found]
    return [(one,) for one in found] if size == 1 else []


def given_numbers(inputs: Iterable[str]) -> list[Numbers]:
    """Return the numbers of each input, which stand after its name."""
    return [numbers(text.partition("=")[2]) for text in inputs if "=" in text]


def is_near(one: Numbers, other: Numbers) -> bool:
    """Say whether two values look the same when they are written with four digits."""
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=2e-3, abs_tol=1e-9) for a, b in zip(one, other, strict=True)
    )


_RELATIONS = {
    "10배": lambda x: 10 * x,
    "10분의 1": lambda x: x / 10,
    "2배": lambda x: 2 * x,
    "절반": lambda x: x / 2,
    "반대 부호": lambda x: -x,
    "역수": lambda x: 1 / x if x else math.inf,
    "1에서 뺀 값": lambda x: 1 - x,
    "제곱": lambda x: x * x,
    "제곱근": lambda x: math.sqrt(abs(x)),
}


def value_options(texts: Sequence[str], inputs: Iterable[str], question: str) -> list[Form]:
    """Return the forms of numbers, vectors or matrices to choose from."""
    given = given_numbers(inputs)
    found = [numbers(text) for text in texts]
    forms = [
        _digits(text, value) | _against_inputs(value, given) | {"있을 수 없는 값": odd}
        for text, value in zip(texts, found, strict=True)
        for odd in [float(bool(_NEVER_NEGATIVE.search(question)) and min(value, default=0) < 0)]
    ]
    for i, form in enumerate(forms):
        others = [j for j in range(len(texts)) if j != i]
        form |= _related(found[i], [found[j] for j in others])
        letters = pairs_of(texts[i])
        form["다른 보기와 같은 글자"] = fmean(overlap(letters, pairs_of(texts[j])) for j in others)
        form["가운데에서 멂"] = _from_median(found[i], found)
    return beside(forms)


def _digits(text: str, value: Numbers) -> Form:
    written = re.findall(r"\d[\d.]*", text)
    return {
        "글자 수": float(len(text)),
        "유효 숫자": fmean([len(one.replace(".", "").strip("0")) for one in written] or [0]),
        "정수": fmean([float(one.is_integer()) for one in value] or [0]),
        "절댓값": fmean([abs(one) for one in value] or [0]),
        "합": sum(value),
        "음수": float(sum(one < 0 for one in value)),
        "0": float(sum(one == 0 for one in value)),
        "1보다 큼": float(sum(one > 1 for one in value)),
        "절댓값이 1 이하": float(sum(abs(one) <= 1 for one in value)),
    }


def _against_inputs(value: Numbers, given: Sequence[Numbers]) -> Form:
    apart = {abs(one) for numbers in given for one in numbers}
    return {
        "입력과 같음": float(any(is_near(value, one) for one in given)),
        "입력에 있는 수": fmean([float(abs(one) in apart) for one in value] or [0]),
        "반대 부호의 입력": float(any(is_near(tuple(-x for x in value), one) for one in given)),
    }


def _related(value: Numbers, others: Sequence[Numbers]) -> Form:
    """Return how many of the other options are so many times this one, and what they share."""
    form = {
        f"다른 보기가 {name}": float(
            sum(is_near(other, tuple(map(change, value))) for other in others)
        )
        for name, change in _RELATIONS.items()
    }
    form["다른 보기와 관계있음"] = float(
        sum(
            any(
                is_near(other, tuple(map(change, value)))
                or is_near(value, tuple(map(change, other)))
                for change in _RELATIONS.values()
            )
            for other in others
        )
    )
    alike = [other for other in others if len(other) == len(value) > 0]
    form["다른 보기와 같은 모양"] = float(len(alike))
    form["다른 보기와 같은 자리"] = sum(
        fmean(float(is_near((a,), (b,))) for a, b in zip(value, other, strict=True))
        for other in alike
    )
    return form


def _from_median(value: Numbers, found: Sequence[Numbers]) -> float:
    """Return how far a value is from the middle of all options, in units of their spread."""
    alike = [one for one in found if len(one) == len(value)]
    far = 0.0
    for column, own in zip(zip(*alike, strict=True), value, strict=True):
        spread = max(column) - min(column)
        far += abs(own - median(column)) / spread if spread else 0.0
    return far


def line(text: str, place: int) -> Form:
    """Return the form of a line of a computation that is shown in some place."""
    written, _, note = text.partition("  (")
    target, _, formula = written.partition(" = ")
    found = re.findall(r"[A-Za-zα-ω]\w*", formula)
    marks = [ord(one) - ord("₀") for one in re.findall("[₀-₉]", written)]
    return {
        "보인 차례": float(place),
        "길이": float(len(written)),
        "식의 길이": float(len(formula)),
        "이름의 길이": float(len(target)),
        "기호 수": float(len(set(found))),
        "연산 수": float(len(re.findall(r"[-+−·/@√²]", formula))),
        "설명의 길이": float(len(note)),
        "큰 첨자": float(max(marks, default=0)),
        "작은 첨자": float(min(marks, default=0)),
        "괄호": float(written.count("(")),
        "큰 글자": float(target[:1].isupper()),
        "그리스 글자": float(bool(re.match("[α-ω]", target))),
        "꾸민 글자": float(bool(re.search("[\u0302\u0303′]|hat", target))),
        "미분": float("∂" in target or target.startswith("d")),
        "숫자 수": float(len(re.findall(r"\d", text))),
    }


def filler(word: str, sentence_: str, gap: str, question: str) -> Form:
    """Return the form of a word that might stand in the gap of a sentence."""
    before, _, after = sentence_.partition(gap)
    is_closed = with_particle(word, "은", "는").endswith("은")
    particle = re.match("(은|을|이|과|으로)(?![가-힣])|(는|를|가|와|로)(?![가-힣])", after)
    return {
        "길이": float(len(word)),
        "질문에 있음": float(word in question),
        "앞에 나옴": float(before.count(word)),
        "뒤에 나옴": float(after.count(word)),
        "영어": float(bool(re.search("[A-Za-z]", word))),
        "수": float(bool(re.search(r"\d", word))),
        "한글": float(all(map(is_hangul, word))),
        "조사가 맞음": float(particle is not None and is_closed == bool(particle[1])),
    }


def copied(place: int, many: int, value: Numbers, name: str, question: str) -> Form:
    """Return the form of a number that stands among the inputs, under some name."""
    symbol = name.strip().split()[-1] if name.strip() else ""
    return {
        "차례": float(place),
        "마지막": float(place == many - 1),
        "질문에 있는 이름": float(bool(symbol) and symbol in question),
        "절댓값": fmean(map(abs, value)),
        "음수": float(min(value) < 0),
        "정수": float(all(one.is_integer() for one in value)),
        "이름 없음": float(not symbol),
        "0": float(not any(value)),
    }
