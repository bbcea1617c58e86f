"""What settings cost over the coming months, played from the learner's own state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, product
from typing import TYPE_CHECKING

from quizcards.app.notices import warn
from quizcards.app.selection import chosen_cards, unknown_names
from quizcards.errors import QuizcardsError
from quizcards.model import is_seen
from quizcards.study.goal import MOST_MINUTES
from quizcards.study.queue import Limits, gather

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.memory.simulate import Months
    from quizcards.model import Card, Memory, Reviews

RETENTIONS = (0.80, 0.85, 0.90, 0.95)
"""What is tried where no retention is named."""


@dataclass(frozen=True)
class SimulationOptions:
    """What is tried: every retention with every number of new cards and minutes a day.

    What is left out is the four RETENTIONS, the settings, and no limit of time where there is one
    of new cards. The same `seed` plays the same future.
    """

    retentions: Sequence[float] = ()
    new: Sequence[int] = ()
    minutes: Sequence[float] = ()
    days: int = 180
    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    seed: int = 0


@dataclass(frozen=True)
class Simulated:
    """What each combination costs, of so many cards."""

    costs: Sequence[Months]
    cards: int

    def as_data(self) -> list[dict[str, object]]:
        """Return one row a combination."""
        return [
            {
                "retention": cost.setting.scheduler.retention,
                "new_per_day": cost.setting.new,
                "minutes": cost.setting.minutes,
                "cards": self.cards,
                "reviews_a_day": float(cost.reviews.mean()),
                "minutes_a_day": float(cost.seconds.mean() / 60),
                "known": float(cost.known[-1]),
                "days": {
                    "reviews": cost.reviews,
                    "new": cost.new,
                    "seconds": cost.seconds.round(1),
                    "known": cost.known.round(2),
                },
            }
            for cost in self.costs
        ]


def simulate(env: Environment, options: SimulationOptions) -> Simulated:
    """Play every combination, and return what it costs.

    Raises QuizcardsError that names everything that cannot be tried, or where there is no card.
    """
    library = env.library()
    problems = [*unknown_names(library, options.decks, options.tags), *_impossible(options)]
    if problems:
        raise QuizcardsError("\n".join(problems))
    with env.store(library) as store:
        memories = store.memories()
        reviews = store.reviews()
    cards = [
        card
        for card in chosen_cards(library, options.decks, options.tags)
        if card.key not in memories or not memories[card.key].suspended
    ]
    if not cards:
        raise QuizcardsError("내다볼 카드가 없습니다.")
    warn(library)
    return Simulated(_costs(env, cards, memories, reviews, options), len(cards))


def _impossible(options: SimulationOptions) -> Iterator[str]:
    for retention in options.retentions:
        if not 0.70 <= retention <= 0.97:
            yield f"--retention {retention:g}: 0.70에서 0.97 사이의 수를 써 주세요."
    for new in options.new:
        if not 0 <= new <= 9999:
            yield f"--new {new}: 0에서 9999 사이의 정수를 써 주세요."
    for minutes in options.minutes:
        if not 0 < minutes <= MOST_MINUTES:
            yield f"--minutes {minutes:g}: 0보다 크고 {MOST_MINUTES} 이하인 수를 써 주세요."


def _costs(
    env: Environment,
    cards: Sequence[Card],
    memories: Mapping[str, Memory],
    reviews: Reviews,
    options: SimulationOptions,
) -> list[Months]:
    from quizcards.memory.learner import start
    from quizcards.memory.simulate import Setting
    from quizcards.memory.simulate import simulate as play
    from quizcards.terminal.progress import progress

    now = env.now()
    today = env.day(now)
    limits = env.settings.limits
    order = gather(cards, memories, now, today, Limits(new=len(cards) + len(memories)))
    unseen = [key for key in order if not is_seen(memories.get(key))]
    new_tried: Sequence[int | None] = options.new or [limits.new]
    is_limited = None not in new_tried
    day: Sequence[float | None] = [None if is_limited else env.settings.minutes_per_day]
    minutes_tried = options.minutes or day
    tried = list(product(options.retentions or RETENTIONS, new_tried, minutes_tried))
    played = count(1)
    costs = []
    with progress("내다보는 중") as show:

        def each_day(_: object) -> None:
            show(next(played) / (options.days * len(tried)))

        for retention, new, minutes in tried:
            scheduler = replace(env.settings.scheduler, retention=retention)
            begin = start(cards, unseen, memories, reviews, scheduler)
            setting = Setting(scheduler, new, minutes)
            costs.append(play(begin, setting, today, options.days, options.seed, each_day))
    return costs
