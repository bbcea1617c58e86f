"""A learner's line is right when nothing changes, whatever its form; and it can do no harm."""

import ast
import time
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.model import Code, WrittenMistake
from quizcards.trace.demo import Demo
from quizcards.trace.exercise import Exercise
from quizcards.trace.inline import inline_demo
from quizcards.trace.sandbox import NOT_STARTED, RAN_ON, Warm
from quizcards.trace.tracer import Trace
from quizcards.trace.vet_line import METHODS, MOST_ARGUMENTS, vet_line
from quizcards.trace.whiteboard import (
    INPUTS,
    MOST_SLOW,
    Differs,
    Failed,
    Refused,
    Right,
    Whiteboard,
    difference,
)
from quizcards.trace.wire import Job
from tests.contract import Contract
from tests.quiz.quiz_examples import SEEDS, WARM, whiteboard
from tests.sampling import one, some

pytestmark = pytest.mark.xdist_group("whiteboard")  # one warm process serves them all
CALLING_THEIR_OWN = {"tokenization-bpe"}
"""They call a function of their file, which a whiteboard does not have."""
CONTRACT = Contract[str]()
BOARD = whiteboard()


@cache
def exercises(name: str) -> dict[str, Exercise]:
    return {one.target: one for one in BOARD.exercises(demos.load(name))}


class _Swapped(ast.NodeTransformer):
    """Changes the places of what is added or multiplied."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.BinOp:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult):
            node.left, node.right = node.right, node.left
        return node


def equal_forms(exercise: Exercise) -> Iterator[str]:
    """The line as it stands, and in three forms that compute the same."""
    line = exercise.line.source
    yield line
    # a whole number stays one: others are no places in an array
    yield f"({line}) * 1"
    yield f"({line}) + 0"
    yield ast.unparse(_Swapped().visit(ast.parse(line, mode="eval")))


@CONTRACT.rule
def every_demo_has_a_line_that_is_worth_writing(name: str) -> None:
    assert bool(exercises(name)) == (name not in CALLING_THEIR_OWN)


@CONTRACT.rule
def the_true_line_is_right_in_every_form(name: str) -> None:
    for exercise in one(exercises(name).values(), name):
        for text in one(equal_forms(exercise), f"{name} {exercise.target}"):
            assert BOARD.check(exercise, text) == Right(), f"{exercise.target} = {text}"


def ran(
    demo: Demo, inputs: list[dict[str, Any]], replaced: dict[str, str]
) -> list[Trace | QuizcardsError]:
    """Run a demo on many inputs, as many at a time as a learner's line runs on."""
    found: list[Trace | QuizcardsError] = []
    for first in range(0, len(inputs), INPUTS):
        jobs: list[Job] = [(one, replaced) for one in inputs[first : first + INPUTS]]
        found += WARM.run(demo.source, jobs, True)
    return found


@CONTRACT.rule
def the_forms_agree_on_whatever_a_question_may_draw(name: str) -> None:
    demo = demos.load(name)
    drawn = [{**demo.parameters, **demo.drawn(seed)} for seed in SEEDS]
    inputs = [demo.checked(inputs) for inputs in drawn]
    right = ran(demo, inputs, {})
    for exercise in one(exercises(name).values(), name):
        for text in one(equal_forms(exercise), f"{exercise.target} {name}"):
            given = ran(demo, inputs, {exercise.target: text})
            for of, found in zip(right, given, strict=True):
                assert isinstance(of, Trace)
                assert isinstance(found, Trace)
                assert difference(of, found, exercise) is None, f"{exercise.target} = {text}"


@CONTRACT.rule
def every_known_mistake_is_wrong_and_called_by_its_own_name(name: str) -> None:
    written = [one for one in demos.load(name).mistakes if one.name in exercises(name)]
    for mistake in one(written, name):
        found = BOARD.check(exercises(name)[mistake.name], mistake.formula)
        assert isinstance(found, Differs), mistake.formula
        assert found.feedback == mistake.feedback


@CONTRACT.rule
def no_trivial_answer_is_right(name: str) -> None:
    for exercise in one(exercises(name).values(), name):
        for text in one(("0", "1", *exercise.known), name):
            assert BOARD.check(exercise, text) != Right(), f"{exercise.target} = {text}"


@pytest.mark.parametrize("name", demos.names())
def test_the_lines_of_every_demo_keep_their_contract(name: str) -> None:
    CONTRACT.hold(name)


def test_a_line_that_only_copies_picks_or_names_is_not_asked() -> None:
    assert "a0" not in exercises("activation-value")
    assert "K" not in exercises("label-smoothing")
    assert {"Q_h", "K_h", "V_h"}.isdisjoint(exercises("mqa-gqa-mla"))
    assert "seen" not in exercises("causal-cross-mask")


def m_hat() -> Exercise:
    return exercises("adam")["m_hat"]


def test_the_line_may_be_written_whole_and_with_a_comment_in_korean() -> None:
    assert BOARD.check(m_hat(), "m_hat = m / (1 - beta1**t)  # 편향 보정") == Right()
    assert BOARD.check(m_hat(), "(m\n / (1 - beta1**t))") == Right()


@pytest.mark.parametrize(
    ("name", "target", "text", "is_right"),
    [
        ("decoding-sampling", "u", "np.exp(z / T)", True),
        ("decoding-sampling", "u", "np.exp(z)", False),
        ("self-attention", "E", "np.exp(S)", True),
        ("self-attention", "E", "np.exp(S) / np.sum(np.exp(S), axis=1, keepdims=True)", True),
        ("self-attention", "E", "np.exp(S) / np.sum(np.exp(S), axis=0, keepdims=True)", False),
        ("self-attention", "A", "np.exp(S)", False),
        ("softmax", "c", "0 * np.max(s)", False),
        ("softmax", "p", "2 * u / total", False),
    ],
)
def test_a_line_on_the_way_may_be_larger_where_what_follows_divides_that_out(
    name: str, target: str, text: str, is_right: bool
) -> None:
    assert (BOARD.check(exercises(name)[target], text) == Right()) is is_right


def test_a_line_that_lacks_the_maximum_too_has_the_name_of_its_mistake() -> None:
    found = BOARD.check(exercises("decoding-sampling")["u"], "np.exp(z)")
    assert isinstance(found, Differs)
    assert found.feedback == "온도로 나누지 않았습니다."


def test_what_agrees_only_on_inputs_made_for_computing_by_hand_is_wrong() -> None:
    """A question of Adam draws m = 0.1 g and t = 2, where all of these are the same."""
    for text in ("g", "m / 0.19", "m / (1 - 0.9**t)", "m / (1 - beta1**2)"):
        assert isinstance(BOARD.check(m_hat(), text), Differs), text


def test_the_smallest_inputs_that_show_it_come_with_both_values_and_the_name_of_the_mistake() -> (
    None
):
    found = BOARD.check(m_hat(), "np.multiply(m, 1)")
    assert isinstance(found, Differs)
    assert (found.name, found.feedback) == ("m_hat", "m의 편향 보정을 빠뜨렸습니다.")
    assert found.right == pytest.approx(found.given / (1 - 0.9 ** found.inputs["t"]), rel=0.5)


def test_another_shape_is_wrong_though_its_numbers_are_right() -> None:
    mu = exercises("bn-forward")["mu"]
    assert BOARD.check(mu, mu.line.source) == Right()
    found = BOARD.check(mu, f"np.reshape({mu.line.source}, (1, -1))")
    assert isinstance(found, Differs)
    assert np.size(found.given) == np.size(found.right)
    assert np.shape(found.given) != np.shape(found.right)


def test_what_numpy_cannot_compute_is_told_with_the_inputs() -> None:
    found = BOARD.check(exercises("softmax")["p"], "u @ np.ones(7)")
    assert isinstance(found, Failed)
    assert found.inputs
    assert found.sentence.startswith("@의 안쪽 크기가 다릅니다")


def test_lines_with_dictionaries_and_in_a_while_are_asked_and_judged_by_what_they_compute() -> None:
    code = Code(
        "x = [3.0, 1.0, 3.0, 2.0]\ntimes = {}\nk = 0\nwhile k < len(x):\n    large = x[k] > 2\n"
        "    kept = times | {large: times.get(large, 0) + 1}\n    times = kept\n    k = k + 1\n"
        "mode = max(times, key=times.get)\nshare = times[mode] / sum(times.values())"
    )
    board = Whiteboard(WARM.run)
    found = {one.target: one for one in board.exercises(inline_demo("최빈값", code))}
    assert {"kept", "share"} <= found.keys()
    assert board.check(found["kept"], "times | {large: 1 + times.get(large, 0)}") == Right()
    assert isinstance(board.check(found["kept"], "times | {large: 1}"), Differs)
    assert isinstance(board.check(found["kept"], "times.get(large, 0)"), Failed)
    assert isinstance(board.check(found["kept"], "{x: 1}"), Failed)
    assert isinstance(board.check(found["share"], "times['no'] / 3"), Failed)
    assert isinstance(board.check(found["share"], "{**times}"), Refused)
    assert isinstance(board.check(found["share"], "times.pop(1)"), Refused)


def test_a_whole_function_may_go_on_while_something_holds() -> None:
    demo = inline_demo("합", Code("n = 3\ny = 0 * n\nfor k in range(n):\n    y = y + k"))
    board = Whiteboard(WARM.run)
    right = "def f(n):\n    y = 0\n    k = 0\n    while k < n and k < 99:\n        y = y + k\n"
    found = [
        board.check_whole(demo, ast.parse(text).body[0])  # type: ignore[arg-type]
        for text in (
            f"{right}        k = k + 1\n    return y",
            f"{right}        k = k + 2\n    return y",
            f"{right}        k = k - 1\n    return y",
            "def f(n):\n    while True:\n        y = n\n    return y",
        )
    ]
    assert [type(one) for one in found] == [Right, Differs, Failed, Refused]
    assert "while는 1000번까지" in str(found[2])


def test_a_demo_written_in_a_deck_has_exercises_without_a_word_of_its_author() -> None:
    code = Code(
        "g = [3.0, 4.0]\nlr = 0.5\nnorm = np.sqrt(np.sum(g**2))\nstep = -lr * g / norm",
        mistakes=(WrittenMistake("norm", "np.sum(g**2)", "제곱근을 잊었습니다."),),
    )
    board = Whiteboard(WARM.run)
    found = {one.target: one for one in board.exercises(inline_demo("정규화", code))}
    assert found.keys() == {"norm", "step"}
    assert board.check(found["norm"], "np.linalg.norm(g)") == Right()
    wrong = board.check(found["norm"], "g @ g")
    assert isinstance(wrong, Differs)
    assert wrong.feedback == "제곱근을 잊었습니다."


def test_decks_whose_demos_run_on_are_not_tried_for_ever() -> None:
    tried: list[str] = []

    def run_on(source: str, jobs: Sequence[Job], _is_ours: bool) -> list[Trace | QuizcardsError]:
        tried.append(source)
        return [QuizcardsError(RAN_ON)] * len(jobs)

    board = Whiteboard(run_on)
    for number in range(10):
        demo = inline_demo("느림", Code(f"a = 2.0\nb = a**2 + {number}"))
        assert board.exercises(demo) == []
        assert board.exercises(demo) == []
    assert len(tried) == MOST_SLOW


HOSTILE = r"""
__import__("os").system("id")
().__class__.__bases__[0].__subclasses__()
m.__class__
m.__array_interface__
m.tofile("x")
m.dump("x")
m.data
m.ctypes.data
m.astype(object)
m.view("O")
m.item.__self__
np.load("x")
np.save("x", m)
np.fromfile("x")
np.memmap("x")
np.lib.npyio
np.linalg.__dict__
np.linalg.LinAlgError
np.linalg._umath_linalg
np.random.seed(1)
np.frompyfunc(abs, 1, 1)
np.vectorize(abs)
np.apply_along_axis(abs, 0, m)
np.f2py
np.ctypeslib
np.einsum("ij->{0.__class__}", m)
np.einsum(m, "i")
np.einsum("i->i", m, out=m)
np.sum(m, 0, float, m)
np.array(m, dtype=object)
np.pad(m, 1, abs)
m.sum(0, float, m)
getattr(np, "load")
setattr(np, "sum", 1)
eval("1")
exec("1")
open("/etc/passwd").read()
compile("1", "", "eval")
globals()
vars()
type(m)
print(m)
input()
breakpoint()
import os
lambda: (lambda: m)()
(lambda x: x)(m)
[m for _ in range(10**9)]
{**m}
(m for m in m)
(y := m)
[*m]
f"{m}"
"{0.__class__}".format(m)
"%s" % m
"x" * 10**9
"x"
await m
yield m
m if m else open
m; import os
m + open
1 << 10**9
1e13
range(10**9)
np
np.sum
m @= m
m_hat
w_after
np.add.at(m, 0, 1)
np.add.reduce(m)
np.sqrt(m, out=m)
np.round(m, 0, m)
np.put(m, 0, 1)
np.copyto(m, 1)
np.place(m, m > 0, 1)
np.fill_diagonal(m, 1)
np.lib.format.open_memmap("x")
np.ctypeslib.as_array(m)
np.array(m).__class__.__mro__
np.full(3, "a")
np.take(m, 0, None, m)
np.linalg.norm.__globals__
np.pi.real
m.sort()
m.fill(0)
m.resize(3)
m.partition(1)
m.setflags(write=True)
m.itemset(0)
m.__iadd__(1)
m.max(0, m)
m.clip(0, 1, m)
"%d" % 9
b"m"
1j
m is m
m in m
0 and 3[0]
3(m)
m[...]
range(3)
float
int.__subclasses__()
"""


@pytest.mark.parametrize("text", HOSTILE.split("\n")[1:-1])
def test_what_is_not_on_the_list_is_refused_before_it_runs(text: str) -> None:
    assert isinstance(BOARD.check(m_hat(), text), Refused)


@pytest.mark.parametrize("text", ["m\nimport os", "m\nm_hat = 1", "", " ", "#", "\x00", "m = = 1"])
def test_only_one_expression_is_taken(text: str) -> None:
    assert isinstance(BOARD.check(m_hat(), text), Refused)


HEAVY = [
    "np.ones((100000, 100000)) @ np.ones((100000, 100000))",
    "np.ones(1000000000)",
    "np.repeat(m, 1000000000)",
    "np.arange(1000000000000)",
    "9**9**9**9",
    "np.linalg.solve(np.ones((9, 9)), np.ones(9))",
    "np.ones((1, 1, 1, 1, 1, 1))[0, 0, 0, 0, 0, 0, 0, 0]",
    "1 / (m - m)",
    "int(m / 0.0)",
    "np.pad(m, 100000000)",
    "10**10**8",
    "max([0], [1]) * 10**9",
    "sum([[1]], [[2]]) * 10**10",
    "np.array([10**30]) ** 10**5",
    "np.einsum('i,j', np.ones(99999), np.ones(99999))",
    "np.linalg.eigvalsh(np.ones((3000, 3000)))",
    "np.vander(np.ones(9), 1000000000)",
]


@pytest.mark.parametrize("text", some(HEAVY, every=4))
def test_what_is_too_much_ends_soon_and_the_next_line_runs(text: str) -> None:
    began = time.monotonic()
    found = BOARD.check(m_hat(), text)
    assert isinstance(found, Failed | Differs)
    assert time.monotonic() - began < 20  # on a busy machine; of computing it is two seconds
    assert BOARD.check(m_hat(), m_hat().line.source) == Right()


def test_a_run_without_an_end_is_stopped_and_says_so() -> None:
    source = "def f(n):\n    y = n\n    return y\n"
    ran = WARM.run(source, [({"n": 1}, {"y": "9**9**9"})], True)
    assert [str(one) for one in ran] == [RAN_ON]
    right = WARM.run(source, [({"n": 1}, {})], True)
    assert not isinstance(right[0], QuizcardsError)


def test_a_process_that_somebody_ended_is_started_again() -> None:
    warm = Warm()
    source = "def f(n):\n    y = n\n    return y\n"
    assert warm.run(source, [({"n": 1}, {})], True)[0] is not None
    assert warm._child is not None
    warm._child._process.terminate()
    again = warm.run(source, [({"n": 2}, {})], True)[0]
    assert isinstance(again, Trace)
    assert again.result == 2
    warm.close()


def test_where_no_process_can_be_started_nothing_is_asked_and_no_line_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warm = Warm()
    board = Whiteboard(warm.run)
    assert board.exercises(demos.load("adam"))
    warm.close()
    exercise = m_hat()

    def refuse(*_: object, **_more: object) -> None:
        raise OSError("no process more")

    monkeypatch.setattr("quizcards.trace.sandbox.subprocess.Popen", refuse)
    assert board.check(exercise, "m") == Refused(NOT_STARTED)
    assert Whiteboard(warm.run).check(exercise, "m") == Refused(NOT_STARTED)
    (function,) = ast.parse(exercise.demo.source).body
    assert isinstance(function, ast.FunctionDef)
    assert board.check_whole(exercise.demo, function) == Refused(NOT_STARTED)
    assert not board.takes_whole(exercise.demo)
    assert board.exercises(demos.load("softmax")) == []


def test_a_process_that_begins_has_no_more_seconds_for_what_it_runs() -> None:
    warm = Warm()
    source = "def f(n):\n    y = n\n    return y\n"
    began = time.monotonic()
    assert str(warm.run(source, [({"n": 1}, {"y": "9**9**9"})], True)[0]) == RAN_ON
    assert time.monotonic() - began < 6  # with the start of the process


def test_python_warns_of_nothing_that_a_learner_writes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in ("1if m else 2", r"m == '\d'", "m if 0x1for m else 2", "0 and 3[0]"):
            BOARD.check(m_hat(), text)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_on_the_list_computes_behind_the_walls_what_it_does_in_front(
    name: str,
) -> None:
    source = "def f(x, n):\n    y = x + n\n    return y\n"
    x = np.array([[1.0, 2.0], [3.0, 5.0]])
    given = {"clip": "0, 2", "dot": "x", "reshape": "1, 2, 1, 2"}.get(name, "")
    wanted = eval(f"x.{name}({given})", {"x": x})
    (ran,) = Warm().run(source, [({"x": x, "n": 1.0}, {"y": f"x.{name}({given})"})], True)
    assert isinstance(ran, Trace), ran
    np.testing.assert_array_equal(ran["y"], wanted)


def test_a_line_may_speak_of_every_input_and_of_every_counter_around_it() -> None:
    demo = inline_demo(
        "합",
        Code(
            "a = 2.0\nb = [1.0, 3.0]\nt = a + 1\nfor i in range(2):\n    for j in range(2):\n"
            "        c = b[i] * (j + t)\n"
        ),
    )
    exercise = Exercise(demo, "c")
    assert exercise.known == ["a", "b", "t", "i", "j"]
    assert Whiteboard(WARM.run).check(exercise, exercise.line.source) == Right()
    source = "def f(x, unused):\n    y = x\n    return y\n"
    (ran,) = WARM.run(source, [({"x": 1.0, "unused": 2.0}, {"y": "x * unused"})], True)
    assert isinstance(ran, Trace)


def test_every_function_on_the_list_is_one_of_numpy() -> None:
    for name in MOST_ARGUMENTS:
        found = np
        for part in name.split("."):
            found = getattr(found, part)
        assert callable(found), name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sqrt(m)", "np.sqrt로 써 주세요"),
        ("math.sqrt(m)", "np.sqrt로 써 주세요"),
        ("np.norm(m)", "np.linalg.norm로 써 주세요"),
        ("np.squre(m)", "혹시 'np.square'인가요?"),
        ("m / (1 - beta_1**t)", "'beta_1'에는 아직 값이 없습니다"),
        ("m / (1 - beta1**t", "읽을 수 없습니다"),
    ],
)
def test_a_refusal_says_what_to_write_instead(text: str, said: str) -> None:
    found = BOARD.check(m_hat(), text)
    assert isinstance(found, Refused)
    assert said in found.sentence


def test_arrays_have_their_methods_and_masks_their_operators() -> None:
    known = ["x", "y"]
    for text in (
        "x.sum(axis=0)",
        "x.mean(axis=1, keepdims=True)",
        "(x > 0) & ~(y > 1)",
        "x if y > 0 else 0",
        "np.einsum('ij,jk->ik', x, y)",
        "x.T @ y",
        "np.linalg.norm(x, ord=1)",
        "x[x > 0]",
        "not x",
    ):
        assert vet_line("z", text, known) == [], text
