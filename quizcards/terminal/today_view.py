"""Where the learner stands today: what `quizcards` alone shows, on a screen and in a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from quizcards.study.today import DeckMastery, Today
from quizcards.terminal import views
from quizcards.terminal.cells import cell_len
from quizcards.terminal.keys import NO_COMMAND, NO_SUCH_KEY, TEXT
from quizcards.terminal.palette import HEADING
from quizcards.terminal.text import (
    ACCENT,
    MARGIN,
    QUIET,
    about,
    columns,
    cropped,
    pad,
    share_bar,
    wrapped,
)

if TYPE_CHECKING:
    from quizcards.terminal.screen import Screen

BAR = 24
WAYS = {
    "enter": ("공부하기", "복습할 카드와 새 카드를 한 장씩"),
    "z": ("시험 보기", "배운 카드에서 여러 방식으로 묻고 점수를 냅니다"),
    "i": ("모의 면접", "시계와 꼬리질문이 있는 면접, 그리고 보고서"),
    "r": ("면접 이어 가기", "그만둔 면접을 같은 자리에서"),
    "t": ("분야·덱", "지원하는 분야를 정하거나, 덱 하나를 공부하기"),
    "p": ("계획", "면접 날짜까지 하루에 얼마나"),
    "d": ("데모", "식과 값을 직접 계산해 보기"),
    "c": ("카드", "덱을 둘러보고, 열고, 쉬게 하거나 깨우기"),
    "/": ("찾기", "말이 나오는 카드를 찾아 열기"),
    "s": ("통계", "쌓인 기록, 약한 개념, 잦은 실수"),
}
"""What each key opens, in a word and in some more."""
RESUME = "r"
"""The key that is there only after an interview was left."""
COMMANDS = (
    ("quizcards study", "공부하기"),
    ("quizcards quiz", "시험 보기"),
    ("quizcards interview", "모의 면접"),
    ("quizcards interview --resume", "멈춘 면접 이어 가기"),
    ("quizcards plan", "면접 날짜에 맞춘 계획"),
    ("quizcards stats", "쌓인 기록 보기"),
    ("quizcards demo --list", "계산해 볼 수 있는 것들"),
    ("quizcards collect", "실제 면접에서 받은 질문 모으기"),
    ("quizcards settings", "설정을 보고 바꾸기"),
    ("quizcards --help", "모든 명령"),
)


def today_lines(today: Today) -> list[Text]:
    """Return what is due and how long it takes, the plan, the days in a row, and the position."""
    notes = [views.standing_text(today.standing, today.day)] if today.standing else []
    notes += [f"{today.days_in_a_row}일째 이어 가고 있습니다"] if today.days_in_a_row > 1 else []
    notes += [f"지원 분야: {today.track}"] if today.track else []
    notes += _why_none_is_new(today)
    return [_head(today), *(Text(f"{MARGIN}{note}", style=ACCENT) for note in notes)]


def _head(today: Today) -> Text:
    done = f"   지금까지 답 {today.answers}번" if today.answers else ""
    left = today.left
    if not left.cards:
        said = f"{MARGIN}오늘 볼 카드는 모두 보았습니다"
    else:
        new = f", 새 카드 {left.new}장" if left.new or not today.unseen else ""
        again = f", 다시 볼 것 {left.again}장" if left.again else ""
        said = f"{MARGIN}오늘 복습 {left.reviews}장{new}{again}, {about(left.seconds or 0.0)}"
    return Text(said, style=HEADING).append(done, QUIET)


def _why_none_is_new(today: Today) -> list[str]:
    """Say why no more cards are opened today, where there are some."""
    if today.left.new or not today.unseen:
        return []
    why = "오늘 열 수만큼 열었습니다"
    if today.left.no_time:
        why = "오늘 쓸 시간이 찼습니다(면접도 셉니다)"
    elif today.standing:
        why = "오늘 계획에는 더 없습니다"
    return [f"새 카드 {today.unseen}장은 내일부터 엽니다. {why}"]


def deck_lines(decks: Sequence[DeckMastery], width: int) -> list[Text]:
    """Return how well each deck is known that was begun, and the names of the others."""
    begun = [deck for deck in decks if deck.seen]
    titles = ", ".join(deck.title for deck in decks if not deck.seen)
    rows = [cropped(row, width - 1) for row in _rows(begun)] if begun else []
    if not titles:
        return rows
    return [*rows, *wrapped(titles, width - 1, QUIET, f"{MARGIN}아직 열지 않은 덱  ")]


def _rows(decks: Sequence[DeckMastery]) -> list[Text]:
    room = max(cell_len(deck.title) for deck in decks) + 2
    rows = [
        Text(f"{MARGIN}{pad(deck.title, room)}")
        .append(share_bar(deck.recall, BAR), ACCENT)
        .append(f" {deck.recall:>4.0%}")
        .append(f"   {deck.cards}장 가운데 {deck.seen}장 배움", QUIET)
        for deck in decks
    ]
    return [Text(f"{MARGIN}덱마다 지금 떠올릴 비율", style=HEADING), *rows]


def glance_lines(today: Today, width: int) -> list[Text]:
    """Return what a pipe gets: where the learner stands, and the commands to go on with."""
    commands = [Text(), *command_lines(), Text()]
    over = _notice(today.plan_over, width)
    return [*today_lines(today), *over, *commands, *deck_lines(today.decks, width)]


def _notice(said: str, width: int) -> list[Text]:
    return wrapped(said, width - 1, ACCENT, MARGIN) if said else []


def command_lines() -> list[Text]:
    """Return what else there is to do from a shell."""
    return [Text(f"{MARGIN}  {line}") for line in columns(COMMANDS)]


def choose(screen: Screen, today: Today, message: str, is_interrupted: bool) -> str:
    """Show where the learner stands, and return the key of a way to go on, or `q`.

    Where an interview `is_interrupted`, one of the ways goes on with it.
    """
    ways = {key: way for key, way in WAYS.items() if is_interrupted or key != RESUME}
    scroll = 0
    while True:
        width, _ = screen.size()
        notices = _notice(today.plan_over, width) + _notice(today.left_out, width)
        body = [*today_lines(today), *notices, Text(), *way_lines(ways, width), Text()]
        body += deck_lines(today.decks, width)
        scroll, _ = screen.frame([Text()], body, [["? 도움말", "q 그만"]], message, scroll)
        key = screen.keyboard.read()
        if key in ways:
            return key
        if key == "q":
            return "q"
        moved = screen.scrolled(key, scroll)
        scroll = scroll if moved is None else moved
        message = ""
        if key == "?":
            screen.page(lambda width: help_lines(ways, width))
        elif key == TEXT:
            message = NO_COMMAND
        elif key == "escape":
            message = "끝내려면 q를 눌러 주세요."
        elif moved is None and key != "resize":
            message = NO_SUCH_KEY


def way_lines(ways: Mapping[str, tuple[str, str]], width: int) -> list[Text]:
    """Return the keys with what they open."""
    keys = [key.capitalize() if key == "enter" else key for key in ways]
    rows = columns((key, what) for key, (what, _) in zip(keys, ways.values(), strict=True))
    room = max(map(cell_len, rows)) + 3
    return [
        cropped(Text(f"{MARGIN}{pad(row, room)}", HEADING).append(more, QUIET), width - 1)
        for row, (_, more) in zip(rows, ways.values(), strict=True)
    ]


def help_lines(ways: Mapping[str, tuple[str, str]], width: int) -> list[Text]:
    """Return what can be done from here and from a shell."""
    closing = (
        "어느 화면에서든 q를 누르면 여기로 돌아옵니다. "
        "한글 입력 상태에서도 같은 자리의 키가 통합니다(ㅋ = z, ㅑ = i, ㅔ = p)."
    )
    return [
        *way_lines(ways, width),
        Text(),
        Text(f"{MARGIN}셸에서", style=HEADING),
        *command_lines(),
        Text(),
        *wrapped(closing, width - 1, QUIET, MARGIN),
    ]
