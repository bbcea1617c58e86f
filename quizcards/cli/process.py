"""The process around a command: its ends (stdin, stdout, stderr), its signals, its exit code.

What is imported here even --help waits for.
"""

import os
import sys
from collections.abc import Callable
from io import TextIOWrapper

INTERRUPTED = 130
_ENDS = (
    ("stdin", "r", os.O_RDONLY),
    ("stdout", "w", os.O_RDONLY),
    ("stderr", "w", os.O_WRONLY),
)
"""Each end with its mode, and how the null device is opened in its place."""


def exit_code(command: Callable[[], int]) -> int:
    """Run a command and return the exit code of the process, all output on its way.

    Where nobody reads any more (`| head`) that is 0; where the output cannot be written 2, with a
    sentence; after a bug 1, with its traceback.
    """
    _open_ends()
    if sys.platform == "win32":
        from quizcards.terminal.sequences import obeyed_here

        obeyed_here()
    _say_what_to_set()
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0
    except OSError as error:
        _say_refused(error)
        code = 2
    except Exception as error:
        code = _code_of(error)
    finally:
        _empty_ends()
    return code


def _say_refused(error: OSError) -> None:
    from quizcards.terminal.printing import STDERR, unwritable

    STDERR.say(unwritable(error))


def _code_of(bug: BaseException) -> int:
    """Print the traceback of a bug, unless it is Ctrl-C that came out as another error."""
    from traceback import format_exception

    from quizcards.terminal.printing import STDERR

    cause: BaseException | None = bug
    while cause is not None:
        if isinstance(cause, KeyboardInterrupt):
            return INTERRUPTED
        cause = cause.__cause__ or cause.__context__
    STDERR.say("".join(format_exception(bug)).rstrip())
    return 1


def _open_ends() -> None:
    """Put something in the place of ends that are closed, so that no file of ours gets there.

    A closed stdin has ended, what is written to a closed stdout fails, and a closed stderr has
    nobody listening.
    """
    for name, mode, flags in _ENDS:
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, flags)
            os.set_inheritable(descriptor, True)  # git too finds it in the place of what is closed
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8"))
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _say_what_to_set() -> None:
    """Say once, in letters that any locale has, what lets Korean be seen where it cannot."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        "한글".encode(encoding)
    except UnicodeEncodeError:
        setting = "PYTHONUTF8=1" if sys.platform == "win32" else "LC_ALL=C.UTF-8"
        sys.stderr.write(f"quizcards: {encoding} has no Korean letters. Set {setting}.\n")


def _empty_ends() -> None:
    """Flush what is left, and let nothing that cannot be written be tried again on exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            from quizcards.terminal.printing import let_go

            let_go(stream)


def leave_at_once() -> None:
    """Let Ctrl-C end the process then and there, while it holds nothing: before and after work.

    An exception would be lost in places, as where Python itself imports, or come out as another.
    """
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave_at_once)


def leave_in_order() -> None:
    """Let Ctrl-C and signals to end raise, so that the terminal and files are given back first.

    One that the process was told to pass over (nohup) stays so.
    """
    import signal

    if signal.getsignal(signal.SIGINT) is _leave_at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):  # Windows has but the first
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _leave)


def _leave_at_once(*_: object) -> None:
    os._exit(INTERRUPTED)


def _leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)
