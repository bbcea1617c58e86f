"""The help page of a command: what typer knows of it, in Korean, wrapped at words."""

from __future__ import annotations

from typing import NamedTuple

from typer._click.core import Command, Context, Parameter
from typer._click.types import FloatParamType, FloatRange, IntParamType, IntRange, ParamType
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.models import TyperPath

from quizcards.app.variables import VARIABLES
from quizcards.cli.commands import load, names
from quizcards.terminal.printing import STDOUT, Lines, width

WIDEST = 80
"""Columns of a page, as help.txt has them; fewer in a narrow terminal."""
GROUPS = {
    0: "공부하기",
    40: "카드 찾아보기",
    60: "기록과 계획",
    140: "데모와 카드 쓰기",
    200: "주고받기",
    240: "여러 기기, 백업, 설정",
}
"""What the commands are for, from which ORDER on."""
EXIT_CODES = {
    "0": "잘 끝났습니다.",
    "1": "check와 doctor가 고칠 곳을 찾았습니다. 그 밖에는 프로그램의 잘못입니다.",
    "2": "고쳐야 할 것이 있고, 무엇인지 알려 줍니다.",
    "130": "Ctrl-C로 멈췄습니다.",
}


class _Explained(Command):
    """A command with a help page of ours."""

    def get_help(self, ctx: Context) -> str:
        return _drawn(page(self, ctx), min(width(), WIDEST))

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "이 도움말을 봅니다."
            option.callback = _show
        return option


def _show(context: Context, _parameter: Parameter, is_wanted: bool) -> None:
    if is_wanted and not context.resilient_parsing:
        STDOUT.say(context.get_help(), flush=True)
        context.exit()


class ExplainedCommand(_Explained, TyperCommand):
    """One command, as `quizcards study`."""


class ExplainedGroup(_Explained, TyperGroup):
    """All commands under one name: `quizcards`."""


class Page(NamedTuple):
    """What a help page says: how to call a command, what it does, and its parts by their titles."""

    usage: str
    about: str
    parts: dict[str, dict[str, str]]
    """Each part explains names: of arguments, of options, of calls to copy."""


def page(command: Command, context: Context) -> Page:
    """Return what there is to say of a command, or of all of them."""
    arguments, options = parameters_of(command, context)
    called = [one.make_metavar(context) for one in arguments]
    called += ["명령"] if isinstance(command, TyperGroup) else []
    parts = {
        "인자": {one.make_metavar(context): _about(one) for one in arguments},
        "옵션": {_called(one): _about(one) for one in options},
        **(_of_all() if isinstance(command, TyperGroup) else _of_one(str(command.name))),
    }
    return Page(
        usage=" ".join([context.command_path, "[옵션]", *called]),
        about=command.help or "",
        parts={title: rows for title, rows in parts.items() if rows},
    )


def parameters_of(
    command: Command, context: Context
) -> tuple[list[TyperArgument], list[TyperOption]]:
    """Return the arguments of a command and its options, but for those that are hidden."""
    parameters = command.get_params(context)
    arguments = [one for one in parameters if isinstance(one, TyperArgument)]
    options = [one for one in parameters if isinstance(one, TyperOption) and not one.hidden]
    return arguments, options


def _drawn(found: Page, width: int) -> str:
    from quizcards.terminal.text import definitions, wrapped

    lines = _plain(wrapped(found.usage, width, first="사용법: "))
    lines += ["", *_plain(wrapped(found.about, width))]
    for title, rows in found.parts.items():
        lines += ["", f"{title}:", *_plain(definitions(rows, width))]
    return "\n".join(lines)


def _of_one(name: str) -> dict[str, dict[str, str]]:
    return {"예": load(name).EXAMPLES}


def _of_all() -> dict[str, dict[str, str]]:
    modules = sorted(((load(name), name) for name in names()), key=lambda pair: pair[0].ORDER)
    grouped: dict[str, dict[str, str]] = {group: {} for group in GROUPS.values()}
    for module, name in modules:
        first = max(order for order in GROUPS if order <= module.ORDER)
        grouped[GROUPS[first]][name] = first_sentence(module.HELP)
    return {
        **{group: commands for group, commands in grouped.items() if commands},
        "환경 변수": VARIABLES,
        "종료 코드": EXIT_CODES,
    }


def first_sentence(text: str) -> str:
    """Return what a command does in short: the first sentence of its help."""
    return text.partition(". ")[0].removesuffix(".") + "."


def _called(option: TyperOption) -> str:
    """Return an option with what it takes: `-o, --output 경로`."""
    spelled = ", ".join(sorted(option.opts, key=len))
    return spelled if option.is_flag else f"{spelled} {option.metavar or _kind(option.type)}"


def _kind(kind: ParamType) -> str:
    if isinstance(kind, IntParamType | FloatParamType):
        return "수"
    return "경로" if isinstance(kind, TyperPath) else "값"


def _about(parameter: Parameter) -> str:
    """Return what a parameter is for, the numbers that it takes and what it is unless given."""
    about = str(getattr(parameter, "help", None) or "")
    notes = []
    if isinstance(parameter.type, IntRange | FloatRange) and parameter.type.min is not None:
        most = parameter.type.max
        between = f"{parameter.type.min} 이상" if most is None else f"{parameter.type.min}~{most}"
        notes.append(between)
    if isinstance(parameter.default, int | float) and not isinstance(parameter.default, bool):
        notes.append(f"기본값 {parameter.default}")
    return f"{about} ({', '.join(notes)})" if notes else about


def _plain(lines: Lines) -> list[str]:
    return [line.plain.rstrip() for line in lines]
