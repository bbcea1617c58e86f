"""Three machines study, edit, sync and are killed in a random order; none loses anything.

In the end all three must be the same. `python tests/sync/interleavings.py FOLDER SEED...` runs
these seeds in a process of its own with one thread, so that it may fork: a killed sync is a killed
process, or a killed group of processes with git among them.
"""

import os
import re
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from shutil import copytree, rmtree
from typing import Any

import yaml

from quizcards.files import append_lines, write_file
from quizcards.home import files as home
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, EventKind, Memory
from quizcards.store.line import encode
from quizcards.store.store import Store
from quizcards.sync import exchange, folder
from quizcards.sync.git import Git

START, YEAR = 1_780_000_000.0, 365 * 86_400
STEPS, PATIENCE = 14, 0.3
DECKS = ("decks/하나.yaml", "decks/two.yaml", "decks/nested/three.yml")
KINDS: tuple[EventKind, ...] = ("review",) * 6 + ("undo", "suspend", "bury")
WORD = re.compile(r"글\d+글")


class Machine:
    """A learner's folder with its cache and its own clock, and the ways in which things happen."""

    def __init__(self, place: Path, chance: Random) -> None:
        self.home, self.cache, self.chance = place / "home", place / "cache", chance
        self.clock = chance.choice((0.0, -YEAR, YEAR, -300.0))

    @contextmanager
    def store(self) -> Iterator[Store]:
        with Store(self.home, self.cache, Scheduler(), {}) as store:
            yield store

    def study(self, moment: float) -> list[bytes]:
        """Answer some cards, take something back; return the lines that are now safe."""
        lines = []
        with self.store() as store:
            for i in range(self.chance.randint(1, 4)):
                at = START + self.clock + moment + i
                kind = self.chance.choice(KINDS)
                undone = store.to_undo() if kind == "undo" else None
                card = undone.card if undone else f"d/{self.chance.randrange(5)}"
                grade = self.chance.randint(1, 4) if kind == "review" else None
                if undone or kind != "undo":
                    of = undone.id if undone else None
                    event = Event(
                        "", at, 739_000 + int(at - START) // 86_400, kind, card, grade, of=of
                    )
                    lines.append(encode(store.append(event)))
        return lines

    def edit(self, word: Callable[[], str]) -> set[str]:
        """Change a deck as a person would; return the words that this person took away."""
        path = self.home / self.chance.choice(DECKS)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        lines = before.replace("\r\n", "\n").splitlines() or [
            "deck: d",
            f"title: {word()}",
            "cards:",
        ]
        if before and self.chance.random() < 0.08:
            path.unlink()
            return set(WORD.findall(before))
        answers = [i for i, line in enumerate(lines) if line.startswith("  answer:")]
        way = self.chance.random()
        if not answers or way < 0.4:
            lines += [f"- id: card-{word()}", "  question: 무엇인가요?", f"  answer: {word()}"]
        elif way < 0.5:
            at = self.chance.choice(answers)
            lines[at - 2 : at + 1] = []
        else:
            lines[self.chance.choice(answers)] = f"  answer: {word()}"
        end = "\r\n" if self.chance.random() < 0.1 else "\n"
        write_file(path, "".join(line + end for line in lines).encode())
        return set(WORD.findall(before)) - set(WORD.findall(path.read_text(encoding="utf-8")))

    def interview(self, word: str) -> None:
        path = self.home / f"interviews/2026-12-0{self.chance.randint(1, 2)}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        append_lines(path, f'{{"said":"{word}"}}\n'.encode())

    def sync(self, hub: Path) -> exchange.Report:
        return exchange.sync(self.home, str(hub), os.environ, PATIENCE)

    def start_sync(self, hub: Path, killed: str = "") -> int:
        """Begin a sync in a process of its own, to be killed at a step or at some moment of git."""
        step, moment = self.chance.randint(1, 24), self.chance.uniform(0.001, 0.15)
        if child := os.fork():
            return child
        os.setsid()
        if killed == "at a step":
            _kill_at(step)
        elif killed == "at a moment":
            signal.signal(signal.SIGALRM, lambda *_: os.killpg(0, signal.SIGKILL))
            signal.setitimer(signal.ITIMER_REAL, moment)
        self.sync(hub)
        os._exit(0)

    def state(self) -> dict[str, Memory]:
        with self.store() as store:
            return store.memories()

    def files(self) -> dict[str, bytes]:
        """Everything but the logs, whose lines are compared as a set."""
        return {
            name: (self.home / name).read_bytes()
            for name in home.names(self.home)
            if not home.is_log(name)
        }

    def log_lines(self) -> set[bytes]:
        paths = (self.home / "log").glob("*.jsonl")
        return {line + b"\n" for path in paths for line in path.read_bytes().split(b"\n") if line}


def _kill_at(step: int) -> None:
    """Let the process die before its n-th call of git or change of a file."""
    left = step

    def mortal(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        return run

    Git.attempt = mortal(Git.attempt)  # type: ignore[method-assign]
    vars(folder)["write_file"] = mortal(write_file)
    vars(home)["append_lines"] = mortal(append_lines)


class World:
    """A hub, three machines, every answer given, and every word written that nobody took back."""

    def __init__(self, place: Path, seed: int) -> None:
        self.chance, self.place = Random(seed), place
        self.hub = place / "hub.git"
        subprocess.run(["git", "init", "-q", "--bare", self.hub], check=True)
        self.machines = [Machine(place / name, self.chance) for name in "abc"]
        self.answers: set[bytes] = set()
        self.words: set[str] = set()
        self.count = 0

    def word(self) -> str:
        self.count += 1
        word = f"글{self.count}글"
        self.words.add(word)
        return word

    def study(self, machine: Machine) -> None:
        self.count += 1
        self.answers |= set(machine.study(self.count * 60.0))

    def edit(self, machine: Machine) -> None:
        self.words -= machine.edit(self.word)

    def begin(self) -> None:
        """Some machines have something before they first meet; one may be a copy of another."""
        first, copied, last = self.machines
        self.edit(first)
        self.study(first)
        if self.chance.random() < 0.2:
            copytree(first.home, copied.home)
            (cache,) = first.cache.iterdir()
            copytree(cache, copied.cache / f"{zlib.crc32(str(copied.home).encode()):08x}")
        elif self.chance.random() < 0.7:
            self.edit(copied)
            self.study(copied)
        if self.chance.random() < 0.5:
            self.edit(last)
            self.study(last)

    def happen(self) -> None:
        """Let one thing happen, or two at once."""
        machine, other = self.chance.sample(self.machines, 2)
        what = self.chance.choices(
            ("study", "edit", "interview", "sync", "killed", "at once", "studying"),
            (4, 5, 1, 3, 4, 2, 2),
        )[0]
        if what == "study":
            self.study(machine)
        elif what == "edit":
            self.edit(machine)
        elif what == "interview":
            machine.interview(self.word())
        elif what == "sync":
            machine.sync(self.hub)
        elif what == "killed":
            self.wait(
                machine.start_sync(self.hub, self.chance.choice(("at a step", "at a moment"))), True
            )
        elif what == "at once":
            other = self.chance.choice((machine, other))
            syncs = [one.start_sync(self.hub) for one in (machine, other)]
            for sync in syncs:
                self.wait(sync)
        else:
            sync = machine.start_sync(self.hub)
            self.study(machine)
            self.wait(sync)

    def wait(self, child: int, may_be_killed: bool = False) -> None:
        status = os.waitpid(child, 0)[1]
        assert status == 0 or (may_be_killed and status == signal.SIGKILL), (
            f"a sync ended with {status}"
        )

    def settle(self) -> None:
        """Sync each in turn until nobody has anything to say."""
        for _ in range(4):
            reports = [machine.sync(self.hub) for machine in self.machines]
            if not any(report.sent or report.received for report in reports):
                return
        raise AssertionError("the machines never come to rest")

    def check(self) -> None:
        first, *others = self.machines
        for machine in self.machines:
            assert machine.log_lines() == self.answers, "an answer is missing, or one too many"
        alone = Machine(self.place / "alone", self.chance)
        write_file(alone.home / "log/alone.jsonl", b"".join(self.answers))
        assert alone.state() == first.state()
        for other in others:
            assert other.state() == first.state()
            assert other.files() == first.files()
        texts = [data.decode() for data in first.files().values()]
        lost = {word for word in self.words if not any(word in text for text in texts)}
        assert not lost, f"lost: {lost}"
        for name, data in first.files().items():
            if name.endswith((".yaml", ".yml")):
                yaml.safe_load(data)
        heads = {
            Git(machine.home, os.environ).text("rev-parse", "HEAD") for machine in self.machines
        }
        assert len(heads) == 1


def run(place: Path, seed: int) -> None:
    rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    world = World(place, seed)
    world.begin()
    for _ in range(STEPS):
        world.happen()
    world.settle()
    world.check()
    rmtree(place)


if __name__ == "__main__":
    for seed in map(int, sys.argv[2:]):
        try:
            run(Path(sys.argv[1]), seed)
        except BaseException:
            print(f"seed {seed}", file=sys.stderr)
            raise
