"""Whatever the machine is like, a command ends, says one sentence of what is wrong, and no more."""

import json
import os
import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.cli.children import Done, run
from tests.cli.every_command import THEIRS, WORDS, World, event, forms
from tests.sampling import some

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")
HANGUL = re.compile("[가-힣]")
FORMS = forms()
FOUND = ((["check"], 1), (["doctor"], 1))
"""Commands that look for something, and end so where they found it."""
LONG = "x" * 5000
MOST_SAID = 1000
NOTE = "지금 여기서는 다른 덱을 읽고 있습니다."
"""What `add` says beside its work, in a folder that has decks."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are closed to all but us."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        for place, _, _ in os.walk(path):
            os.chmod(place, 0o700)


@pytest.fixture
def world(folder: Path) -> World:
    return World(folder / "world")


def faults(done: Done, hears: bool = True) -> list[str]:
    """Return what is wrong with how a command ended; `hears` says whether stderr came to us."""
    text = done.out + done.err
    found = [word for word in ("Traceback", "Exception ignored", "Errno") if word in text]
    if done.code is None:
        found.append("hangs")
    elif done.code not in (0, 2) and (done.arguments[:1], done.code) not in FOUND:
        found.append(f"exit code {done.code}")
    if done.code == 2 and hears:
        lines = [line for line in done.err.splitlines() if not line.startswith(NOTE)]
        if len(lines) != 1 or not HANGUL.search(done.err) or len(done.err) > MOST_SAID:
            found.append(f"says {done.err[:MOST_SAID]!r}")
    return found


def faulty(
    world: World, commands: list[list[str]], hears: bool = True, **more: Any
) -> dict[str, Any]:
    """Run each command in a copy of the world; return those that end badly, and how."""
    copies = world.copies(len(commands))
    jobs = [copy.job(command, **more) for copy, command in zip(copies, commands, strict=True)]
    ended = run(jobs)
    return {
        " ".join(done.arguments)[:80]: found for done in ended if (found := faults(done, hears))
    }


def test_on_a_sound_machine_every_command_does_its_work(world: World) -> None:
    ended = run(copy.job(form) for copy, form in zip(world.copies(len(FORMS)), FORMS, strict=True))
    failed = {tuple(done.arguments): done for done in ended if done.code != 0}
    failed.pop(("doctor",), None)  # it tells that no session has made a backup yet
    assert not failed


@pytest.mark.parametrize(
    ("number", "ends"),
    [
        *enumerate(
            [
                {"stdin": "closed"},
                # every command meets one of these three
                {"stdout": "closed"},
                {"stdout": "/dev/full"},
                {"stdout": "broken"},
                {"stderr": "closed"},
                {"stdout": "/dev/full", "stderr": "/dev/full"},
                {"stdout": "broken", "stderr": "broken"},
                {"stdin": "closed", "stdout": "closed", "stderr": "closed"},
            ]
        )
    ],
    ids=str,
)
def test_ends_that_are_closed_full_or_broken_are_one_sentence(
    world: World, number: int, ends: dict[str, str]
) -> None:
    if "/dev/full" in ends.values() and not os.path.exists("/dev/full"):
        pytest.skip("Linux alone has it")
    assert not faulty(world, some(FORMS, number), hears="stderr" not in ends, **ends)


def test_a_folder_that_is_deleted_under_ones_feet_is_one_sentence(world: World) -> None:
    assert not faulty(world, FORMS, is_folder_gone=True)


@pytest.mark.parametrize(
    ("number", "variables"),
    [
        *enumerate(
            [
                {"QUIZCARDS_HOME": f"/tmp/{LONG}"},
                {"QUIZCARDS_HOME": "/tmp" + "/x" * 2500},
                {"QUIZCARDS_HOME": "", "XDG_CACHE_HOME": "", "HOME": f"/{LONG}"},
                {"XDG_CACHE_HOME": f"/tmp/{LONG}"},
                {"QUIZCARDS_HOME": "~nobody-at-all/x"},
                {"QUIZCARDS_DECKS": "~nobody-at-all/x"},
                {"QUIZCARDS_HOME": __file__},
                {"QUIZCARDS_HOME": "/dev/null"},
                {"QUIZCARDS_NOW": "0001-01-01T00:00"},
                {"QUIZCARDS_NOW": "9999-12-31T23:59"},
            ]
        )
    ],
)
def test_variables_that_name_nothing_usable_are_one_sentence(
    world: World, number: int, variables: dict[str, str]
) -> None:
    world.environment |= variables
    assert not faulty(world, some(FORMS, number, 6))


@pytest.mark.parametrize(
    ("number", "names", "mode"),
    [
        (number, *closed)
        for number, closed in enumerate(
            [
                ([""], 0o555),
                ([""], 0o000),
                (["log"], 0o555),
                (["log"], 0o000),
                (["log/desk.jsonl", "device"], 0o444),
                (["log/desk.jsonl"], 0o000),
                (["device"], 0o000),
                (["settings.toml"], 0o000),
                (["plan.json"], 0o000),
                (
                    ["../content/1-basics.yaml", "../theirs.yaml", "../cards.csv", "../kept.zip"],
                    0o000,
                ),
                (["../cache"], 0o555),
                (["../cache"], 0o000),
            ]
        )
    ],
)
def test_what_may_not_be_read_or_written_is_one_sentence(
    world: World, number: int, names: list[str], mode: int
) -> None:
    (world.home / "settings.toml").write_text("retention = 0.9\n")
    (world.home / "plan.json").write_text('{"v": 1, "by": "2026-12-20"}')
    for place, folders, files in os.walk(world.folder):
        for name in (*folders, *files):
            os.chmod(Path(place, name), 0o777)
    world.folder.chmod(0o777)
    commands = [form for form in some(FORMS, number, 6) if form[:1] not in (["check"], ["add"])]
    copies = list(world.copies(len(commands)))
    for copy in copies:
        copy.folder.chmod(0o777)
        for name in names:
            (copy.home / name).chmod(mode)
    is_root = os.getuid() == 0  # whom no mode keeps out
    jobs = [
        copy.job(command, is_nobody=is_root) for copy, command in zip(copies, commands, strict=True)
    ]
    assert not {" ".join(done.arguments): found for done in run(jobs) if (found := faults(done))}


PIPES = {
    "pipe": ["restore", "import", "study --plain --decks", "add", "check", "backup", "sync"],
    "pipe.csv": ["import", "fit --log", "evaluate --log"],
    "pipe.yaml": ["add", "check", "check --fix", "edit adam --decks", "import cards.csv -o"],
    "pipe.md": ["export -o"],
    "pipe.svg": ["stats --to svg -o"],
    "/dev/zero": ["restore", "import", "check", "fit --log"],
    "/dev/full": ["backup", "export --to csv -o"],
}


def test_a_pipe_or_a_device_is_refused_and_not_waited_for(world: World) -> None:
    for name in PIPES:
        if not name.startswith("/"):
            os.mkfifo(world.folder / name)
    commands = [[*words.split(), name] for name in PIPES for words in PIPES[name]]
    jobs = [world.job(command) for command in commands]
    wrong = {}
    for done in run(jobs):
        found = [one for one in faults(done) if not one.startswith("says")]
        if found or "Traceback" in done.err:
            wrong[" ".join(done.arguments)] = found
    assert not wrong
    assert all((world.folder / name).is_fifo() for name in PIPES if not name.startswith("/"))
    assert Path("/dev/full").is_char_device()


TOO_LONG = (
    """
backup|export -o|export --to csv -o|import|restore|add|check|sync|show||new|import cards.csv --deck
import cards.csv -o|fit --log|study --tag|study --decks|plan --by|demo|demo adam -p|demo adam --to
export --to|stats --to|quiz --kind|why|wake|edit|decks|interview
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def test_a_name_without_end_is_one_short_sentence(world: World) -> None:
    assert not faulty(world, [[*words.split(), LONG] for words in TOO_LONG])


EVIL = "\x1b]52;c;ZXZpbA==\x07\x9b2J\u202e\x08\x7f\u2028\rX"
FORGED = f"{EVIL}\nFORGED"
OURS = re.compile(r"\x1b\[[0-9;?]*[ABCDGHJKhlm]|\x1b\[6n|\x1b\]11;\?\x1b\\|\r+\n|\r")
"""What we and prompt_toolkit send to a terminal."""


def no_text(done: Done, ours: re.Pattern[str] | None = None) -> list[str]:
    """Return what a terminal may obey in what a command printed, and lines that are forged."""
    printed = done.out + done.err
    printed = ours.sub("\n", printed) if ours else printed
    found = {char for char in printed if char != "\n" and not one_of_text(char)}
    return [*map(repr, sorted(found)), *re.findall(r"^FORGED", printed, re.MULTILINE)]


def one_of_text(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") and char != "\u202e"


def poisoned(world: World) -> World:
    """Have every name that comes from outside try to command the terminal."""
    home = world.home
    lines = [
        event(30, "basics/loss", answer=FORGED, asked=f"choice{FORGED}", shown=FORGED, step=FORGED),
        event(31, f"basics/los{FORGED}s"),
        event(32, f"d{FORGED}/gone"),
        event(33, f"d{FORGED}/asleep", "suspend"),
        event(34, f"{LONG}/asleep", "suspend"),
        "broken\n",
    ]
    (home / "device").write_text(f"desk{FORGED}\n", encoding="utf-8")
    (home / f"log/p{FORGED}.jsonl").write_text("".join(lines), encoding="utf-8")
    desk = home / "log/desk.jsonl"
    desk.write_text("".join([desk.read_text(), *lines]), encoding="utf-8")
    (home / "interviews").mkdir()
    first = {"v": 1, "started": 1796166000.0, "minutes": 30, "chosen": [f"d{FORGED}/x"]}
    (home / f"interviews/{FORGED}.jsonl").write_text(json.dumps(first) + "\n", encoding="utf-8")
    (home / "last-quiz.json").write_text(json.dumps([f"d{FORGED}/x"]), encoding="utf-8")
    (home / "backups").mkdir()
    for path in (home / f"backups/{FORGED}.zip", world.folder / f"{EVIL}.zip"):
        with ZipFile(path, "w") as archive:
            archive.writestr(f"log/{FORGED}.jsonl", FORGED)
            archive.writestr("manifest.json", json.dumps({"v": FORGED, "files": {FORGED: {}}}))
    decks = world.folder / "content"
    (decks / f"3{FORGED}.yaml").write_text("deck: three\ncards:\n- id: a\n", encoding="utf-8")
    (decks / f"4{FORGED}").mkdir()
    (decks / f"4{FORGED}/5.yaml").write_text(THEIRS, encoding="utf-8")
    subprocess.run(["git", "init", "-q", home], check=True)
    address = f"https://127.0.0.1:9/{EVIL}"
    subprocess.run(["git", "-C", home, "config", "remote.origin.url", address], check=True)
    return world


ASKED = [
    ["wake"],
    ["orphans", "--json"],
    ["stats", "--json"],
    ["stats", "--to", "markdown"],
    ["check", "--json"],
    ["doctor", "--json"],
    ["doctor", "--fix"],
    ["interview", "--past"],
    ["quiz", "--again", "--plain"],
    ["sync"],
    ["restore"],
    ["restore", f"{EVIL}.zip"],
    ["import", f"{EVIL}.zip"],
    ["add", "content", "--yes"],
    ["plan", "--by", EVIL],
    ["rename", f"basics/los{EVIL}s", "loss"],
]
"""Beside every command: what shows more of what came from outside."""


def test_no_name_from_outside_is_obeyed_or_forges_a_line(world: World) -> None:
    commands = [*FORMS, *ASKED]
    copies = poisoned(world).copies(len(commands))
    ended = run(copy.job(command) for copy, command in zip(copies, commands, strict=True))
    assert not {repr(done.arguments): found for done in ended if (found := no_text(done))}
    assert not {repr(done.arguments): done.err for done in ended if "Traceback" in done.err}


def test_no_argument_is_obeyed(world: World) -> None:
    commands = [*forms(dict.fromkeys(WORDS, EVIL)), [EVIL], ["study", f"--{EVIL}"]]
    copies = world.copies(len(commands))
    ended = run(copy.job(command) for copy, command in zip(copies, commands, strict=True))
    assert not {repr(done.arguments): found for done in ended if (found := no_text(done))}


def test_no_name_from_outside_is_obeyed_on_a_terminal(world: World) -> None:
    plain = [[word for word in form if word != "--plain"] for form in FORMS]
    commands = some([*plain, *ASKED], every=6)
    copies = poisoned(world).copies(len(commands))
    ends = dict.fromkeys(("stdin", "stdout", "stderr"), "terminal")
    jobs = []
    for copy, command in zip(copies, commands, strict=True):
        copy.environment["TERM"] = "xterm-256color"
        jobs.append(replace(copy.job(command, **ends), given=" 3 qqqn\nq"))
    ended = run(jobs)
    assert not {repr(done.arguments): found for done in ended if (found := no_text(done, OURS))}
    assert not {repr(done.arguments): done.out for done in ended if "Traceback" in done.out}
