"""Runs side by side never lose a digit to the edge of the screen; evidence shows what there is."""

from typing import Any

import pytest

from quizcards import demos
from quizcards.app.demo_runs import asked_for
from quizcards.model import DemoCall
from quizcards.terminal.compare_view import compare_lines
from quizcards.terminal.demo_run import evidence, run_demo
from quizcards.terminal.demo_view import demo_lines


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 120])
@pytest.mark.parametrize(
    ("name", "assignments", "row", "numbers"),
    [
        # by hand: w - 3 is multiplied by 1 - 2·lr, from -1
        ("gradient-descent", ["lr=0.25,0.75,1,1.25", "steps=1"], "w", ["2.5", "3.5", "4", "4.5"]),
        ("bn-forward", ["gamma=1,2,3"], "μ", ["2.5", "2.5", "2.5"]),  # the mean of 1 2 3 4
        ("norms", ["v=3,4,0,0,0,0,0,0,0,0", "v=6,8,0,0,0,0,0,0,0,0"], "L₁", ["7", "14"]),
    ],
)
def test_runs_beside_each_other_keep_their_numbers_at_any_width(
    name: str, assignments: Any, row: str, numbers: Any, width: int
) -> None:
    demo = demos.load(name)
    runs = asked_for(demo, assignments, None)
    traces = {label: demo.run(params) for label, params in runs.items()}
    lines = compare_lines(demo, traces, width)
    assert all(line.cell_len <= width for line in lines)
    rows = [words for line in lines if (words := line.plain.split())[:1] == [row]]
    assert [word for words in rows for word in words[1:] if word in numbers] == numbers
    text = "".join("".join(line.plain.split()) for line in lines)
    assert all("".join(label.split()) in text for label in runs)


def test_evidence_shows_the_values_that_a_run_has() -> None:
    call = DemoCall("optimizers-overview", show=("w", "m_hat"))  # Momentum corrects no bias
    assert "m̂" not in evidence(demos.of(call), call)
    assert "w\u00a0=" in evidence(demos.of(call), call)


def test_a_while_is_shown_turn_by_turn_under_what_it_asks_with_its_dictionaries() -> None:
    demo = demos.load("tokenization-bpe")
    run = run_demo(demo, {"corpus": "aa ab", "word": "ab", "merges": 9})
    lines = [line.plain.strip() for line in demo_lines(run, 80)]
    assert "merged < merges, len(times) > 0인 동안 되풀이합니다." in lines
    start = next(i for i, line in enumerate(lines) if line.startswith("번째"))
    assert [line.split()[:3] for line in lines[start + 1 : start + 3]] == [
        ["1", "a·a", "1"],
        ["2", "a·b", "1"],
    ]
    assert "{a·b: 1}" in lines[start + 1]
    assert "{}" in lines[start + 2]


def test_a_mistake_that_breaks_down_later_still_says_what_it_gives_at_first() -> None:
    demo = demos.load("gradient-descent")
    text = "\n".join(line.plain for line in demo_lines(run_demo(demo, {"lr": 0.9}), 80))
    # by hand, from w = 2 and the target 3: (2 − 3)² = 1; later w runs away
    assert "g = (w − target)² = 1\n" in text
