"""What must hold between the retrieval demos, and between a demo and mathematics around it."""

from typing import Any

import numpy as np
import pytest

from quizcards import demos
from tests.sampling import every_seed


def normal(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


@every_seed
def test_the_squared_distance_of_unit_vectors_is_two_minus_two_cosines(seed: int) -> None:
    q, D = normal(seed, (6,), (9, 6))
    run = demos.load("embedding-similarity").run({"q": q, "D": D})
    assert np.allclose(run["chord"] ** 2, 2 - 2 * run["cosine"], rtol=1e-12)
    assert np.array_equal(np.argsort(run["chord"]), np.argsort(-run["cosine"]))


@every_seed
def test_the_length_of_a_vector_changes_its_dot_product_and_not_its_cosine(seed: int) -> None:
    q, D = normal(seed, (6,), (9, 6))
    demo = demos.load("embedding-similarity")
    before, after = demo.run({"q": q, "D": D}), demo.run({"q": q, "D": 3 * D})
    assert np.allclose(after["dot"], 3 * before["dot"], rtol=1e-12)
    assert np.allclose(after["cosine"], before["cosine"], rtol=1e-12)


@every_seed
def test_what_is_not_found_bounds_the_answers_however_well_the_reader_reads(seed: int) -> None:
    (S,) = normal(seed, (12, 8))
    perfect = {"S": np.tanh(S), "p_read": 1.0, "p_guess": 0.0}
    runs = [demos.load("rag-pipeline").run({**perfect, "k": k}) for k in range(1, 9)]
    assert all(run["p"] == run["recall"] for run in runs)
    assert np.all(np.diff([run["recall"] for run in runs]) >= 0)
    assert runs[-1]["recall"] == 1


@every_seed
def test_more_probes_find_no_less_and_all_probes_find_everything(seed: int) -> None:
    q, X, C = normal(seed, (3,), (40, 3), (6, 3))
    demo = demos.load("ann-ivf-hnsw-pq")
    runs = [demo.run({"q": q, "X": X, "C": C, "nprobe": n, "k": 5}) for n in range(1, 7)]
    assert np.all(np.diff([run["recall"] for run in runs]) >= 0)
    assert np.all(np.diff([run["share"] for run in runs]) >= 0)
    assert runs[-1]["recall"] == runs[-1]["share"] == 1


@pytest.mark.parametrize("overlap", range(9))
def test_an_answer_at_most_one_longer_than_the_overlap_is_never_cut(overlap: int) -> None:
    given = {"n": 100, "size": 12, "overlap": overlap}
    demo = demos.load("chunking")
    assert demo.run({**given, "answer": overlap + 1})["cut"] == 0
    assert demo.run({**given, "answer": overlap + 2})["cut"] > 0


@every_seed
def test_fusion_by_rank_sees_no_scale_and_keeps_what_both_agree_on(seed: int) -> None:
    sparse, dense = normal(seed, (8,), (8,))
    demo = demos.load("hybrid-rrf-rerank")
    before = demo.run({"sparse": sparse, "dense": dense})
    after = demo.run({"sparse": np.exp(3 * sparse), "dense": dense})
    assert np.array_equal(after["rrf"], before["rrf"])
    agreed = demo.run({"sparse": sparse, "dense": 5 * sparse - 1})
    assert np.array_equal(agreed["place"], agreed["r_s"])


@every_seed
def test_mrr_lies_between_a_kth_of_the_hit_rate_and_the_hit_rate(seed: int) -> None:
    R = np.random.default_rng(seed).integers(0, 2, size=(9, 4))
    ones = np.ones(9)
    given = {"R": R, "relevant": 4 * ones, "supported": ones, "claims": ones}
    run = demos.load("rag-evaluation").run(given)
    assert run["hit"] / 4 <= run["mrr"] <= run["hit"]
    assert run["recall"] <= run["hit"]


@every_seed
def test_what_padding_holds_changes_no_pooled_vector(seed: int) -> None:
    T, q, other = normal(seed, (5, 6), (6,), (2, 6))
    given = {"mask": np.array([1.0, 1, 1, 0, 0]), "q": q, "keep": 4}
    demo = demos.load("embedding-models")
    before = demo.run({**given, "T": T})
    after = demo.run({**given, "T": np.vstack([T[:3], other])})
    assert np.array_equal(before["pooled"], after["pooled"])
    assert before["similarity"] == after["similarity"]
    whole = {"q": q, "D": before["pooled"][None]}
    full = demo.run({**given, "T": T, "keep": 6})["similarity"]
    assert full == pytest.approx(demos.load("embedding-similarity").run(whole)["cosine"][0])


@every_seed
def test_bm25_that_never_saturates_and_sees_no_length_is_tfidf(seed: int) -> None:
    F = np.random.default_rng(seed).integers(0, 4, size=(6, 5)) + np.eye(6, 5)
    run = demos.load("tfidf-bm25").run({"F": F, "q": np.ones(5), "k1": 100.0, "b": 0.0})
    assert np.all(run["bm25"] <= run["tfidf"] * 101 / 100)
    assert np.allclose(run["bm25"], run["tfidf"], rtol=0.05)


@every_seed
def test_no_count_is_worth_more_than_saturation_allows(seed: int) -> None:
    F = np.random.default_rng(seed).integers(0, 1000, size=(6, 5)) + np.eye(6, 5)
    run = demos.load("tfidf-bm25").run({"F": F, "q": np.ones(5)})
    assert np.all(run["tf"] < 1.2 + 1)


@every_seed
def test_scores_on_a_graph_add_up_to_one_and_settle_where_a_linear_system_says(seed: int) -> None:
    A = np.abs(normal(seed, (6, 6))[0])
    s, alpha = np.eye(6)[0], 0.7
    demo = demos.load("graph-agentic-rag")
    run = demo.run({"A": A, "s": s, "alpha": alpha, "steps": 200})
    settled = np.linalg.solve(np.eye(6) - alpha * run["P"].T, (1 - alpha) * s)
    assert np.sum(run["p"]) == pytest.approx(1, rel=1e-12)
    assert np.allclose(run["p"], settled, rtol=1e-10)


@pytest.mark.parametrize("steps", range(6))
def test_so_many_steps_reach_so_many_links_and_no_further(steps: int) -> None:
    chain = np.eye(7, k=1) + np.eye(7, k=-1)
    given = {"A": chain, "s": np.eye(7)[0], "steps": steps}
    assert np.count_nonzero(demos.load("graph-agentic-rag").run(given)["p"]) == steps + 1
