"""`quizcards fit`: weights of the memory model that fit the learner's own log."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import fitting
from quizcards.app.environment import Environment
from quizcards.cli.options import DecksOption, JsonOption, LogOption, environment
from quizcards.cli.output import print_json
from quizcards.cli.standard import file_of
from quizcards.errors import QuizcardsError
from quizcards.terminal.printing import STDERR, STDOUT

HELP = "내 기록에 맞는 기억 모델의 가중치를 찾아, 더 잘 맞히면 앞으로 씁니다."
EXAMPLES = {
    "quizcards fit": "내 기록에 맞춥니다.",
    "quizcards fit --undo": "그 전으로 돌아갑니다.",
}
ORDER = 120


def fit(
    undo: Annotated[
        bool, typer.Option("--undo", help="마지막에 맞춘 가중치를 버리고 그 전으로 돌아갑니다.")
    ] = False,
    log: LogOption = None,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    if undo and log:
        raise QuizcardsError("--undo: --log와 함께 쓸 수 없습니다.")
    env = environment(decks)
    if undo:
        undone = fitting.undo(env)
        if as_json:
            print_json(undone.as_data())
        else:
            STDOUT.say(undone)
        return
    if log:
        with file_of(log) as there:
            _tell_of_table(fitting.fit_table(env, there), as_json)
    else:
        _tell_of_own(env, fitting.fit_own(env), as_json)


def _tell_of_table(fitted: fitting.Fitted, as_json: bool) -> None:
    if as_json:
        print_json(fitted.as_data())
        return
    STDOUT.say(*fitted.lines())
    if fitted.trial.has_won:
        STDOUT.say(f"{fitted.setting} = {[*fitted.trial.weights]}")
        STDERR.say("이 줄을 settings.toml에 적으면 그 가중치를 씁니다.")
    STDERR.say(*fitted.compared_lines())


def _tell_of_own(env: Environment, fitted: fitting.Fitted | None, as_json: bool) -> None:
    if as_json:
        print_json(fitted.as_data() if fitted else None)
        return
    if fitted is None:
        STDOUT.say("지난번에 맞춘 뒤로 새 복습이 없습니다. 그 가중치를 그대로 씁니다.")
        return
    STDOUT.say(*fitted.lines())
    if fitted.trial.has_won:
        STDOUT.say(f"복습 {fitted.count:,}번 모두에 다시 맞춰 앞으로 씁니다.")
        STDOUT.say("되돌리려면 quizcards fit --undo")
    STDOUT.say(*fitted.compared_lines())
    if env.settings.names_weights:
        STDERR.say(
            f"settings.toml에 적은 가중치({fitted.setting})가 먼저입니다. "
            "맞춘 가중치를 쓰려면 그 줄을 지워 주세요."
        )
