"""The contract that every kind of question is held to on every shipped card.

It finds the kinds by itself.
"""

import random
import re
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.model import Card, Grade
from quizcards.quiz import kinds
from quizcards.quiz.judge import judge
from quizcards.quiz.question import Choice, Context, Item, Judged, Points, Spoken
from tests.quiz.quiz_examples import CARD, CARDS, CONTEXT, right_reply, wrong_reply
from tests.sampling import IS_SEARCHING, examples, some

pytestmark = pytest.mark.xdist_group("kinds")  # the questions are made once, by one worker
every_kind = pytest.mark.parametrize("kind", kinds.names())
# `points` is marked by key points: see test_typed.py
every_judged_kind = pytest.mark.parametrize("kind", sorted({*kinds.marked()} - {"points"}))
FEW = 8 if IS_SEARCHING else 2


@cache
def asked_of(kind: str, number: int, seed: int) -> Item | None:
    """What is asked of the card of that number; each card has seeds of its own."""
    return kinds.ask(kind, CARDS[number], CONTEXT, seed=1000 * number + seed)


def numbers(kind: str) -> list[int]:
    """The numbers of the cards that a kind is tried on: every card's among those of some kinds."""
    return some(range(len(CARDS)), kinds.names().index(kind))


def items(kind: str, per_card: int) -> tuple[Item, ...]:
    """Items of one kind over its cards."""
    asked = (asked_of(kind, i, seed) for i in numbers(kind) for seed in range(per_card))
    return tuple(item for item in asked if item)


def judged(item: Item) -> Judged:
    """The answer of an item that `judge` can mark."""
    answering = item.asked.answering
    assert not isinstance(answering, Points | Spoken)
    return answering


def test_every_file_is_a_kind_with_a_name_of_its_own_in_korean() -> None:
    assert {"choice", "cloze", "followup", "numeric", "order", "ox", "points", "recall"} <= set(
        kinds.names()
    )
    titles = [kinds.title(kind) for kind in kinds.names()]
    assert len(set(titles)) == len(titles)
    assert all(re.search("[가-힣]|O/X", title) for title in titles)


@every_kind
def test_an_item_says_what_made_it_and_that_makes_it_again_exactly(kind: str) -> None:
    for item in items(kind, FEW // 2):
        assert item.kind == kind
        assert item == kinds.ask(item.kind, item.card, CONTEXT, item.seed)


@every_kind
def test_only_a_kind_that_says_so_asks_for_answers_that_nothing_but_the_learner_can_judge(
    kind: str,
) -> None:
    spoken = {isinstance(item.asked.answering, Spoken) for item in items(kind, FEW)}
    assert spoken == {kind not in kinds.marked()}


@every_kind
def test_whether_a_card_supports_a_kind_does_not_hang_on_the_seed(kind: str) -> None:
    for i in numbers(kind):
        assert len({asked_of(kind, i, seed) is None for seed in range(FEW)}) == 1


@every_kind
def test_the_seed_changes_what_is_asked_where_there_is_a_choice(kind: str) -> None:
    if kind not in ("recall", "points"):
        assert any(
            len({repr(item.asked) for s in range(FEW) if (item := asked_of(kind, i, s))}) > 1
            for i in numbers(kind)
        )


def test_every_shipped_card_supports_at_least_four_kinds_and_a_demo_gives_a_numeric_question() -> (
    None
):
    quick = sorted(kinds.names(), key="code".__eq__)  # whether there is a line to write takes runs
    for i, card in enumerate(CARDS):
        supported = [*islice((kind for kind in quick if asked_of(kind, i, 0)), 4)]
        assert len(supported) == 4, card.key
        assert asked_of("numeric", i, 0) or not card.demo, card.key


@every_kind
def test_a_card_with_nothing_but_question_and_answer_is_asked_or_passed_over(kind: str) -> None:
    bare = Card("animals", "dog", "개는 어떤 동물인가요?", "개과에 속하는 짐승입니다.", CARD.place)
    item = kinds.ask(kind, bare, Context((bare,), CONTEXT.load, random.Random), 1)
    assert (item is not None) == (kind == "recall")


@every_kind
def test_everything_shown_is_text_on_clean_lines(kind: str) -> None:
    for item in items(kind, FEW):
        asked = item.asked
        for text in (asked.prompt, *asked.given):
            assert text == text.strip()
            assert text
        if isinstance(asked.answering, Choice):
            texts = [option.text for option in asked.answering.options]
            assert len(set(texts)) == len(texts) > asked.answering.right >= 0
            assert all(text == text.strip() != "" for text in texts)


@every_judged_kind
def test_the_right_reply_is_good_and_a_wrong_one_is_again_and_shows_the_answer(kind: str) -> None:
    for item in items(kind, FEW):
        answering = judged(item)
        right = judge(answering, right_reply(answering))
        wrong = judge(answering, wrong_reply(answering))
        assert (right.share, right.grade) == (1, Grade.GOOD)
        assert 0 <= wrong.share < 1
        assert wrong.grade == Grade.AGAIN
        assert any(line.startswith("정답: ") for line in wrong.lines)
        assert all(line == line.strip() != "" for line in (*right.lines, *wrong.lines))


REPLIES = st.text(max_size=40) | st.text("0123456789.,;/e-+−[]() \nOX", max_size=30)


@every_judged_kind
@settings(max_examples=examples(60), deadline=None)
@given(reply=REPLIES, data=st.data())
def test_any_reply_is_marked_or_refused_but_never_breaks(
    kind: str, reply: str, data: st.DataObject
) -> None:
    item = data.draw(st.sampled_from(items(kind, FEW)))
    with suppress(QuizcardsError):
        assert 0 <= judge(judged(item), reply).share <= 1


def test_the_right_option_stands_anywhere_with_equal_chance() -> None:
    choices = {
        kind: [item.asked.answering for item in items(kind, FEW)]
        for kind in kinds.names()
        if isinstance(items(kind, FEW)[0].asked.answering, Choice)
    }
    assert set(choices) >= {"choice", "ox", "value"}
    for kind, asked in choices.items():
        found = Counter(one.right for one in asked if isinstance(one, Choice))
        places = {len(one.options) for one in asked if isinstance(one, Choice)}.pop()
        expected = len(asked) / places
        deviation = (expected * (1 - 1 / places)) ** 0.5
        assert all(abs(found[i] - expected) < 4 * deviation for i in range(places)), (kind, found)


def test_finding_the_kinds_and_asking_in_words_loads_no_numpy() -> None:
    code = (
        "import sys; from quizcards.quiz import judge, kinds; from importlib import import_module;"
        "computed = ('numeric', 'value', 'order');"
        "words = [kind for kind in kinds.names() if kind not in computed];"
        "[import_module(f'quizcards.quiz.kinds.{kind}') for kind in words];"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
