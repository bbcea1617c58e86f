r"""A card's fields in HTML. Nothing in its text is markup, nor anything that Anki or MathJax would take for its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizcards.data import card_data
from quizcards.export.book import Entry, Run
from quizcards.export.formats import Picture
from quizcards.export.svg import graph_svg, picture_svg
from quizcards.model import DemoCall
from quizcards.trace.graph import graph
from quizcards.trace.latex import LatexError, unicode_formula
from quizcards.trace.notation import values
from quizcards.trace.tracer import Step
from quizcards.trace.typeset import typeset, typeset_symbol

MOST_TURNS = 10
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Besides HTML's own: {{template}} and cloze, [sound:...], [latex] and [$]. MathJax looks for \( and \[ in the text that
# the page shows, where no entity is left, but never across an element: there the backslash stands in one of its own.
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
        "질문": _text(card.question),
        "답": "".join(f"<p>{_text(paragraph)}</p>" for paragraph in re.split(r"\n\s*\n", card.answer)),
        "핵심": _list(_text(point.point) for point in card.key_points),
        "식": "".join(f"<p>{_formula(line)}</p>" for line in card.formula),
        "오해": _list(f"✗ “{_text(m.claim)}” → {_text(m.because)}{_evidence(m.demo, run)}" for m, run in wrong),
        "꼬리질문": "".join(
            f"<details><summary>{_text(one.question)}</summary><p>{_text(one.answer)}</p></details>"
            for one in card.followups
        ),
        "계산": "".join(_run(entry.run)) if entry.run else "",
        "그림": "".join(f'<img src="{picture.path}" alt="{_alt(entry.run)}">' for picture in pictures),
        "출처": "; ".join(map(_text, card.sources)),
        "카드": _text(card.key),
        "자료": _writable(json.dumps(card_data(card), ensure_ascii=False)).translate(_IN_ATTRIBUTE),
    }


def pictures(entry: Entry) -> Iterator[Picture]:
    """Yield the picture of a card's demo and its computation graph, if it has them."""
    run, card = entry.run, entry.card
    if run and run.trace:
        name = f"quizcards-{card.deck}--{card.id}"  # no id holds two hyphens in a row, so no two cards share one
        yield Picture(f"{name}.svg", picture_svg(run.demo.picture(run.trace)))
        if found := graph(run.trace):
            yield Picture(f"{name}--graph.svg", graph_svg(found))


def _text(text: str) -> str:
    return cleaned(text).translate(_IN_TEXT)


def _alt(run: Run | None) -> str:
    return cleaned(run.demo.title).translate(_IN_ATTRIBUTE) if run else ""


def _math(latex: str) -> str:
    return rf"\({latex.translate(_IN_FORMULA)}\)"


def _formula(line: str) -> str:
    r"""Return a card's formula for MathJax, or as text if it is not plain LaTeX: MathJax also knows \href and \require."""
    latex = cleaned(line)
    try:
        unicode_formula(latex)
    except LatexError:
        return _text(line)
    return rf"\[{latex.translate(_IN_FORMULA)}\]"


def _list(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return lines and f"<ul>{lines}</ul>"


def _evidence(call: DemoCall | None, run: Run | None) -> str:
    """Return what a run says against a misconception."""
    if call is None or run is None:
        return ""
    if run.trace is None:
        return f" ({_text(run.failure)})"
    return f" ▸ {_given({name: run.trace[name] for name in call.show if run.trace.values(name)})}"


def _run(run: Run) -> Iterator[str]:
    """Yield a demo's title, the inputs of its run and its lines in tables."""
    yield f"<p><b>{_text(run.demo.title)}</b></p>"
    if run.trace is None:
        yield f"<p>{_text(run.failure)}</p>"
        return
    yield f"<p>{_given(run.trace.inputs)}</p>"
    for part in run.trace.parts:
        if part[0].turn:
            rules = {id(step.line): _row(step) for step in part}
            yield from _table(("값", "식", "설명"), ((name, rule, note) for name, rule, _, note in rules.values()))
            names = list(dict.fromkeys(step.name for step in part))
            yield from _table([_name(part[0].line.loop or ""), *map(_name, names)], _turns(part, names))
        else:
            yield from _table(("값", "식", "결과", "설명"), map(_row, part))


def _given(found: Mapping[str, object]) -> str:
    return ", ".join(f"{_name(name)} = {_text(values(value))}" for name, value in found.items())


def _row(step: Step) -> tuple[str, str, str, str]:
    return _name(step.name), _math(typeset(step.line.formula)), _text(values(step.value)), _text(step.line.note)


def _name(name: str) -> str:
    return _math(typeset_symbol(name))


def _turns(steps: Sequence[Step], names: Sequence[str]) -> list[list[str]]:
    turns: dict[tuple[int, ...], dict[str, str]] = {}
    for step in steps:
        turns.setdefault(step.turn, {})[step.name] = _text(values(step.value))
    rows = [["·".join(map(str, turn)), *(row.get(name, "") for name in names)] for turn, row in turns.items()]
    return rows if len(rows) <= MOST_TURNS else [*rows[: MOST_TURNS - 2], ["…"] * (len(names) + 1), rows[-1]]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table of cells that are HTML already."""
    yield '<div class="scroll"><table>'
    yield f"<tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr>"
    yield from (f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    yield "</table></div>"
