"""The learner's editor, opened at a line."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from quizcards.errors import QuizcardsError, reason
from quizcards.model import Place

FALLBACKS = ("nano", "vim", "vi", "notepad")


def open_editor(place: Place, variables: Mapping[str, str]) -> None:
    """Open the file at the line and wait. Raises QuizcardsError where no editor opens."""
    command = _command(variables.get("VISUAL") or variables.get("EDITOR"))
    try:
        subprocess.run([*command, *_at_line(Path(command[0]).stem, place)], check=False)
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
            command = shlex.split(named)
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


def _at_line(editor: str, place: Place) -> list[str]:
    if editor in ("code", "codium", "cursor"):
        return ["--wait", "--goto", f"{place.path}:{place.line}"]
    if editor in ("hx", "helix", "subl", "zed"):
        return [f"{place.path}:{place.line}"]
    if editor in ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"):
        return [f"+{place.line}", place.path]
    return [place.path]
