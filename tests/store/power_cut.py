"""A power cut: a disk of its own in a file, copied as it stands, and the copy mounted in its place.

What the system had not yet written is missing in the copy, as after a cut. Needs Linux and root:
`python -m pytest tests/store/power_cut.py`. It is no part of `make test`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from quizcards.app.environment import Environment
from quizcards.home import files as home_files
from quizcards.store import log

MEGABYTES = 64
ROOT = Path(__file__).parents[2]


class Disk:
    """A disk in the file `image`, mounted at `root`."""

    def __init__(self, image: Path, root: Path) -> None:
        self.image = image
        self.root = root

    @contextmanager
    def cut(self) -> Iterator[Path]:
        """Give the folder where everything is that a power cut at this moment leaves."""
        image = self.image.with_suffix(f".{time.monotonic_ns()}")
        subprocess.run(["cp", "--sparse=always", self.image, image], check=True)
        # as a system does that starts again; 1 says that something was put right
        repaired = subprocess.run(["fsck", "-f", "-y", image], capture_output=True, check=False)
        assert repaired.returncode in (0, 1), repaired.stdout
        root = image.with_name(f"{image.name}.mounted")
        try:
            with mounted(image, root):
                yield root
        finally:
            image.unlink()


@contextmanager
def disk(folder: Path, kind: str = "ext4") -> Iterator[Disk]:
    """Make a disk in a file in this folder, with a file system that `mkfs` knows, and mount it."""
    image = folder / "disk"
    with image.open("wb") as file:
        file.truncate(MEGABYTES * 2**20)
    subprocess.run([f"mkfs.{kind}", "-q", image], check=True)
    with mounted(image, folder / "mounted"):
        yield Disk(image, folder / "mounted")


@contextmanager
def mounted(image: Path, root: Path) -> Iterator[None]:
    root.mkdir()
    subprocess.run(["mount", "-o", "loop", image, root], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", root], check=True)
        root.rmdir()


def can_mount() -> bool:
    """Say whether this process may make and mount such disks."""
    return sys.platform == "linux" and os.geteuid() == 0 and Path("/dev/loop-control").exists()


def learner_on(root: Path) -> dict[str, str]:
    """Return the variables of a learner whose home and cache lie on a disk."""
    places = {"QUIZCARDS_HOME": str(root / "home"), "XDG_CACHE_HOME": str(root / "cache")}
    return {**os.environ, **places, "PYTHONPATH": str(ROOT)}


def command(root: Path, *arguments: str, given: str = "") -> str:
    """Run a command whose home and cache lie on a disk, and return what it printed once it ends."""
    done = subprocess.run(
        [sys.executable, "-m", "quizcards", *arguments],
        input=given,
        capture_output=True,
        text=True,
        cwd=root,
        env=learner_on(root),
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return done.stdout


def answered(root: Path) -> int:
    """Return how many answers can be read that sync and backup take along."""
    logs = list(log.files(root / "home" / "log"))
    assert {f"log/{path.name}" for path in logs} <= set(home_files.names(root / "home"))
    return sum(len(log.read(path).events) for path in logs)


pytestmark = pytest.mark.skipif(not can_mount(), reason="only root may mount a disk")
MOMENTS = (0.0, 1.0, 6.0)
"""Seconds after which the power is cut: a file system writes by itself only every few."""
Check = Callable[[Path], object]


def cut_at_each_moment(disk: Disk, check: Check) -> None:
    start = time.monotonic()
    for moment in MOMENTS:
        time.sleep(max(start + moment - time.monotonic(), 0))
        with disk.cut() as after:
            check(after)


@pytest.mark.parametrize("kind", ["ext4", "ext2"])
def test_the_answers_of_a_first_session_are_there_and_the_next_session_adds_to_them(
    tmp_path: Path, kind: str
) -> None:
    def check(root: Path) -> None:
        device = [path.read_text() for path in root.glob("cache/quizcards/*/device")]
        assert device
        assert {path.stem for path in log.files(root / "home" / "log")} == set(device)
        assert answered(root) == 2
        command(root, "study", "--plain", given="\n3\nq\n")
        assert answered(root) == 3
        command(root, "backup", "b.zip")
        with ZipFile(root / "b.zip") as archive:
            assert json.loads(archive.read("manifest.json"))["events"] == 3

    with disk(tmp_path, kind) as one:
        command(one.root, "study", "--plain", given="\n3\n\n3\nq\n")
        cut_at_each_moment(one, check)


@pytest.mark.parametrize("kind", ["ext4", "ext2"])
def test_every_answer_is_there_before_the_next_question(tmp_path: Path, kind: str) -> None:
    with disk(tmp_path, kind) as one:
        session = subprocess.Popen(
            [sys.executable, "-u", "-m", "quizcards", "study", "--plain"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=one.root,
            env=learner_on(one.root),
        )
        with session:
            assert session.stdin
            assert session.stdout
            for answers in range(4):
                for line in session.stdout:
                    if "새 카드" in line:  # the header of a question
                        break
                with one.cut() as after:
                    assert answered(after) == answers
                session.stdin.write("\n3\n")
                session.stdin.flush()
            session.terminate()


@pytest.mark.parametrize("kind", ["ext4", "ext2"])
def test_what_a_command_has_said_to_be_done_is_done(tmp_path: Path, kind: str) -> None:
    shipped = {
        path.name: path.read_bytes() for path in Environment({}, ROOT).shipped_decks.iterdir()
    }

    def check(root: Path) -> None:
        home = root / "home"
        decks = {path.name: path.read_bytes() for path in (home / "decks").iterdir()}
        assert decks.keys() - {"mine.yaml"} == shipped.keys()
        assert all(decks[name] == data for name, data in shipped.items())
        assert "무엇인가요" in (home / "decks" / "mine.yaml").read_text(encoding="utf-8")
        assert json.loads((home / "plan.json").read_text())["v"] == 1
        with ZipFile(root / "b.zip") as archive:
            assert "plan.json" in archive.namelist()

    with disk(tmp_path, kind) as one:
        command(one.root, "init")
        card = ["--question", "그것은 무엇인가요?", "--answer", "이것입니다."]
        command(one.root, "new", "mine", "--title", "내 덱", *card)
        command(one.root, "plan", "--by", f"{date.today() + timedelta(90)}")
        command(one.root, "backup", "b.zip")
        cut_at_each_moment(one, check)
