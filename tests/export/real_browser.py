"""The exported page in Chromium, at a phone's size and a laptop's: `make browser`.

The page is opened as a file, with no network. Its marking of numbers is compared with Python's over
many replies.
"""

from __future__ import annotations

import base64
import json
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement

from quizcards.cli import main as cli
from quizcards.errors import QuizcardsError
from quizcards.export.formats import html
from quizcards.export.page.draws import asked_data, questions
from quizcards.export.svg.page import DARK, LIGHT
from quizcards.model import Card, FollowUp, KeyPoint, Memory, Misconception
from quizcards.quiz.judge import judge
from quizcards.quiz.numbers import flat, shape_of, slips
from quizcards.quiz.question import Asked, Number
from tests.export.anki_examples import ROOT, book, book_of, card
from tests.shipped import shipped

PHONE, LAPTOP = (390, 844), (1280, 800)
CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --hide-scrollbars"
).split()
LIBRARY = shipped()
CONTEXT = book(*LIBRARY.decks).context


class Browser:
    """A page in Chromium."""

    def __init__(self, profile: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        for argument in (*CHROMIUM, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            options=options, service=Service(shutil.which("chromedriver"))
        )

    def tell(self, command: str, **parameters: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def show(self, page: Path, size: tuple[int, int], dark: bool = False, scale: float = 1) -> None:
        """Open a page anew."""
        width, height = size
        self.tell("Emulation.setScriptExecutionDisabled", value=False)
        self.tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=size == PHONE,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.tell("Emulation.setEmulatedMedia", media="", features=[scheme])
        self.driver.get("about:blank")
        # those about the page before, as of the inspector that looked at its fonts
        self.complaints()
        self.driver.get(page.as_uri())

    def open_all(self) -> None:
        self.run("document.querySelectorAll('details').forEach((one) => (one.open = true))")

    def complaints(self) -> list[str]:
        """Errors of scripts, of the policy, and of what could not be loaded."""
        log: Any = self.driver.get_log("browser")  # type: ignore[no-untyped-call,unused-ignore]
        return [entry["message"] for entry in log]

    def shoot(self, file: Path) -> None:
        file.write_bytes(
            base64.b64decode(self.tell("Page.captureScreenshot", format="png")["data"])
        )


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(
        tmp_path_factory.mktemp("page") / "page.html", *html.export(book(*LIBRARY.decks))
    )


def written(file: Path, *pieces: Any) -> Path:
    file.write_text("".join(pieces), encoding="utf-8")
    return file


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=str)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_with_everything_open_is_quiet_and_as_wide_as_its_window(
    browser: Browser, page: Path, size: Any, dark: bool
) -> None:
    browser.show(page, size, dark)
    browser.open_all()
    assert browser.run("return [document.documentElement.scrollWidth, innerWidth]") == [
        size[0],
        size[0],
    ]
    assert (
        browser.run(
            "return [...document.images].filter((one) => !one.complete || !one.naturalWidth).length"
        )
        == 0
    )
    assert browser.complaints() == []
    ground = browser.run("return getComputedStyle(document.documentElement).backgroundColor")
    assert ground == rgb((DARK if dark else LIGHT).ground)


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


def test_the_policy_is_in_force(browser: Browser, page: Path) -> None:
    browser.show(page, PHONE)
    add = (
        "const [name, content] = arguments;"
        "document.body.append(Object.assign(document.createElement(name), content))"
    )
    browser.run(add, "img", {"src": "https://example.org/x.png"})
    browser.run(add, "script", {"text": "window.ran = 1"})
    browser.run(add, "style", {"textContent": "body{top:9px}"})
    assert browser.run("return window.ran") is None
    assert len([one for one in browser.complaints() if "Content Security Policy" in one]) == 3


def test_an_answer_is_folded_until_it_is_opened_and_needs_no_script_for_it(
    browser: Browser, page: Path
) -> None:
    browser.show(page, PHONE)
    for scripts in (True, False):
        browser.tell("Emulation.setScriptExecutionDisabled", value=not scripts)
        browser.driver.refresh()
        article = browser.driver.find_element("css selector", "article")
        paragraph = article.find_element("css selector", ".answer p")
        assert not paragraph.is_displayed()
        article.find_element("css selector", "summary").click()
        assert paragraph.is_displayed()
        assert article.find_element("css selector", ".ask > summary").is_displayed() is scripts
    browser.tell("Emulation.setScriptExecutionDisabled", value=False)


def test_a_search_leaves_the_cards_with_every_word_and_all_open_at_a_touch(
    browser: Browser, page: Path
) -> None:
    browser.show(page, PHONE)
    search = browser.driver.find_element("css selector", ".search")
    search.send_keys("adam 편향")
    kept = browser.run(
        "return [...document.querySelectorAll('article:not([hidden])')].map((one) =>"
        " one.querySelector('h3').textContent + one.querySelector('.answer').textContent)"
    )
    assert 0 < len(kept) < len(LIBRARY.cards)
    assert all("adam" in one.lower() and "편향" in one for one in kept)
    assert browser.driver.find_element("css selector", ".found").text == f"카드 {len(kept)}장"
    search.clear()
    search.send_keys("없는말")
    assert browser.driver.find_element("css selector", ".found").text == "찾은 카드가 없습니다"
    browser.show(page, PHONE)
    button = browser.driver.find_element("css selector", ".open-all")
    for opened in (True, False):
        button.click()
        answers = browser.run(
            "return [...document.querySelectorAll('.answer')].map((one) => one.open)"
        )
        assert set(answers) == {opened}
    assert browser.complaints() == []


def test_what_scrolls_is_reached_by_the_keyboard_and_nothing_else(
    browser: Browser, page: Path
) -> None:
    browser.show(page, PHONE)
    browser.open_all()
    browser.run("return new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    wrong = browser.run(
        "return [...document.querySelectorAll('.formulas li, .wide, td')].filter((one) =>"
        "(one.scrollWidth > one.clientWidth) !== (one.tabIndex === 0))"
        ".map((one) => one.textContent)"
    )
    assert wrong == []
    assert browser.run("return document.querySelectorAll('.formulas li[tabindex]').length")


def test_what_is_touched_is_large_enough(browser: Browser, page: Path) -> None:
    browser.show(page, PHONE)
    browser.open_all()
    heights = browser.run(
        "return [...document.querySelectorAll('summary, button, input, nav a, h1 a, .links a')]"
        ".filter((one) => one.checkVisibility())"
        ".map((one) => [one.className || one.tagName, one.getBoundingClientRect().height])"
    )
    assert [one for one in heights if one[1] < 44] == []


def test_light_and_dark_change_places_at_a_touch(browser: Browser, page: Path) -> None:
    for dark in (False, True):
        browser.show(page, PHONE, dark)
        palettes = [LIGHT, DARK][::-1] if dark else [LIGHT, DARK]
        for palette in (*palettes, palettes[0]):
            ground = browser.run(
                "return getComputedStyle(document.documentElement).backgroundColor"
            )
            assert ground == rgb(palette.ground)
            browser.driver.find_element("css selector", ".theme").click()


def test_everything_is_printed(browser: Browser, page: Path) -> None:
    browser.show(page, LAPTOP, dark=True)
    browser.tell("Emulation.setEmulatedMedia", media="print")
    hidden = browser.run(
        "return [...document.querySelectorAll('.answer p, .answer img')]"
        ".filter((one) => !one.offsetHeight).length"
    )
    assert hidden == 0
    assert browser.run("return getComputedStyle(document.documentElement).backgroundColor") == rgb(
        LIGHT.ground
    )


def test_formulas_are_set_as_formulas(browser: Browser, page: Path) -> None:
    browser.show(page, LAPTOP)
    browser.open_all()
    assert browser.run("return document.querySelectorAll('.formulas code').length") == 0
    wrong = browser.run("""
        const box = (one) => one.getBoundingClientRect();
        const middle = (one) => box(one).top + box(one).height / 2;
        const all = (name) => [...document.querySelectorAll(name)];
        return [
            ["empty", all("math").filter((one) => !box(one).width || !box(one).height)],
            ["fraction", all("mfrac").filter(({ children: [over, under] }) =>
                box(over).bottom > box(under).top + 1)],
            ["power", all("msup").filter(({ children: [base, small] }) =>
                middle(small) >= middle(base))],
            ["index", all("msub").filter(({ children: [base, small] }) =>
                middle(small) <= middle(base))],
            ["limits", all("munderover").filter(({ children: [sum, under, over] }) =>
                !(middle(over) < middle(sum) && middle(sum) < middle(under)))],
        ].map(([name, found]) => [name, found.map((one) => one.closest("math").textContent)]);
    """)
    assert [one for one in wrong if one[1]] == []
    assert browser.run("return document.querySelectorAll('mfrac').length") > 100


@pytest.mark.parametrize("selector", ["h3", ".answer p", ".formulas mtext", "td:last-child"])
def test_korean_is_set_in_a_korean_font(browser: Browser, page: Path, selector: str) -> None:
    browser.show(page, PHONE)
    browser.open_all()
    browser.tell("DOM.enable")
    browser.tell("CSS.enable")
    index = browser.run(
        "return [...document.querySelectorAll(arguments[0])].findIndex((one) =>"
        " /^[가-힣 ]+$/.test(one.textContent.trim()) || /[가-힣]{3}/.test(one.textContent))",
        selector,
    )
    root = browser.tell("DOM.getDocument")["root"]["nodeId"]
    node = browser.tell("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"][index]
    used = {
        font["familyName"]
        for font in browser.tell("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]
    }
    assert any("KR" in name or "Gothic" in name or "Pretendard" in name for name in used), used
    assert not any(region in name for name in used for region in (" JP", " SC", " TC")), used


HOSTILE = [
    "</script><script>window.ran = 1</script>", "<!--", "<!--<script>", "]]>",
    "</details></article>", "<img src=x onerror='window.ran=1'>", "\u2028window.ran = 1",
    "javascript:window.ran=1", "</style><style>*{display:none}",
    "\"><svg onload=\"window.ran=1\">", "\\text{</mtext><script>window.ran=1</script>}",
    "&lt;b&gt;", "<math><mi//xlink:href=\"javascript:1\">",
]  # fmt: skip


def test_nothing_that_a_hostile_card_says_runs_or_is_lost(browser: Browser, tmp_path: Path) -> None:
    cards = [
        card(
            id=f"card-{i}",
            question=said,
            answer=said,
            key_points=(KeyPoint(said),),
            formula=(said,),
            sources=(said,),
            followups=(FollowUp(said, said),),
            misconceptions=(Misconception(said, said),),
            tags=(said,),
        )
        for i, said in enumerate(HOSTILE)
    ]
    browser.show(written(tmp_path / "hostile.html", *html.export(book_of(*cards))), PHONE)
    browser.open_all()
    assert browser.complaints() == []
    assert browser.run("return window.ran") is None
    model_answer = "[data-part='모범 답'] p:first-of-type"
    for selector in ("h3", model_answer, ".points li", ".followups p"):
        found = browser.run(
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)",
            selector,
        )
        assert [" ".join(text.split()) for text in found] == [
            " ".join(said.split()) for said in HOSTILE
        ]
    questions_in_data = (
        "return [...document.querySelectorAll('.card')]"
        ".map((one) => JSON.parse(one.textContent).question)"
    )
    assert browser.run(questions_in_data) == HOSTILE


def replies(asked: Asked, rng: Random) -> Iterator[str]:
    """What learners type: right ones in many spellings, slips, known mistakes, and parts.

    And what is no number at all.
    """
    assert isinstance(asked.answering, Number)
    right, shape = list(flat(asked.answering.right)), shape_of(asked.answering.right)
    known = [
        list(flat(one.value)) for one in (*asked.answering.wrong, *slips(asked.answering.right))
    ]
    near = [
        [x * (1 + error) for x in right]
        for error in (0, 1.9e-3, 2.1e-3, -1.9e-3, -2.1e-3, 0.5, rng.uniform(-3, 3))
    ]
    partly = [x if rng.random() < 0.5 else x + 1 for x in right]
    for numbers in (*near, partly, *known, [x + rng.choice([1, -1, 0.5, 100]) for x in right]):
        for write in SPELLINGS:
            yield joined([write(x) for x in numbers], shape, rng)
    yield from (
        "",
        " ",
        "모름",
        "1/0",
        "1e999",
        "nan",
        "inf",
        "1 2 3 4 5 6 7 8",
        "1e",
        ".",
        "1//2",
        "1/2/3",
        "0.23/(1-0.81)",
        "√2, ln 2, e^-1",
        "[2³ 1 -2 2√π]",
        "9^9^9",
        "ln 2^3",
        "√-1",
        "((((((((((((((((((((((1",
        "--1",
        "0x10",
        "1_0",
    )
    for _ in range(20):
        yield "".join(
            rng.choice("0123456789.,-−+eE/*^√π² ;[]()\n１／，가") for _ in range(rng.randint(1, 9))
        )


SPELLINGS: tuple[Callable[[float], str], ...] = (
    repr, "{:.4g}".format, "{:.2g}".format, "{:e}".format, "{:,.3f}".format,
    lambda x: f"{x:.6g}".replace("-", "−"), lambda x: f"{x * 3:.12g}/3",
    lambda x: f"{x * 1e3:.12g}e-3", lambda x: f"+{x:.4f}".replace("+-", "－"),
    lambda x: f"{x:.4f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
)  # fmt: skip


def joined(numbers: list[str], shape: tuple[int, ...], rng: Random) -> str:
    """Write a vector or matrix in one of the ways that people do."""
    if len(shape) < 2:
        return rng.choice([" ".join, ", ".join, lambda them: f"[{' '.join(them)}]", "\n".join])(
            numbers
        )
    rows = [numbers[i : i + shape[1]] for i in range(0, len(numbers), shape[1])]
    lines = [rng.choice([" ", ", "]).join(row) for row in rows]
    return rng.choice([";".join, "\n".join, lambda them: f"[[{'], ['.join(them)}]]", " ".join])(
        lines
    )


def marked(asked: Asked, reply: str) -> list[Any]:
    """Python's verdict."""
    assert isinstance(asked.answering, Number)
    try:
        verdict = judge(asked.answering, reply)
    except QuizcardsError as error:
        return ["unread", str(error)]
    return [verdict.share, list(verdict.lines)]


MARK = """
    const [asked, replies] = arguments;
    return replies.map((reply) => {
        try {
            const { share, lines } = judge(asked, reply);
            return [share, lines];
        } catch (error) {
            if (!(error instanceof Unreadable)) throw error;
            return ["unread", error.message];
        }
    });
"""


@pytest.mark.parametrize("one", LIBRARY.cards, ids=lambda one: one.key)
def test_the_page_marks_every_reply_as_python_does(browser: Browser, page: Path, one: Card) -> None:
    if "page.html" not in browser.driver.current_url:
        browser.show(page, PHONE)
    rng = Random(one.key)
    for asked in questions(one, CONTEXT):
        given = list(replies(asked, rng))
        assert browser.run(MARK, asked_data(asked), given) == [
            marked(asked, reply) for reply in given
        ]


def test_a_learner_types_an_answer_and_is_told_then_asks_for_other_numbers(
    browser: Browser, page: Path
) -> None:
    browser.show(page, PHONE)
    by = {
        (asked.prompt, asked.inputs): asked
        for one in LIBRARY.cards
        for asked in questions(one, CONTEXT)
    }
    section = browser.driver.find_element("css selector", "#optimization--adam .ask")
    section.find_element("css selector", "summary").click()

    def part(selector: str) -> WebElement:
        return section.find_element("css selector", selector)

    seen = set()
    for _ in range(8):
        inputs = tuple(li.text for li in section.find_elements("css selector", ".inputs li"))
        asked = by[(part(".prompt").text, inputs)]
        assert part(".tolerance").text
        assert isinstance(asked.answering, Number)
        right = asked.answering.right
        for reply, kind in (
            (repr(right), "right"),
            (f"{-float(str(right))}", "wrong"),
            ("모름", "unread"),
        ):
            part("input").clear()
            part("input").send_keys(reply)
            part(".buttons button").click()
            assert kind in str(part(".verdict").get_attribute("class")).split()
            _, lines = marked(asked, reply)
            told = [p.text for p in section.find_elements("css selector", ".verdict p")]
            assert told[-len(lines) :] == lines if kind != "unread" else told == [lines]
        part(".solve").click()
        assert part(".verdict p").text.startswith("정답: ")
        seen.add((asked.prompt, inputs))
        part(".again").click()
        assert part(".verdict").text == part("input").get_attribute("value") == ""
        assert section.find_elements("css selector", ".inputs li")
    assert len(seen) > 1
    assert browser.complaints() == []


AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"


def violations(browser: Browser) -> list[Any]:
    """What axe-core finds wrong by WCAG 2.2 A and AA and by best practice."""
    browser.run(AXE.read_text(encoding="utf-8"))
    found = browser.driver.execute_async_script(
        "axe.run(document, { resultTypes: ['violations'] }).then(arguments[0])"
    )
    return [
        (one["id"], len(one["nodes"]), one["nodes"][0]["target"], one["nodes"][0]["html"][:200])
        for one in found["violations"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_wrong_with_a_card_of_every_part(
    browser: Browser, page: Path, dark: bool
) -> None:
    browser.show(page, PHONE, dark)
    assert violations(browser) == []
    browser.run(
        "document.querySelectorAll('#optimization--adam details').forEach((one) =>"
        " (one.open = true)); reachScrollers()"
    )
    assert violations(browser) == []
    press(browser, ".begin")
    assert violations(browser) == []
    press(browser, ".reveal")
    browser.run("document.querySelectorAll('.current .opener').forEach((one) => one.click())")
    browser.run("reachScrollers()")
    assert violations(browser) == []


def press(browser: Browser, selector: str) -> None:
    browser.driver.find_element("css selector", selector).click()


def asked_now(browser: Browser) -> str:
    """The id of the card that is asked, and nothing else is to be seen of the others."""
    shown = browser.run(
        "return [...document.querySelectorAll('article')]"
        ".filter((one) => one.checkVisibility()).map((one) => one.id)"
    )
    assert len(shown) == 1
    return str(shown[0])


@pytest.fixture
def downloads(browser: Browser, tmp_path: Path) -> Path:
    """Where the browser puts what is downloaded; no answers are kept from before."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    browser.tell("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    return folder


def given_back(browser: Browser, downloads: Path, button: str) -> Path:
    """Press the button that hands the answers over; return the file."""
    press(browser, button)
    for _ in range(100):
        files = [one for one in downloads.iterdir() if one.suffix == ".txt"]
        if files:
            return files[0]
        time.sleep(0.1)
    raise AssertionError("nothing was downloaded")


def test_five_cards_studied_on_the_phone_are_in_the_log_once_after_two_imports(
    browser: Browser,
    downloads: Path,
    learner: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    file = tmp_path / "page.html"
    assert cli.run(["export", "optimization", "-o", str(file), "--schedule"]) == 0
    browser.show(file, PHONE)
    browser.run("localStorage.clear()")
    browser.driver.refresh()
    press(browser, ".begin")
    studied = []
    for grade in (3, 1, 4, 2, 3):
        key = asked_now(browser)
        article = browser.driver.find_element("id", key)
        assert not article.find_element("css selector", ".answer").get_property("open")
        press(browser, ".reveal")
        points = article.find_element("css selector", ".points")
        assert points.is_displayed()
        assert not article.find_element("css selector", ".misconceptions").is_displayed()
        studied.append((key.replace("--", "/"), grade))
        press(browser, f".grades button:nth-child({grade})")
    assert len({key for key, _ in studied}) == 5
    press(browser, ".undo")
    assert asked_now(browser).replace("--", "/") == studied[-1][0]
    press(browser, ".reveal")
    press(browser, ".grades button:nth-child(3)")
    browser.show(file, PHONE)  # what was answered is still there
    answers = given_back(browser, downloads, ".tools .give")
    assert "답 5개를 내보냈습니다" in browser.driver.find_element("css selector", ".tools").text
    assert browser.complaints() == []
    for _ in range(2):
        assert cli.run(["import", str(answers)]) == 0
    told = capsys.readouterr().err
    assert "5개 가운데 5개를 옮겼습니다" in told
    assert "이미 우리 기록에 있는 답 5개" in told
    lines = [
        json.loads(line)
        for log in (learner / "log").glob("*.jsonl")
        for line in log.read_text().splitlines()
    ]
    assert [(one["card"], one["grade"]) for one in lines] == studied
    assert all(one["seconds"] >= 0 and one["asked"] == "recall" for one in lines)
    assert cli.run(["show", studied[1][0], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["memory"]["reps"] == 1


def test_due_cards_come_first_then_new_ones_and_a_forgotten_one_after_four_others(
    browser: Browser, tmp_path: Path
) -> None:
    due = {"b": 1, "a": 2}
    today = date.today().toordinal()
    memories = {
        f"deck/{name}": Memory(seed=0.5, reps=2, step=-1, due_day=today - 3 + after)
        for name, after in due.items()
    } | {
        "deck/later": Memory(seed=0.5, reps=2, step=-1, due_day=today + 2),
        "deck/put-away": Memory(seed=0.5, reps=2, suspended=True),
    }
    names = ("a", "later", "b", "c", "put-away", "d", "e", "f")
    cards = [card(id=name, key_points=(KeyPoint("핵심"),)) for name in names]
    made = book_of(*cards, memories=memories, now=time.time() - 60)
    browser.show(written(tmp_path / "page.html", *html.export(made)), PHONE)
    browser.run("localStorage.clear()")
    browser.driver.refresh()
    press(browser, ".begin")
    assert browser.driver.find_element("css selector", ".left").text == "복습 2 · 새 카드 4"
    order = []
    body = browser.driver.find_element("css selector", "body")
    for grade in "1333333":
        order.append(asked_now(browser).removeprefix("deck--"))
        body.send_keys(" ")
        body.send_keys(grade)
    assert order == ["b", "a", "c", "d", "e", "b", "f"]
    assert (
        "오늘 볼 카드를 모두 봤습니다" in browser.driver.find_element("css selector", ".done").text
    )
    assert browser.complaints() == []


def test_what_was_answered_before_the_export_the_log_knows_better(
    browser: Browser, tmp_path: Path
) -> None:
    today = date.today().toordinal()
    known = {
        f"deck/{name}": Memory(seed=0.5, reps=2, step=-1, due_day=today + after)
        for name, after in {"due": 0, "later": 5, "answered": 0}.items()
    }
    cards = [card(id=name, key_points=(KeyPoint("핵심"),)) for name in (*_ids(known), "new")]
    now = time.time()
    made = book_of(*cards, memories=known, now=now - 3600)
    browser.show(written(tmp_path / "page.html", *html.export(made)), PHONE)
    answers = [
        {"id": f"{i}", "card": f"deck/{name}", "grade": grade, "at": _moment(now - ago)}
        for i, (name, grade, ago) in enumerate(
            [("due", 3, 7200), ("later", 1, 7200), ("answered", 3, 60), ("new", 1, 9 * 86_400)]
        )
    ]
    browser.run("localStorage.setItem(KEPT, JSON.stringify({answers: arguments[0]}))", answers)
    browser.driver.refresh()
    groups = browser.run(
        "const found = queue(all('article').map(toCard), Date.now());"
        "return Object.values(found).map((group) => group.map((one) => one.key))"
    )
    assert groups == [[], ["deck/new", "deck/due"], [], []]


def _ids(keys: Iterable[str]) -> list[str]:
    return [key.partition("/")[2] for key in keys]


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def test_without_storage_the_page_says_so_and_still_gives_the_answers_back(
    browser: Browser, page: Path, downloads: Path
) -> None:
    name = browser.tell(
        "Page.addScriptToEvaluateOnNewDocument",
        source="Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('no', 'SecurityError'); } })",
    )["identifier"]
    browser.show(page, PHONE)
    browser.tell("Page.removeScriptToEvaluateOnNewDocument", identifier=name)
    press(browser, ".begin")
    press(browser, ".reveal")
    press(browser, ".grades button:nth-child(3)")
    assert browser.driver.find_element("css selector", ".unkept").is_displayed()
    browser.driver.back()
    assert len(given_back(browser, downloads, ".tools .give").read_text().splitlines()) == 1
    assert browser.complaints() == []


@pytest.mark.parametrize("kept", ["{", "7", '{"answers":[7,{},null,{"id":1}],"given":"x"}', "null"])
def test_whatever_is_kept_in_the_browser_the_page_works(
    browser: Browser, page: Path, kept: str
) -> None:
    browser.show(page, PHONE)
    browser.run("localStorage.setItem(KEPT, arguments[0])", kept)
    browser.driver.refresh()
    press(browser, ".begin")
    press(browser, ".reveal")
    press(browser, ".grades button:nth-child(3)")
    assert browser.run("return JSON.parse(localStorage.getItem(KEPT)).answers.length") == 1
    assert browser.complaints() == []
    browser.run("localStorage.clear()")


def test_the_way_back_leads_from_a_card_to_the_list(browser: Browser, page: Path) -> None:
    browser.show(page, PHONE)
    for leave in (
        browser.driver.back,
        lambda: press(browser, ".leave"),
        lambda: press(browser, "h1 a"),
    ):
        press(browser, ".begin")
        assert not browser.driver.find_element("css selector", ".search").is_displayed()
        leave()
        deadline = time.monotonic() + 5
        while browser.run("return document.body.classList.contains('studying')"):
            assert time.monotonic() < deadline
        assert browser.driver.find_element("css selector", ".search").is_displayed()
        assert not browser.driver.find_element("css selector", ".bar").is_displayed()
    press(browser, ".begin")
    browser.driver.refresh()
    assert browser.driver.find_element("css selector", ".reveal").is_displayed()


def test_what_is_touched_to_study_is_large_and_nothing_is_wider_than_the_phone(
    browser: Browser, page: Path
) -> None:
    browser.show(page, PHONE)
    press(browser, ".begin")
    for _ in range(2):
        heights = browser.run(
            "return [...document.querySelectorAll('summary, button, input')]"
            ".filter((one) => one.checkVisibility())"
            ".map((one) => [one.className, one.getBoundingClientRect().height])"
        )
        assert [one for one in heights if one[1] < 44] == []
        assert browser.run("return document.documentElement.scrollWidth") == PHONE[0]
        browser.run("document.querySelector('.reveal').click()")
        browser.run("document.querySelectorAll('.current .opener').forEach((one) => one.click())")


SHOTS = {
    "page-phone.png": (PHONE, 2.0, False, "optimization--adam", ".points"),
    "page-dark.png": (PHONE, 2.0, True, "optimization--adam", ".lines"),
    "page-desktop.png": (LAPTOP, 1.0, False, "optimization--adam", ".lines"),
}


@pytest.mark.parametrize("name", SHOTS)
def test_the_pictures_of_the_docs_are_small(browser: Browser, page: Path, name: str) -> None:
    size, scale, dark, anchor, selector = SHOTS[name]
    browser.show(page, size, dark, scale)
    browser.run(
        "const found = document.querySelector(`#${arguments[0]} ${arguments[1]}`);"
        "found.closest('.answer').open = true;"
        "(found.previousElementSibling ?? found).scrollIntoView()",
        anchor,
        selector,
    )
    browser.shoot(ROOT / "docs" / name)
    assert (ROOT / "docs" / name).stat().st_size < 200_000


def test_the_picture_of_a_card_to_grade_is_small(browser: Browser, page: Path) -> None:
    browser.show(page, PHONE, scale=2.0)
    browser.driver.find_element("css selector", ".search").send_keys("옵티마이저를 약자인가요")
    press(browser, ".begin")
    press(browser, ".reveal")
    file = ROOT / "docs" / "page-study.png"
    browser.shoot(file)
    assert file.stat().st_size < 200_000
