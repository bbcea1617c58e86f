"""One contract for every format, which finds them by itself.

The same cards, the same numbers, the same bytes, one card in memory.
"""

import csv
import io
import json
import re
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from quizcards import demos
from quizcards.export import formats
from quizcards.export.book import Book
from quizcards.export.formats import Picture
from quizcards.model import (
    Card,
    Choices,
    Code,
    Deck,
    DemoCall,
    FollowUp,
    KeyPoint,
    Library,
    Misconception,
    filled_in,
)
from quizcards.trace.notation import values
from quizcards.trace.tracer import lines_of_source
from tests.export.anki_examples import opened
from tests.export.export_examples import SMALL, book, card, document, pieces
from tests.sampling import IS_SEARCHING, some

EVERY_FORMAT = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xdist_group(f"exported {name}"))
        for name in formats.formats()
    ],
)  # the shipped cards are exported once, by one worker


class _Html(HTMLParser):
    """The text that a reader sees, and the elements in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: list[tuple[str, ...]] = []
        self.silent = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attrs)))
        self.silent += tag in ("script", "style", "title")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style", "title")

    def handle_data(self, data: str) -> None:
        self.text += "" if self.silent else data


def _markdown(text: str) -> tuple[str, Any]:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    children = [child for token in tokens for child in token.children or [token]]
    shown = " ".join(child.content for child in children if "html" not in child.type)
    return shown, [child.type for child in children if child.type not in ("text", "text_special")]


def _rows(text: str) -> tuple[str, Any]:
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    shown = "\n".join(cell.removeprefix("'") for row in rows for cell in row)
    return shown, [len(row) for row in rows]


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _strings(part)


def _shape(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _shape(part) for name, part in data.items()}
    return [_shape(part) for part in data] if isinstance(data, list) else type(data)


def _package(data: bytes) -> tuple[str, Any]:
    fields = [_Html(text) for note in opened(data).notes for text in note.values()]
    # a bare span parts signs that would be markup to Anki together
    elements = [[element for element in field.elements if element != ("span",)] for field in fields]
    return " ".join(field.text for field in fields), elements


def read(name: str, data: bytes) -> tuple[str, Any]:
    """Read a document with nothing of ours: its text as its readers see it, and its structure."""
    match formats.load(name).SUFFIX:
        case ".apkg":
            return _package(data)
        case ".html":
            page = _Html(data.decode())
            return page.text, page.elements
        case ".md":
            return _markdown(data.decode())
        case ".csv":
            return _rows(data.decode())
        case ".json":
            parsed = json.loads(data)
            return "\n".join(_strings(parsed)), _shape(parsed)
    return data.decode(), None


def exported_and_read(name: str, book: Book) -> tuple[str, Any]:
    return read(name, document(pieces(name, book)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@EVERY_FORMAT
def test_a_card_that_asks_for_code_is_exported_with_the_lines_that_it_asks_for(name: str) -> None:
    """A table has the result; what shows a demo shows each of its lines, the one to write too."""
    code = ("m_hat",)
    text, _ = exported_and_read(
        name, book(Deck("deck", "제목", (card(demo=DemoCall("adam"), code=code),)))
    )
    if name == "csv":
        assert "= 0.499" in text
    else:
        assert "0에서 출발한 편향을 보정" in text
    if name == "json":
        assert "m / (1 - beta1 ** t)" in text
        assert "m_hat" in text
    if name == "anki":
        assert "m_hat = ____" in text


@EVERY_FORMAT
def test_a_format_says_what_it_is(name: str) -> None:
    form = formats.load(name)
    assert re.search("[가-힣]", form.ABOUT)
    assert re.fullmatch(r"\.[a-z]+", form.SUFFIX)
    assert [other for other in formats.formats() if formats.load(other).SUFFIX == form.SUFFIX] == [
        name
    ]
    assert all(re.search("[가-힣]", about) for about in getattr(form, "LAYOUTS", {}).values())


@EVERY_FORMAT
def test_every_shipped_card_is_there_in_order_with_its_answer(
    name: str, library: Library, exported: Callable[[str], bytes]
) -> None:
    text = squeezed(filled_in(read(name, exported(name))[0]))  # some keep an author's blanks
    at = 0
    for one in library.cards:  # the questions may also stand in a table of contents before
        answer = text.find(squeezed(one.answer), at)
        assert answer >= 0, one.key
        assert text.rfind(squeezed(one.question), 0, answer) >= 0, one.key
        at = answer


@EVERY_FORMAT
def test_every_demo_ends_with_the_same_number_in_every_format(name: str) -> None:
    number, every = formats.formats().index(name), len(formats.formats())
    for demo in some(demos.names(), number, every):
        text, _ = exported_and_read(name, book(Deck("deck", "제목", (card(demo=DemoCall(demo)),))))
        assert squeezed(values(demos.load(demo).run().result)) in squeezed(text), demo


@EVERY_FORMAT
def test_a_book_gives_the_same_bytes_again_whatever_was_exported_between(name: str) -> None:
    first = pieces(name, book(*SMALL, folder="그림"))
    pieces(name, book(*reversed(SMALL), folder="그림"))
    list(islice(formats.load(name).export(book(*SMALL)), 1))
    assert pieces(name, book(*SMALL, folder="그림")) == first


@EVERY_FORMAT
def test_an_export_leaves_nothing_behind_also_when_it_is_broken_off(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pieces(name, book(*SMALL, folder="그림"))
    begun = formats.load(name).export(book(*SMALL, folder="그림"))
    next(begun)
    begun.close()
    assert list(tmp_path.iterdir()) == []


@EVERY_FORMAT
def test_pictures_go_into_the_folder_that_was_named_and_nowhere_else(
    name: str, library: Library
) -> None:
    shown = [
        piece
        for piece in pieces(name, book(*library.decks[:1], folder="그림"))
        if isinstance(piece, Picture)
    ]
    assert all(re.fullmatch(r"그림/[a-z0-9-]+\.svg", picture.path) for picture in shown)
    assert len({picture.path for picture in shown}) == len(shown)
    assert not [
        piece for piece in pieces(name, book(*library.decks[:1])) if isinstance(piece, Picture)
    ]


MARKUP = [
    "</details></div></script><script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!-- <![CDATA[ &lt;b&gt; &#60; &amp;",
    "[a](javascript:alert(1)) ![b](x) **c** _d_ `e` ~~f~~ $g$ \\(h\\) \\[i\\] | j | # k",
    "=cmd|' /C calc'!A0",
    '@SUM(1+1)*"x",;\'--',
    "{{c1::cloze}} {{FrontSide}} {{#질문}}",
    "\\u001b[31m \\e]0;x\\a %s {0} ${HOME} $(x)",
]


def hostile(text: str, key: str) -> Card:
    return card(
        id=key,
        question=f"{text} 질문",
        answer=f"{text} 답",
        key_points=(KeyPoint(text, (text,)),),
        followups=(FollowUp(text, text, 0),),
        misconceptions=(Misconception(text, text),),
        choices=(Choices(text, text, (f"{text}아님",)),),
        steps=(text, f"{text} 둘"),
        tags=(text,),
        sources=(text,),
    )


def around(texts: Sequence[str]) -> Book:
    """Return a book of calm cards with one between them for each text.

    One more card says all of them, also in its code.
    """
    every = " ".join(texts)
    code = DemoCall("deck/code", code=Code(f"w = 2\nu = 3 * w  # {every}\n"))
    said = [hostile(text, f"said-{i}") for i, text in enumerate(texts)]
    cards = (
        card(id="a"),
        *said,
        replace(hostile(every, "code"), demo=code),
        card(id="z", answer="끝."),
    )
    return book(Deck("deck", every, cards))


@EVERY_FORMAT
def test_markup_in_a_card_is_shown_and_changes_nothing_around_it(name: str) -> None:
    shown, structure = exported_and_read(name, around(MARKUP))
    calm, structure_of_calm = exported_and_read(name, around(["그냥"] * len(MARKUP)))
    for text in [*MARKUP, " ".join(MARKUP)]:
        assert squeezed(f"{text} 질문") in squeezed(shown)
        assert squeezed(f"{text} 답") in squeezed(shown)
    assert shown.count("끝.") == calm.count("끝.")
    assert structure == structure_of_calm


@EVERY_FORMAT
def test_memory_holds_one_card_and_not_the_deck(name: str) -> None:
    def peak(count: int) -> int:
        ran = DemoCall("gradient-descent", {"steps": 3})
        cards = (
            card(id=f"c-{i}", question=f"질문 {i}?", demo=None if i % 50 else ran)
            for i in range(count)
        )
        whole = book(Deck("deck", "제목", tuple(cards)))
        tracemalloc.start()
        try:
            for piece in formats.load(name).export(whole):
                del piece
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(60)  # what is loaded and kept once
    few, many = peak(100), peak(1000 if IS_SEARCHING else 500)
    # what 400 cards become is half a megabyte or more; what a trace leaves for the garbage
    # collector comes and goes with its moment
    assert many < few + 300_000, f"{few} {many}"


def test_code_that_cards_bring_along_is_not_kept() -> None:
    def read(numbers: range) -> int:
        for i in numbers:
            lines_of_source(f"def code(w=2.0):\n    u = w * {i}\n    return u\n")
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        few, many = read(range(2100)), read(range(2100, 2800))
    finally:
        tracemalloc.stop()
    assert many < few + 200_000, f"{few} {many}"


LOUD = '''
"""Questions in capitals, for a test."""

ABOUT = "외치는 글"
SUFFIX = ".loud"


def export(book):
    for deck in book.decks:
        for entry in book.entries(deck):
            yield f"{entry.card.question.upper()}!\\n"
'''


@pytest.fixture
def loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A format dropped into the folder.

    The folder is a copy, so that the real one stays as it is.
    """
    folder = tmp_path / "formats"
    folder.mkdir()
    for path in formats.FOLDER.glob("*.py"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "loud.py").write_text(LOUD.lstrip(), encoding="utf-8")
    monkeypatch.setattr(formats, "FOLDER", folder)
    monkeypatch.setattr(formats, "__path__", [str(folder)])
    yield
    sys.modules.pop("quizcards.export.formats.loud", None)


@pytest.mark.usefixtures("loud")
def test_a_new_file_is_a_new_format_with_no_other_edit() -> None:
    assert "loud" in formats.formats()
    text, _ = exported_and_read("loud", book(*SMALL))
    assert text == "ADAM은 무엇인가요?!\n" + "질문?!\n" * 3


def test_what_is_no_format_cannot_be_loaded() -> None:
    assert formats.formats() == sorted(formats.formats())
    for name in ("loud", "__init__", "../book"):
        with pytest.raises(KeyError):
            formats.load(name)
