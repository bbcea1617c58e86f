"""The first screen of all: it asks for the day of the interview and the minutes of a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.study.goal import MOST_MINUTES, parse_day, parse_minutes, why_no_day
from quizcards.terminal.keys import TEXT
from quizcards.terminal.text import MARGIN, day_name, wrapped

if TYPE_CHECKING:
    from quizcards.terminal.plan_view import PlanView
    from quizcards.terminal.screen import Screen

WHY = (
    "면접 날짜와 하루에 쓸 시간을 적으면, 그날 가장 많이 떠올리도록 무엇을 언제 볼지 정합니다. "
    "아직 모르면 Enter로 넘어가도 됩니다."
)
KEYS = "?는 도움말, u는 되돌리기, q는 그만하기입니다. 답은 그때그때 저장됩니다."
"""What is said with the question after the first answer."""


def ask_day(screen: Screen, cards: int, today: int) -> str:
    """Let the learner say when the interview is; return what was written, or "" for nothing."""
    width, _ = screen.size()
    lines = [
        Text(f"{MARGIN}처음 오셨네요. 개념 {cards}개를 카드 한 장에 하나씩 묻습니다."),
        Text(),
        *wrapped(WHY, width - 2, "", MARGIN),
        Text(),
        Text(f"{MARGIN}면접이 언제인가요? 12-15, 12월 15일, +14처럼 적습니다."),
    ]
    return _asked(screen, lines, lambda text: why_no_day(text, today))


def ask_minutes(screen: Screen, by: str, usual: float, today: int) -> float:
    """Let the learner say how many minutes a day are for this; Enter alone means the usual."""
    day = parse_day(by, today)
    lines = [Text(f"{MARGIN}{day_name(day, today)}까지 {day - today}일입니다.")] if day else []
    lines += [Text(), Text(f"{MARGIN}하루에 몇 분 공부하나요? Enter만 누르면 {usual:g}분입니다.")]
    return parse_minutes(_asked(screen, lines, _why_no_minutes)) or usual


def _why_no_minutes(text: str) -> str:
    if parse_minutes(text) is not None:
        return ""
    return f"{text}: 분을 수로 써 주세요(예: 20, 1시간). 0보다 크고 {MOST_MINUTES} 이하입니다."


def _asked(screen: Screen, question: list[Text], wrong: Callable[[str], str]) -> str:
    """Ask until what is written is not wrong, or nothing; what was written stays to be mended."""
    from quizcards.terminal.line import asked_line

    text = message = ""
    while True:
        width, _ = screen.size()
        said = [Text(), *wrapped(message, width - 2, "", MARGIN)] if message else []
        text = asked_line(screen, [*question, *said], text, "Enter 다음", left="Esc 건너뛰기")
        message = wrong(text) if text else ""
        if not message:
            return text


def show_outlook(screen: Screen, sentences: Sequence[str]) -> None:
    """Show what the learner's answers come to, until a key goes on to the first card."""
    key = "resize"
    while key in ("resize", TEXT):
        width, _ = screen.size()
        body = [line for said in sentences for line in wrapped(said, width - 2, "", MARGIN)]
        screen.frame([Text()], body, [["Enter 첫 카드"]])
        key = screen.keyboard.read()


def outlook(cards: int, minutes: float, days: int) -> list[str]:
    """Say in how many days every card is seen once, without a day to plan for."""
    return [
        f"개념 {cards}개 · 하루 {minutes:g}분이면 약 {days}일 만에 모두 한 번씩 봅니다.",
        "면접 날짜가 정해지면 quizcards plan --by 날짜로 계획을 세울 수 있습니다.",
    ]


def planned_outlook(plan: PlanView) -> list[str]:
    """Say what is to be expected of a plan on its day, and how sure that is."""
    from quizcards.terminal.plan_view import caveat, range_text

    goal = plan.goal
    left_out = len(plan.left_out)
    until = f"{day_name(goal.by, plan.day)}까지 {goal.by - plan.day}일"
    return [
        f"개념 {plan.cards}개 · 하루 {goal.minutes:g}분 · {until}",
        f"하루도 빠짐없이 하면 그날 {plan.forecast.planned:.0%}를 떠올릴 것으로 내다봅니다"
        f"({range_text(plan.forecast)}).",
        f"드는 시간은 {caveat(plan.pace)}",
        *([f"카드 {left_out}장은 시간이 모자라 뒤로 미룹니다."] if left_out else []),
        "계획은 quizcards plan으로 언제든 보고 바꿀 수 있습니다.",
    ]
