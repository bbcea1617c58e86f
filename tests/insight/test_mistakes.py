"""The mistakes behind wrong answers: each question is made again from the seed in the log."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from quizcards import demos
from quizcards.insight.mistakes import mistake, most_made
from quizcards.model import Card, DemoCall, Event, Misconception, Statement
from quizcards.quiz import kinds
from quizcards.quiz.question import Choice, Context, Number
from quizcards.study.wording import shown_hash, wording
from quizcards.trace.notation import values

CLAIM = Misconception(
    "학습률이 커도 수렴한다", "학습률이 크면 발산합니다.", truth="학습률이 크면 발산한다"
)
PAIRS = tuple(Statement(f"맞는 말 {i}", f"틀린 말 {i}", f"까닭 {i}입니다.") for i in range(3))


@pytest.fixture
def adam(card: Callable[..., Card]) -> Any:
    return card("d/adam", demo=DemoCall("adam"), misconceptions=(CLAIM,), statements=PAIRS)


def context(*cards: Any) -> Any:
    return Context(cards, demos.of, Random)


def answer(card: Any, kind: Any, seed: Any, text: Any, **more: Any) -> Any:
    return Event("0", 0.0, 1, "review", card.key, 1, kind, 5.0, seed, text, **more)


@pytest.mark.slow
def test_a_number_that_a_known_mistake_gives_is_named_as_the_learner_was_told(adam: Any) -> None:
    found = set()
    for seed in range(1, 12):
        item = kinds.ask("numeric", adam, context(adam), seed)
        assert item is not None
        asked = item.asked.answering
        assert isinstance(asked, Number)
        for value, feedback in asked.wrong:
            assert (
                mistake(answer(adam, "numeric", seed, values(value, 15, 99)), adam, context(adam))
                in feedback
            )
            found.add(feedback)
        assert (
            mistake(answer(adam, "numeric", seed, values(asked.right, 15, 99)), adam, context(adam))
            == ""
        )
        # wrong in no known way
        assert mistake(answer(adam, "numeric", seed, "123456"), adam, context(adam)) == ""
    assert any("편향 보정" in feedback for feedback in found)


def test_a_statement_taken_for_its_twin_is_told_with_the_answer_and_the_reason(adam: Any) -> None:
    said: dict[str, set[str]] = {"O": set(), "X": set()}
    for seed in range(1, 60):
        for reply, found in said.items():
            found.add(mistake(answer(adam, "ox", seed, reply), adam, context(adam)))
    halves = [(pair.right, pair.wrong, pair.because) for pair in PAIRS]
    halves.append((CLAIM.truth, CLAIM.claim, CLAIM.because))
    assert said["O"] == {"", *(f"'{wrong}'에 O로 답했습니다. {why}" for _, wrong, why in halves)}
    assert said["X"] == {"", *(f"'{right}'에 X로 답했습니다. {why}" for right, _, why in halves)}


def test_of_a_choice_the_wrong_option_says_what_went_wrong(adam: Any) -> None:
    for seed in range(1, 20):
        item = kinds.ask("choice", adam, context(adam), seed)
        assert item is not None
        asked = item.asked.answering
        assert isinstance(asked, Choice)
        said = [
            mistake(answer(adam, "choice", seed, str(i + 1)), adam, context(adam)) for i in range(4)
        ]
        told = [
            f"'{option.text}', 이 답을 골랐습니다. {option.feedback}" for option in asked.options
        ]
        assert said == ["" if i == asked.right else told[i] for i in range(4)]


@pytest.mark.parametrize(
    "event",
    [
        {"asked": "recall"},
        {"asked": "points"},
        {"asked": "interview"},
        {"asked": "../kinds"},
        {"asked": None},
        {"answer": None},
        {"seed": None},
        {"answer": "다른 질문의 답"},
        {"shown": "00000000"},
    ],
)
def test_what_cannot_be_marked_again_is_no_mistake(adam: Any, event: Any) -> None:
    assert mistake(answer(adam, "ox", 3, "O"), adam, context(adam)) or mistake(
        answer(adam, "ox", 3, "X"), adam, context(adam)
    )
    for reply in ("O", "X"):
        assert mistake(replace(answer(adam, "ox", 3, reply), **event), adam, context(adam)) == ""


def test_a_card_worded_as_it_was_shown_is_marked_again_by_either_hash(adam: Any) -> None:
    replies = [
        answer(adam, "ox", 3, reply, shown=shown)
        for reply in "OX"
        for shown in (shown_hash(adam), wording(adam))
    ]
    assert sum(mistake(event, adam, context(adam)) != "" for event in replies) == 2


def test_mistakes_are_counted_by_card_and_text_the_most_made_first(
    card: Callable[..., Card],
) -> None:
    cards = {"d/1": card("d/1"), "d/2": card("d/2")}
    found = [
        ("d/1", "가"),
        ("d/2", "가"),
        ("d/1", "나"),
        ("d/2", "가"),
        ("d/1", ""),
        ("d/gone", "가"),
    ]
    assert [(one.card, one.text, one.times) for one in most_made(found, cards)] == [
        ("d/2", "가", 2), ("d/1", "가", 1), ("d/1", "나", 1),
    ]  # fmt: skip
