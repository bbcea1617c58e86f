"""Side by side with peers, in one run: start-up, one answer, one review, replay, a demo, exports.

Every figure is the best of several rounds taken in turn, so that all see the same machine.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import timeit
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import fsrs
import numpy as np

from quizcards import demos
from quizcards.app.environment import Environment
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.export import formats
from quizcards.memory.policy import Belief, Cards, queue, recall
from quizcards.memory.replay import new_memory, replay_reviews
from quizcards.memory.rollout import best_policy
from quizcards.memory.schedule import Scheduler, previews, review
from quizcards.model import Event
from quizcards.store import log
from quizcards.store.line import encode
from quizcards.store.store import Store
from quizcards.study import asking
from quizcards.study.queue import Left
from quizcards.study.session import Question
from quizcards.terminal.answering import Answering
from quizcards.terminal.card_parts import Opened
from quizcards.terminal.laboratory import Laboratory
from quizcards.terminal.screen import Screen
from quizcards.trace.exercise import Exercise
from quizcards.trace.sandbox import Warm
from quizcards.trace.tracer import trace
from quizcards.trace.whiteboard import Whiteboard

ROOT = Path(__file__).parents[1]
ROUNDS = 9
REVIEWS, CARDS = 100_000, 10_000


def fastest(runs: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the least seconds of each, the contenders taking turns."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def show(title: str, seconds: dict[str, float], baseline: str, aim: str) -> None:
    """Print a table with each time and its ratio to the baseline."""
    print(f"\n{title}   ({aim})")
    for name, value in seconds.items():
        print(f"  {name:<52}{value * 1e3:>12.3f} ms{value / seconds[baseline]:>9.2f}x")


def start_up(folder: Path) -> None:
    """Time from the command to the first question on screen. Its session ends with its input."""
    big = folder / "big"
    write_big_deck(big)
    learners = {"shipped": folder / "a", "big": folder / "b", "planned": folder / "p"}
    write_long_log(learners["big"] / "home" / "log")
    write_plan(learners["planned"] / "home")

    def python(*arguments: str, learner: str = "shipped") -> Callable[[], object]:
        return command(
            arguments,
            QUIZCARDS_HOME=str(learners[learner] / "home"),
            XDG_CACHE_HOME=str(learners[learner] / "cache"),
        )

    study = ("-m", "quizcards", "study", "--plain")
    big_study = python(*study, "--decks", str(big), learner="big")
    cold = fastest({"10,000 cards, 100,000 reviews, nothing cached": big_study}, rounds=1)
    help_only = {
        "python -c pass": python("-c", "pass"),
        "quizcards --version": python("-m", "quizcards", "--version"),
        "quizcards --help": python("-m", "quizcards", "--help"),
    }
    first_question = {
        "python -c 'import typer'": python("-c", "import typer"),
        "first question, shipped decks": python(*study),
        "first question under a plan, shipped decks": python(*study, learner="planned"),
        "first question, 10,000 cards, 100,000 reviews": big_study,
    }
    for run in first_question.values():
        run()  # the caches are made once
    times = fastest(help_only | first_question) | cold
    show(
        "Start: help and version",
        {name: times[name] for name in help_only},
        "python -c pass",
        "aim: at most 1.5x a bare interpreter",
    )
    show(
        "Start: first question",
        {name: times[name] for name in (*first_question, *cold)},
        "python -c 'import typer'",
        "aim: shipped decks at most 2x importing typer",
    )


def command(arguments: Sequence[str], **places: str) -> Callable[[], object]:
    """Return what runs Python with these arguments, and these variables in its environment."""
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return lambda: subprocess.run(
        [sys.executable, *arguments],
        env=environment | places,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def write_big_deck(folder: Path) -> None:
    """Write 10,000 cards over ten decks."""
    folder.mkdir()
    for d in range(10):
        cards = "".join(
            f"- id: card-{i}\n  question: 질문 {i}번은 무엇을 묻나요?\n  answer: |\n"
            f"    첫째 문장입니다. 둘째 문장입니다.\n    셋째 문장은 조금 더 깁니다.\n"
            f"  key_points:\n  - point: 핵심 {i}\n    any_of: [가나다, 라마바]\n  tags: [big]\n"
            for i in range(CARDS // 10)
        )
        (folder / f"{d}.yaml").write_text(
            f"deck: big-{d}\ntitle: 큰 덱 {d}\ncards:\n{cards}", encoding="utf-8"
        )


def write_plan(folder: Path) -> None:
    """Write a plan to a day four weeks ahead."""
    folder.mkdir(parents=True)
    day = date.today() + timedelta(days=28)
    goal = {
        "v": 1,
        "by": day.isoformat(),
        "minutes": 30,
        "decks": [],
        "weights": {},
        "promise": None,
    }
    (folder / "plan.json").write_text(json.dumps(goal), encoding="utf-8")


def write_long_log(folder: Path) -> None:
    """Write 100,000 reviews over three years."""
    folder.mkdir(parents=True)
    rng = random.Random(0)
    start = datetime(2023, 1, 1, tzinfo=UTC)
    lines = []
    for i in range(REVIEWS):
        moment = start + timedelta(minutes=15 * i)
        card = f"big-{rng.randrange(10)}/card-{rng.randrange(CARDS // 10)}"
        lines.append(_line(moment, card, rng.choice((1, 3, 3, 3, 4)), "recall"))
    (folder / "bench.jsonl").write_bytes(b"".join(lines))


def _line(
    moment: datetime,
    card: str,
    grade: int,
    asked: str,
    seed: int | None = None,
    answer: str | None = None,
) -> bytes:
    """Return a review as a line of the log."""
    at, day = moment.timestamp(), moment.toordinal()
    name = log.event_id(at, None)
    return encode(Event(name, at, day, "review", card, grade, asked, 8.0, seed=seed, answer=answer))


def statistics(folder: Path) -> None:
    """Time from the command to the statistics, with caches made.

    Nothing studied yet, a year of daily use, and a very long log. In a year of daily use the
    shipped cards are asked in every way, a wrong answer in six, and those of 300 more cards.
    """
    logs: dict[str, Callable[[Path], None]] = {
        "empty start": lambda _: None,
        "a year of daily use: 36,500 reviews": write_year_log,
        "100,000 reviews of 10,000 cards": write_long_log,
    }
    runs: dict[str, Callable[[], object]] = {}
    for i, (name, write) in enumerate(logs.items()):
        home = folder / f"s{i}"
        write(home / "log")
        runs[name] = command(
            ["-m", "quizcards", "stats"],
            QUIZCARDS_HOME=str(home),
            XDG_CACHE_HOME=str(folder / f"s{i}-cache"),
            QUIZCARDS_NOW="2026-01-01T12:00",
        )
        runs[name]()  # the index and what is known of mistakes are made once
    show("Statistics", fastest(runs), "empty start", "aim: a year of daily use below 2x")


def write_year_log(folder: Path) -> None:
    """Write 100 reviews on each day of a year."""
    folder.mkdir(parents=True)
    rng = random.Random(0)
    kinds = ("recall", "recall", "ox", "choice", "numeric", "value", "points")
    known = [card.key for card in Environment(os.environ, ROOT).library().cards]
    keys = known + [f"own/card-{i}" for i in range(300)]
    start = datetime(2025, 1, 1, tzinfo=UTC)
    lines = []
    for i in range(36_500):
        moment = start + timedelta(days=i // 100, minutes=i % 100 / 2)
        kind = rng.choice(kinds)
        grade = rng.choice((1, 3, 3, 3, 3, 4))
        seed = None if kind == "recall" else rng.randrange(1, 2**31)
        answer = None if kind == "recall" else rng.choice("1234")
        lines.append(_line(moment, rng.choice(keys), grade, kind, seed, answer))
    (folder / "bench.jsonl").write_bytes(b"".join(lines))


def one_answer(folder: Path) -> None:
    """Time to make one answer durable, against writing and syncing the same bytes."""
    store = Store(folder / "c" / "home", folder / "c" / "cache", Scheduler(), {})
    event = Event(
        "", 1.8e9, 750_000, "review", "optimization/adam", 3, "recall", 8.4, shown="0123abcd"
    )
    line = encode(replace(event, id="0" * 28))
    bare = os.open(folder / "bare", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write_and_sync() -> None:
        os.write(bare, line)
        os.fsync(bare)

    def many(action: Callable[[], object], times: int = 100) -> Callable[[], object]:
        return lambda: [action() for _ in range(times)]

    times = fastest(
        {
            "write + fsync": many(write_and_sync),
            "append one answer": many(lambda: store.append(event)),
        }
    )
    show(
        "One answer",
        {k: v / 100 for k, v in times.items()},
        "write + fsync",
        "aim: at most 1.5x the bare write",
    )


def one_review() -> None:
    """Time of one review, each implementation from the same state."""
    scheduler, peer = Scheduler(), fsrs.Scheduler()
    memory = review(new_memory("x"), 4, 0.0, 1, scheduler)
    card, _ = peer.review_card(
        fsrs.Card(card_id=1), fsrs.Rating.Easy, datetime(2026, 1, 1, tzinfo=UTC)
    )
    later = datetime(2026, 1, 9, tzinfo=UTC)
    n = 5000
    times = {
        "py-fsrs review_card": seconds(lambda: peer.review_card(card, fsrs.Rating.Good, later), n),
        "quizcards review": seconds(lambda: review(memory, 3, 8e5, 9, scheduler), n),
    }
    show("One review", times, "py-fsrs review_card", "no aim: a person answers every few seconds")


def seconds(call: Callable[[], object], times: int) -> float:
    """Return the seconds of one call, from the best of several rounds of so many."""
    return min(timeit.repeat(call, number=times)) / times


class Drawn(Screen):
    """A screen of 120x40 that is drawn into memory."""

    def terminal_size(self) -> os.terminal_size:
        return os.terminal_size((120, 40))


def redraw() -> None:
    """Time of a frame of the longest card: its question, and its answer with every part open."""
    cards = read_library(deck_files([ROOT / "content"]), demos.outline, demos.names()).cards
    card = max(cards, key=lambda card: len(card.answer) + len(repr(card.misconceptions)))
    memories = previews(new_memory(card.key), 0.0, 1, Scheduler())
    question = Question(asking.recall(card), "덱", memories, 0.0, 1, Left(5, 4, 2), is_new=True)
    screen = Drawn({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, io.StringIO())
    asked, answered = (Answering(screen, Laboratory(demos.of), question) for _ in range(2))
    answered.attempt = answered.attempt.given_up()
    answered.back = answered.laboratory.back(card)
    answered.opened = Opened(("a", "x", "f", "o"), told=2 * len(card.followups))
    times = {
        "the question": seconds(asked.draw, 50),
        "the whole answer": seconds(answered.draw, 50),
    }
    show(f"A frame of {card.id}", times, "the question", "aim: under 20 ms")


def replay_log() -> None:
    """Time to replay 100,000 reviews of 10,000 cards in memory."""
    rng = np.random.default_rng(0)
    who = rng.integers(0, CARDS, REVIEWS)
    grades = rng.choice([1, 2, 3, 4], REVIEWS, p=[0.1, 0.1, 0.7, 0.1])
    days = np.sort(rng.integers(1, 1000, REVIEWS))
    seeds = rng.random(CARDS)
    start = datetime(2023, 1, 1, tzinfo=UTC)
    rows = [
        (int(w), fsrs.Rating(int(g)), start + timedelta(days=int(d)))
        for w, g, d in zip(who, grades, days, strict=True)
    ]

    def peer() -> None:
        scheduler = fsrs.Scheduler()
        cards = [fsrs.Card(card_id=i) for i in range(CARDS)]
        for w, rating, moment in rows:
            cards[w], _ = scheduler.review_card(cards[w], rating, moment)

    times = fastest({"py-fsrs": peer}, rounds=2)
    schedulers = {"quizcards": Scheduler(), "quizcards, FSRS-7": Scheduler(model="fsrs-7")}
    for name, scheduler in schedulers.items():
        replay = partial(replay_reviews, who, grades, days * 86400.0, days, seeds, scheduler)
        times |= fastest({name: replay}, rounds=7)
    show("Replay of 100,000 reviews", times, "quizcards", "aim: py-fsrs takes at least 20x")


def replan() -> None:
    """Time to plan a day anew: from the memories as arrays to today's queue.

    It is three months before the day.
    """
    rng = np.random.default_rng(0)

    def state(n: int) -> Cards:
        new = rng.random(n) < 0.3
        needs = tuple((int(rng.integers(i)),) if i and new[i] else () for i in range(n))
        seconds = rng.uniform(5, 40, (3, n))
        stability, difficulty = rng.lognormal(2, 1.5, (1, n)), rng.uniform(1, 10, n)
        return Cards(
            stability, difficulty, rng.integers(900, 1000, n), new, np.ones(n), needs, *seconds
        )

    few, many, belief = state(CARDS // 10), state(CARDS), Belief()
    times = fastest(
        {
            "one retrievability of 10,000 cards": lambda: recall(many, 1090, belief),
            "today's queue of 30 minutes, 1,000 cards": lambda: queue(
                few, 1000, 1090, 1800.0, 20, belief
            ),
            "today's queue of 30 minutes, 10,000 cards": lambda: queue(
                many, 1000, 1090, 1800.0, 20, belief
            ),
            "today's queue of 24 hours, 10,000 cards": lambda: queue(
                many, 1000, 1090, 86_400.0, 9999, belief
            ),
            "the rollouts of six policies, 90 days": lambda: best_policy(
                many, 1000, 1090, 1800.0, 20, belief, seed=0
            ),
        }
    )
    show("Planning a day anew", times, next(iter(times)), "aim: under 50 ms for 10,000 cards")


def one_demo() -> None:
    """Time to trace a demo against calling its plain function.

    And from the command to the whole page with its picture.
    """
    for name, lines in (("adam", 6), ("gradient-descent", 31)):
        demo = demos.load(name)
        params = demo.parameters
        times = {
            "the bare function": seconds(partial(demo.function, **params), 500),
            "traced": seconds(partial(trace, demo.function, params), 500),
            "checked and traced": seconds(partial(demo.run, params), 500),
        }
        show(
            f"Tracing {name}, {lines} lines",
            times,
            "the bare function",
            "no aim: a page of it is drawn in milliseconds",
        )

    run = ["-m", "quizcards", "demo"]
    pages = {
        "python -c 'import numpy, rich.text, typer'": command(
            ["-c", "import numpy, rich.text, typer"]
        ),
        "quizcards demo adam": command([*run, "adam"]),
        "quizcards demo two-layer-network": command([*run, "two-layer-network"]),
        "quizcards demo adam --to svg": command([*run, "adam", "--to", "svg"]),
    }
    show(
        "From the command to the picture",
        fastest(pages),
        next(iter(pages)),
        "aim: 2x of importing what it needs",
    )


def one_line_of_code() -> None:
    """Time from Enter to the verdict on a line that a learner wrote, right and wrong."""
    board = Whiteboard(Warm().run)
    times: dict[str, float] = {}
    for name, target, wrong in (
        ("adam", "m_hat", "m"),
        ("bn-backward", "dx", "dx_hat"),
        ("local-minima", "w", "w - v"),
    ):
        exercise = Exercise(demos.load(name), target)
        board.exercises(exercise.demo)  # as asking does
        for said, text in (("right", exercise.line.source), ("wrong", wrong)):
            times[f"{name} {target}, {said}"] = seconds(partial(board.check, exercise, text), 10)
    show("A line of code, run and compared", times, next(iter(times)), "aim: under 150 ms")


def exports(folder: Path) -> None:
    """Time and peak memory of exporting many cards, every tenth with a demo, in every format.

    Beside it stands what reading them alone takes.
    """
    decks = folder / "exported"
    write_demo_decks(decks)
    python = [sys.executable]
    out = folder / "out"
    read = (
        "import pathlib, sys, numpy; from quizcards.cli.options import environment;"
        "environment(map(pathlib.Path, sys.argv[1:])).library()"
    )
    reading = {
        count: [*python, "-c", read, *map(str, files)] for count, files in demo_decks(decks).items()
    }
    for reader in reading.values():
        measured(reader, out)  # the cache of what was read is made once
    print(
        "\nExport, every tenth card with a demo"
        "   (aim: the memory beyond reading does not grow with the deck)"
    )
    columns = ("cards", "seconds", "ms a card", "peak MB", "beyond reading")
    print(f"  {'':<12}" + "".join(map("{:>{}}".format, columns, (8, 10, 11, 10, 16))))
    for count, reader in reading.items():
        took, read_peak = measured(reader, out)
        cost = f"{took:>10.2f}{took / count * 1e3:>11.2f}{read_peak:>10.1f}"
        print(f"  {'reading':<12}{count:>8,}{cost}")
        files = demo_decks(decks)[count]
        options = [option for file in files for option in ("--decks", str(file))]
        export = [*python, "-m", "quizcards", "export", *options, "--to"]
        for name in formats.formats():
            took, peak = measured([*export, name], out)
            cost = f"{took:>10.2f}{took / count * 1e3:>11.2f}{peak:>10.1f}{peak - read_peak:>16.1f}"
            print(f"  {name:<12}{count:>8,}{cost}")


def demo_decks(folder: Path) -> dict[int, list[Path]]:
    """Return the files of 1,000 cards and of all."""
    files = sorted(folder.iterdir())
    return {CARDS // 10: files[:1], CARDS: files}


def write_demo_decks(folder: Path) -> None:
    """Write 10,000 cards over ten decks, every tenth with a demo on inputs of its own."""
    folder.mkdir()
    for d in range(10):
        cards = "".join(
            f"- id: card-{i}\n  question: 질문 {i}번은 무엇을 묻나요?\n  answer: 답 {i}번입니다.\n"
            f"  key_points: [{{point: 핵심 {i}}}]\n"
            + ("" if i % 10 else f"  demo: {{run: adam, with: {{t: {i + 1}}}}}\n")
            for i in range(CARDS // 10)
        )
        (folder / f"{d}.yaml").write_text(
            f"deck: big-{d}\ntitle: 큰 덱 {d}\ncards:\n{cards}", encoding="utf-8"
        )


def measured(command: Sequence[str], out: Path) -> tuple[float, float]:
    """Run a command and return its seconds and its peak memory in MB.

    A process between keeps this one's own size out of it: a child begins with the peak of its
    parent.
    """
    between = (
        "import resource, subprocess, sys, time; start = time.perf_counter();"
        "subprocess.run(sys.argv[2:], check=True, stdout=open(sys.argv[1], 'wb'));"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    environment = os.environ | {
        "QUIZCARDS_HOME": str(out.parent / "e"),
        "XDG_CACHE_HOME": str(out.parent / "e"),
    }
    done = subprocess.run(
        [sys.executable, "-c", between, str(out), *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    seconds, peak = done.stdout.split()
    return float(seconds), int(peak) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    print(
        f"Python {sys.version.split()[0]}, NumPy {np.__version__}, {os.cpu_count()} cores,"
        f" {datetime.now(UTC):%Y-%m-%d}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_up(folder)
        statistics(folder)
        one_answer(folder)
        exports(folder)
    one_review()
    redraw()
    replay_log()
    replan()
    one_demo()
    one_line_of_code()


if __name__ == "__main__":
    main()
