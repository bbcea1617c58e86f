"""Write what is derived from the program.

help.txt, the manual page, the JSON Schemas, what docs/ lists of decks and dependencies, and the
README's pictures.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tools import corrections, coverage, dependencies, manual
from tools.capture import NOW, play, svg
from tools.year import year

ROOT = Path(__file__).parents[1]


def help_text() -> str:
    """Return what typer prints for `quizcards --help`.

    help.txt repeats it without importing typer.
    """
    from quizcards.cli.main import run

    out = io.StringIO()
    with redirect_stdout(out):
        run(["-h"])
    return out.getvalue()


def schema() -> str:
    """Return the JSON Schema that editors check decks with."""
    from quizcards.decks.schema import json_schema
    from quizcards.demos import names

    return json.dumps(json_schema(names()), ensure_ascii=False, indent=2) + "\n"


def export_schema() -> str:
    """Return the JSON Schema of what `quizcards export --to json` writes."""
    from quizcards.decks.schema import json_schema
    from quizcards.export.formats.json import schema

    card = json_schema()["properties"]["cards"]["items"]
    return json.dumps(schema(card), ensure_ascii=False, indent=2) + "\n"


def statistics() -> str:
    """Return what a learner sees who has studied the shipped decks for a year."""
    from quizcards.decks.files import deck_files
    from quizcards.decks.reader import read_library
    from quizcards.demos import names, outline

    now = datetime.fromisoformat(NOW).replace(tzinfo=timezone(timedelta(hours=9)))
    evening = now - timedelta(hours=1)
    cards = read_library(deck_files([ROOT / "content"]), outline, names()).cards
    answers = year(cards, evening.timestamp(), evening.toordinal(), seed=1)
    return svg(play(["stats"], [], "움직이기", columns=120, rows=41, answers=answers))


REVEAL, EASY = ("Space 답 보기", " "), ("4 쉬움", "4")
ADAM = [REVEAL, EASY] * 4  # the keys that answer the four cards before it
DERIVED: dict[str, Callable[[], str]] = {
    "quizcards/help.txt": help_text,
    "content/schema.json": schema,
    "quizcards/export/schema.json": export_schema,
    "docs/quizcards.1": manual.manual,
    "docs/corrections.md": corrections.document,
    "docs/dependencies.md": dependencies.document,
    "docs/coverage.md": coverage.document,
    "docs/answer.svg": lambda: svg(play(["study", "optimization"], [*ADAM, REVEAL], "4 쉬움")),
    "docs/demo.svg": lambda: svg(play(["demo", "gradient-descent", "-p", "lr=0.3"], [], rows=52)),
    "docs/plan.svg": lambda: svg(play(["plan", "--by", "12-10", "--minutes", "20"], [], rows=24)),
    "docs/stats.svg": statistics,
}


if __name__ == "__main__":
    for name, make in DERIVED.items():
        (ROOT / name).write_text(make(), encoding="utf-8")
        print(name)
