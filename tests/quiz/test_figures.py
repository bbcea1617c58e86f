"""The numbers that a typed sentence names, and when they are not those of the answer."""

import pytest

from quizcards.quiz.figures import figures, names_others_only
from tests.shipped import shipped


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.5, -2와 1-0.95", [(0.5,), (-2.0,), (1.0,), (0.95,)]),
        ("1,048,576개", [(1048576.0,)]),
        ("1e-8은 10⁻⁸", [(1e-8,), (1e-8,)]),
        ("100만에 43억", [(1e6,), (4.3e9,)]),
        ("25 %", [(0.25, 25.0)]),
        ("4분의 1은 1/4", [(0.25, 4.0), (0.25, 4.0)]),
        ("네 배, 절반, 다섯 번", [(4.0,), (0.5, 2.0), (5.0,)]),
        ("L2, β₂, GPT2, 2차 미분, 2019년, 3번째", []),
        ("1/0과 10^999", [(1.0,), (10.0,)]),
    ],
)
def test_a_number_is_read_however_a_sentence_writes_it(text: str, numbers: list[object]) -> None:
    assert list(figures(text)) == numbers


@pytest.mark.parametrize(
    ("typed", "expected", "question", "others"),
    [
        ("0.9입니다", "0.5입니다", "출력은 얼마인가요?", True),
        ("두 배", "4배입니다", "얼마나 늘어나나요?", True),
        ("0.53쯤", "0.525입니다", "출력은 얼마인가요?", False),
        ("8분의 1, 아니 7분의 1", "7분의 1입니다", "얼마인가요?", False),
        ("커집니다", "4배입니다", "얼마나 늘어나나요?", False),
        ("0.5입니다", "커집니다", "얼마나 늘어나나요?", False),
        # what the question names counts where it asks for a number, and nowhere else
        ("3입니다", "7+2-3은 6이라 4입니다", "한 변이 7, 필터가 3이면 얼마인가요?", True),
        ("0.98이면 느립니다", "50개로 늘어 느립니다", "β가 0.98이면 어떻게 되나요?", False),
        ("1000을 64로 나눈 12번", "1000을 64로 나눈 16번", "1000개를 64씩이면?", True),
    ],
)
def test_who_names_numbers_and_none_of_the_answer_names_others_only(
    typed: str, expected: str, question: str, others: bool
) -> None:
    assert names_others_only(typed, expected, question) is others


def test_no_answer_of_a_shipped_follow_up_names_others_only_than_its_own() -> None:
    asked = [followup for card in shipped().cards for followup in card.followups]
    assert not [one for one in asked if names_others_only(one.answer, one.answer, one.question)]
