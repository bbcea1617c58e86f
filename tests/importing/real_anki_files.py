"""Files that Anki itself and genanki wrote, imported.

`make anki` runs this; `make test` needs neither.
"""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import genanki
import pytest
from anki.collection import Collection, ExportAnkiPackageOptions

from tests.importing.import_examples import Import

NOTES = (
    ("Basic", "딥러닝::최적화", ("Adam은 <b>무엇</b>인가요?", r"두 적률 &amp; \(m_t\)")),
    ("Basic (and reversed card)", "딥러닝::최적화", ("앞", "뒤")),
    (
        "Cloze",
        "딥러닝::최적화",
        ("{{c1::경사하강법::hint}}은 {{c2::기울기}}의 반대로 갑니다.", "뒷 설명"),
    ),
    ("Basic", "Default", ('<img src="a.png">', "[sound:b.mp3] 소리")),
    ("Basic (type in the answer)", "Default", ("타이핑", "답")),
)
REVERSED = 1
"""Notes of which Anki makes a second card that is one of ours."""
PNG = b"\x89PNG\r\n\x1a\n"
GRADES = (3, 1, 4, 2, 3)


def counted(path: Path) -> tuple[int, int]:
    """Return how many notes and answers Anki's own collection has."""
    col = Collection(str(path))
    try:
        return col.note_count(), col.db.scalar("SELECT count() FROM revlog")
    finally:
        col.close()


@pytest.fixture
def studied(tmp_path: Path) -> Path:
    """A collection that was made, studied and rescheduled in Anki; return where it is."""
    path = tmp_path / "collection.anki2"
    col = Collection(str(path))
    Path(col.media.dir(), "a.png").write_bytes(PNG)
    for kind, deck, fields in NOTES:
        note = col.new_note(col.models.by_name(kind))
        note.fields[: len(fields)] = list(fields)
        col.add_note(note, col.decks.id(deck))
    for name in ("딥러닝::최적화", "Default"):
        col.decks.select(col.decks.id(name))
        for grade in GRADES[:3]:
            if card := col.sched.getCard():
                card.start_timer()
                time.sleep(0.01)
                col.sched.answerCard(card, grade)
    first = col.find_cards("")[0]
    col.sched.set_due_date([first], "5")
    col.sched.schedule_cards_as_new([first])
    col.close()
    return path


def exported(path: Path, kind: str, legacy: bool) -> Path:
    out = path.with_name(f"out-{'legacy' if legacy else 'new'}{kind}")
    col = Collection(str(path))
    if kind == ".apkg":
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_media=True, with_deck_configs=False, legacy=legacy
        )
        col.export_anki_package(out_path=str(out), options=options, limit=None)
        col.close()
    else:
        # closes the collection
        col.export_collection_package(str(out), include_media=True, legacy=legacy)
    return out


@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("kind", [".apkg", ".colpkg"])
def test_the_counts_of_a_package_by_anki_are_those_of_anki(
    studied: Path, run_import: Import, kind: str, legacy: bool
) -> None:
    notes, answers = counted(studied)
    done = run_import(exported(studied, kind, legacy), "--history", "--json", "--deck", "mine")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert notes == len(NOTES)
    assert len(NOTES) + REVERSED == len(done.cards) + len(report["left_out"])
    history = report["history"]
    assert answers == history["rows"] == len(done.events) + sum(history["left"].values())
    assert history["reviews"] == len(done.events) > 0
    assert history["left"]["손으로 바꾼 일정"] == 2
    by_question = {card["question"]: card["answer"] for card in done.cards}
    assert by_question["Adam은 무엇인가요?"] == "두 적률 & $m_t$\n"
    assert by_question["빈칸을 채워 주세요: [hint]은 […]의 반대로 갑니다."].startswith(
        "{{경사하강법}}은 {{기울기}}의"
    )
    assert (done.home / "decks" / "media" / "a.png").read_bytes() == PNG
    assert any("b.mp3" in line for line in report["lost"])


def test_the_same_answers_in_every_form(studied: Path, run_import: Import) -> None:
    forms = [
        exported(studied, kind, legacy) for kind in (".apkg", ".colpkg") for legacy in (True, False)
    ]
    for i, file in enumerate(forms):
        run_import(file, "--history", "--deck", "mine", "-o", f"{i}.yaml")
    done = run_import(forms[0], "--history", "--deck", "mine")
    assert len(done.logs) == 1  # the same events, so the same file


@pytest.mark.parametrize("with_html", [True, False])
def test_text_by_anki(studied: Path, run_import: Import, tmp_path: Path, with_html: bool) -> None:
    col = Collection(str(studied))
    told: Any = {"with_tags": True, "with_deck": True, "with_notetype": True, "with_guid": True}
    col.export_note_csv(
        out_path=str(tmp_path / "notes.txt"), limit=None, with_html=with_html, **told
    )
    col.close()
    done = run_import("notes.txt", "--json", "--deck", "mine")
    assert len(done.cards) + len(json.loads(done.out)["left_out"]) == len(NOTES)


def test_a_package_by_genanki(run_import: Import, tmp_path: Path) -> None:
    basic = genanki.Model(
        1607392319,
        "Simple",
        fields=[{"name": "Question"}, {"name": "Answer"}],
        templates=[
            {"name": "Card 1", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr>{{Answer}}"}
        ],
    )
    decks = [genanki.Deck(2059400110, "수도"), genanki.Deck(2059400111, "Deep::Learning")]
    notes: Sequence[tuple[int, Any, list[str]]] = [
        *((0, basic, [f"질문 {i}", f"답 {i}"]) for i in range(20)),
        (1, genanki.CLOZE_MODEL, ["{{c1::ReLU}} is {{c2::simple}}", ""]),
    ]
    for place, model, fields in notes:
        decks[place].add_note(genanki.Note(model=model, fields=fields, tags=["a_b"]))
    genanki.Package(decks).write_to_file(str(tmp_path / "g.apkg"))
    done = run_import("g.apkg")
    assert {name: len(deck["cards"]) for name, deck in done.decks.items()} == {
        "sudo": 20,
        "deep-learning": 1,
    }
    assert all(card["tags"] == ["a_b"] for card in done.cards)


def test_ten_thousand_notes(
    run_import: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "collection.anki2"
    col = Collection(str(path))
    kind, deck = col.models.by_name("Basic"), col.decks.id("큰 덱")
    for i in range(10_000):
        note = col.new_note(kind)
        note.fields[:2] = [f"질문 {i}: <b>Adam</b>의 β₁은?", f"지수이동평균의 계수<br>{i}"]
        col.add_note(note, deck)
    col.close()
    file = exported(path, ".apkg", legacy=False)
    before = time.perf_counter(), os.times().user
    done = run_import(file)
    after = time.perf_counter(), os.times().user
    assert len(done.cards) == 10_000
    with capsys.disabled():
        print(
            f"\n  10,000 notes imported in {after[0] - before[0]:.1f} s "
            f"({after[1] - before[1]:.1f} s of CPU)"
        )
