"""What a question about a computation says: in Korean, with its loops told and no code."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.model import Code, WrittenAsk
from quizcards.quiz import premises
from quizcards.quiz.numeric_question import question
from quizcards.quiz.premises import MOST_TURNS, given, inputs, is_short, plain, prompt, worked
from quizcards.trace.demo import Demo
from quizcards.trace.inline import inline_demo

LOOP = """
g = [1.0, 3.0]
beta = 0.9
v = 0.0
for t in range(1, 3):
    v = beta * v + (1 - beta) * g[t - 1]  # 앞으로의 이동평균
    v_hat = v / (1 - beta**t)
"""


def written(text: str, *asks: WrittenAsk) -> Demo:
    return inline_demo("제목", Code(text, asks))


def test_what_is_asked_is_called_as_the_author_says_with_the_particle_it_asks_for() -> None:
    demo = demos.load("backpropagation")
    run = demo.run()
    assert prompt(demo, run, "dw2").endswith("기울기 dw₂는 얼마인가요?")
    assert prompt(demo, run, "dw1").endswith("기울기 dw₁은 얼마인가요?")


def test_a_deck_may_call_what_it_asks_and_else_it_goes_by_its_symbol_without_its_note() -> None:
    named, unnamed = written(LOOP, WrittenAsk("v", "속도 v")), written(LOOP, WrittenAsk("v"))
    assert prompt(named, named.run(), "v") == "속도 v는 얼마인가요?"
    assert prompt(unnamed, unnamed.run(), "v") == "마지막 v의 값은 얼마인가요?"
    step = written("w = 3\ng = 2 * w\nw = w - g\n", WrittenAsk("w"), WrittenAsk("g"))
    assert prompt(step, step.run(), "w") == "새 w의 값은 얼마인가요?"
    assert prompt(step, step.run(), "g") == "g의 값은 얼마인가요?"


def test_lines_that_repeat_are_told_with_their_counter_and_elements_counted_from_one() -> None:
    demo = written(LOOP, WrittenAsk("v_hat"))
    run = demo.run()
    assert given(demo, run, "v_hat") == (
        "제목",
        "t = 1, 2에 대해 v, v̂을 차례로 되풀이해 구합니다.",
        "v = β·v + (1 − β)·gₜ",
    )
    assert inputs(demo, run, "v_hat") == ("g₁ = 1", "g₂ = 3", "β = 0.9", "v = 0")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "w = 3\nn = 2\nfor i in range(n):\n    w = w - 1\n",
            ("2번 w를 차례로 되풀이해 구합니다.",),
        ),
        ("w = 3\nfor i in range(1):\n    w = w - 1\n", ()),
        ("w = 3\nfor t in range(1, 2):\n    w = w - t\n", ("t = 1",)),
    ],
)
def test_a_loop_says_how_often_and_the_counter_where_it_matters(
    text: str, told: tuple[str, ...]
) -> None:
    demo = written(text)
    assert given(demo, demo.run(), "w")[1:] == told


def test_a_while_says_what_it_asks_and_all_that_this_comes_from() -> None:
    demo = written("n = 2\nw = 3\nk = 0\nwhile k < n:\n    w = 2 * w\n    k = k + 1\ny = w\n")
    run = demo.run()
    told = ("(k < n)인 동안 w, k를 차례로 되풀이해 구합니다.", "w = 2·w", "k = k + 1")
    assert given(demo, run, "y")[1:] == told
    assert inputs(demo, run, "y") == ("n = 2", "w = 3", "k = 0")


def test_a_loop_that_nobody_does_by_hand_is_not_asked() -> None:
    often = f"w = 3\nfor i in range({MOST_TURNS + 1}):\n    w = w / 2\n"
    demo = written(often)
    assert not is_short(demo, demo.run(), "w")
    assert question(demo, random.Random(0)) is None


def test_the_lines_before_the_one_that_is_asked_are_shown_and_its_own_rule_is_not() -> None:
    demo = demos.load("adam")
    run = demo.run({"g": 2, "t": 2})
    assert given(demo, run, "m_hat") == (demo.title, "m = β₁·m + (1 − β₁)·g")
    assert given(demo, run, "m") == (demo.title,)


def test_numbers_that_nothing_hangs_on_are_left_out_and_what_people_take_instead_is_not() -> None:
    demo = demos.load("adam")
    assert [one.split(" = ")[0] for one in inputs(demo, demo.run(), "m_hat")] == [
        "g", "m", "t", "β₁",
    ]  # fmt: skip
    graph = demos.load("computation-graph")
    assert inputs(graph, graph.run(), "db") == ("b = 3", "c = 2")  # b instead of c


def test_a_word_is_told_in_korean_and_only_where_another_would_lead_elsewhere() -> None:
    demo = demos.load("hidden-layer-dimension")
    run = demo.run({"convention": "ng"})
    assert "X의 열 하나가 샘플" in inputs(demo, run, "shape_Z1")
    assert not [one for one in inputs(demo, run, "shape_W1") if " = " not in one]


def test_a_logarithm_is_shown_as_such_so_that_its_exponential_is_seen() -> None:
    demo = demos.load("tanh")
    run = demo.run({"z": np.log([2, 1 / 3])})
    assert inputs(demo, run, "a") == ("z = [ln 2, −ln 3]",)
    assert premises.shown(np.array([[-1, np.log(4)], [-2, 0]])) == "[[−1, ln 4], [−2, 0]]"
    assert premises.shown(4 * np.log(3)) == "ln 81"
    assert premises.shown(np.log(2) - 0.4) == "ln 2 − 0.4"
    assert premises.shown(1.6 - np.log(3)) == "−ln 3 + 1.6"
    assert premises.shown(0.25) == "0.25"


SQUARE = np.eye(2)
VECTOR = np.ones(2)


def products(W: Any = SQUARE, x: Any = VECTOR) -> Any:
    z = W @ x
    s = x @ x
    m = np.mean(z)
    r = z + s + m
    return r  # noqa: RET504 (a line is there to be traced)


def test_vectors_are_multiplied_with_a_dot_matrices_side_by_side() -> None:
    demo = replace(demos.load("tanh"), function=products, asks={"r": "값 r"}, mistakes=())
    assert given(demo, demo.run(), "r")[1:] == ("z = W x", "s = x·x", "m = 평균(z)")
    asked = replace(demo, asks={"r": "값 r"}, lines={"s": "", "m": "m은 z의 평균입니다."})
    assert given(asked, asked.run(), "r")[1:] == ("z = W x", "m은 z의 평균입니다.")


def test_a_word_of_the_code_is_written_as_the_demo_says_also_in_the_title() -> None:
    demo = demos.load("gradient-descent")
    run = demo.run({"steps": 1})
    told = [*given(demo, run, "w"), *inputs(demo, run, "w")]
    assert "g = 2·(w − w*)" in told
    assert "w* = 3" in told
    assert not [one for one in told if "target" in one or "steps" in one]


def test_a_word_of_the_code_is_replaced_before_an_exponent_and_a_particle_too() -> None:
    cost = demos.load("cost-function")
    working = [worked(cost, cost.run(), step) for step in cost.run().slice("J")]
    assert working[-1].startswith("J = c·∑(오차²) = ")
    sigmoid = demos.load("sigmoid")
    last = sigmoid.run().slice("y_hat")[-1]
    assert worked(sigmoid, sigmoid.run(), last).startswith("ŷ = a ≥ 임곗값이면 1, 아니면 0 = ")


def test_a_condition_within_a_line_is_read_as_one_and_so_is_a_comparison() -> None:
    shown = {
        "feature-transform": ("t", "t = λ가 0이면 ln(x), 아니면 (x^λ − 1) / λ"),
        "generative-vs-discriminative": (
            "var",
            "분산 = 평균((x − (y > 0.5이면 μ₁, 아니면 μ₀))²)",
        ),
        "learning-paradigms": ("near", "오른쪽 표시 = (|x − c₁| < |x − c₀|)"),
    }
    for name, (target, expected) in shown.items():
        demo = demos.load(name)
        run = demo.run()
        assert premises.written(demo, run, run.slice(target)[-1].line) == expected


def test_a_line_that_reads_like_code_is_worked_out_by_name_and_value_only() -> None:
    stopping = demos.load("early-stopping")
    run = stopping.run({"val_loss": [0.5, 0.4, 0.6, 0.7], "patience": 2})
    assert [worked(stopping, run, step) for step in run.slice("loss")] == [
        "멈춘 에폭 = 4",
        "가중치를 되돌릴 에폭의 번호(1부터 셈) = 2",
        "되돌린 가중치의 검증 손실 = 0.4",
    ]
    tokens = demos.load("tokenization-bpe")
    run = tokens.run({"corpus": "ab ab", "word": "ab", "merges": 1})
    assert worked(tokens, run, run.slice("x")[-1]) == "x = [ab _ ab]"


def test_an_english_gloss_in_the_title_is_no_word_of_the_code() -> None:
    demo = demos.load("mini-batch")
    assert given(demo, demo.run(), "dw_batch")[0] == demo.title


def test_a_rounding_error_is_nothing() -> None:
    assert plain(np.array([3.0, -4e-16, 1e-9])) == (3.0, 0.0, 1e-9)
    assert plain(np.array([3e4, 1e-9])) == (3e4, 0.0)
    assert plain(np.float64(4e-16)) == 0
    assert plain(np.zeros((1, 2))) == ((0.0, 0.0),)
