"""`weights.json`: the weights of the memory model that fits have adopted, the newest last.

It is one line, and each model has a list of its own. Where two machines adopted weights at once,
one file stands whole and the other is kept beside it.
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
from quizcards.memory.models import MODELS

FILE = "weights.json"
FORMAT = 1
_LISTS = {"fsrs-6": "adopted", "fsrs-7": "adopted_fsrs7"}
"""What the list of each model is called."""


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


def are_weights(value: Any, model: str) -> bool:
    """Say whether this is a list of weights that a model of memory can be set to."""
    kind = MODELS[model]
    if not isinstance(value, list) or len(value) != len(kind.defaults):
        return False
    return all(
        is_number(w) and a <= w <= b for w, a, b in zip(value, kind.lower, kind.upper, strict=True)
    ) and all(value[first] <= value[second] for first, second in kind.ordered)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read_adopted(home: Path, model: str = "fsrs-6") -> tuple[Adopted, ...]:
    """Return what was adopted for a model, none without a file.

    Raises QuizcardsError for a file that cannot be read as such.
    """
    return _read(home)[model]


def _read(home: Path) -> dict[str, tuple[Adopted, ...]]:
    path = home / FILE
    try:
        data = read_json(path)
        if data["v"] != FORMAT:
            raise ValueError("a later format")
        lists = {_LISTS["fsrs-7"]: [], **data}  # earlier versions knew only one model
        return {
            model: tuple(_adopted(entry, model) for entry in lists[name])
            for model, name in _LISTS.items()
        }
    except FileNotFoundError:
        return dict.fromkeys(_LISTS, ())
    except (ValueError, KeyError, TypeError) as error:
        raise QuizcardsError(
            f"{path}: 맞춘 가중치를 읽을 수 없습니다. 이 파일을 지우고 quizcards fit을 다시 "
            "실행해 주세요."
        ) from error


def _adopted(entry: Any, model: str) -> Adopted:
    found = Adopted(**{**entry, "weights": tuple(entry["weights"])})
    numbers = (found.reviews, found.held_out, found.loss, found.loss_before)
    if (
        not are_weights(entry["weights"], model)
        or not all(map(is_number, numbers))
        or "T" not in found.when
    ):
        raise ValueError("not what a fit writes")
    if datetime.fromisoformat(found.when).tzinfo is None:
        raise ValueError("a moment without its offset")
    return found


def write_adopted(home: Path, adopted: Sequence[Adopted], model: str = "fsrs-6") -> None:
    """Write what is adopted for a model, whole at once; what is for another stays.

    Raises QuizcardsError where the folder cannot be written, or its file not read.
    """
    every = {**_read(home), model: adopted}
    lists = {
        name: [asdict(one) for one in every[model]]
        for model, name in _LISTS.items()
        if every[model] or model == "fsrs-6"
    }
    line = json.dumps({"v": FORMAT, **lists}, ensure_ascii=False)
    try:
        write_file(home / FILE, f"{line}\n".encode())
    except OSError as error:
        raise QuizcardsError(
            f"{home / FILE}: 가중치를 적을 수 없습니다({reason(error)})."
        ) from error
