"""The application, the options that commands share, and what they share on the way in and out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from quizcards.app.environment import Environment
from quizcards.errors import QuizcardsError, perhaps

if TYPE_CHECKING:
    from rich.text import Text

    from quizcards.model import Card, DemoCall, Library
    from quizcards.quiz.question import Chance, Context
    from quizcards.terminal.laboratory import Laboratory
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.screen import Screen
    from quizcards.terminal.study_plain import StudyPlain
    from quizcards.terminal.study_screen import StudyScreen
    from quizcards.trace.demo import Demo

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

DecksArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DECK]...", help="덱 아이디. 없으면 모든 덱.", show_default=False),
]
TagOption = Annotated[list[str] | None, typer.Option("--tag", help="이 꼬리표가 붙은 카드만.")]
DecksOption = Annotated[
    list[Path] | None,
    typer.Option("--decks", help="읽을 덱 파일이나 폴더. 여러 번 쓸 수 있습니다."),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        help="묻는 방식: recall, ox, choice 등. 여러 번 쓸 수 있습니다.",
        show_default=False,
    ),
]
DeckOption = Annotated[
    list[str] | None,
    typer.Option("--deck", help="이 덱만. 여러 번 쓸 수 있습니다.", show_default=False),
]
PlainOption = Annotated[
    bool, typer.Option("--plain", help="한 줄씩 묻고 답합니다(화면 낭독기, 파이프).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON으로 출력합니다.")]


def environment(decks: Iterable[Path] | None = None) -> Environment:
    return Environment(os.environ, Path.cwd(), tuple(decks or ()))


def chosen_cards(library: Library, decks: Iterable[str], tags: Iterable[str]) -> list[Card]:
    """Return the cards of these decks that carry one of these tags; none named means all."""
    ids, known_tags = (
        [deck.id for deck in library.decks],
        sorted({tag for card in library.cards for tag in card.tags}),
    )
    for name in decks:
        if name not in ids:
            raise QuizcardsError(
                f"'{name}' 덱은 없습니다.{perhaps(name, ids)} 있는 덱: {', '.join(ids) or '없음'}"
            )
    for tag in tags:
        if tag not in known_tags:
            raise QuizcardsError(
                f"'{tag}' 꼬리표는 없습니다.{perhaps(tag, known_tags)} 있는 꼬리표: {', '.join(known_tags) or '없음'}"
            )
    chosen_tags = set(tags)
    return [
        card
        for card in library.cards
        if (not decks or card.deck in decks) and (not tags or chosen_tags.intersection(card.tags))
    ]


def unknown_decks(library: Library, names: Iterable[str]) -> Iterator[str]:
    """Yield for each deck named that is not there what is wrong with it."""
    for name in names:
        try:
            chosen_cards(library, [name], [])
        except QuizcardsError as error:
            yield f"--deck {error}"


def find_card(library: Library, name: str) -> Card:
    found = [card for card in library.cards if name in (card.key, card.id)]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuizcardsError(
            f"'{name}' 카드는 여러 덱에 있습니다: {', '.join(card.key for card in found)}"
        )
    names = [*(card.id for card in library.cards), *(card.key for card in library.cards)]
    advice = (
        perhaps(name, names) or " 덱 파일에 적힌 id를 써 주세요(예: adam 또는 optimization/adam)."
    )
    raise QuizcardsError(f"'{name}' 카드는 없습니다.{advice}")


def question_context(library: Library) -> Context:
    """Return what questions are made from; demos and chance wait until a question needs them."""
    from quizcards.quiz.question import Context

    def chance(seed: int) -> Chance:
        from random import Random

        return Random(seed)

    return Context(library.cards, load_demo, chance)


def load_demo(call: DemoCall) -> Demo:
    """Return the demo of a call."""
    from quizcards import demos

    return demos.of(call)


def say_saved(count: int, first: str = "") -> None:
    """Say after a full-screen session, where the shell comes back, that nothing is lost."""
    if count and sys.stdout.isatty():
        print(f"{first}답 {count}개가 모두 저장되어 있습니다.")


def checked_kinds(names: Iterable[str], offered: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the kinds named, each of which must be there; a message offers some of them, or
    all.
    """
    from quizcards.quiz import kinds

    known = offered or kinds.names()
    for name in names:
        if name not in kinds.names():
            raise QuizcardsError(
                f"'{name}' 방식은 없습니다.{perhaps(name, known)} 쓸 수 있는 것: {', '.join(known)}"
            )
    return tuple(names)


@contextmanager
def asker(env: Environment, plain: bool, out: TextIO | None = None) -> Iterator[Screen | Plain]:
    """Give what asks: the whole screen where keys can be read one by one, otherwise lines."""
    from quizcards.terminal.keys import has_raw_keys

    if plain or not has_raw_keys():
        from quizcards.terminal.plain import Plain

        yield Plain(sys.stdin, out or sys.stdout)
        return
    from quizcards.terminal.screen import Screen

    screen = Screen(env.variables)
    with screen.open():
        yield screen


def learner(screen: Screen | Plain) -> StudyScreen | StudyPlain:
    """Return what asks the questions of a session on a screen, or line by line."""
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.study_plain import StudyPlain

    if isinstance(screen, Plain):
        return StudyPlain(screen, laboratory())
    from quizcards.terminal.study_screen import StudyScreen

    return StudyScreen(screen, laboratory())


def laboratory() -> Laboratory:
    from quizcards.terminal.laboratory import Laboratory

    return Laboratory(load_demo)


def left_out(library: Library, broken: dict[str, int]) -> str:
    """Say what a session does without: problems in decks, and lines of the log that could not be
    read.
    """
    parts = []
    if library.problems:
        parts.append(
            f"덱에 고칠 곳이 {len(library.problems)}군데 있습니다(quizcards check). 처음: {library.problems[0]}"
        )
    parts += [
        f"기록 {path}에서 읽을 수 없는 줄 {count}개를 건너뛰었습니다."
        for path, count in broken.items()
    ]
    return " ".join(parts)


def warn(library: Library) -> None:
    if message := left_out(library, {}):
        print(message, file=sys.stderr)


def confirmed(question: str, default: bool) -> bool:
    """Ask yes or no at the terminal, with the Korean input mode on or off; Enter alone is the
    default.
    """
    from quizcards.terminal.keys import latin

    print(f"{question} [{'Y/n' if default else 'y/N'}] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer.strip():
        return default and answer != ""
    return answer.strip() in ("예", "네", "응") or latin(answer.strip()) in ("y", "yes")


def width() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns, 40) if sys.stdout.isatty() else 80


def print_lines(lines: Sequence[Text]) -> None:
    """Print lines as they stand, in colour where the terminal and the environment allow it."""
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True)
    sys.stdout.write(captured.get())


def print_json(value: object) -> None:
    import json

    def plain(other: Any) -> Any:
        return other.tolist() if hasattr(other, "tolist") else list(other)

    print(json.dumps(value, ensure_ascii=False, indent=2, default=plain))
