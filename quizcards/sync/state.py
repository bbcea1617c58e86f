"""How the learner's folder stands beside its remote, as far as can be told without asking it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quizcards.home import files as kept
from quizcards.sync.git import Git
from quizcards.sync.setup import address_of, find, refuse_unfinished


@dataclass(frozen=True)
class State:
    """What the last sync has left, and what was done since."""

    remote: str = ""
    """The address, without a name and a password in it; "" where no sync has come to its end."""
    synced: float = 0.0
    """The moment of the newest commit that the remote is known to have, in epoch seconds."""
    unsent: Counter[str] = field(default_factory=Counter)
    """How many things of each kind the remote is not known to have, by their Korean names."""


def sync_state(home: Path, variables: Mapping[str, str]) -> State | None:
    """Return how a folder stands; None where it is no repository.

    Raises QuizcardsError where there is no git, where the repository is damaged, and in the middle
    of a merge; OSError where a file cannot be read.
    """
    git = Git(home, variables)
    if not git.folder.exists():
        return None
    find(git)
    refuse_unfinished(git)
    remote = address_of(git, "origin")
    branch = git.asked("symbolic-ref", "-q", "--short", "HEAD")
    # git keeps no note of the first push, which was to an address: then the branch tells, which
    # moves when all is sent
    places = (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}")
    commits = (git.asked("rev-parse", "--verify", "-q", place) for place in places)
    commit = next(filter(None, commits), "")
    if not remote or not commit:
        return State()
    moment = float(git.text("log", "-1", "--format=%ct", commit))
    return State(re.sub("//[^/@]*@", "//", remote), moment, _unsent(git, commit))


def _unsent(git: Git, commit: str) -> Counter[str]:
    """Return what differs between a commit and the folder, which is not changed."""
    tree = git.tree(commit)
    changed = []
    lines = 0
    for name in {*kept.names(git.home), *filter(kept.is_kept, tree)}:
        data = kept.read(git.home, name)
        entry = tree.get(name)
        here = None if data is None else git.id_of(data)
        there = None if entry is None else entry.id
        if here == there:
            continue
        changed.append(name)
        if kept.is_log(name):
            lines += kept.missing(git.content(entry), data or b"").count(b"\n")
    return kept.counted(changed, lines)
