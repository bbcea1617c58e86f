"""`quizcards backup`: everything that a learner has, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizcards.app import machines
from quizcards.cli.options import STANDARD, JsonOption, environment
from quizcards.cli.output import counts_data, listed, print_json
from quizcards.cli.standard import place_of
from quizcards.errors import QuizcardsError
from quizcards.terminal.printing import STDERR, STDOUT

HELP = "기록, 덱, 면접, 계획, 설정을 모두 한 파일에 담습니다."
EXAMPLES = {
    "quizcards backup": "지금 폴더에 남깁니다.",
    "quizcards backup ~/backups": "다른 폴더에 남깁니다.",
}
ORDER = 250


def backup(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="파일이나 폴더. 없으면 지금 폴더에 날짜로, -이면 표준 출력으로.",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    if as_json and target == STANDARD:
        raise QuizcardsError("-: 백업을 출력합니다. --json과 함께 쓸 수 없습니다.")
    env = environment()
    with place_of(target or env.folder, ".zip") as place:
        file, counts = machines.backup(env, place)
    if as_json:
        print_json({"file": str(file), "holds": counts_data(counts)})
    elif target == STANDARD:
        STDERR.say(f"담았습니다: {listed(counts)}")
    else:
        STDOUT.say(f"{file}에 담았습니다: {listed(counts)}")
