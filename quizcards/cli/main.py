"""The command line: which command was meant, and what its end means to the shell."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards import __version__
from quizcards.cli.options import app, environment, print_lines, warn
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

COMMANDS = {
    "app.sessions": "study",
    "app.exams": "quiz",
    "cli.commands.interview": "interview",
    "app.collection": "decks show due wake",
    "app.statistics": "stats why",
    "cli.commands.plan": "plan",
    "cli.commands.simulate": "simulate",
    "cli.commands.fit": "fit evaluate",
    "cli.commands.demo": "demo",
    "app.edits": "new edit",
    "app.rename": "orphans rename",
    "app.checking": "check",
    "app.exports": "export",
    "app.importing": "import",
    "app.sharing": "init add",
    "app.machines": "sync backup restore",
}
"""The commands of each module, in the order of --help."""
ORDER = " ".join(COMMANDS.values()).split()


def load(named: str) -> Any:
    """Return the command line with the command named, or with all of them where it is not one: each
    takes a while to make.
    """
    modules = [module for module, names in COMMANDS.items() if named in names.split()] or list(
        COMMANDS
    )
    for module in modules:
        import_module(f"quizcards.{module}")  # adds its commands
    app.registered_commands.sort(key=_place)
    return typer.main.get_command(app)


def _place(command: Any) -> int:
    return ORDER.index(command.name or command.callback.__name__)


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 2 the user can fix it, 130 interrupted."""
    command = load(next(iter(arguments), ""))
    try:
        with command.make_context("quizcards", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except QuizcardsError as error:
        print(error, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, EOFError):
        return 130
    except typer.exceptions.TyperException as error:
        from quizcards.cli.usage import explained

        print(explained(error, list(command.commands)), file=sys.stderr)
        return 2
    return 0


@app.callback(
    invoke_without_command=True,
    help="면접 카드가 스스로 답을 계산하는 터미널 공부 도구. 명령 없이 쓰면 오늘 볼 것을 보여 줍니다.",
)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="버전을 출력합니다.")] = False,
) -> None:
    if version:
        print(f"quizcards {__version__}")
    elif context.invoked_subcommand is None:
        _overview(environment())


def _overview(env: Environment) -> None:
    from quizcards.app import planning
    from quizcards.study.queue import gather
    from quizcards.study.summary import streak
    from quizcards.terminal import listings

    library = env.library()
    with env.store(library) as store:
        memories, days = store.memories(), store.reviews_by_day()
        state = planning.present_state(env, library, store)
    now = env.now()
    day = env.day(now)
    if state:
        keys = state.keys([card.key for card in library.cards], now)
    else:
        keys = gather(library.cards, memories, now, day, env.settings.limits)
    new = sum(key not in memories or memories[key].is_new for key in keys)
    warn(library)
    print_lines(
        listings.overview(
            len(keys) - new,
            new,
            streak(days, day),
            days.get(day, 0),
            day,
            state.standing if state else None,
        )
    )
