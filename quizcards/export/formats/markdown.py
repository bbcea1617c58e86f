"""The format `markdown`: documents that read well on GitHub.

Formulas are in LaTeX, demos executed, computation graphs in Mermaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from quizcards.export.book import Book, Entry, Run, anchor, answered, asked
from quizcards.export.formats import Picture, Piece
from quizcards.export.mermaid import mermaid
from quizcards.export.svg import picture_svg
from quizcards.export.tables import Cell, Formula, Table, evidence, name_of, tables
from quizcards.model import Card, DemoCall
from quizcards.trace.demo import Demo
from quizcards.trace.graph import graph
from quizcards.trace.notation import values
from quizcards.trace.prose import Image, Mathematics, Part, is_passive
from quizcards.trace.tracer import Trace

ABOUT = "Markdown 문서"
SUFFIX = ".md"
LAYOUTS = {
    "sheet": "질문 아래에 답을 접어 둠",
    "qa": "질문을 먼저 모으고 답은 끝에",
    "onepage": "질문과 핵심만 짧게",
}


def export(book: Book) -> Iterator[Piece]:
    """Yield all decks as one CommonMark document. Nothing in a card is read as markup.

    >>> from random import Random
    >>> from quizcards.model import Deck, Place
    >>> from quizcards.quiz.question import Context
    >>> card = Card("animals", "cat", "고양이는 무엇을 먹나요?", "고기요.", Place("a.yaml"))
    >>> context = Context((card,), load=lambda call: NotImplemented, chance=Random)
    >>> book = Book([Deck("animals", "동물", (card,))], context, layout="onepage")
    >>> print("".join(map(str, export(book))))
    # 동물
    <BLANKLINE>
    - **고양이는 무엇을 먹나요?**
      - 고기요.
    <BLANKLINE>
    """
    layout = {"qa": _qa, "onepage": _onepage}.get(book.layout, _sheet)
    pieces = layout(book)
    first = next(pieces, "")
    # what comes first needs no empty line before it
    yield first.removeprefix("\n") if isinstance(first, str) else first
    yield from pieces


def demo_markdown(demo: Demo, traces: Mapping[str, Trace]) -> str:
    """Return runs of one demo as a CommonMark document, each under its label."""
    lines = [f"# {escaped(demo.title)}", ""]
    for label, trace in traces.items():
        if label:
            lines += [f"## {escaped(label)}", ""]
        lines += _run(trace)
    return _joined(lines)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Return text on one line in which no character is markup.

    Neither in CommonMark, nor GitHub's $ and ~.
    """
    plain = re.sub(r"([\\`*_\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
    # what starts a list or underlines a heading
    return re.sub(r"^(?:([-+=])|(\d+)([.)])(?= |$))", r"\2\\\1\3", plain)


def _listed(parts: Iterable[str], comma: str) -> str:
    r"""Return parts one after another, so that they can be told apart.

    Where what stands between them stands within one, it has a \ before it.
    """
    return f"{comma} ".join(escaped(part).replace(comma, f"\\{comma}") for part in parts)


def _math(latex: str) -> str:
    r"""Return LaTeX of our own as a formula within a line.

    Between bare dollars GitHub's Markdown still takes \_ and \\ for escapes and _ and * for
    emphasis. Dollars with backticks hold a code span, where nothing is markup. Only a table's |
    counts even there, and a backtick would end it: `typeset` writes neither.
    """
    return f"$`{latex}`$"


def _prose(prose: Iterable[Part], shown: Mapping[str, str]) -> str:
    """Return a text on one line; its pictures are shown by these paths, any other is named."""
    return "".join(_part(part, shown) for part in prose).strip()


def _address(path: str) -> str:
    """Return a path as a link says it: by its bytes, also where they are no text."""
    return quote(path, errors="surrogateescape")


def _part(part: Part, shown: Mapping[str, str]) -> str:
    match part:
        case Mathematics(latex=latex):
            is_code = is_passive(latex) and "`" not in latex
            return _math(latex) if is_code else escaped(f"${latex}$")
        case Image(name=name):
            path = shown.get(name)
            return f"![{escaped(name)}]({_address(path)})" if path else escaped(f"(그림: {name})")
        case _:
            return f"{part[:1].isspace() * ' '}{escaped(part)}{part[-1:].isspace() * ' '}"


def _link(text: str, target: str) -> str:
    return f"[{escaped(text)}](#{target})"


def _place(name: str) -> str:
    return f'<a id="{name}"></a>'


def _asked(card: Card) -> str:
    return f"{anchor(card)}--q"


# each block begins with an empty line, and the layouts yield block after block


def _sheet(book: Book) -> Iterator[Piece]:
    """Yield each deck's questions, then its cards, the answers folded."""
    linked = book.needed()
    for deck in book.decks:
        yield f"\n# {escaped(deck.title)}\n\n"
        yield from (f"- {_link(card.question, anchor(card))}\n" for card in deck.cards)
        for entry in book.entries(deck):
            pictures = _pictures(entry, book.folder)
            head = (_place(anchor(entry.card)), "", f"## {_question(entry, book.folder)}", "")
            fold = ("<details>", "<summary>답 보기</summary>", "")
            yield "\n" + _joined(
                [*head, *fold, *_answer(entry, pictures, linked, book.folder), "</details>"]
            )
            yield from (*pictures, *_images(entry, book.folder))


def _qa(book: Book) -> Iterator[Piece]:
    """Yield the questions of all decks, then their answers, with links to and fro."""
    linked = book.needed()
    yield "\n# 질문\n"
    for deck in book.decks:
        yield f"\n## {escaped(deck.title)}\n\n"
        yield from (
            f"- {_place(_asked(card))}{_link(card.question, anchor(card))}\n" for card in deck.cards
        )
    yield "\n# 답\n"
    for deck in book.decks:
        yield f"\n## {escaped(deck.title)}\n"
        for entry in book.entries(deck):
            pictures = _pictures(entry, book.folder)
            head = (_place(anchor(entry.card)), "", f"### {_question(entry, book.folder)}", "")
            back = _link("질문으로 돌아가기", _asked(entry.card))
            yield "\n" + _joined([*head, *_answer(entry, pictures, linked, book.folder), back])
            yield from (*pictures, *_images(entry, book.folder))


def _onepage(book: Book) -> Iterator[Piece]:
    """Yield the key points alone; of a card without any, its answer."""
    for deck in book.decks:
        yield f"\n# {escaped(deck.title)}\n\n"
        for card in deck.cards:
            points = [point.point for point in card.key_points] or [card.answer]
            lines = [f"  - {escaped(point)}" for point in points]
            yield _joined([f"- **{escaped(card.question)}**", *lines])


def _question(entry: Entry, folder: str) -> str:
    return _prose(asked(entry.card), _paths(entry, folder))


def _answer(
    entry: Entry, pictures: Iterable[Picture], linked: Mapping[str, Card], folder: str
) -> Iterator[str]:
    """Yield all that stands below a card's question."""
    card = entry.card
    for paragraph in answered(card):
        yield from (_prose(paragraph, _paths(entry, folder)), "")
    if card.key_points:
        yield from ("**핵심**", "", *(f"- {escaped(point.point)}" for point in card.key_points), "")
    for line in card.formula:
        yield from _fenced(line, "math")
    if card.misconceptions:
        yield from ("**흔한 오해**", "")
        for wrong, run in zip(card.misconceptions, entry.evidence, strict=True):
            truth = f" → ✓ “{escaped(wrong.truth)}”" if wrong.truth else ""
            said = f"- ✗ “{escaped(wrong.claim)}”{truth} → {escaped(wrong.because)}"
            yield said + _shown(wrong.demo, run)
        yield ""
    if card.followups:
        yield from ("**꼬리질문**", "")
        for followup in card.followups:
            yield from (f"- {escaped(followup.question)}", "", f"  {escaped(followup.answer)}", "")
    if entry.run:
        yield from _demo(entry.run, pictures)
    yield from _about(card, linked)


def _about(card: Card, linked: Mapping[str, Card]) -> Iterator[str]:
    if card.sources:
        yield from (f"출처: {_listed(card.sources, ';')}", "")
    if card.tags:
        yield from (f"태그: {_listed(card.tags, ',')}", "")
    if card.needs:
        names = {need: need.removeprefix(f"{card.deck}/") for need in card.needs}
        needs = (
            _link(name, anchor(linked[need])) if need in linked else name
            for need, name in names.items()
        )
        yield from (f"먼저 볼 카드: {', '.join(needs)}", "")


def _shown(call: DemoCall | None, run: Run | None) -> str:
    """Return what a run says against a misconception."""
    if call is None or run is None:
        return ""
    if run.trace is None:
        return f" ({escaped(run.failure)})"
    return f" ▸ {_given(evidence(call, run.trace))} ({escaped(call.run)})"


def _given(found: Mapping[str, object]) -> str:
    return ", ".join(
        f"{_cell(name_of(name))} = {escaped(values(value))}" for name, value in found.items()
    )


def _fenced(text: str, language: str) -> Iterator[str]:
    """Yield a fenced block whose fence is longer than any inside."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall(r"`+", text))])
    yield from (f"{fence}{language}", text, fence, "")


def _demo(run: Run, pictures: Iterable[Picture]) -> Iterator[str]:
    """Yield a demo, executed, and its pictures."""
    title = escaped(run.demo.title)
    yield from (f"**데모: {title}**", "")
    if run.trace is None:
        yield from (escaped(run.failure), "")
        return
    yield from _run(run.trace)
    for picture in pictures:
        yield from (f"![{title}]({_address(picture.path)})", "")


def _pictures(entry: Entry, folder: str) -> list[Picture]:
    """Return the picture of a card's demo, if there is a folder for it."""
    if not folder or entry.run is None or entry.run.trace is None:
        return []
    drawn = picture_svg(entry.run.demo.picture(entry.run.trace))
    return [Picture(f"{folder}/{anchor(entry.card)}.svg", drawn.encode())]


def _paths(entry: Entry, folder: str) -> dict[str, str]:
    """Return where the pictures in a card's text lie, if there is a folder for them."""
    if not folder:
        return {}
    return {name: f"{folder}/{entry.card.deck}-{name}" for name in entry.images}


def _images(entry: Entry, folder: str) -> Iterator[Picture]:
    """Yield the pictures in a card's text, if there is a folder for them."""
    for name, path in _paths(entry, folder).items():
        yield Picture(path, entry.images[name])


def _run(trace: Trace) -> Iterator[str]:
    """Yield the inputs of a run, its lines in tables, and its computation graph."""
    yield from (_given(trace.inputs), "")
    for table in tables(trace):
        yield from _table(table)
    found = graph(trace)
    if found:
        yield from _fenced(mermaid(found), "mermaid")


def _table(table: Table) -> Iterator[str]:
    yield _row(table.head)
    yield f"|{' --- |' * len(table.head)}"
    yield from map(_row, table.rows)
    yield ""


def _row(cells: Sequence[Cell]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(cell: Cell) -> str:
    return _math(cell.latex) if isinstance(cell, Formula) else escaped(cell)
