"""Reading numbers as people type them, and the tolerance that is shown before."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.quiz.numbers import BY_HAND, is_close, read, slips, tolerance
from quizcards.trace.notation import values
from tests.quiz.quiz_examples import written

size = st.floats(-1e12, 1e12)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5),
        ("+2", 2),
        ("-2", -2),
        ("−2", -2),
        ("－２．５", -2.5),
        ("–2", -2),
        ("1/3", 1 / 3),
        ("-1 / 3", -1 / 3),
        ("1/-4", -0.25),
        ("3⁄4", 0.75),
        ("1e-3", 0.001),
        ("1E+3", 1000),
        ("−1.5e−08", -1.5e-8),
        ("1,234", 1234),
        ("-1,234,567.5", -1234567.5),
        (" [0.25] ", 0.25),
        ("(7)", 7),
    ],
)
def test_one_number_is_read_however_it_is_written(typed: str, number: float) -> None:
    assert read(typed, ()) == (number,)


@pytest.mark.parametrize(
    "typed",
    [
        "1 2 3",
        "1,2,3",
        "1, 2, 3",
        "[1 2 3]",
        "[1, 2, 3]",
        "(1,2,3)",
        "1\n2\n3",
        "1;2;3",
        "[1][2][3]",
        "1，2、3",
    ],
)
def test_a_vector_is_read_with_any_brackets_and_separators(typed: str) -> None:
    assert read(typed, (3,)) == (1, 2, 3)


@pytest.mark.parametrize(
    "typed", ["1 2;3 4", "1,2\n3,4", "[[1, 2], [3, 4]]", "[[1 2] [3 4]]", "1 2 3 4", "(1,2),(3,4)"]
)
def test_a_matrix_is_read_by_rows(typed: str) -> None:
    assert read(typed, (2, 2)) == (1, 2, 3, 4)


def test_a_comma_parts_the_numbers_of_a_vector_and_groups_the_digits_of_a_number() -> None:
    assert read("1,234", (2,)) == (1, 234)
    assert read("1,234", ()) == (1234,)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "하나",
        "1/0",
        "nan",
        "inf",
        "1_000",
        "1e",
        "0x10",
        "1..2",
        "--1",
        "½",
    ],
)
def test_what_is_no_number_is_refused_with_the_words_that_were_typed(typed: str) -> None:
    with pytest.raises(QuizcardsError) as caught:
        read(typed, ())
    assert typed in str(caught.value)


@pytest.mark.parametrize("typed", ["1e999", "1e300/1e-300"])
def test_a_number_that_is_too_large_is_refused(typed: str) -> None:
    with pytest.raises(QuizcardsError, match="너무 큰 수"):
        read(typed, ())


def test_too_many_too_few_and_turned_rows_are_refused() -> None:
    with pytest.raises(QuizcardsError, match=r"수 3개를 써 주세요\. 2개를 읽었습니다: 1 2"):
        read("1 2", (3,))
    with pytest.raises(QuizcardsError, match=r"수 1개를 써 주세요\. 2개를"):
        read("0,5", ())
    with pytest.raises(QuizcardsError, match="2행 3열로"):
        read("1 2; 3 4; 5 6", (2, 3))


@given(size)
def test_every_number_that_python_or_the_screen_writes_is_read(number: float) -> None:
    assert read(repr(number), ()) == (number,)
    (shown,) = read(values(number), ())
    assert is_close(shown, number)


@given(st.lists(size, min_size=1, max_size=6))
def test_every_vector_that_python_or_the_screen_writes_is_read(numbers: list[float]) -> None:
    assert read(written(tuple(numbers)), (len(numbers),)) == tuple(numbers)
    assert all(map(is_close, read(values(tuple(numbers)), (len(numbers),)), numbers))


@given(st.text() | st.text("0123456789.,;/eE+-−[]() \n"), st.sampled_from([(), (1,), (3,), (2, 2)]))
def test_reading_never_breaks(text: str, shape: tuple[int, ...]) -> None:
    try:
        numbers = read(text, shape)
    except QuizcardsError:
        return
    assert len(numbers) == math.prod(shape)
    assert all(map(math.isfinite, numbers))


@pytest.mark.parametrize(
    ("given_number", "right", "agrees"),
    [
        (25450, 25450, True),
        (25451, 25450, False),  # within 0.2 %, yet a miscount
        (25450.0, 25450, True),
        (0.1 + 0.2, 0.3, True),
        (2.9999999999999996, 3, True),
        (2.999, 3, False),
        (2.999, 3.0, True),
    ],
)
def test_whole_numbers_must_be_exact(given_number: float, right: float, agrees: bool) -> None:
    assert is_close(given_number, right) is agrees


def test_what_is_computed_by_hand_may_be_one_percent_off_and_a_whole_number_still_not() -> None:
    assert is_close(0.991, 1.0, BY_HAND)
    assert not is_close(0.989, 1.0, BY_HAND)
    assert not is_close(999, 1000, BY_HAND)


def test_the_tolerance_is_told_before() -> None:
    also = "식으로 써도 됩니다(예: 3/2, √2, e^-1)."
    assert tolerance(0.5) == f"오차 0.2% 이내면 정답입니다. {also}"
    assert tolerance(0.5, BY_HAND) == f"오차 1% 이내면 정답입니다. {also}"
    assert tolerance(7) == "정수이므로 정확히 맞아야 합니다."
    assert tolerance((0.5, 1.0)) == f"수 2개를 차례로 씁니다. 오차 0.2% 이내면 정답입니다. {also}"
    assert (
        tolerance(((1, 2, 3), (4, 5, 6)))
        == "2×3 행렬을 씁니다. 줄은 ;으로 나눕니다. 정수이므로 정확히 맞아야 합니다."
    )


def test_a_slip_of_the_pen_is_a_sign_or_a_power_of_ten_or_a_miscount() -> None:
    assert [value for value, _ in slips((1.5, -2.0))] == [(-1.5, 2.0), (15.0, -20.0), (0.15, -0.2)]
    assert [value for value, _ in slips(7)] == [8, 6, 70]


def test_nothing_is_close_to_a_slip_that_no_float_holds() -> None:
    # ten times 1e308 is infinite, and 0.2 % of infinity would let every reply pass
    assert not is_close(5.0, math.inf)
    assert not is_close(1e308, -math.inf)
    assert [value for value, _ in slips(1e308)] == [-1e308, 1e307]
    assert [value for value, _ in slips((1e308, 1.0))] == [(-1e308, -1.0), (1e307, 0.1)]
