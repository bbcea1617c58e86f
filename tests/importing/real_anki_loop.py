"""The whole loop with Anki itself: out with the schedule, studied and edited there, and back.

`make anki` runs this; `make test` needs no Anki.
"""

import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.decks import DeckId

from quizcards.app.environment import Environment
from quizcards.cli import main as cli
from quizcards.memory.schedule import IN_REVIEW
from quizcards.store.line import encode
from tests.export.anki_examples import studied

ANSWERED = 22
Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder; return what it prints as JSON, or what it says."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    def run_command(*arguments: object) -> Any:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert code == 0, err
        return json.loads(out) if "--json" in arguments else err

    return run_command


@pytest.fixture
def col(tmp_path: Path) -> Iterator[Collection]:
    """A learner's collection in Anki, with FSRS on."""
    (tmp_path / "anki").mkdir()
    collection = Collection(str(tmp_path / "anki" / "collection.anki2"))
    collection.set_config("fsrs", True)
    yield collection
    collection.close()


@pytest.fixture
def months(learner: Path) -> None:
    """Months of study of the shipped decks in the learner's log."""
    env = Environment({**os.environ}, learner)
    histories = studied(env.library().cards, time.time() - 120)
    events = sorted((event for mine in histories.values() for event in mine), key=lambda e: e.id)
    file = learner / "log" / "laptop.jsonl"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"".join(map(encode, events)))


def take(col: Collection, file: Path) -> None:
    options = ImportAnkiPackageOptions(with_scheduling=True)
    col.import_anki_package(ImportAnkiPackageRequest(package_path=str(file), options=options))


def give(col: Collection, file: Path, legacy: bool) -> Path:
    """Export everything, as Anki's window does with the schedule ticked."""
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_media=True, with_deck_configs=False, legacy=legacy
    )
    col.export_anki_package(out_path=str(file), options=options, limit=None)
    return file


def answer_due(col: Collection) -> dict[str, int]:
    """Answer what Anki asks, up to `ANSWERED` times; return how often each card was."""
    answered: Counter[str] = Counter()
    for deck in col.decks.all_names_and_ids():
        col.decks.select(DeckId(deck.id))
        while answered.total() < ANSWERED and (card := col.sched.getCard()):
            card.start_timer()
            time.sleep(0.005)
            col.sched.answerCard(card, (3, 1, 4, 2, 3)[answered.total() % 5])
            answered[card.note()["카드"]] += 1
    assert answered.total() == ANSWERED
    return answered


def standing(run: Run) -> dict[str, Any]:
    """Return each card's memory as the program tells it."""
    decks = [deck["deck"] for deck in run("decks", "--json")]
    keys = [card["card"] for deck in decks for card in run("decks", deck, "--json")]
    return {key: run("show", key, "--json")["memory"] for key in keys}


@pytest.mark.usefixtures("months")
@pytest.mark.parametrize("legacy", [True, False])
def test_the_loop_closes(
    run: Run,
    col: Collection,
    learner: Path,
    tmp_path: Path,
    legacy: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = standing(run)
    due_before = run("due", "--json")
    run("export", "-o", tmp_path / "out.apkg", "--schedule")
    take(col, tmp_path / "out.apkg")
    assert col.db is not None
    rows = col.db.scalar("SELECT count() FROM revlog")
    answered = answer_due(col)
    key = next(iter(before))
    note = col.get_note(col.find_notes(f'"카드:{key}"')[0])
    note["질문"] = f"{note['질문']} <b>그리고</b> 왜인가요?"
    col.update_note(note)
    back = give(col, tmp_path / "back.apkg", legacy)

    done = run("import", back, "--history", "--json", "--take-edits")
    assert done["decks"] == done["left_out"] == []
    assert sorted(done["returned"]) == sorted(before)
    assert done["history"]["rows"] == rows + ANSWERED
    assert done["history"]["reviews"] == ANSWERED
    assert done["history"]["left"] == {"이미 우리 기록에 있는 답": rows}
    assert [(edit["card"], edit["field"]) for edit in done["edits"]] == [(key, "question")]
    assert run("show", key, "--json")["card"]["question"].endswith(" 그리고 왜인가요?")

    after = standing(run)
    due = Counter[int]()
    for name, memory in after.items():
        assert memory["reps"] == before[name]["reps"] + answered.get(name, 0)
        if name not in answered:
            assert memory == before[name]  # what was due stays due
            continue
        (number,) = col.find_cards(f'"카드:{name}"')
        theirs = col.get_card(number)
        assert theirs.memory_state is not None
        assert memory["stability"] == pytest.approx(theirs.memory_state.stability, rel=1e-2)
        assert (memory["step"] == IN_REVIEW) == (theirs.type == 2)
        if theirs.type == 2:
            ours = date.fromordinal(memory["due_day"]).toordinal() - date.today().toordinal()
            due[abs(ours - (theirs.due - col.sched.today))] += 1
    assert run("orphans", "--json") == []
    assert (
        sum(day["due"] for day in run("due", "--json"))
        <= sum(day["due"] for day in due_before) + ANSWERED
    )

    again = run("import", back, "--history", "--json")
    assert again["history"]["reviews"] == 0
    assert again["edits"] == []
    assert standing(run) == after

    shutil.rmtree(learner)
    empty = run("import", back, "--history", "--json")
    assert empty["history"]["reviews"] == rows + ANSWERED
    for name, memory in standing(run).items():
        assert memory["reps"] == after[name]["reps"]
        assert memory["stability"] == pytest.approx(after[name]["stability"], rel=1e-6)
    run("import", back, "--history", "--json")
    with capsys.disabled():
        print(
            f"\n  legacy {legacy}: {len(before)} cards, {rows} + {ANSWERED} answers; due days of "
            f"{sum(due.values())} cards answered in Anki differ by {dict(sorted(due.items()))}"
        )
