"""Planning to a date, measured on learners of other laws against other schedulers.

Those are fixed retentions, SM-2, Leitner, cramming and chance. Recall on the day is what the
learner's own law says, the mean over all cards, at the same minutes for everyone. Writes the tables
into docs/planning.md. `--seeds A B` measures the learners A..B-1 and only prints: tuning must not
see the learners that are reported.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from bench.learners import LAWS, Learners
from bench.schedulers import Cramming, Fsrs, Leitner, Random, Scheduler, Sm2
from quizcards.memory import policy
from quizcards.memory.arrays import BoolArray, FloatArray, IntArray, ReviewArrays
from quizcards.memory.calibrate import calibrate, remembered
from quizcards.memory.rollout import best_policy

DOCS = Path(__file__).parents[1] / "docs" / "planning.md"
REPORTED = range(1, 21)
CARDS = 200
PASS, FAIL, NEW = 10.0, 22.0, 30.0
"""Seconds of an asking that is recalled, of one that is not (with its second asking), and of a new
card.
"""
SETTINGS = ((14, 4), (14, 15), (30, 4), (30, 12), (90, 2), (90, 6))
"""Days until the interview and minutes a day: tight, then ample."""
RETENTIONS = (0.70, 0.73, 0.76, 0.79, 0.82, 0.85, 0.88, 0.91, 0.94, 0.97)
OTHERS: dict[str, Callable[[int, int], Scheduler]] = {
    "FSRS 0.90": lambda learners, cards: Fsrs(learners, cards, 0.90),
    "SM-2": Sm2,
    "Leitner": Leitner,
    "무작위": Random,
    "벼락치기": Cramming,
}
Results = dict[tuple[str, int, int], dict[str, FloatArray]]
"""For each law, days and minutes: the recalls of every scheduler, arrays over learners."""


def luck(seed: int, days: int) -> FloatArray:
    """Return what decides over each answer of a learner, the same for every scheduler.

    It has the shape (days, cards), and lies in 0..1.
    """
    return np.random.default_rng([seed, 5]).random((days, CARDS))


def within(cost: FloatArray, order: IntArray, able: BoolArray, seconds: float) -> BoolArray:
    """Say which cards are asked when they are taken in order while the time lasts.

    All arrays have the shape (learners, cards).
    """
    spent = np.cumsum(np.where(able, np.take_along_axis(cost, order, axis=1), 0.0), axis=1)
    chosen = np.zeros(cost.shape, dtype=bool)
    np.put_along_axis(chosen, order, able & (spent <= seconds), axis=1)
    return chosen


def follow(
    law: type[Learners], seeds: Sequence[int], days: int, minutes: float, scheduler: Scheduler
) -> FloatArray:
    """Return the recall on the day of each learner who follows a scheduler."""
    who = law(seeds, CARDS)
    draws = np.array([luck(seed, days) for seed in seeds])
    for day in range(days):
        key = scheduler.order(day)
        passed = draws[:, day] < np.where(who.seen, who.recall(day), who.first)
        cost = np.where(who.seen, np.where(passed, PASS, FAIL), NEW)
        order = np.argsort(-key, axis=1, kind="stable")
        able = np.take_along_axis(key, order, axis=1) > -np.inf
        chosen = within(cost, order, able, scheduler.seconds(day, days, minutes * 60))
        scheduler.learn(day, chosen, passed)
        who.ask(day, chosen, passed)
    recalls: FloatArray = who.recall(days).mean(axis=1)
    return recalls


def follow_plan(law: type[Learners], seed: int, days: int, minutes: float) -> float:
    """Return the recall on the day of a learner who follows the plan.

    It goes through the functions that the program calls. The program judges the memory and chooses
    its policy anew in every session; here, to save time, whenever the log has grown by a tenth or
    an eighth of the days has passed.
    """
    who, draws, seconds = law([seed], CARDS), luck(seed, days), minutes * 60
    reviews = ReviewArrays(*np.zeros((4, 0), dtype=np.int64))
    cards, belief = blank(), policy.Belief(n_recalls=0)
    judged, judged_on = -1, 0
    for day in range(days):
        if len(reviews.card) > 1.1 * judged or day - judged_on >= days / 8:
            belief = calibrate(reviews) if len(reviews.card) else belief
            cards = replayed(cards, reviews, belief)
            belief = best_policy(cards, day, days, seconds, CARDS, belief, seed=(seed, day))
            judged, judged_on = len(reviews.card), day
        order = todays(cards, day, days, seconds, belief)
        passed = draws[day] < np.where(who.seen, who.recall(day), who.first)[0]
        cost = np.where(who.seen[0], np.where(passed, PASS, FAIL), NEW)
        picked = order[np.cumsum(cost[order]) <= seconds]
        belief = replace(belief, n_recalls=belief.n_recalls + int(who.seen[0, picked].sum()))
        cards = policy.after_asking(cards, picked, passed[picked], day, belief)
        lapsed = picked[~passed[picked]]
        answered = np.concatenate([picked, lapsed])  # a lapse is passed again on the same day
        grades = np.concatenate([np.where(passed[picked], 3, 1), np.full(len(lapsed), 3)])
        reviews = added(reviews, answered, grades, day)
        chosen = np.zeros((1, CARDS), dtype=bool)
        chosen[0, picked] = True
        who.ask(day, chosen, passed[None])
    return float(who.recall(days).mean())


def added(reviews: ReviewArrays, card: IntArray, grade: IntArray, day: int) -> ReviewArrays:
    """Return the reviews with those of a day."""
    days = np.full(len(card), day)
    return ReviewArrays(
        card=np.concatenate([reviews.card, card]),
        grade=np.concatenate([reviews.grade, grade]),
        at=np.concatenate([reviews.at, days * 86_400.0]),
        day=np.concatenate([reviews.day, days]),
    )


def blank() -> policy.Cards:
    """Return cards never seen."""
    return policy.Cards(
        stability=np.ones(CARDS),
        difficulty=np.full(CARDS, 5.0),
        last_day=np.zeros(CARDS, dtype=np.int64),
        is_new=np.ones(CARDS, dtype=bool),
        weight=np.ones(CARDS),
        needs=((),) * CARDS,
        seconds_pass=np.full(CARDS, PASS),
        seconds_fail=np.full(CARDS, FAIL),
        seconds_new=np.full(CARDS, NEW),
    )


def replayed(cards: policy.Cards, reviews: ReviewArrays, belief: policy.Belief) -> policy.Cards:
    """Return the cards with the memory that the reviews leave under the belief."""
    states = remembered(reviews, CARDS, belief)
    return replace(
        cards,
        stability=states.stability,
        difficulty=states.difficulty,
        last_day=states.last_day,
        is_new=states.is_new,
    )


def todays(
    cards: policy.Cards, day: int, by: int, seconds: float, belief: policy.Belief
) -> IntArray:
    """Return the plan's queue, and what would come after it should the day be cheap."""
    first, more = (
        policy.queue(cards, day, by, factor * seconds, CARDS, belief) for factor in (1, 2)
    )
    return np.concatenate([first, more[~np.isin(more, first)]])


def measure(seeds: Sequence[int], tell: Callable[[str], None]) -> Results:
    """Return for each law and setting the recalls of every scheduler, arrays over learners."""
    results: Results = {}
    for law in LAWS:
        for days, minutes in SETTINGS:
            start, n = time.perf_counter(), len(seeds)
            found = {
                f"{r:.2f}": follow(law, seeds, days, minutes, Fsrs(n, CARDS, r)) for r in RETENTIONS
            }
            for r in RETENTIONS:
                found[f"stops {r:.2f}"] = follow(
                    law, seeds, days, minutes, Fsrs(n, CARDS, r, ahead=False)
                )
            found |= {
                name: follow(law, seeds, days, minutes, make(n, CARDS))
                for name, make in OTHERS.items()
            }
            found["plan"] = np.array([follow_plan(law, seed, days, minutes) for seed in seeds])
            moved = minutes * days / Cramming.WEEK
            found["plan, last week"] = np.array(
                [follow_plan(law, seed, Cramming.WEEK, moved) for seed in seeds]
            )
            results[law.name, days, minutes] = found
            took = time.perf_counter() - start
            tell(f"{law.name}, {days} days, {minutes} min: {line(found)}  ({took:.0f} s)")
    return results


def best(found: dict[str, FloatArray], prefix: str = "") -> str:
    """Return the fixed retention that turned out best on average."""
    return max((f"{prefix}{r:.2f}" for r in RETENTIONS), key=lambda name: float(found[name].mean()))


def difference(found: dict[str, FloatArray], other: str) -> tuple[float, float]:
    """Return the mean gain of the plan over another scheduler, and half its 95 % interval."""
    gaps = found["plan"] - found[other]
    return float(gaps.mean()), t_95(len(gaps)) * float(gaps.std(ddof=1)) / len(gaps) ** 0.5


def t_95(n: int) -> float:
    """Return Student's t at 97.5 % for n learners.

    Source: Abramowitz & Stegun 26.7.5, to the second term.
    """
    z, nu = 1.959964, n - 1
    return z + (z**3 + z) / (4 * nu) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * nu**2)


def line(found: dict[str, FloatArray]) -> str:
    """Say in one line how the plan did."""
    gap, half = difference(found, best(found))
    return f"plan {found['plan'].mean():.3f}, {gap:+.3f} ± {half:.3f} to {best(found)}"


def verdict(gap: float, half: float) -> str:
    """Say whether a difference is a win, a loss, or neither beyond noise."""
    if gap > half:
        return "이김"
    return "**짐**" if gap < -half else "같음"


def tables(results: Results) -> str:
    """Return the tables in Markdown."""
    head = (
        "학습자",
        "날",
        "하루(분)",
        "계획",
        "가장 나은 고정 유지율",
        "차이(95 %)",
        "",
        "기한에 멈추면",
        *OTHERS,
    )
    rows, gaps, stopping = [], [], []
    for (law, days, minutes), found in results.items():
        name, stops = best(found), best(found, "stops ")
        gap, half = difference(found, name)
        gaps.append((gap, half))
        stopping.append(difference(found, stops)[0])
        rows.append(
            (
                law,
                days,
                minutes,
                mean(found["plan"]),
                f"{mean(found[name])} ({name})",
                f"{gap:+.3f} ± {half:.3f}",
                verdict(gap, half),
                f"{mean(found[stops])} ({stops[-4:]})",
                *(mean(found[other]) for other in OTHERS),
            )
        )
    verdicts = [verdict(gap, half) for gap, half in gaps]
    counts = ", ".join(
        f"{word.strip('*')} {verdicts.count(word)}" for word in ("이김", "같음", "**짐**")
    )
    middle, to_stopping = np.median([gap for gap, _ in gaps]), np.median(stopping)
    said = (
        f"가장 나은 고정 유지율과 비교하면 {counts}. 차이의 중앙값 {middle:+.3f} "
        f"(기한이 된 카드가 없으면 멈추는 FSRS에는 {to_stopping:+.3f})."
    )
    return "\n\n".join([markdown(head, rows), said, by_retention(results), in_the_week(results)])


def by_retention(results: Results) -> str:
    """Return the mean recall at every fixed retention, over the settings of each law."""
    names = ["plan", *(f"{r:.2f}" for r in RETENTIONS)]
    rows = []
    for law in LAWS:
        settings = [found for (name, _, _), found in results.items() if name == law.name]
        rows.append(
            (
                law.name,
                *(f"{np.mean([found[name].mean() for found in settings]):.3f}" for name in names),
            )
        )
    return markdown(("여섯 설정의 평균", "계획", *names[1:]), rows)


def in_the_week(results: Results) -> str:
    """Return cramming beside the plan when both have all minutes in the last week.

    They are means over the settings of each law.
    """
    rows = []
    for law in LAWS:
        settings = [found for (name, _, _), found in results.items() if name == law.name]
        means = {
            name: np.mean([found[name].mean() for found in settings])
            for name in ("plan", "벼락치기", "plan, last week")
        }
        gaps = np.mean([found["plan, last week"] - found["벼락치기"] for found in settings], axis=0)
        half = t_95(len(gaps)) * gaps.std(ddof=1) / len(gaps) ** 0.5
        rows.append(
            (
                law.name,
                *(f"{value:.3f}" for value in means.values()),
                f"{gaps.mean():+.3f} ± {half:.3f}",
            )
        )
    head = (
        "여섯 설정의 평균",
        "계획, 매일",
        "벼락치기",
        "계획, 마지막 한 주에 몰아서",
        "둘째와의 차이(95 %)",
    )
    return markdown(head, rows)


def markdown(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in cells) + " |" for cells in lines)


def mean(recalls: FloatArray) -> str:
    return f"{recalls.mean():.3f}"


def write(text: str, seconds: float) -> None:
    """Put the tables into the page, between its two marks."""
    begin, end = "<!-- bench/plan.py -->", "<!-- / -->"
    head, rest = DOCS.read_text(encoding="utf-8").split(begin)
    tail = rest.split(end, 1)[1]
    machine = f"코어 {os.cpu_count()}개, Python {platform.python_version()}, NumPy {np.__version__}"
    made = (
        f"{date.today().isoformat()}, {machine}, {seconds / 60:.0f}분 걸림. "
        f"학습자는 법칙마다 {len(REPORTED)}명, 카드는 {CARDS}장."
    )
    DOCS.write_text(f"{head}{begin}\n\n{made}\n\n{text}\n\n{end}{tail}", encoding="utf-8")


def main() -> int:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, metavar=("A", "B"))
    chosen = parser.parse_args().seeds
    start = time.perf_counter()
    results = measure(
        range(*chosen) if chosen else REPORTED,
        lambda text: print(text, file=sys.stderr, flush=True),
    )
    text = tables(results)
    print(text)
    if not chosen:
        write(text, time.perf_counter() - start)
    return 0


if __name__ == "__main__":
    sys.exit(main())
