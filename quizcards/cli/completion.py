"""Scripts by which a shell completes the command line: `quizcards st` and Tab.

A script holds the commands and their options. Only for what changes with the learner's decks it
calls the program: `quizcards completion --names cards`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from typer._click.core import Command as ClickCommand
from typer._click.core import Context, Parameter
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.models import TyperPath

from quizcards.cli.help import first_sentence, parameters_of

FILES = "files"
NOTHING = ""
NAMED = {
    "CARD": "cards",
    "COMMAND": "commands",
    "DECK": "decks",
    "OLD": "cards",
    "SHELL": "shells",
    "--card": "cards",
    "--kind": "kinds",
    "--need": "cards",
    "--tag": "tags",
    "--track": "tracks",
    "add PATH": FILES,
    "check --format": "reports",
    "code DEMO": "demos",
    "demo NAME": "demos",
    "demo --to": "figures",
    "export --to": "formats",
    "settings NAME": "settings",
    "stats --to": "figures",
}
"""Which names an argument or an option takes, in all commands or in one."""


@dataclass(frozen=True)
class Option:
    """An option as it is spelled: what it is for, and what it takes; None where it takes nothing.

    What is taken is a kind of name, FILES, or NOTHING where no shell can know it.
    """

    spelled: tuple[str, ...]
    about: str
    takes: str | None


@dataclass(frozen=True)
class Command:
    """A command with its options; its first argument and whether more like it may follow."""

    name: str
    about: str
    options: tuple[Option, ...]
    argument: str
    takes_many: bool

    @property
    def words(self) -> str:
        return " ".join(word for option in self.options for word in option.spelled)


def script(shell: str, group: TyperGroup) -> str:
    """Return the script for a shell, one of SHELLS, that completes this group's commands."""
    context = group.make_context("quizcards", [], resilient_parsing=True)
    own = _command(group, context)
    commands = [
        _command(one, Context(one, info_name=str(one.name), parent=context))
        for one in group.commands.values()
    ]
    return SHELLS[shell](own, sorted(commands, key=lambda command: command.name))


def _command(command: ClickCommand, context: Context) -> Command:
    name = str(command.name)
    arguments, options = parameters_of(command, context)
    return Command(
        name=name,
        about=first_sentence(command.help or ""),
        options=tuple(_option(name, one) for one in options),
        argument=_taken(name, arguments[0], _called(arguments[0])) if arguments else NOTHING,
        takes_many=any(one.nargs == -1 for one in arguments),
    )


def _option(command: str, option: TyperOption) -> Option:
    spelled = tuple(sorted(option.opts, key=len))
    takes = None if option.is_flag else _taken(command, option, spelled[-1])
    return Option(spelled, (option.help or "").partition("\n")[0], takes)


def _called(argument: TyperArgument) -> str:
    """Return an argument without what says that it may be left out: CARD of [CARD]..."""
    return (argument.metavar or "").strip("[].")


def _taken(command: str, parameter: Parameter, called: str) -> str:
    if isinstance(parameter.type, TyperPath):
        return FILES
    return NAMED.get(f"{command} {called}", NAMED.get(called, NOTHING))


def _filled(template: str, parts: Mapping[str, str]) -> str:
    for place, text in parts.items():
        template = template.replace(place, text)
    return template


BASH = r"""# quizcards의 탭 완성. ~/.bashrc에 적습니다: eval "$(quizcards completion bash)"
_quizcards_names() {
    local kind=$1
    [[ $kind == cards && $current == */* ]] && kind=keys
    COMPREPLY=($(compgen -W "$(quizcards completion --names "$kind" 2>/dev/null)" -- "$current"))
}
_quizcards() {
    local current=$2 previous=$3 options= takes=
    local IFS=$' \t\n'
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W '@WORDS' -- "$current"))
        return
    fi
    case ${COMP_WORDS[1]} in
@CASES
    esac
    if [[ $takes == value ]]; then
        return
    elif [[ $current == -* || -z $takes ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
    elif [[ $takes == files ]]; then
        compopt -o filenames 2>/dev/null
        local IFS=$'\n'
        COMPREPLY=($(compgen -f -- "$current"))
    else
        _quizcards_names "$takes"
    fi
}
complete -F _quizcards quizcards
"""


def _bash(own: Command, commands: Sequence[Command]) -> str:
    cases = []
    for command in commands:
        cases += [
            f"    {command.name})",
            f"        options='{command.words}'",
            "        case $previous in",
            *(
                f"            {'|'.join(option.spelled)}) takes={option.takes or 'value'} ;;"
                for option in command.options
                if option.takes is not None
            ),
        ]
        if command.argument:
            # where only one is taken it follows the command, or an option that takes nothing
            before = "*" if command.takes_many else f"-*|{command.name}"
            cases.append(f"            {before}) takes={command.argument} ;;")
        cases += ["        esac ;;"]
    words = " ".join([*(command.name for command in commands), own.words])
    return _filled(BASH, {"@WORDS": words, "@CASES": "\n".join(cases)})


ZSH = r"""#compdef quizcards
# quizcards의 탭 완성. ~/.zshrc에서 compinit 다음에 적습니다: eval "$(quizcards completion zsh)"
_quizcards_names() {
    local kind=$1
    [[ $kind == cards && $PREFIX == */* ]] && kind=keys
    local -a names=(${(f)"$(quizcards completion --names $kind 2>/dev/null)"})
    compadd -a names
}
_quizcards() {
    local context state state_descr line
    local -A opt_args
    local -a commands=(
@COMMANDS
    )
    _arguments -C @OPTIONS '1:명령:->command' '*::인자:->arguments'
    case $state in
    command)
        _describe 명령 commands ;;
    arguments)
        case $words[1] in
@CASES
        esac ;;
    esac
}
compdef _quizcards quizcards
"""


def _zsh(own: Command, commands: Sequence[Command]) -> str:
    described = [f"        '{command.name}:{_quoted(command.about)}'" for command in commands]
    cases = []
    for command in commands:
        parts = [_zsh_option(option) for option in command.options]
        if command.argument:
            place = "*" if command.takes_many else "1"
            parts.append(f"'{place}: :{_zsh_taken(command.argument)}'")
        cases.append(f"        {command.name}) _arguments {' '.join(parts)} ;;")
    filled = {
        "@COMMANDS": "\n".join(described),
        "@OPTIONS": " ".join(map(_zsh_option, own.options)),
        "@CASES": "\n".join(cases),
    }
    return _filled(ZSH, filled)


def _zsh_option(option: Option) -> str:
    """Return what `_arguments` wants of an option: '--tag[이 태그가 붙은 카드만.]: :…'."""
    about = re.sub(r"([\[\]:])", r"\\\1", _quoted(option.about))
    taken = "" if option.takes is None else f": :{_zsh_taken(option.takes)}"
    return " ".join(f"'*{spelled}[{about}]{taken}'" for spelled in option.spelled)


def _zsh_taken(kind: str) -> str:
    return {FILES: "_files", NOTHING: " "}.get(kind, f"{{_quizcards_names {kind}}}")


def _quoted(text: str) -> str:
    """Return a text as it stands between single quotes in a shell."""
    return text.replace("'", "'\\''")


FISH = r"""# quizcards의 탭 완성.
# ~/.config/fish/config.fish에 적습니다: quizcards completion fish | source
function __quizcards_names
    set -l kind $argv[1]
    string match -q '*/*' -- (commandline -ct); and test $kind = cards; and set kind keys
    quizcards completion --names $kind 2>/dev/null
end
function __quizcards_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = $argv[1]
end
function __quizcards_takes_first
    set -l words (commandline -opc)
    __quizcards_is $argv[1]; or return
    test (count $words) -eq 2; or string match -q -- '-*' $words[-1]
end
complete -c quizcards -f
@LINES
"""


def _fish(own: Command, commands: Sequence[Command]) -> str:
    first = "test (count (commandline -opc)) -eq 1"
    lines = [_fish_option(first, option) for option in own.options]
    for command in commands:
        here = f"__quizcards_is {command.name}"
        about = _fish_quoted(command.about)
        lines.append(f"complete -c quizcards -n '{first}' -a {command.name} -d '{about}'")
        lines += [_fish_option(here, option) for option in command.options]
        if command.argument:
            place = here if command.takes_many else f"__quizcards_takes_first {command.name}"
            lines.append(f"complete -c quizcards -n '{place}'{_fish_taken(command.argument)}")
    return _filled(FISH, {"@LINES": "\n".join(lines)})


def _fish_option(condition: str, option: Option) -> str:
    spelled = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.spelled
    ]
    taken = "" if option.takes is None else f" -r{_fish_taken(option.takes)}"
    return (
        f"complete -c quizcards -n '{condition}' {' '.join(spelled)} "
        f"-d '{_fish_quoted(option.about)}'{taken}"
    )


def _fish_taken(kind: str) -> str:
    return {FILES: " -F", NOTHING: ""}.get(kind, f" -a '(__quizcards_names {kind})'")


def _fish_quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


POWERSHELL = r"""# quizcards의 탭 완성.
# $PROFILE에 적습니다: quizcards completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName quizcards -ScriptBlock {
    param($word, $line, $position)
    $options = @{
@OPTIONS
    }
    $values = @{
@VALUES
    }
    $arguments = @{
@ARGUMENTS
    }
    $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } |
        ForEach-Object { $_.ToString() })
    $found = if ($words.Count -lt 2) {
        -split '@WORDS'
    } else {
        $command = $words[1]
        $kind = $values["$command $($words[-1])"]
        if ($null -eq $kind) {
            $kind = if ($word -like '-*') { '' } else { $arguments[$command] }
            if (-not $kind) { -split $options[$command] }
        }
        if ($kind -eq 'cards' -and $word -like '*/*') { $kind = 'keys' }
        if ($kind -and $kind -notin 'files', 'value') { quizcards completion --names $kind 2>$null }
    }
    $found | Where-Object { $_ -like "$word*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
"""


def _powershell(own: Command, commands: Sequence[Command]) -> str:
    options = [f"        '{command.name}' = '{command.words}'" for command in commands]
    values = [
        f"        '{command.name} {spelled}' = '{option.takes or 'value'}'"
        for command in commands
        for option in command.options
        for spelled in option.spelled
        if option.takes is not None
    ]
    arguments = [
        f"        '{command.name}' = '{command.argument}'"
        for command in commands
        if command.argument
    ]
    filled = {
        "@OPTIONS": "\n".join(options),
        "@VALUES": "\n".join(values),
        "@ARGUMENTS": "\n".join(arguments),
        "@WORDS": " ".join([*(command.name for command in commands), own.words]),
    }
    return _filled(POWERSHELL, filled)


SHELLS: Mapping[str, Callable[[Command, Sequence[Command]], str]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
}
