"""One of the processes that torture: its share of the tries, one line of JSON for each."""

import importlib
import json
import os
import pkgutil
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import quizcards
from bench.torture import places
from bench.torture.check import World, counted, files, judge, lines, taken
from bench.torture.commands import COMMANDS, Command, environment, prepare
from bench.torture.crowd import CROWDS
from bench.torture.faults import KINDS, Control, Ended, Tormentor, control_in, copy


@dataclass(frozen=True)
class Options:
    """What the whole run was told."""

    folder: str
    workers: int
    seed: int
    few: int
    """Calls tried for each command and kind; 0 tries them all."""
    only: Sequence[str]


class Worker:
    """A folder for the cases, and the commands that are run in it."""

    def __init__(self, number: int, options: Options) -> None:
        self.number, self.options = number, options
        self.folder = Path(options.folder) / str(number)
        self.folder.mkdir()
        control = self.folder / "control"
        self.control: Control = control_in(Path(os.environ["TORTURE_CONTROL"]))
        self.tormentor = Tormentor(self.folder, self.control)
        self.root = self.folder / "case/root"
        self.root.parent.mkdir()
        self.before = self.folder / "before"
        control.unlink(missing_ok=True)

    def run(self, arguments: Sequence[str], given: str = "") -> Ended:
        """Run a command without faults."""
        return self.tormentor.run(arguments, given, environment(self.root))

    def turns(self, command: Command) -> tuple[World, int]:
        """Prepare a command; return the world it is run in and how many calls it makes."""
        prepare(command, self.root, self.run)
        copy(self.root, self.before)
        stats = self.run(("stats", "--json"))
        old, kept = files(self.root), frozenset(lines(self.root))
        copy(self.before, self.root)
        well = self.run(command.arguments, command.given)
        if well.code != 0:
            raise RuntimeError(f"{command.name} does not even run: {well.code} {well.err}")
        if command.answers and not taken(command, well.out):
            raise RuntimeError(f"{command.name} asks in other words now: no answer can be missed")
        world = World(old, files(self.root), kept, counted(stats))
        if command.name.startswith("restore"):
            world = World(old, world.after, kept, 0)
        return world, well.calls

    def faults(self, command: Command) -> Iterator[dict[str, object]]:
        """Yield what came of each fault in a command: this worker's share."""
        world, calls = self.turns(command)
        chance = random.Random(f"{self.options.seed} {command.name}")
        number = 0
        for name, kind in KINDS.items():
            points = list(range(1, calls + 1))
            if self.options.few and len(points) > self.options.few:
                points = sorted(chance.sample(points, self.options.few))
            for at in points:
                number += 1
                if number % self.options.workers != self.number:
                    continue
                copy(self.before, self.root)
                ended = self.tormentor.run(
                    command.arguments, command.given, environment(self.root), kind, at
                )
                wrong = judge(command, ended, world, self.root, self.run)
                yield self.result(command.name, name, at, wrong, ended, calls)
        for result in places.faults(self, command, world, calls, chance):
            yield self.result(command.name, *result, calls)

    def result(
        self, command: str, kind: str, at: object, wrong: list[str], ended: Ended, calls: int
    ) -> dict[str, object]:
        """Return one try as it goes over the pipe."""
        root = str(self.root)
        return {
            "command": command,
            "kind": kind,
            "at": at,
            "of": calls,
            "hit": ended.hit,
            "call": ended.said.replace(root, ""),
            "code": ended.code,
            "wrong": [each.replace(root, "") for each in wrong],
            "err": ended.err[-600:],
        }


def main() -> None:
    """Import the whole program once, then torture."""
    number, options = int(sys.argv[1]), Options(**json.loads(sys.argv[2]))
    sys.argv[:] = ["quizcards"]
    for module in pkgutil.walk_packages(quizcards.__path__, "quizcards."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    worker = Worker(number, options)
    for command in COMMANDS:
        if options.only and command.name not in options.only:
            continue
        for result in worker.faults(command):
            print(json.dumps(result), flush=True)
    for name, crowd in CROWDS.items():
        if options.only and name not in options.only:
            continue
        for round_ in range(number, max(options.few, 2) if options.few else 20, options.workers):
            wrong = crowd(worker.tormentor, worker.root, worker.control)
            nothing = Ended(0, "", "", 0, False, "")
            print(json.dumps(worker.result(name, "crowd", round_, wrong, nothing, 0)), flush=True)


if __name__ == "__main__":
    main()
