"""The arguments and options that commands share, and the environment that they make."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from quizcards.app.environment import Environment
from quizcards.errors import QuizcardsError

CardArgument = Annotated[
    str, typer.Argument(metavar="CARD", help="카드 아이디(adam) 또는 덱/아이디.")
]
DecksArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DECK]...", help="덱 아이디. 없으면 모든 덱.", show_default=False),
]
TagOption = Annotated[list[str] | None, typer.Option("--tag", help="이 태그가 붙은 카드만.")]
TrackOption = Annotated[
    str | None,
    typer.Option(
        "--track",
        help="지원하는 분야: cv, llm, data, nlp, research, all. 그 분야가 묻는 것이 먼저 나옵니다.",
        show_default=False,
    ),
]
DecksOption = Annotated[
    list[Path] | None,
    typer.Option("--decks", help="읽을 덱 파일이나 폴더. 여러 번 쓸 수 있습니다."),
]
STANDARD = Path("-")
"""What stands for stdin where a file is read, and for stdout where one is written."""


def _unless_stdout(path: Path | None) -> Path | None:
    return None if path == STANDARD else path


OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="파일. 없거나 -이면 화면으로.",
        callback=_unless_stdout,
        show_default=False,
    ),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="한 줄씩 묻고 답합니다(화면 낭독기, 파이프).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON으로 출력합니다.")]
LogOption = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="FILE",
        help="내 기록 대신 볼 CSV. 칸은 card, grade(1~4), time. -이면 표준 입력.",
        show_default=False,
    ),
]


def written_as(as_json: bool, to: str | None) -> str | None:
    """Return the format that --json or --to names; None where neither does.

    Raises QuizcardsError where they name two.
    """
    if as_json and to not in (None, "json"):
        raise QuizcardsError(f"--json과 다른 형식({to}): 둘 가운데 하나만 써 주세요.")
    return "json" if as_json else to


def environment(decks: Sequence[Path] | None = None) -> Environment:
    """Return the learner's machine, with the decks that were named.

    Raises QuizcardsError where the present folder is no more.
    """
    try:
        folder = Path.cwd()
    except FileNotFoundError as error:
        raise QuizcardsError(
            "지금 있던 폴더가 지워졌습니다. cd로 다른 폴더에 가서 다시 해 주세요."
        ) from error
    return Environment(os.environ, folder, decks or ())
