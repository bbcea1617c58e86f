"""What a reply is worth, and what is said about it."""

import pytest

from quizcards.errors import QuizcardsError
from quizcards.model import Grade
from quizcards.quiz.judge import judge, solution
from quizcards.quiz.numbers import BY_HAND
from quizcards.quiz.question import Blank, Choice, Number, Option, Order, Verdict, WrongValue

CHOICE = Choice(
    (
        Option("작다", "거꾸로입니다."),
        Option("크다", "그래서 큽니다."),
        Option("같다", "다릅니다."),
    ),
    right=1,
)
SPEED = Number(
    2.5,
    (WrongValue(0.4, "나누는 순서가 반대입니다."), WrongValue(5.0, "둘로 나누지 않았습니다.")),
    ("v = s / t = 2.5",),
)
VECTOR = Number((1.0, -2.0, 4.0), (WrongValue((1.0, 2.0, 4.0), "부호를 잊었습니다."),), ())
ORDER = Order(
    ("c = a + b", "a = 1", "b = 2"),
    before=((1, 0), (2, 0)),
    right=(1, 2, 0),
    notes=("", "", "둘째 입력"),
)
BLANK = Blank("____을 씁니다.", ("미니배치", "mini-batch"))


def test_a_right_choice_says_what_is_to_be_learnt() -> None:
    assert judge(CHOICE, "2") == judge(CHOICE, " 크다 ") == Verdict(1.0, ("그래서 큽니다.",))


def test_a_wrong_choice_says_why_and_what_is_right() -> None:
    assert judge(CHOICE, "1") == Verdict(
        0.0, ("거꾸로입니다.", "정답: 크다", "그래서 큽니다."), "거꾸로입니다."
    )


@pytest.mark.parametrize("reply", ["0", "4", "", "01", "-1", "²", "1 3", "모름"])
def test_a_choice_that_is_not_offered_is_refused(reply: str) -> None:
    with pytest.raises(QuizcardsError, match="1부터 3까지의 번호"):
        judge(CHOICE, reply)


def test_a_number_chooses_by_place_even_where_the_options_are_numbers() -> None:
    numbers = Choice((Option("3"), Option("1"), Option("2")), right=1)
    assert judge(numbers, "2").share == 1
    assert judge(numbers, "1").share == 0


def test_o_and_x_are_chosen_by_letter() -> None:
    assert [
        judge(Choice((Option("O"), Option("X")), right=1), reply).share
        for reply in ("x", "X", "o", "2")
    ] == [
        1,
        1,
        0,
        1,
    ]


def test_a_right_number_shows_the_working() -> None:
    assert judge(SPEED, "5/2") == Verdict(1.0, ("v = s / t = 2.5",))


def test_a_known_mistake_is_named() -> None:
    lines = judge(SPEED, "0.4").lines
    assert lines == ("나누는 순서가 반대입니다.", "정답: 2.5", "v = s / t = 2.5")


def test_an_unknown_wrong_number_shows_the_right_one_and_its_working() -> None:
    assert judge(SPEED, "3").lines == ("정답: 2.5", "v = s / t = 2.5")


@pytest.mark.parametrize(
    ("reply", "said"), [("-2.5", "부호가 반대"), ("25", "10배입니다"), ("1/4", "10분의 1입니다")]
)
def test_a_slip_is_named_and_wrong(reply: str, said: str) -> None:
    verdict = judge(SPEED, reply)
    assert verdict.share == 0
    assert said in verdict.lines[0]


def test_what_is_a_mistake_and_a_slip_is_called_a_mistake() -> None:
    both = Number(2.5, (WrongValue(-2.5, "기울기를 더했습니다."),), ())
    assert judge(both, "-2.5").lines[0] == "기울기를 더했습니다."


def test_an_expression_is_marked_by_its_value() -> None:
    assert judge(SPEED, "0.5/(1-0.8)").share == 1
    assert judge(VECTOR, "[ln e, -√4, 2^2]").share == 1


def test_what_a_question_allows_decides_of_a_number_and_of_a_mistake() -> None:
    by_hand = Number(2.5, (WrongValue(0.4, "나누는 순서가 반대입니다."),), (), BY_HAND)
    assert judge(by_hand, "2.52").share == 1
    assert judge(SPEED, "2.52").share == 0
    assert judge(by_hand, "0.403").lines[0] == "나누는 순서가 반대입니다."


def test_of_two_mistakes_that_are_near_each_other_the_one_that_was_met_is_named() -> None:
    near = (WrongValue(0.4, "하나."), WrongValue(0.403, "둘."))
    by_hand = Number(2.5, near, (), BY_HAND)
    assert judge(by_hand, "0.403").mistake == "둘."
    assert judge(by_hand, "0.4015").lines[:2] == ("하나.", "둘.")


def test_a_vector_is_marked_element_by_element() -> None:
    assert judge(VECTOR, "1 -2 4") == Verdict(1.0, ())
    partly = judge(VECTOR, "1 -3 5")
    assert partly.share == pytest.approx(1 / 3)
    assert partly.lines == ("3개 가운데 1개가 맞았습니다. 틀린 자리: 2, 3번째", "정답: [1 −2 4]")
    assert judge(VECTOR, "[1, 2, 4]").lines[0] == "부호를 잊었습니다."


def test_a_matrix_is_marked_element_by_element() -> None:
    matrix = Number(((1.0, 2.0), (3.0, 4.0)), (), ())
    assert judge(matrix, "1 2; 3 5").share == 0.75


@pytest.mark.parametrize("reply", ["2 3 1", "3 2 1", "231", "3,2,1", "2번, 3번, 1번", "2→3→1"])
def test_any_order_that_computes_the_same_is_right(reply: str) -> None:
    assert judge(ORDER, reply) == Verdict(1.0, ())


def test_a_wrong_order_names_a_pair_and_shows_one_that_is_right() -> None:
    assert judge(ORDER, "2 1 3") == Verdict(
        0.5,
        (
            "2번째에서 어긋났습니다: 1번보다 3번이 먼저입니다.",
            "정답: 2 3 1",
            "✓ 2  a = 1",
            "▶ 3  b = 2  (둘째 입력)",
            "· 1  c = a + b",
        ),
    )
    assert judge(ORDER, "1 2 3").share == 0


def test_the_right_order_that_is_shown_keeps_what_was_right_of_the_reply() -> None:
    # the author's order begins with a, but b first is as right
    assert judge(ORDER, "3 1 2").lines[1:] == (
        "정답: 3 2 1",
        "✓ 3  b = 2  (둘째 입력)",
        "▶ 2  a = 1",
        "· 1  c = a + b",
    )


def test_nothing_is_ticked_of_an_order_that_was_not_given() -> None:
    assert solution(ORDER)[1:] == ("· 2  a = 1", "· 3  b = 2  (둘째 입력)", "· 1  c = a + b")


@pytest.mark.parametrize("reply", ["", "1 2", "1 2 2", "1 2 3 4", "012", "가나다", "1 2 99999"])
def test_an_order_that_is_not_one_is_refused(reply: str) -> None:
    with pytest.raises(QuizcardsError, match="1부터 3까지의 번호를 한 번씩"):
        judge(ORDER, reply)


@pytest.mark.parametrize(
    "reply", ["미니배치", "미니 배치", "mini-batch", "Mini Batch", "minibatch.", "“미니배치”"]
)
def test_a_blank_is_filled_in_either_language_and_spacing(reply: str) -> None:
    assert judge(BLANK, reply).share == 1


def test_a_blank_filled_wrongly_shows_the_authors_word() -> None:
    assert judge(BLANK, "배치") == Verdict(0.0, ("정답: 미니배치",))


def test_a_blank_does_not_confuse_formulas() -> None:
    power = Blank("____", ("1-x",))
    assert judge(power, "1 − x").share == 1
    assert judge(power, "1x").share == 0


@pytest.mark.parametrize("reply", ["", "  ", "''"])
def test_an_empty_blank_is_refused(reply: str) -> None:
    with pytest.raises(QuizcardsError, match="빈칸"):
        judge(BLANK, reply)


def test_only_what_is_right_in_every_part_is_good() -> None:
    assert [Verdict(share, ()).grade for share in (1, 0.99, 0)] == [
        Grade.GOOD,
        Grade.AGAIN,
        Grade.AGAIN,
    ]


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        ("0.9", "보통 0.9"),
        ("3.16", "3.16배"),
        ("(n1, n0)", "(n₁, n₀)"),
        ("W_1", "W₁"),
        ("x^2", "x²"),
        ("평균 손실", "손실의 평균"),
        ("대칭", "대칭적"),
        ("10", "약 10스텝"),
    ],
)
def test_a_blank_is_filled_by_the_same_word_written_otherwise(reply: str, word: str) -> None:
    assert judge(Blank("____", (word,)), reply).share == 1


@pytest.mark.parametrize(("reply", "word"), [("0.8", "보통 0.9"), ("W₂", "W₁"), ("적", "법칙")])
def test_another_word_fills_no_blank(reply: str, word: str) -> None:
    assert judge(Blank("____", (word,)), reply).share == 0
