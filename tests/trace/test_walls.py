"""The second wall: what code that was never vetted cannot do in the sandbox's process.

Each child here runs Python as it stands in place of a deck's code; all else is as it always is.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from quizcards.errors import QuizcardsError
from quizcards.trace import sandbox, seccomp
from quizcards.trace.gradient import NotDifferentiableError, gradients
from quizcards.trace.tracer import Trace
from quizcards.trace.wire import Job, request
from tests.sampling import some

# an attempt stands where a formula that replaces another does; what it gives comes back as a text
UNVETTED = """
import ctypes, mmap, os, resource, signal, socket, subprocess, threading, time
from quizcards.trace import walls, worker
C = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    given = C.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments))
    if given == -1:
        raise OSError(ctypes.get_errno(), "")
    return given
def run(source, params, replaced):
    worker.vet.vet = lambda *_: []
    try:
        given = eval(compile(replaced["try"], "try", "eval"), globals())
    except BaseException as error:
        given = type(error).__name__
    raise worker.QuizcardsError(f"{given}")
worker._traced = run
"""
AS_NOBODY = "os.setgroups([]); os.setgid(65534); os.setuid(65534)"
NO_FILTER = "walls.seccomp.MACHINES.clear()"


def unvetted(attempts: list[str], *before: str) -> Mapping[str, str]:
    """Return what came of each attempt, all in one process; `before` runs before its walls."""
    code = "\n".join([UNVETTED, *before, "worker.main()"])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox, "_MAIN", f"exec({code!r})")
        found = sandbox.run("", [({}, {"try": attempt}) for attempt in attempts])
    return dict(zip(attempts, map(str, found), strict=True))


@cache
def filters() -> bool:
    """Say whether this system filters the calls of the sandbox's process."""
    before = "put_up = walls.put_up; walls.put_up = lambda *a: globals().update(sealed=put_up(*a))"
    return unvetted(["sealed"], before)["sealed"] == "True"


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has this wall")
needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


@pytest.fixture
def filtered() -> None:
    if not filters():
        pytest.skip("this kernel or processor has no filter of system calls for us")


def test_a_linux_on_these_processors_has_the_filter() -> None:
    """So that the tests below are not all left out unseen."""
    status = Path("/proc/self/status")
    if not status.exists() or "Seccomp:" not in status.read_text():
        pytest.skip("no Linux with seccomp")
    if os.uname().machine not in seccomp.MACHINES or sys.maxsize < 2**32:
        pytest.skip("another processor")
    assert filters()


# in the order in which one process tries them
FILES = [
    "os.open('FOLDER/secret', os.O_RDONLY)",
    "os.open('/etc/passwd', os.O_RDONLY)",
    "os.open('/proc/PARENT/environ', os.O_RDONLY)",
    "os.open('FOLDER/new', os.O_WRONLY | os.O_CREAT)",
    "os.dup(1)",
    "os.pipe()",
    "socket.socket()",
    "socket.socket(socket.AF_UNIX)",
    "os.memfd_create('x')",
]
STEADY_CHANGES = [
    "os.truncate('FOLDER/secret', 0)",
    "os.chmod('FOLDER/secret', 0o777)",
    "os.utime('FOLDER/secret', (0, 0))",
    "os.link('FOLDER/secret', 'FOLDER/new')",
    "os.symlink('/', 'FOLDER/new')",
    "os.mkdir('FOLDER/new')",
    "os.mkfifo('FOLDER/new')",
    "os.rename('FOLDER/secret', 'FOLDER/new')",
    "os.unlink('FOLDER/secret')",
    "os.rmdir('FOLDER/empty')",
]
LOOKS = [
    "os.stat('FOLDER/secret')",
    "os.listdir('FOLDER')",
    "os.readlink('/proc/self/exe')",
    "os.chdir('FOLDER')",
    "os.getcwd()",
]
STARTS = [
    "os.fork()",
    "os.posix_spawn('/bin/true', ['true'], {})",
    "subprocess.run(['/bin/true'])",
    "threading.Thread(target=int).start()",
    "os.execv('/bin/true', ['true'])",
    "os.setsid()",
]
SIGNALS = [
    "os.kill(PARENT, 0)",
    "os.kill(PARENT, signal.SIGWINCH)",
    "os.killpg(os.getpgid(PARENT), 0)",
    "signal.pidfd_send_signal(0, 0)",
    "resource.prlimit(PARENT, resource.RLIMIT_NOFILE)",
    "os.setpriority(os.PRIO_PROCESS, PARENT, 19)",
    "os.sched_setaffinity(PARENT, {0})",
]
RAISES = [
    f"resource.setrlimit(resource.RLIMIT_{name}, ({most}, {most}))"
    for name, most in {
        "CPU": 1000, "AS": 1 << 40, "NOFILE": 100, "FSIZE": 1 << 30, "NPROC": 100, "CORE": 1,
    }.items()
]  # fmt: skip
MEMORY_AS_CODE = ["mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)"]
READS_OTHERS = [  # ptrace(PTRACE_ATTACH), process_vm_readv, pidfd_open, kcmp, of the parent
    f"call({number}, {arguments})"
    for number, arguments in {
        "x86_64": {101: "16, PARENT, 0, 0", 310: "PARENT, 0, 0, 0, 0, 0", 434: "PARENT, 0"},
        "aarch64": {117: "16, PARENT, 0, 0", 270: "PARENT, 0, 0, 0, 0, 0", 434: "PARENT, 0"},
    }.get(os.uname().machine if sys.platform != "win32" else "", {}).items()
]  # fmt: skip
# io_uring_setup, bpf, unshare, clone3, userfaultfd, and `open` by its number of 32 bits
LOOPHOLES = [f"call({number}, 0, 0, 0)" for number in (425, 435, 0x40000002)]

ALL = [
    *FILES, *STEADY_CHANGES, *LOOKS, *STARTS, *SIGNALS, *RAISES, *MEMORY_AS_CODE, *READS_OTHERS,
    *LOOPHOLES,
]  # fmt: skip
# of a limit, of a thread, of everything else
REFUSALS = {"ValueError", "RuntimeError", "PermissionError"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that belongs to no one else, where every user may do as they like."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "secret").write_text("mine")
        (folder / "empty").mkdir()
        for path in (folder, *folder.iterdir()):
            path.chmod(0o777)
        yield folder


def filled(attempt: str, folder: Path) -> str:
    return attempt.replace("FOLDER", str(folder)).replace("PARENT", str(os.getpid()))


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> Mapping[str, str]:
    """What came of everything that the filter refuses."""
    return unvetted([filled(attempt, folder) for attempt in ALL])


@pytest.mark.usefixtures("filtered")
@pytest.mark.parametrize("attempt", ALL)
def test_code_that_was_not_vetted_is_refused(
    attempt: str, folder: Path, outcomes: Mapping[str, str]
) -> None:
    said = outcomes[filled(attempt, folder)]
    assert said in REFUSALS, said
    assert {path.name for path in folder.iterdir()} == {"secret", "empty"}
    assert (folder / "secret").read_text() == "mine"


@pytest.mark.usefixtures("filtered")
def test_reading_stdin_again_and_writing_elsewhere_give_nothing() -> None:
    attempts = ["os.write(2, b'x')", "os.close(0)", "os.read(1, 1)", "os.lseek(0, 0, 0)"]
    assert set(unvetted(attempts).values()) == {"PermissionError"}


# what is left where calls are not filtered: an old kernel, another processor, another system


@needs_limits
@pytest.mark.parametrize("attempt", FILES)
def test_without_a_filter_nothing_can_be_opened(attempt: str, folder: Path) -> None:
    if "memfd" in attempt and not hasattr(os, "memfd_create"):
        pytest.skip("no memfd here")
    closed, said = unvetted(["os.close(0)", filled(attempt, folder)], NO_FILTER).values()
    assert closed == "None"
    assert said in {"OSError", "FileNotFoundError"}  # without /proc there is no such file
    assert not (folder / "new").exists()


@needs_limits
@pytest.mark.parametrize("attempt", STARTS[:4])
def test_without_a_filter_an_ordinary_user_starts_nothing(attempt: str, folder: Path) -> None:
    (said,) = unvetted([filled(attempt, folder)], NO_FILTER, *_as_nobody()).values()
    assert said in {"BlockingIOError", "OSError", "RuntimeError"}


@needs_limits
@pytest.mark.parametrize("attempt", RAISES)
def test_without_a_filter_an_ordinary_user_raises_no_limit(attempt: str) -> None:
    if sys.platform == "darwin" and ("AS" in attempt or "CORE" in attempt):
        pytest.skip("macOS does not keep this limit")
    (said,) = unvetted([attempt], NO_FILTER, *_as_nobody()).values()
    assert said in {"ValueError", "PermissionError", "OSError"}


def _as_nobody() -> tuple[str, ...]:
    """Return what makes root an ordinary user, before the walls; they do not bind root."""
    return (AS_NOBODY,) if os.getuid() == 0 else ()


@needs_limits
def test_memory_is_refused_beyond_its_limit() -> None:
    if sys.platform == "darwin":
        pytest.skip("macOS does not keep a limit of address space")
    (said,) = unvetted(["len(bytearray(2 << 30))"], NO_FILTER).values()
    assert said == "MemoryError"


@needs_linux
def test_root_has_no_power_left() -> None:
    """CapEff of another process that has dropped all is 0; here the drop is read back by capget."""
    if os.getuid() != 0:
        pytest.skip("not root")
    calls = "walls.seccomp.program = lambda machine: [(0x06, 0, 0, 0x7FFF0000)]"  # allows all
    (said,) = unvetted(["resource.setrlimit(resource.RLIMIT_CPU, (999, 999))"], calls).values()
    assert said == "ValueError"


# what the parent does


def test_the_process_stands_in_an_empty_folder_that_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen, made = unvetted(["seen", "os.mkdir('x')"], "seen = os.listdir()", NO_FILTER).values()
    assert seen == "[]"
    assert made == ("None" if sys.platform == "win32" else "FileNotFoundError")
    assert not list(tmp_path.iterdir())


def test_a_run_works_where_no_folder_can_be_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    (trace,) = sandbox.run("def inline(a):\n    b = a + 1\n    return b", [({"a": 1}, {})])
    assert isinstance(trace, Trace)


def test_a_run_works_where_the_kernel_refuses_every_wall_of_linux(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = "worker.walls.seccomp.ctypes.CDLL = lambda _: type('C', (), {'prctl': lambda *a: -1})"
    monkeypatch.setattr(sandbox, "_MAIN", f"{without}(); worker.main()")
    (trace,) = sandbox.run("def inline(a):\n    b = a + 1\n    return b", [({"a": 1}, {})])
    assert isinstance(trace, Trace)


@pytest.mark.parametrize(
    "flood",
    [
        "all(os.write(1, b'x' * 65536) for _ in iter(int, 1))",
        "all(os.write(1, b'{}' + b' ' * 65533 + bytes([10])) for _ in iter(int, 1))",
        "os.write(1, b'[' * (1 << 20) + bytes([10])) and all(True for _ in iter(int, 1))",
    ],
)
def test_the_parent_holds_no_more_than_it_is_ready_to(flood: str) -> None:
    tracemalloc.start()
    try:
        started = time.monotonic()
        said = list(unvetted([flood, *["1"] * 2000]).values())
        took = time.monotonic() - started
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2 * sandbox.MOST_ANSWERED
    assert took < sandbox.WALL_SECONDS + sandbox._GRACE + 2
    assert {type(one) for one in said} == {str}


Process = subprocess.Popen[bytes]
SOURCE = "def inline(a):\n    for i in range(2):\n        b = a + i\n    return b"
WELL = {"steps": [[0, 1.0, [1], {"i": 0}]], "result": 1.0, "returned": "b"}


@pytest.mark.parametrize(
    "answer",
    some([
        "", "null", "5", "[]", "{}", "nonsense", "\\xff", '"refused"', "[" * 100_000, "9" * 5000,
        '{"refused": 5}', r'{"refused": "\u001b[2J"}', '{"refused": "%s"}' % ("가" * 2000),
        *(
            json.dumps({**WELL, name: value})
            for name, value in [
                ("steps", []), ("steps", None), ("steps", [[0, 1.0, [1]]]), ("result", "text"),
                ("result", None), ("result", 1e300), ("result", [[1], [1, 2]]), ("result", []),
                ("result", float("nan")), ("result", 2**70), ("result", ["1"]), ("returned", "x"),
                ("returned", []),
            ]
        ),
        *(
            json.dumps({**WELL, "steps": [step]})
            for step in [
                [1, 1.0, [1], {}], [-1, 1.0, [1], {}], ["0", 1.0, [1], {}], [0, {}, [1], {}],
                [0, 1.0, 5, {}], [0, 1.0, ["1"], {}], [0, 1.0, [1], {"i": "x"}],
                [0, 1.0, [1], {"j": 1}], [0, 1.0, [1], []], [0, float("inf"), [1], {}],
            ]
        ),
    ]),
    ids=lambda answer: answer[:60],
)  # fmt: skip
def test_what_no_run_of_this_code_could_answer_is_an_error(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = answer.encode().replace(b"\\xff", b"\xff") + b"\n"
    monkeypatch.setattr(sandbox, "_MAIN", f"sys.stdout.buffer.write({said!r})")
    (error,) = sandbox.run(SOURCE, [({"a": 1.0}, {})])
    assert isinstance(error, QuizcardsError)
    assert str(error).isprintable()
    assert "읽을 수 없는 답" in str(error)


@pytest.mark.parametrize(
    "flow",
    [
        "", "5", "{}", "nonsense", '{"inputs": {"x": 1.0}, "steps": [1.0]}',
        '{"inputs": {"a": [1.0]}, "steps": [1.0]}', '{"inputs": {}, "steps": []}',
        '{"inputs": {}, "steps": [[1.0, 2.0]]}', '{"inputs": {}, "steps": ["x"]}',
    ],
)  # fmt: skip
def test_gradients_that_do_not_fit_are_none(flow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = f"{json.dumps(WELL)}\n{flow}\n"
    monkeypatch.setattr(sandbox, "_MAIN", f"sys.stdout.write({said!r})")
    (trace,) = sandbox.run(SOURCE, [({"a": 1.0}, {})])
    assert isinstance(trace, Trace)
    with pytest.raises(NotDifferentiableError):
        gradients(trace)


def is_alive(process: int) -> bool:
    """Say whether a process runs. One that has ended may wait for long to be asked how."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    with suppress(OSError):
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    return True


def soon(holds: Callable[[], bool]) -> bool:
    for _ in range(200):
        if holds():
            return True
        time.sleep(0.05)
    return False


def soon_gone(process: int) -> bool:
    return soon(lambda: not is_alive(process))


@needs_limits
@pytest.mark.parametrize("last", ["os.close(1)", "os.fork()"])
def test_nothing_lives_on_after_a_run(
    last: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a process that hangs up nor, where it may start others, one that it started."""
    note = f"open({str(tmp_path / 'pid')!r}, 'a').write(f'{{os.getpid()}} ')"
    monkeypatch.setattr(sandbox, "_MAIN", f"import os, time; {last}; {note}; time.sleep(60)")
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2)
    monkeypatch.setattr(sandbox, "_kill", slow(sandbox._kill))
    sandbox.run(SOURCE, [({"a": 1.0}, {})])
    processes = [int(number) for number in (tmp_path / "pid").read_text().split()]
    assert len(processes) == 1 + (last == "os.fork()")
    assert all(soon_gone(process) for process in processes)


def slow(kill: Callable[[Process], None]) -> Callable[[Process], None]:
    """Let a process that has hung up go on for a moment, so that it notes its number."""

    def slowly(process: Process) -> None:
        time.sleep(0.3)
        kill(process)

    return slowly


@needs_limits
def test_a_process_that_has_left_the_group_and_holds_the_pipe_does_not_hold_the_parent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only where nothing keeps a process from starting another can this come about."""
    note = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))"
    left = f"import os, time; os.fork() and os._exit(0); os.setsid(); {note}; time.sleep(60)"
    monkeypatch.setattr(sandbox, "_MAIN", left)
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 2)
    started = time.monotonic()
    (error,) = sandbox.run(SOURCE, [({"a": 1.0}, {})])
    assert time.monotonic() - started < 2 + sandbox._GRACE + 2
    assert "시간" in str(error)
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)


@needs_linux
@pytest.mark.parametrize("before", ["", NO_FILTER])
def test_the_process_dies_with_a_parent_that_is_killed(before: str) -> None:
    code = "\n".join([UNVETTED, before, "worker.main()"])
    forever = "all(True for _ in iter(int, 1))"
    script = f"""
from quizcards.trace import sandbox
sandbox._MAIN = {f"exec({code!r})"!r}
with sandbox.Child() as child:
    print(child._process.pid, flush=True)
    child.ask(sandbox.wire.request("", [({{}}, {{"try": {forever!r}}})]), 1)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout
        process = int(parent.stdout.readline())
        assert soon(lambda: "NoNewPrivs:\t1" in Path(f"/proc/{process}/status").read_text())
        parent.kill()
    assert soon_gone(process)


# the filter itself, on every processor that it is written for


def verdict(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """Run the filter as the kernel does: an accumulator, and jumps forward."""
    if architecture is None:
        architecture = seccomp.MACHINES[machine].architecture
    seen = {0: number, 4: architecture}
    for place, argument in enumerate((*arguments, *[0] * 6)[:6]):
        seen |= {16 + 8 * place: argument & 0xFFFFFFFF, 20 + 8 * place: argument >> 32}
    instructions = iter(seccomp.program(machine))
    held = 0
    for code, if_true, if_false, constant in instructions:
        match code:
            case 0x20:
                held = seen[constant]
            case 0x54:
                held &= constant
            case 0x15:
                for _ in range(if_true if held == constant else if_false):
                    next(instructions)
            case 0x06:
                return constant
            case _:
                raise AssertionError(code)
    raise AssertionError("ends without a verdict")


ALLOWED, REFUSED, KILLED = 0x7FFF0000, 0x00050001, 0x80000000


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_lets_through_its_list_and_nothing_else(machine: str) -> None:
    place = list(seccomp.MACHINES).index(machine)
    on_the_list = {call.numbers[place] for call in seccomp.CALLS}
    allowed = {
        number
        for number in (*range(1000), *range(0x40000000, 0x40000000 + 1000), 0xFFFFFFFF)
        for arguments in [(0, 0, 0), (1, 0, 0), (0, 0, 3)]
        if verdict(machine, number, *arguments) == ALLOWED
    }
    assert allowed == on_the_list
    assert {verdict(machine, number) for number in set(range(1000)) - on_the_list} == {REFUSED}


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_the_filter_looks_at_what_a_call_is_given(machine: str) -> None:
    place = list(seccomp.MACHINES).index(machine)
    number = {call.name: call.numbers[place] for call in seccomp.CALLS}

    def of(name: str, *arguments: int) -> int:
        return verdict(machine, number[name], *arguments)

    assert [of("read", descriptor) for descriptor in range(4)] == [ALLOWED, *[REFUSED] * 3]
    assert [of("write", descriptor) for descriptor in (1, 0, 2, 3)] == [ALLOWED, *[REFUSED] * 3]
    for call in ("mmap", "mprotect"):
        assert [of(call, 0, 4096, bits) for bits in range(4)] == [ALLOWED] * 4
        assert [of(call, 0, 4096, bits) for bits in range(4, 8)] == [REFUSED] * 4
    assert of("prlimit64", 0, 0) == ALLOWED
    assert {of("prlimit64", 0, limit) for limit in range(1, 16)} == {REFUSED}
    assert of("prlimit64", 1, 0) == REFUSED


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_a_call_by_the_numbers_of_another_architecture_ends_the_process(machine: str) -> None:
    others = {one.architecture for one in seccomp.MACHINES.values()} | {0x40000003}
    for architecture in others - {seccomp.MACHINES[machine].architecture}:
        assert verdict(machine, 4, 1, architecture=architecture) == KILLED


@needs_limits
def test_the_process_that_is_kept_for_learners_stands_behind_the_same_walls() -> None:
    code = "\n".join([UNVETTED, "worker._tried = lambda *given: run(*given[:3])", "worker.serve()"])
    attempts = ["open('/etc/passwd')", "os.listdir('/')", "socket.socket()", "os.fork()", "1 + 1"]
    if not filters():
        attempts = ["open('/etc/passwd')", "socket.socket()", "1 + 1"]
    jobs: list[Job] = [({}, {"try": attempt}) for attempt in attempts]
    with sandbox.Child(f"exec({code!r})") as child:
        for _ in range(2):
            answers = child.ask(request("", jobs, is_ours=True), len(jobs))
            *refused, computed = [json.loads(answer)["refused"] for answer in answers]
            assert computed == "2"
            assert set(refused) <= {"PermissionError", "OSError", "BlockingIOError"}
