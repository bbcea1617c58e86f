"""What a stranger's git repository holds now, as files; nothing of it is obeyed.

No checkout, no hook, no filter, no submodule, no link: git is only asked for what files contain.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from quizcards.errors import QuizcardsError
from quizcards.files import write_file
from quizcards.sync.git import SILENCE, Bounds, Entry, Git, is_safe, telling_line

MOST_BYTES = 200_000_000
"""Of a repository as it is sent, and of its files that are wanted."""
MOST_LISTED = 10_000_000
"""Bytes of the list of its files: a few kilobytes of trees within trees can list billions."""
SECONDS = 300.0
_PROTOCOLS = "file:git:http:https:ssh"
"""What an address may begin with: any other runs a program."""
_ADDRESS = re.compile(r"[a-z+]+://.+|[\w.-]+@[\w.-]+:.+|.*[^/\\]\.git/?", re.IGNORECASE)
_WITH_PASSWORD = re.compile(r"[a-z+]+://[^/@]*:[^/@]*@", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Say whether this names a git repository, and no deck file or folder.

    >>> is_address("https://example.com/me/decks"), is_address("git@example.com:me/decks.git")
    (True, True)
    >>> is_address("decks/mine.yaml")
    False
    """
    return _ADDRESS.fullmatch(text) is not None


def name_of(address: str) -> str:
    """Return what a repository is called: the last word of its address.

    >>> name_of("git@example.com:me/decks.git")
    'decks'
    """
    return re.split(r"[/\\:]", address.rstrip("/"))[-1].removesuffix(".git")


def fetch(
    address: str,
    folder: Path,
    variables: Mapping[str, str],
    is_wanted: Callable[[PurePosixPath], bool],
) -> None:
    """Write the wanted files of a repository, as its newest version has them, into a folder.

    Raises QuizcardsError for what cannot be had, is too large, or has a link among what is wanted.
    """
    if _WITH_PASSWORD.match(address):
        raise QuizcardsError(
            "비밀번호가 든 주소는 쓰지 않습니다. 주소에서 빼고, git의 자격 증명에 저장해 주세요."
        )
    with TemporaryDirectory(prefix="quizcards-", ignore_cleanup_errors=True) as aside:
        git = Git(Path(aside), {**variables, "GIT_ALLOW_PROTOCOL": _PROTOCOLS})
        git.run("init", "-q", "--bare", "--template=")
        options = ("--depth=1", "--no-tags", "--progress")
        bounds = Bounds(SILENCE, SECONDS, MOST_BYTES, git.folder / "objects")
        done = git.speak("fetch", *options, "--", address, "HEAD", bounds=bounds)
        if done.returncode:
            raise QuizcardsError(
                f"{address}: 받지 못했습니다. 주소, 네트워크와 들어갈 권한을 확인해 주세요. "
                f"(git: {telling_line(os.fsdecode(done.stderr))})"
            )
        files = _listed(git, is_wanted)
        for name, data in _contents(git, files).items():
            write_file(folder / name, data, durable=False)


def _listed(git: Git, is_wanted: Callable[[PurePosixPath], bool]) -> dict[str, Entry]:
    """Return the files to be written, by their paths."""
    bounds = Bounds(SILENCE, SECONDS, MOST_LISTED)
    done = git.attempt("ls-tree", "-r", "-l", "-z", "FETCH_HEAD", bounds=bounds)
    files = {}
    size = 0
    for row in os.fsdecode(done.stdout).split("\0")[:-1]:
        about, _, name = row.partition("\t")
        mode, _, blob, length = about.split()
        if not is_wanted(PurePosixPath(name)):
            continue
        entry = Entry(mode, blob)
        if not is_safe(name):
            raise QuizcardsError(f"{name!r}: 저장소에 둘 수 없는 이름의 파일이 있습니다.")
        if not entry.is_file:
            raise QuizcardsError(f"{name}: 링크입니다. 링크 대신 파일이 든 저장소여야 합니다.")
        size += int(length)
        files[name] = entry
    if size > MOST_BYTES:
        raise QuizcardsError(f"저장소의 덱이 {MOST_BYTES // 1_000_000}MB보다 커서 받지 않았습니다.")
    return files


def _contents(git: Git, files: Mapping[str, Entry]) -> dict[str, bytes]:
    """Return what is in these files."""
    given = "".join(f"{entry.id}\n" for entry in files.values()).encode()
    printed = git.run("cat-file", "--batch", given=given)
    contents = {}
    at = 0
    for name in files:
        head = printed.index(b"\n", at)
        start = head + 1
        end = start + int(printed[at:head].split()[-1])
        contents[name] = printed[start:end]
        at = end + 1
    return contents
