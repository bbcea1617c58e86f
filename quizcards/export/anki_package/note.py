"""The fields of an Anki note in HTML, made from a card.

Nothing in a card's text is markup, nor anything that Anki or MathJax would take for its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizcards.card_data import card_data
from quizcards.characters import CONTROLS, UNWRITABLE, one_of
from quizcards.export.book import Entry, Run, anchor, answered, asked
from quizcards.export.exercise import exercise_of
from quizcards.export.formats import Picture
from quizcards.export.svg import graph_svg, picture_svg
from quizcards.export.svg.page import PHONE_WIDTH
from quizcards.export.tables import Cell, Formula, Table, evidence, name_of, tables
from quizcards.model import Card, Misconception
from quizcards.quiz.code_question import wanted
from quizcards.quiz.question import GAP
from quizcards.trace.exercise import shown
from quizcards.trace.graph import graph
from quizcards.trace.linear import check_formula
from quizcards.trace.notation import values
from quizcards.trace.prose import Image, Mathematics, Part, is_passive

_UNWRITABLE = one_of(CONTROLS, UNWRITABLE)  # what breaks a line becomes a space
# Besides HTML's own: {{template}} and cloze, [sound:...], [latex] and [$]. MathJax looks for \( and
# \[ in the text that the page shows, where no entity is left, but never across an element: there
# the backslash stands in one of its own.
_MARKUP = {c: f"&#{ord(c)};" for c in "&<>\"'{}[]"}
_IN_TEXT = str.maketrans(_MARKUP | {"\\": "<span>&#92;</span>"})
_IN_ATTRIBUTE = str.maketrans(_MARKUP | {"\\": "&#92;"})
_IN_FORMULA = str.maketrans(_MARKUP)


def cleaned(text: str) -> str:
    """Return text on one line without characters that a database or a page cannot hold."""
    return " ".join(_writable(text).split())


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def fields(entry: Entry, pictures: Iterable[Picture]) -> dict[str, str]:
    """Return each field of a card's note by its name."""
    card = entry.card
    wrong = zip(card.misconceptions, entry.evidence, strict=True)
    return {
        "질문": _prose(asked(card), entry),
        "답": "".join(f"<p>{_prose(paragraph, entry)}</p>" for paragraph in answered(card)),
        "핵심": _list(_text(point.point) for point in card.key_points),
        "식": "".join(f"<p>{_formula(line)}</p>" for line in card.formula),
        "오해": _list(_misconception(one, run) for one, run in wrong),
        "꼬리질문": "".join(
            f"<details><summary>{_text(one.question)}</summary><p>{_text(one.answer)}</p></details>"
            for one in card.followups
        ),
        "계산": "".join((*_run(entry.run), *_to_write(card, entry.run))) if entry.run else "",
        "그림": "".join(
            f'<img src="{picture.path}" alt="{_alt(entry.run)}">' for picture in pictures
        ),
        "출처": "; ".join(map(_text, card.sources)),
        "카드": _text(card.key),
        "자료": _writable(json.dumps(card_data(card), ensure_ascii=False)).translate(_IN_ATTRIBUTE),
    }


def pictures(entry: Entry) -> Iterator[Picture]:
    """Yield the picture of a card's demo and its computation graph, if it has them."""
    run = entry.run
    if run is None or run.trace is None:
        return
    name = f"quizcards-{anchor(entry.card)}"
    yield Picture(f"{name}.svg", picture_svg(run.demo.picture(run.trace), PHONE_WIDTH).encode())
    found = graph(run.trace)
    if found:
        yield Picture(f"{name}--graph.svg", graph_svg(found).encode())


def images(entry: Entry) -> Iterator[Picture]:
    """Yield the pictures in a card's text, under names that no other deck's have."""
    for name, data in entry.images.items():
        yield Picture(_file(entry.card, name), data)


def _file(card: Card, name: str) -> str:
    return f"quizcards-{card.deck}-{name}"


def _prose(prose: Iterable[Part], entry: Entry) -> str:
    return "".join(_part(part, entry) for part in prose).strip()


def _part(part: Part, entry: Entry) -> str:
    match part:
        case Mathematics(latex=latex, is_display=is_display):
            return _mathematics(cleaned(latex), is_display)
        case Image(name=name) if name in entry.images:
            return f'<img src="{_file(entry.card, name).translate(_IN_ATTRIBUTE)}">'
        case Image(name=name):
            return _text(f"(그림: {name})")
        case _:
            return f"{part[:1].isspace() * ' '}{_text(part)}{part[-1:].isspace() * ' '}"


def _mathematics(latex: str, is_display: bool) -> str:
    r"""Return mathematics for MathJax, or as text what would do more there, or end too early."""
    if not is_passive(latex) or r"\)" in latex or r"\]" in latex:
        return _text(f"${latex}$")
    opening, closing = (r"\[", r"\]") if is_display else (r"\(", r"\)")
    return f"{opening}{latex.translate(_IN_FORMULA)}{closing}"


def _text(text: str) -> str:
    return cleaned(text).translate(_IN_TEXT)


def _alt(run: Run | None) -> str:
    return cleaned(run.demo.title).translate(_IN_ATTRIBUTE) if run else ""


def _formula(line: str) -> str:
    r"""Return a card's formula for MathJax, or as text if it is not plain LaTeX.

    MathJax also knows \href and \require, which `unicode_formula` refuses.
    """
    latex = cleaned(line)
    if check_formula(latex):
        return _text(line)
    return rf"\[{latex.translate(_IN_FORMULA)}\]"


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return lines and f"<ul>{lines}</ul>"


def _misconception(wrong: Misconception, run: Run | None) -> str:
    truth = f" → ✓ “{_text(wrong.truth)}”" if wrong.truth else ""
    said = f"✗ “{_text(wrong.claim)}”{truth} → {_text(wrong.because)}"
    if wrong.demo is None or run is None:
        return said
    if run.trace is None:
        return f"{said} ({_text(run.failure)})"
    return f"{said} ▸ {_given(evidence(wrong.demo, run.trace))}"


def _run(run: Run) -> Iterator[str]:
    """Yield a demo's title, the inputs of its run and its lines in tables."""
    yield f"<p><b>{_text(run.demo.title)}</b></p>"
    if run.trace is None:
        yield f"<p>{_text(run.failure)}</p>"
        return
    yield f"<p>{_given(run.trace.inputs)}</p>"
    yield from map(_table, tables(run.trace))


def _to_write(card: Card, run: Run) -> Iterator[str]:
    """Yield the demo's function with a blank, folded away, and below it the line and why.

    It stands on the back: in front it would tell what the question asks.
    """
    exercise = exercise_of(card, run.demo)
    if exercise is None or run.trace is None:
        return
    line = exercise.line
    meant = wanted(exercise)
    head = f"코드로 써 보기: {exercise.target}{meant and f'({meant})'}"
    function = _code(shown([exercise], GAP))
    yield f"<details><summary>{_text(head)}</summary>{function}"
    yield f"<details><summary>식 보기</summary>{_code([f'{line.target} = {line.source}'])}"
    yield f"<p>{_text(line.note)}</p></details></details>" if line.note else "</details></details>"


def _code(lines: Iterable[str]) -> str:
    return f"<pre>{'<br>'.join(_writable(line).translate(_IN_TEXT) for line in lines)}</pre>"


def _given(found: Mapping[str, object]) -> str:
    return ", ".join(
        f"{_cell(name_of(name))} = {_text(values(value))}" for name, value in found.items()
    )


def _table(table: Table) -> str:
    head = "".join(f"<th>{_cell(cell)}</th>" for cell in table.head)
    rows = "".join(map(_table_row, table.rows))
    return f'<div class="scroll"><table><tr>{head}</tr>{rows}</table></div>'


def _table_row(row: Sequence[Cell]) -> str:
    return f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>"


def _cell(cell: Cell) -> str:
    return rf"\({cell.latex.translate(_IN_FORMULA)}\)" if isinstance(cell, Formula) else _text(cell)
