"""The JSON Schema of a deck file, by which editors complete, explain and check what is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from quizcards.decks.fields import (
    DECK,
    NUMBER_PATTERN,
    RUN,
    WORD_PATTERN,
    Called,
    Code,
    Demo,
    Field,
    ListOf,
    Parameter,
    Record,
    TableOf,
    Text,
    example,
)


def json_schema(demos: Sequence[str] = ()) -> dict[str, Any]:
    """Return the JSON Schema (draft 7, which editors read) of a deck file.

    On shape it gives the verdicts of the reader; `demos` are the names that `run` may have.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": DECK.about,
        **_schema(DECK, demos),
    }


def _schema(field: Field, demos: Sequence[str]) -> dict[str, Any]:
    about = field.named.about if isinstance(field, Demo) else field.about
    title = {"title": field.title} if isinstance(field, Record) and field.title else {}
    return {**title, "description": about, **_example(field, about), **_shape(field, demos)}


def _example(field: Field, about: str) -> dict[str, Any]:
    """Return how an example is told.

    Editors offer `examples` to be chosen, which goes wrong for mappings ("[object Object]"): theirs
    stands beside the description.
    """
    import yaml  # only to write the schema: the reader does without it

    shown = example(field)
    if not _has_mapping(shown):
        return {"examples": [shown]}
    written = yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=10_000)
    return {"markdownDescription": f"{about}\n\n```yaml\n{written}```\n"}


def _has_mapping(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_mapping, value)))


def _shape(field: Field, demos: Sequence[str]) -> dict[str, Any]:
    match field:
        case Text() if field is RUN and demos:
            return {"type": "string", "enum": [*demos]}
        case Text(pattern=pattern, most=longest):
            # YAML types 10 and true by itself; the reader takes every plain value as the text that
            # was written
            if not pattern:
                types = ["string", "boolean", "number"]
                return {"type": types, "maxLength": longest, "pattern": r"\S"}
            whole = [n for n in range(10_001) if re.fullmatch(pattern, str(n))]
            types = ["string"]
            types += ["integer"] if whole else []
            types += ["boolean"] if re.fullmatch(pattern, "true") else []
            last = whole[-1] if whole else 9999
            return {
                "type": types,
                "maxLength": longest,
                "pattern": rf"^\s*({pattern})\s*$",
                "minimum": whole[0] if whole else 0,
                **({} if last == 10_000 else {"maximum": last}),
            }
        case Code():
            return {"type": "string", "pattern": r"\S\s*\n"}
        case Parameter():
            # to YAML 1.1, 1e-3 is text
            number: dict[str, Any] = {
                "type": ["number", "string"],
                "pattern": rf"^\s*({NUMBER_PATTERN})\s*$",
            }
            either = rf"^\s*({NUMBER_PATTERN}|{WORD_PATTERN})\s*$"
            value = {"type": ["number", "string", "boolean"], "pattern": either}
            some = {"type": "array", "minItems": 1, "maxItems": field.most}
            row = {**some, "items": number}
            return {"anyOf": [value, row, {**some, "items": row}]}
        case Demo(alone, named, written):
            return {
                "anyOf": [_schema(named, demos), _schema(written, demos), _schema(alone, demos)]
            }
        case ListOf(item, _, most):
            return {"type": "array", "items": _schema(item, demos), "minItems": 1, "maxItems": most}
        case TableOf(item):
            return {"type": "object", "additionalProperties": _schema(item, demos)}
        case Called(names, table):
            return {"anyOf": [_schema(names, demos), _schema(table, demos)]}
        case Record(_, fields, required):
            return {
                "type": "object",
                "properties": {name: _schema(field, demos) for name, field in fields.items()},
                "required": list(required),
                "additionalProperties": False,
            }
