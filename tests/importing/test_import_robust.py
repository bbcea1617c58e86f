"""A file from a stranger ends in cards or in a sentence, whatever it is.

Nothing in it is obeyed, and none of it is too much.
"""

import json
import os
import sqlite3
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizcards.app import importing as app
from quizcards.decks import files as deck_files
from quizcards.errors import QuizcardsError
from quizcards.importing import build, files
from quizcards.importing import collection as anki
from quizcards.importing import package as packages
from quizcards.importing.markup import plain
from tests.importing.import_examples import (
    Import,
    Note,
    collection,
    compressed,
    media_list,
    package,
    zipped,
)

GRAVES = "\u0316\u0300"
"""Below and above: in this order only the second may move."""
NOTE = (Note(("a?", "b")),)
SCRATCH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
MARKS = [
    "Q: ", "A: ", "C: ", "[x]", "![p](q)", "---\n", "name = 'x'", "$", "$$", "\\(", "\\)", "{{c1::",
    "{{", "}}", "::", "<b>", "<sup>", "</sup>",
    "<script>", "<a href=http://x>", "</a>", "&amp;", "[sound:x]", "#separator:tab\n",
    "#html:true\n", "#tags column:1\n", "\t", ",", '"', ";",
    "질문,답\n", '<a id="d--a"></a>\n', "## q\n", "<summary>답 보기</summary>\n", "**핵심**\n",
    "- ", "```math\n", "```\n", "출처: ", "태그: ",
    '{"decks": [', '{"deck": "d", "cards": [', '{"id": "a", "question": "q", "answer": "x"}', "]}",
    "\n", "\r", "\x00", "\u202e", "\ud800", "가",
    '<script type="application/json" class="card">', "</script>", "'=", "\\_",
]  # fmt: skip


def read(path: Path) -> None:
    """Read a file and give its cards ids, as far as it lets itself be read."""
    try:
        found = files.read_file(path)
    except QuizcardsError:
        return
    decks = build.build_decks(found, path.stem, str.strip)
    assert all(len({card.data["id"] for card in deck.cards}) == len(deck.cards) for deck in decks)


@SCRATCH
@given(
    st.sampled_from(["txt", "csv", "tsv", "md", "json", "html", ""]),
    st.lists(st.sampled_from(MARKS) | st.text(max_size=5)),
)
def test_any_text_is_read_or_refused_in_a_sentence(
    tmp_path: Path, suffix: str, parts: list[str]
) -> None:
    file = tmp_path / f"x.{suffix}"
    file.write_text("".join(parts), encoding="utf-8", errors="surrogatepass", newline="")
    read(file)


@SCRATCH
@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + b"\x00" * 18)
@example(b"PK\x05\x06" + b"\xff" * 18)
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    for head in (b"", b"PK", b"\xff\xfe"):
        (tmp_path / "x.apkg").write_bytes(head + data)
        read(tmp_path / "x.apkg")


@SCRATCH
@given(st.data())
def test_a_package_with_any_damage_is_read_or_refused_in_a_sentence(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = collection(tmp_path / "x.db", [Note((f"{i}?", "<b>b</b>")) for i in range(40)])
    member = data.draw(st.sampled_from(["zip", "database", "media"]))
    found = bytearray(
        {
            "zip": zipped(collection_anki2=whole, media=b"{}"),
            "database": whole,
            "media": media_list(["a", "b"]),
        }[member]
    )
    for at, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(found) - 1), st.integers(0, 255)), max_size=30)
    ):
        found[at] = byte
    damaged = bytes(
        found[: data.draw(st.integers(0, len(found)))] if data.draw(st.booleans()) else found
    )
    if member == "database":
        damaged = zipped(collection_anki2=damaged)
    if member == "media":
        damaged = zipped(collection_anki21b=compressed(whole), media=compressed(damaged))
    (tmp_path / "x.apkg").write_bytes(damaged)
    read(tmp_path / "x.apkg")


@pytest.mark.parametrize("form", ["collection_anki2", "collection_anki21b"])
def test_a_bomb_is_stopped_while_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 1 << 20)
    bomb = b"\x00" * (1 << 26)
    (tmp_path / "x.apkg").write_bytes(
        zipped(**{form: compressed(bomb) if form.endswith("b") else bomb})
    )
    with pytest.raises(QuizcardsError, match="넘는 패키지"):
        files.read_file(tmp_path / "x.apkg")


def test_a_size_in_a_header_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 1 << 20)
    data = bytearray(zipped(collection_anki2=b"\x00" * 0x01234567))
    size = 0x01234567.to_bytes(4, "little")
    assert data.count(size) == 2  # in the member's own header, and in the directory at the end
    (tmp_path / "x.apkg").write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(QuizcardsError):
        files.read_file(tmp_path / "x.apkg")


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE notes; CREATE VIEW notes AS SELECT 1 AS id, 1 AS mid, '' AS tags, 'a?\x1fb' "
        "AS flds",
        "DROP TABLE cards; CREATE VIEW cards AS WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL "
        "SELECT id + 1 FROM r) "
        "SELECT id, id AS nid, 1 AS did, 0 AS odid, 0 AS ord FROM r",
        "DROP TABLE notes; CREATE VIRTUAL TABLE notes USING fts5(id, mid, tags, flds)",
        "DROP TABLE revlog; DROP TABLE notes",
        "UPDATE col SET models = '[]'",
        "UPDATE col SET decks = '{\"1\": 5}'",
        "UPDATE col SET conf = 'x'",
        "UPDATE col SET models = replace(hex(zeroblob(50000)), '00', '[')",
        "DELETE FROM col",
        "DROP TABLE col",
    ],
)
def test_a_database_that_anki_would_not_write_is_refused(tmp_path: Path, sql: str) -> None:
    with pytest.raises(QuizcardsError, match="자료가 깨져"):
        files.read_file(package(tmp_path / "x.apkg", NOTE, sql=sql))


def test_a_page_that_stands_twice_in_a_table_is_no_table_of_any_length(tmp_path: Path) -> None:
    """Five pages that point at one another many times hold more rows than there is time."""
    notes = [Note((f"{i}?", "b" * 3000)) for i in range(300)]
    whole = bytearray(collection(tmp_path / "x.db", notes))
    db = sqlite3.connect(tmp_path / "x.db")
    (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    db.close()
    at = (root - 1) * size
    assert whole[at] == 5  # an inner page: its cells point at others
    cells = int.from_bytes(whole[at + 3 : at + 5], "big")
    places = [int.from_bytes(whole[at + 12 + 2 * i : at + 14 + 2 * i], "big") for i in range(cells)]
    first = whole[at + places[0] : at + places[0] + 4]
    for place in places:
        whole[at + place : at + place + 4] = first
    (tmp_path / "x.apkg").write_bytes(zipped(collection_anki2=bytes(whole)))
    with pytest.raises(QuizcardsError, match="자료가 깨져"):
        files.read_file(tmp_path / "x.apkg")


def test_cells_of_any_type_are_read_as_text(tmp_path: Path, run_import: Import) -> None:
    sql = (
        "INSERT INTO notes VALUES (1, 0, 'x', 0, 0, x'ff', 5, '', 0, 0, '');"
        "INSERT INTO notes VALUES (2, 0, NULL, 0, 0, 7, x'613f1f62ff', '', 0, 0, '');"
        "INSERT INTO cards SELECT id + 1, 'text', x'00', ord, mod, usn, type, queue, due, ivl, "
        "factor, reps, lapses, left, odue, odid, flags, data"
        " FROM cards;"
        "INSERT INTO revlog VALUES (1, 'x', 0, 'y', 0, 0, x'', 'z', x'01')"
    ).replace("(2, 0, NULL,", "(2, 0, 4,")
    done = run_import(package(tmp_path / "x.apkg", NOTE, sql=sql), "--history")
    assert done.code == 0
    assert [card["answer"] for card in done.cards] == ["b�\n", "b\n"]
    assert "답이 아닌 줄 1개" in done.err


def test_no_name_in_a_package_leads_anywhere(tmp_path: Path, run_import: Import) -> None:
    own = Path(os.environ["QUIZCARDS_HOME"], "decks")
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(
        "deck: mine\ntitle: x\ncards:\n- {id: x, question: q, answer: a}\n", encoding="utf-8"
    )
    note = Note(('<img src="../../../x.png"> a?', "b"), deck="../../../etc::\x1b[31m/passwd")
    done = run_import(
        package(tmp_path / "x.apkg", [note], media=["../../../../evil", "/etc/\x1b[31mpasswd"])
    )
    assert sorted(
        file.relative_to(done.home).as_posix() for file in done.home.rglob("*") if file.is_file()
    ) == [
        "decks/etc-31m-passwd.yaml",
        "decks/mine.yaml",
        "decks/schema.json",
    ]
    assert "\x1b" not in done.err
    assert done.decks["etc-31m-passwd"]["title"] == "../../../etc::[31m/passwd"


@pytest.mark.skipif(os.name != "posix", reason="there are pipes and devices as files only there")
def test_what_is_no_file_is_named_and_not_waited_for(tmp_path: Path, run_import: Import) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for name in (tmp_path / "pipe.csv", tmp_path, Path("/dev/zero")):
        done = run_import(name)
        assert (done.code, done.cards) == (2, [])
        assert done.err.startswith(f"{name}: 파일이 아닙니다.")


DIGITS = "9" * 5_000
"""More than Python reads as a number."""


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.txt", "#separator:\n#columns:a b\nx?\ty\n", "#separator는 Tab이나 Comma처럼"),
        ("x.txt", f"#separator:tab\n#deck column:{DIGITS}\nx?\ty\n", "1개를 카드로 옮겼습니다"),
        ("x.txt", f"#separator:tab\n#html:true\nx? &#{DIGITS};\ty\n", "1개를 카드로 옮겼습니다"),
        ("x.md", f"---\nname = {DIGITS}\n---\nQ: x?\nA: y\n", "TOML이 아니라서"),
        ("x.txt", f"#separator:tab\n#deck:{'L' * 300}\nx?\ty\n", "1개를 카드로 옮겼습니다"),
        ("x.csv", f"질문,답\nx?,y\nz?,{'가' * 20_001}\n", "answer: 20,000자까지"),
    ],
)
def test_what_is_longer_than_anybody_writes_ends_in_a_sentence(
    run_import: Import, name: str, text: str, told: str
) -> None:
    done = run_import(name, text=text)
    assert told in done.err
    assert done.code == (2 if "separator는" in told else 0)


def test_an_entity_without_end_in_a_note_is_no_letter(tmp_path: Path, run_import: Import) -> None:
    note = Note((f"&#{DIGITS}; &#xFFFFFFFFFF; &#65;?", f'{{"a": &#{DIGITS};'))
    done = run_import(package(tmp_path / "x.apkg", [note]))
    assert [card["question"] for card in done.cards] == ["\ufffd \ufffd A?"]


def test_a_name_of_any_length_becomes_one_that_a_file_may_have(
    tmp_path: Path, run_import: Import
) -> None:
    notes = [Note((f"{i}?", "b"), deck="L" * 300 + str(i)) for i in range(3)]
    done = run_import(package(tmp_path / "x.apkg", notes))
    assert sorted(done.decks) == ["l" * 80, "l" * 80 + "-2", "l" * 80 + "-3"]
    done = run_import("x.csv", "--deck", "a" * 201, text="질문,답\nx?,y\n")
    assert (done.code, "200자까지" in done.err) == (2, True)


def test_marks_without_end_are_taken_off_a_letter(run_import: Import) -> None:
    done = run_import("x.csv", text=f"질문,답\nx?,a{GRAVES * 50_000}b\n")
    (card,) = done.cards
    assert len(card["answer"]) < 40
    assert card["answer"].rstrip().endswith("b")


def test_more_cards_and_decks_than_there_may_be_are_told(
    tmp_path: Path, run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "MOST_CARDS", 3)
    monkeypatch.setattr(app, "MOST_DECKS", 2)
    rows = "질문,답\n" + "".join(f"{i}?,y\n" for i in range(4))
    done = run_import("x.csv", text=rows)
    assert (done.code, "카드가 4장입니다" in done.err) == (2, True)
    notes = [Note((f"{i}?", "b"), deck=f"d{i}") for i in range(3)]
    done = run_import(package(tmp_path / "x.apkg", notes))
    assert (done.code, "덱이 3개입니다. 2개까지" in done.err) == (2, True)
    assert run_import(tmp_path / "x.apkg", "--deck", "all").code == 0


def test_a_deck_that_would_be_too_large_to_read_is_told_as_such(
    run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deck_files, "MOST_BYTES", 100)
    done = run_import("x.csv", text=f"질문,답\nx?,{'y' * 100}\n")
    assert done.code == 2
    assert done.err.startswith("x: 덱이 너무 큽니다. ")


def test_more_text_than_a_collection_ever_has_is_told(
    tmp_path: Path, run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anki, "_MOST_TEXT", 1 << 20)
    notes = [Note((f"{i}?", "b" * 400_000)) for i in range(3)]
    done = run_import(package(tmp_path / "x.apkg", notes))
    assert (done.code, "노트의 글이 모두 1MB를 넘습니다" in done.err) == (2, True)


def test_many_decks_take_time_in_proportion(tmp_path: Path) -> None:
    decks = [{"deck": f"d {i}", "title": "t", "cards": [{"question": "q"}]} for i in range(20_000)]
    (tmp_path / "x.json").write_text(json.dumps({"decks": decks}))
    before = time.process_time()
    read(tmp_path / "x.json")
    assert time.process_time() - before < 5


def test_a_message_quotes_nothing_that_a_terminal_obeys(run_import: Import) -> None:
    done = run_import("x.csv", text="\x1b[2J\u202eq,\nok?,y\n\x9b31m,,\x07z\n")
    assert done.code == 0
    assert all(c.isprintable() or c == "\n" for c in done.err)


def test_a_field_without_end_is_left_out(tmp_path: Path, run_import: Import) -> None:
    done = run_import(package(tmp_path / "x.apkg", [Note(("long?", "x" * 500_001)), *NOTE]))
    assert len(done.cards) == 1
    assert "500,000자보다 긴 칸" in done.err


@pytest.mark.parametrize("name", ["x.json", "x.html", "x.apkg"])
def test_nesting_without_end_is_refused(tmp_path: Path, run_import: Import, name: str) -> None:
    for depth in (30, 900, 100_000):
        card = f'{{"question": "q", "answer": "x", "demo": {"[" * depth}{"]" * depth}}}'
        if name == "x.apkg":
            package(tmp_path / name, [Note((f"{depth}?", "x", "", card, "d/a"))])
            assert len(run_import(name, "-o", f"{depth}.yaml").cards) == 0
            continue
        text = {"x.json": f'{{"decks": [{{"deck": "d", "title": "t", "cards": [{card}]}}]}}'}.get(
            name, f'<!doctype html><script type="application/json" class="card">{card}</script>'
        )
        assert run_import(name, text=text).code == 2


def test_markup_of_any_kind_takes_time_in_proportion(tmp_path: Path) -> None:
    before = time.process_time()
    for unit in (
        "<a ",
        "<!--",
        "</",
        "&",
        "<sup>",
        "[sound:",
        "<a href=http://x>",
        "<![",
        "<td>",
        "<b a=",
    ):
        plain(unit * (100_000 // len(unit)))
        (tmp_path / "x.md").write_text(
            f"Q: {unit * 20_000}\\({unit * 20_000}$$\nA: $$" + "\\(" * 20_000 + "[latex]" * 20_000
        )
        read(tmp_path / "x.md")
    assert time.process_time() - before < 10


def test_a_file_larger_than_cards_ever_are_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quizcards.importing import text

    monkeypatch.setattr(text, "MOST_BYTES", 1 << 16)
    (tmp_path / "x.csv").write_bytes(b"a,b\n" * (1 << 14) + b"c")
    with pytest.raises(QuizcardsError, match="너무 큰 파일"):
        files.read_file(tmp_path / "x.csv")


def test_a_method_that_anki_does_not_use_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.apkg", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("collection.anki2", collection(tmp_path / "x.db", NOTE))
    with pytest.raises(QuizcardsError, match="깨진 패키지"):
        files.read_file(tmp_path / "x.apkg")


def test_what_a_killed_import_has_unpacked_is_swept_after_a_day_and_nothing_else(
    tmp_path: Path, run_import: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    day = 24 * 60 * 60
    ages = {
        "quizcards-unpacked-abcd1234": 2 * day,  # of a kill
        "quizcards-unpacked-efgh5678": 60,  # of an import at work
        "quizcards-ijkl9012": 2 * day,  # may hold the text of an author
    }
    for name, age in ages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "collection").write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert len(run_import(package(tmp_path / "x.apkg", NOTE)).cards) == 1
    left = {path.name for path in tmp_path.glob("quizcards-*")}
    assert left == ages.keys() - {"quizcards-unpacked-abcd1234"}
