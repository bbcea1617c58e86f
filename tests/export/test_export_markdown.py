"""The Markdown layouts: what a card says arrives as plain text, whatever it is.

The answers of the sheet stay folded.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizcards import demos
from quizcards.export.book import Book
from quizcards.export.formats import markdown
from quizcards.model import Card, Deck, DemoCall, FollowUp, KeyPoint, Library, Misconception, Place
from quizcards.quiz.question import Context
from quizcards.trace.demo import Demo
from tests.export import markdown_examples
from tests.formulas import lines_of, typeset, typeset_symbol
from tests.sampling import examples

ROOT = Path(__file__).parents[2]
PLACE = Place("deck.yaml")


def parsed(text: str) -> list[Token]:
    """Parse as GitHub does: CommonMark with tables and strikethrough."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def plain(inline: Token) -> str:
    """Return the text of a paragraph, a heading or a cell. Any markup in it fails the test."""
    children = inline.children or []
    assert {child.type for child in children} <= {"text", "text_special"}, inline.content
    return "".join(child.content for child in children)


def cell(inline: Token) -> str:
    """Return the text of a table's cell, or the LaTeX of one that is a formula, between dollars."""
    children = inline.children or []
    if [child.type for child in children] == ["text", "code_inline", "text"]:
        assert (children[0].content, children[2].content) == ("$", "$"), inline.content
        return f"${children[1].content}$"
    return plain(inline)


def sheet(
    decks: Sequence[Deck], load: Callable[[DemoCall], Demo] = demos.of, layout: str = ""
) -> str:
    context = Context(tuple(one for deck in decks for one in deck.cards), load, Random)
    return "".join(map(str, markdown.export(Book(decks, context, layout=layout))))


def exported(*cards: Card, title: str = "제목", load: Callable[[DemoCall], Demo] = demos.of) -> str:
    return sheet([Deck("deck", title, cards)], load)


def card(**fields: Any) -> Card:
    return replace(Card("deck", "one", "질문?", "답.", PLACE), **fields)


FULL = card(
    id="full",
    question="2 * 3은 5 < 6인가요? [아니요](http://x.y)",
    answer="첫 단락은\n두 줄입니다.\n\n둘째 단락: `코드`, $수식$, *강조*, <b>굵게</b>.",
    key_points=(
        KeyPoint("1. 번호처럼 보이는 핵심"),
        KeyPoint("- 목록처럼 보이는 핵심", ("다른 말",)),
    ),
    formula=(r"\hat m_t = \frac{m_t}{1-\beta_1^t}", r"a_{``x``} < b"),
    followups=(FollowUp("왜 그런가요?", "그래서요.\n정말로요."), FollowUp("# 또요?", "> 예.")),
    misconceptions=(Misconception("틀린 말 | 하나", "맞는 말 ~~둘~~"),),
    needs=("deck/loop", "second/only", "other/far"),
    tags=("optimizer", "# 태그"),
    sources=("Kingma & Ba 2015", "책 §8.5"),
)
SAMPLE = (
    Deck(
        "sample",
        "견본 덱",
        (
            FULL,
            card(id="loop", demo=DemoCall("gradient-descent", {"lr": 0.3, "steps": 12})),
            card(
                id="array", demo=DemoCall("bn-forward", {"gamma": 2.0, "x": [1.0, 2.0, 3.0, 6.0]})
            ),
            card(id="steps", demo=DemoCall("adam", {"g": -0.1, "t": 2})),
            card(id="mixed", demo=DemoCall("bn-inference")),
            card(id="failing", demo=DemoCall("bn-forward", {"x": "많이"})),
        ),
    ),
    Deck("second", "둘째 덱", (card(deck="second", id="only"),)),
)


LAYOUTS = pytest.mark.parametrize("layout", markdown.LAYOUTS)


@LAYOUTS
def test_a_layout_is_as_someone_looked_at_it(
    golden: Callable[[str, str], None], layout: str
) -> None:
    golden(f"{layout}.md", sheet(SAMPLE, layout=layout))


def test_the_usual_layout_is_the_sheet() -> None:
    assert (
        sheet(SAMPLE)
        == sheet(SAMPLE, layout=next(iter(markdown.LAYOUTS)))
        == sheet(SAMPLE, layout="sheet")
    )


@LAYOUTS
def test_a_document_is_one_text_with_one_newline_at_its_end(layout: str) -> None:
    text = sheet(SAMPLE, layout=layout)
    assert re.match(r"# \w", text)
    assert re.search(r"[^\n]\n\Z", text)
    assert "\r" not in text
    assert not re.search(r"\n{3,}|[ \t]+\n", text)


@LAYOUTS
def test_every_link_leads_to_a_place_and_none_is_there_twice(library: Library, layout: str) -> None:
    for decks in (SAMPLE, library.decks, library.decks[:1]):
        children = [
            child for token in parsed(sheet(decks, layout=layout)) for child in token.children or []
        ]
        places = [
            child.content.split('"')[1] for child in children if child.content.startswith("<a id=")
        ]
        assert len(set(places)) == len(places)
        links = {str(child.attrs["href"]) for child in children if child.type == "link_open"}
        assert links <= {f"#{place}" for place in places}


def test_every_shipped_deck_can_be_exported_with_every_card_in_it(library: Library) -> None:
    text = sheet(library.decks)
    headings = [
        plain(t)
        for opened, t in pairs(parsed(text))
        if opened.type == "heading_open" and opened.tag == "h2"
    ]
    assert headings == [" ".join(card.question.split()) for card in library.cards]
    assert text.count("<details>") == text.count("</details>") == len(library.cards)


def pairs(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each inline token with the token that opened it, anchors left out."""
    for i, token in enumerate(tokens):
        if token.type == "inline" and not is_anchor(token):
            yield tokens[i - 1], token


def is_anchor(token: Token) -> bool:
    """Say whether a paragraph is one of the sheet's own `<a id="..."></a>`."""
    return [child.type for child in token.children or []] == [
        "html_inline"
    ] * 2 and token.content.startswith("<a id=")


# Everything that could be markup, and some things that are not.
MARKUP = st.sampled_from([
    *"\\`*_[](){}<>#|~$&!:.-+=^\"'@/ 0123456789ab한",
    "  ", "\n", "1. ", "2) ", "- ", "+ ", "* ", "> ", "# ", "```", "~~~", "---", "===", "***",
    "<b>", "</details>", "<!--", "&amp;", "&#35;", "[a](b)", "![a](b)", "[^1]", "**", "__", "~~",
    "$$", "| --- |", "\\|", "\u00a0", "\u200b", "<https://a.b>", "<details>", "<summary>", "\\\\",
    "[x]: y", "    ", "\t", "\u3000", "한글 ", "ŷ",
])  # fmt: skip
TEXT = st.one_of(
    st.lists(MARKUP, min_size=1, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20),
).filter(str.strip)
LINE = TEXT.map(lambda text: " ".join(text.split()))
SIGN = st.sampled_from([*"\\`~$<>{}^_ab1 ", "```", "~~~", "````"])
LATEX = st.lists(SIGN, min_size=1, max_size=12).map("".join).filter(str.strip)
NEED = st.sampled_from(["deck/other", "deck-2/a-1"])


def shown(text: str) -> str:
    """What is left of text on one line: the same characters, white space as one space."""
    return " ".join(text.split())


@st.composite
def cards(draw: st.DrawFn) -> Card:
    texts = st.lists(TEXT, max_size=2)
    pairs = st.lists(st.tuples(TEXT, TEXT), max_size=2)
    return card(
        question=draw(TEXT),
        answer="\n\n".join(draw(st.lists(LINE, min_size=1, max_size=3))),
        key_points=tuple(KeyPoint(point) for point in draw(texts)),
        formula=tuple(draw(st.lists(LATEX, max_size=2))),
        followups=tuple(FollowUp(question, answer) for question, answer in draw(pairs)),
        misconceptions=tuple(
            Misconception(claim, why, truth=draw(st.one_of(st.just(""), TEXT)))
            for claim, why in draw(pairs)
        ),
        tags=tuple(draw(texts)),
        needs=tuple(draw(st.lists(NEED, max_size=2, unique=True))),
        sources=tuple(draw(texts)),
    )


def texts_of(one: Card) -> list[str]:
    """Every text of a card's question and answer, in order, as a reader sees it."""
    texts = [one.question, *one.answer.split("\n\n")]
    if one.key_points:
        texts += ["핵심", *(point.point for point in one.key_points)]
    if one.misconceptions:
        texts += [
            "흔한 오해",
            *(
                " → ".join(
                    [
                        f"✗ “{shown(wrong.claim)}”",
                        *([f"✓ “{shown(wrong.truth)}”"] if wrong.truth else []),
                        shown(wrong.because),
                    ]
                )
                for wrong in one.misconceptions
            ),
        ]
    if one.followups:
        texts += ["꼬리질문", *(text for f in one.followups for text in (f.question, f.answer))]
    if one.sources:
        texts.append(f"출처: {'; '.join(map(shown, one.sources))}")
    if one.tags:
        texts.append(f"태그: {', '.join(map(shown, one.tags))}")
    if one.needs:
        texts.append(f"먼저 볼 카드: {', '.join(need.removeprefix('deck/') for need in one.needs)}")
    return [shown(text) for text in texts]


LABELS = {"핵심", "흔한 오해", "꼬리질문"}


def label(inline: Token) -> str | None:
    """Return the text of one of the sheet's own bold labels."""
    kinds = [child.type for child in inline.children or []]
    if kinds[1:2] == ["strong_open"] or kinds[:1] == ["strong_open"]:
        text = re.fullmatch(r"\*\*([^*]+)\*\*", inline.content)
        return text[1] if text and text[1] in LABELS else None
    return None


@settings(max_examples=examples(100), deadline=None)
@given(TEXT, cards())
def test_whatever_a_card_says_is_read_back_as_exactly_that_text_and_nothing_else(
    title: str, one: Card
) -> None:
    tokens = parsed(exported(one, title=title))
    inlines = list(pairs(tokens))
    assert plain(inlines[0][1]) == shown(title)
    link = inlines[1][1].children or []
    assert [child.type for child in link if "text" not in child.type] == ["link_open", "link_close"]
    assert link[0].attrs == {"href": "#deck--one"}
    assert "".join(child.content for child in link) == shown(one.question)
    assert [label(inline) or plain(inline) for _, inline in inlines[2:]] == texts_of(one)


def linked(inline: Token) -> str:
    """Return the text of what is one link from its beginning to its end, or plain text."""
    kinds = [child.type for child in inline.children or []]
    is_link = kinds[:1] == ["link_open"] and kinds[-1:] == ["link_close"]
    return (
        "".join(c.content for c in inline.children or [] if c.type in ("text", "text_special"))
        if is_link
        else plain(inline)
    )


@settings(max_examples=examples(100), deadline=None)
@given(TEXT, cards())
def test_questions_come_first_and_answers_at_the_end_whatever_a_card_says(
    title: str, one: Card
) -> None:
    tokens = parsed(sheet([Deck("deck", title, (one,))], layout="qa"))
    inlines = [inline for _, inline in pairs(tokens)]
    assert [plain(inline) for inline in inlines[:2]] == ["질문", shown(title)]
    asked = inlines[2].children or []
    assert [child.type for child in asked if "text" not in child.type] == ["html_inline"] * 2 + [
        "link_open",
        "link_close",
    ]
    assert asked[0].content == '<a id="deck--one--q">'
    assert asked[2].attrs == {"href": "#deck--one"}
    assert "".join(child.content for child in asked[3:]) == shown(one.question)
    assert [plain(inline) for inline in inlines[3:5]] == ["답", shown(title)]
    assert [label(inline) or plain(inline) for inline in inlines[5:-1]] == texts_of(one)
    assert (inlines[-1].children or [])[0].attrs == {"href": "#deck--one--q"}
    assert linked(inlines[-1]) == "질문으로 돌아가기"


@settings(max_examples=examples(100), deadline=None)
@given(TEXT, cards())
def test_one_page_holds_questions_and_key_points_whatever_they_say(title: str, one: Card) -> None:
    tokens = parsed(sheet([Deck("deck", title, (one, card(id="two")))], layout="onepage"))
    inlines = [inline for _, inline in pairs(tokens)]
    assert plain(inlines[0]) == shown(title)
    question = inlines[1].children or []
    strong = [child.type for child in question if "text" not in child.type or child.content]
    assert (strong[0], strong[-1]) == ("strong_open", "strong_close")
    assert "".join(child.content for child in question) == shown(one.question)
    points = [point.point for point in one.key_points] or [one.answer]
    assert [plain(inline) for inline in inlines[2:-2]] == [shown(point) for point in points]
    assert [inline.level - inlines[1].level for inline in inlines[2:]] == [*[2] * len(points), 0, 2]
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds == {"heading", "inline", "bullet_list", "list_item", "paragraph"}


def test_what_is_needed_is_a_link_where_it_is_in_the_document_and_a_name_where_it_is_not() -> None:
    text = sheet(SAMPLE)
    assert "\n먼저 볼 카드: [loop](#deck--loop), [second/only](#second--only), other/far\n" in text


@settings(max_examples=examples(100), deadline=None)
@given(cards())
def test_answers_are_folded_in_balanced_details_whatever_a_card_says(one: Card) -> None:
    tokens = parsed(exported(one, card(id="two")))
    outline = [t.content.strip() for t in tokens if t.type == "html_block" or is_anchor(t)]
    folds = ["<details>\n<summary>답 보기</summary>", "</details>"]
    assert outline == ['<a id="deck--one"></a>', *folds, '<a id="deck--two"></a>', *folds]
    opens, closes, *_ = (i for i, token in enumerate(tokens) if token.type == "html_block")
    assert [
        label(inline) or plain(inline) for _, inline in pairs(tokens[opens:closes])
    ] == texts_of(one)[1:]
    assert {token.level for token in tokens if token.type == "html_block"} == {0}
    kinds = {token.type.removesuffix("_open") for token in tokens}
    assert not kinds & {"blockquote", "table", "hr", "ordered_list", "code_block"}


@settings(max_examples=examples(100), deadline=None)
@given(cards())
def test_formulas_stand_verbatim_in_math_fences(one: Card) -> None:
    fences = [(t.info, t.content) for t in parsed(exported(one)) if t.type == "fence"]
    assert fences == [("math", f"{line}\n") for line in one.formula]


@pytest.mark.parametrize(
    "line", ["```", "````", "~~~", "```math", "a ``` b", "</details>", "    x", "$$"]
)
def test_a_formula_cannot_close_its_own_fence(line: str) -> None:
    text = exported(card(formula=(line,), sources=("출처",)))
    assert [(t.info, t.content) for t in parsed(text) if t.type == "fence"] == [
        ("math", f"{line}\n")
    ]
    assert [t.content.strip() for t in parsed(text) if t.type == "html_block"][1:] == ["</details>"]


def test_a_fold_has_blank_lines_around_it_as_github_needs() -> None:
    lines = exported(FULL).splitlines()
    for i, line in enumerate(lines):
        if line == "<details>":
            assert (lines[i - 1], lines[i + 1], lines[i + 2]) == (
                "",
                "<summary>답 보기</summary>",
                "",
            )
        if line == "</details>":
            assert lines[i - 1] == ""
        if line.startswith("```math"):
            assert lines[i - 1] == ""


def cells(text: str) -> list[list[list[str]]]:
    """Every table of the text as rows of cells."""
    tables: list[list[list[str]]] = []
    tokens = parsed(text)
    for i, token in enumerate(tokens):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append([])
        elif token.type in ("th_open", "td_open"):
            tables[-1][-1].append(cell(tokens[i + 1]))
    return tables


TARGET = r"\mathrm{target}"
COST = f"$(w - {TARGET})^2$"


def test_a_demo_is_exported_with_the_numbers_that_it_computed() -> None:
    # w = 2, target = 3, α = 0.5: g = −2, w = 2 + 1 = 3, J = 0, and from there on nothing moves
    text = exported(card(demo=DemoCall("gradient-descent", {"lr": 0.5, "steps": 2})))
    before, rules, turns = cells(text)
    assert before == [["값", "식", "결과", "설명"], ["$J$", COST, "1", "출발점의 비용(cost)"]]
    steps = [["$g$", rf"$2 \cdot (w - {TARGET})$"], ["$w$", r"$w - \alpha \cdot g$"], ["$J$", COST]]
    assert [row[:2] for row in rules[1:]] == steps
    assert turns == [["$t$", "$g$", "$w$", "$J$"], ["1", "−2", "3", "0"], ["2", "0", "3", "0"]]
    assert rf"$`w`$ = 2, $`\alpha`$ = 0.5, $`\mathrm{{steps}}`$ = 2, $`{TARGET}`$ = 3" in text


def test_a_while_is_exported_with_what_it_asks() -> None:
    inputs = {"corpus": "aa ab", "word": "ab", "merges": 9}
    (_, rules, turns, _) = cells(exported(card(demo=DemoCall("tokenization-bpe", inputs))))
    assert rules[1][0] == "조건"
    assert r"\mathrm{merged} < \mathrm{merges}, " in rules[1][1]
    assert [row[1] for row in turns[1:]] == ["a·a", "a·b"]


def test_a_long_loop_keeps_its_first_turns_and_its_last() -> None:
    (_, _, turns) = cells(exported(card(demo=DemoCall("gradient-descent", {"steps": 50}))))
    counts = [row[0] for row in turns[1:]]
    assert counts == [*map(str, range(1, len(counts) - 1)), "…", "50"]
    assert len(counts) <= 11


def test_every_formula_of_every_shipped_demo_arrives_in_its_cell_as_it_was_typeset() -> None:
    for name in demos.names():
        demo = demos.load(name)
        written = {
            (f"${typeset_symbol(line.target)}$", f"${typeset(line.formula)}$")
            for line in lines_of(demo.function)
        } | {
            ("조건", f"${typeset(line.condition)}$")
            for line in lines_of(demo.function)
            if line.condition
        }
        tables = cells(exported(card(demo=DemoCall(name))))
        shown = {(row[0], row[1]) for table in tables if table[0][1] == "식" for row in table[1:]}
        assert shown
        assert shown <= written


def test_notes_full_of_markup_are_cells_of_plain_text() -> None:
    (outside, rules, turns) = cells(
        exported(card(demo=DemoCall("nested")), load=lambda _name: markdown_examples.DEMO)
    )
    norm = r"$\lvert x[0] \rvert + \lvert x[1] \rvert$"
    assert outside[1] == [r"$\mathrm{norm}$", norm, "3", "|x|₁ = Σ|xᵢ|, `code` & *emphasis* <b>"]
    assert rules == [
        ["값", "식", "설명"],
        [r"$\mathrm{row}$", r"$i \cdot \mathrm{norm}$", "one | two"],
        [r"$\mathrm{total}$", r"$\mathrm{total} + \mathrm{row} - j$", ""],
    ]
    # i = 0: row 0, total 0 − 0, 0 − 1; i = 1: row 3, total −1 + 3 − 0, 2 + 3 − 1
    assert turns == [
        ["$i$", r"$\mathrm{row}$", r"$\mathrm{total}$"],
        ["1", "0", ""],
        ["1·1", "", "0"],
        ["1·2", "", "−1"],
        ["2", "3", ""],
        ["2·1", "", "2"],
        ["2·2", "", "4"],
    ]


def test_no_two_cards_share_an_anchor() -> None:
    decks = [
        Deck("a", "하나", (card(deck="a", id="b-c"),)),
        Deck("a-b", "둘", (card(deck="a-b", id="c"),)),
    ]
    text = sheet(decks)
    anchors = re.findall(r'<a id="([^"]+)">', text)
    assert len(set(anchors)) == 2
    assert re.findall(r"\]\(#([^)]+)\)", text) == anchors
