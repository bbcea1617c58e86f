"""Opens a file in the learner's editor, at a line."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from quizcards.errors import QuizcardsError, reason
from quizcards.model import Place

_FALLBACKS = ("nano", "vim", "vi", "notepad")


def open_editor(place: Place, variables: Mapping[str, str]) -> None:
    """Open the file at the line and wait. Raises QuizcardsError where no editor opens."""
    chosen = variables.get("VISUAL") or variables.get("EDITOR")
    try:
        command = (
            shlex.split(chosen)
            if chosen
            else next(([name] for name in _FALLBACKS if shutil.which(name)), [])
        )
    except ValueError as error:  # a quotation mark that is not closed
        raise QuizcardsError(
            f"EDITOR를 읽지 못했습니다: {chosen}. 따옴표를 확인해 주세요."
        ) from error
    if not command:
        raise QuizcardsError(
            "편집기를 찾지 못했습니다. EDITOR 환경 변수에 편집기를 적어 주세요(예: export EDITOR=nano)."
        )
    try:
        subprocess.run([*command, *_at_line(Path(command[0]).stem, place)], check=False)
    except OSError as error:
        message = (
            f"편집기를 열지 못했습니다({command[0]}: {reason(error)}). EDITOR를 확인해 주세요."
        )
        raise QuizcardsError(message) from error


def _at_line(editor: str, place: Place) -> list[str]:
    if editor in ("code", "codium", "cursor"):
        return ["--wait", "--goto", f"{place.path}:{place.line}"]
    if editor in ("hx", "helix", "subl", "zed"):
        return [f"{place.path}:{place.line}"]
    if editor in ("vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"):
        return [f"+{place.line}", place.path]
    return [place.path]
