"""Read deck files into a Library: the cards that are good, and everything that is wrong, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from math import isfinite
from pathlib import Path
from typing import Any

from quizcards.decks.fields import CARD, DECK, NUMBER_PATTERN, Field, ListOf, Numbers, Record, TableOf, Text
from quizcards.decks.nodes import Node, parse, readable, shown
from quizcards.model import Card, Deck, DemoCall, FollowUp, KeyPoint, Library, Misconception, Place, Problem
from quizcards.trace.latex import KNOWN_COMMANDS, LatexError, unicode_formula

DemoParameters = Callable[[str], tuple[str, ...] | None]
"""Demo name -> the parameters it takes, or None if there is no such demo."""


def read_library(files: Iterable[Path], demo_parameters: DemoParameters, demo_names: Iterable[str] = ()) -> Library:
    """Read every file; one that is broken hides nothing of the others."""
    return _LibraryReader(demo_parameters, tuple(demo_names)).read(files)


class _LibraryReader:
    def __init__(self, demo_parameters: DemoParameters, demo_names: tuple[str, ...]) -> None:
        self.demo_parameters = cache(demo_parameters)
        self.demo_names = demo_names
        self.problems: list[Problem] = []
        self.titles: dict[str, str | None] = {}
        self.cards: dict[str, Card] = {}
        self.places: dict[str, Place] = {}
        """Where each card stands, also one with something wrong, so that what needs it is not called wrong too."""
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
            tuple(Deck(name, self.titles[name] or name, tuple(cards)) for name, cards in decks.items()),
            tuple(sorted(set(self.problems))),
        )

    def report(self, path: str, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(path, line, column, message))

    def report_at(self, at: Place, message: str) -> None:
        self.report(at.path, at.line, at.column, message)

    def file(self, file: Path) -> None:
        path = str(file)
        text = _text_of(file, partial(self.report, path))
        upto_end = ((text or "") + "?").splitlines()

        def report(line: int, column: int, message: str) -> None:
            if line > len(upto_end):  # libyaml counts a last line without end as ended
                line, column = len(upto_end), len(upto_end[-1])
            self.report(path, line, column, message)

        root = None if text is None else parse(text, report)
        if text is None or root is None:
            self.unread = True
            if not self.problems or self.problems[-1].path != path:
                report(1, 1, "빈 파일입니다. deck, title, cards를 적어 주세요.")
            return
        self.deck(_FileReader(path, text.splitlines(), report), root)

    def deck(self, reader: _FileReader, root: Node) -> None:
        values = reader.record(
            root, Record(DECK.about, {**DECK.fields, "cards": ListOf(_ANYTHING, "카드")}, DECK.required)
        )
        values = values or {}
        if deck := values.get("deck"):
            self.title(reader, root, deck, values.get("title"))
        for node in values.get("cards", ()):
            self.card(reader, deck, node)

    def title(self, reader: _FileReader, root: Node, deck: str, title: str | None) -> None:
        known = self.titles[deck] = self.titles.get(deck) or title
        if title and title != known:
            at = _entry(root, "title")
            reader.report(
                at.line,
                at.column,
                f"title: 같은 덱({deck})의 다른 파일에는 '{known}'(으)로 적혀 있습니다. 같은 이름을 써 주세요.",
            )

    def card(self, reader: _FileReader, deck: str | None, node: Node) -> None:
        values = reader.record(node, CARD)
        if values is None:
            return
        demo = self.demo(reader, node, values.get("demo"))
        _check_points(reader, node)
        if deck is None or "id" not in values:
            return
        key, place = f"{deck}/{values['id']}", Place(reader.path, node.line, node.column)
        if (first := self.places.setdefault(key, place)) is not place:
            at = _entry(node, "id")
            reader.report(
                at.line, at.column, f"id: '{values['id']}'는 이미 쓰인 아이디입니다({first}). 다른 아이디를 주세요."
            )
            return
        self.needs += [(key, need, at) for need, at in _refs(reader.path, deck, node, values, "needs")]
        self.was += [(key, old, at) for old, at in _refs(reader.path, deck, node, values, "was")]
        if all(name in values for name in CARD.required):
            self.cards[key] = _card(deck, values, demo, place, len(_entry(node, "key_points").items))

    def demo(self, reader: _FileReader, node: Node, values: Mapping[str, Any] | None) -> DemoCall | None:
        if not values or "run" not in values:
            return None
        demo, name = _entry(node, "demo"), values["run"]
        parameters = self.demo_parameters(name)
        if parameters is None:
            at = _entry(demo, "run")
            reader.report(
                at.line,
                at.column,
                f"demo: '{shown(name)}'이라는 데모는 없습니다.{_hint(_nearest(name, self.demo_names))}",
            )
            return None
        for key, _ in _entry(demo, "with").entries:
            if key.text not in parameters:
                hint = _hint(_nearest(key.text, parameters)) or f" 쓸 수 있는 것: {', '.join(parameters)}"
                reader.report(
                    key.line, key.column, f"demo: {name}에 '{shown(key.text)}'라는 매개변수는 없습니다.{hint}"
                )
        known = {key: value for key, value in values.get("with", {}).items() if key in parameters}
        return DemoCall(name, known)

    def check_needs(self) -> None:
        hints_left = 20  # each is a search through all cards, and nobody reads a thousand
        for card, need, at in self.needs:
            own, deck = card.split("/")[0], need.split("/")[0]
            if need == card:
                self.report_at(at, "needs: 자기 자신은 먼저 배울 수 없습니다. 지워 주세요.")
            elif need not in self.places and (deck in self.titles or not self.unread):
                hints_left -= 1
                near = self.nearest_card(need) if hints_left >= 0 else None
                hint = _hint(near and near.removeprefix(f"{own}/")) or " 다른 덱의 카드는 덱/아이디로 씁니다."
                self.report_at(at, f"needs: '{need.removeprefix(f'{own}/')}'라는 카드는 없습니다.{hint}")

    def nearest_card(self, need: str) -> str | None:
        """Return the card that was probably meant: the same id in another deck, else a like id in the same deck."""
        deck, _, name = need.partition("/")
        namesake = next((key for key in self.places if key.endswith(f"/{name}")), None)
        siblings = [key.partition("/")[2] for key in self.places if key.startswith(f"{deck}/")]
        near = None if namesake else _nearest(name, siblings)
        return f"{deck}/{near}" if near else namesake

    def check_cycles(self) -> None:
        graph: dict[str, dict[str, Place]] = {key: {} for key in self.places}
        for card, need, at in self.needs:
            graph[card].setdefault(need, at)
        for cycle in _cycles(graph):
            at = graph[cycle[0]][cycle[1]]
            path = [*cycle[:6], "…"] if len(cycle) > 7 else cycle
            self.report_at(at, f"needs: 서로를 먼저 배우라고 합니다: {' → '.join(path)}. 하나를 끊어 주세요.")

    def check_was(self) -> None:
        heirs: dict[str, str] = {}
        for card, old, at in self.was:
            if old in self.places:
                self.report_at(at, f"was: '{old}'는 지금 있는 카드입니다. 없어진 아이디만 적어 주세요.")
            elif (heir := heirs.setdefault(old, card)) != card:
                self.report_at(at, f"was: '{old}'의 기록은 이미 '{heir}'가 이어받습니다. 한 카드에만 적어 주세요.")


_ANYTHING = Text("", "")
_MISSING = Node("missing", 0, 0)
# controls, and what changes the direction of text or is not seen at all; U+200C and U+200D join letters and emoji
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_EATEN = re.compile(r"\\(?:([A-Za-z]+)|.)")
_NUMBER = re.compile(rf"\s*({NUMBER_PATTERN})\s*")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class _FileReader:
    """Turns nodes of one file into plain values, reporting what does not fit its field."""

    def __init__(self, path: str, lines: list[str], report: Callable[[int, int, str], None]) -> None:
        self.path = path
        self.lines = lines
        self.report = report

    def value(self, node: Node, field: Field, name: str) -> Any:
        """Return the value that `field` makes of a node, or None after reporting why it makes none."""
        if node.kind == "alias":
            return None  # reported when it was parsed
        if field is _ANYTHING:
            return node
        match field:
            case Text():
                return self.text(node, field, name)
            case Numbers():
                return self.numbers(node, name)
            case Record():
                return self.record(node, field)
            case TableOf(item):
                if node.kind != "mapping":
                    return self.wrong(node, name, "'이름: 값'의 표")
                found = {key.text: self.value(value, item, key.text) for key, value in node.entries}
                return {key: value for key, value in found.items() if value is not None}
            case ListOf(item):
                return self.list_of(node, item, name)

    def list_of(self, node: Node, item: Field, name: str) -> list[Any] | None:
        if node.kind != "sequence":
            self.wrong(node, name, "'- '로 시작하는 목록")
            return None
        if not node.items:
            self.report(node.line, node.column, f"{name}: 비어 있습니다. 항목을 적거나 이 줄을 지우세요.")
        values = [self.value(child, item, name) for child in node.items]
        return [value for value in values if value is not None]

    def record(self, node: Node, record: Record) -> dict[str, Any] | None:
        if node.kind != "mapping":
            self.wrong(node, record.about, f"'키: 값' 줄들({', '.join(record.required)})")
            return None
        values = {}
        for key, child in node.entries:
            if key.text not in record.fields:
                hint = _hint(_nearest(key.text, record.fields)) or f" 쓸 수 있는 키: {', '.join(record.fields)}"
                self.report(key.line, key.column, f"모르는 키 '{shown(key.text)}'입니다.{hint}")
                continue
            value = self.value(child, record.fields[key.text], key.text)
            if value is not None:
                values[key.text] = value
        present = {key.text for key, _ in node.entries}
        for name in record.required:
            if name not in present:
                self.report(node.line, node.column, f"{name}: 꼭 있어야 합니다. '{name}: ...' 줄을 더해 주세요.")
        return values

    def text(self, node: Node, field: Text, name: str) -> str | None:
        if node.kind == "mapping" and node.entries and node.line == node.entries[0][1].line:
            self.report(
                node.line, node.column, f"{name}: 값 안의 ': ' 때문에 표로 읽혔습니다. 작은따옴표로 감싸 주세요."
            )
            return None
        if node.kind != "scalar":
            self.wrong(node, name, field.expected)
            return None
        if self.check_traps(node, name):
            return None
        if control := _CONTROL.search(node.text):
            code = f"U+{ord(control.group()):04X}"
            line, column = self.place_of(node, control.group())
            self.report(line, column, f"{name}: 화면에 쓸 수 없는 제어 문자({code})가 있습니다. 지워 주세요.")
            return None
        text = unicodedata.normalize("NFC", node.text).strip()
        if not text or (not node.style and text in _NULLS):
            self.report(node.line, node.column, f"{name}: 비어 있습니다. 내용을 적어 주세요.")
            return None
        if field.pattern and not re.fullmatch(field.pattern, text):
            self.wrong(node, name, field.expected)
            return None
        if name == "formula":
            self.check_formula(node, text)
        return text

    def check_traps(self, node: Node, name: str) -> bool:
        """Report text that YAML changes or loses without a word; return whether the value is spoilt."""
        if node.style == '"':
            return self.check_escapes(node, name)
        if not node.style:
            line, column = node.end
            rest = self.lines[line][column:] if line < len(self.lines) else ""
            comment = rest.lstrip()
            if comment.startswith("#") and comment != rest:
                self.report(
                    line + 1,
                    column + len(rest) - len(comment) + 1,
                    f"{name}: 뒤의 '{shown(comment[:20].rstrip())}'는 주석이 되어 사라집니다. "
                    "값을 작은따옴표로 감싸거나 주석을 윗줄로 옮기세요.",
                )
        return False

    def check_escapes(self, node: Node, name: str) -> bool:
        """Report LaTeX whose backslash and first letter double quotes turn into one other character."""
        spoilt = False
        for line, column, source in self.source_of(node):
            for found in _EATEN.finditer(source):
                word = found[1]
                if word and (word in KNOWN_COMMANDS or name == "formula"):
                    spoilt = True
                    self.report(
                        line,
                        column + found.start(),
                        f"{name}: 큰따옴표 안에서는 \\{word}의 '\\{word[0]}'가 다른 글자로 바뀝니다. "
                        "작은따옴표나 | 블록에 써 주세요.",
                    )
        return spoilt

    def source_of(self, node: Node) -> list[tuple[int, int, str]]:
        """Return the lines of a scalar as they stand in the file, each with its line and column."""
        last, stop = node.end
        lines = []
        for line in range(node.line, min(last + 1, len(self.lines)) + 1):
            start = node.column if line == node.line else 1
            lines.append((line, start, self.lines[line - 1][start - 1 : stop if line == last + 1 else None]))
        return lines

    def place_of(self, node: Node, part: str) -> tuple[int, int]:
        """Return where a part of a scalar stands; where it was written as an escape, the scalar's own place."""
        places = ((line, column + text.index(part)) for line, column, text in self.source_of(node) if part in text)
        return next(places, (node.line, node.column))

    def check_formula(self, node: Node, text: str) -> None:
        """Report what the terminal cannot show, at its line."""
        lines = [line for line in text.splitlines() if line.strip()]
        places = [(node.line, node.column)] * len(lines)
        if node.style == "|":
            block = [(line, source) for line, _, source in self.source_of(node)[1:] if source.strip()]
            places = [(line, len(source) - len(source.lstrip()) + 1) for line, source in block]
        for (line, column), latex in zip(places, lines, strict=False):
            try:
                unicode_formula(latex)
            except LatexError as error:
                self.report(line, column, f"formula: {error}.")

    def numbers(self, node: Node, name: str) -> Any:
        nodes = node.items if node.kind == "sequence" else [node]
        values = [float(item.text) for item in nodes if item.kind == "scalar" and _NUMBER.fullmatch(item.text)]
        if not nodes or len(values) < len(nodes) or not all(map(isfinite, values)):
            return self.wrong(node, name, "수 하나 또는 [수, 수, ...]")
        return values if node.kind == "sequence" else values[0]

    def wrong(self, node: Node, name: str, expected: str) -> Any:
        """Report a value of the wrong kind, and return None in its place."""
        found = {"sequence": "목록", "mapping": "표"}.get(node.kind, f"'{shown(node.text)}'")
        self.report(
            node.line,
            node.column,
            f"{shown(name)}: {expected}{_object_particle(expected)} 써 주세요. 지금은 {found}입니다.",
        )


def _text_of(file: Path, report: Callable[[int, int, str], None]) -> str | None:
    try:
        return readable(file.read_text(encoding="utf-8-sig"), report)
    except OSError as error:
        report(1, 1, f"파일을 읽을 수 없습니다: {error.strerror}")
    except UnicodeDecodeError as error:
        upto = (error.object[: error.start].decode("utf-8") + "?").splitlines()
        report(len(upto), len(upto[-1]), "UTF-8이 아닌 글자가 있습니다. 파일을 UTF-8로 저장해 주세요.")
    return None


def _check_points(reader: _FileReader, node: Node) -> None:
    """Report follow-ups of a card that are triggered by a key point it does not have."""
    points = len(_entry(node, "key_points").items)
    for followup in _entry(node, "followups").items:
        at = _entry(followup, "point")
        if re.fullmatch(r"\s*[0-9]{1,4}\s*", at.text) and int(at.text) >= points:
            can = f"핵심이 {points}개이므로 0부터 {points - 1}까지 쓸 수 있습니다"
            reader.report(at.line, at.column, f"point: {can if points else '이 카드에는 key_points가 없습니다'}.")


def _refs(path: str, deck: str, node: Node, values: Mapping[str, Any], name: str) -> Iterator[tuple[str, Place]]:
    """Yield the keys of the cards named in a list of a card, each with its place."""
    for item in _entry(node, name).items:
        if (ref := item.text.strip()) in values.get(name, ()):
            yield _key(deck, ref), Place(path, item.line, item.column)


def _key(deck: str, ref: str) -> str:
    return ref if "/" in ref else f"{deck}/{ref}"


def _card(deck: str, values: Mapping[str, Any], demo: DemoCall | None, place: Place, points: int) -> Card:
    """Build a card from what is good in it. `points` is how many key points were written."""

    def complete(name: str, *required: str) -> list[dict[str, Any]]:
        return [item for item in values.get(name, ()) if all(key in item for key in required)]

    def keys(name: str) -> tuple[str, ...]:
        return tuple(_key(deck, ref) for ref in values.get(name, ()))

    key_points = tuple(KeyPoint(p["point"], tuple(p.get("any_of", ()))) for p in complete("key_points", "point"))
    usable = points if len(key_points) == points else 0  # with one left out, the numbers mean others

    def point(followup: Mapping[str, Any]) -> int | None:
        number = int(followup.get("point", usable))
        return number if number < usable else None

    return Card(
        deck=deck,
        id=values["id"],
        question=values["question"],
        answer=values["answer"],
        place=place,
        key_points=key_points,
        formula=tuple(line for line in values.get("formula", "").splitlines() if line.strip()),
        followups=tuple(
            FollowUp(f["question"], f["answer"], point(f)) for f in complete("followups", "question", "answer")
        ),
        misconceptions=tuple(
            Misconception(m["claim"], m["because"]) for m in complete("misconceptions", "claim", "because")
        ),
        demo=demo,
        needs=keys("needs"),
        tags=tuple(values.get("tags", ())),
        sources=tuple(values.get("sources", ())),
        notes=_note_lines(values.get("notes", "")),
        was=keys("was"),
    )


def _note_lines(text: str) -> tuple[int, ...]:
    """'40, 44-46' -> (40, 44, 45, 46)."""
    lines: list[int] = []
    for part in text.split(",") if text else ():
        first, _, last = part.strip().partition("-")
        lines += range(int(first), int(last or first) + 1)
    return tuple(lines)


def _entry(node: Node, name: str) -> Node:
    """Return the value under a key, or an empty node."""
    return next((value for key, value in node.entries if key.text == name), _MISSING)


def _object_particle(word: str) -> str:
    """Return 을 or 를, as the last syllable before any parenthesis asks."""
    last = re.sub(r"[^가-힣]", "", word.split("(")[0])[-1:]
    return "를" if not last or (ord(last) - 0xAC00) % 28 == 0 else "을"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # only where there is a typo to explain

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), None)


def _hint(near: str | None) -> str:
    return f" 혹시 '{near}'인가요?" if near else ""


def _cycles(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return each cycle among `needs` once, closed, starting at the card that comes first in the decks."""
    state: dict[str, int] = {}
    cycles: list[list[str]] = []
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
                    cycles.append([*path[path.index(need) :], need])
                elif need in graph and need not in state:
                    stack.append((need, iter(graph[need])))
                    break
            else:
                state[key] = 2
                path.pop()
                stack.pop()
    return cycles
