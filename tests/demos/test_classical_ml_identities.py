"""What must hold between the classical demos, and between a demo and mathematics around it."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos

SEEDS = range(20)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def counts(seed: int, *shape: int) -> np.ndarray[Any, Any]:
    """Samples by child and class, none of them empty."""
    return np.random.default_rng(seed).integers(1, 20, size=shape)


@every_seed
def test_no_split_makes_nodes_less_pure_and_an_even_one_gains_nothing(seed: int) -> None:
    demo = demos.load("decision-tree-gain")
    run = demo.run({"children": counts(seed, 3, 4)})
    assert run["gain"] >= 0
    assert run["gini_drop"] >= 0
    assert run["stay"] >= run["split"] - 1e-12
    even = demo.run({"children": np.outer([1, 3, 2], counts(seed, 4))})
    assert even["gain"] == pytest.approx(0, abs=1e-12)
    assert even["gini_drop"] == pytest.approx(0, abs=1e-12)


@every_seed
def test_the_gain_is_the_mutual_information_of_child_and_class(seed: int) -> None:
    joint = counts(seed, 3, 4) / 1.0
    run = demos.load("decision-tree-gain").run({"children": joint})
    P = joint / np.sum(joint)
    apart = np.outer(np.sum(P, axis=1), np.sum(P, axis=0))
    assert run["gain"] == pytest.approx(np.sum(P * np.log2(P / apart)), rel=1e-9)


@every_seed
def test_a_child_for_every_sample_gains_all_that_there_is_to_gain(seed: int) -> None:
    labels = np.random.default_rng(seed).permutation([0, 0, 0, 1, 1, 2])
    run = demos.load("decision-tree-gain").run({"children": np.eye(3)[labels]})
    assert run["gain"] == pytest.approx(run["H"], rel=1e-12)
    assert run["gini_drop"] == pytest.approx(run["gini"], rel=1e-12)
