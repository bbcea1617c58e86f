"""Anki's packages, in each of the three forms that Anki has written them in."""

from pathlib import Path

import pytest

from tests.importing.import_examples import FORMS, Import, Note, package

KINDS = {
    "Basic": ("Front", "Back"),
    "Cloze": ("Text", "Back Extra"),
    "뜻": ("용어", "뜻", "해설", "출처", "발음"),
}
NOTES = (
    Note(
        ("Adam은 <b>무엇</b>인가요?<br>둘째 줄", r"두 적률 &amp; \(m_t\)"),
        tags=" opt 딥러닝::adam ",
        deck="딥러닝::최적화",
    ),
    Note(("앞", "뒤"), cards=2, deck="딥러닝::최적화"),
    Note(
        ("{{c1::경사하강법::방법}}은 {{c2::기울기}}의 반대로 갑니다.", "뒷 설명"),
        "Cloze",
        cards=2,
        deck="딥러닝::최적화",
    ),
    Note(('<img src="a.png">', "[sound:b.mp3] 소리"), deck="딥러닝::최적화"),
    Note(("ReLU", "max(0, x)", "빠릅니다.", "Nair 2010", "렐루"), "뜻", deck="Deep Learning"),
    Note(("그림이 있는 질문", '답<img src="c.png">'), deck="Deep Learning"),
)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_package_says_the_same(
    tmp_path: Path, run_import: Import, form: str
) -> None:
    done = run_import(
        package(
            tmp_path / "deck.apkg", NOTES, form=form, kinds=KINDS, media=["a.png", "c.png", "d.css"]
        )
    )
    assert done.code == 0, done.err
    assert done.decks == {
        "dipreoning-choejeokhwa": {
            "deck": "dipreoning-choejeokhwa",
            "title": "딥러닝::최적화",
            "cards": [
                {
                    "id": "adam",
                    "question": "Adam은 무엇인가요?\n둘째 줄\n",
                    "answer": "두 적률 & $m_t$\n",
                    "tags": ["opt", "딥러닝::adam"],
                },
                {"id": "ap", "question": "앞", "answer": "뒤\n"},
                {
                    "id": "gyeongsahagangbeop-giulgi-bandae-gapnida",
                    "question": "빈칸을 채워 주세요: [방법]은 […]의 반대로 갑니다.",
                    "answer": "{{경사하강법}}은 {{기울기}}의 반대로 갑니다.\n\n뒷 설명\n",
                },
            ],
        },
        "deep-learning": {
            "deck": "deep-learning",
            "title": "Deep Learning",
            "cards": [
                {
                    "id": "relu",
                    "question": "ReLU",
                    "answer": "max(0, x)\n\n빠릅니다.\n\n발음: 렐루\n",
                    "sources": ["Nair 2010"],
                },
                {"id": "geurimi-itneun-jilmun", "question": "그림이 있는 질문", "answer": "답\n"},
            ],
        },
    }
    told = done.err.splitlines()
    assert "  노트 4: 질문에 글이 없습니다." in told
    assert "  노트 6 (그림이 있는 질문): 그림과 소리는 두고 왔습니다: c.png" in told
    assert "  그 밖에 두고 온 미디어 파일 1개: d.css" in told
    assert sum("Anki 카드 2장" in line for line in told) == 2
    assert "굵은 글자, 색 같은 글자 모양은 글만 남겼습니다: 1개" in told
    assert "6개 가운데 5개를 카드로 옮겼고, 1개는 두고 왔습니다." in told
    assert done.out == ""


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("{{c1::a}} b", "[…] b", "{{a}} b"),
        ("{{c1::a::힌트}}", "[힌트]", "{{a}}"),
        # a bar would part a blank of ours into alternatives
        ("{{c2::P(A|B)}}", "[…]", "{{P(A∣B)}}"),
        ("{{c1::밖 {{c2::안}} 밖}} 끝", "밖 […] 밖 끝", "밖 {{안}} 밖 끝"),
        ("{{c1::두<br>줄}}", "[…]", "{{두 줄}}"),
        (r"{{c1::a}} 와 {{남의 것}}", "[…] 와 {{남의 것}}", "{{a}} 와 { {남의 것}}"),
        (r"{{c1::\(\beta_1\)}} = 0.9", "[…] = 0.9", r"{{$\beta_1$}} = 0.9"),
    ],
)
def test_a_cloze_becomes_blanks(
    tmp_path: Path, run_import: Import, text: str, question: str, answer: str
) -> None:
    done = run_import(package(tmp_path / "d.apkg", [Note((text, ""), "Cloze")], kinds=KINDS))
    (card,) = done.cards
    assert card["question"] == f"빈칸을 채워 주세요: {question}"
    assert card["answer"] == f"{answer}\n"


def test_double_braces_of_another_program_are_no_blanks(tmp_path: Path, run_import: Import) -> None:
    (card,) = run_import(
        package(tmp_path / "d.apkg", [Note(("템플릿은?", "{{name}} 처럼 {{{씁니다}}}"))])
    ).cards
    assert card["answer"] == "{ {name}} 처럼 { { {씁니다}}}\n"


def test_markup_becomes_the_text_that_a_browser_shows(tmp_path: Path, run_import: Import) -> None:
    html = (
        "<style>.x{color:red}</style><script>alert(1)</script><div>첫&nbsp;줄</div><div>x<sup>2</"
        "sup> y<sub>t-1</sub></div>"
        "<ul><li>하나</li><li>둘</li></ul><table><tr><td>a</td><td>b</td></tr></table>"
        '<a href="https://x.y/z">여기</a> &lt;b&gt;\u202e\u0000\x1b[31m빨강'
    )
    (card,) = run_import(package(tmp_path / "d.apkg", [Note(("무엇?", html))])).cards
    assert card["answer"].split("\n") == [
        "첫 줄",
        "",
        "x² yₜ₋₁",
        "",
        "- 하나",
        "- 둘",
        "",
        "a | b",
        "",
        "여기 (https://x.y/z) <b>[31m빨강",
        "",
    ]


def test_a_note_whose_picture_is_covered_cannot_be_asked(
    tmp_path: Path, run_import: Import
) -> None:
    notes = [
        Note(("{{c1::image-occlusion:rect:left=.1}}", '<img src="x.png">'), "Cloze"),
        Note(("a", "b")),
    ]
    done = run_import(package(tmp_path / "d.apkg", notes, kinds=KINDS))
    assert len(done.cards) == 1
    assert "그림의 일부를 가린 노트라서" in done.err


def test_the_same_file_always_gets_the_same_ids(tmp_path: Path, run_import: Import) -> None:
    notes = [Note(("Adam?", "1")), Note(("Adam!", "2")), Note(("⊕", "3")), Note(("⊗", "4"))]
    first = run_import(package(tmp_path / "d.apkg", notes)).cards
    second = run_import("d.apkg", "-o", "other.yaml")
    assert second.code == 0
    assert [card["id"] for card in first] == ["adam", "adam-2", "d-1", "d-2"]
    assert Path("other.yaml").read_bytes() == (second.home / "decks" / "d.yaml").read_bytes()


def test_a_card_in_a_filtered_deck_goes_back_to_its_own(tmp_path: Path, run_import: Import) -> None:
    moved = "UPDATE cards SET odid = did, did = 1"
    assert run_import(
        package(tmp_path / "d.apkg", [Note(("a", "b"), deck="Own")], sql=moved)
    ).decks.keys() == {"own"}
