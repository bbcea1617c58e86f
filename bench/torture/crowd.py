"""Several at once: five sessions on one home, and three clones that sync while they study."""

import shutil
from collections.abc import Callable
from pathlib import Path

from bench.torture.check import counted, end, lines, taken
from bench.torture.commands import COMMANDS, DECK, STUDY, environment, make_hub
from bench.torture.faults import COUNT, Control, Tormentor

SESSIONS, CLONES = 5, 3
_GIVEN = "\n3\n\n2\n\n4\n\n1\nq\n"
Crowd = Callable[[Tormentor, Path, Control], list[str]]


def _home(root: Path) -> None:
    for place in ("home/decks", "cache", "tmp", "user", "work"):
        (root / place).mkdir(parents=True)
    (root / "home/decks/d.yaml").write_text(DECK.format("d"))


def _counts(tormentor: Tormentor, root: Path, least: int) -> list[str]:
    stats = tormentor.run(("stats", "--json"), "", environment(root))
    wrong, answers = end("stats", stats), counted(stats)
    if answers < least:
        wrong.append(f"loss: {answers} answers count, {least} were acknowledged")
    if len(set(lines(root))) < answers:
        wrong.append("loss: the index counts answers that are in no log")
    return wrong


def sessions(tormentor: Tormentor, root: Path, control: Control) -> list[str]:
    """Five sessions at once: every answer that any of them acknowledged counts."""
    shutil.rmtree(root, ignore_errors=True)
    _home(root)
    control.mode = COUNT
    names = [f"session-{number}" for number in range(SESSIONS)]
    children = [tormentor.start(STUDY, _GIVEN, environment(root), name) for name in names]
    ends = [tormentor.wait(child, name) for child, name in zip(children, names, strict=True)]
    wrong = [each for ended in ends for each in end("study", ended)]
    acknowledged = sum(taken(COMMANDS[0], ended.out) for ended in ends)
    if not acknowledged:
        wrong.append("exit: no session took an answer")
    return [*wrong, *_counts(tormentor, root, acknowledged)]


def clones(tormentor: Tormentor, root: Path, control: Control) -> list[str]:
    """Three clones study and sync at once: in the end each of them counts every answer."""
    shutil.rmtree(root, ignore_errors=True)
    roots = [root / str(number) for number in range(CLONES)]
    for each in roots:
        _home(each)
    make_hub(root)
    control.mode = COUNT
    hub, acknowledged, wrong = str(root / "hub.git"), 0, []
    names = [f"clone-{number}" for number in range(CLONES)]
    for arguments in (STUDY, ("sync", hub), STUDY, ("sync",)):
        children = [
            tormentor.start(arguments, _GIVEN, environment(each), name)
            for each, name in zip(roots, names, strict=True)
        ]
        ends = [tormentor.wait(child, name) for child, name in zip(children, names, strict=True)]
        wrong += [each for ended in ends for each in end(arguments[0], ended)]
        acknowledged += sum(taken(COMMANDS[0], each.out) for each in ends if arguments is STUDY)
    for each in (*roots, *roots):
        wrong += end("sync", tormentor.run(("sync", hub), "", environment(each)))
    for each in roots:
        wrong += _counts(tormentor, each, acknowledged)
    return wrong


CROWDS: dict[str, Crowd] = {
    f"study 동시에 {SESSIONS}": sessions,
    f"sync 복제 {CLONES}": clones,
}
