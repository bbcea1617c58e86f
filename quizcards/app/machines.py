"""Several machines, and keeping what is on one: `sync`, `backup`, `restore`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.cli.options import app, environment, left_out, warn, width

if TYPE_CHECKING:
    from quizcards.sync.exchange import Report

_SHOWN = 6
"""How many lines of each side of a clash are shown."""


@app.command(help="여러 기기의 기록과 덱을 git 저장소를 거쳐 같게 맞춥니다.")
def sync(
    remote: Annotated[
        str,
        typer.Argument(
            metavar="[REMOTE]",
            help="git 저장소의 주소나 폴더. 처음 한 번만 씁니다.",
            show_default=False,
        ),
    ] = "",
) -> None:
    from quizcards.sync.exchange import sync as exchange

    env = environment()
    folder = env.folder / remote
    address = str(folder.resolve()) if remote and folder.is_dir() else remote
    report = exchange(env.home, address, env.variables)
    print(_exchanged(report))
    _explain(report, env.home)
    if report.received["덱"]:
        warn(env.library())


def _exchanged(report: Report) -> str:
    if not report.sent and not report.received:
        return "이미 모두 같습니다."
    return f"보냄: {_listed(report.sent)} · 받음: {_listed(report.received)}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}개" for name, count in sorted(counts.items())) or "없음"


def _explain(report: Report, home: Path) -> None:
    """Show both sides of what two machines changed differently, and what to do about it."""
    for clash in report.clashes:
        print(f"{home / clash.path}:{clash.line}: 두 기기에서 다르게 고쳤습니다.", file=sys.stderr)
        for title, text in (("먼저 올린 글", clash.theirs), ("이 기기의 글", clash.ours)):
            # pictures have no lines to show
            for line in _excerpt(title, text) if clash.theirs or clash.ours else ():
                print(line, file=sys.stderr)
    for kept in dict.fromkeys(clash.kept for clash in report.clashes):
        print(
            f"먼저 올린 글을 두고, 이 기기의 파일은 옆에 남겼습니다: {home / kept}", file=sys.stderr
        )
    for kept in report.kept:
        print(f"다른 기기에서 다르게 고친 파일이 있습니다: {home / kept}", file=sys.stderr)
    if report.clashes or report.kept:
        print(
            "옮길 것을 옮긴 뒤 그 파일을 지우고 quizcards sync 를 다시 해 주세요.", file=sys.stderr
        )


def _excerpt(title: str, text: str) -> list[str]:
    from quizcards.terminal.text import wrapped

    lines = text.splitlines() or ["(지움)"]
    shown = "\n".join(
        lines[:_SHOWN] + ([f"… {len(lines) - _SHOWN}줄 더"] if len(lines) > _SHOWN else [])
    )
    return [line.plain for line in wrapped(shown, width(), first=f"  {title}  ")]


@app.command(help="기록, 덱, 면접, 계획, 설정을 모두 한 파일에 담습니다.")
def backup(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="파일이나 폴더. 없으면 지금 폴더에 날짜로.", show_default=False
        ),
    ] = None,
) -> None:
    from datetime import datetime

    from quizcards.home.backup import backup as pack

    env = environment()
    moment = datetime.fromtimestamp(env.now()).astimezone()
    file = env.folder / (target or "")
    if file.is_dir():
        file /= f"quizcards-{moment:%Y-%m-%d-%H%M%S}.zip"
    counts = pack(env.home, file, moment.isoformat(timespec="seconds"))
    print(f"{file}에 담았습니다: {_listed(counts)}")


@app.command(help="백업을 검사한 뒤 되살립니다. 지금 있는 것은 하나도 잃지 않습니다.")
def restore(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="quizcards backup으로 만든 파일.", show_default=False),
    ],
) -> None:
    from quizcards.home.backup import restore as unpack

    env = environment()
    counts, moved = unpack(file, env.home)
    print(
        f"되살림: {_listed(counts)}"
        if counts
        else "이미 모두 있습니다. 아무것도 바꾸지 않았습니다."
    )
    for path in moved:
        print(f"지금까지의 파일은 옆에 남겼습니다: {path}", file=sys.stderr)
    own = environment([env.home / "decks"] if (env.home / "decks").exists() else None)
    library = own.library()
    with own.store(library) as store:
        if message := left_out(library, store.broken):
            print(message, file=sys.stderr)
