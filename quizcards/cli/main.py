"""The command line: which command was meant, and what its end means to the shell.

A command is a file in cli/commands/ with one function of the file's name, the Korean HELP and the
EXAMPLES that its `--help` shows, and ORDER, its place in `quizcards --help`; OLD, where options of
it were renamed. Only the file of the command that is meant is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards import __version__
from quizcards.cli.commands import load, names
from quizcards.cli.help import ExplainedCommand, ExplainedGroup
from quizcards.cli.options import environment
from quizcards.cli.renamed import as_called_now
from quizcards.errors import QuizcardsError, refusal, shortened
from quizcards.terminal.printing import STDERR, STDOUT

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

HELP = "딥러닝 면접을 준비하는 터미널 학습 도구입니다. 명령 없이 쓰면 오늘 볼 것을 보여 줍니다."


def application(commands: Sequence[str]) -> typer.Typer:
    """Return the command line with these commands."""
    app = typer.Typer(
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback(cls=ExplainedGroup, invoke_without_command=True, help=HELP)(main)
    for name in commands:
        module = load(name)
        app.command(name, cls=ExplainedCommand, help=module.HELP)(getattr(module, names()[name]))
    return app


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 2 the user can fix it, 130 interrupted.

    `check` and `doctor` end with 1 where they found something.
    Raises BrokenPipeError where nobody reads what is printed.
    """
    arguments = as_called_now(arguments)
    command = typer.main.get_command(application(meant(arguments)))
    try:
        with command.make_context("quizcards", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except QuizcardsError as error:
        STDERR.say(shortened(str(error)))
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        STDERR.say(shortened(refusal(error)))
        return 2
    except (KeyboardInterrupt, EOFError):
        return 130
    except typer.exceptions.TyperException as error:
        from quizcards.cli.usage import explained

        STDERR.say(shortened(explained(error, arguments, list(names()))))
        return 2
    return 0


def meant(arguments: Sequence[str]) -> list[str]:
    """Return the commands to load: the one that is named, or all for the help and for a slip."""
    if not arguments:
        return []
    return [arguments[0]] if arguments[0] in names() else list(names())


def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("-V", "--version", help="버전을 출력합니다.")] = False,
) -> None:
    """Say where the learner stands today, where no command is named."""
    if version:
        STDOUT.say(f"quizcards {__version__}")
    elif context.invoked_subcommand is None:
        _today(environment())


def _today(env: Environment) -> None:
    from quizcards.app import today
    from quizcards.terminal.keys import has_raw_keys

    if has_raw_keys():
        today.stay(env)
        return
    from quizcards.terminal.printing import print_lines, width
    from quizcards.terminal.today_view import glance_lines

    print_lines(glance_lines(today.present(env), width()))
