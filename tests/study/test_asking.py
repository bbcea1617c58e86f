"""In which way a card is asked, and what an answer to any kind comes to."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.memory.replay import new_memory
from quizcards.model import (
    Card,
    DemoCall,
    FollowUp,
    Glossary,
    Grade,
    KeyPoint,
    Misconception,
    Term,
)
from quizcards.quiz import kinds
from quizcards.quiz.judge import solution
from quizcards.quiz.lexicon import Lexicon
from quizcards.quiz.question import Context, Number
from quizcards.quiz.typed import State
from quizcards.study.asking import Asking, form_at, form_of
from quizcards.study.attempt import Attempt
from quizcards.study.flow import review_event
from quizcards.study.session import Command, Graded
from tests.quiz.quiz_examples import whiteboard
from tests.session_fixtures import Desk

DETAILS: dict[str, Any] = {
    "answer": "두 적률을 편향 보정해서 씁니다.",
    "key_points": (
        KeyPoint("1차 적률", ("1차 적률", "기울기의 이동평균")),
        KeyPoint("편향 보정", ("편향 보정",)),
    ),
    "misconceptions": (
        Misconception("Adam은 모멘텀이다", "둘을 합쳤습니다.", truth="Adam은 둘을 합친 것이다"),
    ),
    "followups": (FollowUp("왜요?", "그래서요."),),
    "demo": DemoCall("adam"),
}


@pytest.fixture
def rich(card: Callable[..., Card]) -> Any:
    """A card that supports every kind but those that need siblings."""
    return card("a/1", **DETAILS)


def context(*cards: Any) -> Any:
    return Context(cards, demos.of, random.Random)


def remembered(card: Any, **more: Any) -> Any:
    return replace(new_memory(card.key), reps=3, step=-1, stability=30.0, **more)


def test_a_card_is_asked_in_its_own_words_until_it_is_stable(rich: Any) -> None:
    asking = Asking(context(rich))
    assert asking.item(rich, new_memory(rich.key)).kind == "recall"
    assert asking.item(rich, replace(remembered(rich), stability=6.9)).kind == "recall"
    assert asking.item(rich, replace(remembered(rich), step=1)).kind == "recall"


def test_after_two_reviews_a_young_card_is_asked_once_in_a_way_that_is_marked(rich: Any) -> None:
    asking = Asking(context(rich))
    young = replace(remembered(rich), stability=2.0)
    asked = [asking.item(rich, replace(young, reps=reps)).kind for reps in range(5)]
    assert [kind == "recall" for kind in asked] == [True, True, False, True, True]
    assert asked[2] in kinds.marked()
    assert asked[2] != "points"


def test_a_stable_card_goes_through_every_kind_that_it_supports_before_one_comes_again(
    rich: Any,
) -> None:
    asking = Asking(context(rich))
    seen = [
        asking.item(
            rich, remembered(rich, lapses=0) if not i else replace(remembered(rich), reps=3 + i)
        ).kind
        for i in range(len(kinds.names()))
    ]
    supported = {name for name in kinds.names() if kinds.ask(name, rich, context(rich), 1)}
    assert set(seen) == supported


def test_the_same_card_after_as_many_reviews_is_asked_exactly_the_same(rich: Any) -> None:
    asking = Asking(context(rich), ("numeric",))
    first, again = asking.item(rich, remembered(rich)), asking.item(rich, remembered(rich))
    assert first == again
    assert asking.item(rich, replace(remembered(rich), reps=4)) != first
    assert kinds.ask(first.kind, rich, context(rich), first.seed) == first


def test_the_longer_a_card_lasts_the_more_code_is_asked_for() -> None:
    days = {1.0: "line", 20.9: "line", 21.0: "lines", 59.9: "lines", 60.0: "body", 900.0: "body"}
    memory = replace(new_memory("a/1"), reps=9, step=-1)
    assert {at: form_at(replace(memory, stability=at)) for at in days} == days
    assert form_at(replace(memory, step=0, stability=90.0)) == "line"  # it was forgotten


def test_a_card_of_the_same_memory_asks_for_the_same_code_and_its_event_says_how_much(
    rich: Any,
) -> None:
    asking = Asking(replace(context(rich), whiteboard=whiteboard), ("code",))
    for stability, form in ((30.0, "lines"), (90.0, "body"), (9.0, "line")):
        memory = replace(remembered(rich), stability=stability)
        item = asking.item(rich, memory)
        assert item == asking.item(rich, memory)
        event = review_event(item, Graded(Grade.GOOD, 1.0), 0.0, 1, "")
        assert form_of(event) == form
        made_again = replace(asking.context, form=form_of(event))
        assert kinds.ask("code", rich, made_again, event.seed or 0) == item


def test_named_kinds_hold_from_the_first_time_and_a_deck_may_have_its_own(rich: Any) -> None:
    assert Asking(context(rich), ("ox",)).item(rich, new_memory(rich.key)).kind == "ox"
    assert (
        Asking(context(rich), ("ox",), {"a": ("cloze",)}).item(rich, new_memory(rich.key)).kind
        == "cloze"
    )


def test_a_card_that_supports_none_of_the_kinds_is_asked_in_its_own_words(
    card: Callable[..., Card],
) -> None:
    bare = card("a/2")
    assert Asking(context(bare), ("numeric", "ox")).item(bare, new_memory("a/2")).kind == "recall"


def test_every_kind_can_be_answered_or_given_up_and_suggests_a_grade_where_it_can_be_marked(
    rich: Any,
) -> None:
    for name in kinds.names():
        item = kinds.ask(name, rich, context(rich), 5)
        if item is None:
            continue
        given_up = Attempt(item).given_up()
        assert given_up.revealed
        assert given_up.proposed == (None if name in ("recall", "followup") else Grade.AGAIN)


def test_a_right_number_suggests_good_a_wrong_one_again_and_what_is_no_number_is_asked_for_again(
    rich: Any,
) -> None:
    item = kinds.ask("numeric", rich, context(rich), 5)
    assert item is not None
    assert isinstance(item.asked.answering, Number)
    right = solution(item.asked.answering)[0].removeprefix("정답: ")
    assert Attempt(item).answered(right).proposed is Grade.GOOD
    assert Attempt(item).answered("123456").proposed is Grade.AGAIN
    with pytest.raises(QuizcardsError):
        Attempt(item).answered("몰라요")


def test_key_points_are_suggested_and_the_learner_turns_them_over(rich: Any) -> None:
    item = kinds.ask("points", rich, context(rich), 5)
    assert item is not None
    typed = Attempt(item).answered("기울기의 이동평균을 씁니다.")
    assert [mark.state for mark in typed.marks] == [State.COVERED, State.MISSED]
    assert typed.proposed is Grade.HARD  # half of them
    assert typed.toggled(1).proposed is Grade.GOOD
    verdict = typed.toggled(1).toggled(0).verdict
    assert verdict is not None
    assert verdict.share == 0.5
    assert typed.toggled(7) == typed


def test_undo_takes_back_an_answer_of_any_kind_and_the_log_says_how_it_was_asked(
    at_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at_desk("a/1", "a/2")
    cards = {key: replace(card, **DETAILS) for key, card in desk.open().cards.items()}
    session = replace(
        desk.open(),
        cards=cards,
        asking=Asking(context(*cards.values()), ("ox", "numeric", "points")),
    )
    monkeypatch.setattr(desk, "open", lambda: session)
    desk.play(
        Graded(Grade.AGAIN, 1.0, "1"),
        Graded(Grade.GOOD, 1.0),
        Command("undo"),
        Graded(Grade.EASY, 1.0),
    )
    first, second, _, again = [question.item for question in desk.questions[:4]]
    assert again == second  # undone, the very same question stands there again
    asked = [(event.asked, event.seed) for event in desk.log.events if event.kind == "review"]
    assert asked == [(item.kind, item.seed) for item in (first, second, again)]


def test_the_glossary_is_read_with_the_first_typed_answer_and_no_sooner(
    card: Callable[..., Card],
) -> None:
    reads = []

    def lexicon() -> Lexicon:
        reads.append(1)
        return Lexicon(Glossary((Term("이동평균", ("moving average",)),)))

    one = card("a/1", key_points=(KeyPoint("쓰임", ("이동평균",)),))
    item = kinds.ask("points", one, context(one), 1)
    assert item is not None
    attempt = Attempt(item, lexicon=lexicon)
    assert attempt.given_up().marks[0].state is State.MISSED
    assert reads == []
    assert attempt.answered("moving average").marks[0].state is State.COVERED
    assert reads == [1]
