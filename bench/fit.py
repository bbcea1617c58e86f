"""Fitting beside fsrs-rs, on the same logs in one run. Writes its tables into docs/fitting.md.

Each log is cut in time: weights are fitted to what came before a cut, and judged by the log-loss of
what came after it, up to the next. All fit the same reviews and are judged by the same ones. The
laws of memory come in two groups: those that were looked at while the fit was built, and those
that are only reported.

Usage: python -m bench.fit [LOG.csv ...]   real logs (card, grade, time) are judged and printed.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import fsrs_rs_python
import numpy as np

from bench.learners import LAWS, Learners
from bench.logs import logs
from bench.plan import markdown, t_95, verdict
from bench.unseen_learners import UNSEEN_LAWS
from quizcards.app.fitting import as_history
from quizcards.cli.options import environment
from quizcards.importing.review_log import read_review_log
from quizcards.memory.arrays import FloatArray
from quizcards.memory.fit import EARLIER, fit
from quizcards.memory.fsrs import DEFAULT_WEIGHTS
from quizcards.memory.history import History, history
from tests.memory.simulated_logs import learner, simulated_log

DOC = Path(__file__).parents[1] / "docs/fitting.md"
SIZES = ((300, 16), (1_000, 16), (3_000, 12), (10_000, 8))
"""Answers of a log, and learners of each law."""
CUTS = (0.4, 0.6, 0.8, 1.0)
"""Shares of the targets: what lies before one is fitted, what follows up to the next one judged."""
TIMED = (
    (300, 25, 5),
    (1_000, 100, 5),
    (10_000, 1_000, 5),
    (100_000, 8_000, 3),
    (1_000_000, 60_000, 1),
)
"""Reviews and cards of the logs that are timed, and rounds of which the fastest counts."""
OURS, RUST, RUST_16, DEFAULT = "quizcards", "fsrs-rs", "fsrs-rs, 16 epoch", "기본 가중치"
RIVALS = (RUST, RUST_16, DEFAULT)
WORDS = ("이김", "같음", "**짐**")


class Judged(NamedTuple):
    """What came of every contender on a log."""

    losses: dict[str, FloatArray]
    """Of each review judged, in nats."""
    seconds: dict[str, float]
    """Of the processor for all its fits, the log being ready in the form that each takes."""


Results = dict[tuple[str, int], list[Judged]]
"""For each law and size, its learners."""


def judged(log: History, cuts: Sequence[float] = CUTS, rounds: int = 1) -> Judged:
    """Fit a log before each cut and judge what came after it."""
    targets = log.targets
    losses: dict[str, list[FloatArray]] = {name: [] for name in (OURS, *RIVALS)}
    seconds = dict.fromkeys(losses, 0.0)
    items = rust_items(log)
    rows_of_cuts = [round(cut * len(targets)) for cut in cuts]
    for begin, end in pairwise(rows_of_cuts):
        first, rows = int(targets[begin]), targets[begin:end]
        for name, one in contenders(log.before(first), items[:begin]).items():
            weights, took = timed(one, rounds)
            seconds[name] += took
            losses[name].append(losses_of(log, weights)[rows])
    return Judged({name: np.concatenate(parts) for name, parts in losses.items()}, seconds)


def contenders(past: History, items: Sequence[Any]) -> dict[str, Callable[[], Sequence[float]]]:
    """Return what fits the past, which fsrs-rs takes as items."""
    longer = fsrs_rs_python.TrainingConfig(num_epochs=16)
    return {
        RUST: lambda: fsrs_rs_python.FSRS([]).compute_parameters(items),
        RUST_16: lambda: fsrs_rs_python.FSRS([]).compute_parameters(items, training_config=longer),
        OURS: lambda: fit(past),
        DEFAULT: lambda: DEFAULT_WEIGHTS,
    }


def timed(one: Callable[[], Sequence[float]], rounds: int) -> tuple[Sequence[float], float]:
    """Return weights, and the least seconds of the processor in some rounds."""
    least = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        weights = one()
        least = min(least, time.process_time() - begun)
    return weights, least


def rust_items(log: History) -> list[Any]:
    """Return for each target, in time order, the item that ends with it."""
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
            if elapsed[start + k] >= 1
        ]
    return [item for _, item in sorted(items, key=lambda pair: pair[0])]


def losses_of(log: History, weights: Sequence[float]) -> FloatArray:
    """Return the cross-entropy of each review; NaN for what is no target."""
    log_recall = log.log_recalls(weights)
    losses: FloatArray = -np.where(log.grade > 1, log_recall, np.log1p(-np.exp(log_recall)))
    return losses


def measured(law: type[Learners], answers: int, learners: int) -> list[Judged]:
    """Judge the fits of some learners of a law."""
    return [judged(history(*log)) for log in logs(law, range(1, learners + 1), answers)]


def measure(laws: Sequence[type[Learners]]) -> Results:
    """Judge every law at every size, several at once."""
    cases = [(law, answers, learners) for law in laws for answers, learners in SIZES]
    results: Results = {}
    with ProcessPoolExecutor() as pool:
        for (law, answers, _), found in zip(
            cases, pool.map(measured, *zip(*cases, strict=True)), strict=True
        ):
            results[law.name, answers] = found
            gaps = ", ".join(f"{said(*gap(found, name))} to {name}" for name in RIVALS)
            print(f"{law.name}, {answers:,}: {gaps}", file=sys.stderr, flush=True)
    return results


def gap(found: Sequence[Judged], rival: str) -> tuple[float, float]:
    """Return by how much our loss is smaller than a rival's, and half its 95 % interval.

    The unit is the learner; of one alone, the review.
    """
    gaps = np.array([one.losses[rival].mean() - one.losses[OURS].mean() for one in found])
    if len(gaps) == 1:
        gaps = found[0].losses[rival] - found[0].losses[OURS]
    return float(gaps.mean()), t_95(len(gaps)) * float(gaps.std(ddof=1)) / len(gaps) ** 0.5


def said(difference: float, half: float) -> str:
    return f"{1000 * difference:+.1f} ± {1000 * half:.1f}"


def table(results: Results) -> str:
    """Return the gains over each rival, then how often each was beaten by law."""
    rows = [
        (
            law,
            f"{answers:,}",
            f"{np.mean([one.losses[OURS].mean() for one in found]):.4f}",
            *(
                cell
                for rival in (RUST, RUST_16)
                for cell in (said(*gap(found, rival)), verdict(*gap(found, rival)))
            ),
            said(*gap(found, DEFAULT)),
        )
        for (law, answers), found in results.items()
    ]
    head = ("학습자", "답", "우리 손실", RUST, "", RUST_16, "", DEFAULT)
    return f"{markdown(head, rows)}\n\n{counted(results)}"


def counted(results: Results) -> str:
    """Return wins, draws and losses by law."""
    rows = []
    for law in dict.fromkeys(name for name, _ in results):
        ours = [found for (name, _), found in results.items() if name == law]
        row = [law]
        for rival in RIVALS:
            verdicts = [verdict(*gap(found, rival)) for found in ours]
            row.append(" · ".join(str(verdicts.count(word)) for word in WORDS))
        rows.append(row)
    return markdown(("이김 · 같음 · 짐", *RIVALS), rows)


def timings() -> str:
    """Return seconds and losses on logs of an FSRS-6 learner, the first 80 % being fitted."""
    rows = []
    for reviews, cards, rounds in TIMED:
        log = history(*simulated_log(learner(0), cards, reviews, 0))
        found = judged(log, (EARLIER, 1.0), rounds)
        for name in (OURS, RUST, RUST_16, DEFAULT):
            seconds = "" if name == DEFAULT else f"{found.seconds[name]:.3f}"
            rows.append((f"{reviews:,}", name, seconds, f"{found.losses[name].mean():.5f}"))
        print(*rows[-4:], sep="\n", file=sys.stderr, flush=True)
    return markdown(("복습", "", "CPU 초", "손실"), rows)


def real(path: Path) -> str:
    """Return the table of a real log."""
    reviews = read_review_log(path, partial(environment().day))
    found = judged(as_history(reviews))
    rows = [
        (name, f"{found.seconds[name]:.3f}", f"{found.losses[name].mean():.5f}", *against)
        for name in (OURS, *RIVALS)
        for against in [() if name == OURS else (said(*gap([found], name)),)]
    ]
    title = f"{path}: 복습 {len(reviews.card):,}번, 뒤에 한 {len(found.losses[OURS]):,}번으로 잼"
    return f"{title}\n{markdown(('', 'CPU 초', '손실', '우리가 작은 만큼(1/1000)'), rows)}"


def put(text: str, mark: str, made: str) -> str:
    """Return a text with what was made between its marks."""
    before, rest = text.split(f"<!-- {mark} -->\n", 1)
    after = rest.split("<!-- / -->", 1)[1]
    return f"{before}<!-- {mark} -->\n\n{made}\n\n<!-- / -->{after}"


def main() -> None:
    """Judge the logs that are named, or the simulated ones into the document."""
    for name in sys.argv[1:]:
        print(real(Path(name)))
    if sys.argv[1:]:
        return
    begun = time.perf_counter()
    made = {"looked at": table(measure(LAWS)), "only reported": table(measure(UNSEEN_LAWS))}
    made["timed"] = timings()
    machine = f"코어 {os.cpu_count()}개, Python {platform.python_version()}, NumPy {np.__version__}"
    minutes = (time.perf_counter() - begun) / 60
    made["machine"] = (
        f"{date.today().isoformat()}, {machine}, fsrs-rs-python {version('fsrs-rs-python')}, "
        f"{minutes:.0f}분 걸림."
    )
    text = DOC.read_text(encoding="utf-8")
    for mark, part in made.items():
        text = put(text, mark, part)
    DOC.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
