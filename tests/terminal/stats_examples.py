"""Decks, logs and statistics for the tests of the screens, the same on every machine."""

import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from random import Random

from quizcards import demos
from quizcards.insight.mistakes import mistake, most_made
from quizcards.insight.stats import Stats, stats
from quizcards.memory.replay import replay
from quizcards.memory.schedule import Scheduler
from quizcards.model import AnsweredRow, Card, Event, KeyPoint, Misconception, Place, Statement
from quizcards.quiz.question import Context

EVENING, TODAY = 1_795_690_800.0, 739_946  # 2026-11-26 20:00 in Seoul
TITLES = {
    "recall": "말로 답하기",
    "ox": "O/X",
    "choice": "고르기",
    "points": "글로 답하기",
    "numeric": "계산하기",
}
TOPICS = (
    "손실 비용 가설 경사 학습률 그래프 역전파 벡터화 신경망 활성화 "
    "시그모이드 과적합 규제 노름 드롭아웃 증강 배치 모멘텀 평균 보정"
).split()


def cards() -> tuple[Card, ...]:
    """Twenty cards, each but the first built on one or two before it."""
    found = []
    for i, topic in enumerate(TOPICS):
        needs = tuple(f"deck/topic-{j}" for j in dict.fromkeys(((i - 1) // 2, i - 3)) if 0 <= j < i)
        points = tuple(KeyPoint(f"{topic}의 핵심 {n}") for n in range(1, 4))
        wrong = Misconception(f"{topic}은 정답과 항상 같다", f"{topic}은 데이터에 따라 달라집니다.")
        pairs = tuple(
            Statement(
                f"{topic}의 핵심 {n}은 참이다",
                f"{topic}의 핵심 {n}은 거짓이다",
                f"{topic}은 데이터에 따라 달라집니다.",
            )
            for n in range(1, 5)
        )
        question = f"{topic}이란 무엇이고, 왜 필요한가요? 예를 들어 설명해 주세요."
        place = Place("deck.yaml")
        found.append(
            Card(
                "deck",
                f"topic-{i}",
                question,
                ".",
                place,
                key_points=points,
                misconceptions=(wrong,),
                statements=pairs,
                needs=needs,
            )
        )
    return tuple(found)


@cache
def year() -> tuple[Event, ...]:
    """A year of a learner who studies these cards."""
    spec = spec_from_file_location("year", Path(__file__).parents[2] / "tools/year.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault("year", module_from_spec(spec))
    spec.loader.exec_module(module)
    return tuple(module.year(cards(), EVENING, TODAY, seed=2))


def three() -> tuple[Event, ...]:
    """One evening: a card known, one half known, one not."""
    rows = ((0, 3), (1, 1), (2, 4))
    return tuple(
        Event(
            f"{i:028x}", EVENING + 60 * i, TODAY, "review", f"deck/topic-{i}", grade, "recall", 12.0
        )
        for i, grade in rows
    )


def answers(events: tuple[Event, ...]) -> list[AnsweredRow]:
    """The events, all of them reviews, as statistics read them."""
    return [
        AnsweredRow(event.card, event.grade, event.day, event.asked, event.seconds)
        for event in events
    ]


def summed(events: tuple[Event, ...]) -> Stats:
    """The statistics of a log of reviews, mistakes included."""
    known = {card.key: card for card in cards()}
    histories = {key: [event for event in events if event.card == key] for key in known}
    memories = {
        key: replay(history, key, Scheduler()) for key, history in histories.items() if history
    }
    context = Context(cards(), demos.of, Random)
    wrong = [event for event in reversed(events) if event.answer]
    mistakes = most_made([(e.card, mistake(e, known[e.card], context)) for e in wrong], known)
    return stats(answers(events), cards(), memories, EVENING, TODAY, Scheduler(), mistakes)
