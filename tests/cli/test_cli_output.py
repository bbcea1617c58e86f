"""What comes out and how: help, version, pipes, encodings, and decks that try to command the
terminal.
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import pytest
import typer
from rich.cells import cell_len
from typer.core import TyperGroup

import quizcards
from quizcards.cli.commands import load, names
from quizcards.cli.main import application
from tests.cli.conftest import Result

HANGUL = re.compile("[가-힣]")
PACKAGE = Path(quizcards.__file__).parent
SHIPPED_HELP = PACKAGE / "help.txt"


def test_help_txt_is_the_real_help(run: Callable[..., Result]) -> None:
    real = run("-h").out
    assert real == SHIPPED_HELP.read_text(encoding="utf-8"), (
        "run `make generate`: help.txt is not what typer prints"
    )


def test_help_and_version_come_without_importing_typer() -> None:
    script = (
        "import sys; sys.argv = ['quizcards', sys.argv[1]]; from quizcards.__main__ import main\n"
    )
    script += "try: main()\nexcept SystemExit as end: code = end.code\n"
    script += "heavy = {'typer', 'rich', 'numpy', 'yaml'} & set(sys.modules)\n"
    script += "assert not code and not heavy, sorted(sys.modules)"
    for option, said in (("--help", SHIPPED_HELP.read_text(encoding="utf-8")), ("--version", None)):
        done = subprocess.run(
            [sys.executable, "-c", script, option], capture_output=True, encoding="utf-8"
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == (said or f"quizcards {quizcards.__version__}\n")


@pytest.mark.parametrize(
    "command", [[], *([name.strip("_")] for name in ("study", "decks", "show", "demo"))]
)
def test_every_command_explains_itself(run: Callable[..., Result], command: Any) -> None:
    result = run(*command, "--help")
    assert result.code == 0
    assert "사용법: quizcards" in result.out
    assert result.err == ""


ENGLISH = re.compile("Usage|Arguments|Options|Commands|required|default|range|Show|<")


@pytest.mark.parametrize("name", ["", *names()])
def test_help_is_korean_and_breaks_lines_between_words(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    wide = run(*name.split(), "-h").out
    monkeypatch.setattr("quizcards.cli.help.width", lambda: 60)
    narrow = run(*name.split(), "-h").out
    assert not ENGLISH.findall(wide)
    assert narrow.split() == wide.split()
    assert max(map(cell_len, wide.splitlines())) <= 80
    assert max(map(cell_len, narrow.splitlines())) <= 60


@pytest.mark.parametrize("name", names())
def test_every_command_shows_examples_that_it_takes(name: str) -> None:
    command = cast("TyperGroup", typer.main.get_command(application([name])))
    examples = load(name).EXAMPLES
    assert 1 <= len(examples) <= 3
    for line, purpose in examples.items():
        program, called, *given = shlex.split(line)
        assert (program, called) == ("quizcards", name)
        assert HANGUL.search(purpose)
        context = typer.Context(command)
        command.commands[name].make_context(name, given, parent=context)  # it raises what is wrong


def test_help_names_every_variable_that_is_read() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")]
    read = set(re.findall("QUIZCARDS_[A-Z]+", "".join(sources)))
    assert read == set(re.findall("QUIZCARDS_[A-Z]+", SHIPPED_HELP.read_text(encoding="utf-8")))


def test_version_is_the_same_on_every_way_to_it(run: Callable[..., Result]) -> None:
    said = f"quizcards {quizcards.__version__}\n"
    assert (run("--version").out, run("-V").out) == (said, said)


def test_help_can_be_asked_for_by_its_name(run: Callable[..., Result]) -> None:
    assert run("help").out == run("--help").out
    assert run("help", "check") == run("check", "--help")
    assert "혹시 'check'인가요?" in run("help", "chek").err


@pytest.mark.usefixtures("decks")
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    def unread(command: str) -> subprocess.Popen[bytes]:
        writer = subprocess.Popen(
            [sys.executable, "-m", "quizcards", *command.split()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
        )
        assert writer.stdout
        writer.stdout.close()
        return writer

    commands = ("export", "decks", "demo adam --json", "show adam", "--help", "-h", "study --plain")
    for writer in [unread(command) for command in commands]:
        assert writer.stderr
        assert (writer.stderr.read(), writer.wait()) == (b"", 0), writer.args
        writer.stderr.close()


@pytest.mark.usefixtures("decks")
def test_an_encoding_that_lacks_characters_loses_only_them(
    process: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    done = process("show", "gradient-descent", PYTHONIOENCODING="cp949")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("cp949")
    assert "경사하강법이란 무엇인가요?" in text
    assert "w ← w ? αg" in text  # the real minus sign is not in cp949
    done = process("demo", "adam", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b"quizcards: ascii has no Korean letters. Set LC_ALL=C.UTF-8.\n"


@pytest.mark.usefixtures("decks")
def test_what_is_printed_can_be_searched_for_as_it_is_read(run: Callable[..., Result]) -> None:
    out = run("demo", "adam").out
    assert "w = 0.5" in out
    assert "\u00a0" not in out


@pytest.mark.usefixtures("decks")
def test_input_in_another_encoding_is_read(
    process: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    done = process(
        "study", "--plain", given="t\n기울기\n4\n".encode("cp949"), PYTHONIOENCODING="cp949"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "내 답  기울기" in done.stdout.decode("cp949")


def test_markup_in_a_deck_is_shown_as_it_stands(run: Callable[..., Result], decks: Path) -> None:
    text = (decks / "1-basics.yaml").read_text(encoding="utf-8")
    shouting = text.replace(
        "손실 함수란 무엇인가요?", "'[bold]x[/bold] :smile: [link=https://a.b]c[/link]'"
    )
    (decks / "1-basics.yaml").write_text(shouting, encoding="utf-8")
    assert "[bold]x[/bold] :smile: [link=https://a.b]c[/link]" in run("show", "loss").out


@pytest.mark.parametrize("control", ["\x1b[31m", "\x07", "\x9b31m", "\u202e", "\x7f"])
@pytest.mark.parametrize("place", ["손실 함수", "title: 기초", "loss", "question:", "basics"])
def test_control_characters_in_a_deck_are_refused_and_never_printed(
    run: Callable[..., Result], decks: Path, control: str, place: str
) -> None:
    text = (decks / "1-basics.yaml").read_text(encoding="utf-8")
    changed = text.replace(place, f"{place[:-2]}{control}{place[-2:]}", 1)
    (decks / "1-basics.yaml").write_text(changed, encoding="utf-8")
    checked, listed = run("check", decks / "1-basics.yaml"), run("decks")
    assert checked.code == 1
    assert "1-basics.yaml:" in checked.out
    printed = "".join([*checked[1:], *listed[1:]])
    assert not set("\x1b\x07\x9b\u202e\x7f").intersection(printed)


@pytest.mark.usefixtures("decks")
def test_control_characters_written_as_escapes_are_refused_too(
    run: Callable[..., Result], decks: Path
) -> None:
    text = (decks / "1-basics.yaml").read_text(encoding="utf-8")
    (decks / "1-basics.yaml").write_text(
        text.replace("손실 함수란 무엇인가요?", '"\\e[31m빨강"'), encoding="utf-8"
    )
    result = run("check")
    assert result.code == 1
    assert "\x1b" not in result.out + result.err + run("export").out


@pytest.mark.usefixtures("decks")
def test_listings_have_no_color_in_a_pipe(run: Callable[..., Result]) -> None:
    for command in ("decks", "show adam", "due", "demo adam", ""):
        assert "\x1b" not in run(*command.split()).out


def test_every_command_is_a_file_with_a_line_of_help_and_a_place_of_its_own() -> None:
    modules = {name: load(name) for name in names()}
    places = [module.ORDER for module in modules.values()]
    assert len(places) == len(set(places))
    for name, module in modules.items():
        assert HANGUL.search(module.HELP), name
        functions = [
            one
            for one in vars(module).values()
            if isinstance(one, FunctionType) and one.__module__ == module.__name__
        ]
        assert [one.__name__.strip("_") for one in functions if one.__name__[0] != "_"] == [name]


def test_a_command_that_is_named_is_made_without_the_others() -> None:
    code = (
        "import sys; from quizcards.cli.main import run; run(['due', '--json']);"
        "sys.exit('quizcards.cli.commands.quiz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
