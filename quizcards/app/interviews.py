"""An interview begun, gone on with, held and kept: what ties the interviewer to the learner's
folder and terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from quizcards.app.environment import Environment
from quizcards.cli.options import asker, question_context
from quizcards.errors import QuizcardsError
from quizcards.export.interview import interview_markdown
from quizcards.home import interviews
from quizcards.interview.flow import Edges, interview
from quizcards.interview.interviewer import next_turn
from quizcards.interview.report import Tally, report, tally
from quizcards.interview.state import Interview, row_of, steps_of
from quizcards.model import Card, Library, by_any_key
from quizcards.quiz import kinds
from quizcards.quiz.question import Item
from quizcards.store.store import Store
from quizcards.study.queue import is_hidden
from quizcards.terminal.interview_plain import InterviewPlain
from quizcards.terminal.interview_screen import InterviewScreen
from quizcards.terminal.plain import Plain

FORMAT = 1


def begun(
    env: Environment, library: Library, store: Store, chosen: Sequence[Card], minutes: int
) -> tuple[Path, Interview]:
    """Begin an interview on the chosen cards that are neither suspended nor buried; return it with
    its file.
    """
    started, memories = env.now(), store.memories()
    keys = [card.key for card in chosen if not is_hidden(memories.get(card.key), env.day(started))]
    if not keys:
        raise QuizcardsError(
            "물을 카드가 없습니다. 쉬게 한 카드는 quizcards wake로 다시 나오게 할 수 있습니다."
        )
    path = interviews.fresh(env.home, started)
    interviews.append(path, {"v": FORMAT, "started": started, "minutes": minutes, "chosen": keys})
    return path, _state(library, keys, minutes, started)


def resumed(env: Environment, library: Library) -> tuple[Path, Interview]:
    """Return the newest interview that was left before its time, as it stood."""
    for path, first, rows in _kept(env.home):
        state = _state(library, first["chosen"], first["minutes"], first["started"]).replayed(rows)
        if state.current or next_turn(state, Random(0)):
            return path, state
    raise QuizcardsError("이어서 볼 면접이 없습니다. quizcards interview로 새로 시작해 주세요.")


def past(home: Path) -> list[tuple[float, float, Tally]]:
    """Return when each interview began, the seconds it took, and what it came to, oldest first."""
    found = []
    for _, first, rows in _kept(home):
        state = Interview({}, {}, (), first["minutes"], first["started"])
        for step in steps_of(rows):
            state = state.with_step(step)
        if (counted := tally(state.steps)).cards:
            found.append((state.started, state.used, counted))
    return found[::-1]


def hold(
    env: Environment, store: Store, library: Library, path: Path, state: Interview, plain: bool
) -> tuple[Path | None, tuple[str, ...]]:
    """Hold the interview to its end; return where its report was saved, and the cards to study on,
    if that is wanted.
    """
    with asker(env, plain) as screen:
        learner = (
            InterviewPlain(screen, env.now)
            if isinstance(screen, Plain)
            else InterviewScreen(screen, env.now)
        )
        edges = Edges(
            now=env.now,
            day=env.day,
            chance=Random(round(state.started) + len(state.steps)),
            log=store,
            keep=lambda step: interviews.append(path, row_of(step)),
            item=_whiteboard(library),
            ask=learner.ask,
        )
        end = report(interview(state, edges))
        if not end.heard:
            return None, ()
        interviews.save(path.with_suffix(".md"), interview_markdown(end))
        return path.with_suffix(".md"), end.next_up if learner.close(end) else ()


def _state(library: Library, chosen: Sequence[str], minutes: int, started: float) -> Interview:
    cards, titles = (
        {card.key: card for card in library.cards},
        {deck.id: deck.title for deck in library.decks},
    )
    known = by_any_key(library.cards)
    return Interview(
        cards, titles, tuple(known[key].key for key in chosen if key in known), minutes, started
    )


def _kept(home: Path) -> Iterator[tuple[Path, dict[str, Any], list[dict[str, Any]]]]:
    """Yield each interview's file, first row and steps, newest first; one of a later format is
    passed over.
    """
    for path in reversed(interviews.files(home)):
        first, *rows = interviews.read(path) or [{}]
        if first.get("v") == FORMAT:
            yield path, first, rows


def _whiteboard(library: Library) -> Callable[[Card, int], Item | None]:
    """Return how a calculation is made from a card: once for each seed, however often it is
    drawn.
    """
    context = question_context(library)
    made: dict[tuple[str, int], Item | None] = {}

    def make(card: Card, seed: int) -> Item | None:
        if (card.key, seed) not in made:
            made[card.key, seed] = kinds.ask("numeric", card, context, seed)
        return made[card.key, seed]

    return make
