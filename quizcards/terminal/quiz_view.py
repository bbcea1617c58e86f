"""What a test came to: the score, every question by concept, and the mistakes that were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.text import Text

from quizcards.exam.exam import ExamResult, Result, score
from quizcards.exam.past import RECENT, PastExam, Tally, added, by_kind, trend
from quizcards.study.names import called, full_moment
from quizcards.terminal.cells import cell_len
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import (
    ACCENT,
    MARGIN,
    QUIET,
    columns,
    cropped,
    minutes,
    prose,
    share_bar,
    wrapped,
)

AGAIN = "r"
"""Asks what was missed again, at the result."""
BAR = 10


def result_lines(
    result: ExamResult, titles: Mapping[str, str], width: int, last: PastExam | None = None
) -> list[Text]:
    """Return the result screen; `titles` names the kinds of questions in Korean.

    It is compared with the `last` test that is like it, where there is one.
    """
    results = result.results
    ended = wrapped(_ending(result), width - 2, "", MARGIN) if result.left else []
    if not results:
        return [Text(f"{MARGIN}답한 문제가 없습니다.", style=HEADING), *ended]
    total = score(results)
    head = Text(f"{MARGIN}{total.percent}점", style=HEADING).append(
        f"   {total.asked}문제 가운데 {total.points:.3g}   {minutes(total.seconds)}", QUIET
    )
    missed = sum(not one.is_right for one in results)
    if missed:
        said = f"틀린 문제 {missed}개는 quizcards quiz --again으로 다시 풀 수 있습니다."
    else:
        said = "답한 문제는 모두 맞았습니다." if result.left else "모두 맞았습니다."
    lines = [
        head,
        *ended,
        *(wrapped(_since(total.percent, last), width - 2, "", MARGIN) if last else []),
        *wrapped(said, width - 2, ACCENT, MARGIN),
        Text(),
        Text(f"{MARGIN}방식별", style=HEADING),
        *(Text(f"{MARGIN}  {row}") for row in columns(_kinds(by_kind(results), titles, last))),
        Text(),
        Text(f"{MARGIN}개념별", style=HEADING),
    ]
    lines += [Text(f"{MARGIN}  {row}") for row in columns(_rows(results, titles, width - 3))]
    if total.mistakes:
        lines += [Text(), Text(f"{MARGIN}실수", style=HEADING)]
        for mistake, times in total.mistakes:
            bullet = f"{times}번" if times > 1 else "·"
            lines += wrapped(prose(mistake), width - 2, "", f"{MARGIN}  {bullet} ")
    return lines


def _since(percent: int, last: PastExam) -> str:
    """Say how the score stands beside that of the last test."""
    before = last.total.percent
    moment = datetime.fromtimestamp(last.started)
    asked = last.total.asked
    when = f"비슷한 지난 시험({moment.month}월 {moment.day}일, {asked}문제) {before}점"
    if percent == before:
        return f"{when}과 같습니다."
    moved = "올랐습니다" if percent > before else "내렸습니다"
    return f"{when}보다 {abs(percent - before)}점 {moved}."


def _kinds(
    kinds: Mapping[str, Tally], titles: Mapping[str, str], last: PastExam | None
) -> list[tuple[str, ...]]:
    """Return a row for each kind of question: what it came to, and what it did the last time."""
    before = last.kinds if last else {}
    return [
        (
            titles.get(name, name),
            f"{tally.points:.3g}/{tally.asked}",
            f"{tally.percent}%",
            f"지난번 {before[name].percent}%" if name in before else "",
        )
        for name, tally in sorted(kinds.items(), key=lambda pair: pair[1].percent)
    ]


def history_lines(exams: Sequence[PastExam], titles: Mapping[str, str], width: int) -> list[Text]:
    """Return the tests so far, oldest first, then how each kind went and where it is heading."""
    if not exams:
        return [Text(f"{MARGIN}아직 본 시험이 없습니다. quizcards quiz로 시작합니다.")]
    facts = [
        (
            full_moment(datetime.fromtimestamp(round(exam.started))),
            f"{exam.total.percent:3}점",
            f"{exam.total.asked}문제",
            _ways(exam, titles),
            minutes(exam.seconds),
        )
        for exam in exams
    ]
    bar = max(min(BAR, width - max(map(cell_len, columns(facts))) - 5), 0)
    shares = [share_bar(exam.total.percent / 100, bar) for exam in exams]
    table = columns((*row, share) for row, share in zip(facts, shares, strict=True))
    every: dict[str, Tally] = {}
    for exam in exams:
        for name, tally in exam.kinds.items():
            every[name] = added([every.get(name, Tally(0.0, 0)), tally])
    lines = [Text(f"{MARGIN}{row}") for row in table]
    lines += [Text(), *_trend(exams), Text(f"{MARGIN}방식별", style=HEADING)]
    rows = _kinds(every, titles, exams[-1])
    return [*lines, *(Text(f"{MARGIN}  {row}") for row in columns(rows))]


def _ways(exam: PastExam, titles: Mapping[str, str]) -> str:
    """Return in which way a test asked, or in how many."""
    names = [titles.get(name, name) for name in exam.kinds]
    return names[0] if len(names) == 1 else f"{len(names)}가지 방식"


def _trend(exams: Sequence[PastExam]) -> list[Text]:
    found = trend(exams)
    if found is None:
        return []
    before, now = found
    count = min(RECENT, len(exams) // 2)
    said = f"요즘 {count}번 {now}점, 그 앞 {count}번 {before}점(모든 문제를 똑같이 셈)"
    return [Text(f"{MARGIN}{said}", style=ACCENT), Text()]


def _ending(result: ExamResult) -> str:
    """Say why questions were left."""
    if result.timed_out:
        return f"시간이 다 되어 마쳤습니다. {result.left}문제가 남았습니다."
    return f"{result.left}문제를 남기고 그만두었습니다."


def _rows(results: Sequence[Result], titles: Mapping[str, str], width: int) -> list[list[str]]:
    by_card: dict[str, list[Result]] = {}
    for result in results:
        by_card.setdefault(result.item.card.key, []).append(result)
    weakest = sorted(
        by_card.values(), key=lambda one: sum(result.verdict.share for result in one) / len(one)
    )
    ordered = [(result, i == 0) for one in weakest for i, result in enumerate(one)]
    beside = [(_sign(result), titles[result.item.kind]) for result, _ in ordered]
    room = width - sum(3 + max(map(cell_len, cells)) for cells in zip(*beside, strict=True))
    names = [
        cropped(Text(called(result.item.card)), room).plain if first else ""
        for result, first in ordered
    ]
    return [[name, *cells] for name, cells in zip(names, beside, strict=True)]


def _sign(result: Result) -> str:
    share = result.verdict.share
    if share == 1:
        return "○"
    return f"{share:.0%}" if share else "×"
