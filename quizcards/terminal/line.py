"""A line that the learner types on a screen of its own: a query, a date, a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from prompt_toolkit.input import create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from rich.text import Text

from quizcards.terminal.editor import typed
from quizcards.terminal.printing import STDOUT

if TYPE_CHECKING:
    from quizcards.terminal.screen import Screen


def asked_line(
    screen: Screen,
    question: Iterable[Text],
    draft: str = "",
    done: str = "",
    left: str = "Esc 나가기",
) -> str:
    """Let the learner type a line below a question; "" where that is left.

    `done` and `left` say what the keys do that end it.
    """
    with screen.cleared():
        STDOUT.say("", *(line.plain for line in question), "")
        try:
            return typed(lambda: [done], draft, ways=[left])
        except (EOFError, KeyboardInterrupt):
            return ""
        finally:
            # keys that came after the last one are not for the next prompt
            clear_typeahead(create_input())
