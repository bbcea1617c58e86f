"""What every test may rely on: no learner's folder, clock or editor of the person who runs the
tests.
"""

import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # else its threads wait for one another on small matrices

from quizcards.app import questions
from quizcards.app.environment import Environment
from tests.sampling import IS_SEARCHING, examples

pytest_plugins = ["tests.session_fixtures"]
# what is ignored where the tests run in the background (nohup, &) would be ignored by every child
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
ROOT = Path(__file__).parents[1]
# the last slows every start
UNWANTED = ("NO_COLOR", "VISUAL", "EDITOR", "LINES", "COLUMNS", "PYTHONDONTWRITEBYTECODE")

# The same commit, the same verdict, however busy the machine: a search for new counterexamples is
# `make contract`, which has the time for it.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "repeatable",
    settings.get_profile("searching"),
    derandomize=True,
    max_examples=examples(100),
)
settings.load_profile("searching" if IS_SEARCHING else "repeatable")

OTHER_PROGRAMS = {"start", "process", "pipe", "hub"}
"""A test that asks for one of these starts a terminal, a process or git: it is slow."""

SLOW = """
cli/test_claimed_answers cli/test_cli_author_edit cli/test_cli_author_new cli/test_cli_backups
cli/test_cli_check_fix cli/test_cli_collect cli/test_cli_contract cli/test_cli_decks
cli/test_cli_doctor cli/test_cli_fit cli/test_cli_history cli/test_cli_output cli/test_cli_plan
cli/test_cli_sharing cli/test_cli_standard cli/test_cli_stats cli/test_cli_update
cli/test_every_command cli/test_home_fuzz cli/test_hostile_decks cli/test_interrupted
cli/test_newcomers_path cli/test_placement cli/test_plan_end_to_end content/test_content
content/test_figures decks/test_hostile_fuzz decks/test_insert decks/test_reader_robust
decks/test_reader_values decks/test_rename decks/test_schema export/test_export_anki
export/test_export_anki_schedule export/test_export_anki_text export/test_export_formats
export/test_export_html export/test_export_json export/test_export_markdown export/test_export_svg
importing/test_anki_loop importing/test_import_anki importing/test_import_fuzz
importing/test_import_history importing/test_import_images importing/test_import_robust
importing/test_import_round_trip importing/test_import_text memory/test_bench_learners
memory/test_bench_logs memory/test_evaluate memory/test_fit memory/test_fit_gradient
memory/test_fit_gradient7 memory/test_oracles memory/test_policy memory/test_rollout
quiz/test_code quiz/test_code_file quiz/test_distractors quiz/test_kind_contract
quiz/test_numeric_items quiz/test_spoken quiz/test_survey store/test_kill store/test_store
study/test_four_weeks study/test_wording sync/test_fetch sync/test_interleavings sync/test_merge
sync/test_remote_fuzz terminal/test_code_watch terminal/test_glyphs terminal/test_graph_view
terminal/test_interview terminal/test_screen_edit test_card_data test_docs test_open_door
trace/test_budget trace/test_exercise trace/test_sandbox trace/test_typeset trace/test_walls
""".split()
"""Files whose tests take seconds together; the others run after every save."""
SLOW_FILES = {ROOT / "tests" / f"{name}.py" for name in SLOW}
assert all(file.exists() for file in SLOW_FILES), "SLOW names a file that is not there"

HOSTILE = ("decks", "packages", "logs", "settings", "backups", "remotes")
"""Under these names a test records with `record_property` how many cases of a fuzz it tried."""

FOLDERS = count()

MANY, FEW = 10, 4
"""Of a test with more than MANY cases (every card, every demo), `make quick` runs FEW."""


def is_quick(config: pytest.Config) -> bool:
    """Say whether slow tests are left out, as `make quick` does."""
    return bool(config.option.markexpr == "not slow")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spare the time to collect what is left out."""
    return True if is_quick(config) and collection_path in SLOW_FILES else None


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Spare the time to make cases that are left out."""
    if is_quick(metafunc.config):
        marks = metafunc.definition.own_markers
        marks[:] = [few_of(mark) if mark.name == "parametrize" else mark for mark in marks]


def few_of(mark: pytest.Mark) -> pytest.Mark:
    """Return the mark of a large family with a few of its cases, any other as it is."""
    names, cases = mark.args
    if len(cases) <= MANY:
        return mark
    step = len(cases) // FEW
    more = dict(mark.kwargs)
    if more.get("ids") and not callable(more["ids"]):
        more["ids"] = list(more["ids"])[::step]
    return pytest.mark.parametrize(names, list(cases)[::step], **more).mark


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is slow, and where that is left out draw a few cases of each large family."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.path in SLOW_FILES or not OTHER_PROGRAMS.isdisjoint(fixtures):
            item.add_marker("slow")
    if is_quick(config):
        left_out = cases_to_leave_out(items)
        config.hook.pytest_deselected(items=left_out)
        unwanted = set(left_out)
        items[:] = [item for item in items if item not in unwanted]


def cases_to_leave_out(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return all cases but FEW of every large family, the same ones every time."""
    families: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        families[item.nodeid.partition("[")[0]].append(item)
    return [
        item
        for family in families.values()
        if len(family) > MANY
        for number, item in enumerate(family)
        if number % (len(family) // FEW)
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say after `make contract` how many hostile cases there were, of what was recorded of them."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, number in report.user_properties:
            if name in HOSTILE:
                counts[name] += int(str(number))
    if IS_SEARCHING and counts:
        told = ", ".join(f"{counts[name]:,} {name}" for name in HOSTILE)
        terminalreporter.write_line(f"{counts.total():,} hostile cases: {told}")


@pytest.fixture
def _own_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this test may have a folder; most need none."""
    return tmp_path_factory.getbasetemp() / str(next(FOLDERS))


@pytest.fixture
def tmp_path(_own_place: Path) -> Path:
    """An empty folder.

    Pytest's own fixture looks through the folders of all tests before it, thousands of them.
    """
    _own_place.mkdir()
    return _own_place


@pytest.fixture
def learner(tmp_path: Path) -> Path:
    """The learner's folder, which is not there yet."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What a command keeps of the shipped decks once it has read them."""
    folder = tmp_path_factory.mktemp("kept")
    Environment({"XDG_CACHE_HOME": str(folder), "QUIZCARDS_HOME": str(folder)}, folder).library()
    return list((folder / "quizcards").glob("decks-*"))


@pytest.fixture
def _shipped_are_kept(_own_place: Path, _kept: list[Path]) -> None:
    """The shipped decks were read before: to read them takes longer than most commands."""
    cache = _own_place / "cache" / "quizcards"
    cache.mkdir(parents=True, exist_ok=True)
    for kept in _kept:
        if not (cache / kept.name).exists():
            os.link(kept, cache / kept.name)


@pytest.fixture(autouse=True)
def _own_learner(_own_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a learner of its own."""
    for name in [name for name in os.environ if name.startswith("QUIZCARDS_")] + [*UNWANTED]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QUIZCARDS_HOME", str(_own_place / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(_own_place / "cache"))
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()  # for what runs within the test
    questions.budget.cache_clear()  # a command of its own, too


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
