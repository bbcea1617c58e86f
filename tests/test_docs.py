"""What the README shows is true: its commands run, its lists are complete, and its pictures are today's."""

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KOREAN = (ROOT / "README.ko.md").read_text(encoding="utf-8")


def shell_lines(text: str) -> list[str]:
    """Return the commands of every sh block, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in (raw.split("#")[0].strip() for raw in block.splitlines()) if line]


def commands() -> list[str]:
    return list(
        dict.fromkeys(line for line in shell_lines(README) + shell_lines(KOREAN) if line.startswith("quizcards"))
    )


@pytest.mark.parametrize("line", commands())
def test_every_command_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "quizcards", *shlex.split(line)[1:]]
    done = subprocess.run(arguments, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (done.stdout + done.stderr).strip()


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {line.split()[1] for line in shell_lines(README + KOREAN) if line.startswith("make")} <= targets


def test_the_readme_names_every_command_that_help_names() -> None:
    listed = (ROOT / "quizcards/help.txt").read_text(encoding="utf-8").split("Commands:")[1]
    names = set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))
    assert names == {line.split()[1] for line in shell_lines(README) if re.match(r"quizcards [a-z]", line)}


def test_the_readme_names_every_setting_and_event_field() -> None:
    from dataclasses import fields

    from quizcards.model import Event
    from quizcards.settings import _CHECKS

    for name in (*_CHECKS, *(field.name for field in fields(Event))):
        assert name == "weights" or re.search(rf"\b{name}\b", README), name


def test_the_settings_of_the_readme_are_the_defaults(tmp_path: Path) -> None:
    from quizcards.memory.schedule import Scheduler
    from quizcards.settings import Settings, read_settings
    from quizcards.study.queue import Limits

    (tmp_path / "settings.toml").write_text(re.findall(r"```toml\n(.*?)```", README, re.DOTALL)[0], encoding="utf-8")
    assert read_settings(tmp_path / "settings.toml") == Settings(Scheduler(), Limits())


def generate() -> ModuleType:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec = importlib.util.spec_from_file_location("generate", ROOT / "tools/generate.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module


@pytest.mark.parametrize("name", sorted(generate().DERIVED))
def test_derived_files_are_up_to_date(name: str) -> None:
    fresh = generate().DERIVED[name]()
    assert (ROOT / name).read_text(encoding="utf-8") == fresh, f"run `make generate` to write {name} anew"
