"""What stands in the files of a home, as the program writes it, and with odd things among it."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.hostile_files import maybe_damaged, near_json, near_toml
from tests.hostile_texts import hostile_text

DECK = """\
deck: d
title: 덱
cards:
- {id: a, question: 왜 그런가요?, answer: '{{기울기}} 때문입니다.', key_points: [{point: 기울기}]}
- {id: b, question: 무엇인가요?, answer: 손실입니다., demo: {run: softmax}, was: [old]}
- {id: c, question: 어떻게 하나요?, answer: 나눕니다., needs: [a, b], tags: [t]}
"""
WEIGHTS = [
    *[0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796],
    *[1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542],
]
SETTINGS = {
    "retention": 0.9,
    "learning_steps": [1, 10],
    "relearning_steps": [10],
    "maximum_interval": 365,
    "fuzz": False,
    "weights": WEIGHTS,
    "new_per_day": 10,
    "kinds": ["recall", "cloze"],
    "day_turns_at": 4,
    "backups": 5,
}
PLAN = {
    "v": 1,
    "by": "2026-12-20",
    "minutes": 30.0,
    "decks": ["d"],
    "weights": {"t": 2.0},
    "late_from": "2026-11-20",
    "promise": {
        "made": "2026-11-20",
        "cards": 3,
        "recall": 0.9,
        "low": 0.8,
        "high": 0.95,
        "path": [0.5, 0.7, 0.9],
    },
}
FITTED = {
    "v": 1,
    "adopted": [
        {
            "when": "2026-11-01T09:00:00+09:00",
            "reviews": 500,
            "held_out": 100,
            "loss": 0.3,
            "loss_before": 0.31,
            "weights": WEIGHTS,
        }
    ],
}
INTERVIEW: list[dict[str, Any]] = [
    {"v": 1, "started": 1_795_000_000.0, "minutes": 30, "chosen": ["d/a", "d/b", "d/c"]},
    {
        "turn": {"kind": "topic", "card": "d/a", "bridge": "", "depth": 0},
        "phase": "done",
        "prepared": 3.0,
        "answered": 20.5,
        "compared": 4.0,
        "marks": [2],
        "typed": "기울기",
        "grade": 3,
    },
    {"turn": {"kind": "followup", "card": "d/a", "followup": 0}, "phase": "compare", "marks": []},
    {"turn": {"kind": "numeric", "card": "d/b", "seed": 3}, "phase": "done", "marks": []},
]
TEST = {
    "v": 1,
    "started": 1_795_000_000.0,
    "seconds": 90.5,
    "left": 1,
    "kinds": {"ox": [2.0, 3], "numeric": [0.5, 1]},
}
COLLECTED = {
    "time": 1_795_000_000,
    "question": "기울기가 무엇인가요?",
    "card": "d/a",
    "at": "가나",
    "date": "2026-11-20",
    "mark": [2, 5],
}
LAST_QUIZ = [["numeric", "d/b", 3], ["recall", "d/a", 0]]
SENTENCE = re.compile(r"[다요][.(?:]")
"""An ending of Korean sentences: what is told in words has one."""


def event(rng: Random) -> dict[str, Any]:
    """Return a row as the program writes it."""
    kind = rng.choice(("review", "review", "review", "suspend", "bury", "restart", "undo", "redo"))
    row: dict[str, Any] = {
        "v": 1,
        "id": f"019a{rng.randrange(16**8):08x}{rng.randrange(16**16):016x}",
        "at": f"2026-{rng.randint(1, 12):02d}-01T09:00:00.250000Z",
        "day": f"2026-{rng.randint(1, 12):02d}-01",
        "kind": kind,
        "card": rng.choice(("d/a", "d/b", "d/c", "d/old", "d/gone")),
    }
    if kind == "review":
        row |= {"grade": rng.randint(1, 4), "asked": "recall", "seconds": 4.5, "seed": 7}
        row |= {"answer": "적률", "shown": "754757b4"}
    if kind in ("undo", "redo"):
        row["of"] = f"019a{rng.randrange(16**8):08x}{rng.randrange(16**16):016x}"
    return row


def log_of(rng: Random) -> bytes:
    """Return a log whose lines are events, nearly events, and noise."""
    rows = [event(rng) for _ in range(rng.randint(1, 6))]
    for row in rows[1:]:
        if "of" in row and rng.random() < 0.7:
            row["of"] = rows[0]["id"]
        if rng.random() < 0.1:
            row["id"] = rows[0]["id"]
    share = rng.choice((0.02, 0.1, 0.3))
    lines = [near_json(rng, row, share).encode(errors="replace") for row in rows]
    if rng.random() < 0.3:
        noise = (rng.randbytes(100), hostile_text(rng, 100_000).encode(errors="replace"))
        lines.insert(rng.randrange(len(lines) + 1), rng.choice((*noise, b"\0" * 4_096)))
    return maybe_damaged(rng, b"\n".join(lines) + rng.choice((b"\n", b"\n", b"")))


def near_lines(rng: Random, rows: list[Any], share: float) -> bytes:
    return "".join(f"{near_json(rng, row, share)}\n" for row in rows).encode(errors="replace")


OTHER_FILES: dict[str, Callable[[Random, float], bytes]] = {
    "settings.toml": lambda rng, share: near_toml(rng, SETTINGS, share).encode(errors="replace"),
    "plan.json": lambda rng, share: near_json(rng, PLAN, share).encode(errors="replace"),
    "weights.json": lambda rng, share: near_json(rng, FITTED, share / 4).encode(errors="replace"),
    "last-quiz.json": lambda rng, share: near_json(rng, LAST_QUIZ, share).encode(errors="replace"),
    "interviews/2026-11-20-090000.jsonl": lambda rng, share: near_lines(rng, INTERVIEW, share),
    "quizzes/2026-11-21-090000.jsonl": lambda rng, share: near_lines(rng, [TEST] * 3, share),
    "collected.jsonl": lambda rng, share: near_lines(rng, [COLLECTED] * 3, share),
}
"""Of a home, beside its decks and its logs: how each is written with a share of odd things."""
