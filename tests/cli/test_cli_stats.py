"""`quizcards stats` and `quizcards why`: on screen, as JSON, as files, and what is said of what
cannot be.
"""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from quizcards.app import browser
from quizcards.cli.options import environment
from quizcards.memory.fsrs import DEFAULT_WEIGHTS
from tests.cli.conftest import Result

pytestmark = pytest.mark.usefixtures("decks")
DOCS = (Path(__file__).parents[2] / "docs/stats.md").read_text(encoding="utf-8")


@pytest.fixture
def study(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Play lines to a plain session at a moment."""

    def play(moment: str, *lines: str) -> None:
        monkeypatch.setenv("QUIZCARDS_NOW", moment)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert run("study", "--plain").code == 0

    return play


def data(run: Any, *arguments: Any) -> Any:
    result = run(*arguments, "--json")
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def test_an_empty_start_says_what_to_do(run: Callable[..., Result]) -> None:
    result = run("stats")
    assert (result.code, result.err) == (0, "")
    assert "quizcards study" in result.out
    assert data(run, "stats")["spans"]["all"]["answers"] == 0


def test_an_undone_answer_counts_nowhere(run: Callable[..., Result], study: Any) -> None:
    study("2026-12-01T09:00", "", "4", "", "3", "u", "q")
    found = data(run, "stats")
    assert (found["streak"], found["spans"]["all"]["answers"]) == (1, 1)
    assert [day["answers"] for day in found["days"]] == [1]
    assert sum(concept["reps"] for concept in found["concepts"]) == 1


def test_a_streak_goes_on_over_midnight_and_retention_counts_the_second_day(
    run: Callable[..., Result], study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    study("2026-12-01T23:50", "", "4", "q")  # Easy: the card is in review, due in some eight days
    study("2026-12-02T03:59", "", "4", "q")  # still the first of December
    assert data(run, "stats")["streak"] == 1
    study("2026-12-02T04:00", "", "4", "q")
    assert data(run, "stats")["streak"] == 2
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-03T12:00")
    found = data(run, "stats")
    assert (found["streak"], found["day"], found["spans"]["1"]["answers"]) == (2, "2026-12-03", 0)
    study("2026-12-12T12:00", "", "1", "q")
    found = data(run, "stats")
    assert found["spans"]["all"] | {"seconds": 0} == {
        "answers": 4,
        "seconds": 0,
        "reviews": 1,
        "passed": 0,
        "retention": 0.0,
    }
    assert found["weeks"][-1]["monday"] == "2026-12-07"
    assert found["weeks"][-1]["reviews"] == 1
    assert (found["streak"], found["longest"]) == (1, 2)


def test_every_key_of_the_json_is_documented(run: Callable[..., Result], study: Any) -> None:
    study("2026-12-01T09:00", "", "4", "", "1", "q")

    def keys(value: Any) -> Any:
        if isinstance(value, dict):
            return set(value) | {key for one in value.values() for key in keys(one)}
        return {key for one in value for key in keys(one)} if isinstance(value, list) else set()

    documented = set(re.findall(r"`(\w+)`", DOCS))
    assert keys(data(run, "stats")) <= documented
    assert keys(data(run, "why", "loss")) <= documented
    for title, arguments in (("stats", ["stats"]), ("why", ["why", "loss"])):
        table = DOCS.split(f"## `quizcards {title}")[1].split("\n## ")[0]
        named = {
            key
            for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
            for key in re.findall(r"`(\w+)`", row)
        }
        assert named == set(data(run, *arguments))


def test_a_mistake_is_worked_out_once_and_said_again(
    run: Callable[..., Result], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (decks / "3-claims.yaml").write_text(
        "deck: claims\ntitle: 오해\ncards:\n"
        "- id: a\n  question: 무엇인가요?\n  answer: 이것입니다.\n"
        "  statements:\n"
        "  - {right: 작아지기도 한다, wrong: 커지기만 한다, because: 작아지기도 합니다.}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n\n"))
    assert (
        run("quiz", "claims", "--all", "--kind", "ox", "--limit", "1", "--cram", "--plain").code
        == 0
    )
    (found,) = data(run, "stats")["mistakes"]
    assert found == {
        "card": "claims/a",
        "name": "무엇인가요?",
        "text": "'작아지기도 한다'에 X로 답했습니다. 작아지기도 합니다.",
        "times": 1,
    }
    assert "작아지기도 합니다." in run("stats").out

    def again(*_: Any) -> None:
        raise AssertionError("worked out a second time")

    monkeypatch.setattr("quizcards.insight.mistakes.mistake", again)
    assert data(run, "stats")["mistakes"] == [found]


@pytest.mark.parametrize("suffix", ["md", "svg", "json"])
def test_a_file_holds_what_the_format_gives_on_screen(
    run: Callable[..., Result], study: Any, tmp_path: Path, suffix: str
) -> None:
    study("2026-12-01T09:00", "", "4", "q")
    form = {"md": "markdown"}.get(suffix, suffix)
    shown = run("stats", "--to", form)
    code, out, err = run("stats", "-o", f"stats.{suffix}")
    assert (code, out) == (0, "")
    assert f"stats.{suffix}" in err
    text = (tmp_path / f"stats.{suffix}").read_text(encoding="utf-8")
    assert text == shown.out
    if suffix == "svg":
        assert ElementTree.fromstring(text).tag.endswith("svg")
    if suffix == "json":
        assert json.loads(text) == data(run, "stats")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["stats", "--to", "markdwn"], "혹시 'markdown'인가요?"),
        (["stats", "-o", "stats.txt"], ".md, .svg, .json"),
        (["stats", "-o", "1-basics.yaml/stats.md"], "쓸 수 없습니다"),
        (["why", "los"], "혹시 'loss'인가요?"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    run: Callable[..., Result], tmp_path: Path, arguments: Any, said: str
) -> None:
    (tmp_path / "1-basics.yaml").write_text("", encoding="utf-8")
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_why_shows_what_its_json_holds(run: Callable[..., Result], study: Any) -> None:
    study("2026-12-01T09:00", "", "4", "q")
    found, text = data(run, "why", "loss"), run("why", "loss").out
    assert (found["card"], found["due_day"] is None, found["suspended"]) == (
        "basics/loss",
        False,
        False,
    )
    assert [(row["kind"], row["grade"], row["recall"]) for row in found["history"]] == [
        ("review", 4, None)
    ]
    plain = "".join(text.split())
    for reason in found["reasons"]:
        assert "".join(reason.split()) in plain
    assert "망각 곡선" in text
    assert "아직 배우지 않은" in run("why", "adam").out


def test_why_names_a_plan_only_while_it_stands_and_holds_the_card(
    run: Callable[..., Result], study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    study("2026-12-01T09:00", "", "4", "q")
    assert run("plan", "--by", "2026-12-20").code == 0
    assert "12월 20일(일)을 위한 계획" in data(run, "why", "loss")["reasons"][-1]
    assert run("plan", "--by", "2026-12-20", "optimization").code == 0
    assert "계획" not in data(run, "why", "loss")["reasons"][-1]
    assert run("plan", "--by", "2026-12-20").code == 0
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-21T12:00")
    assert "계획" not in data(run, "why", "loss")["reasons"][-1]


def test_the_statistics_load_no_numpy(
    process: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    code = (
        "import sys; from quizcards.cli.main import run; code = run(['stats']);"
        "sys.exit(code or ('numpy' in sys.modules and 'numpy was loaded'))"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert process("stats").returncode == 0


STEEP = [*DEFAULT_WEIGHTS[:20], 0.5]
"""Weights whose curve falls faster than the usual one once it is below 90 %."""


@pytest.mark.parametrize("settings", [f"weights = {STEEP}", 'model = "fsrs-7"'])
def test_home_the_cards_the_statistics_and_why_say_one_recall(
    run: Callable[..., Result],
    study: Any,
    learner: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: str,
) -> None:
    study("2026-12-01T09:00", "", "4", "q")
    monkeypatch.setenv("QUIZCARDS_NOW", "2027-01-20T21:00")
    usual = data(run, "why", "loss")["recall"]
    learner.joinpath("settings.toml").write_text(settings, encoding="utf-8")
    recall = data(run, "why", "loss")["recall"]
    assert f"{recall:.0%}" != f"{usual:.0%}"
    (concept,) = [one for one in data(run, "stats")["concepts"] if one["card"] == "basics/loss"]
    assert concept["recall"] == pytest.approx(recall)  # the clock goes on
    rows: list[tuple[str, str]] = []
    monkeypatch.setattr(browser, "whole_screen", nullcontext)
    monkeypatch.setattr(browser, "pick", lambda _, __, groups, *___: rows.extend(groups()[0][1]))
    browser.open_browser(environment(), ["basics"], ())
    assert f" {recall:.0%} " in rows[0][1]
    assert re.search(rf"기초 .* {recall:.0%} ", run().out)
