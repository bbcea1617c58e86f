"""`quizcards add`: a deck from elsewhere is looked at, shown, and copied only after a yes; nothing
runs before it.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from quizcards.app.environment import Environment
from quizcards.decks import bundle
from quizcards.model import DemoCall, Event, Grade
from quizcards.terminal import contents_view
from tests.cli.conftest import Result

EXTRA = """\
deck: extra
title: 더
cards:
- id: coded
  question: q
  answer: a
  needs: [optimization/adam]
  demo: |
    lr = 0.1
    w = 3.0
    w = w - lr * w
- id: plain
  question: q
  answer: a
"""


@pytest.fixture
def shared(tmp_path: Path) -> Any:
    """A folder with a deck, as it comes from somebody else."""
    folder = tmp_path / "shared" / "extra"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.yaml").write_text(EXTRA, encoding="utf-8")
    (folder / "sub" / "b.yml").write_text(
        EXTRA.replace("id: coded", "id: c").replace("id: plain", "id: d"), encoding="utf-8"
    )
    (folder / "README.md").write_text("hello", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "config.yaml").write_text("x", encoding="utf-8")
    return folder


@pytest.fixture
def own(decks: Path, learner: Path) -> Any:
    """The learner's own decks: two small ones, where the command looks for them."""
    learner.mkdir(exist_ok=True)
    return decks.rename(learner / "decks")


def everything(folder: Any) -> Any:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_shown_and_copied(run: Callable[..., Result], shared: Any, own: Any) -> None:
    before = everything(own)
    code, out, err = run("add", shared, "--yes")
    assert (code, err) == (0, "")
    shown = ["     lr = 0.1", "     w = 3.0", "     w = w - lr * w"]
    assert out.splitlines() == [
        " 더(extra)   카드 4장",
        *("   coded   q", "   plain   q", "   c       q", "   d       q"),
        "",
        " 코드가 든 카드 2장",
        *("   extra/coded", *shown, "   extra/c", *shown),
        " 코드는 더한 뒤에만, 정해진 NumPy 계산만, 따로 떨어진 프로세스에서 돌립니다.",
        " 먼저 배울 카드가 있는 덱: optimization",
        " 덱이 아니어서 복사하지 않는 파일 1: extra/README.md",
        f"{own / 'extra'}에 카드 4장을 더했습니다.",
    ]
    copied = {
        name: text for name, text in everything(shared).items() if name in ("a.yaml", "sub/b.yml")
    }
    assert everything(own) == before | {f"extra/{name}": text for name, text in copied.items()}
    assert run("check").code == 0


@pytest.mark.usefixtures("own")
def test_what_is_named_like_a_deck_of_ones_own_is_said_to_be_added_to_it(
    run: Callable[..., Result], shared: Any
) -> None:
    (shared / "sub" / "b.yml").write_text(
        "deck: basics\ntitle: 기초\ncards: [{id: more, question: 더?, answer: 네.}]\n",
        encoding="utf-8",
    )
    lines = run("add", shared, "--yes").out.splitlines()
    assert " 기초(basics)   카드 1장   있는 덱에 더합니다" in lines
    assert " 더(extra)   카드 2장" in lines
    assert "loss" not in "".join(lines)  # what was there is not what comes


@pytest.mark.usefixtures("own")
def test_of_much_the_first_is_shown_and_how_much_more_there_is(
    run: Callable[..., Result], shared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = "".join(f"- id: c{i}\n  question: {'긴 ' * 60}{i}\n  answer: a\n" for i in range(11))
    code = "".join(f"    x{i} = {i}.0  # {'긴 ' * 60}끝\n" for i in range(38))
    wrong = "    mistakes: [{name: x37, formula: x3 + 1, feedback: 다른 값입니다.}]\n"
    code = code.replace("    x", "      x")
    demo = f"- id: coded\n  question: q\n  answer: a\n  demo:\n    code: |\n{code}{wrong}"
    (shared / "a.yaml").write_text(
        f"deck: many\ntitle: 많음\ncards:\n{cards}{demo}", encoding="utf-8"
    )
    (shared / "sub" / "b.yml").unlink()
    lines = run("add", shared).out.splitlines()
    assert sum(line.startswith("   c") for line in lines) == 10
    assert "   그 밖에 2장" in lines
    assert all(cell_len(line) <= 80 for line in lines if line.startswith("   c"))
    assert sum(line.endswith("끝") for line in lines) == 38  # code is not cut
    assert "     x37 = x3 + 1" in lines  # run too, so shown too
    monkeypatch.setattr(contents_view, "MOST_LINES", 30)
    assert "   그 밖에 10줄" in run("add", shared).out.splitlines()


def test_one_file_is_a_deck(run: Callable[..., Result], shared: Any, own: Any) -> None:
    (shared / "a.yaml").rename(shared / "one.yaml")
    assert run("add", shared / "one.yaml", "--yes").code == 0
    assert (own / "one.yaml").read_text(encoding="utf-8") == EXTRA
    assert json.loads(run("show", "extra/plain", "--json").out)["card"]["place"]["path"] == str(
        own / "one.yaml"
    )


def test_without_a_terminal_it_takes_a_yes_on_the_command_line(
    run: Callable[..., Result], shared: Any, own: Any
) -> None:
    before = everything(own)
    code, out, err = run("add", shared)
    assert code == 2
    assert "더(extra)   카드 4장" in out
    assert "--yes" in err
    assert everything(own) == before
    assert sorted(os.listdir(own)) == sorted(before)


def test_nothing_runs_before_the_yes(
    run: Callable[..., Result], shared: Any, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []

    def load(call: DemoCall) -> None:
        ran.append(call)
        raise ZeroDivisionError

    monkeypatch.setattr("quizcards.app.sharing.load_demo", load)
    run("add", shared)
    assert ran == []
    with pytest.raises(ZeroDivisionError):
        run("add", shared, "--yes")
    assert len(ran) == 1
    assert (own / "extra" / "a.yaml").exists()  # what was agreed to is there, whatever its demos do


def test_a_demo_that_fails_is_told_after_the_copy(
    run: Callable[..., Result], shared: Any, own: Any
) -> None:
    (shared / "a.yaml").write_text(
        EXTRA.replace("w = w - lr * w", "w = w / (w - 3)"), encoding="utf-8"
    )
    code, out, err = run("add", shared, "--yes")
    assert code == 0
    assert "카드 4장을 더했습니다" in out
    assert f"{own}/extra/a.yaml:8:9: demo: " in err
    assert "데모에 고칠 곳이 1군데" in err


def test_many_demos_are_announced_and_may_be_left(
    run: Callable[..., Result], shared: Any, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("quizcards.app.sharing.load_demo", interrupted)
    monkeypatch.setattr("quizcards.app.sharing.MANY_DEMOS", 1)
    code, _, err = run("add", shared, "--yes")
    assert (code, err.count("\n")) == (130, 1)
    assert "데모 2개를 돌려 봅니다" in err
    assert (own / "extra" / "a.yaml").exists()


def test_everything_wrong_is_told_with_the_places_of_the_source_and_nothing_is_copied(
    run: Callable[..., Result], shared: Any, own: Any
) -> None:
    before = everything(own)
    text = EXTRA.replace("deck: extra", "deck: optimization").replace("title: 더", "title: 최적화")
    text = (
        text.replace("id: plain", "id: adam")
        .replace("lr = 0.1", "import os")
        .replace("optimization/adam", "x/y")
    )
    (shared / "a.yaml").write_text(text, encoding="utf-8")
    code, out, err = run("add", "shared/extra", "--yes")
    assert (code, out) == (2, "")
    told = "".join(f"{line}\n" for line in err.splitlines())
    assert "shared/extra/a.yaml:7:11: needs: 'x/y' 카드는 없습니다." in told
    assert "shared/extra/a.yaml:9:5: demo: " in told
    assert "shared/extra/a.yaml:12:7: id: 'adam' 아이디는 이미 쓰였습니다" in told
    assert str(own / "2-optimization.yaml") in told
    assert ".adding" not in told
    assert everything(own) == before
    assert sorted(os.listdir(own)) == sorted(before)


def test_nothing_is_overwritten(run: Callable[..., Result], shared: Any, own: Any) -> None:
    run("add", shared, "--yes")
    before = everything(own)
    code, _, err = run("add", shared, "--yes")
    assert code == 2
    assert f"{own / 'extra'}: 이미 있습니다" in err
    shared.rename(shared.parent / "other")
    code, _, err = run("add", shared.parent / "other", "--yes")
    assert code == 2
    assert err.count("아이디는 이미 쓰였습니다") == 4
    assert everything(own) == before


def test_with_no_decks_of_ones_own_the_shipped_ones_come_too_so_that_none_goes_missing(
    run: Callable[..., Result], shared: Any, learner: Path
) -> None:
    before = [deck["deck"] for deck in json.loads(run("decks", "--json").out)]
    run("add", shared)
    assert not (learner / "decks").exists()
    code, out, _ = run("add", shared, "--yes")
    assert code == 0
    assert "딸려 온 덱도 내 폴더에 복사합니다" in out
    assert [deck["deck"] for deck in json.loads(run("decks", "--json").out)] == [*before, "extra"]
    shipped = Environment({}, learner).shipped_decks
    assert {name for name in everything(learner / "decks") if "/" not in name} == {
        path.name for path in shipped.iterdir()
    }


@pytest.mark.parametrize(
    "command",
    [
        ["add", "extra", "--yes"],
        ["import", "cards.csv"],
        ["new", "mine", "--title", "x", "--question", "q", "--answer", "a"],
        ["new", "basics", "--question", "q", "--answer", "a"],
        ["init"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_what_was_due_is_due_after_the_first_deck_of_ones_own(
    run: Callable[..., Result],
    shared: Path,
    decks: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
) -> None:
    # as if these few were shipped: all that are would be read anew six times
    monkeypatch.setattr(Environment, "shipped_decks", decks)
    env = Environment({**os.environ}, shared.parent)
    cards = env.library().cards
    with env.store(env.library()) as store:
        for card in cards[::2]:
            at = datetime(2026, 11, 20, 9, tzinfo=UTC).timestamp()
            store.append(
                Event("", at=at, day=env.day(at), kind="review", card=card.key, grade=Grade.GOOD)
            )
    (shared.parent / "cards.csv").write_text("질문,답\nx?,y\n", encoding="utf-8")
    monkeypatch.chdir(shared.parent)
    before = json.loads(run("due", "--json").out)
    assert before[0]["due"] == len(cards[::2])
    assert run(*command).code == 0
    assert json.loads(run("due", "--json").out) == before
    assert json.loads(run("orphans", "--json").out) == []


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def pictured(shared: Path) -> Path:
    """A deck of somebody else's whose card shows a picture, in a folder with it."""
    (shared / "media").mkdir()
    (shared / "media" / "a.png").write_bytes(PNG)
    (shared / "media" / "unused.SVG").write_bytes(b"<svg>")
    deck = shared / "a.yaml"
    deck.write_text(EXTRA.replace("answer: a", "answer: 'a ![](media/a.png)'", 1), encoding="utf-8")
    return deck


@pytest.mark.usefixtures("own")
def test_pictures_come_along_with_the_folder_of_their_deck(
    run: Callable[..., Result], pictured: Path, learner: Path
) -> None:
    assert run("add", pictured.parent, "--yes").code == 0
    there = learner / "decks" / "extra" / "media"
    assert {file.name for file in there.iterdir()} == {"a.png", "unused.SVG"}
    assert run("check", there.parent).code == 0


@pytest.mark.usefixtures("own")
def test_of_a_single_deck_come_the_pictures_that_its_cards_show(
    run: Callable[..., Result], pictured: Path, learner: Path
) -> None:
    assert run("add", pictured, "--yes").code == 0
    there = learner / "decks" / "media"
    assert [file.name for file in there.iterdir()] == ["a.png"]
    assert (there / "a.png").read_bytes() == PNG
    assert run("check", there.with_name(pictured.name)).code == 0


def test_a_picture_of_ones_own_is_never_written_over(
    run: Callable[..., Result], pictured: Path, own: Path
) -> None:
    (own / "media").mkdir()
    (own / "media" / "a.png").write_bytes(PNG + b"mine")
    code, _, err = run("add", pictured, "--yes")
    assert code == 2
    assert "같은 이름의 다른 그림" in err
    assert (own / "media" / "a.png").read_bytes() == PNG + b"mine"


def test_pictures_without_end_are_not_copied(
    run: Callable[..., Result], pictured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MOST_TOGETHER", 5)
    code, _, err = run("add", pictured.parent, "--yes")
    assert code == 2
    assert "그림이 0MB보다 큽니다" in err


@pytest.mark.usefixtures("decks")
def test_where_other_decks_are_read_it_says_so(run: Callable[..., Result], shared: Any) -> None:
    assert "다른 덱을 읽고 있습니다" in run("add", shared, "--yes").err


def test_links_that_lead_outside_and_what_is_no_plain_file_are_refused_and_named(
    run: Callable[..., Result], shared: Any, own: Any, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(EXTRA, encoding="utf-8")
    (shared / "link.yaml").symlink_to(secret)
    (shared / "folder").symlink_to(tmp_path)
    (shared / "gone.yaml").symlink_to(shared / "nowhere.yaml")
    os.mkfifo(shared / "pipe.yaml")
    (shared / "\x1b[2J.yaml").write_text("", encoding="utf-8")
    before = everything(own)
    code, out, err = run("add", shared, "--yes")
    assert (code, out, err.count("\n")) == (2, "", 5)
    assert "\x1b" not in err
    for name, said in [
        ("link.yaml", "밖을"),
        ("folder", "밖을"),
        ("gone.yaml", "읽을 수 없"),
        ("pipe.yaml", "일반 파일이"),
    ]:
        assert f"{shared / name}: " in err
        assert said in err
    assert everything(own) == before


def test_a_link_within_the_folder_is_copied_as_a_file(
    run: Callable[..., Result], shared: Any, own: Any
) -> None:
    (shared / "a.yaml").rename(shared / ".hidden")
    (shared / "a.yaml").symlink_to(".hidden")
    assert run("add", shared, "--yes").code == 0
    assert not (own / "extra" / "a.yaml").is_symlink()
    assert (own / "extra" / "a.yaml").read_text(encoding="utf-8") == EXTRA


def test_what_is_too_large_or_too_much_is_refused(
    run: Callable[..., Result], shared: Any, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MOST_BYTES", 100)
    code, _, err = run("add", shared, "--yes")
    assert code == 2
    assert err.count("보다 큽니다") == err.count("\n") == 1
    size = sum(file.stat().st_size for file in (shared / "a.yaml", shared / "sub" / "b.yml"))
    monkeypatch.setattr(bundle, "MOST_BYTES", size)
    assert "--yes" in run("add", shared).err  # as much as may be: it goes on to ask
    monkeypatch.setattr(bundle, "MOST_FILES", 2)
    code, _, err = run("add", shared, "--yes")
    assert (code, err.count("\n")) == (2, 1)
    assert "2개를 넘습니다" in err
    assert not (own / "extra").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "없습니다"),
        ("shared/extra/README.md", "덱이 없습니다"),
        ("empty", "덱이 없습니다"),
        ("shared/extra/.git", "이름이 '.'으로 시작"),
        ("LOUD.YAML", "덱이 없습니다"),
        ("\x1b[2J", "없습니다"),
    ],
)
@pytest.mark.usefixtures("shared")
def test_what_holds_no_deck_is_one_line(
    run: Callable[..., Result], tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    # a name that is not read as a deck's
    (tmp_path / "LOUD.YAML").write_text(EXTRA, encoding="utf-8")
    code, out, err = run("add", name, "--yes")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert "\x1b" not in err


def test_the_folder_that_one_is_in_can_be_added(
    run: Callable[..., Result], shared: Any, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared)
    assert run("add", ".", "--yes").code == 0
    assert (own / "extra" / "a.yaml").exists()


def test_a_copy_that_fails_leaves_nothing(
    run: Callable[..., Result], shared: Any, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(own)

    def fails(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", fails)
    code, _, err = run("add", shared, "--yes")
    assert code == 2
    assert "복사할 수 없습니다" in err
    assert everything(own) == before
    assert sorted(os.listdir(own)) == sorted(before)


def git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run(["git", "-C", folder, *settings, *arguments], check=True, capture_output=True)


@pytest.fixture
def hub(shared: Path, tmp_path: Path) -> Path:
    """A repository that holds the deck of somebody else."""
    shutil.rmtree(shared / ".git")
    (shared / ".github").mkdir()
    (shared / ".github" / "ci.yaml").write_text("on: push", encoding="utf-8")
    git(shared, "init", "-q", "--template=")
    git(shared, "add", "-A")
    git(shared, "commit", "-q", "-m", "x")
    git(tmp_path, "clone", "-q", "--bare", str(shared), str(tmp_path / "extra.git"))
    return tmp_path / "extra.git"


def test_a_repository_is_added_under_its_name_and_its_address_is_kept(
    run: Callable[..., Result], hub: Path, own: Path
) -> None:
    code, out, err = run("add", hub.name, "--yes")
    assert (code, err) == (0, "")
    assert f"{own / 'extra'}에 카드 4장을 더했습니다." in out
    assert set(everything(own / "extra")) == {"a.yaml", "sub/b.yml"}
    origin = json.loads((own.parent / "origins" / "extra.json").read_text(encoding="utf-8"))
    assert origin["address"] == str(hub)
    assert origin["texts"]["extra/a.yaml"] == EXTRA


def test_a_repository_that_is_broken_or_not_there_leaves_nothing(
    run: Callable[..., Result], hub: Path, shared: Path, own: Path
) -> None:
    (shared / "a.yaml").write_text("deck: extra\ntitle: 'open\ncards: [", encoding="utf-8")
    git(shared, "commit", "-q", "-a", "-m", "x")
    git(shared, "push", "-q", str(hub), "HEAD")
    code, out, err = run("add", hub, "--yes")
    assert (code, out) == (2, "")
    assert all(line.startswith("extra/a.yaml:") for line in err.splitlines())
    for address in ("https://127.0.0.1:9/decks.git", "git@127.0.0.1:..", "gone.git"):
        code, out, err = run("add", address, "--yes")
        assert (code, out, err.count("\n")) == (2, "", 1)
    assert not (own / "extra").exists()
    assert not (own.parent / "origins").exists()


def test_where_a_file_or_folder_came_from_is_kept_for_backups_too(
    run: Callable[..., Result], pictured: Path, own: Path
) -> None:
    run("add", pictured, "--yes")
    origin = json.loads((own.parent / "origins" / "a.yaml.json").read_text(encoding="utf-8"))
    assert origin["address"] == str(pictured)
    assert list(origin["texts"]) == ["a.yaml"]
    assert list(origin["pictures"]) == ["media/a.png"]
    assert "덱의 출처 1개" in run("backup", "all.zip").out
