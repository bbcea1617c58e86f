"""The commands: one thin function each. Whatever is heavy is imported inside the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards import __version__
from quizcards.environment import Environment
from quizcards.errors import QuizcardsError, perhaps

if TYPE_CHECKING:
    from rich.text import Text

    from quizcards.model import Card, Deck, DemoCall, Library, Problem
    from quizcards.store.store import Store
    from quizcards.study.session import Session
    from quizcards.terminal.laboratory import Laboratory
    from quizcards.trace.demo import Demo

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

DecksOption = Annotated[
    list[Path] | None, typer.Option("--decks", help="읽을 덱 파일이나 폴더. 여러 번 쓸 수 있습니다.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON으로 출력합니다.")]


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 2 the user can fix it, 130 interrupted."""
    command: Any = typer.main.get_command(app)
    try:
        with command.make_context("quizcards", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except QuizcardsError as error:
        print(error, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, EOFError):
        return 130
    except typer.exceptions.TyperException as error:
        from quizcards.usage import explained

        print(explained(error, list(command.commands)), file=sys.stderr)
        return 2
    return 0


def _environment(decks: Iterable[Path] | None = None) -> Environment:
    return Environment(os.environ, Path.cwd(), tuple(decks or ()))


@app.callback(
    invoke_without_command=True,
    help="면접 카드가 스스로 답을 계산하는 터미널 공부 도구. 명령 없이 쓰면 오늘 볼 것을 보여 줍니다.",
)
def main(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="버전을 출력합니다.")] = False,
) -> None:
    if version:
        print(f"quizcards {__version__}")
    elif context.invoked_subcommand is None:
        _overview(_environment())


@app.command(help="오늘 볼 카드를 한 장씩 묻습니다.")
def study(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[DECK]...", help="덱 아이디. 없으면 모든 덱.", show_default=False)
    ] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="이 꼬리표가 붙은 카드만.")] = None,
    new: Annotated[int | None, typer.Option("--new", min=0, help="오늘의 새 카드 수.", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="이번에 볼 카드 수.", show_default=False)] = None,
    plain: Annotated[bool, typer.Option("--plain", help="한 줄씩 묻고 답합니다(화면 낭독기, 파이프).")] = False,
    decks: DecksOption = None,
) -> None:
    from quizcards.flow import Edges
    from quizcards.flow import study as run_session
    from quizcards.terminal.keys import has_raw_keys

    place = _environment(decks)
    library = place.library()
    chosen = [card.key for card in _chosen(library, names or (), tag or ())]
    with place.store(library) as store:
        session = _session(place, library, store, chosen, new, limit)
        if plain or not has_raw_keys():
            from quizcards.terminal.plain import Plain

            line_by_line = Plain(_laboratory(), sys.stdin, sys.stdout)
            editing = _editing(place, library)
            run_session(session, Edges(place.now, place.day, store, line_by_line.ask, line_by_line.close, editing))
            return
        from quizcards.terminal.screen import Screen

        screen = Screen(_laboratory(), place.variables)
        editing = _editing(place, library, screen.lent)
        with screen.open():
            end = run_session(session, Edges(place.now, place.day, store, screen.ask, screen.close, editing))
    if end.answers:
        print(f"답 {len(end.answers)}개가 모두 저장되어 있습니다.")


def _session(
    place: Environment, library: Library, store: Store, chosen: list[str], new: int | None, limit: int | None
) -> Session:
    """Begin a session on the chosen cards that are due or new."""
    from dataclasses import replace

    from quizcards.study.queue import gather
    from quizcards.study.session import Session

    memories = store.memories()
    now, limits = place.now(), place.settings.limits
    limits = replace(limits, new=limits.new if new is None else new, cards=limit)
    keys = gather(library.cards, memories, now, place.day(now), limits, chosen)
    cards, titles = {card.key: card for card in library.cards}, {deck.id: deck.title for deck in library.decks}
    return Session(cards, titles, memories, keys, place.settings.scheduler, message=_left_out(library, store.broken))


@app.command("decks", help="덱과 카드 수를 봅니다.")
def list_decks(as_json: JsonOption = False, decks: DecksOption = None) -> None:
    from quizcards.study.queue import is_due, is_hidden

    place = _environment(decks)
    library = place.library()
    with place.store(library) as store:
        memories, now = store.memories(), place.now()
    day = place.day(now)

    def counts(deck: Deck) -> dict[str, int]:
        known = [memories.get(card.key) for card in deck.cards]
        return {
            "cards": len(known),
            "new": sum(memory is None or memory.is_new for memory in known),
            "due": sum(is_due(memory, now, day) and not is_hidden(memory, day) for memory in known),
            "suspended": sum(memory is not None and memory.suspended for memory in known),
        }

    rows = [(deck, counts(deck)) for deck in library.decks]
    _warn(library)
    if as_json:
        _print_json([{"deck": deck.id, "title": deck.title, **numbers} for deck, numbers in rows])
        return
    from quizcards.terminal import listings

    _print(listings.decks(rows))


@app.command(help="카드 한 장을 답까지 봅니다.")
def show(
    name: Annotated[str, typer.Argument(metavar="CARD", help="카드 아이디(adam) 또는 덱/아이디.")],
    latex: Annotated[bool, typer.Option("--latex", help="식을 LaTeX로 보여 줍니다.")] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    place = _environment(decks)
    library = place.library()
    card = _find(library, name)
    with place.store(library) as store:
        memory = store.memory(card.key)
    if as_json:
        from dataclasses import asdict

        _print_json({"card": asdict(card), "memory": asdict(memory)})
        return
    from quizcards.terminal import listings

    _print(listings.card(card, memory, place.now(), _width(), _laboratory().evidence, latex))


@app.command(help="앞으로 며칠 동안 볼 카드 수를 봅니다.")
def due(
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="며칠까지 볼지.")] = 14,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    from datetime import date

    from quizcards.study.summary import forecast

    place = _environment(decks)
    library = place.library()
    today = place.day(place.now())
    with place.store(library) as store:
        counts = forecast(store.memories(), [card.key for card in library.cards], today, days)
    _warn(library)
    if as_json:
        _print_json([{"day": date.fromordinal(today + i).isoformat(), "due": count} for i, count in enumerate(counts)])
        return
    from quizcards.terminal import listings

    _print(listings.due(counts, today))


@app.command(help="계산을 눈앞에서 해 보입니다.")
def demo(
    name: Annotated[str | None, typer.Argument(help="데모 이름.", show_default=False)] = None,
    params: Annotated[
        list[str] | None,
        typer.Option("-p", metavar="NAME=VALUE", help="매개변수를 바꿉니다: -p lr=0.3. 여럿이면 나란히: -p lr=0.1,1"),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="입력을 새로 뽑습니다.", show_default=False)] = None,
    step: Annotated[bool, typer.Option("--step", help="값을 가리고 한 줄씩 계산합니다.")] = False,
    to: Annotated[str | None, typer.Option("--to", help="markdown, svg, json으로 씁니다.", show_default=False)] = None,
    listing: Annotated[bool, typer.Option("--list", help="데모를 모두 봅니다.")] = False,
    as_json: JsonOption = False,
) -> None:
    from quizcards import demos, runs

    if listing or name is None:
        _list_demos(as_json)
        return
    if name not in demos.names():
        raise QuizcardsError(
            f"'{name}' 데모는 없습니다.{perhaps(name, demos.names())} quizcards demo --list로 모두 볼 수 있습니다."
        )
    shown = demos.load(name)
    asked = runs.asked_for(shown, params or (), seed)
    if as_json or to == "json":
        _print_json(runs.as_data(name, shown, asked))
    elif to:
        sys.stdout.write(runs.written(shown, asked, to))
    elif len(asked) > 1:
        from quizcards.terminal.compare_view import compare_lines

        _print(compare_lines(shown, asked, _width()))
    elif step:
        from quizcards.model import DemoCall

        _walk(DemoCall(name, asked[""]))
    else:
        from quizcards.terminal.demo_view import demo_lines

        _print(demo_lines(shown, asked[""], _width()))


def _list_demos(as_json: bool) -> None:
    from quizcards import demos

    rows = [(one, demos.load(one)) for one in demos.names()]
    if as_json:
        _print_json([{"name": one, "title": shown.title, "parameters": list(shown.parameters)} for one, shown in rows])
        return
    from quizcards.terminal.text import columns

    print("\n".join(columns((one, shown.title, ", ".join(shown.parameters)) for one, shown in rows)))


def _walk(call: DemoCall) -> None:
    """Walk a demo on the whole screen, or line by line where there are no single keys to read."""
    from quizcards.terminal.keys import has_raw_keys

    laboratory = _laboratory()
    if not has_raw_keys():
        from quizcards.terminal.plain import Plain

        Plain(laboratory, sys.stdin, sys.stdout).walk(laboratory.walk(call))
        return
    from quizcards.terminal.screen import Screen

    screen, walk = Screen(laboratory, os.environ), laboratory.walk(call)
    with screen.open():
        screen.walk(walk)


@app.command(help="덱을 검사하고 데모를 모두 돌려 보고, 고칠 곳을 모두 알려 줍니다.")
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="덱 파일이나 폴더.", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    from quizcards import demos
    from quizcards.decks.files import deck_files
    from quizcards.quiz.survey import demo_problems

    place = _environment(paths)
    files = deck_files(place.deck_paths)
    siblings = deck_files(sorted({file.parent for file in files}))
    library = place.read([*files, *(file for file in siblings if file not in files)])
    named = {str(file) for file in files}
    cards = [card for card in library.cards if card.place.path in named]
    problems = [problem for problem in library.problems if problem.path in named] + demo_problems(cards, demos.of)
    if as_json:
        from dataclasses import asdict

        _print_json([asdict(problem) for problem in problems])
    else:
        for problem in sorted(problems):
            print(problem)
        verdict = f"고칠 곳 {len(problems)}군데" if problems else "문제 없음"
        print(f"파일 {len(files)}개, 카드 {len(cards)}장, {verdict}", file=sys.stderr)
    if problems:
        raise typer.Exit(2)


@app.command(help="덱을 다른 형식의 문서로 내보냅니다.")
def export(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[DECK]...", help="덱 아이디. 없으면 모든 덱.", show_default=False)
    ] = None,
    to: Annotated[str, typer.Option("--to", help="형식.")] = "markdown",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="파일. 없으면 화면으로.", show_default=False)
    ] = None,
    decks: DecksOption = None,
) -> None:
    from quizcards import demos
    from quizcards import export as exporters

    if to not in exporters.formats():
        raise QuizcardsError(f"'{to}' 형식은 없습니다. 쓸 수 있는 것: {', '.join(exporters.formats())}")
    library = _environment(decks).library()
    _chosen(library, names or (), ())
    chosen = [deck for deck in library.decks if not names or deck.id in names]
    document = exporters.load(to).export(chosen, demos.of, f"{output.stem}-그림" if output else "")
    _warn(library)
    if output is None:
        sys.stdout.write(document.text)
        return
    _write(output, document.text)
    for path, text in document.pictures.items():
        (output.parent / path).parent.mkdir(exist_ok=True)
        _write(output.parent / path, text)
    more = f"(그림 {len(document.pictures)}개 포함)" if document.pictures else ""
    print(f"{output}에 썼습니다{more}.", file=sys.stderr)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuizcardsError(f"{path}: 쓸 수 없습니다({error.strerror}).") from error


@app.command(help="딸려 온 덱을 내 폴더로 복사합니다. 그다음부터는 마음껏 고칠 수 있습니다.")
def init() -> None:
    place = _environment()
    target = place.home / "decks"
    missing = [
        source
        for source in sorted(place.shipped_decks.iterdir())
        if source.is_file() and not (target / source.name).exists()
    ]
    try:
        target.mkdir(parents=True, exist_ok=True)
        for source in missing:
            (target / source.name).write_bytes(source.read_bytes())
    except OSError as error:
        raise QuizcardsError(f"{target}에 쓸 수 없습니다({error.strerror}).") from error
    print(
        f"{target}에 {len(missing)}개 파일을 복사했습니다."
        if missing
        else f"{target}에 이미 모두 있습니다. 아무것도 바꾸지 않았습니다."
    )


@app.command(help="쉬게 한 카드를 다시 나오게 합니다. 카드를 적지 않으면 쉬고 있는 카드를 보여 줍니다.")
def wake(
    name: Annotated[
        str | None, typer.Argument(metavar="[CARD]", help="카드 아이디 또는 덱/아이디.", show_default=False)
    ] = None,
    decks: DecksOption = None,
) -> None:
    from quizcards.model import Event

    place = _environment(decks)
    library = place.library()
    with place.store(library) as store:
        if name is None:
            resting = [key for key, memory in sorted(store.memories().items()) if memory.suspended]
            print("\n".join(resting) or "쉬고 있는 카드가 없습니다.")
            return
        card, now = _find(library, name), place.now()
        if not store.memory(card.key).suspended:
            raise QuizcardsError(f"{card.key} 카드는 쉬고 있지 않습니다.")
        store.append(Event(id="", at=now, day=place.day(now), kind="unsuspend", card=card.key))
    print(f"{card.key} 카드가 다시 나옵니다.")


def _overview(place: Environment) -> None:
    from quizcards.study.queue import gather
    from quizcards.study.summary import streak
    from quizcards.terminal import listings

    library = place.library()
    with place.store(library) as store:
        memories, days = store.memories(), store.index.reviews_by_day()
    now = place.now()
    day = place.day(now)
    keys = gather(library.cards, memories, now, day, place.settings.limits)
    new = sum(key not in memories or memories[key].is_new for key in keys)
    _warn(library)
    _print(listings.overview(len(keys) - new, new, streak(days, day), days.get(day, 0)))


def _chosen(library: Library, decks: Iterable[str], tags: Iterable[str]) -> list[Card]:
    """Return the cards of these decks that carry one of these tags; none named means all."""
    ids, known_tags = [deck.id for deck in library.decks], sorted({tag for card in library.cards for tag in card.tags})
    for name in decks:
        if name not in ids:
            raise QuizcardsError(f"'{name}' 덱은 없습니다.{perhaps(name, ids)} 있는 덱: {', '.join(ids) or '없음'}")
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


def _find(library: Library, name: str) -> Card:
    found = [card for card in library.cards if name in (card.key, card.id)]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuizcardsError(f"'{name}' 카드는 여러 덱에 있습니다: {', '.join(card.key for card in found)}")
    names = [*(card.id for card in library.cards), *(card.key for card in library.cards)]
    raise QuizcardsError(f"'{name}' 카드는 없습니다.{perhaps(name, names)}")


def _laboratory() -> Laboratory:
    from quizcards.terminal.laboratory import Laboratory

    def load(call: DemoCall) -> Demo:
        from quizcards import demos

        return demos.of(call)

    return Laboratory(load)


def _editing(
    place: Environment, library: Library, lent: Callable[[], Any] | None = None
) -> Callable[[Card], tuple[Library, str]]:
    """Return how a card is edited: in $EDITOR at its line, then read again; a broken edit keeps the old cards."""
    from contextlib import nullcontext

    def edit(card: Card) -> tuple[Library, str]:
        nonlocal library
        from quizcards.editing import open_editor

        if Path(card.place.path).is_relative_to(place.shipped_decks) and place.shipped_decks.parent.name == "quizcards":
            return library, "딸려 온 덱은 고칠 수 없습니다. quizcards init으로 내 폴더에 복사한 뒤 고쳐 주세요."
        with (lent or nullcontext)():
            failed = open_editor(card.place, place.variables)
        if failed:
            return library, failed
        again = place.library()
        problems = [problem for problem in again.problems if problem.path == card.place.path]
        lost = problems and card.key not in {one.key for one in again.cards}
        library = library if lost else again
        return library, _edit_message(problems, bool(lost))

    return edit


def _edit_message(problems: Sequence[Problem], lost: bool) -> str:
    if not problems:
        return "다시 읽었습니다."
    more = f" (외 {len(problems) - 1}군데)" if len(problems) > 1 else ""
    return f"{'고치기 전의 카드를 씁니다. ' if lost else ''}{problems[0]}{more}"


def _left_out(library: Library, broken: dict[str, int]) -> str:
    """Say what a session does without: problems in decks, and lines of the log that could not be read."""
    parts = []
    if library.problems:
        parts.append(
            f"덱에 고칠 곳이 {len(library.problems)}군데 있습니다(quizcards check). 처음: {library.problems[0]}"
        )
    parts += [f"기록 {path}에서 읽을 수 없는 줄 {count}개를 건너뛰었습니다." for path, count in broken.items()]
    return " ".join(parts)


def _warn(library: Library) -> None:
    if message := _left_out(library, {}):
        print(message, file=sys.stderr)


def _width() -> int:
    import shutil

    return max(shutil.get_terminal_size().columns, 40) if sys.stdout.isatty() else 80


def _print(lines: Sequence[Text]) -> None:
    """Print lines as they stand, in colour where the terminal and the environment allow it."""
    from rich.console import Console

    console = Console(highlight=False)
    with console.capture() as captured:
        for line in lines:
            console.print(line, soft_wrap=True)
    sys.stdout.write(captured.get())


def _print_json(value: object) -> None:
    import json

    def plain(other: Any) -> Any:
        return other.tolist() if hasattr(other, "tolist") else list(other)

    print(json.dumps(value, ensure_ascii=False, indent=2, default=plain))
