"""`quizcards sync`: the same records and decks on several machines, through a git repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from quizcards.app import machines
from quizcards.cli.options import JsonOption, environment
from quizcards.cli.output import counts_data, listed, print_json
from quizcards.terminal.printing import STDERR, STDOUT, width
from quizcards.terminal.text import wrapped

HELP = "여러 기기의 기록과 덱을 git 저장소를 거쳐 같게 맞춥니다."
EXAMPLES = {
    "quizcards sync git@github.com:me/cards.git": "처음 한 번, 저장소를 적습니다.",
    "quizcards sync": "그다음부터.",
}
ORDER = 240
MOST_LINES = 6
"""How many lines of each side of a clash are shown."""


def sync(
    remote: Annotated[
        str,
        typer.Argument(
            metavar="[REMOTE]",
            help="git 저장소의 주소나 폴더. 처음 한 번만 씁니다.",
            show_default=False,
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    env = environment()
    report = machines.sync(env, remote)
    if as_json:
        print_json(_as_data(report, env.home))
        return
    if report.sent or report.received:
        STDOUT.say(f"보냄: {listed(report.sent)} · 받음: {listed(report.received)}")
    else:
        STDOUT.say("이미 모두 같습니다.")
    STDERR.say(*_explanation(report, env.home))
    if report.received and (message := machines.problems_of_folder(env)):
        STDERR.say(message)


def _as_data(report: machines.Report, home: Path) -> dict[str, object]:
    return {
        "sent": counts_data(report.sent),
        "received": counts_data(report.received),
        "clashes": [
            {
                "file": str(home / clash.path),
                "line": clash.line,
                "theirs": clash.theirs,
                "ours": clash.ours,
                "kept": str(home / clash.kept),
            }
            for clash in report.clashes
        ],
        "kept": [str(home / name) for name in report.kept],
    }


def _explanation(report: machines.Report, home: Path) -> list[str]:
    """Return both sides of what two machines changed differently, and what to do about it."""
    lines = []
    for clash in report.clashes:
        lines.append(f"{home / clash.path}:{clash.line}: 두 기기에서 다르게 고쳤습니다.")
        if clash.theirs or clash.ours:  # pictures have no lines to show
            lines += _excerpt("먼저 올린 글", clash.theirs)
            lines += _excerpt("이 기기의 글", clash.ours)
    for kept in dict.fromkeys(clash.kept for clash in report.clashes):
        lines.append(f"먼저 올린 글을 두고, 이 기기의 파일은 옆에 남겼습니다: {home / kept}")
    for kept in report.kept:
        lines.append(f"다른 기기에서 다르게 고친 파일이 있습니다: {home / kept}")
    if lines:
        lines.append("옮길 것을 옮긴 뒤 그 파일을 지우고 quizcards sync 를 다시 해 주세요.")
    return lines


def _excerpt(title: str, text: str) -> list[str]:
    """Return the first lines of one side, folded beside its title."""
    lines = text.splitlines() or ["(지움)"]
    shown = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        shown.append(f"… {len(lines) - MOST_LINES}줄 더")
    folded = wrapped("\n".join(shown), width(), first=f"  {title}  ")
    return [line.plain for line in folded]
