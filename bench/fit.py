"""Fitting beside its peers, on the same logs in one run. Writes its tables into docs/fitting.md.

Usage: python -m bench.fit [LOG.csv ...]   real logs (card, grade, time) are judged after the
simulated ones and not written down.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fsrs_rs_python
import numpy as np

from quizcards.app.fitting import as_history
from quizcards.cli.options import environment
from quizcards.importing.review_log import read_review_log
from quizcards.memory.arrays import FloatArray, IntArray
from quizcards.memory.evaluate import Score, groups_of, score
from quizcards.memory.fit import EARLIER, first_held_out, fit
from quizcards.memory.fsrs import DEFAULT_WEIGHTS
from quizcards.memory.history import History, history
from tests.memory.simulated_logs import learner, simulated_log

ROOT = Path(__file__).parents[1]

DOC = ROOT / "docs/fitting.md"
SIZES = ((10_000, 1_000, 12, 5), (100_000, 8_000, 6, 5), (1_000_000, 60_000, 3, 2))
"""Reviews, cards, learners, and rounds of which the fastest counts."""
TORCH_MOST, TORCH_LEARNERS = 10_000, 1
OURS, RUST, TORCH = "quizcards", "fsrs-rs-python", "py-fsrs (PyTorch)"
TRUE, DEFAULT, AVERAGE = "만든 가중치", "기본 가중치", "늘 평균"

Result = tuple[float | None, Score]


def judge(log: History, weights: Sequence[float] | FloatArray | None) -> Score:
    """Return the scores of weights on the later reviews; None always expects their average."""
    first = first_held_out(log)
    rows = log.targets[log.targets >= first]
    passed = log.grade[rows] > 1
    expected = (
        np.full(len(rows), passed.mean())
        if weights is None
        else np.exp(log.log_recalls(weights)[rows])
    )
    return score(passed, expected, groups_of(log)[rows])


def contenders(log: History, days: IntArray) -> dict[str, Callable[[], Sequence[float]]]:
    """Return what fits the earlier reviews of a log, each with the log ready in its own form."""
    first = first_held_out(log)
    items = rust_items(log, first)
    found: dict[str, Callable[[], Sequence[float]]] = {
        RUST: lambda: fsrs_rs_python.FSRS([]).compute_parameters(items),
        OURS: lambda: fit(log.before(first)),
    }
    if first <= TORCH_MOST and (peer := torch_fit(log, days, first)):
        found[TORCH] = peer
    return found


def rust_items(log: History, first: int) -> list[Any]:
    """Return for each earlier target, in time order, the item that ends with it."""
    grades, elapsed, rows = (
        column.tolist()
        for column in (log.grade[log.by_card], log.elapsed[log.by_card], log.by_card)
    )
    items = []
    for start, count in zip(log.starts.tolist(), log.counts.tolist(), strict=True):
        reviews = [
            fsrs_rs_python.FSRSReview(grades[i], elapsed[i]) for i in range(start, start + count)
        ]
        items += [
            (rows[start + k], fsrs_rs_python.FSRSItem(reviews[: k + 1]))
            for k in range(1, count)
            if elapsed[start + k] >= 1 and rows[start + k] < first
        ]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def torch_fit(log: History, days: IntArray, first: int) -> Callable[[], Sequence[float]] | None:
    """Return py-fsrs's fit, or None where PyTorch is not installed."""
    if any(find_spec(name) is None for name in ("torch", "pandas", "tqdm")):
        return None
    import fsrs
    from fsrs.optimizer import Optimizer

    start = datetime(2000, 1, 1, 12, tzinfo=UTC)
    logs = [
        fsrs.ReviewLog(
            int(card),
            fsrs.Rating(int(grade)),
            start + timedelta(days=int(day), seconds=i / 1000),
            None,
        )
        for i, (card, grade, day) in enumerate(
            zip(log.card[:first], log.grade[:first], days[:first], strict=True)
        )
    ]
    return lambda: Optimizer(logs).compute_optimal_parameters()


def run(
    log: History, days: IntArray, rounds: int, without: Sequence[str] = ()
) -> dict[str, Result]:
    """Return seconds and scores of every contender, then the scores to compare with.

    The seconds are the least of some rounds, taken in turn.
    """
    fits = {name: one for name, one in contenders(log, days).items() if name not in without}
    seconds, weights = dict.fromkeys(fits, float("inf")), dict[str, Sequence[float]]()
    for turn in range(rounds):
        for name, one in fits.items():
            if name == TORCH and turn:
                continue  # a minute each time
            begun = time.perf_counter()
            weights[name] = one()
            seconds[name] = min(seconds[name], time.perf_counter() - begun)
    found: dict[str, Result] = {name: (seconds[name], judge(log, weights[name])) for name in fits}
    return {
        **found,
        DEFAULT: (None, judge(log, DEFAULT_WEIGHTS)),
        AVERAGE: (None, judge(log, None)),
    }


def simulated(reviews: int, cards: int, learners: int, rounds: int) -> str:
    """Return the table over some simulated learners."""
    results: list[dict[str, Result]] = []
    for seed in range(learners):
        truth = learner(seed)
        card, grade, day = simulated_log(truth, cards, reviews, seed)
        log = history(card, grade, day)
        found = run(log, day, rounds, () if seed < TORCH_LEARNERS else (TORCH,))
        results.append({**found, TRUE: (None, judge(log, truth))})
        times = ", ".join(f"{name} {result[0]:.3f}s" for name, result in found.items() if result[0])
        print(f"{reviews:,} #{seed}: {times}", file=sys.stderr)
    return table(results)


def table(results: Sequence[dict[str, Result]]) -> str:
    """Return means over learners.

    The log-loss beyond that of the weights that made the log is a share of it.
    """
    lines = [
        "| | 초 | 로그 손실 | 만든 가중치보다 | RMSE(bins) | AUC |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        row(name, name, results)
        for name in (OURS, RUST, TRUE, DEFAULT, AVERAGE)
        if name in results[0]
    ]
    if slow := [one for one in results if TORCH in one]:
        lines += [row(f"{name}, 첫 학습자만", name, slow) for name in (TORCH, OURS)]
    return "\n".join(lines)


def row(title: str, name: str, results: Sequence[dict[str, Result]]) -> str:
    seconds = [took for one in results if (took := one[name][0]) is not None]
    scores = [one[name][1] for one in results]
    over = [one[name][1].log_loss / one[TRUE][1].log_loss - 1 for one in results if TRUE in one]
    cells = (
        title,
        f"{np.mean(seconds):.3f}" if seconds else "",
        f"{np.mean([one.log_loss for one in scores]):.5f}",
        f"{100 * np.mean(over):+.3f} %" if over and name != TRUE else "",
        f"{np.mean([one.rmse_bins for one in scores]):.4f}",
        f"{np.mean([one.auc for one in scores if one.auc is not None]):.4f}",
    )
    return f"| {' | '.join(cells)} |"


def written() -> str:
    """Return everything that the document says of this run."""
    machine = f"코어 {os.cpu_count()}개, Python {platform.python_version()}, NumPy {np.__version__}"
    peers = f"fsrs-rs-python {version('fsrs-rs-python')}, py-fsrs {version('fsrs')}"
    parts = [f"{date.today().isoformat()}, {machine}, {peers}."]
    for reviews, cards, learners, rounds in SIZES:
        made = simulated(reviews, cards, learners, rounds)
        print(f"\n{reviews:,}\n{made}\n", flush=True)
        parts.append(f"### 복습 {reviews:,}번, 카드 {cards:,}장, 학습자 {learners}명\n\n{made}")
    return "\n\n".join(parts)


def real(path: Path) -> None:
    """Print the table of a real log."""
    reviews = read_review_log(path, partial(environment().day))
    print(f"{path}: 복습 {len(reviews.card):,}번, 먼저 한 {EARLIER:.0%}에 맞춤")
    print(table([run(as_history(reviews), np.array(reviews.day), rounds=3)]))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        real(Path(name))
    if not sys.argv[1:]:
        before, rest = DOC.read_text(encoding="utf-8").split("<!-- bench/fit.py -->\n", 1)
        after = rest.split("<!-- / -->", 1)[1]
        DOC.write_text(
            f"{before}<!-- bench/fit.py -->\n\n{written()}\n\n<!-- / -->{after}", encoding="utf-8"
        )
