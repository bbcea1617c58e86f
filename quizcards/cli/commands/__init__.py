"""The commands, one file for those that belong together.

Each file is found here: a new file is a new command, with no list to edit.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

_FOLDER = Path(__file__).parent


@cache
def names() -> dict[str, str]:
    """Return the module of each command: `import_.py` is `import`, a word that Python keeps."""
    return {path.stem.rstrip("_"): path.stem for path in _FOLDER.glob("[!_]*.py")}


def load(name: str) -> ModuleType:
    """Import the module of a command."""
    return import_module(f"quizcards.cli.commands.{names()[name]}")
