"""The bytes of each tensor on one rank, and the messages of a ring counted one by one."""

from typing import Any

AGAINST = "an enumeration"
TENSORS = {"weights": [2], "grads": [2], "states": [4, 4, 4]}  # bytes a parameter of each tensor
DIVIDED_FROM = {"weights": 3, "grads": 2, "states": 1}


def on_one_rank(p: Any, kind: str) -> Any:
    parts = int(p["gpus"]) if p["stage"] >= DIVIDED_FROM[kind] else 1
    return sum(size * p["N"] / parts for size in TENSORS[kind])


def expected(_torch: Any, p: Any) -> Any:
    memory = {kind: on_one_rank(p, kind) for kind in TENSORS}
    # a reduce-scatter or all-gather passes a slice on in each of gpus - 1 rounds
    passes = ["gather", "gather", "scatter"] if p["stage"] == 3 else ["scatter", "gather"]
    rounds = [2 * p["N"] / p["gpus"] for _ in passes for _ in range(int(p["gpus"]) - 1)]
    return {**memory, "total": sum(memory.values()), "sent": sum(rounds)}


def result(_torch: Any, p: Any) -> Any:
    return sum(on_one_rank(p, kind) for kind in TENSORS)
