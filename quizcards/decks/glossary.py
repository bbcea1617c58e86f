"""Reads glossaries; nothing raises: what is wrong is a `Problem` with its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from quizcards.decks.fields import GLOSSARY
from quizcards.decks.nodes import Node
from quizcards.decks.page import Page, open_page
from quizcards.decks.values import MOST_HINTS, FileReader, Written, entry
from quizcards.errors import perhaps
from quizcards.model import Glossary, Place, Problem, Term


def read_glossary(files: Iterable[Path]) -> tuple[Glossary, tuple[Problem, ...]]:
    """Read every file; what one adds to those before it is added.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "glossary.yaml"
    ...     _ = file.write_text("terms:\\n- {term: 손실, forms: [loss]}\\n- {form: 로스}\\n")
    ...     glossary, problems = read_glossary([file])
    >>> [term.spellings for term in glossary.terms], [problem.line for problem in problems]
    ([('손실', 'loss')], [3, 3])
    """
    glossary = Glossary()
    problems: list[Problem] = []
    for file in files:
        page = open_page(file, "terms 아래에 용어를 적어 주세요.")
        if page.root is not None:
            glossary += _read(page, page.root, glossary)
        problems += page.told()
    return glossary, tuple(sorted(set(problems)))


def _read(page: Page, root: Node, known: Glossary) -> Glossary:
    written = FileReader(page.path, page.lines, page.report).record(root, GLOSSARY)
    if written is None:
        return Glossary()
    terms = tuple(_term(each, page) for each in written.values.get("terms", ()) if each.has("term"))
    _report_twice(terms, page)
    words = tuple(map(tuple, written.values.get("words", ())))
    contrasts = tuple(map(tuple, written.values.get("contrasts", ())))
    opposites = tuple(map(tuple, written.values.get("opposites", ())))
    names = {term.name for term in (*known.terms, *terms)}
    _report_unknown(root, "contrasts", names, "terms에 없는 용어입니다", page)
    first = {same[0] for same in (*known.words, *words) if same}
    _report_unknown(root, "opposites", first, "words의 어느 줄에서도 첫 낱말이 아닙니다", page)
    return Glossary(terms, words, contrasts, opposites)


def _term(written: Written, page: Page) -> Term:
    values = written.values
    return Term(
        values["term"],
        tuple(values.get("forms", ())),
        tuple(values.get("symbols", ())),
        values.get("gloss", ""),
        Place(page.path, written.node.line, written.node.column),
    )


def _report_twice(terms: Iterable[Term], page: Page) -> None:
    """Report a term that stands twice in one file: its forms belong into one entry.

    One of another file may be added to.
    """
    first: dict[str, Term] = {}
    for term in terms:
        before = first.setdefault(term.name, term)
        if before is not term and term.place and before.place:
            page.report(
                term.place.line,
                term.place.column,
                f"term: '{term.name}'은(는) {before.place.line}번째 줄에 이미 있습니다. "
                "한 항목으로 합쳐 주세요.",
            )


def _report_unknown(root: Node, field: str, names: set[str], told: str, page: Page) -> None:
    """Report what is named there and is none of these names."""
    hints = 0
    for node in _items(entry(root, field)):
        if node.kind == "scalar" and node.text not in names:
            hints += 1
            # half of two syllables may be a slip
            hint = perhaps(node.text, names, likeness=0.5) if hints <= MOST_HINTS else ""
            page.report(
                node.line,
                node.column,
                f"{field}: '{node.text}'은(는) {told}.{hint}",
            )


def _items(node: Node) -> Iterator[Node]:
    for each in node.items:
        yield from each.items
