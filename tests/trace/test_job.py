"""The job that holds the sandbox's process on Windows, told to a kernel that notes what it hears.

Windows itself was never there: these tests hold us to what Microsoft's documentation says.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from quizcards.trace import walls

LONG = 8
"""Bytes of a pointer on Windows of 64 bits."""


class Kernel:
    """Stands for kernel32: it notes each call by its name, and what the job was told."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.handles: list[int | None] = []
        self.limits: Any = None
        self.CreateJobObjectW = self._noting("create", 7)
        self.GetCurrentProcess = self._noting("current", 2**64 - 1)  # what stands for itself
        self.AssignProcessToJobObject = self._noting("enter", 1)

    def _noting(self, name: str, result: int) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            self.calls.append(name)
            self.handles += [one.value for one in arguments if one is not None]
            return result

        return call

    def SetInformationJobObject(self, job: Any, kind: int, told: Any, size: int) -> int:  # noqa: N802
        self.calls.append("limit")
        assert (job.value, kind, size) == (7, 9, ctypes.sizeof(told._obj))
        self.limits = told._obj
        return 1


def test_a_job_has_its_limits_before_the_process_enters_it() -> None:
    kernel = Kernel()
    walls._enter_job(kernel, 1 << 30, 8)
    assert kernel.calls == ["create", "limit", "current", "enter"]
    assert kernel.handles == [7, 2**64 - 1]


def test_a_job_holds_one_process_its_memory_and_its_seconds() -> None:
    kernel = Kernel()
    walls._enter_job(kernel, 1 << 30, 8)
    basic = kernel.limits.basic
    assert kernel.limits.process_memory == 1 << 30
    assert (basic.processes, basic.process_time) == (1, 80_000_000)
    assert basic.flags == 0x2 | 0x8 | 0x100


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != LONG, reason="the sizes are of 64 bits")
def test_the_structures_are_as_large_as_those_of_windows() -> None:
    assert ctypes.sizeof(walls._BasicLimits) == 64
    assert ctypes.sizeof(walls._Limits) == 144
    assert walls._Limits.process_memory.offset == 112
    assert walls._BasicLimits.flags.offset == 16
    assert walls._BasicLimits.processes.offset == 40
