"""The learner's settings: read as written, and every mistake told at once."""

from pathlib import Path
from typing import Any

import pytest

from quizcards.errors import QuizcardsError
from quizcards.home.settings import Settings, read_settings
from quizcards.home.weights import Adopted, write_adopted
from quizcards.memory import fsrs7
from quizcards.memory.fsrs import DEFAULT_WEIGHTS, UPPER_BOUNDS
from quizcards.memory.models import MODELS
from quizcards.memory.schedule import Scheduler
from quizcards.study.queue import Limits


@pytest.fixture
def settings(tmp_path: Path) -> Any:
    def read(text: str) -> Settings:
        path = tmp_path / "settings.toml"
        path.write_text(text, encoding="utf-8")
        return read_settings(path)

    return read


@pytest.fixture
def complaint(settings: Any) -> Any:
    def about(text: str) -> list[str]:
        with pytest.raises(QuizcardsError) as caught:
            settings(text)
        return str(caught.value).splitlines()

    return about


def test_without_a_file_the_documented_defaults_hold(tmp_path: Path) -> None:
    found = read_settings(tmp_path / "settings.toml")
    assert found == Settings(
        Scheduler(0.9, (1, 10), (10,), 36500, True, DEFAULT_WEIGHTS), Limits(None, {}, None), 4
    )


def test_settings_for_a_deck_that_is_not_there_are_told_with_the_nearest_that_is(
    settings: Any,
) -> None:
    found = settings(
        "[decks.optimisation]\nnew_per_day = 3\n[decks.basics]\nkinds = ['ox']\n[decks.zzz]\n"
        "kinds = ['ox']\n"
    )
    assert found.stray(["optimization", "basics"]) == (
        "settings.toml의 [decks.optimisation]에 해당하는 덱이 없습니다. 혹시 'optimization'인가요? "
        "settings.toml의 [decks.zzz]에 해당하는 덱이 없습니다."
    )
    assert found.stray(["optimisation", "basics", "zzz"]) == ""


def test_an_empty_file_is_no_file(settings: Any, tmp_path: Path) -> None:
    assert settings("") == read_settings(tmp_path / "none.toml")


def test_every_setting_is_read(settings: Any) -> None:
    weights = (*DEFAULT_WEIGHTS[:20], 0.2)
    found = settings(f"""
        retention = 0.85
        learning_steps = [2, 15.5]
        relearning_steps = [5]
        maximum_interval = 365
        fuzz = false
        weights = {list(weights)}
        new_per_day = 3
        day_turns_at = 0
        [decks.optimization]
        new_per_day = 1
    """)
    assert found.scheduler == Scheduler(0.85, (2, 15.5), (5,), 365, False, weights)
    assert found.limits == Limits(3, {"optimization": 1})
    assert found.day_turns_at == 0


def test_every_mistake_is_told_at_once_with_the_file(complaint: Any, tmp_path: Path) -> None:
    lines = complaint(
        "retention = 1.5\nfuzz = 1\nretension = 0.9\nnew_per_day = -1\n[decks.a]\nlimit = 3\n"
    )
    assert len(lines) == 5
    assert all(line.startswith(f"{tmp_path / 'settings.toml'}: ") for line in lines)
    for line, word in zip(
        lines, ("retention", "fuzz", "retension", "new_per_day", "decks.a"), strict=True
    ):
        assert word in line


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("retension", "retention"),
        ("learning_step", "learning_steps"),
        ("new_perday", "new_per_day"),
        ("day_turn_at", "day_turns_at"),
        ("max_interval", "maximum_interval"),
        ("weight", "weights"),
    ],
)
def test_an_unknown_setting_comes_with_the_nearest_known_one(
    complaint: Any, typed: str, meant: str
) -> None:
    (line,) = complaint(f"{typed} = 1")
    assert f"'{typed}'" in line
    assert f"'{meant}'" in line


def test_a_misspelt_table_of_decks_comes_with_its_right_name(complaint: Any) -> None:
    (line,) = complaint("[deck.optimization]\nnew_per_day = 3")
    assert "'decks'" in line


def test_a_setting_like_no_other_comes_with_all_that_there_are(complaint: Any) -> None:
    (line,) = complaint("q = 1")
    for name in ("retention", "new_per_day", "day_turns_at", "decks"):
        assert name in line


@pytest.mark.parametrize(
    "text",
    [
        "retention = 0.69",
        "retention = 0.98",
        "retention = true",
        'retention = "0.9"',
        "retention = nan",
        "learning_steps = []",
        "learning_steps = [0]",
        "learning_steps = 10",
        "relearning_steps = [1440]",
        "learning_steps = [-1]",
        'learning_steps = ["10m"]',
        "maximum_interval = 0",
        "maximum_interval = 36501",
        "maximum_interval = 10.5",
        "fuzz = 0",
        "new_per_day = 2.5",
        "new_per_day = true",
        "day_turns_at = 24",
        "day_turns_at = -1",
        "weights = [0.1, 0.2]",
        "decks = 3",
        "[decks]\na = 3",
        "[decks.a]",
        "[decks.a]\nnew_per_day = -1",
    ],
)
def test_a_value_that_cannot_be_used_is_refused(complaint: Any, text: str) -> None:
    assert len(complaint(text)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("retention = 2", "0.70에서 0.97 사이의 수여야 합니다."),
        ("learning_steps = 10", "분 단위의 목록(예: [1, 10])이어야 합니다."),
        ("fuzz = 0", "true 또는 false여야 합니다."),
        ("[decks.a]\nnew_per_day = -1", "0에서 9999 사이의 수여야 합니다."),
    ],
)
def test_what_a_value_must_be_is_said_as_it_is_read_aloud(
    complaint: Any, text: str, said: str
) -> None:
    assert complaint(text)[0].endswith(said)


@pytest.mark.parametrize(
    "text", ["retention = 0.70", "retention = 0.97", "day_turns_at = 23", "new_per_day = 0"]
)
def test_the_ends_of_a_range_can_be_used(settings: Any, text: str) -> None:
    settings(text)


def test_a_weight_out_of_its_bounds_is_refused(complaint: Any) -> None:
    assert complaint(f"weights = {[*DEFAULT_WEIGHTS[:20], UPPER_BOUNDS[20] + 0.01]}")


def test_fsrs_7_has_weights_of_its_own_that_keep_their_order(settings: Any, complaint: Any) -> None:
    newer = [*fsrs7.DEFAULT_WEIGHTS[:33], 0.31]
    scheduler = settings(f'model = "fsrs-7"\nweights_fsrs7 = {newer}').scheduler
    assert (scheduler.weights_in_use, scheduler.weights) == (tuple(newer), DEFAULT_WEIGHTS)
    assert complaint(f"weights_fsrs7 = {[3, 2, *newer[2:]]}")
    assert complaint(f"weights_fsrs7 = {list(DEFAULT_WEIGHTS)}")
    assert "fsrs-6, fsrs-7 가운데 하나" in complaint('model = "fsrs-5"')[0]


def test_each_model_uses_the_weights_that_a_fit_adopted_for_it(
    settings: Any, tmp_path: Path
) -> None:
    for model, kind in MODELS.items():
        weights = (kind.lower[0], *kind.defaults[1:])
        adopted = Adopted("2026-11-01T09:00:00+09:00", 30, 6, 0.4, 0.5, weights)
        write_adopted(tmp_path, [adopted], model)
    for model, kind in MODELS.items():
        assert settings(f'model = "{model}"').scheduler.weights_in_use[0] == kind.lower[0]
        assert not settings(f'model = "{model}"').names_weights
    own = settings(f'model = "fsrs-7"\nweights_fsrs7 = {list(fsrs7.DEFAULT_WEIGHTS)}')
    assert own.names_weights
    assert own.scheduler.weights_in_use == fsrs7.DEFAULT_WEIGHTS


def test_a_file_that_is_no_toml_is_told_with_the_line(complaint: Any) -> None:
    (line,) = complaint("retention = 0.9\nfuzz = maybe\n")
    assert "line 2" in line


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"retention = \xff\xfe")
    with pytest.raises(QuizcardsError, match=r"settings\.toml"):
        read_settings(path)


@pytest.mark.parametrize(
    "text", [f"retention = {'[' * 5000}", f"retention = {'9' * 5000}", f"{'a.' * 5000}a = 1"]
)
def test_a_file_without_end_is_one_sentence(complaint: Any, text: str) -> None:
    (line,) = complaint(text)
    assert "설정을 읽을 수 없습니다" in line
    assert len(line) < 300
