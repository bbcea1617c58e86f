"""Settings are shown with where they come from, and one is set as the file would have it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("decks")


def rows(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.err
    return {row["name"]: row for row in json.loads(result.out)}


def test_every_value_says_where_it_comes_from(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner.mkdir()
    file = learner / "settings.toml"
    file.write_text("retention = 0.85\n[decks.basics]\nkinds = ['ox']\n", encoding="utf-8")
    monkeypatch.setenv("EDITOR", "vim")
    found = rows(run("settings", "--json"))
    assert (found["retention"]["value"], found["retention"]["source"]) == (0.85, str(file))
    assert found["decks.basics.kinds"]["value"] == ["ox"]
    assert (found["backups"]["value"], found["backups"]["source"]) == (5, "기본값")
    assert (found["EDITOR"]["value"], found["EDITOR"]["source"]) == ("vim", "환경 변수")
    assert all(row["meaning"] for row in found.values())


def test_the_settings_as_text(
    run: Callable[..., Result], golden: Callable[[str, str], None]
) -> None:
    _, _, out = run("settings").out.partition("\n\n")
    golden("settings", out.partition(" QUIZCARDS_HOME")[0])  # without the folders of a test


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("minutes_per_day", "30", "minutes_per_day = 30"),
        ("fuzz", "false", "fuzz = false"),
        ("learning_steps", "1,5", "learning_steps = [1, 5]"),
        ("kinds", "ox", 'kinds = ["ox"]'),
        ("model", "fsrs-7", 'model = "fsrs-7"'),
        ("decks.basics.new_per_day", "3", "[decks.basics]\nnew_per_day = 3"),
    ],
)
def test_one_is_set_and_every_other_line_stays(
    run: Callable[..., Result], learner: Path, name: str, text: str, written: str
) -> None:
    learner.mkdir()
    file = learner / "settings.toml"
    file.write_text("# 내 설정\nbackups = 2  # 둘\n", encoding="utf-8")
    result = run("settings", name, text)
    assert result.code == 0, result.err
    assert "(settings.toml)" in result.out
    after = file.read_text(encoding="utf-8")
    assert written in after
    assert after.startswith("# 내 설정\nbackups = 2  # 둘\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["minutes", "30"], "혹시 'minutes_per_day'인가요?"),
        (["minutes"], "혹시 'minutes_per_day'인가요?"),
        (["retention", "2"], "0.70에서 0.97 사이"),
        (["kinds", "oxx"], "묻는 방식의 목록"),
        (["decks.basic.new_per_day", "3"], "혹시 'basics'인가요?"),
        (["decks.basics.retention", "0.9"], "kinds, new_per_day만"),
        (["decks", "3"], "decks는 [decks.덱아이디] 표로"),
        (["EDITOR", "vim"], "export EDITOR="),
    ],
)
def test_what_cannot_be_set_is_one_sentence_and_nothing_is_written(
    run: Callable[..., Result], learner: Path, arguments: list[str], told: str
) -> None:
    result = run("settings", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert not (learner / "settings.toml").exists()
