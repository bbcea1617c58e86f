"""`quizcards interview`: a mock interview, gone on with, or the ones so far."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from quizcards.app import interviews
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    PlainOption,
    TagOption,
    TrackOption,
    environment,
)
from quizcards.cli.output import local_moment, print_json
from quizcards.errors import QuizcardsError
from quizcards.terminal.interview_views import history_lines
from quizcards.terminal.printing import print_lines

HELP = "면접관처럼 묻습니다: 시계, 꼬리질문, 화이트보드 계산, 그리고 보고서."
EXAMPLES = {
    "quizcards interview --minutes 20": "20분 면접을 봅니다.",
    "quizcards interview --whiteboard code": "화이트보드에서 NumPy 코드를 묻습니다.",
    "quizcards interview --past": "지금까지 본 면접.",
}
ORDER = 30
OLD = {"--history": "--past"}

MinutesOption = Annotated[
    int | None,
    typer.Option(
        "--minutes",
        min=1,
        max=180,
        help=f"면접 시간(분). 쓰지 않으면 {interviews.MINUTES}분.",
        show_default=False,
    ),
]
LevelOption = Annotated[
    int | None,
    typer.Option(
        "--level",
        min=1,
        max=3,
        help="1 기초, 2 중급, 3 심화: 먼저 배울 것이 많을수록 높습니다.",
        show_default=False,
    ),
]


def interview(
    names: DecksArgument = None,
    tag: TagOption = None,
    minutes: MinutesOption = None,
    at: LevelOption = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="그만둔 면접을 같은 자리에서 이어 갑니다.")
    ] = False,
    holds_back: Annotated[
        bool,
        typer.Option("--hold-back", help="답은 끝에: 모범 답안을 보고서에서 한꺼번에 봅니다."),
    ] = False,
    track: TrackOption = None,
    whiteboard: Annotated[
        str | None,
        typer.Option(
            "--whiteboard",
            metavar="code|numbers",
            help="화이트보드에서 물을 것: 코드 한 줄 또는 계산(기본).",
            show_default=False,
        ),
    ] = None,
    past: Annotated[bool, typer.Option("--past", help="지금까지 본 면접을 봅니다.")] = False,
    plain: PlainOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="--past를 JSON으로 출력합니다.")] = False,
    decks: DecksOption = None,
) -> None:
    if as_json and not past:
        raise QuizcardsError(
            "--json은 지금까지 본 면접을 출력할 때만 씁니다: quizcards interview --past --json"
        )
    if resume and (names or tag or minutes or at or track or whiteboard):
        raise QuizcardsError(
            "--resume은 그만둔 면접을 정한 그대로 이어 갑니다. "
            "덱, --tag, --minutes, --level, --track, --whiteboard는 빼 주세요."
        )
    env = environment(decks)
    if past:
        _print_history(interviews.past(env.home), as_json)
    else:
        options = interviews.InterviewOptions(
            names or (), tag or (), minutes, at, resume, holds_back, track, whiteboard
        )
        interviews.hold(env, options, plain)


def _print_history(past: list[interviews.Past], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {"started": local_moment(one.started), "seconds": one.used, **asdict(one.tally)}
                for one in past
            ]
        )
    else:
        print_lines(history_lines(past))
