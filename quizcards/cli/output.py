"""What several commands print alike: JSON, and a page that may be longer than the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from quizcards.app.asking import asker
from quizcards.app.documents import json_text, write_document
from quizcards.app.environment import Environment
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDERR, STDOUT, Lines, print_lines, width

_KINDS = {
    "가중치": "weights",
    "계획": "plans",
    "기록": "events",
    "덱": "decks",
    "덱의 출처": "origins",
    "면접": "interviews",
    "모은 질문": "collected",
    "설정": "settings",
    "시험": "quizzes",
    "파일": "files",
}
"""What a learner's folder holds, by the names of `home.files`."""


def print_json(value: object) -> None:
    """Print plain data, or arrays of it, as JSON."""
    STDOUT.hand_over(json_text(value))


def hand_over(document: str, output: Path | None) -> None:
    """Print a document, or write it into a file and say so."""
    if output is None:
        STDOUT.hand_over(document)
    else:
        write_document(document, output)
        STDERR.say(f"{output}에 썼습니다.")


def local_moment(moment: float) -> str:
    """Return a moment as ISO 8601 in local time, with its distance from UTC."""
    return datetime.fromtimestamp(round(moment)).astimezone().isoformat()


def listed(counts: Mapping[str, int]) -> str:
    """Return how many there are of each kind: "기록 3개, 덱 1개"."""
    return ", ".join(f"{name} {count}개" for name, count in sorted(counts.items())) or "없음"


def counts_data(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how many there are of each kind, under the English names that JSON has."""
    return {_KINDS[name]: count for name, count in counts.items()}


def show_page(env: Environment, lines: Callable[[int], Lines]) -> None:
    """Print what `lines` makes of a width, or open it to be scrolled where it is too long."""
    drawn = lines(width())
    if len(drawn) < shutil.get_terminal_size().lines or not has_raw_keys():
        print_lines(drawn)
        return
    with asker(env, plain=False) as screen:
        screen.page(lines)


def can_ask() -> bool:
    """Say whether somebody is there to ask: neither stdin nor stdout is a pipe."""
    return STDOUT.is_terminal and sys.stdin.isatty()


def asked(question: str, done: str) -> str | None:
    """Ask for a line at the terminal, below what was printed; None where Esc leaves it.

    `done` says what the key does that ends it.
    """
    from quizcards.terminal.editor import typed

    STDOUT.say(f"\n {question}\n")
    try:
        return typed(lambda: [done], ways=["Esc 끝내기"])
    except EOFError:
        return None
