"""A study session: an immutable state from which the next card follows."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, is_leech, previews, review
from quizcards.model import Card, Event, Grade, Library, Memory
from quizcards.quiz.question import Choice, Item, Verdict
from quizcards.study.asking import Asking, recall
from quizcards.study.goal import Standing
from quizcards.study.minutes import Budget
from quizcards.study.queue import Left, Limits, gather, is_left, is_unseen, left_of, next_key


@dataclass(frozen=True)
class Graded:
    """The learner's answer: how well it went, its time, what was typed, and the verdict on it.

    `claimed` says that the learner took it for right though it was marked wrong, `leaves` that a
    test was left before it was graded.
    """

    grade: Grade
    seconds: float
    typed: str | None = None
    verdict: Verdict | None = None
    claimed: bool = False
    leaves: bool = False


@dataclass(frozen=True)
class Command:
    """Something to do other than answer.

    `name` is undo, redo, edit, bury, suspend, restart (learn a card afresh), ahead (ask tomorrow's
    cards now), more (open more new cards), drill (a test on the weak ones) or quit.
    """

    name: str


Reply = Graded | Command


class Position(NamedTuple):
    """The place of a question among those of a test, counted from 1."""

    number: int
    total: int

    @property
    def share(self) -> float:
        """How much of the test is behind, in 0..1."""
        return (self.number - 1) / self.total


@dataclass(frozen=True)
class Question:
    """All that a screen needs to ask one card.

    `outcomes` are the memories that grades 1 to 4 would leave; there are none where the answer
    leaves the schedule alone.
    """

    item: Item
    deck_title: str
    outcomes: tuple[Memory, ...]
    at: float
    day: int
    left: Left | Position
    """What the session still has to ask or, in a quiz, which of its questions this is."""
    is_new: bool
    due_at: float = 0.0
    """The moment when the step of the card is due, 0 where it is in none."""
    message: str = ""
    in_quiz: bool = False
    """A quiz goes on with what it began: cards are neither edited nor put aside."""
    given: Event | None = None
    """The answer that this test has already; it may only be graded anew."""
    draft: str = ""
    """What was written before the answer was taken back; it may be gone on with."""
    has_changed: bool = False
    """Whether the card became another one since it was last shown; it may be learnt afresh."""
    time_left: float | None = None
    """Seconds until no further question is asked, where there is such a limit."""
    standing: Standing | None = None
    """The day that is prepared for, if there is one."""

    @property
    def card(self) -> Card:
        return self.item.card

    @property
    def waits(self) -> float:
        """Seconds until a step is due that is asked because nothing else is left; 0 otherwise."""
        left = self.left
        is_last = isinstance(left, Left) and not left.reviews + left.new
        return max(self.due_at - self.at, 0.0) if is_last else 0.0

    def early(self) -> Question:
        """Say that the card comes before its time, and what can be done instead."""
        minutes = math.ceil(self.waits / 60)
        demo = "데모를 보려면 d, " if self.card.demo else ""
        said = f"기다리는 대신 미리 봅니다(원래 {minutes}분 뒤). {demo}그만하려면 q를 누르세요."
        return replace(self, message=f"{self.message} {said}".strip())

    def changed(self) -> Question:
        """Say that the card became another one, and offer to learn it afresh."""
        return replace(self, message=f"{self.message} {_CHANGED}".strip(), has_changed=True)


@dataclass(frozen=True)
class Session:
    """A session as it stands.

    `keys` are the cards taken up, in order; `current` is on screen; `answers` are this session's
    reviews.
    """

    cards: Mapping[str, Card]
    titles: Mapping[str, str]
    memories: Mapping[str, Memory]
    keys: tuple[str, ...]
    scheduler: Scheduler
    current: str | None = None
    answers: tuple[Event, ...] = ()
    aside: tuple[Event, ...] = ()
    """Where cards were put off or suspended in this session, and not brought back."""
    undone: Event | None = None
    """The answer to the current card that was just taken back."""
    message: str = ""
    ahead: int = 0
    """How many days ahead of their time cards are asked."""
    asking: Asking | None = None
    """In which ways cards are asked; None asks every card in its own words."""
    standing: Standing | None = None
    """The day that this session prepares for; None spaces cards for the long term."""
    budget: Budget | None = None
    """The time that the session has; None has time for all that it took up."""
    added: frozenset[str] = frozenset()
    """Cards that the learner asked for beyond that."""

    def advance(self, now: float, day: int) -> Session:
        """Turn to the card to ask next, or to none when all is done."""
        keys = self.left(day)
        answered = [event.card for event in self.answers]
        key = next_key(keys, self.memories, now, day, self.ahead, answered)
        return replace(self, current=key, undone=None)

    def left(self, day: int) -> tuple[str, ...]:
        """Return the cards that are still to be asked, as far as there is time for them."""
        keys = tuple(key for key in self.keys if is_left(self.memories.get(key), day, self.ahead))
        budget = self._budget
        if budget is None:
            return keys
        wanted = [key for key in keys if key not in self.added]
        fitting = {*self.added, *budget.fitting(wanted, self.memories, day)}
        return tuple(key for key in keys if key in fitting)

    @property
    def _budget(self) -> Budget | None:
        """What is left of the session's time."""
        return self.budget and self.budget.after(self.answers, self.memories)

    def question(self, now: float, day: int) -> Question:
        """Return the current card as a question, with the exact outcome of each grade."""
        assert self.current is not None, "no card is current"
        card = self.cards[self.current]
        item = self.asking.item(card, self.memory(card.key)) if self.asking else recall(card)
        keys = dict.fromkeys([*self.left(day), card.key])
        question = self.posed(item, now, day, self._counted(keys, day))
        return replace(question, draft=self._draft(item))

    def _draft(self, item: Item) -> str:
        """Return what was written to a question whose answer was just taken back."""
        was = self.undone
        if was is None or isinstance(item.asked.answering, Choice):
            return ""
        is_same = (was.card, was.asked, was.seed or 0) == (item.card.key, item.kind, item.seed)
        return was.answer or "" if is_same else ""

    def still_left(self, day: int) -> Left:
        """Return what whoever leaves now leaves unasked, and how long that takes."""
        return self._counted(self.left(day), day)

    def _counted(self, keys: Collection[str], day: int) -> Left:
        left = left_of(keys, self.memories, [event.card for event in self.answers])
        if budget := self._budget:
            left = replace(left, seconds=budget.seconds_for(keys, self.memories, day))
        return left

    def posed(self, item: Item, now: float, day: int, left: Left | Position) -> Question:
        """Return an item as a question."""
        memory = self.memory(item.card.key)
        return Question(
            item=item,
            deck_title=self.titles[item.card.deck],
            outcomes=previews(memory, now, day, self.scheduler),
            at=now,
            day=day,
            left=left,
            is_new=memory.is_new,
            due_at=memory.due_at,
            message=self.message,
            standing=self.standing,
        )

    def memory(self, key: str) -> Memory:
        """Return what is known of a card; a card never seen has the memory of a new one."""
        card = self.cards[key]
        return self.memories.get(key) or new_memory(card.first_key)

    def answered(self, event: Event) -> Session:
        """Take in a review that is now in the log."""
        assert event.grade is not None, "a review has a grade"
        before = self.memory(event.card)
        # not the outcome that the question showed: a step counts from the moment of the answer, and
        # the memory is to be the one that a replay of the log gives
        memory = review(before, event.grade, event.at, event.day, self.scheduler)
        message = ""
        if memory.lapses > before.lapses and is_leech(memory):
            message = (
                f"이 카드를 {memory.lapses}번 잊었습니다({event.card}). "
                "둘로 나누거나 고쳐 써 보세요."
            )
        return replace(
            self._with_memory(event.card, memory), answers=(*self.answers, event), message=message
        )

    def taken_back(self, event: Event, memory: Memory) -> Session:
        """Return to the card of an event that was undone."""
        answers = tuple(answer for answer in self.answers if answer.id != event.id)
        aside = tuple(one for one in self.aside if one.id != event.id)
        kept = replace(self._with_memory(event.card, memory), answers=answers, aside=aside)
        if event.card not in self.cards:
            return kept.saying(f"되돌렸습니다. 지금 덱에는 없는 카드입니다({event.card}).")
        keys = self.keys if event.card in self.keys else (event.card, *self.keys)
        return replace(
            kept,
            keys=keys,
            current=event.card,
            undone=event,
            message=f"{_DONE[event.kind]} 되돌렸습니다.",
        )

    def put_back(self, event: Event, memory: Memory) -> Session:
        """Take in again an event whose undo was undone."""
        is_aside = event.kind in _HIDDEN
        return replace(
            self._with_memory(event.card, memory),
            answers=(*self.answers, event) if event.kind == "review" else self.answers,
            aside=(*self.aside, event) if is_aside else self.aside,
            message="되돌린 것을 다시 했습니다.",
        )

    def hidden(self, event: Event, memory: Memory) -> Session:
        """Leave out a card that was buried or suspended."""
        return replace(
            self._with_memory(event.card, memory),
            aside=(*self.aside, event),
            message=f"{_HIDDEN[event.kind]} u로 되돌릴 수 있습니다.",
        )

    def restarted(self, event: Event, memory: Memory) -> Session:
        """Ask the current card again, as a new one."""
        return self._with_memory(event.card, memory).saying(
            "이 카드를 처음부터 다시 배웁니다. u로 되돌릴 수 있습니다."
        )

    def looking_ahead(self) -> Session:
        """Take up tomorrow's cards too."""
        keys = dict.fromkeys((*self.keys, *(key for key in self.memories if key in self.cards)))
        budget = self.budget and replace(self.budget, limits_reviews=False)
        return replace(self, keys=tuple(keys), ahead=self.ahead + 1, budget=budget, message="")

    def with_more(self, count: int, now: float, day: int) -> Session:
        """Take up so many more new cards, whatever there is time for."""
        left = self.left(day)
        offered = gather(tuple(self.cards.values()), self.memories, now, day, Limits())
        new = [
            key
            for key in dict.fromkeys((*self.keys, *offered))
            if key not in left and key in self.cards and is_unseen(self.memories.get(key), day)
        ]
        if not new:
            return self.saying("새로 열 카드가 없습니다.")
        more = new[:count]
        return replace(
            self,
            keys=tuple(dict.fromkeys((*self.keys, *more))),
            added=self.added | set(more),
            message="",
        )

    def with_library(self, library: Library, message: str) -> Session:
        """Go on with decks that were read again; cards that are gone leave the session."""
        cards = {card.key: card for card in library.cards}
        asking = self.asking
        if asking is not None:
            context = replace(asking.context, cards=tuple(cards.values()))
            asking = replace(asking, context=context)
        return replace(
            self,
            cards=cards,
            titles={deck.id: deck.title for deck in library.decks},
            keys=tuple(key for key in self.keys if key in cards),
            current=self.current if self.current in cards else None,
            message=message,
            asking=asking,
        )

    def saying(self, message: str) -> Session:
        """Show a message with the next question."""
        return replace(self, message=message)

    def _with_memory(self, key: str, memory: Memory) -> Session:
        return replace(self, memories={**self.memories, key: memory})


_CHANGED = (
    "이 카드의 질문과 답이 전에 배울 때와 많이 다릅니다. "
    "다른 카드가 되었다면 w를 눌러 처음부터 다시 배울 수 있습니다."
)
_HIDDEN = {"bury": "앞 카드를 내일로 미뤘습니다.", "suspend": "앞 카드를 쉬게 했습니다."}
_DONE = {
    "review": "이 카드의 답을",
    "practice": "이 카드의 답을",
    "bury": "미룬 것을",
    "suspend": "쉬게 한 것을",
    "unsuspend": "다시 나오게 한 것을",
    "restart": "처음부터 다시 배우기로 한 것을",
}
