"""What clig.dev asks of a command line, held over every command, found by itself."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from quizcards.cli.commands import names
from quizcards.cli.output import counts_data
from quizcards.home import files as kept
from tests.cli.children import run as run_jobs
from tests.cli.every_command import World, forms

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")
MANUAL = Path(__file__).parents[2] / "docs/quizcards.1"
WITHOUT_JSON = {"completion", "edit", "help", "study"}
"""A script, a page and two conversations: nothing that a program would read."""
MORE = {"interview": ["--past"], "quiz": ["--all"]}


def test_whatever_lists_or_makes_something_says_it_as_json(tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    wanted = [form for form in forms() if form and form[0] not in WITHOUT_JSON]
    calls = [
        [*(word for word in form if word not in ("--to", "json", "--plain")), "--json"]
        for form in wanted
    ]
    calls = [[*call, *MORE.get(call[0], [])] for call in calls]
    ended = run_jobs(
        copy.job(call) for copy, call in zip(world.copies(len(calls)), calls, strict=True)
    )
    for done in ended:
        assert done.code in (0, 1), (done.arguments, done.err)
        json.loads(done.out)


def test_json_names_in_english_whatever_a_learner_has() -> None:
    known = ["log/desk.jsonl", "decks/a.yaml", "interviews/1.jsonl", "quizzes/1.jsonl", "else"]
    known += ["settings.toml", "plan.json", "weights.json", kept.COLLECTED]
    found = counts_data(kept.counted(known, lines=1))
    assert len(found) == len(known)
    assert all(name.isascii() for name in found)


def test_the_manual_is_what_man_can_read() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("needs groff")
    call = [groff, "-man", "-Tutf8", "-K", "utf8", "-ww", "-P", "-c", str(MANUAL)]
    read = subprocess.run(call, capture_output=True, encoding="utf-8", check=True)
    assert read.stderr == ""
    for name in names():
        assert f"quizcards {name}" in read.stdout
