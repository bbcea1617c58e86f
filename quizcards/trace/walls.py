"""The walls around a process that runs a deck's code: what it cannot do, whatever that code does.

They are the second wall: the first is the list of what a deck may say (see `vet`). A wall that a
system does not have is left out and the run goes on; docs/sandbox.md says which stand where.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from typing import Any

from quizcards.trace import seccomp

if sys.platform == "win32":
    resource: Any = None  # there is none, and nothing here asks it there
else:
    import resource


def put_up(memory: int, seconds: int) -> bool:
    """Shut this process in for good, with so many bytes of memory and seconds of computing.

    What is imported and opened before stays; descriptors 0 and 1 go on working. Return whether the
    system filters what the process asks of it.
    """
    if sys.platform == "win32":
        _enter_job(ctypes.WinDLL("kernel32"), memory, used() + seconds)
        return False
    # before the limits, since it may load a library
    sealed = sys.platform == "darwin" and _enter_profile()
    _limit(memory, seconds)
    return seccomp.give_up() or sealed


def _limit(memory: int, seconds: int) -> None:
    """Set limits that only root could raise again."""
    limits = {
        "RLIMIT_CPU": used() + seconds,
        "RLIMIT_AS": memory,  # macOS does not keep it
        "RLIMIT_NOFILE": 0,  # no descriptor is below it: nothing can be opened any more
        "RLIMIT_NPROC": 0,  # does not bind root
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
    }
    for name, most in limits.items():
        # some systems lack a limit, or refuse to set it
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


def limit_run(seconds: int) -> None:
    """Let this process compute so many seconds from now, within its hard limit.

    On Windows the parent's clock alone holds a run.
    """
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = used() + seconds
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def used() -> int:
    """Return the whole seconds of computing that this process has begun."""
    if sys.platform == "win32":
        spent = os.times()
        return int(spent.user + spent.system) + 1
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return int(usage.ru_utime + usage.ru_stime) + 1


def _enter_profile() -> bool:
    """Take up the profile of macOS for processes that only compute: no service of the system.

    Written from Apple's sandbox(7) and sandbox_init(3), never run by us.
    """
    library = ctypes.CDLL(None)
    if not hasattr(library, "sandbox_init"):
        return False
    named, message = ctypes.c_uint64(1), ctypes.c_char_p()
    done = library.sandbox_init(b"pure-computation", named, ctypes.byref(message))
    return bool(done == 0)


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION"""

    _fields_ = (
        ("process_time", ctypes.c_int64),  # in 100 ns
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION"""

    _fields_ = (
        ("basic", _BasicLimits),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


# which members of the structures count: JOB_OBJECT_LIMIT_PROCESS_TIME, ..._ACTIVE_PROCESS,
# ..._PROCESS_MEMORY; and JobObjectExtendedLimitInformation
_JOB_FLAGS, _JOB_EXTENDED = 0x2 | 0x8 | 0x100, 9


def _enter_job(kernel: Any, memory: int, seconds: int) -> None:
    """Enter a job of Windows that holds one process, its memory and its time from its start.

    `kernel` is kernel32. Written from Microsoft's "Job Objects", never run by us on Windows.
    """
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = _Limits(process_memory=memory)
    limits.basic.flags = _JOB_FLAGS
    limits.basic.process_time = seconds * 10_000_000
    limits.basic.processes = 1
    size = ctypes.sizeof(limits)
    kernel.SetInformationJobObject(job, _JOB_EXTENDED, ctypes.byref(limits), size)
    # a process that is in a job, as a venv's python is, enters this one within it
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
