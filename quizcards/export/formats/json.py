"""The format `json`: all that a card says and computes, for programs.

A card's data is as in YAML, and every number comes with its formula.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from quizcards.card_data import card_data
from quizcards.export.book import Book, Entry, Run
from quizcards.export.formats import Piece
from quizcards.trace.notation import key_text, values
from quizcards.trace.tracer import Trace

ABOUT = "다른 프로그램에서 읽을 자료"
SUFFIX = ".json"
SCHEMA = "urn:quizcards:export:1"

Schema = dict[str, object]


def export(book: Book) -> Iterator[Piece]:
    """Yield one document, one card a line, in the shape that `schema` describes."""
    yield f'{{"$schema": "{SCHEMA}", "decks": ['
    for i, deck in enumerate(book.decks):
        head = _dumped({"deck": deck.id, "title": deck.title})
        yield f'{"," if i else ""}\n{head.removesuffix("}")}, "cards": ['
        for j, entry in enumerate(book.entries(deck)):
            yield f"{',' if j else ''}\n{_dumped(_entry(entry))}"
        yield "\n]}"
    yield "\n]}\n"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=lambda array: array.tolist())


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "card": card_data(entry.card),
        "run": _run(entry.run),
        "evidence": [_run(run) for run in entry.evidence],
    }


def _run(run: Run | None) -> dict[str, object] | None:
    if run is None:
        return None
    if run.trace is None:
        return {"title": run.demo.title, "failure": run.failure}
    return {"title": run.demo.title, **trace_data(run.trace)}


def trace_data(trace: Trace) -> dict[str, object]:
    """Return a run as plain data but for its arrays, and how its result is shown to people."""
    steps = [
        {
            "name": step.name,
            "formula": step.line.source,
            "value": _plain(step.value),
            "shape": step.shape,
            "note": step.line.note,
            "uses": step.line.uses,
            "turn": step.turn,
        }
        for step in trace.steps
    ]
    return {
        "inputs": trace.inputs,
        "steps": steps,
        "result": _plain(trace.result),
        "shown": values(trace.result),
    }


def _plain(value: object) -> object:
    """Return a value with text for the keys of a dictionary, which JSON has no others for."""
    if isinstance(value, dict):
        return {key_text(key): one for key, one in value.items()}
    return value


def schema(card: Mapping[str, object]) -> Schema:
    """Return the JSON Schema (draft 7) of the document, given that of a card."""
    step = _record(
        name=_text("코드에서 쓰는 이름"),
        formula=_text("Python 식"),
        value=_COMPUTED,
        shape=_list(_COUNT),
        note=_text("그 줄의 설명"),
        uses=_list(_text("식에 나오는 이름")),
        turn=_list(_COUNT),
    )
    ran = _record(
        title=_text("데모의 제목"),
        inputs={"type": "object", "additionalProperties": _VALUE},
        steps=_list(step),
        result=_COMPUTED,
        shown=_text("화면에 보이는 대로 쓴 결과"),
    )
    failed = _record(title=_text("데모의 제목"), failure=_text("계산하지 못한 까닭"))
    entry = _record(card={"$ref": "#/definitions/card"}, run=_RUN, evidence=_list(_RUN))
    deck = _record(deck=_text("덱 아이디"), title=_text("덱 이름"), cards=_list(entry))
    document: dict[str, Schema] = {"$schema": {"const": SCHEMA}, "decks": _list(deck)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA,
        "title": "quizcards export",
        **_record(**document),
        "definitions": {
            "card": card,
            "run": {"anyOf": [{"type": "null"}, ran, failed]},
            "value": {"type": ["number", "boolean", "string", "array"], "items": _VALUE},
            "dictionary": {"type": "object", "additionalProperties": _VALUE},
        },
    }


_VALUE: Schema = {"$ref": "#/definitions/value"}
_COMPUTED: Schema = {"anyOf": [_VALUE, {"$ref": "#/definitions/dictionary"}]}
_RUN: Schema = {"$ref": "#/definitions/run"}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def _text(about: str) -> Schema:
    return {"type": "string", "description": about}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _record(**fields: Schema) -> Schema:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
