"""New lines in a deck file: one more card, or an id that is missing.

What was there stays as it is, to the byte.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

from quizcards.decks.nodes import Node, in_brackets, parsed
from quizcards.decks.values import entry
from quizcards.decks.write import card_yaml
from quizcards.errors import QuizcardsError

_DOCUMENT = re.compile(r"(---|\.\.\.)(\s|$)")
_WORDS_IN_ID = 4
_EMPTY = frozenset(
    "a an and are as at by do does for from how in is null of on or the to vs what when why with".split()
)
"""Words that say nothing of the card; `null` alone is none at all to YAML."""


@dataclass(frozen=True)
class WithIds:
    """A deck file in which cards got the ids that they had not, and what could not be done by one
    more line.
    """

    text: str
    added: tuple[tuple[int, str], ...] = ()
    """Line of the card, and its new id."""
    left: tuple[tuple[int, str], ...] = ()
    """Line of a card that is as it was, and an id for it."""


def with_card(text: str, card: Mapping[str, Any]) -> str:
    """Return a deck file with one more card at the end of its list.

    The card is plain data (`quizcards.card_data.card_data`). Raises QuizcardsError where the file
    has no list of cards whose lines start with '-'.
    """
    lines, root = parsed(text)
    cards = _cards(root)
    if root is None or not cards.items:
        raise QuizcardsError(
            "카드 목록을 찾지 못했습니다. quizcards check로 파일을 먼저 고쳐 주세요."
        )
    if in_brackets(lines, cards):
        raise QuizcardsError(
            f"{cards.line}번째 줄: cards가 [ ] 안에 있어 카드를 더하지 못했습니다. "
            "[ ]를 지우고 카드마다 '- '로 시작하는 줄로 나누어 주세요."
        )
    dash, end = cards.column - 1, _end_of_cards(lines, root)
    at = end if end == len(lines) else _before_remarks(lines, end, dash)
    blank = "\n" if _stand_apart(lines, cards) and lines[at - 1].strip() else ""
    result = _inserted(lines, {at: blank + card_yaml(card, dash)})
    _, after = parsed(result)
    del _cards(after).items[len(cards.items) :]
    if _content(root) != _content(after):
        raise QuizcardsError(
            f"{at}번째 줄 다음에 카드를 더하면 다른 줄의 뜻이 바뀝니다. 편집기로 더해 주세요."
        )
    return result


def with_ids(text: str, taken: Set[str] = frozenset()) -> WithIds:
    """Return a deck file in which each card without an id has one that is not `taken`, by one more
    line.
    """
    lines, root = parsed(text)
    cards = _cards(root)
    lacking = [card for card in cards.items if card.entries and entry(card, "id").kind == "missing"]
    if root is None or not lacking:
        return WithIds(text)
    deck, used = (
        entry(root, "deck").text.strip(),
        taken | {entry(card, "id").text.strip() for card in cards.items},
    )
    new, added, left = dict[int, str](), list[tuple[int, str]](), list[tuple[int, str]]()
    for card in lacking:
        found = proposed_id(entry(card, "question").text, deck, used)
        used |= {found}
        if in_brackets(lines, card):
            left.append((card.line + len(added), found))
            continue
        new[_after_first_entry(lines, root, card)] = (
            f"{' ' * (card.entries[0][0].column - 1)}id: {found}\n"
        )
        added.append((card.line + len(added), found))
        card.entries.insert(1, (Node("scalar", 0, 0, "id"), Node("scalar", 0, 0, found)))
    result = _inserted(lines, new)
    if _content(root) != _content(parsed(result)[1]):
        return WithIds(text, (), tuple((card.line, entry(card, "id").text) for card in lacking))
    return WithIds(result, tuple(added), tuple(left))


def words_id(question: str) -> str:
    """Return an id made of the English words of a question; "" if it has none."""
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", question)).lower()
    words = [
        word
        for word in dict.fromkeys(re.findall(r"(?=[0-9]*[a-z])[a-z0-9]+", plain))
        if word not in _EMPTY
    ]
    return "-".join(words[:_WORDS_IN_ID])


def proposed_id(question: str, deck: str, taken: Set[str]) -> str:
    """Return an id made of the English words of a question, or else of its deck and a number."""
    name = words_id(question)
    numbered = (f"{name or deck or 'card'}-{number}" for number in count(2 if name else 1))
    return next(one for one in chain([name] if name else [], numbered) if one not in taken)


def ids_in(text: str) -> tuple[str, set[str]]:
    """Return the deck that a file belongs to, and every id in it that is or was a card's, of broken
    cards too.
    """
    _, root = parsed(text)
    deck, found = entry(root, "deck").text.strip() if root else "", set[str]()
    for card in _cards(root).items:
        was = (item.text.strip().removeprefix(f"{deck}/") for item in entry(card, "was").items)
        found |= {entry(card, "id").text.strip(), *was}
    return deck, found


def _cards(root: Node | None) -> Node:
    return entry(root, "cards") if root else Node("missing", 0, 0)


def _end_of_cards(lines: Sequence[str], root: Node) -> int:
    """Return the index of the first line after the cards: of the next key, of the document's end,
    or none.
    """
    start = _cards(root).line
    keys = [key.line - 1 for key, _ in root.entries if key.line > start]
    marks = [index for index in range(start, len(lines)) if _DOCUMENT.match(lines[index])]
    return min([*keys, *marks, len(lines)])


def _before_remarks(lines: Sequence[str], end: int, dash: int) -> int:
    """Go back from a line over blank lines and comments that stand no deeper than the list: they
    belong to what follows.
    """
    while not (rest := lines[end - 1].lstrip()) or (
        rest[0] == "#" and len(lines[end - 1]) - len(rest) <= dash
    ):
        end -= 1
    return end


def _stand_apart(lines: Sequence[str], cards: Node) -> bool:
    """Say whether there are blank lines between cards; a single card says nothing."""
    above = cards.items[-1].line - 2
    while lines[above].lstrip().startswith("#"):
        above -= 1
    return len(cards.items) == 1 or not lines[above].strip()


def _after_first_entry(lines: Sequence[str], root: Node, card: Node) -> int:
    """Return the index of the line before which a second entry of the card is written."""
    value = card.entries[0][1]
    if value.kind == "scalar" and value.style not in ("|", ">"):
        return value.end[0] + 1
    if len(card.entries) > 1:
        return card.entries[1][0].line - 1
    cards = _cards(root)
    following = [other.line - 1 for other in cards.items if other.line > card.line]
    return _before_remarks(lines, min([*following, _end_of_cards(lines, root)]), cards.column - 1)


def _inserted(lines: Sequence[str], new: Mapping[int, str]) -> str:
    """Return the lines with new text before some of them, each by its index, broken as the file's
    own lines are.
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
    """Return what a tree says, wherever it stands; a block may end with one line break more or
    fewer.
    """
    if node is None:
        return None
    text = node.text.rstrip("\n") if node.style in ("|", ">") else node.text
    entries = [(_content(key), _content(value)) for key, value in node.entries]
    return node.kind, node.style, text, [_content(item) for item in node.items], entries
