"""An interview at a real terminal: clocks, typed Korean, a follow-up to what was missed, a pause, a
kill and what comes after.
"""

import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quizcards.cli import main as cli
from quizcards.interview.report import report
from quizcards.interview.state import Interview, Reply, Scene, Step, Turn, opened
from quizcards.model import Card, FollowUp, KeyPoint, Memory, Place
from quizcards.terminal.cells import cell_len
from quizcards.terminal.interview_screen import InterviewScreen
from quizcards.terminal.interview_views import report_lines, waiting
from tests.terminal.conftest import Terminal

FRAME_END = b"\x1b[J"
DECKS = {
    "top": """\
deck: top
title: 최적화
cards:
- id: adam
  question: Adam 옵티마이저를 설명해 주세요.
  answer: 기울기의 이동평균과 기울기 제곱의 이동평균을 쓰고, 편향을 보정합니다.
  key_points:
  - {point: 기울기의 이동평균, any_of: [기울기의 이동평균]}
  - {point: 제곱근으로 나눔, any_of: [제곱근으로 나누]}
  - {point: 편향 보정, any_of: [편향 보정]}
  followups:
  - {question: 이름은 무엇의 약자인가요?, answer: adaptive moment estimation입니다.}
  - {question: 편향을 보정하지 않으면 어떻게 되나요?, answer: 첫 걸음이 3.16배가 됩니다., point: 2}
  needs: [base/ewma]
  demo: {run: gradient-descent}
""",
    "base": """\
deck: base
title: 기초
cards:
- id: ewma
  question: 지수이동평균(EWMA)은 무엇인가요?
  answer: 지난 값에 점점 작은 무게를 둔 평균입니다.
  key_points: [{point: 지난 값의 무게가 지수로 줄어듦}]
""",
}
TYPED = "기울기의 이동평균을 구합니다"


@pytest.fixture
def checkout(deck: Path) -> Path:
    """A checkout with the two decks."""
    deck.unlink()
    for name, text in DECKS.items():
        (deck.parent / f"{name}.yaml").write_text(text, encoding="utf-8")
    return deck.resolve().parents[1]


@pytest.fixture
def interview(checkout: Path, start: Callable[..., Terminal]) -> Callable[..., Any]:
    """Begin an interview that has one topic."""
    assert checkout.exists()

    def begin(*arguments: str, **options: Any) -> Any:
        terminal = start("interview", *(arguments or ("top",)), **options)
        if "--resume" not in arguments:
            terminal.wait("Enter 바로 보기")
            terminal.press("\r")
        terminal.wait("Space" if "--resume" not in arguments else "30분")
        return terminal

    return begin


@pytest.fixture
def rows(learner: Path) -> Callable[[], list[dict[str, Any]]]:
    """Read the interview's own file."""

    def read() -> list[dict[str, Any]]:
        (path,) = (learner / "interviews").glob("*.jsonl")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return read


def test_a_whole_interview_typed_missed_asked_on_drilled_computed_and_reported(
    interview: Callable[..., Any], learner: Path, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = interview()
    assert "최적화 · adam" in terminal.lines[0]
    terminal.wait("안녕하세요", "Adam 옵티마이저를", "준비 0:")
    # the clock of the answer runs on below what is typed
    terminal.type("t", "Enter 답 마치기", "대답 ")
    terminal.type(TYPED, TYPED)
    terminal.press(
        "\r",
        f"내 답  {TYPED}",
        "z ✓ 기울기의 이동평균",
        "c · 제곱근으로",
        "v · 편향 보정",
        "Enter 제안대로(다시)",
    )
    assert "“기울기의 이동평균" in terminal.text  # the words that speak for it
    terminal.press("c", "c ✓ 제곱근으로", "Enter 제안대로(어려움)")
    assert logged() == []
    terminal.press("\r", "편향을 보정하지 않으면", "대답 1:00")
    assert [(row["card"], row["grade"], row["asked"], row["answer"]) for row in logged()] == [
        ("top/adam", 2, "interview", TYPED)
    ]
    terminal.press(" ", "3.16배", "1 막혔어요")
    terminal.press("1", "지수이동평균(EWMA)은", "준비 0:15")
    terminal.type("t", "Enter 답 마치기")
    terminal.type("평균", "> 평균")
    terminal.press("\r", "내 답  평균", "z · 지난 값의 무게가")
    terminal.press("1", "화이트보드", "이내면 정답입니다", "대답 3:00")
    assert [(row["card"], row["asked"], row.get("grade")) for row in logged()] == [
        ("top/adam", "interview", 2),
        ("top/adam", "followup", None),
        ("base/ewma", "interview", 1),
    ]
    terminal.type("t", "Enter 답 마치기")
    terminal.type("모르는 수", "모르는 수")
    terminal.press("\r", "수를 읽을 수 없습니다", "Enter 적기")
    terminal.press(" ", "정답: ")
    terminal.press(
        "\r",
        "더 여쭤볼 주제가 없어",
        "4개 가운데 2개(50%)",
        "1문제 가운데 0문제",
        "Adam에서 막힌 까닭: 지수이동평균",
    )
    assert "다음에 공부할 것: 지수이동평균, Adam" in terminal.text
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.is_restored()
    (saved,) = (learner / "interviews").glob("*.md")
    assert f"보고서:{saved}" in "".join(terminal.text.split())
    assert "- Adam에서 막힌 까닭: 지수이동평균" in saved.read_text(encoding="utf-8")


def test_one_key_studies_on_the_cards_that_failed_those_underneath_first(
    interview: Callable[..., Any], logged: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = interview()
    terminal.press("  ", "z ·")
    terminal.press("1", "한 문장으로만")
    terminal.press(" ", "기울기의 이동평균", "1 막혔어요")
    terminal.press("1", "지수이동평균")
    terminal.press("  ", "z ·")
    terminal.press("1", "화이트보드")
    terminal.press("q", "s 이어서 공부하기")
    terminal.press("s", "Space 답 보기", "다시 볼 것 2")
    assert [row["asked"] for row in logged()] == ["interview", "followup", "interview"]


def test_the_clock_runs_a_pause_holds_it_and_hides_the_question(
    interview: Callable[..., Any],
) -> None:
    terminal = interview()
    terminal.wait("준비 0:29")
    terminal.wait("준비 0:28")
    terminal.press("p", "멈췄습니다")
    assert "Adam" not in terminal.text
    held = terminal.lines[0].split()[-3]
    frames = terminal.raw.count(FRAME_END)
    terminal._until(lambda: terminal.raw.count(FRAME_END) > frames + 1, "no second tick")
    assert terminal.lines[0].split()[-3] == held
    terminal.press("p", "Adam 옵티마이저를")
    assert re.search(r"준비 0:2[678]", terminal.text)


def test_a_kill_in_the_middle_of_marking_goes_on_at_the_same_place(
    interview: Callable[..., Any],
    rows: Callable[[], list[dict[str, Any]]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    terminal = interview()
    terminal.press("  ", "z · 기울기의")
    terminal.press("ㅊ", "c ✓ 제곱근으로")  # c with the Korean input mode on
    terminal.child.kill(signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    terminal = interview("--resume")
    terminal.wait("z · 기울기의", "c ✓ 제곱근으로", "v · 편향")
    terminal.press("3", "편향을 보정하지")
    assert [(row["card"], row["grade"]) for row in logged()] == [("top/adam", 3)]
    assert rows()[0]["minutes"] == 30


def test_leaving_with_q_or_ctrl_c_keeps_the_place_and_the_time(
    interview: Callable[..., Any], rows: Callable[[], list[dict[str, Any]]]
) -> None:
    terminal = interview()
    terminal.press(" ", "대답 ")
    terminal.wait("대답 1:58")
    terminal.press("q")
    assert terminal.end() == 0
    assert rows()[-1]["phase"] == "answer"
    assert rows()[-1]["answered"] > 1
    terminal = interview("--resume")
    terminal.wait("대답 1:5")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert terminal.is_restored()
    terminal = interview("--resume")
    terminal.wait("대답 1:5")


def test_a_typed_answer_that_is_left_goes_on_later_and_not_in_the_next_question(
    interview: Callable[..., Any],
) -> None:
    terminal = interview()
    terminal.type("t", "Enter 답 마치기")
    terminal.type("기울기", "> 기울기")
    terminal.press("\x1b", "적던 답은 남아 있습니다", "대답 ")
    terminal.type("t", "> 기울기")
    terminal.press("\r", "내 답  기울기", "z ·")
    terminal.press("1", "한 문장으로만")
    terminal.type("t", "Enter 답 마치기")
    assert "> 기울기" not in terminal.text


def test_the_screen_fits_a_small_window_and_follows_its_size(interview: Callable[..., Any]) -> None:
    terminal = interview(columns=40, rows=12)
    terminal.press("  ", "z · 기울기의")
    terminal.press("\x1b[B")
    assert terminal.lines[-1].endswith("q 그만")
    terminal.resize(70, 24)
    assert " " + "─" * 68 in terminal.lines
    terminal.press("?", "z c v n m g h", "다른 키를 누르면")
    terminal.press("x", "z · 기울기의")


class Keys:
    """A screen of nothing but keys, each after some seconds on a clock of its own."""

    def __init__(self, *script: tuple[float, str]) -> None:
        self.script = iter(script)
        self.at = 0.0
        self.keyboard = self
        self.bodies: list[str] = []
        self.sights: list[int | None] = []

    def read(self, patience: float) -> str:
        assert patience == 1.0
        seconds, key = next(self.script)
        self.at += seconds
        return key

    def size(self) -> tuple[int, int]:
        return 80, 24

    def frame(self, top: Any, body: Any, *rest: Any) -> tuple[int, bool]:
        self.sights.append(rest[3][0] if len(rest) > 3 and rest[3] else None)
        self.bodies.append("\n".join(line.plain for line in [*top, *body]))
        return 0, True

    def scrolled(self, *_: Any) -> None:
        return None


CARD = Card(
    "d", "a", "무엇인가요?", "이것입니다.", Place("d.yaml"), (KeyPoint("가"), KeyPoint("나"))
)


def asked(step: Step, *script: tuple[float, str]) -> tuple[Reply, Keys]:
    keys = Keys(*script)
    screen = InterviewScreen(keys, lambda: keys.at)  # type: ignore[arg-type]
    return screen.ask(Scene(step, CARD, "덱", None, step.seconds, 30)), keys


@pytest.mark.parametrize("turn", [Turn("topic", "d/a"), Turn("followup", "d/a")])
def test_enter_alone_goes_through_a_question(turn: Turn) -> None:
    bare = replace(CARD, key_points=(), followups=(FollowUp("왜요?", "그래서요."),))
    step = opened(turn)
    for _ in range(3):
        keys = Keys((1.0, "enter"))
        screen = InterviewScreen(keys, lambda: keys.at)  # type: ignore[arg-type]  # noqa: B023
        step = screen.ask(Scene(step, bare, "덱", None, 0.0, 30)).step
        if step.phase == "done":
            break
    assert (step.phase, step.grade or step.share) == ("done", 3 if turn.kind == "topic" else 1.0)


def test_the_preparation_ends_by_itself_and_what_happened_is_kept_at_once() -> None:
    reply, keys = asked(opened(Turn("topic", "d/a")), *[(10.0, "tick")] * 2)
    # the clock is kept every ten seconds
    assert (reply.step.phase, reply.step.prepared) == ("prepare", 20.0)
    reply, keys = asked(reply.step, (9.0, "tick"), (1.5, "tick"))
    assert (reply.step.phase, reply.step.prepared, reply.step.answered) == ("answer", 30.5, 0.0)
    assert "준비 0:10" in keys.bodies[0]
    assert "준비 0:01" in keys.bodies[1]


@pytest.mark.parametrize(
    ("script", "phase"),
    [
        ([(10.0, "tick"), (10.0, "tick"), (10.5, "space")], "answer"),
        ([(10.0, "tick"), (10.0, "tick"), (10.5, "tick"), (0.9, "space")], "answer"),
        ([(10.0, "tick"), (10.0, "tick"), (10.5, "tick"), (0.5, "enter")], "answer"),
        ([(10.0, "tick"), (10.0, "tick"), (10.5, "tick"), (1.5, "space")], "compare"),
        ([(9.0, "space"), (0.5, "space")], "compare"),
    ],
)
def test_a_key_just_after_the_preparation_ran_out_shows_no_answer(
    script: list[tuple[float, str]], phase: str
) -> None:
    step = opened(Turn("topic", "d/a"))
    keys = Keys(*script, (0.0, "q"))
    screen = InterviewScreen(keys, lambda: keys.at)  # type: ignore[arg-type]
    while True:
        reply = screen.ask(Scene(step, CARD, "덱", None, step.seconds, 30))
        step = reply.step
        if reply.leaves:
            break
    assert step.phase == phase


def test_an_answer_that_runs_over_is_told_so_and_goes_on() -> None:
    step = opened(Turn("topic", "d/a")).begun().passed(119)
    reply, keys = asked(step, (3.0, "tick"), (0.0, "space"))
    assert "대답 +0:02" in keys.bodies[1]
    assert "시간이 지났습니다" in keys.bodies[1]
    assert (reply.step.phase, reply.step.answered) == ("compare", 122.0)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_command_of_a_report_is_whole_when_it_is_copied(width: int) -> None:
    decks = [f"a-deck-of-many-{i}" for i in range(9)]
    cards = {f"{deck}/a": replace(CARD, deck=deck) for deck in decks}
    steps = tuple(Step(Turn("topic", key), "done", grade=1) for key in cards)
    found = report(Interview(cards, {}, tuple(cards), 30, 0.0, steps))
    lines = [line.plain for line in report_lines(found, width)]
    assert all(cell_len(line) <= width for line in lines)
    first = next(i for i, line in enumerate(lines) if "quizcards study" in line)
    copied = ""
    for line in lines[first:]:
        copied += line.strip().removesuffix("\\")
        if not line.endswith("\\"):
            break
    assert shlex.split(copied) == ["quizcards", "study", *reversed(decks)]


@pytest.mark.parametrize("width", [40, 80])
def test_the_report_shows_the_beginning_of_what_was_typed(width: int) -> None:
    card = replace(CARD, followups=(FollowUp("왜요?", "그래서요."),))
    long = " ".join(f"낱말{i}" for i in range(40))
    steps = (
        Step(Turn("topic", "d/a"), "done", typed=long, marks=(2, 2), grade=3),
        Step(Turn("followup", "d/a"), "done", typed="짧은 답", share=1.0),
    )
    found = report(Interview({"d/a": card}, {}, ("d/a",), 30, 0.0, steps))
    lines = [line.plain for line in report_lines(found, width)]
    assert all(cell_len(line) <= width for line in lines)
    first = next(i for i, line in enumerate(lines) if "내 답: 낱말0" in line)
    assert lines[first + 1].endswith(" …")
    assert "✓ 가" in lines[first + 2]
    assert "     내 답: 짧은 답" in lines


def test_the_report_says_what_its_signs_mean_and_no_others() -> None:
    card = replace(CARD, followups=(FollowUp("왜요?", "그래서요.", 1),))
    steps = (
        Step(Turn("topic", "d/a"), "done", marks=(2, 0), grade=2),
        Step(Turn("followup", "d/a", point=1), "done", share=1.0),
    )
    found = report(Interview({"d/a": card}, {}, ("d/a",), 30, 0.0, steps))
    lines = [line.plain for line in report_lines(found, 80)]
    assert "   ✓ 말함   ↳ 꼬리질문에서 말함" in lines


@pytest.mark.parametrize("width", [40, 80])
def test_the_bar_of_a_clock_fits_the_window_and_shrinks_from_its_end(width: int) -> None:
    step = opened(Turn("topic", "d/a"))
    full, half, gone = (waiting(step.passed(seconds), width)[0] for seconds in (0, 15, 29.9))
    assert all(line.cell_len <= width for line in (full, half, gone))
    assert [line.plain.count("━") for line in (full, half, gone)] == [
        min(40, width - 13),
        round(min(40, width - 13) / 2),
        0,
    ]


def test_an_answer_that_comes_into_sight_is_scrolled_to_once_and_then_the_learner_scrolls() -> None:
    _, keys = asked(opened(Turn("topic", "d/a")), (1.0, "tick"), (1.0, "q"))
    assert keys.sights == [None, None]
    shown = opened(Turn("topic", "d/a")).begun().said(CARD, None)
    _, keys = asked(shown, (1.0, "tick"), (1.0, "q"))
    assert keys.sights == [3, None]  # an empty line, the question, an empty line


def test_no_time_passes_in_a_pause() -> None:
    reply, keys = asked(
        opened(Turn("topic", "d/a")),
        (2.0, "p"),
        (900.0, "tick"),
        (5.0, "space"),
        (0.0, "p"),
        (1.0, "q"),
    )
    assert reply.leaves
    assert reply.step.prepared == 3.0
    assert "무엇인가요?" not in keys.bodies[2]


def test_the_time_of_a_machine_that_slept_does_not_count() -> None:
    reply, _ = asked(opened(Turn("topic", "d/a")), (3600.0, "q"))
    assert reply.step.prepared == 10.0


@pytest.fixture
def piped(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Hold an interview on lines of input, within the test."""
    monkeypatch.chdir(checkout)
    monkeypatch.setenv("QUIZCARDS_NOW", "2026-12-01T23:00")

    def run(*lines: str, arguments: tuple[str, ...] = ("top",)) -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = cli.run(["interview", *arguments])
        return subprocess.CompletedProcess(arguments, code, *capsys.readouterr())

    return run


def test_line_by_line_in_a_pipe_and_its_history(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    assert "아직 본 면접이 없습니다" in piped(arguments=("--past",)).stdout
    done = piped("", "", "zc", "?", "엉뚱", "", "", "3", "t", "-", "", "", "q")
    assert done.returncode == 0
    assert "c ✓ 제곱근으로" in done.stdout
    assert [(row["card"], row["asked"], row.get("grade")) for row in logged()] == [
        ("top/adam", "interview", 2),
        ("top/adam", "followup", None),
        ("top/adam", "numeric", None),
    ]
    said = piped(arguments=("--past",)).stdout
    (row,) = json.loads(piped(arguments=("--past", "--json")).stdout)
    assert (row["cards"], row["points"], row["said"], row["rescued"]) == (1, 3, 2, 1)
    assert re.fullmatch(r"2026-12-01T23:00:0\d\+09:00", row["started"])
    assert re.search(r"2026년 12월 1일 23:00 +0:0\d +1장 +3/3 +100% +█{20}\n", said)


def test_answers_that_are_held_back_come_with_the_report_and_not_before(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    answer = "기울기의 이동평균과 기울기 제곱의 이동평균을 쓰고"
    shown = piped("", "t", TYPED, "1", "q", arguments=("top", "--hold-back")).stdout
    before, _, after = shown.partition("여기까지 들었습니다")
    for held in (answer, "제곱근으로", "✓", "3.16배", "말한 것 표시", "알맞음"):
        assert held not in before
    assert "✓ 기울기의 이동평균" in after
    assert "· 제곱근으로 나눔" in after
    assert answer in "".join(after.split("\n")).replace("  ", "")
    assert logged()[0]["grade"] == 1  # one key point of three


def test_a_wrong_calculation_that_was_held_back_is_practice_and_explained_in_the_report(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    learner: Path,
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    lines = ["", "1", "1", "", "1", "98765"]
    shown = piped(*lines, arguments=("top", "--hold-back")).stdout
    before, _, after = shown.partition("면접을 마쳤습니다")
    assert "정답: " not in before
    assert re.search(r"계산: × 틀렸습니다   내 답  98765\n +정답: [−0-9.]+\n", after)
    assert "핵심을 표시한 답이 2개뿐입니다" in after
    assert (logged()[-1]["asked"], logged()[-1]["kind"]) == ("numeric", "practice")
    (saved,) = (learner / "interviews").glob("*.md")
    written = saved.read_text(encoding="utf-8")
    assert re.search(r"- 계산: ❌ 틀림\n  - 내 답: 98765\n  - 정답: ", written)


def test_a_spoken_answer_whose_key_points_wait_is_taken_for_a_good_one(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    shown = piped("", "", "q", arguments=("top", "--hold-back")).stdout
    assert "Enter 답했음   1 막혔어요" in shown
    assert logged()[0]["grade"] == 3


def test_where_answers_wait_who_is_stuck_says_so_and_the_next_question_follows(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    shown = piped("", "1", "1", "q", arguments=("top", "--hold-back")).stdout
    assert "한 문장으로만" in shown
    assert [(row["asked"], row.get("grade")) for row in logged()] == [
        ("interview", 1),
        ("followup", None),
    ]


def test_the_end_of_input_leaves_and_resume_goes_on(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    done = piped("", "", "z")
    assert "quizcards interview --resume" in done.stderr
    assert (done.returncode, logged()) == (0, [])
    done = piped("4", arguments=("--resume",))
    assert "z ✓ 기울기의 이동평균" in done.stdout
    assert [row["grade"] for row in logged()] == [4]


def test_an_interview_goes_on_after_its_card_was_renamed(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    checkout: Path,
    logged: Callable[[], list[dict[str, Any]]],
) -> None:
    piped("", "", "z")
    path = checkout / "content/top.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("- id: adam\n", "- id: adam-optimizer\n  was: [adam]\n"), encoding="utf-8"
    )
    done = piped("4", arguments=("--resume",))
    assert "z ✓ 기울기의 이동평균" in done.stdout
    assert [(row["card"], row["grade"]) for row in logged()] == [("top/adam-optimizer", 4)]


def test_nothing_to_resume_is_said_and_two_interviews_of_one_second_keep_apart(
    piped: Callable[..., subprocess.CompletedProcess[str]], learner: Path
) -> None:
    done = piped(arguments=("--resume",))
    assert (done.returncode, done.stderr) == (
        2,
        "이어서 볼 면접이 없습니다. quizcards interview로 새로 시작해 주세요.\n",
    )
    piped("", "", "3")
    piped("", "", "3")
    assert len(list((learner / "interviews").glob("*.jsonl"))) == 2
    assert piped(arguments=("--past",)).stdout.count(" 1장 ") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--json",), "quizcards interview --past --json"),
        (("--resume", "--minutes", "10"), "--minutes"),
        (("--resume", "top"), "덱"),
        (("--resume", "--level", "1"), "--level"),
        (("--resume", "--track", "cv"), "--track"),
        (("--track", "robots"), "cv(컴퓨터 비전), llm(대규모 언어 모델)"),
        (("base", "--level", "3"), "고른 덱에 --level 3인 카드가 없습니다."),
    ],
)
def test_an_option_that_would_do_nothing_is_refused_and_begins_nothing(
    piped: Callable[..., subprocess.CompletedProcess[str]], learner: Path, arguments: Any, said: str
) -> None:
    done = piped("", arguments=arguments)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)
    assert not learner.exists()


def test_a_suspended_card_is_not_asked(
    piped: Callable[..., subprocess.CompletedProcess[str]], learner: Path
) -> None:
    event = {
        "v": 1,
        "id": "0" * 28,
        "at": "2026-11-01T00:00:00Z",
        "day": "2026-11-01",
        "kind": "suspend",
        "card": "top/adam",
    }
    (learner / "log").mkdir(parents=True)
    (learner / "log/other.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    done = piped()
    assert (done.returncode, "물을 카드가 없습니다" in done.stderr) == (2, True)


def test_an_interviews_review_is_an_event_like_any_other_and_can_be_undone(
    piped: Callable[..., subprocess.CompletedProcess[str]],
    checkout: Path,
    logged: Callable[[], list[dict[str, Any]]],
    remembered: Callable[[], dict[str, Memory]],
) -> None:
    piped("", "", "zcv", "")
    command = [sys.executable, "-m", "quizcards", "study", "--plain"]
    environment = os.environ | {"QUIZCARDS_NOW": "2026-12-01T23:01"}
    subprocess.run(
        command,
        input="u\nq\n",
        text=True,
        env=environment,
        cwd=checkout,
        capture_output=True,
        check=True,
    )
    reviewed, undone = logged()
    assert (reviewed["card"], reviewed["asked"], reviewed["grade"]) == ("top/adam", "interview", 3)
    assert (undone["kind"], undone["of"]) == ("undo", reviewed["id"])
    assert remembered()["top/adam"].is_new


def test_line_by_line_a_number_is_written_as_it_stands_and_every_key_of_the_prompt_is_true(
    checkout: Path,
) -> None:
    topic, followup, drill, whiteboard = (
        ["", "", "1"],
        ["", "1"],
        ["", "", "1"],
        ["모르는 수", "1/3", "", "q"],
    )
    lines = [*topic, *followup, *drill, *whiteboard]
    done = subprocess.run(
        [sys.executable, "-m", "quizcards", "interview", "--plain", "top"],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        encoding="utf-8",
        cwd=checkout,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0
    assert "답 적기   Enter 모르겠음" in done.stdout
    assert "수를 읽을 수 없습니다: 모르는 수" in done.stdout
    assert "내 답  1/3" in done.stdout
    assert "1문제 가운데" in done.stdout


def test_the_whiteboard_may_ask_for_a_line_of_code_which_runs_with_the_clock(
    interview: Callable[..., Any],
    logged: Callable[[], list[dict[str, Any]]],
    rows: Callable[[], list[dict[str, Any]]],
) -> None:
    terminal = interview("top", "--whiteboard", "code")
    terminal.wait("Adam 옵티마이저를")
    terminal.press("  ", "1 다시")
    terminal.press("4", "이름은 무엇의")
    terminal.press("  ", "1 막혔어요")
    terminal.press("\r", "____", "대답 3:00", "Enter를 누르면 실행합니다")
    assert rows()[0]["whiteboard"] == "code"
    blank = [line.split()[0] for line in terminal.lines if "____" in line]
    terminal.type("\r", "Enter 답 마치기", "대답 ")
    terminal.type("open(1)", "open(1)")
    terminal.press("\r", "부를 수 없는 함수입니다: open", "Enter 적기")
    terminal.type("\r", "> open(1)")  # it may be mended
    terminal.type("\x7f" * 7 + "7", "> 7")
    terminal.press("\r", "× 틀렸습니다   내 답  7", f"정답: {blank[0]} = ")
    terminal.press("\r", "면접")
    (row,) = [row for row in logged() if row["asked"] == "code"]
    assert (row["kind"], row["card"], row["answer"]) == ("practice", "top/adam", "7")
    terminal.wait("맞은 코드")


def test_what_no_whiteboard_asks_is_refused_in_a_sentence(checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quizcards", "interview", "--whiteboard", "chalk"],
        capture_output=True,
        encoding="utf-8",
        cwd=checkout,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "--whiteboard chalk: numbers 또는 code로 써 주세요." in done.stderr
