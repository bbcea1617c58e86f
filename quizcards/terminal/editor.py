"""Typing an answer: prompt_toolkit handles Hangul composition, the caret and wrapping."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from rich.text import Text


def typed_answer(question: Iterable[Text], clock: Callable[[], str] | None = None) -> str | None:
    """Let the learner type an answer below the question. Return it in NFC, or None if nothing was typed.

    With a clock, what it says is shown below the answer, anew each second.
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

    print("", *(line.plain for line in question), "", sep="\n")
    session: PromptSession[str] = PromptSession(
        key_bindings=keys,
        bottom_toolbar=lambda: f" {clock() + '   ' if clock else ''}Enter 답 마치기   Ctrl-J 줄 바꾸기   Esc 취소",
        refresh_interval=1 if clock else 0,
        reserve_space_for_menu=0,
    )
    try:
        text = session.prompt(" > ", prompt_continuation="   ")
    except (EOFError, KeyboardInterrupt):
        return None
    return unicodedata.normalize("NFC", text).strip() or None
