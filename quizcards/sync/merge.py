"""Merges two versions of a folder into one, from what they had in common.

No line of a log and no text of a deck is lost. What was shared first stands; where this machine
changed the very same lines, its version of the file is kept beside. Merging again what was merged
before changes nothing, so a sync that was cut off is mended by the next.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.home.files import beside, is_appended, is_set, missing
from quizcards.sync.git import Entry, Git, Tree, explained, new_file

_DECK = re.compile(rb"^deck:.*\n", re.M)
_ID = re.compile(rb"\bid: *([^\s,}]+)")


class Hunk(NamedTuple):
    """Lines that both sides changed."""

    ours: list[bytes]
    base: list[bytes]
    """What they were."""
    theirs: list[bytes]


@dataclass(frozen=True)
class Clash:
    """A conflict: lines that two machines changed differently."""

    path: str
    """The file."""
    line: int
    """Where it is in the merged file, counted from 1."""
    theirs: str
    """What stands there now."""
    ours: str
    """This machine's text."""
    kept: str
    """The path of this machine's version of the whole file."""


@dataclass
class Merge:
    """A merged folder in the making."""

    git: Git
    tree: Tree = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    def put(self, name: str, entry: Entry | None) -> None:
        if entry:
            self.tree[name] = entry

    def put_new(self, name: str, data: bytes) -> None:
        self.tree[name] = new_file(self.git.keep(data))


def merge(git: Git, base: Tree, ours: Tree, theirs: Tree) -> tuple[Tree, list[Clash]]:
    """Return the folder that has what both have, and the clashes found on the way."""
    merged = Merge(git)
    for name in sorted({*base, *ours, *theirs}):
        common = base.get(name)
        our = ours.get(name)
        their = theirs.get(name)
        if is_set(name):
            _unite(merged, name, common, our, their)
        elif our in (common, their):  # changed there alone, or in the same way here
            merged.put(name, their)
        elif their == common:  # changed here alone
            merged.put(name, our)
        elif our and their and our.is_file and their.is_file:
            _merge_file(merged, name, common, our, their)
        else:  # deleted on one side, edited on the other: the edit stands
            merged.put(name, their or our)
    for name in list(merged.tree):
        for folder in map(str, Path(name).parents):
            file = merged.tree.pop(folder, None)
            if file:  # a file here, a folder of that name there
                merged.tree[beside(folder, git.content(file))] = file
    return merged.tree, merged.clashes


def _unite(
    merged: Merge, name: str, base: Entry | None, ours: Entry | None, theirs: Entry | None
) -> None:
    """Put a file that has the lines of all its versions, those already shared first."""
    if ours in (base, theirs) and theirs:
        merged.put(name, theirs)
        return
    versions = {merged.git.content(entry): entry for entry in (theirs, base, ours) if entry}
    known = b""
    for text in versions:
        known += missing(known, text)
    if known in versions:
        merged.put(name, versions[known])
    else:
        merged.put_new(name, known)


def _merge_file(merged: Merge, name: str, base: Entry | None, ours: Entry, theirs: Entry) -> None:
    """Put a file that both sides changed, and where they clash ours beside it."""
    our_text = merged.git.content(ours)
    their_text = merged.git.content(theirs)
    if is_appended(name):
        if our_text.startswith(their_text):
            merged.put(name, ours)
            return
        merged.put(name, theirs)
        if not their_text.startswith(our_text):
            merged.put(beside(name, our_text), ours)
        return
    if b"\0" in our_text + their_text:  # no text: theirs stands
        result = their_text
        clashes = [(1, "", "")]
    else:
        apart = _apart(name, base is None, our_text, their_text)
        pieces = apart or _pieces(merged.git, merged.git.content(base), our_text, their_text)
        result, clashes = _merge_text(pieces, _is_deck(name) and not apart)
    if result == their_text:
        merged.put(name, theirs)
    else:
        merged.put_new(name, result)
    if clashes:
        kept = beside(name, our_text)
        merged.put(kept, ours)
        merged.clashes += [Clash(name, line, their, our, kept) for line, their, our in clashes]


def _apart(name: str, is_new: bool, mine: bytes, other: bytes) -> list[bytes | Hunk]:
    """Return the pieces of two versions that are not to be merged by lines.

    Those are of JSON, and of a deck that is new on both sides.
    """
    if name.endswith(".json"):
        return [Hunk(mine.splitlines(keepends=True), [], other.splitlines(keepends=True))]
    return list(_card_by_card(mine, other)) if is_new and _is_deck(name) else []


def _is_deck(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


def _merge_text(
    pieces: Iterable[bytes | Hunk], lists: bool
) -> tuple[bytes, list[tuple[int, str, str]]]:
    """Return the merged text, and for each conflict its line, their text and ours.

    What both sides added to `lists` stands.
    """
    merged: list[bytes] = []
    clashes = []
    for piece in pieces:
        if isinstance(piece, bytes):
            merged.append(piece)
            continue
        both = _both_lists(piece.ours, piece.theirs) if lists and not piece.base else []
        if not both:
            clashes.append((len(merged) + 1, _text(piece.theirs), _text(piece.ours)))
        merged += both or piece.theirs
    return b"".join(merged), clashes


def _text(lines: list[bytes]) -> str:
    return b"".join(lines).decode(errors="replace")


def _pieces(git: Git, base: bytes, ours: bytes, theirs: bytes) -> Iterator[bytes | Hunk]:
    """Yield merged lines, and where both sides changed the same ones, a hunk."""
    # marks longer than any in the files, so that none of their lines is taken for one
    mark = 1 + max(map(len, re.findall(rb"[<|=>]+", ours + base + theirs)), default=6)
    with tempfile.TemporaryDirectory(prefix="quizcards-") as folder:
        files = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for file, text in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(_plain(text))
        done = git.attempt(
            "merge-file", "-p", "-q", "--diff3", f"--marker-size={mark}", *map(str, files)
        )
    if done.returncode > 127:
        raise QuizcardsError(explained(done.stderr))
    signs = {sign * mark for sign in (b"<", b"|", b"=", b">")}
    hunk = Hunk([], [], [])
    side = -1  # which of the three is being read
    for line in re.findall(rb"[^\n]*\n", done.stdout):
        sign = line[:1] if line[:mark] in signs else b""
        if sign == b">":
            yield hunk
            hunk = Hunk([], [], [])
            side = -1
        elif sign:
            side += 1
        elif side < 0:
            yield line
        else:
            hunk[side].append(line)


def _card_by_card(ours: bytes, theirs: bytes) -> Iterator[bytes | Hunk]:
    """Yield the lines of two versions of a deck without a past, and hunks where a card's differ.

    Nothing if they are two decks.
    """
    mine, other = _cards(ours), _cards(theirs)
    if not mine or not other or _DECK.findall(mine[b""]) != _DECK.findall(other[b""]):
        return
    for name in other | mine:
        a, b = (cards.get(name, b"").splitlines(keepends=True) for cards in (mine, other))
        for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if kind == "replace":
                yield Hunk(a[i:j], [], b[k:m])
            else:
                yield from b[k:m] or a[i:j]  # what only one has, both have from now on


def _cards(deck: bytes) -> dict[bytes, bytes]:
    """Return the texts of a deck's cards by their ids, and its head by no id.

    Nothing if the deck is not written so that its lines tell the cards.
    """
    text = _plain(deck)
    first = re.search(rb"^cards:.*\n", text, re.M)
    cards = _items(text[first.end() :].splitlines(keepends=True)) if first else []
    known = {found[1]: card for card in cards if (found := _ID.search(card))}
    return {b"": text[: first.end()], **known} if first and len(known) == len(cards) > 0 else {}


def _plain(text: bytes) -> bytes:
    """Return a text whose lines all end alike."""
    whole = text + b"\n" if text and not text.endswith(b"\n") else text
    return whole.replace(b"\r\n", b"\n")


def _both_lists(ours: list[bytes], theirs: list[bytes]) -> list[bytes]:
    """Return what both sides added at one place, if it is items of a list; otherwise nothing.

    Nothing too where one id would have two texts.
    """
    before, after = _items(theirs), _items(ours)
    new = [item for item in after if item.strip() not in [other.strip() for other in before]]
    ids = [match[1] for item in (*before, *new) if (match := _ID.search(item))]
    return [*before, *new] if before and after and len(ids) == len(set(ids)) else []


def _items(lines: list[bytes]) -> list[bytes]:
    """Split lines into the items of a list, each with the blank lines after it.

    Nothing if they are anything else.
    """
    start = re.match(rb" *- ", lines[0]) if lines else None
    if not start:
        return []
    inside = b" " * len(start[0])
    items: list[bytes] = []
    for line in lines:
        if line.startswith(start[0]):
            items.append(line)
        elif line.startswith(inside) or not line.strip():
            items[-1] += line
        else:
            return []
    return items
