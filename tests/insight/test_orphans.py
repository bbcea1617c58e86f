"""Histories without a card: what is left of each, and which card it probably belongs to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quizcards.insight.orphans import Orphan, orphans
from quizcards.memory.replay import new_memory
from quizcards.model import Card, Event
from quizcards.study.wording import shown_hash, wording

ADAM = (
    "Adam은 Momentum과 RMSprop을 어떻게 결합하나요?",
    "두 적률을 지수이동평균으로 추정하고, 0에서 출발한 편향을 보정합니다.",
)
DROPOUT = (
    "드롭아웃을 쓴 신경망은 추론할 때 무엇이 달라지나요?",
    "뉴런을 모두 켜 두고, 학습할 때 나누어 둔 값을 그대로 더합니다.",
)
EARLIER = "optimization/old"


@pytest.fixture
def cards(card: Callable[..., Card]) -> Any:
    """Adam and dropout, under names that say nothing."""
    return [
        card("optimization/one", question=ADAM[0], answer=ADAM[1]),
        card("regularization/two", question=DROPOUT[0], answer=DROPOUT[1]),
    ]


def event(
    number: Any, day: Any = 100, kind: Any = "review", card: Any = EARLIER, **more: Any
) -> Any:
    grade = 3 if kind == "review" else None
    return Event(f"{number:028x}", day * 86_400.0, day, kind, card, grade, **more)


def only(history: Any, cards: Any, memories: Any = None, key: Any = EARLIER) -> Any:
    (found,) = orphans({key: history}, cards, memories or {})
    return found


def test_the_same_text_under_another_name_is_known_from_its_hash_alone(cards: Any) -> None:
    for said in (shown_hash(cards[1]), wording(cards[1])):
        found = only([event(1, shown=said)], cards)
        assert (found.likely, found.because) == ("regularization/two", "글이 같습니다")


def test_a_like_text_is_known_from_the_sketches(cards: Any) -> None:
    edited = replace(
        cards[1],
        question=DROPOUT[0].replace("무엇이", "뭐가"),
        answer=f"{DROPOUT[1]} 그래서 빠릅니다.",
    )
    found = only([event(1, shown=wording(edited))], cards)
    assert (found.likely, found.because) == ("regularization/two", "글이 비슷합니다")
    assert only([event(1, shown=shown_hash(edited))], cards).likely is None


@pytest.mark.parametrize(
    ("key", "likely"),
    [
        ("basics/two", "regularization/two"),  # moved to another deck
        ("optimization/ones", "optimization/one"),
        ("regularization/ones", None),  # a like id in another deck says nothing
        ("optimization/momentum", None),
        ("", None),
        ("\x1b[31m", None),
    ],
)
def test_where_the_log_says_nothing_of_the_text_the_name_speaks(
    cards: Any, key: str, likely: Any
) -> None:
    found = only([event(1, card=key)], cards, key=key)
    assert (found.likely, found.because) == (likely, "아이디가 비슷합니다" if likely else "")


def test_a_card_that_was_learnt_beside_it_is_another_one(cards: Any) -> None:
    history = [event(1, 100, shown=wording(cards[0])), event(2, 120)]
    seen = replace(new_memory("optimization/one"), reps=2)
    for first_day, likely in ((119, None), (120, "optimization/one"), (130, "optimization/one")):
        assert (
            only(history, cards, {"optimization/one": replace(seen, first_day=first_day)}).likely
            == likely
        )
    assert (
        only(history, cards, {"optimization/one": new_memory("optimization/one")}).likely
        == "optimization/one"
    )


def test_only_what_still_holds_counts_the_last_first(cards: Any) -> None:
    histories = {
        "a/undone": [event(1), event(2, kind="undo", of=f"{1:028x}")],
        "a/two": [
            event(1),
            event(2, 110),
            event(3, 111),
            event(4, 111, "undo", of=f"{3:028x}"),
            event(5, 112, "bury"),
        ],
        "a/rested": [event(1, 90, "suspend")],
        "b/two": [event(1, 112)],
    }
    found = [replace(one, likely=None, because="") for one in orphans(histories, cards, {})]
    assert found == [Orphan("a/two", 2, 112), Orphan("b/two", 1, 112), Orphan("a/rested", 0, 90)]


def test_no_histories_no_orphans(cards: Any) -> None:
    assert orphans({}, cards, {}) == []
    assert only([event(1)], []) == Orphan(EARLIER, 1, 100)
