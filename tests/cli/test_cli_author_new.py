"""`quizcards new`: one card at the end of the right file, or nothing at all."""

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.app.environment import Environment
from tests.cli.conftest import Result

CARD = ("--question", "AdamW란 무엇인가요?", "--answer", "가중치 감쇠를 떼어 낸 Adam입니다.")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make $EDITOR out of lines of shell, called with the file as `vim +LINE FILE` is; what it saw
    is in `seen`.
    """

    def make(command: str) -> None:
        script = tmp_path / "vim"
        script.write_text(
            f'#!/bin/sh\nfile=$2\ncp "$file" {tmp_path}/seen\n{command}\n', encoding="utf-8"
        )
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(script))

    return make


def test_a_card_given_by_options_is_written_at_the_end_and_read_back(
    run: Callable[..., Result], decks: Path
) -> None:
    before = (decks / "2-optimization.yaml").read_bytes()
    options = [
        "--point",
        "가중치 감쇠",
        "--point",
        "분리",
        "--tag",
        "optimizer",
        "--need",
        "adam",
        "--source",
        "책",
    ]
    code, out, _ = run("new", "optimization", *CARD, *options, "--formula", "w = w - a")
    assert code == 0
    after = (decks / "2-optimization.yaml").read_bytes()
    assert after.startswith(before)
    line = before.count(b"\n") + 1
    assert out == f"content/2-optimization.yaml:{line}:3: optimization/adamw 카드를 적었습니다.\n"
    card = json.loads(run("show", "adamw", "--json").out)["card"]
    assert card["question"] == CARD[1]
    assert card["answer"] == CARD[3]
    assert [point["point"] for point in card["key_points"]] == ["가중치 감쇠", "분리"]
    assert (card["tags"], card["sources"], card["formula"]) == (
        ["optimizer"],
        ["책"],
        ["w = w - a"],
    )
    assert card["needs"] == ["optimization/adam"]
    assert run("check").code == 0


def test_the_id_given_is_taken_and_one_that_is_taken_is_refused(
    run: Callable[..., Result], decks: Path
) -> None:
    assert run("new", "basics", *CARD, "--id", "w").code == 0
    before = contents(decks)
    code, _, err = run("new", "basics", *CARD, "--id", "loss")
    assert code == 2
    assert "'loss' 아이디는 이미 쓰였습니다" in err
    assert contents(decks) == before
    assert run("new", "basics", *CARD).out.endswith("basics/adamw 카드를 적었습니다.\n")
    assert run("new", "basics", *CARD).out.endswith("basics/adamw-2 카드를 적었습니다.\n")


def test_what_would_not_read_back_is_refused_with_every_problem_and_nothing_changes(
    run: Callable[..., Result], decks: Path
) -> None:
    before = contents(decks)
    code, out, err = run(
        "new",
        "basics",
        *CARD,
        "--id",
        "두 낱말",
        "--need",
        "nada",
        "--formula",
        r"\foo",
        "--tag",
        "\x1b[2J",
    )
    assert (code, out) == (2, "")
    assert err.count("\n") == 4
    assert all(word in err for word in ("id: ", "formula: \\foo", "tags: "))
    assert "\x1b" not in err
    assert "아무것도 적지 않았습니다" in err
    code, _, err = run("new", "basics", *CARD, "--need", "nada", "--need", "optimization/adam")
    assert code == 2
    # a cycle is not made, since optimization/adam needs basics/loss only
    assert "'nada' 카드는 없습니다" in err
    assert "quizcards-" not in err
    assert contents(decks) == before


def test_alternatives_and_problems_that_were_there_before_do_not_stand_in_the_way(
    run: Callable[..., Result], decks: Path
) -> None:
    broken = decks / "3-broken.yaml"
    broken.write_text(
        "deck: broken\ntitle: t\ncards:\n- id: a\n  question: q\n"
        "- id: b\n  question: q\n  answer: a\n"
    )
    assert run("new", "broken", *CARD).code == 0
    assert run("new", "basics", *CARD).code == 0


def test_a_deck_in_several_files_grows_in_the_last(run: Callable[..., Result], decks: Path) -> None:
    text = (decks / "1-basics.yaml").read_text(encoding="utf-8")
    (decks / "9-basics.yaml").write_text(text.replace("id: loss", "id: loss2"), encoding="utf-8")
    assert "content/9-basics.yaml" in run("new", "basics", *CARD).out


def test_without_a_deck_the_only_one_is_taken_and_several_are_named(
    run: Callable[..., Result], decks: Path
) -> None:
    code, _, err = run("new", *CARD)
    assert code == 2
    assert "DECK" in err
    assert "basics, optimization" in err
    (decks / "2-optimization.yaml").unlink()
    assert "basics/adamw" in run("new", *CARD).out


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["optimzation", *CARD], "혹시 'optimization'인가요?"),
        (["more", *CARD], "--title"),
        (["basics", *CARD, "--title", "다른 이름"], "'기초'입니다"),
        (["../more", "--title", "x", *CARD], "덱 아이디는"),
        (["more", "--title", "x"], "--question, --answer"),
        (["basics", "--question", "q"], "--question, --answer"),
        (["more", "--title", "x", "--decks", "content/1-basics.yaml", *CARD], "폴더를 적어"),
    ],
)
def test_a_mistake_is_one_korean_line(
    run: Callable[..., Result], decks: Path, command: Any, said: str
) -> None:
    before = contents(decks)
    code, out, err = run("new", *command)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert contents(decks) == before


def test_a_new_deck_gets_a_file_of_its_own_and_none_is_overwritten(
    run: Callable[..., Result], decks: Path
) -> None:
    (decks / "taken.yaml").write_text("", encoding="utf-8")
    assert "이미 있습니다" in run("new", "taken", "--title", "x", *CARD).err
    assert (decks / "taken.yaml").read_text(encoding="utf-8") == ""
    (decks / "taken.yaml").unlink()
    code, out, _ = run("new", "my-deck", "--title", "내 덱: 하나", *CARD)
    assert (code, out) == (0, "content/my-deck.yaml:5:3: my-deck/adamw 카드를 적었습니다.\n")
    assert json.loads(run("decks", "--json").out)[-1]["title"] == "내 덱: 하나"
    assert run("check").code == 0


@pytest.mark.usefixtures("decks")
def test_the_schema_that_a_new_deck_names_lies_beside_it(
    run: Callable[..., Result], tmp_path: Path, learner: Path
) -> None:
    (tmp_path / "mine").mkdir()
    schema = tmp_path / "mine" / "schema.json"
    new = ["new", "--title", "x", *CARD, "--decks", "mine"]
    assert run(*new, "my-deck").code == 0
    assert (
        (tmp_path / "mine/my-deck.yaml")
        .read_text(encoding="utf-8")
        .startswith("# yaml-language-server: $schema=schema.json\n")
    )
    assert (
        schema.read_bytes() == (Environment({}, learner).shipped_decks / "schema.json").read_bytes()
    )
    schema.write_text("{}", encoding="utf-8")
    assert run(*new, "other").code == 0
    assert schema.read_text(encoding="utf-8") == "{}"  # what is there stays


def test_the_first_card_of_ones_own_brings_the_shipped_decks_along(
    run: Callable[..., Result], learner: Path
) -> None:
    shipped = Environment({}, learner).shipped_decks
    before = contents(shipped)
    code, out, err = run("new", "optimization", *CARD)
    assert code == 0
    file = out[: out.index(".yaml:")] + ".yaml"
    assert Path(file).parent == learner / "decks"
    assert "딸려 온 덱도" in err
    own = contents(learner / "decks")
    assert own.keys() == before.keys()
    assert {name for name in own if own[name] != before[name]} == {Path(file).name}
    assert contents(shipped) == before


@pytest.mark.parametrize(
    "wrong", [["optimization", "--formula", r"\nothing"], ["optimizatio"], []], ids=str
)
def test_a_first_card_that_is_refused_brings_nothing_along(
    run: Callable[..., Result], learner: Path, wrong: list[str]
) -> None:
    assert run("new", *wrong, *CARD).code == 2
    assert not (learner / "decks").exists()


def test_decks_inside_the_installed_program_are_never_written_to(
    run: Callable[..., Result], tmp_path: Path, decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizcards.app.environment.PACKAGE", tmp_path)  # beside content/
    (decks / "2-optimization.yaml").write_text(
        "deck: d\ntitle: t\ncards:\n- question: q\n  answer: a\n", encoding="utf-8"
    )
    before = contents(decks)
    for command in (
        ["new", "basics", *CARD, "--decks", decks],
        ["check", "--fix"],
        ["edit", "loss"],
    ):
        code, _, err = run(*command)
        assert code == 2
        assert "quizcards init" in err
    assert contents(decks) == before


def test_a_list_in_brackets_is_refused_with_what_to_do(
    run: Callable[..., Result], decks: Path
) -> None:
    path = decks / "1-basics.yaml"
    path.write_text(
        "deck: basics\ntitle: 기초\ncards: [{id: loss, question: 뭐?, answer: 오차}]\n",
        encoding="utf-8",
    )
    before = contents(decks)
    code, _, err = run("new", "basics", *CARD)
    assert code == 2
    assert "3번째 줄" in err
    assert "'- '로 시작하는 줄" in err
    assert contents(decks) == before


def test_links_and_rights_stay_and_no_other_file_is_left(
    run: Callable[..., Result], decks: Path, tmp_path: Path
) -> None:
    real = tmp_path / "elsewhere.yaml"
    (decks / "1-basics.yaml").rename(real)
    (decks / "1-basics.yaml").symlink_to(real)
    real.chmod(0o600)
    assert run("new", "basics", *CARD).code == 0
    assert (decks / "1-basics.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert "AdamW" in real.read_text(encoding="utf-8")
    assert sorted(path.name for path in decks.iterdir()) == ["1-basics.yaml", "2-optimization.yaml"]


def test_a_write_that_fails_changes_nothing(
    run: Callable[..., Result], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(decks)

    def fails(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("os.fsync", "pathlib.Path.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(broken, fails)
            code, _, err = run("new", "basics", *CARD)
        assert code == 2
        assert "1-basics.yaml: 쓸 수 없습니다" in err
        assert contents(decks) == before


def test_line_ends_and_the_mark_at_the_start_are_kept(
    run: Callable[..., Result], decks: Path
) -> None:
    path = decks / "1-basics.yaml"
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    assert run("new", "basics", *CARD).code == 0
    after = path.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")


def test_the_editor_gets_a_template_and_the_card_in_it_is_written(
    run: Callable[..., Result], decks: Path, editor: Any, tmp_path: Path
) -> None:
    question = r"s/^  question: $/  question: 학습률(learning rate)이란?/"
    answer = r"s/^    $/    한 걸음의 크기입니다./"
    editor(
        f'sed -i "{question}; {answer}" "$file"; sed -i "s/^  # tags:.*/  tags: [rate]/" "$file"'
    )
    before = (decks / "1-basics.yaml").read_bytes()
    code, out, err = run("new", "basics", "--editor")
    assert (code, err) == (0, "")
    assert "basics/learning-rate" in out
    assert (decks / "1-basics.yaml").read_bytes() == before + (
        "\n- id: learning-rate\n  question: 학습률(learning rate)이란?\n"
        "  answer: |\n    한 걸음의 크기입니다.\n  tags: [rate]\n"
    ).encode()
    assert "면접관이 묻는 질문" in (tmp_path / "seen").read_text(encoding="utf-8")


@pytest.mark.usefixtures("decks")
def test_a_template_left_as_it_was_or_emptied_writes_nothing(
    run: Callable[..., Result], decks: Path, editor: Any
) -> None:
    before = contents(decks)
    for command in (":", '> "$file"'):
        editor(command)
        code, out, err = run("new", "basics", "--editor", "--question", "뭐?")
        assert (code, out, err) == (0, "", "아무것도 적지 않았습니다.\n")
    assert contents(decks) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('sed -i "s/^  # needs:.*/  needs: [nada]/" "$file"', "'nada' 카드는 없습니다"),
        ('sed -i "s/^  id: .*/  id: loss/" "$file"', "아이디는 이미 쓰였습니다"),
        ('sed -i "s/^deck: .*/deck: other/" "$file"', "basics 덱의 카드를 한 장만"),
        ('echo "- {id: second, question: q, answer: a}" >> "$file"', "basics 덱의 카드를 한 장만"),
        ("printf 'deck: \\377' > \"$file\"", "UTF-8"),
        ('echo "  demo: {run: adam, with: {t: 0}}" >> "$file"', "demo:"),
    ],
)
def test_what_is_wrong_in_the_template_is_shown_and_the_text_is_kept(
    run: Callable[..., Result],
    decks: Path,
    editor: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
    said: str,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = contents(decks)
    editor(f'sed -i "s/^    $/    답입니다./" "$file"; {change}')
    code, out, err = run("new", "basics", "--editor", "--question", "L1이란?", "--id", "l1")
    assert (code, out) == (2, "")
    assert said in err
    assert (
        Path(err.split("쓰시던 글은 ")[1].split("에 있습니다")[0])
        .read_bytes()
        .startswith((b"#", b"deck"))
    )
    assert contents(decks) == before


WRITES = r"s/^  question: $/  question: 학습률이란?/; s/^    $/    한 걸음의 크기입니다./"
KEPT = re.compile("쓰시던 글은 (.+)에 있습니다")


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace"])
def test_the_authors_text_stays_until_it_stands_in_the_deck(
    run: Callable[..., Result],
    decks: Path,
    editor: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = contents(decks)
    whole: Callable[..., Any] = os.fsync if broken == "os.fsync" else Path.replace

    def full(target: Any, *more: Any) -> Any:
        name = os.readlink(f"/proc/self/fd/{target}") if broken == "os.fsync" else str(target)
        if str(decks) in name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(target, *more)

    editor(f'sed -i "{WRITES}" "$file"')
    with monkeypatch.context() as patch:
        patch.setattr(broken, full)
        code, _, err = run("new", "basics", "--editor")
    assert code == 2
    assert "남은 공간이 없음" in err
    found = KEPT.search(err)
    assert found
    assert "한 걸음의 크기입니다." in Path(found[1]).read_text(encoding="utf-8")
    assert contents(decks) == before
    code, _, err = run("new", "basics", "--editor")
    assert (code, err) == (0, "")
    assert list(tmp_path.glob("quizcards-*/*")) == [Path(found[1])]


@pytest.mark.usefixtures("decks")
def test_an_author_who_is_interrupted_is_told_where_the_text_is(
    run: Callable[..., Result], editor: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    editor(f'sed -i "{WRITES}" "$file"')
    monkeypatch.setattr("quizcards.app.authoring.Writing.write", interrupted)
    code, _, err = run("new", "basics", "--editor")
    assert code == 130
    found = KEPT.search(err)
    assert found
    assert "학습률이란?" in Path(found[1]).read_text(encoding="utf-8")


def test_an_editor_that_removes_its_file_writes_nothing(
    run: Callable[..., Result], decks: Path, editor: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = contents(decks)
    editor('rm "$file"')
    assert run("new", "basics", "--editor") == (0, "", "아무것도 적지 않았습니다.\n")
    assert contents(decks) == before
    assert list(tmp_path.glob("quizcards-*")) == []
