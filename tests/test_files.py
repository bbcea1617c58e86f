"""Files are whole or as they were, whatever fails, and durable once the call returns."""

import errno
import os
import re
import stat
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quizcards.files import (
    Appender,
    UnconfirmedError,
    append_lines,
    make_folder,
    part_of,
    read_file,
    sweep,
    write_file,
    write_folder,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither rights nor links so")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was forced to disk, in order: "file", or the name of a folder."""
    names: list[str] = []
    fsync = os.fsync

    def recording(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        path = os.readlink(f"/proc/self/fd/{descriptor}") if is_folder else "file"
        names.append(os.path.basename(path))
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", recording)
    return names


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_is_written_whole_and_its_folder_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "a.json"
    for data in (b"first", b"", b"second\n" * 100_000):
        write_file(path, data)
        assert path.read_bytes() == data
    assert [file.name for file in path.parent.iterdir()] == ["a.json"]


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
def test_a_write_that_fails_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    with monkeypatch.context() as patch:
        patch.setattr(broken, full)
        with pytest.raises(OSError, match=r"a\.json") as caught:
            write_file(path, b"new")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_that_has_a_file_of_its_own_keeps_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, part_of(tmp_path / "a"):
        (tmp_path / "gone").read_bytes()
    assert caught.value.filename == str(tmp_path / "gone")


def test_a_part_of_a_folder_that_is_gone_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught, part_of(tmp_path / "gone" / "a"):
        pass
    assert caught.value.filename == str(tmp_path / "gone" / "a")


def test_rights_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    for mode in (0o600, 0o640, 0o664):
        path.chmod(mode)
        write_file(path, b"new")
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    real, link = tmp_path / "elsewhere" / "real.yaml", tmp_path / "link.yaml"
    real.parent.mkdir()
    for there in (False, True):
        link.unlink(missing_ok=True)
        link.symlink_to(real)
        write_file(link, f"new {there}".encode())
        assert link.is_symlink()
        assert real.read_text() == f"new {there}"
    assert list(real.parent.iterdir()) == [real]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of descriptors are Linux's")
def test_the_file_then_its_folder_and_those_made_for_it_are_forced_to_disk(
    tmp_path: Path, synced: list[str]
) -> None:
    write_file(tmp_path / "home" / "log" / "a.json", b"1")
    assert sorted(synced[:2]) == sorted([tmp_path.name, "home"])
    assert synced[2:] == ["file", "log"]
    synced.clear()
    write_file(tmp_path / "home" / "log" / "a.json", b"2")
    assert synced == ["file", "log"]


def test_what_can_be_computed_again_waits_for_no_disk(tmp_path: Path, synced: list[str]) -> None:
    write_file(tmp_path / "a.json", b"1", durable=False)
    assert (tmp_path / "a.json").read_bytes() == b"1"
    assert synced == []


def test_a_new_version_that_is_not_put_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    with part_of(path) as part:
        part.write(b"new")
        assert part.finish().read_bytes() == b"new"
        assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_several_files_of_one_folder_may_be_under_way_at_once(tmp_path: Path) -> None:
    with part_of(tmp_path / "a") as a, part_of(tmp_path / "b") as b:
        a.write(b"1")
        b.write(b"2")
        b.put()
        a.put()
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"1", b"2"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_name_as_long_as_any_may_be_has_a_part_too(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_file(path, b"1")
    assert path.read_bytes() == b"1"


def test_lines_are_added_to_what_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append_lines(path, b"1\n")
    append_lines(path, b"2\n3\n")
    assert path.read_bytes() == b"1\n2\n3\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_windows_is_asked_to_leave_the_bytes_of_lines_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    binary = 0x8000  # as Windows has it
    opened: list[int] = []
    open_ = os.open

    def without_it(path: Path, flags: int, *mode: int) -> int:
        opened.append(flags & binary)
        return open_(path, flags & ~binary, *mode)

    monkeypatch.setattr("os.O_BINARY", binary, raising=False)
    monkeypatch.setattr("os.open", without_it)
    monkeypatch.setattr("quizcards.files.sync_folder", lambda _: None)
    append_lines(tmp_path / "a.jsonl", b"1\n")
    assert read_file(tmp_path / "a.jsonl") == b"1\n"
    assert opened == [binary, binary]


def test_on_macos_the_drive_too_is_told_to_write_files_and_names_or_else_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synced: list[str]
) -> None:
    import fcntl

    told: list[bool] = []

    def tell(descriptor: int, _: int) -> None:
        told.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("fcntl.F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", tell)
    write_file(tmp_path / "a", b"1")
    assert told == [False, True]
    assert synced == []
    monkeypatch.setattr(fcntl, "fcntl", full)  # as over a network
    write_file(tmp_path / "a", b"2")
    assert synced == ["file", tmp_path.name]


def test_half_a_line_stays_as_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"1\n2")
    append_lines(path, b"3\n")
    assert path.read_bytes() == b"1\n2\n3\n"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of descriptors are Linux's")
def test_the_name_of_a_new_file_is_durable_before_its_first_line(
    tmp_path: Path, synced: list[str]
) -> None:
    append_lines(tmp_path / "a.jsonl", b"1\n")
    assert synced == [tmp_path.name, "file"]
    append_lines(tmp_path / "a.jsonl", b"2\n")
    assert synced == [tmp_path.name, "file", "file"]


@pytest.mark.parametrize("write", [write_file, append_lines], ids=["write_file", "append_lines"])
def test_a_folder_that_cannot_be_forced_to_disk_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], None]
) -> None:
    fsync = os.fsync

    def only_files(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", only_files)
    write(tmp_path / "a", b"1\n")
    assert (tmp_path / "a").read_bytes() == b"1\n"


def test_lines_that_cannot_be_added_name_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(IsADirectoryError) as caught:
        append_lines(tmp_path, b"1\n")
    assert caught.value.filename == str(tmp_path)
    monkeypatch.setattr("os.write", lambda _, data: len(data) - 2)
    with pytest.raises(OSError, match=r"a\.jsonl") as full_disk:
        append_lines(tmp_path / "a.jsonl", b"12\n")
    assert full_disk.value.errno == errno.ENOSPC
    assert not isinstance(full_disk.value, UnconfirmedError)


def test_no_line_goes_into_a_pipe_that_would_keep_none(tmp_path: Path) -> None:
    pipe = tmp_path / "a.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match=r"a\.jsonl") as caught:
        append_lines(pipe, b"1\n")
    assert caught.value.errno == errno.ENXIO
    assert not isinstance(caught.value, UnconfirmedError)


def test_lines_that_stand_in_the_file_are_never_said_not_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"0\n")
    write = os.write
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(UnconfirmedError, match=r"a\.jsonl"):
            append_lines(path, b"1\n")
    with monkeypatch.context() as patch:
        patch.setattr("os.write", lambda to, data: write(to, data[:-1]))  # all but the line's end
        with pytest.raises(UnconfirmedError, match=r"a\.jsonl"):
            append_lines(path, b"2\n")
    append_lines(path, b"3\n")
    assert path.read_bytes() == b"0\n1\n2\n3\n"


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, synced: list[str]) -> None:
    make_folder(tmp_path)
    assert synced == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileExistsError):
        make_folder(tmp_path / "file")


def test_only_a_regular_file_is_read_and_only_so_much_of_it(tmp_path: Path) -> None:
    path, link, pipe = tmp_path / "a", tmp_path / "link", tmp_path / "pipe"
    path.write_bytes(b"12")
    link.symlink_to(path)
    os.mkfifo(pipe)
    assert read_file(path, most=2) == read_file(link) == b"12"
    wrong = {path: errno.EFBIG, pipe: errno.ENXIO, tmp_path: errno.EISDIR}
    wrong |= {Path("/dev/zero"): errno.ENXIO, tmp_path / "none": errno.ENOENT}
    for one, number in wrong.items():
        with pytest.raises(OSError, match=re.escape(str(one))) as caught:
            read_file(one, most=1)
        assert (caught.value.errno, caught.value.filename) == (number, str(one))


def test_a_folder_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new" / "decks"
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="a"):
            write_folder(folder, {"a": b"1", "b": b"2"})
    assert not folder.exists()
    write_folder(folder, {"a": b"1", "b": b"2"})
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"a": b"1", "b": b"2"}
    with pytest.raises(OSError, match="decks"):
        write_folder(folder, {"c": b"3"})
    assert sorted(file.name for file in folder.iterdir()) == ["a", "b"]
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names of descriptors are Linux's")
def test_a_new_folder_is_forced_to_disk_with_all_that_is_in_it(
    tmp_path: Path, synced: list[str]
) -> None:
    write_folder(tmp_path / "decks", {"a": b"1", "b": b"2"})
    assert synced.count("file") == 2
    assert synced[-1] == tmp_path.name


LEFT = (".123-0a1b2c3d.part", ".123.part", ".x.yaml.123", ".adding-ab12cd_e", ".quizcards-ab12cd3e")
KEPT = (".x.yaml", "x.part", ".x.yaml.swp", ".#x.yaml", "123.part", ".adding-x", ".git", "a.jsonl")


def test_what_a_kill_left_is_swept_a_day_later_and_nothing_else(tmp_path: Path) -> None:
    for name in (*LEFT, *KEPT):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    (tmp_path / ".124.part").write_bytes(b"half")
    for number, age in enumerate((80_000, 100_000)):
        for path in tmp_path.iterdir():
            os.utime(path, (time.time() - age,) * 2)
        sweep(tmp_path)
        left = {path.name for path in tmp_path.iterdir()}
        assert left == ({*LEFT, *KEPT, ".124.part"} if number == 0 else {*KEPT})


def test_the_next_write_into_a_folder_sweeps_it(tmp_path: Path) -> None:
    (tmp_path / ".123-0a1b2c3d.part").write_bytes(b"half")
    os.utime(tmp_path / ".123-0a1b2c3d.part", (0, 0))
    write_file(tmp_path / "a", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_lines_go_to_what_the_name_stands_for_and_after_what_others_have_added(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    with closing(Appender(path)) as file:
        file.append(b"1\n")
        append_lines(path, b"2\n")
        file.append(b"3\n")
        with path.open("ab") as torn:
            torn.write(b"half")
        file.append(b"4\n")
        assert path.read_bytes() == b"1\n2\n3\nhalf\n4\n"
        write_file(path, b"5\n")  # replaced, as a program that syncs does
        file.append(b"6\n")
        assert path.read_bytes() == b"5\n6\n"
        path.unlink()
        file.append(b"7\n")
        assert path.read_bytes() == b"7\n"


def test_a_pipe_is_neither_waited_for_nor_driven_out_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="pipe") as refused:
        read_file(tmp_path / "pipe")
    assert refused.value.errno == errno.ENXIO
    with pytest.raises(OSError, match="pipe") as refused:
        write_file(tmp_path / "pipe", b"")
    assert refused.value.errno == errno.ENXIO
    assert [path.is_fifo() for path in tmp_path.iterdir()] == [True]
