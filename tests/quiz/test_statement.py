"""Claims as phrases.

The expected forms are those of a dictionary (표준국어대사전), written by hand.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.quiz.statement import as_phrase
from tests.quiz.quiz_examples import CARDS


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("기울기가 커진다", "기울기가 커짐"),
        ("늘 그렇게 한다.", "늘 그렇게 함"),
        ("전역 최솟값을 찾는다", "전역 최솟값을 찾음"),
        ("학습되지 않는다", "학습되지 않음"),
        ("단순하게 만든다", "단순하게 만듦"),
        ("문제를 푼다", "문제를 풂"),
        ("규제를 건다", "규제를 걺"),
        ("평균을 낸다", "평균을 냄"),
        ("항상 좋다", "항상 좋음"),
        ("더 높다", "더 높음"),
        ("쓸 수 있다", "쓸 수 있음"),
        ("필요가 없다", "필요가 없음"),
        ("밝혀졌다", "밝혀졌음"),
        ("결과가 같다", "결과가 같음"),
        ("최솟점에 가깝다", "최솟점에 가까움"),
        ("구하기 쉽다", "구하기 쉬움"),
        ("언제나 낫다", "언제나 나음"),
        ("더 길다", "더 긺"),
        ("더 크다", "더 큼"),
        ("서로 다르다", "서로 다름"),
        ("더 빠르다", "더 빠름"),
        ("수렴이 느리다", "수렴이 느림"),
        ("같은 것이 아니다", "같은 것이 아님"),
        ("볼록하다", "볼록함"),
        ("선형 함수다", "선형 함수임"),
        ("좋은 모델이다", "좋은 모델임"),
        ("둘의 차이다", "둘의 차이임"),
        ("값이 0.5 이하다", "값이 0.5 이하임"),
        ("미분은 z(1-z)다", "미분은 z(1-z)임"),
        ("dz는 -2이다", "dz는 -2임"),
        ("그래프의 벤치마크다", "그래프의 벤치마크임"),
        ("이미 명사구", "이미 명사구"),
        ("", ""),
        ("다", "다"),
    ],
)
def test_a_sentence_becomes_a_phrase(sentence: str, phrase: str) -> None:
    assert as_phrase(sentence) == phrase


def test_no_shipped_claim_gives_itself_away_by_its_ending() -> None:
    phrases = [as_phrase(wrong.claim) for card in CARDS for wrong in card.misconceptions]
    assert len(phrases) > 100
    assert not [phrase for phrase in phrases if phrase.endswith(("다", "."))]


@given(st.text() | st.text("가나다크르하이는쉽길ab", max_size=5).map(lambda text: text + "다"))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(as_phrase(text), str)
