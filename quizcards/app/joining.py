"""Cards that went to Anki and come back: they join those they are, and bring what was edited."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.images import placed_images
from quizcards.app.notices import confirmed
from quizcards.app.sharing import copy_shipped, told_of_copies
from quizcards.card_data import card_data
from quizcards.decks.files import deck_files
from quizcards.decks.problems import more, moved, replace_files
from quizcards.decks.replace import with_fields
from quizcards.errors import QuizcardsError, cannot_write
from quizcards.files import write_file
from quizcards.images import FOLDER
from quizcards.importing.build import KOREAN
from quizcards.importing.images import Images
from quizcards.importing.result import ImportedCard, ImportResult
from quizcards.model import Card, Library, Problem, by_any_key
from quizcards.terminal.printing import STDERR

if TYPE_CHECKING:
    from quizcards.app.environment import Environment


_MOST_SHOWN = 20_000
"""Letters of a field in a diff: no deck holds longer ones, and longer ones take time."""


@dataclass(frozen=True)
class Returned:
    """A card that came back, beside the card of the decks that it is."""

    card: Card
    found: ImportedCard


@dataclass(frozen=True)
class OfferedEdit:
    """A field of a card that says something else in Anki than in the decks."""

    card: Card
    field: str
    before: Any
    """As it stands in the decks."""
    after: Any
    """As it stands in Anki."""
    is_disputed: bool
    """Whether it was edited in the decks, too, since the card went to Anki."""

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "card": self.card.key,
            "field": self.field,
            "before": self.before,
            "after": self.after,
            "disputed": self.is_disputed,
        }


def take_returned(found: ImportResult, library: Library) -> list[Returned]:
    """Take the cards that the decks have already out of what was found, and return them.

    One that is gone from a deck which is there is left out: to delete it was a decision.
    """
    known = by_any_key(library.cards)
    decks = {deck.id for deck in library.decks}
    returned = []
    for deck in found.decks:
        others = []
        for card in deck.cards:
            if card.key in known:
                returned.append(Returned(known[card.key], card))
            elif card.key and deck.id in decks:
                found.record_left_out(
                    card.label,
                    f"{deck.id} 덱에 없는 카드입니다. 되살리려면 --to로 새 덱에 가져오세요.",
                    len(card.reviews),
                )
            else:
                others.append(card)
        deck.cards = others
    return returned


def offered(returned: Iterable[Returned]) -> list[OfferedEdit]:
    """Return what was edited in Anki and is not the same in the decks."""
    offers = []
    for one in returned:
        data = card_data(one.card)
        for edit in one.found.edits:
            before = data.get(edit.field)
            if _bare(before) != _bare(edit.after):
                is_disputed = _bare(before) != _bare(edit.before)
                offers.append(OfferedEdit(one.card, edit.field, before, edit.after, is_disputed))
    return offers


def _bare(value: Any) -> Any:
    """Return text, or points, without the space at their ends."""
    return (
        [_bare(part["point"]) for part in value or ()]
        if isinstance(value, list)
        else ((value or "").strip())
    )


def settle(
    env: Environment, offers: Sequence[OfferedEdit], images: Images, wanted: bool, asks: bool
) -> None:
    """Show what was edited in Anki, and take it where that is wanted or, if `asks`, answered so."""
    if not offers:
        return
    STDERR.say(f"\nAnki에서 고친 곳이 {len(offers)}군데 있습니다.", *_told(offers))
    free = sum(not offer.is_disputed for offer in offers)
    if not free:
        return
    if asks and not wanted:
        wanted = confirmed(f"{free}군데를 덱에도 그대로 적을까요?", default=True)
    if wanted:
        STDERR.say(f"{take(env, offers, images)}군데를 덱에 적었습니다.")
    else:
        STDERR.say("덱은 그대로입니다. 받으려면 --take-edits를 붙여 다시 가져오세요.")


def _told(offers: Iterable[OfferedEdit]) -> Iterator[str]:
    """Yield what is said of the offers: for each the words that went and that came."""
    for offer in offers:
        yield f"{offer.card.key}, {KOREAN[offer.field]}:"
        yield from (f"  {line}" for line in _diff(offer))
        if offer.is_disputed:
            yield "  덱에서도 그사이에 고쳐서 받지 않습니다. 둘을 보고 편집기에서 합쳐 주세요."


def _diff(offer: OfferedEdit) -> list[str]:
    return word_diff(_text(offer.before)[:_MOST_SHOWN], _text(offer.after)[:_MOST_SHOWN])


def _text(value: Any) -> str:
    """Return a field as text, a point a line."""
    if isinstance(value, list):
        return "\n".join(f"- {point['point']}" for point in value)
    return value or ""


def take(env: Environment, offers: Iterable[OfferedEdit], images: Images) -> int:
    """Write what was edited in Anki into the decks, but for what is disputed; return how much.

    The program's own decks are copied first. Raises QuizcardsError where a deck cannot be changed.
    """
    fields: dict[str, dict[str, Any]] = {}
    for offer in offers:
        if not offer.is_disputed:
            fields.setdefault(offer.card.key, {})[offer.field] = offer.after
    if not fields:
        return 0
    if env.reads_shipped:
        copy_shipped(env)
        STDERR.say(told_of_copies(env))
        env = env.anew()
    files = deck_files(env.deck_paths)
    before = env.library(files)
    texts: dict[Path, str] = {}
    pictures: dict[Path, Path] = {}
    for card in before.cards:
        if card.key in fields:
            path = Path(card.place.path)
            env.refuse_shipped(path)
            pictures |= placed_images(images, [fields[card.key]], path.parent / FOLDER)
            text = texts.get(path) or path.read_bytes().decode("utf-8")
            texts[path] = with_fields(text, {card.key: fields[card.key]})

    def look(places: Mapping[Path, Path]) -> list[Problem]:
        read = env.read([places.get(file, file) for file in files])
        return more(before.problems, moved(read.problems, places))

    try:
        for target, file in pictures.items():
            write_file(target, file.read_bytes())
    except OSError as error:
        raise cannot_write(error.filename, error) from error
    if problems := replace_files(texts, look):
        raise QuizcardsError("\n".join(map(str, problems)))
    return sum(map(len, fields.values()))


def word_diff(before: str, after: str) -> list[str]:
    """Return the lines of a text with what went as [-...-] and what came as {+...+}.

    Lines in which nothing changed are left out.

    >>> word_diff("Adam은 무엇인가요?", "Adam은 왜 쓰나요?")
    ['Adam은 [-무엇인가요?-] {+왜 쓰나요?+}']
    """
    old = before.strip().splitlines()
    new = after.strip().splitlines()
    lines = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            lines += _marked(" | ".join(old[i:j]).split(), " | ".join(new[k:m]).split()).split(
                " | "
            )
    return lines


def _marked(old: Sequence[str], new: Sequence[str]) -> str:
    """Return words with those that went, and those that came, between marks."""
    parts: list[str] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts += old[i:j]
            continue
        if i < j:
            parts.append(f"[-{' '.join(old[i:j])}-]")
        if k < m:
            parts.append(f"{{+{' '.join(new[k:m])}+}}")
    return " ".join(parts)
