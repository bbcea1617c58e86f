"""Questions for a line of code: what is asked, what is said of a line, and what a hint costs."""

import re
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from quizcards import demos
from quizcards.decks.reader import read_library
from quizcards.errors import QuizcardsError
from quizcards.insight.mistakes import mistake
from quizcards.model import Card, DemoCall, Event, Grade
from quizcards.quiz import kinds
from quizcards.quiz.code_question import MOST_IN_A_BODY, asked_for
from quizcards.quiz.judge import judge
from quizcards.quiz.question import Asked, Checking, Code, Form, Item
from quizcards.study.asking import BODY, LINES
from quizcards.study.attempt import TRIES, Attempt
from quizcards.trace.whiteboard import INPUTS
from tests.quiz.quiz_examples import CARD, CONTEXT, whiteboard
from tests.sampling import one, some
from tests.trace.test_exercise import CALLING_THEIR_OWN

pytestmark = pytest.mark.xdist_group("whiteboard")


def asked(demo: str, target: str) -> Asked:
    return asked_for(Checking(whiteboard(), demos.of, DemoCall(demo), target))


def code(demo: str, target: str) -> Code:
    answering = asked(demo, target).answering
    assert isinstance(answering, Code)
    return answering


def form(name: Form, demo: str = "adam", seed: int = 3) -> Code:
    """As much of a demo as is asked for later in a card's life."""
    context = replace(CONTEXT, form=name)
    item = kinds.ask("code", replace(CARD, demo=DemoCall(demo)), context, seed)
    assert item is not None
    assert isinstance(item.asked.answering, Code)
    return item.asked.answering


def card(*lines: str) -> Card:
    return replace(CARD, demo=DemoCall("adam"), code=lines)


def attempt() -> Attempt:
    return Attempt(Item("code", card("m_hat"), 1, asked("adam", "m_hat")))


def test_the_line_is_blank_and_its_note_is_kept_for_a_hint() -> None:
    question = asked("adam", "delta_w")
    lines = code("adam", "delta_w").lines
    assert "    delta_w = ____" in lines
    assert lines[0] == "def adam(w, g, m, v, t, lr, beta1, beta2, eps):"
    assert question.prompt == "delta_w의 빈칸에 들어갈 NumPy 식을 적어 보세요: 갱신량"
    assert asked("adam", "m_hat").prompt.endswith(": 편향을 보정한 1차 적률 m̂")
    assert code("adam", "m_hat").hints == (
        "0에서 출발한 편향을 보정",
        "이 식에 나오는 것: m, beta1, t",
        "m_hat = m / (1 - beta1 ** t)",
    )


def test_a_line_that_could_be_copied_under_other_names_is_left_out() -> None:
    assert "    k_n = ..." in code("rope", "q_m").lines
    assert "    v_hat = ..." in code("adam", "m_hat").lines
    assert "    f = ..." in code("lstm-gru", "i").lines
    assert "    H = -np.sum(p * np.log(p))" in " ".join(code("entropy-kl", "CE").lines)
    assert not [line for line in code("roc-auc-pr", "ap").lines if "..." in line]


def test_lines_that_are_told_in_words_are_asked_first() -> None:
    for seed in range(20):
        item = kinds.ask("code", replace(CARD, demo=DemoCall("bn-backward")), CONTEXT, seed)
        assert item is not None
        assert ": " in item.asked.prompt


def test_words_with_a_formula_or_with_inputs_of_their_own_do_not_ask_the_question() -> None:
    prompt = asked("adam-bias-correction", "m_hat").prompt
    assert "=" not in prompt.partition("적어 보세요")[2]


def test_a_note_with_a_colon_of_its_own_is_a_sentence_behind_the_question() -> None:
    assert asked("precision-recall-f1", "accuracy").prompt == (
        "accuracy의 빈칸에 들어갈 NumPy 식을 적어 보세요. 정확도: 음성이 많으면 음성만 맞혀도 높다"
    )


def test_no_function_that_is_shown_has_marks_of_a_tool() -> None:
    assert not [name for name in demos.names() if "noqa" in demos.load(name).source]


def test_inputs_come_with_their_shapes_and_words() -> None:
    assert "X: (2, 4) 배열" in asked("logistic-regression-batch", "dw").inputs
    assert "mode: 'train' 또는 'eval'" in asked("dropout", "var").inputs


def test_an_input_says_what_its_name_does_not() -> None:
    assert asked("agent-reliability", "q").inputs == (
        "p: 수, 한 번에 성공할 확률 p",
        "n: 수, 단계 수 n",
        "c: 수, 실패를 검증이 알아챌 확률 c",
        "r: 수, 한 단계를 다시 할 수 있는 횟수 r",
    )
    assert asked("shapley-values", "f0").inputs[-1] == "x2, z2, w2, w12: 수"


def test_only_lines_that_the_author_chose_are_asked() -> None:
    wanted = card("m_hat", "w")
    found = set()
    for seed in range(20):
        item = kinds.ask("code", wanted, CONTEXT, seed)
        assert item is not None
        assert isinstance(item.asked.answering, Code)
        found.add(item.asked.answering.target)
    assert found == {"m_hat", "w"}


def test_a_deck_says_which_lines_and_a_line_that_is_not_there_is_reported(tmp_path: Path) -> None:
    deck = tmp_path / "own.yaml"
    text = (
        "deck: own\ntitle: 덱\ncards:\n  - id: adam\n    question: 왜?\n    answer: 그래서요.\n"
        "    demo: {run: adam}\n    code: [m_hat, m_hut]\n"
        "  - id: bare\n    question: 왜?\n    answer: 그래서요.\n    code: [w]\n"
    )
    deck.write_text(text, encoding="utf-8")
    library = read_library([deck], demos.outline, demos.names())
    assert library.cards[0].code == ("m_hat",)
    said = [problem.message for problem in library.problems]
    assert any("'m_hut' 값이 없습니다. 혹시 'm_hat'인가요?" in one for one in said)
    assert any("데모가 없습니다" in one for one in said)


@pytest.mark.parametrize(
    ("demo", "target", "text", "said"),
    [
        ("adam", "m_hat", "m", "m의 편향 보정을 빠뜨렸습니다."),
        ("adam", "m_hat", "m * 2", "m_hat: 내 식은 0.02, 맞는 값은 0.1"),
        ("adam", "delta_w", "-lr * m_hat / np.sqrt(v_hat)", "맞는 값은 −0.0009999999"),
        ("bn-forward", "mu", "np.reshape(np.mean(x), 1)", "mu의 모양이 다릅니다: () 대신 (1,)"),
        ("activation-value", "z1", "W1 @ w2", "@의 안쪽 크기가 다릅니다"),
        ("gradient-descent", "w", "w - g", "1번째 반복의 w: 내 식은"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_by_what_is_known_of_it(
    demo: str, target: str, text: str, said: str
) -> None:
    verdict = judge(code(demo, target), text)
    assert verdict.share == 0
    assert said in "\n".join(verdict.lines)
    assert any(line.startswith("입력: ") for line in verdict.lines)
    assert verdict.lines[-1].startswith("정답: ")


def test_inputs_that_say_how_often_a_line_runs_are_told_too() -> None:
    verdict = judge(code("gradient-descent", "w"), "w + lr * g")
    (inputs,) = [line for line in verdict.lines if line.startswith("입력: ")]
    assert "steps = " in inputs


def test_another_form_is_right_and_the_demos_own_is_shown_beside_it() -> None:
    asked = code("adam", "v")
    assert judge(asked, "beta2 * v + (1-beta2) * g**2").lines == ("같은 값을 냅니다.",)
    other = judge(asked, "beta2 * v + (1 - beta2) * np.square(g)")
    assert other.share == 1
    assert other.lines[1] == "데모의 식: v = beta2 * v + (1 - beta2) * g ** 2"


def test_what_may_not_run_is_asked_for_again() -> None:
    with pytest.raises(QuizcardsError, match="부를 수 없는 함수입니다: open"):
        judge(code("adam", "m_hat"), "open('x')")


def test_a_right_line_is_good_a_mended_one_hard_and_one_that_was_shown_again() -> None:
    right = "m / (1 - beta1**t)"
    assert attempt().tried(right).proposed == Grade.GOOD
    assert attempt().tried("m").tried(right).proposed == Grade.HARD
    assert attempt().with_hint().tried(right).proposed == Grade.HARD
    shown = attempt().with_hint().with_hint().with_hint()
    assert not shown.may_be_hinted
    assert shown.tried(right).proposed == Grade.AGAIN
    assert attempt().given_up().proposed == Grade.AGAIN


def test_from_the_third_wrong_line_on_each_brings_a_hint() -> None:
    tried = attempt()
    for number in range(1, TRIES + 2):
        tried = tried.tried(f"{number}")
        assert not tried.revealed
        assert len(tried.hints) == max(number - TRIES + 1, 0)
    assert tried.given_up().typed == str(TRIES + 1)


def test_two_or_three_lines_are_blank_and_each_has_its_own_verdict() -> None:
    asked = form("lines")
    assert [line for line in asked.lines if "____" in line] == [
        "    delta_w = ____",
        "    w = ____",
    ]
    item = kinds.ask("code", card(), replace(CONTEXT, form="lines"), 3)
    assert item is not None
    assert item.asked.prompt.endswith(": delta_w(갱신량), w(Adam 한 스텝 뒤의 가중치 w)")
    assert {len(form("lines", seed=seed).checks) for seed in range(20)} == {2, 3}
    step = "-lr * m_hat / (np.sqrt(v_hat) + eps)"
    for right in (asked.answer, f"{step}\nw + delta_w", f"w = delta_w + w; delta_w = {step}"):
        assert judge(asked, right).share == 1
    assert judge(asked, f"{step}\nw+delta_w").lines == ("같은 값을 냅니다.",)
    half = judge(asked, f"{step}\nw - delta_w")
    assert half.share == 0.5
    assert half.lines[:2] == ("delta_w: 맞았습니다.", "w: 틀렸습니다.")
    assert half.lines[2].startswith("w: 내 식은")
    assert half.lines[-1] == asked.solution
    named = judge(asked, "delta_w = -lr * m_hat / (v_hat + eps)\nw + delta_w")
    assert named.mistake in named.lines
    assert named.mistake


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("w + delta_w", "2줄을 적어 주세요. 한 줄에 하나씩: delta_w = …, w = …"),
        ("1\n2\n3", "3번째 줄: 물은 줄이 아닙니다"),
        ("m = 1\nw = 2", "1번째 줄: 물은 줄이 아닙니다"),
        ("1\nw = (", "2번째 줄: 파이썬으로 읽을 수 없습니다"),
        ("import os\n1", "1번째 줄: 물은 줄이 아닙니다"),
        ("1\nw = open('x')", "w: 부를 수 없는 함수입니다: open"),
        ("-" * 9000 + "1", "읽을 수 없습니다"),
        ("1" + "+1" * 3000 + "\n2", "delta_w"),
    ],
)
def test_lines_that_cannot_be_read_are_asked_for_again(reply: str, said: str) -> None:
    with pytest.raises(QuizcardsError, match=re.escape(said)):
        judge(form("lines"), reply)


OWN = """m = beta1 * m + (1 - beta1) * g
v = beta2 * v + (1 - beta2) * g * g
if eps > 0:
    rate = lr  # 학습률
else:
    rate = 0
{}"""


def test_a_whole_body_is_right_with_names_of_ones_own() -> None:
    asked = form("body")
    assert asked.lines == (
        "def adam(w, g, m, v, t, lr, beta1, beta2, eps):",
        "    ____",
        "    return w",
    )
    hats = "mh = m / (1 - beta1**t)\nvh = v / (1 - beta2**t)\n"
    step = "w = w - rate * mh / (np.sqrt(vh) + eps)"
    for end in (step, f"{step}\nreturn w"):
        mine = OWN.format(hats + end)
        for typed in (mine, textwrap.indent(mine, "    "), textwrap.indent(mine, "  ").strip()):
            found = judge(asked, typed)
            assert found.share == 1, found
            assert found.lines[1].startswith("데모의 식:\nm = ")
    assert judge(asked, asked.answer).lines == ("같은 값을 냅니다.",)
    assert judge(asked, ";".join(line.partition("#")[0] for line in asked.answer.split("\n"))).share
    wrong = judge(asked, OWN.format("w = w - rate * m / (np.sqrt(v) + eps)"))
    assert wrong.share == 0
    assert wrong.lines[0].startswith("결과: 내 식은")


def test_hints_of_a_whole_body_name_what_leads_to_its_result_and_nothing_else() -> None:
    names, order, _ = form("body", "softmax").hints
    assert {line.split(":")[0] for line in names.splitlines()} >= {"u", "p"}
    assert "log_p" not in names
    assert order == "계산하는 차례: s → c → u → total → p"


def test_a_whole_body_that_equals_a_known_mistake_is_called_by_its_name() -> None:
    asked = form("body")
    wrong = judge(asked, asked.answer.replace("m / (1 - beta1**t)", "m"))
    assert wrong.mistake == "m의 편향 보정을 빠뜨렸습니다."
    assert wrong.lines[0] == wrong.mistake


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("w = 1\nimport os", "2번째 줄: import는 쓸 수 없습니다"),
        ("w = (", "파이썬으로 읽을 수 없습니다"),
        ("return w\ndef other():\n    return 1", "2번째 줄: 이 문장은"),
        ("w = __import__('os')", "1번째 줄: 부를 수 없는"),
        ("if w:\n  w = 1\n" + "elif w:\n  w = 1\n" * 999, "코드가 너무 깁니다"),
        ("w = 1" + "+1" * 99, "너무 깊습니다"),
        ("w = 1" + "+1" * 20000, "읽을 수 없습니다"),
    ],
)
def test_a_body_that_may_not_run_is_asked_for_again(reply: str, said: str) -> None:
    with pytest.raises(QuizcardsError, match=re.escape(said)):
        judge(form("body"), reply)


HOSTILE = """
while True: pass
try: w = 1
with open("x") as f: pass
import os
from os import system
def inner(): pass
class Inner: pass
lambda: 1
global w
del w
assert w
raise w
w, g = g, w
w[0] = 1
w.T = 1
w += 1
w: int = 1
(w := 1)
w = adam(w, g, m, v, t, lr, beta1, beta2, eps)
w = own(w)
w = np.load("x")
w = [1 for _ in range(9)]
for a, b in range(3): w = 1
for a in w: w = 1
for w in range(3): v = 1
for a in range(3): break
if open: w = 1
if __import__("os"): w = 1
return open
return
pass
...
__builtins__ = 1
__record__ = 1
__record__(0, 1)
_ = __enter__
np = 1
range = 1
async def f(): pass
print(w)
"""


@pytest.mark.parametrize("line", HOSTILE.split("\n")[1:-1])
def test_a_body_says_nothing_that_is_not_on_the_list(line: str) -> None:
    with pytest.raises(QuizcardsError):
        judge(form("body"), line)
    with pytest.raises(QuizcardsError):
        judge(form("body"), f"if t > 0:\n    {line}\nelse:\n    w = 1")


@pytest.mark.parametrize(
    "body",
    some(
        [
            "for i in range(10**9):\n    w = w + i",
            "for i in range(999):\n    for j in range(999):\n        w = w + 1",
            "x = 2\nfor i in range(99):\n    x = x * x\nw = x",
            "x = np.ones(99)\nfor i in range(99):\n    x = np.append(x, x)\nw = x",
            "w = np.ones((99999, 99999))",
        ]
    ),
)
def test_a_body_that_is_too_much_ends_soon_with_a_sentence(body: str) -> None:
    began = time.monotonic()
    verdict = judge(form("body"), body)
    assert verdict.share == 0
    assert re.search("[가-힣]", verdict.lines[0])
    assert time.monotonic() - began < 15  # on a busy machine; of computing it is two seconds
    assert judge(form("body"), form("body").answer).share == 1


def test_less_is_asked_where_there_is_no_more() -> None:
    chosen = replace(CONTEXT, form="body")
    item = kinds.ask("code", card("m_hat", "w"), chosen, 1)
    assert item is not None
    assert isinstance(item.asked.answering, Code)
    assert item.asked.answering.form == "lines"  # its author says which lines are worth it
    assert kinds.ask("code", card("m_hat", "w"), replace(CONTEXT, form="lines"), 1) == item
    other = replace(CARD, demo=DemoCall("data-augmentation"))
    aside = kinds.ask("code", other, chosen, 1)  # what it returns needs none of those lines
    assert aside == kinds.ask("code", other, replace(CONTEXT, form="lines"), 1)
    alone = kinds.ask("code", card("m_hat"), chosen, 1)
    assert alone == kinds.ask("code", card("m_hat"), CONTEXT, 1)


FORMS: tuple[Form, ...] = ("lines", "body")


@pytest.mark.parametrize("name", some(sorted({*demos.names()} - CALLING_THEIR_OWN), 2, every=9))
def test_whatever_is_asked_of_a_demo_its_own_lines_are_right_and_end_the_hints(name: str) -> None:
    for much in one(FORMS, name):
        asked = form(much, name)
        assert judge(asked, asked.answer) == judge(asked, asked.hints[-1])
        assert judge(asked, asked.answer).share == 1
        assert all(asked.hints)


def test_the_page_on_code_says_the_bounds_that_hold() -> None:
    page = (Path(__file__).parents[2] / "docs/code.md").read_text(encoding="utf-8")
    for said in (
        f"| {LINES:.0f}일 미만 | 한 줄 |",
        f"| {LINES:.0f}일부터 | 두세 줄 |",
        f"| {BODY:.0f}일부터 | 함수의 본문 |",
        f"본문은 {MOST_IN_A_BODY}줄까지만",
        f"입력은 {INPUTS}가지",
        f"({', '.join(f'`{name}`' for name in sorted(CALLING_THEIR_OWN))})만 뺍니다",
    ):
        assert said in page, said
    assert len(CALLING_THEIR_OWN) <= 0.05 * len(demos.names())


def test_a_wrong_line_counts_among_the_mistakes_of_its_card() -> None:
    chosen = card("m_hat")
    event = Event(id="", at=0, day=0, kind="review", card=chosen.key, grade=1, asked="code",
                  seed=3, answer="m", wrong=True)  # fmt: skip
    context = replace(CONTEXT, cards=(chosen,))
    assert mistake(event, chosen, context) == "m의 편향 보정을 빠뜨렸습니다."
    whole = replace(card(), demo=DemoCall("adam"))
    body = form("body").answer.replace("m / (1 - beta1**t)", "m")
    event = replace(event, card=whole.key, answer=body, step="body")
    assert mistake(event, whole, context) == "m의 편향 보정을 빠뜨렸습니다."
