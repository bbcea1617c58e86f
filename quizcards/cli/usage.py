"""A wrong command line, explained in Korean with the nearest right one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizcards.errors import perhaps


def explained(error: Any, commands: Sequence[str]) -> str:
    """Return what to write instead, for an error that typer raised while it read the command
    line.
    """
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = error.possibilities or ()
        hint = f" 혹시 {near[0]}인가요?" if near else ""
        return f"{error.option_name}: 그런 옵션은 없습니다.{hint} {_help(error)}"
    if kind == "MissingParameter":
        return f"{_name(error)}: 꼭 적어야 합니다. {_help(error)}"
    if kind == "BadParameter":
        return f"{_name(error)}: {_expected(error)} {_help(error)}"
    if match := re.search(r"No such command '([^']+)'", error.message):
        return f"'{match[1]}' 명령은 없습니다.{perhaps(match[1], commands)} quizcards --help로 모든 명령을 볼 수 있습니다."
    if match := re.search(r"unexpected extra argument\(?s?\)? \((.*)\)", error.message):
        return f"{match[1]}: 더 적을 것이 없는 자리입니다. {_help(error)}"
    if kind == "BadOptionUsage":
        return f"{error.option_name}: 값을 적어 주세요. {_help(error)}"
    return f"{error.message} {_help(error)}"


def _name(error: Any) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    return str(
        param.opts[0] if param.param_type_name == "option" else param.make_metavar(error.ctx)
    )


def _expected(error: Any) -> str:
    kind = getattr(error.param, "type", None)
    number = {"int": "정수를", "float": "수를"}.get(getattr(kind, "name", "").partition(" ")[0])
    if number is None:
        return "쓸 수 없는 값입니다."
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None and high is not None:
        return f"{low}에서 {high} 사이의 {number} 써 주세요."
    return f"{low} 이상의 {number} 써 주세요." if low is not None else f"{number} 써 주세요."


def _help(error: Any) -> str:
    path = error.ctx.command_path if error.ctx else "quizcards"
    return f"{path} --help를 보세요."
