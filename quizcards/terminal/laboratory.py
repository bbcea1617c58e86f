"""The demos that a session can call up: loaded when the learner first asks, and run once for what
stays on screen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.model import DemoCall

if TYPE_CHECKING:
    from quizcards.terminal.walk import Walk
    from quizcards.trace.demo import Demo


class Laboratory:
    """Runs demos for the screens. `load` returns the demo of a call."""

    def __init__(self, load: Callable[[DemoCall], Demo]) -> None:
        self.load = load
        self.found: dict[str, str] = {}

    def lines(self, call: DemoCall, width: int) -> list[Text]:
        """Return everything that a demo shows.

        Raises QuizcardsError for parameters it cannot take.
        """
        from quizcards.terminal.demo_view import demo_lines

        return demo_lines(self.load(call), call.params, width)

    def walk(self, call: DemoCall) -> Walk:
        """Return the demo to be walked line by line.

        Raises QuizcardsError for parameters it cannot take.
        """
        from quizcards.terminal.walk import Walk

        demo = self.load(call)
        return Walk(demo.title, demo.run(call.params))

    def evidence(self, call: DemoCall) -> str:
        """Return on one line what a run says against a misconception; it runs once, however often
        it is drawn.
        """
        from quizcards.terminal.demo_view import evidence

        if (key := repr(call)) not in self.found:
            self.found[key] = evidence(self.load(call), call)
        return self.found[key]
