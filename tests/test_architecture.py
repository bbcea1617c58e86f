"""The import law of the house, read from the syntax tree: imports inside functions count."""

import ast
from pathlib import Path

import pytest

from quizcards import demos

PACKAGE = Path(demos.__file__).parents[1]

# room -> (rooms of quizcards it may import, third-party packages it may import)
LAW: dict[str, tuple[set[str], set[str]]] = {
    "model": (set(), set()),
    "errors": (set(), set()),
    "files": (set(), set()),
    "characters": (set(), set()),
    "trace": ({"model", "errors"}, {"numpy"}),
    "demos": ({"model", "trace"}, {"numpy"}),
    "memory": ({"model", "errors", "demos"}, {"numpy"}),
    "quiz": ({"model", "errors", "trace"}, {"numpy"}),
    "study": ({"model", "errors", "memory", "quiz"}, set()),
    "exam": ({"model", "memory", "quiz", "study"}, set()),
    "interview": ({"model", "memory", "quiz", "study"}, set()),
    "insight": ({"model", "errors", "memory", "quiz", "study"}, {"numpy"}),
    "card_data": ({"model"}, set()),
    "decks": ({"model", "errors", "files", "characters", "card_data", "trace"}, {"yaml"}),
    "store": ({"model", "errors", "files", "memory"}, {"numpy"}),
    "terminal": (
        {"model", "errors", "characters", "study", "exam", "interview", "insight", "trace", "quiz"},
        {"rich", "numpy", "prompt_toolkit"},
    ),
    "export": (
        {
            "model",
            "errors",
            "characters",
            "card_data",
            "memory",
            "trace",
            "quiz",
            "study",
            "interview",
            "insight",
        },
        {"numpy"},
    ),
    "importing": ({"model", "errors", "characters", "trace"}, {"backports", "compression"}),
    "home": ({"model", "errors", "files", "memory", "quiz", "study"}, set()),
    # which files are kept is known to the learner's folder alone
    "sync": ({"errors", "files", "home"}, set()),
    "usage": ({"errors"}, set()),
}
ABOVE_THE_EDGES = {
    "model",
    "errors",
    "trace",
    "demos",
    "memory",
    "quiz",
    "study",
    "exam",
    "interview",
    "insight",
}
EDGES = {"cli", "app", "__main__", "__init__"}
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
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, with `from package import name` as
    package.name too.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            module = node.module or ""
            found |= (
                {f"{module}.{alias.name}" for alias in node.names}
                if module == "quizcards"
                else {module}
            )
    return found


def is_standard(module: str) -> bool:
    import sys

    return module.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_file_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    if room in EDGES:
        return
    assert room in LAW, f"a new room must be entered into the law: {room}"
    rooms, packages = LAW[room]
    ours = {m.split(".")[1] for m in imported(path) if m.startswith("quizcards.")} - {room}
    theirs = {
        m.split(".")[0]
        for m in imported(path)
        if not m.startswith("quizcards") and not is_standard(m)
    }
    assert ours <= rooms, f"{room} may not import {sorted(ours - rooms)}"
    assert theirs <= packages, f"{room} may not import {sorted(theirs - packages)}"


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if room_of(p) in ABOVE_THE_EDGES],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_no_clock_chance_environment_or_print_above_the_edges(path: Path) -> None:
    modules = {module.split(".")[0] for module in imported(path)}
    # the sandbox is a process of its own by nature; it reads no clock and leaves no trace
    assert not modules & (IMPURE - ({"subprocess", "sys"} if path.name == "sandbox.py" else set()))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("print", "input", "open", "datetime.now", "date.today"), (
                f"{path}:{node.lineno}"
            )
            seeded = (called == "np.random.default_rng" and node.args) or called.startswith(
                "np.random.default_rng("
            )
            assert seeded or not called.startswith("np.random."), (
                f"{path}:{node.lineno} uses unseeded randomness"
            )


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if room_of(p) == "demos"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_a_demo_imports_no_other_demo(path: Path) -> None:
    if path.parent != PACKAGE / "demos":
        assert not {module for module in imported(path) if module.startswith("quizcards.demos")}


def test_the_memory_room_takes_from_the_demos_only_adam() -> None:
    taken = {
        m for path in FILES if room_of(path) == "memory" for m in imported(path) if "demos" in m
    }
    assert taken == {"quizcards.demos.optimization.adam"}


def test_the_edges_never_import_one_another() -> None:
    edges = {"decks", "store", "terminal", "export", "importing", "sync"}
    for path in FILES:
        if (room := room_of(path)) in edges:
            rooms = {m.split(".")[1] for m in imported(path) if m.startswith("quizcards.")}
            assert not rooms & (edges - {room}), path


def test_the_first_question_loads_neither_numpy_nor_prompt_toolkit() -> None:
    import subprocess
    import sys

    code = (
        "import io, sys; sys.stdin = io.StringIO('q\\n'); sys.stdout = io.StringIO();"
        "from quizcards.cli.main import run; code = run(['study', '--plain']);"
        "heavy = {'numpy', 'prompt_toolkit', 'pydantic', 'rich.markdown', 'rich.table'} & set(sys.modules);"
        "sys.exit(f'{code} {heavy}' if code or heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert done.returncode == 0, done.stderr
