"""Typing an answer: prompt_toolkit handles Hangul composition, the caret and wrapping."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.input import create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from rich.text import Text

from quizcards.terminal.draft import Draft
from quizcards.terminal.printing import STDOUT
from quizcards.terminal.text import MARGIN, bar

WAYS = ("Ctrl-J 줄 바꾸기", "Esc 나가기")
_WORD = re.compile(r"[A-Za-z_][\w.]*")
"""What is completed: a name of code, with the module before it."""
ESCAPE_WAIT = 0.05
"""Seconds after which a lone Esc is a key, and not the start of Alt with another one."""


class Written(NamedTuple):
    """What was typed, in NFC, and whether the learner was done with it or left it for now."""

    text: str
    is_done: bool


def typed_answer(
    question: Iterable[Text],
    draft: Draft,
    clock: Callable[[], str] | None = None,
    words: Sequence[str] = (),
) -> Written:
    """Let the learner type an answer below the question, going on from a draft.

    A draft that is replaced is selected: what is typed takes its place. With a clock, what it says
    is shown below the answer, anew each second. Tab completes `words`.
    """
    STDOUT.say("", *(line.plain for line in question), "")
    try:
        text = typed(
            lambda: [*([clock()] if clock else []), "Enter 답 마치기"],
            draft.text,
            refresh=1 if clock else 0,
            is_selected=draft.is_replaced,
            ways=WAYS if not words else ("Tab 이름 완성", *WAYS),
            words=words,
        )
        return Written(text, is_done=True)
    except (EOFError, KeyboardInterrupt) as left:
        return Written(_cleaned(str(left)), is_done=False)
    finally:
        # keys that came after the last one are not for the next prompt
        clear_typeahead(create_input())


def typed(
    footer: Callable[[], list[str]],
    default: str = "",
    refresh: float = 0,
    is_selected: bool = False,
    ways: Sequence[str] = WAYS,
    words: Sequence[str] = (),
) -> str:
    """Let the learner type, and return it in NFC without space around it.

    What is there already may be selected, for the first key to replace it or an arrow to keep it.
    Esc raises EOFError and Ctrl-C KeyboardInterrupt, each with what was typed so far. The items of
    `footer` are shown below, anew every `refresh` seconds, and then the other ways to go on. Tab
    completes one of `words`, or goes through those that begin so.
    """
    session: PromptSession[str] = PromptSession(
        key_bindings=_keys(),
        bottom_toolbar=lambda: _toolbar([*footer(), *ways]),
        refresh_interval=refresh,
        reserve_space_for_menu=0,
        completer=WordCompleter(list(words), pattern=_WORD) if words else None,
        complete_while_typing=False,
    )
    session.app.timeoutlen = session.app.ttimeoutlen = ESCAPE_WAIT
    return _cleaned(
        session.prompt(
            " > ",
            prompt_continuation="   ",
            default=default,
            pre_run=lambda: _select(session.default_buffer) if is_selected else None,
        )
    )


def _select(buffer: Buffer) -> None:
    """Select all that a prompt holds."""
    buffer.cursor_position = 0
    buffer.start_selection()
    assert buffer.selection_state is not None
    buffer.selection_state.enter_shift_mode()
    buffer.cursor_position = len(buffer.text)


def _toolbar(items: list[str]) -> str:
    return "\n".join(MARGIN + line for line in bar(items, get_app().output.get_size().columns - 2))


def _keys() -> KeyBindings:
    """Return what our keys do.

    Alt with a key that has no meaning does nothing, rather than to leave and to type it.
    """
    keys = KeyBindings()

    def leave(error: type[BaseException]) -> Callable[[KeyPressEvent], None]:
        return lambda event: event.app.exit(exception=error(event.current_buffer.text))

    keys.add("escape")(leave(EOFError))
    keys.add("c-c")(leave(KeyboardInterrupt))
    keys.add("escape", "<any>")(lambda _: None)
    keys.add("c-j")(lambda event: event.current_buffer.newline())
    return keys


def _cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
