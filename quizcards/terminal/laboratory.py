"""Demos and formulas, computed once and handed to what draws as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from quizcards.model import Card, DemoCall

if TYPE_CHECKING:
    from quizcards.quiz.lexicon import Lexicon
    from quizcards.terminal.demo_run import DemoRun
    from quizcards.terminal.walk import Walk
    from quizcards.trace.demo import Demo

# what computes is imported once something is computed: the first question must not wait for it


class CardBack(NamedTuple):
    """The back of a card, computed: all that is drawn below its question.

    `formulas` are in Unicode, one for each of the card's, which may take several lines; `evidence`
    says for each misconception what its demo run shows against it, "" where it has none.
    """

    card: Card
    formulas: tuple[str, ...]
    evidence: tuple[str, ...]


class Laboratory:
    """Runs demos for the screens. `load` returns the demo of a call.

    `lexicon` gives the glossary that typed answers are read with.
    """

    def __init__(
        self,
        load: Callable[[DemoCall], Demo],
        lexicon: Callable[[], Lexicon] | None = None,
    ) -> None:
        self.load = load
        self.lexicon = lexicon
        self.found: dict[str, str] = {}
        """The evidence of each call so far: a card that comes again need not run it again."""

    def back(self, card: Card) -> CardBack:
        """Run a card's evidence, and say its formulas in Unicode."""
        from quizcards.terminal.formula_view import formula_lines

        formulas = tuple("\n".join(formula_lines(latex)) for latex in card.formula)
        evidence = tuple(self._evidence(wrong.demo) for wrong in card.misconceptions)
        return CardBack(card, formulas, evidence)

    def run(self, call: DemoCall) -> DemoRun:
        """Run a demo for a page of its own.

        Raises QuizcardsError for parameters it cannot take.
        """
        from quizcards.terminal.demo_run import run_demo

        return run_demo(self.load(call), call.params)

    def walk(self, call: DemoCall) -> Walk:
        """Return the demo to be walked line by line.

        Raises QuizcardsError for parameters it cannot take.
        """
        from quizcards.terminal.walk import Walk

        demo = self.load(call)
        return Walk(demo.title, demo.run(call.params))

    def _evidence(self, call: DemoCall | None) -> str:
        if call is None:
            return ""
        from quizcards.terminal.demo_run import evidence

        key = repr(call)
        if key not in self.found:
            self.found[key] = evidence(self.load(call), call)
        return self.found[key]
