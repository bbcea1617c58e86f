"""The manual page, quizcards(1): what every `--help` says, for `man`."""

from __future__ import annotations

import re

import typer

from quizcards import __version__
from quizcards.cli.commands import names
from quizcards.cli.help import GROUPS, Page, page
from quizcards.cli.main import application


def manual() -> str:
    """Return the manual in the language of man(7)."""
    group = typer.main.get_group(application(list(names())))
    context = group.make_context("quizcards", [], resilient_parsing=True)
    whole = page(group, context)
    lines = [
        f'.TH QUIZCARDS 1 "" "quizcards {__version__}" "quizcards"',
        ".SH 이름",
        f"quizcards \\- {_text(whole.about)}",
        ".SH 사용법",
        _text(whole.usage),
    ]
    for title, rows in whole.parts.items():
        lines.append(f".SH {title}")
        if title not in GROUPS.values():
            lines += _rows(rows)
            continue
        for name in rows:
            command = group.commands[name]
            own = typer.Context(command, info_name=name, parent=context)
            lines += _command(page(command, own))
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
