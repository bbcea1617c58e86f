"""The keys of a Windows console, and what it is told to obey, with another input in its place.

Windows itself was never there: prompt_toolkit's input of a pipe gives what its input of a console
gives, and a kernel that notes what it hears stands for that of Windows.
"""

import os
import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from quizcards.terminal import sequences
from quizcards.terminal.keys import TEXT, Keyboard
from quizcards.terminal.windows_keys import WindowsTerminal

SIZE = os.terminal_size((80, 24))


@pytest.fixture
def pipe() -> Iterator[PipeInput]:
    """What is typed, and how it is parted into keys on Windows 10 and later."""
    with create_pipe_input() as source:
        yield source


def keyboard_of(source: PipeInput, size: Callable[[], os.terminal_size] = lambda: SIZE) -> Keyboard:
    def is_ready(seconds: float) -> bool:
        return bool(select.select([source.fileno()], [], [], seconds)[0])

    return Keyboard(WindowsTerminal(source, is_ready, size))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("d", ["d"]),
        ("ㅇ", ["d"]),
        ("\r", ["enter"]),
        (" ", ["space"]),
        ("\x7f", ["backspace"]),
        ("\x1b", ["escape"]),
        ("\x1b[A\x1b[B\x1bOC\x1b[D", ["up", "down", "right", "left"]),
        ("\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[5~\x1b[6~", "home end home end pageup pagedown".split()),
        ("1\x1b[A", ["1", "up"]),
        ("1\x1b", ["1", "escape"]),
    ],
)
def test_a_key_of_a_console_has_the_name_that_it_has_elsewhere(
    pipe: PipeInput, typed: str, keys: list[str]
) -> None:
    keyboard = keyboard_of(pipe)
    pipe.send_text(typed)
    assert [keyboard.read() for _ in keys] == keys
    assert keyboard.read(patience=0) == "tick"


@pytest.mark.parametrize("typed", ["은", "ssd", "0.5", "\x1b[200~3 d\x1b[201~"])
def test_who_writes_on_a_console_gives_no_commands(pipe: PipeInput, typed: str) -> None:
    keyboard = keyboard_of(pipe)
    pipe.send_text(typed)
    assert keyboard.read() == TEXT
    assert keyboard.text == typed.removeprefix("\x1b[200~").removesuffix("\x1b[201~")


def test_ctrl_c_ends_the_session_on_a_console_too(pipe: PipeInput) -> None:
    keyboard = keyboard_of(pipe)
    pipe.send_text("\x03")
    with pytest.raises(KeyboardInterrupt):
        keyboard.read()


def test_what_a_console_says_of_its_background_is_heard(pipe: PipeInput) -> None:
    keyboard = keyboard_of(pipe)
    pipe.send_text("\x1b]11;rgb:ffff/0000/0000\x1b\\")
    assert keyboard.read() == "resize"
    assert keyboard.background == (1.0, 0.0, 0.0)


class Older:
    """Stands for a console before Windows 10: keys by their codes, and batches of them."""

    def __init__(self, *batches: list[KeyPress]) -> None:
        self.batches = list(batches)

    def is_ready(self, seconds: float) -> bool:
        del seconds
        return bool(self.batches)

    def read_keys(self) -> list[KeyPress]:
        return self.batches.pop(0)

    def flush_keys(self) -> list[KeyPress]:
        return []


def older(*batches: list[KeyPress]) -> Keyboard:
    source: Any = Older(*batches)
    return Keyboard(WindowsTerminal(source, source.is_ready, lambda: SIZE))


def test_a_key_that_is_let_go_and_a_mouse_that_moves_are_no_keys() -> None:
    keyboard = older([], [KeyPress("d", "d")], [])
    assert keyboard.read() == "d"
    assert keyboard.read(patience=0) == "tick"


def test_what_prompt_toolkit_takes_for_a_paste_is_a_text() -> None:
    keyboard = older([KeyPress(Keys.BracketedPaste, "3\rd")], [KeyPress(Keys.Up, "\x1b[A")])
    assert [keyboard.read(), keyboard.text] == [TEXT, "3\nd"]
    assert keyboard.read() == "up"


def test_the_two_halves_of_a_character_are_one() -> None:
    keyboard = older([KeyPress(half, half) for half in "\ud83c\udfb2"])
    assert [keyboard.read(typing=True), keyboard.read(patience=0)] == ["🎲", "tick"]
    assert older([KeyPress("\ud83c", "\ud83c")]).read(typing=True) == "\ufffd"


def test_a_window_that_changes_size_is_seen_while_nothing_is_typed(pipe: PipeInput) -> None:
    sizes = [SIZE, SIZE, os.terminal_size((60, 20))]
    keyboard = keyboard_of(pipe, lambda: sizes.pop(0) if len(sizes) > 1 else sizes[0])
    assert [keyboard.read(), keyboard.read(patience=0)] == ["resize", "tick"]


def test_a_console_is_given_back_while_it_is_lent_and_at_the_end(
    pipe: PipeInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = ["cooked"]

    @contextmanager
    def raw_mode() -> Iterator[None]:
        modes.append("raw")
        yield
        modes.append("cooked")

    monkeypatch.setattr(pipe, "raw_mode", raw_mode)
    keyboard = keyboard_of(pipe)
    with keyboard.raw():
        assert modes[-1] == "raw"
        with keyboard.lent(is_written_on=True):  # prompt_toolkit goes on reading key by key
            assert modes[-1] == "raw"
        with keyboard.lent():
            assert modes[-1] == "cooked"
        assert modes[-1] == "raw"
    assert modes[-1] == "cooked"


class Kernel:
    """Stands for kernel32: the modes of stdin, stdout and stderr where they are consoles."""

    def __init__(self, modes: dict[int, int], is_old: bool = False) -> None:
        self.modes = modes
        self.is_old = is_old
        self.GetStdHandle = lambda end: end + 100

    def GetConsoleMode(self, handle: Any, mode: Any) -> int:  # noqa: N802
        end = handle.value - 100
        if end not in self.modes:
            return 0
        mode._obj.value = self.modes[end]
        return 1

    def SetConsoleMode(self, handle: Any, mode: int) -> int:  # noqa: N802
        if self.is_old and mode & 4:
            return 0
        self.modes[handle.value - 100] = mode
        return 1


def test_a_console_is_told_to_obey_sequences_and_keeps_the_rest_of_its_mode() -> None:
    kernel = Kernel({-10: 0x1F7, -11: 3, -12: 3})
    assert sequences.obeyed(kernel)
    assert kernel.modes == {-10: 0x1F7, -11: 7, -12: 7}


@pytest.mark.parametrize("modes", [{}, {-11: 3}, {-10: 0x1F7}])
def test_what_is_no_console_draws_no_frames(modes: dict[int, int]) -> None:
    assert not sequences.obeyed(Kernel(modes))


def test_a_console_before_windows_10_draws_no_frames() -> None:
    assert not sequences.obeyed(Kernel({-10: 0x1F7, -11: 3, -12: 3}, is_old=True))
