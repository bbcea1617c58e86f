"""Short lists: the decks, the coming days, a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Deck, Memory, is_seen
from quizcards.study.names import called, full_date, stability_name
from quizcards.study.strength import Recall
from quizcards.terminal import card_parts, views
from quizcards.terminal.cells import cell_len
from quizcards.terminal.laboratory import CardBack
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import ACCENT, QUIET, about, columns, day_name, interval, pad, wrapped

if TYPE_CHECKING:
    from quizcards.insight.orphans import Orphan
    from quizcards.terminal.picker import Groups

BAR = 40


def decks(rows: Iterable[tuple[Deck, dict[str, int]]]) -> list[Text]:
    """Return the decks with their counts."""
    head = ("덱", "이름", "카드", "새 카드", "오늘", "쉬는 중")
    first, *rest = columns([head, *((deck.id, *_counted(deck, counts)) for deck, counts in rows)])
    return [Text(f" {first}", style=QUIET), *(Text(f" {line}") for line in rest)]


def deck_rows(rows: Iterable[tuple[Deck, dict[str, int]]]) -> list[tuple[str, str]]:
    """Return the decks by their ids, each with its title and counts beside it, to choose from."""
    found = [(deck, _counted(deck, counts)) for deck, counts in rows]
    beside = columns(
        (title, f"카드 {cards}", f"새 {new}", f"오늘 {due}", f"쉼 {suspended}")
        for _, (title, cards, new, due, suspended) in found
    )
    return [(deck.id, line) for (deck, _), line in zip(found, beside, strict=True)]


def card_groups(
    known: Sequence[tuple[Card, Memory | None]],
    titles: Mapping[str, str],
    today: int,
    recall: Recall,
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return cards by their keys under the titles of their decks, to choose from.

    Beside each stand its state, when it comes next, how likely it is known, and its name.
    """
    lines = columns((*_standing(memory, today, recall), called(card)) for card, memory in known)
    groups: dict[str, list[tuple[str, str]]] = {}
    for (card, _), line in zip(known, lines, strict=True):
        groups.setdefault(titles[card.deck], []).append((card.key, line))
    return list(groups.items())


def _standing(memory: Memory | None, today: int, recall: Recall) -> tuple[str, str, str]:
    """Return a card's state, when it comes next, and how likely it is known."""
    comes = _comes(memory, today)
    if not is_seen(memory):
        return comes, "", ""
    known = f"{recall(memory):.0%}"
    if memory.suspended:
        return comes, "", known
    return "복습" if memory.step == IN_REVIEW else "배우는 중", comes, known


def _counted(deck: Deck, counts: Mapping[str, int]) -> list[str]:
    return [deck.title, *(str(counts[name]) for name in ("cards", "new", "due", "suspended"))]


def cards(known: Sequence[tuple[Card, Memory | None]], today: int, width: int) -> list[Text]:
    """Return cards by their ids, each with the day it comes next and its question beside it."""
    heads = columns([(card.id, _comes(memory, today)) for card, memory in known])
    room = max(map(cell_len, heads)) + 3
    lines = zip(known, heads, strict=True)
    return [
        line
        for (card, _), head in lines
        for line in wrapped(card.question, width, "", pad(f" {head}", room + 1))
    ]


def _comes(memory: Memory | None, today: int) -> str:
    if memory is not None and memory.suspended:
        return "쉬는 중"
    if not is_seen(memory):
        return "새 카드"
    return day_name(max(memory.due_day, today), today)


def demos(groups: Groups, width: int) -> list[Text]:
    """Return the demos under their decks by name, each with its title folded beside it."""
    room = max(len(name) for _, rows in groups for name, _ in rows) + 3
    lines: list[Text] = []
    for deck, rows in groups:
        lines += [Text()] if lines else []
        lines.append(Text(f" {deck}", style=HEADING))
        for name, title in rows:
            lines += wrapped(title, width - 1, "", f"   {pad(name, room)}")
    return lines


def due(counts: Sequence[int], today: int, width: int) -> list[Text]:
    """Return the coming days with a bar for each."""
    rows = [(day_name(today + i, today), f"{count}장") for i, count in enumerate(counts)]
    return _days(rows, counts, width)


def planned(
    reviews: Sequence[int],
    new: Sequence[int],
    seconds: Sequence[float],
    today: int,
    by: int,
    width: int,
) -> list[Text]:
    """Return the days until a plan's day as the plan has them, with a bar for each one's time."""
    days = enumerate(zip(reviews, new, seconds, strict=True))
    rows = [
        (
            day_name(today + i, today),
            f"복습 {reviewed}장",
            f"새 카드 {opened}장",
            about(taken),
        )
        for i, (reviewed, opened, taken) in days
    ]
    lines = _days(rows, seconds, width)
    if by == today + len(rows):
        lines.append(Text(f" {day_name(by, today)}   면접", style="bold"))
    return lines


def _days(rows: Sequence[tuple[str, ...]], sizes: Sequence[float], width: int) -> list[Text]:
    """Return a row for each day, with a bar as long as there is room beside the longest row."""
    most = max(sizes, default=0) or 1
    widest = max(map(cell_len, columns(rows)), default=0)
    room = max(min(BAR, width - widest - 5), 1)
    bars = ["█" * round(size / most * room) for size in sizes]
    return [
        Text(f" {row}") for row in columns((*row, bar) for row, bar in zip(rows, bars, strict=True))
    ]


def orphans(found: Sequence[Orphan]) -> list[Text]:
    """Return the histories without a card, each with the command that gives it to a card."""
    lines = [] if found else [Text(" 모든 기록에 카드가 있습니다.")]
    for orphan in found:
        counts = f"답 {orphan.reviews}번, 마지막 {full_date(date.fromordinal(orphan.last_day))}"
        lines.append(Text(f" {orphan.card}", style=HEADING).append(f"   {counts}", QUIET))
        if orphan.likely is None:
            because = orphan.because or "이어받을 만한 카드를 찾지 못했습니다."
            lines.append(Text(f"   {because}", style=QUIET))
            continue
        lines.append(Text(f"   → {orphan.likely}   {orphan.because}", style=ACCENT))
        lines.append(Text(f"     quizcards rename {orphan.card} {orphan.likely}"))
    return lines


def card(
    back: CardBack, memory: Memory, model: str, now: float, width: int, latex: bool
) -> list[Text]:
    """Return a card as the learner sees it, and where it stands."""
    card = back.card
    lines = [
        Text(f" {card.key}   {card.place}", style=QUIET),
        Text(),
        *views.asked(card, width),
        Text(),
    ]
    lines += card_parts.whole(back, width, latex)
    if memory.is_new:
        return [*lines, Text(), Text(" 아직 본 적 없는 카드입니다.", style=QUIET)]
    facts = [
        f"다음 간격 {interval(memory, now)}",
        f"{stability_name(model)} {memory.stability:.1f}일",
        f"난이도(difficulty) {memory.difficulty:.1f}",
        f"답 {memory.reps}번",
        f"잊은 것 {memory.lapses}번",
        *(["쉬는 중"] if memory.suspended else []),
    ]
    return [*lines, Text(), *wrapped(", ".join(facts), width - 1, QUIET, " ")]
