"""Synchronisation of the learner's folder with a remote, on one page.

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
from dataclasses import dataclass, field, replace
from pathlib import Path

from quizcards.errors import QuizcardsError, refusal
from quizcards.home.files import counted, is_beside, is_log, missing
from quizcards.sync.folder import bring, snapshot
from quizcards.sync.git import RECEIVE, Git, Tree
from quizcards.sync.merge import Clash, merge
from quizcards.sync.setup import (
    address_of,
    clear_locks,
    connect,
    folders_of,
    refuse_strangers,
    refused,
    served,
    settle,
)

_TRIES = 12
_MOVED = re.compile(
    rb"\[rejected\]|cannot lock ref|could not lock config|failed to update ref"
    rb"|unable to update local ref|already exists"
)
_SEEN = "refs/remotes/origin"
_ALL_BRANCHES = f"+refs/heads/*:{_SEEN}/*"
PATIENCE = 5.0
"""Seconds after which a lock that nobody lets go of is one that a kill has left."""


@dataclass(frozen=True)
class Report:
    """What a sync did; `sent` and `received` count things by their Korean names."""

    sent: Counter[str] = field(default_factory=Counter)
    received: Counter[str] = field(default_factory=Counter)
    clashes: tuple[Clash, ...] = ()
    """What two machines had changed differently."""
    kept: tuple[str, ...] = ()
    """Second versions of files that other machines have left to be looked at."""

    def and_then(self, later: Report) -> Report:
        """Return the report of two attempts, one after the other."""
        return Report(
            self.sent + later.sent,
            self.received + later.received,
            tuple(dict.fromkeys(self.clashes + later.clashes)),
            tuple(dict.fromkeys(self.kept + later.kept)),
        )


def sync(
    home: Path, address: str, variables: Mapping[str, str], patience: float = PATIENCE
) -> Report:
    """Bring the folder and the remote to the same state; the address is needed once.

    Raises QuizcardsError if it cannot be.
    """
    git = Git(home, variables)
    report = Report()
    try:
        remote, branch = connect(git, address, patience)
        for turn in range(_TRIES):
            attempt, is_complete = _exchange(git, remote, branch, patience)
            report = report.and_then(attempt)
            if is_complete and _remembered(git, remote):
                return report
            time.sleep(0.05 * turn)
    except OSError as error:
        raise QuizcardsError(refusal(error)) from error
    raise QuizcardsError(
        "다른 기기나 프로그램이 계속 바꾸고 있어 맞추지 못했습니다. 잠시 뒤에 다시 해 주세요."
    )


def _exchange(git: Git, remote: str, branch: str, patience: float) -> tuple[Report, bool]:
    """Try once to bring both sides to one state; return what was done and if that is all.

    It is not all where something moved on the way. Then nothing is wrong: another attempt starts
    from what is there now, and finds done what this one did.
    """
    if not _fetch(git, remote):
        return Report(), False

    local_commit = git.asked("rev-parse", "--verify", "-q", f"refs/heads/{branch}")
    remote_commit = git.asked("rev-parse", "--verify", "-q", f"{_SEEN}/{branch}")
    local_tree = git.tree(local_commit)
    remote_tree = git.tree(remote_commit)
    working_tree = snapshot(git, local_tree)

    merge_base = _merge_base(git, local_commit, remote_commit)
    if not merge_base:
        _refuse_unrelated(git, remote_commit)
    if not remote_commit:
        merged, clashes = merge(git, local_tree, working_tree, local_tree)  # as if theirs were ours
    else:
        merged, clashes = merge(git, git.tree(merge_base), working_tree, remote_tree)
    tip = _tip(git, {local_commit: local_tree, remote_commit: remote_tree}, merged)

    # what this machine has, with its versions of what clashed: they come from here too
    had = working_tree | {clash.kept: merged[clash.kept] for clash in clashes}
    report = Report(
        clashes=tuple(clashes),
        kept=tuple(name for name in merged if is_beside(name) and name not in had),
    )

    # first the remote has everything, only then is anything here changed
    if tip not in ("", remote_commit):
        if not _push(git, remote, branch, tip, remote_commit):
            # what it holds has proved to be the learner's: the locks in it are ours to clear
            clear_locks(folders_of(remote), patience)
            return Report(), False
        report = replace(report, sent=_counted(git, remote_tree, merged))
    if not bring(git, working_tree, merged):
        return report, False
    report = replace(report, received=_counted(git, had, merged))

    # last the branch: until here a kill leaves the same merge to be done again
    is_moved = tip in ("", local_commit) or git.move(branch, local_commit, tip)
    return report, is_moved


def _merge_base(git: Git, local_commit: str, remote_commit: str) -> str:
    """Return the commit that both sides go back to; "" where they share no past."""
    if not local_commit or not remote_commit:
        return ""
    return git.asked("merge-base", local_commit, remote_commit)


def _refuse_unrelated(git: Git, remote_commit: str) -> None:
    """Raise QuizcardsError where the remote, or any branch of it, is about something else."""
    commits = [remote_commit]
    if not remote_commit:
        commits = git.text("for-each-ref", "--format=%(objectname)", _SEEN).split()
    for commit in commits:
        refuse_strangers(git.tree(commit))


def _remembered(git: Git, remote: str) -> bool:
    """Sync with this remote from now on, now that it has proved to be the right one.

    Return False if another sync does so too.
    """
    if remote == "origin":
        return True
    settings = {"remote.origin.url": remote}
    if not address_of(git, "origin"):
        # before the address: half of this is no remote, and is made whole by the next sync
        settings = {"remote.origin.fetch": _ALL_BRANCHES, **settings}
    return all(
        _transfer(git, remote, "config", "--local", "--replace-all", "--", name, value)
        for name, value in settings.items()
    )


def _tip(git: Git, trees: Mapping[str, Tree], merged: Tree) -> str:
    """Return a commit that has the merged folder; "" if there is neither a commit nor a file.

    It is one of those whose `trees` are given, if one will do, or a new one on top of them.
    """
    parents = [commit for commit in trees if commit]
    if len(parents) > 1:
        parents = git.text("merge-base", "--independent", *parents).split()
    if not parents and not merged:
        return ""
    if len(parents) == 1 and trees[parents[0]] == merged:
        return parents[0]
    return git.commit(merged, parents, "quizcards sync")


def _fetch(git: Git, remote: str) -> bool:
    options = ("--progress", "--prune", "--no-tags", *served(git, remote))
    return _transfer(git, remote, "fetch", *options, "--", remote, _ALL_BRANCHES)


def _push(git: Git, remote: str, branch: str, commit: str, known: str) -> bool:
    """Send a commit on top of the known one, and return as `_transfer` does.

    In a folder a power cut takes nothing back once this returns. What a server does is its own.
    """
    options = ["--porcelain", "--progress", "--no-verify"]
    folders = [each for each in folders_of(address_of(git, remote)) if (each / "objects").is_dir()]
    if folders:
        options.append(f"--receive-pack={RECEIVE}")
    is_there = _transfer(
        git, remote, "push", *options, "--", remote, f"{commit}:refs/heads/{branch}"
    )
    if is_there and folders:
        sent = git.text("rev-list", "--objects", commit, *([f"^{known}"] if known else []))
        settle(folders[0], sent.splitlines())
    return is_there


def _transfer(git: Git, remote: str, *arguments: str) -> bool:
    """Run git and return True, or False if another was at the same refs and moved them first.

    Raises QuizcardsError for any other refusal.
    """
    done = git.speak(*arguments)
    said = done.stdout + done.stderr
    if done.returncode and not _MOVED.search(said):
        raise refused(git, remote, said)
    return done.returncode == 0


def _counted(git: Git, had: Tree, has: Tree) -> Counter[str]:
    """Return how many things differ between two trees, and how many lines of logs `has` gained."""
    changed = [name for name in {*had, *has} if had.get(name) != has.get(name)]
    lines = 0
    for name in filter(is_log, changed):
        gained = missing(git.content(had.get(name)), git.content(has.get(name)))
        lines += gained.count(b"\n")
    return counted(changed, lines)
