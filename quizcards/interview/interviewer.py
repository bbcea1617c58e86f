"""What the interviewer asks next: a follow-up, a prerequisite, a calculation, another topic."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence, Set

from quizcards.interview import phrases
from quizcards.interview.state import PLAIN, Interview, Step, Turn
from quizcards.model import Card, Grade
from quizcards.quiz.chance import derived
from quizcards.quiz.korean import words
from quizcards.quiz.question import Chance
from quizcards.quiz.typed import State
from quizcards.study.tracks import TRACKS, is_asked, needed_first

MOST_FOLLOWUPS = 2
DEEPEST = 3
NEARNESS = (4.0, 3.0, 2.0, 1.0)
"""How likely a topic is that builds on the last, is akin to it, is of its deck, or is far off."""
MOST_ASKED = 5
"""The frequency of a card that nearly every interview asks."""
AKIN = 2
"""Subjects that two topics have to share to be called alike: EWMA and Bayes have one in common."""
HIGHEST = (2, 4)
"""The prerequisites in a chain, one under another, that the first two levels have at most."""
SHORT = 20
"""Minutes up to which an interview has one whiteboard; a longer one has two."""
BETWEEN_WHITEBOARDS = 4
"""The second whiteboard comes with this topic after the first."""


def _subjects(card: Card) -> set[str]:
    """Return what a card is about; the tags of positions, which half of all cards have, say not."""
    return set(card.tags) - TRACKS.keys()


def _are_akin(last: Card, card: Card) -> bool:
    return card.key in last.needs or len(_subjects(last) & _subjects(card)) >= AKIN


_WAYS_ON: tuple[tuple[Callable[[Card, Card], bool], Sequence[phrases.Named]], ...] = (
    (lambda last, card: last.key in card.needs, phrases.ONWARD),
    (_are_akin, phrases.ALIKE),
    (lambda last, card: last.deck == card.deck, phrases.NEXT),
)


def levels(cards: Mapping[str, Card]) -> dict[str, int]:
    """Return how far up each card stands, from 1 to 3.

    It is 1 with a chain of at most two prerequisites under it, 2 with up to four, 3 above.
    """
    height: dict[str, int] = {}
    for card in needed_first(tuple(cards.values())):
        below = [1 + height[need] for need in card.needs if need in height]
        height[card.key] = max(below, default=0)
    return {key: bisect_left(HIGHEST, high) + 1 for key, high in height.items()}


def standing_on(key: str, cards: Mapping[str, Card]) -> set[str]:
    """Return the cards that need another, themselves or through what they need."""
    found = {key}
    for card in needed_first(tuple(cards.values())):
        if not found.isdisjoint(card.needs):
            found.add(card.key)
    return found - {key}


def openers(
    chosen: Sequence[Card], cards: Mapping[str, Card], seen: Set[str], track: str
) -> tuple[str, ...]:
    """Return what an interview may begin with: what its track asks most, of what is easy.

    Easy is what stands on the lowest level, or needs nothing that the learner has not seen. Where
    nothing is, anything may begin it.
    """
    own = [card for card in chosen if is_asked(card, track)] or chosen
    level = levels(cards)
    easy = [card for card in own if level[card.key] == 1 or seen >= set(card.needs)]
    most = [card for card in easy if card.frequency == MOST_ASKED]
    return tuple(card.key for card in most or easy or own)


def next_turn(interview: Interview, chance: Chance) -> Turn | None:
    """Return the next question, or None when the time is used or nothing is left to ask."""
    if interview.is_over:
        return None
    done = _chapter(interview)
    if done:
        for turn in (
            _followup(interview, done),
            _drill(interview, done),
            _whiteboard(interview, done, chance),
        ):
            if turn is not None:
                return turn
    return _topic(interview, done, chance)


def _chapter(interview: Interview) -> Sequence[Step]:
    """Return the steps from the last topic on."""
    starts = [i for i, step in enumerate(interview.steps) if step.turn.kind == "topic"]
    return interview.steps[starts[-1] :] if starts else ()


def _followup(interview: Interview, done: Sequence[Step]) -> Turn | None:
    """Ask on about the key points that were said wrong, then those missed, in the author's order.

    Where none was, ask one thing more. Where nothing was said, what an author asks next is harder
    than what was not known: the answer in a sentence is asked for, once in an interview.
    """
    topic = done[0]
    card = interview.cards[topic.turn.card]
    if len(done) > MOST_FOLLOWUPS or any(step.turn.kind != "followup" for step in done[1:]):
        return None
    asked = {step.turn.point for step in done[1:]}
    wrong = [i for i, mark in enumerate(topic.known_marks) if mark == State.CONTRARY]
    missed = [i for i, mark in enumerate(topic.known_marks) if mark != State.COVERED]
    ways_on = [(wrong, phrases.CHECK), ([] if topic.is_blank else missed, phrases.ASK_ON)]
    for points, pool in ways_on:
        for number, followup in enumerate(card.followups):
            if followup.point in points and followup.point not in asked:
                bridge = phrases.bridge(interview, done, phrases.drawn(interview, pool))
                return Turn("followup", card.key, bridge, followup=number, point=followup.point)
    if topic.is_blank:
        return None if done[1:] else _plain(interview, done)
    if card.followups and not missed and not asked:
        further = next(
            (i for i, followup in enumerate(card.followups) if followup.point is None), 0
        )
        lead = phrases.drawn(interview, phrases.FURTHER)
        bridge = phrases.bridge(interview, done, lead)
        return Turn("followup", card.key, bridge, followup=further)
    return None


def _plain(interview: Interview, done: Sequence[Step]) -> Turn | None:
    """Ask for a sentence, in place of the follow-ups of a topic that was not known."""
    card = interview.cards[done[0].turn.card]
    was_asked = any(step.turn.followup == PLAIN for step in interview.steps)
    if was_asked or not (card.followups and card.key_points):
        return None
    bridge = phrases.bridge(interview, done, phrases.drawn(interview, phrases.EASIER))
    return Turn("followup", card.key, bridge, followup=PLAIN)


def _drill(interview: Interview, done: Sequence[Step]) -> Turn | None:
    """Go down to a prerequisite of what the learner got stuck on, nearest to what was missed."""
    stuck = [step for step in done if step.grade is not None][-1]
    followups = [step for step in done if step.turn.kind == "followup"]
    made_good = stuck is done[0] and followups and all(step.share == 1 for step in followups)
    if done[-1].is_at_whiteboard or not stuck.is_weak or made_good or stuck.turn.depth == DEEPEST:
        return None
    card = interview.cards[stuck.turn.card]
    asked = {step.turn.card for step in interview.steps}
    needs = [
        interview.cards[key] for key in card.needs if key in interview.cards and key not in asked
    ]
    if not needs:
        return None
    missed = [
        point.point
        for point, mark in zip(card.key_points, stuck.known_marks, strict=False)
        if mark != State.COVERED
    ]
    below = max(needs, key=lambda need: _kinship(missed, need))
    bridge = phrases.bridge(interview, done, phrases.about(interview, phrases.DOWN, below))
    return Turn("drill", below.key, bridge, stuck.turn.depth + 1)


def _kinship(missed: Sequence[str], card: Card) -> int:
    """Count the words that the missed key points share with a card."""
    said = {
        word
        for text in (card.question, *(point.point for point in card.key_points))
        for word in words(text)
    }
    return len(said.intersection(word for text in missed for word in words(text)))


def _whiteboard(interview: Interview, done: Sequence[Step], chance: Chance) -> Turn | None:
    """Ask for a calculation, or for code, once or twice in an interview, some topics apart."""
    card = interview.cards[done[0].turn.card]
    if card.demo is None or any(step.is_at_whiteboard for step in done):
        return None
    held = [
        number
        for number, step in enumerate(interview.steps)
        if step.is_at_whiteboard and step.share is not None
    ]
    most = 2 if interview.minutes > SHORT else 1
    since = interview.steps[held[-1] :] if held else ()
    topics = sum(step.turn.kind == "topic" for step in since)
    if len(held) >= most or (held and topics < BETWEEN_WHITEBOARDS):
        return None
    pool = phrases.WHITEBOARDS[interview.whiteboard]
    bridge = phrases.bridge(interview, done, phrases.drawn(interview, pool))
    return Turn(interview.whiteboard, card.key, bridge, seed=derived(chance))


def _topic(interview: Interview, done: Sequence[Step], chance: Chance) -> Turn | None:
    """Go on to another topic, and say how it follows.

    One that interviews often ask is likelier, and one near the last, and one that is as hard as the
    interview should be by now. Of what stands on a topic that failed nothing comes next, unless
    nothing else is left, and none is begun that there is no time left for.
    """
    if done and interview.is_closing:
        return None
    asked = {step.turn.card for step in interview.steps}
    may_open = interview.openers if not done else ()
    keys = may_open or interview.chosen
    fresh = [interview.cards[key] for key in keys if key not in asked]
    if not fresh:
        return None
    last = interview.cards[done[0].turn.card] if done else None
    is_lost = last is not None and _is_lost(done)
    above = standing_on(last.key, interview.cards) if last and is_lost else set()
    fresh = [one for one in fresh if one.key not in above] or fresh
    level = levels(interview.cards)
    weights = [_likely(interview, one, last, level[one.key]) for one in fresh]
    card = drawn(fresh, weights, chance)
    if last is None:
        return Turn("topic", card.key, phrases.drawn(interview, phrases.HELLO))
    way = _way_on(last, card)
    if card.key in above:
        lead = phrases.about(interview, phrases.NEXT, last)
    elif way < len(_WAYS_ON):
        lead = phrases.about(interview, _WAYS_ON[way][1], last)
    else:
        lead = phrases.named(interview, phrases.ELSEWHERE, interview.titles[card.deck])
    return Turn("topic", card.key, phrases.bridge(interview, done, lead))


def _is_lost(done: Sequence[Step]) -> bool:
    """Say whether a topic failed, and what was asked below it, if anything, did not go well."""
    graded = [step for step in done if step.grade is not None]
    return graded[0].grade == Grade.AGAIN and graded[-1].is_weak


def _way_on(last: Card, card: Card) -> int:
    """Return the number of the nearest way from the last topic to a card."""
    ways = (i for i, (follows, _) in enumerate(_WAYS_ON) if follows(last, card))
    return next(ways, len(_WAYS_ON))


def _likely(interview: Interview, card: Card, last: Card | None, level: int) -> float:
    share = min(interview.used / (60 * interview.minutes), 1.0)
    away = abs(level - (1 + 2 * share))
    near = NEARNESS[_way_on(last, card)] if last is not None else 1.0
    return interview.weights.get(card.key, 1.0) * near / (1 + away)


def drawn(cards: Sequence[Card], weights: Sequence[float], chance: Chance) -> Card:
    """Return a card, each as likely as its weight among all says."""
    at = chance.random() * sum(weights)
    for card, weight in zip(cards, weights, strict=True):
        at -= weight
        if at < 0:
            return card
    return cards[-1]
