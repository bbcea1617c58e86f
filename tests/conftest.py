"""What every test may rely on: no learner's folder, clock or editor of the person who runs the
tests.
"""

import os
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.session_fixtures"]
ROOT = Path(__file__).parents[1]
# the last slows every start
UNWANTED = ("NO_COLOR", "VISUAL", "EDITOR", "LINES", "COLUMNS", "PYTHONDONTWRITEBYTECODE")

# The same commit, the same verdict, however busy the machine: a search for new counterexamples is
# `make contract`, which has the time for it.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("searching"), derandomize=True)
settings.load_profile("searching" if "CONTRACT_SEEDS" in os.environ else "repeatable")

MANY, FEW = 24, 8
"""Of a test with more than MANY cases (every card, every demo), `make quick` runs FEW."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Draw a few cases of each large family, where slow tests are left out.

    The tests of the whole house, at the top of tests/, are quick and stay whole.
    """
    if config.option.markexpr != "not slow":
        return
    families: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        families[item.nodeid.partition("[")[0]].append(item)
    left_out = [
        item
        for family in families.values()
        if len(family) > MANY and family[0].path.parent != ROOT / "tests"
        for number, item in enumerate(family)
        if number % (len(family) // FEW)
    ]
    config.hook.pytest_deselected(items=left_out)
    unwanted = set(left_out)
    items[:] = [item for item in items if item not in unwanted]


@pytest.fixture(autouse=True)
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a learner of its own, and return the learner's folder."""
    for name in [name for name in os.environ if name.startswith("QUIZCARDS_")] + [*UNWANTED]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUIZCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TZ", "Asia/Seoul")
    return tmp_path / "home"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with a file in `golden/` beside the test, which a person has looked at.

    UPDATE_GOLDEN=1 writes it anew. A name without a suffix means a .txt file.
    """

    def compare(name: str, text: str) -> None:
        file = request.path.parent / "golden" / name
        if not file.suffix:
            file = file.with_suffix(".txt")
        if os.environ.get("UPDATE_GOLDEN"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        place = file.relative_to(ROOT)
        assert file.exists(), f"{place} is missing: UPDATE_GOLDEN=1 writes it, then look at it"
        assert text == file.read_text(encoding="utf-8"), (
            f"{place}: look at it, then UPDATE_GOLDEN=1"
        )

    return compare
