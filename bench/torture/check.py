"""What must hold after a fault, whatever it was."""

import json
import re
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.torture.commands import STUDY, Command
from bench.torture.faults import LIMIT, Ended

_ASKED = re.compile("^ Enter 답 보기 ", re.MULTILINE)
"""What stands below each question of `study --plain`."""
_LOG = re.compile(r"[a-z0-9-]+\.jsonl")
_GROWS = "home/collected.jsonl"
_FINDS = ("check --fix", "doctor --fix")
"""Commands that end with 1 where something is left to be mended: on a small disk its room."""
_FRAME = re.compile(r'quizcards/([a-z_/]+\.py", line \d+, in \w+)')
Run = Callable[..., Ended]
Files = Mapping[str, object]


@dataclass(frozen=True)
class World:
    """What stood before a command, what stands after it without faults, and the answers then."""

    before: Files
    after: Files
    lines: frozenset[str]
    answers: int


def files(root: Path) -> Files:
    """Return what a learner has, by name; logs, caches, git's own and leftovers left out."""
    found: dict[str, object] = {}
    for folder in ("home", "work"):
        for path in sorted((root / folder).rglob("*")):
            name = str(path.relative_to(root))
            hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
            if path.is_file() and not hidden and not name.startswith("home/log/"):
                found[name] = _content(path)
    return found


def _content(path: Path) -> object:
    data = path.read_bytes()
    if path.suffix != ".zip":
        return zlib.crc32(data), len(data)
    try:
        with zipfile.ZipFile(path) as package:
            # a new device's log has a name by chance
            names = sorted(re.sub("^log/.*", "log", each) for each in package.namelist())
            return names, package.testzip()
    except zipfile.BadZipFile:
        return "torn"


def lines(root: Path) -> list[str]:
    """Return every whole line of every log, and of what was collected."""
    grown = [*sorted((root / "home/log").glob("*.jsonl")), *root.glob(_GROWS)]
    texts = (path.read_bytes().decode(errors="replace") for path in grown)
    return [line for text in texts for line in text.split("\n") if line.strip()]


def events(root: Path) -> list[str]:
    """Return the ids in the logs; a half line that a kill has left is none."""
    found = []
    for line in lines(root):
        try:
            found.append(str(json.loads(line)["id"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def counted(ended: Ended) -> int:
    """Return how many answers `stats --json` counts; -1 if it says nothing that can be read."""
    try:
        return int(json.loads(ended.out)["spans"]["all"]["answers"])
    except (ValueError, KeyError, TypeError):
        return -1


def taken(command: Command, out: str) -> int:
    """Return how many answers were acknowledged: after each, the next question appeared."""
    return max(0, len(_ASKED.findall(out)) - 1) if command.answers else 0


def judge(command: Command, ended: Ended, world: World, root: Path, run: Run) -> list[str]:
    """Return all that is wrong after a fault: losses, tracebacks, hangs and wrong ends."""
    return [
        *end(command.name, ended, killed=ended.hit),
        *_kept(command, ended, world, root),
        *_sent(command, ended, world, root),
        *_goes_on(command, ended, world, root, run),
    ]


def end(name: str, ended: Ended, killed: bool = False) -> list[str]:
    """Return what is wrong with how a command ended: one thing."""
    if ended.code is None:
        return [f"hang: {name} runs for more than {LIMIT:.0f} s"]
    if "Traceback" in ended.err + ended.out:
        where = _FRAME.findall(ended.err) or ["?"]
        return [f"traceback: {name}: {ended.err.strip().splitlines()[-1][:200]} at {where[-1]}"]
    well = {0, 2} | ({1} if name.startswith(_FINDS) else set()) | ({-9} if killed else set())
    if ended.code not in well:
        return [f"exit: {name} ends with {ended.code}: {ended.err.strip()[-200:]}"]
    return []


def _kept(command: Command, ended: Ended, world: World, root: Path) -> list[str]:
    """Files are whole, old or new; new where the command said that all went well."""
    now, wrong = files(root), []
    excused = partial(_is_excused, command, ended)
    for name in sorted({*world.before, *world.after, *now}):
        here = now.get(name)
        # an interview grows line by line, and a test's file has another name each time
        if name.startswith(("home/interviews/", "home/quizzes/")):
            continue
        is_old_or_new = here in (world.before.get(name), world.after.get(name))
        if not is_old_or_new and name != _GROWS:  # its lines are looked at below
            wrong.append(f"loss: {name} is neither as before nor as after")
        elif ended.code == 0 and here != world.after.get(name) and not excused(name):
            wrong.append(f"loss: {name} was not written, and the exit code is 0")
    gone = world.lines - set(lines(root))
    if gone:
        wrong.append(f"loss: {len(gone)} lines of the log are gone")
    logs = (path.name for path in (root / "home/log").glob("*") if path.name[0] != ".")
    strange = [name for name in logs if not _LOG.fullmatch(name)]
    return [*wrong, *(f"loss: log/{name} is read by no sync" for name in strange)]


def _is_excused(command: Command, ended: Ended, name: str) -> bool:
    """Say whether a command may end well without this file."""
    if name.startswith("home/backups/"):  # the day's, beside a session: its failure is told
        return "오늘의 백업을 만들지 못했습니다" in ended.err
    # a help for editors: laid with the next deck, if not with this one
    return name == "home/decks/schema.json" and command.name == "import"


def _sent(command: Command, ended: Ended, world: World, root: Path) -> list[str]:
    """What sync says to be at the hub is there."""
    if not command.name.startswith("sync") or ended.code != 0:
        return []
    git = ["git", f"--git-dir={root / 'hub.git'}"]
    there: set[str] = set()
    for path in [*(root / "home/log").glob("*.jsonl"), *root.glob(_GROWS)]:
        name = path.relative_to(root / "home").as_posix()
        show = [*git, "cat-file", "blob", f"main:{name}"]
        there |= set(subprocess.run(show, capture_output=True, text=True).stdout.split("\n"))
    gone = world.lines - there
    return [f"loss: {len(gone)} lines of the log are not at the hub"] if gone else []


def _goes_on(command: Command, ended: Ended, world: World, root: Path, run: Run) -> list[str]:
    wrong, acknowledged = [], taken(command, ended.out)
    stats = run(("stats", "--json"))
    answers, least = counted(stats), world.answers + acknowledged
    wrong += end("stats", stats)
    if answers < least:
        wrong.append(f"loss: {answers} answers count, {least} were acknowledged")
    if command.answers and answers > least + 1:
        wrong.append(f"twice: {answers} answers count, {least} were acknowledged")
    if len(set(events(root))) < answers:
        wrong.append("loss: the index counts answers that are in no log")
    for name, arguments, given in (("due", ("due",), ""), ("study", STUDY, "\n3\nq\n")):
        wrong += end(name, run(arguments, given))
    if not command.again:
        return wrong
    once_more = run(command.arguments, command.given)
    wrong += end(f"{command.name} again", once_more)
    if once_more.code not in ((0, 1) if command.name in _FINDS else (0,)):
        wrong.append(f"again: ends with {once_more.code}: {once_more.err.strip()[-200:]}")
    return wrong
