"""The shipped decks, a card of our own, and replies to anything, for the tests of the quiz room."""

from __future__ import annotations

import os
import random
from functools import cache
from pathlib import Path

from quizcards import demos
from quizcards.model import Card, FollowUp, KeyPoint, Misconception, Place, Statement
from quizcards.quiz.question import Blank, Choice, Code, Context, Judged, Number, Order, Value
from quizcards.trace.sandbox import Warm
from quizcards.trace.whiteboard import Whiteboard
from tests.shipped import shipped

SEEDS = range(int(os.environ.get("CONTRACT_SEEDS", "10")))  # `make contract` takes 200
CONTENT = Path(__file__).parents[2] / "content"
CARDS = shipped().cards


WARM = Warm()
"""What runs code, in one process for all tests of a worker."""


@cache
def whiteboard() -> Whiteboard:
    """What checks code."""
    return Whiteboard(WARM.run)


CONTEXT = Context(CARDS, demos.of, random.Random, whiteboard)

CARD = Card(
    deck="animals",
    id="cat",
    question="고양이는 어떤 동물인가요?",
    answer=(
        "고양이는 육식 동물(carnivore)입니다."
        " 하루에 {{열두 시간|12시간}} 넘게 {{자고}} 혼자 사냥합니다."
    ),
    place=Place("animals.yaml"),
    key_points=(
        KeyPoint("고양이는 육식 동물이다", ("육식 동물",)),
        KeyPoint("고양이는 오래 잔다", ("넘게 자",)),
        KeyPoint("고양이는 혼자 사냥한다", ("혼자",)),
    ),
    misconceptions=(
        Misconception("고양이는 풀을 먹는다", "육식입니다.", truth="고양이는 고기를 먹는다"),
        Misconception("고양이는 물을 싫어한다", "헤엄을 즐기는 고양이도 있습니다."),
    ),
    statements=(
        Statement("고양이는 낮에 잔다", "고양이는 밤에 잔다", "낮에 자고 밤에 사냥합니다."),
        Statement("고양이는 혼자 사냥한다", "고양이는 떼로 사냥한다", "영역을 지킵니다."),
        Statement("고양이는 단맛을 모른다", "고양이는 단맛을 안다", "수용체가 없습니다."),
        Statement("고양이는 새끼를 낳는다", "고양이는 알을 낳는다", "젖먹이동물입니다."),
    ),
    followups=(FollowUp("왜 오래 자나요?", "사냥에 힘을 쓰기 때문입니다."),),
)


def right_reply(answering: Judged) -> str:
    """What somebody types who knows the answer."""
    match answering:
        case Choice(right=right):
            return str(right + 1)
        case Number(right=right):
            return written(right)
        case Order(right=right):
            return " ".join(str(i + 1) for i in right)
        case Blank(accepted=accepted):
            return accepted[0]
        case Code(answer=answer):
            return answer


def wrong_reply(answering: Judged) -> str:
    """What somebody types who does not."""
    match answering:
        case Choice(options=options, right=right):
            return str((right + 1) % len(options) + 1)
        case Number(right=right):
            return written(_far_off(right))
        case Order(right=right):
            return " ".join(str(i + 1) for i in reversed(right))
        case Blank():
            return "모르겠습니다"
        case Code():
            return "7"


def _far_off(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(map(_far_off, value))
    return 3 * value + 7


def written(value: Value) -> str:
    """A value in full, as it may be typed."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    return repr(value)
