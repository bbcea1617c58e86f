"""The key points of the shipped cards, as the suggestions for a typed answer read them."""

from __future__ import annotations

import pytest

from bench.typed import LEXICON
from quizcards.model import Card
from quizcards.quiz.lexicon import NO_GLOSSARY
from quizcards.quiz.phrases import first_way
from quizcards.quiz.typed import State, alternative_problems, marks
from tests.content.test_content import LIBRARY, every_card
from tests.contract import Contract
from tests.sampling import one

SWAPPED = """
learning-rate 1 | 너무 작으면 학습이 오래 걸리고 너무 크면 발산합니다 | 너무 크면 수렴이 느리다
learning-rate 2 | 높으면 진동하고 낮으면 오래 걸려요 | 너무 작으면 발산한다
logistic-regression-gd 1 | a(1-a)와 약분되어 dz = a - y가 됩니다 | BCE를 쓰면 dz = (a-y)·a(1-a)이다
logistic-regression-gd 2 | dw는 x dz이고 m개면 평균을 냅니다 | 샘플이 m개면 dw = (1/m) X dZᵀ
logistic-regression-gd 4 | 제곱오차는 비볼록이지만 교차 엔트로피는 볼록합니다 \
| 비용이 w와 b에 대해 비볼록하다
gradient-descent 3 | 비볼록이면 전역 최소를 보장하지 않아요 | 비볼록이면 전역 최소를 찾는다
neural-network 3 | 사람이 설계하지 않아도 표현 학습을 합니다 \
| 표현할 수 있는 함수는 반드시 학습할 수 있다
activation-functions 1 | 양수면 그대로, 음수면 0이라 유닛이 죽을 수 있습니다 \
| 양수 쪽에서 유닛이 죽는다
activation-functions 2 | 시그모이드는 양 끝에서 포화되고 ReLU는 괜찮습니다 \
| ReLU는 양 끝에서 포화된다
relu 0 | 음수면 0이고 양수면 기울기가 1이라서 소실이 덜합니다 | 음수 구간의 기울기가 1이다
activation-derivatives 0 | 시그모이드는 최대 0.25인데 tanh는 최댓값이 1입니다 \
| tanh의 미분은 a(1-a)다
norms 0 | L1은 절댓값의 합이고 L2는 제곱합의 제곱근입니다 | L2 노름은 절댓값의 합이다
norms 2 | L2 규제에서는 노름을 제곱해서 씁니다 | L2 노름은 제곱합의 제곱근입니다
l1-vs-l2 1 | L1은 절댓값이라서 일부 가중치가 정확히 0이 됩니다 | L2는 희소한 해를 준다
l1-vs-l2 2 | 제약 영역이 L1은 마름모, L2는 원 모양입니다 | L2의 제약 영역은 마름모다
dropout 0 | 학습할 때 무작위로 뉴런을 끄고 추론 때는 다 씁니다 | 추론할 때 뉴런을 무작위로 끈다
mini-batch 3 | 배치가 작으면 GPU 효율이 떨어집니다 | 배치가 작으면 메모리를 많이 쓴다
bn-forward 4 | 분포의 모양은 바뀌지 않습니다 | 분포의 모양이 바뀝니다
bn-placement 3 | 정답이 하나로 정해져 있지 않습니다 | 정답이 하나로 정해져 있습니다
optimizers-overview 1 | 모멘텀은 SGD의 진동을 줄입니다 \
| RMSprop은 기울기의 이동평균으로 진동을 줄인다
optimizers-overview 4 | 어떤 것이 항상 최고라고 할 수는 없습니다 | Adam이 항상 최고입니다
momentum 2 | 일관된 방향으로는 가속됩니다 | 그 속도로 움직입니다
adam 0 | adaptive moment estimation의 약자로 모멘텀과 RMSprop을 합쳤습니다 \
| 어댑티브 모멘텀 에스티메이션의 약자다
adam 1 | 1차는 기울기의 이동평균이고 2차는 기울기 제곱의 이동평균입니다 \
| v는 기울기 제곱의 이동평균이다
"""
"""Of a key point of a card: an answer that says it, and one that says something else.

Often the other has the halves swapped.
"""

CONTRACT = Contract[Card]()
CARDS = {card.id: card for card in LIBRARY.cards}
swapped = pytest.mark.parametrize(
    "line", SWAPPED.strip().splitlines(), ids=lambda line: line.split(" |")[0]
)


def states(said: str, card: Card) -> list[State]:
    """What is suggested for each key point of a card."""
    return [mark.state for mark in marks(said, card.key_points)]


@CONTRACT.rule
def the_answer_of_a_card_covers_its_key_points_on_one_line_and_on_many(card: Card) -> None:
    expected = [State.COVERED] * len(card.key_points)
    for answer in one((card.answer, " ".join(card.answer.split())), card.key):
        assert states(answer, card) == expected


@CONTRACT.rule
def a_key_point_in_its_own_words_is_covered_and_no_other(card: Card) -> None:
    for number, point in enumerate(card.key_points):
        covered = [
            other for other, state in enumerate(states(point.point, card)) if state is State.COVERED
        ]
        assert covered == [number], point.point


@CONTRACT.rule
def whatever_an_author_wrote_covers_its_own_key_point(card: Card) -> None:
    for number, point in enumerate(card.key_points):
        for text in one(point.any_of, f"{number} {card.key}"):
            said = first_way(text).replace(" →", ",")
            found = (
                marks(said, card.key_points, lexicon)[number].state
                for lexicon in (NO_GLOSSARY, LEXICON)
            )
            assert State.COVERED in found, text


@CONTRACT.rule
def no_alternative_misleads_the_suggestions(card: Card) -> None:
    assert alternative_problems(card.key_points) == ()


@every_card
def test_the_key_points_of_every_card_keep_their_contract(card: Card) -> None:
    CONTRACT.hold(card)


@swapped
def test_what_is_said_the_wrong_way_round_is_not_covered_and_the_right_way_is(line: str) -> None:
    place, right, wrong = line.split(" | ")
    name, number = place.split()[0], int(place.split()[1])
    card = CARDS[name]
    # who says one point alone is doubted anyway
    beside = card.key_points[number - 1].point
    assert states(f"{right}. {beside}", card)[number] is State.COVERED
    assert states(f"{wrong}. {beside}", card)[number] is not State.COVERED
