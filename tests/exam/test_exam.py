"""A quiz: what it asks and in which order, what is kept of it, and what it comes to."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from quizcards import demos
from quizcards.exam.exam import ExamResult, Result, as_data, draw_items, missed, retaken, score
from quizcards.exam.flow import Edges, quiz
from quizcards.memory.replay import new_memory
from quizcards.memory.schedule import Scheduler, previews, review
from quizcards.model import Card, Event, FollowUp, Grade, KeyPoint, Misconception
from quizcards.quiz import kinds
from quizcards.quiz.question import Context, Verdict
from quizcards.study.session import Command, Graded, Question, Session
from quizcards.study.strength import Recall, recall_at, weakest

NAMES = tuple(kinds.marked())


@pytest.fixture
def cards(card: Callable[..., Card]) -> Any:
    points = (KeyPoint("하나", ("하나",)), KeyPoint("둘", ("둘",)))
    wrong = (Misconception("틀린 주장이다", "아닙니다.", truth="맞는 주장이다"),)
    details = {
        "key_points": points,
        "misconceptions": wrong,
        "followups": (FollowUp("왜요?", "그래서요."),),
    }
    return [card(f"a/{i}", **details) for i in range(4)]


@pytest.fixture
def context(cards: Any) -> Any:
    return Context(tuple(cards), demos.of, random.Random)


@pytest.fixture
def recall(today: int) -> Recall:
    return recall_at(Scheduler(), 0.0, today)


def test_the_weakest_come_first_and_the_unseen_before_the_strong(
    cards: Any, context: Any, today: int, recall: Recall
) -> None:
    def seen(key: Any, stability: Any) -> Any:
        return replace(new_memory(key), reps=1, step=-1, stability=stability, last_day=today - 10)

    # FSRS: recall after 10 days is 90 % at a stability of 10, more at 1000, and far less at 0.1
    memories = {"a/0": seen("a/0", 1000.0), "a/1": seen("a/1", 0.1), "a/2": seen("a/2", 10.0)}
    items = draw_items(cards, memories, recall, context, NAMES, 4, seed=1)
    assert [item.card.key for item in items] == ["a/1", "a/3", "a/2", "a/0"]


def test_what_interviews_ask_comes_before_what_is_as_weak_but_not_before_what_is_failed(
    cards: Any, context: Any, today: int, recall: Recall
) -> None:
    known = replace(new_memory("a/0"), reps=1, step=-1, stability=1000.0, last_day=today - 10)
    memories = {"a/0": known, "a/2": replace(known, step=0)}
    weights = {"a/0": 3.0, "a/3": 2.0}
    items = draw_items(cards, memories, recall, context, NAMES, 4, 1, weights)
    assert [item.card.key for item in items] == ["a/2", "a/3", "a/1", "a/0"]


def test_what_failed_today_is_weaker_than_what_was_known_today(
    cards: Any, today: int, recall: Recall
) -> None:
    """Four cards of one stability, 100 days, last seen 20 days ago, answered this morning with
    Again, Hard, Good and Easy.
    """
    before = replace(
        new_memory("a/0"),
        reps=5,
        step=-1,
        stability=100.0,
        difficulty=5.0,
        interval=100,
        last_day=today - 20,
    )
    after = previews(before, 0.0, today, Scheduler())
    memories = {f"a/{i}": after[grade - 1] for i, grade in enumerate((4, 1, 3, 2))}
    assert [card.id for card in weakest(cards, memories, recall)] == ["1", "3", "2", "0"]


def test_a_failed_card_is_weak_however_stable_it_was_and_before_the_unseen_until_it_is_known_again(
    cards: Any, context: Any, today: int, recall: Recall
) -> None:
    strong = replace(
        new_memory("a/0"), reps=9, step=-1, stability=3000.0, difficulty=3.0, last_day=today - 400
    )
    failed = review(strong, 1, 0.0, today, Scheduler())
    lasting = replace(new_memory("a/1"), reps=1, step=-1, stability=1.0, last_day=today)

    def first(memory: Any) -> Any:
        memories = {"a/0": memory, "a/1": lasting}
        return draw_items(cards[:3], memories, recall, context, ("ox",), 3, 1)[0].card.id

    assert first(failed) == "0"
    assert (
        first(review(failed, 3, 600.0, today, Scheduler())) == "2"
    )  # passed its relearning step: the unseen come first


def test_no_card_is_asked_twice_in_the_same_way_and_only_what_can_be_marked_is_asked(
    cards: Any, context: Any, recall: Recall
) -> None:
    items = draw_items(cards, {}, recall, context, (), 50, seed=3)
    assert max(Counter((item.kind, item.card.key) for item in items).values()) == 1
    # what these cards support, but for what is only spoken
    assert {item.kind for item in items} == {"ox", "points"}
    assert len(items) == 8


def test_a_seed_gives_the_same_quiz_again(cards: Any, context: Any, recall: Recall) -> None:
    assert draw_items(cards, {}, recall, context, NAMES, 6, 7) == draw_items(
        cards, {}, recall, context, NAMES, 6, 7
    )
    assert draw_items(cards, {}, recall, context, NAMES, 6, 7) != draw_items(
        cards, {}, recall, context, NAMES, 6, 8
    )


def test_what_was_missed_is_asked_again_exactly_and_what_is_gone_is_left_out(
    cards: Any, context: Any, recall: Recall
) -> None:
    items = draw_items(cards, {}, recall, context, NAMES, 3, 7)
    missed = [(item.kind, item.card.key, item.seed) for item in items]
    assert retaken([*missed, ("ox", "a/gone", 1), ("gone", "a/1", 1)], cards, context) == items


def test_what_was_missed_is_asked_again_after_its_card_was_renamed(
    cards: Any, context: Any, recall: Recall
) -> None:
    items = draw_items(cards, {}, recall, context, NAMES, 2, 7)
    missed = [(item.kind, item.card.key, item.seed) for item in items]
    renamed = [
        replace(card, id=f"new-{card.id}", was=(f"a/older-{card.id}", card.key)) for card in cards
    ]
    again = retaken(missed, renamed, replace(context, cards=tuple(renamed)))
    assert [item.card.key for item in again] == [f"a/new-{item.card.id}" for item in items]
    assert [item.asked for item in again] == [item.asked for item in items]
    other = replace(cards[0], id="other", was=("a/1",))  # a key that a card has now is that card's
    assert [
        item.card.key for item in retaken([("ox", "a/1", 1)], [other, *cards[1:]], context)
    ] == ["a/1"]


class Exam:
    """Plays a quiz with a script of replies; a number moves the clock."""

    def __init__(
        self,
        at_desk: Any,
        cards: Any,
        context: Any,
        today: Any,
        *replies: Any,
        items: Any = 4,
        until: Any = None,
        cram: Any = False,
        again: Any = False,
        names: Any = ("ox",),
    ) -> None:
        self.desk = at_desk()
        self.asked: list[Question] = []
        script = iter(replies)

        def ask(question: Any) -> Any:
            self.asked.append(question)
            for reply in script:
                if not isinstance(reply, (int, float)):
                    return reply
                self.desk.now += reply
            return Command("quit")

        recall = recall_at(Scheduler(), self.desk.now, today)
        self.items = draw_items(cards, {}, recall, context, names, items, 7)
        known = {card.key: card for card in cards}
        session = Session(known, {"a": "덱"}, {}, (), Scheduler())
        self.kept: list[Any] = []

        def keep(results: Sequence[Result]) -> None:
            self.kept.append(missed(self.items, results, again))

        edges = Edges(lambda: self.desk.now, lambda _: today, self.desk.log, ask, keep)
        self.sitting = quiz(session, self.items, edges, until and self.desk.now + until, cram)
        self.results = self.sitting.results
        self.events = self.desk.log.events


def right(grade: Any = Grade.GOOD) -> Any:
    return Graded(grade, 2.0, "1", Verdict(1.0, ()))


def wrong(mistake: Any = "부호가 반대입니다.") -> Any:
    return Graded(Grade.AGAIN, 2.0, "2", Verdict(0.0, (mistake,), mistake))


def test_every_answer_is_a_review_in_the_log_before_the_next_question(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, right(), wrong(), right(Grade.EASY), right())
    assert [(event.kind, event.card, event.grade, event.asked) for event in play.events] == [
        ("review", item.card.key, grade, "ox")
        for item, grade in zip(play.items, (3, 1, 4, 3), strict=True)
    ]
    assert [event.seed for event in play.events] == [item.seed for item in play.items]
    assert [question.left for question in play.asked] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_card_asked_again_is_previewed_from_what_the_log_says_of_it_by_then(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    again, good, easy = (
        Graded(grade, 2.0, "1", Verdict(1.0, ())) for grade in (Grade.AGAIN, Grade.GOOD, Grade.EASY)
    )
    play = Exam(at_desk, cards[:1], context, today, again, Command("undo"), good, easy, names=NAMES)
    assert [question.item.kind for question in play.asked] == [
        play.items[i].kind for i in (0, 1, 0, 1)
    ]
    first, second, undone, last = (question.outcomes for question in play.asked)
    new = new_memory("a/0")
    after_again = review(new, 1, play.events[0].at, today, Scheduler())
    after_good = review(new, 3, play.events[2].at, today, Scheduler())
    now = play.asked[0].at
    assert first == undone == previews(new, now, today, Scheduler())
    assert second == previews(after_again, now, today, Scheduler())
    assert last == previews(after_good, now, today, Scheduler())


def test_undo_asks_the_last_question_again_and_takes_its_point_away(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(
        at_desk, cards, context, today, right(), Command("undo"), wrong(), right(), right(), right()
    )
    assert [question.card.key for question in play.asked[:2]] == [
        play.items[0].card.key,
        play.items[1].card.key,
    ]
    assert play.asked[2].item == play.items[0]
    assert score(play.results).points == 3


def test_undo_keeps_the_answer_that_was_given_since_the_right_one_was_seen(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, wrong(), Command("undo"), wrong(), right())
    given = [question.given and question.given.answer for question in play.asked]
    assert given == [None, None, "2", None, None]


def test_an_answer_that_was_to_be_graded_anew_stands_when_the_test_is_left_or_its_time_is_over(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    left = Exam(at_desk, cards, context, today, wrong(), Command("undo"), Command("quit"))
    assert [event.kind for event in left.events] == ["review", "undo", "review"]
    assert [(one.verdict.share, one.event.answer) for one in left.results] == [(0.0, "2")]
    assert len(left.kept[-1]) == 1
    late = Exam(at_desk, cards, context, today, wrong(), 70, Command("undo"), wrong(), until=60)
    assert (len(late.results), late.sitting.timed_out) == (1, True)


def test_an_answer_that_was_marked_but_not_graded_counts_when_the_test_is_left(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, right(), replace(wrong(), leaves=True), right())
    assert [(event.kind, event.grade) for event in play.events] == [
        ("review", 3),
        ("practice", None),
    ]
    assert [one.verdict.share for one in play.results] == [1.0, 0.0]
    assert (play.sitting.left, len(play.kept[-1])) == (2, 1)


def test_undo_does_not_reach_behind_the_quiz(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, Command("undo"), Command("suspend"))
    assert play.events == []
    assert play.asked[1].message == "되돌릴 것이 없습니다."
    assert "쓸 수 없는" in play.asked[2].message


def test_cramming_leaves_the_schedule_alone_and_is_still_in_the_log(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, right(), wrong(), cram=True)
    assert [(event.kind, event.grade, event.asked) for event in play.events] == [
        ("practice", None, "ox")
    ] * 2
    assert len(play.results) == 2
    # and no interval is shown that never comes
    assert [question.outcomes for question in play.asked] == [(), (), ()]


def test_when_the_time_is_over_no_more_is_asked(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, 50, right(), 20, right(), right(), until=60)
    # what is on when the time is over is still answered
    assert [question.time_left for question in play.asked] == [60, 10]
    assert (len(play.results), play.sitting.left, play.sitting.timed_out) == (2, 2, True)


def test_a_quiz_left_before_its_time_was_not_ended_by_the_time(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, 50, right(), until=60)
    assert (len(play.results), play.sitting.left, play.sitting.timed_out) == (1, 3, False)
    play = Exam(at_desk, cards, context, today, *[right()] * 3, 60, right(), until=60)
    assert (len(play.results), play.sitting.left, play.sitting.timed_out) == (4, 0, False)
    assert [
        question.time_left for question in Exam(at_desk, cards, context, today, right()).asked
    ] == [
        None,
        None,
    ]


def test_the_score_counts_parts_and_the_mistakes_that_were_made(
    cards: Any, context: Any, today: int, recall: Recall
) -> None:
    items = draw_items(cards, {}, recall, context, ("ox",), 4, 7)
    verdicts = [
        Verdict(1.0, ()),
        Verdict(0.5, ("둘",)),
        Verdict(0.0, ("가",), "가"),
        Verdict(0.0, ("가",), "가"),
    ]
    results = [
        Result(item, verdict, Event("", 0.0, today, "review", item.card.key, 3, seconds=2.0))
        for item, verdict in zip(items, verdicts, strict=True)
    ]
    total = score(results)
    # 37.5 % rounds to even
    assert (total.points, total.asked, total.percent, total.seconds) == (1.5, 4, 38, 8.0)
    assert total.mistakes == (("가", 2),)
    data = as_data(ExamResult(tuple(results), 3, timed_out=True))
    assert (data["left"], data["timed_out"]) == (3, True)
    assert data["answers"][2] == {
        "card": items[2].card.key,
        "kind": "ox",
        "seed": items[2].seed,
        "answer": None,
        "share": 0.0,
        "mistake": "가",
    }
    assert score([]).percent == 0


def test_what_was_missed_is_kept_after_every_answer_and_in_a_second_round_also_what_was_not_reached(
    at_desk: Callable[..., Any], cards: Any, context: Any, today: int
) -> None:
    play = Exam(at_desk, cards, context, today, right(), wrong(), Command("undo"), wrong())
    keys = [(item.kind, item.card.key, item.seed) for item in play.items]
    assert play.kept == [[], [keys[1]], [], [keys[1]]]
    play = Exam(at_desk, cards, context, today, right(), again=True)
    assert play.kept == [keys[1:]]
