"""Makes a card of what its fields hold: whatever is not good or not whole is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizcards.decks.values import Written, entry
from quizcards.model import (
    BLANK,
    Card,
    Choices,
    DemoCall,
    FollowUp,
    KeyPoint,
    Misconception,
    Place,
    Statement,
    filled_in,
    key_of,
)
from quizcards.trace.latex import formulas
from quizcards.trace.prose import is_plain, plain


def card_of(
    deck: str,
    written: Written,
    demo: DemoCall | None,
    code: tuple[str, ...],
    evidence: Sequence[DemoCall | None],
    place: Place,
) -> Card:
    """Build a card from what is good in it."""
    values = written.values

    def keys(name: str) -> tuple[str, ...]:
        return tuple(key_of(deck, ref) for ref in values.get(name, ()))

    question, answer = values["question"], values["answer"]
    marked = plain(answer)
    key_points = _key_points(values)
    points_written = len(entry(written.node, "key_points").items)
    return Card(
        deck=deck,
        id=values["id"],
        question=plain(question),
        answer=filled_in(marked),
        marked=marked if BLANK.search(marked) else "",
        written_question="" if is_plain(question) else question,
        written_answer="" if is_plain(answer) else answer,
        place=place,
        key_points=key_points,
        formula=tuple(map(" ".join, formulas(values.get("formula", "")))),
        # with a key point left out, the numbers of the others mean something else
        followups=_followups(values, points_written if len(key_points) == points_written else 0),
        misconceptions=_misconceptions(values, evidence),
        statements=_statements(values),
        choices=_choices(values),
        steps=tuple(values.get("steps", ())),
        demo=demo,
        code=code,
        needs=keys("needs"),
        tags=tuple(values.get("tags", ())),
        sources=tuple(values.get("sources", ())),
        figures=tuple(values.get("figures", ())),
        title=values.get("title", ""),
        frequency=int(values.get("frequency", 0)),
        notes=_note_lines(values.get("notes", "")),
        was=keys("was"),
    )


def _complete(values: Mapping[str, Any], name: str, *required: str) -> list[Mapping[str, Any]]:
    """Return the values of each item of a list that has all it needs."""
    return [item.values for item in values.get(name, ()) if item.has(*required)]


def _key_points(values: Mapping[str, Any]) -> tuple[KeyPoint, ...]:
    return tuple(
        KeyPoint(
            point=point["point"],
            any_of=tuple(point.get("any_of", ())),
            all_of=tuple(point.get("all_of", ())),
            none_of=tuple(point.get("none_of", ())),
            nice=point.get("nice") == "true",
            contrary=tuple(point.get("contrary", ())),
        )
        for point in _complete(values, "key_points", "point")
    )


def _followups(values: Mapping[str, Any], points: int) -> tuple[FollowUp, ...]:
    """Return the follow-ups, each with its key point where there is such a one."""
    found = []
    for followup in _complete(values, "followups", "question", "answer"):
        point = int(followup.get("point", points))
        trigger = point if point < points else None
        found.append(FollowUp(followup["question"], followup["answer"], trigger))
    return tuple(found)


def _misconceptions(
    values: Mapping[str, Any], evidence: Sequence[DemoCall | None]
) -> tuple[Misconception, ...]:
    written = values.get("misconceptions", ())
    return tuple(
        Misconception(one.values["claim"], one.values["because"], call, one.values.get("truth", ""))
        for one, call in zip(written, evidence, strict=True)
        if one.has("claim", "because")
    )


def _statements(values: Mapping[str, Any]) -> tuple[Statement, ...]:
    required = ("right", "wrong", "because")
    return tuple(Statement(**one) for one in _complete(values, "statements", *required))


def _choices(values: Mapping[str, Any]) -> tuple[Choices, ...]:
    return tuple(
        Choices(one["question"], one["right"], tuple(one["wrong"]), one.get("because", ""))
        for one in _complete(values, "choices", "question", "right", "wrong")
    )


def _note_lines(text: str) -> tuple[range, ...]:
    """Return ranges of line numbers, those that adjoin as one.

    >>> _note_lines("40, 44-45, 46")
    (range(40, 41), range(44, 47))
    """
    runs: list[range] = []
    for part in text.split(",") if text else ():
        first, _, last = part.strip().partition("-")
        run = range(int(first), int(last or first) + 1)
        if runs and run and runs[-1].stop == run.start:
            runs[-1] = range(runs[-1].start, run.stop)
        elif run:
            runs.append(run)
    return tuple(runs)
