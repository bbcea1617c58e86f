"""The repository of the learner's folder and its remote: made once, mended before every sync."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from quizcards.errors import QuizcardsError
from quizcards.files import sweep, sync_file, sync_folder
from quizcards.home.files import is_kept
from quizcards.sync.git import DAMAGE, Git, Tree, explained, telling_line

_FIRST = """\
어디에 맞출지 한 번만 알려 주세요. 다음부터는 quizcards sync 만 쓰면 됩니다.
  quizcards sync git@github.com:이름/quizcards-home.git    빈 비공개 저장소를 만든 뒤
  quizcards sync /media/usb/quizcards.git                 git init --bare 로 만든 폴더"""
_DAMAGED = """\
맞추던 저장소가 손상되었습니다. 이 기기의 기록과 덱은 그대로 있습니다. 그 저장소를 치우고 같은 \
자리에 빈 저장소를 새로 만든 뒤(폴더라면 git init --bare 폴더), 기기마다 quizcards sync 를 해 \
주세요. 그러면 모두 다시 모입니다."""
_BRANCH = "main"
_EXCLUDED = "last-quiz.json*\nbackups/\n*.part\n"
_LEFTOVER = re.compile("quizcards-[a-z0-9_]{8}")
"""Folders that a kill has left: each held a list of files for git."""
MOST_LOOSE = 32 * 1024
"""Kilobytes of objects that may lie about in a repository."""


def connect(git: Git, address: str, patience: float) -> tuple[str, str]:
    """Make or find the folder's repository, and mend what a kill has left in it.

    Return the remote to sync with, and its branch. Raises QuizcardsError without an address, or in
    the middle of a merge of the learner's own.
    """
    if not git.folder.exists():
        if not address:
            raise QuizcardsError(_FIRST)
        _make(git)
    find(git)
    known = address_of(git, "origin")
    repositories = [git.folder, *folders_of(known)]  # not what a new address may turn out to be
    clear_locks(repositories, patience)
    tidy(git, repositories)
    sweep(git.folder, _LEFTOVER)
    for ref in (git.folder / "refs").rglob("*"):
        if _is_torn(ref):
            ref.unlink()  # the folder has all that it stood for
    refuse_unfinished(git)
    if not address and not known:
        raise QuizcardsError(_FIRST)
    remote = address if address != known and address else "origin"
    return remote, _branch(git, remote)


def find(git: Git) -> None:
    """Let git say where the repository is, and how it names what is in it.

    Raises QuizcardsError where that cannot be told.
    """
    folder, git.hash = git.text(
        "rev-parse", "--absolute-git-dir", "--show-object-format"
    ).splitlines()
    git.folder = Path(folder)


def refuse_unfinished(git: Git) -> None:
    """Raise QuizcardsError in the middle of a merge of the learner's own."""
    if any((git.folder / name).exists() for name in ("MERGE_HEAD", "rebase-merge", "rebase-apply")):
        raise QuizcardsError(
            f"{git.home}에 끝나지 않은 git 병합이 있습니다. 먼저 git으로 마치거나 그만두어 주세요."
        )


def folders_of(remote: str) -> list[Path]:
    """Return where the repository of a remote lies that is a folder; none for any other.

    Of a folder at work it is the `.git` in it: what lies beside that is not git's.
    """
    folder = Path(unquote(remote[len("file://") :]) if remote.startswith("file:///") else remote)
    if not folder.is_absolute():
        return []
    within = folder / ".git"
    return [within if within.exists() else folder]


def address_of(git: Git, remote: str) -> str:
    """Return the address of a remote, which may be an address itself."""
    return git.asked("config", "--local", "remote.origin.url") if remote == "origin" else remote


def served(git: Git, remote: str) -> list[str]:
    """Return the options that have git itself serve a remote that is a folder.

    The settings of a home that came from somebody may name any other program for it.
    """
    return ["--upload-pack=git-upload-pack"] if folders_of(address_of(git, remote)) else []


def settle(folder: Path, objects: Iterable[str]) -> None:
    """Make durable what a push has put into a repository: these objects, and its branches.

    git lets the content of each be safe, but not their names; nor what `git init` has left.
    """
    for name in ("HEAD", "config"):
        sync_file(folder / name)
    stores = [folder / "objects" / name for name in {*(each[:2] for each in objects), "pack"}]
    branches = [path for path in (folder / "refs").rglob("*") if path.is_dir()]
    for each in (*stores, folder / "objects", *branches, folder / "refs", folder):
        sync_folder(each)


def refused(git: Git, remote: str, said: bytes) -> QuizcardsError:
    """Return the error that tells why git could not speak with a remote, and whose fault it is."""
    text = said.decode(errors="replace")
    folders = folders_of(address_of(git, remote))
    is_theirs = any(_is_torn(folder / "HEAD") for folder in folders)
    # the same words tell of either side
    if re.search(DAMAGE, text):
        is_theirs = git.attempt("fsck", "--no-dangling").returncode == 0
    if is_theirs:
        return QuizcardsError(f"{_DAMAGED} (git: {telling_line(text)})")
    return QuizcardsError(explained(said))


def _is_torn(path: Path) -> bool:
    """Say whether a power cut has left nothing of a file but its name and its length."""
    return path.is_file() and not path.read_bytes().strip(b"\0\n")


def _make(git: Git) -> None:
    """Make a repository in the folder, whole at once.

    Raises QuizcardsError where a repository around it has its files already.
    """
    git.home.mkdir(parents=True, exist_ok=True)
    around = next(
        (folder for folder in git.home.resolve().parents if (folder / ".git").exists()), None
    )
    if around and git.asked(
        f"--git-dir={around / '.git'}", f"--work-tree={around}", "ls-files", "."
    ):
        raise QuizcardsError(
            f"학습 폴더는 이미 {around}의 git 저장소에 들어 있습니다. 그 저장소로 맞춰 주세요."
        )
    with TemporaryDirectory(prefix=".quizcards-", dir=git.home) as aside:
        made = Git(Path(aside), git.variables)
        made.run("init", "-q", "--template=")
        made.run("symbolic-ref", "HEAD", f"refs/heads/{_BRANCH}")
        made.run("config", "core.autocrlf", "false")
        made.run("config", "core.quotePath", "false")
        (made.folder / "info").mkdir(exist_ok=True)
        (made.folder / "info/exclude").write_text(_EXCLUDED, encoding="utf-8")
        for each in (made.folder, *made.folder.rglob("*")):
            (sync_folder if each.is_dir() else sync_file)(each)
        try:
            made.folder.rename(git.folder)
            sync_folder(git.home)
        except OSError:
            # otherwise another sync was first, and its repository will do
            if not git.folder.exists():
                raise


def _branch(git: Git, remote: str) -> str:
    """Return the branch that is checked out.

    Before the first commit it takes the name that the remote's has.
    """
    branch = git.asked("symbolic-ref", "-q", "--short", "HEAD")
    if not branch:
        raise QuizcardsError(
            f"{git.home}의 git HEAD가 브랜치에서 떨어져 있습니다. git switch 로 브랜치를 골라 "
            "주세요."
        )
    if git.asked("rev-parse", "--verify", "-q", "HEAD"):
        return branch
    options = ["--symref", *served(git, remote)]
    asked = git.speak("ls-remote", *options, "--", remote, "HEAD", "refs/heads/*")
    if asked.returncode:
        raise refused(git, remote, asked.stderr)
    there = os.fsdecode(asked.stdout)
    chosen = re.findall(r"^ref: refs/heads/(\S+)\tHEAD$", there, re.M) + re.findall(
        r"\trefs/heads/(\S+)$", there, re.M
    )
    if chosen and chosen[0] != branch:
        git.run("symbolic-ref", "HEAD", f"refs/heads/{chosen[0]}")
    return chosen[0] if chosen else branch


def refuse_strangers(theirs: Tree) -> None:
    """Raise QuizcardsError for a repository that is about something else."""
    others = [name for name in theirs if not name.startswith((".", "README", "LICENSE"))]
    if others and not any(is_kept(name) for name in theirs):
        raise QuizcardsError(
            f"그 저장소에는 다른 것이 들어 있습니다({others[0]} 등). 학습 기록만 둘 빈 저장소를 "
            "써 주세요."
        )


def tidy(git: Git, folders: Iterable[Path]) -> None:
    """Pack the loose objects of many syncs.

    Each puts the whole log into the repository once more, and git waits too long with packing.
    """
    for folder in folders:
        if (folder / "objects").is_dir():
            one = Git(git.home, git.variables, folder)
            loose = re.search(r"(\d+) kilobytes", one.asked("count-objects"))
            if loose and int(loose[1]) > MOST_LOOSE:
                # comparing with more neighbours takes five times as long
                one.attempt("repack", "-d", "-q", "--window=1")


def clear_locks(folders: Iterable[Path], patience: float) -> None:
    """Take away the locks that a git killed at work has left.

    Those are the ones that nobody lets go of for `patience` seconds. Only for the repositories that
    are synced: in any other the locks are their owner's.
    """
    held = {path: _stamp(path) for folder in folders for path in _locks(folder)}
    until = time.monotonic() + patience
    while held and time.monotonic() < until:
        time.sleep(min(patience, 0.05))
        held = {path: stamp for path, stamp in held.items() if _stamp(path) == stamp}
    for path in held:
        path.unlink(missing_ok=True)


def _locks(folder: Path) -> Iterator[Path]:
    """Yield the locks of refs and settings, which git holds for milliseconds.

    Never the index's, which is held while someone writes a message.
    """
    yield from (
        path
        for name in ("HEAD", "config", "packed-refs")
        if (path := folder / f"{name}.lock").exists()
    )
    yield from (path for name in ("refs", "reftable") for path in (folder / name).rglob("*.lock"))


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
