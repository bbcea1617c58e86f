"""An exercise as a file: what stands in it, and what is read of what a learner makes of it."""

import ast

import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.model import Code, DemoCall, WrittenAsk
from quizcards.quiz.code_file import OWN, Row, file_text, rows
from quizcards.quiz.question import Checking
from quizcards.trace.exercise import Exercise
from quizcards.trace.inline import inline_demo
from tests.quiz.quiz_examples import whiteboard
from tests.sampling import one
from tests.trace.test_exercise import CALLING_THEIR_OWN

pytestmark = pytest.mark.xdist_group("whiteboard")


def checks(name: str) -> list[Checking]:
    found = whiteboard().exercises(demos.load(name))
    return [Checking(whiteboard(), demos.of, DemoCall(name), one.target) for one in found]


def fresh(name: str) -> str:
    return file_text(demos.load(name), [check.exercise for check in checks(name)])


def read(name: str, text: str) -> list[Row]:
    return rows(text, checks(name))


@pytest.mark.parametrize("name", [name for name in demos.names() if name not in CALLING_THEIR_OWN])
def test_a_fresh_file_is_python_with_every_line_to_do_and_right_once_they_are_written(
    name: str,
) -> None:
    to_do = one(checks(name), name)
    text = file_text(demos.load(name), [check.exercise for check in to_do])
    ast.parse(text)
    assert not any(row.is_right or row.is_wrong for row in rows(text, to_do))
    for check in to_do:
        text = text.replace(
            f"    {check.target} = ...", f"    {check.target} = {check.exercise.line.source}"
        )
    assert all(row.is_right for row in rows(text, to_do))


def test_a_line_is_right_or_wrong_whatever_the_others_are() -> None:
    text = fresh("adam").replace("m = ...", "m = 0", 1).replace("w = ...", "w = w + delta_w")
    states = {row.code.target: (row.is_right, row.is_wrong) for row in read("adam", text)}
    assert states["m"] == (False, True)
    assert states["v"] == (False, False)
    assert states["w"] == (True, False)


def test_a_line_may_go_over_several_with_comments_between() -> None:
    text = fresh("adam").replace(
        "m_hat = ...", "m_hat = (\n        m  # 1차 적률\n        / (1 - beta1**t)\n    )\n   "
    )
    assert {row.code.target: row.is_right for row in read("adam", text)}["m_hat"]


def test_a_line_that_stands_twice_is_right_only_in_both_places() -> None:
    text = fresh("gradient-descent")
    first = text.replace("J = ...", "J = (w - target)**2", 1)
    assert not read("gradient-descent", first)[0].is_right
    assert read("gradient-descent", first.replace("J = ...", "J = (target - w)**2"))[0].is_right


def test_what_an_author_says_cannot_become_code_of_the_file() -> None:
    title = 'x"""\nimport os  # \\'
    ask = "a\nimport os\x0bimport os\r"
    demo = inline_demo(title, Code("g = 2.0\nw = g**2 + 1", asks=(WrittenAsk("w", ask),)))
    text = file_text(demo, [Exercise(demo, "w")])
    assert [type(node).__name__ for node in ast.parse(text).body] == [
        "Expr",
        "Import",
        "FunctionDef",
    ]
    assert not any(line.strip().startswith("import os") for line in text.splitlines())


def own(*lines: str) -> Row:
    body = "\n".join(f"    {line}" for line in lines)
    head = "def gradient_descent(w, lr, steps, target):\n"
    (row,) = read("gradient-descent", f"import numpy as np\n\n{head}{body}\n")
    assert row.text == OWN
    return row


LOOP = ("for _t in range(steps):", "    w = w - lr * 2 * (w - target)  # 한 걸음")


def test_a_function_with_names_of_its_own_is_checked_by_what_it_returns() -> None:
    assert own('"""내 것."""', *LOOP, "return w").is_right
    assert own(*LOOP, "return (", "w  # 끝", "\n# 들여쓰지 않은 주석", "    )").is_right
    wrong = own(*LOOP, "return -w")
    assert wrong.is_wrong
    assert any(line.startswith("결과: 내 식은") for line in wrong.said)
    assert own("shrink = (1 - 2 * lr) ** steps", "return target + shrink * (w - target)").is_right


def test_a_function_of_ones_own_may_choose() -> None:
    chosen = (
        "if steps == 0:",
        "    return w",
        "elif steps == 1:",
        "    once = w - lr * 2 * (w - target)",
        "else:",
        "    once = w",
        "    for _ in range(steps):",
        "        once = once - lr * 2 * (once - target)",
        "return once",
    )
    assert own(*chosen).is_right
    assert own("for _t in range(9):", "    if steps > 9:", "        late = 1", *chosen).is_right
    nothing = own("if steps > 99:", "    late = 1", "return late")
    assert any("'late'에 아직 값이 없습니다" in line for line in nothing.said)


def test_a_function_of_ones_own_is_told_where_a_name_of_the_demos_parts_from_it() -> None:
    body = "    m = beta1 * m\n    v = beta2 * v + (1 - beta2) * g**2\n    return w - lr * m\n"
    (row,) = read("adam", f"def adam(w, g, m, v, t, lr, beta1, beta2, eps):\n{body}")
    assert row.said[0].startswith("결과: 내 식은")
    assert row.said[1].startswith("데모와 같은 이름 가운데 처음 다른 것: m: 내 식은")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("import os", "return w"), "4번째 줄: import는 쓸 수 없습니다"),
        (("__t = w", "return w"), "'__t'라는 이름은"),
        (("w.T = 1", "return w"), "대입은 '이름 = 식'으로만"),
        (("def f():", "    return w", "return w"), "이 문장은 쓸 수 없습니다"),
        (("if w > 0:", "    return w"), "어느 길로 가든 return으로 끝나야"),
        (("if open:", "    return w", "else:", "    return 1"), "4번째 줄: 'open'에는"),
        (("return",), "이 문장은 쓸 수 없습니다"),
        (("w = w",) * 200, "코드가 너무 깁니다"),
        (("w += 1", "return w"), "대입은 '이름 = 식'으로만"),
        (("x = open('x')", "return w"), "부를 수 없는 함수입니다: open"),
        (("while True:", "    w = w", "return w"), "while의 조건에는"),
        (("with w:", "    w = w", "return w"), "이 문장은 쓸 수 없습니다"),
        (("w = w + 1",), "return으로 끝나야"),
        (("return open",), "'open'에는 아직 값이 없습니다"),
        (("x = [1] * 2", "return w"), "np.array"),
    ],
)
def test_a_function_of_ones_own_may_say_no_more_than_a_line(
    lines: tuple[str, ...], said: str
) -> None:
    assert said in own(*lines).refused


@pytest.mark.parametrize(
    "text",
    ["", "def adam(:", "x = 1", "\x00", "(" * 5000, "def adam(w):\n    return w", "x" * 10**6],
)
def test_a_file_that_is_no_exercise_is_told_in_a_sentence(text: str) -> None:
    try:
        (row, *_) = read("adam", text)
        said = row.refused
    except QuizcardsError as error:
        said = str(error)
    assert said
