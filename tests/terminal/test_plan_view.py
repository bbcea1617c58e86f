"""Plans and what settings cost, as pictures in text: they fit their width, and a plan fits on one
screen.
"""

import io
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len
from rich.text import Text

from quizcards.memory.pace import Pace
from quizcards.memory.policy import DailyLoad, Forecast
from quizcards.memory.schedule import Scheduler
from quizcards.memory.simulate import Months, Setting
from quizcards.model import Card, Place
from quizcards.study.asking import recall
from quizcards.study.goal import Baseline, Goal, Progress, Standing
from quizcards.study.queue import Left
from quizcards.study.session import Question, Session
from quizcards.terminal.cost_view import cost_lines
from quizcards.terminal.end_view import progress_rows
from quizcards.terminal.plan_view import PlanView, no_plan_lines, plan_lines
from quizcards.terminal.progress import progress
from quizcards.terminal.views import header, standing_text
from tests.sampling import some

TODAY = 739_946  # 26 November 2026
SIZES = [(80, 24), (120, 40)]
TITLES = (
    "배치 정규화는 학습할 때와 추론할 때 무엇이 다른가요? 각각 어떤 통계를 쓰는지 설명해 주세요.",
    "짧은 질문?",
)


def card(i: int) -> Card:
    return Card("d", f"card-{i}", TITLES[i % 2], "", Place(""))


def plan(
    days: int,
    cards: int = 149,
    out: int = 12,
    weights: Mapping[str, float] | None = None,
    baseline: Baseline | None = None,
    is_held_back: bool = False,
    answers: int = 1204,
    standing: Standing | None = None,
    other: Forecast | None = None,
) -> PlanView:
    """A plan over so many days that leaves `out` cards out."""
    week = np.arange(days) % 7
    load = DailyLoad(
        seconds=1800 - 120.0 * week,
        reviews=10.0 + 30 * (week > 2),
        new_cards=np.where(week == 6, 0.0, 10.0),
        recall_if_stopped=np.zeros(days),
    )
    return PlanView(
        goal=Goal(TODAY + days, 30.0, ("optimization", "regularization"), weights or {}, baseline),
        day=TODAY,
        cards=cards,
        forecast=Forecast(0.62, 0.41, 0.87, 0.83, 0.91, load, np.arange(out), later=0.66),
        other=other,
        left_out=[card(i) for i in range(out)],
        is_held_back=is_held_back,
        pace=Pace(speed={"new": 0.9, "pass": 0.8, "fail": 1.1, "step": 0.5}, answers=answers),
        standing=standing or Standing(TODAY + days, lead=None),
    )


def usual() -> PlanView:
    return plan(19, other=replace(plan(19).forecast, planned=0.91, later=0.62))


PLANS: dict[str, Callable[[], PlanView]] = {
    "usual": usual,
    "long": lambda: plan(
        300,
        cards=100_000,
        out=80_000,
        weights={"optimizer": 2.0, "batch-normalization": 0.5},
        baseline=Baseline(TODAY - 3, 100_000, 0.9, 0.8, 1.0, ()),
        is_held_back=True,
        answers=100_000,
    ),
    "first": lambda: plan(1, cards=3, out=0, answers=0),
    "day": lambda: plan(0, out=4),
    "late": lambda: replace(usual(), goal=replace(usual().goal, tags=("a", "b"), late_from=TODAY)),
}


def shown(lines: Iterable[Text]) -> str:
    return "\n".join(line.plain.rstrip() for line in lines) + "\n"


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", PLANS)
def test_a_plan_fits_on_one_screen(
    golden: Callable[[str, str], None], name: str, width: int, height: int
) -> None:
    lines = plan_lines(PLANS[name](), width)
    golden(f"plan-{name}-{width}", shown(lines))
    assert len(lines) < height
    assert max(cell_len(line.plain.rstrip()) for line in lines) < width


def test_beside_a_plan_stands_what_the_other_shape_brings_on_the_day_and_what_it_costs_later() -> (
    None
):
    said = {
        "usual": "마지막 주로 모으면    91%   30일 뒤 62%, 지금 계획은 66% (--shape late)",
        "late": "날마다 고르게 하면    91%   30일 뒤 62%, 지금 계획은 66% (--shape even)",
    }
    for name, line in said.items():
        assert line in shown(plan_lines(PLANS[name](), 80))
    assert "30일 뒤" not in shown(plan_lines(plan(7), 80))


@pytest.mark.parametrize("days", [*some(range(1, 80), every=8), 150, 365])
def test_the_load_of_any_number_of_days_fits_and_its_dates_stand_under_their_columns(
    days: int,
) -> None:
    lines = [line.plain for line in plan_lines(plan(days, out=0), 80)]
    assert max(map(cell_len, lines)) < 80
    dates = lines[lines.index(" 날마다 드는 시간(분)") + 5]
    assert dates.startswith("      11/26")


def costs(days: int, count: int) -> list[Months]:
    rng = np.random.default_rng(0)
    return [
        Months(
            Setting(Scheduler(retention=0.8 + 0.05 * k), new=10, minutes=20.0),
            reviews=rng.integers(20, 60, days),
            new=rng.integers(0, 10, days),
            seconds=rng.random(days) * 600 + 300 * k,
            known=np.linspace(0, 90_000 + k, days),
        )
        for k in range(count)
    ]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_comparison_of_settings_fits_on_one_screen(
    golden: Callable[[str, str], None], width: int, height: int
) -> None:
    lines = cost_lines(costs(180, 4), 100_000, width)
    golden(f"costs-{width}", shown(lines))
    assert len(lines) < height
    assert max(cell_len(line.plain.rstrip()) for line in lines) < width


@pytest.mark.parametrize("days", [1, 2, 27, 28, 1825])
def test_any_number_of_days_can_be_compared(days: int) -> None:
    assert f"앞으로 {days}일" in cost_lines(costs(days, 2), 10, 80)[0].plain


def test_how_things_stand_is_said_in_a_few_words() -> None:
    said = [
        standing_text(Standing(TODAY + 19, lead), TODAY)
        for lead in (None, 0.0, 0.019, -0.019, 0.034, -0.05)
    ]
    assert said == [
        "12월 15일까지 19일",
        "12월 15일까지 19일 · 계획대로",
        "12월 15일까지 19일 · 계획대로",
        "12월 15일까지 19일 · 계획대로",
        "12월 15일까지 19일 · 계획보다 3%p 앞섬",
        "12월 15일까지 19일 · 계획보다 5%p 뒤처짐",
    ]
    assert standing_text(Standing(TODAY, 0.0), TODAY) == "11월 26일 당일 · 계획대로"
    assert standing_text(Standing(TODAY + 19, -0.05, skipped=1), TODAY) == (
        "12월 15일까지 19일 · 하루 빠져 다시 세움"
    )


def test_a_plan_says_how_it_stands_and_after_a_gap_what_it_now_comes_to() -> None:
    made = Baseline(TODAY - 3, 149, 0.9, 0.8, 1.0, ())
    states = {
        "계획대로": Standing(TODAY + 19, 0.0),
        "계획보다 5%p 뒤처짐": Standing(TODAY + 19, -0.05),
        "하루 빠져 다시 세웠습니다: 87%": Standing(TODAY + 19, -0.05, skipped=1),
        "이틀 빠져 다시 세웠습니다: 87%": Standing(TODAY + 19, None, skipped=2),
    }
    for said, standing in states.items():
        lines = plan_lines(plan(19, baseline=made, standing=standing), 80)
        assert lines[1].plain.strip() == said
    assert plan_lines(plan(19), 80)[1].plain == ""  # made today


def test_a_session_says_what_it_did_for_the_day() -> None:
    rows = progress_rows(Progress(TODAY + 19, 0.6213, 0.6481), TODAY, 2)
    assert rows == [("12월 15일(화) 기억률", "64.8%(오늘 안 했다면 62.1%)"), ("남은 날", "19일")]
    assert progress_rows(Progress(TODAY, 0.5, 0.5), TODAY, 2) == [("오늘 기억률", "50.0%")]


def test_suspending_alone_is_not_told_as_if_it_had_changed_what_is_known() -> None:
    rows = progress_rows(Progress(TODAY, 0.226, 0.21), TODAY, 0)
    assert rows == [("오늘 기억률", "21.0%")]


def test_without_a_plan_the_way_to_one_is_shown() -> None:
    assert "--by" in shown(no_plan_lines(None, 80))
    assert "2026년 11월 20일 계획은 날이 지났습니다" in shown(
        no_plan_lines(Goal(TODAY - 6, 1.0), 80)
    )
    assert "--next" in shown(no_plan_lines(Goal(TODAY - 6, 1.0), 80))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_on_a_terminal_and_gone_at_the_end() -> None:
    out = Terminal()
    with progress("내다보는 중", out) as show:
        for share in (0.0, 0.001, 0.5, 1.0):
            show(share)
    drawn = out.getvalue()
    assert drawn.count("내다보는 중") == 3  # what looks the same is not drawn again
    assert "█" * 15 + "░" * 15 + "  50%" in drawn
    assert drawn.endswith("\r\x1b[K")
    assert "\n" not in drawn


def test_progress_is_gone_after_a_failure_too_and_writes_nothing_into_a_pipe() -> None:
    out, pipe = Terminal(), io.StringIO()
    with suppress(KeyboardInterrupt), progress("x", out) as show:
        show(0.5)
        raise KeyboardInterrupt
    assert out.getvalue().endswith("\r\x1b[K")
    with progress("x", pipe) as show:
        show(0.5)
    assert pipe.getvalue() == ""


def test_progress_that_is_asked_for_later_draws_nothing_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("quizcards.terminal.progress.time.monotonic", lambda: now[0])
    quick, slow = Terminal(), Terminal()
    for out, seconds in ((quick, 0.5), (slow, 1.5)):
        with progress("살펴보는 중", out, after=2) as show:
            for share in (0.0, 0.3, 0.6):
                now[0] += seconds
                show(share)
    assert quick.getvalue() == ""
    assert slow.getvalue().count("살펴보는 중") == 2


def test_the_first_line_says_as_much_of_the_plan_as_leaves_the_card_whole(
    asked_card: Callable[[Standing | None], Question],
) -> None:
    left = " 덱 · card · 처음"
    heads = {
        width: header(asked_card(Standing(TODAY + 19, 0.0)), width).plain.rstrip()
        for width in range(60, 110)
    }
    assert heads[109].endswith("   12월 15일까지 19일 · 계획대로   새 카드 1 · 다시 볼 것 8")
    assert {head[: len(left)] for head in heads.values()} == {left}
    assert {re.sub(" +", " ", head[len(left) :]) for head in heads.values()} == {
        " 새 카드 1 · 다시 볼 것 8",
        " 12월 15일까지 19일 새 카드 1 · 다시 볼 것 8",
        " 12월 15일까지 19일 · 계획대로 새 카드 1 · 다시 볼 것 8",
    }
    assert max(map(cell_len, heads.values())) <= 109
    assert "까지" not in header(asked_card(None), 200).plain


@pytest.fixture
def asked_card() -> Callable[[Standing | None], Question]:
    """Make the question of a new card under a plan, or under none."""
    one = Card("d", "card", "질문?", "답", Place(""))

    def make(standing: Standing | None) -> Question:
        session = Session(
            {one.key: one}, {"d": "덱"}, {}, (one.key,), Scheduler(), standing=standing
        )
        return session.posed(recall(one), 0.0, TODAY, Left(reviews=0, new=1, again=8))

    return make
