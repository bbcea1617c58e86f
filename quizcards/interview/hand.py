"""What a person can do on a whiteboard, without a machine."""

from __future__ import annotations

import re

from quizcards.quiz.numbers import flat
from quizcards.quiz.question import Code, Item, Number

MOST_RESULTS = 4
"""So many numbers a result may have."""
MOST_GIVEN = 16
"""So many numbers a question may give."""
MOST_DIGITS = 3
"""Significant digits of a given number, and of a result that is not rounded."""
MOST_SIZE = 1000.0
MOST_LINES = 14
"""Of a function with a line to write."""

_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.]*\w)")


def fits_hand(item: Item) -> bool:
    """Say whether the numbers of a calculation are few, short and of an ordinary size.

    Of code, whether the function is short enough to be read with a clock running.
    """
    number = item.asked.answering
    if isinstance(number, Code):
        return len(number.lines) <= MOST_LINES
    if not isinstance(number, Number):
        return False
    results = list(flat(number.right))
    return (
        len(results) <= MOST_RESULTS
        and all(abs(result) < MOST_SIZE for result in results)
        and _are_short(item)
    )


def _are_short(item: Item) -> bool:
    given = _NUMBER.findall("\n".join((*item.asked.inputs, *item.asked.given)))
    return len(given) <= MOST_GIVEN and all(_digits(number) <= MOST_DIGITS for number in given)


def _digits(number: str) -> int:
    """Count the significant digits of a number as it is written: zeros at its ends are none."""
    return len(number.partition("e")[0].replace(".", "").strip("0"))
