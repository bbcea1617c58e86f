"""Where decks are found, init, check of some files, export to a file, wake."""

import errno
import gc
import io
import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from quizcards.app import checking
from quizcards.app.environment import Environment
from quizcards.model import Library
from quizcards.terminal import listings
from quizcards.terminal.cells import cell_len
from tests.cli.conftest import BASICS, OPTIMIZATION, Result


def one_card(path: Path, name: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    card = "{id: a, question: 무엇인가요?, answer: 이것입니다.}"
    text = f"deck: {name}\ntitle: {name}\ncards:\n- {card}\n"
    path.write_text(text, encoding="utf-8")
    return path


def found(run: Any, *arguments: Any) -> Any:
    return [row["deck"] for row in json.loads(run("decks", "--json", *arguments).out)]


def test_decks_are_named_then_listed_then_a_checkouts_then_ones_own_then_shipped(
    run: Callable[..., Result], tmp_path: Path, learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = found(run)
    assert "optimization" in shipped
    one_card(learner / "decks" / "sub" / "own.yml", "own")
    assert found(run) == ["own"]
    one_card(tmp_path / "content" / "checkout.yaml", "checkout")
    assert found(run) == ["checkout"]
    listed = [one_card(tmp_path / "x" / f"{name}.yaml", name) for name in ("listed", "second")]
    monkeypatch.setenv("QUIZCARDS_DECKS", os.pathsep.join(map(str, listed)))
    assert found(run) == ["listed", "second"]
    one_card(tmp_path / "y" / "named.yaml", "named")
    assert found(run, "--decks", "y") == ["named"]
    assert found(run, "--decks", "y", "--decks", "x/second.yaml") == ["named", "second"]


def test_init_copies_the_shipped_decks_and_never_overwrites(
    run: Callable[..., Result], learner: Path
) -> None:
    first = run("init")
    assert first.code == 0
    assert str(learner / "decks") in first.out
    shipped = Environment({}, learner).shipped_decks
    copied = {file.name: file.read_bytes() for file in (learner / "decks").iterdir()}
    assert copied == {file.name: file.read_bytes() for file in shipped.iterdir()}
    mine = learner / "decks" / "5-optimization.yaml"
    mine.write_text("deck: mine\n", encoding="utf-8")
    (learner / "decks" / "1-basics.yaml").unlink()
    assert "1개 파일" in run("init").out
    assert mine.read_text(encoding="utf-8") == "deck: mine\n"
    assert "아무것도 바꾸지 않았습니다" in run("init").out


def test_init_brings_the_schema_for_editors_up_to_date(
    run: Callable[..., Result], learner: Path
) -> None:
    run("init")
    schema = learner / "decks" / "schema.json"
    current = schema.read_bytes()
    schema.write_text("{}", encoding="utf-8")  # as an earlier version left it
    assert "1개 파일" in run("init").out
    assert schema.read_bytes() == current


@pytest.fixture
def unsurveyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what takes seconds to the README, whose `check` runs the demos of all shipped decks."""
    monkeypatch.setattr(checking, "survey_problems", lambda *_: [])


@pytest.mark.usefixtures("unsurveyed")
def test_own_decks_made_by_init_are_read_without_problems(
    run: Callable[..., Result], learner: Path
) -> None:
    run("init")
    assert run("check").code == 0
    assert (
        str(learner / "decks")
        in json.loads(run("show", "optimization/adam", "--json").out)["card"]["place"]["path"]
    )


@pytest.mark.usefixtures("unsurveyed")
def test_shipped_decks_are_found_from_any_folder(run: Callable[..., Result]) -> None:
    assert run("check").code == 0
    assert run("show", "optimization/adam").code == 0


def test_check_of_one_file_knows_the_cards_of_its_neighbours(
    run: Callable[..., Result], decks: Path
) -> None:
    optimization = decks / "2-optimization.yaml"
    assert run("check", optimization).code == 0  # it needs basics/loss, in the file beside it
    (decks / "1-basics.yaml").write_text(
        "deck: basics\ntitle: 기초\ncards: nonsense\n", encoding="utf-8"
    )
    code, out, _ = run("check", optimization)
    assert code == 1
    assert "basics/loss" in out
    assert "1-basics" not in out.replace("basics/loss", "")


def test_check_of_one_file_of_the_learners_knows_the_cards_in_all_their_folders(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = learner / "decks"
    (own / "more").mkdir(parents=True)
    (own / "1.yaml").write_text(BASICS, encoding="utf-8")
    (own / "more" / "2.yaml").write_text(OPTIMIZATION, encoding="utf-8")
    assert run("check", own / "more" / "2.yaml").code == 0
    assert run("check", own / "1.yaml").code == 0
    monkeypatch.chdir(own / "more")  # a file by another name is not read twice
    assert run("check", "2.yaml").code == 0


def test_check_names_only_what_was_asked_about(run: Callable[..., Result], decks: Path) -> None:
    (decks / "broken.yaml").write_text("deck: [\n", encoding="utf-8")
    assert run("check", decks / "1-basics.yaml").code == 0
    assert run("check", decks).code == 1
    assert run("check", decks / "1-basics.yaml", decks / "broken.yaml").code == 1


def test_listings_say_on_stderr_what_was_left_out(run: Callable[..., Result], decks: Path) -> None:
    (decks / "broken.yaml").write_text("deck: [\n", encoding="utf-8")
    for command in ("decks", "due", "export", ""):
        code, out, err = run(*command.split())
        assert code == 0
        assert "broken.yaml:" in err
        assert "broken.yaml" not in out


@pytest.mark.usefixtures("decks")
def test_export_writes_the_same_to_a_file_as_to_stdout_and_the_pictures_beside_it(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    shown = run("export", "optimization")
    code, out, err = run("export", "optimization", "-o", "sheet.md")
    assert (code, out) == (0, "")
    assert "sheet.md" in err
    text = (tmp_path / "sheet.md").read_text(encoding="utf-8")
    assert re.sub(r"!\[.*\n\n", "", text) == shown.out
    pictures = [unquote(path) for path in re.findall(r"!\[.*\]\((.*)\)", text)]
    assert pictures
    assert sorted(pictures) == sorted(
        f"sheet-그림/{file.name}" for file in (tmp_path / "sheet-그림").iterdir()
    )
    assert "손실 함수" not in shown.out
    assert "손실 함수" in run("export").out


@pytest.mark.usefixtures("decks")
def test_wake_lists_what_rests_and_brings_it_back(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("wake")[1:] == ("", "쉬고 있는 카드가 없습니다.\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("s\nq\n"))
    run("study", "--plain")
    assert run("wake")[1:] == (
        "basics/loss\n",
        "다시 나오게 하려면: quizcards wake basics/loss\n",
    )
    assert run("wake", "loss").code == 0
    assert run("wake")[1:] == ("", "쉬고 있는 카드가 없습니다.\n")
    assert json.loads(run("decks", "--json").out)[0]["suspended"] == 0


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (["optimization"], ["gradient-descent", "adam"]),
        (["--tag", "loss"], ["loss"]),
        (["--tag", "loss", "--tag", "adaptive"], ["loss", "adam"]),
        (["--limit", "1"], ["loss"]),
        (["--new", "2"], ["loss", "gradient-descent"]),
        (["--new", "0"], []),
        ([], ["loss", "gradient-descent", "adam"]),
    ],
)
def test_study_asks_the_cards_that_were_chosen_within_the_limits(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, options: Any, asked: Any
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("b\n" * 5))
    out = run("study", "--plain", *options).out
    assert [line.split("·")[1].split()[0] for line in out.splitlines() if "·" in line] == asked


def test_a_folder_for_pictures_that_cannot_be_made_leaves_no_document(
    run: Callable[..., Result], decks: Path, tmp_path: Path
) -> None:
    (tmp_path / "x-그림").write_text("", encoding="utf-8")
    for name in ("x.md", f"{'y' * 250}.md"):  # a name that is too long with what is put behind it
        code, out, err = run("export", "--decks", decks, "-o", name)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "쓸 수 없습니다" in err
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".md"] == []


@pytest.mark.usefixtures("decks")
def test_a_deck_that_is_named_lists_its_cards_with_the_day_each_comes(
    run: Callable[..., Result], process: Callable[..., subprocess.CompletedProcess[bytes]]
) -> None:
    process("study", "--plain", "--limit", "1", given=b"\n1\nq\n", QUIZCARDS_NOW="2026-12-01T08:59")
    lines = run("decks", "basics", "optimization").out.splitlines()
    assert [line.split()[0] for line in lines] == ["loss", "gradient-descent", "adam"]
    assert "오늘" in lines[0]  # not known: it comes again in a minute
    assert "새 카드" in lines[1]
    known = json.loads(run("decks", "basics", "--json").out)
    assert [(card["card"], card["due"]) for card in known][:1] == [("basics/loss", "2026-12-01")]
    refused = run("decks", "basic")
    assert (refused.code, "basics" in refused.err) == (2, True)


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.rename"])
def test_init_is_whole_or_not_there(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(broken, full)
        result = run("init")
    assert (result.code, result.out) == (2, "")
    assert "쓸 수 없습니다(남은 공간이 없음)" in result.err
    assert not (learner / "decks").exists()
    assert not list(learner.glob(".*"))
    shipped = list(Environment({}, learner).shipped_decks.iterdir())
    assert f"{len(shipped)}개 파일" in run("init").out


def test_where_own_decks_are_init_brings_all_that_is_missing_or_nothing(
    run: Callable[..., Result], learner: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (learner / "decks").mkdir(parents=True)
    written = 0
    fsync = os.fsync

    def soon_full(descriptor: int) -> None:
        nonlocal written
        written += 1
        if written > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", soon_full)
        assert run("init").code == 2
    assert list((learner / "decks").iterdir()) == []
    assert run("init").code == 0
    assert "아무것도 바꾸지 않았습니다" in run("init").out


@pytest.mark.parametrize("left", [0, 1000, 5000])
def test_init_mends_what_it_once_left_in_part_and_nothing_that_was_edited(
    run: Callable[..., Result], learner: Path, left: int
) -> None:
    run("init")
    deck = learner / "decks" / "1-basics.yaml"
    whole = deck.read_bytes()
    torn = whole[:left].removesuffix(b"\n")
    deck.write_bytes(torn)
    assert "1개 파일" in run("init").out
    assert deck.read_bytes() == whole
    for mine in (whole[: whole.index(b"\n- id", 100) + 1], whole[:-10] + b"mine", torn + b"mine"):
        deck.write_bytes(mine)
        assert "아무것도 바꾸지 않았습니다" in run("init").out
        assert deck.read_bytes() == mine


@pytest.mark.parametrize(
    "command", ["study", "quiz", "interview", "due", "show adam", "search x", "export", "simulate"]
)
def test_decks_of_which_no_card_can_be_read_end_the_command(
    run: Callable[..., Result], tmp_path: Path, command: str
) -> None:
    (tmp_path / "bad.yaml").write_text("deck: bad\ncards: [\n", encoding="utf-8")
    result = run(*command.split(), "--decks", "bad.yaml")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("덱에서 읽을 수 있는 카드가 없습니다.\nbad.yaml:3:1: ")


def test_decks_are_read_without_collecting_garbage_which_goes_on_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = Environment({"QUIZCARDS_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}, tmp_path)
    read = env.read
    collecting: list[bool] = []

    def watched(files: Sequence[Path]) -> Library:
        collecting.append(gc.isenabled())
        return read(files)

    monkeypatch.setattr(env, "read", watched)
    assert env.library().cards
    assert collecting == [False]
    assert gc.isenabled()


def test_no_line_of_the_coming_days_is_wider_than_the_terminal() -> None:
    for width in (60, 80, 120):
        found = listings.planned([8, 13], [1, 0], [840, 3_960], 739_950, 739_960, width)
        found += listings.due([8, 1_300], 739_950, width)
        assert max(map(cell_len, found)) < width
        assert any(line.plain.endswith("█") for line in found)
