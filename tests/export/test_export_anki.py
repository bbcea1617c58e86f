"""The Anki package: what is in it, what stays from one export to the next, and what it costs."""

import hashlib
import json
import tempfile
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from html import unescape
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizcards import demos
from quizcards.card_data import card_data
from quizcards.export.anki_package import note_type
from quizcards.export.anki_package.archive import zipped
from quizcards.export.anki_package.schedule import answers
from quizcards.export.exercise import exercise_of
from quizcards.export.formats import anki
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, Code, Deck, DemoCall, Event, EventKind, Library, Misconception
from tests.export.anki_examples import NOW, Page, book, book_of, card, opened, package
from tests.quiz.quiz_examples import whiteboard
from tests.sampling import some
from tests.shipped import shipped
from tests.trace.test_exercise import CALLING_THEIR_OWN

pytestmark = pytest.mark.xdist_group("exported anki")


@pytest.fixture(scope="module")
def whole(exported: Callable[[str], bytes]) -> bytes:
    return exported("anki")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each export a place of its own for what it does not hold in memory."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def inline(code: str, **more: Any) -> DemoCall:
    return DemoCall("deck/card", code=Code(code), **more)


def test_every_shipped_card_is_a_note_with_the_pictures_that_it_shows(
    library: Library, whole: bytes
) -> None:
    found = opened(whole)
    assert found.members == [*map(str, range(len(found.media))), "media", "collection.anki2"]
    assert [Page(note["카드"]).text for note in found.notes] == [one.key for one in library.cards]
    shown = [
        attributes["src"] for note in found.notes for _, attributes in Page(note["그림"]).elements
    ]
    assert shown == list(found.media)
    assert len(shown) >= sum(one.demo is not None for one in library.cards)
    assert all(
        name.startswith("quizcards-") and not set(name) & set("/\\:") for name in found.media
    )
    assert all(picture.startswith("<svg") for picture in found.media.values())


def test_the_text_of_every_shipped_card_is_on_its_note(library: Library, whole: bytes) -> None:
    for note, one in zip(opened(whole).notes, library.cards, strict=True):
        assert Page(note["질문"]).text == " ".join(one.question.split())
        assert Page(note["답"]).text.split() == one.answer.split()
        assert Page(note["핵심"]).text == "".join(
            " ".join(point.point.split()) for point in one.key_points
        )
        assert Page(note["식"]).text == "".join(rf"\[{line}\]" for line in one.formula)
        assert all(
            " ".join(said.split()) in Page(note["오해"]).text
            for wrong in one.misconceptions
            for said in (wrong.claim, wrong.truth, wrong.because)
        )
        assert Page(note["출처"]).text == "; ".join(one.sources)


def test_a_note_carries_its_whole_card_as_json(library: Library, whole: bytes) -> None:
    for note, one in zip(opened(whole).notes, library.cards, strict=True):
        assert json.loads(unescape(note["자료"])) == json.loads(json.dumps(card_data(one)))


def test_the_same_book_gives_the_same_bytes(library: Library, whole: bytes) -> None:
    assert package(book(*library.decks)) == whole


def test_a_note_is_known_again_by_the_first_key_of_its_card() -> None:
    """The name is written out: another one would make every learner's notes come in twice."""
    cards = [
        card(),
        card(question="바뀜"),
        card("new", was=("deck/card",)),
        card("newer", was=("deck/card", "deck/new")),
    ]
    guids = {opened(package(book_of(one))).tables["notes"][0]["guid"] for one in cards}
    assert (
        guids
        == {hashlib.blake2b(b"deck/card", digest_size=10).hexdigest()}
        == {"57b82b711bc828b7874c"}
    )


def test_every_card_has_a_note_of_its_own(library: Library, whole: bytes) -> None:
    notes = opened(whole).tables["notes"]
    assert (
        len({note["guid"] for note in notes})
        == len({note["id"] for note in notes})
        == len(library.cards)
    )


def test_the_note_type_stays_the_same_one() -> None:
    """With another number, field or name of a template, Anki takes a note type for a new one."""
    (model,) = json.loads(opened(package(book_of(card()))).col["models"]).values()
    assert (model["id"], model["name"], model["type"]) == (1_735_689_600_001, "quizcards", 0)
    fields = "질문 답 핵심 식 오해 꼬리질문 계산 그림 출처 카드 자료".split()
    assert [field["name"] for field in model["flds"]] == fields
    assert [template["name"] for template in model["tmpls"]] == ["카드"]
    assert model["req"] == [[0, "any", [0]]], "a card where there is a question"
    out_of_the_way = [
        field["name"]
        for field in model["flds"]
        if field.get("collapsed") and field["excludeFromSearch"]
    ]
    assert out_of_the_way == ["자료"]


def test_anki_is_told_when_templates_or_style_change() -> None:
    """Anki takes them anew only if `CHANGED` is later than before.

    With new text goes the day it was written.
    """
    folder = Path(note_type.__file__).parent
    text = "".join(
        (folder / name).read_text(encoding="utf-8")
        for name in ("front.html", "back.html", "style.css")
    )
    assert (hashlib.sha256(text.encode()).hexdigest()[:12], note_type.CHANGED) == (
        "b2161bd9256e",
        1_795_910_400,
    )


@pytest.mark.parametrize("one", some(shipped().cards), ids=lambda one: str(one.key))
def test_the_back_has_the_function_with_a_blank_and_below_it_the_line_and_why(one: Card) -> None:
    (note,) = opened(package(book_of(replace(one, deck="deck", misconceptions=())))).notes
    if one.demo is None:
        assert "<pre>" not in note["계산"]
        return
    demo = demos.of(one.demo)
    exercise = exercise_of(one, demo)
    assert exercise is not None
    blank, line = note["계산"].split("<pre>")[1:]
    assert f"{exercise.target} = ____" in blank
    assert unescape(line.split("</pre>")[0]) == f"{exercise.target} = {exercise.line.source}"
    assert " ".join(exercise.line.note.split()) in Page(line).text
    worth = {found.target for found in whiteboard().exercises(demo)}
    assert exercise.target in worth or one.demo.run in CALLING_THEIR_OWN


def test_an_author_says_which_line_is_to_be_written_and_what_is_in_it_is_no_markup() -> None:
    code = "x = 2.0\ny = x**2 + 1\nz = y * 3  # <b>{{질문}}</b> \\(x\\)\nw = z - 1 < x"
    (note,) = opened(package(book_of(card(demo=inline(code), code=("z",))))).notes
    blank, line = note["계산"].split("<pre>")[1:]
    assert "z = ____" in blank
    assert "y = x**2 + 1" in blank
    assert "<b>" not in line
    assert "{{" not in line
    assert json.loads(unescape(note["자료"]))["code"] == ["z"]


def test_decks_are_subdecks_in_which_a_title_parts_nothing() -> None:
    titles = {
        "a": "최적화",
        "b": "최적화",
        "c": "옵티::마이저",
        "d": "adam",
        "e": "ADAM",
        "f": "최적화 (b)",
    }
    decks = [Deck(id, title, (card(deck=id),)) for id, title in titles.items()]  # noqa: A001
    found = opened(package(book(*decks)))
    named = {deck["id"]: deck["name"] for deck in json.loads(found.col["decks"]).values()}
    assert named.pop(1) == "Default"
    pairs = zip(found.notes, found.tables["cards"], strict=True)
    assert {note["카드"][0]: named[one["did"]] for note, one in pairs} == {
        "a": "quizcards::최적화",
        "b": "quizcards::최적화 (b)",
        "c": "quizcards::옵티∶∶마이저",
        "d": "quizcards::adam",
        "e": "quizcards::ADAM (e)",
        "f": "quizcards::최적화 (b) (f)",
    }


def test_a_tag_is_one_word() -> None:
    found = opened(package(book_of(card(tags=("optimizer", "두 낱말", " a\x1f\tb "))))).tables[
        "notes"
    ]
    assert [note["tags"] for note in found] == [" optimizer 두_낱말 a\ufffd_b "]


def test_new_cards_come_in_the_authors_order(library: Library, whole: bytes) -> None:
    found = opened(whole)
    assert [one["due"] for one in found.tables["cards"]] == list(range(1, len(library.cards) + 1))
    assert {
        (one["type"], one["queue"], one["ivl"], one["data"]) for one in found.tables["cards"]
    } == {(0, 0, 0, "")}
    assert found.tables["revlog"] == []


def test_the_duplicate_check_knows_the_question_as_it_is_read() -> None:
    (note,) = opened(package(book_of(card(question=r"a < b, \hat y?")))).tables["notes"]
    assert note["sfld"] == r"a < b, \hat y?"
    assert note["csum"] == int(hashlib.sha1(note["sfld"].encode()).hexdigest()[:8], 16)


def test_a_demo_that_fails_says_so_and_shows_no_picture() -> None:
    failing = inline("x = 1.0\ny = 1 / (x - 1)\n")
    wrong = Misconception("틀린 말", "까닭", replace(failing, show=("y",)))
    (note,) = (found := opened(package(book_of(card(demo=failing, misconceptions=(wrong,)))))).notes
    assert "0으로" in Page(note["계산"]).text
    assert "0으로" in Page(note["오해"]).text
    assert note["그림"] == ""
    assert found.media == {}


def test_an_empty_book_is_a_package_too() -> None:
    found = opened(package(book()))
    assert (found.notes, found.media, found.members) == ([], {}, ["media", "collection.anki2"])


def test_memory_grows_with_a_card_and_not_with_the_deck() -> None:
    def peak(count: int) -> int:
        cards = [
            Card("deck", f"card-{i}", "질문?", f"{i} " * 5_000, card().place) for i in range(count)
        ]
        tracemalloc.start()
        try:
            for _ in anki.export(book_of(*cards)):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = peak(20), peak(200)
    assert many < few + 200_000, (few, many)  # the 180 more cards are 4 MB of text


def test_a_part_of_the_package_goes_out_before_the_next_one_is_asked_for() -> None:
    asked: list[str] = []

    def members() -> Iterator[tuple[str, bytes]]:
        for name in "ab":
            asked.append(name)
            yield name, Random(0).randbytes(100_000)

    assert len(next(zipped(members()))) > 0
    assert asked == ["a"]


def test_nothing_is_left_behind_when_the_export_ends_or_is_given_up(
    library: Library, temporary: Path
) -> None:
    package(book_of(card()))
    assert list(temporary.iterdir()) == []
    pieces = anki.export(book(*library.decks))
    assert isinstance(pieces, Generator)
    assert len(list(islice(pieces, 5))) == 5
    assert len(list(temporary.iterdir())) == 1
    pieces.close()
    assert list(temporary.iterdir()) == []


def test_what_is_exported_is_as_of_the_moment_of_the_export() -> None:
    """Anki updates a note only if it is newer than its own, so every export is as new as it is."""
    found = opened(package(book_of(card(), card("two"))))
    assert {note["mod"] for note in found.tables["notes"]} == {int(NOW)}
    assert [note["id"] for note in found.tables["notes"]] == [
        int(NOW * 1000) + 1,
        int(NOW * 1000) + 2,
    ]


def test_what_a_card_learnt_afresh_was_answered_before_counts_no_longer() -> None:
    def event(number: int, kind: EventKind, grade: int | None, day: int) -> Event:
        return Event(f"{number:028x}", day * 86_400.0, day, kind, "d/c", grade)

    before = [
        event(1, "review", 4, 100),
        event(2, "review", 3, 110),
        event(3, "restart", None, 120),
    ]
    after = [event(4, "review", 4, 120), event(5, "review", 3, 130)]
    afresh = list(answers(after, "d/c", Scheduler(), NOW))
    assert list(answers([*before, *after], "d/c", Scheduler(), NOW))[2:] == afresh
    assert afresh[0].last == 0
