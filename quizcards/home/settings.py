"""The learner's settings: one TOML file in the learner's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quizcards.characters import named
from quizcards.data_files import UnreadableError, read_toml
from quizcards.errors import QuizcardsError, perhaps, reason
from quizcards.files import write_file
from quizcards.home.weights import are_weights, is_number, read_adopted
from quizcards.memory.fsrs import DEFAULT_WEIGHTS
from quizcards.memory.schedule import Scheduler
from quizcards.quiz import kinds
from quizcards.study.goal import MOST_MINUTES
from quizcards.study.queue import Limits


@dataclass(frozen=True)
class Settings:
    """What the learner has set: the memory model, the load of a day, and the ways of asking."""

    scheduler: Scheduler
    limits: Limits
    day_turns_at: int = 4
    backups: int = 5
    """How many of those are kept that sessions make by themselves; with 0 they make none."""
    kinds: tuple[str, ...] = ()
    kinds_by_deck: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minutes_per_day: float = 20.0
    """So long a day is to take, where no plan says otherwise."""
    names_weights: bool = False
    """Whether the file itself names weights; they go before those that a fit has adopted."""

    def stray(self, decks: Sequence[str]) -> str:
        """Say which settings are for none of these decks, and so do nothing; "" if each has one."""
        named = dict.fromkeys((*self.limits.new_by_deck, *self.kinds_by_deck))
        return " ".join(
            f"settings.toml의 [decks.{name}]에 해당하는 덱이 없습니다.{perhaps(name, decks)}"
            for name in named
            if name not in decks
        )


def read_settings(path: Path) -> Settings:
    """Read the file, and beside it the weights that a fit has adopted; without them, the defaults.

    Raises QuizcardsError that names every setting that cannot be used.
    """
    table = _table(path)
    problems = [f"{path}: {problem}" for problem in _problems(table)]
    if problems:
        raise QuizcardsError("\n".join(problems))
    scheduler: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
        if name in _SCHEDULER
    }
    names_weights = "weights" in scheduler
    if not names_weights and (adopted := read_adopted(path.parent)):
        scheduler["weights"] = adopted[-1].weights
    decks = table.get("decks", {}).items()
    new = {deck: settings["new_per_day"] for deck, settings in decks if "new_per_day" in settings}
    kinds_of = {deck: tuple(settings["kinds"]) for deck, settings in decks if "kinds" in settings}
    return Settings(
        Scheduler(**scheduler),
        Limits(table.get("new_per_day", Limits.new), new),
        table.get("day_turns_at", Settings.day_turns_at),
        table.get("backups", Settings.backups),
        tuple(table.get("kinds", ())),
        kinds_of,
        table.get("minutes_per_day", Settings.minutes_per_day),
        names_weights,
    )


def set_one(path: Path, names: Sequence[str], value: object) -> None:
    """Change one setting in the file, ("decks", "basics", "kinds") one of a deck.

    What else stands there stays. Raises QuizcardsError for what `read_settings` would refuse, and
    where the file cannot be written.
    """
    from quizcards.home.settings_text import with_setting  # only the one who changes some waits

    table = _table(path)
    problems = _problems({**table, **_nested(names, value)})
    if problems:
        raise QuizcardsError("\n".join(problems))
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        write_file(path, with_setting(text, names, value).encode())
    except OSError as error:
        raise QuizcardsError(f"{path}: 설정을 적을 수 없습니다({reason(error)}).") from error


def _nested(names: Sequence[str], value: object) -> dict[str, Any]:
    """Return a table in which the names lead to the value, and nothing else is."""
    first, *rest = names
    return {first: _nested(rest, value) if rest else value}


def _table(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except FileNotFoundError:
        return {}
    except UnreadableError as error:
        raise QuizcardsError(
            f"{path}: 설정을 읽을 수 없습니다({error}). 그곳을 고치거나 파일을 치워 주세요."
        ) from error


def _is_whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    )


def _are_steps(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) > 0
        and all(is_number(m) and 0 < m < 1440 for m in value)
    )


def _are_kinds(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) > 0 and all(name in kinds.names() for name in value)
    )


_SCHEDULER: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "retention": (
        lambda value: is_number(value) and 0.70 <= value <= 0.97,
        "0.70에서 0.97 사이의 수",
    ),
    "learning_steps": (_are_steps, "분 단위의 목록(예: [1, 10])"),
    "relearning_steps": (_are_steps, "분 단위의 목록(예: [10])"),
    "maximum_interval": (_is_whole(1, 36500), "1에서 36500 사이의 일수"),
    "fuzz": (lambda value: isinstance(value, bool), "true 또는 false"),
    "weights": (are_weights, f"범위 안에 있는 FSRS-6 가중치 {len(DEFAULT_WEIGHTS)}개"),
}
_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    **_SCHEDULER,
    "new_per_day": (_is_whole(0, 9999), "0에서 9999 사이의 수"),
    "minutes_per_day": (
        lambda value: is_number(value) and 0 < value <= MOST_MINUTES,
        f"0보다 크고 {MOST_MINUTES} 이하인 수",
    ),
    "kinds": (_are_kinds, f"묻는 방식의 목록({', '.join(kinds.names())})"),
    "day_turns_at": (_is_whole(0, 23), "0에서 23 사이의 시각"),
    "backups": (_is_whole(0, 999), "0에서 999 사이의 수"),
}


def _problems(table: Mapping[str, Any]) -> list[str]:
    problems = []
    for name, value in table.items():
        if name == "decks":
            if not isinstance(value, dict):
                problems.append("decks는 [decks.덱아이디] 표로 써 주세요.")
                continue
            for deck, settings in value.items():
                problems += _deck_problems(deck, settings)
        elif name not in _CHECKS:
            known = [*_CHECKS, "decks"]
            can = perhaps(name, known) or f" 쓸 수 있는 것: {', '.join(known)}"
            problems.append(f"'{named(name)}' 설정은 없습니다.{can}")
        elif not _CHECKS[name][0](value):
            problems.append(f"{name} = {value!r}: {_CHECKS[name][1]}이어야 합니다.")
    return problems


def _deck_problems(deck: str, settings: Any) -> list[str]:
    if not isinstance(settings, dict) or not settings or not set(settings) <= _OF_A_DECK:
        return [f"[decks.{named(deck)}]에는 {', '.join(sorted(_OF_A_DECK))}만 쓸 수 있습니다."]
    wrong = [name for name, value in settings.items() if not _CHECKS[name][0](value)]
    return [
        f"[decks.{named(deck)}] {name} = {settings[name]!r}: {_CHECKS[name][1]}이어야 합니다."
        for name in wrong
    ]


_OF_A_DECK = {"new_per_day", "kinds"}
