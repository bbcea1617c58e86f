"""A study sheet in Markdown that reads well on GitHub: answers folded, formulas in LaTeX, demos executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from quizcards.errors import QuizcardsError
from quizcards.model import Card, Deck
from quizcards.trace.demo import Demo
from quizcards.trace.notation import formula, symbol, values
from quizcards.trace.tracer import Step, Trace

SUFFIX = ".md"
MOST_TURNS = 10


def export(decks: Sequence[Deck], load_demo: Callable[[str], Demo]) -> str:
    """Return all decks as one CommonMark document. Nothing in a card is read as markup."""
    lines: list[str] = []
    for deck in decks:
        lines += [f"# {escaped(deck.title)}", ""]
        lines += [f"- [{escaped(card.question)}](#{_anchor(card)})" for card in deck.cards]
        lines.append("")
        for card in deck.cards:
            lines += _card(card, load_demo)
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Return text on one line in which no character is markup: not in CommonMark, and not GitHub's $ and ~."""
    plain = re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(?:([-+=])|(\d+)([.)])(?= |$))", r"\2\\\1\3", plain)  # what starts a list or underlines a heading


def _anchor(card: Card) -> str:
    return f"{card.deck}--{card.id}"  # no id holds two hyphens in a row, so no two cards share one


def _card(card: Card, load_demo: Callable[[str], Demo]) -> Iterator[str]:
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
        yield from (f"- ✗ “{escaped(wrong.claim)}” → {escaped(wrong.because)}" for wrong in card.misconceptions)
        yield ""
    if card.followups:
        yield from ("**꼬리질문**", "")
        for followup in card.followups:
            yield from (f"- {escaped(followup.question)}", "", f"  {escaped(followup.answer)}", "")
    if card.demo:
        demo = load_demo(card.demo.run)
        try:
            yield from _demo(demo, demo.run(card.demo.params))
        except QuizcardsError as error:
            yield from (f"**데모: {escaped(demo.title)}**", "", escaped(str(error)), "")
    if card.sources:
        yield from (f"출처: {'; '.join(escaped(source) for source in card.sources)}", "")
    yield from ("</details>", "")


def _fenced(text: str, language: str) -> Iterator[str]:
    """Yield a fenced block whose fence is longer than any inside."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    yield from (f"{fence}{language}", text, fence, "")


def _demo(demo: Demo, trace: Trace) -> Iterator[str]:
    given = ", ".join(f"{symbol(name)} = {values(value)}" for name, value in trace.inputs.items())
    yield from (f"**데모: {escaped(demo.title)}**", "", escaped(given), "")
    yield from _table(("값", "식", "결과", "설명"), map(_row, (step for step in trace.steps if not step.turn)))
    inside = [step for step in trace.steps if step.turn]
    if inside:
        names = list(dict.fromkeys(step.name for step in inside))
        rules = {id(step.line): _row(step) for step in inside}
        yield from _table(("값", "식", "설명"), ((name, rule, note) for name, rule, _, note in rules.values()))
        yield from _table([symbol(inside[0].line.loop or ""), *map(symbol, names)], _turns(inside, names))


def _row(step: Step) -> tuple[str, str, str, str]:
    return symbol(step.name), formula(step.line.formula), values(step.value), step.line.note


def _turns(steps: Sequence[Step], names: Sequence[str]) -> list[list[str]]:
    turns: dict[tuple[int, ...], dict[str, str]] = {}
    for step in steps:
        turns.setdefault(step.turn, {})[step.name] = values(step.value)
    rows = [["·".join(map(str, turn)), *(row.get(name, "") for name in names)] for turn, row in turns.items()]
    return rows if len(rows) <= MOST_TURNS else [*rows[: MOST_TURNS - 2], ["…"] * (len(names) + 1), rows[-1]]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    body = [f"| {' | '.join(map(escaped, row))} |" for row in rows]
    if body:
        yield from (f"| {' | '.join(map(escaped, head))} |", f"|{' --- |' * len(head)}", *body, "")
