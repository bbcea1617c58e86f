"""The program's own source as syntax trees, parsed once by each process that runs tests."""

import ast
from functools import cache
from pathlib import Path

import pytest

one_worker = pytest.mark.xdist_group("sources")


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))
