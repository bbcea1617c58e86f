"""Tables: CSV and TSV of any program, our own, and the text that Anki exports."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any

from quizcards.errors import QuizcardsError
from quizcards.importing.columns import OWN, column
from quizcards.importing.notes import add_note, read_note
from quizcards.importing.result import Found, FoundCard, LeftOutError, labelled, shown

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
_ANKI_HEADER = re.compile(r"#([a-z ]+):(.*)", re.IGNORECASE)
_COLUMN = {
    "guid column": "id",
    "notetype column": "notetype",
    "deck column": "deck",
    "tags column": "tags",
}
_INERT = re.compile(r"'+[=+\-@\t\r]")


def is_anki_text(text: str) -> bool:
    """Say whether this is what Anki writes as 'notes in plain text'."""
    return (
        re.match(
            r"#(separator|html|columns|tags|notetype|deck|guid)\b[a-z ]*:", text, re.IGNORECASE
        )
        is not None
    )


def read_anki_text(text: str, path: str) -> Found:
    """Return the notes of Anki's exported text: lines of `#name:value`, then a table."""
    lines, head = text.split("\n"), dict[str, str]()
    while lines and (line := _ANKI_HEADER.fullmatch(lines[0])):
        head[line[1].lower()] = line[2].strip()
        lines.pop(0)
    separator = _SEPARATORS.get(head.get("separator", "tab").lower(), head.get("separator", "\t"))
    special = {
        int(value) - 1: _COLUMN[name]
        for name, value in head.items()
        if name in _COLUMN and value.isdecimal()
    }
    names = head["columns"].split(separator) if "columns" in head else []
    found = Found()
    for number, cells in _rows("\n".join(lines), separator, path, len(head)):
        said = {special[i]: cell for i, cell in enumerate(cells) if i in special}
        fields = {
            names[i] if i < len(names) and names[i] else f"{i + 1}번째": cell
            for i, cell in enumerate(cells)
            if i not in special
        }
        tags = f"{said.get('tags', '')} {head.get('tags', '')}".split()
        try:
            note = read_note(fields, tags, head.get("html", "false").lower() == "true")
        except LeftOutError as reason:
            found.leave_out(labelled(f"{number}번째 줄", " ".join(fields.values())), reason)
        else:
            add_note(found, f"{number}번째 줄", note, said.get("deck") or head.get("deck", ""))
    return found


def read_table(text: str, path: str, separator: str = "") -> Found:
    """Return the rows of a table as cards: by its header if it has one, else the first column asks
    and the second answers.
    """
    rows = list(_rows(text, separator or _separator(text), path))
    roles = [column(cell) for cell in rows[0][1]] if rows else []
    has_header = "question" in roles and "answer" in roles
    names = [shown(cell) for cell in rows.pop(0)[1]] if has_header else []
    if not has_header:
        roles = ["question", "answer"]
    found = Found()
    for number, cells in rows:
        label = labelled(
            f"{number}번째 줄",
            cells[roles.index("question")] if roles.index("question") < len(cells) else "",
        )
        _add_row(found, label, f"{number}번째 줄", roles, names, cells)
    found.lose_marks()
    return found


def _add_row(
    found: Found,
    label: str,
    name: str,
    roles: Sequence[str],
    names: Sequence[str],
    cells: Sequence[str],
) -> None:
    said: dict[str, str] = {}
    for i, cell in enumerate(map(_active, cells)):
        role = roles[i] if i < len(roles) else ""
        if role and role not in said:
            said[role] = cell.strip()
        elif cell.strip():
            found.lose(
                label,
                [
                    f"'{names[i] if i < len(names) else f'{i + 1}번째'}' 칸은 읽지 않았습니다: {shown(cell)}"
                ],
            )
    if said.pop("result", ""):
        found.lose(label, ["데모는 표에 계산 결과만 있어서 두고 왔습니다."])
    missing = [
        korean for role, korean in (("question", "질문"), ("answer", "답")) if not said.get(role)
    ]
    if missing:
        found.leave_out(label, f"{'과 '.join(missing)}에 글이 없습니다.")
        return
    found.deck(said.pop("deck", ""), said.pop("title", "")).cards.append(
        FoundCard(name, _data(said))
    )


def _data(said: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for role, cell in said.items():
        if cell and role in OWN:
            data[role] = OWN[role](cell)
    if said.get("extra"):
        data["answer"] += f"\n\n{said['extra']}"
    return data


def _active(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a cell."""
    return cell[1:] if _INERT.match(cell) else cell


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",\t;", key=first.count)


def _rows(text: str, separator: str, path: str, before: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something, each with the line that it starts at.

    Raises QuizcardsError where a quote never ends.
    """
    if len(separator) != 1 or separator in '"\n':
        raise QuizcardsError(f"{path}: #separator는 Tab이나 Comma처럼 써 주세요.")
    reader, start = (
        csv.reader(iter(text.splitlines(keepends=True)), delimiter=separator, strict=True),
        before + 1,
    )
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, cells
            start = before + reader.line_num + 1
    except csv.Error:
        raise QuizcardsError(
            f'{path}:{start}: 따옴표가 맞지 않거나 칸이 너무 깁니다. 칸을 큰따옴표로 감쌀 때 안의 "는 ""로 써 주세요.'
        ) from None
