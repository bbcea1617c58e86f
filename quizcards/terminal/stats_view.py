"""The statistics on screen, what matters most first, in one column or two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest

from rich.text import Text

from quizcards.insight.stats import WEEK, WEEKS, YEAR, Concept, Stats, Total, monday
from quizcards.memory.day import DAY
from quizcards.study.names import WEEKDAYS, weekday_name
from quizcards.terminal.cells import cell_len
from quizcards.terminal.concept_view import recalled, tree_lines
from quizcards.terminal.palette import HEADING, MIDDLING, RIGHT
from quizcards.terminal.text import (
    ACCENT,
    EIGHTHS,
    MARGIN,
    QUIET,
    cropped,
    day_name,
    long_span,
    minutes,
    pad,
    padded,
    share_bar,
    wrapped,
)

TWO_COLUMNS = 116
GAP = 4
MIN_REVIEWS = 20
"""A week with fewer says little: by chance alone its retention moves by seven points or more."""

_SHADES = "·░▒▓█"
_FEWEST_WEEKS = 8
_WIDEST_WEEK = 4
_BEFORE_WEEKS = 5  # cells for the names of weekdays, or for percentages
_BAR_ROWS = 3
_COLUMN = 4
_MOST_MISTAKES = 4
_NAME = 24


def stats_lines(stats: Stats, titles: Mapping[str, str], width: int) -> list[Text]:
    """Return the whole screen; `titles` names the ways of asking in Korean.

    No line is wider than `width`.
    """
    room = width - 2
    if stats.days:
        blocks = [[_head(stats, room)], *_blocks(stats, titles, room)]
    else:
        blocks = [_welcome(stats, room), _mistakes(stats, room)]  # of practice alone
    blocks.append(tree_lines(stats.concepts, stats.tree, stats.target, room))
    return [Text(MARGIN) + line if line else line for line in _stacked(blocks)]


def _blocks(stats: Stats, titles: Mapping[str, str], width: int) -> list[list[Text]]:
    """Return what there is to see, in the order of one column or set in two."""
    if width + 2 < TWO_COLUMNS:
        return [
            _year(stats, width),
            _spans(stats, width),
            _ahead(stats, width),
            _weeks(stats, width),
            _ends(stats, width),
            _mistakes(stats, width),
            _kinds(stats, titles, width),
        ]
    half = (width - GAP) // 2
    left = [_year(stats, half), _ahead(stats, half), _weeks(stats, half), _mistakes(stats, half)]
    right = [_spans(stats, half), _kinds(stats, titles, half), _ends(stats, half)]
    return [_side_by_side(_stacked(left), _stacked(right), half)]


def _stacked(blocks: Iterable[list[Text]]) -> list[Text]:
    """Return the blocks below one another, those that are empty left out."""
    lines: list[Text] = []
    for block in blocks:
        if block:
            lines += [Text(), *block] if lines else block
    return lines


def _side_by_side(left: Sequence[Text], right: Sequence[Text], half: int) -> list[Text]:
    pairs = zip_longest(left, right, fillvalue=Text())
    return [
        Text(" " * GAP).join([padded(one, half), other]) if other.plain else one
        for one, other in pairs
    ]


def _welcome(stats: Stats, width: int) -> list[Text]:
    """Say what there will be to see."""
    new = len(stats.concepts)
    waiting = (
        f"새 카드 {new:,}장이 기다리고 있습니다. " if new else "읽을 수 있는 카드가 아직 없습니다. "
    )
    said = (
        f"{waiting}quizcards study로 첫 카드를 풀어 보세요. "
        "하루만 공부해도 여기에 공부한 날과 시간, 앞으로 복습할 카드가 나타나고, "
        "며칠 지나면 회상률과 약한 개념, 자주 하는 실수가 쌓입니다."
    )
    return [Text("아직 답한 카드가 없습니다.", style=HEADING), Text(), *wrapped(said, width)]


def _head(stats: Stats, width: int) -> Text:
    last = max(stats.days)
    if stats.streak > 1:
        said = f"{stats.streak:,}일째 이어 가고 있습니다"
    elif last >= stats.today:
        said = "오늘 공부했습니다"
    else:
        said = f"마지막으로 공부한 날은 {day_name(last, stats.today)}입니다"
    facts = f"가장 길게 {stats.longest:,}일, 모두 {len(stats.days):,}일 공부"
    return cropped(Text(said, style=HEADING).append(f"   {facts}", QUIET), width)


def _year(stats: Stats, width: int) -> list[Text]:
    """Draw the days of up to a year as a heat map: a column a week, a row a weekday."""
    weeks, size = _scale(stats, width)
    first = monday(stats.today) - WEEK * (weeks - 1)
    counts = sorted(
        total.answers for day, total in stats.days.items() if first <= day <= stats.today
    )
    lines = [_months(first, weeks, size)]
    for weekday in range(WEEK):
        line = Text().append(
            pad(WEEKDAYS[weekday] if weekday % 2 == 0 else "", _BEFORE_WEEKS), QUIET
        )
        for day in range(first + weekday, stats.today + 1, WEEK):
            total = stats.days.get(day)
            shade = _shade(total.answers, counts) if total else _SHADES[0]
            line.append(shade * max(size - 1, 1) + " " * (size > 1), ACCENT if total else QUIET)
        line.rstrip()
        lines.append(line)
    most = f"   하루 최대 {counts[-1]:,}번" if counts else ""
    key = (
        Text()
        .append(" " * _BEFORE_WEEKS + "적게 ", QUIET)
        .append(_SHADES[1:], ACCENT)
        .append(f" 많이{most}", QUIET)
    )
    return [*lines, cropped(key, width)]


def _shade(answers: int, counts: Sequence[int]) -> str:
    """Return a shade by the place among all days, of equal days the middle one.

    So even days are neither pale nor dark.
    """
    place = (bisect_left(counts, answers) + bisect_right(counts, answers)) / (2 * len(counts))
    return _SHADES[1 + int(4 * place)]


def _scale(stats: Stats, width: int) -> tuple[int, int]:
    """Return how many weeks are drawn, and how many cells wide each is: wider for a young log."""
    room = width - _BEFORE_WEEKS
    since_first = (monday(stats.today) - monday(min(stats.days))) // WEEK + 1
    weeks = min(WEEKS, room, max(since_first, _FEWEST_WEEKS))
    return weeks, min(room // weeks, _WIDEST_WEEK)


def _months(first: int, weeks: int, size: int) -> Text:
    """Name months over the week in which they begin, as many as have room."""
    line = ""
    for week in range(weeks):
        end = date.fromordinal(max(first + WEEK * week + WEEK - 1, 1))
        name = f"{end.month}월"
        # a month is four weeks or five; where they are narrow, every other one has no room
        is_named = end.day <= WEEK and (size > 1 or end.month % 2)
        if is_named and size * week + cell_len(name) <= size * weeks:
            line = pad(line, size * week) + name
    return Text(" " * _BEFORE_WEEKS + line, style=QUIET)


def _spans(stats: Stats, width: int) -> list[Text]:
    """Tabulate answers, time and true retention over today, a week, a month and a year."""
    named = {"오늘": 1, "지난 7일": WEEK, "지난 30일": 30, "지난 1년": YEAR}
    totals = [(name, stats.over(days)) for name, days in named.items()] + [("모두", stats.whole)]
    kept = [
        (name, total)
        for i, (name, total) in enumerate(totals)
        if i == 0 or total != totals[i - 1][1]
    ]
    rows = [
        ("공부량", "답", "시간", "회상률", "복습"),
        *((name, *_numbers(total)) for name, total in kept),
    ]
    widths = [max(cell_len(row[i]) for row in rows) for i in range(5)]
    lines = []
    for i, row in enumerate(rows):
        cells = [
            pad(row[0], widths[0]),
            *(_right(cell, size) for cell, size in zip(row[1:], widths[1:], strict=True)),
        ]
        line = Text("   ".join(cells), style=QUIET if i == 0 else "")
        lines.append(cropped(line, width))
    what = "회상률: 복습 단계인 카드의 그날 첫 답 가운데 떠올린 비율"
    if not stats.whole.reviews:
        what = "회상률은 카드가 배우는 단계를 지나 다시 나온 날부터 셉니다"
    return [*lines, *wrapped(f"{what}(목표 {stats.target:.0%}).", width, QUIET)]


def _numbers(total: Total) -> tuple[str, str, str, str]:
    return (
        f"{total.answers:,}번",
        minutes(total.seconds),
        _percent(total.retention),
        f"{total.reviews:,}번",
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _ahead(stats: Stats, width: int) -> list[Text]:
    """Draw the coming days: how many reviews each holds, over its weekday."""
    due = stats.due[: (width - 1) // _COLUMN]
    most = max(due, default=0) or 1  # in a narrow window all that is due may lie beyond it
    if not any(stats.due):
        return []
    total = f"   복습할 카드 {sum(stats.due):,}장"
    lines = [cropped(Text("앞으로 2주", style=HEADING).append(total, QUIET), width)]
    heights = [max(round(count / most * _BAR_ROWS * 8), count > 0) for count in due]
    names = ["오늘", *(weekday_name(stats.today + i) for i in range(1, len(due)))]
    lines.append(_in_columns((_short(count) if count else "" for count in due), QUIET))
    for row in range(_BAR_ROWS - 1, -1, -1):
        bars = (EIGHTHS[min(max(height - row * 8, 0), 8)] * (_COLUMN - 1) for height in heights)
        lines.append(_in_columns(bars, ACCENT))
    return [*lines, _in_columns(names, QUIET)]


def _in_columns(cells: Iterable[str], style: str) -> Text:
    """Set cells side by side, today's a little apart since its name is the longest."""
    first, *rest = cells
    return Text(
        (pad(first, _COLUMN + 1) + "".join(pad(cell, _COLUMN) for cell in rest)).rstrip(),
        style=style,
    )


def _short(count: int) -> str:
    """Write a count in at most three cells where a bar has no room for more: 1천, 2만."""
    if count < 1000:
        return str(count)
    return f"{count // 1000}천" if count < 10_000 else f"{count // 10_000}만"


def _weeks(stats: Stats, width: int) -> list[Text]:
    """Mark each week's true retention, in the columns of the heat map, beside the target."""
    count, size = _scale(stats, width)
    weeks = stats.weeks(count)
    if not any(total.reviews for _, total in weeks):
        return []
    levels = [stats.target + 0.05 * up for up in (2, 1, 0, -1, -2, -3)]
    levels = [level for level in levels if level < 1.025]
    marked_levels = [_nearest(total.retention, levels) for _, total in weeks]
    title = Text("주별 회상률", style=HEADING).append(
        f"   ┄ 목표 {stats.target:.0%}   ○ 복습 {MIN_REVIEWS}번 미만인 주", QUIET
    )
    lines = [cropped(title, width)]
    for level in levels:
        line = Text().append(pad(f"{min(level, 1.0):>4.0%}", _BEFORE_WEEKS), QUIET)
        for (_, total), marked in zip(weeks, marked_levels, strict=True):
            if marked == level:
                mark = "●" if total.reviews >= MIN_REVIEWS else "○"
                line.append(pad(mark, size), _tone(total.retention, stats.target))
            else:
                line.append(("┄" if level == stats.target else " ") * size, QUIET)
        line.rstrip()
        lines.append(line)
    return [*lines, _months(weeks[0][0], count, size)]


def _nearest(share: float | None, levels: Sequence[float]) -> float | None:
    """Return the level that a share is marked at."""
    return None if share is None else min(levels, key=lambda level: abs(level - share))


def _tone(share: float | None, target: float) -> str:
    return RIGHT if share is not None and share >= target else MIDDLING


def _kinds(stats: Stats, titles: Mapping[str, str], width: int) -> list[Text]:
    """Compare the ways of asking: true retention as a bar, how often, how long an answer takes."""
    if not any(total.reviews for total in stats.kinds.values()):
        return []
    names = {kind: titles.get(kind, kind) for kind in stats.kinds}
    widest = min(max(cell_len(name) for name in names.values()), 14)
    lines = [cropped(Text("묻는 방식별 회상률", style=HEADING).append("   지난 1년", QUIET), width)]
    bar = max(width - widest - 34, 4)
    for kind, total in stats.kinds.items():
        line = padded(cropped(Text(names[kind]), widest), widest).append(" ")
        line.append(share_bar(total.retention or 0.0, bar), _tone(total.retention, stats.target))
        line.append(f" {_percent(total.retention):>4}")
        each = minutes(total.seconds / total.answers) if total.answers else ""
        line.append(f" {_right(f'복습 {total.reviews:,}번', 11)}   한 번에 {each}", QUIET)
        lines.append(cropped(line, width))
    return lines


def _ends(stats: Stats, width: int) -> list[Text]:
    """List the weakest concepts, then the strongest."""
    share = f"{stats.target:.0%}"
    weak, strong = f"배우는 중이거나 목표 {share} 아래", f"목표 {share} 이상"
    lines = _listed("약한 개념", weak, stats.weakest, _faded, stats.target, width)
    return lines + _listed("튼튼한 개념", strong, stats.strongest, _lasting, stats.target, width)


def _listed(
    title: str,
    rule: str,
    concepts: Sequence[Concept],
    note: Callable[[Concept], str],
    target: float,
    width: int,
) -> list[Text]:
    head = cropped(Text(title, style=HEADING).append(f"   {rule}", QUIET), width)
    lines = [head] if concepts else []
    for concept in concepts:
        end = Text("   ") + Text(note(concept), style=QUIET)
        name = cropped(recalled(concept, target), width - cell_len(end))
        lines.append(name + end)
    return lines


def _faded(concept: Concept) -> str:
    return f"잊은 것 {concept.lapses:,}번" + (", 배우는 중" if concept.in_steps else "")


def _lasting(concept: Concept) -> str:
    return f"{_span(concept.lasts)} 뒤에도 90%" if concept.lasts > 0 else _faded(concept)


def _span(days: float) -> str:
    if days < 1:
        return minutes(days * DAY)
    return long_span(days)


def _mistakes(stats: Stats, width: int) -> list[Text]:
    """List the mistakes made most."""
    lines = [Text("자주 한 실수", style=HEADING)] if stats.mistakes else []
    for mistake in stats.mistakes[:_MOST_MISTAKES]:
        name = cropped(Text(mistake.name), _NAME).plain
        first, *more = wrapped(
            f"{name}: {' '.join(mistake.text.split())}", width, "", f"{mistake.times}번 "
        )
        lines.append(first)
        if more:
            lines.append(cropped(more[0] + Text("…" * (len(more) > 1)), width))
    if stats.claimed:
        lines.append(Text(f"내 답도 맞다고 한 답 {stats.claimed}개", style=QUIET))
    return lines
