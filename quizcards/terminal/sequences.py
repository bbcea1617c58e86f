"""Escape sequences on a console of Windows, which obeys them only once it is told to."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_STDIN, _STDOUT, _STDERR = -10, -11, -12
_OBEYS = 0x4
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING, from Windows 10 on."""


def obeyed(kernel: Any) -> bool:
    """Let the console obey escape sequences; say whether stdin and stdout are one that does.

    `kernel` is kernel32. Written from Microsoft's "Console Modes", never run by us on Windows.
    """
    kernel.GetStdHandle.restype = ctypes.c_void_p
    _mode_set(kernel, _STDERR, _OBEYS)
    # what is none, as the null device, has no mode, though Windows calls it a terminal
    return _mode_set(kernel, _STDIN, 0) and _mode_set(kernel, _STDOUT, _OBEYS)


if sys.platform == "win32":

    def obeyed_here() -> bool:
        """Let the console of this process obey escape sequences; say whether there is one."""
        return obeyed(ctypes.WinDLL("kernel32"))


def _mode_set(kernel: Any, end: int, more: int) -> bool:
    """Add to the mode of an end of the process; say whether it is a console that takes it."""
    handle = ctypes.c_void_p(kernel.GetStdHandle(end))
    mode = ctypes.c_uint32()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(handle, mode.value | more))
