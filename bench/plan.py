"""Planning to a date, measured on learners of other laws against other schedulers.

All spend the same time: a card is begun while there is any, and what it takes too long, or what is
left (up to a minute), is carried to the next day. How long an asking takes is uncertain, and how
fast a learner is nobody is told. Recall on the day is what the learner's own law says, the mean
over all cards, and so is recall 30 days after it.

The laws come in two groups: those that were looked at while the plan was built, and those that are
only reported. Writes the tables into docs/planning.md. `--seeds A B` measures the learners A..B-1
of the first group and only prints: tuning must see neither the learners nor the laws that are
reported.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.learners import LAWS, Learners
from bench.schedulers import (
    Cramming,
    Fsrs,
    Leitner,
    NewFirst,
    Random,
    RoundRobin,
    Scheduler,
    Sm2,
)
from bench.unseen_learners import UNSEEN_LAWS
from quizcards.memory import policy
from quizcards.memory.arrays import BoolArray, FloatArray, IntArray, ReviewArrays
from quizcards.memory.calibrate import calibrate, remembered
from quizcards.memory.policy import LATER
from quizcards.memory.rollout import best_policy

DOCS = Path(__file__).parents[1] / "docs" / "planning.md"
REPORTED = range(1, 13)
CARDS = 200
PASS, FAIL, NEW = 10.0, 22.0, 30.0
"""Seconds of an asking that is recalled, of one that is not (with its second asking), and of a new
card, as everybody expects them.
"""
PACES, UNEVEN = 0.3, 0.4
"""Each learner takes a lognormal number times that, one for each sort of asking, and each asking
another: their standard deviations.
"""
CARRIED = 60.0
"""Seconds that are left of a day and carried to the next at most: the rest was not wanted."""
SETTINGS = ((14, 4), (14, 15), (30, 4), (30, 12), (90, 2), (90, 6))
"""Days until the interview and minutes a day: tight, then ample."""
RETENTIONS = (0.70, 0.73, 0.76, 0.79, 0.82, 0.85, 0.88, 0.91, 0.94, 0.97)
OTHERS: dict[str, Callable[[int, int], Scheduler]] = {
    "새 카드부터": NewFirst,
    "돌려 묻기": RoundRobin,
    "SM-2": Sm2,
    "Leitner": Leitner,
    "무작위": Random,
    "벼락치기": Cramming,
}
GREEDY = "한 걸음, 기본 가중치"
STRONG = ("돌려 묻기", GREEDY)
"""With the fixed retention that turned out best, the rivals that count."""


class Outcome(NamedTuple):
    """What came of following a scheduler: arrays over learners."""

    recall: FloatArray
    """On the day of the interview."""
    later: FloatArray
    """Thirty days after it, if nothing is asked any more."""
    used: FloatArray
    """The share of the time that was spent."""


Results = dict[tuple[str, int, int], dict[str, Outcome]]
"""For each law, days and minutes: what came of every scheduler."""


class Luck(NamedTuple):
    """What decides over each answer of some learners, the same for every scheduler."""

    answers: FloatArray
    """In 0..1, of shape (learners, days, cards): recalled where recall is larger."""
    factors: FloatArray
    """Of how long an asking takes; the same shape."""
    paces: FloatArray
    """Of how long a pass, a failure and a new card take each learner: shape (3, learners, 1)."""


def luck(seeds: Sequence[int], days: int) -> Luck:
    """Draw the luck of some learners."""
    rngs = [np.random.default_rng([seed, 5]) for seed in seeds]
    answers = np.array([rng.random((days, CARDS)) for rng in rngs])
    factors = np.exp([rng.normal(-(UNEVEN**2) / 2, UNEVEN, (days, CARDS)) for rng in rngs])
    paces = np.exp([rng.normal(0.0, PACES, 3) for rng in rngs])
    return Luck(answers, factors, paces.T[:, :, None])


def answered(who: Learners, day: int, chance: Luck) -> tuple[BoolArray, FloatArray]:
    """Return which cards would be recalled on a day, and the seconds that asking each takes."""
    passed = chance.answers[:, day] < np.where(who.seen, who.recall(day), who.first)
    of_pass, of_fail, of_new = chance.paces * np.array([PASS, FAIL, NEW])[:, None, None]
    cost = np.where(who.seen, np.where(passed, of_pass, of_fail), of_new)
    return passed, cost * chance.factors[:, day]


def begun(cost: FloatArray, order: IntArray, able: BoolArray, seconds: FloatArray) -> BoolArray:
    """Say which cards are asked in order while there is time to begin one.

    Arrays have the shape (learners, cards), `seconds` (learners, 1).
    """
    spent = np.cumsum(np.where(able, np.take_along_axis(cost, order, axis=1), 0.0), axis=1)
    before = np.concatenate([np.zeros((len(cost), 1)), spent[:, :-1]], axis=1)
    chosen = np.zeros(cost.shape, dtype=bool)
    np.put_along_axis(chosen, order, able & (before < seconds), axis=1)
    return chosen


def follow(
    law: type[Learners], seeds: Sequence[int], days: int, minutes: float, scheduler: Scheduler
) -> Outcome:
    """Return what comes of each learner who follows a scheduler."""
    who, chance = law(seeds, CARDS), luck(seeds, days)
    carried, used = np.zeros((2, len(seeds), 1))
    for day in range(days):
        key = scheduler.order(day)
        passed, cost = answered(who, day, chance)
        order = np.argsort(-key, axis=1, kind="stable")
        able = np.take_along_axis(key, order, axis=1) > -np.inf
        seconds = scheduler.seconds(day, days, minutes * 60) + carried
        chosen = begun(cost, order, able, seconds)
        spent = (cost * chosen).sum(axis=1, keepdims=True)
        carried, used = np.minimum(seconds - spent, CARRIED), used + spent
        scheduler.learn(day, chosen, passed)
        who.ask(day, chosen, passed)
    return outcome(who, days, minutes, used[:, 0])


def outcome(who: Learners, days: int, minutes: float, used: FloatArray) -> Outcome:
    """Return what the learners recall after so many days, of so much time used."""
    return Outcome(
        who.recall(days).mean(axis=1),
        who.recall(days + LATER).mean(axis=1),
        used / (days * minutes * 60),
    )


def follow_plan(
    law: type[Learners], seed: int, days: int, minutes: float, adapts: bool = True
) -> Outcome:
    """Return what comes of a learner who follows the plan.

    It goes through the functions that the program calls. The program judges the memory and chooses
    its policy anew in every session; here, to save time, whenever the log has grown by a tenth or
    an eighth of the days has passed. A plan that does not adapt is greedy on the default weights.
    """
    who, chance, seconds = law([seed], CARDS), luck([seed], days), minutes * 60
    reviews = ReviewArrays(*np.zeros((4, 0), dtype=np.int64))
    cards, belief = blank(), policy.Belief(n_recalls=0) if adapts else policy.Belief()
    judged, judged_on = -1, 0
    carried = used = 0.0
    for day in range(days):
        if adapts and (len(reviews.card) > 1.1 * judged or day - judged_on >= days / 8):
            belief = calibrate(reviews) if len(reviews.card) else belief
            cards = replayed(cards, reviews, belief)
            belief = best_policy(cards, day, days, seconds, CARDS, belief, seed=(seed, day))
            judged, judged_on = len(reviews.card), day
        order = todays(cards, day, days, max(seconds + carried, 1.0), belief)
        passed, cost = (column[0] for column in answered(who, day, chance))
        before = np.cumsum(cost[order]) - cost[order]
        picked = order[before < seconds + carried]
        spent = float(cost[picked].sum())
        carried, used = min(seconds + carried - spent, CARRIED), used + spent
        if adapts:
            recalls = int(who.seen[0, picked].sum())
            belief = replace(belief, n_recalls=belief.n_recalls + recalls)
        cards = policy.after_asking(cards, picked, passed[picked], day, belief)
        lapsed = picked[~passed[picked]]
        asked = np.concatenate([picked, lapsed])  # a lapse is passed again on the same day
        grades = np.concatenate([np.where(passed[picked], 3, 1), np.full(len(lapsed), 3)])
        reviews = added(reviews, asked, grades, day)
        chosen = np.zeros((1, CARDS), dtype=bool)
        chosen[0, picked] = True
        who.ask(day, chosen, passed[None])
    return outcome(who, days, minutes, np.array([used]))


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
        stability=np.ones((1, CARDS)),
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


def measured(
    law: type[Learners], seeds: Sequence[int], days: int, minutes: int
) -> dict[str, Outcome]:
    """Return what comes of every scheduler in one setting."""
    n = len(seeds)
    found = {f"{r:.2f}": follow(law, seeds, days, minutes, Fsrs(n, CARDS, r)) for r in RETENTIONS}
    found |= {
        name: follow(law, seeds, days, minutes, make(n, CARDS)) for name, make in OTHERS.items()
    }
    found[GREEDY] = joined(follow_plan(law, seed, days, minutes, adapts=False) for seed in seeds)
    found["plan"] = joined(follow_plan(law, seed, days, minutes) for seed in seeds)
    moved = minutes * days / Cramming.WEEK
    found["plan, last week"] = joined(
        follow_plan(law, seed, Cramming.WEEK, moved) for seed in seeds
    )
    return found


def joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcomes of one learner after the other as one."""
    return Outcome(*(np.concatenate(column) for column in zip(*outcomes, strict=True)))


def measure(
    laws: Sequence[type[Learners]], seeds: Sequence[int], tell: Callable[[str], None]
) -> Results:
    """Measure every law in every setting, several at once."""
    cases = [(law, seeds, days, minutes) for law in laws for days, minutes in SETTINGS]
    results: Results = {}
    with ProcessPoolExecutor() as pool:
        for (law, _, days, minutes), found in zip(
            cases, pool.map(measured, *zip(*cases, strict=True)), strict=True
        ):
            results[law.name, days, minutes] = found
            tell(f"{law.name}, {days} days, {minutes} min: {line(found)}")
    return results


def best(found: dict[str, Outcome], names: Iterable[str]) -> str:
    """Return the scheduler that turned out best on average."""
    return max(names, key=lambda name: float(found[name].recall.mean()))


def strongest(found: dict[str, Outcome]) -> str:
    """Return the best rival in hindsight: a fixed retention, round robin, or greedy."""
    return best(found, (*(f"{r:.2f}" for r in RETENTIONS), *STRONG))


def difference(found: dict[str, Outcome], other: str) -> tuple[float, float]:
    """Return the mean gain of the plan over another scheduler, and half its 95 % interval."""
    gaps = found["plan"].recall - found[other].recall
    return float(gaps.mean()), t_95(len(gaps)) * float(gaps.std(ddof=1)) / len(gaps) ** 0.5


def t_95(n: int) -> float:
    """Return Student's t at 97.5 % for n learners.

    Source: Abramowitz & Stegun 26.7.5, to the second term.
    """
    z, nu = 1.959964, n - 1
    return z + (z**3 + z) / (4 * nu) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * nu**2)


def line(found: dict[str, Outcome]) -> str:
    """Say in one line how the plan did."""
    gap, half = difference(found, strongest(found))
    plan = found["plan"]
    return (
        f"plan {plan.recall.mean():.3f} ({plan.used.mean():.0%} of the time), "
        f"{gap:+.3f} ± {half:.3f} to {strongest(found)}"
    )


def verdict(gap: float, half: float) -> str:
    """Say whether a difference is a win, a loss, or neither beyond noise."""
    if gap > half:
        return "이김"
    return "**짐**" if gap < -half else "같음"


def tables(results: Results) -> str:
    """Return the tables of some laws in Markdown."""
    head = (
        *("학습자", "날", "하루(분)", "계획", "가장 나은 것", "차이(95 %)", ""),
        *("가장 나은 고정 유지율", GREEDY, *OTHERS, "계획이 쓴 시간"),
    )
    rows, gaps = [], []
    for (law, days, minutes), found in results.items():
        name = strongest(found)
        gap, half = difference(found, name)
        gaps.append((gap, half))
        best_fixed = best(found, (f"{r:.2f}" for r in RETENTIONS))
        rows.append(
            (
                *(law, days, minutes, mean(found["plan"])),
                f"{mean(found[name])} ({name})",
                f"{gap:+.3f} ± {half:.3f}",
                verdict(gap, half),
                f"{mean(found[best_fixed])} ({best_fixed})",
                *(mean(found[other]) for other in (GREEDY, *OTHERS)),
                f"{found['plan'].used.mean():.2f}",
            )
        )
    verdicts = [verdict(gap, half) for gap, half in gaps]
    counts = ", ".join(
        f"{word.strip('*')} {verdicts.count(word)}" for word in ("이김", "같음", "**짐**")
    )
    middle = np.median([gap for gap, _ in gaps])
    said = f"가장 나은 것과 비교하면 {counts}. 차이의 중앙값 {middle:+.3f}."
    return "\n\n".join([markdown(head, rows), said, by_rival(results), in_the_week(results)])


def by_rival(results: Results) -> str:
    """Return how often the plan won, drew and lost against each rival, and what stays later."""
    rivals = (*(f"{r:.2f}" for r in RETENTIONS), GREEDY, *OTHERS)
    rows = []
    for rival in rivals:
        gaps = [difference(found, rival) for found in results.values()]
        verdicts = [verdict(*gap) for gap in gaps]
        after = np.mean(
            [(found["plan"].later - found[rival].later).mean() for found in results.values()]
        )
        rows.append(
            (
                rival,
                *(verdicts.count(word) for word in ("이김", "같음", "**짐**")),
                f"{np.median([gap for gap, _ in gaps]):+.3f}",
                f"{after:+.3f}",
            )
        )
    head = ("비교", "이김", "같음", "짐", "차이의 중앙값", f"{LATER}일 뒤의 평균 차이")
    return markdown(head, rows)


def in_the_week(results: Results) -> str:
    """Return cramming beside the plan when both have all minutes in the last week, by law."""
    rows = []
    for law in dict.fromkeys(name for name, _, _ in results):
        settings = [found for (name, _, _), found in results.items() if name == law]
        rows.append(
            (
                law,
                *(
                    f"{np.mean([found[name].recall.mean() for found in settings]):.3f} / "
                    f"{np.mean([found[name].later.mean() for found in settings]):.3f}"
                    for name in ("plan", "벼락치기", "plan, last week")
                ),
            )
        )
    head = ("그날 / 30일 뒤", "계획, 매일", "벼락치기", "계획, 마지막 한 주에 몰아서")
    return markdown(head, rows)


def markdown(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in cells) + " |" for cells in lines)


def mean(outcome: Outcome) -> str:
    return f"{outcome.recall.mean():.3f}"


def write(mark: str, text: str, seconds: float) -> None:
    """Put tables into the page, between the two marks of a group of laws."""
    begin, end = f"<!-- {mark} -->", "<!-- / -->"
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
    groups = (
        {"laws looked at": LAWS}
        if chosen
        else {"laws looked at": LAWS, "laws only reported": UNSEEN_LAWS}
    )
    for mark, laws in groups.items():
        start = time.perf_counter()
        results = measure(
            laws,
            range(*chosen) if chosen else REPORTED,
            lambda text: print(text, file=sys.stderr, flush=True),
        )
        text = tables(results)
        print(text)
        if not chosen:
            write(mark, text, time.perf_counter() - start)
    return 0


if __name__ == "__main__":
    sys.exit(main())
