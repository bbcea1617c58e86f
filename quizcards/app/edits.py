"""Commands that write cards: `new`, `edit`, `rename`, `orphans`."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards.cli.options import DecksOption, app, confirmed, environment, find_card, print_lines
from quizcards.errors import QuizcardsError

if TYPE_CHECKING:
    from rich.text import Text

    from quizcards.app.authoring import Target, Writing
    from quizcards.model import Card, Library, Place, Problem


def _option(name: str, about: str) -> Any:
    return typer.Option(name, help=about, show_default=False)


@app.command(help="카드를 한 장 씁니다. 옵션이 없으면 하나씩 묻고, --editor면 편집기에서 씁니다.")
def new(
    deck: Annotated[
        str | None, typer.Argument(metavar="[DECK]", help="덱 아이디.", show_default=False)
    ] = None,
    question: Annotated[str | None, _option("--question", "면접관이 묻는 질문.")] = None,
    answer: Annotated[str | None, _option("--answer", "소리 내어 말하는 답.")] = None,
    name: Annotated[
        str | None, _option("--id", "카드 아이디. 없으면 질문의 영어 낱말로 짓습니다.")
    ] = None,
    point: Annotated[
        list[str] | None, _option("--point", "핵심 하나. 여러 번 쓸 수 있습니다.")
    ] = None,
    formula: Annotated[str | None, _option("--formula", "LaTeX 식, 한 줄에 하나.")] = None,
    need: Annotated[
        list[str] | None, _option("--need", "먼저 배워야 하는 카드. 여러 번 쓸 수 있습니다.")
    ] = None,
    tag: Annotated[list[str] | None, _option("--tag", "꼬리표. 여러 번 쓸 수 있습니다.")] = None,
    source: Annotated[
        list[str] | None, _option("--source", "출처. 여러 번 쓸 수 있습니다.")
    ] = None,
    title: Annotated[str | None, _option("--title", "덱 이름. 새 덱을 만들 때 씁니다.")] = None,
    editor: Annotated[
        bool, typer.Option("--editor", help="편집기에서, 설명이 달린 틀에 씁니다.")
    ] = False,
    decks: DecksOption = None,
) -> None:
    from quizcards.app.authoring import NOTHING, Writing
    from quizcards.terminal.keys import has_raw_keys

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
    writing = Writing(environment(decks), has_raw_keys())
    try:
        _write_new(
            writing,
            writing.target(deck, title),
            {key: value for key, value in given.items() if value},
            editor,
        )
    except (KeyboardInterrupt, EOFError):
        print(NOTHING, file=sys.stderr)
        raise


def _write_new(writing: Writing, target: Target, given: dict[str, Any], editor: bool) -> None:
    """Get the card in one of three ways, and write it."""
    from quizcards.app.authoring import NOTHING
    from quizcards.decks.insert import proposed_id

    asks = not editor and not ("question" in given and "answer" in given)
    if editor:
        card = writing.edited(target, given)
    elif not asks:
        card = {
            "id": proposed_id(given["question"], target.deck, writing.taken(target.deck)),
            **given,
        }
    elif writing.asks:
        card = writing.asked(target, given)
    else:
        raise QuizcardsError(
            "--question, --answer: 꼭 적어야 합니다. 터미널에서는 적지 않으면 하나씩 묻습니다."
        )
    while card and (problems := writing.write(target, card)):
        said = "\n".join(problem.message for problem in problems)
        if not asks:
            raise QuizcardsError(f"{said}\n{NOTHING}")
        print(f"\n{said}", file=sys.stderr)
        card = (
            writing.edited(target, card) if confirmed("편집기에서 고칠까요?", default=True) else {}
        )
    if card:
        written = find_card(writing.env.library(), f"{target.deck}/{card['id']}")
        print(f"{written.place}: {written.key} 카드를 적었습니다.")
    else:
        print(NOTHING, file=sys.stderr)


@app.command(help="카드를 편집기에서 고치고, 바뀐 것과 고칠 곳을 봅니다.")
def edit(
    name: Annotated[str, typer.Argument(metavar="CARD", help="카드 아이디(adam) 또는 덱/아이디.")],
    decks: DecksOption = None,
) -> None:
    from quizcards.app.authoring import say
    from quizcards.app.editing import open_editor
    from quizcards.model import Place
    from quizcards.terminal.keys import has_raw_keys

    env = environment(decks)
    before = env.library()
    key, at = _spot(before, name)
    file = at.path
    env.refuse_shipped(Path(file))
    while True:
        open_editor(at, env.variables)
        after = env.library()
        problems = _problems(key, file, before, after)
        print_lines(_outcome(key, before, after))
        if not problems:
            return
        say(problems)
        if not (has_raw_keys() and confirmed("편집기를 다시 열까요?", default=True)):
            raise typer.Exit(2)
        at = Place(problems[0].path, problems[0].line)


def _spot(library: Library, name: str) -> tuple[str, Place]:
    """Return the key of a card and where it stands, also of one that could not be read."""
    from quizcards.decks.find import broken_card
    from quizcards.model import Place

    if not any(name in (card.key, card.id) for card in library.cards):
        for path in dict.fromkeys(problem.path for problem in library.problems):
            with suppress(OSError):
                text = Path(path).read_text(encoding="utf-8", errors="replace")
                if found := broken_card(text, name):
                    return found[0], Place(path, found[1])
    card = find_card(library, name)
    return card.key, card.place


def _problems(key: str, file: str, before: Library, after: Library) -> list[Problem]:
    """Return what is wrong after an edit: in the card's file, with its demos, and newly
    elsewhere.
    """
    from quizcards.app.authoring import survey_problems
    from quizcards.decks.problems import more

    here = [problem for problem in after.problems if problem.path == file]
    elsewhere = [
        problem for problem in more(before.problems, after.problems) if problem not in here
    ]
    return [*here, *survey_problems(one for one in after.cards if one.key == key), *elsewhere]


def _outcome(key: str, before: Library, after: Library) -> list[Text]:
    """Return what an edit did to the card, field by field, and to its neighbours by name."""
    from rich.text import Text

    from quizcards.decks.change import changes, successor

    old, new = ({one.key: one for one in library.cards} for library in (before, after))
    card, came = old.get(key), [one for one in new.values() if one.key not in old]
    now = new.get(key) or (successor(card, came) if card else None)
    lines = _fate(key, card, now)
    for name, changed in changes(card, now).items() if card and now else ():
        lines.append(Text(f" {name}", style="bold"))
        lines += [
            Text(f"   {line}", style="green" if line[0] == "+" else "red") for line in changed
        ]
    # cards of a file that became unreadable have not changed
    readable = {one.place.path for one in new.values()}
    others = [
        one
        for one in {**old, **new}
        if one not in (key, now and now.key)
        and _differs(old.get(one), new.get(one))
        and (new.get(one) or old[one]).place.path in readable
    ]
    if others:
        lines.append(Text(f" 함께 바뀐 카드: {', '.join(others)}"))
    return lines or [Text(f" {key}: 바뀐 것이 없습니다.")]


def _fate(key: str, card: Card | None, now: Card | None) -> list[Text]:
    """Say what became of a card and of its history, where it is not simply there as before."""
    from rich.text import Text

    if now is None:
        return [Text(f" {key}: 읽을 수 없거나 지워진 카드입니다. 학습 기록은 그대로 있습니다.")]
    if card is None:
        return [Text(f" {key}: 이제 읽을 수 있는 카드입니다.")]
    if now.key == key:
        return []
    if key in now.was:
        return [Text(f" 아이디가 {key}에서 {now.key}(으)로 바뀌었고, 학습 기록은 이어집니다.")]
    return [
        Text(
            f" 아이디가 {key}에서 {now.key}(으)로 바뀌었습니다. 이미 배운 카드라면 학습 기록이 끊깁니다."
        ),
        Text(f" 이어 가려면: quizcards rename {key} {now.key}", style="bold"),
    ]


def _differs(before: Card | None, after: Card | None) -> bool:
    """Say whether a card came, went or says something else, wherever it stands."""
    from dataclasses import replace

    return before is None or after is None or before != replace(after, place=before.place)
