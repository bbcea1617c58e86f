"""What the log tells: over everything, and of one card."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quizcards import __version__
from quizcards.app import planning
from quizcards.app.documents import json_text
from quizcards.app.notices import warn
from quizcards.app.questions import question_context
from quizcards.app.selection import chosen_cards, find_card, named_kinds
from quizcards.insight import mistakes, stats
from quizcards.insight.why import Why, why
from quizcards.insight.why import as_data as why_data
from quizcards.model import is_seen
from quizcards.store import mistake_cache

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library
    from quizcards.store.store import Store


def statistics(
    env: Environment, decks: Sequence[str] = (), tags: Sequence[str] = ()
) -> stats.Stats:
    """Return everything that the log tells of the learner, or of the cards that are chosen.

    Of all cards also what was answered of those that are no more counts.
    """
    library = env.library()
    cards = chosen_cards(library, decks, tags) if decks or tags else library.cards
    chosen = {card.key for card in cards} if decks or tags else None
    with env.store(library) as store:
        made = _mistakes(library, store, chosen)
        answers = [one for one in store.answers() if chosen is None or one.card in chosen]
        memories = store.memories()
        claimed = [one for one in store.claimed_answers() if chosen is None or one.card in chosen]
    now = env.now()
    scheduler = env.settings.scheduler
    found = stats.stats(answers, cards, memories, now, env.day(now), scheduler, made, len(claimed))
    warn(library, memories)
    return found


def _mistakes(
    library: Library, store: Store, chosen: Collection[str] | None
) -> tuple[mistakes.Mistake, ...]:
    """Return the mistakes behind the newest wrong answers; each is worked out only once.

    Where cards were `chosen`, only theirs.
    """
    cards = {card.key: card for card in library.cards}
    context = question_context(library)
    before = mistake_cache.read(store.cache, __version__)
    events = [event for event in store.wrong_answers(mistakes.NEWEST) if event.card in cards]
    texts = {}
    for event in events:
        if event.id in before:
            texts[event.id] = before[event.id]
        else:
            texts[event.id] = mistakes.mistake(event, cards[event.card], context)
    if texts != before:
        mistake_cache.write(store.cache, __version__, texts)
    shown = [event for event in events if chosen is None or cards[event.card].key in chosen]
    return mistakes.most_made(((event.card, texts[event.id]) for event in shown), cards)


def written(found: stats.Stats, titles: Mapping[str, str], form: str) -> str:
    """Return the statistics as a document."""
    if form == "json":
        return json_text(stats.as_data(found))
    from quizcards.export.stats import stats_markdown, stats_svg

    return stats_markdown(found, titles) if form == "markdown" else stats_svg(found, titles)


def story_of(env: Environment, name: str) -> Why:
    """Return one card's history and its forgetting curve, and why it comes when it does."""
    library = env.library()
    card = find_card(library, name)
    now = env.now()
    with env.store(library) as store:
        memories = store.memories()
        events = store.history(card.key)
    unseen = {one.key for one in library.cards if not is_seen(memories.get(one.key))}
    goal = planning.present_goal(env)
    by = goal.by if goal and goal.is_about(card) else None
    return why(card, events, now, env.day(now), env.settings.scheduler, unseen, by)


def story_data(story: Why) -> dict[str, Any]:
    """Return a card's story as plain data."""
    return why_data(story)


def story_titles(story: Why) -> dict[str, str]:
    """Return the Korean names of the ways in which a card was asked."""
    return named_kinds(["recall", *(entry.event.asked or "" for entry in story.history)])
