"""Questions of real interviews: found the card they are about, kept, and listed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from quizcards.app.selection import find_card
from quizcards.characters import UNWRITABLE, one_of, without_heaps
from quizcards.errors import QuizcardsError
from quizcards.home import collected as kept
from quizcards.insight.collected import as_they_stand, times_asked
from quizcards.model import Collected, by_any_key
from quizcards.study.names import called

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.insight.search import Near
    from quizcards.model import Card, Library

MOST_NEAR = 5
"""So many cards are offered for a question."""


@dataclass(frozen=True)
class Offered:
    """A question that is to be kept, with the cards that it may be about.

    `card` is the one that it is about; None where that is not sure, or no card answers it.
    """

    question: Collected
    near: tuple[Near, ...]
    card: Card | None
    is_sure: bool

    def unclear(self) -> QuizcardsError:
        """Return what to say where nobody can be asked which card it is."""
        named = ", ".join(f"{near.card.key}({called(near.card)})" for near in self.near)
        return QuizcardsError(
            f"어느 카드의 질문인지 분명하지 않습니다. --card 아이디로 골라 주세요: {named}. "
            "맞는 카드가 없으면 --no-card를 붙여 주세요."
        )


class Listed(NamedTuple):
    """All that was collected, the last asked first, with the cards of their questions by key."""

    questions: list[Collected]
    cards: Mapping[str, Card]

    @property
    def unanswered(self) -> list[Collected]:
        """Those that no card answers."""
        return [one for one in self.questions if one.card not in self.cards]


def offered(
    env: Environment, text: str, at: str, day: str, mark: str, card: str, has_none: bool
) -> Offered:
    """Return a question with the cards that it may be about; nothing is kept yet.

    `card` names the one, `has_none` says that there is none. Raises QuizcardsError for what cannot
    be read.
    """
    from quizcards.insight.search import nearest, surest

    if card and has_none:
        raise QuizcardsError("--card와 --no-card는 함께 쓸 수 없습니다. 하나만 적어 주세요.")
    library = env.library()
    question = Collected(
        _in_one_line(text, "질문"),
        at=_in_one_line(at, "--at") if at else "",
        date=_day(env, day),
        mark=_mark(mark),
        time=round(env.now()),
    )
    if card or has_none:
        found = find_card(library, card) if card else None
        return Offered(question, (), found, is_sure=True)
    near = tuple(nearest(question.question, library.cards, env.glossary()[0])[:MOST_NEAR])
    sure = surest(near)
    return Offered(question, near, sure, is_sure=sure is not None or not near)


def keep(env: Environment, question: Collected, card: Card | None) -> int:
    """Keep a question; return how often its card was asked, or 0 for none.

    Raises QuizcardsError if it cannot be written down.
    """
    kept.append(env.home, replace(question, card=card.key if card else ""))
    return counts(env, env.library())[card.key] if card else 0


def listed(env: Environment) -> Listed:
    """Return all that was collected."""
    questions = as_they_stand(kept.read(env.home))
    known = by_any_key(env.library().cards)
    return Listed(questions, {one.card: known[one.card] for one in questions if one.card in known})


def counts(env: Environment, library: Library) -> Counter[str]:
    """Count for each card by its key how often real interviews asked it."""
    return times_asked(as_they_stand(kept.read(env.home)), library.cards)


def as_data(one: Collected) -> dict[str, object]:
    """Return a question as plain data."""
    mark = {"points": one.mark[0], "of": one.mark[1]} if one.mark else None
    return {
        "question": one.question,
        "card": one.card or None,
        "at": one.at or None,
        "date": one.date,
        "mark": mark,
    }


def _in_one_line(text: str, name: str) -> str:
    if one_of(UNWRITABLE).search(text):
        raise QuizcardsError(
            f"{name}: 글자가 깨져서 들어왔습니다. 터미널의 글자 인코딩을 UTF-8로 맞춰 주세요."
        )
    line = " ".join(unicodedata.normalize("NFC", without_heaps(text)).split())
    if not line:
        raise QuizcardsError(f"{name}: 비어 있습니다. 한 글자는 적어 주세요.")
    return line


def _day(env: Environment, text: str) -> str:
    """Return the day of an interview, today where none is named."""
    today = date.fromordinal(env.day(env.now()))
    if not text:
        return today.isoformat()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise QuizcardsError(
            f"--date {text}: 날짜가 아닙니다. {today.isoformat()}처럼 써 주세요."
        ) from error
    if day > today:
        raise QuizcardsError(f"--date {text}: 아직 오지 않은 날입니다. 면접 본 날을 써 주세요.")
    return day.isoformat()


def _mark(text: str) -> tuple[int, int] | None:
    """Return a mark of so many of so many."""
    if not text:
        return None
    points, _, most = text.partition("/")
    if all(part.isascii() and part.isdigit() and len(part) < 4 for part in (points, most)):
        mark = int(points), int(most)
        if 0 < mark[1] >= mark[0]:
            return mark
    raise QuizcardsError(f"--mark {text}: 2/5처럼 얻은 점수와 만점을 써 주세요.")
