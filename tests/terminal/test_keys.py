"""From what a terminal sends to the names of keys."""

import os
import pty
import signal
import threading
import time
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizcards.terminal.keys import TEXT, Keyboard, latin, names, pressed
from quizcards.terminal.posix_keys import PosixTerminal
from tests.sampling import examples

# the two-set keyboard (KS X 5002): what is printed on each key cap, row by row
TWO_SET = {
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ": "qwertyuiop",
    "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ": "asdfghjkl",
    "ㅋㅌㅊㅍㅠㅜㅡ": "zxcvbnm",
    "ㅃㅉㄸㄲㅆㅒㅖ": "qwertop",
}


def test_every_jamo_is_the_letter_on_its_key_cap() -> None:
    for jamo, letters in TWO_SET.items():
        assert latin(jamo) == letters


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("유", "db"),
        ("녀", "su"),
        ("안녕", "dkssud"),
        ("값", "rkqt"),
        ("왜", "dho"),
        ("의", "dml"),
        ("뷁", "qnpfr"),
        ("U", "u"),
        ("ㅕu3", "uu3"),
    ],
)
def test_a_syllable_is_the_keys_that_compose_it(typed: str, keys: str) -> None:
    assert latin(typed) == keys
    assert latin(unicodedata.normalize("NFD", typed)) == keys


@settings(deadline=None, max_examples=examples(100))
@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_keys_of_any_syllable_follow_from_its_decomposition(syllable: Any) -> None:
    caps = {
        jamo: letter
        for row, letters in TWO_SET.items()
        for jamo, letter in zip(row, letters, strict=True)
    }
    # a vowel or final of two parts is typed as its parts: their Unicode names say which (e.g. ㅘ =
    # WA = O + A)
    parts = {
        "ㅘ": "ㅗㅏ",
        "ㅙ": "ㅗㅐ",
        "ㅚ": "ㅗㅣ",
        "ㅝ": "ㅜㅓ",
        "ㅞ": "ㅜㅔ",
        "ㅟ": "ㅜㅣ",
        "ㅢ": "ㅡㅣ",
    }
    parts |= {
        "ㄳ": "ㄱㅅ",
        "ㄵ": "ㄴㅈ",
        "ㄶ": "ㄴㅎ",
        "ㄺ": "ㄹㄱ",
        "ㄻ": "ㄹㅁ",
        "ㄼ": "ㄹㅂ",
        "ㄽ": "ㄹㅅ",
    }
    parts |= {"ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
    expected = ""
    for jamo in unicodedata.normalize("NFD", syllable):
        # HANGUL CHOSEONG SSANGKIYEOK -> its letter by name
        last = unicodedata.name(jamo).split()[-1]
        letter = unicodedata.lookup(f"HANGUL LETTER {last}")
        expected += "".join(caps[part] for part in parts.get(letter, letter))
    assert latin(syllable) == expected


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (" ", ["space"]),
        ("\r\n", ["enter", "enter"]),
        ("\x7f\x08", ["backspace", "backspace"]),
        ("\x03", ["interrupt"]),
        ("\x04", ["q"]),
        ("\x1b", ["escape"]),
        ("\x1b\x1b", ["escape", "escape"]),
        ("\x1bd", ["escape", "d"]),
        ("\x1b[A\x1bOB", ["up", "down"]),
        ("\x1b[5~\x1b[6~\x1b[H\x1b[4~", ["pageup", "pagedown", "home", "end"]),
        ("\x1b[15~x", ["x"]),  # F5 is no key here, and leaves nothing behind
        ("\x1b[1;5Cx", ["x"]),  # Ctrl-Right
        ("\x1b[200~", []),
        ("\x1b[", []),
        ("3ㅇ", ["3", "d"]),
        ("\x01\x1a", []),
    ],
)
def test_names_of_keys(sent: str, keys: Any) -> None:
    assert list(names(sent)) == keys


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("ㅇ", ["d"]),
        ("은", ["은"]),
        (unicodedata.normalize("NFD", "은"), ["은"]),
        ("ŷ", ["ŷ"]),
        ("ad", ["ad"]),
        ("ㅁㅇ", ["ㅁㅇ"]),
        ("a d 3\r", ["a d 3\n"]),
        ("jjj", ["j", "j", "j"]),
        ("uUㅕ", ["u", "u", "u"]),
        (" 3", ["space", "3"]),
        ("3\r 1", ["3", "enter", "space", "1"]),
        ("3\r 1d", ["3", "enter", "space", "1d"]),
        ("3d2", ["3d2"]),
        ("3차원 1\r", ["3차원 1\n"]),
        ("0.24", ["0.24"]),
        ("120\r", ["120\n"]),
        ("-0.5", ["-0.5"]),
        ("333", ["3", "3", "3"]),
        ("3 ", ["3", "space"]),
        ("은\x1b[B 3", ["은", "down", "space", "3"]),
        ("\x1b[A\x1b[Bd", ["up", "down", "d"]),
        ("\x1b[200~3\r\nq\x1b[201~d", ["3\nq", "d"]),
        ("\x1b[200~3", ["3"]),
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\d", ["resize", "d"]),
    ],
)
def test_letters_in_a_burst_a_number_and_what_no_key_types_are_text(
    sent: str, keys: list[str]
) -> None:
    assert [text if key == TEXT else key for key, text in pressed(sent)] == keys


def test_all_that_follows_a_text_belongs_to_it_until_another_key() -> None:
    keys = list(pressed("3 d\r\x1b3", is_writing=True))
    assert keys == [(TEXT, "3 d\n"), ("escape", ""), ("3", "3")]


@settings(deadline=None, max_examples=examples(100))
@given(st.text("\x00\x03\x1b\x1b[[OAM~;15 aㅇ뷁\u0302\x9b\ud800🎲", max_size=12))
def test_nothing_that_a_terminal_sends_breaks_the_reader(text: Any) -> None:
    assert all(name for name in names(text))
    assert all(name for name, _ in pressed(text))


@pytest.fixture
def wire() -> Iterator[Any]:
    """A keyboard at one end of a raw terminal line, and a function that sends pieces from the
    other, with pauses.
    """
    import tty

    master, slave = pty.openpty()
    tty.setraw(slave)
    terminal = PosixTerminal(slave)
    keyboard = Keyboard(terminal)

    def send(*pieces: bytes | float) -> None:
        def run() -> None:
            for piece in pieces:
                time.sleep(piece) if isinstance(piece, float) else os.write(master, piece)

        sender = threading.Thread(target=run)
        sender.start()
        threads.append(sender)

    threads: list[threading.Thread] = []
    yield keyboard, send
    for thread in threads:
        thread.join()
    for descriptor in (master, slave, terminal.wake_reader, terminal.wake_writer):
        os.close(descriptor)


def test_utf8_split_between_reads_is_one_key(wire: Any) -> None:
    keyboard, send = wire
    first, second, third = (bytes([byte]) for byte in "ㅇ".encode())
    send(first, 0.01, second, 0.01, third, b"1")
    assert [keyboard.read(), keyboard.read()] == ["d", "1"]


@pytest.mark.parametrize("pieces", [(b"\x1b", b"[A"), (b"\x1b[", b"A"), (b"\x1bO", b"A")])
def test_an_escape_sequence_split_between_reads_is_one_key(wire: Any, pieces: Any) -> None:
    keyboard, send = wire
    send(pieces[0], 0.005, pieces[1], b"1")
    assert [keyboard.read(), keyboard.read()] == ["up", "1"]


@pytest.mark.parametrize(
    "pieces", [(b"\x1b[5", b"~"), (b"\x1b[1;", b"5A"), (b"\x1b[", b"15", b"~")]
)
def test_a_split_sequence_leaves_no_piece_behind_as_a_key(wire: Any, pieces: Any) -> None:
    keyboard, send = wire
    send(pieces[0], *(part for piece in pieces[1:] for part in (0.005, piece)), b"1")
    keys = [keyboard.read()]
    while keys[-1] != "1":
        keys.append(keyboard.read())
    assert set(keys) <= {"pageup", "1"}


def test_letters_close_to_each_other_are_text_and_what_follows_soon_too(wire: Any) -> None:
    keyboard, send = wire
    send(b"s", 0.02, b"s", 0.02, b"d", 0.2, b" 3")
    assert [keyboard.read(), keyboard.text] == [TEXT, "ssd"]
    assert [keyboard.read(), keyboard.text] == [TEXT, " 3"]


def test_letters_far_from_each_other_are_keys(wire: Any) -> None:
    keyboard, send = wire
    send(b"d", 0.3, b"q", 0.3, b"3")
    assert [keyboard.read(), keyboard.read(), keyboard.read()] == ["d", "q", "3"]


def test_a_key_that_is_held_acts_while_it_is_held(wire: Any) -> None:
    keyboard, send = wire
    started = time.monotonic()
    send(*[b"j", 0.03] * 30)
    assert [keyboard.read() for _ in range(6)] == ["j"] * 6
    assert time.monotonic() - started < 0.6


def test_what_was_written_is_over_once_the_terminal_was_lent(wire: Any) -> None:
    keyboard, send = wire
    with keyboard.raw():
        send("은".encode())
        assert keyboard.read() == TEXT
        with keyboard.lent():
            pass
        send(b"3")
        assert keyboard.read() == "3"


def test_where_typing_is_asked_for_every_syllable_is_a_key_as_it_is_typed(wire: Any) -> None:
    keyboard, send = wire
    send(unicodedata.normalize("NFD", "은Q3").encode())
    assert [keyboard.read(typing=True) for _ in range(3)] == ["은", "Q", "3"]


def test_a_paste_that_comes_in_pieces_is_one_text(wire: Any) -> None:
    keyboard, send = wire
    send(b"\x1b[200~3 ", 0.2, b"d\r", 0.2, b"q\x1b[201~", b"3")
    assert [keyboard.read(), keyboard.text] == [TEXT, "3 d\nq"]


def test_what_a_terminal_says_of_its_background_is_heard_and_is_no_key(wire: Any) -> None:
    keyboard, send = wire
    send(b"\x1b]11;rgb:0000/8080", 0.02, b"/ffff\x1b", 0.02, b"\\", 0.1, b"3")
    assert [keyboard.read(), keyboard.read()] == ["resize", "3"]
    assert keyboard.background == pytest.approx((0, 0x80 / 0xFF, 1), abs=1e-4)


def test_a_lone_escape_is_a_key_soon(wire: Any) -> None:
    keyboard, send = wire
    started = time.monotonic()
    send(b"\x1b")
    assert keyboard.read() == "escape"
    assert time.monotonic() - started < 0.5


def test_without_a_key_a_reader_with_little_patience_hears_the_clock_tick(wire: Any) -> None:
    keyboard, send = wire
    assert keyboard.read(0.02) == "tick"
    send(b"1 ")
    assert [keyboard.read(5), keyboard.read(5)] == ["1", "space"]


def test_ctrl_c_interrupts_after_the_keys_before_it(wire: Any) -> None:
    keyboard, send = wire
    send(b"1\x03")
    assert keyboard.read() == "1"
    with pytest.raises(KeyboardInterrupt):
        keyboard.read()


def test_a_resize_wakes_the_reader_also_after_the_terminal_was_lent(wire: Any) -> None:
    keyboard, send = wire
    resize = lambda: os.kill(os.getpid(), signal.SIGWINCH)  # noqa: E731
    with keyboard.raw():
        threading.Timer(0.05, resize).start()
        assert keyboard.read() == "resize"
        # to a program that, like prompt_toolkit, leaves nothing of ours in place
        with keyboard.lent():
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        threading.Timer(0.05, resize).start()
        assert keyboard.read() == "resize"
        send(b"1")
        assert keyboard.read() == "1"
    assert signal.set_wakeup_fd(-1) == -1


def test_signals_are_handled_as_before_once_the_terminal_is_given_back(wire: Any) -> None:
    keyboard, _ = wire
    numbers = (signal.SIGWINCH, signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    with keyboard.raw():
        pass
    assert [signal.getsignal(number) for number in numbers] == before


def test_what_is_written_is_all_that_came_with_its_first_key(wire: Any) -> None:
    keyboard, send = wire
    send(b"4 1 2\r")
    assert keyboard.read() == "4"
    assert keyboard.written() == "4 1 2\n"
    assert keyboard.read(0.02) == "tick"


def test_what_was_typed_before_the_screen_is_dropped_since_nobody_saw_what_it_answers() -> None:
    ours, theirs = pty.openpty()
    keyboard = Keyboard(PosixTerminal(theirs))
    os.write(ours, b"1")
    assert os.read(ours, 1) == b"1"  # its echo: it has come
    with keyboard.raw():
        os.write(ours, b"2")
        assert keyboard.read() == "2"
