"""`weights.json`: the weights of the memory model that fits have adopted, the newest last.

It is one line. Where two machines adopted weights at once, one file stands whole and the other is
kept beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quizcards.data_files import read_json
from quizcards.errors import QuizcardsError, reason
from quizcards.files import write_file
from quizcards.memory.fsrs import DEFAULT_WEIGHTS, LOWER_BOUNDS, UPPER_BOUNDS

FILE = "weights.json"
FORMAT = 1


@dataclass(frozen=True)
class Adopted:
    """Weights that won over those used before, and the log-losses that decided it."""

    when: str
    """The moment, ISO 8601 with its offset."""
    reviews: int
    held_out: int
    """How many of the reviews, the latest ones, judged."""
    loss: float
    loss_before: float
    weights: tuple[float, ...]

    @property
    def at(self) -> float:
        """The moment in epoch seconds."""
        return datetime.fromisoformat(self.when).timestamp()


def are_weights(value: Any) -> bool:
    """Say whether this is a list of weights that the memory model can be set to."""
    if not isinstance(value, list) or len(value) != len(DEFAULT_WEIGHTS):
        return False
    return all(
        is_number(w) and a <= w <= b
        for w, a, b in zip(value, LOWER_BOUNDS, UPPER_BOUNDS, strict=True)
    )


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read_adopted(home: Path) -> tuple[Adopted, ...]:
    """Return what was adopted, none without a file.

    Raises QuizcardsError for a file that cannot be read as such.
    """
    path = home / FILE
    try:
        data = read_json(path)
        if data["v"] != FORMAT:
            raise ValueError("a later format")
        return tuple(_adopted(entry) for entry in data["adopted"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise QuizcardsError(
            f"{path}: 맞춘 가중치를 읽을 수 없습니다. 이 파일을 지우고 quizcards fit을 다시 "
            "실행해 주세요."
        ) from error


def _adopted(entry: Any) -> Adopted:
    found = Adopted(**{**entry, "weights": tuple(entry["weights"])})
    numbers = (found.reviews, found.held_out, found.loss, found.loss_before)
    if (
        not are_weights(entry["weights"])
        or not all(map(is_number, numbers))
        or "T" not in found.when
    ):
        raise ValueError("not what a fit writes")
    if datetime.fromisoformat(found.when).tzinfo is None:
        raise ValueError("a moment without its offset")
    return found


def write_adopted(home: Path, adopted: Sequence[Adopted]) -> None:
    """Write what is adopted, whole at once.

    Raises QuizcardsError where the folder cannot be written.
    """
    line = json.dumps(
        {"v": FORMAT, "adopted": [asdict(one) for one in adopted]}, ensure_ascii=False
    )
    try:
        write_file(home / FILE, f"{line}\n".encode())
    except OSError as error:
        raise QuizcardsError(
            f"{home / FILE}: 가중치를 적을 수 없습니다({reason(error)})."
        ) from error
