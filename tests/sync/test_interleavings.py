"""Three machines converge whatever happens in whatever order. `make contract` runs 200 orders."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS, LANES = int(os.environ.get("CONTRACT_SEEDS", 2)), 4

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="Windows has neither fork nor kill -9"
)


@pytest.mark.parametrize("lane", range(min(LANES, SEEDS)))
def test_three_machines_come_to_one_state_and_nothing_is_lost(tmp_path: Path, lane: int) -> None:
    seeds = [str(seed) for seed in range(lane, SEEDS, LANES)]
    command: list[str | Path] = [
        sys.executable,
        Path(__file__).with_name("interleavings.py"),
        tmp_path / "world",
        *seeds,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
