"""Tables: CSV and TSV of any program, our own, and the text that Anki exports."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quizcards.errors import QuizcardsError
from quizcards.importing.columns import OWN, column
from quizcards.importing.notes import add_note, read_note
from quizcards.importing.result import ImportedCard, ImportResult, LeftOutError, labelled, shown
from quizcards.importing.text import separator_of

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
_ANKI_HEADER = re.compile(r"#([a-z ]+):(.*)", re.IGNORECASE)
_COLUMN = {
    "guid column": "id",
    "notetype column": "notetype",
    "deck column": "deck",
    "tags column": "tags",
}
_NEEDED = {"question": "질문", "answer": "답"}
_INERT = re.compile(r"'+[=+\-@\t\r]")


def is_anki_text(text: str) -> bool:
    """Say whether this is what Anki writes as 'notes in plain text'."""
    return (
        re.match(
            r"#(separator|html|columns|tags|notetype|deck|guid)\b[a-z ]*:", text, re.IGNORECASE
        )
        is not None
    )


def read_anki_text(text: str, path: str) -> ImportResult:
    """Return the notes of Anki's exported text: lines of `#name:value`, then a table.

    Raises QuizcardsError where the table cannot be read.
    """
    lines = text.split("\n")
    head, size = _anki_head(lines)
    separator = head.get("separator", "tab")
    separator = _checked(_SEPARATORS.get(separator.lower(), separator), path)
    special = {
        int(value) - 1: _COLUMN[name]
        for name, value in head.items()
        if name in _COLUMN and re.fullmatch("[0-9]{1,6}", value)
    }
    names = head["columns"].split(separator) if "columns" in head else []
    result = ImportResult()
    table = "\n".join(lines[size:])
    for number, cells in _rows(table, separator, path, size):
        where = f"{number}번째 줄"
        of_note = {special[i]: cell for i, cell in enumerate(cells) if i in special}
        fields = {_column_name(names, i): cell for i, cell in enumerate(cells) if i not in special}
        tags = f"{of_note.get('tags', '')} {head.get('tags', '')}".split()
        try:
            note = read_note(
                fields, tags, result.images, head.get("html", "false").lower() == "true"
            )
        except LeftOutError as reason:
            result.record_left_out(labelled(where, " ".join(fields.values())), reason)
        else:
            add_note(result, where, note, of_note.get("deck") or head.get("deck", ""))
    return result


def _checked(separator: str, path: str) -> str:
    """Return what parts cells. Raises QuizcardsError where it cannot."""
    if len(separator) != 1 or separator in '"\n':
        raise QuizcardsError(f"{path}: #separator는 Tab이나 Comma처럼 써 주세요.")
    return separator


def _anki_head(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the settings in the first lines, and how many lines they are."""
    head: dict[str, str] = {}
    for number, line in enumerate(lines):
        setting = _ANKI_HEADER.fullmatch(line)
        if setting is None:
            return head, number
        head[setting[1].lower()] = setting[2].strip()
    return head, len(lines)


def _column_name(names: Sequence[str], position: int) -> str:
    """Return what a column is called: by its header, or else by its number."""
    name = names[position] if position < len(names) else ""
    return name or f"{position + 1}번째"


def read_table(text: str, path: str, separator: str = "") -> ImportResult:
    """Return the rows of a table as cards.

    By its header if it has one, else the first column asks and the second answers. Raises
    QuizcardsError where the table cannot be read.
    """
    rows = list(_rows(text, separator or separator_of(text), path))
    roles = [column(cell) for cell in rows[0][1]] if rows else []
    names: list[str] = []
    if "question" in roles and "answer" in roles:
        _, header = rows.pop(0)
        names = [shown(cell) for cell in header]
    else:
        roles = ["question", "answer"]
    asking = roles.index("question")
    result = ImportResult()
    for number, cells in rows:
        where = f"{number}번째 줄"
        label = labelled(where, cells[asking] if asking < len(cells) else "")
        parts = _parts(result, label, roles, names, cells)
        missing = [korean for role, korean in _NEEDED.items() if not parts.get(role)]
        if missing:
            result.record_left_out(label, f"{'과 '.join(missing)}에 글이 없습니다.")
        else:
            card = ImportedCard(where, _data(parts))
            result.add(card, parts.get("deck", ""), parts.get("title", ""))
    result.record_lost_marks()
    return result


def _parts(
    result: ImportResult,
    label: str,
    roles: Sequence[str],
    names: Sequence[str],
    cells: Sequence[str],
) -> dict[str, str]:
    """Return the parts of a card that a row has, and record what in it is none."""
    parts: dict[str, str] = {}
    for i, cell in enumerate(map(_active, cells)):
        role = roles[i] if i < len(roles) else ""
        if role and role not in parts:
            parts[role] = cell.strip()
        elif cell.strip():
            name = names[i] if i < len(names) else f"{i + 1}번째"
            result.record_loss(label, f"'{name}' 칸은 읽지 않았습니다", shown(cell))
    if parts.get("result"):
        result.record_loss(label, "데모는 표에 계산 결과만 있어서 두고 왔습니다.")
    return parts


def _data(parts: Mapping[str, str]) -> dict[str, Any]:
    """Return the parts of a card in the shape of its YAML."""
    data = {role: OWN[role](cell) for role, cell in parts.items() if cell and role in OWN}
    if parts.get("extra"):
        data["answer"] += f"\n\n{parts['extra']}"
    return data


def _active(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    return cell[1:] if _INERT.match(cell) else cell


def _rows(text: str, separator: str, path: str, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something, each with the line that it starts at.

    `before` lines stand above the text. Raises QuizcardsError where a quote never ends.
    """
    lines = text.splitlines(keepends=True)
    reader = csv.reader(iter(lines), delimiter=separator, strict=True)
    start = before + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = before + reader.line_num + 1
    except csv.Error:
        raise QuizcardsError(
            f"{path}:{start}: 따옴표가 맞지 않거나 칸이 너무 깁니다. "
            '칸을 큰따옴표로 감쌀 때 안의 "는 ""로 써 주세요.'
        ) from None
