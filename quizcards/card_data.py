"""A card as plain data, in the shape of its YAML: what writers of YAML, JSON and HTML share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from quizcards.model import Card, Code, DemoCall, KeyPoint


def card_data(card: Card) -> dict[str, Any]:
    """Return what an author would have written for this card, without what is empty.

    The fields are in their usual order.
    """
    return _filled(
        {
            "id": card.id,
            "title": card.title,
            "frequency": card.frequency or None,
            "question": card.written_question or card.question,
            "answer": card.written_answer or card.marked or card.answer,
            "key_points": [_point(point) for point in card.key_points],
            "formula": "\n".join(card.formula),
            "followups": [
                _filled({"question": one.question, "answer": one.answer, "point": one.point})
                for one in card.followups
            ],
            "misconceptions": [
                _filled(
                    {
                        "claim": one.claim,
                        "truth": one.truth,
                        "because": one.because,
                        "demo": _evidence(one.demo, card.demo),
                    }
                )
                for one in card.misconceptions
            ],
            "statements": [one._asdict() for one in card.statements],
            "choices": [
                _filled(
                    {
                        "question": one.question,
                        "right": one.right,
                        "wrong": list(one.wrong),
                        "because": one.because,
                    }
                )
                for one in card.choices
            ],
            "steps": list(card.steps),
            "demo": _demo(card.demo),
            "code": list(card.code),
            "needs": [_short(key, card.deck) for key in card.needs],
            "tags": list(card.tags),
            "sources": list(card.sources),
            "figures": list(card.figures),
            "notes": _ranges(card.notes),
            "was": [_short(key, card.deck) for key in card.was],
        }
    )


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _point(point: KeyPoint) -> dict[str, Any]:
    lists = {
        "any_of": point.any_of,
        "all_of": point.all_of,
        "none_of": point.none_of,
        "contrary": point.contrary,
    }
    filled = {name: list(words) for name, words in lists.items()}
    return _filled({"point": point.point, "nice": point.nice or None, **filled})


def _demo(call: DemoCall | None) -> dict[str, Any]:
    if call is None:
        return {}
    if call.code is None:
        return _filled({"run": call.run, "with": _parameters(call.params)})
    mistakes = [mistake._asdict() for mistake in call.code.mistakes]
    lists = {"ask": _asks(call.code), "mistakes": mistakes, "picture": list(call.code.draws)}
    return _filled({"code": call.code.text, "with": _parameters(call.params), **lists})


def _asks(code: Code) -> list[str] | dict[str, str]:
    """Return the names that may be asked, with what each is called where any is."""
    called = {name: word or name for name, word in code.asks}
    return called if any(word for _, word in code.asks) else list(called)


def _evidence(call: DemoCall | None, own: DemoCall | None) -> dict[str, Any]:
    """Return the run that shows a misconception wrong.

    The card's own demo goes unnamed; of code that is the only way.
    """
    if call is None:
        return {}
    is_own = own is not None and (call.run, call.code) == (own.run, own.code)
    named = {} if is_own else {"run": call.run}
    return _filled({**named, "with": _parameters(call.params), "show": list(call.show)})


def _parameters(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _number(value) for name, value in params.items()}


def _number(value: Any) -> Any:
    """Return whole numbers as people write them: 2, not 2.0."""
    if isinstance(value, list):
        return [_number(part) for part in value]
    return (
        int(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else value
    )


def _short(key: str, deck: str) -> str:
    return key.removeprefix(f"{deck}/")


def _ranges(lines: Iterable[range]) -> str:
    """Return ranges of line numbers as an author writes them: '40, 44-46'."""
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in lines)
