"""Typed answers read with a glossary: what says the same, what is set apart, and who does what."""

from pathlib import Path

import pytest

from quizcards.decks.glossary import read_glossary
from quizcards.model import Glossary, KeyPoint, Term
from quizcards.quiz.judge import judge
from quizcards.quiz.lexicon import Lexicon
from quizcards.quiz.question import Blank
from quizcards.quiz.typed import State, marks

SHIPPED = Path(__file__).parents[2] / "content" / "glossary.yaml"
GLOSSARY = Glossary(
    terms=(
        Term("기울기", ("그래디언트", "gradient", "경사")),
        Term("경사하강법"),
        Term("손실 함수", ("loss function",)),
        Term("손실", ("로스", "loss")),
        Term("지수 이동 평균", ("EMA",)),
        Term("파라미터", ("매개변수",)),
        Term("소프트맥스", ("softmax",)),
        Term("최댓값", ("맥스", "max")),
        Term("과적합", ("overfitting",)),
        Term("절편", ("편향", "bias term")),
        Term("통계적 편향", ("편향", "bias of an estimator")),
        Term("L1 규제", ("L1", "엘원")),
        Term("L2 규제", ("L2", "엘투")),
        Term("이전 층", ("앞 층",)),
        Term("현재 층", ("지금 층",)),
    ),
    words=(("감소", "줄이-", "줄어-", "작아지-"), ("증가", "늘리-", "커지-")),
    contrasts=(("L1 규제", "L2 규제"),),
    opposites=(("감소", "증가"),),
)
LEXICON = Lexicon(GLOSSARY)


def covers(answer: str, *any_of: str, point: str = "핵심", all_of: tuple[str, ...] = ()) -> bool:
    (mark,) = marks(answer, [KeyPoint(point, any_of, all_of)], LEXICON)
    return mark.state is State.COVERED


@pytest.mark.parametrize(
    ("answer", "alternative"),
    [
        ("그래디언트의 반대로 간다", "기울기의 반대"),
        ("로스가 작아집니다", "손실이 줄어"),
        ("loss function을 감소시킨다", "손실 함수를 줄이"),
        ("EMA를 쓴다", "지수 이동 평균"),
        ("지수이동평균을 쓴다", "EMA"),
        ("매개변수마다 다르다", "파라미터마다"),
        ("loss가 줄어든다", "손실이 줄"),
        ("Softmax를 씌운다", "소프트맥스"),
    ],
)
def test_a_term_is_found_in_any_of_its_forms(answer: str, alternative: str) -> None:
    assert covers(answer, alternative)


@pytest.mark.parametrize(
    ("answer", "alternative"),
    [
        ("손실이 커진다", "손실이 줄어"),
        ("경사하강법을 쓴다", "기울기를 쓴"),
        ("bias term을 뺀다", "편향을 뺀"),
        ("gradientless를 쓴다", "기울기를 쓴"),
        ("과거 기울기 반영", "gradient만"),
    ],
)
def test_what_is_no_form_of_it_is_not(answer: str, alternative: str) -> None:
    assert not covers(answer, alternative)


def test_a_form_of_two_terms_is_read_as_either_and_stands_for_none() -> None:
    assert covers("편향을 뺀다", "절편을 뺀")
    assert covers("편향을 뺀다", "통계적 편향을 뺀")
    assert not covers("절편을 뺀다", "편향을 뺀")


def test_a_word_inside_another_term_is_not_found_but_one_of_a_compound_is() -> None:
    assert not covers("소프트맥스를 쓴다", "맥스")
    assert not covers("과적합이 난다", "적합")
    assert covers("손실함수를 쓴다", "손실 함수")
    assert covers("손실함수를 쓴다", "함수를 쓴")
    assert covers("연쇄법칙때문에미분이곱해진다", "미분")


@pytest.mark.parametrize(
    ("answer", "alternative"),
    [
        ("비선형 함수를 쓴다", "선형 함수"),
        ("과소적합한 상태", "과대적합한 상태"),
        ("최솟값으로 간다", "최댓값"),
        ("불안정하다", "안정"),
    ],
)
def test_an_opposite_is_no_slip(answer: str, alternative: str) -> None:
    assert not covers(answer, alternative)


@pytest.mark.parametrize(
    ("answer", "alternative", "expected"),
    [
        ("편향을 쓰지 않아 평균이 필요 없다", "평균", False),
        ("편향이 없어 평균을 쓰지 않는다", "편향", False),
        ("편향을 쓰지 않아 평균을 쓴다", "평균", True),
        ("평균을 쓴다고 볼 수 없다", "평균", False),
        ("배치 통계 대신 평균을 쓴다", "배치 통계", False),
        ("배치 통계 대신 평균을 쓴다", "평균", True),
    ],
)
def test_a_denial_counts_for_its_own_predicate(
    answer: str, alternative: str, expected: bool
) -> None:
    assert covers(answer, alternative) is expected


@pytest.mark.parametrize(
    ("answer", "alternative", "expected"),
    [
        ("보정이 없으면 걸음이 커진다", "보정 없으면 커", True),
        ("보정이 없으면 걸음이 커진다", "걸음이 커", True),
        ("보정이 없으면 걸음이 커진다", "보정", True),
        ("보정이 없으면 걸음이 커지지 않는다", "보정 없으면 커", False),
        ("보정이 있으면 걸음이 커진다", "보정 없으면 커", False),
        ("보정이 없으면 걸음이 커진다", "보정이 있으면 커", False),
        ("보정을 하지만 않으면 걸음이 커진다", "보정", False),
    ],
)
def test_a_denied_condition_is_read_as_what_it_says(
    answer: str, alternative: str, expected: bool
) -> None:
    assert covers(answer, alternative) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("L1은 절댓값 L2는 제곱을 더한다", True),
        ("L1은 제곱합, L2는 절댓값", False),
        ("L1은 제곱합 L2는 절댓값을 더한다", False),
        ("엘투는 절댓값을 더한다", False),
        ("엘원은 절댓값을 더한다", True),
    ],
)
def test_words_bind_to_the_nearest_subject(answer: str, expected: bool) -> None:
    assert covers(answer, "L1 절댓값") is expected
    assert covers(answer, "절댓값", point="L1은 절댓값을 더함") is expected
    assert covers(answer, "절댓값", all_of=("L1",)) is expected


def test_what_something_is_compared_with_is_not_its_subject() -> None:
    assert covers("L1이 L2보다 더 희소하다", "L1 더 희소")
    assert not covers("L2가 L1보다 더 희소하다", "L1 더 희소")
    assert covers("L2가 L1보다 더 희소하다", "L1보다 희소")


def test_a_clause_that_tells_the_opposite_of_the_key_point_does_not_say_it() -> None:
    point = "분산이 줄어듦"
    assert covers("규제를 걸면 분산이 달라진다", "분산이", point=point)
    assert covers("규제를 걸면 분산이 작아진다", "분산이", point=point)
    assert not covers("규제를 걸면 분산이 커진다", "분산이", point=point)
    assert covers("편향은 조금 늘리고 분산이 달라진다", "분산이", point=point)


def test_words_in_brackets_or_with_an_arrow_keep_their_order() -> None:
    for alternative in ("(이전 층, 현재 층)", "이전 층 → 현재 층"):
        assert covers("모양은 (이전 층, 현재 층)이다", alternative)
        assert covers("모양은 앞 층 곱하기 지금 층이다", alternative)
        assert not covers("모양은 (현재 층, 이전 층)이다", alternative)


def test_a_blank_takes_another_form_of_the_authors_word() -> None:
    blank = Blank("____로 갱신합니다.", ("기울기",))
    assert judge(blank, "그래디언트").share == 0
    assert judge(blank, "그래디언트", LEXICON.says_same).share == 1
    assert judge(blank, "손실", LEXICON.says_same).share == 0
    assert judge(Blank("____", ("절편",)), "편향", LEXICON.says_same).share == 0


def test_the_shipped_glossary_is_without_fault_and_every_form_finds_its_term() -> None:
    glossary, problems = read_glossary([SHIPPED])
    assert problems == ()
    assert len(glossary.terms) >= 300
    lexicon = Lexicon(glossary)
    for term in glossary.terms:
        assert term.gloss, term.name
        for form in term.spellings:
            (mark,) = marks(f"{form}", [KeyPoint("핵심", (term.name,))], lexicon)
            alone = len(form) == 1
            assert mark.state is State.COVERED or alone or len(lexicon.groups(term.name)) > 1, form
