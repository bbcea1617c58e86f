"""Editing a card in $EDITOR and carrying on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal


@pytest.fixture
def editor(tmp_path: Path) -> Any:
    """Make an $EDITOR out of a line of shell, called as `vim +LINE FILE` is; `$line` and `$file`
    hold the two.
    """

    def make(command: str) -> str:
        script = tmp_path / "vim"
        script.write_text(
            f'#!/bin/sh\nline=${{1#+}}; file=$2\necho "$@" >> called\n{command}\n', encoding="utf-8"
        )
        script.chmod(0o755)
        return str(script)

    return make


def begin(start: Any, editor: Any) -> Any:
    terminal = start("study", EDITOR=editor)
    terminal.wait("Space 답 보기")
    return terminal


def change(old: Any, new: Any) -> Any:
    """Shell that changes text in the four lines of the card at $line."""
    return f'sed -i "$line,$((line+3))s/{old}/{new}/" "$file"'


def test_editor_opens_at_the_card_and_the_new_text_appears_at_once(
    start: Callable[..., Terminal], editor: Any, deck: Path
) -> None:
    terminal = begin(start, editor(change("question: .*", "question: 고친 질문인가요?")))
    terminal.press("s", "· adam")
    terminal.press("e", "고친 질문인가요?", "다시 읽었습니다")
    line = deck.read_text(encoding="utf-8").splitlines().index("- id: adam") + 1
    assert Path("called").read_text(encoding="utf-8") == f"+{line} content/optimization.yaml\n"
    assert terminal.card == "adam"


def test_an_answer_on_screen_stays_on_screen_and_shows_the_new_text(
    start: Callable[..., Terminal], editor: Any
) -> None:
    terminal = begin(start, editor(change("기울기는", "고친 기울기는")))
    terminal.press(" ", "기울기는 비용이", "1 다시")
    terminal.press("e", "고친 기울기는 비용이", "1 다시")


def test_broken_edit_shows_its_place_and_keeps_the_old_card_until_it_is_mended(
    start: Callable[..., Terminal], editor: Any, deck: Path
) -> None:
    terminal = begin(start, editor(change("question: .*", "question: 질문: 둘")))
    terminal.press("e", "고치기 전의 카드를 씁니다", "content/optimization.yaml:5:15:")
    assert "경사하강법(gradient descent)의 갱신 식을" in terminal.text
    assert "question: 질문: 둘" in deck.read_text(encoding="utf-8")
    editor(change("question: .*", "question: 다 고쳤나요?"))
    terminal.press("e", "다 고쳤나요?", "다시 읽었습니다")
    terminal.press(" ", "가장 빨리 커지는 방향")
    terminal.press("4", "· adam")


def test_a_card_deleted_in_the_editor_leaves_the_session(
    start: Callable[..., Terminal], editor: Any
) -> None:
    terminal = begin(
        start, editor('sed -i "$line,$((line+5))d" "$file"; sed -i "/needs: .gradient/d" "$file"')
    )
    terminal.press("e", "· adam", "새 카드 3")


def test_an_editor_that_cannot_be_opened_is_named_and_keeps_the_session(
    start: Callable[..., Terminal],
) -> None:
    terminal = begin(start, "/nonexistent/editor")
    terminal.press("e", "편집기를 열지 못했습니다(/nonexistent/editor", "Space 답 보기")
    terminal.press(" ", "1 다시")


def test_the_editor_gets_the_terminal_as_it_was_and_the_session_takes_it_back(
    start: Callable[..., Terminal], editor: Any
) -> None:
    terminal = begin(start, editor("stty -a | tr ' ;' '\\n\\n' > during"))
    held = terminal.settings()
    terminal.press("e", "바뀐 것이 없습니다")
    during = Path("during").read_text(encoding="utf-8").split()
    assert {"icanon", "echo", "isig"} <= set(during)
    assert terminal.settings() == held != terminal.settings_before
    assert terminal.screen.alternate
    terminal.resize(60, 20)
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.is_restored()


def test_a_card_that_came_with_the_program_is_edited_in_a_copy_if_the_learner_agrees(
    start: Callable[..., Terminal], editor: Any, deck: Path, learner: Path
) -> None:
    deck.unlink()
    terminal = begin(start, editor(change("question: .*", "question: 고친 질문인가요?")))
    terminal.press("e", "내 폴더의 복사본을 고칩니다", "Enter 복사하고 고치기   Esc 그만두기")
    terminal.press("\x1b", "복사하지 않았습니다", "Space 답 보기")
    assert not (learner / "decks").exists()
    terminal.press("e", "Enter 복사하고 고치기")
    terminal.press("\r", "고친 질문인가요?", "다시 읽었습니다")
    opened = Path("called").read_text(encoding="utf-8").split()
    assert Path(opened[1]).parent == learner / "decks"


def test_copying_a_card_to_edit_is_agreed_to_line_by_line_with_an_empty_line(
    line_by_line: Callable[..., str],
    editor: Any,
    deck: Path,
    learner: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deck.unlink()
    monkeypatch.setenv("EDITOR", editor(":"))
    said = line_by_line("e", "아니요", "q")
    assert "복사하지 않았습니다" in said
    assert not (learner / "decks").exists()
    assert "바뀐 것이 없습니다" in line_by_line("e", "", "q")
    assert (learner / "decks").exists()
