"""The learner's editor, opened at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import PureWindowsPath

from quizcards.errors import QuizcardsError, reason
from quizcards.model import Place

FALLBACKS = ("nano", "vim", "vi", "notepad")


def open_editor(place: Place, variables: Mapping[str, str]) -> None:
    """Open the file at the line and wait. Raises QuizcardsError where no editor opens."""
    command = _command(variables.get("VISUAL") or variables.get("EDITOR"))
    # Windows by itself finds no script, as VS Code's `code.cmd` is one
    program = shutil.which(command[0]) or command[0]
    try:
        subprocess.run([program, *command[1:], *at_line(command[0], place)], check=False)
    except OSError as error:
        raise QuizcardsError(
            f"편집기를 열지 못했습니다({command[0]}: {reason(error)}). EDITOR를 확인해 주세요."
        ) from error


def _command(named: str | None) -> list[str]:
    """Return the words of the editor's command: the one named, or one that is installed."""
    if not named:
        found = next((name for name in FALLBACKS if shutil.which(name)), None)
        command = [found] if found else []
    else:
        try:
            command = words(named, is_windows=os.name == "nt")
        except ValueError as error:  # a quotation mark that is not closed
            raise QuizcardsError(
                f"EDITOR를 읽지 못했습니다: {named}. 따옴표를 확인해 주세요."
            ) from error
    if not command:
        raise QuizcardsError(
            "편집기를 찾지 못했습니다. "
            "EDITOR 환경 변수에 편집기를 적어 주세요(예: export EDITOR=nano)."
        )
    return command


def words(command: str, is_windows: bool) -> list[str]:
    """Return the words of a command, whose backslashes are of its path on Windows.

    Raises ValueError for a quotation mark that is not closed.
    """
    if not is_windows:
        return shlex.split(command)
    return [word.strip("\"'") for word in shlex.split(command, posix=False)]


def at_line(program: str, place: Place) -> list[str]:
    """Return what opens a file at its line in an editor, or the file alone in one we do not know.

    The program is told by its name, wherever it stands and whatever its suffix.
    """
    editor = PureWindowsPath(program).stem.lower()
    if editor in ("code", "codium", "cursor"):
        return ["--wait", "--goto", f"{place.path}:{place.line}"]
    if editor in ("hx", "helix", "subl", "zed"):
        return [f"{place.path}:{place.line}"]
    if editor in ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"):
        return [f"+{place.line}", place.path]
    return [place.path]
