"""The manual page, quizcards(1): what every `--help` says, for `man`."""

from __future__ import annotations

import re

import typer

from quizcards import __version__
from quizcards.cli.commands import names
from quizcards.cli.help import Page, page
from quizcards.cli.main import application


def manual() -> str:
    """Return the manual in the language of man(7)."""
    group = typer.main.get_group(application(list(names())))
    context = group.make_context("quizcards", [], resilient_parsing=True)
    whole = page(group, context)
    commands = whole.parts.pop("명령")
    lines = [
        f'.TH QUIZCARDS 1 "" "quizcards {__version__}" "quizcards"',
        ".SH 이름",
        f"quizcards \\- {_text(whole.about)}",
        ".SH 사용법",
        _text(whole.usage),
        ".SH 옵션",
        *_rows(whole.parts.pop("옵션")),
        ".SH 명령",
    ]
    for name in commands:
        command = group.commands[name]
        own = typer.Context(command, info_name=name, parent=context)
        lines += _command(page(command, own))
    for title, rows in whole.parts.items():
        lines += [f".SH {title}", *_rows(rows)]
    return "\n".join(lines) + "\n"


def _command(found: Page) -> list[str]:
    lines = [f'.SS "{_text(found.usage)}"', _text(found.about)]
    for title, rows in found.parts.items():
        lines += [".PP", f"{title}:", *_rows(rows)]
    return lines


def _rows(rows: dict[str, str]) -> list[str]:
    return [line for name, about in rows.items() for line in (".TP", _text(name), _text(about))]


def _text(text: str) -> str:
    """Return text on one line that man(7) takes for nothing else."""
    written = (
        re.sub(r"\s+", " ", text).replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    )
    return f"\\&{written}" if written.startswith((".", "'")) else written
