"""Korean text made comparable: letters, words, clauses, denial, and the nearest stretch.

The last is held to a brute-force search.
"""

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizcards.quiz.korean import (
    are_opposite,
    clauses,
    denies,
    letters,
    nearest,
    predicates,
    words,
)


def parts(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in clauses(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("이동 평균", "이동평균"),
        ("ReLU", "relu"),
        ("w₁ = x²", "w1=x2"),
        ("a − y", "a-y"),
        ("각", "각"),
        ("ＡＢ", "ab"),
        ("x·dz", "x dz"),
        ("é", "e"),
    ],
)
def test_what_is_written_alike_has_the_same_letters(one: str, other: str) -> None:
    assert letters(one).text == letters(other).text


def test_every_letter_knows_the_place_it_comes_from() -> None:
    assert letters("값, A").places == (0, 0, 0, 3)


def test_first_and_last_consonants_are_different_letters() -> None:
    assert letters("각").text[0] != letters("각").text[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("기울기의 반대 방향으로", ["기울기", "반대", "방향"]),
        ("가중치를 w로 나눈 값은", ["가중치", "w로", "나눈", "값은"]),
        ("ReLU를 쓴다", ["ReLU", "쓴다"]),
        ("데이터에만", ["데이터에만"]),
    ],
)
def test_particles_go_but_what_changes_the_meaning_stays(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("크면 발산하고 작으면 느리다", ["크면 발산하고", "작으면 느리다"]),
        ("0.25라서 작다. 그래서 준다", ["0.25라서", "작다.", "그래서", "준다"]),
        ("층에서 곱한다", ["층에서 곱한다"]),
        (
            "긴 문서 하나의 순서 정보와 최고 점수를 봐서 쓴다",
            ["긴 문서 하나의 순서 정보와 최고 점수를 봐서", "쓴다"],
        ),
        (
            "곱하지만 더하며 빼는데 나누니까 된다",
            ["곱하지만", "더하며", "빼는데", "나누니까", "된다"],
        ),
        ("평균이 아니라 분산, 즉 이것", ["평균이 아니라", "분산,", "즉 이것"]),
        ("W는 (현재 층, 이전 층), b는 열", ["W는 (현재 층, 이전 층),", "b는 열"]),
        ("...", []),
        ("", []),
    ],
)
def test_a_clause_ends_at_punctuation_and_at_connectives(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "쓰지 않는다",
        "못 한다",
        "없이 한다",
        "아닙니다",
        "안 쓴다",
        "쓰면 안된다",
        "does not",
        "doesn't",
    ],
)
def test_one_negation_denies(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize(
    "text",
    [
        "쓴다",
        "안정적이다",
        "동안 쓴다",
        "안에 둔다",
        "잘못 쓴다",
        "없으면 안 된다",
        "이뿐만 아니라",
        "그것만이 아니라",
        "notation",
    ],
)
def test_two_negations_and_words_that_only_look_like_one_do_not(text: str) -> None:
    assert not denies(text)


@cache
def distance(one: str, other: str) -> int:
    """The Levenshtein distance, by its definition."""
    if not one or not other:
        return len(one) + len(other)
    if one[0] == other[0]:
        return distance(one[1:], other[1:])
    return 1 + min(distance(one[1:], other[1:]), distance(one[1:], other), distance(one, other[1:]))


@given(word=st.text("abc", min_size=5, max_size=10), text=st.text("abc", max_size=24))
@example(word="abcab", text="abccab")
@example(word="abcab", text="aab")
@example(word="abcabcabc", text="abXabcXbcccccabcabXabc")
def test_the_nearest_stretch_is_as_near_as_any_that_begins_with_the_same_letter(
    word: str, text: str
) -> None:
    most = (len(word) - 1) // 4
    starts = [start for start, letter in enumerate(text) if letter == word[0]]
    longest = len(word) + most
    stretches = [
        text[start : start + length] for start in starts for length in range(1, longest + 1)
    ]
    fewest = min((distance(word, stretch) for stretch in stretches), default=99)
    found = nearest(word, text, most)
    assert (found is not None) == (fewest <= most)
    if found:
        assert text[found[0]] == word[0]
        assert distance(word, text[slice(*found)]) == fewest


def test_two_slips_are_found_when_two_are_allowed() -> None:
    assert nearest("abcdefghi", "xxabXdefgYixx", 2) == (2, 11)
    assert nearest("abcdefghi", "xxabXdefgYixx", 1) is None


@pytest.mark.parametrize(
    "text",
    [
        "멈추지 말고 간다",
        "규제를 걸지 마세요",
        "편향 보정은 생략합니다",
        "AdamW는 모릅니다",
        "안장점이 드뭅니다",
        "작아지지 않는다",
        "편향은 무시한다",
        "편향만 빼고 규제한다",
        "규제는 필요 없다",
        "수렴하기 어렵다",
        "크다고 하면 틀립니다",
    ],
)
def test_what_leaves_out_forbids_or_doubts_a_thing_denies_it(text: str) -> None:
    assert denies(text)


@pytest.mark.parametrize("text", ["평균을 빼고 나눈다", "위치와 상관없이 안다", "모르는 데이터"])
def test_words_that_only_look_like_leaving_out_do_not_deny(text: str) -> None:
    assert not denies(text)


def test_a_quotation_does_not_end_a_clause() -> None:
    assert parts("평균이라고 하는 것과 크다고 볼 수 없다") == [
        "평균이라고 하는 것과 크다고 볼 수 없다"
    ]
    assert parts("크고 작다") == ["크고", "작다"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("쓰지 않아 커진다", ["쓰지 않아", "커진다"]),
        ("편향이 없어 줄지 않는다", ["편향이 없어", "줄지 않는다"]),
        ("값을 줄여 준다", ["값을 줄여 준다"]),
        ("쓰지 않으면 안 된다", ["쓰지 않으면 안 된다"]),
        ("쓰지 않으면 커진다", ["쓰지 않으면", "커진다"]),
        ("이해 정도를 고려 중이다", ["이해 정도를 고려 중이다"]),
    ],
)
def test_a_predicate_ends_where_another_begins(text: str, expected: list[str]) -> None:
    assert [text[start:end].strip() for start, end in predicates(text)] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("과대적합", "과소적합"), ("최댓값", "최솟값"), ("크다", "작다"), ("overfit", "underfit")],
)
def test_opposites_are_known_whichever_comes_first(one: str, other: str) -> None:
    assert are_opposite(letters(one).text, letters(other).text)
    assert are_opposite(letters(other).text, letters(one).text)
    assert not are_opposite(letters(one).text, letters(one).text)
