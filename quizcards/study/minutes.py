"""The time of a session: what its cards still take today, and which of them there is time for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizcards.memory.pace import Pace, blend
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, Grade, Memory, is_seen

SAMPLED = 200
"""Of so many cards the time is summed up; of more, from about so many."""


@dataclass(frozen=True)
class Budget:
    """The time that a session has, and how long cards take its learner."""

    pace: Pace
    scheduler: Scheduler
    seconds: float
    limits_reviews: bool = False
    """Whether cards that were seen before wait, too, when there is no time for them."""
    slowness: float = 1.0
    """How many times as long as the pace says the session's answers took so far."""

    def seconds_of(self, key: str, memory: Memory | None, day: int) -> float:
        """Return what a card still takes today, its steps included."""
        pace = self.pace
        if not is_seen(memory):
            return self.slowness * pace.day_if_new(key)
        if memory.step >= 0:
            return self.slowness * pace.steps[memory.step] * pace.seconds(key, "step")
        elapsed = max(day - memory.last_day, 0)
        recalled = self.scheduler.memory.recall(memory, elapsed)
        if_recalled = recalled * pace.seconds(key, "pass")
        return self.slowness * float(if_recalled + (1 - recalled) * pace.day_if_failed(key))

    def seconds_for(self, keys: Iterable[str], memories: Mapping[str, Memory], day: int) -> float:
        """Return what these cards still take today, from a sample of them where they are many."""
        every = tuple(keys)
        sample = every[:: max(len(every) // SAMPLED, 1)]
        seconds = sum(self.seconds_of(key, memories.get(key), day) for key in sample)
        return seconds * len(every) / max(len(sample), 1)

    def fitting(
        self, keys: Sequence[str], memories: Mapping[str, Memory], day: int
    ) -> tuple[str, ...]:
        """Return which of these cards there is time for, in the same order.

        What was begun is finished, and reviews wait only where the budget says so. A card is taken
        when at least half of it fits: so days come to their minutes in the mean.
        """
        optional = [key for key in keys if self._may_wait(memories.get(key))]
        if not optional:
            return tuple(keys)
        may_wait = set(optional)
        bound = [key for key in keys if key not in may_wait]
        left = self.seconds - self.seconds_for(bound, memories, day)
        waiting = set(optional)
        for key in optional:
            takes = self.seconds_of(key, memories.get(key), day)
            if left < takes / 2:
                break  # not a shorter one in its stead: cards come in an order
            left -= takes
            waiting.discard(key)
        return tuple(key for key in keys if key not in waiting)

    def _may_wait(self, memory: Memory | None) -> bool:
        if not is_seen(memory):
            return True
        return self.limits_reviews and memory.step < 0

    def after(self, answers: Iterable[Event], memories: Mapping[str, Memory]) -> Budget:
        """Return what is left after a session's answers, with the pace that they went at.

        `memories` are those that the answers left.
        """
        pace = self.pace
        timed = [pair for pair in _sorted(tuple(answers), memories) if pair[0].seconds]
        took = [pace.cut(event.card, sort, event.seconds or 0.0) for event, sort in timed]
        expected = [pace.seconds(event.card, sort) for event, sort in timed]
        read = [i for i, (event, _) in enumerate(timed) if pace.is_read(event.card, took[i])]
        slowness = blend([took[i] for i in read], [expected[i] for i in read])
        return replace(self, seconds=self.seconds - sum(took), slowness=slowness)


def _sorted(
    answers: Sequence[Event], memories: Mapping[str, Memory]
) -> Iterator[tuple[Event, str]]:
    """Yield a session's answers with the sort that each is of."""
    counts = Counter(event.card for event in answers)
    asked: set[str] = set()
    for event in answers:
        memory = memories.get(event.card)
        if event.card in asked:
            sort = "step"
        elif memory is not None and memory.reps == counts[event.card]:
            sort = "new"
        elif event.grade == Grade.AGAIN:
            sort = "fail"
        else:
            sort = "pass"
        asked.add(event.card)
        yield event, sort
