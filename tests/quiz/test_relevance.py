"""Whether a typed answer speaks at all of what the right one speaks of."""

import pytest

from quizcards.model import Glossary, Term
from quizcards.quiz.lexicon import Lexicon
from quizcards.quiz.relevance import shares_nothing

EXPECTED = "학습률을 줄이면 손실이 0.5까지 떨어질 수 있습니다."


@pytest.mark.parametrize(
    "typed",
    [
        "손실이요",
        "떨어집니다",
        "절반쯤입니다",
        "학습률과 상관이 있습니다",
        "learning rate 때문입니다",
    ],
)
def test_a_word_an_inflection_a_number_or_a_term_is_shared(typed: str) -> None:
    lexicon = Lexicon(Glossary((Term("학습률", ("learning rate",)),)))
    assert not shares_nothing(typed, EXPECTED, lexicon)


@pytest.mark.parametrize(
    "typed", ["바나나를 먹었습니다", "그럴 수 있습니다", "아주 보통이라서 그렇습니다", "0.9", "?!"]
)
def test_words_that_any_sentence_may_hold_are_not(typed: str) -> None:
    assert shares_nothing(typed, EXPECTED)
