"""Entities as sets of (start, end, kind), read tag by tag."""

from typing import Any

AGAINST = "enumeration"


def expected(torch: Any, p: Any) -> Any:
    gold, found = entities(p["gold"]), entities(p["pred"])
    right = len(gold & found)
    pairs = list(zip(p["gold"], p["pred"], strict=True))
    scores = {
        "tp": right,
        "precision": right / len(found),
        "recall": right / len(gold),
        "f1": 2 * right / (len(found) + len(gold)),
        "accuracy": sum(one == other for one, other in pairs) / len(pairs),
    }
    return {name: torch.tensor(score, dtype=torch.float64) for name, score in scores.items()}


def entities(tags: Any) -> set[tuple[int, int, int]]:
    """Return where each entity starts and ends, and its kind: a B ends another, as does an O."""
    spans, start = set(), None
    for at, tag in enumerate([*map(int, tags), 0]):
        is_inside = tag > 0 and tag % 2 == 0
        if start is not None and not is_inside:
            spans.add((start, at, int(tags[start])))
            start = None
        if tag % 2 == 1:
            start = at
    return spans
