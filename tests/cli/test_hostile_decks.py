"""A deck made to cost gigabytes or minutes costs neither, whatever command meets it.

Each command is a process of its own, whose computing and memory are measured: what it takes does
not hang on how busy the machine is. So that nothing here can take a machine down, the process has
no more than two gigabytes of addresses and a minute.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.sampling import some

if sys.platform == "win32":
    pytest.skip("there are no limits for a process there", allow_module_level=True)

import resource

pytestmark = pytest.mark.slow

SECONDS = 5
"""Of computing, the processes of demos among it."""
MEGABYTES = 500
MARKS = "\u0316\u0300"
"""One below and one above a letter: in this order only the second may move."""
CARD = "- id: a\n  question: 왜 그런가요?\n"
SLOW = """\
  demo: |
    n = 3
    w = 0
    for i in range(1000):
        for j in range(1000):
            w = np.sum(np.linspace(0, n, 10000))
    z = w * 1
"""


def answered(answer: str) -> str:
    return f"{CARD}  answer: {answer}\n"


def many(count: int, card: Callable[[int], str]) -> str:
    return "".join(map(card, range(count)))


def points(count: int, alternatives: int) -> str:
    return "".join(
        f"  - point: 기울기 {i}번째 적률\n    any_of: ["
        + ", ".join(f"기울기의 {i}번째 {j}" for j in range(alternatives))
        + "]\n"
        for i in range(count)
    )


CARDS: dict[str, Callable[[], str]] = {
    "B1: two thousand ranges of notes": lambda: (
        f"{answered('답')}  notes: '{','.join(['1-9999'] * 2_000)}'\n"
    ),
    "B1: twenty thousand ranges of notes": lambda: (
        f"{answered('답')}  notes: '{','.join(['1-9999'] * 20_000)}'\n"
    ),
    "B1: notes of twenty thousand cards": lambda: many(
        20_000, lambda i: f"- {{id: a{i}, question: q, answer: a, notes: 1-9999}}\n"
    ),
    "B2: twenty thousand braces": lambda: answered(f"'{'{' * 19_999}'"),
    "B2: a hundred thousand braces": lambda: answered(f"'{'{' * 100_000}'"),
    "B2: blanks that never close": lambda: answered(f"'{'{{a' * 6_000}'"),
    "B2: thousands of blanks": lambda: answered(f"'{'{{a}}' * 3_900}'"),
    "B3: marks out of order": lambda: answered(f"'a{MARKS * 100_000}'"),
    "B3: marks out of order in many texts": lambda: many(
        900, lambda i: f"- {{id: a{i}, question: q, answer: a{MARKS * 5_000}}}\n"
    ),
    "B4: one demo without end": lambda: answered("답") + SLOW,
    "B4: twenty demos without end": lambda: many(
        20,
        lambda i: answered("답").replace("id: a", f"id: a{i}") + SLOW.replace("n = 3", f"n = {i}"),
    ),
    "B5: three thousand key points": lambda: f"{answered('답')}  key_points:\n{points(3_000, 2)}",
    "B5: twenty thousand alternatives": lambda: (
        f"{answered('답')}  key_points:\n{points(2, 10_000)}"
    ),
    "B5: as many as there may be": lambda: f"{answered('답')}  key_points:\n{points(20, 30)}",
    "B6: a word of as many letters as there may be": lambda: answered("가" * 20_000),
    "B6: a word of a million letters": lambda: answered("가" * 1_000_000),
    "B6: a word of twenty megabytes": lambda: answered("가" * 6_600_000),
    "more than twenty megabytes": lambda: answered("가" * 6_700_000),
    "half a million cards": lambda: many(
        450_000, lambda i: f"- {{id: a{i}, question: q, answer: a}}\n"
    ),
    "millions of items": lambda: f"{answered('답')}  tags: [{'x,' * 9_000_000}]\n",
    "millions of lines": lambda: "\n" * 19_000_000,
    "millions of control characters": lambda: answered(f"'{chr(0) * 19_000_000}'"),
    "a hundred thousand unknown keys": lambda: (
        f"- {{{', '.join(f'k{i}: 1' for i in range(140_000))}}}\n"
    ),
    "cycles everywhere": lambda: many(
        8_000,
        lambda i: (
            f"- {{id: a{i}, question: q, answer: a, needs: ["
            + ", ".join(f"a{(i + j) % 8_000}" for j in (*range(1, 8), 7_999))
            + "]}\n"
        ),
    ),
}


def code(lines: int) -> str:
    long = " + ".join(["a * a"] * 11)
    return "  demo: |\n    a = 1\n" + "".join(f"    b{i} = {long} + {i}\n" for i in range(lines))


class Measured(NamedTuple):
    code: int
    said: str
    """Both on stdout and on stderr."""
    seconds: float
    megabytes: float


def measured(folder: Path, *arguments: object, keys: str = "") -> Measured:
    """Run a command in a process of its own, and return what it said and what it took."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))

    (folder / "keys").write_text(keys)
    with (folder / "keys").open() as typed, (folder / "said").open("w+", errors="replace") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "quizcards", *map(str, arguments)],
            stdin=typed,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            cwd=folder,
            preexec_fn=limit,
        )
        used = ended(process)
        said.seek(0)
        kilobytes = used.ru_maxrss / (1000 if sys.platform == "darwin" else 1)
        return Measured(
            process.returncode, said.read(), used.ru_utime + used.ru_stime, kilobytes / 1000
        )


def ended(process: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for a process, and return what it and all that it waited for have taken."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found, status, used = os.wait4(process.pid, os.WNOHANG)
        if found:
            process.returncode = os.waitstatus_to_exitcode(status)
            return used
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise AssertionError("it does not end")


def assert_soon(done: Measured) -> None:
    assert done.code in (0, 1, 2), done.said[-2_000:]
    assert "Traceback" not in done.said
    assert done.seconds < SECONDS
    assert done.megabytes < MEGABYTES


@pytest.mark.parametrize("name", some(CARDS, every=6))
def test_a_hostile_deck_costs_little_and_is_told_in_a_sentence(tmp_path: Path, name: str) -> None:
    deck = tmp_path / "d.yaml"
    deck.write_text(f"deck: d\ntitle: T\ncards:\n{CARDS[name]()}", encoding="utf-8")
    checked = measured(tmp_path, "check", deck)
    assert_soon(checked)
    assert "문제 없음" in checked.said or re.search(r"^\S+:\d+:\d+: .*\.$", checked.said, re.M)
    assert_soon(measured(tmp_path, "study", "--plain", "--decks", deck, keys="\n\n3\nq\n"))


COMPUTING = [name for name in CARDS if name.startswith(("B4", "B5: as"))]
COMMANDS = [
    "quiz --limit 1 --decks",
    "study --plain --kind numeric --decks",
    "export --to html -o x.html --decks",
    "export --to anki -o x.apkg --decks",
    "add --yes",
]


@pytest.mark.parametrize(("name", "command"), some(product(COMPUTING, COMMANDS), every=7))
def test_a_demo_without_end_costs_no_command_more_than_a_moment(
    tmp_path: Path, name: str, command: str
) -> None:
    deck = tmp_path / "d.yaml"
    deck.write_text(f"deck: d\ntitle: T\ncards:\n{CARDS[name]()}", encoding="utf-8")
    assert_soon(measured(tmp_path, *command.split(), deck, keys="\n\n3\nq\n"))


NO_FILES = ["a pipe", "/dev/zero", "/dev/urandom"]


@pytest.mark.parametrize("what", some(NO_FILES))
def test_what_is_no_file_costs_nothing(tmp_path: Path, what: str) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    deck = decks / "d.yaml"
    if what == "a pipe":
        os.mkfifo(deck)
    else:
        deck.symlink_to(what)
    commands = ("check", "check --fix", "study --plain --decks", "add", "export --decks")
    for command, named in some(product(commands, (deck, decks))):
        done = measured(tmp_path, *command.split(), named)
        assert_soon(done)
        assert re.search("일반 파일이 아|링크입니다", done.said) or "export" in command


@pytest.mark.parametrize("what", some(NO_FILES, 1))
def test_what_is_no_file_among_the_learners_own_decks_costs_nothing(
    tmp_path: Path, learner: Path, what: str
) -> None:
    """As it may come by a clone."""
    decks = learner / "decks"
    decks.mkdir(parents=True)
    (decks / "e.yaml").write_text(f"deck: e\ntitle: T\ncards:\n{answered('답')}", encoding="utf-8")
    if what == "a pipe":
        os.mkfifo(decks / "d.yaml")
    else:
        (decks / "d.yaml").symlink_to(what)
    commands = ("due", "stats", "study --plain", "export -o x.html --to html", "backup x.zip")
    for command in some(commands):
        assert_soon(measured(tmp_path, *command.split(), keys="\n3\nq\n"))


def test_code_for_a_library_is_vetted_as_far_as_there_may_be_any(tmp_path: Path) -> None:
    deck = tmp_path / "d.yaml"
    cards = many(300, lambda i: f"- id: a{i}\n  question: q\n  answer: a\n{code(95)}")
    deck.write_text(f"deck: d\ntitle: T\ncards:\n{cards}")
    done = measured(tmp_path, "due", "--decks", deck)
    assert_soon(done)
    assert "한 파일의 코드와 식은 모두 500,000자까지" in done.said


def test_a_check_of_one_file_looks_into_no_folder_below(tmp_path: Path) -> None:
    """A file may stand above half a disk, and anything may hang there."""
    (tmp_path / "below").mkdir()
    os.mkfifo(tmp_path / "below" / "d.yaml")
    (tmp_path / "below" / "e.yaml").write_text("deck: [\n")
    deck = tmp_path / "d.yaml"
    deck.write_text(f"deck: d\ntitle: T\ncards:\n{answered('답')}", encoding="utf-8")
    for command in ("check", "check --fix"):
        done = measured(tmp_path, *command.split(), deck)
        assert (done.code, done.said) == (0, "파일 1개, 카드 1장, 문제 없음\n")
