"""The statistics of the learner as a Markdown document, and as one SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from quizcards.export.formats.markdown import escaped
from quizcards.export.svg.page import (
    LINE,
    MARGIN,
    SHADES,
    WIDTH,
    document,
    stacked,
    tag,
    text,
    text_width,
    writable,
)
from quizcards.export.svg.plots import picture_svg
from quizcards.insight.stats import WEEK, WEEKS, YEAR, Concept, Stats, Total, iso, monday
from quizcards.study.names import WEEKDAYS, date_name, full_date, stability_name
from quizcards.trace.picture import Bars, Curves, Picture, Series

SPANS = {"오늘": 1, "지난 7일": WEEK, "지난 30일": 30, "지난 1년": YEAR}
_CELL = 10.5
_MOST_MISTAKES = 10


def stats_markdown(stats: Stats, titles: Mapping[str, str]) -> str:
    """Return the statistics as a CommonMark document with tables.

    `titles` names the ways of asking in Korean.
    """
    lines = [
        f"# 공부 기록 {full_date(date.fromordinal(stats.today))}",
        "",
        f"- 이어서 공부한 날: {stats.streak:,}일",
        f"- 가장 길게 이어 간 날: {stats.longest:,}일",
        f"- 공부한 날: {len(stats.days):,}일",
        "",
    ]
    spans = [(name, stats.over(days)) for name, days in SPANS.items()] + [("모두", stats.whole)]
    lines += _table(["공부량", *_HEAD], [[name, *_row(total)] for name, total in spans])
    lines += [
        "",
        "회상률은 복습 단계인 카드의 그날 첫 답 가운데 떠올린 비율입니다"
        f"(목표 {stats.target:.0%}).",
        "",
    ]
    for title, content in _sections(stats, titles):
        if content:
            lines += [f"## {title}", "", *content, ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _sections(stats: Stats, titles: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the title and the lines of each section; one without lines is left out."""
    due = [[iso(stats.today + i), f"{count:,}"] for i, count in enumerate(stats.due)]
    yield "앞으로 2주", _table(["날", "복습"], due)
    weeks = [[iso(start), *_row(total)] for start, total in stats.weeks() if total.answers]
    yield "주별", _table(["주", *_HEAD], weeks) if weeks else []
    kinds = [[_plain(titles.get(kind, kind)), *_row(total)] for kind, total in stats.kinds.items()]
    yield "묻는 방식별(지난 1년)", _table(["방식", *_HEAD], kinds) if kinds else []
    yield "약한 개념", [_listed(one, stats.model) for one in stats.weakest]
    yield "튼튼한 개념", [_listed(one, stats.model) for one in stats.strongest]
    yield (
        "자주 한 실수",
        [
            f"- {one.times}번, {_plain(one.name)}: {_plain(' '.join(one.text.split()))}"
            for one in stats.mistakes[:_MOST_MISTAKES]
        ],
    )
    yield "개념 지도", list(_tree(stats))


def _plain(content: str) -> str:
    """Return text on one line in which nothing is markup and nothing is obeyed by a terminal."""
    return escaped(writable(content))


_HEAD = ("답", "시간(분)", "회상률", "복습")


def _row(total: Total) -> list[str]:
    share = "" if total.retention is None else f"{total.retention:.0%}"
    return [f"{total.answers:,}", f"{total.seconds / 60:,.0f}", share, f"{total.reviews:,}"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    marks = ["---", *["---:"] * (len(head) - 1)]
    return [f"| {' | '.join(row)} |" for row in (head, marks, *rows)]


def _listed(concept: Concept, model: str) -> str:
    stability = stability_name(model).partition("(")[0]
    return (
        f"- {_plain(concept.name)}: {_recall(concept)}, {stability} {concept.stability:,.1f}일,"
        f" 잊은 것 {concept.lapses:,}번"
    )


def _recall(concept: Concept) -> str:
    return "새 카드" if concept.recall is None else f"지금 떠올릴 확률 {concept.recall:.0%}"


def _tree(stats: Stats) -> Iterator[str]:
    for branch in stats.tree:
        concept = stats.concepts[branch.card]
        yield f"{'  ' * len(branch.ends)}- {_plain(concept.name)}: {_recall(concept)}"


def stats_svg(stats: Stats, titles: Mapping[str, str]) -> str:
    """Return the statistics as one SVG.

    The year, retention by week and by kind, what lies ahead, the weakest and strongest concepts,
    and the concept map.
    """
    drawn = [_year_svg(stats), *(picture_svg(picture) for picture in _pictures(stats, titles))]
    return stacked([*drawn, _tree_svg(stats)] if stats.tree else drawn)


def _pictures(stats: Stats, titles: Mapping[str, str]) -> Iterator[Picture]:
    weeks = [
        (i - WEEKS + 1, total.retention)
        for i, (_, total) in enumerate(stats.weeks())
        if total.retention is not None
    ]
    if weeks:
        x, y = zip(*weeks, strict=True)
        target = Series(f"목표 {stats.target:.0%}", [1 - WEEKS, 0], [100 * stats.target] * 2)
        shares = Series("회상률", x, [100 * share for share in y], points=True)
        yield Curves("주별 회상률", "이번 주부터 몇 주", "%", (target, shares))
    if any(stats.due):
        named = [
            (date_name(stats.today + i, stats.today), float(count))
            for i, count in enumerate(stats.due)
        ]
        yield Bars("앞으로 2주: 복습할 카드 수", tuple(named))
    kinds = tuple(
        (titles.get(kind, kind), round(100 * total.retention, 1))
        for kind, total in stats.kinds.items()
        if total.retention is not None
    )
    if kinds:
        yield Bars("묻는 방식별 회상률(%), 지난 1년", kinds)
    for title, concepts in (("약한 개념", stats.weakest), ("튼튼한 개념", stats.strongest)):
        if concepts:
            recalls = tuple((one.name, round(100 * (one.recall or 0.0), 1)) for one in concepts)
            yield Bars(f"{title}: 지금 떠올릴 확률(%)", recalls)


def _year_svg(stats: Stats) -> str:
    """Draw a year of days: a column a week, a row a weekday, darker the more was answered."""
    first = monday(stats.today) - WEEK * (WEEKS - 1)
    most = max((total.answers for total in stats.days.values()), default=0)
    left = MARGIN + text_width("월") + 8
    parts = []
    for day in range(first, stats.today + 1):
        week, weekday = divmod(day - first, WEEK)
        x, y = left + week * _CELL, LINE + weekday * _CELL
        answers = stats.days[day].answers if day in stats.days else 0
        shade = 1 + min(int(answers / most * (SHADES - 1)), SHADES - 2) if answers else 0
        named = tag("title", f"{iso(day)}: {answers:,}번")
        size = {"width": _CELL - 1.5, "height": _CELL - 1.5}
        parts.append(tag("rect", named, class_=f"h{shade}", x=x, y=y, **size))
        sunday = date.fromordinal(max(day + WEEK - 1, 1))
        if weekday == 0 and sunday.day <= WEEK:  # the month begins in this week
            parts.append(text(x, LINE - 6, f"{sunday.month}월", kind="quiet"))
    for weekday in (0, 2, 4, 6):
        y = LINE + (weekday + 1) * _CELL - 0.5
        parts.append(text(MARGIN, y, WEEKDAYS[weekday], kind="quiet"))
    said = (
        f"{stats.streak:,}일째 이어 가는 중, 가장 길게 {stats.longest:,}일,"
        f" 모두 {len(stats.days):,}일 공부, 답 {stats.whole.answers:,}번"
    )
    height = LINE + WEEK * _CELL + 1.2 * LINE
    parts.append(text(left, height, said, kind="quiet"))
    return document(f"공부 기록 {iso(stats.today)}", WIDTH, height + 6, parts)


def _tree_svg(stats: Stats) -> str:
    """Draw what builds on what: each concept indented under the deepest that it needs.

    Its ground is shaded by its recall.
    """
    parts = []
    width = WIDTH
    for i, branch in enumerate(stats.tree):
        concept = stats.concepts[branch.card]
        indent = 18.0 * len(branch.ends)
        x, y = MARGIN + indent, i * (LINE + 3)
        share = "새 카드" if concept.recall is None else f"{concept.recall:.0%}"
        shade = 0 if concept.recall is None else min(int(concept.recall * SHADES), SHADES - 1)
        parts.append(tag("rect", class_=f"h{shade}", x=x, y=y, width=56.0, height=LINE))
        parts.append(text(x + 28, y + 14, share, "middle", f"t{shade}"))
        parts.append(text(x + 64, y + 14, concept.name))
        width = max(width, 64 + indent + text_width(concept.name) + 2 * MARGIN)
    return document("개념 지도", width, len(stats.tree) * (LINE + 3), parts)
