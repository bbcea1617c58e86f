"""The page for the phone: what a card says arrives as text, whatever it is.

So does all that it computes, and the card as data.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.card_data import card_data
from quizcards.export.book import Book
from quizcards.export.formats import html
from quizcards.export.page import data, script, style
from quizcards.export.page.draws import asked_data, draws
from quizcards.model import Card, Deck, DemoCall, FollowUp, KeyPoint, Library, Memory, Misconception
from quizcards.quiz.numbers import BY_HAND, ZERO_LEVEL
from quizcards.quiz.question import RELATIVE, Asked, Number, WrongValue
from quizcards.trace.demo import Demo
from tests.export.anki_examples import NOW, book, book_of, card
from tests.export.html_reader import Element, read
from tests.sampling import examples

DESCENT = DemoCall("gradient-descent", {"lr": 0.5, "steps": 2})
FULL = card(
    question="경사하강법은 무엇인가요?",
    answer="기울기의 반대로\n움직입니다.\n\n스텝마다 다시 구합니다.",
    key_points=(KeyPoint("기울기의 반대", ("반대로",)), KeyPoint("반복")),
    formula=(r"w \leftarrow w - \alpha \frac{\partial J}{\partial w}", r"\text{스텝 } t \ge 0"),
    misconceptions=(
        Misconception("늘 최솟값에 이른다", "아닙니다.", replace(DESCENT, show=("w", "J"))),
    ),
    followups=(FollowUp("왜 반대인가요?", "가장 빨리 줄어듭니다."),),
    demo=DESCENT,
    sources=("Cauchy 1847",),
)


def written(book: Book) -> str:
    pieces = list(html.export(book))
    assert all(isinstance(piece, str) for piece in pieces)
    return "".join(map(str, pieces))


def page_of(*cards: Card) -> Element:
    return read(written(book_of(*cards)))


def rows(table: Element) -> list[list[str]]:
    return [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")]


# What could be taken for markup, in HTML, in a script's data or in MathML
MARKUP = st.sampled_from([
    *"<>&\"'`=/\\{}[]()#:;!-$_^~", "</script>", "<script>", "<!--", "-->", "<![CDATA[", "]]>",
    "&lt;", "&#0;", "&amp", "</details>", "<img src=x onerror=alert(1)>", "javascript:alert(1)",
    "</style>", "<svg/onload=x>", "</title>", "\u2028", "\u2029", "\u00a0", "</article>",
    "\" onclick=\"x", "{{x}}", "한글 ", "ŷ", "a", "1", " ",
])  # fmt: skip
TEXT = st.one_of(
    st.lists(MARKUP, min_size=1, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn"]), min_size=1, max_size=20),
).filter(str.strip)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    texts = st.lists(TEXT, max_size=2)
    pairs = st.lists(st.tuples(TEXT, TEXT), max_size=2)
    return card(
        question=draw(TEXT),
        answer="\n\n".join(
            " ".join(one.split()) for one in draw(st.lists(TEXT, min_size=1, max_size=3))
        ),
        key_points=tuple(map(KeyPoint, draw(texts))),
        formula=tuple(draw(texts)),
        followups=tuple(FollowUp(*pair) for pair in draw(pairs)),
        misconceptions=tuple(
            Misconception(*pair, truth=draw(st.one_of(st.just(""), TEXT))) for pair in draw(pairs)
        ),
        sources=tuple(draw(texts)),
        tags=tuple(draw(texts)),
    )


def texts_of(one: Card) -> list[str]:
    """Every text below the question, in order, as a reader sees it, but for what a formula says."""
    texts = ["답 보기", *one.answer.split("\n\n")]
    texts += ["핵심", *(point.point for point in one.key_points)] if one.key_points else []
    texts += ["식"] if one.formula else []
    texts += ["흔한 오해"] if one.misconceptions else []
    for wrong in one.misconceptions:
        truth = [f"“{wrong.truth}”"] if wrong.truth else []
        texts += [f"“{wrong.claim}”", *truth, wrong.because]
    texts += ["꼬리질문"] if one.followups else []
    texts += [text for followup in one.followups for text in (followup.question, followup.answer)]
    texts += [f"출처: {'; '.join(one.sources)}"] if one.sources else []
    return [" ".join(text.split()) for text in texts]


def shown(answer: Element) -> list[str]:
    """The texts of what holds text and no other block, but for formulas."""
    blocks = ("p", "li", "h4", "summary")
    formulas = {id(one) for ul in answer.all("ul", "formulas") for one in ul}
    return [
        one.text
        for one in answer
        if one.tag in blocks
        and id(one) not in formulas
        and not any(inner.tag in blocks for inner in [*one][1:])
    ]


OURS = set(
    "html head meta title style body header h1 a button nav details summary small ol ul li main"
    " section h2 article h3 h4 p span div table thead tbody tr th td img code form label input"
    " template script math".split()
)
MATHML = set(
    "mrow mstyle mi mn mo mtext mspace mfrac msqrt msub msup msubsup munder mover munderover"
    " mtable mtr mtd".split()
)
ATTRIBUTES = set(
    "id class href src alt lang charset name content http-equiv type hidden scope aria-label"
    " aria-live aria-pressed data-relative data-zero-level data-page data-part"
    " autocomplete autocapitalize spellcheck inputmode enterkeyhint placeholder role"
    " tabindex".split()
)


def assert_harmless(page: Element) -> None:
    """Nothing loads, runs or styles but what is ours."""
    for element in [*page][1:]:
        names = set(element.attributes)
        if element.tag in MATHML or element.tag == "math":
            assert not names & {"href", "style", "id"}, element.attributes
            assert not any(name.startswith("on") for name in names), element.attributes
            continue
        assert element.tag in OURS, element.tag
        assert names <= ATTRIBUTES, element.attributes
        assert element.attributes.get("href", "#").startswith("#")
        assert element.attributes.get("src", "data:image/svg+xml;base64,").startswith(
            "data:image/svg+xml;base64,"
        )
    run = [one for one in page.all("script") if one.attributes.get("type") != "application/json"]
    assert [one.source for one in run] == [script()]
    assert page.one("style").source == style()


@settings(max_examples=examples(100), deadline=None)
@given(TEXT, cards())
@example(
    "</title><script>",
    card(
        question="</script><!--<script>",
        answer="]]>\u2028<b>",
        formula=("<script>", r"\text{<b>&\&}"),
    ),
)
def test_whatever_a_card_says_is_read_as_exactly_that_text_and_nothing_else(
    title: str, one: Card
) -> None:
    page = read(written(book(Deck("deck", title, (one,)))))
    assert_harmless(page)
    said, question = " ".join(title.split()), " ".join(one.question.split())
    assert [page.one(tag).text for tag in ("title", "h1", "h3")] == [said, said, question]
    assert page.one("main").one("h2").text == said
    link = page.one("nav").one("li").one("a")
    assert (link.text, link.attributes) == (question, {"href": f"#{one.deck}--{one.id}"})
    assert shown(page.one("article").one("details", "answer")) == texts_of(one)


@settings(max_examples=examples(100), deadline=None)
@given(TEXT, cards())
def test_the_page_holds_its_cards_as_data_to_be_read_back(title: str, one: Card) -> None:
    page = read(written(book(Deck("deck", title, (one,)))))
    assert page.one("script", "deck").data == {"deck": "deck", "title": title}
    assert page.one("script", "card").data == card_data(one)


@given(st.text(st.characters(), max_size=30))
@example("\ud800")
@example("\u2028</script><!-- ]]> \x00 & \ufeff")
def test_no_text_ends_the_data_that_holds_it_or_cannot_be_encoded(text: str) -> None:
    written = data("card", {text: [text]})
    written.encode()
    assert re.fullmatch(
        r'<script type="application/json" class="card">[^<>&\u2028\u2029]*</script>\n', written
    )
    assert read(written).one("script").data == {text: [text]}


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\ufffe", "\x85"])
def test_what_a_page_cannot_hold_or_what_turns_text_around_is_a_box(char: str) -> None:
    page = page_of(card(question=f"a{char}b", formula=(f"a{char}b",)))
    assert page.one("h3").text == "a□b"
    assert char not in page.one("ul", "formulas").source


def test_the_policy_lets_in_this_style_and_this_script_and_nothing_from_anywhere() -> None:
    page = page_of(FULL)
    (policy,) = [
        one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    (ours,) = [one for one in page.all("script") if not one.attributes]
    sources = {"style-src": page.one("style").source, "script-src": ours.source}
    for directive, source in sources.items():
        digest = b64encode(sha256(source.encode()).digest()).decode()
        assert rules[directive] == f"'sha256-{digest}'"
        assert not re.search(r"url\(|@import|https?:", source)


def test_answers_open_without_a_script_and_what_needs_one_stays_hidden_till_it_runs() -> None:
    article = page_of(FULL).one("article")
    assert [one.attributes for one in article.all("details", "answer")] == [{"class": "answer"}]
    assert article.one("details", "ask").attributes == {"class": "ask", "hidden": ""}
    assert article.all("summary")[0].text == "답 보기"


def test_a_page_with_the_schedule_says_when_each_card_comes() -> None:
    day = date(2026, 12, 3).toordinal()
    memories = {
        "deck/review": Memory(seed=0.5, reps=3, step=-1, due_day=day, last_day=day - 9),
        "deck/step": Memory(seed=0.5, reps=1, step=1, due_at=1e9, last_day=day - 1),
        "deck/buried": Memory(seed=0.5, reps=3, step=-1, due_day=day, buried_day=day),
        "deck/suspended": Memory(seed=0.5, reps=3, step=-1, due_day=day, suspended=True),
        "deck/seen": Memory(seed=0.5),
    }
    cards = [card(id=key.removeprefix("deck/")) for key in (*memories, "deck/new")]
    page = read(written(book_of(*cards, memories=memories)))
    said = {one.attributes.pop("id"): one.attributes for one in page.all("article")}
    assert said == {
        "deck--review": {"data-due": "2026-12-03"},
        "deck--step": {"data-due": "2026-12-02"},
        "deck--buried": {"data-due": "2026-12-04"},
        "deck--suspended": {"data-suspended": ""},
        "deck--seen": {},
        "deck--new": {},
    }
    assert float(page.one("body").attributes["data-made"]) == NOW
    assert "data-made" not in page_of(FULL).one("body").attributes


def test_a_page_keeps_its_name_over_other_cards_and_another_day_so_that_no_answer_is_lost() -> None:
    first = read(written(book_of(FULL))).one("body").attributes["data-page"]
    later = read(written(book_of(card(), now=NOW + 1e6))).one("body").attributes["data-page"]
    other = read(written(book(Deck("other", "제목", (FULL,))))).one("body").attributes["data-page"]
    assert first == later != other


def test_the_title_is_as_short_as_a_phone_is_narrow() -> None:
    decks = [Deck(name, f"{name} 덱", (card(),)) for name in ("a", "b", "c")]
    assert read(written(book(*decks))).one("title").text == "a 덱 외 2개 덱"


def test_the_parts_of_an_answer_have_the_names_of_the_terminal() -> None:
    parts = page_of(FULL).one("details", "answer").all("div", "part")
    names = [one.attributes["data-part"] for one in parts]
    assert names == ["모범 답", "핵심", "오해", "꼬리질문", "데모", "출처"]


def test_what_needs_a_script_to_study_stays_hidden_till_it_runs() -> None:
    page = page_of(FULL)
    for tag, kind in (("section", "study"), ("section", "bar"), ("div", "tools")):
        assert page.one(tag, kind).attributes["hidden"] == ""


def test_a_page_is_as_someone_looked_at_it(golden: Callable[[str, str], None]) -> None:
    main = re.search(r"<main .*</main>\n", written(book_of(FULL)), re.DOTALL)
    assert main
    without_pictures = re.sub(r"(base64,)[^\"]*", r"\1…", main[0])
    golden("page.html", re.sub(r"(class=\"draws\">).*?(?=</script>)", r"\1…", without_pictures))


def test_a_demo_is_shown_with_the_numbers_that_it_computed() -> None:
    # w = 2, target = 3, α = 0.5: g = −2, w = 2 + 1 = 3, J = 0, and from there on nothing moves
    answer = page_of(FULL).one("details", "answer")
    before, rules, turns = map(rows, answer.all("table"))
    assert before[0] == ["값", "식", "결과", "설명"]
    assert before[1][::2] == ["J", "1"]
    assert [row[0] for row in rules] == ["값", "g", "w", "J"]
    assert turns == [["t", "g", "w", "J"], ["1", "−2", "3", "0"], ["2", "0", "3", "0"]]
    inputs, *_ = (p.text for p in answer.all("p", "given") if "α" in p.text)
    assert inputs == "w = 2 α = 0.5 steps = 2 target = 3"
    assert answer.one("ul", "misconceptions").one("p", "given").text == "w = 3 J = 0"


def test_a_run_that_fails_is_told_in_its_place() -> None:
    wrong = Misconception("가", "나", DemoCall("adam", {"v": -1.0}))
    page = page_of(card(demo=DemoCall("softmax", {"T": 0.0}), misconceptions=(wrong,)))
    assert [p.text.split(":")[0] for p in page.all("p") if "써 주세요" in p.text] == [
        "v=-1.0",
        "T=0.0",
    ]
    assert page.all("img") == []


def test_pictures_are_in_the_page_as_well_formed_documents_with_a_name() -> None:
    images = page_of(FULL).all("img")
    assert images
    for image in images:
        assert image.attributes["alt"].startswith("경사하강법")
        root = ElementTree.fromstring(b64decode(image.attributes["src"].partition("base64,")[2]))
        assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_a_card_links_to_the_cards_of_the_page_that_come_before_it() -> None:
    first, second = (
        card(id="one", question="먼저?"),
        card(id="two", needs=("deck/one", "elsewhere/three")),
    )
    links = page_of(first, second).all("article")[1].all("ul", "links")
    assert [(a.text, a.attributes["href"]) for ul in links for a in ul.all("a")] == [
        ("먼저?", "#deck--one")
    ]


@pytest.mark.xdist_group("exported html")
def test_every_link_leads_to_a_place_of_its_own(
    library: Library, exported: Callable[[str], bytes]
) -> None:
    page = exported("html").decode()
    names = re.findall(r'<[^<>]* id="([^"]*)"', page)
    assert len(set(names)) == len(names)
    linked = re.findall(r'<a [^<>]*href="#?([^"]*)"', page)
    assert set(linked) <= {"", *names}
    assert {f"{one.deck}--{one.id}" for one in library.cards} <= set(linked)


def test_the_page_says_what_a_screen_reader_needs() -> None:
    page = page_of(FULL)
    assert page.one("html").attributes == {"lang": "ko"}
    assert page.one("template").one("label").one("input")
    assert page.one("template").one("div", "verdict").attributes["aria-live"] == "polite"
    assert page.one("nav").attributes["aria-label"]
    assert page.one("button", "theme").attributes["aria-label"]
    skip = page.one("body").all("a")[0]
    assert skip.attributes["href"] == f"#{page.one('main').attributes['id']}"
    assert all(head.text for head in page.all("th"))
    body = page.one("body").attributes
    assert (float(body["data-relative"]), float(body["data-zero-level"])) == (RELATIVE, ZERO_LEVEL)


def test_a_number_is_typed_on_a_number_keyboard_with_the_signs_that_it_lacks() -> None:
    asking = page_of(FULL).one("template")
    assert asking.one("input").attributes["inputmode"] == "decimal"
    assert asking.one("div", "signs").text == "−,/e"


def test_a_page_is_made_card_by_card_and_always_the_same() -> None:
    loaded: list[str] = []

    def load(call: DemoCall) -> Demo:
        loaded.append(call.run)
        return demos.of(call)

    several = [
        card(id=f"card-{i}", demo=DemoCall(name))
        for i, name in enumerate(("adam", "relu", "softmax"))
    ]
    made = book_of(*several, load=load)
    made_so_far = 0
    for piece in map(str, html.export(made)):
        made_so_far += piece.count("<article")
        assert len(set(loaded)) == made_so_far
    assert written(made) == written(made)
    alone = page_of(several[1]).one("article").one("script", "draws").source
    assert alone == read(written(made)).all("article")[1].one("script", "draws").source


def test_every_shipped_card_asks_for_a_number_on_several_inputs(library: Library) -> None:
    for one in library.cards:
        if one.demo is None:  # a card of words
            continue
        asked = [repr(draw) for draw in draws(one, book(*library.decks).context)]
        assert len(set(asked)) == len(asked) >= 2, one.key


def test_a_question_says_before_it_is_answered_what_is_accepted_and_holds_what_marks_it() -> None:
    right = ((1, 2), (3, 4))
    asked = Asked(
        "W는?",
        Number(right, (WrongValue(((2, 2), (3, 4)), "첫 수가 다릅니다."),), ("W = ...",), BY_HAND),
        ("예",),
        ("a = 1",),
    )
    found = asked_data(asked)
    assert (found["prompt"], found["given"], found["inputs"], found["shape"]) == (
        "W는?",
        ("예",),
        ("a = 1",),
        (2, 2),
    )
    assert found["tolerance"].startswith("2×2 행렬")
    assert "정확히" in found["tolerance"]
    assert found["relative"] == 0.01
    assert found["right"] == {"values": [1, 2, 3, 4], "whole": True}
    assert found["wrong"] == [
        {"values": [2, 2, 3, 4], "whole": True, "feedback": "첫 수가 다릅니다."}
    ]
    assert found["solution"] == ("정답: [[1 2] [3 4]]", "W = ...")


def test_what_json_cannot_hold_is_left_out() -> None:
    huge = asked_data(Asked("?", Number(1e308, (), ())))
    # ten times it is no number
    assert [slip["values"] for slip in huge["slips"]] == [[-1e308], [1e307]]
