"""docs/corrections.md: what the notes say wrongly, and the demo run that shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from quizcards import demos
from quizcards.decks.files import deck_files
from quizcards.decks.reader import read_library
from quizcards.export.formats.markdown import escaped
from quizcards.model import Card
from quizcards.terminal.demo_run import evidence

ROOT = Path(__file__).parents[1]
HEAD = """\
# 노트가 틀린 곳, 그리고 그것을 보이는 계산

`content/interview-notes.txt`에서 틀렸거나 부정확하거나 덧붙일 것이 있는 43곳입니다.\
 오른쪽 칸의 값은 카드의 오해 옆에 나오는 값으로,
데모를 실행해서 얻었습니다. 수로 보일 수 없는 곳에는 그 까닭을 적었습니다.\
 (`make generate`가 `docs/corrections.yaml`로 이 문서를 씁니다.)

| 노트의 줄 | 노트의 말 | 바른 말 | 카드와 오해 | 실행해서 얻은 값 |
|---|---|---|---|---|
"""


def corrections() -> list[dict[str, Any]]:
    """Return the corrections in the order of the list."""
    listed: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / "docs/corrections.yaml").read_text(encoding="utf-8")
    )
    return listed


def document() -> str:
    """Return the corrections as a table, every run executed."""
    library = read_library(deck_files([ROOT / "content"]), demos.outline, demos.names())
    cards = {card.key: card for card in library.cards}
    return HEAD + "".join(_row(one, cards[one["card"]]) for one in corrections())


def _row(one: dict[str, Any], card: Card) -> str:
    if "why" in one:
        claim = ""
        shown = one["why"]
    else:
        claim = one["claim"]
        call = next(wrong.demo for wrong in card.misconceptions if wrong.claim == claim)
        assert call is not None, f"{card.key}: {claim}"
        shown = evidence(demos.of(call), call)
    cells = (
        one["notes"],
        one["said"],
        one["right"],
        f"{card.key}: {claim}" if claim else card.key,
        shown,
    )
    return f"| {' | '.join(escaped(cell) for cell in cells)} |\n"
