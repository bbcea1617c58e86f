"""What was found out about answers before: the mistake behind each, by its event's id.

A cache beside the index.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def read(folder: Path, stamp: str) -> dict[str, str]:
    """Return what was kept under the same stamp; nothing where there is none, or it cannot be
    read.
    """
    try:
        kept = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        return (
            {str(key): str(text) for key, text in kept["said"].items()}
            if kept["stamp"] == stamp
            else {}
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write(folder: Path, stamp: str, said: Mapping[str, str]) -> None:
    """Keep what was found out in place of what was kept before; without a folder to write to it is
    only slower next time.
    """
    part = folder / f"{_NAME}.{os.getpid()}"
    with suppress(OSError):
        part.write_text(
            json.dumps({"stamp": stamp, "said": dict(said)}, ensure_ascii=False), encoding="utf-8"
        )
        part.replace(folder / _NAME)


_NAME = "mistakes.json"
