"""Questions for a number with inputs drawn when the page is made, as plain data for its script."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any
from zlib import crc32

from quizcards.model import Card
from quizcards.quiz import kinds
from quizcards.quiz.judge import solution
from quizcards.quiz.numbers import flat, is_whole, shape_of, slips, tolerance
from quizcards.quiz.question import Asked, Context, Number, Value

DRAWS = 6


def draws(card: Card, context: Context) -> list[dict[str, Any]]:
    """Return the questions that are asked of a card as the page's script reads them."""
    return [asked_data(asked) for asked in questions(card, context)]


def questions(card: Card, context: Context) -> list[Asked]:
    """Return a card's questions for a number, none where it has no demo to ask of.

    They are always the same for the same card.
    """
    items = [
        kinds.ask("numeric", card, context, crc32(f"{card.key} {i}".encode())) for i in range(DRAWS)
    ]
    return list(dict.fromkeys(item.asked for item in items if item))


def asked_data(asked: Asked) -> dict[str, Any]:
    """Return a question for a number as plain data."""
    assert isinstance(asked.answering, Number)
    right, relative = asked.answering.right, asked.answering.relative
    return {
        "given": asked.given,
        "prompt": asked.prompt,
        "inputs": asked.inputs,
        "tolerance": tolerance(right, relative),
        "relative": relative,
        "shape": shape_of(right),
        "right": _numbers(right),
        "wrong": _told(asked.answering.wrong),
        "slips": _told(slips(right)),
        "solution": solution(asked.answering),
    }


def _told(wrong: Iterable[tuple[Value, str]]) -> list[dict[str, Any]]:
    """Return wrong values with their feedback.

    What JSON cannot hold and nobody types is left out: ten times the largest float.
    """
    return [
        _numbers(value) | {"feedback": feedback}
        for value, feedback in wrong
        if all(map(isfinite, flat(value)))
    ]


def _numbers(value: Value) -> dict[str, Any]:
    return {"values": list(flat(value)), "whole": is_whole(value)}
