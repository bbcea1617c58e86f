"""`quizcards new`: a new card, from options, from answers or from the editor."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app.authoring import NOTHING, Writing
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.model import Card
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDERR, STDOUT

HELP = "카드를 한 장 씁니다. 옵션이 없으면 하나씩 묻고, --editor면 편집기에서 씁니다."
EXAMPLES = {
    "quizcards new": "하나씩 묻습니다.",
    "quizcards new optimization --editor": "최적화 덱의 카드를 편집기에서.",
}
ORDER = 150


def _option(name: str, about: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=about, show_default=False)
    return option


DeckArgument = Annotated[
    str | None, typer.Argument(metavar="[DECK]", help="덱 아이디.", show_default=False)
]
QuestionOption = Annotated[str | None, _option("--question", "면접관이 묻는 질문.")]
AnswerOption = Annotated[str | None, _option("--answer", "소리 내어 말하는 답.")]
IdOption = Annotated[str | None, _option("--id", "카드 아이디. 없으면 질문의 낱말로 짓습니다.")]
PointOption = Annotated[list[str] | None, _option("--point", "핵심 하나. 여러 번 쓸 수 있습니다.")]
FormulaOption = Annotated[str | None, _option("--formula", "LaTeX 식, 한 줄에 하나.")]
NeedOption = Annotated[
    list[str] | None, _option("--need", "먼저 배워야 하는 카드. 여러 번 쓸 수 있습니다.")
]
TagOption = Annotated[list[str] | None, _option("--tag", "태그. 여러 번 쓸 수 있습니다.")]
SourceOption = Annotated[list[str] | None, _option("--source", "출처. 여러 번 쓸 수 있습니다.")]
TitleOption = Annotated[str | None, _option("--title", "덱 이름. 새 덱을 만들 때 씁니다.")]
EditorOption = Annotated[
    bool, typer.Option("--editor", help="편집기에서, 설명이 달린 틀에 씁니다.")
]


def new(
    deck: DeckArgument = None,
    question: QuestionOption = None,
    answer: AnswerOption = None,
    name: IdOption = None,
    point: PointOption = None,
    formula: FormulaOption = None,
    need: NeedOption = None,
    tag: TagOption = None,
    source: SourceOption = None,
    title: TitleOption = None,
    editor: EditorOption = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    given = {
        "id": name,
        "question": (question or "").strip(),
        "answer": (answer or "").strip(),
        "key_points": [{"point": text} for text in point or ()],
        "formula": formula,
        "needs": need,
        "tags": tag,
        "sources": source,
    }
    given = {field: value for field, value in given.items() if value}
    writing = Writing(environment(decks), asks=has_raw_keys())
    try:
        card = writing.new_card(writing.target(deck, title), given, editor)
    except (KeyboardInterrupt, EOFError):
        STDERR.say(NOTHING)
        raise
    if as_json:
        print_json(_as_data(card) if card else None)
    elif card:
        STDOUT.say(f"{card.place}: {card.key} 카드를 적었습니다.")
    else:
        STDERR.say(NOTHING)


def _as_data(card: Card) -> dict[str, object]:
    return {"card": card.key, "file": card.place.path, "line": card.place.line}
