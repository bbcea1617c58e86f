"""`quizcards study`: today's cards, one by one."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import sessions
from quizcards.app.asking import StudyOptions
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    PlainOption,
    TagOption,
    TrackOption,
    environment,
)

HELP = "오늘 볼 카드를 한 장씩 묻습니다."
EXAMPLES = {
    "quizcards study": "오늘 볼 카드를 봅니다.",
    "quizcards study optimization --limit 5": "최적화 덱에서 다섯 장만.",
    "quizcards study --new 0": "새 카드 없이 복습만.",
}
ORDER = 10


def study(
    names: DecksArgument = None,
    tag: TagOption = None,
    new: Annotated[
        int | None,
        typer.Option("--new", min=0, help="오늘 열 새 카드 수의 한도.", show_default=False),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option("--minutes", min=0.1, help="이번에 공부할 시간(분).", show_default=False),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="이번에 볼 카드 수.", show_default=False)
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="묻는 방식: recall, ox, choice 등. 여러 번 쓸 수 있습니다.",
            show_default=False,
        ),
    ] = None,
    track: TrackOption = None,
    plain: PlainOption = False,
    decks: DecksOption = None,
) -> None:
    options = StudyOptions(names or (), tag or (), kind or (), new, limit, minutes, track)
    sessions.study(environment(decks), options, plain)
