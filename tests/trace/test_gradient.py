"""Backpropagation over a trace, against central differences, hand calculations and PyTorch's
conventions.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.trace.arrays import FloatArray, Numbers
from quizcards.trace.derivatives import RULES
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.graph import graph
from quizcards.trace.tracer import Gradients, Trace, trace_source

STEP = 1e-6
WITHOUT_A_GRADIENT = {
    "conv-params-flops": "the side of an output is rounded down, and the rest is counted",
    "feature-transform": "where its power is 0 it is a logarithm, and a choice has no rule",
    "outliers-iqr": "medians and quartiles stand where they stand among sorted values",
    "overfitting": "np.linalg.pinv jumps where the rank changes, and the degree is a whole number",
    "hallucination-entropy": "meanings are numbered, and told apart",
    "text-preprocess-ner": "kinds of tags are numbered, and entities counted",
}
"""Every other demo has a gradient: a new one needs rules for what its result goes through, or a
reason here.
"""

FLAT = {
    "ann-ivf-hnsw-pq": "the neighbours that were found are counted",
    "chunking": "the answers that are cut are counted",
    "early-stopping": "the epoch to go back to is counted, and jumps",
    "hidden-layer-dimension": "sizes of layers and numbers of parameters are whole",
    "hybrid-rrf-rerank": "documents are put in order",
    "p-value": "heads and tails are counted",
    "probability-puzzles": "people, days, doors and coupons are counted",
    "tokenization-bpe": "tokens are counted",
}
"""Demos whose result has slope 0 wherever it has one, so that there is nothing for a gradient to
get wrong.
"""

RESULTS = {
    "batch-normalization": ("var", "what is normalised adds up to 0"),
    "bn-backward": (
        "dvar",
        "the gradients of a batch add up to 0, since moving all of it alike changes nothing",
    ),
    "bleu-rouge-perplexity": ("ppl", "n-grams are counted, and jump"),
    "bn-placement": ("mu", "what is normalised adds up to 0"),
    "decoding-sampling": ("S", "what is kept is divided so that it adds up to 1"),
    "input-normalization": ("z_test", "standardised features add up to 0"),
    "iou-nms": ("iou", "which boxes are kept is counted, and jumps"),
    "loss-and-metric": ("BCE", "accuracy is counted, and jumps"),
    "output-layer-activation": ("J", "the probabilities of a softmax add up to 1 whatever goes in"),
    "softmax": ("J", "its probabilities add up to 1 whatever goes in"),
    "tfidf-bm25": ("tf", "documents are counted, and jump where a word first comes"),
}
"""What is differentiated where the sum of what the demo returns is flat, and why it is."""

X = np.array([[0.3, 1.7, -0.4], [2.1, 0.9, 1.2]])
Y = np.array([[1.1, -0.6, 0.8], [-1.3, 1.4, 0.2]])
EXPRESSIONS = [
    "np.exp(x)", "np.log(x**2)", "np.log1p(x**2)", "np.expm1(x)", "np.sqrt(x**2 + 1)",
    "np.square(x)", "np.abs(x)", "np.tanh(x)", "np.sin(x)", "np.cos(x)", "np.sum(x, axis=1)",
    "np.mean(x, axis=0, keepdims=True)", "np.max(x)", "np.max(x, axis=0)",
    "np.min(x, axis=1, keepdims=True)", "np.min(x)", "np.var(x)", "np.var(x, axis=0, ddof=1)",
    "np.std(x, axis=1)", "np.std(x, ddof=1, keepdims=True)", "np.maximum(x, y)",
    "np.minimum(x, y[0])", "np.where(x > y, x * y, y)", "np.dot(x, y.T)", "x[0] @ y.T", "x @ y[1]",
    "np.pad(x, ((1, 0), (0, 2)))", "np.pad(x, 1)", "np.linalg.solve(x @ x.T, y)",
    "np.linalg.solve(x @ x.T, y[:, 0])", "np.linalg.eigvalsh(x @ x.T)", "x**2 / y - x * 3",
    "-x[:, ::-1]", "np.vstack((x, y[0])) * np.vstack((y[1], x))",
]  # fmt: skip


def total(name: str, inputs: Mapping[str, object], result: str | None = None) -> float:
    trace = demos.load(name).run(inputs)
    return float(np.sum(trace[result] if result else trace.result))


def central(
    function: Callable[[Mapping[str, object]], float], trace: Trace, parameter: str
) -> FloatArray:
    """(f(x + h) - f(x - h)) / 2h for every element of one parameter; from one side where it stands
    at the end of its range.
    """
    x = np.asarray(trace.inputs[parameter], dtype=float)

    def at(index: tuple[int, ...], step: float) -> float:
        moved = x.copy()
        moved[index] += step
        return function({**trace.inputs, parameter: moved if x.ndim else float(moved)})

    slopes = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        try:
            slopes[index] = (at(index, STEP) - at(index, -STEP)) / (2 * STEP)
        except QuizcardsError:
            slopes[index] = one_sided(partial(at, index))
    return slopes


def one_sided(f: Callable[[float], float]) -> float:
    """(4f(h) - 3f(0) - f(2h)) / 2h, exact for parabolas as a central difference is."""
    try:
        return (4 * f(STEP) - 3 * f(0.0) - f(2 * STEP)) / (2 * STEP)
    except QuizcardsError:
        return -(4 * f(-STEP) - 3 * f(0.0) - f(-2 * STEP)) / (2 * STEP)


def traced(lines: str, **inputs: object) -> Trace:
    body = "".join(f"    {line}\n" for line in lines.split("; "))
    return trace_source(f"def f({', '.join(inputs)}):\n{body}", {"np": np}, inputs)


def flow(lines: str, **inputs: object) -> Gradients:
    return gradients(traced(lines, **inputs))


def listed(found: Numbers) -> object:
    """Numbers as plain lists."""
    return np.asarray(found).tolist()


@pytest.mark.parametrize("name", demos.names())
def test_every_gradient_of_a_demo_equals_its_central_difference(name: str) -> None:
    demo = demos.load(name)
    # not on a kink, where a central difference is no slope
    trace = demo.run(demo.draw(np.random.default_rng(4)))
    if name in WITHOUT_A_GRADIENT:
        with pytest.raises(NotDifferentiableError):
            gradients(trace)
        return
    result = RESULTS[name][0] if name in RESULTS else None
    found = gradients(trace, result)
    steepest = 0.0
    for parameter, value in trace.inputs.items():
        if isinstance(value, (int, str)) or isinstance(demo.parameters[parameter], (int, str)):
            continue  # what is counted or chosen has no slope
        expected = central(lambda inputs: total(name, inputs, result), trace, parameter)
        assert np.allclose(found.inputs[parameter], expected, rtol=2e-4, atol=2e-4), parameter
        steepest = max(steepest, float(np.max(np.abs(expected))))
    assert (steepest < 1e-6) is (name in FLAT), (
        "say in FLAT or RESULTS why nothing is differentiated"
    )


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_rule_equals_its_central_difference(expression: str) -> None:
    # the sine weighs every element of u differently
    lines = f"u = {expression}; J = np.sum(np.sin(u)); return J"
    trace = traced(lines, x=X, y=Y)
    found = gradients(trace)
    for parameter in ("x", "y"):
        slopes = central(lambda inputs: float(traced(lines, **inputs).result), trace, parameter)
        assert np.allclose(found.inputs[parameter], slopes, rtol=1e-6, atol=1e-7), parameter


def test_no_rule_goes_untested() -> None:
    tested = " ".join(EXPRESSIONS)
    assert [name for name, _ in RULES if f"np.{name}(" not in tested] == []


def test_ties_for_a_maximum_share_the_gradient_evenly() -> None:
    # torch.amax and torch.amin "evenly distribute gradient between equal values"; torch.maximum
    # halves a tie
    x = np.array([1.0, 3.0, 3.0])
    assert listed(flow("J = np.max(x); return J", x=x).inputs["x"]) == [0.0, 0.5, 0.5]
    assert listed(flow("J = np.min(-x); return J", x=x).inputs["x"]) == [0.0, -0.5, -0.5]
    assert flow("J = np.maximum(a, b); return J", a=2.0, b=2.0).inputs == {"a": 0.5, "b": 0.5}
    assert flow("J = np.minimum(a, b); return J", a=2.0, b=2.0).inputs == {"a": 0.5, "b": 0.5}


def test_what_ties_with_a_constant_gets_nothing_as_relu_has_slope_zero_at_zero() -> None:
    # torch 2.13: relu'(0) = 0, and softshrink'(z) = 0 where |z| = lambda
    z = np.array([-1.0, 0.0, 2.0])
    for relu in (
        "np.maximum(0, z)",
        "np.maximum(z, 0)",
        "np.maximum(-0.5 + 0.5, z)",
        "-np.minimum(0, -z)",
    ):
        assert listed(flow(f"a = {relu}; return a", z=z).inputs["z"]) == [0.0, 0.0, 1.0]
    soft = flow("w = np.sign(z) * np.maximum(np.abs(z) - lam, 0); return w", z=z, lam=1.0)
    assert listed(soft.inputs["z"]) == [0.0, 0.0, 1.0]


def test_the_graph_teaches_the_slopes_that_the_demos_teach() -> None:
    z = np.array([-1.0, 0.0, 1.0])
    taught = demos.load("activation-derivatives").run({"z": z})
    relu = demos.load("relu").run({"x": z, "da": 1.0})
    assert (
        listed(gradients(relu, "a").inputs["x"])
        == relu["dz"].tolist()
        == taught["d_relu"].tolist()
        == [0, 0, 1]
    )
    functions = demos.load("activation-functions").run({"z": z})
    assert (
        listed(gradients(functions, "leaky_relu").inputs["z"])
        == taught["d_leaky"].tolist()
        == [0.01, 0.01, 1]
    )


def test_the_gradients_on_the_kink_of_the_two_layer_network_are_those_of_pytorch() -> None:
    # torch 2.13, nn.Linear and relu: the first unit has z = 0 at (0, 0)
    found = gradients(demos.load("two-layer-network").run()).inputs
    assert listed(found["W1"]) == [[2, 2], [-2, -2]]
    assert listed(found["b1"]) == [[3], [-2]]


def test_the_gradient_of_a_sample_variance_is_that_worked_by_hand() -> None:
    # s² = ∑(x - 7/3)² / 2 of 1, 2, 4: ds²/dx = 2(x - 7/3) / 2
    found = flow("J = np.var(x, ddof=1); return J", x=np.array([1.0, 2.0, 4.0]))
    assert found.inputs["x"] == pytest.approx([-4 / 3, -1 / 3, 5 / 3])


def test_the_gradient_of_a_linear_system_is_that_worked_by_hand() -> None:
    # 2u = 2 and 4v = 4: u = v = 1, du/db = 1/2, dv/db = 1/4, and d(b/a)/da = -b/a²
    found = flow(
        "J = np.linalg.solve(a, b); return J", a=np.diag([2.0, 4.0]), b=np.array([2.0, 4.0])
    )
    assert listed(found.inputs["b"]) == [0.5, 0.25]
    assert listed(np.diag(found.inputs["a"])) == [-0.5, -0.25]


def test_the_largest_eigenvalue_grows_along_its_eigenvector_alone() -> None:
    found = flow("J = np.max(np.linalg.eigvalsh(a)); return J", a=np.diag([1.0, 3.0]))
    assert np.allclose(found.inputs["a"], [[0, 0], [0, 1]])


def test_what_has_no_rule_is_refused_by_name_only_where_the_result_goes_through_it() -> None:
    x = np.array([2.0, 1.0])
    assert listed(flow("y = np.sort(x); J = np.sum(x); return J", x=x).inputs["x"]) == [1.0, 1.0]
    for lines in (
        "y = np.sort(x); J = np.sum(y); return J",
        "a, b = np.sort(x); return b",
        "J = np.sum(x, 0); return J",
    ):
        with pytest.raises(NotDifferentiableError, match=r"np\.(sort|sum)\(x"):
            flow(lines, x=x)


def test_a_function_that_a_demo_wrote_itself_has_no_rule_and_holds_up_nothing_else() -> None:
    source = "def f(x):\n    y = doubled(x)\n    z = 3 * x\n"
    run = trace_source(source, {"doubled": lambda x: 2 * x}, {"x": 1.5})
    assert gradients(run, "z").inputs["x"] == 3
    with pytest.raises(NotDifferentiableError, match="doubled"):
        gradients(run, "y")


def test_a_part_of_several_values_keeps_its_own_value() -> None:
    found = flow("a, b = np.shape(x); J = a * b * np.sum(x); return J", x=np.ones((2, 3)))
    assert listed(found.inputs["x"]) == [[6.0] * 3] * 2


def test_chance_counts_as_a_constant() -> None:
    trace = traced("rng = np.random.default_rng(0); e = rng.normal(); J = x * e; return J", x=2.0)
    assert gradients(trace).inputs["x"] == trace["e"]


def test_a_value_that_the_result_does_not_depend_on_has_gradient_zero() -> None:
    found = flow("y = np.mean(x, axis=1); J = 2 * w; return J", x=np.ones((2, 3)), w=1.0)
    assert found.inputs["w"] == 2.0
    assert listed(found.inputs["x"]) == [[0.0] * 3] * 2
    assert listed(found.steps[0]) == [0.0, 0.0]


def test_the_gradients_of_the_notes_graph_are_those_worked_by_hand() -> None:
    # J = 3v, v = a + u, u = bc at a = 5, b = 3, c = 2: dJ/dv = dJ/da = dJ/du = 3, dJ/db = 3c = 6,
    # dJ/dc = 3b = 9
    found = gradients(demos.load("computation-graph").run())
    assert found.inputs == {"a": 3.0, "b": 6.0, "c": 9.0}
    drawn = graph(demos.load("computation-graph").run())
    assert drawn is not None
    assert {node.name: (node.value, node.gradient) for node in drawn.nodes} == {
        "a": ("5", "3"),
        "b": ("3", "6"),
        "c": ("2", "9"),
        "u": ("6", "3"),
        "v": ("11", "3"),
        "J": ("33", "1"),
    }
