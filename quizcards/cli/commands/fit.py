"""The learner's own memory model: `fit` finds its weights in the log, `evaluate` says how well they
foretell.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards.cli.options import (
    DecksOption,
    JsonOption,
    app,
    environment,
    print_json,
    print_lines,
    warn,
    width,
)
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.home.weights import Adopted
    from quizcards.memory.evaluate import Score
    from quizcards.memory.fit import Trial
    from quizcards.memory.history import History
    from quizcards.model import Reviews

LogOption = Annotated[
    Path | None,
    typer.Option(
        "--log",
        metavar="FILE",
        help="내 기록 대신 볼 CSV. 칸은 card, grade(1~4), time.",
        show_default=False,
    ),
]


@app.command("fit", help="내 기록에 맞는 기억 모델의 가중치를 찾아, 더 잘 맞히면 앞으로 씁니다.")
def fit_weights(
    undo: Annotated[
        bool, typer.Option("--undo", help="마지막에 맞춘 가중치를 버리고 그 전으로 돌아갑니다.")
    ] = False,
    log: LogOption = None,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    if undo:
        if log:
            raise QuizcardsError("--undo: --log와 함께 쓸 수 없습니다.")
        _undo(env)
        return
    reviews = _reviews(env, log)
    history = as_history(reviews)
    count = len(history.targets)
    _require(count)
    if log:
        from quizcards.memory.fsrs import DEFAULT_WEIGHTS

        tried = _try(history, DEFAULT_WEIGHTS)
        _say_trial(tried, count, "기본 가중치")
        if tried.has_won:
            print(f"weights = {[*tried.weights]}")
            print("이 줄을 settings.toml에 적으면 그 가중치를 씁니다.", file=sys.stderr)
        return
    _fit_own(env, history, reviews.at, count)


def _undo(env: Environment) -> None:
    from quizcards.home.weights import read_adopted, write_adopted

    adopted = read_adopted(env.home)
    if not adopted:
        print("버릴 가중치가 없습니다. 지금은 기본 가중치를 씁니다.")
        return
    write_adopted(env.home, adopted[:-1])
    now = f"{_date(adopted[-2])}에 맞춘 가중치" if adopted[1:] else "기본 가중치"
    print(f"{_date(adopted[-1])}에 맞춘 가중치를 버렸습니다. 이제 {now}를 씁니다.")


def _date(adopted: Adopted) -> str:
    moment = datetime.fromisoformat(adopted.when)
    return f"{moment.year}년 {moment.month}월 {moment.day}일"


def _reviews(env: Environment, log: Path | None) -> Reviews:
    """Return the learner's reviews, or those of a table."""
    if log:
        from quizcards.importing.review_log import read_review_log

        return read_review_log(log, env.day)
    library = env.library()
    warn(library)
    with env.store(library) as store:
        return store.reviews()


def as_history(reviews: Reviews) -> History:
    """Return the reviews as arrays; a card begun afresh is another card."""
    from quizcards.memory.history import history

    numbers: dict[tuple[str, int], int] = {}
    cards = [
        numbers.setdefault(key, len(numbers))
        for key in zip(reviews.card, reviews.life, strict=True)
    ]
    return history(cards, reviews.grade, reviews.day)


def _require(count: int) -> None:
    """Raise QuizcardsError if there are too few reviews for a trial."""
    from quizcards.memory.fit import NEEDED

    if count < NEEDED:
        raise QuizcardsError(
            f"아직 맞출 만큼 복습하지 않았습니다. 날을 바꿔 다시 본 복습이 {NEEDED}번은 있어야 하는데 지금 {count}번입니다. "
            f"{NEEDED - count}번만 더 하면 됩니다."
        )


def _fit_own(env: Environment, history: History, moments: Sequence[float], count: int) -> None:
    """Fit the learner's log; adopt what wins."""
    from quizcards.home.weights import Adopted, read_adopted, write_adopted
    from quizcards.memory.fit import first_held_out
    from quizcards.memory.fsrs import DEFAULT_WEIGHTS

    named = env.settings.names_weights
    adopted = read_adopted(env.home)
    if adopted and adopted[-1].reviews == count:
        print("지난번에 맞춘 뒤로 새 복습이 없습니다. 그 가중치를 그대로 씁니다.")
        return
    # weights that were fitted to the reviews which now judge would win unfairly: the newest that
    # were not
    fair = [one.weights for one in adopted if one.at <= moments[first_held_out(history)]]
    rival = env.settings.scheduler.weights if named else (*fair[-1:], DEFAULT_WEIGHTS)[0]
    tried = _try(history, rival)
    _say_trial(tried, count, "기본 가중치" if rival == DEFAULT_WEIGHTS else "쓰던 가중치")
    if tried.has_won:
        when = datetime.fromtimestamp(env.now()).astimezone().isoformat(timespec="seconds")
        new = Adopted(when, count, tried.held_out, tried.loss, tried.loss_before, tried.weights)
        write_adopted(env.home, [*adopted, new])
        print(f"복습 {count:,}번 모두에 다시 맞춰 앞으로 씁니다.\n되돌리려면 quizcards fit --undo")
    if named:
        print(
            "settings.toml에 적은 weights가 먼저입니다. 맞춘 가중치를 쓰려면 그 줄을 지워 주세요.",
            file=sys.stderr,
        )


def _try(history: History, rival: tuple[float, ...]) -> Trial:
    from quizcards.memory.fit import trial
    from quizcards.terminal.progress import progress

    with progress("가중치를 맞추는 중", sys.stderr) as show:
        return trial(history, rival, show)


def _say_trial(tried: Trial, count: int, name: str) -> None:
    """Say what the trial was and how it ended."""
    held_out = tried.held_out
    print(f"먼저 한 복습 {count - held_out:,}번에 맞춰, 뒤에 한 {held_out:,}번으로 겨루었습니다.")
    print(f"로그 손실(작을수록 좋음): {name} {tried.loss_before:.4f}, 새 가중치 {tried.loss:.4f}")
    print(
        f"{'새 가중치' if tried.has_won else name}가 더 잘 맞혔습니다."
        + ("" if tried.has_won else " 그대로 둡니다.")
    )


@app.command(help="기억 모델이 예상한 회상률이 실제와 얼마나 맞는지 봅니다.")
def evaluate(log: LogOption = None, as_json: JsonOption = False, decks: DecksOption = None) -> None:
    from quizcards.memory.evaluate import evaluate as judge
    from quizcards.memory.fsrs import DEFAULT_WEIGHTS

    env = environment(decks)
    history = as_history(_reviews(env, log))
    if not len(history.targets):
        raise QuizcardsError(
            "아직 견줄 복습이 없습니다. 카드를 날을 바꿔 다시 보면 예상과 견줄 수 있습니다."
        )
    weights = env.settings.scheduler.weights
    found = judge(history, weights)
    scores = {"weights": found.model}
    if weights != DEFAULT_WEIGHTS:
        scores["defaults"] = judge(history, DEFAULT_WEIGHTS).model
    scores["average"] = found.baseline
    if as_json:
        from dataclasses import asdict

        named = {name: asdict(score) for name, score in scores.items()}
        data = {
            "reviews": found.reviews,
            "recall": found.average,
            "weights": weights,
            "scores": named,
        }
        print_json({**data, "bins": [asdict(one) for one in found.bins]})
        return
    from quizcards.terminal.evaluate_view import Range, evaluation_lines

    ranges = [Range(**vars(one)) for one in found.bins]
    print_lines(evaluation_lines(found.reviews, found.average, _rows(scores), ranges, width()))
    if not log:
        _own_up(env)


def _rows(scores: dict[str, Score]) -> list[Any]:
    from quizcards.terminal.evaluate_view import Row

    names = {"weights": "지금 가중치", "defaults": "기본 가중치", "average": "늘 평균"}
    return [Row(names[name], **vars(score)) for name, score in scores.items()]


def _own_up(env: Environment) -> None:
    """Say that the weights in use have seen reviews that judge them here."""
    from quizcards.home.weights import read_adopted

    if not env.settings.names_weights and (adopted := read_adopted(env.home)):
        print(
            f"지금 가중치는 이 가운데 복습 {adopted[-1].reviews:,}번에 맞춘 것이라 점수가 조금 좋게 나옵니다.",
            file=sys.stderr,
        )
