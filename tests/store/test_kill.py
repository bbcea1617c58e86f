"""The program is killed with -9 while answers pour in.

No answer after which the next question appeared is ever lost.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from tests.sampling import IS_SEARCHING

ROOT = Path(__file__).parents[2]
KILLS, LANES = (50 if IS_SEARCHING else 16), 2
STUDY = ["study", "--plain", "--new", "99"]
HEADER = re.compile(r"^ .+  (?:복습|새 카드|다시 볼 것) \d+(?: · .+)?$", re.MULTILINE)
NURSERY = f"""
import os, sys
import quizcards.cli.main, quizcards.decks.files, quizcards.study.flow
import quizcards.store.store, quizcards.terminal.study_plain
from quizcards.__main__ import main

sys.argv[1:] = {STUDY}
for answers, screen in (line.split() for line in sys.stdin):
    child = os.fork()  # imports are done, so that the kills meet the program at work
    if child == 0:
        os.dup2(os.open(answers, os.O_RDONLY), 0)
        os.dup2(os.open(screen, os.O_WRONLY), 1)
        sys.stdin = open(0)
        main()
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="Windows has neither fork nor kill -9"
)


class Learner:
    """Someone who always answers again or hard, so that a session never ends.

    The learner's home outlives every kill.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        folder.mkdir()
        self.chance, self.known = Random(seed), 0
        self.home, self.screen, self.answers = (
            folder / "home",
            folder / "screen",
            folder / "answers",
        )
        self.env = {
            **os.environ,
            "QUIZCARDS_HOME": str(self.home),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def log(self) -> list[int]:
        """The grade of every answer in the log. A line that is not whole JSON raises."""
        lines = [
            line for path in self.home.glob("log/*.jsonl") for line in path.read_text().splitlines()
        ]
        return [row["grade"] for row in map(json.loads, lines)]

    def be_killed(self, times: int) -> int:
        """Play and be killed, again and again; return how many answers were acknowledged.

        Each of them is in the log.
        """
        command = [sys.executable, "-c", NURSERY]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as nursery:
            acknowledged = sum(self.play_until_killed(nursery) for _ in range(times))
            assert nursery.stdin
            nursery.stdin.close()
        return acknowledged

    def play_until_killed(self, nursery: subprocess.Popen[str]) -> int:
        grades = [self.chance.choice((1, 2)) for _ in range(1000)]
        self.answers.write_text("".join(f"\n{grade}\n" for grade in grades))
        self.screen.write_text("")
        assert nursery.stdin
        assert nursery.stdout
        nursery.stdin.write(f"{self.answers} {self.screen}\n")
        nursery.stdin.flush()
        program = int(nursery.stdout.readline())
        shown, give_up = self.chance.choice((0, 1, 1, 5_000, 20_000)), time.monotonic() + 20
        # while it starts, or after some cards
        while self.screen.stat().st_size < shown and time.monotonic() < give_up:
            time.sleep(0.001)
        time.sleep(self.chance.random() * 0.06)
        os.kill(program, signal.SIGKILL)
        assert int(nursery.stdout.readline()) == signal.SIGKILL, "the program ended by itself"
        asked = HEADER.findall(self.screen.read_text(errors="replace"))
        # the last card on screen was not answered yet
        answered = grades[: max(len(asked) - 1, 0)]
        logged = self.log()[self.known :]
        assert logged[: len(answered)] == answered
        assert len(logged) <= len(answered) + 1
        self.known += len(logged)
        return len(answered)


def test_kill_nine_at_any_moment_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    learners = [Learner(tmp_path / str(lane), seed=lane) for lane in range(LANES)]
    with ThreadPoolExecutor(LANES) as lanes:
        acknowledged = list(lanes.map(lambda learner: learner.be_killed(KILLS // LANES), learners))
    assert (
        min(acknowledged) > 0.4 * KILLS / LANES
    )  # a busy machine answers little before it is killed
    for learner in learners:
        command = [sys.executable, "-m", "quizcards", *STUDY]
        started = subprocess.run(
            command, cwd=ROOT, env=learner.env, input="\n1\nq\n", capture_output=True, text=True
        )
        assert (started.returncode, started.stderr) == (0, "")
        assert len(HEADER.findall(started.stdout)) == 2
        assert len(learner.log()) == learner.known + 1
