"""What a session is begun with: the cards that are due, and what asks them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quizcards.app.notices import from_the_future, left_out
from quizcards.app.questions import laboratory, lexicon, question_context
from quizcards.app.screens import whole_screen
from quizcards.app.selection import checked_kinds
from quizcards.study.asking import Asking
from quizcards.study.queue import gather
from quizcards.study.session import Session
from quizcards.study.tracks import in_order
from quizcards.terminal.printing import STDERR, STDOUT, Printer

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library
    from quizcards.store.store import Store
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.screen import Screen
    from quizcards.terminal.study_plain import StudyPlain
    from quizcards.terminal.study_screen import StudyScreen


@dataclass(frozen=True)
class StudyOptions:
    """What a session is asked for; what is left out is left to the settings."""

    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    kinds: Sequence[str] = ()
    new: int | None = None
    """How many new cards today."""
    limit: int | None = None
    """How many cards in this session."""
    minutes: float | None = None
    """How long this session is to take."""
    track: str | None = None
    """What the position is, where it is not the one of the settings."""


def new_session(
    env: Environment,
    library: Library,
    store: Store,
    chosen: Sequence[str],
    options: StudyOptions = StudyOptions(),
) -> Session:
    """Return a session on the chosen cards that are due or new.

    Raises QuizcardsError for a kind of question that is not there.
    """
    kinds, settings = checked_kinds(options.kinds), env.settings
    limits = replace(settings.limits, cards=options.limit)
    if options.new is not None:
        limits = replace(limits, new=options.new)
    cards = in_order(library.cards, options.track or settings.track)
    memories = store.memories()
    now = env.now()
    titles = {deck.id: deck.title for deck in library.decks}
    # where some decks were named, or could not be read, nobody knows which others there are
    stray = "" if env.named_decks or library.problems else settings.stray(list(titles))
    # a day more: whoever has crossed the date line may have answered tomorrow
    ahead = from_the_future(*store.reviews_after(env.day(now) + 1))
    return Session(
        cards={card.key: card for card in cards},
        titles=titles,
        memories=memories,
        keys=gather(cards, memories, now, env.day(now), limits, chosen),
        scheduler=settings.scheduler,
        message=" ".join(filter(None, (left_out(library, store.broken, memories), ahead, stray))),
        asking=Asking(
            question_context(library),
            kinds or settings.kinds,
            {} if kinds else settings.kinds_by_deck,
        ),
    )


@contextmanager
def asker(env: Environment, plain: bool, printer: Printer = STDOUT) -> Iterator[Screen | Plain]:
    """Give what asks: the whole screen where keys can be read one by one, otherwise lines.

    Where lines are asked for and not one comes, it is said at the end.
    """
    from quizcards.terminal.keys import has_raw_keys

    if plain or not has_raw_keys():
        from quizcards.terminal.plain import Plain

        lines = Plain(sys.stdin, printer)
        yield lines
        if lines.lines_read == 0:
            STDERR.say(
                "입력이 없어 여기서 마쳤습니다. "
                "터미널에서 쓰거나, 키나 답을 한 줄에 하나씩 넣어 주세요."
            )
        return
    with whole_screen(env) as screen:
        yield screen


def learner(env: Environment, screen: Screen | Plain) -> StudyScreen | StudyPlain:
    """Return what asks the questions of a session on a screen, or line by line."""
    from quizcards.terminal.plain import Plain

    if isinstance(screen, Plain):
        from quizcards.terminal.study_plain import StudyPlain

        return StudyPlain(screen, laboratory(lexicon(env)))
    from quizcards.terminal.study_screen import StudyScreen

    return StudyScreen(screen, laboratory(lexicon(env)))
