"""The questions of the shipped decks, as somebody sees them who knows nothing of the subject."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from bench import forms
from bench.forms import Form
from bench.guessers import LEAST_CARDS, Puzzle
from quizcards import demos
from quizcards.model import Card
from quizcards.quiz import kinds
from quizcards.quiz.judge import judge
from quizcards.quiz.korean import words
from quizcards.quiz.numbers import flat
from quizcards.quiz.question import GAP, Blank, Choice, Context, Item, Number, Order
from quizcards.quiz.statement import statements

TITLES = {
    "ox": "O/X",
    "choice-right": "고르기: 맞는 설명",
    "choice-wrong": "고르기: 틀린 설명",
    "choice-own": "고르기: 저자가 쓴 문제",
    "value": "값 고르기",
    "numeric": "계산하기",
    "order": "순서 맞추기",
    "cloze": "빈칸 채우기",
}
"""What is measured together: the kinds, the ways of a choice apart."""

_CHOICE = re.compile("다음 가운데 (맞는|틀린) 설명")


def questions(kind: str, cards: Sequence[Card], seeds: int) -> dict[str, list[Item]]:
    """Return the questions of a kind by group, so many seeds a card; what comes twice is there
    once.
    """
    context = Context(tuple(cards), demos.of, random.Random)
    found: dict[str, dict[str, Item]] = {name: {} for name in TITLES}
    for i, card in enumerate(cards):
        for seed in range(seeds):
            item = kinds.ask(kind, card, context, 1000 * i + seed)
            if item:
                found[_group(item)][f"{card.key} {item.asked}"] = item
    return {name: list(items.values()) for name, items in found.items() if items}


def kind_of(group: str) -> str:
    """Return the kind of the questions of a group."""
    return group.partition("-")[0]


def _group(item: Item) -> str:
    if item.kind != "choice":
        return item.kind
    told = _CHOICE.match(item.asked.prompt)
    if told is None:
        return "choice-own"
    return "choice-right" if told[1] == "맞는" else "choice-wrong"


def puzzles(items: Sequence[Item]) -> list[Puzzle]:
    """Return the form of the questions of one group."""
    if items[0].kind == "ox":
        return _statements(items)
    if items[0].kind == "cloze":
        return _gaps(items)
    return [_puzzle(item) for item in items]


def _puzzle(item: Item) -> Puzzle:
    asked, card = item.asked, item.card.key
    match asked.answering:
        case Choice(options=options, right=right):
            texts = [option.text for option in options]
            if item.kind == "value":
                seen = forms.value_options(texts, asked.inputs, asked.prompt)
            else:
                seen = forms.sentences(texts, " ".join((*asked.given, asked.prompt)))
            return Puzzle(card, tuple(seen), tuple(i == right for i in range(len(texts))))
        case Order(lines=lines, before=before):
            seen = [forms.line(text, place) for place, text in enumerate(lines)]
            return Puzzle(card, tuple(seen), before=before)
        case Number():
            return _copied(item, asked.answering)
    raise TypeError(f"a {item.kind} is not measured")


def _statements(items: Sequence[Item]) -> list[Puzzle]:
    """Return O with the form of its statement beside X with none: both say the same of one weight.

    The forms are measured from the mean of all statements, so that X is no extreme.
    """
    said = [forms.sentence(item.asked.given[-1], item.asked.given[0]) for item in items]
    having: dict[str, set[str]] = {}
    for item, form in zip(items, said, strict=True):
        for name in form:
            having.setdefault(name, set()).add(item.card.key)
    names = [name for name, cards in having.items() if len(cards) >= LEAST_CARDS]
    mean = {name: fmean(form.get(name, 0.0) for form in said) for name in names}
    made = []
    for item, form in zip(items, said, strict=True):
        answering = item.asked.answering
        assert isinstance(answering, Choice)
        from_mean = {name: form.get(name, 0.0) - mean[name] for name in names} | {"늘 O": 1.0}
        right = (answering.right == 0, answering.right == 1)
        made.append(Puzzle(item.card.key, (from_mean, {}), right))
    return made


def statement_twins(cards: Sequence[Card], is_true: bool) -> list[Puzzle]:
    """Return every statement beside its twin, the true one to be found or the false one."""
    return [
        Puzzle(
            card.key,
            tuple(forms.sentence(text, card.question) for text in (pair.right, pair.wrong)),
            (is_true, not is_true),
        )
        for card in cards
        for pair in statements(card)
    ]


def _copied(item: Item, number: Number) -> Puzzle:
    """Return what can be copied: each input of the same size, parts of vectors, zeros and ones."""
    size = len(list(flat(number.right)))
    named = [
        (text.partition("=")[0], value)
        for text in item.asked.inputs
        for value in forms.given_values(text, size)
    ]
    named += [("", (0.0,) * size), ("", (1.0,) * size)]
    values = {value: name for name, value in reversed(named)}
    candidates = list(values)[::-1]
    seen = [
        forms.copied(i, len(candidates), value, values[value], item.asked.prompt)
        for i, value in enumerate(candidates)
    ]
    right = [judge(number, " ".join(map(repr, value))).share == 1 for value in candidates]
    return Puzzle(item.card.key, tuple(seen), tuple(right))


def _gaps(items: Sequence[Item]) -> list[Puzzle]:
    """Return what might fill each gap: a word of the question or the sentence, or what fills
    the gaps of at least two other cards.
    """
    filled: dict[str, set[str]] = {}
    for item in items:
        for word in _blank(item).accepted:
            filled.setdefault(word, set()).add(item.card.key)
    made = []
    for item in items:
        blank, question = _blank(item), item.asked.given[0]
        others = {word: len(cards - {item.card.key}) for word, cards in filled.items()}
        near = list(_words(f"{question} {blank.text.replace(GAP, ' ')}"))
        common = [word for word, many in others.items() if many > 1]
        candidates = list(dict.fromkeys((*near, *common)))
        seen: list[Form] = [
            forms.filler(word, blank.text, GAP, question) | {"다른 카드의 답": others.get(word, 0)}
            for word in candidates
        ]
        right = [judge(blank, word).share == 1 for word in candidates]
        made.append(Puzzle(item.card.key, tuple(seen), tuple(right)))
    return made


def _blank(item: Item) -> Blank:
    assert isinstance(item.asked.answering, Blank)
    return item.asked.answering


def _words(text: str) -> Iterator[str]:
    """Yield the words of a text without their particles, and what stands in parentheses."""
    plain = re.sub(r"[(),.?!'\"]+", " ", text)
    yield from filter(None, words(plain))


def by_symbols(lines: Sequence[str]) -> list[int]:
    """Return an order in which no line uses what a later one defines, as far as there is one.

    Of lines that may come next, the first one shown does.
    """
    written = [text.partition("  (")[0].partition(" = ") for text in lines]
    targets = [target.strip() for target, _, _ in written]
    uses = [
        {t for t in targets if re.search(rf"(?<!\w){re.escape(t)}(?!\w)", formula)} - {target}
        for target, _, formula in written
    ]
    left = list(range(len(lines)))
    order = []
    while left:
        open_ = {targets[i] for i in left}
        free = [i for i in left if not uses[i] & (open_ - {targets[i]})]
        following = (free or left)[0]
        order.append(following)
        left.remove(following)
    return order
