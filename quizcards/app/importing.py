"""`quizcards import`: cards from other programs."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizcards.cli.options import JsonOption, app, environment, print_json
from quizcards.errors import QuizcardsError, reason

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.importing.build import NewDeck
    from quizcards.importing.result import ImportResult
    from quizcards.model import Event, Library


@app.command("import", help="다른 프로그램의 카드를 새 덱으로 가져옵니다(Anki, CSV, Markdown 등).")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="가져올 파일.")],
    to: Annotated[
        str | None,
        typer.Option(
            "--to", help="새 덱의 아이디. 덱이 여럿이면 하나로 합칩니다.", show_default=False
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="새 덱의 이름.", show_default=False)
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help="Anki의 복습 기록도 가져옵니다.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="새 덱 파일. 없으면 내 폴더에.", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    from quizcards.decks.files import lay_schema
    from quizcards.decks.insert import words_id
    from quizcards.importing.build import build_decks
    from quizcards.importing.files import read_file

    env = environment()
    _check_id(to)
    found = read_file(file)
    decks = build_decks(found, file.stem, words_id, to or "", title or "")
    notes = sum(len(deck.cards) for deck in decks) + len(found.left_out)
    if title and len(decks) > 1:
        raise QuizcardsError(
            f"--title: 덱이 {len(decks)}개입니다. 하나로 합치려면 --to를 함께 써 주세요."
        )
    paths = _targets(env, decks, output)
    texts = _settled(env, found, decks, _neighbours(env, paths))
    answers = _answers(env, found, decks) if history else []
    log = _write_log(env, answers)
    for deck in decks:
        _write(paths[deck.id], texts[deck.id].encode())
    if output is None:
        lay_schema(env.shipped_decks, env.own_decks)
    cards = sum(len(deck.cards) for deck in decks)
    assert notes == cards + len(found.left_out), "a note was lost without a word"
    if as_json:
        print_json(_report(found, decks, paths, log, len(answers)))
        return
    lines = [
        *_left_behind(found),
        _counts(notes, cards),
        *_history(found, history, len(answers), log),
    ]
    print("\n".join([*lines, *_written(env, decks, paths)]), file=sys.stderr)


def _check_id(to: str | None) -> None:
    from quizcards.decks.fields import ID_PATTERN

    if to is not None and not re.fullmatch(ID_PATTERN, to):
        raise QuizcardsError(
            f"--to {to}: 덱 아이디는 영어 소문자, 숫자, '-'로 써 주세요(예: my-deck)."
        )


def _targets(env: Environment, decks: Sequence[NewDeck], output: Path | None) -> dict[str, Path]:
    """Return the new file of each deck.

    Raises QuizcardsError for a file or an id that is there already.
    """
    from quizcards.decks.files import deck_files

    names = ", ".join(deck.id for deck in decks)
    if output and len(decks) > 1:
        raise QuizcardsError(
            f"-o: 덱이 {len(decks)}개({names})라서 한 파일에 쓸 수 없습니다. --to로 합치거나 -o를 빼 주세요."
        )
    if output and output.suffix not in (".yaml", ".yml"):
        raise QuizcardsError(f"-o {output}: 덱 파일의 이름은 .yaml로 끝나야 합니다.")
    own = env.home / "decks"
    paths = {deck.id: output or own / f"{deck.id}.yaml" for deck in decks}
    wrong = [f"{path}: 이미 있는 파일입니다." for path in paths.values() if path.exists()]
    if output is None or _is_read(env, output):
        folders = [*env.deck_paths, own] if output is None and own.is_dir() else env.deck_paths
        there = {deck.id: deck for deck in env.read(deck_files(folders)).decks}
        wrong += [
            f"'{name}' 덱은 이미 있습니다({there[name].title})." for name in paths if name in there
        ]
    if wrong:
        other = (
            "-o에 다른 이름을 써 주세요."
            if output
            else "--to my-deck처럼 다른 덱 아이디를 써 주세요."
        )
        raise QuizcardsError("\n".join([*wrong, f"있는 것은 바꾸지 않습니다. {other}"]))
    return paths


def _is_read(env: Environment, path: Path) -> bool:
    """Say whether a deck file at this path is among those that are read."""
    return any(path.resolve().is_relative_to(one.resolve()) for one in env.deck_paths)


def _neighbours(env: Environment, paths: Mapping[str, Path]) -> list[Path]:
    """Return the deck files that are read together with the new ones."""
    from quizcards.decks.files import deck_files

    return deck_files(env.deck_paths) if all(_is_read(env, path) for path in paths.values()) else []


def _settled(
    env: Environment, found: ImportResult, decks: list[NewDeck], neighbours: Sequence[Path]
) -> dict[str, str]:
    """Return the text of each deck.

    A card that would not read back as it was found is left out, and its deck if it was the last.
    """
    from quizcards.decks.write import deck_yaml
    from quizcards.importing.build import drop_missing

    known = {card.key for card in env.read(neighbours).cards} if neighbours else set[str]()
    with TemporaryDirectory(prefix="quizcards-") as folder:
        while decks:
            drop_missing(found, decks, known)
            texts = {
                deck.id: deck_yaml(deck.id, deck.title, [card.data for card in deck.cards])
                for deck in decks
            }
            files = {name: Path(folder) / f"{name}.yaml" for name in texts}
            for name, path in files.items():
                path.write_text(texts[name], encoding="utf-8", newline="\n")
            library = env.read([*neighbours, *files.values()])
            spoilt = [_spoilt(deck, texts[deck.id], str(files[deck.id]), library) for deck in decks]
            if not any(spoilt):
                return texts
            for deck, reasons in zip(decks, spoilt, strict=True):
                for i, reason in reasons.items():
                    found.record_left_out(deck.cards[i].label, reason, len(deck.cards[i].reviews))
                deck.cards = [card for i, card in enumerate(deck.cards) if i not in reasons]
            decks[:] = [deck for deck in decks if deck.cards]
    raise QuizcardsError("\n".join([*found.left_out[:20], "가져올 수 있는 카드가 없습니다."]))


def _spoilt(deck: NewDeck, text: str, path: str, library: Library) -> dict[int, str]:
    """Return which cards of a deck the reader reads with a problem or as something else, and why
    each is left out.
    """
    from quizcards.card_data import card_data

    starts = [number for number, line in enumerate(text.split("\n"), 1) if line.startswith("- ")]
    reasons: dict[int, str] = {}
    for problem in library.problems:
        if problem.path == path:
            reasons.setdefault(bisect_right(starts, problem.line) - 1, problem.message)
    if -1 in reasons:
        raise QuizcardsError(f"--title: {reasons[-1]}")
    read = {card.key: card for card in library.cards}
    for i, card in enumerate(deck.cards):
        back = read.get(deck.key(card))
        if back is None or _bare(card_data(back)) != _bare(card.data):
            reasons.setdefault(i, "덱에 적으면 뜻이 달라지는 내용이 있습니다.")
    return reasons


def _bare(value: Any) -> Any:
    """Return plain data without what YAML does not keep: empty parts, and space at the ends of
    lines.
    """
    if isinstance(value, dict):
        return {
            name: bare
            for name, part in value.items()
            if (bare := _bare(part)) not in ("", [], {}, None)
        }
    if isinstance(value, list):
        return [_bare(part) for part in value]
    return (
        "\n".join(map(str.rstrip, value.split("\n"))).strip() if isinstance(value, str) else value
    )


def _answers(env: Environment, found: ImportResult, decks: Iterable[NewDeck]) -> list[Event]:
    """Return the history as events. Each of its rows is one, or counted among those left behind."""
    from quizcards.importing.history import events

    answers = list(events(found, decks, env.now(), env.day))
    assert found.rows == len(answers) + found.left_rows.total(), "an answer was lost without a word"
    return sorted(answers, key=lambda event: event.id)


def _write_log(env: Environment, answers: Sequence[Event]) -> Path | None:
    """Write events into a log of their own, which is the same for the same events: to delete it
    takes them back.
    """
    from hashlib import sha256

    from quizcards.store.log import encode

    if not answers:
        return None
    lines = b"".join(map(encode, answers))
    path = env.home / "log" / f"anki-{sha256(lines).hexdigest()[:12]}.jsonl"
    if not path.exists():
        _write(path, lines)
    return path


def _write(path: Path, data: bytes) -> None:
    from quizcards.files import write_file

    try:
        write_file(path, data)
    except OSError as error:
        raise QuizcardsError(f"{path}에 쓸 수 없습니다({reason(error)}).") from error


def _report(
    found: ImportResult,
    decks: Iterable[NewDeck],
    paths: Mapping[str, Path],
    log: Path | None,
    answers: int,
) -> dict[str, Any]:
    return {
        "decks": [
            {
                "deck": deck.id,
                "title": deck.title,
                "file": str(paths[deck.id]),
                "cards": len(deck.cards),
            }
            for deck in decks
        ],
        "left_out": found.left_out,
        "lost": found.lost,
        "styled": found.styled,
        "history": {
            "rows": found.rows,
            "reviews": answers,
            "left": found.left_rows,
            "file": str(log) if log else None,
        },
    }


def _left_behind(found: ImportResult) -> list[str]:
    """Return a line for each note that was left out and each part that was lost."""
    lines = []
    for name, told in (
        ("가져오지 않은 것", found.left_out),
        ("카드에서 빠졌거나 바뀐 것", found.lost),
    ):
        lines += [f"{name} {len(told)}개", *(f"  {line}" for line in told)] if told else []
    if found.styled:
        lines.append(f"굵은 글자, 색 같은 글자 모양은 글만 남겼습니다: {found.styled}개")
    return lines


def _counts(notes: int, cards: int) -> str:
    left = f"고, {notes - cards}개는 두고 왔습니다" if notes > cards else "습니다"
    return f"{notes}개 가운데 {cards}개를 카드로 옮겼{left}."


def _history(found: ImportResult, wanted: bool, answers: int, log: Path | None) -> list[str]:
    if not wanted:
        return (
            [f"복습 기록 {found.rows}개도 들어 있습니다. 함께 가져오려면 --history를 붙이세요."]
            if found.rows
            else []
        )
    if not found.rows:
        return ["이 파일에는 복습 기록이 없습니다."]
    left = ", ".join(f"{reason} {count}개" for reason, count in found.left_rows.items())
    told = f" 두고 온 것: {left}." if left else ""
    kept = f" {log}에 있고, 이 파일을 지우면 되돌릴 수 있습니다." if log else ""
    return [f"복습 기록 {found.rows}개 가운데 {answers}개를 옮겼습니다.{told}{kept}"]


def _written(env: Environment, decks: Sequence[NewDeck], paths: Mapping[str, Path]) -> list[str]:
    """Say where the decks are, and how to study them from here."""
    lines = [
        f"{paths[deck.id]}에 썼습니다({deck.title}, 카드 {len(deck.cards)}장)." for deck in decks
    ]
    code = sum("code" in card.data.get("demo", ()) for deck in decks for card in deck.cards)
    if code:
        lines.append(
            f"카드 {code}장에 데모 코드가 들어 있습니다. 시간과 메모리를 제한한 프로세스에서만 실행합니다."
        )
    now = environment()
    if not all(_is_read(now, path) for path in paths.values()):
        read = ", ".join(map(str, now.deck_paths))
        options = " ".join(f"--decks {path}" for path in paths.values())
        return [
            *lines,
            f"지금은 {read}의 덱을 읽습니다. 이 덱은 quizcards study {options} 로 볼 수 있습니다.",
        ]
    if env.deck_paths == [env.shipped_decks]:
        lines.append(
            "이제부터 딸려 온 덱 대신 내 폴더의 덱을 읽습니다. 딸려 온 덱도 함께 보려면 quizcards init을 실행하세요."
        )
    return [*lines, f"quizcards study {' '.join(paths)} 로 시작할 수 있습니다."]
