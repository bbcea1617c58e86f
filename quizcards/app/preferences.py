"""The learner's settings as they stand: what they are, where they come from, and one changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from quizcards.app import planning
from quizcards.app.selection import chosen_cards
from quizcards.app.variables import VARIABLES
from quizcards.errors import QuizcardsError, perhaps
from quizcards.home.settings import set_one, values, written
from quizcards.home.settings_text import value_of
from quizcards.home.weights import read_adopted
from quizcards.memory.models import MODELS

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

DEFAULT = "기본값"


class Preference(NamedTuple):
    """A setting or an environment variable as it stands.

    `source` is where it comes from: the default, settings.toml with its path, or the environment.
    """

    name: str
    value: object
    source: str
    meaning: str


def preferences(env: Environment, name: str | None) -> list[Preference]:
    """Return all settings and variables, or the one of this name.

    Raises QuizcardsError for one that is not there.
    """
    found = [*_settings(env), *_variables(env)]
    if name is None:
        return found
    known = [one.name for one in found]
    if name not in known:
        raise QuizcardsError(
            f"'{name}' 설정은 없습니다.{perhaps(name, known)} "
            "quizcards settings로 모두 볼 수 있습니다."
        )
    return [one for one in found if one.name == name]


def change(env: Environment, name: str, text: str) -> Preference:
    """Set one setting to what the text means, and return it as it stands then.

    Raises QuizcardsError for a name or a value that cannot be.
    """
    if name in VARIABLES:
        raise QuizcardsError(
            f"{name}: 환경 변수라서 셸에서 정합니다(예: export {name}=값). 파일에는 적지 않습니다."
        )
    names = name.split(".")
    if names[0] == "decks" and len(names) > 1:
        chosen_cards(env.library(), names[1:2], ())
    value = value_of(text)
    usual, _ = values(env.settings).get(names[-1], (None, ""))
    if isinstance(usual, tuple) and not isinstance(value, list):
        value = [value]
    set_one(env.settings_file, names, value)
    env.forget_settings()
    return preferences(env, name)[0]


def overruled(env: Environment, name: str, value: object) -> str:
    """Return why a setting that was just changed changes nothing yet, and what does; "" if it does.

    Under a plan the minutes of the plan hold.
    """
    goal = planning.readable_goal(env) if name == "minutes_per_day" else None
    if goal is None or goal.minutes == value:
        return ""
    return (
        f"지금은 계획에 적은 하루 {goal.minutes:g}분이 먼저입니다. "
        f"그 시간을 바꾸려면: quizcards plan --minutes {value}"
    )


def _settings(env: Environment) -> Iterator[Preference]:
    from_file = written(env.settings_file)
    fitted = {kind.setting for model, kind in MODELS.items() if read_adopted(env.home, model)}
    for name, (value, meaning) in values(env.settings).items():
        source = str(env.settings_file) if name in from_file else DEFAULT
        if name in fitted - from_file:
            source = "quizcards fit"
        yield Preference(name, value, source, meaning)


def _variables(env: Environment) -> Iterator[Preference]:
    usual: dict[str, object] = {
        "QUIZCARDS_HOME": str(env.home),
        "QUIZCARDS_DECKS": [str(path) for path in env.deck_paths],
    }
    for name, meaning in VARIABLES.items():
        given = env.variables.get(name)
        value = usual.get(name, given)
        yield Preference(name, value, "환경 변수" if given else DEFAULT, meaning)
