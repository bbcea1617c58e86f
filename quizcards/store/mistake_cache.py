"""A cache of mistakes: which misconception or slip is behind a wrong answer, by its event's id.

It lies beside the index; working one out again takes a demo run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from quizcards.data_files import read_json
from quizcards.files import write_file


def read(folder: Path, stamp: str) -> dict[str, str]:
    """Return what was kept under the same stamp; nothing where that cannot be read."""
    try:
        kept = read_json(folder / _NAME)
        return (
            {str(key): str(text) for key, text in kept["said"].items()}
            if kept["stamp"] == stamp
            else {}
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write(folder: Path, stamp: str, said: Mapping[str, str]) -> None:
    """Replace what was kept. Where nothing can be written, it is only slower next time."""
    kept = {"stamp": stamp, "said": dict(said)}
    with suppress(OSError):
        write_file(folder / _NAME, json.dumps(kept, ensure_ascii=False).encode(), durable=False)


_NAME = "mistakes.json"
