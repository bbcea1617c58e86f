"""A small book for every format, and what a format makes of one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from quizcards import demos
from quizcards.export import formats
from quizcards.export.book import Book
from quizcards.export.formats import Picture, Piece
from quizcards.model import Card, Deck, DemoCall, FollowUp, KeyPoint, Misconception, Place
from quizcards.quiz.question import Context
from quizcards.trace.demo import Demo

NOW = 1_790_000_000.0  # 2026-09-21, 14:13:20 UTC


def card(**fields: Any) -> Card:
    return replace(Card("deck", "one", "질문?", "답.", Place("d.yaml")), **fields)


def book(*decks: Deck, load: Callable[[DemoCall], Demo] = demos.of, **more: Any) -> Book:
    return Book(
        decks,
        Context(tuple(one for deck in decks for one in deck.cards), load, Random),
        now=NOW,
        **more,
    )


def pieces(name: str, book: Book) -> Sequence[Piece]:
    return list(formats.load(name).export(book))


def document(found: Sequence[Piece]) -> bytes:
    """Return the document without the pictures beside it."""
    parts = (piece for piece in found if not isinstance(piece, Picture))
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)


def text_of(name: str, book: Book) -> str:
    return document(pieces(name, book)).decode()


SMALL = (
    Deck(
        "sample",
        "견본 덱",
        (
            card(
                deck="sample",
                id="full",
                question="Adam은 무엇인가요?",
                answer="첫 단락은\n두 줄입니다.\n\n둘째 단락: `코드`, <b>굵게</b>.",
                key_points=(
                    KeyPoint("기울기의 이동평균", ("모멘텀",)),
                    KeyPoint("제곱의\n이동평균"),
                ),
                formula=(r"\hat m_t = \frac{m_t}{1-\beta_1^t}",),
                followups=(FollowUp("왜 그런가요?", "그래서요.", 0), FollowUp("또요?", "예.")),
                misconceptions=(
                    Misconception("틀린 말이다", "맞는 말은 이것입니다."),
                    Misconception(
                        "늘 커진다",
                        "줄어듭니다.",
                        DemoCall("gradient-descent", {"lr": 0.5, "steps": 1}, show=("J",)),
                    ),
                ),
                needs=("sample/descent", "second/only"),
                tags=("optimizer",),
                sources=("Kingma & Ba 2015",),
            ),
            card(
                deck="sample",
                id="descent",
                demo=DemoCall("gradient-descent", {"lr": 0.5, "steps": 1}),
            ),
            card(deck="sample", id="failing", demo=DemoCall("bn-forward", {"x": "many"})),
        ),
    ),
    Deck("second", "둘째 덱", (card(deck="second", id="only", answer="=1+1"),)),
)
