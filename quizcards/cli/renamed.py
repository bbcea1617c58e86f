"""Options that had another name before one name came to mean one thing in every command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizcards.cli.commands import load, names
from quizcards.terminal.printing import STDERR


def as_called_now(arguments: Sequence[str]) -> list[str]:
    """Return a command line with each old option under its present name, which is said once.

    A command says in OLD what was renamed: `{"--count": "--limit"}`, or `{"--deck": ""}` where the
    value alone has come to be an argument. Nothing behind `--` is an option.
    """
    command = arguments[0] if arguments else ""
    old: Mapping[str, str] = getattr(load(command), "OLD", {}) if command in names() else {}
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [word for word in arguments[:end] if word.partition("=")[0] in old]
    STDERR.say(*(_advice(name, old[name]) for name in _names(options)))
    now = [_renamed(word, old) if word in options else word for word in arguments[:end]]
    return [*filter(None, now), *arguments[end:]] if options else list(arguments)


def _names(options: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word.partition("=")[0] for word in options))


def _renamed(option: str, old: Mapping[str, str]) -> str:
    """Return an option as it is written now; "" where only the value behind it still is."""
    name, equals, value = option.partition("=")
    return f"{old[name]}{equals}{value}" if old[name] else value


def _advice(name: str, now: str) -> str:
    if now:
        return f"{name}의 새 이름은 {now}입니다."
    return f"{name}: 이제 덱의 아이디만 적으면 됩니다."
