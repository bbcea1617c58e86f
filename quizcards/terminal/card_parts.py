"""The parts of a card below its question: what recalling needs, and what a letter opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from rich.text import Text

from quizcards.model import Card, FollowUp
from quizcards.terminal.cells import cell_len
from quizcards.terminal.laboratory import CardBack
from quizcards.terminal.palette import FALSE, HEADING, TRUTH
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, prose, wrapped

ANSWER, DEMO, MISCONCEPTIONS, FOLLOWUPS, SOURCES = "a", "d", "x", "f", "o"
CITED = "출처 "
"""How a figure begins that somebody else measured: it names where."""
TRY = "소리 내어 답해 본 뒤 f로 답을 보세요."


class Part(NamedTuple):
    """A part of a card that a letter opens; `many` is 0 where nothing is counted."""

    key: str
    name: str
    many: int = 0

    @property
    def heading(self) -> str:
        """What stands above the part: false claims are labelled each by the part's own name."""
        return "흔한 오해" if self.key == MISCONCEPTIONS else self.name

    @property
    def label(self) -> str:
        """What the row of parts says: 'x 오해 3'."""
        return f"{self.key} {self.name}" + (f" {self.many}" if self.many else "")


def parts(card: Card, with_answer: bool) -> list[Part]:
    """Return the parts that a card has, in the order in which they are read.

    `with_answer` says whether the answer in full is one of them: it is none where a card without
    key points shows it at once.
    """
    every = (
        (with_answer, Part(ANSWER, "모범 답")),
        (card.demo, Part(DEMO, "데모")),
        (card.misconceptions, Part(MISCONCEPTIONS, "오해", len(card.misconceptions))),
        (card.followups, Part(FOLLOWUPS, "꼬리질문", len(card.followups))),
        (card.sources or card.figures, Part(SOURCES, "출처")),
    )
    return [part for is_there, part in every if is_there]


@dataclass(frozen=True)
class Opened:
    """Which parts are open, in the order in which they were opened.

    `told` counts what is shown of the follow-ups: a question, its answer, the next question.
    """

    keys: tuple[str, ...] = ()
    told: int = 0

    def turned(self, key: str, card: Card) -> Opened:
        """Open a part, or close it; follow-ups go on by one step until all are told."""
        if key == FOLLOWUPS and self.told < 2 * len(card.followups):
            keys = self.keys if key in self.keys else (*self.keys, key)
            return replace(self, keys=keys, told=self.told + 1)
        if key not in self.keys:
            return replace(self, keys=(*self.keys, key))
        return self.closed(key)

    def closed(self, key: str) -> Opened:
        """Close a part."""
        keys = tuple(one for one in self.keys if one != key)
        return Opened(keys, 0 if key == FOLLOWUPS else self.told)

    def rest(self, every: list[Part], card: Card) -> list[Part]:
        """Return the parts that are still to be opened; a demo always is."""
        return [
            self._named(part, card)
            for part in every
            if part.key not in self.keys or self._goes_on(part, card)
        ]

    def following(self, every: list[Part], card: Card) -> str:
        """Return the key of what is opened next, "" where all is open; a demo is for `d` alone."""
        rest = [part.key for part in self.rest(every, card) if part.key != DEMO]
        under_way = [key for key in rest if key in self.keys]
        return next(iter([*under_way, *rest]), "")

    def _goes_on(self, part: Part, card: Card) -> bool:
        return part.key == FOLLOWUPS and self.told < 2 * len(card.followups)

    def _named(self, part: Part, card: Card) -> Part:
        if part.key not in self.keys:
            return part
        left = len(card.followups) - self.told // 2
        return Part(part.key, "답 보기") if self.told % 2 else part._replace(many=left)


def points(back: CardBack, width: int, latex: bool = False) -> list[Text]:
    """Return what recalling a card needs: its key points and its formula.

    Where it has no key points, that is the answer in full.
    """
    card = back.card
    lines = [
        line
        for point in card.key_points
        for line in wrapped(point.point, width - 2, "", f"{MARGIN}  · ")
    ]
    return [*(lines or answer(card, width)), *formulas(back, width, latex)]


def formulas(back: CardBack, width: int, latex: bool = False) -> list[Text]:
    """Return an empty line and the formulas, in Unicode or as LaTeX."""
    lines = [
        line
        for source, said in zip(back.card.formula, back.formulas, strict=True)
        for line in _formula(source, source if latex else said, width - 2)
    ]
    return [Text(), *lines] if lines else []


def _formula(source: str, said: str, width: int) -> list[Text]:
    """Return a formula; one of several lines that are too wide is shown as LaTeX."""
    rows = [f"{MARGIN}  {row}" for row in said.split("\n")]
    if len(rows) > 1 and max(map(cell_len, rows)) <= width:
        return [Text(row, style=ACCENT) for row in rows]
    line = source if len(rows) > 1 else said
    return wrapped(line, width, ACCENT, f"{MARGIN}  ", f"{MARGIN}      ")


def answer(card: Card, width: int) -> list[Text]:
    """Return the answer in full."""
    return wrapped(prose(card.answer), width - 2, "", MARGIN)


def whole(back: CardBack, width: int, latex: bool = False) -> list[Text]:
    """Return everything that a card says below its question, one part under the other."""
    card = back.card
    lines = points(back, width, latex)
    for part in parts(card, with_answer=bool(card.key_points)):
        if part.key == DEMO:
            continue
        lines += [Text(), Text(f"{MARGIN}{part.heading}", style=HEADING)]
        if part.key == ANSWER:
            lines += answer(card, width)
        else:
            lines += part_lines(part.key, back, width, told=2 * len(card.followups))
    return lines


def part_lines(key: str, back: CardBack, width: int, told: int) -> list[Text]:
    """Return what a part below the answer says; of the follow-ups, as far as they are told."""
    if key == MISCONCEPTIONS:
        return misconceptions(back, width)
    return followups(back.card, width, told) if key == FOLLOWUPS else sources(back.card, width)


def misconceptions(back: CardBack, width: int) -> list[Text]:
    """Return each false claim struck out, and below it what is true, what shows it, and why."""
    inner = width - 2
    lines: list[Text] = []
    for wrong, evidence in zip(back.card.misconceptions, back.evidence, strict=True):
        lines += [Text()] if lines else []
        lines += wrapped(prose(wrong.claim), inner, FALSE, f"{MARGIN}오해  ")
        why = "사실"
        if wrong.truth:
            lines += wrapped(prose(wrong.truth), inner, TRUTH, f"{MARGIN}{why}  ")
            why = "    "
        lines += wrapped(evidence, inner, ACCENT, f"{MARGIN}    ▸ ") if evidence else []
        lines += wrapped(prose(wrong.because), inner, "", f"{MARGIN}{why}  ")
    return lines


def followups(card: Card, width: int, told: int) -> list[Text]:
    """Return the follow-ups as far as they are told, the last perhaps without its answer."""
    return [
        line
        for i, followup in enumerate(card.followups[: (told + 1) // 2])
        for line in followup_lines(followup, width, 2 * i + 1 < told)
    ]


def followup_lines(followup: FollowUp, width: int, with_answer: bool) -> list[Text]:
    """Return one follow-up; while its answer is hidden, it is to be tried."""
    lines = wrapped(prose(followup.question), width - 2, HEADING, f"{MARGIN}↳ ")
    if not with_answer:
        return lines + wrapped(TRY, width - 2, QUIET, f"{MARGIN}  ")
    return lines + wrapped(prose(followup.answer), width - 2, "", f"{MARGIN}  ")


def sources(card: Card, width: int) -> list[Text]:
    """Return where the card's claims can be looked up, and what computes its figures anew."""
    looked_up = [one.removeprefix(CITED) for one in card.figures if one.startswith(CITED)]
    computed = [f"직접 계산: {one}" for one in card.figures if not one.startswith(CITED)]
    rows = [*card.sources, *looked_up, *computed]
    return [line for row in rows for line in wrapped(row, width - 2, "", f"{MARGIN}· ")]
