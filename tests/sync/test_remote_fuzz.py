"""Whatever a remote holds or says: a sync ends soon, in 0 or 2, in sentences, and loses nothing.

`make contract` tries two hundred seeds. A remote is a bare repository whose objects are written by
hand, since git itself refuses to write most of them; or a server whose packets are anything.
"""

import os
import shutil
import zlib
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from quizcards.characters import CONTROLS, one_of
from quizcards.cli import main as cli
from tests.hostile_files import damaged, maybe_damaged, soon
from tests.hostile_homes import DECK, OTHER_FILES, SENTENCE, log_of
from tests.hostile_texts import hostile_text
from tests.sync.sync_support import Machine

SEEDS = range(int(os.environ.get("CONTRACT_SEEDS", "2")))  # `make contract` takes 200
REPOSITORIES, SERVERS = 5, 5
"""Of each so many for a seed."""
SECONDS = 5
"""Of computing for one case."""
HUGE = 3 * 2**20
NAMES = [
    *[b"log", b"decks", b"interviews", b"settings.toml", b"plan.json", b"x", b"README.md"],
    *[b"..", b".", b"", b".git", b".GIT ", b"git~1", b".gitmodules", b".gitattributes", b"a\\b"],
    *[b"../x", b"/etc/x", b"a/b", b"x" * 300, b"\xff\xfe", b"a\nb", b"\x1b]52;c;QQ\x07", b"CON"],
    *[
        "가".encode(),
        "\u202e".encode(),
        b" ",
        b"-rf",
        b"--help",
        b"d.yaml.kept-01234567",
        b"x.part",
    ],
]
FOLDERS = [b"log", b"decks", b"interviews"]
WITHIN = [b"a-0001.jsonl", b"b-0002.jsonl", b"d.yaml", b"e.yaml"]
MODES = [b"100644", b"100755", b"120000", b"160000", b"40000", b"0", b"777777", b"x"]
REFS = [
    *["refs/heads/main", "refs/heads/main", "refs/heads/x/main", "refs/heads/-x", "refs/heads/가"],
    *["refs/heads/" + "x" * 200, "refs/tags/v1", "refs/notes/x"],
]
SETTINGS = "[core]\n\tbare = true\n\trepositoryformatversion = 0\n"
CONTROL = one_of(CONTROLS)


class Objects(NamedTuple):
    """The objects of a bare repository, written one by one."""

    folder: Path

    def put(self, kind: str, data: bytes, rng: Random | None = None) -> bytes:
        """Write an object, with chance one that is damaged or not there; return its id."""
        whole = f"{kind} {len(data)}\0".encode() + data
        name = sha1(whole, usedforsecurity=False)
        path = self.folder / "objects" / name.hexdigest()[:2] / name.hexdigest()[2:]
        path.parent.mkdir(parents=True, exist_ok=True)
        if rng is None or rng.random() >= 0.01:
            packed = zlib.compress(whole, 1)
            path.write_bytes(packed if rng is None else maybe_damaged(rng, packed, 0.01))
        return name.digest()

    def tree(self, rows: list[tuple[bytes, bytes, bytes]], rng: Random | None = None) -> bytes:
        """Write a tree of rows with mode, name and id."""
        return self.put("tree", b"".join(b"%b %b\0%b" % row for row in rows), rng)

    def commit(self, tree: bytes, parents: list[bytes], rng: Random | None = None) -> bytes:
        who = "L <l@example.com> 1795000000 +0900"
        if rng is not None and rng.random() < 0.2:
            who = rng.choice(("", "<>", "\x1b[2J <> 99999999999999999999 +9999", "L <l> -1 x"))
        above = "".join(f"parent {parent.hex()}\n" for parent in parents)
        head = f"tree {tree.hex()}\n{above}author {who}\ncommitter {who}\n\nquizcards sync\n"
        return self.put("commit", head.encode(), rng)


def repository(folder: Path) -> Objects:
    for name in ("objects", "refs/heads"):
        (folder / name).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text(SETTINGS)
    return Objects(folder)


def content(rng: Random) -> bytes:
    """Return what stands in a file of a remote."""
    match rng.randrange(5):
        case 0 | 1:
            return log_of(rng)
        case 2:
            return maybe_damaged(rng, DECK.encode())
        case 3:
            return maybe_damaged(rng, rng.choice(list(OTHER_FILES.values()))(rng, 0.2))
        case _:
            return rng.choice((b"", b"/etc/passwd", b"\0" * HUGE, rng.randbytes(2_000)))


def folder_of(rng: Random, objects: Objects, depth: int = 0) -> bytes:
    """Write a folder of files with any names, kinds and contents; return its id."""
    rows = []
    share = rng.choice((0.02, 0.02, 0.3))
    for _ in range(rng.choice((1, 2, 4, 8))):
        name = rng.choice(WITHIN if depth else FOLDERS)
        mode = b"40000" if name in FOLDERS else b"100644"
        if rng.random() < share:
            name = rng.choice(NAMES)
        if rng.random() < share:
            mode = rng.choice(MODES)
        if mode == b"40000" and depth < 4:
            rows.append((mode, name, folder_of(rng, objects, depth + 1)))
        else:
            mode = b"100644" if mode == b"40000" else mode
            rows.append((mode, name, objects.put("blob", content(rng), rng)))
    if rng.random() < 0.8:
        rows = sorted({row[1]: row for row in rows}.values(), key=lambda row: row[1])
    return objects.tree(rows, rng)


def deep(objects: Objects) -> bytes:
    """Write folders in folders, deeper than any path; return the id of the outermost."""
    inner = objects.put("blob", b"x")
    mode = b"100644"
    for _ in range(3_000):
        inner = objects.tree([(mode, b"decks", inner)])
        mode = b"40000"
    return inner


def spoil(rng: Random, hub: Path, base: str) -> None:
    """Put a commit of anything on top of what a hub has, or in its place."""
    objects = Objects(hub)
    tree = deep(objects) if rng.random() < 0.02 else folder_of(rng, objects)
    parents = [bytes.fromhex(base)] if base and rng.random() < 0.8 else []
    if rng.random() < 0.05:
        parents.append(rng.randbytes(20))
    tip = objects.commit(tree, parents, rng).hex()
    ref = hub / rng.choice(REFS)
    ref.parent.mkdir(parents=True, exist_ok=True)
    texts = [f"{tip}\n"] * 9 + ["", "x" * 40, "0" * 40 + "\n", "ref: refs/heads/main\n", tip[:20]]
    ref.write_text(rng.choice(texts))
    if rng.random() < 0.1:
        (hub / "HEAD").write_bytes(damaged(rng, b"ref: refs/heads/main\n"))
    if rng.random() < 0.05:
        (hub / "packed-refs").write_bytes(damaged(rng, f"{tip} refs/heads/main\n".encode()))


def packets(rng: Random) -> bytes:
    """Return what a server says before any question: refs, errors, progress, and noise."""
    text = rng.choice(("fatal: \x1b]0;x\x07", "가" * 999, "\r\x1b[2K오류", hostile_text(rng, 900)))
    said = text.encode(errors="replace")
    tip = bytes(rng.choice(b"0123456789abcdef") for _ in range(40))
    ref = rng.choice([*REFS, "HEAD", "refs/heads/\x1b[2J", "refs/heads/../../x", ""]).encode()
    lines = [
        b"ERR " + said,
        b"\x02" + said,
        b"\x03" + said,
        b"version 2\n",
        b"version 1\n",
        tip + b" " + ref + b"\0side-band-64k ofs-delta object-format=sha1 symref=HEAD:" + ref,
        tip + b" " + ref + b"\n",
        b"unborn HEAD symref-target:" + ref,
        b"fetch=shallow\n",
        b"ls-refs=unborn\n",
        rng.randbytes(30),
    ]
    chosen = [rng.choice(lines) for _ in range(rng.choice((1, 2, 5, 50)))]
    data = b"".join(b"%04x%b" % (len(line) + 4, line) for line in chosen)
    ends = (b"0000", b"0001", b"0002", b"", b"ffff", b"-001", b"zzzz")
    return maybe_damaged(rng, data + rng.choice(ends))


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home that has synced once, and its hub."""
    folder = tmp_path_factory.mktemp("synced")
    repository(folder / "hub.git")
    machine = Machine(folder / "home", folder / "hub.git")
    machine.write("decks/d.yaml", DECK)
    machine.write("log/a-0001.jsonl", '{"id":1}\n{"id":2}\n')
    machine.sync()
    machine.git("config", "--remove-section", "remote.origin")
    return folder


def assert_soon(case: str, address: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sync twice, and look at the folder then: nothing that was in it is gone."""
    logs = {path: path.read_bytes() for path in (home / "log").glob("*.jsonl")}
    decks = {path.read_bytes() for path in (home / "decks").glob("*")}
    for command in (["sync", address], ["stats"]):
        with soon(SECONDS, (case, command)):
            code = cli.run(command)
        out, err = capsys.readouterr()
        assert code in (0, 2), (case, command, err)
        assert not CONTROL.search(out + err), (case, command)
        assert code == 0 or SENTENCE.search(err), (case, command, err)
    for path, text in logs.items():
        assert path.read_bytes().startswith(text), case
    if not Path(address).exists():
        assert {path.read_bytes() for path in (home / "decks").glob("*")} == decks, case
    assert not (home.parent / "x").exists(), case


@pytest.mark.parametrize("seed", SEEDS)
def test_no_repository_is_too_much(
    seed: int,
    tmp_path: Path,
    learner: Path,
    synced: Path,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    rng = Random(seed)
    hub = tmp_path / "hub.git"
    for case in range(REPOSITORIES):
        for there, here in ((synced / "home", learner), (synced / "hub.git", hub)):
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(there, here)
        base = (hub / "refs/heads/main").read_text().strip()
        if rng.random() < 0.3:  # a machine that comes to the hub for the first time
            shutil.rmtree(learner / ".git")
        spoil(rng, hub, base)
        assert_soon(f"seed {seed}, case {case}", str(hub), learner, capsys)
    record_property("remotes", REPOSITORIES)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell and cat")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_server_is_too_much(
    seed: int,
    tmp_path: Path,
    learner: Path,
    synced: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    rng = Random(seed)
    said = tmp_path / "said"
    complaint = tmp_path / "complaint"
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    monkeypatch.setenv("GIT_SSH_COMMAND", f"cat '{complaint}' >&2; cat '{said}'; :")
    shutil.copytree(synced / "home", learner)
    for case in range(SERVERS):
        said.write_bytes(packets(rng))
        complaint.write_bytes(rng.choice((b"", packets(rng), b"fatal: \x1b]0;x\x07\n" * 999)))
        assert_soon(f"seed {seed}, case {case}", "host.invalid:x.git", learner, capsys)
    record_property("remotes", SERVERS)
