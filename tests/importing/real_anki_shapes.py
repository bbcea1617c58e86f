"""Packages of every shape, made by genanki and by Anki in both its formats, imported.

Anki renders their cards, and what people see there is compared with our cards, word by word.
`make anki` runs this; `make test` needs neither.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import genanki
import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.decks import DeckId

from quizcards.trace.prose import filled
from tests.importing.import_examples import Import, Imported

PNG = b"\x89PNG\r\n\x1a\n"
Sides = tuple[str, str]
BASIC: Sides = ("{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}")
BACKWARDS: Sides = ("{{Back}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Front}}")
CLOZE: Sides = ("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}")


class Shape(NamedTuple):
    """A note type and notes of it."""

    fields: Sequence[str]
    templates: Sequence[Sides]
    notes: Sequence[Sequence[str]]
    is_cloze: bool = False
    left: int = 0
    """How many cards make none of ours: they have no question or no answer."""


TWO = ("Front", "Back")
SHAPES = {
    "basic": Shape(TWO, [BASIC], [("Adam?", "두 <b>적률</b>의 이동평균"), ("a &lt; b?", "참")]),
    "reversed": Shape(TWO, [BASIC, BACKWARDS], [("개", "dog"), ("고양이", "cat"), ("소", "cow")]),
    "optional reversed": Shape(
        ("Front", "Back", "Add Reverse"),
        [BASIC, ("{{#Add Reverse}}{{Back}}{{/Add Reverse}}", BACKWARDS[1])],
        [("물", "water", "y"), ("불", "fire", "")],
    ),
    "typed": Shape(
        TWO,
        [("{{Front}}\n\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}")],
        [("수도?", "서울"), ("강?", "한강")],
    ),
    "cloze": Shape(
        ("Text", "Back Extra"),
        [CLOZE],
        [
            ("{{c1::ReLU}}는 {{c2::max(0, x)::식}}입니다.", "빠릅니다."),
            ("{{c1::바깥 {{c2::안}} 쪽}} 끝", ""),
            ("<ul><li>{{c1::하나}}</li><li>둘</li></ul>", "<i>덧붙임</i>"),
        ],
        is_cloze=True,
    ),
    "six fields": Shape(
        ("Hangul", "English", "Romanization", "Example", "Note", "Level"),
        [
            (
                "<div class=big>{{Hangul}}</div>",
                "{{FrontSide}}<hr id=answer>{{English}}<br>{{Romanization}}"
                "<div class=ex>{{Example}}</div>{{#Note}}<p>Note: {{Note}}</p>{{/Note}}{{Level}}",
            )
        ],
        [
            ("안녕", "hello", "annyeong", "안녕하세요? 반갑습니다.", "informal", "A1"),
            ("물", "water", "mul", "물 한 잔 주세요.", "", "A1"),
            ("학교", "school", "hakgyo", "학교에 <u>갑니다</u>.", "", "A2"),
        ],
    ),
    "six fields, both ways": Shape(
        ("Word", "Reading", "Meaning", "Sentence", "Source", "Audio"),
        [
            (
                "{{Word}}<br>{{hint:Sentence}}",
                "{{Word}}<hr id=answer>{{Reading}}<br>{{Meaning}}{{Audio}}",
            ),
            (
                "What means {{Meaning}}?",
                "{{FrontSide}}<hr id=answer>{{Word}} ({{furigana:Reading}})<br>{{Source}}",
            ),
        ],
        [
            ("日本", " 日[に] 本[ほん]", "Japan", "日本に行く", "교재 3", "[sound:a.mp3]"),
            ("犬", " 犬[いぬ]", "dog", "犬がいる", "", ""),
        ],
    ),
    "pictures": Shape(
        TWO,
        [BASIC],
        [
            ('무엇인가요? <img src="brain.png">', "뇌입니다."),
            ("뇌는?", '<div><img src="brain.png"><br>그림처럼 생겼습니다.</div>'),
            ('<img src="brain.png">', '<img src="두 번째.png">'),
            ("소리는?", "[sound:a.mp3] 들어 보세요."),
        ],
    ),
    "LaTeX": Shape(
        TWO,
        [BASIC],
        [
            (r"\(\hat m_t\)는 무엇인가요?", r"편향을 보정한 \[\frac{m_t}{1-\beta_1^t}\] 입니다."),
            ("[latex]$x^2$[/latex]의 도함수", "[$]2x[/$] 입니다."),
            (
                r"\(\forall f \in \text{Morph}(\textbf{C})\)",
                r"범주 \(\begin{matrix}a\\b\end{matrix}\) 끝",
            ),
        ],
    ),
    "rich text": Shape(
        TWO,
        [
            (
                "<style>.x{color:red}</style>문제: {{Front}}",
                "{{FrontSide}}<hr id=answer>답: {{Back}}<script>1</script>",
            )
        ],
        [
            ("<table><tr><th>a</th><td>b</td></tr></table>", "<ol><li>하나</li><li>둘</li></ol>"),
            (
                "<span style='color:red'>빨강</span>은?",
                "<a href='//x.y'>링크</a> <code>x = 1</code>",
            ),
            ("x<sup>2</sup>와 a<sub>1</sub>", "<pre>def f():\n    return 1</pre>"),
            ("emoji 👍🏽?", "שלום العربية ﷺ"),
        ],
    ),
    "sections": Shape(
        ("Q", "A", "More", "Image", "Empty"),
        [
            (
                "{{#Q}}{{Q}}{{/Q}}{{^Q}}no question{{/Q}}{{#Empty}}never{{/Empty}}",
                "{{A}}{{#More}}<h2>More</h2>{{More}}{{^Empty}} always{{/Empty}}{{/More}}{{Image}}",
            )
        ],
        [("one?", "first", "details", "", ""), ("two?", "second", "", "<img src=brain.png>", "")],
    ),
    "without an answer": Shape(
        TWO, [BASIC], [("only a question", ""), ("good?", "good"), ("?", "<br>")], left=2
    ),
    "cloze of pictures and LaTeX": Shape(
        ("Text", "Back Extra"),
        [CLOZE],
        [
            (r"{{c1::\(\beta_1\)}} = {{c2::0.9}}", ""),
            ('{{c1::뇌}} <img src="brain.png"> {{c2::심장}}', r"\(x\)"),
        ],
        is_cloze=True,
    ),
}
MAKERS = ("genanki", "anki, schema 11", "anki, schema 18")


def by_genanki(shape: Shape, folder: Path) -> Path:
    """Return a package as genanki writes it."""
    model = genanki.Model(
        1_607_392_319,
        "Shape",
        fields=[{"name": name} for name in shape.fields],
        templates=[
            {"name": f"Card {i}", "qfmt": front, "afmt": back}
            for i, (front, back) in enumerate(shape.templates, 1)
        ],
        model_type=genanki.Model.CLOZE if shape.is_cloze else genanki.Model.FRONT_BACK,
    )
    deck = genanki.Deck(2_059_400_110, "Shape::Deck")
    for fields in shape.notes:
        deck.add_note(genanki.Note(model=model, fields=list(fields)))
    package = genanki.Package(deck)
    package.media_files = [str(path) for path in media(folder)]
    package.write_to_file(str(folder / "shape.apkg"))
    return folder / "shape.apkg"


def media(folder: Path) -> Iterator[Path]:
    """Yield files that notes show."""
    for name in ("brain.png", "두 번째.png", "a.mp3"):
        (folder / name).write_bytes(PNG + name.encode())
        yield folder / name


def by_anki(shape: Shape, folder: Path, legacy: bool) -> Path:
    """Return a package as Anki writes it."""
    col = Collection(str(folder / "made.anki2"))
    kind = col.models.new("Shape")
    kind["type"] = int(shape.is_cloze)
    for name in shape.fields:
        col.models.add_field(kind, col.models.new_field(name))
    for i, (front, back) in enumerate(shape.templates, 1):
        template = col.models.new_template(f"Card {i}")
        template["qfmt"], template["afmt"] = front, back
        col.models.add_template(kind, template)
    col.models.add(kind)
    for path in media(folder):
        col.media.add_file(str(path))
    deck = DeckId(col.decks.id("Shape::Deck") or 1)
    for fields in shape.notes:
        note = col.new_note(kind)
        note.fields = list(fields)
        col.add_note(note, deck)
    options = ExportAnkiPackageOptions(with_media=True, legacy=legacy)
    col.export_anki_package(out_path=str(folder / "shape.apkg"), options=options, limit=None)
    col.close()
    return folder / "shape.apkg"


INLINE = ("a", "b", "code", "i", "span", "sub", "sup", "u")
NO_LATEX = "LaTeX image generation is disabled in the preferences."


class Visible(HTMLParser):
    """The words that a page shows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.silent += tag in ("style", "script")
        self.text += "" if tag in INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("style", "script")
        self.text += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        self.text += "" if self.silent else data


def words(text: str) -> Counter[str]:
    """Return the words of a text, but for its mathematics."""
    for fence in (r"\\\(.*?\\\)", r"\\\[.*?\\\]", r"\[\$\].*?\[/\$\]", r"\[latex\].*?\[/latex\]"):
        text = re.sub(fence, " ", text, flags=re.DOTALL)
    text = re.sub(r"\[anki:[^\]]*\]|\$\$?[^$]+\$\$?|!\[\]\([^)]*\)", " ", text)
    text = text.translate(str.maketrans("²₁", "21"))
    return Counter(re.findall(r"\w+", text))


def rendered(file: Path, folder: Path, is_cloze: bool) -> tuple[int, Counter[str]]:
    """Return how many cards Anki has of a package, and every word that it shows on them."""
    col = Collection(str(folder / "read.anki2"))
    options = ImportAnkiPackageOptions()
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(file), options=options))
    seen: Counter[str] = Counter()
    cards = 0
    notes: set[int] = set()
    for number in col.find_cards(""):
        card = col.get_card(number)
        cards += not (is_cloze and card.nid in notes)
        if is_cloze and card.nid in notes:
            continue
        notes.add(card.nid)
        html = card.render_output().answer_text.replace(NO_LATEX, "")
        for name, value in card.note().items():
            html = html.replace(f"[[type:{name}]]", value)
        seen += words(Visible(html).text)
    col.close()
    return cards, seen


def ours(done: Imported) -> Counter[str]:
    """Return every word of our cards."""
    texts = [
        text
        for card in done.cards
        for text in (card["question"], filled(card["answer"]), *card.get("sources", ()))
    ]
    return words(" ".join(texts))


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """Collect a line for each package, and print them at the end."""
    lines: list[str] = []
    yield lines
    print("\n\n  " + "\n  ".join(sorted(lines)))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("name", SHAPES)
def test_what_people_see_in_anki_comes_along(
    tmp_path: Path, run_import: Import, table: list[str], name: str, maker: str
) -> None:
    shape = SHAPES[name]
    folder = tmp_path / "made"
    folder.mkdir()
    if maker == "genanki":
        file = by_genanki(shape, folder)
    else:
        file = by_anki(shape, folder, legacy=maker.endswith("11"))
    cards, theirs = rendered(file, folder, shape.is_cloze)
    done = run_import(file, "--json")
    assert done.code == 0, done.err
    report: dict[str, Any] = json.loads(done.out)
    assert len(report["left_out"]) == shape.left
    assert len(done.cards) + shape.left == cards
    lost = theirs - ours(done)
    if shape.left:
        lost -= words(" ".join(question for question, answer in shape.notes if not answer))
    kept = 1 - lost.total() / theirs.total()
    table.append(
        f"{name:<30}{maker:<18}{len(shape.notes)} notes, {len(done.cards)} of {cards} cards, "
        f"{kept:.1%} of {theirs.total()} words" + (f", without {dict(lost)}" if lost else "")
    )
    assert kept >= 0.95
