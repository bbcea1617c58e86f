"""The learner's own memory model: its weights found in the log, tried, adopted and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app.notices import warn
from quizcards.errors import QuizcardsError
from quizcards.home.weights import Adopted, read_adopted, write_adopted
from quizcards.memory.models import MODELS
from quizcards.study.names import full_date

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.memory.evaluate import Evaluation, Score
    from quizcards.memory.fit import Comparison, Trial
    from quizcards.memory.history import History
    from quizcards.model import Reviews

DEFAULTS = "기본 가중치"


@dataclass(frozen=True)
class Fitted:
    """How new weights did against a rival on `count` reviews, and the models against each other.

    `trials` are those of all models by their names, `compared` says how much better the `other` one
    foretells than the `model` in use.
    """

    trials: Mapping[str, Trial]
    count: int
    rival: str
    model: str
    other: str
    compared: Comparison

    @property
    def trial(self) -> Trial:
        """That of the model in use."""
        return self.trials[self.model]

    @property
    def setting(self) -> str:
        """What the settings call the weights of the model."""
        return MODELS[self.model].setting

    def lines(self) -> list[str]:
        """Return what the trial was and how it ended."""
        trial = self.trial
        winner = "새 가중치" if trial.has_won else self.rival
        end = "" if trial.has_won else " 그대로 둡니다."
        return [
            f"먼저 한 복습 {self.count - trial.held_out:,}번에 맞춰, "
            f"뒤에 한 {trial.held_out:,}번으로 비교했습니다.",
            f"로그 손실(작을수록 좋음): {self.rival} {trial.loss_before:.4f}, "
            f"새 가중치 {trial.loss:.4f}",
            f"{winner}가 더 잘 맞혔습니다.{end}",
        ]

    @property
    def proposed(self) -> str:
        """The model that foretells better by more than chance, or else the one in use."""
        return self.other if self.compared.low > 0 else self.model

    def compared_lines(self) -> list[str]:
        """Return how the models did, and which of them is proposed."""
        gained, low, high = self.compared.difference, self.compared.low, self.compared.high
        both = ", ".join(f"{name.upper()} {one.loss:.4f}" for name, one in self.trials.items())
        if self.proposed == self.other:
            end = (
                f"{self.other.upper()}이 우연이라고 할 수 없을 만큼 더 잘 맞혔습니다. "
                f"쓰려면 quizcards settings model {self.other}"
            )
        elif high < 0:
            end = f"지금 쓰는 {self.model.upper()}이 더 잘 맞혔습니다."
        else:
            end = "어느 쪽이 더 잘 맞힌다고 하기에는 차이가 작습니다."
        interval = f"95% 구간 {-high:+.4f}에서 {-low:+.4f}"
        return [
            f"같은 복습에서 기억 모델의 로그 손실: {both}. {self.other.upper()}의 손실은 "
            f"{self.model.upper()}보다 {-gained:+.4f}({interval})입니다.",
            end,
        ]

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        trial = self.trial
        return {
            "model": self.model,
            "reviews": self.count,
            "held_out": trial.held_out,
            "loss_before": trial.loss_before,
            "loss": trial.loss,
            "better": trial.has_won,
            "weights": trial.weights,
            "models": {name: one.loss for name, one in self.trials.items()},
            "difference": self.compared.difference,
            "interval": [self.compared.low, self.compared.high],
            "proposed": self.proposed,
        }


@dataclass(frozen=True)
class Undone:
    """The weights that were dropped and those used now; None stands for the defaults."""

    dropped: Adopted | None
    used: Adopted | None

    def __str__(self) -> str:
        if self.dropped is None:
            return f"버릴 가중치가 없습니다. 지금은 {DEFAULTS}를 씁니다."
        now = f"{_date(self.used)}에 맞춘 가중치" if self.used else DEFAULTS
        return f"{_date(self.dropped)}에 맞춘 가중치를 버렸습니다. 이제 {now}를 씁니다."

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        return {
            "dropped": self.dropped.when if self.dropped else None,
            "used": self.used.when if self.used else None,
        }


def undo(env: Environment) -> Undone:
    """Drop the weights adopted last for the model in use; return what is used now."""
    model = env.settings.scheduler.model
    adopted = read_adopted(env.home, model)
    if not adopted:
        return Undone(None, None)
    write_adopted(env.home, adopted[:-1], model)
    return Undone(adopted[-1], adopted[-2] if len(adopted) > 1 else None)


def _date(adopted: Adopted) -> str:
    return full_date(datetime.fromisoformat(adopted.when))


def fit_table(env: Environment, log: Path) -> Fitted:
    """Fit the reviews of a table and try the weights against the defaults; nothing is adopted.

    Raises QuizcardsError for too few reviews.
    """
    history = as_history(_reviews(env, log))
    _require(len(history.targets))
    rivals = {model: kind.defaults for model, kind in MODELS.items()}
    return _fitted(history, rivals, env.settings.scheduler.model)


def fit_own(env: Environment) -> Fitted | None:
    """Fit the learner's log and adopt weights that win; None where there is nothing new to fit.

    Each model has weights of its own, and those that win are adopted whichever is in use, unless
    it has been fitted to the same reviews.
    Raises QuizcardsError for too few reviews.
    """
    from quizcards.memory.fit import first_held_out

    reviews = _reviews(env, None)
    history = as_history(reviews)
    count = len(history.targets)
    _require(count)
    model = env.settings.scheduler.model
    adopted = {name: read_adopted(env.home, name) for name in MODELS}
    fitted_to_all = {name for name, ones in adopted.items() if ones and ones[-1].reviews == count}
    if model in fitted_to_all:
        return None
    # weights that were fitted to the reviews which now judge would win unfairly: the newest that
    # were not
    first_judge = reviews.at[first_held_out(history)]
    rivals = {}
    for name, kind in MODELS.items():
        fair = [one.weights for one in adopted[name] if one.at <= first_judge]
        rivals[name] = fair[-1] if fair else kind.defaults
    if env.settings.names_weights:
        rivals[model] = env.settings.scheduler.weights_in_use
    fitted = _fitted(history, rivals, model)
    for name, trial in fitted.trials.items():
        if trial.has_won and name not in fitted_to_all:
            write_adopted(env.home, [*adopted[name], _adopted(env, trial, count)], name)
    return fitted


def _adopted(env: Environment, trial: Trial, count: int) -> Adopted:
    return Adopted(
        when=datetime.fromtimestamp(env.now()).astimezone().isoformat(timespec="seconds"),
        reviews=count,
        held_out=trial.held_out,
        loss=trial.loss,
        loss_before=trial.loss_before,
        weights=trial.weights,
    )


def _fitted(history: History, rivals: Mapping[str, tuple[float, ...]], model: str) -> Fitted:
    from quizcards.memory.fit import compare, trial
    from quizcards.terminal.progress import progress

    trials = {}
    for name, rival in rivals.items():
        with progress(f"{name.upper()}의 가중치를 맞추는 중") as show:
            trials[name] = trial(history, rival, show, name)
    (other,) = rivals.keys() - {model}
    is_default = rivals[model] == MODELS[model].defaults
    return Fitted(
        trials,
        len(history.targets),
        DEFAULTS if is_default else "쓰던 가중치",
        model,
        other,
        compare(history, trials, other, model),
    )


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
    cards = []
    for key in zip(reviews.card, reviews.life, strict=True):
        cards.append(numbers.setdefault(key, len(numbers)))
    return history(cards, reviews.grade, reviews.day, reviews.at)


def _require(count: int) -> None:
    """Raise QuizcardsError if there are too few reviews for a trial."""
    from quizcards.memory.fit import NEEDED

    if count < NEEDED:
        raise QuizcardsError(
            "아직 맞출 만큼 복습하지 않았습니다. "
            f"날을 바꿔 다시 본 복습이 {NEEDED}번은 있어야 하는데 지금 {count}번입니다. "
            f"{NEEDED - count}번만 더 하면 됩니다."
        )


@dataclass(frozen=True)
class Judged:
    """How well weights foretell a log, beside the defaults and beside always the average."""

    weights: Sequence[float]
    found: Evaluation
    scores: dict[str, Score]

    def as_data(self) -> dict[str, object]:
        """Return it as plain data for JSON."""
        from dataclasses import asdict

        return {
            "reviews": self.found.reviews,
            "recall": self.found.average,
            "weights": self.weights,
            "scores": {name: asdict(score) for name, score in self.scores.items()},
            "bins": [asdict(one) for one in self.found.bins],
        }


def judge(env: Environment, log: Path | None) -> Judged:
    """Judge the weights in use by the learner's reviews, or by those of a table.

    Raises QuizcardsError where there is no review to judge them by.
    """
    from quizcards.memory.evaluate import evaluate

    history = as_history(_reviews(env, log))
    if not len(history.targets):
        raise QuizcardsError(
            "아직 비교할 복습이 없습니다. 카드를 다른 날 다시 보면 예상과 비교할 수 있습니다."
        )
    scheduler = env.settings.scheduler
    weights, model = scheduler.weights_in_use, scheduler.model
    found = evaluate(history, weights, model)
    scores = {"weights": found.model}
    defaults = MODELS[model].defaults
    if weights != defaults:
        scores["defaults"] = evaluate(history, defaults, model).model
    scores["average"] = found.baseline
    return Judged(weights, found, scores)


def reviews_fitted(env: Environment) -> int:
    """Return how many of the learner's reviews the weights in use were fitted to."""
    if env.settings.names_weights:
        return 0
    adopted = read_adopted(env.home, env.settings.scheduler.model)
    return adopted[-1].reviews if adopted else 0
