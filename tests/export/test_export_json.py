"""The document for programs: cards as their YAML, every number, and a schema that both obey."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from quizcards.card_data import card_data
from quizcards.decks.schema import json_schema
from quizcards.export.formats.json import SCHEMA, schema
from tests.export.export_examples import SMALL, book, pieces, text_of
from tests.shipped import shipped

ROOT = Path(__file__).parents[2]
SHIPPED = json.loads((ROOT / "quizcards/export/schema.json").read_text(encoding="utf-8"))


def test_the_document_is_as_someone_looked_at_it(golden: Callable[[str, str], None]) -> None:
    golden("cards.json", text_of("json", book(*SMALL)))


def test_the_shipped_schema_is_made_from_the_fields_of_a_card() -> None:
    Draft7Validator.check_schema(SHIPPED)
    assert schema(json_schema()["properties"]["cards"]["items"]) == SHIPPED


def shortened(data: Any) -> Any:
    """Return data with the beginnings of its lists: a run's last step is shaped like its first."""
    if isinstance(data, dict):
        return {name: shortened(part) for name, part in data.items()}
    return [shortened(part) for part in data[:20]] if isinstance(data, list) else data


@pytest.mark.xdist_group("exported json")
def test_every_shipped_card_obeys_the_schema_and_is_its_yaml_data(
    exported: Callable[[str], bytes],
) -> None:
    decks = shipped().decks
    data = json.loads(exported("json"))
    assert data["$schema"] == SCHEMA == SHIPPED["$id"]
    errors = Draft7Validator(SHIPPED).iter_errors(shortened(data))
    assert [error.message for error in errors] == []
    assert [(deck["deck"], deck["title"]) for deck in data["decks"]] == [
        (deck.id, deck.title) for deck in decks
    ]
    entries = [entry for deck in data["decks"] for entry in deck["cards"]]
    cards = [one for deck in decks for one in deck.cards]
    assert [entry["card"] for entry in entries] == [
        json.loads(json.dumps(card_data(one))) for one in cards
    ]
    assert all(
        len(entry["evidence"]) == len(one.misconceptions)
        for entry, one in zip(entries, cards, strict=True)
    )


def changed(change: Callable[[Any], object]) -> Any:
    data = json.loads(text_of("json", book(*SMALL)))
    change(data)
    return data


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(more=1),
        lambda data: data.pop("decks"),
        lambda data: data.update({"$schema": "urn:quizcards:export:0"}),
        lambda data: data["decks"][0].pop("title"),
        lambda data: data["decks"][0]["cards"][0]["card"].pop("question"),
        lambda data: data["decks"][0]["cards"][0]["card"].update(colour="red"),
        lambda data: data["decks"][0]["cards"][0].pop("evidence"),
        lambda data: data["decks"][0]["cards"][1]["run"].pop("result"),
        lambda data: data["decks"][0]["cards"][1]["run"]["steps"][0].update(value=None),
        lambda data: data["decks"][0]["cards"][1]["run"]["inputs"].update(w={"a": 1}),
        lambda data: data["decks"][0]["cards"][2]["run"].update(result=1),
    ],
)
def test_the_schema_refuses_what_the_document_never_is(change: Callable[[Any], object]) -> None:
    assert Draft7Validator(SHIPPED).is_valid(changed(lambda _: None))
    assert not Draft7Validator(SHIPPED).is_valid(changed(change))


def test_a_run_holds_every_step_with_its_formula_and_value() -> None:
    full, descent, failing = json.loads(text_of("json", book(*SMALL)))["decks"][0]["cards"]
    # w = 2, target = 3, α = 0.5: J = 1, g = 2·(2 − 3) = −2, w = 2 + 1 = 3, J = 0
    run = descent["run"]
    assert run["inputs"] == {"w": 2.0, "lr": 0.5, "steps": 1, "target": 3.0}
    assert [(step["name"], step["value"]) for step in run["steps"]] == [
        ("J", 1),
        ("g", -2),
        ("w", 3),
        ("J", 0),
    ]
    assert (run["steps"][2]["formula"], run["steps"][2]["turn"]) == ("w - lr * g", [1])
    assert (run["result"], run["shown"]) == (3, "3")
    assert full["run"] is None
    assert [one and one["result"] for one in full["evidence"]] == [None, 3]
    assert set(failing["run"]) == {"title", "failure"}


def test_each_card_is_a_piece_and_a_line_of_its_own() -> None:
    found = [str(piece) for piece in pieces("json", book(*SMALL))]
    assert [json.loads(piece.removeprefix(",")) for piece in found if '{"card"' in piece] == [
        entry for deck in json.loads("".join(found))["decks"] for entry in deck["cards"]
    ]
    assert "".join(found).count('\n{"card"') == sum(len(deck.cards) for deck in SMALL)
