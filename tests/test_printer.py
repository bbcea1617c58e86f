"""One printer: what comes from outside is shown and never obeyed, and nothing passes it by."""

import ast
import io
import json
import unicodedata
from pathlib import Path

import pytest
from rich.text import Text

import quizcards
from quizcards.app.documents import json_text
from quizcards.terminal.printing import Printer
from tests.sources import one_worker, tree

PACKAGE = Path(quizcards.__file__).parent
ROOMS = ("app", "cli", "terminal", "study", "home", "store", "sync", "decks", "importing", "export")
FILES = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]
HOSTILE = [
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]0;title\x07",
    "\x1b]8;;x:y\x1b\\link\x1b]8;;\x1b\\",
    "\x9b2J",
    "a\rb",
    "\u202eevil",
    "\x00\x08\x7f",
]


@one_worker
def test_nothing_prints_but_the_printer() -> None:
    printed = [
        f"{path}:{node.lineno}"
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "print"
    ]
    assert printed == []


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_terminal_could_obey_is_shown_instead(text: str) -> None:
    out = io.StringIO()
    Printer(lambda: out).say(f"before {text} after")
    said = out.getvalue().removesuffix("\n")
    assert "before" in said
    assert "after" in said
    assert not [char for char in said if unicodedata.category(char) in ("Cc", "Cf")]


@pytest.mark.parametrize("text", HOSTILE)
def test_json_says_the_same_with_nothing_that_a_terminal_could_obey(text: str) -> None:
    said = json_text([text]).removesuffix("\n")
    assert json.loads(said) == [text]
    assert not [
        char for char in said if char != "\n" and unicodedata.category(char) in ("Cc", "Cf")
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_is_said_in_a_terminal_breaks_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    sentence = "  딸려 온 덱은 고칠 수 없습니다. quizcards init으로 복사한 뒤 고쳐 주세요."
    terminal, pipe = Terminal(), io.StringIO()
    Printer(lambda: terminal).say(sentence)
    Printer(lambda: pipe).say(sentence)
    assert terminal.getvalue() == (
        "  딸려 온 덱은 고칠 수 없습니다.\n  quizcards init으로 복사한 뒤 고쳐\n  주세요.\n"
    )
    assert pipe.getvalue() == f"{sentence}\n"


def test_a_prompt_that_is_broken_is_still_answered_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    terminal = Terminal()
    Printer(lambda: terminal).ask("이 덱을 내 폴더에 더하고 데모를 모두 돌려 볼까요? [y/N] ")
    assert terminal.getvalue() == ("이 덱을 내 폴더에 더하고 데모를 모두\n돌려 볼까요? [y/N] ")


def test_a_name_keeps_to_its_line() -> None:
    out = io.StringIO()
    Printer(lambda: out).list("a\nb", Path("c\nd"))
    assert out.getvalue() == "a□b\nc□d\n"


def test_lines_that_are_drawn_are_lines_whatever_is_in_them() -> None:
    out = io.StringIO()
    Printer(lambda: out).draw([Text("a\nb\x1b[31m")])
    assert out.getvalue() == "a□b□[31m\n"
