"""Arithmetic as people type it, and what is refused before it can take long."""

import math
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.quiz.calculator import MOST_CHARACTERS, MOST_DEPTH, rows
from quizcards.quiz.numbers import read


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.23/(1-0.81)", 0.23 / 0.19),
        ("√2", 2**0.5),
        ("sqrt(2)", 2**0.5),
        ("e^-1", 1 / math.e),
        ("exp(-1)", 1 / math.e),
        ("exp -1", 1 / math.e),
        ("3/2", 1.5),
        ("1/2/4", 0.125),
        ("1e-3", 0.001),
        ("2^3", 8),
        ("2**3", 8),
        ("2³", 8),
        ("10⁻³", 0.001),
        ("ln 2", math.log(2)),
        ("log(2)", math.log(2)),
        ("LN(2)", math.log(2)),
        ("tanh(0.5)", math.tanh(0.5)),
        ("sin(6)", math.sin(6)),
        ("cos(pi/3)", 0.5),
        ("π", math.pi),
        ("2π/3", 2 * math.pi / 3),
        ("2√3", 2 * 3**0.5),
        ("−2^2", -4),
        ("(-2)^2", 4),
        ("2^-1", 0.5),
        ("2^3^2", 512),
        ("2 - -1", 3),
        ("1 -2", -1),
        ("ln(2)^2", math.log(2) ** 2),
        ("２×（３＋４）÷７", 2),
        ("0.1 + 0.9·0.2", 0.28),
        ("(1+2", 3),
    ],
)
def test_an_expression_is_read_as_it_is_meant(typed: str, value: float) -> None:
    assert read(typed, ()) == pytest.approx((value,))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("1/2, √4, e^0", [[0.5, 2, 1]]),
        ("[1/2 √4 e^0]", [[0.5, 2, 1]]),
        ("1 -2 3", [[1, -2, 3]]),
        ("1 - 2 3", [[-1, 3]]),
        ("ln e 2 π/π", [[1, 2, 1]]),
        ("(1+1)/2 (3) 4", [[1, 3, 4]]),
        ("[[1/2, 2^2], [√9, -1]]", [[0.5, 4], [3, -1]]),
        ("1/2 4; 3 -1", [[0.5, 4], [3, -1]]),
        ("(1/2, 4), (3, -1)", [[0.5, 4], [3, -1]]),
    ],
)
def test_vectors_and_matrices_hold_expressions(typed: str, found: list[list[float]]) -> None:
    assert rows(typed, is_one=False) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("9**9**9", "너무 큰 수"),
        ("2^9999", "너무 큰 수"),
        ("1/1e400", "너무 큰 수"),
        ("exp(1000)", "너무 큰 수"),
        ("1/0", "0으로 나눌 수"),
        ("1/(2-2)", "0으로 나눌 수"),
        ("ln 0", "계산할 수 없는"),
        ("√-1", "계산할 수 없는"),
        ("(-8)^(1/3)", "계산할 수 없는"),
        ("0^-1", "계산할 수 없는"),
        ("(" * 50 + "1" + ")" * 50, f"{MOST_DEPTH}겹"),
        ("√" * 100 + "2", f"{MOST_DEPTH}겹"),
        ("1+" * 200 + "1", f"{MOST_CHARACTERS}자"),
        ("ln 2^3", "괄호로 묶어"),
        ("[1, 2)", "짝이 맞지"),
        ("log10(5)", "'log10' 대신"),
        ("x+1", "'x' 대신"),
        ("__import__('os')", "읽을 수 없습니다"),
        ("72.9%", "% 없이"),
        ("50 %", "% 없이"),
        ("[1]*2", "읽을 수 없습니다"),
        ("1-", "읽을 수 없습니다"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(QuizcardsError, match=said):
        rows(typed, is_one=True)


PARTS = ["1", "2.5", "e", "π", "√", "ln", "exp(", "(", ")", "[", "]", *"+-*/^,; ", "**", "²", "9^9"]


@given(st.lists(st.sampled_from(PARTS), max_size=200).map("".join), st.booleans())
def test_every_text_is_read_or_refused_at_once(text: str, is_one: bool) -> None:
    began = time.process_time()
    with suppress(QuizcardsError):
        assert all(math.isfinite(number) for row in rows(text, is_one) for number in row)
    assert time.process_time() - began < 0.5


@given(
    st.recursive(
        st.integers(1, 9).map(str),
        lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda parts: f"({parts[0]}{parts[1]}{parts[2]})"
        ),
        max_leaves=12,
    )
)
def test_arithmetic_comes_to_what_python_says(text: str) -> None:
    try:
        value = eval(text)
    except ZeroDivisionError:
        with pytest.raises(QuizcardsError):
            rows(text, is_one=True)
        return
    assert rows(text, is_one=True) == [[pytest.approx(value)]]
