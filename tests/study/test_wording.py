"""What a card said, in 40 characters: light edits are told from another text, and the log alone
knows.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.model import Card, Event, EventKind
from quizcards.study import wording as wording_module
from quizcards.study.wording import FAR, distances, has_changed, last_shown, shown_hash, wording
from tests.sampling import IS_SEARCHING
from tests.shipped import shipped

ROOT = Path(__file__).parents[2]
PARTICLES = "은 는 이 가 을 를 의 에 로 도".split()
ADAM = {
    "question": "Adam은 Momentum과 RMSprop을 어떻게 결합하나요?",
    "answer": (
        "기울기의 1차 적률과 2차 적률을 지수이동평균으로 추정하고, 0에서 출발해 "
        "생기는 편향을 보정합니다."
    ),
}
DROPOUT = {
    "question": "드롭아웃을 쓴 신경망은 추론할 때 무엇이 달라지나요?",
    "answer": (
        "뉴런을 모두 켜 두고, 학습할 때 살려 둔 비율로 활성값을 나누어 두었으므로 그대로 더합니다."
    ),
}


def test_numbers_are_mixed_as_splitmix64_does() -> None:
    # the first outputs of the reference implementation (Vigna, splitmix64.c) from the state 0
    reference = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert [wording_module._mixed(i) for i in (1, 2, 3)] == reference


def by_hand(text: str) -> int:
    """SimHash by its definition: each pair of letters votes for or against each bit."""
    letters = [letter for letter in text.casefold() if letter.isalnum()]
    pairs = set(pairwise(letters))
    votes = [0] * 64
    for a, b in pairs:
        mixed = wording_module._mixed(ord(a) * 2**21 + ord(b))
        for bit in range(64):
            votes[bit] += 1 if mixed // 2 ** (63 - bit) % 2 else -1
    return sum(2**bit for bit in range(64) if votes[bit] > 0)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_wording_is_the_hash_and_one_sketch_each(
    card: Callable[..., Card], question: Any, answer: Any
) -> None:
    one = card("a/1", question=question, answer=answer)
    seen = zlib.crc32("\0".join((question, answer)).encode())
    assert wording(one) == f"{seen:08x}{by_hand(question):016x}{by_hand(answer):016x}"


def test_how_a_text_is_set_makes_no_difference_to_its_sketches(card: Callable[..., Card]) -> None:
    one = card("a/1", **ADAM)
    reset = {
        name: f"  {text.replace(' ', chr(10)).replace(',', ';').upper()}!"
        for name, text in ADAM.items()
    }
    assert distances(wording(one), wording(card("a/1", **reset))) == (0, 0)
    assert shown_hash(one) != shown_hash(card("a/1", **reset))


def shown(
    of: Card,
    number: int = 1,
    kind: EventKind = "review",
    whole: bool = True,
    undoes: int | None = None,
) -> Event:
    event = Event(f"{number:028x}", 0.0, 1, kind, of.key)
    if undoes is not None:
        event = replace(event, of=f"{undoes:028x}")
    if kind == "review":
        event = replace(event, grade=3, shown=wording(of) if whole else shown_hash(of))
    return event


@pytest.mark.parametrize(
    ("changed", "expected"),
    [(("question", "answer"), True), (("question",), False), (("answer",), False), ((), False)],
)
def test_only_a_card_whose_question_and_answer_both_changed_became_another_one(
    card: Callable[..., Card], changed: Any, expected: bool
) -> None:
    now = card("a/1", **ADAM | {name: DROPOUT[name] for name in changed})
    assert has_changed(now, [shown(card("a/1", **ADAM))]) is expected


def test_what_was_shown_last_is_what_counts(card: Callable[..., Card]) -> None:
    old, new = card("a/1", **ADAM), card("a/1", **DROPOUT)
    assert has_changed(new, [shown(old)])
    assert not has_changed(new, [shown(old), shown(new, 2)])
    assert has_changed(new, [shown(old), shown(new, 2), shown(new, 3, "undo", undoes=2)])
    assert not has_changed(new, [shown(old), shown(old, 2, "restart")])
    assert has_changed(new, [shown(old), shown(old, 2, "restart"), shown(old, 3, "undo", undoes=2)])


@pytest.mark.parametrize(
    "said", [None, "754757b4", "", "x" * 40, "0" * 39, "０" * 40, "0" * 40 + "\n"]
)
def test_a_log_that_does_not_tell_says_nothing(card: Callable[..., Card], said: Any) -> None:
    event = replace(shown(card("a/1", **ADAM)), shown=said)
    assert not has_changed(card("a/1", **DROPOUT), [event])
    assert not has_changed(card("a/1", **DROPOUT), [])


def test_an_answer_without_sketches_leaves_the_one_before_it_standing(
    card: Callable[..., Card],
) -> None:
    old, new = card("a/1", **ADAM), card("a/1", **DROPOUT)
    history = [shown(old), shown(new, 2, whole=False)]
    assert has_changed(new, history)
    assert last_shown(history) == wording(old)
    assert last_shown(history, whole=False) == shown_hash(new)


def test_nearly_every_card_is_told_from_every_other_card() -> None:
    sketches = [wording(one) for one in shipped().cards]
    pairs = [distances(*pair) for pair in combinations(sketches, 2)]
    assert len(pairs) > 1000
    assert sum(min(pair) < FAR for pair in pairs) < len(pairs) / 100  # 4 of 1,176 were seen


def test_light_edits_hardly_ever_count_as_a_change() -> None:
    chance = Random(5)
    sentences = [one for card in shipped().cards for one in re.split(r"(?<=[.?])\s+", card.answer)]
    told, asked = 0, 0
    for card in shipped().cards:
        for _ in range(40 if IS_SEARCHING else 12):
            edited = [
                chance.choice(EDITS)(text, chance, sentences)
                for text in (card.question, card.answer)
            ]
            asked += 1
            told += (
                min(
                    distances(
                        wording(card), wording(replace(card, question=edited[0], answer=edited[1]))
                    )
                )
                >= FAR
            )
    assert asked > 1900
    assert told <= 2  # 3 of 20,000 were seen


def _typos(text: str, chance: Random, _sentences: list[str]) -> str:
    letters = list(text)
    for _ in range(3):
        at = chance.randrange(len(letters))
        letters[at] = chance.choice(["", letters[at] * 2, chance.choice("가나다라마 바사ax")])
    return "".join(letters)


def _particles(text: str, chance: Random, _sentences: list[str]) -> str:
    words = text.split()
    for _ in range(3):
        at = chance.randrange(len(words))
        words[at] = words[at].rstrip("".join(PARTICLES)) + chance.choice(PARTICLES)
    return " ".join(words)


def _words(text: str, chance: Random, sentences: list[str]) -> str:
    words = text.split()
    for _ in range(max(len(words) // 10, 1)):
        words[chance.randrange(len(words))] = chance.choice(chance.choice(sentences).split())
    return " ".join(words)


def _longer(text: str, chance: Random, sentences: list[str]) -> str:
    return f"{text} {chance.choice(sentences)[: max(len(text) // 2, 30)]}"


def _shorter(text: str, chance: Random, _: list[str]) -> str:
    parts = re.split(r"(?<=[.?])\s+", text)
    if len(parts) > 1:
        parts.pop(chance.randrange(len(parts)))
    return " ".join(parts)


EDITS = (_typos, _particles, _words, _longer, _shorter)
