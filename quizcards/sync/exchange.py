"""The whole of a sync on one page: look, fetch, merge, push, and only then touch the folder.

    folder -> tree ─┐
    last sync ──────┼─ merge -> commit -> push -> folder -> HEAD
    remote ─────────┘

The folder is not changed before the remote has what it had, and HEAD moves last. Killed anywhere in
between, the next sync finds the same merge to do, or finds it done. A remote that moved meanwhile,
or a file, only means: once more.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizcards.errors import QuizcardsError, reason
from quizcards.home.files import counted, is_beside, is_log, missing
from quizcards.sync.folder import bring, snapshot
from quizcards.sync.git import Git, Tree, explained
from quizcards.sync.merge import Clash, merge
from quizcards.sync.setup import connect, refuse_strangers

_TRIES = 12
_MOVED = re.compile(
    rb"\[rejected\]|cannot lock ref|could not lock config|failed to update ref|unable to update local ref|already exists"
)
_SEEN = "refs/remotes/origin"
PATIENCE = 5.0
"""Seconds after which a lock that nobody lets go of is one that a kill has left."""


@dataclass
class Report:
    """What went and what came, counted by its Korean name, and what two machines had changed
    differently.
    """

    sent: Counter[str] = field(default_factory=Counter)
    received: Counter[str] = field(default_factory=Counter)
    clashes: dict[Clash, None] = field(default_factory=dict)
    kept: dict[str, None] = field(default_factory=dict)
    """Second versions of files that other machines have left to be looked at."""


def sync(
    home: Path,
    address: str,
    variables: Mapping[str, str],
    patience: float = PATIENCE,
) -> Report:
    """Bring the folder and the remote to the same state; the address is needed once.

    Raises QuizcardsError if it cannot be.
    """
    git, report = Git(home, variables), Report()
    try:
        remote, branch = connect(git, address, patience)
        for turn in range(_TRIES):
            if _exchange(git, remote, branch, report) and _remembered(git, remote):
                return report
            time.sleep(0.05 * turn)
    except OSError as error:
        raise QuizcardsError(
            f"{error.filename}: 읽거나 쓸 수 없습니다({reason(error)})."
        ) from error
    raise QuizcardsError(
        "다른 기기나 프로그램이 계속 바꾸고 있어 맞추지 못했습니다. 잠시 뒤에 다시 해 주세요."
    )


def _exchange(git: Git, remote: str, branch: str, report: Report) -> bool:
    """Do it once.

    Return False if something moved on the way: nothing is wrong then, it is only not done yet.
    """
    if not _went(
        git, "fetch", "-q", "--prune", "--no-tags", "--", remote, f"+refs/heads/*:{_SEEN}/*"
    ):
        return False
    head, there = (
        git.asked("rev-parse", "--verify", "-q", f"{refs}/{branch}")
        for refs in ("refs/heads", _SEEN)
    )
    before, theirs = git.tree(head), git.tree(there)
    ours = snapshot(git, before)
    fork = git.asked("merge-base", head, there) if head and there else ""
    if not fork:
        for commit in (
            [there] if there else git.text("for-each-ref", "--format=%(objectname)", _SEEN).split()
        ):
            refuse_strangers(git.tree(commit))
    base = git.tree(fork) if there and fork != head else before
    merged, clashes = merge(git, base, ours, theirs if there else before)
    tip = _tip(git, {head: before, there: theirs}, merged)
    had = ours | {clash.kept: merged[clash.kept] for clash in clashes}
    sent, received = _counted(git, theirs, merged), _counted(git, had, merged)
    if tip not in ("", there):
        if not _went(
            git, "push", "--porcelain", "--no-verify", "--", remote, f"{tip}:refs/heads/{branch}"
        ):
            return False
        report.sent += sent
    report.clashes |= dict.fromkeys(clashes)
    report.kept |= dict.fromkeys(name for name in merged if is_beside(name) and name not in had)
    if not bring(git, ours, merged):
        return False
    report.received += received
    return tip in ("", head) or git.move(branch, head, tip)


def _remembered(git: Git, remote: str) -> bool:
    """Sync with this one from now on, now that it has proved to be the right one.

    Return False if another sync does so too.
    """
    if remote == "origin":
        return True
    known = git.asked("config", "--local", "remote.origin.url")
    return _went(git, "remote", "set-url" if known else "add", "--", "origin", remote)


def _tip(git: Git, heads: dict[str, Tree], merged: Tree) -> str:
    """Return the commit that has the merged folder: one of these, if it will do, or a new one on
    top of them.
    """
    parents = [head for head in heads if head]
    if len(parents) > 1:
        parents = git.text("merge-base", "--independent", *parents).split()
    if len(parents) == 1 and heads[parents[0]] == merged:
        return parents[0]
    return git.commit(merged, parents, "quizcards sync") if parents or merged else ""


def _went(git: Git, *arguments: str) -> bool:
    """Speak with the remote.

    Return False if another was at it and moved it first. Raises QuizcardsError for a refusal.
    """
    done = git.attempt(*arguments)
    said = done.stdout + done.stderr
    if done.returncode and not _MOVED.search(said):
        raise QuizcardsError(explained(said))
    return done.returncode == 0


def _counted(git: Git, had: Tree, has: Tree) -> Counter[str]:
    """Return how much `has` differs from `had`."""
    changed = [name for name in {*had, *has} if had.get(name) != has.get(name)]
    logs = [
        (git.content(had.get(name)), git.content(has.get(name))) for name in changed if is_log(name)
    ]
    return counted(changed, sum(missing(*texts).count(b"\n") for texts in logs))
