"""What a test came to: the score, every question by concept, and the mistakes that were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.text import Text

from quizcards.exam.exam import ExamResult, Result, score
from quizcards.study.names import short_name
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import ACCENT, MARGIN, QUIET, columns, cropped, minutes, prose, wrapped


def result_lines(result: ExamResult, titles: Mapping[str, str], width: int) -> list[Text]:
    """Return the result screen; `titles` names the kinds of questions in Korean."""
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
        *wrapped(said, width - 2, ACCENT, MARGIN),
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
        cropped(Text(short_name(result.item.card)), room).plain if first else ""
        for result, first in ordered
    ]
    return [[name, *cells] for name, cells in zip(names, beside, strict=True)]


def _sign(result: Result) -> str:
    share = result.verdict.share
    if share == 1:
        return "○"
    return f"{share:.0%}" if share else "×"
