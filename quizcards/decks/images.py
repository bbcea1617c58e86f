"""The pictures in the text of cards: files of the folder `media` beside their deck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from quizcards.files import read_file
from quizcards.images import FOLDER, MOST_BYTES, kind
from quizcards.model import Card, Problem
from quizcards.trace.prose import image_names


def images_of(card: Card) -> list[str]:
    """Return the names of the pictures in a card's question and answer."""
    return image_names(f"{card.written_question}\n\n{card.written_answer}")


def read_image(card: Card, name: str) -> bytes | None:
    """Return a picture of a card; None for what is none, is too large, or lies elsewhere."""
    return image_in(Path(card.place.path).parent, name)


def image_in(folder: Path, name: str) -> bytes | None:
    """Return a picture that the decks in a folder show, as `read_image` does."""
    media = folder / FOLDER
    path = media / name
    if not path.resolve().is_relative_to(media.resolve()):  # a link that leads elsewhere
        return None
    try:
        data = read_file(path, MOST_BYTES)
    except OSError:
        return None
    return data if kind(data) else None


def image_problems(cards: Iterable[Card]) -> Iterator[Problem]:
    """Yield a problem for each picture that a card names and that cannot be shown."""
    for card in cards:
        for name in images_of(card):
            if read_image(card, name) is None:
                yield card.place.problem(
                    f"{FOLDER}/{name}: 그림이 없거나 볼 수 없는 파일입니다. "
                    f"덱 옆의 {FOLDER} 폴더에 PNG, JPEG, GIF, WebP, SVG로 두세요"
                    f"({MOST_BYTES // 1_000_000}MB까지).",
                )
