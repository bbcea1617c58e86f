"""Which answers are looked at for mistakes, and what is kept of what was found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from quizcards.model import Event
from quizcards.store import mistake_cache
from quizcards.store.store import Store


def test_wrong_answers_are_those_graded_again_or_practised_that_hold_and_can_be_marked(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    wanted: dict[str, Any] = {"asked": "numeric", "seed": 7, "answer": "1"}
    kept = [
        store.append(event("d/1", 1, 1, **wanted)),
        store.append(event("d/2", None, 2, "practice", **wanted)),
    ]
    others: list[dict[str, Any]] = [{"grade": 3}, {"seed": None}, {"answer": None}]
    for minute, other in enumerate(others, start=3):
        store.append(event("d/3", **{"grade": 1, "minutes": minute, **wanted, **other}))
    undone = store.append(event("d/4", 1, 8, **wanted))
    store.append(event("d/4", None, 9, "undo", of=undone.id))
    kept.append(store.append(event("d/5", 1, 10, **wanted)))
    assert store.wrong_answers(10) == kept[::-1]
    assert [one.card for one in store.wrong_answers(1)] == ["d/5", "d/2"]  # the newest of each kind


def test_what_was_found_is_kept_under_its_stamp(tmp_path: Path) -> None:
    assert mistake_cache.read(tmp_path, "1") == {}
    mistake_cache.write(tmp_path, "1", {"id": "편향 보정을 빠뜨렸습니다", "other": ""})
    assert mistake_cache.read(tmp_path, "1") == {"id": "편향 보정을 빠뜨렸습니다", "other": ""}
    assert mistake_cache.read(tmp_path, "2") == {}
    assert [path.name for path in tmp_path.iterdir()] == ["mistakes.json"]
    for torn in ("", "{", "[]", '{"stamp": "1"}', '{"stamp": "1", "said": 3}', "null"):
        (tmp_path / "mistakes.json").write_text(torn, encoding="utf-8")
        assert mistake_cache.read(tmp_path, "1") == {}


def test_without_a_folder_to_write_to_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    mistake_cache.write(tmp_path / "file", "1", {"id": "x"})
    assert mistake_cache.read(tmp_path / "file", "1") == {}
