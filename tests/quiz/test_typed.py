"""Marks of typed answers: floors on labelled answers, and the rules of a suggestion."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import typed as bench
from quizcards.model import Glossary, Grade, KeyPoint, Term
from quizcards.quiz.lexicon import Lexicon
from quizcards.quiz.typed import (
    PointMark,
    State,
    alternative_problems,
    marks,
    proposed_grade,
)

COVERED, UNSURE, MISSED = State.COVERED, State.UNSURE, State.MISSED
CONTRARY = State.CONTRARY


labelled = pytest.mark.xdist_group("labelled answers")  # they are marked once, by one worker


def state(
    answer: str, *any_of: str, all_of: tuple[str, ...] = (), none_of: tuple[str, ...] = ()
) -> State:
    return marks(answer, [KeyPoint("핵심", any_of, all_of, none_of)])[0].state


# What the numbers promise


@pytest.mark.slow
@labelled
def test_with_groups_and_a_constant_chosen_on_other_cards_suggestions_keep_their_floors() -> None:
    found, _ = bench.left_out(grouped=True)
    precision, recall, _ = bench.quality(found)
    assert precision >= 0.95
    assert recall >= 0.83


@labelled
@pytest.mark.parametrize(
    ("answers", "grouped", "least_precision", "least_recall"),
    [
        ("answers", True, 0.95, 0.83),
        ("answers", False, 0.9, 0.7),
        ("unseen", True, 0.9, 0.64),
        ("unseen", False, 0.8, 0.6),
    ],
)
def test_suggestions_keep_their_floors(
    answers: str, grouped: bool, least_precision: float, least_recall: float
) -> None:
    precision, recall, _ = bench.quality(bench.count(answers, grouped))
    assert precision >= least_precision
    assert recall >= least_recall


@pytest.mark.slow
@labelled
def test_the_tables_of_the_documentation_are_those_measured() -> None:
    assert bench.tables() in bench.DOC.read_text(encoding="utf-8"), (
        "run bench/typed.py to write them anew"
    )


@labelled
def test_the_numbers_in_the_text_of_the_documentation_are_those_of_its_tables() -> None:
    text = bench.DOC.read_text(encoding="utf-8")
    sizes = {
        answers: sum(len(card[answers]) for card in bench.CARDS)
        for answers in ("points", "answers", "unseen")
    }
    assert f"카드 {len(bench.CARDS)}장의 핵심 {sizes['points']}개" in text
    for name, answers in (("처음 답", "answers"), ("새 답", "unseen")):
        assert f"'{name}'은 {sizes[answers]}개(핵심 {bench.count(answers, True).total()}개)" in text
    free, wrong = (
        bench.count("unseen", grouped=True, kind=kind) for kind in ("paraphrase", "wrong")
    )
    said = sum(free[state, True] for state in State)
    assert f"새 답에서 {said}개 가운데 {said - free[State.COVERED, True]}개를 놓쳤습니다" in text
    unsaid = sum(wrong[state, False] for state in State)
    assert (
        f"말하지 않은 핵심 {unsaid}개 가운데 {wrong[State.COVERED, False]}개가 그랬습니다" in text
    )


# Which words count


def test_spaces_case_particles_and_order_do_not_count() -> None:
    for said in (
        "이동평균을 쓴다",
        "평균은 이동 평균",
        "이동  평균",
        "이동의 평균",
        "평균을 이동하며 구한다",
    ):
        assert state(said, "이동 평균") is COVERED, said
    for said in ("Batch Mean", "BATCHMEAN", "mean of the batch"):
        assert state(said, "batch mean") is COVERED, said


def test_words_of_different_clauses_do_not_make_a_phrase() -> None:
    assert state("기울기를 구하고 제곱은 하나도 안 쓴다", "기울기 제곱") is not COVERED
    assert state("기울기를 구한다. 오차를 제곱한다", "기울기 제곱") is not COVERED
    for said in (
        "평균을 빼고 표준편차로 나눈다",
        "표준편차로 나눈 평균 빼고",
        "먼저 평균을 빼고 표준편차로 나누며 끝난다",
    ):
        assert state(said, "평균을 빼고 표준편차") is COVERED, said


@pytest.mark.parametrize("typed", ["절댓깂", "절대값", "절댓갑", "절댓값들"])
def test_a_slip_of_the_keyboard_is_forgiven_in_a_long_word(typed: str) -> None:
    assert state(f"{typed}을 더한다", "절댓값") is COVERED


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        ("L2는 희소하다", "L1 희소"),
        ("100으로 만든다", "0으로"),
        ("0.25로 만든다", "0"),
        ("1로 만든다", "0으로 만든다"),
        ("GELU를 쓴다", "ReLU"),
        ("GELU를 쓴다", "ELU"),
        ("SGDW를 쓴다", "SGD"),
        ("해소된다", "희소"),
        ("최솟값을 쓴다", "최댓값"),
        ("더 민감하다", "덜 민감"),
        ("덜 민감하다", "더 민감"),
        ("오늘 한다", "늘"),
        ("작으면 발산한다", "크면 발산"),
    ],
)
def test_a_letter_that_makes_another_word_of_it_is_no_slip(answer: str, phrase: str) -> None:
    assert state(answer, phrase) is not COVERED


def test_a_stem_meets_its_endings() -> None:
    assert [
        state(said, "추론 끄")
        for said in ("추론할 때 끕니다", "추론에서는 끈다", "추론하면 끄고 잔다")
    ] == [COVERED] * 3


def test_a_formula_counts_only_as_it_is_written() -> None:
    assert state("그래서 dz=a−y이다", "dz = a - y") is COVERED
    assert state("그래서 dz = y - a이다", "dz = a - y") is MISSED
    assert state("dw₁ = x₁dz", "dw1 = x1 dz") is COVERED


def test_a_key_point_without_alternatives_is_known_by_its_own_words() -> None:
    points = [KeyPoint("편향 보정을 한다"), KeyPoint("지름길", all_of=("입력", "출력", "더해"))]
    assert [mark.state for mark in marks("출력에 입력을 더해 주고 편향도 보정을 한다", points)] == [
        COVERED,
        COVERED,
    ]


# Denial, and words that must or must not be there


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("이동 평균을 쓴다", COVERED),
        ("이동 평균을 쓰지 않는다", UNSURE),
        ("이동 평균은 없다", UNSURE),
        ("안 이동 평균", UNSURE),
        ("이동 평균을 쓰면 안 된다", UNSURE),
        ("배치 통계를 쓰지 않고 이동 평균을 쓴다", COVERED),
        ("이동 평균이 아니라 배치 통계를 쓴다", UNSURE),
        ("이동 평균을 쓰지 않으면 안 된다", COVERED),
        ("이동 평균뿐만 아니라 분산도 쓴다", COVERED),
        ("학습 동안 이동 평균을 모은다", COVERED),
        ("이동 평균을 잘못 구하기 쉽다", COVERED),
        ("배치 통계는 쓰지 않는다. 이동 평균을 쓴다", COVERED),
    ],
)
def test_a_denial_counts_in_its_own_clause(answer: str, expected: State) -> None:
    assert state(answer, "이동 평균") is expected


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        ("XOR처럼 직선으로 못 가르는 문제도 푼다", "XOR 푼"),
        ("별표는 행렬곱 아니고 원소별 곱이다", "별표|asterisk 원소"),
        ("볼록이라 로컬 미니멈 걱정이 없다", "볼록|그릇 걱정|없"),
        ("최대가 0.25밖에 안 된다", "최대 0.25"),
        ("한 층이나 다름없다", "한 층"),
        ("베타 외에는 아무것도 남지 않는다", "베타|절편 남"),
    ],
)
def test_a_denial_of_something_else_leaves_what_is_said(answer: str, phrase: str) -> None:
    assert state(answer, phrase) is COVERED


def test_a_denial_of_a_part_turns_what_is_said() -> None:
    assert state("직선으로 가르지 못하는 문제가 있다", "직선 가르 문제") is UNSURE
    assert state("경계는 꺾이는 곳이 없는 곡선이다", "꺾이 곡선") is UNSURE


def test_a_denial_can_be_the_right_answer() -> None:
    assert state("초깃값에 민감하지 않다", "민감하지 않") is COVERED
    assert state("초깃값에 민감하다", "덜 민감", "민감하지 않") is not COVERED
    assert state("초깃값에 덜 민감하다", "덜 민감", "민감하지 않") is COVERED


def test_words_that_must_or_must_not_be_there_are_looked_for_in_the_same_clause() -> None:
    swapped, right = "L2는 희소하게 하고 L1은 작게 한다", "L1은 희소하게 하고 L2는 작게 한다"
    assert [state(said, "희소", none_of=("L2",)) for said in (right, swapped)] == [COVERED, UNSURE]
    assert [state(said, "희소", all_of=("L1",)) for said in (right, swapped)] == [COVERED, UNSURE]
    assert state("추론 때 전부 켠다", "전부", all_of=("추론", "켠")) is COVERED
    assert state("추론 때 전부 끈다", "전부", all_of=("추론", "켠")) is UNSURE


def test_one_way_of_several_to_say_a_word_is_enough_in_neighbouring_clauses() -> None:
    diverges = "학습률|보폭 크면|클수록 발산|지나"
    for said in ("학습률이 크면 발산한다", "보폭은 클수록 나빠서, 결국 최솟점을 지나친다"):
        assert state(said, diverges) is COVERED, said
    for said in ("학습률이 작으면 발산한다", "학습률이 크다. 그래도 된다. 발산하지"):
        assert state(said, diverges) is not COVERED, said
    assert state("학습률이 크면 발산하지 않는다", diverges) is UNSURE
    assert state("|w|의 합", "|w|의 합") is COVERED


def test_words_with_several_ways_may_spread_over_three_clauses_of_one_sentence() -> None:
    diverges = "학습률|보폭 크면|클수록 발산|지나"
    assert state("학습률이 문제인데, 너무 크면 넘어가고, 결국 발산합니다", diverges) is COVERED
    assert (
        state("학습률이 문제입니다. 너무 크면 넘어가고, 결국 발산합니다", diverges) is not COVERED
    )


def contrary(answer: str, *said: str) -> list[State]:
    points = [KeyPoint("느리다", ("작으면 느리",), contrary=said), KeyPoint("보폭", ("보폭을 정",))]
    return [mark.state for mark in marks(answer, points)]


def test_after_the_contrary_of_a_key_point_none_is_more_than_worth_a_look() -> None:
    right = "보폭을 정하는데, 작으면 느리다"
    assert contrary(right, "크면|클수록 느리|오래") == [COVERED, COVERED]
    for said in ("크면 오래 걸린다", "클수록 수렴이 느리다"):
        assert contrary(f"{right}. {said}", "크면|클수록 느리|오래") == [CONTRARY, UNSURE], said


def test_who_says_three_points_whole_is_not_taken_to_have_the_rest_wrong() -> None:
    points = [KeyPoint(word, (word,)) for word in ("보폭", "진동", "웜업")]
    answer = "보폭이다, 진동한다, 웜업한다, 크면 느리다"
    wrong = KeyPoint("느리다", ("작으면 느리",), contrary=("크면 느리",))
    assert [mark.state for mark in marks(answer, [*points, wrong])] == [COVERED] * 3 + [UNSURE]
    assert [mark.state for mark in marks(answer, [*points[:2], wrong])][2] is CONTRARY


def test_a_single_point_in_few_ways_among_other_words_is_for_a_look() -> None:
    ways = tuple(f"{word} 느리" for word in ("작으면", "작게", "수렴", "학습", "훨씬"))
    points = [KeyPoint("작으면 느리다", ways), KeyPoint("크면 발산한다", ("발산",))]
    assert marks("작으면 느리다", points)[0].state is COVERED
    among = "보통은 모델이 작으면 그만큼 느리다"
    assert marks(among, points)[0].state is UNSURE
    assert [mark.state for mark in marks(f"{among}, 크면 발산한다", points)] == [COVERED] * 2
    assert (
        marks("보통은 모델이 작으면 그만큼 수렴도 학습도 훨씬 느리다", points)[0].state is COVERED
    )
    assert marks(among, [KeyPoint("작으면 느리다", ways[:1])])[0].state is COVERED


def test_the_words_that_say_the_contrary_are_the_spans_of_its_point() -> None:
    answer = "보폭을 정하는데, 크면 수렴이 느리다"
    found = marks(answer, [KeyPoint("느리다", ("작으면 느리",), contrary=("크면|클수록 느리",))])
    assert [answer[start:end] for start, end in found[0].spans] == ["크면", "느리"]


@pytest.mark.parametrize(
    "said", ["느리면 크다", "크면 느리지 않다", "크면 발산하고 작으면 느리다", "커서 좋다"]
)
def test_the_contrary_is_told_in_its_order_in_one_clause_and_affirmed(said: str) -> None:
    assert contrary(f"보폭을 정한다. {said}", "크면|클수록 느리|오래")[1] is COVERED


@pytest.mark.parametrize(
    ("said", "contradicts"),
    [
        ("젤루보다 렐루가 느리다", "젤루 느리"),  # what something is compared with
        ("초기화에 덜 민감하다", "초기화 민감"),
        ("가중치가 커지는 걸 막는다", "가중치 커지"),
        ("w를 먼저 갱신하고 b를 구하면 안 된다", "w를먼저 갱신"),
        ("너무 크면 과적합 작으면 과소적합이다", "크면 과소적합"),  # the opposite is between
        ("x랑 상관 없지 않다", "x 상관없"),
        ("오버피팅을 막는 규제하고는 다르다", "오버피팅 막는"),
        ("w를 상수로 두고 구했더니 값이 안 맞았다", "w를 상수로 두고"),
    ],
)
def test_what_only_looks_like_the_contrary_is_not_held_against_an_answer(
    said: str, contradicts: str
) -> None:
    assert contrary(f"보폭을 정한다. {said}", contradicts)[1] is COVERED


def test_the_contrary_may_deny_however_its_denial_is_spaced() -> None:
    said = "보폭을 정한다. x랑 상관 없는 값이다"
    assert contrary(said, "값|x랑 상관없")[1] is UNSURE


@pytest.mark.parametrize(
    ("answer", "alternative"),
    [
        ("이동시켜서 갱신한다", "동시 갱신"),
        ("기울기를 제곱해 평균 낸다", "기울기 곱해"),
        ("da/dz=a(1-a)를 곱한다", "dz=a(1-a)|dz=a 곱"),
        ("RMS로 나눈다", "s로|v로 나눈"),
        ("√s로 나눈다", "s로|v로 나눈"),
    ],
)
def test_a_word_that_runs_inside_another_is_not_found(answer: str, alternative: str) -> None:
    assert state(answer, alternative) is not COVERED


def test_the_best_place_of_the_answer_counts() -> None:
    assert state("이동 평균을 쓰지 않는다. 아니다, 이동 평균을 쓴다", "이동 평균") is COVERED


def test_part_of_a_phrase_is_worth_a_look() -> None:
    mark = marks("데이터를 뒤집어 본다", [KeyPoint("증강", ("데이터를 뒤집어 증강",))])[0]
    assert (mark.state, mark.score < 1) == (UNSURE, True)
    assert state("사진", "데이터를 뒤집어 증강") is MISSED


def test_one_word_and_the_words_of_the_question_are_no_part_of_an_answer() -> None:
    point = [KeyPoint("가설 공간", ("가설 공간 모델 표현할 함수",))]
    answer = "가설 공간은 함수를 표현할 것입니다"
    assert marks(answer, point)[0].state is UNSURE
    question = "가설 공간은 어떤 함수를 표현할까요?"
    assert marks(answer, point, question=question)[0].state is MISSED
    assert marks("가설 공간 모델이 표현할 함수", point, question=question)[0].state is COVERED
    assert state("기울기를 구한다", "기울기 커") is MISSED


def test_the_end_of_one_word_and_the_beginning_of_the_next_are_no_word() -> None:
    assert state("미분값에 러닝레이트를 곱한다", "에러") is MISSED
    assert state("미니배치경사 하강법", "경사하강법") is COVERED


# What is shown


def test_the_spans_are_the_words_as_they_were_typed() -> None:
    answer = "음, 절댓깂을 벌점으로, 즉 Sparse  Model을 만든다"
    found = marks(
        answer, [KeyPoint("가", ("절댓값 벌점",)), KeyPoint("나", ("모형", "sparse model"))]
    )
    assert [[answer[start:end] for start, end in mark.spans] for mark in found] == [
        ["절댓깂", "벌점"],
        ["Sparse  Model"],
    ]


def test_an_answer_in_parts_of_syllables_is_read_like_any_other() -> None:
    points = [KeyPoint("가", ("이동 평균",)), KeyPoint("나", ("편향을 보정",))]
    answer = "이동 평균을 쓰고 편향은 보정하지 않는다"
    assert marks(unicodedata.normalize("NFD", answer), points) == marks(answer, points)


@given(answer=st.text(alphabet="가나다 이동평균않 안.0L1a-y\n못²ﬁ\u0301\u1100", max_size=40))
def test_any_text_can_be_marked_and_its_spans_lie_inside_it(answer: str) -> None:
    points = [
        KeyPoint("가 나", ("이동 평균", "a - y", "0", "가"), ("다",), ("L1",)),
        KeyPoint(".", ("...",)),
    ]
    for mark in marks(answer, points):
        assert all(
            0 <= start < end <= len(unicodedata.normalize("NFC", answer))
            for start, end in mark.spans
        )
        assert bool(mark.spans) == (mark.state is not MISSED) == (mark.score > 0)


@pytest.mark.parametrize(
    ("states", "grade"),
    [
        ([COVERED] * 4, Grade.GOOD),
        ([COVERED, COVERED, COVERED, MISSED], Grade.GOOD),
        ([COVERED, COVERED, UNSURE, MISSED], Grade.HARD),
        ([COVERED, MISSED], Grade.HARD),
        ([UNSURE] * 3, Grade.HARD),
        ([COVERED, MISSED, MISSED], Grade.AGAIN),
        ([COVERED, COVERED, COVERED, CONTRARY], Grade.AGAIN),
        ([MISSED], Grade.AGAIN),
        ([], Grade.AGAIN),
    ],
)
def test_the_proposed_grade_follows_the_share_of_key_points(
    states: list[State], grade: Grade
) -> None:
    points = [KeyPoint("핵심")] * len(states)
    assert proposed_grade([PointMark(each) for each in states], points) is grade


def test_a_point_that_is_nice_to_have_does_not_lower_the_grade_unless_all_are() -> None:
    must = KeyPoint("핵심")
    nice = KeyPoint("덤", nice=True)
    found = [PointMark(COVERED), PointMark(MISSED)]
    assert proposed_grade(found, [must, must]) is Grade.HARD
    assert proposed_grade(found, [must, nice]) is Grade.GOOD
    assert proposed_grade(found, [nice, must]) is Grade.AGAIN
    assert proposed_grade(found, [nice, nice]) is Grade.HARD


# What authors are told


def test_authors_are_told_which_alternatives_mislead() -> None:
    points = [
        KeyPoint("기울기의 이동평균", ("기울기의 이동 평균", "m")),
        KeyPoint("기울기 제곱의 이동평균", ("제곱의 이동평균", "기울기 제곱의 이동평균", "v값")),
    ]
    found = alternative_problems(points)
    assert [(problem.point, problem.alternative) for problem in found] == [
        (0, "m"),
        (1, "기울기 제곱의 이동평균"),
    ]
    assert "한 글자" in found[0].message
    assert "'기울기의 이동평균'" in found[1].message
    assert (
        alternative_problems(
            [KeyPoint(points[0].point, ("기울기의 이동 평균",), none_of=("제곱",)), points[1]]
        )
        == ()
    )


def test_authors_are_told_of_a_term_whose_blank_tears_a_group_apart() -> None:
    lexicon = Lexicon(Glossary((Term("오즈비", ("odds ratio",)),)))

    def told(alternative: str) -> list[str]:
        point = KeyPoint("오즈비가 커진다", (alternative,))
        return [problem.message for problem in alternative_problems([point], lexicon)]

    (message,) = told("오즈비|odds ratio 커|크")
    assert "'odds ratio'" in message
    assert "'oddsratio'" in message
    assert told("오즈비|oddsratio 커|크") == told("odds ratio 커") == []


def test_who_says_little_else_earns_no_point_by_words_that_a_false_statement_says_too() -> None:
    points = [
        KeyPoint("온도를 높이면 고르게 된다", ("온도 확률", "온도 고르게")),
        *(KeyPoint(word, (word,)) for word in ("사과나무", "복숭아", "자두나무")),
    ]
    false = ["온도를 높이면 확률이 뾰족해진다"]

    def first(answer: str) -> State:
        return marks(answer, points, falsehoods=false)[0].state

    assert first("온도가 확률을 바꿉니다") is UNSURE
    assert first("온도가 확률을 고르게 바꿉니다") is COVERED
    assert first("온도가 확률을 바꿉니다. 사과나무. 복숭아") is COVERED


def test_who_says_little_else_earns_no_point_by_what_is_said_of_the_subject_of_another() -> None:
    points = [KeyPoint("래퍼는 느리다", ("느리",)), KeyPoint("필터는 빠르다", ("빠르",))]

    def covered(answer: str) -> list[bool]:
        return [mark.state is COVERED for mark in marks(answer, points)]

    assert covered("래퍼는 느리고 필터는 빠릅니다") == [True, True]
    assert covered("필터는 느리고 래퍼는 빠릅니다") == [False, False]
    assert covered("이 방법은 느립니다") == [True, False]
