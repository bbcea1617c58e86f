"""The log's file: its format to the letter, and what is read from a file that was damaged."""

import json
import math
import os
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.files import Appender
from quizcards.home import files as home_files
from quizcards.model import Event
from quizcards.store import log
from quizcards.store.line import decode, encode
from quizcards.store.store import Store
from tests.sampling import examples

# 2026-05-28T20:26:40.250Z is 1 780 000 000 250 ms, in hexadecimal 19e 7044 88fa
GOLDEN_ID = "019e704488fa" + "0123456789abcdef"
GOLDEN_EVENT = Event(
    GOLDEN_ID,
    1_780_000_000.25,
    739_764,
    "review",
    "optimization/adam",
    3,
    asked="recall",
    seconds=4.5,
    seed=7,
    answer="적률 추정",
    shown="754757b4",
)
GOLDEN_LINE = (
    '{"v":1,"id":"019e704488fa0123456789abcdef","at":"2026-05-28T20:26:40.250000Z",'
    '"day":"2026-05-28","kind":"review",'
    '"card":"optimization/adam","grade":3,"asked":"recall","seconds":4.5,"seed":7,"answer":"적률 '
    '추정","shown":"754757b4"}'
)


def test_a_review_is_written_as_the_documented_line() -> None:
    assert encode(GOLDEN_EVENT).decode() == GOLDEN_LINE + "\n"


def test_the_documented_line_is_read_as_that_review() -> None:
    assert decode(GOLDEN_LINE.encode()) == GOLDEN_EVENT


def test_an_undo_names_the_event_it_takes_back_and_leaves_out_what_it_has_not() -> None:
    undo = Event(
        "019e704488fb" + "0" * 16,
        1_780_000_000.251,
        739_764,
        "undo",
        "optimization/adam",
        of=GOLDEN_ID,
    )
    assert json.loads(encode(undo)) == {
        "v": 1,
        "id": "019e704488fb0000000000000000",
        "at": "2026-05-28T20:26:40.251000Z",
        "day": "2026-05-28",
        "kind": "undo",
        "card": "optimization/adam",
        "of": GOLDEN_ID,
    }


def test_a_restart_has_neither_grade_nor_cause() -> None:
    restart = Event(
        "019e704488fb" + "0" * 16, 1_780_000_000.251, 739_764, "restart", "optimization/adam"
    )
    line = encode(restart)
    assert json.loads(line) == {
        "v": 1,
        "id": "019e704488fb0000000000000000",
        "at": "2026-05-28T20:26:40.251000Z",
        "day": "2026-05-28",
        "kind": "restart",
        "card": "optimization/adam",
    }
    assert decode(line) == restart
    with pytest.raises(ValueError, match="whole event"):
        decode(line.replace(b'"kind"', b'"grade":3,"kind"'))


def test_the_moment_is_in_utc_wherever_the_learner_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "EST5EDT,M3.2.0,M11.1.0")
    time.tzset()
    try:
        assert encode(GOLDEN_EVENT).decode() == GOLDEN_LINE + "\n"
        assert decode(GOLDEN_LINE.encode()) == GOLDEN_EVENT
    finally:
        monkeypatch.undo()
        time.tzset()


moments = st.floats(0, 4e9).map(lambda at: round(at, 6))


@settings(deadline=None)
@given(
    moments,
    st.integers(719_165, 766_000),  # 1970 to 2098
    st.text(min_size=1),
    st.integers(1, 4),
    st.none() | st.text(),
    st.none() | st.floats(0, 1e6),
    st.none() | st.integers(-(2**63), 2**63 - 1),
)
@example(0.0, 719_163, "줄\n바꿈\r\u2028과 \x00 \x1b[31m", 1, '"} {"', 0.1, 0)
def test_what_is_written_is_read_back_exactly(
    at: Any, day: Any, card: str, grade: Any, answer: Any, seconds: Any, seed: Any
) -> None:
    event = Event(GOLDEN_ID, at, day, "review", card, grade, "typed", seconds, seed, answer)
    line = encode(event)
    assert line.count(b"\n") == 1
    assert decode(line) == event


@settings(deadline=None, max_examples=examples(100))
@given(moments, st.floats(0, 100) | st.floats(0, 1e-4))
def test_ids_sort_by_time_and_stay_in_order_within_a_millisecond(at: Any, later: Any) -> None:
    first = log.event_id(at, "")
    assert int(first[:12], 16) == math.floor(at * 1000)
    second = log.event_id(at + later, first)
    assert first < second
    assert len(first) == len(second) == 28


@settings(deadline=None)
@given(moments, st.floats(0, 1e6))
def test_an_id_comes_after_the_last_one_also_when_the_clock_was_set_back(
    at: Any, back: Any
) -> None:
    last = log.event_id(at, "")
    assert log.event_id(max(at - back, 0), last) > last


def test_two_devices_whose_clocks_are_behind_the_last_id_never_make_the_same_one() -> None:
    last = log.event_id(2e9, "")
    assert len({log.event_id(1e9, last) for _ in range(1000)}) == 1000


def test_ids_made_in_the_same_moment_differ() -> None:
    assert len({log.event_id(1e9, "") for _ in range(1000)}) == 1000


def numbered(number: int) -> Event:
    return replace(GOLDEN_EVENT, id=f"0{number:027x}", card=f"deck/{number}")


def written(path: Path, *events: Event) -> None:
    with closing(Appender(path)) as file:
        for event in events:
            log.append(file, event, event.id)


def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path, numbered(1))
    first = log.read(path)
    written(path, numbered(2), numbered(3))
    assert log.read(path, first.offset) == log.Read(
        [numbered(2), numbered(3)], 0, path.stat().st_size
    )


def test_a_line_that_is_still_arriving_is_read_once_it_is_whole(tmp_path: Path) -> None:
    # a sync tool copies another device's log while it is read
    path = tmp_path / "a.jsonl"
    written(path, numbered(1), numbered(2))
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    found = log.read(path)
    assert (found.events, found.broken) == ([numbered(1)], 0)
    path.write_bytes(whole)
    assert log.read(path, found.offset) == log.Read([numbered(2)], 0, len(whole))


@pytest.mark.parametrize("kept", range(1, 12))
def test_a_torn_last_line_is_set_aside_and_the_next_answer_is_safe(
    tmp_path: Path, kept: int
) -> None:
    path = tmp_path / "a.jsonl"
    written(path, numbered(1), numbered(2))
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1][: len(lines[1]) * kept // 12])
    assert log.read(path).events == [numbered(1)]
    written(path, numbered(3))
    found = log.read(path)
    assert found.events == [numbered(1), numbered(3)]
    assert found.broken == 1
    assert path.read_bytes().startswith(lines[0])


def test_a_line_that_lost_only_its_end_of_line_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path, numbered(1))
    path.write_bytes(path.read_bytes()[:-1])
    written(path, numbered(2))
    assert log.read(path) == log.Read([numbered(1), numbered(2)], 0, path.stat().st_size)


def test_an_empty_line_is_no_event_and_no_damage(tmp_path: Path) -> None:
    # a process that sees another's line half written begins a line of its own
    path = tmp_path / "a.jsonl"
    written(path, numbered(1))
    path.write_bytes(path.read_bytes() + b"\n")
    written(path, numbered(2))
    assert log.read(path) == log.Read([numbered(1), numbered(2)], 0, path.stat().st_size)


def test_line_ends_that_another_system_rewrote_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path, numbered(1), numbered(2))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert log.read(path).events == [numbered(1), numbered(2)]


GOLDEN_ROW = json.loads(GOLDEN_LINE)
BROKEN = {
    "a blank": b" ",
    "no JSON": b"answer: 3",
    "no object": b'["review"]',
    "only a number": b"3",
    "no UTF-8": GOLDEN_LINE.encode().replace("적".encode(), b"\xff\xfe"),
    "half a character in a name": json.dumps({**GOLDEN_ROW, "card": "deck/\ud800"}).encode(),
    "half a character in an answer": json.dumps({**GOLDEN_ROW, "answer": "\udcff"}).encode(),
    "a later version": json.dumps({**GOLDEN_ROW, "v": 2}).encode(),
    "a kind from the future": json.dumps({**GOLDEN_ROW, "kind": "rated"}).encode(),
    "grade 5": json.dumps({**GOLDEN_ROW, "grade": 5}).encode(),
    "no grade": json.dumps({k: v for k, v in GOLDEN_ROW.items() if k != "grade"}).encode(),
    "a graded undo": json.dumps({**GOLDEN_ROW, "kind": "undo", "of": GOLDEN_ID}).encode(),
    "an undo of nothing": json.dumps(
        {k: v for k, v in GOLDEN_ROW.items() if k != "grade"} | {"kind": "undo"}
    ).encode(),
    "a review of an event": json.dumps({**GOLDEN_ROW, "of": GOLDEN_ID}).encode(),
    "an id that is no number": json.dumps({**GOLDEN_ROW, "id": "z" * 28}).encode(),
    "an id too short": json.dumps({**GOLDEN_ROW, "id": "01"}).encode(),
    "an id after which none can come": json.dumps({**GOLDEN_ROW, "id": "f" * 28}).encode(),
    "a moment without a zone": json.dumps({**GOLDEN_ROW, "at": "2026-05-28T20:26:40"}).encode(),
    "a day that is none": json.dumps({**GOLDEN_ROW, "day": "2026-02-30"}).encode(),
    "a card that is no name": json.dumps({**GOLDEN_ROW, "card": 3}).encode(),
    "a seed too large": json.dumps({**GOLDEN_ROW, "seed": 2**63}).encode(),
    "a seed without end": GOLDEN_LINE.replace('"seed":7', '"seed":1e999').encode(),
    "seconds that are no number": GOLDEN_LINE.replace("4.5", '"4.5"').encode(),
    "an answer that is a list": json.dumps({**GOLDEN_ROW, "answer": ["a"]}).encode(),
    "braces without end": b"[" * 100_000,
    "two events": f"{GOLDEN_LINE.strip()} {GOLDEN_LINE.strip()}".encode(),
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_line_that_makes_no_sense_is_counted_and_hides_no_other(
    tmp_path: Path, line: bytes, open_store: Callable[..., Store]
) -> None:
    path = tmp_path / "home" / "log" / "other.jsonl"
    path.parent.mkdir(parents=True)
    written(path, numbered(1))
    with path.open("ab") as file:
        file.write(line + b"\n")
    written(path, numbered(2))
    found = log.read(path)
    assert found == log.Read([numbered(1), numbered(2)], 1, path.stat().st_size)
    store = open_store()
    assert set(store.memories()) == {"deck/1", "deck/2"}
    assert store.broken == {str(path): 1}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from([*GOLDEN_ROW, "of"]), json_values)
def test_no_value_in_any_field_is_ever_fatal(
    tmp_path: Path, open_store: Callable[..., Store], field: Any, value: Any
) -> None:
    home = tmp_path / "fuzzed"
    path = home / "log" / "other.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(json.dumps({**GOLDEN_ROW, field: value}).encode() + b"\n")
    store = open_store("fuzz", home=home)
    store.append(replace(GOLDEN_EVENT, card="deck/safe"))
    assert store.memories()["deck/safe"].reps == 1
    store.path.unlink()


@settings(deadline=None, max_examples=examples(50))
@given(st.binary(max_size=300))
def test_no_bytes_at_all_are_ever_fatal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    path.write_bytes(data)
    written(path, numbered(1))
    found = log.read(path)
    assert found.events[-1:] == [numbered(1)]
    assert found.offset == path.stat().st_size


def test_typed_text_that_is_no_text_is_logged_as_well_as_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path, replace(GOLDEN_EVENT, answer="적률\udcff"))
    (found,) = log.read(path).events
    assert found.answer is not None
    assert found.answer.startswith("적률")


def test_an_answer_is_forced_to_disk_before_append_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    synced: list[bytes] = []
    monkeypatch.setattr("os.fsync", lambda _: synced.append(path.read_bytes()))
    written(path, numbered(1))
    assert synced[-1] == encode(numbered(1))


def test_an_answer_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuizcardsError, match="답을 기록하지 못했습니다"):
        written(tmp_path, GOLDEN_EVENT)


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only Linux has a disk that is always full"
)
def test_a_full_disk_says_so() -> None:
    with pytest.raises(QuizcardsError, match="자리를 비우고"):
        written(Path("/dev/full"), GOLDEN_EVENT)


EDGES = {
    "a clock before 1970": replace(GOLDEN_EVENT, at=-1.0),
    "a clock of 2100": replace(GOLDEN_EVENT, at=4_102_444_800.0),
    "a clock of the year 50000": replace(GOLDEN_EVENT, at=1.5e12),
    "an id that no line may have": replace(GOLDEN_EVENT, id="1" + "0" * 27),
    "a day before any": replace(GOLDEN_EVENT, day=0),
    "a day of the year 9999": replace(GOLDEN_EVENT, day=3_652_059),
    "a grade that is none": replace(GOLDEN_EVENT, grade=5),
    "a seed too large": replace(GOLDEN_EVENT, seed=2**63),
    "seconds that are no number": replace(GOLDEN_EVENT, seconds=math.nan),
}


@pytest.mark.parametrize("event", EDGES.values(), ids=EDGES)
def test_what_could_not_be_read_again_is_not_written(tmp_path: Path, event: Event) -> None:
    path = tmp_path / "a.jsonl"
    with pytest.raises(QuizcardsError, match="기록하지 않았습니다"):
        written(path, event)
    assert not path.exists()


LAST_ID = "0699e991a7ff" + "f" * 16
"""As late as an id can be: an attacker's, as no clock makes it."""


@pytest.mark.parametrize(
    "poison", [LAST_ID, "0fff" + "f" * 24, f"{4_133_980_800_000:012x}" + "f" * 16]
)
def test_no_id_makes_a_later_answer_unreadable(
    open_store: Callable[..., Store], poison: str, learner: Path
) -> None:
    path = learner / "log" / "evil.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({**GOLDEN_ROW, "id": poison, "card": "x/y"}) + "\n")
    for device in ("desk", "desk", "laptop"):
        store = open_store(device)
        store.append(replace(GOLDEN_EVENT, card="d/a"))
        store.close()
    store = open_store("desk")
    assert store.memory("d/a").reps == 3
    assert set(store.broken) <= {str(path)}


def test_a_pipe_among_the_logs_is_none(learner: Path, open_store: Callable[..., Store]) -> None:
    (learner / "log").mkdir(parents=True)
    os.mkfifo(learner / "log" / "a.jsonl")
    store = open_store()
    store.append(GOLDEN_EVENT)
    assert store.memory("optimization/adam").reps == 1


ODD = (
    ".jsonl",
    "..x.jsonl",
    "a\nb.jsonl",
    "\x1b[31m.jsonl",
    "a\\b.jsonl",
    "a b.jsonl",
    "기록.jsonl",
)


@pytest.mark.parametrize("name", ODD)
def test_every_log_that_is_read_is_taken_along(
    learner: Path, open_store: Callable[..., Store], name: str
) -> None:
    path = learner / "log" / name
    path.parent.mkdir(parents=True)
    written(path, numbered(1))
    (path.parent / "._a.jsonl").write_bytes(b"\0\5\x16\7")  # a Mac's
    for _ in range(2):
        store = open_store()
        assert set(store.memories()) == {"deck/1"}
        assert store.broken == {}
        logs = list(log.files(path.parent))
        assert len(logs) == 1
        assert {f"log/{one.name}" for one in logs} <= set(home_files.names(learner))
        store.close()


@pytest.mark.parametrize(
    "name", [b"", b"  ", b".x", b"a\nb", b"../../evil", b"\xff\xfe", b"a\0b", b"x" * 300, b"A b"]
)
def test_a_device_whose_name_is_none_gets_a_new_one(
    learner: Path, open_store: Callable[..., Store], name: bytes
) -> None:
    store = open_store()
    store.append(numbered(1))
    file = store.cache / "device"
    assert re.fullmatch("[a-z0-9][a-z0-9-]+", file.read_text())
    store.close()
    file.write_bytes(name)
    store = open_store()
    store.append(numbered(2))
    assert file.read_text() == store.path.stem
    assert store.path.parent == learner / "log"
    assert len(store.memories()) == 2
    assert {f"log/{one.name}" for one in log.files(store.logs)} <= set(home_files.names(learner))


def test_a_host_of_any_name_makes_a_name_for_its_device(
    open_store: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, host in enumerate(("", "--", "민수의-맥", "DESK.local", "x" * 99)):
        monkeypatch.setattr("socket.gethostname", lambda host=host: host)
        assert re.fullmatch("[a-z0-9][a-z0-9-]+", open_store(f"device{number}").path.stem)
