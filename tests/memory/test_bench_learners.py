"""The learners that the plan is measured on follow their laws, each against plain arithmetic."""

import numpy as np
import pytest

from bench import learners as laws
from bench import plan
from bench import unseen_learners as unseen
from bench.schedulers import RoundRobin
from quizcards.memory import fsrs

ALL, ONE = np.ones((1, 1), dtype=bool), [3]
EVERY_LAW = (*laws.LAWS, *unseen.UNSEEN_LAWS)


def test_what_was_never_seen_is_not_recalled() -> None:
    for law in EVERY_LAW:
        assert law([1, 2], 5).recall(4).tolist() == [[0.0] * 5] * 2


def test_the_same_learner_is_drawn_whoever_else_is_measured() -> None:
    for law in EVERY_LAW:
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


def test_dash_counts_what_was_asked_and_passed_in_each_window() -> None:
    who = unseen.Dash(ONE, 1)
    ability = who.ability.item()
    who.ask(0, ALL, ALL)
    who.ask(8, ALL, ~ALL)  # forgotten and passed again: asked twice, passed once
    in_week = 0.1255 * np.log(1 + 2) + 0.6039 * np.log(1 + 1)
    in_month = -0.1485 * np.log(1 + 3) + 0.572 * np.log(1 + 2)
    ever = 0.0933 * np.log(1 + 3) + 0.4801 * np.log(1 + 2)
    logit = ability + in_week + in_month + ever
    assert who.recall(12).item() == pytest.approx(1 / (1 + np.exp(-logit)))


def test_in_dash_mcm_what_counts_in_a_window_fades() -> None:
    who = unseen.DashMcm(ONE, 1)
    ability = who.ability.item()
    who.ask(0, ALL, ALL)
    fading = np.log1p(np.exp(-5 / np.array([1.9739, 16.0090, 129.8426])))
    logit = ability + np.array([0.4252 + 1.0056, -0.1527 + 0.6455, 0.1409 + 0.669]) @ fading
    assert who.recall(5).item() == pytest.approx(1 / (1 + np.exp(-logit)))


def test_sbd_is_the_closed_form() -> None:
    who = unseen.Sbd(ONE, 1)
    rho = np.exp((1.386926 + 2.803101) / 3)
    power = np.exp(who.alpha.item()) * np.exp(-1.393709) ** 0.529839
    stability = np.exp(-2.803101 + who.moved.item()) * rho**2
    brittle = np.exp(-0.886052 / 1.739235) * rho**-1.0  # a Good has g = 2
    who.ask(0, ALL, ALL)
    age = 4 ** (1 / 1.739235) + brittle * stability**0.5
    assert who.recall(4).item() == pytest.approx((1 + age / stability) ** -power)
    who.ask(4, ALL, ALL)
    longer = stability + age
    age = 9 ** (1 / 1.739235) + brittle * longer**0.5
    assert who.recall(13).item() == pytest.approx((1 + age / longer) ** -power)


@pytest.mark.parametrize("law", EVERY_LAW, ids=lambda law: law.name)
def test_the_plan_and_its_rivals_use_the_same_time(law: type[laws.Learners]) -> None:
    rival = plan.follow(law, [3], 10, 4, RoundRobin(1, plan.CARDS))
    planned = plan.follow_plan(law, 3, 10, 4)
    # what the last card takes too long
    assert abs(planned.used - rival.used).item() < 60 / (10 * 4 * 60)
