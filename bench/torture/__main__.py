"""Torture every command that writes, and put the table into docs/reliability.md."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import IO, Any

from bench.torture.commands import COMMANDS
from bench.torture.crowd import CROWDS
from bench.torture.faults import build
from bench.torture.places import may_mount

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- torture: begin -->", "<!-- torture: end -->"
KINDS = {
    "kill": "kill -9",
    "torn": "쓰다 말고 kill",
    "ENOSPC": "ENOSPC",
    "EIO": "EIO",
    "full": "그 뒤 모두 ENOSPC",
    "power": "전원",
    "disk": "꽉 찬 디스크",
    "crowd": "한꺼번에",
}
Result = dict[str, Any]


def main() -> int:
    """Run all workers and print the table; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few calls of each command")
    parser.add_argument("--few", type=int, default=0, help="calls of each command and kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], help="names of commands")
    parser.add_argument("--keep", type=Path, help="write every try here, as lines of JSON")
    parser.add_argument("--kept", type=Path, help="only make the table, of what --keep wrote")
    told = parser.parse_args()
    if told.kept:
        with told.kept.open(encoding="utf-8") as file:
            results = [json.loads(line) for line in file]
        put(written(results, told.seed, None, mounts=True))
        return 0
    folder, started = Path(tempfile.mkdtemp(prefix="torture-")), time.monotonic()
    try:
        mounts = may_mount(folder)
        results, failed = gather(folder, told)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for one in results:
        for wrong in one["wrong"]:
            print(
                f"{one['command']} · {one['kind']} {one['at']}/{one['of']} {one['call']}: {wrong}"
            )
    table = written(results, told.seed, time.monotonic() - started, mounts)
    print(table)
    if not told.only:
        put(table)
    return int(failed or any(one["wrong"] for one in results))


def gather(folder: Path, told: argparse.Namespace) -> tuple[list[Result], bool]:
    """Run the workers; return every try, and whether a worker has failed itself."""
    library, workers = build(folder), []
    threads: list[threading.Thread] = []
    results: list[Result] = []
    options = {
        "folder": str(folder),
        "workers": told.workers,
        "seed": told.seed,
        "few": told.few or (4 if told.quick else 0),
        "only": told.only,
    }
    for number in range(told.workers):
        control = folder / f"control-{number}"
        control.write_bytes(bytes(4096))
        environment = os.environ | {
            "LD_PRELOAD": str(library),
            "TORTURE_CONTROL": str(control),
            "OPENBLAS_NUM_THREADS": "1",
        }
        worker = subprocess.Popen(
            [sys.executable, "-m", "bench.torture.worker", str(number), json.dumps(options)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        workers.append(worker)
        assert worker.stdout
        thread = threading.Thread(target=_read, args=(worker.stdout, results, told.keep))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    return results, [worker.wait() for worker in workers] != [0] * told.workers


def _read(lines: IO[str], results: list[Result], keep: Path | None) -> None:
    for line in lines:
        results.append(json.loads(line))
        if keep:
            with keep.open("a", encoding="utf-8") as file:
                file.write(line)


def written(results: list[Result], seed: int, seconds: float | None, mounts: bool) -> str:
    """Return what was tried, and the table: a line a command, what went wrong at its end."""
    text = f"{len(results):,}번, 시드 {seed}"
    text += f", {seconds / 60:.0f}분." if seconds else "."
    if not mounts:
        text += " 마운트할 수 없어서 전원과 꽉 찬 디스크는 해 보지 못했습니다."
    return "\n".join([text, "", *(f"| {' | '.join(row)} |" for row in _rows(results))])


def _rows(results: list[Result]) -> list[list[str]]:
    """Return the rows of the table."""
    tries = Counter((one["command"], one["kind"]) for one in results)
    calls = {one["command"]: one["of"] for one in results}
    bad: Counter[tuple[str, str]] = Counter()
    for one in results:
        kinds = {each.split(":")[0] for each in one["wrong"]}
        for kind in {k if k in ("traceback", "hang", "loss") else "other" for k in kinds}:
            bad[one["command"], kind] += 1
    wrongs = {"loss": "잃음", "traceback": "traceback", "hang": "멈춤", "other": "그 밖"}
    rows = [
        ["명령", "호출", *KINDS.values(), *wrongs.values()],
        ["---", *["---:"] * (1 + len(KINDS) + len(wrongs))],
    ]
    for name in (*(command.name for command in COMMANDS), *CROWDS):
        rows.append(
            [
                f"`{name}`",
                str(calls.get(name) or "·"),
                *(str(tries[name, kind] or "·") for kind in KINDS),
                *(str(bad[name, kind]) for kind in wrongs),
            ]
        )
    rows.append(
        [
            "모두",
            "·",
            *(str(sum(tries[n, k] for n, k in tries if k == kind)) for kind in KINDS),
            *(str(sum(bad[n, k] for n, k in bad if k == kind)) for kind in wrongs),
        ]
    )
    return rows


def put(table: str) -> None:
    """Put the table between the marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
