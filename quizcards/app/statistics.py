"""Commands that look back: `stats` over everything, `why` at one card."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards import __version__
from quizcards.cli.options import (
    DecksOption,
    JsonOption,
    app,
    asker,
    environment,
    find_card,
    print_json,
    print_lines,
    question_context,
    warn,
    width,
)
from quizcards.errors import QuizcardsError, perhaps, reason

if TYPE_CHECKING:
    from rich.text import Text

    from quizcards.app.environment import Environment
    from quizcards.insight.mistakes import Mistake
    from quizcards.insight.stats import Stats
    from quizcards.model import Library
    from quizcards.store.store import Store

_SUFFIXES = {".md": "markdown", ".svg": "svg", ".json": "json"}


@app.command(help="쌓인 기록을 봅니다: 공부한 날, 회상률, 앞으로의 복습, 약한 개념, 잦은 실수.")
def stats(
    as_json: JsonOption = False,
    to: Annotated[
        str | None, typer.Option("--to", help="markdown, svg, json으로 씁니다.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="파일. 없으면 화면으로.", show_default=False),
    ] = None,
    decks: DecksOption = None,
) -> None:
    form = _format("json" if as_json else to, output)
    env = environment(decks)
    library = env.library()
    found = _stats(env, library)
    warn(library)
    titles = _titles(found.kinds)
    if form is None:
        from quizcards.terminal.stats_view import stats_lines

        _show(env, lambda width: stats_lines(found, titles, width))
        return
    _write(_written(found, titles, form), output)


def _format(to: str | None, output: Path | None) -> str | None:
    """Return the format named, or else the one of the file's suffix; None means the screen."""
    known = list(_SUFFIXES.values())
    if to is not None and to not in known:
        raise QuizcardsError(
            f"'{to}' 형식은 없습니다.{perhaps(to, known)} 쓸 수 있는 것: {', '.join(known)}"
        )
    if to is None and output is not None and output.suffix.lower() not in _SUFFIXES:
        raise QuizcardsError(
            f"{output}: 확장자를 {', '.join(_SUFFIXES)} 가운데 하나로 하거나 --to로 형식을 적어 주세요."
        )
    return to or (_SUFFIXES[output.suffix.lower()] if output else None)


def _stats(env: Environment, library: Library) -> Stats:
    from quizcards.insight.stats import stats

    with env.store(library) as store:
        mistakes = _mistakes(library, store)
        answers, memories = store.answers(), store.memories()
    return stats(
        answers, library.cards, memories, env.day(env.now()), env.settings.scheduler, mistakes
    )


def _mistakes(library: Library, store: Store) -> tuple[Mistake, ...]:
    """Return the mistakes behind the newest wrong answers; what was found out before is not worked
    out again.
    """
    from quizcards.insight.mistakes import NEWEST, mistake, most_made
    from quizcards.store import mistake_cache

    folder, cards = store.cache, {card.key: card for card in library.cards}
    context = question_context(library)
    before = mistake_cache.read(folder, __version__)
    events = [event for event in store.wrong_answers(NEWEST) if event.card in cards]
    texts = {
        e.id: before[e.id] if e.id in before else mistake(e, cards[e.card], context) for e in events
    }
    if texts != before:
        mistake_cache.write(folder, __version__, texts)
    return most_made(((event.card, texts[event.id]) for event in events), cards)


def _titles(asked: Iterable[str]) -> dict[str, str]:
    """Name the ways of asking that occur in a log, in Korean."""
    from quizcards.quiz import kinds

    known = kinds.names()
    return {"interview": "면접", "anki": "Anki"} | {
        kind: kinds.title(kind) for kind in asked if kind in known
    }


def _show(env: Environment, lines: Callable[[int], list[Text]]) -> None:
    """Print a page, or open it to be scrolled where it is longer than the terminal."""
    import shutil

    from quizcards.terminal.keys import has_raw_keys

    drawn = lines(width())
    if len(drawn) < shutil.get_terminal_size().lines or not has_raw_keys():
        print_lines(drawn)
        return
    with asker(env, plain=False) as screen:
        screen.page(lines)


def _written(found: Stats, titles: dict[str, str], form: str) -> str:
    if form == "json":
        import json

        from quizcards.insight.stats import as_data

        return json.dumps(as_data(found), ensure_ascii=False, indent=2) + "\n"
    from quizcards.export.stats import stats_markdown, stats_svg

    return stats_markdown(found, titles) if form == "markdown" else stats_svg(found, titles)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    from quizcards.files import write_file

    try:
        write_file(output, text.encode(errors="replace"))
    except OSError as error:
        raise QuizcardsError(f"{output}: 쓸 수 없습니다({reason(error)}).") from error
    print(f"{output}에 썼습니다.", file=sys.stderr)


@app.command(help="카드 한 장의 기록과 망각 곡선, 그날 나오는 까닭을 봅니다.")
def why(
    name: Annotated[str, typer.Argument(metavar="CARD", help="카드 아이디(adam) 또는 덱/아이디.")],
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    from quizcards.app.planning import read_goal
    from quizcards.insight.why import as_data
    from quizcards.insight.why import why as find_out

    env = environment(decks)
    library = env.library()
    card, now = find_card(library, name), env.now()
    with env.store(library) as store:
        memories, events = store.memories(), store.history(card.key)
    unseen = {
        one.key for one in library.cards if one.key not in memories or memories[one.key].is_new
    }
    day, goal = env.day(now), read_goal(env.home)
    planned = goal is not None and goal.by >= day and (not goal.decks or card.deck in goal.decks)
    by = goal.by if goal and planned else None
    story = find_out(card, events, now, day, env.settings.scheduler, unseen, by)
    if as_json:
        print_json(as_data(story))
        return
    from quizcards.terminal.why_view import why_lines

    titles = _titles({one.event.asked for one in story.history if one.event.asked} | {"recall"})
    _show(env, lambda width: why_lines(story, titles, width))
