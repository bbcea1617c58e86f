"""YAML -> a tree of nodes that know where they stand.

Every plain scalar stays the text that was written. Built on libyaml's events: decks use a small,
safe part of YAML, and aliases, anchors, tags, duplicate keys and several documents in a file are
reported, never obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

# PyYAML built without libyaml gives the same events, more slowly
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20
MOST_NODES = 300_000
"""Of one file: a thousand long cards have sixty thousand. Each takes half a kilobyte of memory."""
Report = Callable[[int, int, str], None]


@dataclass(slots=True)
class Node:
    """A scalar, a sequence, a mapping or an alias; line and column count from 1."""

    kind: str
    line: int
    column: int
    text: str = ""
    style: str = ""
    """'' for a plain scalar, else the character that opens it: ' " | or >"""
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    end: tuple[int, int] = (0, 0)
    """Line and column where a scalar ends, counted from 0."""


def readable(text: str, report: Report) -> str:
    """Return text with U+FFFD for what YAML cannot hold, so that the rest is read.

    The first such character in each line is reported.
    """
    mended: str = yaml.reader.Reader.NON_PRINTABLE.sub("\ufffd", text)
    if mended == text:
        return text
    start = 0
    for number, line in enumerate(mended.splitlines(keepends=True), 1):
        found = yaml.reader.Reader.NON_PRINTABLE.search(text, start, start + len(line))
        if found:
            column = found.start() - start + 1
            report(
                number,
                column,
                f"쓸 수 없는 제어 문자(U+{ord(found.group()):04X})가 있습니다. 지워 주세요.",
            )
        start += len(line)
    return mended


def shown(text: str) -> str:
    """Return text from a deck as a message may quote it: short and printable."""
    short = text if len(text) <= 40 else text[:40] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


def parse(text: str, report: Report) -> Node | None:
    """Return the root node of the only document; None if there is none or its syntax is broken."""
    loader = Loader(text)
    try:
        return _Builder(loader, report).document()
    except yaml.MarkedYAMLError as error:
        problem = error.problem or ""
        opened = error.context_mark if _NEVER_CLOSED.search(problem) else None
        mark = opened or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if problem == _TOO_MANY:
            report(line, column, problem)
            return None
        _report_syntax(text, line, column, problem, report)
        return None
    finally:
        loader.dispose()


def parsed(text: str) -> tuple[list[str], Node | None]:
    """Return the lines with their ends, as the parser counts them, and the root.

    For who changes a file that the reader reports on; nothing is reported here.
    """

    def unheard(line: int, column: int, message: str) -> None:
        """Say nothing."""

    text = readable(text, unheard)
    return text.splitlines(keepends=True), parse(text, unheard)


def in_brackets(lines: Sequence[str], node: Node) -> bool:
    """Say whether a sequence or a mapping is written as [...] or {...}."""
    return lines[node.line - 1][node.column - 1] in "[{"


class _Builder:
    def __init__(self, loader: Any, report: Report) -> None:
        self.next = loader.get_event
        self.report = report
        self.nodes_left = MOST_NODES

    def document(self) -> Node | None:
        documents: list[Node] = []
        for event in self.until(yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                root = self.node(self.next(), 0)
                documents.append(root)
                if len(documents) == 2:
                    self.report(
                        root.line,
                        root.column,
                        "한 파일에는 문서가 하나여야 합니다. '---' 줄을 지우거나 파일을 나누세요.",
                    )
        return documents[0] if documents else None

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        """Yield the events up to one of this type, which is taken too."""
        event = self.next()
        while not isinstance(event, end):
            yield event
            event = self.next()

    def node(self, event: Any, depth: int) -> Node:
        mark: Any = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        self.nodes_left -= 1
        if self.nodes_left < 0:
            raise yaml.MarkedYAMLError(problem=_TOO_MANY, problem_mark=mark)
        if isinstance(event, yaml.AliasEvent):
            self.report(
                line, column, f"별칭(*{event.anchor})은 쓸 수 없습니다. 내용을 그대로 적어 주세요."
            )
            return Node("alias", line, column)
        if event.anchor:
            self.report(line, column, f"앵커(&{event.anchor})는 쓸 수 없습니다. 지워 주세요.")
        if event.tag:
            self.report(
                line, column, f"YAML 태그({shown(event.tag)})는 쓸 수 없습니다. 지워 주세요."
            )
        if isinstance(event, yaml.ScalarEvent):
            stop: Any = event.end_mark
            style = event.style or ""
            return Node(
                "scalar",
                line,
                column,
                event.value,
                "" if style == ":" else style,
                end=(stop.line, stop.column),
            )
        if depth == MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem=_TOO_DEEP, problem_mark=mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node("sequence", line, column, items=self.items(depth + 1))
        return Node("mapping", line, column, entries=self.entries(depth + 1))

    def items(self, depth: int) -> list[Node]:
        return [self.node(event, depth) for event in self.until(yaml.SequenceEndEvent)]

    def entries(self, depth: int) -> list[tuple[Node, Node]]:
        entries: list[tuple[Node, Node]] = []
        seen: dict[str, int] = {}
        for event in self.until(yaml.MappingEndEvent):
            key = self.node(event, depth)
            value = self.node(self.next(), depth)
            if key.kind == "alias":
                continue
            if key.kind != "scalar":
                self.report(key.line, key.column, "키에는 글자만 쓸 수 있습니다.")
            elif key.text in seen:
                self.report(
                    key.line,
                    key.column,
                    f"{shown(key.text)}: 두 번 나옵니다(처음은 {seen[key.text]}번째 줄). 하나만 "
                    "남기세요.",
                )
            else:
                seen[key.text] = key.line
                entries.append((key, value))
        return entries


_COLON_IN_PLAIN = re.compile(
    r"^(?P<head>\s*(?:- +)*(?:[A-Za-z_]+: +)?)(?P<value>[^\s'\"|>\[{&*!#%@`-].*?: .*)$"
)
_KEY_INDENT = re.compile(r"\s*(?:- +)*(?=[^-\s].*: )|\s*")
_BLOCK_START = re.compile(r"[|>][+-]?\d?\s*(#.*)?$")

_TOO_DEEP = "너무 깊이 들어간 구조입니다."
_TOO_MANY = f"값이 {MOST_NODES:,}개를 넘습니다. 파일을 나누어 주세요."
_NEVER_CLOSED = re.compile("unexpected end of stream|unexpected document (indicator|separator)")
_COLON = "값 안의 ': ' 때문에 읽을 수 없습니다. 값을 작은따옴표로 감싸 주세요: 'a: b'"
_SPECIAL = (
    "탭이나 특수 문자로 값을 시작할 수 없습니다. "
    "들여쓰기는 빈칸으로 하고, 값은 작은따옴표로 감싸 주세요."
)
# what libyaml and PyYAML's own parser say -> what the author should do
_EXPLAINED = (
    # libyaml has a limit of its own for what it reads ahead
    (f"{_TOO_DEEP}|maximum nesting", _TOO_DEEP),
    (
        "mapping values are not allowed",
        "여기에 ': '가 올 수 없습니다. 들여쓰기를 윗줄과 맞추거나, 값이면 작은따옴표로 감싸 "
        "주세요.",
    ),
    (
        "unknown escape|escape code",
        "큰따옴표 안의 \\ 를 읽을 수 없습니다. LaTeX는 작은따옴표나 | 블록에 써 주세요.",
    ),
    (
        "cannot start any token|tab character|alphabetic or numeric|node content|comment or line "
        "break",
        _SPECIAL,
    ),
    ("indentation indicators|(sequence entries|mapping keys) are not allowed", _SPECIAL),
    (_NEVER_CLOSED.pattern, "여기서 연 따옴표가 닫히지 않았습니다."),
    ("could not find expected ':'", "키 뒤에 ': '가 없습니다. '키: 값'으로 써 주세요."),
    (
        "did not find expected key|expected <block end>",
        "들여쓰기가 맞지 않거나 따옴표가 일찍 닫혔습니다.",
    ),
    (
        "expected '-' indicator",
        "목록의 들여쓰기가 맞지 않습니다. 같은 목록의 '-'는 같은 칸에서 시작해야 합니다.",
    ),
    (
        "expected ',' or",
        "[ ] 또는 { } 안에서 쉼표나 닫는 괄호를 찾지 못했습니다. ' #' 뒤는 주석이 됩니다.",
    ),
)


def _report_syntax(text: str, line: int, column: int, problem: str, report: Report) -> None:
    """Report a syntax error, and with it every other line that an unquoted colon breaks."""
    colons = list(_unquoted_colons(text))
    for colon_line, colon_column in colons:
        report(colon_line, colon_column, _COLON)
    if line not in {at for at, _ in colons}:
        said = next((korean for pattern, korean in _EXPLAINED if re.search(pattern, problem)), None)
        report(line, column, said or f"YAML 문법 오류입니다: {shown(problem)}")


def _unquoted_colons(text: str) -> list[tuple[int, int]]:
    """Find plain one-line values that contain ': ', outside block scalars."""
    found = []
    block_indent: int | None = None
    for number, line in enumerate(text.splitlines(), 1):
        indent = len(line) - len(line.lstrip())
        if block_indent is not None and (not line.strip() or indent > block_indent):
            continue
        starts_block = _BLOCK_START.search(line)
        key_indent = _KEY_INDENT.match(line)  # also of a line without a key: its indentation
        block_indent = key_indent.end() if key_indent and starts_block else None
        match = _COLON_IN_PLAIN.match(line)
        if match and ":" in match["head"] and not starts_block:
            found.append((number, match.end("head") + match["value"].index(": ") + 1))
    return found
