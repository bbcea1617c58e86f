"""Machines and a hub: what goes, what comes, what is left alone, and what may go wrong."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.errors import QuizcardsError
from quizcards.files import append_lines
from quizcards.sync.git import Git
from tests.sampling import some
from tests.sync.sync_support import DECK, Machine

Pair = tuple[Machine, Machine]
LINE = b'{"id":9}\n'


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let something happen just before git is called with this word: once, or every time."""
    attempt = Git.attempt

    def arrange(word: str, happening: Callable[[], object], always: bool = False) -> None:
        left = [happening]

        def run(git: Git, *arguments: str, **more: Any) -> object:
            if left and word in (*arguments, ""):
                (left[0] if always else left.pop())()
            return attempt(git, *arguments, **more)

        monkeypatch.setattr(Git, "attempt", run)

    return arrange


def test_everything_of_the_learner_arrives_byte_for_byte_and_nothing_else(
    machine: Callable[[str], Machine],
) -> None:
    a, b = machine("a"), machine("b")
    shared = {
        "log/a-0001.jsonl": '{"id":1}\n',
        "decks/d.yaml": DECK.replace("\n", "\r\n"),
        "decks/깊은/덱 둘.yml": DECK,
        "interviews/2026-12-01-090000.jsonl": "{}\n",
        "interviews/2026-12-01-090000.md": "# 면접\n",
        "settings.toml": "fuzz = true\n",
        "plan.json": '{"by": "2026-12-15"}\n',
        "weights.json": '{"v": 1}\n',
    }
    local = (
        "last-quiz.json",
        "decks/d.yaml~",
        "decks/.d.yaml.swp",
        "decks/.git/config",
        "log/notes.txt",
        "diary.txt",
    )
    for name, text in shared.items():
        a.write(name, text)
    for name in local:
        a.write(name, "내 것")
    assert a.sync().sent == {"기록": 1, "덱": 2, "면접": 1, "설정": 1, "계획": 1, "가중치": 1}
    assert b.sync().received == {"기록": 1, "덱": 2, "면접": 1, "설정": 1, "계획": 1, "가중치": 1}
    there = {path.relative_to(b.home).as_posix() for path in b.home.rglob("*") if path.is_file()}
    assert {name for name in there if not name.startswith(".git/")} == shared.keys()
    assert {name: b.read(name) for name in shared} == shared
    assert a.git("status", "--porcelain", "--", *shared) == b.git("status", "--porcelain") == ""


def test_the_second_time_needs_no_address_and_has_nothing_to_say(pair: Pair) -> None:
    for machine in pair:
        report = machine.sync("")
        assert not report.sent
        assert not report.received
    assert pair[0].git("rev-list", "--count", "HEAD") == "1"


def test_the_first_time_without_an_address_says_what_to_give(
    machine: Callable[[str], Machine],
) -> None:
    with pytest.raises(QuizcardsError, match=r"quizcards sync git@github\.com:"):
        machine("a").sync("")
    assert not (machine("a").home / ".git").exists()


def test_half_a_line_at_the_end_of_a_log_stays_where_it_is(pair: Pair) -> None:
    a, b = pair
    with (a.home / "log/a-0001.jsonl").open("a") as file:
        file.write('{"id":3}\n{"id"')
    a.sync()
    b.sync()
    assert b.read("log/a-0001.jsonl") == '{"id":1}\n{"id":2}\n{"id":3}\n'
    assert a.read("log/a-0001.jsonl").endswith('{"id"')


def test_half_a_line_that_somebody_committed_becomes_a_line_of_its_own_everywhere(
    pair: Pair,
) -> None:
    a, b = pair
    with (a.home / "log/a-0001.jsonl").open("a") as file:
        file.write('{"id"')
    a.git("add", "log")
    a.git("commit", "-qm", "by hand")
    a.git("push", "-q", "origin", "main")
    for machine in (b, a, a, b):
        machine.sync()
    assert a.read("log/a-0001.jsonl") == b.read("log/a-0001.jsonl")
    assert set(a.read("log/a-0001.jsonl").splitlines()) == {'{"id":1}', '{"id":2}', '{"id"'}
    for machine in pair:
        report = machine.sync()
        assert not report.sent
        assert not report.received


def test_a_deleted_deck_goes_everywhere_a_deleted_log_comes_back(pair: Pair) -> None:
    a, b = pair
    (a.home / "decks/d.yaml").unlink()
    (a.home / "log/a-0001.jsonl").unlink()
    a.sync()
    b.sync()
    assert not (b.home / "decks/d.yaml").exists()
    assert a.read("log/a-0001.jsonl") == b.read("log/a-0001.jsonl") == '{"id":1}\n{"id":2}\n'


def test_a_clash_is_told_once_on_both_machines_and_settled_by_deleting_the_file_beside(
    pair: Pair,
) -> None:
    a, b = pair
    a.write("decks/d.yaml", DECK.replace("첫째", "에이"))
    b.write("decks/d.yaml", DECK.replace("첫째", "비"))
    a.sync()
    (clash,) = b.sync().clashes
    assert (clash.line, clash.theirs, clash.ours) == (
        6,
        "  answer: 에이입니다.\n",
        "  answer: 비입니다.\n",
    )
    assert list(a.sync().kept) == [clash.kept]
    assert a.read(clash.kept) == b.read(clash.kept) == DECK.replace("첫째", "비")
    assert a.read("decks/d.yaml") == b.read("decks/d.yaml") == DECK.replace("첫째", "에이")
    assert not a.sync().kept
    (a.home / clash.kept).unlink()
    a.sync()
    b.sync()
    assert not (b.home / clash.kept).exists()


def test_another_machine_may_push_in_between(pair: Pair, before: Callable[..., None]) -> None:
    a, b = pair
    a.write("log/a-0001.jsonl", '{"id":1}\n{"id":2}\n{"id":3}\n')
    b.write("log/b-0001.jsonl", '{"id":4}\n')
    before("push", b.sync)
    report = a.sync()
    assert (report.sent, report.received) == ({"기록": 1}, {"기록": 1})
    assert a.read("log/b-0001.jsonl") == '{"id":4}\n'


def test_a_session_may_go_on_at_every_moment_of_a_sync(
    pair: Pair, before: Callable[..., None]
) -> None:
    a, b = pair
    own = b.write("log/b-0001.jsonl", LINE)
    b.sync()
    # a copied device: the hub has lines of our own log
    with (a.home / "log/b-0001.jsonl").open("ab") as copied:
        copied.write(b'{"id":"copied"}\n')
    a.sync()
    a.sync()
    inode, answers = own.stat().st_ino, [LINE]

    def answer() -> None:
        answers.append(b'{"id":"answer %d"}\n' % len(answers))
        append_lines(own, answers[-1])

    before("", answer, always=True)
    b.sync()
    assert len(answers) > 10
    assert sorted(own.read_bytes().splitlines(True)) == sorted([*answers, b'{"id":"copied"}\n'])
    assert own.stat().st_ino == inode


def test_a_deck_saved_while_it_is_being_synced_is_merged_not_overwritten(
    pair: Pair, before: Callable[..., None]
) -> None:
    a, b = pair
    a.write("decks/d.yaml", DECK.replace("첫째", "에이"))
    a.sync()
    b.write("settings.toml", "fuzz = true\n")
    before("push", lambda: b.write("decks/d.yaml", DECK.replace("둘째", "비")))
    b.sync()
    a.sync()
    assert (
        a.read("decks/d.yaml")
        == b.read("decks/d.yaml")
        == DECK.replace("첫째", "에이").replace("둘째", "비")
    )


@pytest.mark.parametrize(
    "lock",
    some(["HEAD", "config", "packed-refs", "refs/heads/main", "refs/remotes/origin/main", "index"]),
)
def test_a_lock_left_by_a_kill_stops_nothing(pair: Pair, hub: Path, lock: str) -> None:
    a, b = pair
    a.write("settings.toml", "fuzz = true\n")
    left = [folder / f"{lock}.lock" for folder in (a.home / ".git", hub)]
    for file in left:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    a.sync()
    b.sync()
    assert b.read("settings.toml") == "fuzz = true\n"
    # someone may be writing a message of their own
    assert [file.exists() for file in left] == [lock == "index"] * 2


def test_nothing_that_the_learner_has_set_for_work_gets_in_the_way(
    machine: Callable[[str], Machine],
    settings: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in (
        "pre-commit",
        "commit-msg",
        "pre-push",
        "post-merge",
        "post-checkout",
        "reference-transaction",
    ):
        (hooks / name).write_text('#!/bin/sh\n[ "$(git rev-parse --is-bare-repository)" = true ]\n')
        (hooks / name).chmod(0o755)
    settings.write_text(
        f"[core]\nhooksPath = {hooks}\nautocrlf = true\nquotepath = true\neditor = false\n[user]\n"
        "useConfigOnly = true\n"
        "[commit]\ngpgsign = true\n[push]\ngpgSign = true\ndefault = nothing\n[pull]\n"
        "rebase = true\n[init]\ndefaultBranch = trunk\n"
    )
    before = settings.read_text()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_EDITOR", "false")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    a, b = machine("a"), machine("b")
    a.write("decks/d.yaml", DECK)
    a.sync()
    b.sync()
    assert b.read("decks/d.yaml") == DECK
    assert settings.read_text() == before
    monkeypatch.delenv("GIT_DIR")
    assert a.git("log", "-1", "--format=%an") == "quizcards"


def test_commits_carry_the_learners_own_name(pair: Pair) -> None:
    assert pair[0].git("log", "-1", "--format=%an <%ae>") == "Learner <learner@example.com>"


def test_a_repository_that_is_there_already_is_adopted_with_all_it_tracks(
    machine: Callable[[str], Machine], hub: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.write("README.md", "# 내 카드\n")
    a.write("run.sh", "echo\n").chmod(0o755)
    a.write("decks/d.yaml", DECK)
    (a.home / "link").symlink_to("README.md")
    a.git("init", "-q", "-b", "trunk")
    a.git("add", "-A")
    a.git("commit", "-qm", "mine")
    a.git("remote", "add", "origin", str(hub))
    a.write("log/a-0001.jsonl", '{"id":1}\n')
    a.sync("")
    b.sync()
    assert b.git("log", "--format=%s") == "quizcards sync\nmine"
    assert b.git("branch", "--show-current") == "trunk"
    assert (b.read("README.md"), b.read("decks/d.yaml")) == ("# 내 카드\n", DECK)
    assert not (b.home / "link").exists(), "a link is nothing that a stranger may place"
    b.write("README.md", "# 우리 카드\n")
    b.sync()
    a.sync()
    assert a.read("README.md") == "# 우리 카드\n"
    assert a.git("ls-files", "-s", "link", "run.sh").split()[::4] == ["120000", "100755"]
    assert a.git("status", "--porcelain") == ""


def test_commits_made_by_hand_on_both_machines_are_joined(pair: Pair) -> None:
    a, b = pair
    for machine, name in ((a, "에이"), (b, "비")):
        machine.write(f"decks/{name}.yaml", DECK.replace("deck: d", f"deck: {name}"))
        machine.git("add", "-A")
        machine.git("commit", "-qm", name)
        machine.sync()
    a.sync()
    assert a.git("rev-parse", "HEAD") == b.git("rev-parse", "HEAD")
    assert {"에이", "비"} <= set(a.git("log", "--format=%s").split("\n"))
    assert {path.name for path in (a.home / "decks").iterdir()} == {
        "d.yaml",
        "에이.yaml",
        "비.yaml",
    }


def test_a_repository_around_the_folder_keeps_out_unless_it_has_the_files(
    machine: Callable[[str], Machine], tmp_path: Path
) -> None:
    a, b = machine("a"), machine("b")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    a.write("decks/d.yaml", DECK)
    a.sync()
    b.write("decks/d.yaml", DECK)
    subprocess.run(["git", "-C", tmp_path, "add", b.home / "decks"], check=True)
    with pytest.raises(QuizcardsError, match=r"이미 .* 들어 있습니다"):
        b.sync()
    assert not (b.home / ".git").exists()


def test_a_merge_that_someone_has_begun_is_theirs_to_end(pair: Pair) -> None:
    (pair[0].home / ".git/MERGE_HEAD").write_text(pair[0].git("rev-parse", "HEAD"))
    with pytest.raises(QuizcardsError, match="끝나지 않은 git 병합"):
        pair[0].sync()


@pytest.mark.parametrize("branch", ["main", "trunk"])
def test_a_repository_of_something_else_is_refused_and_left_alone(
    machine: Callable[[str], Machine], hub: Path, tmp_path: Path, branch: str
) -> None:
    work, elsewhere = machine("work"), tmp_path / "elsewhere.git"
    subprocess.run(["git", "init", "-q", "--bare", elsewhere], check=True)
    work.write("main.py", "print()\n")
    work.git("init", "-q", "-b", branch)
    work.git("add", "-A")
    work.git("commit", "-qm", "work")
    work.git("push", "-q", str(hub), branch)
    a, b = machine("a"), machine("b")
    b.write("decks/d.yaml", DECK)
    b.sync(str(elsewhere))
    for one in (a, b):
        with pytest.raises(QuizcardsError, match=r"다른 것이 들어 있습니다\(main\.py"):
            one.sync()
        assert not (one.home / "main.py").exists()
    assert not b.sync("").sent, "it goes on with the one from before"
    assert work.git("ls-remote", "--heads", str(hub)).split() == [
        work.git("rev-parse", "HEAD"),
        f"refs/heads/{branch}",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "../evil",
        "decks/../../evil",
        "/evil",
        ".git/hooks/pre-push",
        "decks/.GIT/config",
        "decks/\x1b[31m",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_before_anything_is_written(
    pair: Pair, hub: Path, path: str
) -> None:
    a, b = pair
    git = a.plumbing
    blob = git.keep(b"evil")
    row = b"100644 " + path.encode() + b"\0" + bytes.fromhex(blob)
    tree = git.text("hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=row)
    evil = git.text("commit-tree", tree, "-p", "HEAD", given=b"evil")
    a.git("push", "-q", str(hub), f"{evil}:main")
    before = {
        file: file.read_bytes()
        for file in b.home.parent.rglob("*")
        if file.is_file() and ".git" not in file.parts
    }
    with pytest.raises(QuizcardsError, match="둘 수 없는 경로"):
        b.sync()
    assert before == {file: file.read_bytes() for file in before}
    assert not list(b.home.parent.rglob("evil"))


def test_a_remote_that_was_emptied_is_filled_again(pair: Pair, hub: Path, tmp_path: Path) -> None:
    a, b = pair
    hub.rename(tmp_path / "old.git")
    subprocess.run(["git", "init", "-q", "--bare", hub], check=True)
    b.write("log/b-0001.jsonl", '{"id":5}\n')
    a.sync()
    b.sync()
    a.sync()
    assert a.read("log/b-0001.jsonl") == '{"id":5}\n'
    assert a.git("rev-parse", "HEAD") == b.git("rev-parse", "HEAD")


def test_a_repository_that_takes_nothing_says_why(pair: Pair, hub: Path) -> None:
    hook = hub / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 금요일에는 쉽니다 >&2\nexit 1\n")
    hook.chmod(0o755)
    pair[0].write("settings.toml", "fuzz = true\n")
    with pytest.raises(
        QuizcardsError, match=r"받아 주지 않았습니다\. .*remote: 금요일에는 쉽니다\)$"
    ):
        pair[0].sync()


def test_another_address_is_taken_from_then_on(pair: Pair, tmp_path: Path) -> None:
    other = tmp_path / "other.git"
    subprocess.run(["git", "init", "-q", "--bare", other], check=True)
    pair[0].sync(str(other))
    assert pair[0].git("remote", "get-url", "origin") == str(other)
    assert pair[0].git("ls-remote", str(other), "refs/heads/main").split()[0] == pair[0].git(
        "rev-parse", "HEAD"
    )


def test_a_remote_without_an_address_gets_the_one_that_is_given(pair: Pair, hub: Path) -> None:
    """As git's settings may be after a hand has been at them."""
    a, _ = pair
    a.git("config", "--unset", "remote.origin.url")
    a.sync(str(hub))
    assert a.git("remote", "get-url", "origin") == str(hub)
    fetched = a.git("config", "--get-all", "remote.origin.fetch")
    assert fetched == "+refs/heads/*:refs/remotes/origin/*"


def test_an_address_that_leads_nowhere_is_not_remembered(
    pair: Pair, machine: Callable[[str], Machine]
) -> None:
    c = machine("c")
    for one in (pair[0], c):
        with pytest.raises(QuizcardsError, match="그 주소에 git 저장소가 없습니다"):
            one.sync("nowhere.git")
        with pytest.raises(QuizcardsError, match="git이 다룰 수 없는 주소입니다"):
            one.sync("ext::true")
    assert pair[0].git("remote", "get-url", "origin") == str(pair[0].hub)
    with pytest.raises(QuizcardsError, match="한 번만 알려 주세요"):
        c.sync("")
    assert c.sync().received


def test_a_repository_with_files_checked_out_is_no_hub(pair: Pair) -> None:
    pair[1].write("settings.toml", "fuzz = true\n")
    with pytest.raises(QuizcardsError, match="git init --bare"):
        pair[1].sync(str(pair[0].home))


def test_without_git_one_sentence_says_so(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(QuizcardsError, match=r"^git을 찾을 수 없습니다\. [^.]*\.$"):
        machine("a").sync()


def test_a_damaged_repository_is_named_and_a_new_one_takes_over_where_it_was(pair: Pair) -> None:
    a, _ = pair
    for file in (a.home / ".git/objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"")
    with pytest.raises(QuizcardsError, match=r"\.git이 손상되었습니다"):
        a.sync()
    (a.home / ".git").rename(a.home.parent / "broken")
    report = a.sync()
    assert not report.sent
    assert not report.clashes
    assert a.read("decks/d.yaml") == DECK


def _emptied(hub: Path, revision: str) -> None:
    """Leave nothing of an object but its name, as a power cut does."""
    name = subprocess.check_output(["git", "-C", hub, "rev-parse", revision], text=True).strip()
    file = hub / "objects" / name[:2] / name[2:]
    file.chmod(0o644)
    file.write_bytes(b"")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "commit": lambda hub: _emptied(hub, "main"),
    "tree": lambda hub: _emptied(hub, "main^{tree}"),
    "blob": lambda hub: _emptied(hub, "main:log/a-0001.jsonl"),
    "no commit": lambda hub: shutil.rmtree(
        hub / "objects" / (hub / "refs/heads/main").read_text()[:2]
    ),
    "no branch": lambda hub: (hub / "refs/heads/main").write_bytes(b""),
    "zeros": lambda hub: (hub / "refs/heads/main").write_bytes(bytes(41)),
    "HEAD": lambda hub: (hub / "HEAD").write_bytes(b""),
    "config": lambda hub: (hub / "config").write_bytes(bytes(66)),
}


@pytest.mark.parametrize("damage", some(DAMAGES))
def test_a_damaged_hub_is_named_and_a_new_one_in_its_place_gets_everything_again(
    pair: Pair, hub: Path, damage: str
) -> None:
    a, b = pair
    a.write("log/a-0001.jsonl", '{"id":1}\n{"id":2}\n{"id":3}\n')
    a.sync("")
    DAMAGES[damage](hub)
    b.write("log/b-0001.jsonl", '{"id":4}\n')
    with pytest.raises(QuizcardsError, match=r"^맞추던 저장소가 손상되었습니다\. 이 기기의"):
        b.sync("")
    shutil.rmtree(hub)
    subprocess.run(["git", "init", "-q", "--bare", hub], check=True)
    for machine in (b, a, b):
        machine.sync("")
    for machine in pair:
        assert machine.read("log/a-0001.jsonl") == '{"id":1}\n{"id":2}\n{"id":3}\n'
        assert machine.read("log/b-0001.jsonl") == '{"id":4}\n'


@pytest.mark.parametrize("address", ["{}", "file://{}"])
def test_a_hub_in_a_folder_has_on_its_disk_what_sync_says_to_be_sent(
    machine: Callable[[str], Machine], hub: Path, settings: Path, address: str
) -> None:
    settings.write_text(settings.read_text() + "[core]\nfsyncMethod = writeout-only\n")
    seen = hub.with_name("seen")
    hook = hub / "hooks/post-receive"
    hook.write_text(f"#!/bin/sh\ngit config --get-regexp '^core.fsync' >{seen}\n")
    hook.chmod(0o755)
    a = machine("a")
    a.write("log/a-0001.jsonl", '{"id":1}\n')
    a.sync(address.format(hub))
    effective = dict(line.split(" ") for line in seen.read_text().splitlines())
    assert effective == {"core.fsync": "committed,reference", "core.fsyncmethod": "fsync"}


def test_the_names_in_a_hub_are_on_its_disk_too(
    pair: Pair, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    monkeypatch.setattr("quizcards.sync.setup.sync_folder", settled.append)
    before = {path: _names(path) for path in [hub, *hub.rglob("*")] if path.is_dir()}
    pair[0].write("settings.toml", "fuzz = true\n")
    pair[0].sync("")
    now = [path for path in [hub, *hub.rglob("*")] if path.is_dir()]
    grown = {path for path in now if _names(path) != before.get(path)}
    assert grown <= set(settled)
    assert hub / "refs/heads" in settled  # the branch was put in the place of the old one


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("torn", [b"", bytes(41)])
def test_a_branch_torn_by_a_power_cut_is_mended(pair: Pair, torn: bytes) -> None:
    a, b = pair
    b.write("decks/d.yaml", DECK.replace("둘째", "비"))
    b.sync()
    a.write("settings.toml", "fuzz = true\n")
    (a.home / ".git/refs/heads/main").write_bytes(torn)
    a.sync()
    b.sync()
    assert b.read("settings.toml") == "fuzz = true\n"
    assert a.git("rev-parse", "HEAD") == b.git("rev-parse", "HEAD")


def test_what_many_syncs_leave_is_packed_here_and_in_a_folder_elsewhere(
    pair: Pair, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = pair

    def loose(repository: Path) -> list[Path]:
        return list(repository.glob("objects/[0-9a-f][0-9a-f]/*"))

    a.sync()
    assert loose(hub)
    assert loose(a.home / ".git")
    monkeypatch.setattr("quizcards.sync.setup.MOST_LOOSE", 0)
    a.sync("")
    assert not loose(hub)
    assert not loose(a.home / ".git")
    a.write("settings.toml", "fuzz = true\n")
    a.sync()
    b.sync()
    assert b.read("settings.toml") == "fuzz = true\n"


def test_a_folder_that_is_a_file_is_named(
    machine: Callable[[str], Machine], tmp_path: Path
) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(QuizcardsError, match="읽거나 쓸 수 없습니다"):
        machine("a").sync()


def test_the_locks_of_a_repository_that_one_stands_in_are_its_own(
    machine: Callable[[str], Machine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    a.write("settings.toml", "fuzz = true\n")
    with pytest.raises(QuizcardsError):
        a.sync(str(tmp_path / "nowhere.git"))  # leaves a repository that knows no remote
    project = tmp_path / "project"
    subprocess.run(["git", "init", "-q", project], check=True)
    names = ("HEAD.lock", "config.lock", "refs/heads/main.lock")
    locks = [folder / name for folder in (project, project / ".git") for name in names]
    for lock in locks:
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch()
    monkeypatch.chdir(project)
    with pytest.raises(QuizcardsError, match="어디에 맞출지"):
        a.sync("")
    assert all(lock.exists() for lock in locks)


def test_a_repository_of_something_else_is_neither_unlocked_nor_packed(
    machine: Callable[[str], Machine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = machine("a")
    a.write("settings.toml", "fuzz = true\n")
    project = tmp_path / "project"
    git = ["git", "-C", str(project)]
    subprocess.run(["git", "init", "-q", project], check=True)
    (project / "main.c").write_text("int main;\n")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "first"], check=True)
    lock = project / ".git" / "config.lock"
    lock.touch()
    loose = sorted((project / ".git" / "objects").glob("??/*"))
    monkeypatch.setattr("quizcards.sync.setup.MOST_LOOSE", 0)
    with pytest.raises(QuizcardsError, match="다른 것이 들어 있습니다"):
        a.sync(str(project))
    assert lock.exists()
    assert sorted((project / ".git" / "objects").glob("??/*")) == loose


def test_a_lock_in_a_new_remote_that_proved_to_be_the_learners_is_cleared(
    machine: Callable[[str], Machine], hub: Path
) -> None:
    a = machine("a")
    a.write("settings.toml", "fuzz = true\n")
    lock = hub / "refs" / "heads" / "main.lock"
    lock.touch()
    assert a.sync().sent
    assert not lock.exists()


def test_no_program_that_the_settings_of_a_home_name_is_run(pair: Pair, tmp_path: Path) -> None:
    a, _ = pair
    mark = tmp_path / "ran"
    for name, rest in {
        "remote.origin.uploadpack": "; git-upload-pack",
        "remote.origin.receivepack": "; git-receive-pack",
        "core.fsmonitor": "",
        "core.sshCommand": "",
        "core.alternateRefsCommand": "",
    }.items():
        a.git("config", name, f"touch {mark}{rest}")
    a.write("settings.toml", "fuzz = true\n")
    assert a.sync("").sent
    assert not mark.exists()


def test_beside_the_git_folder_of_a_remote_no_lock_is_ours(
    machine: Callable[[str], Machine], tmp_path: Path
) -> None:
    a = machine("a")
    a.write("settings.toml", "fuzz = true\n")
    remote = tmp_path / "remote"
    subprocess.run(["git", "init", "-q", remote], check=True)
    names = ("HEAD.lock", "config.lock", "refs/heads/main.lock")
    locks = [remote / name for name in names]
    for lock in (*locks, remote / ".git" / "refs" / "heads" / "main.lock"):
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch()
    assert a.sync(str(remote)).sent
    assert a.sync("") is not None
    assert all(lock.exists() for lock in locks)


def test_what_a_killed_sync_has_left_in_the_repository_is_swept_after_a_day(pair: Pair) -> None:
    a, _ = pair
    left = a.home / ".git" / "quizcards-ab12cd34"
    for age, stays in ((0, True), (100_000, False)):
        left.mkdir(exist_ok=True)
        (left / "index").touch()
        os.utime(left, (time.time() - age,) * 2)
        a.sync()
        assert left.exists() == stays
