"""`quizcards stats`: everything that the log tells."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import statistics
from quizcards.app.documents import checked_format
from quizcards.app.selection import named_kinds
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    JsonOption,
    OutputOption,
    TagOption,
    environment,
    written_as,
)
from quizcards.cli.output import hand_over, show_page
from quizcards.terminal.stats_view import stats_lines

HELP = "쌓인 기록을 봅니다: 공부한 날, 회상률, 앞으로의 복습, 약한 개념, 잦은 실수."
EXAMPLES = {
    "quizcards stats": "화면에서 봅니다.",
    "quizcards stats --tag optimizer": "태그가 붙은 카드의 기록만.",
    "quizcards stats --to markdown -o stats.md": "문서로 남깁니다.",
}
ORDER = 80


def stats(
    names: DecksArgument = None,
    tag: TagOption = None,
    as_json: JsonOption = False,
    to: Annotated[
        str | None, typer.Option("--to", help="markdown, svg, json으로 씁니다.", show_default=False)
    ] = None,
    output: OutputOption = None,
    decks: DecksOption = None,
) -> None:
    form = checked_format(written_as(as_json, to), output)
    env = environment(decks)
    found = statistics.statistics(env, names or (), tag or ())
    titles = named_kinds(found.kinds)
    if form is None:
        show_page(env, lambda width: stats_lines(found, titles, width))
        return
    hand_over(statistics.written(found, titles, form), output)
