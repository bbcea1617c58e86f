"""Code in a deck is untrusted: what is not allowed is refused by its line, and what runs away is
stopped.
"""

import inspect
import itertools
import json
import warnings

import numpy as np
import pytest
from numpy.typing import ArrayLike

from quizcards.errors import QuizcardsError
from quizcards.model import Code, WrittenMistake
from quizcards.trace import sandbox, walls, worker
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.inline import inline_demo
from quizcards.trace.picture import Bars, Curves, HeatMap, Histogram
from quizcards.trace.sandbox import run
from quizcards.trace.script import script
from quizcards.trace.tracer import Trace
from quizcards.trace.vet import FUNCTIONS, vet
from quizcards.trace.wire import Job
from tests.sampling import some

REFUSED = """
import os
from os import system
__import__("os")
x = __import__("os").system("id")
x = ().__class__
x = ().__class__.__bases__[0].__subclasses__()
x = [].__class__.__mro__
x = np.__dict__
x = np.__loader__
x = np.core
x = np.lib
x = np.load("deck")
x = np.fromfile("deck")
x = np.memmap("deck")
x = np.save("deck", 1)
x = np.genfromtxt("deck")
x = np.frompyfunc(1, 1, 1)
x = np.vectorize(1)
x = np.random.default_rng()
x = np.testing.measure("1")
x = np.ctypeslib.load_library("c", ".")
x = np.array.__self__
x = np.sum.__globals__
x = max.__self__
x = eval("1")
x = exec("1")
x = open("/etc/passwd")
x = compile("1", "", "eval")
x = globals()
x = locals()
x = vars()
x = dir()
x = getattr(np, "load")
x = setattr(np, "sum", 1)
x = type(1)
x = object()
x = print(1)
x = input()
x = "text"
x = b"bytes"
x = "{0.__class__}".format(1)
x = f"{1}"
x = "%s" % 1
x = lambda: 1
x = [i for i in range(3)]
x = {i for i in range(3)}
x = {**y}
x = {"a\\n": 1}
x = {"a-very-long-word-that-is-no-key-of-anything": 1}
x = {f"{a}": 1}
x = {b"a": 1}
x = {"a": "b"}
x = {"a": [1]}
x = {(a, [1]): 1}
x = {i: 1 for i in range(3)}
x = {"가": 가}
x = "가"
x = a.get("key")
x = a.get("key", 1, 2)
x = a.get("key", "word")
x = a.values()
x = a.keys()
x = a.items()
x = a.pop(1)
x = a.setdefault(1, 2)
x = a.update(a)
x = np.sum(a.values())
x = max(a, key=y.get)
x = max(a, key=abs)
x = max(a.values(), key=a.get)
x = a | a
x = (i for i in range(3))
x = (y := 1)
x = 1 if 1 else 2
x = 1 and 2
x = not 1
x = 1 << 60
x = 1 | 2
x = 1j
x = 1e400
x = None
x = ...
x = 1 in [1]
x = 1 is 1
x += 1
x: int = 1
x, y = 1, 2
x[0] = 1
np = 1
range = 1
_x = 1
__builtins__ = 1
a__b = 1
x = yield
x = await y
del x
x = 1; y = x
assert 1
pass
global x
raise x
return 1
def f(): x = 1
class A: x = 1
while 1: x = 1
while True: a = a
while a > 0: x = 1
while a > 0: pass
while "word": a = 1
if 1: x = 1
try: x = 1
with x: y = 1
for i in [1, 2]: x = i
for i in range(3): import os
for i in range(3): i = i + 1
for a in range(3): x = a
x = [a, 1] * 2
x = (a, 1)
x = a + undefined
x = undefined.shape
가 = 1
x = ａ
x = 1if 1 else 2
for x.y in range(3): z = 1
x = np.sum(*[1])
x = np.sum(**y)
x = np.zeros(3, dtype=object)
x = np.array([1], dtype="O")
x = np.sum([1], out=y)
x = np.sqrt(a, a)
x = np.clip(a, 0, 1, a)
x = np.maximum(a, a, a)
x = np.dot(a, a, a)
x = np.cumsum(a, 0, 1)
x = y.real
x = y.tofile("deck")
x = y.ctypes
x = y.base
x = y.data
x = y.dump("deck")
""".strip().splitlines()


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_not_on_the_list_is_refused_with_its_line(code: str) -> None:
    refusals = vet(f"a = 1\n{code}")
    assert refusals
    assert all(
        refusal.line in (1, 2) and refusal.column >= 1 and refusal.message for refusal in refusals
    )


NO_VALUES = {"out", "dtype", "order", "kind", "subok", "endpoint", "keepdims"}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_by_position_a_function_takes_its_values_and_nothing_to_write_into(name: str) -> None:
    function = getattr(np, name)
    if isinstance(function, np.ufunc):
        wanted = function.nin
    else:
        try:
            parameters = inspect.signature(function).parameters.values()
        except ValueError:
            pytest.skip("an older NumPy has no signature for its functions in C")
        by_position = [
            one.name
            for one in parameters
            if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)
        ]
        wanted = len(list(itertools.takewhile(lambda one: one not in NO_VALUES, by_position)))
    values = ", ".join("a" * wanted)
    assert vet(f"a = 1\nx = np.{name}({values})") == []
    (refusal,) = vet(f"a = 1\nx = np.{name}({values}, a)")
    assert refusal.message == f"np.{name}에는 값을 {wanted}개까지만 쓸 수 있습니다"


@pytest.mark.parametrize(
    "code",
    [
        "for i in range(3):\n  for j in range(3):\n    for k in range(3):\n      x = 1",
        "x = " + "(" * 80 + "1" + ")" * 80 + "+" + "-" * 80 + "1",
        "x = " + "1+" * 500 + "1",
        f"a = 1\nx = a{'.x' * 1000}()",
        "a = {[]: 1}\nx = 1",
        "x = 1\n" * 200,
        "x = (",
        "x = 1  # \u2028import os",
        "x = \x00",
        "",
    ],
)
def test_code_too_deep_too_long_or_no_code_is_refused(code: str) -> None:
    assert vet(code)


RUNS_AWAY = [
    "n = 9\nx = n**n**n**n",
    "x = np.zeros(1000000000)",
    "x = np.ones(100000)",
    "for i in range(1000000000):\n    x = i",
    "x = 2\nfor i in range(1000):\n    x = x**x",
    "a = np.ones(1000)\nfor i in range(1000):\n    for j in range(1000):\n        a = a * 1.0",
    "x = np.linspace(0, 1, 1000000000000)",
    "x = 1 / 0",
    "x = np.log(0.0)",
    "x = np.ones(3) + np.ones(4)",
    "n = 400\nx = 10**n",
    "n = 70\nx = 2**n",
    "x = np.ones(1)[1:]",
    "x = np.zeros((0, 3))",
    "x = np.linspace(-1e12, 1e12, 50) ** 25 * 1e8",
    "for i in range(30):\n    x = np.ones(2000)",
    "n = 0\nfor i in range(n):\n    c = i\nx = 1.0",
    "n = 0\nwhile n > 0:\n    n = n - 1\n    c = n\nx = 1.0",
    "n = 1\nx = n\nwhile x > 0:\n    x = x + 1",
    "n = 1\nx = n\nwhile n > 0:\n    while x > 0:\n        x = x + 1\n    n = n + 1",
    "n = 1\nx = np.ones(3)\nwhile x > 0:\n    x = x - n",
    "n = 1\nd = {}\nfor i in range(1000):\n    d = d | {i: n}\nx = len(d)",
    "n = 1\nd = {1: n}\nfor i in range(1000):\n    d = d | {1: d}\nx = len(d)",
    "n = 1\nd = {}\nfor i in range(1000):\n    d = d | {i: np.ones(9)}\nx = len(d)",
    "d = {'ab': 1}\nw = max(d, key=d.get)\nfor i in range(99):\n    w = w + w\nx = len(d)",
    "d = {'ab': 1}\nw = max(d, key=d.get) * 1000000000000\nx = len(d)",
    "d = {'ab': 1}\nw = max(d, key=d.get) + max(d, key=d.get)\nx = len(d)",
    "n = [1.0, 2.0]\nd = {n: 1}\nx = len(d)",
    "n = 1\nx = {1: n}",
    "n = 1\nd = {'a': n}\nx = max(d, key=d.get)",
    "n = 0\nfor i in range(n):\n    x = i",
]


@pytest.mark.parametrize("code", some(RUNS_AWAY))
def test_what_runs_away_is_stopped_with_one_message(code: str) -> None:
    assert not vet(code)
    with pytest.raises(QuizcardsError) as caught:
        inline_demo("폭탄", Code(code)).run()
    assert "\n" not in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("x = 1 / 0", "0으로 나누었습니다"),
        ("x = 9.0**9.0**9.0", "수가 너무 커졌습니다"),
        ("x = np.log(0.0)", "유한한 수가 나오지 않았습니다"),
        ("x = np.sqrt(-1.0)", "유한한 수가 나오지 않았습니다"),
        ("x = np.exp(1000.0)", "유한한 수가 나오지 않았습니다"),
        ("x = np.zeros(10**11)", "메모리를 너무 많이 썼습니다"),
        ("a = 1\nx = {1: a}[2]", "사전에 없는 열쇠입니다"),
        ("a = 1\nx = {1: a} * 2", "사전으로는 계산할 수 없습니다"),
        ("a = 1\nd = {}\nx = max(d, key=d.get) + a", "빈 사전에는 가장 큰 값도"),
        ("a = 1\nx = a < {1: a}", "사전으로는 계산할 수 없습니다"),
        ("a = [1, 2]\nx = {a: 1}", "사전의 열쇠는 수나 말 하나여야 합니다"),
    ],
)
def test_what_goes_wrong_in_the_arithmetic_is_said_in_korean_first(code: str, why: str) -> None:
    with pytest.raises(QuizcardsError, match=f"^{why}"):
        inline_demo("셈", Code(code)).run()


def test_the_sandbox_vets_again_what_reaches_it() -> None:
    opened = run("def inline():\n    x = open('deck')\n    return x", [({}, {})])
    assert [type(answer) for answer in opened] == [QuizcardsError]
    replaced = run(
        "def inline(x=1):\n    y = x\n    return y",
        [({"x": 1}, {"y": "__import__('os')"}), ({"x": 1}, {})],
    )
    assert isinstance(replaced[0], QuizcardsError)
    assert isinstance(replaced[1], Trace)


def test_one_run_that_is_stopped_takes_nothing_from_those_before_it() -> None:
    source = (
        "def inline(n):\n    x = 1.0\n    for i in range(n):\n        for j in range(n):\n"
        "            x = x * 1.0\n    return x"
    )
    first, second, third = run(
        source, [({"n": 2}, {}), ({"n": 1000}, {"x": "np.sum(np.ones(9000))"}), ({"n": 2}, {})]
    )
    assert isinstance(first, Trace)
    assert isinstance(second, QuizcardsError)
    assert isinstance(third, QuizcardsError)


def test_a_child_that_dies_of_something_else_does_not_speak_of_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.executable", "false")
    (died,) = run("def inline():\n    x = 1\n    return x", [({}, {})])
    assert "시간" not in str(died)
    assert "(1)" in str(died)


def test_all_runs_of_a_child_together_have_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.001)
    late = run("def inline():\n    x = 1\n    return x", [({}, {})] * 300)
    assert len(late) == 300
    assert {str(one) for one in late} == {"데모가 시간을 너무 많이 써서 멈추었습니다."}


def test_a_child_answers_no_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    # 100 numbers an answer, each of 5 characters
    monkeypatch.setattr(sandbox, "MOST_ANSWERED", 800)
    source = "def inline():\n    x = np.ones(50)\n    return x"
    first, *others = run(source, [({}, {}), ({}, {}), ({}, {})])
    assert isinstance(first, Trace)
    assert first.result.tolist() == [1.0] * 50
    assert [type(other) for other in others] == [QuizcardsError] * 2
    assert all("너무 많습니다" in str(other) for other in others)


@pytest.mark.parametrize("failure", [MemoryError, TypeError])
def test_all_runs_are_answered_before_any_gradient_and_a_gradient_that_fails_fails_no_run(
    failure: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Trace) -> None:
        raise failure

    monkeypatch.setattr(walls, "limit_run", lambda _: None)
    monkeypatch.setattr(worker, "gradients", fail)
    source = "def inline(a):\n    x = a + 1\n    return x"
    texts = worker.answers(source, [({"a": 1}, {}), ({"a": 1}, {"x": "a"}), ({"a": 2}, {})])
    *runs, one, other = map(json.loads, texts)
    assert [run["result"] for run in runs] == [2, 1, 3]
    assert one is other is None


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("x = [3, 1, 2]\ny = np.median(x)", 2),  # imports numpy.ma, when no file may be opened
        ("x = [3, 1, 2]\ny = np.maximum(x > 2, x < 2)", [1, 1, 0]),  # booleans have no difference
        ("n = 4\ny = (n**70) ** 0.5", 2.0**70),  # an integer too large for NumPy on the way
    ],
)
def test_a_run_that_works_is_not_lost_to_its_surroundings(code: str, result: ArrayLike) -> None:
    assert np.array_equal(inline_demo("됨", Code(code)).run().result, result)


def test_an_empty_array_is_called_so() -> None:
    with pytest.raises(QuizcardsError, match="빈 배열"):
        inline_demo("빔", Code("a = [1.0]\nb = a[1:]\n")).run()


def test_only_the_last_runs_are_kept() -> None:
    demo = inline_demo("하나", Code("a = 1\nb = a + 1\n"))
    for a in range(3):
        demo.run({"a": a})
    assert len(demo.ran) == 1


def test_vetting_warns_of_nothing(recwarn: pytest.WarningsRecorder) -> None:
    warnings.simplefilter("always")
    assert vet("x = 1if 1 else 2")
    assert not recwarn.list


def test_the_mistakes_of_one_input_run_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    def counting(source: str, jobs: list[Job], seconds: float) -> list[Trace | QuizcardsError]:
        started.append(len(jobs))
        return run(source, jobs, seconds)

    monkeypatch.setattr(sandbox, "run", counting)
    mistakes = (
        WrittenMistake("b", "a - 1", "뺐습니다."),
        WrittenMistake("b", "a", "더하지 않았습니다."),
    )
    demo = inline_demo("하나", Code("a = 1\nb = a + 1\n", mistakes=mistakes))
    # by hand: 1 + 1, 1 - 1, 1
    assert [demo.run({}, mistake)["b"] for mistake in (None, *demo.mistakes)] == [2, 0, 1]
    assert started == [3]


def test_lines_in_a_deck_become_a_whole_demo() -> None:
    code = (
        "w = 2.0\nlr = 0.1\nsteps = 2\n"
        "for t in range(steps):\n    g = 2 * (w - 3)  # 기울기\n    w = w - lr * g\n"
    )
    assert not vet(code)
    mistake = WrittenMistake("w", "w + lr * g", "부호가 반대입니다.")
    demo = inline_demo("내 데모", Code(code, mistakes=(mistake,)))
    assert demo.parameters == {"w": 2.0, "lr": 0.1, "steps": 2}
    trace = demo.run({"lr": "0.25"})
    # by hand: g = 2(2-3) = -2, w = 2.5; g = 2(2.5-3) = -1, w = 2.75
    assert [(step.name, step.value, step.turn) for step in trace.steps] == [
        ("g", -2.0, (1,)), ("w", 2.5, (1,)), ("g", -1.0, (2,)), ("w", 2.75, (2,)),
    ]  # fmt: skip
    assert trace.steps[0].line.note == "기울기"
    assert trace.result == 2.75
    assert demo.run({}, demo.mistakes[0])["w"] < 2
    drawn = demo.draw(np.random.default_rng(0))
    assert set(drawn) == set(demo.parameters)
    assert demo.picture(trace).title


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("a = 2\nb = a + 1\n", Bars),
        ("a = [1, 2, 3]\nb = 2 * a\n", Bars),
        ("a = 20\nb = np.arange(a)\n", Histogram),
        ("a = [[1, 2], [3, 4]]\nb = 2 * a\n", HeatMap),
        ("b = 1.0\nfor i in range(3):\n    b = b * 2\n", Curves),
        ("x = [1.0, 2.0]\nz = x * 2\nz = np.sum(z)\n", Bars),
        ("x = [1.0, 2.0]\nz = 2.0\nz = x * z\n", Bars),
    ],
)
def test_the_picture_of_a_value_follows_from_what_it_is(code: str, kind: type) -> None:
    demo = inline_demo("그림", Code(code))
    assert isinstance(demo.picture(demo.run()), kind)


def test_labels_are_drawn_by_changing_places_and_counts_stay_whole() -> None:
    demo = inline_demo(
        "추첨", Code("y = [0, 1, 1]\nn = 4\nx = [1.5, 2.5]\nz = np.sum(y) + n + np.sum(x)\n")
    )
    for seed in range(20):
        drawn = demo.draw(np.random.default_rng(seed))
        assert sorted(drawn["y"]) == [0, 1, 1]
        assert isinstance(drawn["n"], int)
        assert drawn["n"] >= 1


def test_code_is_taken_apart_into_parameters_values_and_what_it_returns() -> None:
    parts = script(
        "lr = 0.1\nw = [[1, 2]]\nodd = [[1], [2, 3]]\n"
        "for i in range(3):\n    g = w * i\n    w = w - lr * g\nlr = 1\n"
    )
    assert parts.parameters == {"lr": 0.1, "w": [[1, 2]]}
    assert parts.outline.values == (
        "odd",
        "g",
        "w",
        "lr",
    )  # the counter of a loop is no value, nor are uneven lists a table
    assert parts.returned == "lr"


def test_an_array_at_the_top_is_a_parameter_as_a_list_is() -> None:
    given = "x = np.array([1, 2, 3])\nW = np.array([[1.0, 0.5]])\ny = 2\n"
    demo = inline_demo("합", Code(given + "z = np.sum(x) * y + np.sum(W)\n"))
    assert list(demo.parameters) == ["x", "W", "y"]
    assert demo.run()["z"] == 13.5
    assert demo.run({"x": "1,2"})["z"] == 7.5
    assert demo.run({"W": "1,2;3,4"})["z"] == 22


def test_an_array_that_picks_places_is_no_parameter_since_places_are_whole() -> None:
    demo = inline_demo(
        "고르기", Code("p = [0.2, 0.3, 0.5]\nplaces = np.array([0, 2])\nq = p[places]\n")
    )
    assert list(demo.parameters) == ["p"]
    assert demo.run()["q"].tolist() == [0.2, 0.5]


@pytest.mark.parametrize(
    "line", ["x = np.array(3.0)", "x = np.array([1, 2], dtype=float)", "x = np.array([1, 2]) * 2"]
)
def test_only_an_array_of_plain_numbers_is_a_parameter(line: str) -> None:
    assert script(f"{line}\ny = 2 * x\n").parameters == {}


def test_gradients_of_a_deck_s_code_come_from_the_child_and_nothing_of_it_is_evaluated_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = inline_demo(
        "기울기", Code("w = 3.0\nx = [1, 2]\nJ = np.sum((w * x[1:] - 1) ** 2)\n")
    ).run()
    monkeypatch.setattr("builtins.eval", lambda *_: pytest.fail("evaluated here"))
    found = gradients(trace)
    # by hand: J = (2w - 1)², ∂J/∂w = 4(2w - 1) = 20, ∂J/∂x = (0, 2w(2w - 1)) = (0, 30)
    assert found.inputs["w"] == 20
    assert np.array_equal(found.inputs["x"], [0, 30])
    uneven = inline_demo("계단", Code("w = 3.0\nJ = np.sort([w, 1])[0]\n")).run()
    with pytest.raises(NotDifferentiableError):
        gradients(uneven)


def test_whole_numbers_are_drawn_whole_below_zero_too() -> None:
    demo = inline_demo("추첨", Code("a = -3\nb = 1\nc = 0\nd = a + b + c\n"))
    for seed in range(30):
        drawn = demo.draw(np.random.default_rng(seed))
        assert all(isinstance(value, int) for value in drawn.values())
        assert drawn["a"] < 0 < drawn["b"]
        assert drawn["c"] == 0
