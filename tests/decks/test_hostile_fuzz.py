"""Whatever stands in a card, up to its ceilings and beyond: no traceback, and no second lost.

`make contract` tries two hundred seeds. Each case is a card of a few hostile texts, read from a
file, asked in every way, answered, shown and exported in every format.
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards import demos
from quizcards.app.authoring import survey_problems
from quizcards.card_data import card_data
from quizcards.decks.fields import (
    CARD,
    LONGEST_TEXT,
    Called,
    Demo,
    Field,
    ListOf,
    Parameter,
    Record,
    TableOf,
    Text,
)
from quizcards.decks.reader import read_library
from quizcards.decks.write import deck_yaml
from quizcards.export import formats
from quizcards.export.book import Book
from quizcards.model import Library
from quizcards.quiz import kinds
from quizcards.quiz.question import Context
from quizcards.quiz.typed import marks
from quizcards.terminal.card_parts import whole
from quizcards.terminal.item_view import asked_lines
from quizcards.terminal.laboratory import Laboratory
from tests.hostile_texts import UNITS, hostile_text
from tests.sampling import IS_SEARCHING, some

SEEDS = range(int(os.environ.get("CONTRACT_SEEDS", "1")))  # `make contract` takes 200
CASES = 40 if IS_SEARCHING else 20
SECONDS = 4
"""Of computing for one case: what was quadratic took that long for a single text."""
WIDTHS = (20, 80)


def value(rng: Random, field: Field) -> Any:
    """Return something to write there, hostile now and then."""
    match field:
        case Text(most=most, example=example, pattern=pattern):
            if rng.random() < (0.1 if pattern else 0.6):
                return hostile_text(rng, rng.choice((most, most, most + 1)))
            return example
        case ListOf(item, _, most):
            count = rng.choice((1, 1, 2, 3, most, most + 1)) if isinstance(item, Text) else 2
            one = value(rng, item)  # many of one kind cost the most
            return [f"{i}{one}" if isinstance(one, str) else value(rng, item) for i in range(count)]
        case TableOf(item, _, name):
            return {name: value(rng, item)}
        case Called(names, table):
            return value(rng, rng.choice((names, table)))
        case Record(fields=fields, required=required):
            return {
                name: value(rng, part)
                for name, part in fields.items()
                if name in required or rng.random() < 0.3
            }
        case Demo(named=named):
            return value(rng, named)
        case Parameter():
            return rng.choice((1, "softmax", [1, 2], [[1, 2], [3, 4]], [0.5] * 1_001))
        case _:
            return field.example


def card(rng: Random) -> dict[str, Any]:
    data: dict[str, Any] = value(rng, CARD)
    data["id"] = "a"
    data.pop("needs", None)  # of cards that are not there
    return data


def written(folder: Path, data: object) -> Path:
    file = folder / "d.yaml"
    cards = json.dumps([data, {"id": "b", "question": "둘", "answer": "둘"}], ensure_ascii=False)
    file.write_bytes(f"deck: d\ntitle: T\ncards: {cards}\n".encode(errors="replace"))
    return file


def meet(library: Library, rng: Random) -> None:
    """Do with the cards of a library whatever the program does with cards."""
    context = Context(library.cards, demos.of, Random)
    width = rng.choice(WIDTHS)
    typed = hostile_text(rng, 2_000)
    for one in library.cards:
        for kind in kinds.names():
            item = kinds.ask(kind, one, context, rng.randrange(100))
            if item:
                asked_lines(item, width)
        whole(Laboratory(demos.of).back(one), width)
        marks(typed, one.key_points)
        deck_yaml("d", "T", [card_data(one)])
    survey_problems(library.cards)
    form = formats.load(rng.choice(list(formats.formats())))
    # of no deck at all there is nothing to export, which the command says before
    for _ in library.decks and form.export(Book(library.decks, context, now=1.79e9)):
        pass


@pytest.mark.parametrize("seed", SEEDS)
def test_no_card_costs_more_than_a_moment_or_raises(
    seed: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    rng = Random(seed)
    for case in range(CASES):
        data = card(rng)
        file = written(tmp_path, data)
        before = time.process_time()
        library = read_library([file], demos.outline, demos.names())
        assert all(problem.message.isprintable() for problem in library.problems)
        meet(library, rng)
        taken = time.process_time() - before
        assert taken < SECONDS, f"case {case}: {json.dumps(data, ensure_ascii=False)[:2_000]}"
    record_property("decks", CASES)


@pytest.mark.parametrize("part", some(range(8)))
def test_no_answer_costs_more_than_a_moment_whatever_fills_it(part: int, tmp_path: Path) -> None:
    for unit in UNITS[part::8]:
        text = (unit * LONGEST_TEXT)[:LONGEST_TEXT]
        file = written(tmp_path, {"id": "a", "question": "왜?", "answer": text})
        before = time.process_time()
        meet(read_library([file], demos.outline, demos.names()), Random(1))
        assert time.process_time() - before < SECONDS, unit


@pytest.mark.parametrize("seed", SEEDS)
def test_no_damage_to_a_deck_costs_more_than_a_moment_or_raises(
    seed: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    rng = Random(seed)
    for _ in range(CASES):
        text = bytearray(written(tmp_path, card(rng)).read_bytes())
        for _ in range(rng.randint(1, 20)):
            at = rng.randrange(len(text))
            text[at : at + rng.choice((0, 1, 50))] = hostile_text(rng, 500).encode()
        (tmp_path / "d.yaml").write_bytes(text)
        before = time.process_time()
        library = read_library([tmp_path / "d.yaml"], demos.outline, demos.names())
        assert time.process_time() - before < SECONDS
        lines = text.decode(errors="replace").splitlines()
        assert all(1 <= problem.line <= len(lines) + 1 for problem in library.problems)
        assert all(problem.message.isprintable() for problem in library.problems)
    record_property("decks", CASES)
