"""The import law of the house, read from the syntax tree of every file: imports inside functions
and under TYPE_CHECKING count.

docs/architecture.md tells what the rooms are for.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from quizcards import demos
from tests.sources import one_worker, tree

pytestmark = one_worker
PACKAGE = Path(demos.__file__).parents[1]

PURE = [
    {"model"},
    {"trace"},
    {"demos", "quiz"},
    {"memory"},
    {"study"},
    {"exam", "interview", "insight"},
]
"""The rooms without clock, chance, environment and print, floor by floor from the ground up."""

FLOORS = [
    {"__init__", "errors", "characters", "latin", "images", "files"},
    *PURE,
    {"card_data", "data_files"},
    {"decks", "store", "home", "terminal", "export", "importing"},
    {"sync"},
    {"app"},
    {"cli"},
    {"__main__"},
]
"""All rooms; what a room imports stands on a floor below it."""

EVERYBODY = {"model", "errors", "characters"}
"""What any edge may import."""
FEATURES = {"study", "exam", "interview", "insight"}

LAW: dict[str, tuple[set[str], set[str]]] = {
    "__init__": (set(), set()),
    "model": (set(), set()),
    "errors": (set(), set()),
    "characters": (set(), set()),
    "latin": (set(), set()),
    "images": (set(), set()),
    "trace": ({"model", "errors"}, {"numpy"}),
    "demos": ({"model", "trace"}, {"numpy"}),
    "quiz": ({"model", "errors", "trace"}, {"numpy"}),
    "memory": ({"model", "errors"}, {"numpy"}),
    "study": ({"model", "errors", "memory", "quiz"}, set()),
    "exam": ({"model", "errors", "memory", "quiz", "study"}, set()),
    "interview": ({"model", "errors", "memory", "quiz", "study"}, set()),
    "insight": ({"model", "errors", "memory", "quiz", "study"}, set()),
    "files": (set(), set()),
    "card_data": ({"model"}, set()),
    "data_files": ({"errors", "files"}, set()),
    "decks": (EVERYBODY | {"latin", "images", "files", "card_data", "trace"}, {"yaml"}),
    "store": (EVERYBODY | {"files", "data_files", "memory"}, {"numpy", "msgspec"}),
    "home": (EVERYBODY | {"files", "data_files", "memory", "quiz", "study"}, set()),
    "terminal": (
        EVERYBODY | FEATURES | {"memory", "quiz", "trace"},
        {"rich", "numpy", "prompt_toolkit"},
    ),
    "export": (
        EVERYBODY | FEATURES | {"images", "card_data", "memory", "quiz", "trace"},
        {"numpy"},
    ),
    "importing": (EVERYBODY | {"latin", "images", "files", "trace"}, {"backports", "compression"}),
    "sync": (EVERYBODY | {"files", "home"}, set()),
    "app": (set().union(*FLOORS) - {"app", "cli", "__main__"}, set()),
    "cli": ({"__init__", "app", "terminal", "model", "errors"}, {"typer"}),
    "__main__": ({"__init__", "cli"}, set()),
}
"""room -> (rooms of quizcards it may import, third-party packages it may import)."""

IMPURE = {
    "time",
    "random",
    "os",
    "sys",
    "socket",
    "subprocess",
    "secrets",
    "uuid",
    "locale",
    "tempfile",
}
# the sandbox is a process of its own by nature; it reads no clock, leaves no trace
OF_THE_SANDBOX = {
    "sandbox.py": {"os", "subprocess", "sys", "tempfile"},
    "worker.py": {"sys"},
    "walls.py": {"os", "sys"},
    "seccomp.py": {"os", "sys"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def named(path: Path) -> str:
    """Name a file in the output of pytest."""
    return str(path.relative_to(PACKAGE))


MODULES = {module_of(path): path for path in FILES}


@cache
def imported(path: Path) -> frozenset[str]:
    """Return every module that a file imports, wherever in it.

    `from package import name` is the module package.name where there is one, else the package.
    """
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            package = node.module or ""
            for alias in node.names:
                module = f"{package}.{alias.name}"
                found.add(module if module in MODULES else package)
    return frozenset(found)


def ours(path: Path) -> set[str]:
    return {module for module in imported(path) if module.split(".")[0] == "quizcards"}


def rooms(path: Path) -> set[str]:
    """Return the other rooms that a file imports from."""
    found = {f"{module}.__init__".split(".")[1] for module in ours(path)}
    return found - {room_of(path)}


def test_the_law_names_every_room_and_no_other() -> None:
    assert {room_of(path) for path in FILES} == LAW.keys()


def test_the_page_on_the_architecture_says_what_the_law_says() -> None:
    page = (PACKAGE.parent / "docs/architecture.md").read_text(encoding="utf-8")
    told: dict[str, tuple[set[str], set[str]]] = {}
    for row in re.findall(r"^\| (`.*) \|$", page, re.MULTILINE):
        names, _, rooms_told, packages = (set(re.findall("`(.+?)`", c)) for c in row.split("|"))
        if "everything but" in row:
            rooms_told = LAW.keys() - rooms_told - names
        told |= dict.fromkeys(names, (rooms_told, packages))
    assert told == LAW


@pytest.mark.parametrize("room", LAW)
def test_every_file_imports_only_what_its_room_may(room: str) -> None:
    allowed, packages = LAW[room]
    broken = []
    for path in FILES:
        if room_of(path) == room:
            theirs = {module.split(".")[0] for module in imported(path) - ours(path)}
            unlawful = (rooms(path) - allowed) | (theirs - packages - sys.stdlib_module_names)
            broken += [f"{named(path)} imports {name}" for name in sorted(unlawful)]
    assert broken == []


def test_the_law_lets_a_room_import_from_the_floors_below_it_alone() -> None:
    """So the rooms have no circle, and no arrow points up."""
    floor = {room: number for number, floor in enumerate(FLOORS) for room in floor}
    assert floor.keys() == LAW.keys()
    for room, (allowed, _) in LAW.items():
        assert [other for other in sorted(allowed) if floor[other] >= floor[room]] == [], room


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: ours(path) for module, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"an import circle: {' <- '.join(error.args[1])}")


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call in a file, with the name of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_what_is_found_by_name_is_in_the_room_that_looks() -> None:
    """The law cannot see a module whose name is made at run time: it lies in the same room."""
    for path in FILES:
        for called, node in calls(path):
            if called.endswith("import_module"):
                name = ast.unparse(node.args[0]).removeprefix("f")[1:]
                own = ("{__name__}.", f"quizcards.{room_of(path)}.")
                assert name.startswith(own), f"{named(path)}:{node.lineno}"


@pytest.mark.parametrize("room", sorted(set().union({"errors"}, *PURE)))
def test_no_clock_chance_environment_or_print_above_the_edges(room: str) -> None:
    for path in FILES:
        if room_of(path) == room:
            modules = {module.split(".")[0] for module in imported(path)}
            assert not modules & (IMPURE - OF_THE_SANDBOX.get(path.name, set())), named(path)
            for called, node in calls(path):
                assert not is_impure(called, node), f"{named(path)}:{node.lineno}"


def is_impure(called: str, node: ast.Call) -> bool:
    """Say whether a call touches the world, or draws from a generator without a seed."""
    if called in ("print", "input", "open", "datetime.now", "date.today"):
        return True
    if called == "np.random.default_rng":
        return not node.args
    return called.startswith("np.random.") and not called.startswith("np.random.default_rng(")


def test_a_demo_imports_no_other_demo() -> None:
    for path in (PACKAGE / "demos").glob("*/*.py"):
        assert not [one for one in ours(path) if one.startswith("quizcards.demos")], named(path)


def test_the_first_question_loads_nothing_heavy() -> None:
    code = (
        "import io, sys; sys.stdin = io.StringIO('q\\n'); sys.stdout = io.StringIO();"
        "from quizcards.cli.main import run; code = run(['study', '--plain']);"
        "heavy = {'numpy', 'msgspec', 'prompt_toolkit', 'pydantic', 'rich.markdown', 'rich.table'}"
        " & set(sys.modules);"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert done.returncode == 0, done.stderr
