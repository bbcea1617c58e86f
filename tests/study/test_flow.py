"""The session from the first question to the last, with every edge in the test's hand."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizcards.errors import QuizcardsError
from quizcards.memory.replay import new_memory, replay
from quizcards.memory.schedule import Scheduler, previews
from quizcards.model import Card, Deck, Event, Grade, KeyPoint, Library
from quizcards.quiz.question import Asked, Item, Number, Verdict
from quizcards.store import log
from quizcards.store.store import Store
from quizcards.study.asking import recall
from quizcards.study.flow import review_event, summary_of
from quizcards.study.queue import Left, Limits
from quizcards.study.session import Command, Graded, Question, Session
from quizcards.study.wording import shown_hash, wording
from tests.sampling import examples
from tests.session_fixtures import Desk, day_of

AGAIN, HARD, GOOD, EASY = (Graded(grade, 2.0) for grade in Grade)
UNDO, REDO, BURY, SUSPEND, AHEAD, EDIT, RESTART, MORE, DRILL = map(
    Command,
    ("undo", "redo", "bury", "suspend", "ahead", "edit", "restart", "more", "drill"),
)
HOUR, NIGHT = 3600, 86_400


def test_a_session_asks_each_card_and_ends_with_a_summary(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1", "a/2", "b/1")
    session = desk.play(EASY, EASY, EASY)
    assert desk.asked == ["a/1", "a/2", "b/1"]
    (summary, _), *more = desk.closings
    assert not more
    assert (summary.answers, summary.cards, summary.remembered, summary.seconds) == (3, 3, 3, 6.0)
    assert session.current is None


def test_whoever_leaves_early_leaves_what_the_last_question_counted(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    begun = desk.open()
    end = desk.play(AGAIN, EASY)
    left = summary_of(begun, end, desk.now, day_of(desk.now)).left
    assert left == desk.questions[-1].left
    assert (left.new, left.again) == (1, 1)


def test_with_nothing_to_ask_the_session_goes_straight_to_its_end(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk()
    desk.play()
    assert desk.asked == []
    assert desk.closings[0][0].answers == 0


def test_again_brings_the_card_back_in_the_same_session_after_the_others(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(AGAIN, EASY, EASY, GOOD, GOOD)
    assert desk.asked == ["a/1", "a/2", "a/3", "a/1", "a/1"]


def test_a_card_missed_again_and_again_lets_the_others_come_in_between(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(AGAIN, GOOD, GOOD, AGAIN, AGAIN, AGAIN)
    assert desk.asked == ["a/1", "a/2", "a/3", "a/1", "a/2", "a/3", "a/1"]


def test_again_brings_the_card_back_before_the_others_once_its_minute_is_over(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(AGAIN, 61, EASY, GOOD)
    assert desk.asked[:3] == ["a/1", "a/2", "a/1"]


def test_what_was_forgotten_comes_back_in_the_same_session(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(EASY, EASY)
    desk.now += 30 * NIGHT
    desk.questions.clear()
    desk.play(AGAIN, GOOD, GOOD)
    assert desk.asked == ["a/1", "a/2", "a/1"]


def test_the_day_has_one_limit_over_all_its_sessions(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk(*(f"a/{i}" for i in range(9)), limits=Limits(new=4))
    desk.play(EASY, EASY, EASY, Command("quit"))
    assert desk.asked == ["a/0", "a/1", "a/2", "a/3"]
    desk.questions.clear()
    desk.play(EASY)
    assert desk.asked == ["a/3"]
    desk.now += NIGHT
    desk.questions.clear()
    desk.play(EASY, EASY, EASY, EASY)
    assert desk.asked == ["a/4", "a/5", "a/6", "a/7"]


def test_tomorrow_the_session_asks_exactly_what_fsrs_says(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/good", "a/easy")
    desk.play(GOOD, EASY, GOOD)  # 10 minutes, days, then the interval of S0(3) = 2.3065: two days
    days = desk.log.memory("a/easy").interval
    assert 6 <= days <= 10  # S0(4) = 8.2956, and 1 + 0.15 * 4.5 + 0.1 * 1.2956 = 1.8 to either side
    for day in range(1, 12):
        desk.now += NIGHT
        assert set(desk.open().keys) == {
            key for key, due in (("a/good", 2), ("a/easy", days)) if day >= due
        }


def test_a_question_shows_what_each_grade_will_do_and_the_grade_does_it(
    at_desk: Callable[..., Desk],
) -> None:
    for number, reply in enumerate((AGAIN, HARD, GOOD, EASY)):
        desk = at_desk("a/1")
        session = desk.play(reply, Command("quit"))
        assert session.memories["a/1"] == desk.questions[0].outcomes[number]


def test_an_answer_says_what_was_shown_how_it_was_asked_and_how_long_it_took(
    at_desk: Callable[..., Desk], morning: float, today: int
) -> None:
    desk = at_desk("a/1")
    desk.play(5, Graded(Grade.HARD, 12.5, "적률 추정"))
    assert desk.log.events[0] == Event(
        "0" * 28, morning + 5, today, "review", "a/1", 2,
        asked="recall", seconds=12.5, answer="적률 추정", shown=wording(desk.library.cards[0]),
    )  # fmt: skip


def test_the_hash_of_what_was_shown_changes_with_every_word_on_screen_and_with_nothing_else(
    card: Callable[..., Card],
) -> None:
    words: list[dict[str, Any]] = [
        {"question": "새 질문?"},
        {"answer": "새 답."},
        {"key_points": (KeyPoint("점"),)},
        {"formula": ("x",)},
        {"tags": ("t",)},
    ]
    assert len({shown_hash(card("a/1", **changed)) for changed in words}) == 5
    assert (
        shown_hash(card("a/1", tags=("t",)))
        == shown_hash(card("a/1", tags=("t",), sources=("s",)))
        == shown_hash(card("a/1"))
    )


def test_a_renamed_card_never_seen_has_the_fuzz_of_its_first_name(
    at_desk: Callable[..., Desk], card: Callable[..., Card]
) -> None:
    desk = at_desk()
    desk.library = Library((Deck("a", "덱", (card("a/new", was=("a/old", "a/older")),)),))
    desk.play()
    (question,) = desk.questions
    assert question.outcomes == previews(
        new_memory("a/old"), question.at, question.day, Scheduler()
    )


def test_an_answer_after_the_turn_of_the_day_belongs_to_the_new_day(
    at_desk: Callable[..., Desk], morning: float, today: int
) -> None:
    desk = at_desk("a/1", now=morning + NIGHT - 60)
    desk.play(120, EASY)
    assert (desk.log.events[0].day, desk.log.memory("a/1").first_day) == (today + 1, today + 1)


def test_undo_returns_to_the_card_with_the_memory_it_had(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(EASY, EASY)
    desk.now += 30 * NIGHT
    before = desk.log.memories()
    session = desk.play(AGAIN, UNDO)
    assert desk.asked[-1] == desk.asked[-3]
    assert session.memories == before
    assert session.answers == ()


def test_undo_has_no_limit_and_goes_back_over_earlier_sessions(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(EASY, BURY)
    desk.now += NIGHT
    desk.play(HARD, SUSPEND)
    desk.now += NIGHT
    desk.questions.clear()
    session = desk.play(UNDO, UNDO, UNDO, UNDO, UNDO)
    assert desk.asked[1:] == ["a/3", "a/2", "a/2", "a/1", "a/1"]
    assert "되돌릴 것이 없습니다" in desk.questions[-1].message
    assert all(memory.is_new and not memory.suspended for memory in session.memories.values())


def test_a_card_of_an_earlier_session_that_undo_brought_back_takes_part_in_this_one(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1")
    desk.play(EASY)
    desk.questions.clear()
    desk.play(UNDO, AGAIN, EASY)
    assert desk.asked == ["a/1", "a/1"]


def test_redo_gives_back_what_undo_took_and_goes_on_to_the_next_card(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    session = desk.play(EASY, GOOD, UNDO, UNDO, REDO, REDO, Command("quit"))
    assert desk.asked == ["a/1", "a/2", "a/3", "a/2", "a/1", "a/2", "a/3"]
    assert [event.card for event in session.answers] == ["a/1", "a/2"]
    assert desk.log.undone == []


def test_a_new_answer_leaves_nothing_to_redo(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(EASY, UNDO, HARD, REDO)
    assert "다시 할 것이 없습니다" in desk.questions[-1].message
    assert [event.grade for event in desk.log.done] == [2]


def test_undo_also_goes_on_from_the_closing_screen(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1")
    desk.play(EASY, UNDO, HARD)
    assert desk.asked[:2] == ["a/1", "a/1"]
    assert [event.grade for event in desk.log.done] == [2]


@pytest.mark.parametrize("hide", [BURY, SUSPEND])
def test_a_hidden_card_leaves_the_session_and_undo_brings_it_back(
    at_desk: Callable[..., Desk], hide: Any
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(hide, EASY)
    assert desk.asked == ["a/1", "a/2"]
    desk.questions.clear()
    desk.play(UNDO, UNDO)  # the answer, then what hid the card
    assert desk.asked == ["a/2", "a/1"]
    desk.questions.clear()
    desk.play()
    assert desk.asked == ["a/1"]


def test_a_buried_card_is_asked_again_tomorrow_and_a_suspended_one_is_not(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(BURY, SUSPEND)
    desk.now += NIGHT
    desk.questions.clear()
    desk.play(EASY)
    assert desk.asked == ["a/1"]


def test_looking_ahead_asks_each_of_tomorrows_cards_once(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(GOOD, GOOD, GOOD, GOOD, GOOD, EASY)  # two days, two days, and a week or more
    desk.now += NIGHT
    desk.questions.clear()
    desk.play(AHEAD, GOOD, GOOD, AHEAD)
    assert desk.asked == ["a/1", "a/2"]
    assert len(desk.closings) == 4  # after the first session, before, after, and once more in vain


def test_whoever_asks_for_more_gets_five_new_cards_beyond_the_days(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk(*(f"a/{i}" for i in range(8)), limits=Limits(new=2))
    desk.play(EASY, EASY, MORE, EASY, EASY, EASY, EASY, EASY, MORE, EASY, MORE)
    assert desk.asked == [f"a/{i}" for i in range(8)]
    assert [summary.unseen for summary, _ in desk.closings] == [6, 1, 0, 0]
    assert desk.closings[-1][1] == "새로 열 카드가 없습니다."


def test_the_end_names_what_lasts_longer_and_what_is_weak_and_tests_that(
    at_desk: Callable[..., Desk],
) -> None:
    drilled: list[Sequence[str]] = []

    def drill(keys: Sequence[str]) -> str:
        drilled.append(keys)
        return "시험을 마쳤습니다."

    desk = at_desk("a/1", "a/2", drill=drill)
    desk.play(AGAIN, EASY, GOOD, GOOD, DRILL)
    (summary, _), (again, message) = desk.closings
    assert [gain.name for gain in summary.stronger] == ["2"]
    assert [weak.card for weak in summary.weak] == ["a/1"]
    assert summary.graduated == 2
    assert drilled == [["a/1"]]
    assert (again, message) == (summary, "시험을 마쳤습니다.")


def test_a_card_forgotten_while_looking_ahead_still_comes_back(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(GOOD, GOOD, GOOD, GOOD)
    desk.now += NIGHT
    desk.questions.clear()
    desk.play(AHEAD, AGAIN, GOOD, GOOD)
    assert desk.asked == ["a/1", "a/2", "a/1"]


def test_an_edited_card_is_asked_in_its_new_words_with_its_old_memory(
    at_desk: Callable[..., Desk], card: Callable[..., Card]
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(EASY, EASY)
    desk.now += 30 * NIGHT
    reworded = card("a/1", question="새 질문?")
    deck = replace(desk.library.decks[0], cards=(reworded, desk.library.cards[1]))
    desk.edit = lambda _: (Library((deck,)), "다시 읽었습니다.")
    desk.questions.clear()
    session = desk.play(EDIT, GOOD, Command("quit"))
    before, after = desk.questions[:2]
    assert (after.card.question, after.message) == ("새 질문?", "다시 읽었습니다.")
    assert before.outcomes == after.outcomes
    assert desk.log.events[-1].shown == wording(reworded) != wording(before.card)
    assert session.memories["a/1"] == desk.log.memory("a/1")


@pytest.fixture
def rewritten(at_desk: Callable[..., Desk], card: Callable[..., Card]) -> Any:
    """A desk whose one card, learnt before, became another one overnight."""
    desk = at_desk()
    desk.library = Library(
        (
            Deck(
                "a",
                "덱",
                (card("a/1", question="드롭아웃은 언제 끄나요?", answer="추론할 때 끕니다."),),
            ),
        )
    )
    desk.play(EASY)
    new = card(
        "a/1", question="Adam은 무엇을 보정하나요?", answer="0에서 출발한 두 적률의 편향입니다."
    )
    desk.library = Library((Deck("a", "덱", (new,)),))
    desk.now += 30 * NIGHT
    desk.questions.clear()
    return desk


def test_a_card_that_became_another_one_is_told_once(rewritten: Any) -> None:
    rewritten.play(AGAIN, EASY)
    assert [question.has_changed for question in rewritten.questions] == [True, False]
    assert ["많이 다릅니다" in question.message for question in rewritten.questions] == [
        True,
        False,
    ]
    rewritten.now += 300 * NIGHT
    rewritten.questions.clear()
    rewritten.play(EASY)
    assert [question.has_changed for question in rewritten.questions] == [False]


def test_what_was_not_answered_is_told_again_the_next_time(rewritten: Any) -> None:
    rewritten.play(Command("quit"))
    rewritten.play(GOOD, UNDO)
    assert [question.has_changed for question in rewritten.questions] == [True, True, True]


def test_a_card_learnt_afresh_is_a_new_one_and_undo_gives_its_past_back(
    rewritten: Any, today: int
) -> None:
    before = rewritten.log.memory("a/1")
    rewritten.play(RESTART, UNDO, RESTART, GOOD, Command("quit"))
    old, new, back, again, _ = rewritten.questions
    assert new.outcomes == previews(new_memory("a/1"), new.at, new.day, Scheduler())
    assert (new.is_new, new.has_changed, new.message) == (
        True,
        False,
        "이 카드를 처음부터 다시 배웁니다. u로 되돌릴 수 있습니다.",
    )
    assert (back.outcomes, back.has_changed) == (old.outcomes, True)
    assert back.message.startswith(
        "처음부터 다시 배우기로 한 것을 되돌렸습니다. 이 카드의 질문과 답이"
    )
    assert again.is_new
    memory = rewritten.log.memory("a/1")
    assert (memory.reps, memory.first_day, memory.seed) == (1, today + 30, before.seed)
    assert [event.kind for event in rewritten.log.events[1:]] == [
        "restart",
        "undo",
        "restart",
        "review",
    ]


def test_an_edit_that_makes_another_card_of_it_is_told_at_once(
    rewritten: Any, card: Callable[..., Card]
) -> None:
    old = card("a/1", question="드롭아웃은 언제 끄나요?", answer="추론할 때 끕니다.")
    new, rewritten.library = rewritten.library, Library((Deck("a", "덱", (old,)),))
    rewritten.edit = lambda _: (new, "다시 읽었습니다.")
    rewritten.play(EDIT, Command("quit"))
    assert [question.has_changed for question in rewritten.questions] == [False, True]
    assert rewritten.questions[1].message.startswith("다시 읽었습니다. 이 카드의")


def test_a_card_that_an_edit_removed_leaves_the_session(
    at_desk: Callable[..., Desk], library: Callable[..., Library]
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.edit = lambda _: (library("a/2"), "")
    desk.play(EDIT, EASY)
    assert desk.asked == ["a/1", "a/2"]


def test_a_broken_edit_keeps_the_card_and_says_where(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1")
    desk.edit = lambda _: (desk.library, "a.yaml:3:1: 답이 없습니다.")
    desk.play(EDIT)
    assert [question.card for question in desk.questions] == [desk.library.cards[0]] * 2
    assert desk.questions[-1].message == "a.yaml:3:1: 답이 없습니다."


def test_what_was_answered_before_an_edit_removed_its_card_can_still_be_undone(
    at_desk: Callable[..., Desk], library: Callable[..., Library]
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.edit = lambda _: (library("a/2"), "")
    session = desk.play(EASY, EDIT, UNDO)
    assert desk.log.done == []
    assert "a/1" in desk.questions[-1].message
    assert session.memories["a/1"].is_new


def test_the_eighth_lapse_is_told_and_the_card_stays(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1")
    desk.play(EASY)
    for lapse in range(1, 10):
        desk.now += 400 * NIGHT
        desk.questions.clear()
        desk.play(AGAIN, GOOD)
        messages = [question.message for question in desk.questions] + [desk.closings[-1][1]]
        assert sum("번 잊었습니다" in message for message in messages) == (lapse == 8), lapse
    assert not desk.log.memory("a/1").suspended


def test_what_is_left_goes_down_with_every_card_that_is_done(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(EASY, AGAIN, EASY, EASY)
    assert [question.left for question in desk.questions] == [
        Left(reviews=0, new=3, again=0, done=0),
        Left(reviews=0, new=2, again=0, done=1),
        Left(reviews=0, new=1, again=1, done=1),
        Left(reviews=0, new=0, again=1, done=2),
    ]


def test_only_what_is_asked_for_want_of_anything_else_is_said_to_come_early(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(AGAIN, 90.0, AGAIN, GOOD, EASY)  # the first is due when the second is answered
    assert [question.waits for question in desk.questions] == [0.0, 0.0, 0.0, 60.0, 600.0]
    early = ["미리 봅니다" in question.message for question in desk.questions]
    assert early == [False, False, False, True, True]


def test_what_is_put_aside_is_summed_up_unless_it_was_brought_back(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2", "a/3")
    desk.play(BURY, SUSPEND, UNDO, UNDO, REDO, SUSPEND, EASY)
    (summary, _) = desk.closings[-1]
    assert [(one.card, one.for_good) for one in summary.aside] == [("a/1", False), ("a/2", True)]


def test_a_card_to_review_is_no_new_one_and_one_that_failed_comes_again(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2")
    desk.play(EASY, Command("quit"))
    desk.now += 60 * NIGHT
    desk.questions.clear()
    desk.play(AGAIN)
    assert [question.left for question in desk.questions] == [
        Left(reviews=1, new=1, again=0),
        Left(reviews=0, new=1, again=1),
    ]


def test_an_answer_that_cannot_be_kept_stops_the_session_before_the_next_card(
    at_desk: Callable[..., Desk],
) -> None:
    desk = at_desk("a/1", "a/2")

    def full(_: Event) -> Event:
        raise QuizcardsError("disk full")

    desk.log.append = full
    with pytest.raises(QuizcardsError, match="disk full"):
        desk.play(EASY)
    assert desk.asked == ["a/1"]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[Any]:
    stores: list[Store] = []

    def make(name: str = "home", names: Any = ()) -> Store:
        stores.append(Store(tmp_path / name, tmp_path / f"{name}-cache", Scheduler(), dict(names)))
        return stores[-1]

    yield make
    for store in stores:
        store.close()


def test_an_answer_is_in_the_log_before_the_next_card_is_asked(
    at_desk: Callable[..., Desk], open_store: Any
) -> None:
    store = open_store()
    desk = at_desk(*(f"a/{i}" for i in range(8)), log=store)
    given: list[tuple[str, int]] = []

    def ask(question: Question | None) -> Any:
        lines = store.path.read_text().splitlines() if store.path.exists() else []
        assert [(row["card"], row["grade"]) for row in map(json.loads, lines)] == given
        if question is None:
            return Command("quit")
        grade = Grade(1 + len(given) % 4)
        given.append((question.card.key, int(grade)))
        return Graded(grade, 1.0)

    desk.sit(ask)
    assert len(given) > 10


KEYS = tuple(f"{deck}/{i}" for deck in "ab" for i in range(3))
replies = st.tuples(
    st.sampled_from(
        [
            AGAIN,
            HARD,
            GOOD,
            EASY,
            GOOD,
            EASY,
            UNDO,
            UNDO,
            REDO,
            BURY,
            SUSPEND,
            EDIT,
            RESTART,
            AHEAD,
            Command("quit"),
        ]
    ),
    st.sampled_from([0.0, 0.4, 30.0, 700.25, HOUR, NIGHT, 9 * NIGHT]),
)
AT_THE_END = (UNDO, REDO, AHEAD, Command("quit"))
"""The closing screen offers no others."""


def check_question(desk: Any, question: Question) -> None:
    """What stands on screen is what the log says, and no hidden or unknown card is ever asked."""
    memory = desk.log.memory(question.card.key)
    day = question.day
    assert question.outcomes == previews(memory, question.at, day, Scheduler())
    assert not memory.suspended
    assert memory.buried_day != day
    assert isinstance(question.left, Left)
    assert 0 <= question.left.share < 1
    assert question.card in desk.library.cards


def played(desk: Any, script: Any, libraries: Any) -> list[Session]:
    """Play a whole script, opening a new session after each that ended, and check every
    question.
    """
    todo = iter(script)
    sessions, over = [], False

    def ask(question: Question | None) -> Any:
        nonlocal over
        if question is not None:
            check_question(desk, question)
        for reply, gap in todo:
            desk.now += gap
            if question is not None and reply != AHEAD:
                return reply
            if question is None and reply in AT_THE_END:
                return reply
        over = True
        return Command("quit")

    def edit(_: Any) -> Any:
        desk.library = next(libraries)
        return desk.library, ""

    desk.edit = edit
    while not over:
        session = desk.sit(ask)
        assert {key: desk.log.memory(key) for key in session.memories} == session.memories
        sessions.append(session)
    return sessions


def changing(library: Any) -> Iterator[Any]:
    """The library as edits leave it: cards go away and come back."""
    while True:
        yield from (library(*KEYS[1:]), library(*KEYS[:4]), library(*KEYS))


@settings(deadline=None, max_examples=examples(80))
@given(st.lists(replies, max_size=40))
def test_whatever_the_learner_does_the_session_knows_what_the_log_says(
    at_desk: Callable[..., Desk], library: Callable[..., Library], script: Any
) -> None:
    played(at_desk(*KEYS), script, changing(library))


@settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(script=st.lists(replies, max_size=30))
def test_whatever_the_learner_does_the_log_on_disk_replays_to_what_the_session_knows(
    at_desk: Callable[..., Desk],
    library: Callable[..., Library],
    open_store: Any,
    tmp_path_factory: pytest.TempPathFactory,
    script: Any,
) -> None:
    name = tmp_path_factory.mktemp("learner").name
    desk, twin = at_desk(*KEYS, log=open_store(name)), at_desk(*KEYS)
    session = played(desk, script, changing(library))[-1]
    events = log.read(desk.log.path).events if desk.log.path.exists() else []
    for key in {event.card for event in events}:
        assert session.memories[key] == replay(
            [e for e in events if e.card == key], key, Scheduler()
        )
    played(twin, script, changing(library))  # the undo list of the other test: an independent log
    assert twin.asked == desk.asked
    assert open_store(name).memories() == desk.log.memories()
    for one in (desk.log, open_store(name)):
        one.close()


@pytest.mark.parametrize(("share", "wrong"), [(0.0, True), (0.5, True), (1.0, None)])
def test_what_was_marked_wrong_is_logged_so_whatever_the_grade(
    card: Callable[..., Card], share: float, wrong: bool | None
) -> None:
    number = Item("numeric", card("d/1"), 1, Asked("?", Number(0.5, (), ())))
    reply = Graded(Grade.GOOD, 1.0, "1", Verdict(share, ()))
    assert review_event(number, reply, 0.0, 1, "").wrong is wrong
    spoken = recall(card("d/1"))
    assert review_event(spoken, reply, 0.0, 1, "").wrong is None
