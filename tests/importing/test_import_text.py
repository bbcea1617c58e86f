"""Text of other programs: what Anki exports as text, tables, hashcards' Markdown."""

from pathlib import Path

import pytest

from quizcards.cli import main as cli
from tests.importing.import_examples import Import

ANKI_TEXT = """\
#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:7
gw9.c0\tBasic\t딥러닝::최적화\tAdam은 <b>무엇</b>인가요?<br>둘째 줄\t\
두 적률 &amp; \\(m_t\\)\t\topt 딥러닝::adam
F(D@X\tCloze\t딥러닝::최적화\t{{c1::경사하강법::hint}}은 {{c2::기울기}}의 반대로 갑니다.\t\
뒷 설명\t\t
pH3:|\tBasic\tDefault\t"<img src=""a.png"">"\t[sound:b.mp3] 소리\t\t
g%5(+\tOptional\tDefault\t앞\t뒤\ty\t
"""


def test_the_text_that_anki_exports(run_import: Import) -> None:
    done = run_import("notes.txt", text=ANKI_TEXT)
    assert done.decks["dipreoning-choejeokhwa"]["title"] == "딥러닝::최적화"
    assert done.cards == [
        {
            "id": "adam",
            "question": "Adam은 무엇인가요?\n둘째 줄\n",
            "answer": "두 적률 & $m_t$\n",
            "tags": ["opt", "딥러닝::adam"],
        },
        {
            "id": "gyeongsahagangbeop-giulgi-bandae-gapnida",
            "question": "빈칸을 채워 주세요: [hint]은 […]의 반대로 갑니다.",
            "answer": "{{경사하강법}}은 {{기울기}}의 반대로 갑니다.\n\n뒷 설명\n",
        },
        {"id": "ap", "question": "앞", "answer": "뒤\n"},
    ]
    assert "9번째 줄" in done.err
    assert "12번째" not in done.err
    assert "'6번째' 칸은 읽지 않았습니다: y" in done.err
    assert "4개 가운데 3개를 카드로 옮겼고, 1개는 두고 왔습니다." in done.err


def test_text_that_is_not_html_is_kept_as_it_stands(run_import: Import) -> None:
    done = run_import(
        "n.txt",
        text="#separator:Semicolon\n#html:false\n#tags:모두 함께\n#columns:Back;Front\n"
        "<b>;b 태그란?\n",
    )
    assert done.cards == [
        {"id": "b", "question": "b 태그란?", "answer": "<b>\n", "tags": ["모두", "함께"]}
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", '질문,정답,태그\nReLU?,"max(0, x)\n둘째 줄",opt\n'),
        ("a.csv", 'Tags,Back,Front\nopt,"max(0, x)\n둘째 줄",ReLU?\n'),
        ("a.csv", 'answer;question;tags\n"max(0, x)\n둘째 줄";ReLU?;opt\n'),
        ("a.tsv", '질문\t답\t태그\nReLU?\t"max(0, x)\n둘째 줄"\topt\n'),
        ("a.txt", 'Front\tBack\tTags\r\nReLU?\t"max(0, x)\r\n둘째 줄"\topt\r\n'),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_table_is_read_by_its_header(
    run_import: Import, name: str, text: str, codec: str
) -> None:
    done = run_import(name, text=text.encode(codec))
    assert done.cards == [
        {"id": "relu", "question": "ReLU?", "answer": "max(0, x)\n둘째 줄\n", "tags": ["opt"]}
    ]


def test_without_a_header_the_first_column_asks_and_the_second_answers(run_import: Import) -> None:
    done = run_import("a.csv", text="ReLU?,max,셋째\n,답만\n혼자\n\n끝?,네\n")
    assert [(card["question"], card["answer"]) for card in done.cards] == [
        ("ReLU?", "max\n"),
        ("끝?", "네\n"),
    ]
    told = done.err.splitlines()
    assert "  1번째 줄 (ReLU?): '3번째' 칸은 읽지 않았습니다: 셋째" in told
    assert "  2번째 줄: 질문에 글이 없습니다." in told
    assert "  3번째 줄 (혼자): 답에 글이 없습니다." in told


def test_a_quote_that_never_ends_swallows_no_rows(run_import: Import) -> None:
    done = run_import("a.csv", text='질문,답\na?,b\nc?,"열린 따옴표\nd?,e\n')
    assert done.code == 2
    assert "a.csv:3: 따옴표가 맞지 않거나" in done.err


HASHCARDS = """\
---
name = "Cell Biology"
---

# 머리말

Q: 2x2 역행렬은? $\\alpha$
A:

- 하나
- 둘

C: [Paris]는 [France]의 수도입니다. ![지도](map.png)
Q: 답이 없는 질문
C: 빈칸이 없는 글
A: 질문이 없는 답
Q: 끝
A: 네 {{아니요}}
"""


def test_hashcards_markdown(run_import: Import) -> None:
    done = run_import("cells.md", text=HASHCARDS)
    assert done.decks["cell-biology"]["title"] == "Cell Biology"
    assert done.cards == [
        {"id": "2x2", "question": r"2x2 역행렬은? $\alpha$", "answer": "- 하나\n- 둘\n"},
        {
            "id": "paris-france",
            "question": "빈칸을 채워 주세요: […]는 […]의 수도입니다. 지도",
            "answer": "{{Paris}}는 {{France}}의 수도입니다. 지도\n",
        },
        {"id": "kkeut", "question": "끝", "answer": "네 { {아니요}}\n"},
    ]
    told = done.err.splitlines()
    assert "  카드가 아닌 첫머리의 글은 읽지 않았습니다: # 머리말" in told
    assert "  14번째 줄 (답이 없는 질문): Q: 다음에 A:가 없습니다." in told
    assert "  15번째 줄 (빈칸이 없는 글): 빈칸이 없습니다." in told
    assert "  16번째 줄 (질문이 없는 답): A: 앞에 Q:가 없습니다." in told
    assert any("그림은 두고 왔습니다: map.png" in line for line in told)
    assert "6개 가운데 3개를 카드로 옮겼고, 3개는 두고 왔습니다." in told


def test_a_rule_ends_a_card_and_is_no_part_of_it(run_import: Import) -> None:
    """Since hashcards 0.1.2, 2025-10-30: its changelog."""
    done = run_import(
        "a.md",
        text="Q: 하나?\nA: 일\n\n---\n\nC: [둘]은 이\n---\n## 다음\n\nQ: 셋?\nA: 삼\n--- 아님\n",
    )
    assert [card["answer"] for card in done.cards] == ["일\n", "{{둘}}은 이\n", "삼\n--- 아님\n"]
    assert (
        "  6번째 줄: '---' 뒤의 글은 카드가 아니라서 읽지 않았습니다: ## 다음"
        in done.err.splitlines()
    )


def test_tags_of_a_table_stand_on_lines_or_between_commas(run_import: Import) -> None:
    done = run_import(
        "a.csv", text='질문,답,태그\na?,b,"opt, 최적화; ml"\nc?,d,"한 줄\n둘째, 줄"\n'
    )
    assert [card["tags"] for card in done.cards] == [["opt", "최적화", "ml"], ["한 줄", "둘째, 줄"]]


def test_a_yaml_deck_is_for_add(run_import: Import) -> None:
    done = run_import("deck.yaml", text="deck: d\n")
    assert done.code == 2
    assert "quizcards add" in done.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# 그냥 글\n"),
        ("a.csv", ""),
        ("a.json", "[1]"),
        ("a.json", "{"),
        ("a.json", '{"decks": [1]}'),
        ("a.html", "<p>글"),
        ("a.apkg", "PK\x03\x04"),
        ("a.bin", b"\xff\xff\x00\x81"),
        ("a.txt", "#separator:\n"),
        ("a.txt", "#separator:zzz\na"),
    ],
)
def test_what_holds_no_cards_is_told_in_a_sentence(
    run_import: Import, name: str, text: str | bytes
) -> None:
    done = run_import(name, text=text)
    assert done.code == 2
    assert name in done.err
    assert not (done.home / "decks").exists()


def test_a_file_that_is_not_there(run_import: Import, tmp_path: Path) -> None:
    assert (run_import("none.csv").code, run_import(tmp_path).code) == (2, 2)


def test_nothing_that_is_there_is_overwritten(run_import: Import, tmp_path: Path) -> None:
    first = run_import("a.csv", text="a1?,b")
    before = (first.home / "decks" / "a.yaml").read_bytes()
    again = run_import("a.csv", text="c1?,d")
    assert again.code == 2
    assert "--deck my-deck" in again.err
    assert (again.home / "decks" / "a.yaml").read_bytes() == before
    (tmp_path / "mine.yaml").write_text("#")
    assert run_import("a.csv", "-o", tmp_path / "mine.yaml").code == 2
    assert (tmp_path / "mine.yaml").read_text() == "#"


def test_a_deck_id_of_the_decks_that_are_read_is_refused(run_import: Import) -> None:
    done = run_import("optimization.csv", text="a?,b")  # a shipped deck
    assert done.code == 2
    assert "'optimization' 덱은 이미 있습니다(최적화)" in done.err
    assert (
        run_import("optimization.csv", "--deck", "mine", "--title", "내 것").decks["mine"]["title"]
        == "내 것"
    )


@pytest.mark.parametrize(
    "options",
    [("--deck", "내 덱"), ("--deck", "../x"), ("-o", "x.txt"), ("--title", "x"), ("-o", "x.yaml")],
)
def test_options_that_cannot_be_followed(run_import: Import, options: tuple[str, ...]) -> None:
    two = "deck,question,answer\none,a?,b\ntwo,c?,d\n"
    done = run_import("a.csv", *options, text=two)
    assert done.code == 2
    assert options[0] in done.err


def test_the_learner_is_told_which_decks_are_read_from_now_on(
    run_import: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_import("a.csv", text="a1?,b").err
    assert "딸려 온 덱도" in first
    assert "quizcards study a 명령으로 공부를 시작하세요.\n" in first
    assert "딸려 온 덱도" not in run_import("b.csv", text="a1?,b").err
    assert f"--decks {Path('x.yaml')}" in run_import("b.csv", "-o", "x.yaml").err
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "d.yaml").write_text(
        "deck: d\ntitle: d\ncards:\n- {id: a, question: a, answer: a}\n"
    )
    monkeypatch.chdir(tmp_path)
    assert "지금은 content의 덱을 읽습니다." in run_import("c.csv", text="a1?,b").err
    assert (
        "quizcards study c 명령으로 공부를 시작하세요.\n"
        in run_import("c.csv", "-o", "content/c.yaml").err
    )
    assert cli.run(["check"]) == 0


def test_the_schema_for_editors_comes_to_the_learners_folder_and_to_no_other(
    run_import: Import, tmp_path: Path
) -> None:
    run_import("a.csv", "-o", tmp_path / "out.yaml", text="question,answer\n무엇?,이것\n")
    assert not (tmp_path / "schema.json").exists()
    home = run_import("a.csv", text="question,answer\n무엇?,이것\n").home
    assert (home / "decks" / "schema.json").exists()
