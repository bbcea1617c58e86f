"""A line of code at a real terminal: run, mended, hinted at, and kept in the log."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.conftest import Terminal

PROMPT = "Enter 답 마치기"
DECK = """
deck: own
title: 내 덱
cards:
  - id: norm
    title: 노름
    question: 벡터를 단위 벡터로 어떻게 바꾸나요?
    answer: 노름으로 나눕니다.
    demo:
      code: |
        g = [3.0, 4.0]
        total = np.sum(g)
        unit = g / total  # 합이 1이 되게 나눈다
      ask: {unit: 합이 1인 벡터}
      mistakes:
        - {name: unit, formula: g * total, feedback: 나누지 않고 곱했습니다.}
"""


@pytest.fixture
def asked(start: Callable[..., Terminal], tmp_path: Path) -> Callable[..., Terminal]:
    """A session whose only card asks for a line."""
    (tmp_path / "own.yaml").write_text(DECK, encoding="utf-8")

    def begin(*arguments: str, **size: int) -> Terminal:
        decks = ("--decks", str(tmp_path / "own.yaml"))
        terminal = start(*(arguments or ("study", "own")), "--kind", "code", *decks, **size)
        terminal.wait("NumPy", "q 그만")
        return terminal

    return begin


def learnt(learner: Path, *days: str) -> None:
    """Leave right answers of these days, so that the card is stable."""
    rows = [
        {
            "v": 1,
            "id": f"{number:028x}",
            "at": f"{day}T09:00:00Z",
            "day": day,
            "kind": "review",
            "card": "own/norm",
            "grade": 3,
            "asked": "recall",
        }
        for number, day in enumerate(days, 1)
    ]
    (learner / "log").mkdir(parents=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (learner / "log/other.jsonl").write_text(text, encoding="utf-8")


def line_of(terminal: Terminal) -> tuple[str, str]:
    """The name that is asked for, and the expression that gives it its value."""
    name = next(line for line in terminal.lines if "____" in line).split()[0]
    return name, {"total": "np.sum(g)", "unit": "g / total"}[name]


def hints(terminal: Terminal) -> list[str]:
    return [line for line in terminal.lines if line.startswith(" 힌트  ")]


def wrote(terminal: Terminal, text: str, *shown: str) -> None:
    terminal.type("\r", PROMPT)
    terminal.type("\x05" + "\x7f" * 80 + text, text.split()[-1])
    terminal.press("\r", *shown)


def test_a_line_is_mended_twice_with_a_hint_and_then_right(
    asked: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked()
    _, line = line_of(terminal)
    assert "def inline(g):" in terminal.text
    wrote(terminal, "7", "× 틀렸습니다   내 식  7", "입력: g = ", "? 힌트")
    assert "정답" not in terminal.text
    assert line not in terminal.text
    terminal.press("?")
    assert hints(terminal)
    wrote(terminal, "open('x')", "부를 수 없는 함수입니다: open")
    wrote(terminal, "g[5]", "× 틀렸습니다   내 식  g[5]", "색인이 없는 자리")
    wrote(terminal, f"1 * {line}", "○ 맞았습니다", "같은 값을 냅니다.", "Enter 제안대로(어려움)")
    terminal.press("\r", "· ")
    (row,) = logged()
    assert (row["asked"], row["answer"], row["grade"]) == ("code", f"1 * {line}", 2)


def test_a_line_that_is_right_at_once_is_good_and_undo_brings_the_very_question_back(
    asked: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked()
    before = terminal.lines[2:12]
    _, line = line_of(terminal)
    wrote(terminal, line, "○ 맞았습니다", "Enter 제안대로(알맞음)")
    terminal.press("\r", "· ")
    assert logged()[0]["grade"] == 3
    terminal.press("u", "되돌렸습니다", "____")
    assert terminal.lines[2:12] == before


def test_after_three_wrong_lines_each_brings_a_hint_and_giving_up_keeps_the_last(
    asked: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked()
    for text in ("1", "2"):
        wrote(terminal, text, f"내 식  {text}")
        assert hints(terminal) == []
    wrote(terminal, "3", "내 식  3")
    assert len(hints(terminal)) == 1
    terminal.press(" ", "× 틀렸습니다   내 답  3", "정답: ", "Enter 제안대로(다시)")
    terminal.press("\r", "· ")
    (row,) = logged()
    assert (row["answer"], row["grade"], row["wrong"]) == ("3", 1, True)


def test_of_a_card_that_has_lasted_two_lines_are_written_and_each_is_marked(
    asked: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]], learner: Path
) -> None:
    learnt(learner, "2026-08-01", "2026-08-03", "2026-08-12")
    terminal = asked()
    assert [line.strip() for line in terminal.lines if "____" in line] == [
        "total = ____",
        "unit = ____",
    ]
    wrote(terminal, "np.sum(g)  # 합\ng * total", "× 50%만 맞았습니다   내 식  np.sum(g)")
    terminal.wait("total: 맞았습니다.", "unit: 틀렸습니다.", "나누지 않고 곱했습니다.", "입력: g =")
    wrote(terminal, "np.sum(g)", "2줄을 적어 주세요. 한 줄에 하나씩: total = …, unit = …")
    wrote(terminal, "total = g.sum()\nunit = g / total", "○ 맞았습니다", "데모의 식:")
    terminal.press("\r", "오늘은 여기까지입니다")
    (row,) = [row for row in logged() if row["asked"] == "code"]
    assert (row["asked"], row["step"], row["grade"]) == ("code", "lines", 2)
    terminal.press("u", "되돌렸습니다", "total = ____", "unit = ____")


def test_of_a_card_that_has_lasted_long_the_whole_body_is_written(
    asked: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]], learner: Path
) -> None:
    learnt(learner, "2025-08-01", "2025-08-03", "2025-08-12", "2025-09-10")
    terminal = asked()
    terminal.wait("    ____", "    return unit", "줄을 모두 적고")
    wrote(terminal, "unit = 0 * g\nfor i in range(g.size):\nunit = g", "읽을 수 없습니다")
    begun = "total = 0\nfor i in range(g.size):\n    total = total + g[i]"
    wrote(
        terminal, f"{begun}\n\x7f\x7f\x7f\x7funit = g * total", "× 틀렸습니다", "결과[0]: 내 식은"
    )
    wrote(terminal, f"{begun}\n\x7f\x7f\x7f\x7funit = g / total", "○ 맞았습니다", "데모의 식:")
    terminal.press("\r", "오늘은 여기까지입니다")
    (row,) = [row for row in logged() if row["asked"] == "code"]
    assert (row["asked"], row["step"], row["grade"]) == ("code", "body", 2)
    assert row["answer"].splitlines()[2] == "    total = total + g[i]"


def test_in_a_test_there_is_one_try_and_no_hint(
    asked: Callable[..., Terminal], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = asked("quiz", "own", "--all")
    assert "힌트" not in terminal.text
    wrote(terminal, "7", "× 틀렸습니다   내 답  7", "정답: ")
    terminal.press("\r", "점")
    assert logged()[0]["asked"] == "code"


def test_a_long_function_fits_a_small_screen_and_what_is_said_comes_into_sight(
    asked: Callable[..., Terminal],
) -> None:
    terminal = asked(columns=40, rows=12)
    wrote(terminal, "7", "× 틀렸습니다")


def test_line_by_line_a_line_is_mended_and_hinted_at_too(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from quizcards.cli import main as cli

    assert deck.exists()
    (tmp_path / "own.yaml").write_text(DECK, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("77\n?\n\n1\nq\n"))
    code = cli.run(
        ["study", "own", "--plain", "--kind", "code", "--decks", str(tmp_path / "own.yaml")]
    )
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert out.index("× 틀렸습니다   내 식  77") < out.index("\n 힌트  ") < out.index("정답: ")


def test_line_by_line_a_body_is_written_in_one_line(
    deck: Path,
    learner: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from quizcards.cli import main as cli

    assert deck.exists()
    learnt(learner, "2025-08-01", "2025-08-03", "2025-08-12", "2025-09-10")
    (learner / "settings.toml").touch()
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T09:00")
    (tmp_path / "own.yaml").write_text(DECK, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("s = g.sum(); unit = g / s\n\nq\n"))
    decks = ["--decks", str(tmp_path / "own.yaml")]
    code = cli.run(["study", "own", "--plain", "--kind", "code", *decks])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert "줄을 ;로 이어 적기" in out
    assert "○ 맞았습니다   내 답  s = g.sum(); unit = g / s" in out


def test_tab_completes_names_of_the_function_and_of_numpy_and_a_new_line_keeps_the_indent(
    asked: Callable[..., Terminal],
) -> None:
    terminal = asked()
    terminal.type("\r", PROMPT, "Tab 이름 완성")
    terminal.type("np.argm\t", "np.argmax")
    terminal.type("\x15np.linalg.no\t", "> np.linalg.norm")
    terminal.type("\x15(g\n  *\n1)", "     1)")  # below the prompt, by two
    terminal.press("\r", "× 틀렸습니다")


def test_a_wrong_line_looks_as_it_should(
    start: Callable[..., Terminal], tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    deck = DECK.partition("    demo:")[0] + "    demo: {run: adam}\n    code: [m_hat]\n"
    (tmp_path / "own.yaml").write_text(deck, encoding="utf-8")
    terminal = start("study", "own", "--kind", "code", "--decks", str(tmp_path / "own.yaml"))
    terminal.wait("____", "q 그만")
    wrote(terminal, "m * 1", "× 틀렸습니다   내 식  m * 1", "편향 보정을 빠뜨렸습니다")
    golden("kind-code-80", terminal.text)
