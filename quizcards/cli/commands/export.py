"""`quizcards export`: decks as documents for other programs and for paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from quizcards.app import exports
from quizcards.cli.options import (
    DecksArgument,
    DecksOption,
    JsonOption,
    OutputOption,
    TagOption,
    environment,
    written_as,
)
from quizcards.terminal.printing import STDERR, STDOUT

HELP = "덱을 다른 형식의 문서로 내보냅니다."
EXAMPLES = {
    "quizcards export --to anki -o cards.apkg": "Anki로 옮깁니다.",
    "quizcards export --to html -o cards.html": "웹 페이지 하나로.",
    "quizcards export optimization -o optimization.md": "최적화 덱을 Markdown으로.",
}
ORDER = 200

ToOption = Annotated[
    str | None,
    typer.Option(
        "--to",
        help=f"{', '.join(exports.formats())}. 없으면 -o 파일의 확장자로 정합니다.",
        show_default=False,
    ),
]
LayoutOption = Annotated[
    str | None,
    typer.Option("--layout", help="레이아웃. Markdown에는 sheet, qa, onepage.", show_default=False),
]
WeakOption = Annotated[
    bool,
    typer.Option("--weak", help=f"배운 카드 가운데 가장 잊었을 {exports.MOST_WEAK}장만."),
]


def export(
    names: DecksArgument = None,
    to: ToOption = None,
    output: OutputOption = None,
    layout: LayoutOption = None,
    tag: TagOption = None,
    due: Annotated[bool, typer.Option("--due", help="오늘 복습할 카드만.")] = False,
    weak: WeakOption = False,
    schedule: Annotated[
        bool, typer.Option("--schedule", help="복습 일정도 함께(Anki, HTML).")
    ] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    options = exports.ExportOptions(
        decks=names or (),
        tags=tag or (),
        to=written_as(as_json, to),
        output=output,
        layout=layout,
        due=due,
        weak=weak,
        schedule=schedule,
    )
    with exports.document(environment(decks), options) as pieces:
        if output is None:
            _hand_over(pieces)
            return
        pictures = exports.write_document(pieces, output)
    more = f"(그림 {pictures}개 포함)" if pictures else ""
    STDERR.say(f"{output}에 썼습니다{more}.")


def _hand_over(pieces: Iterable[object]) -> None:
    """Write the text to stdout, or the bytes where they go to a file; pictures are left out."""
    for piece in pieces:
        if isinstance(piece, str | bytes):
            STDOUT.hand_over(piece)
