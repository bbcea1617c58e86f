"""Typing an answer: prompt_toolkit handles Hangul composition, the caret and wrapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from rich.text import Text


def typed_answer(question: Iterable[Text], clock: Callable[[], str] | None = None) -> str | None:
    """Let the learner type an answer below the question. Return it in NFC, or None if nothing was typed.

    With a clock, what it says is shown below the answer, anew each second.
    """
    print("", *(line.plain for line in question), "", sep="\n")
    try:
        return typed(lambda: f" {clock() + '   ' if clock else ''}Enter 답 마치기", refresh=1 if clock else 0) or None
    except (EOFError, KeyboardInterrupt):
        return None


def typed(footer: Callable[[], str], default: str = "", refresh: float = 0) -> str:
    """Let the learner type, and return it in NFC without space around it. Esc raises EOFError, Ctrl-C KeyboardInterrupt.

    What `footer` says is shown below, anew every `refresh` seconds.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    @keys.add("c-j")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline()

    session: PromptSession[str] = PromptSession(
        key_bindings=keys,
        bottom_toolbar=lambda: f"{footer()}   Ctrl-J 줄 바꾸기   Esc 취소",
        refresh_interval=refresh,
        reserve_space_for_menu=0,
    )
    text = session.prompt(" > ", prompt_continuation="   ", default=default)
    return unicodedata.normalize("NFC", text).strip()
