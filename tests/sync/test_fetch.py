"""A stranger's repository gives files, in bounded time and size, and nothing in it is obeyed."""

import os
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from quizcards.errors import QuizcardsError
from quizcards.sync import fetch as fetching
from quizcards.sync.fetch import fetch, is_address, name_of


def git(folder: Path, *arguments: str, given: bytes = b"") -> str:
    settings = ["-c", "user.name=t", "-c", "user.email=t@t"]
    command = ["git", "-C", str(folder), *settings, *arguments]
    return os.fsdecode(subprocess.run(command, input=given, capture_output=True, check=True).stdout)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A repository with a deck and something else."""
    folder = tmp_path / "theirs"
    (folder / "sub").mkdir(parents=True)
    git(folder, "init", "-q", "--template=")
    (folder / "a.yaml").write_text("deck: a\n", encoding="utf-8")
    (folder / "sub" / "b.yaml").write_text("deck: b\n", encoding="utf-8")
    (folder / "README.md").write_text("hello", encoding="utf-8")
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


def is_deck(name: PurePosixPath) -> bool:
    return name.suffix == ".yaml"


def fetched(theirs: Path, folder: Path) -> dict[str, bytes]:
    fetch(theirs.as_uri(), folder, os.environ, is_deck)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_wanted_files_come_as_they_are_now(theirs: Path, tmp_path: Path) -> None:
    (theirs / "a.yaml").write_bytes(b"deck: a\r\ntitle: x\n")
    commit(theirs)
    assert fetched(theirs, tmp_path / "got") == {
        "a.yaml": b"deck: a\r\ntitle: x\n",
        "sub/b.yaml": b"deck: b\n",
    }


def test_hooks_filters_and_attributes_are_not_run(theirs: Path, tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    for name in ("post-checkout", "pre-receive", "post-upload-pack", "reference-transaction"):
        hook = theirs / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch {trace}\n", encoding="utf-8")
        hook.chmod(0o755)
    git(theirs, "config", "filter.evil.smudge", f"touch {trace}")
    git(theirs, "config", "uploadpack.packObjectsHook", f"touch {trace}; exit 1;")
    (theirs / ".gitattributes").write_text("*.yaml filter=evil\n", encoding="utf-8")
    git(theirs, "add", ".gitattributes")
    git(theirs, "commit", "-q", "-m", "x", "--no-verify")
    trace.unlink(missing_ok=True)
    assert set(fetched(theirs, tmp_path / "got")) == {"a.yaml", "sub/b.yaml"}
    assert not trace.exists()


def test_a_link_is_refused_and_not_followed(theirs: Path, tmp_path: Path) -> None:
    (theirs / "link.yaml").symlink_to("/etc/passwd")
    commit(theirs)
    with pytest.raises(QuizcardsError, match=r"link\.yaml: 링크입니다"):
        fetched(theirs, tmp_path / "got")
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize("name", ["../up.yaml", ".git/x.yaml", "\x1b[2J.yaml"])
def test_a_path_that_leads_elsewhere_is_refused(theirs: Path, tmp_path: Path, name: str) -> None:
    blob = git(theirs, "hash-object", "-w", "--stdin", given=b"x").strip()
    tree = blob
    for number, part in enumerate(reversed(name.split("/"))):
        kind = "040000" if number else "100644"
        raw = f"{kind.lstrip('0')} {part}\0".encode() + bytes.fromhex(tree)
        arguments = ("hash-object", "-w", "-t", "tree", "--literally", "--stdin")
        tree = git(theirs, *arguments, given=raw).strip()
    made = git(theirs, "commit-tree", tree, "-m", "x").strip()
    git(theirs, "update-ref", "HEAD", made)
    with pytest.raises(QuizcardsError, match="이름의 파일"):
        fetched(theirs, tmp_path / "got")
    assert not (tmp_path / "up.yaml").exists()


def test_what_is_too_large_is_refused(
    theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 2_000_000)
    (theirs / "zeros.yaml").write_bytes(b"\n" * 3_000_000)  # three kilobytes as they are sent
    commit(theirs)
    with pytest.raises(QuizcardsError, match="2MB보다"):
        fetched(theirs, tmp_path / "got")
    (theirs / "zeros.yaml").unlink()
    (theirs / "noise.bin").write_bytes(os.urandom(3_000_000))  # not wanted, but sent all the same
    commit(theirs)
    with pytest.raises(QuizcardsError, match="2MB보다"):
        fetched(theirs, tmp_path / "got")


def test_trees_within_trees_are_not_listed_without_end(
    theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = git(theirs, "hash-object", "-w", "--stdin", given=b"x").strip()
    for kind in ("100644 blob", *["040000 tree"] * 11):
        rows = "".join(f"{kind} {tree}\td{number}\n" for number in range(10))
        tree = git(theirs, "mktree", given=rows.encode()).strip()
    git(theirs, "update-ref", "HEAD", git(theirs, "commit-tree", tree, "-m", "x").strip())
    monkeypatch.setattr(fetching, "MOST_LISTED", 1_000_000)
    with pytest.raises(QuizcardsError, match="1MB보다"):
        fetched(theirs, tmp_path / "got")


@pytest.mark.parametrize(
    "address", ["ext::touch ran.git", "--upload-pack=touch ran.git", "/nowhere/at-all.git"]
)
def test_an_address_that_names_no_repository_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    with pytest.raises(QuizcardsError, match="받지 못했습니다"):
        fetch(address, folder / "got", os.environ, is_deck)
    assert list(folder.iterdir()) == []


def test_an_address_with_a_password_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(QuizcardsError, match="비밀번호"):
        fetch("https://me:secret@localhost/decks.git", tmp_path, os.environ, is_deck)


def test_files_and_folders_are_no_addresses() -> None:
    for path in ("theirs.yaml", "../decks", "/me/decks", r"C:\decks\a.yaml", ".", "decks/.git"):
        assert not is_address(path)
    assert is_address("hub.git")
    assert name_of("https://example.com/me/decks/") == "decks"
