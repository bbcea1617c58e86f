"""`quizcards new` at a terminal: it asks one thing at a time, in Korean; leaving writes nothing,
and nothing typed is lost.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sampling import some
from tests.terminal.conftest import Terminal

READY = "Enter 다음"
"""Below a prompt that takes keys; before it stands there, Enter would come as a line break."""


@pytest.fixture
def asked(start: Callable[..., Terminal], deck: Path) -> Any:
    before = deck.read_bytes()
    terminal = start("new")
    terminal.wait("질문", READY)
    return terminal, before


def test_a_card_is_asked_for_piece_by_piece_and_written(asked: Any, deck: Path) -> None:
    terminal, before = asked
    terminal.type("AdamW란 무엇인가욧\x7f요?\r", "답 (소리 내어", READY)
    terminal.type("가중치 감쇠를\n떼어 냅니다.\r", "핵심 (한 줄에 하나", READY)
    terminal.type("가중치 감쇠\n분리\r", "태그", READY)
    terminal.type("최적화, optimizer\r", "아이디", "> adamw", READY)
    terminal.type("-decay\r", "optimization/adamw-decay 카드를 적었습니다")
    assert terminal.end() == 0
    assert terminal.is_restored()
    assert deck.read_bytes() == before + (
        "- id: adamw-decay\n  question: AdamW란 무엇인가요?\n"
        "  answer: |\n    가중치 감쇠를\n    떼어 냅니다.\n"
        "  key_points:\n  - point: 가중치 감쇠\n  - point: 분리\n  tags: [최적화, optimizer]\n"
    ).encode().replace(b"- id", b"\n- id" if b"\n\n- id" in before else b"- id")


def test_one_field_back_what_was_typed_stands_there_to_be_mended(asked: Any, deck: Path) -> None:
    terminal, _ = asked
    terminal.type("AdamW란 무엇?\r", "답 (소리 내어", READY, "< 앞 항목으로")
    terminal.type("<\r", "> <\n\n 질문\n\n > AdamW란 무엇?", READY)
    terminal.type("\x7f인가요?\r", "> AdamW란 무엇인가요?\n\n 답 (소리 내어", READY)
    terminal.type("가중치 감쇠를 떼어 냅니다.\r", "핵심 (한 줄에 하나", READY)
    terminal.type("\r", "태그", READY)
    terminal.type("\r", "아이디", "> adamw", READY)
    terminal.type("<\r", "> adamw<\n\n 태그", READY)
    terminal.type("optimizer\r", "> optimizer\n\n 아이디", READY)
    terminal.type("\r", "optimization/adamw 카드를 적었습니다")
    assert terminal.end() == 0
    assert deck.read_text(encoding="utf-8").endswith(
        "- id: adamw\n  question: AdamW란 무엇인가요?\n"
        "  answer: |\n    가중치 감쇠를 떼어 냅니다.\n  tags: [optimizer]\n"
    )


@pytest.mark.parametrize(
    ("keys", "code"),
    some([("\r", 0), ("\x1b", 130), ("\x03", 130), ("질문?\r\r", 0), ("질문?\r답\x03", 130)], 1),
)
def test_leaving_at_any_point_writes_nothing(asked: Any, deck: Path, keys: str, code: int) -> None:
    terminal, before = asked
    terminal.type(keys, "아무것도 적지 않았습니다.")
    assert terminal.end() == code
    assert terminal.is_restored()
    assert deck.read_bytes() == before


def test_what_would_not_read_back_is_told_and_goes_on_in_the_editor(
    start: Callable[..., Terminal], deck: Path, tmp_path: Path
) -> None:
    script = tmp_path / "vim"
    script.write_text('#!/bin/sh\nsed -i "s/^  id: .*/  id: mended/" "$2"\n', encoding="utf-8")
    script.chmod(0o755)
    terminal = start(
        "new", "--question", "무엇?", "--point", "하나", "--tag", "꼬리", EDITOR=str(script)
    )
    terminal.wait("답 (소리 내어", READY)
    terminal.type("이것입니다.\r", "아이디", "> optimization-1", READY)
    terminal.type("\x15두 낱말\r", "영어 소문자, 숫자", "편집기에서 고칠까요? [Y/n]")
    terminal.type("ㅛ\r", "optimization/mended 카드를 적었습니다")
    assert terminal.end() == 0
    text = deck.read_text(encoding="utf-8")
    assert "- id: mended\n  question: 무엇?\n  answer: |\n    이것입니다.\n" in text


def test_a_broken_edit_can_be_opened_again_at_the_problem(
    start: Callable[..., Terminal], deck: Path, tmp_path: Path
) -> None:
    script = tmp_path / "vim"
    script.write_text(
        '#!/bin/sh\nif [ -e again ]; then sed -i "s/anser:/answer:/" "$2"; echo "$1" > again\n'
        'else touch again; sed -i "s/^  answer:/  anser:/" "$2"; fi\n'
    )
    script.chmod(0o755)
    terminal = start("edit", "adam", EDITOR=str(script))
    terminal.wait("모르는 키 'anser'", "편집기를 다시 열까요? [Y/n]")
    before = terminal.text
    terminal.type("\r", "바뀐 것이 없습니다")
    assert terminal.end() == 0
    line = (tmp_path / "again").read_text().strip()
    assert f"optimization.yaml:{line.removeprefix('+')}:" in before
    assert "anser" not in deck.read_text(encoding="utf-8")


def test_a_deck_is_added_only_after_a_yes(
    start: Callable[..., Terminal], deck: Path, tmp_path: Path, learner: Path
) -> None:
    shared = tmp_path / "shared.yaml"
    shared.write_text(
        "deck: extra\ntitle: 더\ncards:\n- {id: a, question: 뭐?, answer: 이것}\n", encoding="utf-8"
    )
    terminal = start("add", "shared.yaml")
    terminal.wait("더(extra)   카드 1장", "[y/N]")
    terminal.type("\r", "아무것도 복사하지 않았습니다.")
    assert terminal.end() == 0
    assert not (learner / "decks").exists()
    terminal = start("add", "shared.yaml")
    terminal.wait("[y/N]")
    terminal.type("네\r", "더했습니다.")
    assert terminal.end() == 0
    assert (learner / "decks" / "shared.yaml").read_bytes() == shared.read_bytes()
    assert deck.exists()
