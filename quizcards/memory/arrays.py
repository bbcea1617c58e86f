"""The types of arrays in the memory room, and numpy as the formulas see it.

Arrays are of 64-bit numbers, with one element a card or a review unless a docstring says otherwise.
`fsrs` and `schedule` are written once, for one card as for columns of cards. What they need beyond
operators is `Maths`: `fsrs.FLOATS` has it for plain numbers without loading numpy, `ARRAYS` for
arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol, TypeVar, cast, overload

import numpy as np
from numpy.typing import NDArray

from quizcards.model import Memory

FloatArray = NDArray[np.floating]
IntArray = NDArray[np.signedinteger]
BoolArray = NDArray[np.bool_]

Number = TypeVar("Number", float, FloatArray)
"""The number of one card, or those of many: one or the other throughout a call."""


class Maths(Protocol):
    """The functions of numpy that the formulas use; for plain numbers they give plain numbers."""

    @overload
    def exp(self, value: float, /) -> float: ...
    @overload
    def exp(self, value: FloatArray, /) -> FloatArray: ...
    @overload
    def log(self, value: float, /) -> float: ...
    @overload
    def log(self, value: FloatArray, /) -> FloatArray: ...
    def minimum(self, one: Number, other: Number | float, /) -> Number: ...
    def maximum(self, one: Number, other: Number | float, /) -> Number: ...
    def clip(self, value: Number, lower: float | Number, upper: float | Number, /) -> Number: ...

    def where(
        self, condition: bool | BoolArray, yes: Number | float, no: Number | float, /
    ) -> Number: ...

    def floor(self, value: Any, /) -> Any:
        """Round down to whole numbers: an int, or an IntArray."""

    def take(self, table: Sequence[float], index: Any, /) -> Any:
        """Return `table[index]`, element by element."""

    def wherever(
        self,
        conditions: Sequence[bool | BoolArray],
        function: Callable[..., Number],
        arguments: Sequence[Sequence[Number]],
        /,
    ) -> list[Number]:
        """Return for each condition the function of its arguments where it holds, else 0.

        It is worked out only where it is wanted, and of arrays for all conditions in one call.
        """

    def repeated(
        self, step: Any, start: tuple[Number, ...], given: tuple[Number, ...], /
    ) -> Number:
        """Repeat `step` from the numbers `start` until it ends, and return the first of them.

        `step(*numbers, *given)` returns the next numbers, and whether it goes on: of arrays, which
        are all of one shape, each element by itself.
        """


def _wherever(
    conditions: Sequence[BoolArray],
    function: Callable[..., FloatArray],
    arguments: Sequence[Sequence[FloatArray]],
) -> list[FloatArray]:
    rows = [np.flatnonzero(condition) for condition in conditions]
    wanted = [
        np.concatenate([column[among] for column, among in zip(columns, rows, strict=True)])
        for columns in zip(*arguments, strict=True)
    ]
    values = np.split(function(*wanted), np.cumsum([len(among) for among in rows])[:-1])
    found: list[FloatArray] = list(np.zeros((len(conditions), len(conditions[0]))))
    for column, among, value in zip(found, rows, values, strict=True):
        column[among] = value
    return found


def _repeated(
    step: Any, start: tuple[FloatArray, ...], given: tuple[FloatArray, ...]
) -> FloatArray:
    found = np.empty_like(start[0])
    left = np.arange(len(found))
    """Which elements are walked on; some of them may have ended."""
    goes_on = np.ones(len(found), dtype=bool)
    numbers = start
    while True:
        is_going = goes_on
        numbers, goes_on = step(*numbers, *given)
        goes_on &= is_going
        ended = is_going ^ goes_on
        found[left[ended]] = numbers[0][ended]
        count = np.count_nonzero(goes_on)
        if not count:
            return found
        if count < 0.8 * len(goes_on):  # else it is quicker to walk all of them on
            among = np.flatnonzero(goes_on)
            left, goes_on = left[among], goes_on[among]
            numbers = tuple(column[among] for column in numbers)
            given = tuple(column[among] for column in given)


LARGEST_BLOCK = 31 << 20
"""Bytes: glibc takes blocks from 32 MB on for exceptions, which raise no threshold."""

ARRAYS = cast(
    "Maths",  # ufuncs have types of their own, which no protocol matches
    SimpleNamespace(
        exp=np.exp,
        log=np.log,
        floor=lambda value: np.floor(value).astype(np.int64),
        minimum=np.minimum,
        maximum=np.maximum,
        clip=np.clip,
        where=np.where,
        take=np.take,
        wherever=_wherever,
        repeated=_repeated,
    ),
)
"""Numpy for the formulas, where they are given arrays."""


@dataclass(frozen=True)
class MemoryColumns:
    """`Memory` of n cards as columns of shape (n,); names, order and units are those it has there.

    They hold what reviews move: none of the cards is suspended or buried.
    """

    seed: FloatArray
    stability: FloatArray
    difficulty: FloatArray
    step: IntArray
    interval: IntArray
    due_at: FloatArray
    due_day: IntArray
    last_day: IntArray
    first_day: IntArray
    reps: IntArray
    lapses: IntArray
    slow: FloatArray
    fast: FloatArray
    last_at: FloatArray

    def __iter__(self) -> Iterator[Memory]:
        """Yield the memory of each card."""
        columns = [column.tolist() for column in vars(self).values()]
        for values in zip(*columns, strict=True):
            yield Memory(*values)

    def __getitem__(self, rows: IntArray | BoolArray | slice) -> MemoryColumns:
        """Return the memory of some of the cards; of a slice, a view."""
        return MemoryColumns(**{name: column[rows] for name, column in vars(self).items()})

    def copy(self) -> MemoryColumns:
        """Return the same memory in arrays of its own."""
        return MemoryColumns(**{name: column.copy() for name, column in vars(self).items()})

    def put(self, rows: IntArray | slice, changed: MemoryColumns) -> None:
        """Overwrite the memory of the cards at `rows`, in place: a replay has no other copy."""
        for name, column in vars(self).items():
            if name != "seed":  # never changes
                column[rows] = getattr(changed, name)


@dataclass(frozen=True)
class Some:
    """Some cards of many: a column is gathered when it is asked for."""

    columns: MemoryColumns
    rows: IntArray

    def __getattr__(self, name: str) -> FloatArray | IntArray:
        found: FloatArray | IntArray = getattr(self.columns, name)[self.rows]
        return found


def new_columns(seed: FloatArray) -> MemoryColumns:
    """Return the memory of cards never seen, in arrays of their own that may be written to."""
    n = len(seed)

    def none() -> IntArray:
        return np.zeros(n, dtype=np.int64)

    return MemoryColumns(
        seed=np.array(seed, dtype=float),
        stability=np.zeros(n),
        difficulty=np.zeros(n),
        step=none(),
        interval=none(),
        due_at=np.zeros(n),
        due_day=none(),
        last_day=none(),
        first_day=none(),
        reps=none(),
        lapses=none(),
        slow=np.zeros(n),
        fast=np.zeros(n),
        last_at=np.zeros(n),
    )


@dataclass(frozen=True)
class ReviewArrays:
    """The reviews of n cards in time order, arrays of shape (reviews,)."""

    card: IntArray
    """Which card, 0..n-1."""
    grade: IntArray
    """1..4."""
    at: FloatArray
    """The moment in epoch seconds."""
    day: IntArray
    """The study day."""

    def __getitem__(self, rows: IntArray | BoolArray) -> ReviewArrays:
        """Return some of the reviews."""
        return ReviewArrays(self.card[rows], self.grade[rows], self.at[rows], self.day[rows])


def keep_freed_memory() -> None:
    """Let the program keep the memory of arrays that it frees for the arrays to come.

    The allocator of glibc hands memory back to the system above a threshold, which it raises to the
    size of the largest block freed so far: without one, every temporary array of a replay comes in
    pages that the system fills with zeros first, which takes as long as the arithmetic. Nothing
    touches the block, so it costs nothing. Elsewhere this does nothing.
    """
    np.empty(LARGEST_BLOCK, dtype=np.uint8)


def longest_first(card: IntArray, n: int) -> tuple[IntArray, list[IntArray]]:
    """Return the cards by how many reviews they have, most first, and the rows of a log by turns.

    Those of a turn come in the order of the cards, so that the cards of a turn are the first ones.
    """
    counts = np.bincount(card, minlength=n)
    order = np.argsort(-counts, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(n)
    by_card = _sorted(rank[card], n)
    counts = counts[order]
    starts = np.cumsum(counts) - counts
    turn = np.arange(len(card)) - np.repeat(starts, counts)
    by_turn = by_card[_sorted(turn, int(counts.max(initial=0)))]
    lasting = n - np.cumsum(np.bincount(counts, minlength=1))[:-1]
    return order, np.split(by_turn, np.cumsum(lasting)[:-1]) if len(card) else []


def _sorted(values: IntArray, above: int) -> IntArray:
    """Return the order of whole numbers below `above`, the same ones as they come."""
    # numpy sorts 16-bit numbers by radix, which takes a fraction of the time
    return np.argsort(values.astype(np.uint16) if above <= 1 << 16 else values, kind="stable")


def rows_by_turn(card: IntArray, n: int) -> list[IntArray]:
    """Return the rows of a log by turns: every card's first review, every card's second, and so on.

    `card` are the cards of the reviews, each in 0..n-1; within a turn the rows are in order.
    """
    if not len(card):
        return []
    counts = np.bincount(card, minlength=n)
    starts = np.cumsum(counts) - counts
    by_card = _sorted(card, n)
    turn = np.empty(len(card), dtype=np.int64)
    turn[by_card] = np.arange(len(card)) - np.repeat(starts, counts)
    by_turn = _sorted(turn, int(counts.max()))
    return np.split(by_turn, np.flatnonzero(np.diff(turn[by_turn])) + 1)
