"""A wrong command line, explained in Korean with the nearest right one.

typer has its errors in a module of its own, `typer._click`; pyproject.toml names the versions that
were looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer._click.types import FloatParamType, FloatRange, IntParamType, IntRange, ParamType
from typer.core import TyperArgument, TyperGroup
from typer.exceptions import TyperException

from quizcards.errors import perhaps


def explained(error: TyperException, arguments: Sequence[str], commands: Sequence[str]) -> str:
    """Return what to write instead, for an error that typer raised over these arguments."""
    context = error.ctx if isinstance(error, UsageError) else None
    path = context.command_path if context else "quizcards"
    wrong = _wrong(error)
    if wrong is None and context and isinstance(context.command, TyperGroup):
        name = next(argument for argument in arguments if not argument.startswith("-"))
        hint = perhaps(name, commands, likeness=0.7)
        return f"'{name}' 명령은 없습니다.{hint} quizcards --help로 모든 명령을 볼 수 있습니다."
    return f"{wrong or _left_over(error)} {path} --help를 보세요."


def _wrong(error: TyperException) -> str | None:
    """Say what is wrong with an option or an argument; None where it is something else."""
    if isinstance(error, NoSuchOption):
        hint = f" 혹시 {error.possibilities[0]}인가요?" if error.possibilities else ""
        return f"{error.option_name}: 그런 옵션은 없습니다.{hint}"
    if isinstance(error, MissingParameter):
        return f"{_name(error)}: 꼭 적어야 합니다."
    if isinstance(error, BadParameter):
        return f"{_name(error)}: {_expected(error.param.type if error.param else None)}"
    if isinstance(error, BadOptionUsage):
        return f"{error.option_name}: 값을 적어 주세요."
    return None


def _left_over(error: TyperException) -> str:
    """Say which words are too many: typer tells them in its message alone."""
    found = re.search(r"extra argument.*? \((.*)\)$", error.message)
    return f"{found[1]}: 더 적을 것이 없는 자리입니다." if found else error.message


def _name(error: BadParameter) -> str:
    """Return the option or the argument as the help page writes it."""
    if error.param is None or error.ctx is None:
        return str(error.param_hint or "")
    if isinstance(error.param, TyperArgument):
        return error.param.make_metavar(error.ctx)
    return error.param.opts[0]


def _expected(kind: ParamType | None) -> str:
    if isinstance(kind, IntParamType):
        number = "정수를"
    elif isinstance(kind, FloatParamType):
        number = "수를"
    else:
        return "쓸 수 없는 값입니다."
    if not isinstance(kind, IntRange | FloatRange) or kind.min is None:
        return f"{number} 써 주세요."
    if kind.max is None:
        return f"{kind.min} 이상의 {number} 써 주세요."
    return f"{kind.min}에서 {kind.max} 사이의 {number} 써 주세요."
