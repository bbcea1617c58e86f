"""The learner's folder as a git tree: recorded as one, and changed from one to another.

A session may be at work in it meanwhile.
"""

from __future__ import annotations

from quizcards.files import write_file
from quizcards.home import files as kept
from quizcards.sync.git import Entry, Git, Tree, new_file


def snapshot(git: Git, base: Tree) -> Tree:
    """Return the folder as it is now: the learner's files, and whatever else `base` knows of."""
    # links and repositories within are left alone
    tree = {name: entry for name, entry in base.items() if not entry.is_file}
    for name in sorted({*kept.names(git.home), *base} - tree.keys()):
        data = kept.read(git.home, name)
        if data is None:
            continue
        known = base.get(name)
        blob = git.id_of(data)
        entry = Entry(known.mode, blob) if known else new_file(blob)
        if entry != known:
            git.keep(data)
        tree[name] = entry
    return tree


def bring(git: Git, before: Tree, after: Tree) -> bool:
    """Change the folder from `before` to `after`; return False if it was not `before` any more.

    What changed meanwhile is left as it is, all else is changed. Raises OSError.
    """
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    still = [_bring_file(git, name, before.get(name), after.get(name)) for name in changed]
    return all(still)


def _bring_file(git: Git, name: str, before: Entry | None, after: Entry | None) -> bool:
    if after and not after.is_file:
        return True
    path = git.home / name
    now = kept.read(git.home, name)
    text = git.content(after)
    if after and kept.grown(git.home, name, now, text):
        return True
    blob_now = None if now is None else git.id_of(now)
    blob_before = before.id if before else None
    if blob_now != blob_before:
        return False
    if after:
        write_file(path, text)
    else:
        path.unlink(missing_ok=True)
    return True
