"""Pictures that an import brings, on their way beside the deck whose cards show them."""

from __future__ import annotations

from collections.abc import Iterable
from filecmp import cmp
from pathlib import Path
from typing import Any

from quizcards.importing.images import Images
from quizcards.trace.prose import image_names, with_images

_PROSE = ("question", "answer")
"""The fields of a card that may show pictures."""


def placed_images(
    images: Images, cards: Iterable[dict[str, Any]], folder: Path
) -> dict[Path, Path]:
    """Return the pictures that cards show: where in a folder each goes, and where it is.

    Where another has its name there, it gets one of its own, and the cards are changed.
    """
    fields = [(card, name) for card in cards for name in _PROSE if isinstance(card.get(name), str)]
    files: dict[Path, Path] = {}
    renamed: dict[str, str] = {}
    for name in dict.fromkeys(name for card, field in fields for name in image_names(card[field])):
        if path := images.files.get(name):
            target = folder / name
            if target.exists() and not cmp(target, path, shallow=False):
                renamed[name] = f"{target.stem}-{path.name}{target.suffix}"
                target = folder / renamed[name]
            files[target] = path
    for card, field in fields:
        card[field] = with_images(card[field], renamed)
    return files
