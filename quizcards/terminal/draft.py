"""An answer that is being written and is none yet."""

from __future__ import annotations

from typing import NamedTuple


class Draft(NamedTuple):
    """What was typed: it was left for now, taken back, or it could not be read and was refused."""

    text: str = ""
    is_replaced: bool = False
    """Whether what is typed next takes its place, and does not go on with it."""

    def begun(self, text: str) -> Draft:
        """Go on with what was typed, or put it in its place."""
        if not text:
            return self
        text = text.rstrip("\n")  # Enter ends an answer, and only what is seen whole is one
        return Draft(text if self.is_replaced else self.text + text)
