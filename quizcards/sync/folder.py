"""The learner's folder as git sees it: written down as a tree, and brought to what a tree says.

Nobody need stop studying for it.
"""

from __future__ import annotations

from quizcards.files import write_file
from quizcards.home import files as kept
from quizcards.sync.git import Entry, Git, Tree, new_file


def snapshot(git: Git, base: Tree) -> Tree:
    """Return the folder as it is now: the learner's files, and whatever else `base` knows of."""
    # links, repositories within: left alone
    tree = {name: entry for name, entry in base.items() if not entry.is_file}
    for name in sorted({*kept.names(git.home), *base} - tree.keys()):
        data = kept.read(git.home, name)
        if data is None:
            continue
        entry = (
            Entry(base[name].mode, git.id_of(data)) if name in base else new_file(git.id_of(data))
        )
        if entry != base.get(name):
            git.keep(data)
        tree[name] = entry
    return tree


def bring(git: Git, before: Tree, after: Tree) -> bool:
    """Bring the folder from `before` to `after`.

    Return whether it was still as before; if not, what changed is left as it is.
    """
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    still = [_bring_file(git, name, before.get(name), after.get(name)) for name in changed]
    return all(still)


def _bring_file(git: Git, name: str, before: Entry | None, after: Entry | None) -> bool:
    path, now = git.home / name, kept.read(git.home, name)
    if after and not after.is_file:
        return True
    text = git.content(after)
    if after and kept.grown(git.home, name, now, text):
        return True
    if (git.id_of(now) if now is not None else None) != (before.id if before else None):
        return False
    if after:
        write_file(path, text)
    else:
        path.unlink(missing_ok=True)
    return True
