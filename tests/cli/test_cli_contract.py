"""What clig.dev asks of a command line, held over every command, found by itself."""

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from typer._click.core import Parameter
from typer.core import TyperOption
from typer.models import TyperPath

from quizcards.cli.commands import names
from quizcards.cli.main import application
from quizcards.cli.output import counts_data
from quizcards.home import files as kept
from quizcards.terminal import progress
from tests.cli.children import run as run_jobs
from tests.cli.conftest import Result
from tests.cli.every_command import World, forms

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")
MANUAL = Path(__file__).parents[2] / "docs/quizcards.1"
WITHOUT_JSON = {"completion", "edit", "help", "study"}
"""A script, a page and two conversations: nothing that a program would read."""
MORE = {"interview": ["--past"], "quiz": ["--all"]}


def parameters() -> Iterator[tuple[str, Parameter]]:
    """Yield every argument and option with its command."""
    group = typer.main.get_group(application(list(names())))
    context = typer.Context(group)
    for name, command in group.commands.items():
        for one in command.get_params(context):
            yield name, one


def test_an_option_takes_the_same_in_every_command() -> None:
    meanings: dict[str, set[str]] = {}
    for _, one in parameters():
        if isinstance(one, TyperOption):
            kind = "number" if "Float" in (of := type(one.type).__name__) or "Int" in of else of
            for spelled in one.opts:
                meanings.setdefault(spelled, set()).add("flag" if one.is_flag else kind)
    assert {spelled: kinds for spelled, kinds in meanings.items() if len(kinds) > 1} == {}


def test_decks_and_tags_are_chosen_together_wherever_several_cards_are() -> None:
    decks = {name for name, one in parameters() if one.name == "names"}
    tags = {name for name, one in parameters() if one.name == "tag"}
    assert tags - decks == {"new"}  # whose tags are those of the new card
    assert decks - tags == set()


def test_every_file_may_be_a_dash_and_the_help_says_so() -> None:
    silent = [
        f"{name} {one.name}"
        for name, one in parameters()
        if isinstance(one.type, TyperPath) and one.name != "decks" and "-이면" not in about(one)
    ]
    assert silent == []


def about(parameter: Parameter) -> str:
    return str(getattr(parameter, "help", ""))


@pytest.mark.parametrize("name", sorted(names()))
def test_help_is_found_on_all_its_ways(run: Callable[..., Result], name: str) -> None:
    said = run(name, "--help")
    assert said.code == 0
    assert said == run(name, "-h") == run("help", name)
    for title in ("사용법: ", "옵션:", "예:"):
        assert title in said.out


@pytest.mark.usefixtures("decks")
def test_what_is_misspelt_is_answered_with_what_was_meant(run: Callable[..., Result]) -> None:
    for wrong, meant in {
        "stduy": "study",
        "study --limt 3": "--limit",
        "study optimzation": "optimization",
        "study --tag optimiser": "optimizer",
        "study --kind numerc": "numeric",
        "show adm": "adam",
        "demo adm": "adam",
        "export --to htm": "html",
        "stats --to svgg": "svg",
        "check --format githb": "github",
        "settings minutes_a_day": "minutes_per_day",
        "completion bsh": "bash",
    }.items():
        done = run(*wrong.split())
        assert (done.code, done.out) == (2, ""), wrong
        assert f"혹시 {meant}" in done.err.replace("'", ""), wrong


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
    known = [
        "log/desk.jsonl",
        "decks/a.yaml",
        "interviews/1.jsonl",
        "quizzes/1.jsonl",
        "origins/a.json",
    ]
    known += ["settings.toml", "plan.json", "weights.json", kept.COLLECTED, "else"]
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


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("call", ["check", "export -o cards.csv", "import table.csv"])
def test_what_takes_long_says_on_a_terminal_how_far_it_has_come(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (tmp_path / "table.csv").write_text("question,answer\n무엇인가요?,답입니다.\n")
    quiet = run(*call.split()).err
    assert "█" not in quiet
    for made in (tmp_path / "cards.csv", *tmp_path.rglob("table.yaml")):
        made.unlink(missing_ok=True)
    monkeypatch.setattr(progress, "SOON", 0.0)
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    assert run(*call.split()).code == 0
    drawn, _, said = terminal.getvalue().rpartition("\r\x1b[K")
    assert "█" in drawn
    assert said.split() == quiet.split()  # a terminal breaks lines elsewhere
