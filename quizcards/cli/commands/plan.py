"""`quizcards plan`: prepare for a day."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import goals, planning
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    JsonOption,
    TagOption,
    TrackOption,
    environment,
)
from quizcards.cli.output import print_json
from quizcards.errors import QuizcardsError
from quizcards.terminal.plan_view import no_plan_lines, plan_lines
from quizcards.terminal.printing import STDOUT, print_lines, width

HELP = "면접 날짜에 맞춰 공부할 계획을 세웁니다. 날짜를 적지 않으면 지금 계획을 봅니다."
EXAMPLES = {
    "quizcards plan --by 12-15 --minutes 20": "12월 15일까지 하루 20분.",
    "quizcards plan": "지금 계획을 봅니다.",
    "quizcards plan optimization --by +14": "최적화 덱만 두 주 동안.",
}
ORDER = 100
OLD = {"--deck": ""}

ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="DATE", help="면접 날짜: 2026-12-15, 12-15, +14.", show_default=False
    ),
]
NextOption = Annotated[
    str | None,
    typer.Option(
        "--next",
        metavar="DATE",
        help="다음 면접 날짜. 시간, 분야, 무게는 그대로 두고 이어 갑니다.",
        show_default=False,
    ),
]
MinutesOption = Annotated[
    float | None,
    typer.Option(
        "--minutes",
        help="하루 공부 시간(분). 처음에는 설정의 minutes_per_day.",
        show_default=False,
    ),
]
WeightOption = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="TAG=2",
        help="이 태그가 붙은 카드를 더 무겁게.",
        show_default=False,
    ),
]
ShapeOption = Annotated[
    str | None,
    typer.Option(
        "--shape",
        help="even은 날마다 같은 시간, late는 합이 같되 마지막 이레에 더 많이.",
        show_default=False,
    ),
]
ClearOption = Annotated[
    bool, typer.Option("--clear", help="계획을 지우고 오래 기억하는 간격으로 돌아갑니다.")
]


def plan(
    names: DecksArgument = None,
    tag: TagOption = None,
    by: ByOption = None,
    next_day: NextOption = None,
    minutes: MinutesOption = None,
    weight: WeightOption = None,
    track: TrackOption = None,
    shape: ShapeOption = None,
    clear: ClearOption = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    options = goals.GoalOptions(
        by,
        minutes,
        tuple(names or ()),
        tuple(tag or ()),
        tuple(weight or ()),
        track,
        shape,
        next_day,
    )
    if clear:
        if not options.changes_nothing:
            raise QuizcardsError("--clear는 다른 선택지와 함께 쓸 수 없습니다.")
        is_cleared = goals.clear_plan(env)
        if as_json:
            print_json({"cleared": is_cleared})
            return
        STDOUT.say("계획을 지웠습니다." if is_cleared else "세운 계획이 없습니다.")
        return
    made = goals.present_plan(env) if options.changes_nothing else goals.make_plan(env, options)
    shown = made and goals.beside_other_shape(made)
    if as_json:
        print_json(shown and shown.as_data())
    elif shown:
        print_lines(plan_lines(shown.view(), width()))
    else:
        print_lines(no_plan_lines(planning.kept_goal(env), width()))
