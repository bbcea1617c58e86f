"""New lines in a deck file: one more card, or an id that is missing.

What was there stays as it is, to the byte.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import count
from typing import Any

from quizcards.decks.nodes import Node, in_brackets, parsed
from quizcards.decks.values import entry
from quizcards.decks.write import card_yaml
from quizcards.errors import QuizcardsError
from quizcards.latin import latin_words

_DOCUMENT = re.compile(r"(---|\.\.\.)(\s|$)")
_WORDS_IN_ID = 4
_LONGEST_ID = 60
_MOST_READ = 1_000
"""Letters of a question whose words make an id."""
_STOP_WORDS = frozenset(
    """
    a an and are as at by do does for from how in is null of on or the to vs what when why with
    """.split()
)
"""Words that say nothing of the card; `null` alone is none at all to YAML."""


@dataclass(frozen=True)
class WithIds:
    """A deck file in which cards got the ids that they had not, and which could not get one."""

    text: str
    added: tuple[tuple[int, str], ...] = ()
    """Line of the card, and its new id."""
    left: tuple[tuple[int, str], ...] = ()
    """Line of a card that is as it was, and an id for it."""


def with_cards(text: str, new: Sequence[Mapping[str, Any]]) -> str:
    """Return a deck file with more cards at the end of its list.

    They are plain data (`quizcards.card_data.card_data`). Raises QuizcardsError where the file
    has no list of cards whose lines start with '-'.
    """
    lines, root = parsed(text)
    cards = cards_of(root)
    if root is None or not cards.items:
        raise QuizcardsError(
            "카드 목록을 찾지 못했습니다. quizcards check로 파일을 먼저 고쳐 주세요."
        )
    if in_brackets(lines, cards):
        raise QuizcardsError(
            f"{cards.line}번째 줄: cards가 [ ] 안에 있어 카드를 더하지 못했습니다. "
            "[ ]를 지우고 카드마다 '- '로 시작하는 줄로 나누어 주세요."
        )
    dash = cards.column - 1
    end = end_of_cards(lines, root)
    at = end if end == len(lines) else before_remarks(lines, end, dash)
    between = "\n" if _stand_apart(lines, cards) else ""
    first = between if lines[at - 1].strip() else ""
    added = first + between.join(card_yaml(card, dash) for card in new)
    result = _inserted(lines, {at: added})
    _, after = parsed(result)
    del cards_of(after).items[len(cards.items) :]
    if _content(root) != _content(after):
        raise QuizcardsError(
            f"{at}번째 줄 다음에 카드를 더하면 다른 줄의 뜻이 바뀝니다. 편집기로 더해 주세요."
        )
    return result


def with_ids(text: str, taken: Set[str] = frozenset()) -> WithIds:
    """Return a deck file in which each card that had no id has one, by one more line.

    None of the ids is `taken` or another card's.
    """
    lines, root = parsed(text)
    cards = cards_of(root).items
    ids = _missing_ids(root, taken)
    if root is None or not ids:
        return WithIds(text)
    end = end_of_cards(lines, root)
    new_lines: dict[int, str] = {}
    added: dict[int, str] = {}
    left: dict[int, str] = {}
    for position, card_id in ids.items():
        card = cards[position]
        if in_brackets(lines, card):
            left[position] = card_id
            continue
        indent = " " * (card.entries[0][0].column - 1)
        following = cards[position + 1].line - 1 if position + 1 < len(cards) else end
        at = _after_first_entry(lines, card, following, cards_of(root).column - 1)
        new_lines[at] = f"{indent}id: {card_id}\n"
        added[position] = card_id
    result = _inserted(lines, new_lines)
    _, after = parsed(result)
    _take_out_ids(after, added)
    if _content(root) != _content(after):
        return WithIds(text, left=tuple((cards[at].line, ids[at]) for at in ids))
    return WithIds(result, _at_lines(cards, added, added), _at_lines(cards, left, added))


def _missing_ids(root: Node | None, taken: Set[str]) -> dict[int, str]:
    """Return an id for each card without one, by the card's position in the deck."""
    deck = entry(root, "deck").text.strip() if root else ""
    cards = cards_of(root).items
    used = {*taken, *(entry(card, "id").text.strip() for card in cards)}
    ids: dict[int, str] = {}
    begun: dict[str, Iterator[str]] = {}
    for position, card in enumerate(cards):
        if card.entries and entry(card, "id").kind == "missing":
            ids[position] = proposed_id(entry(card, "question").text, deck, used, begun)
            used.add(ids[position])
    return ids


def _take_out_ids(root: Node | None, ids: Mapping[int, str]) -> None:
    """Take the ids that were added to cards, each as the second entry, out of a tree again."""
    cards = cards_of(root).items
    for position, card_id in ids.items():
        entries = cards[position].entries if position < len(cards) else []
        if [(key.text, value.text) for key, value in entries[1:2]] == [("id", card_id)]:
            del entries[1]


def _at_lines(
    cards: Sequence[Node], ids: Mapping[int, str], added: Mapping[int, str]
) -> tuple[tuple[int, str], ...]:
    """Return ids of cards with the lines that the cards have once lines were added above them."""
    positions = sorted(added)
    return tuple(
        (cards[position].line + bisect_left(positions, position), card_id)
        for position, card_id in ids.items()
    )


def words_id(question: str) -> str:
    """Return an id made of the words of a question; "" if it has none that says something.

    >>> words_id("What is the difference between Adam and AdamW?")
    'difference-between-adam-adamw'
    """
    words = [
        word
        for word in dict.fromkeys(latin_words(question[:_MOST_READ]))
        if re.search("[a-z]", word) and word not in _STOP_WORDS
    ]
    return "-".join(words[:_WORDS_IN_ID])[:_LONGEST_ID].rstrip("-")


def proposed_id(
    question: str, deck: str, taken: Set[str], begun: dict[str, Iterator[str]] | None = None
) -> str:
    """Return an id made of the words of a question, or else of its deck and a number.

    For many ids in turn `begun` keeps how far the numbers have come.
    """
    name = words_id(question)
    if name and name not in taken:
        return name
    stem = name or deck or "card"
    fresh = (f"{stem}-{number}" for number in count(2 if name else 1))
    numbered = fresh if begun is None else begun.setdefault(f"{stem} {bool(name)}", fresh)
    return next(one for one in numbered if one not in taken)


def ids_in(text: str) -> tuple[str, set[str]]:
    """Return the deck of a file, and every id that is or was a card's in it, a broken one's too."""
    _, root = parsed(text)
    deck = entry(root, "deck").text.strip() if root else ""
    ids: set[str] = set()
    for card in cards_of(root).items:
        ids.add(entry(card, "id").text.strip())
        ids |= {item.text.strip().removeprefix(f"{deck}/") for item in entry(card, "was").items}
    return deck, ids


def cards_of(root: Node | None) -> Node:
    """Return the list of cards of a deck file."""
    return entry(root, "cards") if root else Node("missing", 0, 0)


def end_of_cards(lines: Sequence[str], root: Node) -> int:
    """Return the index of the first line after the cards.

    That is the next key's, the document's end, or one after the last line.
    """
    start = cards_of(root).line
    keys = [key.line - 1 for key, _ in root.entries if key.line > start]
    marks = [index for index in range(start, len(lines)) if _DOCUMENT.match(lines[index])]
    return min([*keys, *marks, len(lines)])


def before_remarks(lines: Sequence[str], end: int, dash: int) -> int:
    """Go back from a line over what belongs to what follows.

    Those are blank lines, and comments that stand no deeper than the list.
    """
    while _is_remark(lines[end - 1], dash):
        end -= 1
    return end


def _is_remark(line: str, dash: int) -> bool:
    rest = line.lstrip()
    return not rest or (rest[0] == "#" and len(line) - len(rest) <= dash)


def _stand_apart(lines: Sequence[str], cards: Node) -> bool:
    """Say whether there are blank lines between cards; a single card says nothing."""
    above = cards.items[-1].line - 2
    while lines[above].lstrip().startswith("#"):
        above -= 1
    return len(cards.items) == 1 or not lines[above].strip()


def _after_first_entry(lines: Sequence[str], card: Node, following: int, dash: int) -> int:
    """Return the index of the line before which a second entry of the card is written.

    `following` is that of the first line after the card, whose list has its dashes at `dash`.
    """
    value = card.entries[0][1]
    if value.kind == "scalar" and value.style not in ("|", ">"):
        return value.end[0] + 1
    if len(card.entries) > 1:
        return card.entries[1][0].line - 1
    return before_remarks(lines, following, dash)


def _inserted(lines: Sequence[str], new: Mapping[int, str]) -> str:
    """Return the lines with new text before some of them, each by its index.

    Its lines end as the file's own do.
    """
    ending = "\r\n" if lines[0].endswith("\r\n") else "\n"
    parts = []
    for index in range(len(lines) + 1):
        added = new.get(index, "").replace("\n", ending)
        # a file without a last line break
        if added and index == len(lines) and lines[-1].splitlines() == [lines[-1]]:
            added = ending + added.removesuffix(ending)
        parts += [added, *lines[index : index + 1]]
    return "".join(parts)


def _content(node: Node | None) -> Any:
    """Return what a tree says, wherever it stands.

    A block may end with one line break more or fewer.
    """
    if node is None:
        return None
    text = node.text.rstrip("\n") if node.style in ("|", ">") else node.text
    entries = [(_content(key), _content(value)) for key, value in node.entries]
    return node.kind, node.style, text, [_content(item) for item in node.items], entries
