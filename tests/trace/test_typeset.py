"""Formulas in LaTeX: nothing typeset may mean something else than the code, and nothing of the code
may be lost.
"""

import ast
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.trace.latex import KNOWN_COMMANDS
from quizcards.trace.linear import unicode_formula
from quizcards.trace.notation import formula
from tests.formulas import lines_of, typeset, typeset_symbol
from tests.sampling import examples
from tests.trace.latex_reader import LatexReader


def shown(source: str) -> str:
    return typeset(ast.parse(source, mode="eval").body)


@pytest.mark.parametrize("name", demos.names())
def test_the_latex_of_a_demo_is_as_someone_looked_at_it(
    name: str, golden: Callable[[str, str], None]
) -> None:
    demo = demos.load(name)
    right = [
        f"{typeset_symbol(line.target)} = {typeset(line.formula)}"
        for line in lines_of(demo.function)
    ]
    wrong = [
        f"✗ {typeset_symbol(mistake.name)} = {shown(mistake.formula)}" for mistake in demo.mistakes
    ]
    golden(f"demos/{name}.tex.txt", "\n".join([*right, *wrong, ""]))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("m / (1 - beta1**t)", r"\frac{m}{1 - \beta_1^t}"),
        (
            "-lr * m_hat / (np.sqrt(v_hat) + eps)",
            r"\frac{-\alpha \cdot \hat m}{\sqrt{\hat v} + \epsilon}",
        ),
        ("1 / (1 + np.exp(-z))", r"\frac{1}{1 + e^{-z}}"),
        ("W1.T @ x + b1", r"W_1^\top \, x + b_1"),
        ("np.log(p)", r"\ln(p)"),
        ("np.log(a / b)", r"\ln\left( \frac{a}{b} \right)"),
        ("np.maximum(z, 0)", r"\max(z, 0)"),
        ("np.abs(a - b)", r"\lvert a - b \rvert"),
        ("a // b", r"\left\lfloor \frac{a}{b} \right\rfloor"),
        ("np.pi * r**2", r"\pi \cdot r^2"),
        ("a % b", r"a \ \mathrm{mod}\ b"),
        ("np.where(z > 0, da, 0)", r"\begin{cases}da & z > 0 \\ 0 & \text{else}\end{cases}"),
        ("x if a <= b else y", r"\begin{cases}x & a \le b \\ y & \text{else}\end{cases}"),
        (
            "(x if a else y) * b",
            r"\left( \begin{cases}x & a \\ y & \text{else}\end{cases} \right) \cdot b",
        ),
        (
            "np.mean(x if a else y)",
            r"\mathrm{mean}\left( \begin{cases}x & a \\ y & \text{else}\end{cases} \right)",
        ),
        ("0 < y <= 1", r"0 < y \le 1"),
        ("x != y", r"x \ne y"),
        # what may not be lost: which axis, which convention; only keepdims changes no number
        ("np.sum(x, axis=0, keepdims=True)", r"\sum_{\mathrm{axis}=0} x"),
        ("np.mean(x, axis=0)", r"\mathrm{mean}(x, \mathrm{axis}=0)"),
        ("np.var(x, ddof=1)", r"\mathrm{var}(x, \mathrm{ddof}=1)"),
        ("np.sum(x, 0)", r"\sum(x, 0)"),
        ("np.sqrt(x, out=y)", r"\mathrm{sqrt}(x, \mathrm{out}=y)"),
        # one index, several, a slice
        ("x[0]", "x[0]"),
        ("x[i, j]", "x[i, j]"),
        ("x[1:, None]", r"x[1:, \mathrm{None}]"),
        ("x[::-1]", "x[::-1]"),
        ("x[t * B : n]", r"x[t \cdot B:n]"),
        ("x.shape[0]", r"x.\mathrm{shape}[0]"),
        ("(a + b)[0]", "(a + b)[0]"),
        # a formula never rounds
        ("0.999999", "0.999999"),
        ("2.0 * x", r"2 \cdot x"),
        ("1e-08", "10^{-8}"),
        ("1e-08**2", "(10^{-8})^2"),
        ("x / 2.5e-07", r"\frac{x}{2.5 \cdot 10^{-7}}"),
        ("2.5e-07**2", r"(2.5 \cdot 10^{-7})^2"),
        ("1e+20", "10^{20}"),
        ("True", r"\mathrm{True}"),
        # a sum reaches over the factors after it
        ("np.sum(a * b)", r"\sum a \cdot b"),
        ("np.sum(a) * b", r"\left( \sum a \right) \cdot b"),
        ("a * np.sum(b)", r"a \cdot \sum b"),
        ("a * np.sum(b) * c", r"\left( a \cdot \sum b \right) \cdot c"),
        ("np.sum(a + b)", r"\sum (a + b)"),
        ("np.sum(a) + b", r"\sum a + b"),
        ("np.sum(a) ** 2", r"\left( \sum a \right)^2"),
        ("-np.sum(a)", r"-\sum a"),
        ("(-np.sum(a)) * b", r"\left( -\sum a \right) \cdot b"),
        ("np.sum(-a)", r"\sum (-a)"),
        # a matrix product is read before a product of elements
        ("a @ b * c", r"a \, b \cdot c"),
        ("a * b @ c", r"(a \cdot b) \, c"),
        ("a @ (b * c)", r"a \, (b \cdot c)"),
        ("a * (b * c)", r"a \cdot (b \cdot c)"),
        ("a @ (b @ c)", r"a \, (b \, c)"),
        # a minus after a sign, powers of powers, of roots and of fractions
        ("a - -b", "a - (-b)"),
        ("a - (b - c)", "a - (b - c)"),
        ("a * -b", r"a \cdot (-b)"),
        ("-(-a)", "-(-a)"),
        ("+a", "a"),
        ("-(a**2)", "-a^2"),
        ("(-a) ** 2", "(-a)^2"),
        ("a**b**c", "a^{b^c}"),
        ("(a**b) ** c", "(a^b)^c"),
        ("(a / b) ** 2", r"\left( \frac{a}{b} \right)^2"),
        ("np.exp(a) ** 2", "(e^a)^2"),
        ("var**2", r"(\sigma^2)^2"),
        ("da_dz**2", r"\left( \frac{da}{dz} \right)^2"),
        ("x.T**2", r"(x^\top)^2"),
        ("(x + y).T", r"(x + y)^\top"),
        ("(a < b) == c", "(a < b) = c"),
    ],
)
def test_a_formula_is_typeset_as_the_field_writes_it_and_means_what_the_code_does(
    source: str, expected: str
) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m_hat", r"\hat m"), ("w_bar", r"\bar w"), ("x_tilde", r"\tilde x"), ("beta1", r"\beta_1"),
        ("x10", "x_{10}"), ("beta1_hat", r"\hat \beta_1"), ("var", r"\sigma^2"),
        ("var_hat", r"\hat \sigma^2"), ("lr", r"\alpha"), ("eps", r"\epsilon"), ("lam", r"\lambda"),
        ("delta_w", r"\Delta w"), ("delta_w_hat", r"\Delta \hat w"), ("Sigma", r"\Sigma"),
        ("dw1", "dw_1"), ("dgamma", r"d\gamma"), ("dvar", r"d\sigma^2"), ("dx_hat", r"d\hat x"),
        ("da_dz", r"\frac{da}{dz}"), ("J_plus", "J_+"), ("J_minus", "J_-"),
        ("L_inf", r"L_{\infty}"), ("x_test", r"x_{\mathrm{test}}"), ("x_t", "x_t"),
        ("running_mean", r"\mathrm{running\_mean}"), ("J", "J"), ("layer2", r"\mathrm{layer2}"),
        ("x1_test", r"\mathrm{x1\_test}"),

    ],
)  # fmt: skip
def test_a_name_is_typeset_as_the_field_writes_it(name: str, expected: str) -> None:
    assert typeset_symbol(name) == expected


# Matrices, so that a product of elements, a matrix product, an axis and a transpose all give
# different numbers.
VALUES = {
    "a": np.array([[1.5, -0.5], [2.0, 0.25]]),
    "x": np.array([[0.5, 3.0], [-1.0, 2.0]]),
    "beta1": np.array([[0.9, 0.1], [0.3, -2.0]]),
    "m_hat": np.array([[0.7, 1.1], [-0.4, 0.6]]),
    "var": np.array([[1.25, 0.75], [2.25, 0.5]]),
    "dgamma": np.array([[-0.2, 0.8], [1.2, 0.4]]),
    "da": np.array([[2.0, 3.0], [5.0, 7.0]]),
    "dz": np.array([[0.5, 0.25], [4.0, -2.0]]),
    "x_test": np.array([[3.5, 0.2], [0.1, 1.0]]),
    "running_mean": np.array([[1.0, 2.0], [3.0, 4.0]]),
}
VALUES["da_dz"] = VALUES["da"] / VALUES["dz"]
LETTERS = {
    r"\beta_1": "beta1", r"\hat m": "m_hat", r"\sigma^2": "var", r"d\gamma": "dgamma", "da": "da",
    "dz": "dz", r"x_{\mathrm{test}}": "x_test", r"\mathrm{running\_mean}": "running_mean",

}  # fmt: skip
LEAVES = st.one_of(
    st.sampled_from(sorted(VALUES)), st.sampled_from(["1.0", "2.0", "0.5", "12.0", "1e-05"])
)
FUNCTIONS = """
    np.sqrt({}) np.exp({}) np.abs({}) np.log({}) np.tanh({}) np.floor({}) np.sign({}) {}.T
    np.sum({}) np.prod({}) np.sum({},axis=0) np.sum({},axis=1) np.mean({}) np.mean({},axis=0)
    np.var({},axis=0,ddof=1) np.max({}) np.min({},axis=1)
""".split()


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(
            "({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/", "@", "%"]), inner
        ),
        st.builds("({} {} {})".format, inner, st.sampled_from("*/@"), inner),
        st.builds(
            "({} ** {})".format, inner, st.one_of(st.sampled_from(["2.0", "-1.0", "beta1"]), inner)
        ),
        st.builds("(-{})".format, inner),
        st.builds(
            lambda function, one: function.format(f"({one})"), st.sampled_from(FUNCTIONS), inner
        ),
        st.builds("np.maximum({}, {})".format, inner, inner),
        st.builds(
            "np.where({} {} {}, {}, {})".format,
            inner,
            st.sampled_from(["<", ">="]),
            inner,
            inner,
            inner,
        ),
    )


TREES = larger(LEAVES | larger(LEAVES | larger(LEAVES)))


def computed(compute: Callable[[], object]) -> np.ndarray | str:
    """Return the numbers, or "no number" where shapes do not fit or a truth value is subtracted."""
    try:
        with np.errstate(all="ignore"):
            return np.asarray(compute())
    except (ArithmeticError, ValueError, TypeError, AttributeError):
        return "no number"


@settings(max_examples=examples(400), deadline=None)
@given(TREES)
def test_what_is_typeset_read_as_a_person_reads_it_gives_the_numbers_of_the_code(
    source: str,
) -> None:
    right = computed(lambda: eval(source, {"np": np} | VALUES))
    assume(not isinstance(right, str))  # what the code cannot compute has no value to compare
    text = shown(source)
    read = computed(lambda: LatexReader(text, LETTERS, VALUES).read())
    assert not isinstance(read, str), f"{source} is typeset as {text}"
    assert np.array_equal(right, read, equal_nan=True), f"{source} is typeset as {text}"


# Everything that a deck's code may say, with names and numbers that can be told apart in what is
# typeset.
NAMES = {
    "beta1": r"\beta_1", "m_hat": r"\hat m", "running_mean": r"\mathrm{running\_mean}",
    "Omega": r"\Omega", "x_test": r"x_{\mathrm{test}}", "da_dz": r"\frac{da}{dz}",
    "var": r"\sigma^2", "J_plus": "J_+",

}  # fmt: skip
NUMBERS = {"0.25": "0.25", "17": "17", "1e-05": "10^{-5}", "34.0": "34"}
ATOMS = st.sampled_from([*NAMES, *NUMBERS])
SHAPES = """
    {}+{} {}-{} {}*{} {}/{} {}@{} {}%{} {}//{} {}**{} -{} +{} {}<{}<{} {}=={} {}!={} {}[{}]
    {}[{}:{}] {}[:,{}] {}[::{},None] {}.T {}.shape {}.size [{},{}] ({},) np.sum({})
    np.sum({},axis={}) np.prod({},axis={},keepdims=True) np.exp({}) np.sqrt({}) np.abs({})
    np.ceil({}) np.log({}) np.var({},ddof={}) np.where({},{},{}) np.where({}) np.full({},{})
    max({},{}) len({})
""".split()


def built(shape: str, parts: list[str]) -> str:
    return shape.format(*(f"({part})" for part in parts))


CODE = st.recursive(
    ATOMS,
    lambda inner: st.sampled_from(SHAPES).flatmap(
        lambda shape: st.builds(
            built,
            st.just(shape),
            st.lists(inner, min_size=shape.count("{}"), max_size=shape.count("{}")),
        )
    ),
    max_leaves=12,
)


@settings(max_examples=examples(300), deadline=None)
@given(CODE)
def test_no_name_no_number_and_no_option_is_lost(source: str) -> None:
    text = shown(source)
    nodes = list(ast.walk(ast.parse(source)))
    words = [node.id for node in nodes if isinstance(node, ast.Name)]
    words += [repr(node.value) for node in nodes if isinstance(node, ast.Constant)]
    for written, latex in (NAMES | NUMBERS).items():
        assert text.count(latex) == words.count(written), f"{source} is typeset as {text}"
    for option in ("axis", "ddof"):
        assert text.count(rf"\mathrm{{{option}}}=") == source.count(f"{option}=")


def balanced(text: str) -> bool:
    """Say whether braces, \\left and \\right, \\begin and \\end close in order."""
    pairs = {"}": "{", r"\right": r"\left", r"\end": r"\begin"}
    opened: list[str] = []
    for token in re.findall(r"\\[A-Za-z]+|\\.|[{}]", text, re.DOTALL):
        if token in pairs.values():
            opened.append(token)
        elif token in pairs and (not opened or opened.pop() != pairs[token]):
            return False
    return not opened


@settings(max_examples=examples(300), deadline=None)
@given(CODE)
def test_everything_that_opens_closes_and_the_learners_terminal_can_show_it(source: str) -> None:
    text = shown(source)
    assert balanced(text), text
    commands = set(re.findall(r"\\([A-Za-z]+|.)", text))
    assert commands <= KNOWN_COMMANDS | {"\\"}
    if "begin" not in commands:  # a choice needs two lines, which plain text has not
        assert unicode_formula(text)


@settings(max_examples=examples(300), deadline=None)
@given(st.text(min_size=1, max_size=20))
def test_a_text_in_the_code_cannot_leave_its_word_its_code_span_or_its_cell(words: str) -> None:
    text = typeset(ast.Compare(ast.Name("x"), [ast.Eq()], [ast.Constant(words)]))
    assert text.startswith(r"x = \mathrm{")
    assert balanced(text)
    assert not re.search(r"[|`\n\r^]|(?<!\\)[$%#&_]", text)
    commands = set(re.findall(r"\\([A-Za-z]+|.)", text)) - {"mathrm"}
    assert commands <= {*"_#$%&{} ", "sim", "vert"}


@pytest.mark.parametrize(
    "source",
    ["lambda q: q | 1", "f'{x:`>3}'", "[i for i in x if i not in y]", "x ^ y", "x << 2", "(*x, y)"],
)
def test_what_mathematics_has_no_sign_for_stands_there_as_code(source: str) -> None:
    text = shown(source)
    assert balanced(text)
    assert not re.search(r"[|`^]", text)
    assert unicode_formula(text)


@pytest.mark.parametrize(
    "shape", ["a ** ({})", "a * ({})", "np.sqrt({})", "-({})", "np.exp({})", "a @ ({})"]
)
@pytest.mark.parametrize("write", [formula, typeset])
def test_a_deep_formula_is_written_without_going_through_it_twice_at_every_level(
    shape: str, write: Callable[[ast.expr], str]
) -> None:
    source = "x"
    for _ in range(28):  # a deck's code may nest 30 deep; 2²⁸ visits would take minutes
        source = shape.format(source)
    assert write(ast.parse(source, mode="eval").body)
