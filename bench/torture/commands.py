"""The commands that write, each with what it stands on and what it is told."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"
NOW = "2026-12-01T09:00"
ANSWERED = "\n3\n\n2\n\n4\nq\n"
DECK = "deck: {0}\ntitle: 덱 {0}\ncards:\n" + "".join(
    f"- {{{{id: {name}, question: {name}란 무엇인가요?, answer: {name}입니다.}}}}\n"
    for name in "alpha beta gamma delta epsilon zeta eta theta".split()
)
Run = Callable[..., object]


@dataclass(frozen=True)
class Command:
    """A command that writes."""

    name: str
    arguments: tuple[str, ...]
    given: str = ""
    before: tuple[tuple[str, ...], ...] = ()
    """What is run before it, without faults."""
    home: str = "used"
    """The learner's folder: `none`, `decks` in it, or `used` with answers too."""
    again: bool = False
    """The same command, once more after the fault, must end well."""
    answers: bool = False
    """What it shows tells how many answers it took."""


STUDY = ("study", "--plain", "--new", "99")
COMMANDS = (
    Command("study", STUDY, ANSWERED, home="decks", again=True, answers=True),
    Command("study (새 기기)", STUDY, ANSWERED, home="none", again=True),
    Command(
        "quiz",
        ("quiz", "--all", "--plain", "--count", "3", "--seed", "1"),
        "1\n1\n1\nq\n",
        again=True,
    ),
    Command(
        "interview",
        ("interview", "--plain", "--minutes", "5"),
        "\n\n3\n\n\n3\n\n\n3\nq\n",
        again=True,
    ),
    Command("plan", ("plan", "--by", "+14"), again=True),
    Command("settings", ("settings", "minutes_per_day", "30"), again=True),
    Command("collect", ("collect", "새로 받은 질문", "--new"), again=True),
    Command("new", ("new", "d", "--id", "iota", "--question", "질문?", "--answer", "답입니다.")),
    Command("rename", ("rename", "d/alpha", "first")),
    Command("check --fix", ("check", "--fix", "../home/decks/loose.yaml"), again=True),
    Command("init", ("init",), home="none", again=True),
    Command("add", ("add", "other.yaml", "--yes")),
    Command("import", ("import", "cards.csv", "--to", "taken")),
    Command("sync", ("sync", "../hub.git"), again=True),
    Command("sync (둘째)", ("sync",), before=(("sync", "../hub.git"), STUDY), again=True),
    Command("backup", ("backup", "b.zip"), again=True),
    Command("restore", ("restore", "saved.zip"), home="none", again=True),
    Command("fit", ("fit",), again=True),
    Command("doctor --fix", ("doctor", "--fix"), again=True),
)


def environment(root: Path) -> Mapping[str, str]:
    """Return where a command finds everything: all of it below one folder."""
    places = {
        "QUIZCARDS_HOME": "home",
        "XDG_CACHE_HOME": "cache",
        "TMPDIR": "tmp",
        "HOME": "user",
        "TORTURE_WORK": "work",
    }
    return {
        "TORTURE_ROOT": str(root),
        "QUIZCARDS_NOW": NOW,
        **{name: str(root / place) for name, place in places.items()},
    }


def prepare(command: Command, root: Path, run: Run) -> None:
    """Make the world in which a command is run."""
    shutil.rmtree(root, ignore_errors=True)
    for place in ("home", "cache", "tmp", "user", "work"):
        (root / place).mkdir(parents=True)
    make_hub(root)
    (root / "work/other.yaml").write_text(DECK.format("other"))
    (root / "work/cards.csv").write_text("question,answer\n무엇?,이것\n또 무엇?,저것\n")
    if command.name == "restore":
        _use(root, run)
        run(("backup", "saved.zip"))
        for place in ("home", "cache"):
            shutil.rmtree(root / place)
            (root / place).mkdir()
    elif command.home == "used":
        _use(root, run)
    elif command.home == "decks":
        _decks(root)
    if command.name == "fit":
        (root / "home/log/other-0001.jsonl").write_text("".join(_year()))
    if command.name == "doctor --fix":
        _hurt(root)
    if command.name == "check --fix":
        card = "- question: Loose card란 무엇인가요?\n  answer: 답입니다.\n"
        (root / "home/decks/loose.yaml").write_text(f"deck: loose\ntitle: 느슨\ncards:\n{card}")
    for each in command.before:
        run(each, ANSWERED)


def _year() -> Iterator[str]:
    """Yield a year of answers by someone who forgets less than the defaults say."""
    for card in range(60):
        for turn in range(7):
            at = datetime(2025, 12, 1 + card % 28, 9, tzinfo=UTC) + timedelta(5 * (2**turn - 1))
            event = {
                "v": 1,
                "id": f"{int(at.timestamp() * 1000):012x}{card:016x}",
                "at": at.isoformat().replace("+00:00", "Z"),
                "day": at.date().isoformat(),
                "kind": "review",
                "card": f"basics/c{card}",
                "grade": 1 if (card + turn) % 29 == 0 else 3,
                "seconds": 4.0,
            }
            yield f"{json.dumps(event)}\n"


def make_hub(root: Path) -> None:
    """Make the repository that the machines share."""
    subprocess.run(["git", "init", "-q", "--bare", root / "hub.git"], check=True)


def _decks(root: Path) -> None:
    (root / "home/decks").mkdir()
    (root / "home/decks/d.yaml").write_text(DECK.format("d"))
    shutil.copy(CONTENT / "1-basics.yaml", root / "home/decks")


def _use(root: Path, run: Run) -> None:
    _decks(root)
    run(STUDY, ANSWERED)
    run(("settings", "new_per_day", "7"))
    run(("collect", "받은 질문", "--new"))


def _hurt(root: Path) -> None:
    """Leave a log without a name, an answer without a right id, no index, device or backup.

    The other deck stays: in the one of the shipped decks not all is well, with the others away.
    """
    (own,) = (root / "home/log").glob("*.jsonl")
    row = json.loads(own.read_text().splitlines()[0])
    (root / "home/log/.jsonl").write_text(json.dumps({**row, "id": "1" + "0" * 27}) + "\n")
    for name in ("device", "index.sqlite"):
        next((root / "cache").rglob(name)).write_text("")
    shutil.rmtree(root / "home/backups")
    (root / "home/decks/1-basics.yaml").unlink()
