"""Files and packages of hostile texts, whole or damaged: an import ends soon, and in a sentence.

`make contract` tries two hundred seeds. What can be read is written as a deck and read back.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from quizcards.app.environment import Environment
from quizcards.app.imported import account, places
from quizcards.app.importing import ImportOptions, import_decks
from quizcards.errors import QuizcardsError
from tests.hostile_texts import hostile_text
from tests.importing.import_examples import Note, collection, zipped
from tests.sampling import IS_SEARCHING

SEEDS = range(int(os.environ.get("CONTRACT_SEEDS", "1")))  # `make contract` takes 200
CASES = 20 if IS_SEARCHING else 4
SECONDS = 5
"""Of computing for one case."""
LONG = 25_000
HEADS = {
    "csv": ("질문,답\n", "question,answer,tags,id\n", ""),
    "tsv": ("front\tback\n", ""),
    "txt": ("#separator:tab\n#html:true\n", "#html:false\n#deck column:1\n", "#columns:a\tb\n"),
    "md": ("Q: ", "C: ", "---\nname = 'a'\n---\nQ: a\nA: ", "- ✗ “"),
    "json": ('{"decks": [{"deck": "d", "title": "t", "cards": [{"question": "q", "answer": "',),
    "html": ("<!doctype html>",),
}
DECK = "{deck: basics, title: Basics, cards: [{id: a, question: q, answer: a}]}"
ENDS = ("", "\n", '"}]}]}', "\nA: b\n", '"', "\tb\n")
TAGS = (
    "{{Front}}", "{{Back}}", "{{FrontSide}}", "{{#Back}}", "{{^Back}}", "{{/Back}}", "{{/", "{{",
    "{{hint:Back}}", "{{type:Back}}", "{{cloze:Front}}", "{{kana:Front}}", "}}", "<hr id=answer>",
    "<br>", "<!--", "-->", "<script>", "</script>", '<img src="{{Back}}">', '<img src="a.png">',
    "{{c1::", "\\(", "\\)",
)  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"
SHEET = '<summary>답 보기</summary>\n<a id="d--a"></a>\n## q\n'
PAGE = '<!doctype html><script type="application/json" class="card">{"question":"q","answer":"'


def text_file(rng: Random, folder: Path) -> Path:
    suffix = rng.choice(list(HEADS))
    head = rng.choice((*HEADS[suffix], SHEET, PAGE))
    parts = [hostile_text(rng, LONG) for _ in range(rng.randint(1, 3))]
    file = folder / f"{rng.choice(('x', 'L' * 200, '가' * 60))}.{suffix}"
    text = f"{head}{rng.choice(ENDS).join(parts)}{rng.choice(ENDS)}"
    file.write_bytes(text.encode(rng.choice(("utf-8", "utf-8", "utf-16")), errors="replace"))
    return file


def package_file(rng: Random, folder: Path) -> Path:
    """Write a package of a few notes, half of them with damage to it or to its database."""
    notes = [
        Note(
            tuple(hostile_text(rng, LONG) for _ in range(2)),
            tags=hostile_text(rng, 300),
            cards=rng.randint(1, 3),
            deck=hostile_text(rng, rng.choice((20, 300))),
        )
        for _ in range(rng.randint(1, 6))
    ]
    file = folder / "x.apkg"
    sides = [(template(rng), template(rng)) for _ in range(rng.randint(0, 3))]
    database = collection(folder / "x.db", notes, templates={"Basic": sides})
    if rng.random() < 0.3:
        database = damaged(rng, database)
    names = {str(i): rng.choice(("a.png", hostile_text(rng, 300))) for i in range(3)}
    pictures = {name: rng.choice((PNG, b"<svg>", b"")) + rng.randbytes(99) for name in names}
    listed = json.dumps(names).encode()
    whole = zipped(collection_anki2=database, media=listed, **pictures)
    file.write_bytes(damaged(rng, whole) if rng.random() < 0.3 else whole)
    return file


def template(rng: Random) -> str:
    """Return a side of a template, its tags in any order."""
    return "".join(rng.choice((*TAGS, hostile_text(rng, 300))) for _ in range(rng.randint(0, 30)))


def damaged(rng: Random, data: bytes) -> bytes:
    """Return data with a few bytes changed, most of them at its beginning: the schema is there."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 5, 30))):
        found[rng.randrange(rng.choice((len(found), min(len(found), 4_096))))] = rng.randrange(256)
    return bytes(found)


@pytest.mark.parametrize("make", [text_file, package_file])
@pytest.mark.parametrize("seed", SEEDS)
def test_an_import_of_anything_ends_soon_and_in_a_sentence(
    make: Callable[[Random, Path], Path],
    seed: int,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the program's own decks, which are read beside what is imported, cost more than all of it
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "d.yaml").write_text(DECK)
    monkeypatch.setattr(Environment, "shipped_decks", shipped)
    rng = Random(seed)
    for case in range(CASES):
        home = tmp_path / f"home {case}"
        variables = {"QUIZCARDS_HOME": str(home), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        env = Environment(variables, tmp_path)
        try:
            file = make(rng, tmp_path)
        except (sqlite3.Error, ValueError):
            continue  # not even the test's own writer takes such a text
        before = time.process_time()
        try:
            done = import_decks(env, ImportOptions(file, history=rng.random() < 0.5))
        except QuizcardsError as refused:
            told = str(refused)
        else:
            told = "\n".join([*account(done), *places(env, done)])
            assert {path.parent for path in done.paths.values()} == {home / "decks"}
        assert told.endswith((".", ")")), told
        assert time.process_time() - before < SECONDS, f"case {case}"
    record_property("packages", CASES)
