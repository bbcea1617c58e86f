"""The end of a session: what was done, what it changed, what comes next, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from quizcards.study.goal import Progress
from quizcards.study.summary import MORE, SHOWN, Aside, Gain, Summary, Weak
from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import MARGIN, about, day_name, minutes, pad, wrapped
from quizcards.terminal.views import left_text

OFFERS = {"a": "ahead", "n": "more", "z": "drill"}
"""The keys at the end of a session, and the commands that they are."""


def offers(summary: Summary) -> dict[str, str]:
    """Return the keys that have something to do, each with what its footer says."""
    known = {}
    if summary.unseen:
        known["n"] = f"n 새 카드 {min(MORE, summary.unseen)}장 더"
    if summary.weak:
        known["z"] = "z 약한 것 시험"
    if summary.early:
        known["a"] = f"a 다음 날 카드 미리 보기({summary.early}장)"
    return known


def summary_lines(summary: Summary, width: int) -> list[Text]:
    """Return what a session came to: done, how well, what it changed, and what comes next."""
    if summary.later.cards:
        title = "이번에는 여기까지입니다. 오늘 시간은 남아 있습니다."
    elif summary.answers:
        title = "오늘은 여기까지입니다."
    elif summary.left.cards:
        title = "오늘 볼 카드가 남아 있습니다."
    elif summary.progress:
        title = "오늘 계획에 남은 카드가 없습니다."
    else:
        title = "지금 볼 카드가 없습니다."
    rows = [*_done(summary), *_changed(summary), *_next(summary)]
    aside = [
        line
        for one in aside_lines(summary.aside)
        for line in wrapped(one, width - 2, "", f"{MARGIN}  ")
    ]
    return [
        Text(f"{MARGIN}{title}", style=HEADING),
        Text(),
        *_table(rows, width),
        *([Text(), *aside] if aside else []),
    ]


def _table(rows: Sequence[tuple[str, str]], width: int) -> list[Text]:
    """Return rows of a name and a text that wraps beside it."""
    room = max(cell_len(name) for name, _ in rows) + 3
    return [
        line
        for name, text in rows
        for line in wrapped(text, width - 2, "", f"{MARGIN}  {pad(name, room)}")
    ]


def _done(summary: Summary) -> list[tuple[str, str]]:
    if not summary.answers:
        return []
    share = round(100 * summary.remembered / summary.answers)
    return [
        ("카드", f"{summary.cards}장, 답 {summary.answers}번"),
        ("떠올린 비율", f"{share}%"),
        ("걸린 시간", minutes(summary.seconds)),
    ]


def _changed(summary: Summary) -> list[tuple[str, str]]:
    rows = progress_rows(summary.progress, summary.day, summary.answers) if summary.progress else []
    if summary.graduated:
        rows.append(("익힌 카드", f"{summary.graduated}장이 복습으로 넘어갔습니다"))
    if summary.stronger:
        rows.append(("늘어난 기억", ", ".join(map(_gain, summary.stronger))))
    gained = {gain.name for gain in summary.stronger}
    weak = [_weak(one) for one in summary.weak if one.name not in gained]
    if summary.answers and weak:
        rows.append(("약한 카드", ", ".join(weak[:SHOWN])))
    return rows


def _gain(gain: Gain) -> str:
    """Say how long a card lasts now, for example 'Adam 3일 → 12일'."""
    before = f"{_days(gain.before)} → " if gain.before else ""
    return f"{gain.name} {before}{_days(gain.after)}"


def _weak(one: Weak) -> str:
    """Say which card is weak and, where this session missed it, how often: '가설(다시 2번)'."""
    return f"{one.name}(다시 {one.missed}번)" if one.missed else one.name


def _days(stability: float) -> str:
    return f"{max(round(stability), 1)}일"


def _tomorrow(summary: Summary) -> str:
    """Say what tomorrow asks for, for example '복습 3장, 새 카드까지 약 20분'."""
    if not summary.seconds_tomorrow:
        return f"복습 {summary.due_tomorrow}장"
    whole = about(summary.seconds_tomorrow)
    if not summary.due_tomorrow:
        return f"새 카드 {whole}"
    return f"복습 {summary.due_tomorrow}장, {'새 카드까지 ' if summary.unseen else ''}{whole}"


def _next(summary: Summary) -> list[tuple[str, str]]:
    rows = []
    if summary.days_in_a_row > 1:
        rows.append(("이어 간 날", f"{summary.days_in_a_row}일"))
    if summary.left.cards:
        rows.append(("아직 남음", left_text(summary.left)))
    if summary.later.cards:
        rows.append(("오늘 더", left_text(summary.later)))
    if summary.progress:
        tomorrow = summary.progress.tomorrow
        return [*rows, *([] if tomorrow is None else [("내일", about(tomorrow))])]
    rows.append(("내일", _tomorrow(summary)))
    if not summary.due_tomorrow and summary.next_day is not None:
        rows.append(("다음 복습", day_name(summary.next_day, summary.day)))
    if summary.due_in_session and not summary.left.cards:
        rows.append(("아직 남음", f"{summary.due_in_session}장"))
    if summary.unseen:
        rows.append(("새 카드", f"{summary.unseen}장이 기다립니다"))
    return rows


def progress_rows(progress: Progress, day: int, answers: int) -> list[tuple[str, str]]:
    """Return what a session of so many answers did for the day that is prepared for."""
    before, after = (f"{recall * 100:.1f}%" for recall in (progress.before, progress.after))
    # without an answer only the cards changed, by what was suspended: nobody got worse
    without = "" if after == before or not answers else f"(오늘 안 했다면 {before})"
    rows = [(f"{day_name(progress.by, day)} 기억률", after + without)]
    return rows + ([("남은 날", f"{progress.by - day}일")] if progress.by > day else [])


def aside_lines(aside: Sequence[Aside]) -> list[str]:
    """Return what was put off or suspended in a session, and how it comes back."""
    put_off = [one.name for one in aside if not one.for_good]
    lines = [f"내일로 미룬 카드: {', '.join(put_off)} (u로 되돌리기)"] if put_off else []
    suspended = [one for one in aside if one.for_good]
    return lines + [
        f"쉬게 한 카드: {one.name} (u로 되돌리기, 나중에는 quizcards wake {one.card})"
        for one in suspended
    ]
