"""The learner's settings: one TOML file in the learner's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from quizcards.characters import named
from quizcards.data_files import UnreadableError, read_toml
from quizcards.errors import QuizcardsError, perhaps, reason
from quizcards.files import write_file
from quizcards.home.weights import are_weights, is_number, read_adopted
from quizcards.memory.models import MODELS
from quizcards.memory.schedule import Scheduler
from quizcards.quiz import kinds
from quizcards.quiz.korean import with_particle
from quizcards.study.goal import MOST_MINUTES
from quizcards.study.queue import Limits
from quizcards.study.tracks import ANY, TRACKS


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
    track: str = ANY
    """The kind of position that the learner applies for."""
    ambiguous_width: int | None = None
    """Cells that a character of ambiguous width takes; None where the terminal is to be asked."""
    names_weights: bool = False
    """Whether the file itself names weights of the model; they go before those of a fit."""

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
    in_use = MODELS[scheduler.get("model", Scheduler.model)].setting
    names_weights = in_use in scheduler
    for model, kind in MODELS.items():
        if kind.setting not in scheduler and (adopted := read_adopted(path.parent, model)):
            scheduler[kind.setting] = adopted[-1].weights
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
        table.get("track", Settings.track),
        table.get("ambiguous_width"),
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


class _Setting(NamedTuple):
    """Which values a setting may have, what is said of them, and what it means to the learner."""

    holds: Callable[[Any], bool]
    expected: str
    meaning: str


_SCHEDULER: Mapping[str, _Setting] = {
    "retention": _Setting(
        lambda value: is_number(value) and 0.70 <= value <= 0.97,
        "0.70에서 0.97 사이의 수",
        "복습할 때 떠올릴 비율(retention). 높을수록 자주 나옵니다.",
    ),
    "learning_steps": _Setting(
        _are_steps, "분 단위의 목록(예: [1, 10])", "새 카드를 첫날 몇 분 뒤에 다시 물을지."
    ),
    "relearning_steps": _Setting(
        _are_steps, "분 단위의 목록(예: [10])", "잊은 카드를 그날 몇 분 뒤에 다시 물을지."
    ),
    "maximum_interval": _Setting(
        _is_whole(1, 36500), "1에서 36500 사이의 일수", "카드가 가장 늦게 돌아오는 간격(일)."
    ),
    "fuzz": _Setting(
        lambda value: isinstance(value, bool),
        "true 또는 false",
        "같은 날 배운 카드가 한날에 몰리지 않도록 간격을 조금씩 흩어 놓을지.",
    ),
    "model": _Setting(
        lambda value: value in MODELS,
        f"{', '.join(MODELS)} 가운데 하나",
        "기억 모델. 바꾸면 지금까지의 답을 그 모델로 다시 따라가고, 기록은 바꾸지 않습니다.",
    ),
    **{
        kind.setting: _Setting(
            partial(are_weights, model=model),
            f"범위 안에 있는 {model.upper()} 가중치 {len(kind.defaults)}개",
            f"기억 모델 {model.upper()}의 가중치. quizcards fit이 내 기록에 맞춰 줍니다.",
        )
        for model, kind in MODELS.items()
    },
}
_SETTINGS: Mapping[str, _Setting] = {
    "minutes_per_day": _Setting(
        lambda value: is_number(value) and 0 < value <= MOST_MINUTES,
        f"0보다 크고 {MOST_MINUTES} 이하인 수",
        "하루 공부 시간(분). 계획을 세우면 계획에 적은 시간이 먼저입니다.",
    ),
    "new_per_day": _Setting(
        _is_whole(0, 9999),
        "0에서 9999 사이의 수",
        "하루에 여는 새 카드의 수. 정하지 않으면 남은 시간만큼 엽니다.",
    ),
    "track": _Setting(
        lambda value: value in TRACKS,
        f"{', '.join(TRACKS)} 가운데 하나",
        "지원하는 분야. 그 분야가 묻는 카드를 먼저 열고, 면접에서도 더 자주 묻습니다.",
    ),
    "kinds": _Setting(
        _are_kinds,
        f"묻는 방식의 목록({', '.join(kinds.names())})",
        "study가 묻는 방식. 정하지 않으면 처음에는 말로, 익숙해지면 여러 방식으로 묻습니다.",
    ),
    "day_turns_at": _Setting(
        _is_whole(0, 23), "0에서 23 사이의 시각", "공부하는 하루가 바뀌는 시각."
    ),
    "backups": _Setting(
        _is_whole(0, 999), "0에서 999 사이의 수", "저절로 남기는 백업의 수. 0이면 남기지 않습니다."
    ),
    "ambiguous_width": _Setting(
        _is_whole(1, 2),
        "1이나 2",
        "→나 α처럼 폭이 정해지지 않은 글자의 칸 수. 정하지 않으면 터미널에 묻습니다.",
    ),
    **_SCHEDULER,
}


def values(settings: Settings) -> dict[str, tuple[object, str]]:
    """Return every setting by its name: its value, and what it means.

    Those of a deck are called as set_one calls them, with points between: decks.basics.kinds.
    """
    limits = settings.limits
    found: dict[str, object] = {
        "minutes_per_day": settings.minutes_per_day,
        "new_per_day": limits.new,
        "track": settings.track,
        "kinds": settings.kinds,
        "day_turns_at": settings.day_turns_at,
        "backups": settings.backups,
        "ambiguous_width": settings.ambiguous_width,
        **{name: getattr(settings.scheduler, name) for name in _SCHEDULER},
    }
    for deck, new in limits.new_by_deck.items():
        found[f"decks.{deck}.new_per_day"] = new
    for deck, names in settings.kinds_by_deck.items():
        found[f"decks.{deck}.kinds"] = names
    return {
        name: (value, _SETTINGS[name.rpartition(".")[2]].meaning) for name, value in found.items()
    }


def written(path: Path) -> set[str]:
    """Return the names of the settings that the file says, as `values` calls them."""
    table = _table(path)
    decks = table.pop("decks", {})
    return {*table, *(f"decks.{deck}.{name}" for deck, inner in decks.items() for name in inner)}


def _problems(table: Mapping[str, Any]) -> list[str]:
    problems = []
    for name, value in table.items():
        if name == "decks":
            if not isinstance(value, dict):
                problems.append("decks는 [decks.덱아이디] 표로 써 주세요.")
                continue
            for deck, settings in value.items():
                problems += _deck_problems(deck, settings)
        elif name not in _SETTINGS:
            known = [*_SETTINGS, "decks"]
            can = perhaps(name, known) or f" 쓸 수 있는 것: {', '.join(known)}"
            problems.append(f"'{named(name)}' 설정은 없습니다.{can}")
        elif not _SETTINGS[name].holds(value):
            problems.append(f"{name} = {value!r}: {_must_be(name)}")
    return problems


def _deck_problems(deck: str, settings: Any) -> list[str]:
    if not isinstance(settings, dict) or not settings or not set(settings) <= _OF_A_DECK:
        return [f"[decks.{named(deck)}]에는 {', '.join(sorted(_OF_A_DECK))}만 쓸 수 있습니다."]
    wrong = [name for name, value in settings.items() if not _SETTINGS[name].holds(value)]
    return [
        f"[decks.{named(deck)}] {name} = {settings[name]!r}: {_must_be(name)}" for name in wrong
    ]


def _must_be(name: str) -> str:
    return f"{with_particle(_SETTINGS[name].expected, '이어야', '여야')} 합니다."


_OF_A_DECK = {"new_per_day", "kinds"}
