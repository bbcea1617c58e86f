"""Disks that end: a power cut in an image of ext4 or ext2, and a disk without room.

A power cut is a copy of the image while it is mounted: what the disk had been given at that
moment, and nothing of what the system still held in memory. ext2 has no journal, which saves
with one file what lies beside it. Both need a system that lets one mount.
"""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.torture.check import World, end, judge
from bench.torture.commands import Command, environment
from bench.torture.faults import KILL, Ended, Kind, copy

if TYPE_CHECKING:
    from bench.torture.worker import Worker

IMAGE = 64 << 20
SYSTEMS = ("ext4", "ext2")
WAITS = (0.0, 1.0, 6.0, 33.0)
"""Seconds: a file system writes by itself only every few. Short runs leave out the long ones."""
Found = tuple[str, object, list[str], Ended]


class Cut(NamedTuple):
    """A power cut in a file system: at a call, or some seconds after the end where that is 0."""

    system: str
    at: int
    wait: float


def may_mount(folder: Path) -> bool:
    """Say whether this system lets us mount a file system."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    try:
        with mounted(folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs"):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def mounted(folder: Path, *what: str) -> Iterator[None]:
    """Mount something for a while. Raises CalledProcessError."""
    subprocess.run(["mount", *what, folder], check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True, capture_output=True)


def faults(
    worker: "Worker", command: Command, world: World, calls: int, chance: random.Random
) -> Iterator[Found]:
    """Yield what came of power cuts and of full disks: this worker's share."""
    if not may_mount(worker.root.parent):
        return
    few = worker.options.few
    points = [0, *chance.sample(range(1, calls + 1), min(calls, few or 24))]
    waits = [wait for wait in WAITS if not few or wait < few / 2]
    cuts = [(at, wait) for at in points for wait in (waits if at == 0 else (0.0,))]
    cases = [Cut(system, at, wait) for at, wait in cuts for system in SYSTEMS]
    # without a journal git keeps no promise before it has said that it is done
    is_git = command.name.startswith("sync")
    cases = [case for case in cases if not (is_git and case.at and case.system == "ext2")]
    for case in cases[worker.number :: worker.options.workers]:
        yield power_cut(worker, command, world, case)
    rooms = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256]
    rooms = sorted(chance.sample(rooms, min(few, len(rooms)))) if few else rooms
    for pages in rooms[worker.number :: worker.options.workers]:
        yield full_disk(worker, command, world, pages)


def power_cut(worker: "Worker", command: Command, world: World, case: Cut) -> Found:
    """Cut the power, and let the system start again."""
    disk, cut = worker.folder / "disk.img", worker.folder / "cut.img"
    disk.unlink(missing_ok=True)
    with disk.open("wb") as file:
        file.truncate(IMAGE)
    subprocess.run([f"mkfs.{case.system}", "-q", disk], check=True, capture_output=True)
    place = worker.root.parent
    with mounted(place, "-o", "loop", str(disk)):
        copy(worker.before, worker.root)
        subprocess.run(["sync", "-f", place], check=True)
        ended = worker.tormentor.run(
            command.arguments,
            command.given,
            environment(worker.root),
            Kind(KILL) if case.at else None,
            case.at,
        )
        time.sleep(case.wait)
        subprocess.run(["cp", "--sparse=always", disk, cut], check=True)
    # as a system does that starts again; 1 says that something was put right
    repaired = subprocess.run(["fsck", "-f", "-y", cut], capture_output=True)
    if repaired.returncode not in (0, 1):
        raise RuntimeError(repaired.stdout)
    with mounted(place, "-o", "loop", str(cut)):
        wrong = judge(command, ended, world, worker.root, worker.run)
    return "power", f"{case.at or 'end'} +{case.wait:.0f}s {case.system}", wrong, ended


def full_disk(worker: "Worker", command: Command, world: World, pages: int) -> Found:
    """Run a command on a disk with so many pages of 4 KiB left, then make room again."""
    place = worker.root.parent
    with mounted(place, "-t", "tmpfs", "-o", "size=64m", "tmpfs"):
        copy(worker.before, worker.root)
        filler = place / "filler"
        _fill(filler, pages)
        ended = worker.tormentor.run(command.arguments, command.given, environment(worker.root))
        due = worker.run(("due",))
        wrong = end("due on the full disk", due)
        filler.unlink()
        wrong += judge(command, ended, world, worker.root, worker.run)
    return "disk", f"{pages * 4} KiB", wrong, ended


def _fill(filler: Path, pages: int) -> None:
    status = os.statvfs(filler.parent)
    with filler.open("wb", buffering=0) as file:
        page = bytes(status.f_frsize)
        for _ in range(max(0, status.f_bavail - pages)):
            if file.write(page) < len(page):
                return
