"""What an import did, and how it is told: what was written, what stayed behind, where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizcards.app.joining import OfferedEdit, Returned, offered
from quizcards.app.logs import told
from quizcards.app.sharing import told_of_copies
from quizcards.importing.build import NewDeck
from quizcards.importing.result import ImportResult, summed

if TYPE_CHECKING:
    from quizcards.app.environment import Environment


@dataclass(frozen=True)
class Imported:
    """What was written, and what stayed behind."""

    found: ImportResult
    decks: Sequence[NewDeck]
    paths: Mapping[str, Path]
    """The file of each deck by its id."""
    returned: Sequence[Returned]
    """The cards that the decks have already: they went to Anki and came back."""
    reviews: int
    """How many answers of the history were taken along."""
    log: Path | None
    """The log that they were written into."""
    wants_history: bool
    brings_shipped: bool
    """Whether the shipped decks were copied, which these would have hidden."""

    @property
    def cards(self) -> int:
        return sum(len(deck.cards) for deck in self.decks)

    @cached_property
    def edits(self) -> list[OfferedEdit]:
        """What was edited in Anki of the cards that came back."""
        return offered(self.returned)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "decks": [
                {
                    "deck": deck.id,
                    "title": deck.title,
                    "file": str(self.paths[deck.id]),
                    "cards": len(deck.cards),
                }
                for deck in self.decks
            ],
            "returned": [one.card.key for one in self.returned],
            "edits": [edit.as_data() for edit in self.edits],
            "left_out": [*map(str, self.found.left_out)],
            "lost": [*map(str, self.found.lost)],
            "styled": self.found.styled,
            "history": {
                "rows": self.found.rows,
                "reviews": self.reviews,
                "left": self.found.left_rows,
                "file": str(self.log) if self.log else None,
            },
        }


def account(done: Imported) -> list[str]:
    """Return what became of every note and answer, line by line."""
    return [*_left_behind(done.found), _counts(done), *_history(done)]


def _left_behind(found: ImportResult) -> list[str]:
    """Return what is said of the notes that were left out, and of the parts that were lost."""
    lines = []
    if found.left_out:
        lines.append(f"가져오지 않은 것 {len(found.left_out)}개")
        lines += [f"  {line}" for line in summed(found.left_out)]
    if found.lost:
        lines.append(f"카드에서 빠졌거나 바뀐 것 {len(found.lost)}개")
        lines += [f"  {line}" for line in summed(found.lost)]
    if found.styled:
        lines.append(f"굵은 글자, 색 같은 글자 모양은 글만 남겼습니다: {found.styled}개")
    return lines


def _counts(done: Imported) -> str:
    left = len(done.found.left_out)
    end = f"고, {left}개는 두고 왔습니다" if left else "습니다"
    there = len(done.returned)
    if not there:
        return f"{done.cards + left}개 가운데 {done.cards}개를 카드로 옮겼{end}."
    whole = done.cards + left + there
    made = f"이고, {done.cards}개를 새 카드로 옮겼" if done.cards else "였"
    return f"{whole}개 가운데 {there}개는 이미 있는 카드{made}{end}."


def _history(done: Imported) -> list[str]:
    rows = done.found.rows
    if not rows:
        return ["이 파일에는 복습 기록이 없습니다."] if done.wants_history else []
    if not done.wants_history:
        return [f"복습 기록 {rows}개도 들어 있습니다. 함께 가져오려면 --history를 붙이세요."]
    return [told(rows, done.reviews, done.found.left_rows, done.log)]


def places(env: Environment, done: Imported) -> list[str]:
    """Say where the decks are, and how to study them from here."""
    if not done.decks:
        return []
    lines = [
        f"{done.paths[deck.id]}에 썼습니다({deck.title}, 카드 {len(deck.cards)}장)."
        for deck in done.decks
    ]
    code = sum("code" in card.data.get("demo", ()) for deck in done.decks for card in deck.cards)
    if code:
        lines.append(
            f"카드 {code}장에 데모 코드가 들어 있습니다. "
            "시간과 메모리를 제한한 프로세스에서만 실행합니다."
        )
    now = env.anew()
    if not all(now.reads(path) for path in done.paths.values()):
        read = ", ".join(map(str, now.deck_paths))
        options = " ".join(f"--decks {path}" for path in done.paths.values())
        lines.append(f"지금은 {read}의 덱을 읽습니다. 이 덱을 보려면 quizcards study {options}")
        return lines
    if done.brings_shipped:
        lines.append(told_of_copies(env))
    lines.append(f"quizcards study {' '.join(done.paths)} 명령으로 공부를 시작하세요.")
    return lines
