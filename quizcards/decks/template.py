"""A card to fill in with an editor: a deck file with every field explained from the field table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quizcards.decks.fields import CARD, Demo, Field, ListOf, Record, example
from quizcards.decks.write import card_yaml, deck_yaml

_HEAD = """\
## 저장하고 닫으면 이 카드를 {deck} 덱 끝에 적습니다. 고치지 않고 닫으면 아무것도 적지 않습니다.
## '##'로 시작하는 줄은 설명이고, '# '로 시작하는 줄은 앞의 '# '를 지우면 쓸 수 있는 보기입니다.
"""
_BLANKS = {"question": "  question: \n", "answer": "  answer: |\n    \n"}
_ID = " 적지 않으면 질문의 낱말로 짓습니다."


def card_template(deck: str, title: str, card: Mapping[str, Any], schema: str) -> str:
    """Return a deck file with one card to fill in.

    What the card has (plain data in the shape of its YAML) is filled in, the rest is commented out.
    `schema` is where editors find the JSON Schema.
    """
    fields = [*_BLANKS, *(name for name in CARD.fields if name not in _BLANKS)]
    return (
        deck_yaml(deck, title, ()).replace(
            "schema.json\n", f"{schema}\n{_HEAD.format(deck=deck)}", 1
        )
        + "-\n"
        + "".join(_explained(name) + _written(name, card) for name in fields)
    )


def _explained(name: str) -> str:
    more = _ID if name == "id" else ""
    return "".join(f"  ## {line}\n" for line in _about(f"{name}: ", CARD.fields[name], more))


def _written(name: str, card: Mapping[str, Any]) -> str:
    """Return the lines of a field.

    As given, or empty where the author must write it, or else an example in comments.
    """
    if name in card:
        return _entry(name, card[name])
    if name in _BLANKS:
        return _BLANKS[name]
    return "".join(
        f"  # {line[2:]}"
        for line in _entry(name, example(CARD.fields[name])).splitlines(keepends=True)
    )


def _entry(name: str, value: Any) -> str:
    return "  " + card_yaml({name: value})[2:]


def _about(label: str, field: Field, more: str = "") -> Iterator[str]:
    """Yield what a field is, then what is in it, each one step deeper."""
    parts: dict[str, Field] = {}
    match field:
        case Record(fields=fields) | ListOf(item=Record(fields=fields)):
            parts = fields
        case Demo(named=named, written=written):
            parts = {**named.fields, **written.fields}
    about = field.named.about if isinstance(field, Demo) else field.about
    yield f"{label}{about}{more}"
    for name, part in parts.items():
        for line in _about(f"{name}: ", part):
            yield f"  {line}"
