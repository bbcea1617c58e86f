"""`quizcards quiz`: a test with a score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from quizcards.app import exams, placement
from quizcards.app.environment import Environment
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    JsonOption,
    PlainOption,
    TagOption,
    environment,
)
from quizcards.cli.output import local_moment, print_json, show_page
from quizcards.errors import QuizcardsError
from quizcards.terminal.quiz_view import history_lines

HELP = "시험을 봅니다. 여러 방식으로 묻고 점수를 냅니다."
EXAMPLES = {
    "quizcards quiz --limit 5": "다섯 문제를 풉니다.",
    "quizcards quiz optimization --kind numeric": "최적화 덱의 계산 문제만.",
    "quizcards quiz --placement": "이미 아는 것을 5분 동안 찾습니다.",
}
ORDER = 20
OLD = {"--count": "--limit", "--history": "--past"}

KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        help="묻는 방식: ox, choice, numeric 등 점수를 낼 수 있는 것. 여러 번 쓸 수 있습니다.",
        show_default=False,
    ),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, help=f"문제 수. 쓰지 않으면 {exams.COUNT}.", show_default=False),
]
MinutesOption = Annotated[
    float | None, typer.Option("--minutes", min=0.1, help="시간 제한(분).", show_default=False)
]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="기록이 같으면 같은 수는 같은 시험.", show_default=False),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="지난 시험에서 틀린 문제만 다시 풉니다.")
]
AllOption = Annotated[bool, typer.Option("--all", help="아직 배우지 않은 카드도 묻습니다.")]
PastOption = Annotated[bool, typer.Option("--past", help="지금까지 본 시험과 점수를 봅니다.")]
PlacementOption = Annotated[
    bool,
    typer.Option(
        "--placement", help="아직 배우지 않은 카드 가운데 이미 아는 것을 5분 동안 찾습니다."
    ),
]
CramOption = Annotated[bool, typer.Option("--cram", help="복습 일정을 건드리지 않습니다.")]


def quiz(
    names: DecksArgument = None,
    tag: TagOption = None,
    kind: KindOption = None,
    limit: LimitOption = None,
    minutes: MinutesOption = None,
    seed: SeedOption = None,
    again: AgainOption = False,
    unseen: AllOption = False,
    cram: CramOption = False,
    places: PlacementOption = False,
    past: PastOption = False,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    if past:
        _print_history(env, exams.past(env.home), as_json)
        return
    options = exams.ExamOptions(
        decks=names or (),
        tags=tag or (),
        kinds=kind or (),
        count=limit,
        minutes=minutes,
        seed=seed,
        again=again,
        cram=cram,
        unseen=unseen,
    )
    if places:
        _place(env, options, plain, as_json)
        return
    result = exams.hold(env, options, plain, as_json)
    if as_json:
        print_json(exams.as_data(result))


def _place(env: Environment, options: exams.ExamOptions, plain: bool, as_json: bool) -> None:
    if as_json or options.kinds or options.again or options.cram or options.unseen or options.count:
        raise QuizcardsError(
            "--placement는 배우지 않은 카드를 짧은 문제로 묻습니다. "
            "덱, --tag, --minutes, --seed, --plain과만 함께 쓸 수 있습니다."
        )
    placement.hold(env, options.decks, options.tags, options.minutes, options.seed, plain)


def _print_history(env: Environment, past: Sequence[exams.PastExam], as_json: bool) -> None:
    if not as_json:
        titles = exams.titles()
        show_page(env, lambda width: history_lines(past, titles, width))
        return
    print_json(
        [
            {
                "started": local_moment(one.started),
                "seconds": one.seconds,
                "points": one.total.points,
                "asked": one.total.asked,
                "percent": one.total.percent,
                "left": one.left,
                "kinds": {name: tally._asdict() for name, tally in one.kinds.items()},
            }
            for one in past
        ]
    )
