"""What must hold between the sequence demos, and between a demo and mathematics around it."""

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.gradient import gradients
from tests.sampling import every_seed


@every_seed
def test_what_bptt_adds_up_is_the_gradient_of_the_loss(seed: int) -> None:
    x, w, y = np.random.default_rng(seed).normal(size=(3, 3))
    run = demos.load("rnn-bptt").run({"x": x, "w_x": w[0], "w_h": w[1], "y": y[0]})
    found = gradients(run, "loss").inputs
    assert np.allclose(run["dw_x"], found["w_x"], rtol=1e-12)
    assert np.allclose(run["dw_h"], found["w_h"], rtol=1e-12)
    assert np.allclose(w[0] * run["d1"], np.asarray(found["x"])[0], rtol=1e-12)


@every_seed
def test_the_forget_gate_is_the_slope_of_the_cell_and_one_and_zero_keep_it(seed: int) -> None:
    x, h, c = np.random.default_rng(seed).normal(size=3)
    demo = demos.load("lstm-gru")
    run = demo.run({"x": x, "h0": h, "c0": c})
    assert np.isclose(gradients(run, "c1").inputs["c0"], run["f"], rtol=1e-12)
    kept = demo.run({"x": 0.0, "h0": 0.0, "c0": c, "b": [-90, 90, 0, 0]})
    assert kept["c1"] == c


@every_seed
def test_a_step_of_word2vec_follows_its_loss_down(seed: int) -> None:
    u, v, *N = np.random.default_rng(seed).normal(size=(6, 3))
    demo = demos.load("word2vec")
    run = demo.run({"v": v, "u": u, "N": N, "lr": 0.01})
    assert np.allclose(run["dv"], gradients(run, "loss").inputs["v"], rtol=1e-12)
    assert demo.run({"v": run["v"], "u": u, "N": N})["loss"] < run["loss"]


@every_seed
def test_forcing_the_teacher_changes_nothing_where_the_answer_is_ones_own_output(seed: int) -> None:
    P = np.random.default_rng(seed).dirichlet(np.ones(4), size=4)
    y = [0]
    for _ in range(3):
        y.append(int(np.argmax(P[y[-1]])))
    assert demos.load("seq2seq-teacher-forcing").run({"P": P, "y": np.array(y[1:])})["gap"] == 0


@every_seed
def test_a_step_of_word2vec_pulls_the_neighbour_and_pushes_every_fake(seed: int) -> None:
    demo = demos.load("word2vec")
    before = demo.run(demo.drawn(seed))
    after = demo.traced({**before.inputs, "v": before["v"]}, {})
    assert after["p"] > before["p"]
    assert np.all(np.asarray(after["q"]) < np.asarray(before["q"]))


@every_seed
def test_an_answer_that_is_the_likeliest_costs_more_after_ones_own_output(seed: int) -> None:
    demo = demos.load("seq2seq-teacher-forcing")
    assert demo.run(demo.drawn(seed))["gap"] > 0


def test_nothing_found_is_precision_recall_and_f1_of_zero() -> None:
    run = demos.load("text-preprocess-ner").run({"pred": np.zeros(6)})
    assert run["precision"] == run["recall"] == run["f1"] == 0


@every_seed
def test_precision_and_recall_change_places_with_the_answer_and_a_perfect_one_has_both(
    seed: int,
) -> None:
    demo = demos.load("text-preprocess-ner")
    drawn = demo.drawn(seed)
    run = demo.run(drawn)
    turned = demo.run({"gold": drawn["pred"], "pred": drawn["gold"]})
    assert (turned["precision"], turned["recall"]) == (run["recall"], run["precision"])
    assert demo.run({**drawn, "pred": drawn["gold"]})["f1"] == 1


@every_seed
def test_the_reference_itself_scores_one_and_a_uniform_model_has_its_vocabulary(seed: int) -> None:
    demo = demos.load("bleu-rouge-perplexity")
    drawn = demo.drawn(seed)
    uniform = np.full(len(drawn["p"]), 1 / (seed + 2))
    run = demo.run({**drawn, "candidate": drawn["reference"], "p": uniform})
    assert run["bleu"] == run["rouge"] == 1
    assert np.isclose(run["ppl"], seed + 2, rtol=1e-12)


@pytest.mark.parametrize("phi", [-0.9, -0.3, 0.4, 0.8])
def test_far_ahead_a_stationary_series_is_forecast_by_its_mean_and_its_variance(phi: float) -> None:
    run = demos.load("time-series").run({"phi": phi, "sigma": 2.0, "h": 500})
    assert np.isclose(run["forecast"], 10.0, rtol=1e-12)
    assert np.isclose(run["v"], 4 / (1 - phi**2), rtol=1e-12)


@pytest.mark.parametrize("h", [1, 7, 30])
def test_a_random_walk_is_forecast_by_its_last_value_and_spreads_with_time(h: int) -> None:
    run = demos.load("time-series").run({"phi": 1.0, "sigma": 2.0, "h": h})
    assert run["forecast"] == 14.0
    assert run["v"] == 4 * h
