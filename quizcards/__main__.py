"""The `quizcards` command.

What needs no typer (--version, --help) is answered before anything is imported.
"""

import os
import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more (`| head`): say nothing, also not on exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        from quizcards import __version__

        print(f"quizcards {__version__}")
    elif arguments == ["--help"]:
        with open(f"{__file__.removesuffix('__main__.py')}help.txt", encoding="utf-8") as file:
            print(file.read(), end="")
    else:
        from quizcards.cli.main import run

        return run(arguments)
    return 0


if __name__ == "__main__":
    main()
