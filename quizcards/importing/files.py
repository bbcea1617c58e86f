"""Which program wrote a file: told by what is in it, and only then by its name."""

from __future__ import annotations

from pathlib import Path

from quizcards.errors import QuizcardsError, cannot_read
from quizcards.importing.hashcards import is_hashcards, read_hashcards
from quizcards.importing.own import read_json, read_page
from quizcards.importing.package import read_package
from quizcards.importing.result import ImportResult, summed
from quizcards.importing.sheet import is_sheet, read_sheet
from quizcards.importing.tables import is_anki_text, read_anki_text, read_table
from quizcards.importing.text import read_text

KNOWN = (
    "Anki 패키지(.apkg, .colpkg), Anki에서 내보낸 텍스트(.txt), CSV, Q:/A:/C:로 쓴 Markdown, "
    "그리고 quizcards export로 만든 파일(Markdown은 sheet 레이아웃)"
)


def read_file(path: Path) -> ImportResult:
    """Return what a file holds.

    Raises QuizcardsError where it cannot be read, or no card is in it.
    """
    if path.exists() and not path.is_file():  # a pipe gives what it has only once
        raise QuizcardsError(f"{path}: 파일이 아닙니다. 가져올 파일을 하나 골라 주세요.")
    try:
        with path.open("rb") as file:
            head = file.read(4)
        result = read_package(path) if head[:2] == b"PK" else _read(path)
    except OSError as error:
        raise cannot_read(path, error) from error
    if not any(deck.cards for deck in result.decks):
        nothing = f"{path}: 가져올 카드가 없습니다. 읽을 수 있는 것: {KNOWN}"
        raise QuizcardsError("\n".join([*summed(result.left_out), nothing]))
    return result


def _read(path: Path) -> ImportResult:
    suffix = path.suffix.lower()
    name = str(path)
    if suffix in (".yaml", ".yml"):
        raise QuizcardsError(f"{path}: YAML 덱은 quizcards add {path}로 더해 주세요.")
    text = read_text(path)
    if suffix == ".json" or text.lstrip().startswith('{"'):
        return read_json(text, name)
    if suffix in (".html", ".htm") or text.lstrip()[:9].lower() == "<!doctype":
        return read_page(text, name)
    if is_anki_text(text):
        return read_anki_text(text, name)
    if is_sheet(text):
        return read_sheet(text)
    if suffix not in (".csv", ".tsv") and (is_hashcards(text) or suffix in (".md", ".markdown")):
        return read_hashcards(text, path.parent)
    return read_table(text, name, "\t" if suffix == ".tsv" else "")
