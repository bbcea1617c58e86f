"""Whatever stands in the files of a home: each command ends soon, in 0 or 2, and in sentences.

A home comes by sync and by restore, so its log, settings, plan and interviews may be anybody's.
`make contract` tries two hundred seeds. What was in a log is in it afterwards, to the byte.
"""

import io
import os
import shutil
import warnings
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random
from stat import S_IFLNK
from zipfile import ZipFile, ZipInfo

import pytest

from quizcards.characters import CONTROLS, one_of
from tests.cli.conftest import Result
from tests.hostile_files import damaged, maybe_damaged, near_json, soon
from tests.hostile_homes import DECK, OTHER_FILES, SENTENCE, event, log_of, near_lines

SEEDS = range(int(os.environ.get("CONTRACT_SEEDS", "2")))  # `make contract` takes 200
LOGS, OTHERS, BACKUPS = 12, 12, 12
"""Homes for each seed."""
SECONDS = 5
"""Of computing for one case."""
COMMANDS = [
    *["", "stats", "stats --json", "due", "due --json", "why d/a", "why d/b --json", "wake"],
    *["wake d/a", "orphans", "plan", "plan --json", "plan --by 2026-12-10 --minutes 20"],
    *["plan --clear", "evaluate", "simulate --days 5", "decks", "show d/a", "doctor"],
    *["doctor --fix", "backup", "study --plain", "study --plain", "study --plain --kind numeric"],
    *["quiz --plain --limit 2", "quiz --plain --again", "interview --plain --resume"],
    *["interview --plain", "export --to csv --weak", "export --to json --due", "fit --undo"],
    *[
        "quiz --history",
        "quiz --history --json",
        "interview --history",
        "interview --history --json",
    ],
    *[
        "collect",
        "collect --json",
        "collect 기울기가_무엇인가요 --card a",
        "settings",
        "search 기울기",
    ],
    *["settings --json", "settings backups 3", "settings decks.d.new_per_day 4", "terms"],
    *["completion --names keys", "orphans --json", "plan --by 2026-12-10 --json"],
    *["export --to anki --schedule -o x.apkg", "rename d/a aa", "check", "stats --to svg -o x.svg"],
]
NAMES = [
    *["manifest.json", "log/a-0001.jsonl/x", "log/x/y.jsonl", "log", "decks/", "decks/d.yaml/e"],
    *["../evil", "/tmp/evil", "decks/../../evil", "C:\\x", "log/.jsonl", "", "decks/" + "x" * 300],
    *["decks/\x1b]52;c;QQ\x07.yaml", "decks/a\nb.yaml", ".git/config", "backups/x", "decks/\u202e"],
]
"""Of what no backup holds, or none beside what it holds."""
KEYS = ["\n\n3\nq\n", "\n1\nu\nq\n", "q\n", "\n\n\n\n", "", "s\nb\nf\n4\nq\n"]
TELLS_BY_ITS_END = ("doctor", "doctor --fix", "check")
"""With 1 these say that something is to be mended."""
CONTROL = one_of(CONTROLS)


def written(rng: Random, data: object) -> bytes:
    return near_json(rng, data, 0.3).encode(errors="replace")


CACHED: dict[str, Callable[[Random], bytes]] = {
    "device": lambda rng: rng.choice((b"", b"a\nb", b"../../evil", b"x" * 300, rng.randbytes(9))),
    "index.sqlite": lambda rng: damaged(rng, b"SQLite format 3\0" + rng.randbytes(2_000)),
    "mistakes.json": lambda rng: written(rng, {"stamp": "x", "said": {"a": "b"}}),
    "policy.json": lambda rng: written(rng, ["digest", 0.9]),
}


@pytest.fixture
def tried(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run a few commands on the home, and hold them to what each must do."""

    def try_commands(rng: Random, case: object, commands: Sequence[str] = ()) -> None:
        for command in commands or rng.sample(COMMANDS, 3):
            monkeypatch.setattr("sys.stdin", io.StringIO(rng.choice(KEYS)))
            with soon(SECONDS, (case, command)):
                done = run(*command.split())
            ends = (0, 1, 2) if command in TELLS_BY_ITS_END else (0, 2)
            assert done.code in ends, (case, command, done.err)
            assert not CONTROL.search(done.out + done.err), (case, command)
            assert done.code != 2 or SENTENCE.search(done.err), (case, command, done)

    return try_commands


def new_home(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    for folder in ("log", "decks", "interviews", "quizzes"):
        (home / folder).mkdir(parents=True)
    (home / "decks/d.yaml").write_text(DECK, encoding="utf-8")


@pytest.mark.parametrize("seed", SEEDS)
def test_no_log_is_too_much_and_none_loses_a_byte(
    seed: int,
    learner: Path,
    tried: Callable[..., None],
    record_property: Callable[[str, object], None],
) -> None:
    rng = Random(seed)
    for case in range(LOGS):
        new_home(learner)
        names = [
            "a-0001",
            "b-0002",
            rng.choice((".hidden", "가", "a\nb", "\x1b]52;c;QQ\x07", "._x")),
        ]
        logs = {name: log_of(rng) for name in names[: rng.choice((1, 2, 3))]}
        for name, text in logs.items():
            (learner / f"log/{name}.jsonl").write_bytes(text)
        tried(rng, f"seed {seed}, case {case}")
        now = [path.read_bytes() for path in (learner / "log").iterdir()]
        assert all(any(text.startswith(log) for text in now) for log in logs.values()), case
    record_property("logs", LOGS)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_file_of_a_home_is_too_much(
    seed: int,
    learner: Path,
    tried: Callable[..., None],
    record_property: Callable[[str, object], None],
) -> None:
    rng = Random(seed)
    for case in range(OTHERS):
        new_home(learner)
        (learner / "log/a-0001.jsonl").write_bytes(
            near_lines(rng, [event(rng) for _ in range(9)], 0)
        )
        chosen = rng.sample(sorted(OTHER_FILES), rng.choice((1, 1, 2, 5)))
        for name, text in OTHER_FILES.items():
            # what is asked of one file is often not asked before the others are right
            there = text(rng, 0)
            if name in chosen:
                there = maybe_damaged(rng, text(rng, rng.choice((0.03, 0.1, 0.3))))
            if name in chosen or name != "plan.json":  # a right plan takes its time to be followed
                (learner / name).write_bytes(there)
        if rng.random() < 0.2:
            spoil_cache(rng, learner)
        tried(rng, f"seed {seed}, case {case}: {chosen}")
    record_property("settings", OTHERS)


def spoil_cache(rng: Random, home: Path) -> None:
    """Put something else in the place of what this device keeps for itself."""
    for folder in (home.parent / "cache").rglob("*"):
        if folder.is_dir():
            name = rng.choice(sorted(CACHED))
            (folder / name).write_bytes(CACHED[name](rng))


def backup_of(rng: Random) -> bytes:
    """Return a backup with odd things in its files, its list, its names and its bytes."""
    held = {f"log/{name}-0001.jsonl": log_of(rng) for name in "ab"[: rng.choice((1, 2))]}
    held["decks/d.yaml"] = maybe_damaged(rng, DECK.encode())
    for name in rng.sample(sorted(OTHER_FILES), 2):
        held[name] = maybe_damaged(rng, OTHER_FILES[name](rng, rng.choice((0, 0.1))))
    if rng.random() < 0.3:
        held[rng.choice(NAMES)] = rng.choice((b"", b"x", b"\0" * 2**20))
    files = {
        name: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in held.items()
    }
    listed = {"v": 1, "made": "2026-12-01T09:00:00+09:00", "events": 3, "files": files}
    packed = BytesIO()
    with warnings.catch_warnings(), ZipFile(packed, "w", rng.choice((0, 8, 8, 12))) as archive:
        warnings.simplefilter("ignore")  # a name twice
        archive.writestr("manifest.json", near_json(rng, listed, rng.choice((0, 0, 0, 0.03))))
        for name, data in held.items():
            info = ZipInfo(name)
            if rng.random() < 0.02:
                info.external_attr = S_IFLNK << 16
            archive.writestr(info, data, rng.choice((0, 8)))
            if rng.random() < 0.02:
                archive.writestr(name, data)
    return maybe_damaged(rng, packed.getvalue(), 0.2)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_backup_is_too_much(
    seed: int,
    tmp_path: Path,
    learner: Path,
    tried: Callable[..., None],
    record_property: Callable[[str, object], None],
) -> None:
    rng = Random(seed)
    file = tmp_path / "x.zip"
    for case in range(BACKUPS):
        new_home(learner)
        own = near_lines(rng, [event(rng) for _ in range(3)], 0)
        (learner / "log/a-0001.jsonl").write_bytes(own)
        file.write_bytes(backup_of(rng))
        tried(rng, f"seed {seed}, case {case}", (f"restore {file}", "stats", "doctor"))
        assert (learner / "log/a-0001.jsonl").read_bytes().startswith(own)
        assert any(path.read_text("utf-8", "replace") == DECK for path in learner.rglob("*.y*"))
        assert not any(path.exists() for path in (tmp_path / "evil", Path("/tmp/evil")))
    record_property("backups", BACKUPS)
