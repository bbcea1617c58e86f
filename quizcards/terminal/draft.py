"""An answer that is being written and is none yet."""

from __future__ import annotations

from typing import NamedTuple


class Draft(NamedTuple):
    """What was typed: it was left for now, or it could not be read and was refused."""

    text: str = ""
    is_refused: bool = False

    def begun(self, text: str) -> Draft:
        """Go on with what was typed, which takes the place of what was refused."""
        if not text:
            return self
        text = text.rstrip("\n")  # Enter ends an answer, and only what is seen whole is one
        return Draft(text if self.is_refused else self.text + text)
