"""An interview begun, gone on with, held and kept in the learner's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from quizcards.app import backups
from quizcards.app.asking import StudyOptions, asker, new_session
from quizcards.app.collecting import counts
from quizcards.app.environment import Environment
from quizcards.app.questions import lexicon, question_context
from quizcards.app.selection import check_track, chosen_cards
from quizcards.app.sessions import hold as hold_session
from quizcards.errors import QuizcardsError
from quizcards.export.interview import interview_markdown
from quizcards.home import records
from quizcards.insight.collected import importance
from quizcards.interview.flow import Edges, interview
from quizcards.interview.hand import fits_hand
from quizcards.interview.interviewer import levels, next_turn, openers
from quizcards.interview.report import Tally, report, tally
from quizcards.interview.state import WHITEBOARDS, Interview, row_of, steps_of
from quizcards.model import Card, Library, by_any_key
from quizcards.quiz import kinds
from quizcards.quiz.question import Item
from quizcards.store.format import CLOCK
from quizcards.store.store import Store
from quizcards.study.queue import is_hidden
from quizcards.study.tracks import ANY, TRACKS, topic_weight, without_cards
from quizcards.terminal.interview_plain import InterviewPlain
from quizcards.terminal.interview_screen import InterviewScreen
from quizcards.terminal.plain import Plain
from quizcards.terminal.printing import STDERR

FORMAT = 1
TRIES = 12
"""So many draws of the numbers are looked at for some that fit a hand."""
MINUTES = 30
"""So long where nothing else is asked for."""


@dataclass(frozen=True)
class InterviewOptions:
    """What an interview is asked for; `resume` goes on with one as it was asked for.

    `holds_back` keeps every answer for the report; `track` is what the position is, `whiteboard`
    one of `WHITEBOARDS`.
    """

    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    minutes: int | None = None
    level: int | None = None
    resume: bool = False
    holds_back: bool = False
    track: str | None = None
    whiteboard: str | None = None


class Past(NamedTuple):
    """An interview of the learner: when it began, the seconds it took, and what it came to."""

    started: float
    used: float
    tally: Tally


def hold(env: Environment, options: InterviewOptions, plain: bool) -> None:
    """Hold an interview, keep its report, and study what it found wanting, if that is wanted.

    Raises QuizcardsError where there is nothing to ask, or nothing to go on with.
    """
    check_track(options.track)
    if options.whiteboard not in (None, *WHITEBOARDS):
        raise QuizcardsError(
            f"--whiteboard {options.whiteboard}: {' 또는 '.join(WHITEBOARDS)}로 써 주세요."
        )
    options = replace(options, track=options.track or env.settings.track)
    library = env.library()
    chosen = _chosen(library, options)
    with env.store(library) as store:
        if options.resume:
            path, state = _resumed(env, library)
        else:
            path, state = _begun(env, library, store, chosen, options)
            _say_scope(options.track, library.cards)
        state = _holding_back(path, state, state.holds_back or options.holds_back)
        saved, wanted = _held(env, library, store, path, state, plain)
        if saved:
            STDERR.say(f"보고서: {saved}")
        if wanted:
            study = StudyOptions(new=len(wanted))
            session = new_session(env, library, store, wanted, study)
            hold_session(session, env, library, store, plain)


def _chosen(library: Library, options: InterviewOptions) -> list[Card]:
    """Return the cards of the decks that have the level that is asked for."""
    chosen = chosen_cards(library, options.decks, options.tags)
    if options.level is None:
        return chosen
    level = levels({card.key: card for card in library.cards})
    chosen = [card for card in chosen if level[card.key] == options.level]
    if not chosen:
        raise QuizcardsError(
            f"고른 덱에 --level {options.level}인 카드가 없습니다. "
            "덱을 더 고르거나 --level을 바꿔 주세요."
        )
    return chosen


def _begun(
    env: Environment,
    library: Library,
    store: Store,
    chosen: Sequence[Card],
    options: InterviewOptions,
) -> tuple[Path, Interview]:
    """Begin an interview on the chosen cards that are neither suspended nor buried.

    Return it with its file.
    """
    minutes, track = options.minutes or MINUTES, options.track
    started = env.now()
    day = env.day(started)
    memories = store.memories()
    keys = [card.key for card in chosen if not is_hidden(memories.get(card.key), day)]
    if not keys:
        raise QuizcardsError(
            "물을 카드가 없습니다. 쉬게 한 카드는 quizcards wake로 다시 나오게 할 수 있습니다."
        )
    path = records.fresh(env.home / records.INTERVIEWS, started)
    first = {"v": FORMAT, "started": started, "minutes": minutes, "chosen": keys}
    told = {"track": track, "whiteboard": options.whiteboard}
    first |= {name: value for name, value in told.items() if value}
    records.append(path, first)
    state = _weighed(env, library, _state(library, first), track)
    asked = [state.cards[key] for key in keys]
    return path, replace(state, openers=openers(asked, state.cards, memories.keys(), track or ANY))


def _holding_back(path: Path, state: Interview, holds_back: bool) -> Interview:
    """Keep every answer for the report, if that is wanted; the interview's file says so, once."""
    if holds_back and not state.holds_back:
        records.append(path, {"holds_back": True})
    return replace(state, holds_back=holds_back)


def _say_scope(track: str | None, cards: Sequence[Card]) -> None:
    """Say which subjects of a track no card is about yet."""
    lacking = without_cards(track, cards) if track else []
    if track and lacking:
        STDERR.say(
            f"{TRACKS[track][0]} 면접에서 묻는 것 가운데 아직 카드가 없는 태그: "
            f"{', '.join(lacking)}. 있는 카드에서 골라 묻습니다."
        )


def _weighed(env: Environment, library: Library, state: Interview, track: object) -> Interview:
    """Weigh the cards of an interview.

    By how often interviews ask them, also those that the learner has had, and by its track.
    """
    known = track if isinstance(track, str) and track in TRACKS else ANY
    times = counts(env, library)
    weights = {
        card.key: topic_weight(card, known) * importance(times[card.key])
        for card in state.cards.values()
    }
    return replace(state, weights=weights)


def _resumed(env: Environment, library: Library) -> tuple[Path, Interview]:
    """Return the newest interview that was left before its time, as it stood."""
    for path, first, rows in _kept(env.home):
        state = _state(library, first).replayed(rows)
        state = replace(state, holds_back=any(row.get("holds_back") is True for row in rows))
        if state.steps and (state.current or next_turn(state, Random(0))):
            return path, _weighed(env, library, state, first.get("track"))
    raise QuizcardsError("이어서 볼 면접이 없습니다. quizcards interview로 새로 시작해 주세요.")


def past(home: Path) -> list[Past]:
    """Return the interviews that came to something, oldest first."""
    found = []
    for _, first, rows in _kept(home):
        state = Interview({}, {}, (), first["minutes"], first["started"])
        for step in steps_of(rows):
            state = state.with_step(step)
        counted = tally(state.steps)
        if counted.cards:
            found.append(Past(state.started, state.used, counted))
    return found[::-1]


def _held(
    env: Environment, library: Library, store: Store, path: Path, state: Interview, plain: bool
) -> tuple[Path | None, tuple[str, ...]]:
    """Hold the interview to its end.

    Return where its report was saved, and the cards to study on, if that is wanted.
    """
    with backups.beside_the_end(env) as back_up, asker(env, plain) as screen:
        learner = (
            InterviewPlain(screen, env.now)
            if isinstance(screen, Plain)
            else InterviewScreen(screen, env.now)
        )
        if not state.steps and not state.holds_back:
            holds_back = learner.begin()
            if holds_back is None:
                return None, ()
            state = _holding_back(path, state, holds_back)
        edges = Edges(
            now=env.now,
            day=env.day,
            chance=Random(round(state.started) + len(state.steps)),
            log=store,
            keep=lambda step: records.append(path, row_of(step)),
            item=_whiteboard(library, state.whiteboard),
            ask=learner.ask,
            lexicon=lexicon(env),
        )
        before = [one.tally for one in past(env.home) if one.started < state.started]
        end = report(interview(state, edges), before, edges.item)
        if end.heard:
            records.save(path.with_suffix(".md"), interview_markdown(end))
            back_up()
            return path.with_suffix(".md"), end.next_up if learner.close(end) else ()
    if end.goes_on:  # with no answer heard there is no report to say it
        STDERR.say(end.closing)
    return None, ()


def _state(library: Library, first: Mapping[str, Any]) -> Interview:
    """Return an interview as its first row says of it."""
    cards = {card.key: card for card in library.cards}
    titles = {deck.id: deck.title for deck in library.decks}
    known = by_any_key(library.cards)
    keys = tuple(known[key].key for key in first["chosen"] if key in known)
    kind = WHITEBOARDS.get(str(first.get("whiteboard")), WHITEBOARDS["numbers"])
    return Interview(cards, titles, keys, first["minutes"], first["started"], whiteboard=kind)


def _kept(home: Path) -> Iterator[tuple[Path, dict[str, Any], list[dict[str, Any]]]]:
    """Yield each interview's file, first row and steps, newest first.

    One of a later format, or that does not say how it began, is passed over.
    """
    for path in reversed(records.files(home / records.INTERVIEWS)):
        first, *rows = records.read(path) or [{}]
        if first.get("v") == FORMAT and _is_begun(first):
            yield path, first, rows


def _is_begun(first: Mapping[str, Any]) -> bool:
    """Say whether a row says of an interview what `_begun` writes."""
    chosen, minutes, started = (first.get(name) for name in ("chosen", "minutes", "started"))
    return (
        isinstance(chosen, list)
        and all(isinstance(key, str) for key in chosen)
        and isinstance(minutes, (int, float))
        and isinstance(started, (int, float))
        and CLOCK[0] <= started < CLOCK[1]
    )


def _whiteboard(library: Library, kind: str) -> Callable[[Card, int], Item | None]:
    """Return how a question is made from a card: once for each seed, however often shown.

    It is of the first seed from the given one on whose numbers fit a hand.
    """
    context = question_context(library)
    made: dict[tuple[str, int], Item | None] = {}

    def make(card: Card, seed: int) -> Item | None:
        if (card.key, seed) not in made:
            tried = (kinds.ask(kind, card, context, number) for number in range(seed, seed + TRIES))
            made[card.key, seed] = next((item for item in tried if item and fits_hand(item)), None)
        return made[card.key, seed]

    return make
