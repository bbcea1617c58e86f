"""Read deck files into a Library: the cards that are good, and everything that is wrong, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from quizcards.decks.fields import CARD, DECK, Field, ListOf, Numbers, Record, TableOf, Text
from quizcards.decks.nodes import Node, parse
from quizcards.model import Card, Deck, DemoCall, FollowUp, KeyPoint, Library, Misconception, Place, Problem
from quizcards.trace.latex import KNOWN_COMMANDS, LatexError, unicode_formula

DemoParameters = Callable[[str], tuple[str, ...] | None]
"""Demo name -> the parameters it takes, or None if there is no such demo."""


def read_library(files: Iterable[Path], demo_parameters: DemoParameters, demo_names: Iterable[str] = ()) -> Library:
    """Read every file; one that is broken hides nothing of the others."""
    return _LibraryReader(demo_parameters, tuple(demo_names)).read(files)


class _LibraryReader:
    def __init__(self, demo_parameters: DemoParameters, demo_names: tuple[str, ...]) -> None:
        self.demo_parameters = demo_parameters
        self.demo_names = demo_names
        self.problems: list[Problem] = []
        self.titles: dict[str, str] = {}
        self.cards: dict[str, Card] = {}
        self.needs: list[tuple[Card, str, Node]] = []

    def read(self, files: Iterable[Path]) -> Library:
        for file in files:
            self.file(file)
        self.check_needs()
        decks: dict[str, list[Card]] = {deck: [] for deck in self.titles}
        for card in self.cards.values():
            decks[card.deck].append(card)
        return Library(
            tuple(Deck(name, self.titles[name], tuple(cards)) for name, cards in decks.items()),
            tuple(sorted(set(self.problems))),
        )

    def report(self, path: str, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(path, line, column, message))

    def file(self, file: Path) -> None:
        path = str(file)
        report = partial(self.report, path)
        try:
            text = file.read_text(encoding="utf-8-sig")
        except OSError as error:
            report(1, 1, f"파일을 읽을 수 없습니다: {error.strerror}")
            return
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            report(line, 1, "UTF-8이 아닌 글자가 있습니다. 파일을 UTF-8로 저장해 주세요.")
            return
        root = parse(text, report)
        if root is None:
            if not self.problems or self.problems[-1].path != path:
                report(1, 1, "빈 파일입니다. deck, title, cards를 적어 주세요.")
            return
        self.deck(_FileReader(path, text.splitlines(), report), root)

    def deck(self, reader: _FileReader, root: Node) -> None:
        values = reader.record(
            root, Record(DECK.about, {**DECK.fields, "cards": ListOf(_ANYTHING, "카드")}, DECK.required)
        )
        if not values or "deck" not in values:
            return
        deck, title = values["deck"], values.get("title", values["deck"])
        known = self.titles.setdefault(deck, title)
        if known != title:
            reader.report(
                root.line,
                root.column,
                f"title: 같은 덱({deck})의 다른 파일에는 '{known}'(으)로 적혀 있습니다. 같은 이름을 써 주세요.",
            )
        for node in values.get("cards", ()):
            self.card(reader, deck, node)

    def card(self, reader: _FileReader, deck: str, node: Node) -> None:
        values = reader.record(node, CARD)
        if values is None or not all(name in values for name in CARD.required):
            return
        demo = self.demo(reader, node, values.get("demo"))
        card = _card(deck, values, demo, Place(reader.path, node.line, node.column))
        if (other := self.cards.get(card.key)) is not None:
            key = _entry(node, "id")
            reader.report(
                key.line, key.column, f"id: '{card.id}'는 이미 쓰인 아이디입니다({other.place}). 다른 아이디를 주세요."
            )
            return
        self.cards[card.key] = card
        for followup, item in zip(card.followups, _entry(node, "followups").items, strict=False):
            if followup.point is not None and followup.point >= len(card.key_points):
                at = _entry(item, "point")
                reader.report(
                    at.line,
                    at.column,
                    f"point: 핵심이 {len(card.key_points)}개이므로 0부터 {len(card.key_points) - 1}까지 쓸 수 있습니다.",
                )
        self.needs += [(card, reader.path, item) for item in _entry(node, "needs").items]

    def demo(self, reader: _FileReader, node: Node, values: Mapping[str, Any] | None) -> DemoCall | None:
        if not values or "run" not in values:
            return None
        demo, name = _entry(node, "demo"), values["run"]
        parameters = self.demo_parameters(name)
        if parameters is None:
            at = _entry(demo, "run")
            reader.report(at.line, at.column, f"demo: '{name}'이라는 데모는 없습니다.{_nearest(name, self.demo_names)}")
            return None
        for key, _ in _entry(demo, "with").entries:
            if key.text not in parameters:
                hint = _nearest(key.text, parameters) or f" 쓸 수 있는 것: {', '.join(parameters)}"
                reader.report(key.line, key.column, f"demo: {name}에 '{key.text}'라는 매개변수는 없습니다.{hint}")
        known = {key: value for key, value in values.get("with", {}).items() if key in parameters}
        return DemoCall(name, known)

    def check_needs(self) -> None:
        for card, path, node in self.needs:
            key = node.text if "/" in node.text else f"{card.deck}/{node.text}"
            if key == card.key:
                self.report(path, node.line, node.column, "needs: 자기 자신은 먼저 배울 수 없습니다. 지워 주세요.")
            elif key not in self.cards:
                siblings = [other.id for other in self.cards.values() if other.deck == card.deck]
                hint = _nearest(node.text, [*siblings, *self.cards]) or " 다른 덱의 카드는 덱/아이디로 씁니다."
                self.report(path, node.line, node.column, f"needs: '{node.text}'라는 카드는 없습니다.{hint}")
        for cycle in _cycles(self.cards):
            card, path, node = next(need for need in self.needs if need[0].key == cycle[0])
            self.report(
                path,
                node.line,
                node.column,
                f"needs: 서로를 먼저 배우라고 합니다: {' → '.join([*cycle, cycle[0]])}. 하나를 끊어 주세요.",
            )


_ANYTHING = Text("", "")
_MISSING = Node("missing", 0, 0)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
_EATEN = re.compile(r"\\([A-Za-z]+)")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class _FileReader:
    """Turns nodes of one file into plain values, reporting what does not fit its field."""

    def __init__(self, path: str, lines: list[str], report: Callable[[int, int, str], None]) -> None:
        self.path = path
        self.lines = lines
        self.report = report

    def value(self, node: Node, field: Field, name: str) -> Any:
        """Return the value that `field` makes of a node, or None after reporting why it makes none."""
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
                hint = _nearest(key.text, record.fields) or f" 쓸 수 있는 키: {', '.join(record.fields)}"
                self.report(key.line, key.column, f"모르는 키 '{key.text}'입니다.{hint}")
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
            self.report(node.line, node.column, f"{name}: 화면에 쓸 수 없는 제어 문자({code})가 있습니다. 지워 주세요.")
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
        spoilt = False
        if node.style == '"':
            for word in _EATEN.findall(self.source_of(node)):
                if word in KNOWN_COMMANDS:
                    spoilt = True
                    self.report(
                        node.line,
                        node.column,
                        f"{name}: 큰따옴표 안에서는 \\{word}의 '\\{word[0]}'가 다른 글자로 바뀝니다. 작은따옴표나 | 블록에 써 주세요.",
                    )
        if not node.style:
            line, column = node.end
            rest = self.lines[line][column:] if line < len(self.lines) else ""
            if rest.lstrip().startswith("#") and rest != rest.lstrip():
                self.report(
                    line + 1,
                    column + 2,
                    f"{name}: 뒤의 '{rest.strip()[:20]}'는 주석이 되어 사라집니다. 값을 작은따옴표로 감싸거나 주석을 윗줄로 옮기세요.",
                )
        return spoilt

    def source_of(self, node: Node) -> str:
        """Return a scalar as it stands in the file, its escapes not yet read."""
        last, column = node.end
        lines = self.lines[node.line - 1 : last + 1]
        if len(lines) == 1:
            return lines[0][node.column - 1 : column]
        return "\n".join(lines)

    def check_formula(self, node: Node, text: str) -> None:
        first = node.line + (1 if node.style in ("|", ">") else 0)
        for offset, line in enumerate(text.splitlines()):
            try:
                unicode_formula(line)
            except LatexError as error:
                self.report(
                    first + offset, node.column if offset == 0 and first == node.line else 1, f"formula: {error}."
                )

    def numbers(self, node: Node, name: str) -> Any:
        nodes = node.items if node.kind == "sequence" else [node]
        try:
            values = [float(item.text) if item.kind == "scalar" else float("x") for item in nodes]
        except ValueError:
            return self.wrong(node, name, "수 하나 또는 [수, 수, ...]")
        if node.kind == "sequence":
            return values or self.wrong(node, name, "수 하나 또는 [수, 수, ...]")
        return values[0]

    def wrong(self, node: Node, name: str, expected: str) -> Any:
        """Report a value of the wrong kind, and return None in its place."""
        shown = {"sequence": "목록", "mapping": "표"}.get(node.kind, f"'{node.text[:30]}'")
        self.report(
            node.line, node.column, f"{name}: {expected}{_object_particle(expected)} 써 주세요. 지금은 {shown}입니다."
        )


def _card(deck: str, values: Mapping[str, Any], demo: DemoCall | None, place: Place) -> Card:
    def complete(name: str, *required: str) -> list[dict[str, Any]]:
        return [item for item in values.get(name, ()) if all(key in item for key in required)]

    def keys(name: str) -> tuple[str, ...]:
        return tuple(key if "/" in key else f"{deck}/{key}" for key in values.get(name, ()))

    return Card(
        deck=deck,
        id=values["id"],
        question=values["question"],
        answer=values["answer"],
        place=place,
        key_points=tuple(KeyPoint(p["point"], tuple(p.get("any_of", ()))) for p in complete("key_points", "point")),
        formula=tuple(values["formula"].splitlines()) if "formula" in values else (),
        followups=tuple(
            FollowUp(f["question"], f["answer"], int(f["point"]) if "point" in f else None)
            for f in complete("followups", "question", "answer")
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


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # only where there is a typo to explain

    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" 혹시 '{near[0]}'인가요?" if near else ""


def _cycles(cards: Mapping[str, Card]) -> list[list[str]]:
    """Return each cycle among `needs` once, starting at the card that comes first in the decks."""
    state: dict[str, int] = {}
    cycles: list[list[str]] = []
    for start in cards:
        path: list[str] = []
        stack = [(start, iter(cards[start].needs))] if start not in state else []
        while stack:
            key, needs = stack[-1]
            if state.get(key) is None:
                state[key] = 1
                path.append(key)
            for need in needs:
                if state.get(need) == 1 and need != key:
                    cycles.append(path[path.index(need) :])
                elif need in cards and need not in state:
                    stack.append((need, iter(cards[need].needs)))
                    break
            else:
                state[key] = 2
                path.pop()
                stack.pop()
    return cycles
