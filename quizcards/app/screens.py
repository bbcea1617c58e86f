"""The whole screen, drawn as the learner's settings say."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.terminal.screen import Screen


def whole_screen(env: Environment) -> AbstractContextManager[Screen]:
    """Take the whole screen; what is wrong with the settings is told where they matter."""
    from quizcards.terminal.screen import Screen

    cells = None
    with suppress(QuizcardsError):
        cells = env.settings.ambiguous_width
    return Screen(env.variables, ambiguous_width=cells).open()
