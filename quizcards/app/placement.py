"""A placement held: five minutes that find what is known already, and mark it if that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quizcards.app import backups
from quizcards.app.asking import asker, learner, new_session
from quizcards.app.notices import say_saved
from quizcards.app.questions import question_context
from quizcards.app.selection import chosen_cards
from quizcards.errors import QuizcardsError
from quizcards.exam import flow
from quizcards.exam.placement import draw_placement, known, still_wanted
from quizcards.model import Grade
from quizcards.study.asking import recall
from quizcards.study.flow import review_event
from quizcards.study.queue import is_hidden
from quizcards.study.session import Graded
from quizcards.study.wording import wording
from quizcards.terminal.placement_view import wants_marked

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.exam.exam import ExamResult
    from quizcards.model import Card, Library
    from quizcards.store.store import Store
    from quizcards.study.session import Session
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.screen import Screen

MINUTES = 5.0
CARDS = 24
"""More than anybody is asked about in that time."""
EASY = Graded(Grade.EASY, seconds=0.0)


def hold(
    env: Environment,
    decks: Sequence[str],
    tags: Sequence[str],
    minutes: float | None,
    seed: int | None,
    plain: bool,
) -> None:
    """Ask about cards that were never seen, and offer to mark as known those that are.

    All answers are practice: what was wrong stays a new card. Raises QuizcardsError where there is
    nothing to ask.
    """
    library = env.library()
    with env.store(library) as store:
        session = new_session(env, library, store, chosen=())
        started = env.now()
        cards = _unseen(chosen_cards(library, decks, tags), session, env.day(started))
        items = draw_placement(
            cards, question_context(library), CARDS, int(started) if seed is None else seed
        )
        if not items:
            raise QuizcardsError("아직 배우지 않은 카드 가운데 짧게 물을 수 있는 것이 없습니다.")
        with backups.beside_the_end(env) as back_up, asker(env, plain) as screen:
            edges = flow.Edges(
                now=env.now,
                day=env.day,
                log=store,
                ask=learner(env, screen).ask,
                keep=lambda _: None,
            )
            until = started + 60 * (minutes or MINUTES)
            result = flow.quiz(session, items, edges, until, cram=True, wanted=still_wanted)
            marked = _offer(env, library, store, screen, result)
            back_up()
    if not plain:
        marking = f"카드 {len(marked)}장을 아는 것으로 표시했습니다. " if marked else ""
        say_saved(len(result.results), marking)


def _unseen(cards: Sequence[Card], session: Session, day: int) -> list[Card]:
    """Return the cards that were never seen. Raises QuizcardsError where every one was."""
    unseen = [
        card
        for card in cards
        if session.memory(card.key).is_new and not is_hidden(session.memories.get(card.key), day)
    ]
    if cards and not unseen:
        raise QuizcardsError(
            "고른 카드는 모두 배운 적이 있습니다. quizcards quiz로 시험을 볼 수 있습니다."
        )
    return unseen


def _offer(
    env: Environment, library: Library, store: Store, screen: Screen | Plain, result: ExamResult
) -> list[Card]:
    """Show what is known, mark it if the learner wants so, and return what was marked."""
    titles = {deck.id: deck.title for deck in library.decks}
    cards = known(result.results)
    if not wants_marked(screen, result.results, cards, titles):
        return []
    for card in cards:
        now = env.now()
        event = review_event(recall(card), EASY, now, env.day(now), wording(card))
        store.append(replace(event, seconds=None))
    return cards
