"""Which cards and kinds of question the learner named; an unknown name gets the nearest one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError, perhaps

if TYPE_CHECKING:
    from quizcards.model import Card, Library


def check_track(track: str | None) -> None:
    """Raise QuizcardsError for a kind of position that is not there."""
    from quizcards.study.tracks import why_no_track

    if track is not None and (why := why_no_track(track)):
        raise QuizcardsError(f"--track {why}")


def chosen_cards(library: Library, decks: Iterable[str], tags: Iterable[str]) -> list[Card]:
    """Return the cards of these decks that carry one of these tags; none named means all.

    Raises QuizcardsError for a deck or a tag that is not there, for decks without the tags, and
    where no card can be read.
    """
    _refuse_unread(library)
    deck_ids = [deck.id for deck in library.decks]
    known_tags = sorted({tag for card in library.cards for tag in card.tags})
    for name in decks:
        if name not in deck_ids:
            hint, there = perhaps(name, deck_ids), ", ".join(deck_ids) or "없음"
            raise QuizcardsError(f"'{name}' 덱은 없습니다.{hint} 있는 덱: {there}")
    for tag in tags:
        if tag not in known_tags:
            hint, there = perhaps(tag, known_tags), ", ".join(known_tags) or "없음"
            raise QuizcardsError(f"'{tag}' 태그는 없습니다.{hint} 있는 태그: {there}")
    chosen_tags = set(tags)
    chosen = [
        card
        for card in library.cards
        if (not decks or card.deck in decks) and (not tags or chosen_tags.intersection(card.tags))
    ]
    if decks and tags and not chosen:
        raise QuizcardsError(
            f"{', '.join(decks)} 덱에는 {', '.join(tags)} 태그가 붙은 카드가 없습니다."
        )
    return chosen


def _refuse_unread(library: Library) -> None:
    if library.cards or not library.problems:
        return
    first, *others = library.problems
    more = f" (외 {len(others)}군데)" if others else ""
    raise QuizcardsError(f"덱에서 읽을 수 있는 카드가 없습니다.\n{first}{more}")


def unknown_names(library: Library, decks: Iterable[str], tags: Iterable[str]) -> Iterator[str]:
    """Yield for each deck and each tag named that is not there what is wrong with it."""
    each = [*(([name], ()) for name in decks), *(((), [name]) for name in tags)]
    for deck, tag in each:
        try:
            chosen_cards(library, deck, tag)
        except QuizcardsError as error:
            yield str(error)


def find_card(library: Library, name: str) -> Card:
    """Return the card with this id or key.

    Raises QuizcardsError where there is none, one in each of several decks, or one that cannot be
    read.
    """
    _refuse_unread(library)
    found = [card for card in library.cards if name in (card.key, card.id)]
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(card.key for card in found)
        raise QuizcardsError(f"'{name}' 카드는 여러 덱에 있습니다: {keys}")
    refuse_broken(library, name)
    names = [*(card.id for card in library.cards), *(card.key for card in library.cards)]
    advice = perhaps(name, names)
    if not advice:
        advice = " 덱 파일에 적힌 id를 써 주세요(예: adam 또는 optimization/adam)."
    raise QuizcardsError(f"'{name}' 카드는 없습니다.{advice}")


def refuse_broken(library: Library, name: str) -> None:
    """Raise QuizcardsError where a card of this name stands in a file with something wrong."""
    from quizcards.decks.find import unread_card

    if unread := unread_card(library, name):
        key, place = unread
        wrong = [problem for problem in library.problems if problem.path == place.path]
        first = next((problem for problem in wrong if problem.line >= place.line), wrong[0])
        raise QuizcardsError(f"{key} 카드는 고칠 곳이 있어 읽지 못했습니다. {first}")


def checked_kinds(names: Iterable[str], offered: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the kinds of question named.

    Raises QuizcardsError for one that is not there, with those that are `offered`, or all.
    """
    from quizcards.quiz import kinds

    known = offered or kinds.names()
    for name in names:
        if name not in kinds.names():
            hint, there = perhaps(name, known), ", ".join(known)
            raise QuizcardsError(f"'{name}' 방식은 없습니다.{hint} 쓸 수 있는 것: {there}")
    return tuple(names)


def named_kinds(names: Iterable[str]) -> dict[str, str]:
    """Return the Korean names of these ways of asking, as a log has them."""
    from quizcards.quiz import kinds

    known = kinds.names()
    return {"interview": "면접", "anki": "Anki"} | {
        name: kinds.title(name) for name in names if name in known
    }
