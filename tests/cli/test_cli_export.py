"""`quizcards export`: which cards go out, in which format and layout, and what a broken-off export
leaves.
"""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from quizcards.export import formats
from quizcards.export.book import Book
from tests.cli.conftest import Result

NEXT_MONTH = "2027-01-10T09:00"


def exported(run: Any, *options: str) -> list[str]:
    """Return the ids of the cards that went out."""
    code, out, err = run("export", "--to", "csv", *options)
    assert code == 0, err
    return [row["id"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))]


@pytest.fixture
def answered(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Answer every card once, each with a grade of its own."""

    def answer(grades: dict[str, str]) -> None:
        for tag, grade in grades.items():
            monkeypatch.setattr("sys.stdin", io.StringIO(f"\n{grade}\nq\n"))
            assert run("study", "--plain", "--tag", tag).code == 0

    return answer


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ([], ["loss", "gradient-descent", "adam"]),
        (["optimization"], ["gradient-descent", "adam"]),
        (["--tag", "adaptive", "--tag", "loss"], ["loss", "adam"]),
        (["optimization", "--tag", "adaptive"], ["adam"]),
    ],
)
def test_decks_and_tags_choose_the_cards_in_the_order_of_their_decks(
    run: Callable[..., Result], options: Any, ids: Any
) -> None:
    assert exported(run, *options) == ids


@pytest.mark.usefixtures("decks")
def test_what_is_due_today_goes_out_and_nothing_new(
    run: Callable[..., Result], answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered({"loss": "4", "adaptive": "4"})  # easy: in some days
    assert run("export", "--due").code == 2
    monkeypatch.setenv("QUIZCARDS_NOW", NEXT_MONTH)
    assert exported(run, "--due") == ["loss", "adam"]
    assert exported(run, "--due", "--tag", "loss") == ["loss"]
    monkeypatch.setattr("sys.stdin", io.StringIO("s\nq\n"))
    run("study", "--plain", "--tag", "loss")
    assert exported(run, "--due") == ["adam"]  # what rests is not due


@pytest.mark.usefixtures("decks")
def test_the_weakest_cards_are_those_a_quiz_asks_first(
    run: Callable[..., Result], answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered({"loss": "4", "adaptive": "1"})  # 'again' is forgotten sooner than 'easy'
    monkeypatch.setenv("QUIZCARDS_NOW", NEXT_MONTH)
    assert exported(run, "--weak") == ["loss", "adam"]  # not the one never seen
    monkeypatch.setattr("quizcards.app.exports.MOST_WEAK", 1)
    assert exported(run, "--weak") == ["adam"]
    assert exported(run, "--weak", "--due") == ["adam"]
    assert exported(run, "--weak", "basics") == ["loss"]


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("name", formats.formats())
def test_the_suffix_of_the_file_chooses_the_format(
    run: Callable[..., Result], tmp_path: Path, name: Any
) -> None:
    form = formats.load(name)
    assert run("export", "-o", f"cards{form.SUFFIX.upper()}").code == 0
    assert run("export", "--to", name, "-o", "named.txt").code == 0
    assert (tmp_path / f"cards{form.SUFFIX.upper()}").stat().st_size > 0
    assert run("export", "optimization", "--to", name, "-o", "one").code == 0
    assert run("export", "optimization", "--to", name, "-o", "two").code == 0
    # and no part of a file
    assert {path.suffix for path in tmp_path.iterdir()} <= {"", ".txt", form.SUFFIX.upper()}


@pytest.mark.usefixtures("decks")
def test_a_layout_is_chosen_by_name_and_the_first_is_usual(run: Callable[..., Result]) -> None:
    sheet, qa, onepage = (
        run("export", "--layout", name).out for name in ("sheet", "qa", "onepage")
    )
    assert run("export").out == sheet
    assert "<details>" in sheet
    assert qa.startswith("# 질문\n")
    assert onepage.startswith(
        "# 기초\n\n- **손실 함수란 무엇인가요?**\n  - 한 샘플의 오차입니다.\n"
    )


@pytest.mark.usefixtures("decks")
def test_a_format_of_bytes_is_not_sent_to_a_terminal(
    run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    process: Callable[..., subprocess.CompletedProcess[bytes]],
) -> None:
    piped = process("export", "--to", "anki", QUIZCARDS_NOW="2026-12-01T09:00")
    with zipfile.ZipFile(io.BytesIO(piped.stdout)) as package:
        assert package.testzip() is None
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    code, out, err = run("export", "--to", "anki")
    assert (code, out) == (2, "")
    assert "-o" in err


@pytest.mark.usefixtures("decks")
def test_a_deck_of_which_nothing_was_chosen_is_not_in_the_document(
    run: Callable[..., Result],
) -> None:
    out = run("export", "--tag", "loss").out
    assert "# 기초\n" in out
    assert "최적화" not in out


@pytest.mark.usefixtures("decks")
def test_a_book_has_the_schedule_only_when_asked_for(
    run: Callable[..., Result], answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered({"loss": "4", "adaptive": "4"})
    monkeypatch.setenv("QUIZCARDS_NOW", NEXT_MONTH)
    books: list[Book] = []
    known: list[tuple[dict[str, int], int]] = []

    def taken(book: Book) -> Iterator[bytes]:
        books.append(book)
        reps = {key: int(memory.reps) for key, memory in book.memories.items()}
        known.append((reps, len(book.history("basics/loss")) if book.history else 0))
        yield b""

    monkeypatch.setattr(formats.load("anki"), "export", taken)
    for options in ([], ["--due", "--weak"], ["--schedule"]):
        assert run("export", "--to", "anki", *options).code == 0
    assert known == [({}, 0), ({}, 0), ({"basics/loss": 1, "optimization/adam": 1}, 1)]
    assert [book.history is None for book in books] == [True, True, False]


@pytest.mark.usefixtures("decks")
def test_the_schedule_goes_along_only_when_asked_for(
    run: Callable[..., Result], answered: Any, tmp_path: Path
) -> None:
    answered({"loss": "3", "adaptive": "4"})

    def reviews(*options: str) -> int:
        assert run("export", "-o", "cards.apkg", *options).code == 0
        with zipfile.ZipFile(tmp_path / "cards.apkg") as package:
            db = sqlite3.connect(":memory:")
            db.deserialize(package.read("collection.anki2"))
        (count,) = db.execute("SELECT count(*) FROM revlog").fetchone()
        db.close()
        return int(count)

    assert (reviews(), reviews("--schedule"), reviews("--schedule", "--tag", "loss")) == (0, 2, 1)


@pytest.mark.usefixtures("decks")
def test_an_export_that_breaks_off_leaves_the_file_as_it_was(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("export", "-o", "cards.json").code == 0
    before = (tmp_path / "cards.json").read_bytes()

    def broken(_: Book) -> Iterator[str]:
        yield '{"decks": ['
        raise KeyboardInterrupt

    monkeypatch.setattr(formats.load("json"), "export", broken)
    assert run("export", "-o", "cards.json").code == 130
    assert (tmp_path / "cards.json").read_bytes() == before
    assert json.loads(before)
    assert {path.name for path in tmp_path.iterdir()} == {"cards.json", "content", "cache"}


@pytest.mark.usefixtures("decks")
def test_a_picture_that_cannot_be_written_whole_leaves_the_one_before(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("export", "optimization", "-o", "cards.md").code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}

    def full(part: Path, picture: Path) -> None:
        part.write_bytes(part.read_bytes()[:100])
        raise OSError(28, "No space left on device", str(part), None, str(picture))

    monkeypatch.setattr(Path, "replace", full)
    code, _, err = run("export", "optimization", "-o", "cards.md")
    assert (code, err.count("\n")) == (2, 1)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()} == before


@pytest.mark.usefixtures("decks")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_is_linked_by_its_bytes(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """So arrives a name in Korean where the locale is of ASCII alone."""
    output = os.fsdecode(b"\xbe\xc6.md")
    assert run("export", "optimization", "-o", output).code == 0
    assert "](%BE%C6" in (tmp_path / output).read_text(encoding="utf-8")


def test_the_help_names_every_format(run: Callable[..., Result]) -> None:
    assert ", ".join(formats.formats()) in " ".join(run("export", "--help").out.split())
