"""`simulate`: what settings cost, from the learner's own state."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("decks")


def test_the_usual_retentions_are_compared_over_half_a_year(run: Callable[..., Result]) -> None:
    result = run("simulate")
    assert (result.code, result.err) == (0, "")  # progress is for terminals
    lines = result.out.splitlines()
    assert lines[0] == " 앞으로 180일, 카드 3장"
    assert [line.split()[0] for line in lines[3:7]] == ["0.80", "0.85", "0.90", "0.95"]
    assert "하루에 드는 시간 (한 주 평균)" in result.out


def test_every_combination_of_what_is_tried_is_played(run: Callable[..., Result]) -> None:
    arguments = (
        "--retention",
        0.8,
        "--retention",
        0.9,
        "--new",
        0,
        "--new",
        2,
        "--minutes",
        1,
        "--days",
        20,
        "--json",
    )
    rows = json.loads(run("simulate", *arguments).out)
    assert [(row["retention"], row["new_per_day"], row["minutes"]) for row in rows] == [
        (0.8, 0, 1.0),
        (0.8, 2, 1.0),
        (0.9, 0, 1.0),
        (0.9, 2, 1.0),
    ]
    none, some = rows[0], rows[1]
    assert (none["known"], none["minutes_a_day"], sum(none["days"]["reviews"])) == (0, 0, 0)
    assert some["days"]["new"][:3] == [2, 1, 0]  # three cards, two a day
    assert some["days"]["seconds"][0] == pytest.approx(2 * some["days"]["seconds"][1], abs=0.2)
    assert len(some["days"]["known"]) == 20
    assert 2 < some["known"] <= some["cards"] == 3
    assert some["minutes_a_day"] == pytest.approx(sum(some["days"]["seconds"]) / 20 / 60, abs=0.01)


def test_the_minutes_of_a_day_are_kept(run: Callable[..., Result]) -> None:
    (row,) = json.loads(
        run("simulate", "--retention", 0.9, "--new", 3, "--minutes", 0.4, "--days", 4, "--json").out
    )
    assert row["days"]["new"][:2] == [1, 1]  # 25 seconds each


def test_without_a_number_of_new_cards_the_minutes_of_the_settings_limit_the_day(
    run: Callable[..., Result], learner: Path
) -> None:
    learner.mkdir(exist_ok=True)
    (learner / "settings.toml").write_text("minutes_per_day = 0.4\n", encoding="utf-8")
    (row,) = json.loads(run("simulate", "--retention", 0.9, "--days", 4, "--json").out)
    assert (row["new_per_day"], row["minutes"]) == (None, 0.4)
    assert row["days"]["new"][:2] == [1, 1]


def test_the_same_seed_gives_the_same_future(run: Callable[..., Result]) -> None:
    first, again, other = (run("simulate", "--seed", seed, "--json").out for seed in (1, 1, 2))
    assert first == again != other


def test_it_starts_from_the_learners_own_state(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("\n4\n\n4\ns\nq\n"))
    assert run("study", "--plain").code == 0  # two are known as Easy, the third is put to rest
    (row,) = json.loads(run("simulate", "--retention", 0.9, "--days", 12, "--json").out)
    assert row["cards"] == 2
    assert sum(row["days"]["new"]) == 0
    assert row["days"]["reviews"][:6] == [0] * 6  # Easy comes back after a week or more
    assert row["days"]["known"][0] == pytest.approx(2.0)


def test_one_deck_alone(run: Callable[..., Result]) -> None:
    (row,) = json.loads(run("simulate", "basics", "--retention", 0.9, "--json").out)
    assert row["cards"] == 1


def test_everything_wrong_is_said_at_once(run: Callable[..., Result]) -> None:
    result = run(
        "simulate",
        "--retention",
        0.5,
        "--retention",
        2,
        "--new",
        -1,
        "--minutes",
        0,
        "basic",
    )
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines() == [
        "'basic' 덱은 없습니다. 혹시 'basics'인가요? 있는 덱: basics, optimization",
        "--retention 0.5: 0.70에서 0.97 사이의 수를 써 주세요.",
        "--retention 2: 0.70에서 0.97 사이의 수를 써 주세요.",
        "--new -1: 0에서 9999 사이의 정수를 써 주세요.",
        "--minutes 0: 0보다 크고 1440 이하인 수를 써 주세요.",
    ]
