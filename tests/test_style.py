"""What can be executed of the style: short functions, one idea a line, types that say something,
examples that run.
"""

import ast
import doctest
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import pytest

from tests.sources import one_worker, tree

pytestmark = one_worker
ROOT = Path(__file__).parents[1]
Node = TypeVar("Node", bound=ast.stmt | ast.expr)
LONGEST = 60
SHARE_OF_ANY = 0.1

FILES = sorted(
    path for folder in ("quizcards", "bench", "tools") for path in (ROOT / folder).rglob("*.py")
)
WITH_EXAMPLES = [path for path in FILES if ">>> " in path.read_text(encoding="utf-8")]


def named(path: Path) -> str:
    """Name a file in the output of pytest."""
    return str(path.relative_to(ROOT))


def count(kind: type[ast.AST], node: ast.AST) -> int:
    """Return how many nodes of a kind there are in a node, itself included."""
    return sum(isinstance(inner, kind) for inner in ast.walk(node))


def nodes(kind: type[Node]) -> Iterator[tuple[str, Node]]:
    """Yield every node of a kind, with its place."""
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield f"{named(path)}:{node.lineno}", node


def test_functions_are_short() -> None:
    lengths = {
        f"{place} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for place, node in nodes(ast.FunctionDef)
    }
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST} == {}


def test_no_ternary_stands_in_a_ternary() -> None:
    assert [place for place, node in nodes(ast.IfExp) if count(ast.IfExp, node) > 1] == []


def test_no_walrus_stands_in_the_condition_of_a_while() -> None:
    assert [place for place, node in nodes(ast.While) if count(ast.NamedExpr, node.test)] == []


def annotations(module: ast.Module) -> Iterator[str]:
    """Yield what is annotated: arguments, what is returned, variables and fields."""
    for node in ast.walk(module):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield ast.unparse(node.annotation)
        if isinstance(node, ast.FunctionDef) and node.returns:
            yield ast.unparse(node.returns)


def says_any(annotation: str, aliases: set[str]) -> bool:
    names = {node.id for node in ast.walk(ast.parse(annotation)) if isinstance(node, ast.Name)}
    return bool(names & {"Any", *aliases})


def aliases_of_any(module: ast.Module) -> set[str]:
    """Return the names that a module gives to Any, or to a type with Any in it."""
    found: set[str] = set()
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = ast.unparse(node.value)
            if says_any(value, found):
                found.add(node.targets[0].id)
    return found


def test_the_mathematics_is_typed() -> None:
    modules = [tree(path) for path in sorted((ROOT / "quizcards/memory").glob("*.py"))]
    aliases = set().union(*map(aliases_of_any, modules))
    told = [annotation for module in modules for annotation in annotations(module)]
    untold = [annotation for annotation in told if says_any(annotation, aliases)]
    assert len(untold) / len(told) < SHARE_OF_ANY, f"{len(untold)} of {len(told)} say Any"


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=named)
def test_the_examples_of_a_module_run(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    failed, attempted = doctest.testmod(import_module(name.removesuffix(".__init__")))
    assert attempted
    assert not failed


def test_newcomers_find_examples() -> None:
    assert len(WITH_EXAMPLES) >= 20
