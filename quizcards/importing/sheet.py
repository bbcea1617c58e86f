"""Our own study sheet in Markdown, read back.

What is text in it was escaped, so that each mark of its layout is known by its form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from quizcards.importing.result import ImportedCard, ImportResult
from quizcards.importing.text import unbraced

_ANCHOR = re.compile(r'<a id="([a-z0-9-]{1,200}?)--([a-z0-9-]{1,200})"></a>')
_MATH = re.compile(r"\$`([^`]+)`\$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FENCE = re.compile(r"(`{3,})(\w*)")
_WRONG = re.compile(r"- ✗ “(.*?)”(?: → ✓ “(.*?)”)? → (.*?)( ▸ (\$`.*|\(.*| \(.*))?")
_LINK = re.compile(r"\[([^\[\]]*)\]\(#[^()]*\)")
_FOLD = "<summary>답 보기</summary>"


def is_sheet(text: str) -> bool:
    """Say whether this is a sheet of ours, answers and all."""
    return _FOLD in text and _ANCHOR.search(text) is not None


def read_sheet(text: str) -> ImportResult:
    """Return the cards of a sheet.

    Its demos are there as numbers only, so they are named as lost.
    """
    result = ImportResult()
    title = ""
    parts = re.split(rf"^{_ANCHOR.pattern}$", text, flags=re.MULTILINE)
    for i in range(1, len(parts), 3):
        titles = re.findall("^# (.+)$", parts[i - 1], re.MULTILINE)
        title = _plain(titles[-1]) if titles else title
        name = f"카드 {parts[i + 1]}"
        sheet = _Sheet(parts[i + 2].split("\n# ", 1)[0])
        data = {"id": parts[i + 1], **sheet.data}
        if not (data.get("question") and data.get("answer")):
            result.record_left_out(name, "질문이나 답을 찾지 못했습니다.")
            continue
        card = ImportedCard(name, data)
        result.add(card, parts[i], title)
        if sheet.has_demo:
            result.record_loss(card.label, "데모는 문서에 코드가 없어서 두고 왔습니다.")
    result.record_lost_marks()
    return result


class _Sheet:
    """One card of a sheet, read line by line."""

    def __init__(self, text: str) -> None:
        self.data: dict[str, Any] = {}
        self.has_demo = False
        self.answer: list[str] = []
        read: Callable[[str], None] = self.paragraph
        sections = {"핵심": self.point, "흔한 오해": self.wrong, "꼬리질문": self.followup}
        for line in self.lines(text):
            if line.startswith("## "):
                self.data["question"] = _plain(line[3:])
            elif line.startswith("**데모: "):
                self.has_demo = True
                read = self.ignored
            elif line.startswith("**") and line.strip("*") in sections:
                read = sections[line.strip("*")]
            elif not self.about(line):
                read(line)
        if self.answer:
            self.data["answer"] = unbraced("\n\n".join(self.answer))

    def lines(self, text: str) -> Iterator[str]:
        """Yield the lines that say something, and keep what is fenced: formulas, and no graph."""
        fence = ""
        kept: list[str] = []
        for line in text.split("\n"):
            if fence:
                if line == fence:
                    self.formula(kept)
                    fence = ""
                else:
                    kept.append(line)
            elif opening := _FENCE.fullmatch(line):
                fence = opening[1]
                kept = [opening[2]]
            elif line.strip() and not re.fullmatch("</?details>|<summary>.*", line):
                yield line

    def formula(self, kept: list[str]) -> None:
        if kept[0] == "math":
            self.data["formula"] = "\n".join(
                [*self.data.get("formula", "").splitlines(), *kept[1:]]
            )

    def paragraph(self, line: str) -> None:
        self.answer.append(_plain(line))

    def ignored(self, line: str) -> None:
        """Pass over what a demo computed."""

    def point(self, line: str) -> None:
        self.data.setdefault("key_points", []).append({"point": _plain(line.removeprefix("- "))})

    def wrong(self, line: str) -> None:
        if match := _WRONG.fullmatch(line):
            truth = {"truth": _plain(match[2])} if match[2] else {}
            self.data.setdefault("misconceptions", []).append(
                {"claim": _plain(match[1]), **truth, "because": _plain(match[3])}
            )

    def followup(self, line: str) -> None:
        asked = self.data.setdefault("followups", [])
        if line.startswith("- "):
            asked.append({"question": _plain(line[2:])})
        elif asked:
            asked[-1]["answer"] = _plain(line)

    def about(self, line: str) -> bool:
        """Read a line of what stands at a card's end, and say whether it is one."""
        name, _, rest = line.partition(": ")
        match name:
            case "출처":
                self.data["sources"] = [_plain(part) for part in re.split(r"(?<!\\); ", rest)]
            case "태그" | "꼬리표":  # as it was called before
                self.data["tags"] = [_plain(part) for part in re.split(r"(?<!\\), ", rest)]
            case "먼저 볼 카드":
                self.data["needs"] = [_plain(_LINK.sub(r"\1", part)) for part in rest.split(", ")]
            case _:
                return False
        return True


def _plain(markdown: str) -> str:
    r"""Return what a line says; in mathematics a \ is no escape."""
    parts = _MATH.split(markdown)
    parts[::2] = [_ESCAPED.sub(r"\1", part) for part in parts[::2]]
    parts[1::2] = [f"${latex}$" for latex in parts[1::2]]
    return "".join(parts).strip()
