"""Anki itself, without its window: what it makes of our packages.

`make anki` runs this; `make test` needs no Anki.
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

from quizcards.card_data import card_data
from quizcards.export.book import Book
from quizcards.importing.package import read_package
from quizcards.memory.day import study_day
from quizcards.memory.fsrs import DEFAULT_WEIGHTS, retrievability
from quizcards.memory.schedule import Scheduler, previews
from quizcards.model import Card, Deck
from tests.export.anki_examples import (
    Page,
    book,
    book_of,
    card,
    opened,
    package,
    scheduled,
    studied,
)
from tests.export.test_export_anki_schedule import ANKI, answered
from tests.export.test_export_anki_text import TRICKS, everywhere
from tests.shipped import shipped

FAR = "Asia/Seoul", "America/Los_Angeles", "UTC"
Take = Callable[..., Any]


@pytest.fixture(scope="module")
def table() -> Iterator[dict[str, str]]:
    """Collect what was measured, and print it at the end."""
    rows: dict[str, str] = {}
    yield rows
    print(f"\n\nAnki {version('anki')}\n")
    print("\n".join(f"  {name:<58}{value}" for name, value in rows.items()))


@pytest.fixture
def new_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Collection]]:
    """Open a new collection in a time zone, with FSRS on, as its learner has it."""
    home = os.environ["TZ"]
    opened: list[Collection] = []

    def move(zone: str) -> None:
        if os.environ["TZ"] != zone:
            monkeypatch.setenv("TZ", zone)
            time.sleep(1.1)  # Anki looks where it is once a second
        time.tzset()

    def make(zone: str = "Asia/Seoul") -> Collection:
        move(zone)
        folder = tmp_path / f"anki-{len(opened)}"
        folder.mkdir()
        opened.append(Collection(str(folder / "collection.anki2")))
        opened[-1].set_config("fsrs", True)
        return opened[-1]

    yield make
    for col in opened:
        col.close()
    move(home)


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import a package, and return how many notes Anki calls what.

    A check of the whole collection follows.
    """

    def import_package(
        col: Collection, data: bytes, with_scheduling: bool = True
    ) -> dict[str, int]:
        file = tmp_path / "package.apkg"
        file.write_bytes(data)
        options = ImportAnkiPackageOptions(with_scheduling=with_scheduling)
        log = col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(file), options=options)
        ).log
        problems, ok = col.fix_integrity()
        assert (problems, ok) == ("Database rebuilt and optimized.", True)
        kinds = (
            "new",
            "updated",
            "duplicate",
            "conflicting",
            "first_field_match",
            "missing_notetype",
            "missing_deck",
        )
        counts = {kind: len(getattr(log, kind)) for kind in kinds}
        return {kind: count for kind, count in counts.items() if count}

    return import_package


def of(col: Collection, one: Card) -> Any:
    """Return Anki's card of ours."""
    (number,) = col.find_cards(f'"카드:{one.key}"')
    return col.get_card(number)


def rows(col: Collection, columns: str) -> list[Any]:
    """Return what the review log says, oldest first."""
    assert col.db is not None
    return list(col.db.all(f"SELECT {columns} FROM revlog ORDER BY id"))


def standing(col: Collection, one: Card) -> tuple[Any, ...]:
    """Return all that says when a card comes next."""
    found = of(col, one)
    state = found.memory_state
    memory = (state.stability, state.difficulty) if state else None
    return (
        found.type,
        found.queue,
        found.due,
        found.ivl,
        found.reps,
        found.lapses,
        found.left,
        memory,
    )


def answer(col: Collection, one: Card, grade: int) -> None:
    found = of(col, one)
    found.start_timer()
    states = col._backend.get_scheduling_states(found.id)
    col.sched.answer_card(col.sched.build_answer(card=found, states=states, rating=grade - 1))


def shipped_book(now: float, seed: int = 0) -> Book:
    library = shipped()
    return scheduled(library.decks, studied(library.cards, now, seed), now)


def cards_of(book: Book) -> Sequence[Card]:
    return book.context.cards


def today() -> int:
    return study_day(datetime.now()).toordinal()


def test_every_shipped_card_arrives_with_deck_tags_text_and_pictures(
    new_collection: Any, take: Take, table: dict[str, str]
) -> None:
    ours = book(*shipped().decks, now=time.time())
    data = package(ours)
    col, written = new_collection(), opened(data)
    assert take(col, data) == {"new": len(cards_of(ours))}
    for one, note in zip(cards_of(ours), written.notes, strict=True):
        found = of(col, one)
        assert dict(found.note().items()) == note
        assert found.note().tags == sorted(one.tags)
        assert found.note().note_type()["name"] == "quizcards"
    for deck in ours.decks:
        held = {
            col.get_card(number).note()["카드"]
            for number in col.find_cards(f'deck:"quizcards::{deck.title}"')
        }
        assert held == {one.key for one in deck.cards}
    media = Path(col.media.dir())
    assert {
        file.name: file.read_text(encoding="utf-8") for file in media.iterdir()
    } == written.media
    checked = col.media.check()
    assert (list(checked.missing), list(checked.unused)) == ([], [])
    table["notes and cards, in decks"] = f"{col.note_count()}, {len(ours.decks)}"
    table["pictures, tags"] = f"{len(written.media)}, {len(col.tags.all())}"


def test_every_card_is_shown_with_its_formulas_and_without_an_error(
    new_collection: Any, take: Take, table: dict[str, str]
) -> None:
    ours, col, formulas = book(*shipped().decks, now=time.time()), new_collection(), 0
    take(col, package(ours))
    for one in cards_of(ours):
        output = of(col, one).render_output()
        assert output.question_av_tags == output.answer_av_tags == []
        assert Page(output.question_text).text == " ".join(one.question.split())
        assert "{{" not in output.answer_text
        page = Page(output.answer_text)
        assert " ".join(one.answer.split()) in " ".join(page.text.split())
        assert all(f"\\[{line}\\]" in page.text for line in one.formula)
        assert page.text.count("\\(") == page.text.count("\\)")
        shown = {given["src"] for tag, given in page.elements if tag == "img"}
        assert shown == {
            name
            for name in os.listdir(col.media.dir())
            if re.match(rf"quizcards-{one.deck}--{one.id}(--|\.)", str(name))
        }
        assert "자료" not in page.text
        assert one.id in page.text
        formulas += page.text.count("\\(") + page.text.count("\\[")
    table["formulas for MathJax on the cards"] = f"{formulas}"


@pytest.mark.parametrize("zone", FAR)
def test_every_card_stands_where_it_stood(
    new_collection: Any, take: Take, table: dict[str, str], zone: str
) -> None:
    col = new_collection(zone)
    ours = shipped_book(time.time())
    take(col, package(ours))
    kinds: Counter[str] = Counter()
    for position, one in enumerate(cards_of(ours), 1):
        found, memory = of(col, one), ours.memories.get(one.key)
        kinds[
            "suspended"
            if found.queue == -1
            else ("new", "learning", "review", "relearning")[found.type]
        ] += 1
        assert (found.queue == -1) == bool(memory and memory.suspended)
        if memory is None or memory.is_new:
            assert (found.type, found.due, found.memory_state) == (0, position, None)
            continue
        assert (found.reps, found.lapses) == (memory.reps, memory.lapses)
        assert found.memory_state.stability == pytest.approx(memory.stability, rel=1e-3, abs=1e-4)
        assert found.memory_state.difficulty == pytest.approx(memory.difficulty, abs=1e-3)
        assert found.desired_retention == pytest.approx(0.9)
        if memory.step == -1:
            assert found.type == 2
            assert today() + found.due - col.sched.today == memory.due_day, date.fromordinal(
                memory.due_day
            )
            assert found.ivl == memory.interval
        else:
            assert found.type == (3 if memory.step >= 2 else 1)
            assert found.due == int(memory.due_at)
    assert {"new", "learning", "review", "relearning", "suspended"} == set(kinds)
    table[f"cards by state, {zone}"] = ", ".join(
        f"{count} {kind}" for kind, count in sorted(kinds.items())
    )


def test_the_review_log_arrives_and_leads_anki_to_the_same_memory(
    new_collection: Any, take: Take, table: dict[str, str]
) -> None:
    """Anki computes stability and difficulty anew from the log that we wrote.

    And from them recall and what comes next.
    """
    col, now = new_collection(), time.time()
    ours = shipped_book(now)
    data = package(ours)
    take(col, data)
    written = [
        tuple(row[name] for name in COLUMNS.split(", ")) for row in opened(data).tables["revlog"]
    ]
    assert [tuple(row) for row in rows(col, COLUMNS)] == written
    worst = {"stability": 0.0, "difficulty": 0.0, "recall": 0.0, "after": 0.0}

    def compare(name: str, theirs: float, expected: float) -> None:
        worst[name] = max(worst[name], abs(theirs - expected) / expected)

    # Anki keeps three places of it with a card
    weights = (*DEFAULT_WEIGHTS[:20], round(DEFAULT_WEIGHTS[20], 3))
    for one in cards_of(ours):
        memory = ours.memories.get(one.key)
        if memory is None or memory.is_new:
            continue
        found = of(col, one)
        again = col.compute_memory_state(found.id)
        compare("stability", again.stability, memory.stability)
        compare("difficulty", again.difficulty, memory.difficulty)
        recall = retrievability(
            (time.time() - found.last_review_time) / 86_400, memory.stability, weights
        )
        compare("recall", col.card_stats_data(found.id).fsrs_retrievability, recall)
        if memory.step == -1 and memory.last_day < today():
            states = col._backend.get_scheduling_states(found.id)
            for grade, after in zip(
                ("again", "hard", "good", "easy"),
                previews(memory, now, today(), Scheduler()),
                strict=True,
            ):
                state = getattr(states, grade).normal
                learnt = (
                    state.relearning.learning if grade == "again" else state.review
                ).memory_state
                compare("after", learnt.stability, after.stability)
                compare("after", learnt.difficulty, after.difficulty)
    assert worst["stability"] < 1e-5
    assert worst["difficulty"] < 1e-5
    assert worst["recall"] < 1e-3
    assert worst["after"] < 2e-3, "Anki keeps four places of stability and three of difficulty"
    table["answers in the review log"] = f"{len(written)}"
    table["stability, difficulty computed by Anki from that log"] = (
        f"differ by {worst['stability']:.0e}, {worst['difficulty']:.0e} at most"
    )
    table["recall now, memory after each grade, computed by Anki"] = (
        f"differ by {worst['recall']:.0e}, {worst['after']:.0e} at most"
    )


COLUMNS = "id, ease, ivl, lastIvl, factor, time, type"


@pytest.mark.parametrize("grades", ANKI, ids=str)
def test_what_the_quick_tests_take_for_ankis_rows_is_what_anki_writes(
    new_collection: Any, take: Take, grades: tuple[int, ...]
) -> None:
    col, (log, expected, (stability, difficulty)) = new_collection(), ANKI[grades]
    take(col, package(book_of(card(), now=time.time())))
    for grade in grades:
        answer(col, card(), grade)
    assert [tuple(row) for row in rows(col, "ease, ivl, lastIvl, factor, type")] == log
    found = of(col, card())
    assert (
        found.type,
        found.queue,
        found.ivl,
        found.factor,
        found.reps,
        found.lapses,
        found.left,
    ) == expected
    assert (found.memory_state.stability, found.memory_state.difficulty) == pytest.approx(
        (stability, difficulty)
    )


def test_importing_again_updates_the_notes_and_keeps_what_was_learnt_in_anki(
    new_collection: Any, take: Take, table: dict[str, str]
) -> None:
    col, now = new_collection(), time.time()
    library = shipped()
    take(col, package(book(*library.decks, now=now - 60)))
    for place, one in enumerate(library.cards):
        for grade in ((4,), (3, 3), (3,), (1,), ())[place % 5]:
            answer(col, one, grade)
    before, log = {one.key: standing(col, one) for one in library.cards}, rows(col, "*")

    first, *others = library.decks
    renamed, edited, *rest = first.cards
    changed = (
        replace(renamed, id="renamed", was=(renamed.key,)),
        replace(edited, question="고친 질문?", tags=("고침",)),
        *rest,
        card("added", deck=first.id),
    )
    later = [replace(first, cards=changed), *others]
    again = package(
        scheduled(later, studied([one for deck in later for one in deck.cards], now, 1), now)
    )
    assert take(col, again) == {"new": 1, "updated": len(library.cards)}
    assert col.note_count() == col.card_count() == len(library.cards) + 1
    assert of(col, changed[1]).note()["질문"] == "고친 질문?"
    assert of(col, changed[1]).note().tags == ["고침"]
    after = {one.key: standing(col, one) for deck in later for one in deck.cards}
    assert after[changed[0].key] == before[renamed.key]
    assert all(after[key] == before[key] for key in before if key != renamed.key)
    news = of(col, changed[-1]).id
    assert [row for row in rows(col, "*") if row[1] != news] == log
    assert take(col, again) == {"duplicate": len(library.cards) + 1}
    assert {one.key: standing(col, one) for deck in later for one in deck.cards} == after
    assert list(col.media.check().missing) == []
    table["imported again after edits, a rename and a new card"] = (
        f"{len(library.cards)} updated, 1 new, no answer lost"
    )


def test_a_picture_that_changed_is_the_one_that_is_shown(new_collection: Any, take: Take) -> None:
    now = time.time()
    one = next(one for one in shipped().cards if one.id == "adam")
    assert one.demo
    deck = Deck(one.deck, "제목", (one,))
    other = replace(deck, cards=(replace(one, demo=replace(one.demo, params={"lr": 0.5})),))
    col = new_collection()
    for number, each in enumerate((deck, other)):
        data = package(book(each, now=now + number))
        take(col, data)
        (_, shown), *_ = Page(of(col, one).note()["그림"]).elements
        first = next(iter(opened(data).media.values()))
        assert (Path(col.media.dir()) / str(shown["src"])).read_text(encoding="utf-8") == first


def test_a_note_that_the_learner_edited_in_anki_since_stays_as_it_is(
    new_collection: Any, take: Take
) -> None:
    col, data = new_collection(), package(book_of(card(), now=time.time() - 60))
    take(col, data)
    note = of(col, card()).note()
    note["답"] = "내가 고친 답"
    col.update_note(note)
    assert take(col, data) == {"duplicate": 1}
    assert of(col, card()).note()["답"] == "내가 고친 답"


def test_what_anki_exports_again_comes_back_to_us_whole(
    new_collection: Any, take: Take, tmp_path: Path, table: dict[str, str]
) -> None:
    col, ours, file = new_collection(), shipped_book(time.time()), tmp_path / "back.apkg"
    take(col, package(ours))
    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, legacy=False)
    col.export_anki_package(out_path=str(file), options=options, limit=None)
    found = read_package(file)
    back = {(deck.id, one.data["id"]): one.data for deck in found.decks for one in deck.cards}
    assert back == {
        (one.deck, one.id): json.loads(json.dumps(card_data(one))) for one in cards_of(ours)
    }
    assert (found.rows, found.left_out) == (len(rows(col, "id")), [])
    table["cards, answers read from Anki's own export of them"] = f"{len(back)}, {found.rows}"


def test_a_learner_who_leaves_the_schedule_out_gets_new_cards(
    new_collection: Any, take: Take
) -> None:
    col = new_collection()
    ours = shipped_book(time.time())
    take(col, package(ours), with_scheduling=False)
    assert {(of(col, one).type, of(col, one).queue) for one in cards_of(ours)} == {(0, 0)}
    assert rows(col, "id") == []


def test_what_a_card_says_stays_text_in_anki(new_collection: Any, take: Take) -> None:
    texts = [text for text in TRICKS if text.split()]
    cards = [replace(everywhere(text), id=f"trick-{i}") for i, text in enumerate(texts)]
    titles = ["a::b", "a:", ":a", "::", 'say "x"', "a\x1fb", "같음", "같음", "*_* -x", "deck:*"]
    decks = [Deck(f"deck-{i}", title, (card(deck=f"deck-{i}"),)) for i, title in enumerate(titles)]
    ours = book(Deck("deck", "제목", tuple(cards)), *decks, now=time.time())
    col, data = new_collection(), package(ours)
    assert take(col, data) == {"new": len(cards) + len(titles)}
    for one, note in zip(cards_of(ours), opened(data).notes, strict=True):
        found = of(col, one)
        assert dict(found.note().items()) == note
        output = found.render_output()
        assert output.question_av_tags == output.answer_av_tags == []
        assert output.question_text == f'<div class="question">{note["질문"]}</div>'
    held = Counter(len(col.find_cards(f"did:{deck.id}")) for deck in col.decks.all_names_and_ids())
    assert held == {0: 2, 1: len(titles), len(cards): 1}, (
        "one deck each, and none in Default or above"
    )
    assert os.listdir(col.media.dir()) == []


def test_ten_thousand_cards(new_collection: Any, take: Take, table: dict[str, str]) -> None:
    now = time.time()
    cards = tuple(
        replace(card(f"card-{i}"), question=f"{i}번 질문?", tags=("tag",)) for i in range(10_000)
    )
    ours = scheduled([Deck("deck", "제목", cards)], studied(cards, now), now)
    started = time.perf_counter()
    data = package(ours)
    written = time.perf_counter()
    col = new_collection()
    assert take(col, data) == {"new": 10_000}
    table["10,000 cards with their schedule"] = (
        f"{len(rows(col, 'id'))} answers, {len(data) / 1e6:.1f} MB,"
        f" written in {written - started:.1f} s,"
        f" imported and checked in {time.perf_counter() - written:.1f} s"
    )


@pytest.mark.parametrize("days", [0.5, 2, 400])
def test_a_package_from_a_clock_that_is_ahead_is_taken(
    new_collection: Any, take: Take, days: float
) -> None:
    col = new_collection()
    assert take(col, package(book_of(card(), now=time.time() + 86_400 * days))) == {"new": 1}
    assert of(col, card()).nid < (time.time() + 86_400) * 1000


def test_an_answer_from_a_clock_that_was_ahead_keeps_no_package_out(
    new_collection: Any, take: Take
) -> None:
    now = time.time()
    events = {"deck/card": answered([3, 4], start=now + 86_400 * 30, day=today() + 30)}
    col = new_collection()
    assert take(col, package(scheduled([Deck("deck", "제목", (card(),))], events, now))) == {
        "new": 1
    }
    assert len(rows(col, "id")) == 2
    assert json.loads(col.db.scalar("SELECT data FROM cards"))["s"] > 0


def test_a_note_type_that_the_learner_changed_keeps_its_notes_as_they_are(
    new_collection: Any, take: Take
) -> None:
    col, now = new_collection(), time.time()
    take(col, package(book_of(card(), now=now - 60)))
    model = of(col, card()).note().note_type()
    col.models.add_field(model, col.models.new_field("내 메모"))
    col.models.update_dict(model)
    assert take(col, package(book_of(card(question="고친 질문?"), now=now))) == {"conflicting": 1}
    assert of(col, card()).note()["질문"] == "질문?"


def test_a_card_that_is_gone_and_a_deck_with_another_title_leave_anki_as_it_was(
    new_collection: Any, take: Take
) -> None:
    col, now = new_collection(), time.time()
    take(col, package(book_of(card(), card("gone"), now=now - 60)))
    take(col, package(book(Deck("deck", "새 제목", (card(),)), now=now)))
    assert len(col.find_cards('deck:"quizcards::제목"')) == 2
