"""Dictionaries in a demo: what is written down of them, how they look, and what may be told."""

import ast
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.model import Code
from quizcards.trace import walls, worker
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.graph import graph
from quizcards.trace.inline import inline_demo
from quizcards.trace.notation import formula, values
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import MOST_KEYS, Trace, lines_of_source, trace_source
from quizcards.trace.vet import vet
from quizcards.trace.wire import run_heard, run_told
from tests.formulas import typeset
from tests.sampling import examples

SOME = settings(max_examples=examples(100), deadline=None)
COUNTING = """\
x = [3.0, 1.0, 3.0]
times = {}
for i in range(3):
    times = times | {x[i]: times.get(x[i], 0) + 1}  # 값마다 나온 횟수
best = max(times, key=times.get)
share = times[best] / sum(times.values())"""

number = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False)
word = st.text("가나abc", min_size=1, max_size=5)
key = number | word | st.tuples(number, word)


def counted() -> Trace:
    return inline_demo("세기", Code(COUNTING)).run()


def test_each_assignment_keeps_the_dictionary_as_it_was_then() -> None:
    assert vet(COUNTING) == []
    run = counted()
    assert run.values("times") == [{}, {3.0: 1}, {3.0: 1, 1.0: 1}, {3.0: 2, 1.0: 1}]
    assert (run["best"], run["share"]) == (3.0, pytest.approx(2 / 3))


def test_keys_may_be_korean_words_and_pairs() -> None:
    code = "n = 3\nd = {'고양이': n, (0, 1): 2}\nx = d['고양이'] + d[0, 1] + d.get('개', 4)"
    assert vet(code) == []
    run = inline_demo("말", Code(code)).run()
    assert (run["d"], run["x"]) == ({"고양이": 3, (0, 1): 2}, 9)


def test_a_refusal_behind_a_korean_key_stands_where_an_author_counts_it() -> None:
    (refusal,) = vet("x = {'고양이': y}")
    assert (refusal.line, refusal.column) == (1, 13)


def test_a_dictionary_is_shown_as_keys_with_their_values() -> None:
    assert values({"고양이": 0.123456, (0, 1): 2}) == "{고양이: 0.1235, (0, 1): 2}"
    assert values({}) == "{}"
    assert values({i: -i for i in range(9)}, most=2) == "{0: 0, 1: −1 …} (9개)"


@pytest.mark.parametrize(
    ("code", "text", "latex"),
    [
        ("d | {k: 1}", "d ∪ {k: 1}", r"d \cup \{ k: 1 \}"),
        ("{}", "{}", r"\{  \}"),
        ("{'cat': a / 2}", "{cat: a / 2}", r"\left\{ \mathrm{cat}: \frac{a}{2} \right\}"),
    ],
)
def test_it_can_be_written_as_mathematics(code: str, text: str, latex: str) -> None:
    node = ast.parse(code, mode="eval").body
    assert formula(node) == text
    assert typeset(node) == latex


def test_a_dictionary_can_be_drawn_and_no_dictionary_is_asked_for() -> None:
    drawn = inline_demo("그림", Code(COUNTING, draws=("times",)))
    assert drawn.picture(drawn.run()) == Bars("times", (("3", 2.0), ("1", 1.0)))
    for draws in ((), ("times", "share")):
        with pytest.raises(QuizcardsError, match="수나 수의 배열이어야 합니다"):
            inline_demo("물음", Code(COUNTING.rsplit("\nbest")[0], draws=draws)).run()


def test_no_gradient_flows_through_a_dictionary() -> None:
    run = trace_source(
        "def f(a):\n    d = {1: a}\n    b = d[1] * 2\n    y = b + sum(d.values())\n    return y",
        {"sum": sum},
        {"a": 3.0},
    )
    with pytest.raises(NotDifferentiableError):
        gradients(run)
    drawn = graph(run)
    assert drawn is not None
    assert all(node.gradient is None for node in drawn.nodes)


def test_a_dictionary_holds_only_so_many_single_numbers_and_words() -> None:
    source = "def f(x):\n    d = x\n    return 1"
    trace_source(source, {}, {"x": dict.fromkeys(range(MOST_KEYS), 1)})
    refused: tuple[dict[object, object], ...] = (
        dict.fromkeys(range(MOST_KEYS + 1), 1),
        {1: np.ones(2)},
        {1: {}},
        {"a" * 10_000: 1},
        {None: 1},
        {((1,),): 1},
    )
    for bad in refused:
        with pytest.raises(QuizcardsError) as refusal:
            trace_source(source, {}, {"x": bad})
        assert str(refusal.value).startswith("d: 사전")
        assert "\n" not in str(refusal.value)


@SOME
@given(st.dictionaries(key, number, max_size=20))
def test_what_the_child_tells_of_a_dictionary_arrives_as_it_was(
    entries: dict[object, float],
) -> None:
    source = f"def f(x):\n    d = {entries!r}\n    y = len(d)\n    return y"
    run = trace_source(source, {"len": len}, {"x": 1})
    told = run_told(run, lines_of_source(source)).encode()
    heard = run_heard(source, ({"x": 1}, {}), told, None)
    assert isinstance(heard, Trace)
    assert heard["d"] == entries
    assert values(heard["d"]).startswith("{")


@pytest.mark.parametrize(
    "value",
    [
        {"word": "no word of the code"},
        {"word": 1},
        {"entries": [[1, [2, 3]]]},
        {"entries": [[[1], 2]]},
        {"entries": [[1, {"entries": []}]]},
        {"entries": [[1]]},
        {"entries": [[1, float("nan")]]},
        {"entries": [[{"word": "\x1b[2J"}, 1]]},
        {"entries": [[i, 1] for i in range(MOST_KEYS + 1)]},
        {"other": 1},
        {"key": [1]},
    ],
)
def test_nothing_else_is_believed_of_what_the_child_tells(value: object) -> None:
    source = "def f(x):\n    d = {'cat': x}\n    return d"
    step = [0, {"entries": [[{"word": "cat"}, 1]]}, [], {}]
    said = {"steps": [step], "result": 1, "returned": "d"}
    assert isinstance(run_heard(source, ({"x": 1}, {}), json.dumps(said).encode(), None), Trace)
    said["steps"] = [[0, value, [], {}]]
    heard = run_heard(source, ({"x": 1}, {}), json.dumps(said).encode(), None)
    assert isinstance(heard, QuizcardsError)


@SOME
@given(st.integers(0, 30), st.integers(1, 5))
def test_a_while_that_counts_computes_what_a_for_does(n: int, step: int) -> None:
    counted_by_for = trace_source(
        f"def f(n):\n    y = 0\n    for k in range(0, n, {step}):\n        y = y + k\n    return y",
        {"range": range},
        {"n": n},
    )
    counted_by_while = trace_source(
        "def f(n):\n    y = 0\n    k = 0\n    while k < n:\n        y = y + k\n"
        f"        k = k + {step}\n    return y",
        {},
        {"n": n},
    )
    assert counted_by_while.result == counted_by_for.result
    assert counted_by_while.values("y") == counted_by_for.values("y")
    turns = [
        [one.turn for one in run.steps if one.name == "y"]
        for run in (counted_by_for, counted_by_while)
    ]
    assert turns[0] == turns[1]


part = st.sampled_from(
    [
        *("1", "a", "n", "w", "'cat'", "(1, n)", "np.ones(2)", "a[0]", "{}", "d", "e"),
        *("d[1]", "d['cat']", "d.get(n, 2)", "len(d)"),
        *("max(d, key=d.get)", "sum(d.values())", "max(e.values())"),
    ]
)
expression = st.one_of(
    part,
    st.builds("{} {} {}".format, part, st.sampled_from(["+", "-", "<", "|"]), part),
    st.builds("{{{}: {}}}".format, part, part),
    st.builds("d | {{{}: {}}}".format, part, part),
)
assignment = st.builds("{} = {}".format, st.sampled_from("dewn"), expression)


def indented(lines: list[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)


@SOME
@given(st.lists(assignment, max_size=3), expression, st.lists(assignment, min_size=1, max_size=3))
def test_whatever_passes_the_vetting_runs_or_is_refused_in_one_sentence(
    before: list[str], test: str, body: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walls, "limit_run", lambda _: None)  # this is no child of its own
        run_and_look(before, test, body)


def run_and_look(before: list[str], test: str, body: list[str]) -> None:
    start = ["d = {1: a}", "e = {'cat': 2}", "w = 1", "n = 0", *before]
    code = "\n".join([*start, f"while {test}:", indented(body), "y = a"])
    if vet(code, ("a",)):
        return
    source = f"def inline(a):\n{indented(code.splitlines())}\n    return y"
    (told, *_) = worker.answers(source, [({"a": 1.0}, {})])
    heard = run_heard(source, ({"a": 1.0}, {}), told.encode(), None)
    if isinstance(heard, QuizcardsError):
        assert re.search("[가-힣]", str(heard))
        assert "\n" not in str(heard)
    else:
        assert all(values(step.value) for step in heard.steps)
