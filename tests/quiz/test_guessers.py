"""No question tells its answer by its form, and the guessers that say so can see where one does."""

import random

import numpy as np
import pytest

from bench import forms, questions
from bench.guessers import Learn, Puzzle, learn_rules, learn_weights, out_of_sample, share
from bench.puzzles import TITLES, by_symbols
from bench.questions import FEWEST, FORM_ONLY, MARGIN, asked, groups, luck, measured, seen, suits
from tests.sampling import IS_SEARCHING, some

CARDS = 30
EACH = 10
questions.SEEDS = 24 if IS_SEARCHING else 2


def cases() -> list[tuple[str, str]]:
    return [
        (group, guesser)
        for group in TITLES
        for guesser, guess in FORM_ONLY.items()
        if suits(guess, group)
    ]


@pytest.mark.slow
@pytest.mark.xdist_group("guessers")  # the questions are made once, by one worker
@pytest.mark.parametrize(("group", "guesser"), some(cases(), every=5))
def test_who_looks_at_the_form_only_is_hardly_better_than_chance(group: str, guesser: str) -> None:
    """Within 7 points of chance, on cards that the guesser was not taught on.

    What luck may give is let pass: the near end of the 95 % interval counts, not the rate itself.
    Below chance is no fault. Nothing is said of fewer than 100 questions.
    """
    if len(asked(group)) < FEWEST:
        pytest.skip("too few questions")
    found = measured(FORM_ONLY[guesser], group)
    assert found.low <= luck(group) + MARGIN, f"{found.mean:.1%}, chance {luck(group):.1%}"


@pytest.mark.slow
@pytest.mark.xdist_group("guessers")
@pytest.mark.skipif(not IS_SEARCHING, reason="`make contract` has the time")
def test_every_kind_is_measured_on_eight_seeds_a_card_or_more() -> None:
    assert {"ox", "choice-right", "choice-wrong", "value", "numeric", "order", "cloze"} <= {
        *groups()
    }
    for group in ("value", "numeric"):  # the others come to the same question again
        assert len(seen(group)) >= 8 * len({puzzle.card for puzzle in seen(group)})


def choices(telling: float) -> list[Puzzle]:
    """Questions of four options; the right one is the longest in that share of them."""
    rng = random.Random(1)
    made = []
    for i in range(CARDS * EACH):
        right = int(4 * rng.random())
        lengths = [10 * rng.random() for _ in range(4)]
        if rng.random() < telling:
            lengths[right] = 11.0
        made.append(
            Puzzle(
                str(i % CARDS),
                tuple({"length": length, "noise": rng.random()} for length in lengths),
                tuple(place == right for place in range(4)),
            )
        )
    return made


each_learner = pytest.mark.parametrize("learn", [learn_rules, learn_weights])


@each_learner
def test_a_guesser_sees_a_form_that_tells(learn: Learn) -> None:
    assert np.mean(out_of_sample(choices(1.0), learn)) == 1
    assert np.mean(out_of_sample(choices(0.5), learn)) > 0.5


@each_learner
def test_a_form_that_tells_nothing_is_worth_a_guess(learn: Learn) -> None:
    puzzles = choices(0.0)
    found = share(puzzles, out_of_sample(puzzles, learn))
    assert found.low <= 0.25 <= found.high


@each_learner
def test_a_guesser_is_taught_on_other_cards_only(learn: Learn) -> None:
    longest_in_one_card = [
        Puzzle(card, ({"length": 2.0}, {"length": 1.0}), (card == "odd", card != "odd"))
        for card in ("odd", *map(str, range(CARDS)))
    ]
    gained = out_of_sample(longest_in_one_card, learn)
    assert gained == [0.0] + [1.0] * CARDS


def test_options_that_tie_are_taken_by_chance_and_lines_as_they_are_shown() -> None:
    four = Puzzle("a", ({}, {}, {}, {}), (False, True, False, False))
    assert four.credit(np.zeros((4, 1))) == 0.25
    assert four.credit(np.array([[0.0], [1.0], [1.0], [0.0]])) == 0.5
    assert four.credit(np.array([[1.0, 0.0], [1.0, 2.0], [0.0, 9.0], [0.0, 0.0]])) == 1
    shown = Puzzle("a", ({}, {}, {}), before=((0, 1), (1, 2)))
    assert shown.credit(np.zeros((3, 1))) == 1
    assert shown.credit(np.array([[0.0], [2.0], [1.0]])) == 0
    assert shown.luck == pytest.approx(1 / 6)


def test_an_interval_counts_cards_where_their_questions_are_alike() -> None:
    puzzles = [Puzzle(str(i // EACH), ({}, {}), (True, False)) for i in range(4 * EACH)]
    alike = share(puzzles, [float(i // EACH < 2) for i in range(4 * EACH)])
    mixed = share(puzzles, [float(i % 2) for i in range(4 * EACH)])
    assert alike.mean == mixed.mean == 0.5
    # four means of 0 or 1: their standard error is sqrt(4/3 * 1/4) / sqrt(4)
    assert alike.high - alike.low == pytest.approx(1.0)
    assert mixed.high == mixed.low


def test_absolutes_particles_and_endings_are_seen_and_words_of_content_are_not() -> None:
    form = forms.sentence("드롭아웃은 항상 추론할 때도 유닛을 끈다", "드롭아웃은 무엇인가요?")
    assert form["절대적인 말"] == form["낱말:항상"] == form["조사:은"] == form["조사:을"] == 1
    assert form["-다로 끝남"] == form["어미:끈다"] == 1
    assert not any("유닛" in name for name in form if not name.startswith("글자:"))


def test_a_value_that_others_are_ten_times_or_minus_is_seen() -> None:
    right, ten, minus, other = forms.value_options(["0.5", "5", "−0.5", "7"], ["x = 7"], "w는?")
    assert right["다른 보기가 10배"] == right["다른 보기가 반대 부호"] == 1
    assert (right["다른 보기와 관계있음"], other["다른 보기와 관계있음"]) == (2, 0)
    assert ten["다른 보기가 10분의 1"] == 1
    assert (minus["음수"], other["입력과 같음"], right["입력과 같음"]) == (1, 1, 0)


def test_lines_are_followed_by_what_they_use() -> None:
    assert by_symbols(["L = (a − y)²", "a = σ(z)  (z를 지난 값)", "z = w·x + b"]) == [2, 1, 0]
    assert by_symbols(["w = w − α·dw", "dw = x·dz"]) == [1, 0]
