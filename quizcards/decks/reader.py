"""Reads deck files into a Library: the good cards, and everything that is wrong with the others.

Nothing raises: what is wrong is a `Problem` with its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from quizcards.decks.cards import card_of
from quizcards.decks.demos import DemoReader, Outlines
from quizcards.decks.fields import CARD, DECK
from quizcards.decks.nodes import Node
from quizcards.decks.page import open_page
from quizcards.decks.values import MOST_HINTS, FileReader, Written, entry
from quizcards.errors import perhaps
from quizcards.model import (
    BLANK,
    Card,
    Deck,
    DemoCall,
    Library,
    Place,
    Problem,
    key_of,
)
from quizcards.trace.prose import plain

MOST_BLANKS = 100
"""Of one answer."""
_MOST_CYCLES = 20


def read_library(
    files: Iterable[Path], outlines: Outlines, demo_names: Iterable[str] = ()
) -> Library:
    """Read every file; one that is broken hides nothing of the others.

    `outlines` gives the names in a demo of `demo_names`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     deck = Path(folder) / "d.yaml"
    ...     _ = deck.write_text("deck: d\\ntitle: T\\ncards:\\n"
    ...         "- {id: a, question: Why?, answer: Because.}\\n- {id: b, question: How?}\\n")
    ...     library = read_library([deck], {}.get)
    >>> [card.key for card in library.cards], [problem.line for problem in library.problems]
    (['d/a'], [5])
    """
    return _LibraryReader(outlines, tuple(demo_names)).read(files)


class _LibraryReader:
    def __init__(self, outlines: Outlines, demo_names: tuple[str, ...]) -> None:
        self.outlines = cache(outlines)
        self.demo_names = demo_names
        self.problems: list[Problem] = []
        self.titles: dict[str, str | None] = {}
        self.cards: dict[str, Card] = {}
        self.places: dict[str, Place] = {}
        """Where each card stands, also one with something wrong: what needs it is not wrong too."""
        self.needs: list[tuple[str, str, Place]] = []
        """Card, the card that it needs, and where that is written."""
        self.was: list[tuple[str, str, Place]] = []
        """Card, its earlier key, and where that is written."""
        self.unread = False
        """Whether a file could not be read at all."""

    def read(self, files: Iterable[Path]) -> Library:
        for file in files:
            self.file(file)
        self.check_needs()
        self.check_cycles()
        self.check_was()
        decks: dict[str, list[Card]] = {deck: [] for deck in self.titles}
        for card in self.cards.values():
            decks[card.deck].append(card)
        return Library(
            tuple(
                Deck(name, self.titles[name] or name, tuple(cards)) for name, cards in decks.items()
            ),
            tuple(sorted(set(self.problems))),
        )

    def report(self, path: str, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(path, line, column, message))

    def report_at(self, at: Place, message: str) -> None:
        self.report(at.path, at.line, at.column, message)

    def file(self, file: Path) -> None:
        page = open_page(file, "deck, title, cards를 적어 주세요.")
        if page.root is None:
            self.unread = True
        else:
            self.deck(FileReader(page.path, page.lines, page.report), page.root)
        self.problems += page.told()

    def deck(self, reader: FileReader, root: Node) -> None:
        written = reader.record(root, DECK, unread=["cards"])
        if written is None:
            return
        deck = written.values.get("deck")
        if deck:
            self.title(reader, root, deck, written.values.get("title"))
        for node in written.values.get("cards", ()):
            self.card(reader, deck, node)

    def title(self, reader: FileReader, root: Node, deck: str, title: str | None) -> None:
        known = self.titles[deck] = self.titles.get(deck) or title
        if title and title != known:
            at = entry(root, "title")
            reader.report(
                at.line,
                at.column,
                f"title: 같은 덱({deck})의 다른 파일에는 '{known}'(으)로 적혀 있습니다. 같은 "
                "이름을 써 주세요.",
            )

    def card(self, reader: FileReader, deck: str | None, node: Node) -> None:
        written = reader.record(node, CARD)
        if written is None:
            return
        values = written.values
        _check_points(reader, node)
        _check_blanks(reader, entry(node, "answer"), plain(values.get("answer", "")))
        demos = DemoReader(reader, values.get("question", ""), self.outlines, self.demo_names)
        key = f"{deck}/{values.get('id')}"
        demo = demos.call(values["demo"], key) if "demo" in values else None
        code = demos.lines(entry(node, "code"), demo) if "demo" in values else ()
        if "code" in values and "demo" not in values:
            demos.report(entry(node, "code"), "이 카드에는 코드를 물을 데모가 없습니다.")
        evidence = _evidence(demos, values, key, demo)
        if deck is None or "id" not in values:
            return
        place = Place(reader.path, node.line, node.column)
        if (first := self.places.setdefault(key, place)) is not place:
            at = entry(node, "id")
            reader.report(
                at.line,
                at.column,
                f"id: '{values['id']}' 아이디는 이미 쓰였습니다({first}). 다른 아이디를 주세요.",
            )
            return
        self.needs += [
            (key, need, at) for need, at in _refs(reader.path, deck, node, values, "needs")
        ]
        self.was += [(key, old, at) for old, at in _refs(reader.path, deck, node, values, "was")]
        if written.has(*CARD.required):
            self.cards[key] = card_of(deck, written, demo, code, evidence, place)

    def check_needs(self) -> None:
        hints_left = MOST_HINTS
        for card, need, at in self.needs:
            own, deck = card.split("/")[0], need.split("/")[0]
            if need == card:
                self.report_at(at, "needs: 자기 자신은 먼저 배울 수 없습니다. 지워 주세요.")
            elif need not in self.places and (deck in self.titles or not self.unread):
                hints_left -= 1
                hint = self.meant(need, own) if hints_left >= 0 else ""
                told = need.removeprefix(f"{own}/")
                self.report_at(
                    at,
                    f"needs: '{told}' 카드는 "
                    f"없습니다.{hint or ' 다른 덱의 카드는 덱/아이디로 씁니다.'}",
                )

    def meant(self, need: str, own: str) -> str:
        """Ask after the card that was probably meant.

        That is one of the same id in another deck, else one of a like id in the same deck.
        """
        deck, _, name = need.partition("/")
        namesakes = [key for key in self.places if key.endswith(f"/{name}")][:1]
        siblings = [key for key in self.places if key.startswith(f"{deck}/")]
        near = [key.removeprefix(f"{own}/") for key in namesakes or siblings]
        return perhaps(need.removeprefix(f"{own}/"), near, 0.0 if namesakes else 0.5)

    def check_cycles(self) -> None:
        graph: dict[str, dict[str, Place]] = {key: {} for key in self.places}
        for card, need, at in self.needs:
            graph[card].setdefault(need, at)
        for cycle in islice(_cycles(graph), _MOST_CYCLES):
            at = graph[cycle[0]][cycle[1]]
            path = [*cycle[:6], "…"] if len(cycle) > 7 else cycle
            self.report_at(
                at, f"needs: 서로를 먼저 배우라고 합니다: {' → '.join(path)}. 하나를 끊어 주세요."
            )

    def check_was(self) -> None:
        heirs: dict[str, str] = {}
        for card, old, at in self.was:
            # its own, where a card came back to an earlier name
            if old in self.places and old != card:
                self.report_at(
                    at, f"was: '{old}' 카드는 지금도 있습니다. 없어진 아이디만 적어 주세요."
                )
            elif (heir := heirs.setdefault(old, card)) != card:
                self.report_at(
                    at,
                    f"was: '{old}'의 기록은 이미 '{heir}' 카드가 이어받습니다. 한 카드에만 적어 "
                    "주세요.",
                )


def _check_blanks(reader: FileReader, node: Node, answer: str) -> None:
    """Report what an author may take for a blank and is none, and too many of them."""
    if len(BLANK.findall(answer)) > MOST_BLANKS:
        reader.report(node.line, node.column, f"answer: 빈칸은 {MOST_BLANKS}개까지 쓸 수 있습니다.")
    for line in BLANK.sub("", answer).splitlines():
        if 0 <= line.find("{{") < line.rfind("}}"):
            reader.report(
                node.line,
                node.column,
                "answer: '{{'와 '}}' 사이가 빈칸이 되지 않습니다. 200자까지, 중괄호 없이 써 "
                "주세요.",
            )
            return


def _check_points(reader: FileReader, node: Node) -> None:
    """Report follow-ups of a card that are triggered by a key point it does not have."""
    points = len(entry(node, "key_points").items)
    for followup in entry(node, "followups").items:
        at = entry(followup, "point")
        if re.fullmatch(r"\s*[0-9]{1,4}\s*", at.text) and int(at.text) >= points:
            can = f"핵심이 {points}개이므로 0부터 {points - 1}까지 쓸 수 있습니다"
            reader.report(
                at.line,
                at.column,
                f"point: {can if points else '이 카드에는 key_points가 없습니다'}.",
            )


def _refs(
    path: str, deck: str, node: Node, values: Mapping[str, Any], name: str
) -> Iterator[tuple[str, Place]]:
    """Yield the keys of the cards named in a list of a card, each with its place."""
    for item in entry(node, name).items:
        if (ref := item.text.strip()) in values.get(name, ()):
            yield key_of(deck, ref), Place(path, item.line, item.column)


def _evidence(
    demos: DemoReader, values: Mapping[str, Any], key: str, demo: DemoCall | None
) -> list[DemoCall | None]:
    """Return for each misconception of a card the demo run that shows it wrong, if it names one.

    `demo` is the card's own, which is run where no other is named.
    """
    calls: list[DemoCall | None] = []
    for misconception in values.get("misconceptions", ()):
        written: Written | None = misconception.values.get("demo")
        if written is None:
            calls.append(None)
            continue
        if not written.has("run") and "demo" not in values:
            demos.report(written.node, "이 카드에는 데모가 없으니 run에 데모 이름을 적어 주세요.")
        calls.append(demos.call(written, key, demo))
    return calls


def _cycles(graph: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield each cycle among `needs` once, closed: a depth-first search without recursion.

    A cycle starts at the card that comes first in the decks.
    """
    state: dict[str, int] = {}  # 1: on the path that is followed now, 2: done
    for start in graph:
        path: list[str] = []
        stack = [(start, iter(graph[start]))] if start not in state else []
        while stack:
            key, needs = stack[-1]
            if state.get(key) is None:
                state[key] = 1
                path.append(key)
            for need in needs:
                if state.get(need) == 1 and need != key:
                    yield [*path[path.index(need) :], need]
                elif need in graph and need not in state:
                    stack.append((need, iter(graph[need])))
                    break
            else:
                state[key] = 2
                path.pop()
                stack.pop()
