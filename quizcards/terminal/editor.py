"""Typing an answer: prompt_toolkit handles Hangul composition, the caret and wrapping."""

from __future__ import annotations

import unicodedata


def typed_answer(question: str) -> str | None:
    """Let the learner type an answer of one or more lines. Return it in NFC, or None if nothing was typed."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    keys = KeyBindings()

    @keys.add("escape", eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    print(f"\n {' '.join(question.split())}\n")
    session: PromptSession[str] = PromptSession(
        key_bindings=keys, bottom_toolbar=" Enter 다 적음   Esc 그만두기", reserve_space_for_menu=0
    )
    try:
        text = session.prompt(" > ", prompt_continuation="   ")
    except (EOFError, KeyboardInterrupt):
        return None
    return unicodedata.normalize("NFC", text).strip() or None
