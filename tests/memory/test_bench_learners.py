"""The learners that the plan is measured on follow their laws, each against plain arithmetic."""

import numpy as np
import pytest

from bench import learners as laws
from quizcards.memory import fsrs

ALL, ONE = np.ones((1, 1), dtype=bool), [3]


def test_what_was_never_seen_is_not_recalled() -> None:
    for law in laws.LAWS:
        assert law([1, 2], 5).recall(4).tolist() == [[0.0] * 5] * 2


def test_the_same_learner_is_drawn_whoever_else_is_measured() -> None:
    for law in laws.LAWS:
        alone, among = law([7], 3), law([5, 7], 3)
        for who in (alone, among):
            who.ask(0, np.ones(who.seen.shape, dtype=bool), np.ones(who.seen.shape, dtype=bool))
        assert alone.recall(6)[0] == pytest.approx(among.recall(6)[1])


def test_actr_sums_traces_whose_decay_rises_with_the_activation_they_were_laid_at() -> None:
    who = laws.Actr(ONE, 1)
    beta = who.beta.item()
    who.ask(0, ALL, ALL)
    # 0.025 of 86,400 seconds is 2,160 a day; the first trace meets no other
    m = beta + np.log((3 * 2160) ** -0.177)
    assert who.recall(3).item() == pytest.approx(1 / (1 + np.exp((-0.704 - m) / 0.255)))
    who.ask(3, ALL, ALL)
    later = beta + np.log((10 * 2160) ** -0.177 + (7 * 2160) ** -(0.177 + 0.217 * np.exp(m)))
    assert who.recall(10).item() == pytest.approx(1 / (1 + np.exp((-0.704 - later) / 0.255)))


def test_a_half_life_doubles_at_a_pass_and_halves_at_a_lapse_by_the_learners_own_powers() -> None:
    who = laws.HalfLife(ONE, 1)
    start, up, down = who.log_half.item(), who.up.item(), who.down.item()
    who.ask(0, ALL, ALL)
    assert who.recall(2).item() == pytest.approx(0.97 * 0.5 ** (2 / 2 ** (start + up)))
    who.ask(2, ALL, ~ALL)  # passed again on the same day
    assert who.recall(5).item() == pytest.approx(0.97 * 0.5 ** (3 / 2 ** (start + 2 * up - down)))


def test_a_power_law_flattens_most_when_recall_succeeds_late() -> None:
    who = laws.PowerLaw(ONE, 1)
    psi, growth = who.psi.item(), who.growth.item()
    who.ask(0, ALL, ALL)
    recall = 0.95 * 5**-psi
    assert who.recall(4).item() == pytest.approx(recall)
    who.ask(4, ALL, ALL)
    assert who.recall(9).item() == pytest.approx(
        0.95 * 6 ** -(psi * np.exp(-growth * (1.2 - recall)))
    )
    who.ask(9, ALL, ~ALL)
    assert who.psi.item() == pytest.approx(psi * np.exp(-growth * (1.4 - recall)))


@pytest.mark.parametrize("passed", [True, False])
def test_other_weights_move_a_memory_as_plain_floats_do(passed: bool) -> None:
    who = laws.OtherWeights(ONE, 1)
    w = [weight.item() for weight in who.w]
    s, d = w[2] * who.ease.item(), min(max(fsrs.first_difficulty(3, w), 1.0), 10.0)
    who.ask(0, ALL, ALL)
    assert who.recall(5).item() == pytest.approx(fsrs.retrievability(5, s, w))
    who.ask(5, ALL, ALL & passed)
    again, _, good, _ = fsrs.next_stabilities(s, d, 5, w)
    if not passed:
        good = fsrs.next_stabilities(again, fsrs.next_difficulty(d, 1, w), 0, w)[2]
    assert who.recall(9).item() == pytest.approx(fsrs.retrievability(4, good, w))
