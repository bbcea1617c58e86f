"""A note becomes the cards that Anki shows of it: its note type's templates say what is on them."""

import time
from pathlib import Path

import pytest

from quizcards.importing.template import filled_sides, read_template
from tests.importing.import_examples import FORMS, Import, Note, Row, package

WORD = ("Hangul", "English", "Romanization", "Example", "Note", "Source")
KINDS = {"Word": WORD, "Reversed": ("Front", "Back"), "Cloze": ("Text", "Back Extra", "Hint")}
TEMPLATES = {
    "Word": [
        (
            "{{Hangul}}",
            "{{FrontSide}}<hr id=answer>{{English}}<br>{{Romanization}}"
            "{{#Example}}<div>예: {{Example}}</div>{{/Example}}<p>{{Source}}",
        )
    ],
    "Reversed": [
        ("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"),
        ("{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"),
    ],
    "Cloze": [("{{cloze:Text}}<br>{{hint:Hint}}", "{{cloze:Text}}<br>{{Back Extra}}")],
}
NOTES = (
    Note(("안녕", "hello", "annyeong", "안녕하세요?", "unseen", "교재 1"), kind="Word"),
    Note(("물", "water", "mul", "", "", ""), kind="Word"),
    Note(("Adam?", "Adaptive <b>moments</b>"), kind="Reversed", cards=2),
    Note(("{{c1::ReLU}} is {{c2::simple}}", "빠릅니다.", "r"), kind="Cloze", cards=2),
)
AT = 1_779_973_200_123


@pytest.mark.parametrize("form", FORMS)
def test_a_card_says_what_anki_shows_on_it(tmp_path: Path, run_import: Import, form: str) -> None:
    rows = [Row(2, AT), Row(2, AT + 60_000, order=1), Row(3, AT + 1), Row(3, AT + 2, order=1)]
    done = run_import(
        package(tmp_path / "d.apkg", NOTES, rows, form, KINDS, templates=TEMPLATES), "--history"
    )
    assert done.cards == [
        {
            "id": "annyeong",
            "question": "안녕",
            "answer": "hello\nRomanization: annyeong\n예: 안녕하세요?\n",
            "sources": ["교재 1"],
        },
        {"id": "mul", "question": "물", "answer": "water\nRomanization: mul\n"},
        {"id": "adam", "question": "Adam?", "answer": "Adaptive moments\n"},
        {"id": "adaptive-moments", "question": "Adaptive moments", "answer": "Adam?\n"},
        {
            "id": "relu-simple",
            "question": "빈칸을 채워 주세요: […] is […]",
            "answer": "{{ReLU}} is {{simple}}\n\n빠릅니다.\nHint: r\n",
        },
    ]
    assert "'Note' 칸은 읽지 않았습니다: unseen" in done.err
    assert "Anki 카드 2장(뒤집은 카드나 다른 빈칸)을 카드 한 장으로" in done.err
    assert "5개 가운데 5개를 카드로 옮겼습니다." in done.err
    assert [event["card"] for event in done.events] == [
        "d/adam",
        "d/relu-simple",
        "d/adaptive-moments",
    ]


def test_what_many_notes_lose_for_one_reason_is_told_once(
    tmp_path: Path, run_import: Import
) -> None:
    notes = [Note((f"q{i}?", f"a{i}", "", "", f"n{i}", ""), kind="Word") for i in range(414)]
    notes += [Note((f"q{i}?", "", "", "", "", ""), kind="Word") for i in range(29)]
    done = run_import(package(tmp_path / "d.apkg", notes, kinds=KINDS, templates=TEMPLATES))
    assert (
        "  'Note' 칸은 읽지 않았습니다: 414개(노트 1 (q0?), 노트 2 (q1?) 등)"
        in done.err.splitlines()
    )
    assert "  답에 글이 없습니다: 29개(노트 415 (q0?), 노트 416 (q1?) 등)" in done.err.splitlines()
    assert len(done.err.splitlines()) < 10


FIELDS = {"A": "앞", "B": "뒤", "C": "더", "Empty": " <br>"}


@pytest.mark.parametrize(
    ("front", "back", "question", "answer"),
    [
        ("{{A}}", "{{FrontSide}}<hr id=answer>{{B}}", "앞", "뒤"),
        ("{{A}}", '{{A}}<hr id="answer">{{B}}', "앞", "뒤"),
        ("{{A}} 는?", "{{A}} 는?<hr id=answer>{{B}}", "앞 는?", "뒤"),
        ("{{A}}", "{{C}}<hr id=answer>{{B}}", "앞", "더뒤"),
        ("{{A}}", "{{B}}<br>{{C}}", "앞", "뒤<br>C: 더"),
        ("{{A}}", "{{B}} {{C}}", "앞", "뒤 더"),
        ("{{A}}", "{{B}}<br>더 보기: {{C}}", "앞", "뒤<br>더 보기: 더"),
        ("{{A}}", "{{B}}<br><i title='x'>{{C}}</i>", "앞", "뒤<br><i title='x'>C: 더</i>"),
        ("{{A}}", "{{B}}<br><img src='{{C}}'>", "앞", "뒤<br><img src='더'>"),
        ("{{A}}{{type:B}}", "{{FrontSide}}{{type:B}}", "앞", "뒤"),
        ("{{A}}{{tts ko_KR:B}}", "{{B}}", "앞", "뒤"),
        ("{{A}}<br>{{hint:C}}", "{{B}}", "앞<br>", "뒤<br>C: 더"),
        ("{{A}}", "{{#Empty}}x{{/Empty}}{{^Empty}}{{B}}{{/Empty}}", "앞", "뒤"),
        ("{{A}}", "{{B}}{{#B}}{{^C}}x{{/C}}{{/B}}", "앞", "뒤"),
        ("{{A}}, {{B}}?", "{{B}}", "앞, 뒤?", "뒤"),
        ("{{A}}", "{{A}}", "앞", ""),
        ("{{A}}", "{{Nothing}}{{Tags}}{{B}}{{B}}{{text:B}}", "앞", "뒤"),
        ("<!-- {{B}} -->{{A}}<script>{{B}}</script>", "{{B}}", "앞", "뒤"),
        ("{{/x}}{{A}}{{#", "{{B}}{{#C}}", "앞{{#", "뒤"),
    ],
)  # fmt: skip
def test_a_side_has_the_fields_of_its_template_once_and_by_name(
    front: str, back: str, question: str, answer: str
) -> None:
    template = read_template(front, back)
    assert template is not None
    assert filled_sides(template, FIELDS, ["C"], [])[:2] == (question, answer)


def test_a_template_without_end_is_no_template(tmp_path: Path, run_import: Import) -> None:
    long = "<b>x</b>" * 20_000 + "{{Front}}"
    done = run_import(
        package(
            tmp_path / "d.apkg",
            [Note(("Q?", "b"), kind="Reversed")],
            kinds=KINDS,
            templates={"Reversed": [(long, "{{Back}}")]},
        )
    )
    assert done.cards == [{"id": "q", "question": "Q?", "answer": "b\n"}]


@pytest.mark.parametrize(
    "mark",
    ["<!--", "<script>", "<hr ", "{{", "{{#A}}", "{{A}}", "{{kana:B}}", "<div ", "&nbsp;"],
)
def test_marks_without_end_take_no_time(mark: str) -> None:
    side = mark * (100_000 // len(mark))
    fields = {"A": side, "B": "a" * 100_000}
    started = time.process_time()
    template = read_template(side, side)
    assert template is not None
    filled_sides(template, fields, ["A"], [])
    assert time.process_time() - started < 1
