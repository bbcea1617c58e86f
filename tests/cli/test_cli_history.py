"""Cards that got another id keep their history: `orphans` finds it, `rename` writes it down, and
nothing else changes.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards.model import Event, EventKind
from quizcards.store import log
from quizcards.store.line import encode
from tests.cli.conftest import Result

FILES = ("1-basics.yaml", "2-optimization.yaml")


KINDS: list[EventKind] = ["review"] * 8
KINDS += ["undo", "suspend", "unsuspend", "bury", "restart", "practice"]


@pytest.fixture
def answered(learner: Path, decks: Path) -> Any:
    """Put random events on cards into the learner's log, as another device would have written them;
    oldest first.
    """

    def write(*cards: Any, count: Any = 60, seed: Any = 1) -> Any:
        chance = Random(seed)
        last = ""
        lines = []
        done: list[Event] = []
        at = 1_780_000_000.0
        for _ in range(count):
            at += chance.choice([30, 700, 86_400, 5 * 86_400])
            kind = chance.choice(KINDS)
            if kind == "undo" and not done:
                continue
            of = done.pop() if kind == "undo" else None
            card = of.card if of else chance.choice(cards)
            last = log.event_id(at, last)
            grade = chance.randint(1, 4) if kind == "review" else None
            event = Event(
                last,
                at,
                739_000 + int((at - 1_780_000_000) // 86_400),
                kind,
                card,
                grade,
                of=of.id if of else None,
            )
            if not of:
                done.append(event)
            lines.append(encode(event))
        (learner / "log").mkdir(parents=True, exist_ok=True)
        with (learner / "log/other.jsonl").open("ab") as file:
            file.writelines(lines)
        return decks

    return write


@pytest.fixture
def memory(run: Callable[..., Result]) -> Any:
    return lambda card: json.loads(run("show", card, "--json").out)["memory"]


def edit(path: Any, old: Any, new: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def texts(decks: Any) -> Any:
    return {path.name: path.read_text(encoding="utf-8") for path in decks.iterdir()}


def test_rename_edits_the_id_was_and_needs_and_nothing_else(
    run: Callable[..., Result], decks: Path, learner: Path
) -> None:
    before = texts(decks)
    result = run("rename", "loss", "basics/loss-function")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "basics/loss → basics/loss-function: 기록이 이어집니다.",
        "content/1-basics.yaml",
        "content/2-optimization.yaml",
    ]
    assert texts(decks) == {
        "1-basics.yaml": before["1-basics.yaml"].replace(
            "{id: loss,", "{id: loss-function, was: [loss],"
        ),
        "2-optimization.yaml": before["2-optimization.yaml"].replace(
            "basics/loss]", "basics/loss-function]"
        ),
    }
    assert run("check").code == 0
    assert not list((learner / "log").glob("*"))


@pytest.mark.parametrize("seed", range(8))
def test_what_is_due_and_the_fuzz_stay_through_renames_there_and_back(
    run: Callable[..., Result], answered: Any, memory: Any, seed: Any
) -> None:
    answered("optimization/adam", "basics/loss", seed=seed)
    before, due = memory("adam"), run("due", "--days", 365, "--json").out
    assert before["reps"] or before["seed"]
    logs = {path: path.read_bytes() for path in Path("home/log").glob("*")}
    for old, new in (
        ("adam", "adam-w"),
        ("adam-w", "adam"),
        ("optimization/adam", "optimization/z"),
        ("z", "last"),
    ):
        assert run("rename", old, new).code == 0
        assert memory(new) == before
    assert run("due", "--days", 365, "--json").out == due
    assert {path: path.read_bytes() for path in Path("home/log").glob("*")} == logs
    assert "was: [adam, adam-w, z]" in Path("content/2-optimization.yaml").read_text(
        encoding="utf-8"
    )
    assert run("orphans").out == " 모든 기록에 카드가 있습니다.\n"


@pytest.mark.parametrize("seed", range(4))
def test_an_orphans_history_goes_on_under_the_new_id(
    run: Callable[..., Result], answered: Any, memory: Any, seed: Any
) -> None:
    decks = answered("optimization/adam", seed=seed)
    before = memory("adam")
    edit(decks / FILES[1], "- id: adam", "- id: adamw")
    assert memory("adamw")["reps"] == 0
    said = run("orphans").out
    assert "optimization/adam   답 " in said
    assert "quizcards rename optimization/adam optimization/adamw" in said
    assert run("rename", "optimization/adam", "optimization/adamw").out.endswith(
        "content/2-optimization.yaml\n"
    )
    assert "- id: adamw\n  was: [adam]\n" in (decks / FILES[1]).read_text(encoding="utf-8")
    assert memory("adamw") == before


def test_a_card_moved_to_another_deck_is_found_and_keeps_its_history(
    run: Callable[..., Result], answered: Any, memory: Any
) -> None:
    decks = answered("basics/loss")
    before = memory("loss")
    card = "{id: loss, question: 손실이란 무엇인가요?, answer: 오차입니다.}"
    text = f"deck: cost\ntitle: 비용\ncards:\n- {card}\n"
    (decks / FILES[0]).write_text(text, encoding="utf-8")
    edit(decks / FILES[1], "basics/loss", "cost/loss")
    (orphan,) = json.loads(run("orphans", "--json").out)
    assert (orphan["card"], orphan["likely"]) == ("basics/loss", "cost/loss")
    assert run("rename", "basics/loss", "cost/loss").code == 0
    assert "{id: loss, was: [basics/loss]," in (decks / FILES[0]).read_text(encoding="utf-8")
    assert memory("loss") == before


def test_the_text_that_was_studied_leads_to_the_card_whatever_its_name(
    run: Callable[..., Result], decks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("\n4\nq\n"))
    assert run("study", "basics", "--plain").code == 0
    edit(decks / FILES[0], "id: loss", "id: risk")
    edit(decks / FILES[1], "basics/loss", "basics/risk")
    assert run("orphans").out.splitlines() == [
        " basics/loss   답 1번, 마지막 2026년 12월 1일",
        "   → basics/risk   글이 같습니다",
        "     quizcards rename basics/loss basics/risk",
    ]
    assert json.loads(run("orphans", "--json").out) == [
        {"card": "basics/loss", "reviews": 1, "last_day": "2026-12-01", "likely": "basics/risk"}
    ]


def test_orphans_without_a_successor_are_listed_too_and_none_gives_an_empty_list(
    run: Callable[..., Result], answered: Any
) -> None:
    assert run("orphans", "--json").out == "[]\n"
    answered("gone/far-away", count=3)
    assert "이어받을 만한 카드를 찾지 못했습니다" in run("orphans").out


def test_a_name_in_the_log_is_shown_and_never_obeyed(
    run: Callable[..., Result], learner: Path, decks: Path
) -> None:
    name = "optimization/adam\x1b[31m;\nrm -rf ~"
    event = Event("0" * 28, 1_700_000_000.0, 738_839, "review", name, 3)  # 2023-11-15
    (learner / "log").mkdir(parents=True)
    (learner / "log/x.jsonl").write_bytes(encode(event))
    result = run("orphans")
    assert "\x1b" not in result.out + result.err
    assert result.out.splitlines() == [
        " optimization/adam□[31m;□rm -rf ~   답 1번, 마지막 2023년 11월 15일",
        "   이어받을 만한 카드를 찾지 못했습니다.",
    ]
    before = texts(decks)
    assert run("rename", event.card, "adam").code == 2
    assert texts(decks) == before


def test_the_history_of_a_card_that_others_need_is_taken_over_though_they_still_name_its_earlier_id(
    run: Callable[..., Result], answered: Any, memory: Any
) -> None:
    decks = answered("optimization/gradient-descent")
    was = memory("optimization/gradient-descent")
    edit(decks / FILES[1], "id: gradient-descent\n", "id: descent\n")
    assert "needs: 'gradient-descent' 카드는 없습니다" in run("check").out
    result = run("rename", "optimization/gradient-descent", "optimization/descent")
    assert (result.code, result.err) == (0, "")
    assert "문제 없음" in run("check").err
    assert memory("optimization/descent") | {"seed": 0} == was | {"seed": 0}


def test_a_card_with_a_mistake_in_it_is_not_taken_for_gone(
    run: Callable[..., Result], answered: Any
) -> None:
    decks = answered("optimization/adam")
    edit(decks / FILES[1], "  answer: 두 적률을 씁니다.\n", "")
    result = run("orphans")
    assert "optimization/adam" in result.out
    assert "고칠 곳이 있어 읽지 못한 카드입니다" in result.out
    said = "고칠 곳이 1군데 있어 답한 적이 있는 카드 1장이 빠졌습니다"
    assert said in result.err
    for command in ([], ["stats"], ["due"]):
        assert said in run(*command).err, command
    result = run("rename", "adam", "gradient-descent")
    assert result.code == 2
    assert "먼저 고쳐 주세요" in result.err
    assert "content/2-optimization.yaml:10:3: answer" in result.err


REFUSALS = {
    "taken": (("adam", "gradient-descent"), "optimization/gradient-descent 카드는 이미 있습니다."),
    "itself": (("adam", "adam"), "optimization/adam 카드는 이미 있습니다."),
    "another deck": (("adam", "basics/adam"), "카드를 그 덱의 파일로 옮겨 적은 다음"),
    "unfit": (("adam", "Adam_W"), "'Adam_W': 아이디는 영어 소문자, 숫자, '-'로 써 주세요"),
    "empty": (("adam", ""), "아이디는 영어 소문자"),
    "unknown": (("adma", "x"), "'adma' 카드도, 그 기록도 없습니다. 혹시 'adam'인가요?"),
    "history of another": (
        ("adam", "adagrad"),
        "optimization/adagrad에는 다른 카드의 기록이 있습니다.",
    ),
    "orphan to nothing": (("adagrad", "ada"), "'ada' 카드는 없습니다. 혹시 'adam'인가요?"),
}


@pytest.mark.parametrize(("arguments", "says"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_renamed_is_said_in_one_sentence_and_nothing_changes(
    run: Callable[..., Result], answered: Any, arguments: Any, says: Any
) -> None:
    decks = answered("optimization/adagrad")
    before = texts(decks)
    result = run("rename", *arguments)
    assert (result.code, result.out) == (2, "")
    assert says in result.err
    assert texts(decks) == before


def test_a_name_that_another_card_had_is_refused_with_its_place(
    run: Callable[..., Result], decks: Path
) -> None:
    assert run("rename", "gradient-descent", "gd").code == 0
    before = texts(decks)
    result = run("rename", "adam", "gradient-descent")
    assert result.code == 2
    assert (
        "content/2-optimization.yaml:5:9: was: "
        "'optimization/gradient-descent' 카드는 지금도 있습니다." in result.err
    )
    assert texts(decks) == before
    assert (
        "이미 optimization/gd 카드가 이어받았습니다" in run("rename", "gradient-descent", "x").err
    )


def test_problems_elsewhere_do_not_stand_in_the_way_but_an_unreadable_place_does(
    run: Callable[..., Result], decks: Path
) -> None:
    edit(decks / FILES[0], "tags: [loss]", "tagz: [loss]")
    assert run("rename", "adam", "adam-w").code == 0
    edit(decks / FILES[1], "id: adam-w", "id: |\n    adam-w")
    before = texts(decks)
    result = run("rename", "adam-w", "adam-x")
    assert result.code == 2
    assert texts(decks) == before


def test_shipped_decks_are_not_edited(run: Callable[..., Result]) -> None:
    import quizcards

    content = Path(quizcards.__file__).parents[1] / "content"
    result = run("rename", "adam", "adam-w")
    assert result.code == 2
    assert "quizcards init으로 내 폴더에 복사한 뒤" in result.err
    assert "was: [adam]" not in "".join(
        path.read_text(encoding="utf-8") for path in content.glob("[0-9]*.yaml")
    )


@pytest.mark.parametrize("moment", [1, 2])
@pytest.mark.parametrize(
    "names", [("1-basics.yaml", "2-optimization.yaml"), ("9-basics.yaml", "2-optimization.yaml")]
)
def test_whenever_it_is_interrupted_every_file_is_whole_and_the_same_command_finishes(
    run: Callable[..., Result],
    decks: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
    names: Any,
) -> None:
    (decks / FILES[0]).rename(decks / names[0])
    before = texts(decks)
    copy = shutil.copytree(decks, decks.parent / "copy")
    assert run("rename", "loss", "risk", "--decks", copy).code == 0
    after, real, calls = texts(copy), Path.replace, 0

    def killed(self: Any, target: Any) -> Any:
        nonlocal calls
        if self.name.startswith(".") and self.parent == decks:
            calls += 1
            if calls == moment:
                raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as context:
        context.setattr(Path, "replace", killed)
        assert run("rename", "loss", "risk").code == 130
    assert texts(decks) == (before if moment == 1 else before | {names[1]: after[names[1]]})
    assert run("rename", "loss", "risk").code == 0
    assert texts(decks) == after


def test_a_renamed_card_is_asked_with_the_history_of_its_old_name(
    run: Callable[..., Result], answered: Any, memory: Any
) -> None:
    answered("optimization/adam")
    run("rename", "adam", "adam-w")
    (row,) = [
        one for one in json.loads(run("decks", "--json").out) if one["deck"] == "optimization"
    ]
    assert row["new"] == 1  # gradient-descent alone
    assert memory("adam-w")["reps"] > 0
