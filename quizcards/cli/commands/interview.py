"""`quizcards interview`: a mock interview, gone on with, or the ones so far."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.app.sessions import hold, new_session
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    PlainOption,
    app,
    chosen_cards,
    environment,
    print_json,
    print_lines,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.interview.report import Tally

MINUTES = 30


@app.command(help="면접관처럼 묻습니다: 시계, 꼬리질문, 화이트보드 계산, 그리고 보고서.")
def interview(
    names: DecksArgument = None,
    minutes: Annotated[
        int | None,
        typer.Option(
            "--minutes",
            min=1,
            max=180,
            help=f"면접 시간(분). 쓰지 않으면 {MINUTES}분.",
            show_default=False,
        ),
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(
            "--level",
            min=1,
            max=3,
            help="1 기초, 2 중급, 3 심화: 먼저 배울 것이 많을수록 높습니다.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="그만둔 면접을 같은 자리에서 이어 갑니다.")
    ] = False,
    history: Annotated[bool, typer.Option("--history", help="지금까지 본 면접을 봅니다.")] = False,
    plain: PlainOption = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="--history를 JSON으로 출력합니다.")
    ] = False,
    decks: DecksOption = None,
) -> None:
    from quizcards.app import interviews as rehearsal
    from quizcards.interview.interviewer import level

    if as_json and not history:
        raise QuizcardsError(
            "--json은 지금까지 본 면접을 출력할 때만 씁니다: quizcards interview --history --json"
        )
    if resume and (names or minutes or at):
        raise QuizcardsError(
            "--resume은 그만둔 면접을 정한 그대로 이어 갑니다. 덱, --minutes, --level은 빼 주세요."
        )
    env = environment(decks)
    if history:
        _history(rehearsal.past(env.home), as_json)
        return
    library = env.library()
    known = {card.key: card for card in library.cards}
    chosen = [
        card for card in chosen_cards(library, names or (), ()) if at in (None, level(card, known))
    ]
    if at and not chosen:
        raise QuizcardsError(
            f"고른 덱에 --level {at}인 카드가 없습니다. 덱을 더 고르거나 --level을 바꿔 주세요."
        )
    with env.store(library) as store:
        if resume:
            path, state = rehearsal.resumed(env, library)
        else:
            path, state = rehearsal.begun(env, library, store, chosen, minutes or MINUTES)
        saved, wanted = rehearsal.hold(env, store, library, path, state, plain)
        if saved:
            print(f"보고서: {saved}", file=sys.stderr)
        if wanted:
            hold(
                new_session(env, library, store, list(wanted), len(wanted), None, ()),
                env,
                library,
                store,
                plain,
            )


def _history(past: list[tuple[float, float, Tally]], as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        print_json(
            [
                {"started": _local(started), "seconds": used, **asdict(counts)}
                for started, used, counts in past
            ]
        )
        return
    from quizcards.terminal.interview_views import history_lines

    print_lines(history_lines(past))


def _local(moment: float) -> str:
    """Return a moment as ISO 8601 in local time, with its distance from UTC."""
    return datetime.fromtimestamp(round(moment)).astimezone().isoformat()
