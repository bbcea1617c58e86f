"""Korean text made comparable: letters, words, clauses, denial, and the nearest stretch.

The last is held to a brute-force search.
"""

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizcards.quiz.korean import clauses, denies, letters, nearest, words


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
            "곱하지만 더하며 빼는데 나누니까 된다",
            ["곱하지만", "더하며", "빼는데", "나누니까", "된다"],
        ),
        ("평균이 아니라 분산, 즉 이것", ["평균이 아니라", "분산,", "즉 이것"]),
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
