"""A study sheet in Markdown that reads well on GitHub: answers folded, formulas in LaTeX, demos executed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from quizcards.export.book import Book, Entry, Run
from quizcards.export.formats import Picture, Piece
from quizcards.export.svg import graph_svg, picture_svg
from quizcards.model import Card, DemoCall
from quizcards.trace.demo import Demo
from quizcards.trace.graph import graph
from quizcards.trace.notation import values
from quizcards.trace.tracer import Step, Trace
from quizcards.trace.typeset import typeset, typeset_symbol

ABOUT = "Markdown 문서"
SUFFIX = ".md"
MOST_TURNS = 10


def export(book: Book) -> Iterator[Piece]:
    """Yield all decks as one CommonMark document. Nothing in a card is read as markup."""
    between = ""
    for deck in book.decks:
        links = (f"- [{escaped(card.question)}](#{_anchor(card)})" for card in deck.cards)
        yield between + _joined([f"# {escaped(deck.title)}", "", *links])
        between = "\n"
        for entry in book.entries(deck):
            pictures = list(_pictures(entry, book.folder)) if book.folder else []
            yield between + _joined([*_card(entry), *_demo_of(entry, pictures), *_end(entry.card)])
            yield from pictures


def demo_markdown(demo: Demo, traces: Mapping[str, Trace]) -> str:
    """Return runs of one demo as a CommonMark document, each under its label."""
    lines = [f"# {escaped(demo.title)}", ""]
    for label, trace in traces.items():
        lines += [f"## {escaped(label)}", ""] if label else []
        lines += _run(trace)
    return _joined(lines)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Return text on one line in which no character is markup: not in CommonMark, and not GitHub's $ and ~."""
    plain = re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(?:([-+=])|(\d+)([.)])(?= |$))", r"\2\\\1\3", plain)  # what starts a list or underlines a heading


def _math(latex: str) -> str:
    r"""Return LaTeX of our own as a formula within a line.

    Between bare dollars GitHub's Markdown still takes \_ and \\ for escapes and _ and * for emphasis. Dollars with
    backticks hold a code span, where nothing is markup. Only a table's | counts even there, and a backtick would end
    it: `typeset` writes neither.
    """
    return f"$`{latex}`$"


def _anchor(card: Card) -> str:
    return f"{card.deck}--{card.id}"  # no id holds two hyphens in a row, so no two cards share one


def _card(entry: Entry) -> Iterator[str]:
    card = entry.card
    yield from (f'<a id="{_anchor(card)}"></a>', "", f"## {escaped(card.question)}", "")
    yield from ("<details>", "<summary>답 보기</summary>", "")
    for paragraph in re.split(r"\n\s*\n", card.answer):
        yield from (escaped(paragraph), "")
    if card.key_points:
        yield from ("**핵심**", "")
        yield from (f"- {escaped(point.point)}" for point in card.key_points)
        yield ""
    if card.formula:
        for line in card.formula:
            yield from _fenced(line, "math")
    if card.misconceptions:
        yield from ("**흔한 오해**", "")
        for wrong, run in zip(card.misconceptions, entry.evidence, strict=True):
            yield f"- ✗ “{escaped(wrong.claim)}” → {escaped(wrong.because)}{_evidence(wrong.demo, run)}"
        yield ""
    if card.followups:
        yield from ("**꼬리질문**", "")
        for followup in card.followups:
            yield from (f"- {escaped(followup.question)}", "", f"  {escaped(followup.answer)}", "")


def _end(card: Card) -> Iterator[str]:
    if card.sources:
        yield from (f"출처: {'; '.join(escaped(source) for source in card.sources)}", "")
    yield from ("</details>", "")


def _evidence(call: DemoCall | None, run: Run | None) -> str:
    """Return what a run says against a misconception."""
    if call is None or run is None:
        return ""
    if run.trace is None:
        return f" ({escaped(run.failure)})"
    had = {name: run.trace[name] for name in call.show if run.trace.values(name)}
    shown = ", ".join(f"{_name(name)} = {escaped(values(value))}" for name, value in had.items())
    return f" ▸ {shown} ({escaped(call.run)})"


def _fenced(text: str, language: str) -> Iterator[str]:
    """Yield a fenced block whose fence is longer than any inside."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    yield from (f"{fence}{language}", text, fence, "")


def _demo_of(entry: Entry, pictures: Iterable[Picture]) -> Iterator[str]:
    """Yield a card's demo, executed, and its pictures."""
    if entry.run is None:
        return
    title = escaped(entry.run.demo.title)
    yield from (f"**데모: {title}**", "")
    if entry.run.trace is None:
        yield from (escaped(entry.run.failure), "")
        return
    yield from _run(entry.run.trace)
    for picture in pictures:
        yield from (f"![{title}]({quote(picture.path)})", "")


def _pictures(entry: Entry, folder: str) -> Iterator[Picture]:
    if entry.run and (trace := entry.run.trace):
        yield Picture(f"{folder}/{_anchor(entry.card)}.svg", picture_svg(entry.run.demo.picture(trace)))
        if found := graph(trace):
            yield Picture(f"{folder}/{_anchor(entry.card)}-graph.svg", graph_svg(found))


def _run(trace: Trace) -> Iterator[str]:
    """Yield the inputs of a run, and its lines in tables."""
    given = ", ".join(f"{_name(name)} = {escaped(values(value))}" for name, value in trace.inputs.items())
    yield from (given, "")
    for part in trace.parts:
        if part[0].turn:
            rules = {id(step.line): _row(step) for step in part}
            yield from _table(("값", "식", "설명"), ((name, rule, note) for name, rule, _, note in rules.values()))
            names = list(dict.fromkeys(step.name for step in part))
            yield from _table([_name(part[0].line.loop or ""), *map(_name, names)], _turns(part, names))
        else:
            yield from _table(("값", "식", "결과", "설명"), map(_row, part))


def _row(step: Step) -> tuple[str, str, str, str]:
    rule = _math(typeset(step.line.formula))
    return _name(step.name), rule, escaped(values(step.value)), escaped(step.line.note)


def _name(name: str) -> str:
    return _math(typeset_symbol(name))


def _turns(steps: Sequence[Step], names: Sequence[str]) -> list[list[str]]:
    turns: dict[tuple[int, ...], dict[str, str]] = {}
    for step in steps:
        turns.setdefault(step.turn, {})[step.name] = escaped(values(step.value))
    rows = [["·".join(map(str, turn)), *(row.get(name, "") for name in names)] for turn, row in turns.items()]
    return rows if len(rows) <= MOST_TURNS else [*rows[: MOST_TURNS - 2], ["…"] * (len(names) + 1), rows[-1]]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table of cells that are Markdown already, or nothing if it has no rows."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    if body:
        yield from (f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *body, "")
