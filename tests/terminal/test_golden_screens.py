"""What the learner sees, as pictures in text: tests/terminal/golden, made anew by
UPDATE_GOLDEN=1.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.terminal.conftest import Terminal


def at_rest(terminal: Any) -> Any:
    """The screen without what depends on how fast the machine is."""
    return re.sub(r"(걸린 시간 +)\S+", r"\1N초", terminal.text)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_screens(
    start: Callable[..., Terminal], golden: Callable[[str, str], None], columns: int, rows: int
) -> None:
    terminal = start("study", "--limit", "2", columns=columns, rows=rows)
    terminal.wait("Space 답 보기")
    golden(f"question-{columns}", at_rest(terminal))
    terminal.press("?", "다른 키를")
    golden(f"help-{columns}", at_rest(terminal))
    terminal.press("?")
    terminal.press(" ", "4 쉬움")
    terminal.press("4", "· adam")
    terminal.press(" ", "4 쉬움")
    golden(f"answer-{columns}", at_rest(terminal))
    terminal.press("4", "여기까지입니다")
    golden(f"summary-{columns}", at_rest(terminal))


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", ["adam", "gradient-descent", "bn-forward", "bn-inference"])
def test_demos(golden: Callable[[str, str], None], name: str, width: int) -> None:
    from quizcards import demos
    from quizcards.terminal.demo_run import run_demo
    from quizcards.terminal.demo_view import demo_lines

    lines = [line.plain.rstrip() for line in demo_lines(run_demo(demos.load(name), {}), width)]
    golden(f"demo-{name}-{width}", "\n".join(lines) + "\n")
