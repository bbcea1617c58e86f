"""The `quizcards` command. What needs no typer (--version, --help) is answered before anything is imported."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from quizcards import __version__

        print(f"quizcards {__version__}")
    elif arguments == ["--help"]:
        with open(f"{__file__.removesuffix('__main__.py')}help.txt", encoding="utf-8") as file:
            print(file.read(), end="")
    else:
        from quizcards.cli import run

        sys.exit(run(arguments))


if __name__ == "__main__":
    main()
