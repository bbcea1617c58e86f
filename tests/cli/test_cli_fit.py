"""`fit` and `evaluate` from the command line: what is adopted, what is refused, what is said, and
what it changes.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from quizcards.app.fitting import Fitted
from quizcards.cli.options import environment
from quizcards.home.settings import read_settings
from quizcards.home.weights import Adopted, read_adopted, write_adopted
from quizcards.memory import evaluate as judging
from quizcards.memory.fit import Comparison, Trial
from quizcards.memory.fsrs import DEFAULT_WEIGHTS
from quizcards.memory.history import history
from quizcards.model import Event, Memory
from quizcards.store import log
from quizcards.store.line import encode
from tests.cli.conftest import Result
from tests.memory.simulated_logs import learner7, simulated_log

TODAY = date(2026, 12, 1).toordinal()
Rows = list[tuple[str, int, int]]


def forgetful(cards: int, passes: int = 1, first: int = TODAY - 200) -> Rows:
    """A learner who forgets much sooner than the defaults expect: of each five cards, `passes` are
    known three days later.
    """
    rows = []
    for i in range(cards):
        day = first + i * 150 // cards
        rows += [
            (f"basics/card-{i}", 3, day),
            (f"basics/card-{i}", 3 if i % 5 < passes else 1, day + 3),
        ]
    return sorted(rows, key=lambda row: row[2])


@pytest.fixture
def studied(learner: Path) -> Any:
    """Write a log: card, grade and study day of each review, answered at noon."""

    def write(rows: Rows, name: str = "desk") -> Path:
        events = []
        for i, (card, grade, day) in enumerate(rows):
            at = datetime.combine(date.fromordinal(day), time(3), UTC).timestamp() + i / 1000
            events.append(
                replace(
                    Event("", at, day, "review", card, grade, "recall"), id=log.event_id(at, None)
                )
            )
        (learner / "log").mkdir(parents=True, exist_ok=True)
        (learner / f"log/{name}.jsonl").write_bytes(b"".join(map(encode, events)))
        return learner

    return write


def weights_in_use(home: Path) -> tuple[float, ...]:
    return read_settings(home / "settings.toml").scheduler.weights


def test_too_few_reviews_are_told_with_how_many_are_needed(
    run: Callable[..., Result], studied: Any
) -> None:
    studied(forgetful(7))
    result = run("fit")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "아직 맞출 만큼 복습하지 않았습니다. "
        "날을 바꿔 다시 본 복습이 10번은 있어야 하는데 지금 7번입니다. 3번만 더 하면 됩니다.\n"
    )


def test_weights_that_win_are_adopted_and_both_numbers_are_said(
    run: Callable[..., Result], studied: Any
) -> None:
    home = studied(forgetful(200))
    result = run("fit")
    assert (result.code, result.err) == (0, "")
    (one,) = read_adopted(home)
    assert f"기본 가중치 {one.loss_before:.4f}, 새 가중치 {one.loss:.4f}" in result.out
    assert "새 가중치가 더 잘 맞혔습니다." in result.out
    assert "먼저 한 복습 160번에 맞춰, 뒤에 한 40번으로 비교했습니다." in result.out
    assert one.loss < one.loss_before
    assert (one.reviews, one.held_out) == (200, 40)
    assert (
        datetime.fromisoformat(one.when) == datetime.fromisoformat("2026-12-01T09:00").astimezone()
    )
    assert weights_in_use(home) == one.weights != DEFAULT_WEIGHTS


def test_what_is_remembered_is_replayed_under_the_adopted_weights_and_back_after_undo(
    run: Callable[..., Result], studied: Any
) -> None:
    studied(forgetful(200))

    def remembered() -> Memory:
        place = environment()
        with place.store(place.library()) as store:
            return store.memory("basics/card-0")

    before = remembered()
    run("fit")
    after = remembered()
    assert after.reps == before.reps
    assert after.stability < before.stability  # of one who forgets sooner
    assert "기본 가중치를 씁니다" in run("fit", "--undo").out
    assert remembered() == before


def test_a_log_without_new_reviews_is_not_fitted_again(
    run: Callable[..., Result], studied: Any
) -> None:
    home = studied(forgetful(60))
    run("fit")
    result = run("fit")
    assert result.out == "지난번에 맞춘 뒤로 새 복습이 없습니다. 그 가중치를 그대로 씁니다.\n"
    assert len(read_adopted(home)) == 1


def test_weights_that_do_not_win_are_not_adopted_and_the_numbers_say_why(
    run: Callable[..., Result], studied: Any
) -> None:
    # all passes of the first four fifths, all lapses later, of other cards: what was learnt from
    # the first is wrong of the later
    later = [
        (card.replace("card", "late"), grade, day)
        for card, grade, day in forgetful(20, passes=0, first=TODAY - 40)
    ]
    home = studied([*forgetful(80, passes=5), *later])
    result = run("fit")
    assert result.code == 0
    assert "기본 가중치가 더 잘 맞혔습니다. 그대로 둡니다." in result.out
    assert "로그 손실(작을수록 좋음): 기본 가중치 " in result.out
    assert not (home / "weights.json").exists()


def test_undo_drops_only_the_newest(run: Callable[..., Result], studied: Any) -> None:
    home = studied(forgetful(60))
    first = Adopted("2026-11-01T09:00:00+09:00", 30, 6, 0.4, 0.5, DEFAULT_WEIGHTS)
    second = replace(first, when="2026-11-20T09:00:00+09:00", weights=(*DEFAULT_WEIGHTS[:20], 0.5))
    write_adopted(home, [first, second])
    result = run("fit", "--undo")
    assert result.out == (
        "2026년 11월 20일에 맞춘 가중치를 버렸습니다. "
        "이제 2026년 11월 1일에 맞춘 가중치를 씁니다.\n"
    )
    assert read_adopted(home) == (first,)
    run("fit", "--undo")
    assert run("fit", "--undo").out == "버릴 가중치가 없습니다. 지금은 기본 가중치를 씁니다.\n"


def test_weights_fitted_to_the_reviews_that_judge_are_no_rival(
    run: Callable[..., Result], studied: Any
) -> None:
    # those of November know the later reviews, so that the new ones are held against those of
    # August, who do not
    home = studied(forgetful(200))
    august = Adopted("2026-06-20T09:00:00+09:00", 30, 6, 0.4, 0.5, (*DEFAULT_WEIGHTS[:20], 0.5))
    november = replace(
        august, when="2026-11-20T09:00:00+09:00", weights=(*DEFAULT_WEIGHTS[:20], 0.8)
    )
    write_adopted(home, [august, november])
    assert "쓰던 가중치가 더" not in (said := run("fit").out)
    assert "쓰던 가중치 " in said
    passed = history(
        *(
            [*range(200)] * 2,
            [3] * 200 + [3 if i % 5 < 1 else 1 for i in range(200)],
            [10] * 200 + [13] * 200,
        )
    )
    expected = judging.evaluate(passed, august.weights).model.log_loss
    *before, newest = read_adopted(home)
    assert before == [august, november]
    assert newest.loss_before == pytest.approx(expected)


def test_weights_named_in_the_settings_win_and_fit_says_so(
    run: Callable[..., Result], studied: Any
) -> None:
    home = studied(forgetful(200))
    named = (*DEFAULT_WEIGHTS[:20], 0.3)
    (home / "settings.toml").write_text(f"weights = {list(named)}\n", encoding="utf-8")
    result = run("fit")
    assert "settings.toml에 적은 가중치(weights)가 먼저입니다." in result.err
    assert "쓰던 가중치 " in result.out
    assert len(read_adopted(home)) == 1
    assert weights_in_use(home) == named


def test_each_model_is_fitted_and_keeps_weights_of_its_own(
    run: Callable[..., Result], studied: Any
) -> None:
    home = studied(forgetful(200))
    assert "기억 모델의 로그 손실: FSRS-6 " in run("fit").out
    older, newer = read_adopted(home), read_adopted(home, "fsrs-7")
    assert (len(older), len(newer)) == (1, 1)
    assert [len(one.weights) for one in (*older, *newer)] == [21, 34]
    run("settings", "model", "fsrs-7")
    scheduler = read_settings(home / "settings.toml").scheduler
    assert scheduler.weights_in_use == newer[0].weights
    assert run("fit").out.startswith("지난번에 맞춘 뒤로")
    assert "지금 가중치" in run("evaluate").out
    assert "기본 가중치를 씁니다" in run("fit", "--undo").out
    assert (read_adopted(home), read_adopted(home, "fsrs-7")) == (older, ())
    run("fit")
    assert read_adopted(home) == older, "they are of the same reviews, and one undo drops them"


@pytest.mark.usefixtures("decks")
def test_the_model_that_foretells_better_by_more_than_chance_is_proposed_with_the_numbers(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    log = tmp_path / "log.csv"
    rows = zip(*simulated_log(learner7(0, 1.0), cards=2000, reviews=10_000, seed=0), strict=True)
    lines = [f"{card},{grade},{date.fromordinal(738_000 + day)}" for card, grade, day in rows]
    log.write_text("card,grade,time\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = json.loads(run("fit", "--log", str(log), "--json").out)
    low, high = found["interval"]
    assert found["proposed"] == "fsrs-7"
    assert 0 < low < found["difference"] < high
    losses = found["models"]
    assert losses["fsrs-6"] - losses["fsrs-7"] == pytest.approx(found["difference"])


@pytest.mark.parametrize(
    ("difference", "proposed", "said"),
    [
        (0.02, "fsrs-7", "더 잘 맞혔습니다. 쓰려면 quizcards settings model fsrs-7"),
        (0.005, "fsrs-6", "어느 쪽이 더 잘 맞힌다고 하기에는 차이가 작습니다."),
        (-0.02, "fsrs-6", "지금 쓰는 FSRS-6이 더 잘 맞혔습니다."),
    ],
)
def test_what_differs_by_chance_alone_proposes_nothing(
    difference: float, proposed: str, said: str
) -> None:
    one, other = (
        Trial((), (), held_out=40, loss=loss, loss_before=1.0) for loss in (0.3, 0.3 - difference)
    )
    compared = Comparison(difference, difference - 0.01, difference + 0.01)
    trials = {"fsrs-6": one, "fsrs-7": other}
    fitted = Fitted(trials, 200, "기본 가중치", "fsrs-6", "fsrs-7", compared)
    numbers, end = fitted.compared_lines()
    assert fitted.proposed == proposed
    assert f"FSRS-6 0.3000, FSRS-7 {0.3 - difference:.4f}" in numbers
    assert f"FSRS-6보다 {-difference:+.4f}" in numbers
    assert said in end


GOOD: dict[str, object] = {
    "when": "2026-12-01T09:00:00+09:00",
    "reviews": 9,
    "held_out": 1,
    "loss": 1,
    "loss_before": 2,
    "weights": DEFAULT_WEIGHTS,
}
BROKEN = [
    "",
    "{}",
    "[]",
    "null",
    '{"v": 2, "adopted": []}',
    '{"v": 1}',
    '{"v": 1, "adopted": [3]}',
    "\xff\xfe",
    json.dumps({"v": 1, "adopted": [GOOD | {"weights": [1, 2]}]}),
    json.dumps({"v": 1, "adopted": [GOOD | {"when": "2026-12-01T09:00:00"}]}),
    json.dumps({"v": 1, "adopted": [GOOD | {"reviews": "9"}]}),
    "[" * 100_000,
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.usefixtures("decks")
@pytest.mark.parametrize("command", [("due",), ("fit", "--undo"), ("evaluate",)], ids=" ".join)
def test_a_file_of_weights_that_cannot_be_read_is_one_clear_message(
    run: Callable[..., Result], studied: Any, text: Any, command: Any
) -> None:
    home = studied(forgetful(20))
    (home / "weights.json").write_bytes(text.encode("latin-1"))
    result = run(*command)
    assert result.code == 2
    assert result.err == (
        f"{home / 'weights.json'}: 맞춘 가중치를 읽을 수 없습니다. "
        "이 파일을 지우고 quizcards fit을 다시 실행해 주세요.\n"
    )


def test_reading_adopted_weights_loads_no_numpy(learner: Path) -> None:
    write_adopted(learner, [Adopted("2026-11-01T09:00:00+09:00", 30, 6, 0.4, 0.5, DEFAULT_WEIGHTS)])
    code = (
        "import sys; from pathlib import Path; from quizcards.home.settings import read_settings;"
        "read_settings(Path(sys.argv[1])); sys.exit('numpy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code, str(learner / "settings.toml")]).returncode == 0
    )


def test_evaluate_says_how_weights_do_beside_the_average(
    run: Callable[..., Result], studied: Any
) -> None:
    studied(forgetful(200))
    data = json.loads(run("evaluate", "--json").out)
    assert (data["reviews"], data["recall"], data["weights"]) == (200, 0.2, list(DEFAULT_WEIGHTS))
    assert list(data["scores"]) == ["weights", "average"]
    (only,) = data["bins"]
    assert (only["count"], only["actual"]) == (200, 0.2)
    result = run("evaluate")
    score = data["scores"]["weights"]
    assert (result.code, result.err) == (0, "")
    assert "복습 200번, 떠올린 비율 20.0%" in result.out
    for number in (
        f"{score['log_loss']:.4f}",
        f"{score['rmse_bins']:.4f}",
        f"{only['expected']:.1%}",
    ):
        assert number in result.out


def test_evaluate_of_adopted_weights_also_shows_the_defaults_and_owns_up_to_what_they_have_seen(
    run: Callable[..., Result], studied: Any
) -> None:
    studied(forgetful(200))
    run("fit")
    result = run("evaluate")
    assert [line.split("  ")[0].strip() for line in result.out.splitlines()[3:6]] == [
        "지금 가중치",
        "기본 가중치",
        "늘 평균",
    ]
    assert "복습 200번에 맞춘 것이라" in result.err


def test_evaluate_without_a_review_on_another_day_says_what_to_do(
    run: Callable[..., Result],
) -> None:
    result = run("evaluate")
    assert (result.code, result.out) == (2, "")
    assert "다른 날 다시 보면" in result.err


def test_a_card_begun_afresh_is_another_card(
    run: Callable[..., Result], studied: Any, learner: Path
) -> None:
    studied([("basics/loss", 3, TODAY - 9), ("basics/loss", 3, TODAY - 6)])
    at = datetime(2026, 11, 28, 3, tzinfo=UTC).timestamp()
    restart = replace(Event("", at, TODAY - 3, "restart", "basics/loss"), id=log.event_id(at, None))
    with (learner / "log/desk.jsonl").open("ab") as file:
        file.write(encode(restart))
    studied([("basics/loss", 3, TODAY - 2), ("basics/loss", 1, TODAY)], name="phone")
    data = json.loads(run("evaluate", "--json").out)
    assert data["reviews"] == 2  # not the first answer after it


def table(path: Path, rows: Rows, separator: str = ",", header: str = "card,grade,time") -> Path:
    lines = [header.replace(",", separator)]
    for card, grade, day in rows:
        lines.append(separator.join((card, str(grade), f"{date.fromordinal(day)}T12:00:00")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_table_is_evaluated_as_the_same_log_would_be(
    run: Callable[..., Result], studied: Any, tmp_path: Path
) -> None:
    rows = forgetful(100)
    studied(rows)
    own = run("evaluate", "--json").out
    file = table(tmp_path / "log.csv", rows[::-1])  # in any order
    assert run("evaluate", "--json", "--log", file).out == own


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01T12:00:00+00:00",
        "2026-12-01T21:00:00+09:00",
        "2026-12-01T12:00:00Z",
        "2026-12-01T12:00:00",
        "2026-12-01 12:00",
        "1796126400",
        "1796126400.5",
        "1796126400000",
    ],
)
def test_moments_may_be_iso_or_epoch_seconds_or_milliseconds(
    run: Callable[..., Result], tmp_path: Path, written: str
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(
        f"time,card,grade,note\n2026-11-28T12:00:00,a,3,x\n{written},a,3,\n", encoding="utf-8"
    )
    (only,) = json.loads(run("evaluate", "--json", "--log", file).out)["bins"]
    recall = (1 + (0.9 ** (-1 / 0.1542) - 1) * 3 / 2.3065) ** -0.1542
    assert only["expected"] == pytest.approx(recall)


def test_a_table_is_fitted_and_its_weights_shown_but_never_adopted(
    run: Callable[..., Result], learner: Path, tmp_path: Path
) -> None:
    file = table(tmp_path / "log.csv", forgetful(200), ";")
    result = run("fit", "--log", file)
    assert result.code == 0
    line = result.out.splitlines()[-1]
    assert not (learner / "weights.json").exists()
    learner.mkdir(exist_ok=True)
    (learner / "settings.toml").write_text(line, encoding="utf-8")
    assert weights_in_use(learner) == tuple(json.loads(line.removeprefix("weights = ")))
    assert "settings.toml에 적으면" in result.err


def test_every_line_of_a_table_that_cannot_be_read_is_named(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(
        "card,grade,time\na,3,2026-12-01\na,5,2026-12-02\n,3,2026-12-03\na,3,어제\na,3\na,2,nan\na,2,-5\n",
        encoding="utf-8",
    )
    result = run("evaluate", "--log", file)
    assert (result.code, result.out) == (2, "")
    assert [line.split(": ")[0] for line in result.err.splitlines()] == [
        f"{file}:{n}" for n in (3, 4, 5, 6, 7, 8)
    ]
    for line, word in zip(
        result.err.splitlines(), ("grade가 '5'", "card", "time이 '어제'", "time이 ''"), strict=False
    ):
        assert word in line


def test_of_many_bad_lines_twenty_are_named_and_the_others_counted(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    file.write_text("card,grade,time\n" + "a,9,1\n" * 25, encoding="utf-8")
    lines = run("fit", "--log", file).err.splitlines()
    assert len(lines) == 21
    assert "5줄" in lines[-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("card;time\n", "log.csv:1: 첫 줄에 grade 칸이 없습니다"),
        ("", "log.csv:1: 첫 줄에 card, grade, time 칸이"),
        ("card,grade,time\n", "아직 비교할 복습이 없습니다"),
        ('card,grade,time\n"' + "a" * 200_000, "log.csv:2: CSV로 읽을 수"),
    ],
)
def test_a_table_without_what_is_needed_is_refused(
    run: Callable[..., Result], tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "log.csv"
    file.write_text(text, encoding="utf-8")
    result = run("evaluate", "--log", file)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_table_that_is_not_there_is_told(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("fit", "--log", tmp_path / "none.csv")
    assert result.code == 2
    assert "none.csv: 읽을 수 없습니다" in result.err


def test_undo_takes_no_table(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("fit", "--undo", "--log", tmp_path / "x.csv").code == 2


def test_no_line_of_the_evaluation_is_wider_than_the_terminal() -> None:
    from quizcards.terminal.evaluate_view import evaluation_lines

    bins = tuple(
        judging.Bin(low, high, 123_456, expected, expected + 0.02)
        for (low, high), expected in zip(
            pairwise(judging.EDGES), np.linspace(0.3, 0.97, 8), strict=True
        )
    )
    ours = judging.Score(0.31234, 0.0412, 0.712)
    average = judging.Score(0.36, 0.07, None)
    found = judging.Evaluation(1_000_000, 0.881, ours, average, bins)
    scores = {"지금 가중치": ours, "늘 평균": average}
    for width in (60, 80, 120):
        lines = evaluation_lines(found, scores, width)
        assert max(line.cell_len for line in lines) <= width
        assert len(lines) <= 24
    marks = [line.plain for line in lines if "●" in line.plain and "○" in line.plain]
    assert all(line.index("○") < line.index("●") for line in marks[:-1])
