"""What a card says arrives in Anki as text: never as HTML, a template or a formula of its own."""

import json
import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.card_data import card_data
from quizcards.model import Card, Code, DemoCall, FollowUp, KeyPoint, Misconception
from quizcards.trace.inline import inline_demo
from tests.export.anki_examples import Page, book_of, card, opened, package
from tests.sampling import examples

TRICKS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style></div><!--", "]]>",
    "&lt;b&gt; &amp;#123;", "{{c1::빈칸}}", "{{FrontSide}}", "{{#질문}}{{/질문}}", "<% x %>",
    "[sound:a.mp3]", "[anki:tts lang=ko_KR]말[/anki:tts]", "[anki:play:q:0]", "[[type:질문]]",
    r"\(x\)", r"\[\href{javascript:alert(1)}{x}\]", r"\\(x\\)", r"\begin{equation}x\end{equation}",
    r"[latex]\input{/etc/passwd}[/latex]", "[$]x[/$]", "[$$]x[/$$]", "$x$", "`x`",
    "세로 \x1f 줄", "한\x00끝", "\x85\u2028\u2029", "\ud800", "\u202e", "a\t \n b",
    "-2 --> 3", "\\", "'\"",
)  # fmt: skip
OURS = {
    "p",
    "ul",
    "li",
    "details",
    "summary",
    "span",
    "b",
    "br",
    "pre",
    "div",
    "table",
    "tr",
    "th",
    "td",
    "img",
}
ANKI = re.compile(r"\{\{|\}\}|<%|\[(?:sound:|anki:|latex\]|\$|\[?type:)", re.IGNORECASE)
BEGINS_FORMULA = re.compile(r"\\[(\[]")
TEXTS = st.one_of(st.sampled_from(TRICKS), st.text(max_size=30)).map(lambda text: text or "?")


def everywhere(text: str) -> Card:
    return card(
        question=text,
        answer=f"{text}\n\n{text}",
        key_points=(KeyPoint(text),),
        formula=(text,),
        misconceptions=(Misconception(text, text),),
        followups=(FollowUp(text, text),),
        sources=(text,),
        tags=(text,),
    )


def seen(text: str) -> str:
    """Return what is left of a text on one line.

    Without control characters, and without spaces at an end or beside another.
    """
    return " ".join(
        re.sub("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]", "\ufffd", text).split()
    )


def check(one: Card, question: str) -> dict[str, str]:
    found = opened(package(book_of(one)))
    (note,) = found.notes
    assert len(found.tables["notes"][0]["tags"].split()) <= len(one.tags)
    for name, html in note.items():
        assert not ANKI.search(html), (name, html)
        page = Page(html)
        assert {tag for tag, _ in page.elements} <= OURS
        assert {key for _, given in page.elements for key in given} <= {"class", "src", "alt"}
        if name not in ("식", "계산", "자료"):
            assert not list(filter(BEGINS_FORMULA.search, page.stretches)), (name, html)
    assert Page(note["질문"]).text == seen(question)
    return note


@pytest.mark.parametrize("text", TRICKS)
def test_what_means_something_to_anki_is_shown_as_it_was_written(text: str) -> None:
    note = check(everywhere(text), text)
    assert Page(note["핵심"]).text == seen(text)
    assert Page(note["출처"]).text == seen(text)
    assert Page(note["오해"]).text == f"✗ “{seen(text)}” → {seen(text)}"
    assert Page(note["꼬리질문"]).text == seen(text) * 2


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4).map("".join))
def test_any_text_is_shown_as_it_was_written(text: str) -> None:
    check(everywhere(text), text)


@settings(max_examples=examples(60), deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_a_card_comes_back_whole_from_its_json(text: str) -> None:
    one = everywhere(text)
    (note,) = opened(package(book_of(one))).notes
    assert json.loads(unescape(note["자료"])) == json.loads(json.dumps(card_data(one)))


@pytest.mark.parametrize(
    "latex", [r"\hat m_t = \frac{m_t}{1-\beta_1^t}", r"\left[x\right] < y", r"\text{값이 } x > 0"]
)
def test_a_formula_is_one_for_mathjax(latex: str) -> None:
    (note,) = opened(package(book_of(card(formula=(latex, latex))))).notes
    assert Page(note["식"]).stretches == [rf"\[{latex}\]", "", rf"\[{latex}\]", ""]


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}", r"\require{unicode}x", r"\def\x{\x\x}\x",
        r"\class{a}{x}", r"\style{color:red}{x}", r"x\] \[y", r"x\)",
        r"\text{$\href{javascript:alert(1)}{x}$}", r"\text{\(\require{html}\)}",
        r"\mathrm{\class{a}{b}}", r"\unicode{x41}", r"\cssId{a}{b}", r"\left\href{a}{b}",
        r"\operatorname{\href{a}{b}}", "x % y", r"{", "\\",
    ],
)  # fmt: skip
def test_a_formula_that_is_more_than_mathematics_is_shown_as_text(latex: str) -> None:
    (note,) = opened(package(book_of(card(formula=(latex,))))).notes
    page = Page(note["식"])
    assert page.text == latex
    assert not list(filter(BEGINS_FORMULA.search, page.stretches))


def test_what_is_written_beside_the_code_of_a_deck_is_text() -> None:
    code = Code("x = 2.0\ny = x * 3  # <b>{{c1::값}}</b> [sound:a.mp3] \\(y\\) \\[z\\]\n")
    page = Page(check(card(demo=DemoCall("deck/card", code=code)), "질문?")["계산"])
    assert r"<b>{{c1::값}}</b> [sound:a.mp3] \(y\) \[z\]" in page.text
    formulas = [stretch for stretch in page.stretches if BEGINS_FORMULA.search(stretch)]
    assert formulas == [r"\(x\) = 2", r"\(y\)", r"\(x \cdot 3\)"]


@pytest.mark.parametrize("text", [*TRICKS[:-2], '"><img src=x onerror=alert(1)>'])
def test_a_demo_that_fails_says_why_in_plain_text(text: str) -> None:
    wrong = Misconception("틀린 말", "까닭", DemoCall("adam", {text: 1.0}))
    note = check(card(demo=wrong.demo, misconceptions=(wrong,)), "질문?")
    assert seen(f"'{text}' 매개변수는 없습니다.") in Page(note["계산"]).text
    assert seen(f"('{text}' 매개변수는 없습니다.") in Page(note["오해"]).text


def test_the_title_of_a_demo_does_not_break_out_of_its_picture() -> None:
    title = '"><img src=x onerror=alert(1)> {{c1::x}} [sound:a.mp3] \\(x\\)'
    one = card(demo=DemoCall("deck/card", code=Code("x = 2.0\ny = x * 3\n", draws=("y",))))
    (note,) = opened(
        package(book_of(one, load=lambda call: inline_demo(title, call.code or Code(""))))
    ).notes
    assert [attributes.get("alt") for _, attributes in Page(note["그림"]).elements] == [title]
    assert not ANKI.search(note["그림"])
