"""What a Linux process gives up for good: new privileges, the powers of root, and system calls.

Arithmetic needs few system calls. A filter of them (seccomp, Linux 3.17) is a small program that
the kernel runs at every call: those on the list are let through, any other fails with EPERM, as if
it were not there. Nothing can take a filter away again.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# <linux/prctl.h>, <signal.h>
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _SIGKILL = 1, 38, 9

# <linux/seccomp.h>: with TSYNC the filter holds for every thread of the process
_SET_MODE_FILTER, _FILTER_FLAG_TSYNC = 1, 1
_ALLOW, _KILL_PROCESS = 0x7FFF0000, 0x80000000
REFUSE = 0x00050001  # SECCOMP_RET_ERRNO with EPERM

# <linux/bpf_common.h>: load a word of what the filter sees, and with it, compare, return
_LOAD, _AND, _EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06

# struct seccomp_data: the call's number, the architecture, where from, six arguments of 64 bits
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

_PROT_EXEC = 4
_RLIMIT_CPU = 0

# <linux/capability.h>, version 3
_CAPABILITIES_VERSION = 0x20080522


@dataclass(frozen=True)
class Machine:
    """What the filter must know of a processor: AUDIT_ARCH_... and the number of `seccomp`."""

    architecture: int
    seccomp: int


MACHINES = {"x86_64": Machine(0xC000003E, 317), "aarch64": Machine(0xC00000B7, 277)}


@dataclass(frozen=True)
class Only:
    """A condition: of the argument at this place, the bits under the mask have this value.

    Every argument that is looked at has 32 bits for the kernel, so the lower half is enough.
    """

    place: int
    value: int
    mask: int = 0xFFFFFFFF


@dataclass(frozen=True)
class Call:
    """A system call that stays, with its numbers in the order of MACHINES."""

    name: str
    numbers: tuple[int, int]
    conditions: tuple[Only, ...] = ()


CALLS = (
    Call("read", (0, 63), (Only(0, value=0),)),  # the request
    Call("write", (1, 64), (Only(0, value=1),)),  # the replies
    # memory, which never becomes code
    Call("mmap", (9, 222), (Only(2, value=0, mask=_PROT_EXEC),)),
    Call("mprotect", (10, 226), (Only(2, value=0, mask=_PROT_EXEC),)),
    Call("munmap", (11, 215)),
    Call("brk", (12, 214)),
    Call("mremap", (25, 216)),
    Call("madvise", (28, 233)),
    # locks within the process, which the C library aborts without
    Call("futex", (202, 98)),
    Call("sched_yield", (24, 124)),
    # time and chance, where no page of the kernel's gives them without a call
    Call("clock_gettime", (228, 113)),
    Call("gettimeofday", (96, 169)),
    Call("getrandom", (318, 278)),
    # each run has seconds of its own; the hard limit above them cannot be raised
    Call("getrusage", (98, 165)),
    Call("prlimit64", (302, 261), (Only(0, value=0), Only(1, value=_RLIMIT_CPU))),
    # the way out, and back from a signal
    Call("rt_sigreturn", (15, 139)),
    Call("restart_syscall", (219, 128)),
    Call("exit", (60, 93)),
    Call("exit_group", (231, 94)),
)

Instruction = tuple[int, int, int, int]
"""A struct sock_filter: code, how many to skip if true, if false, and a constant."""


def program(machine: str) -> list[Instruction]:
    """Return the filter for one of MACHINES. It returns 0x7fff0000 for a call that may be made."""
    place = list(MACHINES).index(machine)
    found: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, MACHINES[machine].architecture),
        (_RETURN, 0, 0, _KILL_PROCESS),  # the numbers of another architecture mean other calls
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for call in CALLS:
        allowed = [*_conditions(call.conditions), (_RETURN, 0, 0, _ALLOW)]
        if call.conditions:
            allowed.append((_RETURN, 0, 0, REFUSE))
        found += [(_EQUAL, 0, len(allowed), call.numbers[place]), *allowed]
    return [*found, (_RETURN, 0, 0, REFUSE)]


def _conditions(conditions: tuple[Only, ...]) -> Iterable[Instruction]:
    """Yield instructions that go on where all conditions hold, and else skip what follows one."""
    for left, condition in zip(reversed(range(len(conditions))), conditions, strict=True):
        yield _LOAD, 0, 0, _ARGUMENTS_AT + 8 * condition.place
        yield _AND, 0, 0, condition.mask
        yield _EQUAL, 0, 3 * left + 1, condition.value


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("constant", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction)))


def give_up() -> bool:
    """Give up everything that this kernel lets a process give up, and die with the parent.

    Return whether system calls are filtered from now on. Where the system or the processor is
    another one or the kernel refuses, nothing is lost but that wall.
    """
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    library.prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(_SIGKILL), *_NOUGHTS[1:])
    _drop_capabilities(library)
    # without it only root may filter, and a program with setuid could undo what is given up
    if library.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), *_NOUGHTS[1:]) != 0:
        return False
    machine = os.uname().machine
    # a program of 32 bits on such a kernel makes the calls of another architecture
    if machine not in MACHINES or sys.maxsize < 2**32:
        return False
    filtering = program(machine)
    instructions = (_Instruction * len(filtering))(*(_Instruction(*one) for one in filtering))
    call = ctypes.c_long(MACHINES[machine].seccomp)
    mode, flags = ctypes.c_ulong(_SET_MODE_FILTER), ctypes.c_ulong(_FILTER_FLAG_TSYNC)
    whole = _Program(len(filtering), instructions)
    return bool(library.syscall(call, mode, flags, ctypes.byref(whole)) == 0)


_NOUGHTS = (ctypes.c_ulong(0),) * 4


def _drop_capabilities(library: ctypes.CDLL) -> None:
    """Make root an ordinary user, who raises no hard limit and reads no other's file."""
    if hasattr(library, "capset"):
        header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
        none = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; twice 32 of them
        library.capset(header, none)
