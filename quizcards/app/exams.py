"""`quizcards quiz`: a test with a score."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.app.sessions import new_session
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    JsonOption,
    PlainOption,
    TagOption,
    app,
    asker,
    checked_kinds,
    chosen_cards,
    environment,
    learner,
    print_json,
    question_context,
    say_saved,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.exam.exam import ExamResult
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.screen import Screen

COUNT = 20


@app.command(help="시험을 봅니다. 여러 방식으로 묻고 점수를 냅니다.")
def quiz(
    names: DecksArgument = None,
    tag: TagOption = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            help="묻는 방식: ox, choice, numeric 등 점수를 낼 수 있는 것. 여러 번 쓸 수 있습니다.",
            show_default=False,
        ),
    ] = None,
    count: Annotated[
        int | None,
        typer.Option("--count", min=1, help=f"문제 수. 쓰지 않으면 {COUNT}.", show_default=False),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=0.1, help="시간 제한(분).", show_default=False)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", min=0, help="기록이 같으면 같은 수는 같은 시험.", show_default=False
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="지난 시험에서 틀린 문제만 다시 풉니다.")
    ] = False,
    cram: Annotated[bool, typer.Option("--cram", help="복습 일정을 건드리지 않습니다.")] = False,
    plain: PlainOption = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    from quizcards.exam.exam import as_data, draw_items, missed, retaken, score
    from quizcards.exam.flow import Edges
    from quizcards.exam.flow import quiz as run_quiz
    from quizcards.home import last_quiz

    asked_in = _markable(kind or ())
    if again and any(given is not None for given in (names, tag, kind, count, seed)):
        raise QuizcardsError(
            "--again은 지난 시험에서 틀린 문제를 그대로 묻습니다. 덱, --tag, --kind, --count, --seed는 빼 주세요."
        )
    env = environment(decks)
    library = env.library()
    chosen, context = chosen_cards(library, names or (), tag or ()), question_context(library)
    with env.store(library) as store:
        now, session = env.now(), new_session(env, library, store, [], None, None, ())
        if again:
            items = retaken(last_quiz.read(env.home), library.cards, context)
        else:
            draw = int(now) if seed is None else seed
            items = draw_items(
                chosen, session.memories, env.day(now), context, asked_in, count or COUNT, draw
            )
        if not items:
            raise QuizcardsError(
                "지난 시험에 틀린 문제가 없습니다." if again else "이 방식으로 낼 문제가 없습니다."
            )
        with asker(env, plain or as_json, sys.stderr if as_json else sys.stdout) as screen:
            asking = learner(screen)
            edges = Edges(
                env.now,
                env.day,
                store,
                asking.ask,
                lambda results: last_quiz.write(env.home, missed(items, results, again)),
            )
            sitting = run_quiz(
                session,
                items,
                edges,
                minutes and env.now() + 60 * minutes,
                cram,
            )
            if not as_json:
                _show(sitting, screen)
    if as_json:
        print_json(as_data(sitting))
    elif not plain:
        say_saved(len(sitting.results), f"{score(sitting.results).percent}점. ")


def _markable(names: Sequence[str]) -> Sequence[str]:
    """Return the kinds named.

    Raises QuizcardsError for those whose answers only the learner can judge.
    """
    from quizcards.quiz import kinds

    names = checked_kinds(names, kinds.marked())
    if spoken := [name for name in names if name not in kinds.marked()]:
        titles = ", ".join(f"{name}({kinds.title(name)})" for name in spoken)
        raise QuizcardsError(
            f"--kind {titles}: 답을 스스로 매기는 방식이라 점수를 내는 시험에는 쓸 수 없습니다. "
            f"시험에 쓸 수 있는 것: {', '.join(kinds.marked())}. "
            f"이 방식으로는 quizcards study --kind {spoken[0]}처럼 공부할 수 있습니다."
        )
    return names


def _show(sitting: ExamResult, screen: Screen | Plain) -> None:
    from quizcards.quiz import kinds
    from quizcards.terminal.quiz_view import result_lines

    titles = {name: kinds.title(name) for name in kinds.names()}
    screen.page(lambda width: result_lines(sitting, titles, width))
