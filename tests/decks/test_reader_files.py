"""What reaches the reader as files: encodings, line ends, and several files of one deck."""

import unicodedata
from pathlib import Path

import pytest

from quizcards.decks.reader import read_library
from tests.decks.decks_support import CARD, DECK, DEMOS, found, marked, places, read

GOOD = f"{DECK}{CARD}"
OTHER = GOOD.replace("deck: d", "deck: e")
BROKEN: dict[str, str | bytes] = {
    "syntax": f"{DECK}- id: x\n  question: 'q\n",
    "colon": f"{DECK}- id: x\n  question: q: r\n  answer: y\n",
    "not UTF-8": GOOD.encode("cp949"),
    "UTF-16": GOOD.encode("utf-16"),
    "binary": bytes(range(256)) * 20,
    "zeros": bytes(4096),
    "empty": "",
    "list": "- 1\n",
    "bomb": "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n",
    "deep": "{a: " * 5000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_hides_no_card_of_other_files(name: str, tmp_path: Path) -> None:
    library = read(tmp_path, GOOD, BROKEN[name], OTHER)
    assert [card.key for card in library.cards] == ["d/a", "e/a"]
    assert {Path(problem.path).name for problem in library.problems} == {"2.yaml"}


def test_a_broken_card_hides_no_good_card_of_its_file(tmp_path: Path) -> None:
    bad = ["- id: x\n", "- 3\n", "- [x]\n", "- *x\n", '- {id: y, question: "\\theta", answer: z}\n']
    cards = "".join(CARD.replace("id: a", f"id: a{i}") + wrong for i, wrong in enumerate(bad))
    library = read(tmp_path, DECK + cards)
    assert [card.id for card in library.cards] == ["a0", "a1", "a2", "a3", "a4"]


def test_a_control_character_hides_no_good_card_of_its_file(tmp_path: Path) -> None:
    text, expected = marked(
        f"{DECK}{CARD}- id: b\n  question: 한▸\x07글 \x07\n  answer: x\n# ▸\x00\n"
    )
    library = read(tmp_path, text)
    assert places(library) == expected
    assert [card.id for card in library.cards] == ["a", "b"]
    assert not any("\x07" in card.question for card in library.cards)


def test_a_file_that_is_not_there_or_a_folder_is_a_problem_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    good = tmp_path / "good.yaml"
    good.write_text(GOOD, encoding="utf-8")
    library = read_library([tmp_path / "missing.yaml", tmp_path / "folder.yaml", good], DEMOS.get)
    assert [card.key for card in library.cards] == ["d/a"]
    told = [line.split(": ")[1] for line in found(library)]
    assert told == [
        "파일을 읽을 수 없습니다(파일이 아니라 폴더임).",
        "파일을 읽을 수 없습니다(그런 파일이나 폴더가 없음).",
    ]


@pytest.mark.parametrize(
    ("before", "line", "column"),
    [
        (b"", 1, 1),
        (b"deck: ", 1, 7),
        (b"a\r\n\r\n\xea\xb0\x80", 3, 2),
        (b"a\rb\r", 3, 1),
        (b"\xef\xbb\xbfa", 1, 2),
    ],
)
def test_the_first_byte_that_is_not_utf8_is_named_with_its_place(
    before: bytes, line: int, column: int, tmp_path: Path
) -> None:
    library = read(tmp_path, before + b"\xff\xfe")
    assert found(library) == [
        f"1.yaml:{line}:{column}: UTF-8이 아닌 글자가 있습니다. 파일을 UTF-8로 저장해 주세요."
    ]


def test_a_lone_surrogate_in_the_bytes_is_not_utf8(tmp_path: Path) -> None:
    library = read(tmp_path, b"deck: " + "\ud800".encode("utf-8", "surrogatepass"))
    assert places(library) == [(1, 7)]
    library = read(tmp_path, f'{GOOD}  tags: ["\\ud800"]\n')
    assert places(library) == [(7, 13)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(
    line_end: str, bom: str, tmp_path: Path
) -> None:
    text, expected = marked(
        f"{DECK}{CARD}  formula: |\n    a = b\n    c = d\n  tags:\n  - x  ▸# y\n  ▸zzz: 1\n"
    )
    library = read(tmp_path, (bom + text).replace("\n", line_end))
    assert places(library) == expected
    assert library.cards[0].formula == ("a = b", "c = d")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_last_line_without_end_is_read(line_end: str, tmp_path: Path) -> None:
    library = read(tmp_path, GOOD.rstrip("\n").replace("\n", line_end))
    assert library.problems == ()
    assert library.cards[0].answer == "답입니다."


def test_text_in_decomposed_hangul_is_the_same_card_composed(tmp_path: Path) -> None:
    text = (
        f"{DECK}{CARD}  tags: ['학습률']\n"
        "  key_points: [{point: 손실, any_of: [오차]}]\n  formula: \\text{손실} = 0\n"
    )
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    library = read(tmp_path, decomposed)
    assert library == read(tmp_path, text)
    assert library.problems == ()
    assert all(
        unicodedata.is_normalized("NFC", part)
        for card in library.cards
        for part in card.tags + card.formula
    )


def test_a_deck_in_two_files_is_one_deck_in_the_order_of_the_files(tmp_path: Path) -> None:
    second = f"{DECK}{CARD.replace('id: a', 'id: b')}  needs: [a]\n"
    library = read(tmp_path, GOOD, second)
    assert library.problems == ()
    assert [(deck.id, deck.title, [card.id for card in deck.cards]) for deck in library.decks] == [
        ("d", "시험", ["a", "b"])
    ]
    assert [Path(card.place.path).name for card in library.cards] == ["1.yaml", "2.yaml"]


def test_a_deck_in_two_files_has_one_title(tmp_path: Path) -> None:
    second, expected = marked(
        f"{DECK.replace('title: ', 'title: ▸')}{CARD}".replace("시험", "실험").replace(
            "id: a", "id: b"
        )
    )
    library = read(tmp_path, GOOD, second)
    assert found(library) == [
        f"2.yaml:{expected[0][0]}:{expected[0][1]}: title: 같은 덱(d)의 다른 파일에는 "
        "'시험'(으)로 적혀 있습니다. 같은 이름을 써 주세요."
    ]
    assert len(library.cards) == 2


def test_a_missing_title_is_said_once_and_the_other_file_gives_it(tmp_path: Path) -> None:
    untitled = f"deck: d\ncards:\n{CARD.replace('id: a', 'id: b')}"
    for library in (read(tmp_path, untitled, GOOD), read(tmp_path, GOOD, untitled)):
        assert len(library.problems) == 1
        assert [deck.title for deck in library.decks] == ["시험"]


def test_an_id_used_in_two_files_names_where_it_was_first(tmp_path: Path) -> None:
    library = read(tmp_path, GOOD, GOOD)
    assert found(library) == [
        f"2.yaml:4:7: id: 'a' 아이디는 이미 쓰였습니다({tmp_path / '1.yaml'}:4:3). 다른 아이디를 "
        "주세요."
    ]
    assert len(library.cards) == 1


def test_the_same_id_in_two_decks_is_two_cards(tmp_path: Path) -> None:
    library = read(tmp_path, GOOD, OTHER)
    assert library.problems == ()
    assert [card.key for card in library.cards] == ["d/a", "e/a"]


def test_a_card_moved_to_another_file_keeps_its_key(tmp_path: Path) -> None:
    moved = CARD.replace("id: a", "id: m")
    before = read(tmp_path, f"{GOOD}{moved}", OTHER)
    after = read(tmp_path, GOOD, OTHER, f"{DECK}{moved}")
    assert {card.key for card in before.cards} == {card.key for card in after.cards}


def test_yaml_directives_and_document_marks_are_no_problem(tmp_path: Path) -> None:
    for text in (
        f"%YAML 1.1\n---\n{GOOD}",
        f"%YAML 1.2\n---\n{GOOD}",
        f"---\n{GOOD}...\n",
        f"# 설명\n\n{GOOD}\n\n",
    ):
        library = read(tmp_path, text)
        assert library.problems == ()
        assert [card.key for card in library.cards] == ["d/a"]


def test_strange_directives_are_a_problem_and_nothing_more(tmp_path: Path) -> None:
    for text in (
        f"%YAML 2.0\n---\n{GOOD}",
        f"%FOO bar\n---\n{GOOD}",
        "%YAML\n",
        "%TAG !\n",
        "%" * 1000,
    ):
        library = read(tmp_path, text)
        assert [(line, 1) for line, _ in places(library)] == [(1, 1)]
