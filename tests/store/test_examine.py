"""What is told of logs and index is what was done to them, and telling it changes neither."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards.files import Appender
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event
from quizcards.store import log
from quizcards.store.examine import (
    Fault,
    IndexState,
    examine_index,
    examine_logs,
    recovered,
)
from quizcards.store.store import INDEX, Store


@pytest.fixture
def store(open_store: Callable[..., Store], event: Callable[..., Event]) -> Store:
    """A log of twelve answers with its index."""
    store = open_store()
    for number in range(12):
        store.append(event(f"d/{number % 3}", minutes=number))
    store.memories()
    store.close()
    return store


def state(store: Store, scheduler: Scheduler | None = None) -> IndexState:
    logs = list(log.files(store.logs))
    return examine_index(store.cache / INDEX, scheduler or Scheduler(), {}, logs)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".sqlite"}


def add(store: Store, line: bytes) -> None:
    with store.path.open("ab") as file:
        file.write(line)


def row(**changes: Any) -> bytes:
    whole = {
        "v": 1,
        "id": "019e704488fa" + "0" * 16,
        "at": "2026-05-28T20:26:40Z",
        "day": "2026-05-28",
        "kind": "review",
        "card": "d/new",
        "grade": 3,
    }
    return json.dumps(whole | changes).encode() + b"\n"


WHOLE = row()
LINES: dict[str, tuple[bytes, Fault]] = {
    "cut in a name": (WHOLE[:30], "torn"),
    "cut in a number": (WHOLE[:6], "torn"),
    "cut in a syllable": ('{"v":1,"card":"가'.encode()[:-1], "torn"),
    "nothing but zeros": (b"\0" * 40, "torn"),
    "a flipped byte": (WHOLE.strip().replace(b'"card"', b'"card\x01'), "damaged"),
    "no text": (WHOLE.strip().replace(b"d/new", b"d/\xff"), "damaged"),
    "a flipped end": (WHOLE.strip()[:-1] + b"|", "damaged"),
    "nested without end": (b"[" * 9_000 + b"]" * 9_000, "damaged"),
    "a later version": (row(v=2), "later"),
    "a kind not known yet": (row(kind="dream"), "later"),
    "an id out of range": (row(id="1" + "0" * 27, at="1960-01-01T00:00:00Z"), "foreign"),
    "no object": (b"[1]", "foreign"),
    "no event": (b"{}", "foreign"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_without_an_event_is_told_with_its_place_and_what_happened_to_it(
    store: Store, line: str
) -> None:
    text, fault = LINES[line]
    add(store, text.strip(b"\n") + b"\n" + row(id="019e704488fa" + "1" * 16))
    found = examine_logs(store.logs)
    assert [(bad.path, bad.line, bad.fault) for bad in found.bad] == [(store.path, 13, fault)]
    assert len(found.events) == 13


def test_every_beginning_of_a_line_is_torn(store: Store) -> None:
    before = store.path.read_bytes()
    for length in range(1, len(WHOLE) - 2):
        store.path.write_bytes(before + WHOLE[:length])
        assert [bad.fault for bad in examine_logs(store.logs).bad] == ["torn"], WHOLE[:length]


def test_a_damaged_line_whose_answer_came_back_is_not_told(store: Store) -> None:
    data = store.path.read_bytes()
    first, rest = data.split(b"\n", 1)
    store.path.write_bytes(first.replace(b'"card"', b'"card\x01') + b"\n" + rest)
    assert len(examine_logs(store.logs).bad) == 1
    add(store, first + b"\n")  # as restore does
    assert examine_logs(store.logs).bad == []


def test_logs_that_nothing_takes_along_are_told_and_read(store: Store) -> None:
    for name in (".jsonl", ".x.jsonl", "a\nb.jsonl"):
        (store.logs / name).write_bytes(row())
    (store.logs / "._mac.jsonl").write_bytes(b"\0")
    found = examine_logs(store.logs)
    assert {path.name for path in found.left_out} == {".jsonl", ".x.jsonl", "a\nb.jsonl"}
    assert len(found.events) == 13
    assert found.bad == []


def test_a_log_that_is_no_file_is_told_and_not_waited_for(store: Store) -> None:
    os.mkfifo(store.logs / "pipe.jsonl")
    (store.logs / "folder.jsonl").mkdir()
    (store.logs / "nowhere.jsonl").symlink_to("nowhere")
    refused = examine_logs(store.logs).refused
    names = {Path(str(error.filename)).name for error in refused}
    assert names == {"pipe.jsonl", "folder.jsonl", "nowhere.jsonl"}


def test_answers_under_ids_that_nothing_reads_are_recovered_the_same_everywhere(
    store: Store, open_store: Callable[..., Store]
) -> None:
    bad_ids = ["1" + f"{number:027x}" for number in range(2)]
    add(store, row(id=bad_ids[0]))
    undo_row = row(id=bad_ids[1], kind="undo", at="2026-05-28T20:26:41Z", of=bad_ids[0])
    add(store, undo_row.replace(b', "grade": 3', b""))
    found = examine_logs(store.logs)
    answer, undo = recovered(found.bad)
    assert (answer.card, undo.of) == ("d/new", answer.id)
    assert recovered(found.bad) == [answer, undo]
    with closing(Appender(store.path)) as file:
        for event in (answer, undo):
            log.append(file, event, event.id)
    assert examine_logs(store.logs).bad == []
    assert open_store().history("d/new") == [answer, undo]
    assert open_store().memory("d/new").is_new


def test_telling_changes_neither_log_nor_index(store: Store) -> None:
    before = contents(store.logs), contents(store.cache)
    index = (store.cache / INDEX).read_bytes()
    examine_logs(store.logs)
    assert state(store) == "same"
    assert (contents(store.logs), contents(store.cache)) == before
    assert (store.cache / INDEX).read_bytes() == index


def test_an_index_that_is_behind_says_the_same(
    store: Store, open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    with open_store() as again:
        again.append(event("d/0", minutes=99))
    assert state(store) == "same"


def test_an_index_is_compared_while_a_session_holds_it(
    store: Store, open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    with open_store() as session:
        session.append(event("d/0", minutes=99))
        session.memories()
        assert state(store) == "same"


@pytest.mark.slow
def test_an_index_of_many_cards_says_the_same_as_the_replay_of_each(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    random = Random(1)
    store = open_store()
    for number in range(1500):
        store.append(event(f"d/{number % 600}", random.randint(1, 4), minutes=number * 400.0))
        if number % 100 == 0:
            store.memories()  # few cards at a time
    store.memories()
    store.close()
    assert state(store) == "same"


def test_no_index_and_one_of_other_settings_are_no_fault(store: Store) -> None:
    assert state(store, Scheduler(retention=0.8)) == "stale"
    (store.cache / INDEX).unlink()
    assert state(store) == "absent"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE memories SET stability = stability * 1.001 WHERE card = 'd/1'",
        "UPDATE memories SET due_day = due_day + 1 WHERE card = 'd/1'",
        "DELETE FROM memories WHERE card = 'd/1'",
        "UPDATE events SET grade = 1 WHERE card = 'd/1'",
        "DELETE FROM events WHERE card = 'd/2'",
    ],
)
def test_an_index_that_says_something_else_than_the_log_is_told(store: Store, change: str) -> None:
    with sqlite3.connect(store.cache / INDEX) as db:
        db.execute(change)
    db.close()
    assert state(store) == "differs"


def test_a_log_that_was_cut_is_told(store: Store) -> None:
    data = store.path.read_bytes()
    store.path.write_bytes(data[: data.rfind(b"\n", 0, -1) + 1])
    assert state(store) == "cut"
    store.path.unlink()
    assert state(store) == "cut"


@pytest.mark.parametrize("seed", range(30))
def test_an_index_with_flipped_bytes_is_told_or_says_the_same(store: Store, seed: int) -> None:
    """Never a traceback, and never anything else than the log is passed over."""
    random = Random(seed)
    data = bytearray((store.cache / INDEX).read_bytes())
    for _ in range(20):
        data[random.randrange(len(data))] = random.randrange(256)
    (store.cache / INDEX).write_bytes(data)
    assert state(store) in ("damaged", "differs", "stale", "cut", "same")


@pytest.mark.parametrize("what", ["folder", "dangling", "loop", "pipe", "text", "empty"])
def test_what_is_no_index_in_its_place_is_told(store: Store, what: str) -> None:
    path = store.cache / INDEX
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "dangling":
        path.symlink_to("nowhere")
    elif what == "loop":
        path.symlink_to(path.name)
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"" if what == "empty" else b"no database" * 999)
    assert state(store) == ("stale" if what == "empty" else "damaged")
