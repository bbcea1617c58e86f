"""What the README shows is true: its commands run, its lists are complete, and its pictures are
today's.
"""

import io
import re
import shlex
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quizcards import demos
from quizcards.app import checking
from quizcards.app.authoring import survey_problems
from quizcards.app.environment import Environment
from quizcards.cli import main as cli
from quizcards.decks.reader import read_library
from quizcards.model import Card, Problem
from quizcards.quiz.survey import demo_problems
from tests.sampling import some
from tests.shipped import CONTENT, shipped
from tools import generate

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
KOREAN = (ROOT / "README.ko.md").read_text(encoding="utf-8")


def shell_blocks(text: str) -> list[list[str]]:
    """Return the commands of each sh block, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [
        [line for raw in block.splitlines() if (line := raw.split("#")[0].strip())]
        for block in blocks
    ]


def shell_lines(text: str) -> list[str]:
    """Return the commands of all sh blocks."""
    return [line for block in shell_blocks(text) for line in block]


def sittings() -> Iterator[list[str]]:
    """Yield what can be run at once of each block, each command the first time only."""
    met: set[str] = set()
    for block in shell_blocks(README) + shell_blocks(KOREAN):
        lines = [one for one in block if one.startswith("quizcards") and one not in met]
        met.update(lines)
        if now := [line for line in lines if not LATER.search(line)]:
            yield now


ANSWER = (
    '{"quizcards":"answer","id":"016f5e66e8000123456789abcdef","card":"optimization/adam",'
    '"grade":3,"at":"2020-01-01T00:00:00.000Z","seconds":9.5,"page":"0123456789abcdef"}\n'
)
"""What a page on the phone hands back."""
BEFORE = {
    "new": ["init"],
    "edit": ["init"],
    "rename": ["init"],
    "import": ["export --to anki -o deck.apkg"],
    "backup": ["init"],
    "restore": ["init", "backup quizcards-2026-12-01-210000.zip"],
}
"""What a reader has done before a command."""
LATER = re.compile("--again|--resume|quizcards (fit|evaluate|sync|add https)")
"""These need a past or a remote: tests/terminal and tests/cli play them."""


Printed = Callable[..., str]


@pytest.fixture
def printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Printed:
    """Run a command in an empty folder, with nobody to answer, and return what it printed.

    Cards have contracts of their own: here the first five decks came with the program, and a check
    looks into a few of their cards.
    """
    first = tmp_path / "shipped"
    first.mkdir()
    for file in (*CONTENT.glob("[1-5]-*.yaml"), CONTENT / "glossary.yaml"):
        shutil.copy(file, first)
    monkeypatch.setattr(Environment, "shipped_decks", first)
    monkeypatch.chdir(tmp_path)

    def survey_few(cards: Iterable[Card], *more: Any) -> list[Problem]:
        return survey_problems(some(cards, every=20), *more)

    monkeypatch.setattr(checking, "survey_problems", survey_few)
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def run(*arguments: str) -> str:
        code = cli.run(arguments)
        out, err = capsys.readouterr()
        assert code == 0, err
        return out + err

    return run


@pytest.mark.parametrize("lines", [*sittings()], ids=lambda lines: lines[0])
def test_every_command_of_the_readme_runs(
    lines: list[str], tmp_path: Path, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, as a reader tries them; so the decks are read once."""
    (tmp_path / "friend.yaml").write_text(FRIEND, encoding="utf-8")
    (tmp_path / "quizcards-answers-2026-12-01.txt").write_text(ANSWER, encoding="utf-8")
    monkeypatch.setenv("EDITOR", "true")
    done: set[str] = set()
    for line in lines:
        arguments = shlex.split(line)[1:]
        for before in BEFORE.get(" ".join(arguments[:1]), ()):
            if before not in done:
                printed(*before.split())
                done.add(before)
        assert printed(*arguments).strip(), line
        done.add(" ".join(arguments))


def cards_of(text: str) -> Iterator[str]:
    """Yield every yaml block as a whole deck."""
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        head = "deck: d\ntitle: t\ncards:\n"
        yield (
            block
            if "\ndeck:" in block
            else head + (block if block.startswith("- ") else f"{CARD}{block}")
        )


CARD = "- id: a\n  question: q\n  answer: a\n"
FRIEND = f"deck: friend\ntitle: 친구\ncards:\n{CARD}"


@pytest.mark.parametrize("text", [*cards_of(README), *cards_of(KOREAN)])
def test_every_card_of_the_readme_is_read_and_its_demo_can_be_asked_about(
    text: str, tmp_path: Path
) -> None:
    (tmp_path / "deck.yaml").write_text(text, encoding="utf-8")
    library = read_library([tmp_path / "deck.yaml"], demos.outline, demos.names())
    assert [
        problem.message for problem in library.problems if "카드는 없습니다" not in problem.message
    ] == []
    assert demo_problems(library.cards, demos.of) == []


def without_styles(text: str) -> list[str]:
    return [line.replace("\u00a0", " ").strip() for line in text.splitlines() if line.strip()]


def test_the_captures_of_the_readme_are_what_the_program_shows(printed: Printed) -> None:
    goldens = "\n".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "tests/terminal/golden").glob("*.txt")
    )
    known = set(without_styles(goldens + printed("show", "l1-regularization")))
    for block in re.findall(r"```text\n(.*?)```", README, re.DOTALL):
        lines = without_styles(block)
        if lines[0].startswith("$ quizcards "):
            known |= set(without_styles(printed(*shlex.split(lines[0])[2:])))
            lines = lines[1:]
        # a deck that is nowhere else: tests/decks has its messages
        if not lines[0].startswith("content/my.yaml"):
            assert [line for line in lines if line not in known] == []


def test_the_readme_counts_what_there_is_or_says_more_than() -> None:
    library = shipped()
    runs = sum(wrong.demo is not None for card in library.cards for wrong in card.misconceptions)
    oracles = len([*(ROOT / "tests/oracles").glob("*.py")])
    for what, count in (
        ("demos", len(demos.names())),
        ("of them agree", oracles),
        ("name a demo run", runs),
    ):
        found = re.search(rf"(more than )?(\d+) {what}", README)
        assert found, what
        assert int(found[2]) < count if found[1] else int(found[2]) == count, what
    released = re.search(
        r"(\d+) NumPy functions", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    )
    assert released
    assert int(released[1]) <= len(demos.names())  # as many as there were then


def test_the_table_of_oracles_names_every_demo_that_has_one() -> None:
    table = (ROOT / "docs/oracles.md").read_text(encoding="utf-8").partition("steps of an")[0]
    named = re.findall(r"^  ([\w-]+) +\d\.\de", table, re.MULTILINE)
    files = sorted((ROOT / "tests/oracles").glob("*.py"))
    assert named == [file.stem.replace("_", "-") for file in files]


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_leads_to_is_there(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))  # what is code is no link
    places = re.findall(r"\]\(([^)#\s]+)", text)
    assert [
        place for place in places if ":" not in place and not (page.parent / place).exists()
    ] == []


def test_five_walks_name_the_files_that_one_passes() -> None:
    """That each of them is there, the test above says of every page."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    walks = page.split("## Five walks")[1].strip().split("\n\n")
    assert len(walks) == 5
    for walk in walks:
        assert len(re.findall(r"\]\(\.\./(quizcards|content)/", walk)) >= 8, walk


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([^`]+>=[^`]+)` \|", page, re.MULTILINE)
    declared = PROJECT["project"]["dependencies"]
    assert sorted(told) == sorted(requirement.split(";")[0] for requirement in declared)


def test_on_a_package_index_the_readme_leads_nowhere_that_is_not_there() -> None:
    text = README
    hook = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    for change in hook["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    assert "![" not in text
    assert {place.split(":")[0] for place in re.findall(r"\]\(([^)]+)\)", text)} <= {"https"}
    assert text.splitlines()[0] == README.splitlines()[0]


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {line.split()[1] for line in shell_lines(README + KOREAN) if line.startswith("make")}
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named |= set(re.findall(r"`make ([a-z-]+)`", README + KOREAN + contributing))
    assert named <= targets


def test_the_readme_names_every_command_that_help_names() -> None:
    listed = (
        (ROOT / "quizcards/help.txt")
        .read_text(encoding="utf-8")
        .split("공부하기:")[1]
        .split("환경 변수:")[0]
    )
    names = set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))
    assert names == {
        line.split()[1] for line in shell_lines(README) if re.match(r"quizcards [a-z]", line)
    }


def test_the_readme_names_every_setting_and_event_field(tmp_path: Path) -> None:
    from dataclasses import fields

    from quizcards.home.settings import read_settings, values
    from quizcards.model import Event

    for name in (
        *values(read_settings(tmp_path / "none")),
        *(field.name for field in fields(Event)),
    ):
        assert name == "weights" or re.search(rf"\b{name}\b", README), name


def test_the_settings_of_the_readme_are_the_defaults(tmp_path: Path) -> None:
    from quizcards.home.settings import Settings, read_settings
    from quizcards.memory.schedule import Scheduler
    from quizcards.study.queue import Limits

    (tmp_path / "settings.toml").write_text(
        re.findall(r"```toml\n(.*?)```", README, re.DOTALL)[0], encoding="utf-8"
    )
    assert read_settings(tmp_path / "settings.toml") == Settings(Scheduler(), Limits())


@pytest.mark.parametrize("name", sorted(generate.DERIVED))
def test_derived_files_are_up_to_date(name: str) -> None:
    fresh = generate.DERIVED[name]()
    assert (ROOT / name).read_text(encoding="utf-8") == fresh, (
        f"run `make generate` to write {name} anew"
    )
