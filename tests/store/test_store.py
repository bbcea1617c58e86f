"""The index always says what the replayed log says.

Whatever was done, by whom, and whatever happened to the files.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizcards.memory.replay import live, new_memory, replay
from quizcards.memory.schedule import Scheduler, review
from quizcards.model import Event, Memory
from quizcards.store import index as index_module
from quizcards.store import line as line_module
from quizcards.store import log
from quizcards.store.format import KINDS as EVENT_KINDS
from quizcards.store.index import Index
from quizcards.store.line import decode, encode
from quizcards.store.store import INDEX, Store
from tests.sampling import examples


class Expected:
    """What an undo list and plain answering say: an independent model of the whole store."""

    def __init__(self) -> None:
        self.done: list[Event] = []
        self.undone: list[tuple[Event, Event]] = []

    def add(self, event: Event) -> None:
        if event.kind == "undo":
            self.undone.append((event, self.done.pop()))
        elif event.kind == "redo":
            self.done.append(self.undone.pop()[1])
        else:
            self.done.append(event)
            self.undone.clear()

    def memories(self, cards: set[str]) -> dict[str, Memory]:
        memories = {card: new_memory(card) for card in cards}
        for event in self.done:
            memory = memories[event.card]
            if event.kind == "review" and event.grade is not None:
                memory = review(memory, event.grade, event.at, event.day, Scheduler())
            elif event.kind == "bury":
                memory = replace(memory, buried_day=event.day)
            elif event.kind in ("suspend", "unsuspend"):
                memory = replace(memory, suspended=event.kind == "suspend")
            elif event.kind == "restart":
                memory = new_memory(event.card)
            memories[event.card] = memory  # practice leaves it as it was
        return memories


def events_on_disk(folder: Path) -> list[Event]:
    found = {event.id: event for path in log.files(folder) for event in log.read(path).events}
    return [found[key] for key in sorted(found)]


def replayed(folder: Path) -> dict[str, Memory]:
    """The memories that the log leaves, card by card, without any index."""
    events = events_on_disk(folder)
    cards = {event.card for event in events}
    return {
        card: replay([e for e in events if e.card == card], card, Scheduler()) for card in cards
    }


def to_undo(store: Store) -> Event:
    """The newest event that can be taken back, where there must be one."""
    event = store.to_undo()
    assert event is not None
    return event


def to_redo(store: Store) -> tuple[Event, Event]:
    """The undo that can itself be taken back and what it held back, where there must be one."""
    found = store.to_redo()
    assert found is not None
    return found


def reviewed(folder: Path) -> list[tuple[Any, ...]]:
    """The reviews that hold, with how often their card was begun afresh before."""
    rows, lives = [], Counter[str]()
    for e in reversed(list(live(reversed(events_on_disk(folder))))):
        lives[e.card] += e.kind == "restart"
        if e.kind == "review":
            rows.append((e.card, lives[e.card], e.grade, e.at, e.day, e.asked, e.seconds))
    return rows


KINDS = [
    "review",
    "review",
    "review",
    "undo",
    "undo",
    "redo",
    "bury",
    "suspend",
    "unsuspend",
    "practice",
    "restart",
]
actions = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(["d/a", "d/b", "d/c"]),
    st.integers(1, 4),
    # minutes to the action before; clocks go back, too
    st.sampled_from([-30.0, 0.0, 0.0, 1e-5, 3.0, 700.0, 4000.0]),
    st.sampled_from(["desk", "desk", "laptop"]),
    st.sampled_from(["", "", "", "reopen", "lose the index"]),
)


@settings(
    deadline=None,
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(actions, max_size=25))
def test_the_index_always_says_what_the_replayed_log_says(
    open_store: Callable[..., Store], event: Callable[..., Event], learner: Path, todo: Any
) -> None:
    shutil.rmtree(learner, ignore_errors=True)
    stores = {name: open_store(name) for name in ("desk", "laptop")}
    expected, minutes, cards = Expected(), 0.0, set()
    for kind, card, grade, gap, device, mishap in todo:
        if mishap:
            stores[device].close()
            if mishap == "lose the index":
                (stores[device].cache / "index.sqlite").unlink()
            stores[device] = open_store(device)
        minutes += gap
        store, of = stores[device], None
        if kind == "undo":
            found = store.to_undo()
            assert found == (expected.done[-1] if expected.done else None)
            if found is None:
                continue
            card, of = found.card, found.id
        elif kind == "redo":
            pair = store.to_redo()
            assert pair == (expected.undone[-1] if expected.undone else None)
            if pair is None:
                continue
            card, of = pair[0].card, pair[0].id
        else:
            store.memory(card)  # every device sees what the other did before it adds to it
        expected.add(store.append(event(card, grade, minutes, kind, of=of)))
        cards.add(card)
    for store in stores.values():
        assert store.memories() == replayed(learner / "log") == expected.memories(cards)
        columns = {**vars(store.reviews())}
        assert columns.pop("before") == {}
        assert list(zip(*columns.values(), strict=True)) == reviewed(learner / "log")
        store.close()


def test_an_event_comes_back_from_append_as_it_stands_in_the_log(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    returned = [
        store.append(replace(event(grade=1), at=1_780_000_000 + i / 7_777_777)) for i in range(50)
    ]
    assert log.read(store.path).events == returned
    assert store.to_undo() == returned[-1]


def test_a_store_is_closed_at_the_end_of_its_block_also_after_an_error(
    learner: Path, tmp_path: Path
) -> None:
    with pytest.raises(KeyError), Store(learner, tmp_path, Scheduler(), {}) as store:
        raise KeyError
    with pytest.raises(sqlite3.ProgrammingError):
        store.memories()


def test_the_next_session_finds_the_answers_of_this_one_in_the_index(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    with open_store() as store:
        store.append(event())
    with closing(sqlite3.connect(store.cache / INDEX)) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_ids_stay_in_order_with_a_fixed_clock_over_two_processes_in_sequence(
    open_store: Callable[..., Store],
    event: Callable[..., Event],
    rows: Callable[[Path], list[dict[str, Any]]],
) -> None:
    for _ in range(2):
        store = open_store()
        for _ in range(100):
            store.append(event())
        store.close()
    ids = [row["id"] for row in rows(store.path)]
    assert ids == sorted(set(ids))
    assert len(ids) == 200


def test_undo_works_also_when_the_clock_was_set_back(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    # a day in the future was tried with QUIZCARDS_NOW, then the learner came back to today
    open_store().append(event("d/future", minutes=100_000))
    store = open_store()
    found = to_undo(store)
    store.append(event("d/future", minutes=0, kind="undo", of=found.id))
    assert store.memory("d/future").is_new
    assert store.to_undo() is None


def test_an_undo_comes_after_what_another_process_just_wrote_in_the_same_moment(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    for _ in range(20):
        first, second = open_store(), open_store()
        answered = first.append(event())
        found = second.to_undo()
        assert found == answered
        second.append(event(kind="undo", of=found.id))
        assert first.to_undo() is None


def answers(event: Any, count: int = 60, cards: int = 7, seed: int = 3) -> list[Event]:
    chance = Random(seed)
    return [
        event(f"d/{chance.randrange(cards)}", chance.randint(1, 4), minutes=i * 300.0)
        for i in range(count)
    ]


def test_without_its_index_the_store_says_the_same(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    before = store.memories()
    store.close()
    shutil.rmtree(store.cache)
    assert open_store().memories() == before == replayed(store.logs)


def garbage(path: Path) -> None:
    path.write_bytes(b"no database " * 500)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def holes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    # the first page stays: it opens as a database, and then is none
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)


def another_program(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE meta (other TEXT)")
    db.close()


@pytest.mark.parametrize(
    "damage", [garbage, cut_off, holes, Path.touch, another_program, Path.unlink]
)
def test_a_damaged_index_is_made_again_from_the_log(
    open_store: Callable[..., Store], event: Callable[..., Event], damage: Any
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    before = store.memories()
    store.close()
    damage(store.cache / "index.sqlite")
    again = open_store()
    assert again.memories() == before
    assert again.to_undo() is not None
    assert again.memory("d/1") == before["d/1"]


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "of somebody").touch()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere/index.sqlite")


@pytest.mark.parametrize("instead", [folder, pipe, dangling])
def test_what_stands_in_the_place_of_the_index_makes_way(
    open_store: Callable[..., Store], event: Callable[..., Event], instead: Any
) -> None:
    store = open_store()
    store.append(event("d/1"))
    before = store.memories()
    store.close()
    instead(store.cache / "index.sqlite")
    again = open_store()
    assert again.memories() == before
    assert again.append(event("d/2"))
    assert len(again.memories()) == 2
    assert (store.cache / "index.sqlite").is_file()


def test_without_any_index_study_goes_on(
    open_store: Callable[..., Store], event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    # as after one `sudo quizcards`: what lies in the cache cannot be opened or put away
    store = open_store()
    store.append(event("d/1"))
    before = store.memories()
    store.close()
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def forbidden(path: str, **more: Any) -> sqlite3.Connection:
        if path != ":memory:":
            raise sqlite3.OperationalError("unable to open database file")
        return connect(path, **more)

    monkeypatch.setattr("sqlite3.connect", forbidden)
    again = open_store()
    assert again.memories() == before
    again.append(event("d/2"))
    assert again.memories() == replayed(store.logs)


def test_an_index_with_flipped_bytes_ends_no_session(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    store.memories()
    store.close()
    path = store.cache / "index.sqlite"
    sound = path.read_bytes()
    for seed in range(60):
        chance = Random(seed)
        data = bytearray(sound)
        for _ in range(30):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with open_store() as again:
            again.memories(), again.reviews(), again.to_undo(), again.history("d/1")
            again.answers(), again.reviews_by_day(), again.memory("d/1")


def test_answers_of_days_to_come_are_counted_unless_they_were_undone(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    today = event().day
    assert store.reviews_after(today) == (0, 0)
    store.append(event("d/1"))
    assert store.reviews_after(today) == (0, 0)
    for minutes in (100_000, 200_000):
        ahead = store.append(event("d/1", minutes=minutes))
    assert store.reviews_after(today) == (2, ahead.day)
    store.append(event("d/1", kind="undo", of=ahead.id))
    assert store.reviews_after(today) == (1, today + 100_000 // 1440)


def test_a_log_that_was_cut_is_forgotten_from_there_on(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    store.memories()
    lines = store.path.read_bytes().splitlines(keepends=True)
    store.path.write_bytes(b"".join(lines[:25]))
    assert store.memories() == replayed(store.logs)
    assert sum(memory.reps for memory in store.memories().values()) == 25
    store.path.unlink()
    assert store.memories() == {}


def test_other_settings_replay_the_whole_log(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    strict = Scheduler(retention=0.97, fuzz=False)
    events = [e for e in events_on_disk(store.logs) if e.card == "d/1"]
    assert open_store(scheduler=strict).memories()["d/1"] == replay(events, "d/1", strict)
    assert open_store().memories()["d/1"] == replay(events, "d/1", Scheduler())


def test_another_model_of_memory_and_back_asks_the_same_and_changes_nothing_in_the_log(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    before, log = store.memories(), store.path.read_bytes()
    newer = Scheduler(model="fsrs-7")
    moved = open_store(scheduler=newer).memories()
    events = [e for e in events_on_disk(store.logs) if e.card == "d/1"]
    assert moved["d/1"] == replay(events, "d/1", newer)
    assert moved["d/1"].fast > before["d/1"].fast == 0
    assert open_store().memories() == before
    assert store.path.read_bytes() == log


def test_two_programs_with_different_settings_never_mix_their_memories(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    # a session is open while the settings are changed and another command runs
    strict = Scheduler(retention=0.97, fuzz=False)
    session, command = open_store(), open_store(scheduler=strict)
    for minutes, store in enumerate((session, command, session, session), 1):
        store.append(event("d/a", grade=4, minutes=minutes))
        store.append(event(f"d/{minutes}", grade=4, minutes=minutes))
        session.memories()
    for card in ("d/a", "d/1", "d/4"):
        events = [e for e in events_on_disk(session.logs) if e.card == card]
        assert command.memory(card) == replay(events, card, strict)
        assert session.memory(card) == replay(events, card, Scheduler())


def test_devices_merge_to_the_same_memories_in_whatever_order_their_logs_arrive(
    open_store: Callable[..., Store], event: Callable[..., Event], tmp_path: Path
) -> None:
    away = {}
    for number, device in enumerate(("desk", "laptop", "phone")):
        store = open_store(device, home=tmp_path / device)
        for one in answers(event, seed=number):
            store.append(replace(one, at=one.at + number))
        found = to_undo(store)
        store.append(replace(event(found.card, minutes=20_000, kind="undo", of=found.id)))
        away[device] = store.path
    merged = []
    for order in permutations(away):
        home = tmp_path / "-".join(order)
        store = open_store("reader", home=home)
        for device in order:
            shutil.copy(away[device], home / "log")
            store.memories()
        merged.append(store.memories())
        assert merged[-1] == replayed(home / "log") == merged[0]
    assert sum(memory.reps for memory in merged[0].values()) == 3 * 59


def test_a_log_that_arrives_twice_counts_once(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for one in answers(event):
        store.append(one)
    before = store.memories()
    shutil.copy(store.path, store.path.with_name("desk.sync-conflict.jsonl"))
    assert store.memories() == before


def test_a_renamed_card_keeps_its_history_and_its_fuzz(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    store.append(event("old/first", grade=4, minutes=0))
    store.append(event("old/second", grade=3, minutes=20_000))
    renamed = open_store(names={"new/card": ("old/first", "old/second")})
    events = [replace(one, card="new/card") for one in events_on_disk(store.logs)]
    assert renamed.memories() == {"new/card": replay(events, "old/first", Scheduler())}
    assert (
        renamed.memory("new/card").seed
        == new_memory("old/first").seed
        != new_memory("new/card").seed
    )
    assert to_undo(renamed).card == "new/card"
    assert open_store().memories().keys() == {"old/first", "old/second"}


def test_a_kind_of_event_that_an_older_program_passed_over_counts_once_the_program_is_new(
    open_store: Callable[..., Store], event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store("laptop")
    store.append(event(grade=4))
    store.append(event(minutes=1, kind="restart"))

    def without_restart(text: bytes) -> Event:
        read = decode(text)
        if read.kind == "restart":
            raise ValueError
        return read

    with monkeypatch.context() as older:
        older.setattr(index_module, "KINDS", EVENT_KINDS - {"restart"})
        older.setattr(line_module, "decode", without_restart)
        assert open_store().memory("deck/card").reps == 1
    assert open_store().memory("deck/card") == new_memory("deck/card")


def test_a_card_never_seen_has_the_memory_of_its_first_name(
    open_store: Callable[..., Store],
) -> None:
    store = open_store(names={"new/card": ("old/first",)})
    assert store.memory("new/card") == new_memory("old/first")
    assert store.memory("any/card") == new_memory("any/card")


def test_a_large_log_replayed_as_arrays_says_what_one_card_after_another_says(
    open_store: Callable[..., Store], event: Callable[..., Event], learner: Path
) -> None:
    chance = Random(5)
    folder = learner / "log"
    folder.mkdir(parents=True)
    lines, last = [], ""
    for i in range(2500):
        one = event(f"d/{chance.randrange(560)}", chance.randint(1, 4), minutes=i * 30.0)
        if chance.random() < 0.01:
            one = event(one.card, minutes=i * 30.0, kind=chance.choice(["suspend", "restart"]))
        last = log.event_id(one.at, last)
        lines.append(encode(replace(one, id=last)))
    (folder / "other.jsonl").write_bytes(b"".join(lines))
    memories, alone = open_store().memories(), replayed(folder)
    assert memories.keys() == alone.keys()
    for card, memory in memories.items():
        assert memory.stability == pytest.approx(alone[card].stability, rel=1e-12)
        assert memory.difficulty == pytest.approx(alone[card].difficulty, rel=1e-12)
        assert replace(memory, stability=0, difficulty=0) == replace(
            alone[card], stability=0, difficulty=0
        )


def test_reviews_by_day_count_only_what_was_not_undone(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    for minutes in (0, 10, 2000, 2010):
        store.append(event(minutes=minutes))
    store.append(event(minutes=2020, kind="bury"))
    for kind, minutes in (
        ("undo", 2030),
        ("undo", 2040),
        ("redo", 2050),
        ("undo", 2060),
        ("undo", 2070),
    ):
        found = to_undo(store) if kind == "undo" else to_redo(store)[0]
        store.append(event(minutes=minutes, kind=kind, of=found.id))
    store.memories()
    assert store.reviews_by_day() == {739_000: 2}
    undo, _ = to_redo(store)
    store.append(event(minutes=2080, kind="redo", of=undo.id))
    store.memories()
    assert store.reviews_by_day() == {739_000: 2, 739_001: 1}


APPENDER = """
import sys, time
from pathlib import Path
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event
from quizcards.store.store import INDEX, Store

home, name = Path(sys.argv[1]), sys.argv[2]
(home / f"{name} is ready").touch()
while not all((home / f"{one} is ready").exists() for one in ("a", "b")):
    pass
store = Store(home, home / "cache", Scheduler(), {})
for i in range(200):
    answer = "x" * (i * 37 % 9000)
    store.append(Event("", time.time(), 739_000, "review", f"{name}/{i % 5}", 1, answer=answer))
    if i % 2:
        store.append(Event("", time.time(), 739_000, "review", "both/card", 1))
    if i % 10 == 0:
        store.memories()
(home / f"{name} is done").touch()
while not all((home / f"{one} is done").exists() for one in ("a", "b")):
    time.sleep(0.001)
reps = sum(memory.reps for memory in store.memories().values())
print(reps, store.memory("both/card").reps, len(store.broken))
"""


def test_two_processes_at_once_lose_nothing_and_both_see_everything(
    learner: Path, open_store: Callable[..., Store]
) -> None:
    # from here on, both write to one file
    Store(learner, learner / "cache", Scheduler(), {}).close()
    command = [sys.executable, "-c", APPENDER, str(learner)]
    both = [
        subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in ("a", "b")
    ]
    assert [process.communicate(timeout=60)[0].split() for process in both] == [
        ["600", "200", "0"]
    ] * 2
    (path,) = (learner / "log").iterdir()
    found = log.read(path)
    assert (len(found.events), found.broken, found.offset) == (600, 0, path.stat().st_size)
    for name in ("a/", "b/"):
        ids = [event.id for event in found.events if event.card.startswith(name)]
        assert len(ids) == 200
        assert ids == sorted(ids)
    assert open_store().memories() == replayed(learner / "log")


def test_where_the_disk_is_full_the_index_is_made_in_memory(
    open_store: Callable[..., Store], event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    store.append(event())
    real = Index.catch_up

    def full(index: Index, logs: Iterable[Path]) -> dict[str, int]:
        file = index.db.execute("PRAGMA database_list").fetchone()[2]
        if file:
            raise sqlite3.OperationalError("database or disk is full")
        return real(index, logs)

    monkeypatch.setattr(Index, "catch_up", full)
    assert store.memory("deck/card").reps == 1
