"""What an edit did to a card, field by field, and to its neighbours by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from quizcards.model import Card
from quizcards.terminal.palette import HEADING, RIGHT, WRONG


def edit_lines(
    key: str,
    before: Card | None,
    after: Card | None,
    changed: Mapping[str, Sequence[str]],
    others: Sequence[str],
) -> list[Text]:
    """Return what became of the card `key`, the lines of the fields that changed, and the others.

    None stands for a card that cannot be read.
    """
    lines = _fate(key, before, after)
    for name, changed_lines in changed.items():
        lines.append(Text(f" {name}", style=HEADING))
        for line in changed_lines:
            lines.append(Text(f"   {line}", style=RIGHT if line[0] == "+" else WRONG))
    if others:
        lines.append(Text(f" 함께 바뀐 카드: {', '.join(others)}"))
    return lines or [Text(f" {key}: 바뀐 것이 없습니다.")]


def _fate(key: str, before: Card | None, after: Card | None) -> list[Text]:
    """Say what became of a card and of its history, where it is not simply there as before."""
    if after is None:
        return [Text(f" {key}: 읽을 수 없거나 지워진 카드입니다. 학습 기록은 그대로 있습니다.")]
    if before is None:
        return [Text(f" {key}: 이제 읽을 수 있는 카드입니다.")]
    if after.key == key:
        return []
    renamed = f" 아이디가 {key}에서 {after.key}(으)로 바뀌었"
    if key in after.was:
        return [Text(f"{renamed}고, 학습 기록은 이어집니다.")]
    return [
        Text(f"{renamed}습니다. 이미 배운 카드라면 학습 기록이 끊깁니다."),
        Text(f" 이어 가려면: quizcards rename {key} {after.key}", style=HEADING),
    ]
