"""Formulas, names and numbers in Unicode: nothing shown may mean something else than the code."""

import ast
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.trace.notation import formula, number, symbol, values
from tests.formulas import lines_of
from tests.sampling import examples
from tests.trace.unicode_reader import FUNCTIONS, outcome, read


def shown(source: str) -> str:
    return formula(ast.parse(source, mode="eval").body)


@pytest.mark.parametrize("name", demos.names())
def test_the_formulas_of_a_demo_are_as_someone_looked_at_them(
    name: str, golden: Callable[[str, str], None]
) -> None:
    demo = demos.load(name)
    right = [f"{symbol(line.target)} = {formula(line.formula)}" for line in lines_of(demo.function)]
    wrong = [f"✗ {symbol(mistake.name)} = {shown(mistake.formula)}" for mistake in demo.mistakes]
    golden(f"demos/{name}", "\n".join([*right, *wrong, ""]))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("m / (1 - beta1**t)", "m / (1 − β₁ᵗ)"),
        ("-lr * m_hat / (np.sqrt(v_hat) + eps)", "−α·m̂ / (√v̂ + ε)"),
        ("np.sum((x - mu) ** 2) / (np.size(x) - 1)", "∑((x − μ)²) / (size(x) − 1)"),
        ("W1.T @ x + b1", "W₁ᵀ @ x + b₁"),
        ("np.exp(-z)", "e⁻ᶻ"),
        ("1 / (1 + np.exp(-z))", "1 / (1 + e⁻ᶻ)"),
        ("np.exp(z - np.max(z))", "exp(z − max(z))"),
        ("np.abs(a - b)", "|a − b|"),
        ("np.maximum(z, 0)", "max(z, 0)"),
        ("np.log(p)", "ln(p)"),
        ("y <= 0", "y ≤ 0"),
        ("[a, b + 1]", "[a, b + 1]"),
        ("np.pi * r**2", "π·r²"),
        # what may not be lost: which axis, which convention
        ("np.var(x, ddof=1)", "var(x, ddof=1)"),
        ("np.sum(x, axis=0, keepdims=True)", "∑(x, axis=0)"),
        ("np.sqrt(x, out=y)", "sqrt(x, out=y)"),
        # one index, several, a slice
        ("x[0]", "x[0]"),
        ("x[i, j]", "x[i, j]"),
        ("x[[0, 1]]", "x[[0, 1]]"),
        ("x[y[0]]", "x[y[0]]"),
        ("x[1:]", "x[1:]"),
        ("x[t * B : (t + 1) * B]", "x[t·B:(t + 1)·B]"),
        ("x[:, ::-lr]", "x[:, ::−α]"),
        ("x.shape[0]", "x.shape[0]"),
        # a formula never rounds, and a whole number has no point
        ("1 - 0.999999", "1 − 0.999999"),
        ("x * 0.1234567", "x·0.1234567"),
        ("1e-08 + 2.0 * x", "1e−08 + 2·x"),
        ("1e-05**2", "(1e−05)²"),
        # · reads tighter than /, whatever Python's grammar says
        ("a / b * c", "(a / b)·c"),
        ("a * b / c", "a·b / c"),
        ("a / (b * c)", "a / (b·c)"),
        ("a / b / c", "(a / b) / c"),
        ("a / (b / c)", "a / (b / c)"),
        ("a @ b * c", "(a @ b)·c"),
        ("a * b @ c", "a·b @ c"),
        ("(a + b) % m", "(a + b) mod m"),
        ("a % m + b", "(a mod m) + b"),
        ("np.vstack((a, b + c))", "[a ; b + c]"),
        ("a // b", "⌊a / b⌋"),
        ("a // b * c", "⌊a / b⌋·c"),
        # a minus after a sign, powers of powers, roots of powers
        ("a - -b", "a − (−b)"),
        ("a - (b - c)", "a − (b − c)"),
        ("a * -b", "a·(−b)"),
        ("-(-a)", "−(−a)"),
        ("-(a / b)", "−(a / b)"),
        ("-(a**2)", "−a²"),
        ("(-a) ** 2", "(−a)²"),
        ("a**-1", "a⁻¹"),
        ("a**b**c", "a^(bᶜ)"),
        ("(a**b) ** c", "(aᵇ)ᶜ"),
        ("x ** (a * b)", "x^(a·b)"),
        ("0.25**layers", "0.25^layers"),
        ("x ** (a % b)", "x^(a mod b)"),
        ("np.sqrt(x) ** 2", "(√x)²"),
        ("np.sqrt(x**2)", "√(x²)"),
        ("np.sqrt(np.sqrt(x))", "√(√x)"),
        ("np.sqrt(var)", "√(σ²)"),
        ("var**2", "(σ²)²"),
        ("(x**2).T", "(x²)ᵀ"),
        ("x.T**2", "(xᵀ)²"),
        ("(x + y).T", "(x + y)ᵀ"),
        ("np.abs(np.abs(x) - y)", "abs(|x| − y)"),
        ("(a < b) == c", "(a < b) = c"),
        ("0 < lr <= 1", "0 < α ≤ 1"),
        ("a - +b", "a − b"),
        # a choice stands alone, or in parentheses
        ("np.where(z > 0, lr * z, 0)", "α·z if z > 0, else 0"),
        ("x if a < b else y", "x if a < b, else y"),
        ("np.where(c, a, b) * lr", "(a if c, else b)·α"),
        ("np.where(a, np.where(b, c, d), x)", "(c if b, else d) if a, else x"),
        ("np.maximum(np.where(c, a, b), 0)", "max((a if c, else b), 0)"),
        ("np.mean(np.where(c, a, b))", "mean(a if c, else b)"),
        ("np.mean(np.where(c, a, b), axis=0)", "mean((a if c, else b), axis=0)"),
        ("np.where(c)", "where(c)"),
        ("np.zeros(axis=0)", "zeros(axis=0)"),
        # a derivative is a quotient, and one of a square is not the square of one
        ("da * da_dz", "da·(da/dz)"),
        ("da_dz**2", "(da/dz)²"),
        ("dvar**2", "(dσ²)²"),
        ("2 * dvar / m", "2·dσ² / m"),
    ],
)
def test_a_formula_reads_as_mathematics_and_means_what_the_code_does(
    source: str, expected: str
) -> None:
    assert shown(source) == expected


NAMES = {
    "a": 1.5,
    "x": 2.5,
    "t": 3.0,
    "beta1": 0.9,
    "m_hat": 0.7,
    "var": 1.25,
    "lr": 0.1,
    "dvar": 1.75,
    "J_plus": 0.3,
}
NAMES |= {"da": 1.2, "dz": 0.8, "da_dz": 1.2 / 0.8}
LETTERS = {"β₁": "beta1", "m̂": "m_hat", "dσ²": "dvar", "σ²": "var", "α": "lr", "J₊": "J_plus"}
LEAVES = st.one_of(
    st.sampled_from(sorted(NAMES)), st.sampled_from(["1.0", "2.0", "0.5", "12.0", "1e-05"])
)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("*/"), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/%"), inner),
        st.builds(
            "({} ** {})".format,
            inner,
            st.one_of(st.sampled_from(["2.0", "t", "-1.0", "beta1"]), inner),
        ),
        st.builds("(-{})".format, inner),
        st.builds("{}({})".format, st.sampled_from(["np.sqrt", "np.abs", "np.exp", "g"]), inner),
    )


TREES = larger(LEAVES | larger(LEAVES | larger(LEAVES)))


@settings(max_examples=examples(250), deadline=None)
@given(TREES)
def test_what_is_on_screen_read_as_a_person_reads_it_gives_the_value_of_the_code(
    source: str,
) -> None:
    right = outcome(lambda: eval(source.replace("np.", ""), FUNCTIONS | NAMES))
    text = shown(source)
    assert outcome(lambda: read(text, NAMES, LETTERS)) == right, f"{source} reads {text}"
    assert not re.search(r"√\w+[²⁻ᵗˣᵃ]|/ [^ ()|]+ /|-", text), f"{text} can be read in two ways"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m_hat", "m̂"), ("w_bar", "w̄"), ("x_tilde", "x̃"), ("beta1", "β₁"), ("beta1_hat", "β̂₁"),
        ("var_hat", "σ̂²"), ("delta_w", "Δw"), ("delta_w_hat", "Δŵ"), ("lr", "α"), ("eps", "ε"),
        ("var", "σ²"), ("theta", "θ"), ("Sigma", "Σ"), ("x10", "x₁₀"),
        ("running_mean", "running_mean"), ("grad_hat", "grad_hat"), ("J", "J"),
        ("layer2", "layer2"), ("hat", "hat"), ("dgamma", "dγ"), ("dbeta", "dβ"), ("dmu", "dμ"),
        ("dvar", "dσ²"), ("dw1", "dw₁"), ("dx_hat", "dx̂"), ("da_dz", "da/dz"),
        ("dL_dw1", "dL/dw₁"), ("J_plus", "J₊"), ("J_minus", "J₋"), ("L_inf", "L_∞"),
        ("lam_max", "λ_max"), ("dw_batch", "dw_batch"), ("dw_decay", "dw_decay"),
        ("d_relu_dz", "d_relu_dz"), ("x1_test", "x1_test"), ("x_t", "xₜ"), ("d_relu", "d_relu"),
        ("delta", "δ"), ("deta", "dη"), ("decay", "decay"), ("d", "d"), ("momentum", "momentum"),

    ],
)  # fmt: skip
def test_a_name_is_written_as_the_field_writes_it(name: str, expected: str) -> None:
    assert symbol(name) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize("name", demos.names())
def test_no_two_names_of_a_demo_look_alike_and_none_like_eulers_number(name: str) -> None:
    demo = demos.load(name)
    all_names = {*demo.parameters, *(line.target for line in lines_of(demo.function))}
    symbols = [symbol(one) for one in all_names]
    assert len(set(symbols)) == len(symbols)
    assert "e" not in symbols


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"), (-0.0, "0"), (-1e-320 * 0, "0"), (2.0, "2"), (20.0, "20"), (0.1 + 0.2, "0.3"),
        (-0.5, "−0.5"), (1 / 3, "0.3333"), (2 / 3, "0.6667"), (0.99999, "1"), (1e-05, "1e−05"),
        (-1e-05, "−1e−05"), (123456.0, "1.235e+05"), (123456, "123456"), (-7, "−7"), (True, "참"),
        (False, "거짓"), (np.float64(0.25), "0.25"), ("sum", "sum"),
        (9.8765, "9.877" if f"{9.8765:.4g}" == "9.877" else "9.876"),

    ],
)  # fmt: skip
def test_a_number_is_written_as_a_person_writes_it(value: Any, expected: str) -> None:
    assert number(value) == expected


@settings(max_examples=examples(200), deadline=None)
@given(st.floats(-1e300, 1e300))
def test_a_number_keeps_four_digits_and_never_reads_minus_zero(value: float) -> None:
    text = number(value)
    assert "-" not in text
    assert text.strip("0.") != "−"
    read = float(text.replace("−", "-"))
    assert read == 0 == value or abs(read - value) <= 5.0001e-4 * abs(value) or abs(value) < 1e-300


def test_digits_can_be_asked_for() -> None:
    assert number(math.pi, 2) == "3.1"
    assert number(math.pi, 6) == "3.14159"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.array([1.0, -0.0, -2.5]), "[1 0 −2.5]"),
        (np.array([[1, 2], [3, 4]]), "[[1 2] [3 4]]"),
        (np.arange(6), "[0 1 2 3 4 5]"),
        (np.arange(7), "[0 1 2 3 4 5 …] (7)"),
        (np.zeros((2, 8)), "[[0 0 0 0 0 0 …] [0 0 0 0 0 0 …]] (2×8)"),
        (np.zeros((7, 1)), "[[0] [0] [0] [0] [0] [0] …] (7×1)"),
        (np.array(3.5), "3.5"),
        (np.array([]), "[]"),
        ((3, 4), "[3 4]"),
        ([0.5, [1, 2]], "[0.5 [1 2]]"),
        (2, "2"),
    ],
)
def test_an_array_is_written_on_one_line_and_what_is_left_out_is_marked(
    value: Any, expected: str
) -> None:
    assert values(value) == expected
