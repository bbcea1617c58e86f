"""`quizcards restore`: what a backup holds, brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizcards.app import backups, machines
from quizcards.app.environment import Environment
from quizcards.app.notices import amount, confirmed
from quizcards.cli.options import environment
from quizcards.cli.output import counts_data, listed, print_json
from quizcards.cli.standard import file_of
from quizcards.errors import QuizcardsError
from quizcards.terminal.printing import STDERR, STDOUT
from quizcards.terminal.text import columns

HELP = "백업을 검사한 뒤 되살립니다. 지금 있는 것은 하나도 잃지 않습니다."
EXAMPLES = {
    "quizcards restore": "공부를 마칠 때 저절로 만든 백업.",
    "quizcards restore quizcards.zip": "파일에서.",
}
ORDER = 260


def restore(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="백업한 파일. 없으면 공부를 마칠 때 저절로 만든 것, -이면 표준 입력.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="JSON으로 출력합니다. 파일이 없으면 백업의 목록만 냅니다."),
    ] = False,
) -> None:
    env = environment()
    if file is None and as_json:
        print_json([_as_data(backups.examined(path)) for path in backups.files(env)])
        return
    if file is None:
        file = _wanted(env)
    if file is None:
        STDERR.say("아무것도 되살리지 않았습니다.")
        return
    with file_of(file) as there:
        counts, moved = machines.restore(env, there)
    if as_json:
        print_json({"restored": counts_data(counts), "moved": [str(path) for path in moved]})
        return
    if counts:
        STDOUT.say(f"되살림: {listed(counts)}")
    else:
        STDOUT.say("이미 모두 있습니다. 아무것도 바꾸지 않았습니다.")
    for path in moved:
        STDERR.say(f"지금까지의 파일은 옆에 남겼습니다: {path}")
    message = machines.problems_of_folder(env)
    if message:
        STDERR.say(message)


def _as_data(kept: backups.KeptBackup) -> dict[str, object]:
    return {
        "file": str(kept.path),
        "made": kept.made.isoformat(),
        "bytes": kept.size,
        "sound": kept.is_sound,
        "holds": counts_data(kept.holds),
    }


def _wanted(env: Environment) -> Path | None:
    """List the backups that sessions have made; return the newest sound one, if it is wanted.

    Raises QuizcardsError where there is none.
    """
    found = [backups.examined(path) for path in backups.files(env)]
    rows = [
        (one.moment, amount(one.size), listed(one.holds) if one.is_sound else "손상되었습니다")
        for one in found
    ]
    for line in columns(rows):
        STDOUT.say(f" {line}")
    sound = [one for one in found if one.is_sound]
    if not sound:
        raise QuizcardsError(
            f"{env.home / backups.FOLDER}에 되살릴 백업이 없습니다. 다른 곳에 있으면 적어 주세요: "
            "quizcards restore FILE"
        )
    newest = sound[0]
    wanted = confirmed(f"가장 새로운 것({newest.moment})을 되살릴까요?", default=False)
    return newest.path if wanted else None
