"""`quizcards edit`: the file opens at the card; on return what changed is shown, and what is
wrong.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizcards.app.editor import at_line, words
from quizcards.app.environment import Environment
from quizcards.model import Place
from tests.cli.conftest import Result


@pytest.fixture
def editing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Result]) -> Any:
    """Edit a card with a line of shell as $EDITOR, called as `vim +LINE FILE` is; how it was called
    is in `called`.
    """

    def edit(card: str, command: str, *options: str) -> Any:
        script = tmp_path / "vim"
        script.write_text(
            f'#!/bin/sh\nline=${{1#+}}; file=$2\necho "$@" > called\n{command}\n', encoding="utf-8"
        )
        script.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(script))
        return run("edit", card, *options)

    return edit


@pytest.mark.usefixtures("decks")
def test_the_file_opens_at_the_card_and_what_changed_is_shown_field_by_field(
    editing: Any, tmp_path: Path
) -> None:
    code, out, err = editing(
        "adam",
        'sed -i "$line,\\$s/두 적률을/두 모멘트를/; s/optimizer, adaptive/optimizer/" "$file"',
    )
    assert (code, err) == (0, "")
    assert (tmp_path / "called").read_text(encoding="utf-8") == "+10 content/2-optimization.yaml\n"
    assert out == (
        " answer\n   - 두 적률을 씁니다.\n   + 두 모멘트를 씁니다.\n"
        " tags\n   - tags: [optimizer, adaptive]\n   + tags: [optimizer]\n"
    ).replace("- 두", "-   두").replace("+ 두", "+   두")


@pytest.mark.usefixtures("decks")
def test_nothing_changed_is_said(editing: Any) -> None:
    assert editing("adam", ":").out == " optimization/adam: 바뀐 것이 없습니다.\n"
    assert (
        editing("adam", 'sed -i "1i # 위에 한 줄" "$file"').out
        == " optimization/adam: 바뀐 것이 없습니다.\n"
    )


@pytest.mark.usefixtures("decks")
def test_what_is_wrong_is_shown_and_the_exit_code_is_2_and_the_file_stays_as_it_was_saved(
    editing: Any, decks: Path
) -> None:
    code, out, err = editing("adam", 'sed -i "s/answer: 두/anser: 두/" "$file"')
    assert code == 2
    assert "content/2-optimization.yaml:12:3: 모르는 키 'anser'입니다. 혹시 'answer'인가요?" in err
    assert "읽을 수 없거나" in out
    assert "anser" in (decks / "2-optimization.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("decks")
def test_a_demo_that_fails_and_what_breaks_in_another_deck_are_wrong_too(editing: Any) -> None:
    code, _, err = editing(
        "gradient-descent", 'sed -i "s/{run: gradient-descent}/{run: adam, with: {t: 0}}/" "$file"'
    )
    assert code == 2
    assert "content/2-optimization.yaml:8:9: demo:" in err
    code, _, err = editing("basics/loss", 'sed -i "s/id: loss,/id: cost,/" "$file"')
    assert code == 2
    assert "content/2-optimization.yaml:13:29: needs: 'basics/loss' 카드는 없습니다." in err


@pytest.mark.usefixtures("decks")
def test_an_id_that_changed_is_pointed_out_with_the_command_that_keeps_its_history(
    editing: Any,
) -> None:
    code, out, _ = editing("adam", 'sed -i "s/id: adam/id: adamw/" "$file"')
    assert code == 0
    assert "quizcards rename optimization/adam optimization/adamw" in out
    code, out, _ = editing("adamw", 'sed -i "s/- id: adamw/- id: adam2\\n  was: [adamw]/" "$file"')
    assert code == 0
    assert "학습 기록은 이어집니다" in out
    assert "quizcards rename" not in out


@pytest.mark.usefixtures("decks")
def test_a_card_that_went_and_neighbours_that_changed_are_named(editing: Any) -> None:
    code, out, _ = editing("adam", 'sed -i "$line,\\$d; s/경사하강법이란/경사하강법은/" "$file"')
    assert code == 0
    assert "optimization/adam: 읽을 수 없거나 지워진 카드입니다" in out
    assert "함께 바뀐 카드: optimization/gradient-descent\n" in out


@pytest.mark.usefixtures("decks")
def test_neighbours_in_a_file_that_cannot_be_read_any_more_are_not_said_to_have_changed(
    editing: Any,
) -> None:
    code, out, err = editing("adam", 'sed -i "s/answer: 두/answer: [두/" "$file"')
    assert code == 2
    assert (
        out
        == " optimization/adam: 읽을 수 없거나 지워진 카드입니다. 학습 기록은 그대로 있습니다.\n"
    )
    assert "content/2-optimization.yaml:13:8" in err


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("name", ["adam", "optimization/adam"])
@pytest.mark.parametrize("breaks", ["s/answer: 두/anser: 두/", "s/answer: 두/answer: [두/"])
def test_a_card_that_is_broken_is_opened_where_it_stands_and_mended(
    editing: Any, tmp_path: Path, name: str, breaks: str
) -> None:
    editing("adam", f'sed -i "{breaks}" "$file"')
    mended = "s/anser: 두/answer: 두/; s/answer: \\[두/answer: 두/"
    code, out, err = editing(name, f'sed -i "{mended}" "$file"')
    assert (code, err) == (0, "")
    assert (tmp_path / "called").read_text(encoding="utf-8") == "+10 content/2-optimization.yaml\n"
    assert " optimization/adam: 이제 읽을 수 있는 카드입니다.\n" in out


@pytest.mark.usefixtures("decks")
def test_a_card_that_is_nowhere_is_not_opened_though_a_file_is_broken(
    editing: Any, tmp_path: Path
) -> None:
    editing("adam", 'sed -i "s/answer: 두/anser: 두/" "$file"')
    (tmp_path / "called").unlink()
    for name in ("ada", "basics/adam", "question", "a.am"):
        code, _, err = editing(name, ":")
        assert (code, err.count("\n")) == (2, 1)
        assert f"'{name}' 카드는 없습니다." in err
    assert not (tmp_path / "called").exists()


def test_a_shipped_deck_is_not_opened(editing: Any, tmp_path: Path, learner: Path) -> None:
    code, out, err = editing("optimization/adam", ":")
    assert (code, out) == (2, "")
    assert "quizcards init" in err
    assert not (tmp_path / "called").exists()
    shipped = Environment({}, learner).shipped_decks
    # a checkout's own, and named
    assert editing("optimization/adam", ":", "--decks", str(shipped)).code == 0


def test_in_a_clone_a_copy_of_ones_own_is_edited_unless_its_decks_are_named(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, learner: Path
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    clone = Environment({}, learner).shipped_decks.parent
    monkeypatch.chdir(clone)
    code, out, err = run("edit", "adam")
    assert (code, out) == (2, "")
    assert "quizcards init" in err
    assert run("edit", "adam", "--decks", "content").code == 0
    assert run("init").code == 0
    assert Environment(os.environ, clone).deck_paths == [learner / "decks"]
    assert run("edit", "adam").code == 0


@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize(
    ("editor", "said"), [("missing-editor", "편집기를 열지 못했습니다"), ('vim "', "따옴표를 확인")]
)
def test_an_editor_that_does_not_open_is_one_line(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    code, out, err = run("edit", "adam")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("named", "found"),
    [
        (r"C:\vim\gvim.exe --nofork", [r"C:\vim\gvim.exe", "--nofork"]),
        (r'"C:\Program Files\Notepad++\np.exe" -n', [r"C:\Program Files\Notepad++\np.exe", "-n"]),
        ("code --wait", ["code", "--wait"]),
    ],
)
def test_on_windows_the_backslashes_of_an_editor_are_of_its_path(
    named: str, found: list[str]
) -> None:
    assert words(named, is_windows=True) == found


def test_elsewhere_a_backslash_keeps_a_space_in_a_path() -> None:
    assert words(r"/opt/my\ vim -n", is_windows=False) == ["/opt/my vim", "-n"]


@pytest.mark.parametrize(
    ("program", "arguments"),
    [
        ("/usr/bin/vim", ["+7", "a.yaml"]),
        (r"C:\vim\vim.exe", ["+7", "a.yaml"]),
        (r"C:\VS Code\bin\Code.cmd", ["--wait", "--goto", "a.yaml:7"]),
        ("notepad", ["a.yaml"]),
    ],
)
def test_an_editor_is_known_by_its_name_wherever_it_stands(
    program: str, arguments: list[str]
) -> None:
    assert at_line(program, Place("a.yaml", 7)) == arguments
