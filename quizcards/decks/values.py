"""Nodes -> plain values, each checked against its field.

What does not fit is reported at its place in the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from quizcards.characters import (
    BREAKS,
    CONTROLS,
    DIRECTIONS,
    MOST_MARKS,
    SEPARATORS,
    UNSEEN,
    heaps_of_marks,
    one_of,
)
from quizcards.decks.fields import (
    LONGEST_LINE,
    MOST_CODE,
    MOST_NUMBERS,
    NUMBER_PATTERN,
    WORD_PATTERN,
    Called,
    Code,
    Demo,
    Field,
    ListOf,
    Parameter,
    Record,
    TableOf,
    Text,
)
from quizcards.decks.nodes import Node, shown
from quizcards.errors import perhaps
from quizcards.trace.latex import KNOWN_COMMANDS, formulas
from quizcards.trace.linear import check_formula

_MISSING = Node("missing", 0, 0)
_CONTROL = one_of(CONTROLS, BREAKS, SEPARATORS, DIRECTIONS, UNSEEN)
_EATEN = re.compile(r"\\(?:([A-Za-z]+)|.)")
_NUMBER = re.compile(rf"\s*({NUMBER_PATTERN})\s*")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
MOST_HINTS = 20
"""Each compares a word with all that are known, and nobody reads a thousand."""
_LONGEST_TYPO = 100


@dataclass(frozen=True)
class Written:
    """A record as it was written: the node, and those of its values that fit their fields."""

    node: Node
    values: Mapping[str, Any]

    def has(self, *names: str) -> bool:
        """Say whether all these fields have a value."""
        return all(name in self.values for name in names)


class FileReader:
    """Turns nodes of one file into plain values, reporting what does not fit its field."""

    def __init__(
        self, path: str, lines: list[str], report: Callable[[int, int, str], None]
    ) -> None:
        self.path = path
        self.lines = lines
        self.report = report
        self.hints_left = MOST_HINTS
        self.code_left = MOST_CODE

    def hint(self, word: str, known: Iterable[str]) -> str:
        """Return a question whether a known word was meant (see `perhaps`), the first few times."""
        if len(word) > _LONGEST_TYPO or self.hints_left == 0:
            return ""
        self.hints_left -= 1
        return perhaps(word, known)

    def value(self, node: Node, field: Field, name: str) -> Any:
        """Return the value that `field` makes of a node; None after reporting why it makes none."""
        if node.kind == "alias":
            return None  # reported when it was parsed
        match field:
            case Text():
                return self.text(node, field, name)
            case Code():
                return self.code(node, name)
            case Parameter():
                return self.parameter(node, name)
            case Demo():
                return self.demo(node, field, name)
            case Record():
                return self.record(node, field, name)
            case TableOf(item):
                if node.kind != "mapping":
                    return self.wrong(node, name, "'이름: 값'의 표")
                table = {key.text: self.value(value, item, key.text) for key, value in node.entries}
                return {key: value for key, value in table.items() if value is not None}
            case Called(names, table):
                return self.value(node, table if node.kind == "mapping" else names, name)
            case ListOf():
                return self.list_of(node, field, name)

    def list_of(self, node: Node, field: ListOf, name: str) -> list[Any] | None:
        """Return the values of a list that fit its field."""
        items = self.items(node, field, name)
        if items is None:
            return None
        values = [self.value(item, field.item, name) for item in items]
        return [value for value in values if value is not None]

    def items(self, node: Node, field: ListOf, name: str) -> list[Node] | None:
        """Return the items of a list unread, or None after reporting that it is none."""
        if node.kind == "alias":
            return None  # reported when it was parsed
        if node.kind != "sequence":
            self.wrong(node, name, "'- '로 시작하는 목록")
            return None
        if not node.items:
            self.report(
                node.line, node.column, f"{name}: 비어 있습니다. 항목을 적거나 이 줄을 지우세요."
            )
        if len(node.items) > field.most:
            extra = node.items[field.most]
            self.report(extra.line, extra.column, f"{name}: {field.most:,}개까지 쓸 수 있습니다.")
        return [item for item in node.items[: field.most] if item.kind != "alias"]

    def record(
        self, node: Node, record: Record, name: str = "", unread: Collection[str] = ()
    ) -> Written | None:
        """Return what a mapping holds, or None after reporting that it is none.

        Of the lists named in `unread` the items stay nodes, for the caller to read.
        """
        if node.kind != "mapping":
            self.wrong(node, name or record.about, f"'키: 값' 줄들({', '.join(record.required)})")
            return None
        values: dict[str, Any] = {}
        for key, child in node.entries:
            if key.text not in record.fields:
                can = (
                    self.hint(key.text, record.fields)
                    or f" 쓸 수 있는 키: {', '.join(record.fields)}"
                )
                self.report(key.line, key.column, f"모르는 키 '{shown(key.text)}'입니다.{can}")
                continue
            field = record.fields[key.text]
            if isinstance(field, ListOf) and key.text in unread:
                value: Any = self.items(child, field, key.text)
            else:
                value = self.value(child, field, key.text)
            if value is not None:
                values[key.text] = value
        present = {key.text for key, _ in node.entries}
        for name in record.required:
            if name not in present:
                self.report(
                    node.line,
                    node.column,
                    f"{name}: 꼭 있어야 합니다. '{name}: ...' 줄을 더해 주세요.",
                )
        return Written(node, values)

    def text(self, node: Node, field: Text, name: str) -> str | None:
        if node.kind == "mapping" and node.entries and node.line == node.entries[0][1].line:
            self.report(
                node.line,
                node.column,
                f"{name}: 값 안의 ': ' 때문에 표로 읽혔습니다. 작은따옴표로 감싸 주세요.",
            )
            return None
        if node.kind != "scalar":
            self.wrong(node, name, field.expected)
            return None
        if (
            self.check_length(node, field, name)
            or self.check_traps(node, field, name)
            or self.check_controls(node, name)
            or self.check_marks(node, name)
        ):
            return None
        text = unicodedata.normalize("NFC", node.text).strip()
        if not text or (not node.style and text in _NULLS):
            self.report(node.line, node.column, f"{name}: 비어 있습니다. 내용을 적어 주세요.")
            return None
        if field.pattern and not re.fullmatch(field.pattern, text):
            self.wrong(node, name, field.expected)
            return None
        if field.latex:
            self.check_formula(node, text)
        return text

    def check_length(self, node: Node, field: Text, name: str) -> bool:
        """Report text that is longer than anyone says; return whether it is."""
        length = len(node.text)
        if length > field.most:
            self.report(
                node.line,
                node.column,
                f"{name}: {field.most:,}자까지 쓸 수 있습니다. 지금은 {length:,}자입니다. "
                "줄이거나 나누어 주세요.",
            )
        return length > field.most

    def check_marks(self, node: Node, name: str) -> bool:
        """Report a letter with more marks on it than a language writes; return if there is one."""
        if len(node.text) <= MOST_MARKS:
            return False  # as most texts are, so that they are read sooner
        heap = next(heaps_of_marks(node.text), None)
        if heap:
            start, end = heap
            line, column = self.place_of(node, node.text[start:end])
            self.report(
                line,
                column,
                f"{name}: 한 글자에 결합 문자가 {end - start:,}개 붙어 있습니다. "
                f"{MOST_MARKS}개까지 쓸 수 있으니 지워 주세요.",
            )
        return heap is not None

    def check_controls(self, node: Node, name: str) -> bool:
        """Report a character that no screen should be sent; return whether there is one."""
        control = _CONTROL.search(node.text)
        if control:
            code = f"U+{ord(control.group()):04X}"
            line, column = self.place_of(node, control.group())
            self.report(
                line,
                column,
                f"{name}: 화면에 쓸 수 없는 제어 문자({code})가 있습니다. 지워 주세요.",
            )
        return control is not None

    def check_traps(self, node: Node, field: Text, name: str) -> bool:
        """Report text that YAML changes or loses without a word; return whether it is spoilt."""
        if node.style == '"':
            return self.check_escapes(node, field, name)
        if not node.style:
            line, column = node.end
            rest = self.lines[line][column:] if line < len(self.lines) else ""
            comment = rest.lstrip()
            if comment.startswith("#") and comment != rest:
                self.report(
                    line + 1,
                    column + len(rest) - len(comment) + 1,
                    f"{name}: 뒤의 '{shown(comment[:20].rstrip())}' 부분은 주석이 되어 사라집니다. "
                    "값을 작은따옴표로 감싸거나 주석을 윗줄로 옮기세요.",
                )
        return False

    def check_escapes(self, node: Node, field: Text, name: str) -> bool:
        """Report LaTeX whose backslash and first letter become another character in quotes."""
        spoilt = False
        for line, column, source in self.source_of(node):
            for found in _EATEN.finditer(source):
                word = found[1]
                if word and (word in KNOWN_COMMANDS or field.latex):
                    spoilt = True
                    self.report(
                        line,
                        column + found.start(),
                        f"{name}: 큰따옴표 안에서는 \\{word}의 '\\{word[0]}'가 다른 글자로 "
                        "바뀝니다. "
                        "작은따옴표나 | 블록에 써 주세요.",
                    )
        return spoilt

    def source_of(self, node: Node) -> list[tuple[int, int, str]]:
        """Return the lines of a scalar as they stand in the file, each with its line and column."""
        last, stop = node.end
        lines = []
        for line in range(node.line, min(last + 1, len(self.lines)) + 1):
            start = node.column if line == node.line else 1
            lines.append(
                (line, start, self.lines[line - 1][start - 1 : stop if line == last + 1 else None])
            )
        return lines

    def place_of(self, node: Node, part: str) -> tuple[int, int]:
        """Return where a part of a scalar stands.

        Where it was written as an escape, that is the scalar's own place.
        """
        for line, column, text in self.source_of(node):
            if part in text:
                return line, column + text.index(part)
        if node.style == "|":  # a line break: it is at the end of its line
            line = node.line + len(f"{node.text.partition(part)[0]}?".splitlines())
            return line, len(self.lines[line - 1]) + 1
        return node.line, node.column

    def check_formula(self, node: Node, text: str) -> None:
        """Report what the terminal cannot show, at its line."""
        lines = [line for line in text.splitlines() if line.strip()]
        places = [(node.line, node.column)] * len(lines)
        if node.style == "|":
            block = [
                (line, source) for line, _, source in self.source_of(node)[1:] if source.strip()
            ]
            places = [(line, len(source) - len(source.lstrip()) + 1) for line, source in block]
        if self.is_too_much(node, "formula", text):
            return
        before = 0
        for written in formulas(text):
            latex = " ".join(written)
            refusal: str | None = f"한 줄에 {LONGEST_LINE}자까지 쓸 수 있습니다. 나누어 주세요"
            if len(latex) <= LONGEST_LINE:
                refusal = check_formula(latex)
            if refusal:
                self.report(*places[before], f"formula: {refusal}.")
            before += len(written)

    def demo(self, node: Node, field: Demo, name: str) -> Written | None:
        """Return code alone as a mapping with nothing but code."""
        if node.kind == "scalar" and not node.style and node.text not in _NULLS:
            self.report(
                node.line,
                node.column,
                f"{name}: 데모 이름이면 '{name}: {{run: {shown(node.text)}}}'으로, 코드면 "
                f"'{name}: |' 다음 줄부터 써 주세요.",
            )
            return None
        if node.kind == "scalar":
            code = self.code(node, name)
            return None if code is None else Written(node, {"code": code})
        written = any(key.text == "code" for key, _ in node.entries)
        return self.record(node, field.written if written else field.named, name)

    def code(self, node: Node, name: str) -> str | None:
        """Return code as it stands.

        Only in a block does each of its lines have a line of the file.
        """
        if node.kind == "scalar" and (
            not node.text.strip() or (not node.style and node.text in _NULLS)
        ):
            self.report(
                node.line,
                node.column,
                f"{name}: 비어 있습니다. '{name}: |'로 적고 다음 줄부터 코드를 써 주세요.",
            )
            return None
        if node.kind != "scalar" or node.style != "|":
            self.report(
                node.line,
                node.column,
                f"{name}: '{name}: |'로 적고, 코드는 다음 줄부터 들여 써 주세요.",
            )
            return None
        if self.is_too_much(node, name, node.text) or self.check_controls(node, name):
            return None
        return node.text

    def is_too_much(self, node: Node, name: str, text: str) -> bool:
        """Report code and formulas beyond what is read of one file; return whether this is it."""
        self.code_left -= len(text)
        if self.code_left < 0:
            self.report(
                node.line,
                node.column,
                f"{name}: 한 파일의 코드와 식은 모두 {MOST_CODE:,}자까지 살펴봅니다. "
                "파일을 나누어 주세요.",
            )
        return self.code_left < 0

    def parameter(self, node: Node, name: str) -> Any:
        """Return a number, a word, a list of numbers or a list of such lists."""
        word = node.text.strip()
        if (
            node.kind == "scalar"
            and not (not node.style and word in _NULLS)
            and re.fullmatch(WORD_PATTERN, word)
        ):
            return word
        value = _numbers(node)
        if value is None:
            return self.wrong(node, name, Parameter().about)
        if _count(value) > MOST_NUMBERS:
            self.report(
                node.line,
                node.column,
                f"{name}: 수는 모두 {MOST_NUMBERS:,}개까지 쓸 수 있습니다. 지금은 "
                f"{_count(value):,}개입니다.",
            )
            return None
        rows = value if isinstance(value, list) and isinstance(value[0], list) else []
        if any(len(row) != len(rows[0]) for row in rows):
            self.report(node.line, node.column, f"{name}: 줄마다 수의 개수가 같아야 합니다.")
            return None
        return value

    def wrong(self, node: Node, name: str, expected: str) -> Any:
        """Report a value of the wrong kind, and return None in its place."""
        found = {"sequence": "목록", "mapping": "표"}.get(node.kind, f"'{shown(node.text)}'")
        self.report(
            node.line,
            node.column,
            f"{shown(name)}: {expected}{_object_particle(expected)} 써 주세요. 지금은 "
            f"{found}입니다.",
        )


def entry(node: Node, name: str) -> Node:
    """Return the value under a key, or an empty node."""
    return next((value for key, value in node.entries if key.text == name), _MISSING)


def _object_particle(word: str) -> str:
    """Return 을 or 를, as the last syllable before any parenthesis asks."""
    last = re.sub(r"[^가-힣]", "", word.split("(")[0])[-1:]
    return "를" if not last or (ord(last) - 0xAC00) % 28 == 0 else "을"


def _count(value: Any) -> int:
    """Return how many numbers a parameter has."""
    return sum(map(_count, value)) if isinstance(value, list) else 1


def _numbers(node: Node, depth: int = 2) -> Any:
    """Return a number, a list of numbers or a list of such lists; None for anything else."""
    if node.kind == "sequence" and node.items and depth:
        values = [_numbers(item, depth - 1) for item in node.items]
        alike = len({isinstance(value, list) for value in values}) == 1
        return values if alike and None not in values else None
    number = float(node.text) if node.kind == "scalar" and _NUMBER.fullmatch(node.text) else None
    return number if number is not None and isfinite(number) else None
