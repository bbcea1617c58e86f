"""What is said to the learner beside the data, and a question with yes or no."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from quizcards.study.names import full_date
from quizcards.terminal.printing import STDERR, STDOUT

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library, Memory, Problem
    from quizcards.study.summary import Summary

YES = ("예", "네", "응")


def left_out(
    library: Library,
    broken: Mapping[str, int],
    memories: Mapping[str, Memory] = MappingProxyType({}),
) -> str:
    """Return what a session does without: broken cards, and broken lines of the log.

    Of the broken cards those in `memories` are counted, whose answers wait for them.
    """
    parts = []
    if library.problems:
        from quizcards.decks.find import unread_cards

        count = len(unread_cards(library, memories))
        said = f"있어 답한 적이 있는 카드 {count}장이 빠졌습니다" if count else "있습니다"
        parts.append(
            f"덱에 고칠 곳이 {len(library.problems)}군데 {said}(quizcards check). "
            f"처음: {library.problems[0]}"
        )
    for path, count in broken.items():
        parts.append(f"기록 {path}에서 읽을 수 없는 줄 {count}개를 건너뛰었습니다.")
    return " ".join(parts)


def from_the_future(count: int, last: int) -> str:
    """Return what is said of answers of days to come, the last of which is named; "" of none."""
    if not count:
        return ""
    newest = full_date(date.fromordinal(last))
    return (
        f"앞날에 한 것으로 적힌 답이 {count}개 있습니다(마지막 {newest}). "
        "그때 시계가 틀렸다면 그 카드는 한동안 나오지 않습니다. "
        "u를 누르면 가장 나중에 적은 답부터 무릅니다."
    )


def warn(library: Library, memories: Mapping[str, Memory] = MappingProxyType({})) -> None:
    """Say on stderr that some cards could not be read, and how many of `memories` are theirs."""
    if message := left_out(library, {}, memories):
        STDERR.say(message)


def say_saved(count: int, first: str = "") -> None:
    """Say after a full-screen session, where the shell comes back, that nothing is lost."""
    if count and STDOUT.is_terminal:
        STDOUT.say(f"{first}답 {count}개가 모두 저장되어 있습니다.")


def say_command(env: Environment) -> None:
    """Say at a terminal how to run the program, where a shell does not find it by its name."""
    if env.command != "quizcards" and STDOUT.is_terminal:
        STDOUT.say(f"다음에는 이렇게 시작합니다: {env.command}")


def say_end(summary: Summary) -> None:
    """Say in the shell that comes back after a session what its last screen said."""
    if not (summary.answers or summary.aside):
        return
    from quizcards.terminal.end_view import summary_lines
    from quizcards.terminal.printing import print_lines, width

    print_lines(summary_lines(summary, width()))
    say_saved(summary.answers)


def say_problems(problems: Iterable[Problem]) -> None:
    """Print problems on stderr, one a line."""
    STDERR.say(*problems)


def amount(size: int) -> str:
    """Return a number of bytes in the unit that people say it in.

    >>> amount(0), amount(2_500), amount(12_345_678)
    ('0 KB', '2.5 KB', '12 MB')
    """
    value, unit = size / 1000, "KB"
    for larger in ("MB", "GB", "TB"):
        if value >= 1000:
            value, unit = value / 1000, larger
    return f"{value:.1f} {unit}".replace(".0 ", " ") if value < 10 else f"{value:.0f} {unit}"


def some(names: Sequence[str], most: int = 3) -> str:
    """Return the first of some names, at most so many, and how many more there are.

    >>> some(["a", "b", "c"], 2)
    'a, b 외 1'
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" 외 {more}" if more > 0 else "")


def confirmed(question: str, default: bool) -> bool:
    """Ask yes or no at the terminal, in either input mode; Enter alone is the default."""
    from quizcards.terminal.keys import latin

    choices = "Y/n" if default else "y/N"
    STDERR.ask(f"{question} [{choices}] ")
    line = sys.stdin.readline()
    answer = line.strip()
    if not answer:
        return default and line != ""  # the end of the input is no answer
    return answer in YES or latin(answer) in ("y", "yes")
