"""What must hold between the attention demos, and between a demo and mathematics around it."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.tracer import Trace
from tests.sampling import every_seed


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def attended(X: Any, W_Q: Any, W_K: Any, W_V: Any) -> Trace:
    return demos.load("self-attention").run({"X": X, "W_Q": W_Q, "W_K": W_K, "W_V": W_V})


@every_seed
def test_tokens_in_another_order_get_the_same_outputs_in_that_order(seed: int) -> None:
    X, *weights = normal(seed, (5, 3), (3, 4), (3, 4), (3, 2))
    order = np.random.default_rng(seed).permutation(5)
    before, after = attended(X, *weights), attended(X[order], *weights)
    assert np.allclose(after["Y"], before["Y"][order], rtol=1e-12, atol=1e-12)


@every_seed
def test_a_query_that_looks_for_nothing_gets_the_mean_of_all_values(seed: int) -> None:
    X, W_K, W_V = normal(seed, (5, 3), (3, 4), (3, 2))
    run = attended(X, np.zeros((3, 4)), W_K, W_V)
    assert np.allclose(run["Y"], np.mean(X @ W_V, axis=0), rtol=1e-12)


@every_seed
def test_the_same_weights_for_queries_and_keys_make_the_scores_symmetric(seed: int) -> None:
    X, W, W_V = normal(seed, (5, 3), (3, 4), (3, 2))
    scores = attended(X, W, W, W_V)["S"]
    assert np.allclose(scores, scores.T, rtol=1e-12)


def test_scores_of_independent_components_have_variance_one() -> None:
    # q·k / √d of 4,000 pairs: the variance of a sample variance is about 2/n
    Q, K = normal(1, (4000, 64), (4000, 64))
    assert np.var(np.sum(Q * K, axis=1) / np.sqrt(64)) == pytest.approx(
        1, abs=5 * (2 / 4000) ** 0.5
    )


def headed(Q: Any, K: Any, V: Any, W_O: Any, d_h: int) -> Any:
    inputs = {"Q": Q, "K": K, "V": V, "W_O": W_O, "d_h": d_h}
    return demos.load("multi-head-attention").run(inputs)["Y"]


@every_seed
def test_one_head_of_the_whole_width_is_self_attention(seed: int) -> None:
    X, W_Q, W_K, W_V = normal(seed, (5, 4), (4, 4), (4, 4), (4, 4))
    one = headed(X @ W_Q, X @ W_K, X @ W_V, np.eye(4), 4)
    assert np.allclose(one, attended(X, W_Q, W_K, W_V)["Y"], rtol=1e-12)


@every_seed
def test_heads_that_are_joined_and_projected_are_the_sum_of_what_each_adds(seed: int) -> None:
    Q, K, V, W_O = normal(seed, (3, 6), (5, 6), (5, 6), (6, 4))
    parts = [slice(start, start + 2) for start in (0, 2, 4)]
    joined = np.hstack([headed(Q[:, h], K[:, h], V[:, h], np.eye(2), 2) for h in parts])
    assert np.allclose(headed(Q, K, V, W_O, 2), joined @ W_O, rtol=1e-12, atol=1e-12)


@every_seed
def test_what_a_causal_mask_hides_changes_nothing_before_it(seed: int) -> None:
    S, V, other_scores, other_values = normal(seed, (4, 4), (4, 2), (4, 1), (1, 2))
    before = demos.load("causal-cross-mask").run({"S": S, "V": V})
    S, V = np.hstack([S[:, :3], other_scores]), np.vstack([V[:3], other_values])
    after = demos.load("causal-cross-mask").run({"S": S, "V": V})
    assert np.array_equal(after["Y"][:3], before["Y"][:3])
    assert after["A"].sum(axis=1) == pytest.approx(np.ones(4))


@every_seed
def test_padding_that_is_masked_is_as_if_it_were_not_there(seed: int) -> None:
    S, V = normal(seed, (2, 5), (5, 2))
    demo = demos.load("causal-cross-mask")
    masked = demo.run({"S": S, "V": V, "mask": "padding", "length": 3})
    short = demo.run({"S": S[:, :3], "V": V[:3], "mask": "none"})
    assert np.allclose(masked["Y"], short["Y"], rtol=1e-12)


def encoded(pos: float, k: float, d: int = 6) -> Trace:
    return demos.load("positional-encoding").run({"pos": pos, "k": k, "d": d, "base": 10000.0})


@pytest.mark.parametrize("pos", [0, 1, 7, 300])
@pytest.mark.parametrize("k", [-3, 1, 20])
def test_a_position_k_further_on_is_a_rotation_that_depends_on_k_alone(pos: int, k: int) -> None:
    run = encoded(pos, k)
    for pair in range(3):
        angle = k * run["omega"][2 * pair]
        # (sin, cos) turns the other way round from (cos, sin)
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        here, there = (run[name][2 * pair : 2 * pair + 2] for name in ("P", "P_k"))
        assert np.allclose(turn @ here, there, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("k", [1, 5, 100])
def test_the_product_of_two_positions_depends_on_their_distance_alone(k: int) -> None:
    found = [encoded(pos, k)["similarity"] for pos in (0, 3, 17, 1000)]
    assert found == pytest.approx([found[0]] * 4, rel=1e-11)


@every_seed
def test_rotated_queries_and_keys_meet_by_their_distance_alone(seed: int) -> None:
    q, k = normal(seed, (2,), (2,))
    found = [
        demos.load("rope").run({"q": q, "k": k, "m": 4 + far, "n": 1 + far, "theta": 17.0})["score"]
        for far in (0, 1, 50, 1000)
    ]
    assert found == pytest.approx([found[0]] * 4, rel=1e-9, abs=1e-9)


@every_seed
def test_a_rotation_leaves_the_length_as_it_is(seed: int) -> None:
    (q,) = normal(seed, (2,))
    run = demos.load("rope").run({"q": q, "m": seed})
    assert np.hypot(*run["q_m"]) == pytest.approx(np.hypot(*q), rel=1e-12)


def grouped(Q: Any, K: Any, V: Any) -> Any:
    return demos.load("mqa-gqa-mla").run({"Q": Q, "K": K, "V": V, "d_h": 2})["Y"]


@every_seed
def test_as_many_groups_as_heads_are_multi_head_attention(seed: int) -> None:
    Q, K, V = normal(seed, (2, 8), (5, 8), (5, 8))
    assert np.allclose(grouped(Q, K, V), headed(Q, K, V, np.eye(8), 2), rtol=1e-12)


@every_seed
@pytest.mark.parametrize("groups", [1, 2])
def test_groups_are_multi_head_attention_with_keys_and_values_repeated(
    seed: int, groups: int
) -> None:
    Q, K, V = normal(seed, (2, 8), (5, 2 * groups), (5, 2 * groups))
    keys, values = (
        np.repeat(x.reshape(5, groups, 2), 4 // groups, axis=1).reshape(5, 8) for x in (K, V)
    )
    assert np.allclose(grouped(Q, K, V), headed(Q, keys, values, np.eye(8), 2), rtol=1e-12)


def normalised(X: Any, kind: str) -> Any:
    d = np.shape(X)[1]
    inputs = {"X": X, "gamma": np.ones(d), "beta": np.zeros(d), "kind": kind, "eps": 1e-12}
    return demos.load("layernorm-rmsnorm").run(inputs)["Y"]


@every_seed
def test_layer_norm_is_batch_norm_of_the_transposed_input(seed: int) -> None:
    (X,) = normal(seed, (4, 5))
    assert np.allclose(normalised(X, "layer"), normalised(X.T, "batch").T, rtol=1e-9)


@every_seed
def test_rms_norm_of_centred_tokens_is_layer_norm(seed: int) -> None:
    (X,) = normal(seed, (4, 5))
    centred = X - X.mean(axis=1, keepdims=True)
    assert np.allclose(normalised(centred, "rms"), normalised(X, "layer"), rtol=1e-9)


@every_seed
@pytest.mark.parametrize("kind", ["layer", "rms"])
def test_a_token_is_normalised_as_if_it_were_alone_and_whatever_its_scale(
    seed: int, kind: str
) -> None:
    (X,) = normal(seed, (4, 5))
    alone = np.vstack([normalised(one[None] * 7, kind) for one in X])
    assert np.allclose(alone, normalised(X, kind), rtol=1e-9)


@every_seed
def test_a_block_without_weights_is_the_identity_before_its_norm_and_layer_norm_behind(
    seed: int,
) -> None:
    X, W1 = normal(seed, (3, 4), (4, 8))
    demo, nothing = demos.load("transformer-block"), np.zeros((4, 4))
    weights = {"W_V": nothing, "W1": W1, "W2": np.zeros((8, 4)), "eps": 1e-12}
    assert np.array_equal(demo.run({"X": X, **weights})["Y"], X)
    post = demo.run({"X": X, **weights, "placement": "post"})["Y"]
    assert np.allclose(post, normalised(X, "layer"), rtol=1e-9)


@every_seed
def test_what_a_block_adds_does_not_depend_on_where_the_tokens_stand(seed: int) -> None:
    X, W_V, W1, W2 = normal(seed, (5, 4), (4, 4), (4, 8), (8, 4))
    demo, order = demos.load("transformer-block"), np.random.default_rng(seed).permutation(5)
    before, after = (
        demo.run({"X": rows, "W_V": W_V, "W1": W1, "W2": W2})["Y"] for rows in (X, X[order])
    )
    assert np.allclose(after, before[order], rtol=1e-9, atol=1e-9)


@every_seed
def test_perplexity_of_who_guesses_evenly_is_the_size_of_the_vocabulary(seed: int) -> None:
    size = 2 + seed
    tokens = np.eye(size)[np.random.default_rng(seed).integers(size, size=6)]
    even = np.full((6, size), 1 / size)
    masked = np.array([0.0, 1.0, 0.0, 0.0, 1.0, 0.0])
    for objective in ("clm", "mlm"):
        run = demos.load("bert-gpt-objectives").run(
            {"Y": tokens, "P": even, "masked": masked, "objective": objective}
        )
        assert run["perplexity"] == pytest.approx(size, rel=1e-12)


@every_seed
@pytest.mark.parametrize("block", [1, 2, 3, 7])
def test_scores_seen_block_by_block_give_the_softmax_of_all_at_once(seed: int, block: int) -> None:
    s, v = normal(seed, (7,), (7,))
    weights = np.exp(40 * s - np.max(40 * s))
    run = demos.load("flash-attention").run({"s": 40 * s, "v": v, "block": block})
    assert run["y"] == pytest.approx(weights @ v / weights.sum(), rel=1e-12)


@every_seed
def test_keys_and_values_may_be_multiplied_first_where_no_softmax_is_between(seed: int) -> None:
    Q, K, V = normal(seed, (4, 3), (6, 3), (6, 2))
    run = demos.load("attention-complexity").run({"Q": Q, "K": K, "V": V})
    weights = run["phi_Q"] @ run["phi_K"].T
    assert np.allclose(run["Y"], weights @ V / weights.sum(axis=1, keepdims=True), rtol=1e-12)
    assert np.all(weights > 0)
