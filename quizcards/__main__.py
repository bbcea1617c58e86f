"""The `quizcards` command.

What needs no typer (--version, --help) is answered before anything is imported.
"""

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from quizcards.cli.process import exit_code

        code = exit_code(_run)
    except KeyboardInterrupt:  # also while our own modules are being imported
        code = 130
    sys.exit(code)


def _run() -> int:
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from quizcards import __version__

        print(f"quizcards {__version__}")
    elif arguments == ["--help"] and not _is_narrow():
        with open(f"{__file__.removesuffix('__main__.py')}help.txt", encoding="utf-8") as file:
            print(file.read(), end="")
    else:
        from quizcards.cli import process

        process.leave_at_once()
        from quizcards.cli.commands import load
        from quizcards.cli.main import meant, run

        for name in meant(arguments):
            load(name)
        process.leave_in_order()
        try:
            return run(arguments)
        finally:
            process.leave_at_once()
    return 0


def _is_narrow() -> bool:
    """Say whether help.txt is wider than the terminal."""
    return sys.stdout.isatty() and os.get_terminal_size(sys.stdout.fileno()).columns < 80


if __name__ == "__main__":
    main()
