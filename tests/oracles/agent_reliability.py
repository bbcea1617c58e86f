"""Every course that the attempts at a step may take, and every outcome of all steps."""

from itertools import product
from typing import Any

AGAINST = "an enumeration"


def expected(_torch: Any, p: Any) -> Any:
    chances = {
        "done": p["p"],
        "caught": (1 - p["p"]) * p["c"],
        "missed": (1 - p["p"]) * (1 - p["c"]),
    }
    step = 0.0
    for course in product(chances, repeat=p["r"] + 1):
        ended = next((outcome for outcome in course if outcome != "caught"), "caught")
        if ended == "done":
            step += _chance(chances[outcome] for outcome in course)
    return {"S": _whole(p["p"], p["n"]), "q": step, "A": _whole(step, p["n"])}


def _whole(step: float, n: int) -> float:
    """Return 1 less the chance of all courses in which a step fails."""
    courses = product((True, False), repeat=n)
    failed = sum(
        _chance(step if good else 1 - step for good in course)
        for course in courses
        if not all(course)
    )
    return 1 - failed


def _chance(parts: Any) -> float:
    chance = 1.0
    for part in parts:
        chance *= part
    return chance
