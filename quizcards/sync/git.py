"""The learner's own git, run by its plumbing commands.

No checkout, no hook, no editor, and no question that nobody answers.
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, NamedTuple

from quizcards.errors import QuizcardsError

# Objects and branches are on the disk before git says that it has them.
_DURABLE = {"core.fsync": "committed,reference", "core.fsyncMethod": "fsync"}
# What the learner has set for their work must not reach in here: no programs of strangers, no
# signatures to ask a key for.
_SETTINGS = {
    **_DURABLE,
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "push.gpgSign": "false",
    "push.followTags": "false",
    "push.recurseSubmodules": "no",
    "fetch.recurseSubmodules": "no",
    "http.lowSpeedLimit": "1",
    "http.lowSpeedTime": "30",
}
# Variables that would point git at another repository, as they do inside a hook or a rebase.
_ELSEWHERE = {
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
}
MOST_OF_A_LINE = 400
"""Letters of what git complains of: a remote may have put as many into it as it likes."""
SILENCE = 60.0
"""Seconds without a word after which a remote is given up."""
_SSH = "ssh -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=3"
"""An ssh that ends by itself where nobody answers: given up git leaves it behind."""
_OWN_SSH = {"GIT_SSH", "GIT_SSH_COMMAND"}
RECEIVE = " ".join(
    ["git", *(f"-c {key}={value}" for key, value in _DURABLE.items()), "receive-pack"]
)
"""What takes a push into a folder, to which no settings of ours come by themselves."""
_FALLBACK = {"user.name": "quizcards", "user.email": "quizcards@localhost"}


class Entry(NamedTuple):
    """A file in a tree: its mode, as git writes it, and the id of its content."""

    mode: str
    id: str

    @property
    def is_file(self) -> bool:
        """Say whether this is a file, and no link or repository within."""
        return self.mode.startswith("100")


Tree = dict[str, Entry]


class Bounds(NamedTuple):
    """How far a git may go that speaks with a remote, or prints what a stranger has written."""

    silence: float
    """Seconds without a word."""
    seconds: float = math.inf
    """In all."""
    most: float = math.inf
    """Bytes of what it prints, and of the folder that it fills."""
    fills: Path | None = None


class Git:
    """Git at work on the repository of one learner's folder."""

    def __init__(
        self, home: Path, variables: Mapping[str, str], folder: Path | None = None
    ) -> None:
        self.home = home
        self.folder = (folder or home / ".git").absolute()  # git looks from within `home`
        self.hash = "sha1"
        kept = {name: value for name, value in variables.items() if name not in _ELSEWHERE}
        self.variables = kept | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}

    def attempt(
        self, *arguments: str, given: bytes = b"", bounds: Bounds | None = None, **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git and return how it ended.

        Raises QuizcardsError where there is no git, or where it goes beyond its bounds.
        """
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = ["git", "-C", str(self.home), *settings, f"--git-dir={self.folder}", *arguments]
        env = self.variables | variables
        try:
            if bounds is not None:
                return _heard(command, env, bounds)
            return subprocess.run(command, env=env, input=given, capture_output=True, check=False)
        except FileNotFoundError:
            raise QuizcardsError(
                "git을 찾을 수 없습니다. git을 설치한 뒤 다시 해 주세요."
            ) from None

    def speak(
        self, *arguments: str, bounds: Bounds | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git that speaks with a remote, and return how it ended.

        Raises QuizcardsError for a remote that says nothing any more, or too much.
        """
        bounds = bounds or Bounds(SILENCE)
        if _OWN_SSH & self.variables.keys() or self.asked("config", "core.sshCommand"):
            return self.attempt(*arguments, bounds=bounds)
        return self.attempt(*arguments, bounds=bounds, GIT_SSH_COMMAND=_SSH)

    def run(self, *arguments: str, given: bytes = b"", **variables: str) -> bytes:
        """Run git on the repository and return what it prints.

        Raises QuizcardsError if it fails.
        """
        done = self.attempt(*arguments, given=given, bounds=None, **variables)
        if done.returncode:
            raise QuizcardsError(explained(done.stderr))
        return done.stdout

    def text(self, *arguments: str, given: bytes = b"", **variables: str) -> str:
        return os.fsdecode(self.run(*arguments, given=given, **variables)).strip()

    def asked(self, *arguments: str) -> str:
        """Return what git prints, or nothing where it has no answer."""
        done = self.attempt(*arguments)
        return os.fsdecode(done.stdout).strip() if done.returncode == 0 else ""

    def id_of(self, data: bytes) -> str:
        """Return the id that git gives this content."""
        return hashlib.new(
            self.hash, b"blob %d\0" % len(data) + data, usedforsecurity=False
        ).hexdigest()

    def keep(self, data: bytes) -> str:
        """Put content into the repository as it stands, line ends and all, and return its id."""
        return self.text("hash-object", "-w", "--no-filters", "--stdin", given=data)

    def content(self, entry: Entry | None) -> bytes:
        return self.run("cat-file", "blob", entry.id) if entry else b""

    def tree(self, commit: str) -> Tree:
        """Return the files of a commit; of no commit, none.

        Raises QuizcardsError for a path that no file here may have.
        """
        if not commit:
            return {}
        tree: Tree = {}
        for row in os.fsdecode(self.run("ls-tree", "-r", "-z", commit)).split("\0")[:-1]:
            about, _, name = row.partition("\t")
            mode, _, blob = about.split(" ")
            if not is_safe(name):
                raise QuizcardsError(f"저장소에 학습 폴더에 둘 수 없는 경로가 있습니다: {name!r}")
            tree[name] = Entry(mode, blob)
        return tree

    def commit(self, tree: Tree, parents: list[str], message: str) -> str:
        """Make a commit and return its id; its author is whom the learner's git names."""
        rows = "".join(f"{entry.mode} {entry.id}\t{name}\0" for name, entry in sorted(tree.items()))
        with self._own_index() as index:
            files = os.fsencode(rows)
            self.run("update-index", "-z", "--index-info", given=files, GIT_INDEX_FILE=str(index))
            written = self.text("write-tree", GIT_INDEX_FILE=str(index))
        above: list[str] = []
        for parent in parents:
            above += ["-p", parent]
        return self.text(*self._author(), "commit-tree", written, *above, given=message.encode())

    def move(self, branch: str, old: str, new: str) -> bool:
        """Move the branch, and what `git status` compares the folder with.

        Return False if another has moved it first.
        """
        with self._own_index() as index:
            self.run("read-tree", new, GIT_INDEX_FILE=str(index))
            index.replace(self.folder / "index")
        ref = f"refs/heads/{branch}"
        done = self.attempt("update-ref", "-m", "quizcards sync", ref, new, old)
        return done.returncode == 0

    @contextmanager
    def _own_index(self) -> Iterator[Path]:
        """Give a list of files of our own, so that whatever locks the learner's does not matter."""
        with TemporaryDirectory(prefix="quizcards-", dir=self.folder) as folder:
            yield Path(folder) / "index"

    def _author(self) -> list[str]:
        """Return the options that name an author where the learner's git names none."""
        known = self.asked("config", "--get-regexp", r"^user\.(name|email)$")
        settings = []
        for name, value in _FALLBACK.items():
            if name not in known:
                settings += ["-c", f"{name}={value}"]
        return settings


def _heard(
    command: list[str], env: Mapping[str, str], bounds: Bounds
) -> subprocess.CompletedProcess[bytes]:
    """Run a command and return how it ended.

    Raises QuizcardsError, and ends it, where it goes beyond its bounds.
    """
    # into files, whose growth tells on every system that something was said
    with TemporaryFile() as out, TemporaryFile() as err:
        with Popen(command, env=env, stdin=DEVNULL, stdout=out, stderr=err) as child:
            try:
                _listen(child, (out, err), bounds)
            except BaseException:  # Ctrl-C, too
                child.terminate()
                raise
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, child.returncode, out.read(), err.read())


def _listen(child: Popen[bytes], files: Sequence[IO[bytes]], bounds: Bounds) -> None:
    """Wait for the end of a process that writes into these files."""
    began = heard = time.monotonic()
    size = 0
    while child.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            child.wait(0.5)
        now = sum(os.fstat(file.fileno()).st_size for file in files)
        if now != size:
            heard = time.monotonic()
            size = now
        if time.monotonic() - heard > bounds.silence:
            raise QuizcardsError(
                f"원격 저장소가 {bounds.silence:.0f}초 동안 아무 말이 없어 그만두었습니다. 주소와 "
                "네트워크를 확인하고 나중에 다시 해 주세요. 기록은 이 기기에 그대로 있습니다."
            )
        if time.monotonic() - began > bounds.seconds:
            raise QuizcardsError(f"저장소를 {bounds.seconds:.0f}초 안에 받지 못해 그만두었습니다.")
        if size + _filled(bounds.fills) > bounds.most:
            raise QuizcardsError(
                f"저장소가 {bounds.most / 1_000_000:.0f}MB보다 커서 받지 않았습니다."
            )


def _filled(folder: Path | None) -> int:
    """Return how many bytes of files there are in a folder that another process may be filling."""
    size = 0
    for path in folder.rglob("*") if folder else ():
        with suppress(OSError):  # gone meanwhile
            size += path.lstat().st_size
    return size


def new_file(blob: str) -> Entry:
    return Entry("100644", blob)


def is_safe(name: str) -> bool:
    """Say whether a path can be shown, and stays in the folder and out of any repository.

    On every system, also one that takes `git~1` for `.git`.
    """
    if not name.isprintable():
        return False
    parts = re.split(r"[/\\]", name) if os.name == "nt" else name.split("/")
    unsafe = re.compile(r"|\.|\.\.|\.git[ .]*|git~\d", re.IGNORECASE)
    return not any(unsafe.fullmatch(part) for part in parts)


DAMAGE = (
    "object file .* is empty|bad object|[Cc]orrupt|unable to read (tree|sha1)"
    r"|missing (blob|tree)|not our ref|bad pack header|oops \(|bad config .* in file \./config"
)
"""What git says of a repository that is damaged: this one, or the remote."""
# what git says -> what the learner can do
_ADVICE = (
    (
        "dubious ownership",
        "다른 사용자가 만든 저장소입니다. "
        "믿을 수 있으면 git config --global --add safe.directory 폴더 로 허락해 주세요.",
    ),
    (
        "could not read Username|could not read Password|Authentication failed"
        "|terminal prompts disabled|error: 40[13]",
        "git이 원격 저장소에 로그인하지 못했습니다. "
        "자격 증명을 git에 저장하거나(예: gh auth login) SSH 주소를 써 주세요.",
    ),
    (
        r"Permission denied \(|Host key verification failed",
        "SSH로 들어가지 못했습니다. ssh로 그 서버에 한 번 접속해 키와 호스트를 확인해 주세요.",
    ),
    (
        "Could not resolve host|unable to access|Connection (refused|timed out|reset)"
        "|Network is unreachable|Operation too slow",
        "원격 저장소에 닿지 못했습니다. 네트워크를 확인하고 나중에 다시 해 주세요. "
        "기록은 이 기기에 그대로 있습니다.",
    ),
    (
        "remote helper|transport '.*' not allowed|strange (pathname|hostname) .*blocked",
        "git이 다룰 수 없는 주소입니다. "
        "git@서버:이름/저장소.git, https://로 시작하는 주소, 폴더 가운데 하나를 써 주세요.",
    ),
    (
        "does not appear to be a git repository|[Rr]epository .*(not found|does not exist)"
        "|Could not read from remote",
        "그 주소에 git 저장소가 없습니다. 주소를 확인하고, USB나 공유 폴더라면 연결해 주세요. "
        "처음이라면 git init --bare 폴더 로 먼저 만듭니다.",
    ),
    (
        "checked out branch|currently checked out",
        "작업 폴더가 딸린 저장소에는 올릴 수 없습니다. "
        "git init --bare 폴더 로 만든 저장소를 써 주세요.",
    ),
    (
        "remote rejected",
        "원격 저장소가 받아 주지 않았습니다. "
        "거기에 쓸 권한이 있는지, 자리가 남았는지 확인해 주세요.",
    ),
    (
        f"{DAMAGE}|not a git repository",
        "학습 폴더의 .git이 손상되었습니다. 기록과 덱은 그대로이니 "
        ".git 폴더를 치우고 quizcards sync 주소 로 다시 이어 주세요.",
    ),
)


def explained(stderr: bytes) -> str:
    """Return git's complaint as one sentence on what to do, with git's own words after it."""
    text = stderr.decode(errors="replace")
    known = (advice for pattern, advice in _ADVICE if re.search(pattern, text))
    return f"{next(known, 'git이 멈추었습니다.')} (git: {telling_line(text)})"


def telling_line(text: str) -> str:
    """Return the line of git's complaint that says most, printable and cut; else the last."""
    lines = ["".join(c for c in line if c.isprintable()).strip() for line in text.splitlines()]
    starts = ("fatal:", "remote:", "!", "error:")
    telling = [line for start in starts for line in lines if line.startswith(start)]
    line = next(iter(telling or lines[-1:]), "")
    return line if len(line) <= MOST_OF_A_LINE else f"{line[:MOST_OF_A_LINE]}…"
