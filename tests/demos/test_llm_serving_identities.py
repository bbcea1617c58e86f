"""What must hold between the demos of serving, and between a demo and mathematics around it."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def causal_attention(X: Any, W_Q: Any, W_K: Any, W_V: Any, *, d_h: int) -> Any:
    """Return the outputs of all tokens at once, none of which sees what follows it."""
    outputs = []
    for columns in np.split(np.arange(np.shape(W_Q)[1]), np.shape(W_Q)[1] // d_h):
        S = (X @ W_Q[:, columns]) @ (X @ W_K[:, columns]).T / np.sqrt(d_h)
        E = np.exp(np.where(np.tri(len(X)) == 1, S, -np.inf))
        outputs.append(E / np.sum(E, axis=1, keepdims=True) @ (X @ W_V[:, columns]))
    return np.hstack(outputs)


@every_seed
@pytest.mark.parametrize("d_h", [1, 2, 4])
def test_decoding_with_a_cache_gives_what_the_whole_sequence_gives_at_once(
    seed: int, d_h: int
) -> None:
    rng = np.random.default_rng(seed)
    X, weights = rng.normal(size=(6, 3)), [rng.normal(size=(3, 4)) for _ in range(3)]
    whole = causal_attention(X, *weights, d_h=d_h)
    K, V = X[:1] @ weights[1], X[:1] @ weights[2]
    for t in range(1, 6):
        values = (X[t], K, V, *weights, d_h)
        names = ("x", "K0", "V0", "W_Q", "W_K", "W_V", "d_h")
        run = demos.load("kv-cache").run(dict(zip(names, values, strict=True)))
        K, V = run["K"], run["V"]
        assert np.allclose(run["y"], whole[t], rtol=1e-12, atol=1e-12)
        assert run["cache"] == np.size(K) + np.size(V)
    assert np.shape(K) == np.shape(V) == (6, 4)


def sampled(z: Any, **inputs: Any) -> Any:
    return demos.load("decoding-sampling").run({"z": z, **inputs})["Q"]


@every_seed
def test_all_that_cuts_nothing_is_the_softmax(seed: int) -> None:
    z = np.random.default_rng(seed).normal(size=6)
    softmax = np.exp(z) / np.sum(np.exp(z))
    for whole in ({"p": 1.0}, {"rule": "top_k", "k": 6}, {"rule": "min_p", "c": 0.0}):
        assert np.allclose(sampled(z, **whole), softmax, rtol=1e-12)


@every_seed
def test_the_one_best_token_and_a_temperature_near_zero_are_both_greedy(seed: int) -> None:
    z = np.random.default_rng(seed).permutation(6).astype(float)
    greedy = (z == np.max(z)).astype(float)
    assert np.array_equal(sampled(z, rule="top_k", k=1), greedy)
    assert np.allclose(sampled(z, T=0.01, p=1.0), greedy, atol=1e-12)


@every_seed
def test_the_nucleus_is_the_smallest_set_that_holds_p(seed: int) -> None:
    z = np.random.default_rng(seed).normal(size=6)
    P = np.exp(z) / np.sum(np.exp(z))
    kept = sampled(z, p=0.7) > 0
    assert np.sum(P[kept]) >= 0.7
    assert np.sum(P[kept]) - np.min(P[kept]) < 0.7


@pytest.mark.parametrize("d", [8, 100, 4096])
def test_the_roof_is_reached_where_the_two_times_are_the_same(d: int) -> None:
    demo, ridge = demos.load("prefill-decode-roofline"), 989 / 3.35
    for n in (1, 16, 256, 4096):
        run = demo.run({"n": n, "d": d})
        is_bound_by_memory = run["M"] / 3.35 > run["F"] / 989
        assert is_bound_by_memory == (run["A"] < ridge)
        assert (run["R"] == 989) == (not is_bound_by_memory)


def test_no_batch_makes_more_of_a_weight_than_the_width_allows() -> None:
    # n/(1 + 2n/d) goes to d/2 at two bytes
    run = demos.load("prefill-decode-roofline").run({"n": 10**6, "d": 64})
    assert 31.9 < run["A"] < 32


@every_seed
@pytest.mark.parametrize("scale", ["tensor", "channel"])
def test_quantising_and_back_errs_by_half_a_step_at_most(seed: int, scale: str) -> None:
    W = np.random.default_rng(seed).normal(size=(4, 5))
    run = demos.load("quantization").run({"W": W, "bits": 4, "scale": scale})
    assert np.all(np.abs(W - run["V"]) <= run["s"] / 2 * (1 + 1e-12))
    assert np.max(np.abs(run["q"])) == 7
    again = demos.load("quantization").run({"W": run["V"], "bits": 4, "scale": scale})
    assert np.array_equal(again["q"], run["q"])


@every_seed
def test_a_scale_for_each_row_is_that_row_on_its_own(seed: int) -> None:
    demo, W = demos.load("quantization"), np.random.default_rng(seed).normal(size=(3, 5))
    whole = demo.run({"W": W, "bits": 4, "scale": "channel"})["V"]
    rows = [demo.run({"W": row[None], "bits": 4, "scale": "tensor"})["V"][0] for row in W]
    assert np.allclose(whole, rows, rtol=1e-12, atol=0)


@pytest.mark.parametrize("p", [0.3, 0.8, 0.95])
@pytest.mark.parametrize("r", [0, 1, 3])
def test_a_check_that_sees_all_leaves_only_what_fails_every_time(p: float, r: int) -> None:
    demo = demos.load("agent-reliability")
    perfect = demo.run({"p": p, "c": 1.0, "r": r, "n": 5})
    assert perfect["q"] == pytest.approx(1 - (1 - p) ** (r + 1), rel=1e-12)
    blind = demo.run({"p": p, "c": 0.0, "r": r, "n": 5})
    assert blind["A"] == pytest.approx(blind["S"], rel=1e-12)
    assert perfect["A"] >= blind["A"]


@pytest.mark.parametrize("rho", [0.1, 0.5, 0.9])
def test_a_queue_holds_what_little_and_the_geometric_law_say(rho: float) -> None:
    run = demos.load("serving-queue").run({"rho": rho, "mu": 7.0})
    # n requests with probability (1 − ρ)ρⁿ
    n = np.arange(2000)
    assert run["L"] == pytest.approx(np.sum(n * (1 - rho) * rho**n), rel=1e-10)
    assert run["L"] - run["lam"] * run["W_q"] == pytest.approx(rho, rel=1e-10)


@every_seed
@pytest.mark.parametrize("B", [1, 16, 256])
def test_a_request_leaves_less_than_one_block_empty(seed: int, B: int) -> None:
    n = np.random.default_rng(seed).integers(1, 2048, size=7).astype(float)
    run = demos.load("paged-continuous-batching").run({"n": n, "B": B})
    assert 0 <= run["P"] - run["u"] <= 7 * (B - 1)
    assert run["w_P"] <= run["w_R"]
    if B == 1:
        assert run["w_P"] == 0


def test_blocks_as_long_as_the_longest_are_a_reservation() -> None:
    run = demos.load("paged-continuous-batching").run({"B": 2048})
    assert run["w_P"] == run["w_R"]


@every_seed
def test_what_speculation_gives_is_distributed_as_the_large_model_is(seed: int) -> None:
    p, q = np.random.default_rng(seed).dirichlet(np.ones(5), size=2)
    q = 0.9 * q + 0.02
    run = demos.load("speculative-decoding").run({"p": p, "q": q})
    assert np.allclose(run["P"], p, rtol=1e-12, atol=1e-15)
    distance = np.sum(np.abs(p - q)) / 2
    assert run["alpha"] == pytest.approx(1 - distance, rel=1e-12)
    assert 1 < run["m"] < 5


def test_answers_of_one_meaning_have_no_entropy_and_all_unlike_the_most() -> None:
    demo = demos.load("hallucination-entropy")
    assert demo.run({"c": [1, 1, 1, 1]})["H"] == 0
    assert demo.run({"c": [1, 2, 3, 4]})["H"] == pytest.approx(np.log(4), rel=1e-12)


@every_seed
def test_joining_two_meanings_never_adds_entropy(seed: int) -> None:
    demo = demos.load("hallucination-entropy")
    c = np.random.default_rng(seed).integers(1, 5, size=8).astype(float)
    apart, joined = (demo.run({"c": one})["H"] for one in (c, np.where(c == 2, 1.0, c)))
    assert joined <= apart + 1e-12


def test_half_the_rise_in_errors_needs_about_four_times_the_requests() -> None:
    demo = demos.load("mlops-rollout")
    far, near = (demo.run({"p0": 0.2, "p1": p1})["n"] for p1 in (0.22, 0.21))
    assert near / far == pytest.approx(4, rel=0.05)


def test_the_rule_to_alarm_is_right_as_often_as_it_says_in_a_simulation() -> None:
    p0, p1, n = 0.01, 0.02, 793
    rng = np.random.default_rng(1)
    bound = p0 + 1.645 * np.sqrt(p0 * (1 - p0) / n)
    kept, worse = (np.mean(rng.binomial(n, p, size=20_000) / n > bound) for p in (p0, p1))
    assert demos.load("mlops-rollout").run()["n"] == pytest.approx(n, abs=1)
    # counts of errors are whole numbers, so the normal bounds are met roughly
    assert kept == pytest.approx(0.05, abs=0.02)
    assert worse == pytest.approx(0.8, abs=0.04)
