"""One file holds the whole folder; what comes back is verified first, and takes nothing away."""

import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards.errors import QuizcardsError
from quizcards.home import backup
from quizcards.memory.schedule import Scheduler
from quizcards.model import Event, Memory
from quizcards.store.store import Store

START = 1_780_000_000.0
DECK = "deck: d\ntitle: 덱\ncards:\n- {id: one, question: 하나란?, answer: 첫째.}\n"
INTERVIEW = "interviews/2026-12-01-090000.jsonl"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The folder of someone who has studied."""
    home = tmp_path / "desk"
    study(home, tmp_path / "cache-desk", 0, 30)
    others = {
        "settings.toml": "fuzz = true\n",
        "plan.json": "{}\n",
        "weights.json": '{"v": 1, "adopted": []}\n',
    }
    for name, text in {"decks/하나.yaml": DECK, INTERVIEW: "{}\n", **others}.items():
        write(home, name, text)
    return home


@pytest.fixture
def packed(desk: Path, tmp_path: Path) -> Path:
    file = tmp_path / "cards.zip"
    backup.backup(desk, file, "2026-12-01T09:00:00+09:00")
    return file


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "new"


def write(home: Path, name: str, text: str) -> None:
    (home / name).parent.mkdir(parents=True, exist_ok=True)
    (home / name).write_bytes(text.encode())


def study(home: Path, cache: Path, first: int, last: int) -> None:
    with Store(home, cache, Scheduler(), {}) as store:
        for i in range(first, last):
            store.append(
                Event("", START + i * 9000, 739_000 + i // 10, "review", f"d/{i % 7}", i % 4 + 1)
            )


def state(home: Path, cache: Path) -> dict[str, Memory]:
    with Store(home, cache, Scheduler(), {}) as store:
        return store.memories()


def restore(file: Path, home: Path) -> tuple[dict[str, int], list[Path]]:
    return backup.restore(file, home)


def files(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file()
    }


def repacked(
    source: Path, target: Path, change: Callable[[dict[str, bytes], dict[str, Any]], object]
) -> Path:
    """Copy a backup, its files and its list changed, the hashes in the list put right."""
    with zipfile.ZipFile(source) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(contents.pop("manifest.json"))
    change(contents, manifest)
    if isinstance(manifest["files"], dict):
        for name, data in contents.items():
            manifest["files"].setdefault(
                name, {"bytes": len(data), "sha256": sha256(data).hexdigest()}
            )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        for name, data in contents.items():
            archive.writestr(name, data)
    return target


def test_an_empty_folder_comes_back_to_the_same_files_and_the_same_state(
    packed: Path, desk: Path, empty: Path, tmp_path: Path
) -> None:
    counts, moved = restore(packed, empty)
    assert (counts, moved) == (
        {"기록": 30, "덱": 1, "면접": 1, "설정": 1, "계획": 1, "가중치": 1},
        [],
    )
    assert files(empty) == files(desk)
    assert state(empty, tmp_path / "cache-new") == state(desk, tmp_path / "cache-desk")


def test_a_folder_in_use_comes_to_the_state_of_all_answers_together(
    packed: Path, desk: Path, empty: Path, tmp_path: Path
) -> None:
    # another device, some of it before what the backup has
    study(empty, tmp_path / "cache-new", 20, 45)
    lines = {
        line
        for home in (desk, empty)
        for path in home.glob("log/*")
        for line in path.read_bytes().splitlines(True)
    }
    assert restore(packed, empty)[0]["기록"] == 30
    write(tmp_path / "alone", "log/all.jsonl", b"".join(sorted(lines)).decode())
    assert state(empty, tmp_path / "cache-new") == state(
        tmp_path / "alone", tmp_path / "cache-alone"
    )


def test_what_was_answered_since_stays(packed: Path, desk: Path, tmp_path: Path) -> None:
    study(desk, tmp_path / "cache-desk", 30, 45)
    write(desk, INTERVIEW, "{}\n{}\n")
    before = files(desk)
    assert restore(packed, desk) == ({}, [])
    assert files(desk) == before


def test_a_log_that_lost_lines_gets_them_back_behind_what_it_has(packed: Path, desk: Path) -> None:
    (path,) = desk.glob("log/*")
    lines = path.read_bytes().splitlines(True)
    path.write_bytes(b"".join(lines[20:]))
    assert restore(packed, desk)[0] == {"기록": 20}
    assert path.read_bytes().splitlines(True) == lines[20:] + lines[:20]


def test_a_deck_changed_since_makes_way_and_is_kept_beside(packed: Path, desk: Path) -> None:
    write(desk, "decks/하나.yaml", "changed")
    write(desk, "decks/new.yaml", "new")
    counts, (moved,) = restore(packed, desk)
    assert counts == {"덱": 1}
    assert (desk / "decks/하나.yaml").read_text() == DECK
    assert moved.read_text() == "changed"
    assert not moved.name.endswith((".yaml", ".yml")), "a deck of its own"
    assert (desk / "decks/new.yaml").read_text() == "new"
    before = files(desk)
    assert restore(packed, desk) == ({}, [])
    assert files(desk) == before


@pytest.mark.parametrize("name", ["settings.toml", "plan.json", "weights.json"])
def test_settings_plan_and_weights_changed_since_make_way_and_are_kept_beside(
    packed: Path, desk: Path, name: str
) -> None:
    before = (desk / name).read_bytes()
    write(desk, name, "changed")
    _, moved = restore(packed, desk)
    assert (desk / name).read_bytes() == before
    assert [(path.name.startswith(f"{name}.kept-"), path.read_text()) for path in moved] == [
        (True, "changed")
    ]


def test_an_interview_that_went_another_way_is_one_more_interview(packed: Path, desk: Path) -> None:
    write(desk, INTERVIEW, '{"other":1}\n')
    restore(packed, desk)
    assert sorted(path.read_text() for path in desk.glob("interviews/*.jsonl")) == [
        '{"other":1}\n',
        "{}\n",
    ]


def test_a_session_at_work_is_taken_up_to_its_last_whole_line(
    desk: Path, empty: Path, tmp_path: Path
) -> None:
    (path,) = desk.glob("log/*")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"v":1,"id":"0')
    backup.backup(desk, tmp_path / "b.zip", "")
    restore(tmp_path / "b.zip", empty)
    assert (empty / "log" / path.name).read_bytes() == whole


def test_the_list_says_what_is_in_it_so_that_anyone_can_check(packed: Path, desk: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.testzip() is None
    assert (manifest["v"], manifest["made"], manifest["events"]) == (
        1,
        "2026-12-01T09:00:00+09:00",
        30,
    )
    assert manifest["files"] == {
        name: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in files(desk).items()
    }


def test_an_earlier_backup_stands_until_the_new_one_is_whole(
    packed: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = packed.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(QuizcardsError, match="쓸 수 없습니다"):
        backup.backup(desk, packed, "")
    assert packed.read_bytes() == before
    assert [path.name for path in packed.parent.glob("*.zip")] == [packed.name]
    assert not list(packed.parent.glob(".*"))


def test_a_byte_changed_anywhere_is_noticed_or_means_nothing(
    packed: Path, desk: Path, empty: Path, tmp_path: Path
) -> None:
    good, chance, refused = packed.read_bytes(), Random(1), 0
    for _ in range(400):
        at = chance.randrange(len(good))
        bad = good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :]
        (tmp_path / "bad.zip").write_bytes(bad)
        try:
            assert backup.verified(tmp_path / "bad.zip") == files(desk)
        except QuizcardsError:
            refused += 1
    assert refused > 300
    for end in range(0, len(good), 97):
        (tmp_path / "bad.zip").write_bytes(good[:end])
        with pytest.raises(QuizcardsError, match="백업이 아니거나 손상된 파일입니다"):
            restore(tmp_path / "bad.zip", empty)
    assert not empty.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/evil",
        "decks/../../evil",
        "C:\\evil",
        "decks\\..\\evil",
        "decks/.git/config",
        "log/../x.jsonl",
        "log/deep/x.jsonl",
        "evil.py",
        "decks/\x1b[31m",
        "decks/",
        "decks//x",
        ".bashrc",
        "manifest.json/x",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_is_touched(
    packed: Path, empty: Path, tmp_path: Path, name: str
) -> None:
    bad = repacked(
        packed, tmp_path / "bad.zip", lambda contents, _: contents.update({name: b"evil"})
    )
    with pytest.raises(QuizcardsError) as error:
        restore(bad, empty)
    assert str(error.value).isprintable()
    assert not empty.exists()
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda contents, _: contents.pop("decks/하나.yaml"), "손상된 파일입니다"),
        (lambda contents, _: contents.update({"decks/하나.yaml": b"other"}), "손상된 파일이 있어"),
        (lambda _, manifest: manifest.update(v=2), "더 새로운 quizcards"),
        (lambda _, manifest: manifest.pop("v"), "손상된 파일입니다"),
        (lambda _, manifest: manifest.update(files=[]), "손상된 파일입니다"),
        (
            lambda _, manifest: manifest["files"]["settings.toml"].update(bytes=-9),
            "손상된 파일입니다",
        ),
        (
            lambda _, manifest: manifest["files"]["settings.toml"].update(bytes=float("inf")),
            "손상된 파일입니다",
        ),
        (
            lambda _, manifest: manifest["files"]["settings.toml"].update(bytes="12"),
            "손상된 파일입니다",
        ),
        (
            lambda _, manifest: manifest["files"]["settings.toml"].update(sha256=None),
            "손상된 파일이 있어",
        ),
        (lambda _, manifest: manifest["files"].update({"decks/x": None}), "손상된 파일입니다"),
    ],
)
def test_a_backup_that_is_not_what_it_lists_is_refused(
    packed: Path, empty: Path, tmp_path: Path, change: Any, said: str
) -> None:
    with pytest.raises(QuizcardsError, match=said):
        restore(repacked(packed, tmp_path / "bad.zip", change), empty)
    assert not empty.exists()


def test_a_bomb_is_not_unpacked(
    packed: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "LIMIT", 100_000)
    bomb = repacked(
        packed,
        tmp_path / "bomb.zip",
        lambda contents, _: contents.update({"decks/bomb": bytes(10**6)}),
    )
    with pytest.raises(QuizcardsError, match="손상된 파일입니다"):
        restore(bomb, empty)

    def liar(contents: dict[str, bytes], manifest: dict[str, Any]) -> None:
        contents["decks/bomb"] = bytes(10**6)
        manifest["files"]["decks/bomb"] = {"bytes": 10, "sha256": ""}

    read = 0
    stream = zipfile.ZipExtFile.read

    def counting(self: zipfile.ZipExtFile, size: int = -1) -> bytes:
        nonlocal read
        data = stream(self, size)
        read += len(data)
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counting)
    with pytest.raises(QuizcardsError, match="decks/bomb"):
        restore(repacked(packed, tmp_path / "bomb.zip", liar), empty)
    assert read < 50_000


def test_a_link_a_name_twice_and_a_lock_are_refused(
    packed: Path, empty: Path, tmp_path: Path
) -> None:
    link = zipfile.ZipInfo("decks/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    for extra in (link, zipfile.ZipInfo("settings.toml")):
        bad = tmp_path / "bad.zip"
        bad.write_bytes(packed.read_bytes())
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(bad, "a") as archive:
            archive.writestr(extra, b"/etc/passwd")
        with pytest.raises(QuizcardsError, match="손상된 파일입니다"):
            restore(bad, empty)
    data = bytearray(packed.read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, entry + 8, 1)  # encrypted, says the directory
    (tmp_path / "bad.zip").write_bytes(data)
    with pytest.raises(QuizcardsError, match="손상된 파일입니다"):
        restore(tmp_path / "bad.zip", empty)
    assert not empty.exists()


def test_nothing_to_keep_and_nothing_to_read_are_said_in_one_sentence(
    tmp_path: Path, empty: Path
) -> None:
    with pytest.raises(QuizcardsError, match="아직 담을 것이 없습니다"):
        backup.backup(empty, tmp_path / "b.zip", "")
    with pytest.raises(QuizcardsError, match="읽을 수 없습니다"):
        restore(tmp_path / "missing.zip", empty)
    (tmp_path / "text").write_text("no zip")
    with pytest.raises(QuizcardsError, match="백업이 아니거나"):
        restore(tmp_path / "text", empty)


def test_a_file_in_the_place_of_a_folder_is_told_before_anything_is_touched(
    packed: Path, empty: Path, tmp_path: Path
) -> None:
    def both(contents: dict[str, bytes], _: object) -> None:
        contents.update({"decks/x": b"a deck", "decks/x/y.yaml": b"another"})

    with pytest.raises(QuizcardsError, match="손상된 파일입니다"):
        restore(repacked(packed, tmp_path / "bad.zip", both), empty)
    assert not empty.exists()
    write(empty, "decks", "a file")
    with pytest.raises(QuizcardsError, match="둘 자리에 있습니다"):
        restore(packed, empty)
    (empty / "decks").unlink()
    write(empty, "decks/하나.yaml/x", "a folder")
    with pytest.raises(QuizcardsError, match="둘 자리에 있습니다"):
        restore(packed, empty)
    assert files(empty) == {"decks/하나.yaml/x": b"a folder"}


@pytest.mark.parametrize("text", ["[" * 5000, "9" * 5000, '{"v": "x\\u001b[2J"}'])
def test_a_list_without_end_or_version_is_that_of_no_backup(
    empty: Path, tmp_path: Path, text: str
) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("manifest.json", text)
    with pytest.raises(QuizcardsError, match="손상된 파일입니다"):
        restore(bad, empty)


def test_an_answer_that_no_version_can_read_comes_back_and_makes_no_other_unreadable(
    packed: Path, empty: Path, tmp_path: Path
) -> None:
    poison = b'{"v":1,"id":"0fff' + b"f" * 24 + b'","at":"2026-05-28T20:26:40Z",'
    poison += b'"day":"2026-05-28","kind":"review","card":"d/x","grade":3}\n'
    bad = repacked(packed, tmp_path / "bad.zip", lambda c, _: c.update({"log/x.jsonl": poison}))
    restore(bad, empty)
    study(empty, tmp_path / "cache-new", 30, 33)
    with Store(empty, tmp_path / "cache-new", Scheduler(), {}) as store:
        assert sum(memory.reps for memory in store.memories().values()) == 33
        assert store.broken in ({}, {str(empty / "log/x.jsonl"): 1})
