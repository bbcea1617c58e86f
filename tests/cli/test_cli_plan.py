"""`plan`: made, shown, changed, cleared; and how `study` follows it and lets go of it."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizcards.app import planning
from quizcards.home.files import names
from quizcards.memory.pace import LEAST
from quizcards.model import Event
from quizcards.store import log
from quizcards.store.line import encode
from tests.cli.conftest import Result

NOON = 1_796_094_000.0  # 2026-12-01T12:00 in Seoul, a study day that the fixture's clock stands in
TODAY = 739_951
DECK = """\
deck: deck
title: 덱
cards:
- {id: base, question: 바탕은 무엇인가요?, answer: 바탕입니다., tags: [ground]}
- {id: tower, question: 탑은 무엇인가요?, answer: 탑입니다., needs: [base]}
- {id: known, question: 아는 것은 무엇인가요?, answer: 아는 것입니다., tags: [ground]}
"""


@pytest.fixture(autouse=True)
def content(tmp_path: Path) -> Any:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "deck.yaml").write_text(DECK, encoding="utf-8")
    (folder / "other.yaml").write_text(
        "deck: other\ntitle: 다른 덱\ncards:\n- {id: x, question: 엑스는?, answer: 엑스입니다.}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def answered(learner: Path) -> Any:
    """Put reviews (card, days ago, grade, seconds) into the learner's log, as another device would
    have.
    """

    def write(*rows: Any) -> None:
        last, lines = "", []
        for card, ago, grade, seconds in rows:
            at = NOON - 86_400 * ago
            last = log.event_id(at, last)
            lines.append(
                encode(Event(last, at, TODAY - ago, "review", card, grade, "recall", seconds))
            )
        (learner / "log").mkdir(parents=True, exist_ok=True)
        (learner / "log/other.jsonl").write_bytes(b"".join(lines))

    return write


@pytest.fixture
def study(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Study line by line and return what was shown."""

    def session(*lines: Any, arguments: Any = (), now: Any = "2026-12-01T13:00") -> Any:
        monkeypatch.setenv("QUIZCARDS_NOW", now)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        result = run("study", "--plain", *arguments)
        assert (result.code, result.err) == (0, "")
        return result.out

    return session


# due in 4 days
KNOWN = [("deck/known", 9, 3, 12.0), ("deck/known", 9, 3, 6.0), ("deck/known", 7, 3, 11.0)]


@pytest.fixture(autouse=True)
def _few_learners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play few learners to the day of a plan: what is said of them is asked here, not how well."""
    monkeypatch.setattr(planning, "MOST_RUNS", planning.LEAST_RUNS)


def kept(learner: Any) -> Any:
    return json.loads((learner / "plan.json").read_text(encoding="utf-8"))


def test_a_plan_is_made_shown_and_cleared(run: Callable[..., Result], learner: Path) -> None:
    made = run("plan", "--by", "12-15", "--minutes", "20", "--weight", "ground=2", "deck")
    assert (made.code, made.err) == (0, "")
    assert (
        made.out.splitlines()[0]
        == " 12월 15일(화)까지 14일   하루 20분 · 카드 3장 · deck · ground 2배"
    )
    data = kept(learner)
    assert (data["by"], data["minutes"], data["decks"], data["weights"]) == (
        "2026-12-15",
        20,
        ["deck"],
        {"ground": 2},
    )
    assert (data["promise"]["made"], data["promise"]["cards"]) == ("2026-12-01", 3)
    assert len(data["promise"]["path"]) == 15  # before the first day and after each of the 14
    assert run("plan").out == made.out
    assert run("plan", "--clear").out == "계획을 지웠습니다.\n"
    assert not (learner / "plan.json").exists()
    assert run("plan").out.startswith(" 세운 계획이 없습니다.")
    assert run("plan", "--clear").out == "세운 계획이 없습니다.\n"
    assert run("plan", "--json").out == "null\n"


def test_a_plan_is_one_of_the_files_that_sync_and_backup_keep(
    run: Callable[..., Result], learner: Path
) -> None:
    run("plan", "--by", "+9")
    assert "plan.json" in names(learner)
    # two versions never mix
    assert (learner / "plan.json").read_text(encoding="utf-8").count("\n") == 1


def test_what_keeps_cards_out_is_named(run: Callable[..., Result], learner: Path) -> None:
    assert (
        "다 담지 못해 열지 않을 카드 3장   시간이 모자라 자주 묻는 것부터 담았습니다."
        in run("plan", "--by", "+1", "--minutes", "0.5").out
    )
    (learner / "settings.toml").write_text("new_per_day = 1\n", encoding="utf-8")
    said = run("plan", "--by", "+2").out
    assert "다 담지 못해 열지 않을 카드 2장   새 카드 수 제한(new_per_day) 탓입니다." in said
    assert "· x 엑스는?" in said or "· tower 탑은 무엇인가요?" in said


def test_the_policy_is_the_one_that_rollouts_to_the_day_find_best(
    run: Callable[..., Result], study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quizcards.memory import policy, rollout

    rolled_out, followed = [], set()
    real = policy.queue

    def best_policy(
        cards: Any, day: int, by: int, seconds: Any, new_per_day: int, belief: Any, seed: int
    ) -> Any:
        rolled_out.append((len(cards.is_new), by - day, seconds, new_per_day, seed == by))
        return replace(belief, follows=0.78)

    def queue(*arguments: Any) -> Any:
        followed.add(arguments[-1].follows)
        return real(*arguments)

    monkeypatch.setattr(rollout, "best_policy", best_policy)
    monkeypatch.setattr(policy, "queue", queue)
    run("plan", "--by", "+7", "--minutes", "20")
    study("q", arguments=["--new", "2"])
    assert rolled_out == [(4, 7, [1200.0] * 7, 4, True), (4, 7, [1200.0] * 7, 2, True)]
    assert followed == {0.78}


def test_a_policy_is_chosen_once_for_all_who_ask_until_something_changes(
    run: Callable[..., Result], study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quizcards.memory import rollout

    chosen = []
    real = rollout.best_policy

    def best_policy(*given: Any, **seed: Any) -> Any:
        chosen.append(given)
        return real(*given, **seed)

    monkeypatch.setattr(rollout, "best_policy", best_policy)
    run("plan", "--by", "+7", "--minutes", "20")
    glance = run().out
    assert run().out == glance
    study("", "4", "q")
    assert len(chosen) == 1
    run()
    study("q")
    assert len(chosen) == 2  # the answer changed what is known of a card
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-02T09:00")
    run()
    assert len(chosen) == 3  # and so does the day


@pytest.mark.parametrize("kept", ["", "{", "[]", "[1, 2, 3]", "null", '{"a": 1}'])
def test_a_kept_policy_that_cannot_be_read_is_chosen_again(
    run: Callable[..., Result], kept: str, tmp_path: Path
) -> None:
    run("plan", "--by", "+9")
    glance = run().out
    (tmp_path / "cache/quizcards/policy.json").write_text(kept, encoding="utf-8")
    assert run().out == glance
    assert (tmp_path / "cache/quizcards/policy.json").read_text(encoding="utf-8") != kept


def test_json_says_all_that_the_screen_says_and_by_day(
    run: Callable[..., Result], answered: Any
) -> None:
    answered(*KNOWN)
    data = json.loads(run("plan", "--by", "+7", "--minutes", "1", "--json").out)
    assert data["days_left"] == len(data["days"]) == 7
    assert data["cards"] == 4
    recall = data["recall"]
    # one card of four is known: R(7 days, its stability) / 4, and by the day less
    assert 0.2 < recall["stopped"] < recall["today"] < 0.25 < recall["planned"]
    assert recall["low"] <= recall["planned"] <= recall["high"]
    assert [day["day"] for day in data["days"]][:2] == ["2026-12-01", "2026-12-02"]
    assert all(day["seconds"] <= 70 for day in data["days"])
    assert data["days"][-1]["recall"] == pytest.approx(recall["planned"])
    assert LEAST["pass"] < data["seconds_a_card"]["pass"] < 11
    assert set(data["seconds_a_card"]) == {"new", "pass", "fail", "step"}
    assert data["answers"] == 3


def test_the_same_state_gives_the_same_forecast(run: Callable[..., Result], answered: Any) -> None:
    answered(*KNOWN)
    first = run("plan", "--by", "+9", "--minutes", "1", "--json").out
    assert run("plan", "--json").out == first


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(
    run: Callable[..., Result], learner: Path
) -> None:
    result = run(
        *("plan", "--by", "2026-11-30", "--minutes", "0", "dekc"),
        *("--weight", "grund=2", "--weight", "ground=-1", "--weight", "ground"),
    )
    assert (result.code, result.out) == (2, "")
    weight = "태그=배수로 써 주세요(예: optimizer=2). 배수는 0보다 크고 100 이하입니다."
    assert result.err.splitlines() == [
        "'dekc' 덱은 없습니다. 혹시 'deck'인가요? 있는 덱: deck, other",
        "--weight 'grund' 태그는 없습니다. 혹시 'ground'인가요? 있는 태그: ground",
        f"--weight ground=-1: {weight}",
        f"--weight ground: {weight}",
        "--minutes 0: 0보다 크고 1440 이하인 수를 써 주세요.",
        "--by 2026-11-30: 지난 날입니다. 내일부터의 날짜를 써 주세요.",
    ]
    assert not (learner / "plan.json").exists()


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ("12-01", "오늘입니다. 내일부터의 날짜를 써 주세요."),
        ("+0", "오늘입니다."),
        ("다음 주", "날짜로 읽을 수 없습니다. 2026-12-15, 12-15, '12월 15일', +14처럼 써 주세요."),
        ("2030-01-01", "너무 멉니다. 365일 안의 날짜를 써 주세요."),
    ],
)
def test_a_date_that_cannot_be_planned_for_says_why(
    run: Callable[..., Result], by: str, says: str
) -> None:
    result = run("plan", "--by", by)
    assert (result.code, result.out) == (2, "")
    assert f"--by {by}: {says}" in result.err


@pytest.mark.parametrize("minutes", ["-5", "nan", "1441", "inf"])
def test_minutes_that_no_day_has_are_refused(run: Callable[..., Result], minutes: str) -> None:
    result = run("plan", "--by", "+5", "--minutes", minutes)
    assert result.code == 2
    assert "0보다 크고 1440 이하인 수를 써 주세요." in result.err


def test_a_present_plan_is_changed_without_naming_its_day_again(
    run: Callable[..., Result], learner: Path
) -> None:
    assert run("plan", "--minutes", "0").err.splitlines() == [
        "--minutes 0: 0보다 크고 1440 이하인 수를 써 주세요.",
        "언제까지인지 --by로 적어 주세요(예: --by 2026-12-15).",
    ]
    run("plan", "--by", "+9", "--weight", "ground=2")
    assert run("plan", "--minutes", "10", "deck").code == 0
    data = kept(learner)
    assert (data["by"], data["minutes"], data["decks"], data["weights"]) == (
        "2026-12-10",
        10,
        ["deck"],
        {"ground": 2},
    )
    run("plan", "--by", "+5")
    data = kept(learner)
    assert (data["by"], data["minutes"], data["decks"], data["weights"]) == (
        "2026-12-06",
        10,
        ["deck"],
        {"ground": 2},
    )


def test_a_late_plan_moves_minutes_into_the_last_days_and_study_and_forecast_follow(
    run: Callable[..., Result], study: Any
) -> None:
    run("plan", "--by", "+9", "--minutes", "2", "--shape", "late")
    assert "하루 1분, 마지막 주에는 2.3분 · 카드 4장" in run("plan").out
    data = json.loads(run("plan", "--json").out)
    assert (data["shape"], data["late_from"], data["minutes"]) == ("late", "2026-12-01", 2)
    assert all(day["seconds"] <= 70 for day in data["days"][:2])
    assert "새 카드 2 ·" in study("q")
    assert "새 카드 4 ·" in study("q", now="2026-12-03T13:00")


def test_beside_a_plan_stands_what_the_same_minutes_bring_in_the_other_shape(
    run: Callable[..., Result],
) -> None:
    arguments = ("plan", "--by", "+21", "--minutes", "0.5", "--json")
    even = json.loads(run(*arguments).out)
    late = json.loads(run(*arguments, "--shape", "late").out)
    for one, two in ((even, late), (late, even)):
        expected = {name: two["recall"][name] for name in ("planned", "later")}
        assert one["other_shape"] == pytest.approx(expected)
        assert 0 < one["recall"]["later"] < one["recall"]["planned"]
    assert "마지막 주로 모으면" in run("plan", "--shape", "even").out
    assert json.loads(run("plan", "--by", "+7", "--json").out)["other_shape"] is None


def test_in_a_large_library_the_other_shape_is_left_out(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizcards.app.planning.CARD_DAYS", 4 * 9 * 5)
    assert json.loads(run("plan", "--by", "+9", "--json").out)["other_shape"]
    assert json.loads(run("plan", "--by", "+10", "--json").out)["other_shape"] is None


def test_what_a_late_plan_has_moved_is_not_lost_when_the_plan_is_changed(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("plan", "--by", "+28", "--minutes", "2", "--shape", "late")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-25T09:00")
    assert "하루 5분" in run("plan", "--weight", "ground=2").out
    assert kept(learner)["late_from"] == "2026-12-01"
    assert "하루 2분" in run("plan", "--shape", "even").out
    assert kept(learner)["late_from"] is None
    run("plan", "--shape", "late")
    assert kept(learner)["late_from"] == "2026-12-25"


def test_a_shape_that_there_is_not_is_refused(run: Callable[..., Result], learner: Path) -> None:
    result = run("plan", "--by", "+9", "--shape", "later")
    assert (result.code, result.out) == (2, "")
    assert result.err == "--shape later: even 또는 late를 써 주세요.\n"
    assert not (learner / "plan.json").exists()


def test_clear_stands_alone(run: Callable[..., Result]) -> None:
    assert run("plan", "--clear", "--by", "+3").code == 2


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"v": 9}', '{"v": 1, "by": "2026-12-15"}', "\udcff"]
)
def test_a_plan_that_cannot_be_read_says_what_to_do_and_can_be_cleared(
    run: Callable[..., Result], learner: Path, text: str
) -> None:
    learner.mkdir()
    (learner / "plan.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    for command in (["plan"], ["study", "--plain"], []):
        result = run(*command)
        assert (result.code, result.out) == (2, "")
        assert "plan.json: 계획을 읽을 수 없습니다. quizcards plan --by 날짜로" in result.err
    assert run("plan", "--clear").code == 0
    assert run("plan").code == 0


def test_a_plan_without_cards_says_so(run: Callable[..., Result], content: Any) -> None:
    (content / "deck.yaml").unlink()
    (content / "other.yaml").write_text("deck: other\ntitle: 빈 덱\ncards: []\n", encoding="utf-8")
    result = run("plan", "--by", "+3")
    assert result.code == 2
    assert "계획에 넣을 카드가 없습니다" in result.err


def test_a_plan_whose_decks_are_not_there_leaves_study_to_the_decks_that_are(
    run: Callable[..., Result], study: Any, content: Any
) -> None:
    run("plan", "--by", "+9", "other")
    (content / "other.yaml").unlink()
    assert "· base" in study("q")
    assert run().code == 0
    assert "계획에 넣을 카드가 없습니다" in run("plan").err


def test_study_follows_the_plan_asks_before_cards_are_due_and_says_so_in_its_first_line(
    run: Callable[..., Result], study: Any, answered: Any
) -> None:
    answered(*KNOWN)
    assert "known" not in study("", "4", "", "4", "q", arguments=["deck"])
    run("plan", "--by", "+14")
    shown = study("q")
    assert "12월 15일까지 14일 · 계획대로" in shown
    shown = study("", "4", "", "4", "", "4", "", "4", "q")
    assert "· known" in shown
    assert "12월 15일(화) 기억률" in shown
    assert "오늘 안 했다면" in shown.split("기억률")[1].splitlines()[0]


def test_needs_and_the_limits_on_new_cards_hold(
    run: Callable[..., Result], study: Any, learner: Path
) -> None:
    learner.mkdir()
    (learner / "settings.toml").write_text(
        "new_per_day = 2\n[decks.other]\nnew_per_day = 0\n", encoding="utf-8"
    )
    run("plan", "--by", "+14", "--weight", "ground=0.1")
    shown = study("", "4", "", "4", "q")
    assert "새 카드 2 ·" in shown
    assert "· x" not in shown
    if "· tower" in shown:
        assert shown.index("· base") < shown.index("· tower")
    assert "오늘 계획에 남은 카드가 없습니다" in study("q")
    assert "새 카드 1 ·" in study("q", arguments=["--new", "3"])


def test_a_session_takes_no_more_cards_than_asked_for(
    run: Callable[..., Result], study: Any
) -> None:
    run("plan", "--by", "+14")
    assert "새 카드 4 ·" in study("q")
    assert "새 카드 1 ·" in study("q", arguments=["--limit", "1"])


@pytest.mark.parametrize(("weight", "first"), [("2", "base"), ("0.1", "x")])
def test_what_counts_more_is_asked_first(
    run: Callable[..., Result], study: Any, weight: str, first: str
) -> None:
    run("plan", "--by", "+14", "--minutes", "0.5", "--weight", f"ground={weight}")
    assert f"· {first} · 처음" in study("q").splitlines()[1]


def test_a_card_left_in_a_step_days_ago_is_asked_only_if_the_plan_has_time_for_it(
    run: Callable[..., Result], study: Any, answered: Any
) -> None:
    answered(("deck/known", 3, 1, 10.0), ("deck/base", 0, 4, 57.0))
    run("plan", "--by", "+14", "--minutes", "1")
    assert "오늘 계획에 남은 카드가 없습니다" in study("q")
    run("plan", "--minutes", "9")
    assert "· known" in study("q")


def test_a_deck_with_a_limit_of_its_own_counts_what_was_new_in_it_earlier_today(
    run: Callable[..., Result], study: Any, learner: Path, answered: Any
) -> None:
    answered(("deck/base", 0, 4, 12.0))
    (learner / "settings.toml").write_text("[decks.deck]\nnew_per_day = 1\n", encoding="utf-8")
    run("plan", "--by", "+14")
    shown = study("", "4", "q")
    assert "· x" in shown
    assert "새 카드 1 ·" in shown


def test_a_card_put_off_until_tomorrow_leaves_its_time_to_the_others(
    run: Callable[..., Result], study: Any
) -> None:
    run("plan", "--by", "+14", "--minutes", "0.5")  # time for one card
    first = study("b", "q")
    second = study("q")
    assert "새 카드 1 ·" in first
    assert "새 카드 1 ·" in second
    assert first.splitlines()[1] != second.splitlines()[1]


def test_the_minutes_of_a_day_are_spent_once(
    run: Callable[..., Result], study: Any, answered: Any
) -> None:
    answered(*KNOWN, ("deck/base", 0, 3, 29.0), ("deck/base", 0, 3, 29.0))
    run("plan", "--by", "+14", "--minutes", "1")
    data = json.loads(run("plan", "--json").out)
    assert data["days"][0]["seconds"] == 0  # 58 of 60 seconds are gone
    assert data["days"][1]["seconds"] > 30
    assert "오늘 계획에 남은 카드가 없습니다" in study("q", now="2026-12-01T12:00")


def test_a_card_in_a_step_of_today_goes_on_when_the_day_has_no_time_left(
    run: Callable[..., Result], study: Any, answered: Any
) -> None:
    answered(("deck/base", 0, 1, 90.0))
    run("plan", "--by", "+14", "--minutes", "1")
    assert "· base" in study("q", now="2026-12-01T12:05")


def test_undo_bury_and_suspend_work_as_always(
    run: Callable[..., Result], study: Any, learner: Path, answered: Any
) -> None:
    answered(*KNOWN)
    run("plan", "--by", "+14", "deck")
    study("", "3", "u", "b", "s", "q")
    rows = [
        json.loads(line)
        for path in (learner / "log").glob("*.jsonl")
        for line in path.read_text().splitlines()
    ]
    kinds = [row["kind"] for row in rows if row["at"] > "2026-12-01T04"]
    assert kinds == ["review", "undo", "bury", "suspend"]
    out = {row["card"] for row in rows if row["kind"] in ("bury", "suspend")}
    shown = study("q")
    assert not [card for card in out if f"· {card.partition('/')[2]}" in shown]
    # the suspended one is no longer counted
    assert json.loads(run("plan", "--json").out)["cards"] == 2


def test_other_decks_than_the_plans_are_studied_for_the_long_term(
    run: Callable[..., Result], study: Any
) -> None:
    run("plan", "--by", "+14", "deck")
    shown = study("q", arguments=["other"])
    assert "· x" in shown
    assert "까지" not in shown
    shown = study("q")
    assert "까지 14일" in shown
    assert "· x" not in shown


def test_a_session_on_some_decks_asks_what_the_plan_would_of_them_alone(
    run: Callable[..., Result], study: Any
) -> None:
    run("plan", "--by", "+14")
    shown = study("q", arguments=["other"])
    assert "· x" in shown
    assert "까지 14일" in shown
    assert "새 카드 1 ·" in shown


def test_on_its_day_the_plan_still_holds_and_after_it_spacing_is_for_the_long_term(
    run: Callable[..., Result], study: Any, answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(*KNOWN)
    run("plan", "--by", "+2")
    assert "12월 3일 당일" in study("q", now="2026-12-03T23:00")
    assert "12월 3일까지" not in study("q", now="2026-12-04T09:00")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-04T09:00")
    assert run("plan").out.startswith(" 2026년 12월 3일 계획은 날이 지났습니다.")
    assert run("plan", "--minutes", "5").code == 2


def test_after_its_day_plan_study_and_home_say_how_to_go_on_and_a_second_round_keeps_the_rest(
    run: Callable[..., Result], study: Any, learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ("--minutes", "7", "--weight", "ground=2", "--track", "llm", "--shape", "late", "deck")
    run("plan", "--by", "+2", *made)
    before = kept(learner)
    over = "2026년 12월 3일 계획은 날이 지났습니다."
    assert over not in study("q", now="2026-12-03T23:00")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-04T09:00")
    for said in (run("plan").out, study("q", now="2026-12-04T09:00"), run().out):
        assert over in said
        assert "quizcards plan --next +30" in re.sub(r"\s+", " ", said)
    went_on = run("plan", "--next", "2027-01-10")
    assert went_on.err == "계획의 날짜를 바꾸었습니다: 2026년 12월 3일 → 2027년 1월 10일\n"
    after = kept(learner)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"by", "late_from", "promise"}
    assert (after["by"], after["late_from"]) == ("2027-01-10", "2026-12-04")
    assert over not in study("q", now="2026-12-04T09:00") + run().out
    assert run("plan", "--next", "2027-02-10", "--minutes", "9").code == 0
    assert (kept(learner)["minutes"], kept(learner)["late_from"]) == (9, "2026-12-04")


def test_a_second_round_to_a_day_that_cannot_be_says_why_and_changes_nothing(
    run: Callable[..., Result], learner: Path
) -> None:
    none = "--next: 이어 갈 계획이 없습니다. --by로 날짜를 적어 세워 주세요.\n"
    assert run("plan", "--next", "+30").err == none
    run("plan", "--by", "+9")
    before = kept(learner)
    later = (
        "지금 계획의 날(2026년 12월 10일)보다 뒤의 날짜를 써 주세요. "
        "계획을 앞당기려면 --by를 씁니다."
    )
    for arguments, message in {
        ("--next", "+9"): f"--next +9: {later}",
        ("--next", "12-05"): f"--next 12-05: {later}",
        ("--next", "2026-11-05"): "--next 2026-11-05: 지난 날입니다. 내일부터의 날짜를 써 주세요.",
        ("--next", "2029-11-05"): "--next 2029-11-05: 너무 멉니다. 365일 안의 날짜를 써 주세요.",
        ("--next", "+20", "--by", "+9"): "--by와 --next 가운데 하나만 써 주세요.",
    }.items():
        result = run("plan", *arguments)
        assert (result.code, result.out, result.err) == (2, "", f"{message}\n")
    assert "날짜로 읽을 수 없습니다" in run("plan", "--next", "").err
    assert kept(learner) == before


def test_the_glance_shows_what_the_plan_asks_today(
    run: Callable[..., Result], answered: Any
) -> None:
    answered(*KNOWN)
    assert run().out.startswith(" 오늘 복습 0장, 새 카드 3장")
    run("plan", "--by", "+14")
    first, plan, *_ = run().out.splitlines()
    assert first.startswith(" 오늘 복습 1장, 새 카드 3장, 약 ")
    assert plan == " 12월 15일까지 14일 · 계획대로"


@pytest.mark.parametrize("plan", [None, "2026-11-30"])
def test_without_a_plan_or_after_its_day_study_loads_no_numpy(
    content: Any, learner: Path, plan: Any
) -> None:
    if plan:
        learner.mkdir()
        goal = {"v": 1, "by": plan, "minutes": 30, "decks": [], "weights": {}, "promise": None}
        (learner / "plan.json").write_text(json.dumps(goal), encoding="utf-8")
    code = (
        "import io, sys; sys.stdin = io.StringIO('q\\n'); sys.stdout = io.StringIO();"
        "from quizcards.cli.main import run; code = run(['study', '--plain']);"
        "sys.exit(f'{code} numpy' if code or 'numpy' in sys.modules else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=content.parent,
        env=os.environ | {"QUIZCARDS_NOW": "2026-12-01T09:00"},
    )
    assert done.returncode == 0, done.stderr


def test_the_coming_days_are_those_of_the_plan_until_its_day(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "복습" not in run("due").out
    run("plan", "--by", "2026-12-15")
    planned = json.loads(run("plan", "--json").out)["days"]
    coming = json.loads(run("due", "--json").out)
    assert [(day["day"], day["due"], day["new"]) for day in coming] == [
        (day["day"], round(day["reviews"]), round(day["new"])) for day in planned
    ]
    lines = run("due", "--days", "15").out.splitlines()
    assert lines[0].split()[:6] == ["오늘", "복습", "0장", "새", "카드", f"{coming[0]['new']}장"]
    assert lines[-1].split() == ["12월", "15일(화)", "면접"]
    assert len(lines) == 15
    assert "면접" not in run("due", "--days", "3").out
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-16T09:00")
    assert "복습" not in run("due").out


def test_a_day_without_an_answer_is_told_by_the_plan(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("plan", "--by", "2026-12-15")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-02T09:00")
    assert re.search(r"^ 하루 빠져 다시 세웠습니다: \d+%$", run("plan").out, re.MULTILINE)
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-04T09:00")
    assert "사흘 빠져 다시 세웠습니다" in run("plan").out
    monkeypatch.setattr("sys.stdin", io.StringIO("\n4\nq\n"))
    run("study", "--plain")
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-05T09:00")
    assert "빠져" not in run("plan").out


def test_another_date_in_place_of_the_stored_one_is_said(run: Callable[..., Result]) -> None:
    assert "→" not in run("plan", "--by", "2026-12-20", "--minutes", "5").err
    assert "→" not in run("plan", "--by", "2026-12-20", "--minutes", "9").err
    said = run("plan", "--by", "2026-12-25", "--minutes", "5").err
    assert "계획의 날짜를 바꾸었습니다: 2026년 12월 20일 → 2026년 12월 25일" in said


def test_minutes_set_beside_a_plan_say_that_those_of_the_plan_hold(
    run: Callable[..., Result],
) -> None:
    assert run("settings", "minutes_per_day", "30").err == ""
    run("plan", "--by", "2026-12-20", "--minutes", "5")
    said = run("settings", "minutes_per_day", "40").err
    assert "계획에 적은 하루 5분이 먼저입니다" in said
    assert "quizcards plan --minutes 40" in said
    assert run("settings", "backups", "3").err == ""
