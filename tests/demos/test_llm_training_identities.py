"""What must hold of the demos of how LLMs are trained, and of mathematics around them."""

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from quizcards import demos
from quizcards.trace.gradient import gradients
from quizcards.trace.tracer import Trace
from tests.sampling import every_seed


def fresh(name: str, seed: int, **changed: Any) -> Trace:
    """Run a demo on a draw of its own, some inputs changed."""
    demo = demos.load(name)
    return demo.run({**demo.drawn(seed), **changed})


@every_seed
@pytest.mark.parametrize("merges", [1, 2, 5])
def test_each_merge_takes_away_as_many_tokens_as_its_pair_was_found(seed: int, merges: int) -> None:
    run = fresh("tokenization-bpe", seed, merges=merges)
    letters = len(run.inputs["corpus"].replace(" ", ""))
    assert run["length"] == letters - sum(run.values("count"))


@every_seed
@pytest.mark.parametrize("merges", [1, 2, 12])
def test_a_word_of_the_corpus_is_cut_into_the_tokens_it_has_there(seed: int, merges: int) -> None:
    first = fresh("tokenization-bpe", seed).inputs["corpus"].split()[0]
    run = fresh("tokenization-bpe", seed, word=first, merges=merges)
    assert run["y"].tolist() == run["x"].tolist()[: run["pieces"]]


def test_a_pair_of_the_same_token_is_merged_from_the_left_and_nothing_is_lost() -> None:
    a_five_times = {"corpus": "aaaaa", "word": "aaa", "merges": 1}
    run = demos.load("tokenization-bpe").run(a_five_times)
    assert run["x"].tolist() == ["aa", "aa", "a"]
    assert run["y"].tolist() == ["aa", "a"]


def test_merging_stops_where_no_pair_is_left() -> None:
    run = demos.load("tokenization-bpe").run({"corpus": "ab c", "word": "c", "merges": 5})
    assert run["x"].tolist() == ["ab", "_", "c"]
    assert (run["merged"], run["count"], run["times"]) == (1, 1, {})


@every_seed
def test_the_first_merge_is_of_the_pair_that_a_counter_finds_most_often(seed: int) -> None:
    run = fresh("tokenization-bpe", seed, merges=1)
    words = run.inputs["corpus"].split()
    found = Counter(pair for word in words for pair in pairwise(word))
    most = max(found.values())
    assert run["count"] == most
    assert run["best"] == min(f"{a}·{b}" for (a, b), times in found.items() if times == most)


@every_seed
def test_what_the_model_says_about_the_prompt_does_not_count(seed: int) -> None:
    run = fresh("sft-loss-mask", seed)
    Z, prompt = run.inputs["Z"].copy(), run.inputs["prompt"]
    Z[: prompt - 1] = np.random.default_rng(seed).normal(size=(prompt - 1, 3))
    assert fresh("sft-loss-mask", seed, Z=Z)["loss"] == pytest.approx(run["loss"], rel=1e-14)


@every_seed
def test_a_prompt_of_one_token_leaves_the_loss_of_pretraining(seed: int) -> None:
    run = fresh("sft-loss-mask", seed, prompt=1)
    assert run["loss"] == pytest.approx(np.mean(run["nll"]), rel=1e-14)


def adapted(seed: int, **changed: Any) -> Trace:
    """A layer from 5 to 4 features with an adapter of rank 2."""
    rng = np.random.default_rng(seed)
    shapes = {"x": (5,), "W": (4, 5), "A": (2, 5), "B": (4, 2)}
    inputs = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return demos.load("lora").run({**inputs, "alpha": 16.0, **changed})


@every_seed
def test_a_merged_adapter_gives_what_the_adapter_beside_the_layer_gives(seed: int) -> None:
    run = adapted(seed)
    assert np.allclose(run["y"], run["h"], rtol=1e-12, atol=1e-12)


@every_seed
def test_what_an_adapter_adds_has_the_rank_of_its_middle(seed: int) -> None:
    run = adapted(seed)
    assert np.linalg.matrix_rank(run["W_merged"] - run["W"]) == run["r"] == 2


@every_seed
def test_an_adapter_whose_up_projection_is_zero_changes_nothing(seed: int) -> None:
    run = adapted(seed, B=np.zeros((4, 2)))
    assert np.array_equal(run["h"], run["W"] @ run["x"])


@every_seed
def test_rewards_that_all_rise_alike_leave_the_loss_of_a_pair(seed: int) -> None:
    run = fresh("reward-model", seed)
    raised = {name: run.inputs[name] + 3.7 for name in ("r_w", "r_l")}
    assert fresh("reward-model", seed, **raised)["loss"] == pytest.approx(run["loss"], rel=1e-12)


@every_seed
def test_a_pair_turned_round_has_the_other_probability(seed: int) -> None:
    run = fresh("reward-model", seed, margin=0.0)
    turned = {"r_w": run.inputs["r_l"], "r_l": run.inputs["r_w"], "margin": 0.0}
    assert demos.load("reward-model").run(turned)["p"] == pytest.approx(1 - run["p"], rel=1e-12)


@every_seed
def test_the_clipped_objective_is_never_above_the_plain_one(seed: int) -> None:
    run = fresh("ppo-clip-kl", seed)
    assert np.all(run["L"] <= run["ratio"] * run["A"])


@every_seed
def test_on_the_policy_that_sampled_ppo_has_the_gradient_of_the_policy_gradient(seed: int) -> None:
    # ∂J/∂p = A / (n p): that of the mean of A·ln p
    sampled = fresh("ppo-clip-kl", seed).inputs["p_old"]
    run = fresh("ppo-clip-kl", seed, p=sampled)
    assert np.allclose(gradients(run).inputs["p"], run["A"] / (2 * sampled), rtol=1e-12)


def test_an_answer_that_has_moved_far_enough_moves_no_further() -> None:
    inputs = {"p": [0.45, 0.15], "p_old": [0.3, 0.3], "p_ref": [0.3, 0.3], "score": [3.0, 1.0]}
    assert np.all(gradients(demos.load("ppo-clip-kl").run(inputs)).inputs["p"] == 0)


@every_seed
def test_dpo_is_the_loss_of_a_reward_model_on_its_implicit_rewards(seed: int) -> None:
    run = fresh("dpo", seed)
    rewards = {"r_w": run["r_w"], "r_l": run["r_l"], "margin": 0.0}
    assert demos.load("reward-model").run(rewards)["loss"] == pytest.approx(run["loss"], rel=1e-12)


@every_seed
def test_a_policy_that_is_the_reference_has_learnt_nothing_of_its_pair(seed: int) -> None:
    reference = {name: fresh("dpo", seed).inputs[f"ref_{name}"] for name in "wl"}
    run = fresh("dpo", seed, pi_w=reference["w"], pi_l=reference["l"])
    assert run["loss"] == pytest.approx(np.log(2), rel=1e-14)


def test_the_implicit_reward_gives_back_the_reward_whose_best_policy_it_is() -> None:
    # π* = π_ref exp(r/β) / Z, so that β ln(π*/π_ref) is r but for a constant, which pairs cancel
    reference, reward, beta = np.array([0.5, 0.3, 0.2]), np.array([1.0, -0.5, 2.0]), 0.7
    best = reference * np.exp(reward / beta)
    policy, given = np.log(best / best.sum()), np.log(reference)
    run = demos.load("dpo").run(
        {"pi_w": policy[0], "pi_l": policy[1], "ref_w": given[0], "ref_l": given[1], "beta": beta}
    )
    assert run["delta"] == pytest.approx(reward[0] - reward[1], rel=1e-12)


@pytest.mark.parametrize("C", [1e18, 1e21, 5.88e23])
def test_no_other_share_of_the_same_compute_has_a_smaller_loss(C: float) -> None:
    run = demos.load("scaling-laws").run({"C": C})
    near = run["N_opt"] * np.array([0.5, 0.99, 1.01, 2])
    assert all(demos.load("scaling-laws").run({"C": C, "N": N})["gap"] > 0 for N in near)
    assert demos.load("scaling-laws").run({"C": C, "N": run["N_opt"]})["gap"] == pytest.approx(0)


def test_where_the_exponents_are_equal_parameters_and_tokens_grow_alike() -> None:
    def best(C: float) -> list[float]:
        run = demos.load("scaling-laws").run({"C": C, "alpha": 0.3, "beta": 0.3})
        return [run["N_opt"], C / 6 / run["N_opt"]]

    assert best(1e23) == pytest.approx([10 * size for size in best(1e21)])


def test_a_load_that_is_even_costs_one_and_one_expert_for_all_costs_their_number() -> None:
    H = 50 * np.tile(np.eye(4), (2, 1))
    assert demos.load("mixture-of-experts").run({"H": H, "F": H})["aux"] == pytest.approx(1)
    one = np.tile([50.0, 0, 0, 0], (8, 1))
    assert demos.load("mixture-of-experts").run({"H": one, "F": H})["aux"] == pytest.approx(4)


@every_seed
def test_one_expert_is_a_layer_like_any_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    F = rng.normal(size=(5, 1))
    run = demos.load("mixture-of-experts").run({"H": rng.normal(size=(5, 1)), "F": F})
    assert np.array_equal(run["y"], F[:, 0])


@every_seed
def test_an_expert_that_was_not_chosen_gets_no_gradient_from_the_output(seed: int) -> None:
    run = fresh("mixture-of-experts", seed)
    found = gradients(run, "y").inputs["F"]
    assert np.array_equal(found != 0, run["chosen"] == 1)


@pytest.mark.parametrize("stage", [0, 1, 2, 3])
def test_one_gpu_holds_sixteen_bytes_a_parameter_at_any_stage_and_sends_nothing(stage: int) -> None:
    run = demos.load("distributed-memory").run({"N": 7.0, "gpus": 1, "stage": stage})
    assert run["total"] == 16 * 7
    assert run["sent"] == 0


@every_seed
def test_at_the_third_stage_all_gpus_together_hold_the_model_once(seed: int) -> None:
    run = fresh("distributed-memory", seed, stage=3)
    assert run["total"] * run.inputs["gpus"] == pytest.approx(16 * run.inputs["N"])
