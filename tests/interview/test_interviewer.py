"""The interviewer: what is asked next and why, the clocks, what is kept, and that a killed
interview goes on as it was.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from quizcards.interview import phrases
from quizcards.interview.answering import usual
from quizcards.interview.flow import Edges
from quizcards.interview.flow import interview as hold
from quizcards.interview.interviewer import DEEPEST, levels, next_turn, openers, standing_on
from quizcards.interview.report import RESCUED, UNMARKED, Tally, report, tally
from quizcards.interview.state import (
    IN_A_SENTENCE,
    PLAIN,
    Interview,
    Reply,
    Scene,
    Step,
    Turn,
    followup_of,
    opened,
    row_of,
    steps_of,
)
from quizcards.model import Card, DemoCall, Event, FollowUp, Grade, KeyPoint, Place
from quizcards.quiz.question import Asked, Item, Number, WrongValue
from quizcards.study.names import clock_time, name_of
from quizcards.study.tracks import ANY, topic_weight
from quizcards.terminal.interview_keys import marked, what_closes

STARTED = 1_796_166_000.0
POINTS = tuple(
    KeyPoint(point) for point in ("기울기의 평균", "제곱의 평균", "편향 보정", "학습률로 움직임")
)
FOLLOWUPS = (
    FollowUp("보정이 없으면?", "커집니다.", 2),
    FollowUp("이름은?", "적률입니다."),
    FollowUp("왜 제곱?", "크기를 봅니다.", 1),
    FollowUp("보정은 언제까지?", "처음에만 큽니다.", 2),
    FollowUp("왜 평균?", "덜 흔들립니다.", 0),
)


class Room:
    """An interview with a learner who covers given key points of each card, and answers given
    follow-ups.
    """

    def __init__(
        self, *cards: Card, minutes: int = 30, covers: dict[str, tuple[int, ...]] | None = None
    ) -> None:
        self.covers = covers or {}
        self.answers: tuple[int, ...] = ()
        self.pace = 60.0
        self.rows: list[dict[str, Any]] = []
        self.events: list[Event] = []
        self.scenes: list[Scene] = []
        self.numbers: Number | None = Number(0.5, (), ())
        keys = {card.key: card for card in cards}
        titles = {card.deck: f"덱 {card.deck}" for card in cards}
        self.state = Interview(keys, titles, tuple(keys), minutes, STARTED)

    def ask(self, scene: Scene) -> Reply:
        self.scenes.append(scene)
        step = scene.step.begun().passed(self.pace).said(scene.card, scene.item)
        for point in self.covers.get(scene.card.key, ()) if step.marks else ():
            step = step.toggled(point)
        if scene.step.turn.kind == "followup":
            return Reply(
                step.closed(Grade.GOOD if scene.step.turn.followup in self.answers else Grade.AGAIN)
            )
        proposal = step.proposal(scene.card.key_points)
        return Reply(step.closed(proposal or (None if scene.item else Grade.HARD)))

    def append(self, event: Event) -> Event:
        self.events.append(event)
        return event

    def history(self, card: str) -> list[Event]:
        return [event for event in self.events if event.card == card]

    def item(self, card: Card, seed: int) -> Item | None:
        return (
            Item("numeric", card, seed, Asked("?", self.numbers, ("제목",)))
            if self.numbers
            else None
        )

    def sit(self, state: Interview | None = None, ask: Any = None) -> Interview:
        keep = lambda step: self.rows.append(row_of(step))  # noqa: E731
        edges = Edges(
            lambda: STARTED, lambda _: 1, Random(7), self, keep, self.item, ask or self.ask
        )
        return hold(state or self.state, edges)

    @property
    def asked(self) -> list[tuple[str, str]]:
        return [(scene.step.turn.kind, scene.card.id) for scene in self.scenes]


@pytest.fixture
def adam(card: Callable[..., Card]) -> Any:
    return card("d/adam", key_points=POINTS, followups=FOLLOWUPS)


def chain(card: Any, *names: str) -> list[Card]:
    """Cards of one deck, each needing the next, each with the same four key points."""
    needs = [(f"d/{name}",) for name in names[1:]] + [()]
    return [
        card(f"d/{name}", key_points=POINTS, needs=need)
        for name, need in zip(names, needs, strict=True)
    ]


def ends_in(bridge: str, sentences: Sequence[str]) -> bool:
    """Say whether what the interviewer says ends in one of these sentences."""
    return bridge.endswith(tuple(sentences))


def only(room: Room, key: str) -> Interview:
    return replace(room.state, chosen=(key,))


def test_follow_ups_ask_for_the_missed_points_in_the_authors_order_and_at_most_two(
    adam: Any,
) -> None:
    room = Room(adam, covers={"d/adam": (3,)})
    room.sit()
    assert [(s.step.turn.followup, s.step.turn.point) for s in room.scenes[1:]] == [(0, 2), (2, 1)]
    assert ends_in(room.scenes[1].step.turn.bridge, phrases.ASK_ON)


def test_a_follow_up_is_never_asked_for_a_point_that_was_said(adam: Any) -> None:
    room = Room(adam, covers={"d/adam": (1, 2, 3)})
    room.sit()
    assert [scene.step.turn.followup for scene in room.scenes[1:]] == [4]


def test_who_says_nothing_is_asked_for_a_sentence_and_for_nothing_harder(
    card: Callable[..., Card], adam: Any
) -> None:
    below = card("d/below", key_points=POINTS)
    room = Room(replace(adam, needs=("d/below",)), below)
    end = room.sit(only(room, "d/adam"))
    assert room.asked == [("topic", "adam"), ("followup", "adam"), ("drill", "below")]
    turn = room.scenes[1].step.turn
    assert ends_in(turn.bridge, phrases.EASIER)
    assert followup_of(turn, adam).question == IN_A_SENTENCE
    assert tally(end.steps).rescued == 0
    assert only(room, "d/adam").replayed(room.rows) == end


def test_what_was_said_wrong_is_asked_on_about_before_all_else(adam: Any) -> None:
    wrong = Step(Turn("topic", "d/adam"), "done", answered=60.0, marks=(0, 3, 0, 0), grade=1)
    state = Room(adam).state.with_step(wrong)
    turn = next_turn(state, Random(0))
    assert turn is not None
    assert (turn.followup, turn.point) == (2, 1)
    assert ends_in(turn.bridge, phrases.CHECK)
    asked = state.with_step(Step(turn, "done", answered=60.0, share=0.0))
    assert next_turn(asked, Random(0)) is None  # nothing harder, nor a sentence
    # it comes first after an answer that said something too
    state = Room(adam).state.with_step(replace(wrong, marks=(2, 3, 0, 0)))
    turn = next_turn(state, Random(0))
    assert turn is not None
    assert turn.followup == 2


def test_a_sentence_is_asked_for_once_in_an_interview(card: Callable[..., Card]) -> None:
    cards = [card(f"d/{name}", key_points=POINTS, followups=FOLLOWUPS) for name in "abc"]
    room = Room(*cards)
    room.sit()
    assert [kind for kind, _ in room.asked] == ["topic", "followup", "topic", "topic"]


@pytest.mark.parametrize(
    ("typed", "key", "rescued"),
    [("편향 보정", "", 1), ("처음에 보정", "", 0), (None, "", 0), (None, "n", 1)],
)
def test_a_sentence_is_credited_with_whichever_key_point_it_says(
    adam: Any, typed: str | None, key: str, rescued: int
) -> None:
    topic = Step(Turn("topic", "d/adam"), "done", marks=(0, 0, 0, 0), grade=1)
    asked = Step(Turn("followup", "d/adam", followup=PLAIN), "answer").said(adam, None, typed)
    scene = Scene(asked, adam, "덱", None, 0.0, 30)
    for one in (*key, "enter"):
        asked = marked(one, scene, asked)
    assert asked.share == 1.0
    assert tally((topic, asked)).rescued == rescued


def test_a_sentence_that_says_the_opposite_of_a_key_point_is_no_answer(adam: Any) -> None:
    wrong = replace(adam, key_points=(KeyPoint("보정한다", contrary=("보정이 필요없",)),))
    asked = Step(Turn("followup", "d/adam", followup=PLAIN), "answer")
    said = asked.said(wrong, None, "보정이 필요없습니다")
    assert usual(Scene(said, wrong, "덱", None, 0.0, 30), said) == Grade.AGAIN


def test_of_a_card_without_key_points_nothing_harder_is_asked_after_silence(
    card: Callable[..., Card],
) -> None:
    bare = card("d/bare", followups=FOLLOWUPS[1:2])
    done = Step(Turn("topic", bare.key), "done", grade=1)
    assert next_turn(Room(bare).state.with_step(done), Random(0)) is None


def test_a_missed_point_is_asked_on_once(adam: Any) -> None:
    room = Room(adam, covers={"d/adam": (0, 1, 3)})
    room.sit()
    assert [scene.step.turn.followup for scene in room.scenes[1:]] == [0]


def test_who_says_everything_is_asked_the_one_follow_up_that_goes_further(adam: Any) -> None:
    room = Room(adam, covers={"d/adam": (0, 1, 2, 3)})
    room.sit()
    assert [scene.step.turn.followup for scene in room.scenes[1:]] == [1]
    room = Room(replace(adam, followups=FOLLOWUPS[2:4]), covers={"d/adam": (0, 1, 2, 3)})
    room.answers = (0,)
    end = room.sit()
    # where none goes further, the first
    assert [scene.step.turn.followup for scene in room.scenes[1:]] == [0]
    assert (tally(end.steps).said, tally(end.steps).rescued) == (4, 0)


def test_a_drill_goes_down_the_needs_three_deep_and_no_deeper(card: Callable[..., Card]) -> None:
    room = Room(*chain(card, "a", "b", "c", "e", "f"))
    room.sit(only(room, "d/a"))
    assert room.asked == [("topic", "a"), ("drill", "b"), ("drill", "c"), ("drill", "e")]
    assert [scene.step.turn.depth for scene in room.scenes] == [0, 1, 2, 3]
    assert ends_in(room.scenes[1].step.turn.bridge, [one.format("b") for one, _ in phrases.DOWN])
    assert len({scene.step.turn.bridge for scene in room.scenes}) == 4


def test_a_drill_stops_at_a_prerequisite_that_is_known(card: Callable[..., Card]) -> None:
    room = Room(*chain(card, "a", "b", "c"), covers={"d/b": (0, 1, 2)})
    room.sit(only(room, "d/a"))
    assert room.asked == [("topic", "a"), ("drill", "b")]


def test_a_good_answer_is_not_drilled(card: Callable[..., Card]) -> None:
    room = Room(*chain(card, "a", "b"), covers={"d/a": (0, 1, 2)})
    room.sit(only(room, "d/a"))
    assert room.asked == [("topic", "a")]


def test_a_drill_takes_the_prerequisite_that_speaks_of_what_was_missed(
    card: Callable[..., Card],
) -> None:
    other = card("d/other", key_points=(KeyPoint("합성곱 필터"),))
    near = card("d/near", key_points=(KeyPoint("편향 보정의 까닭"),))
    top = card("d/top", key_points=POINTS, needs=("d/other", "d/near"))
    room = Room(top, other, near, covers={"d/top": (0,)})
    room.sit(only(room, "d/top"))
    assert room.asked == [("topic", "top"), ("drill", "near")]


def test_follow_ups_that_are_all_answered_make_good_what_was_missed(
    card: Callable[..., Card], adam: Any
) -> None:
    below = card("d/below", key_points=POINTS)
    top = replace(adam, needs=("d/below",))
    room = Room(top, below, covers={"d/adam": (0,)})
    room.answers = (0, 2)
    end = room.sit(only(room, "d/adam"))
    assert [kind for kind, _ in room.asked] == ["topic", "followup", "followup"]
    (heard,) = report(end).heard
    assert heard.marks == (2, RESCUED, RESCUED, 0)
    room = Room(top, below, covers={"d/adam": (0,)})
    room.answers = (0,)
    room.sit(only(room, "d/adam"))
    assert room.asked[-1] == ("drill", "below")


def test_a_topic_with_a_demo_is_computed_once_and_one_that_cannot_be_is_passed_over(
    adam: Any,
) -> None:
    with_demo = replace(adam, demo=DemoCall("adam"), followups=())
    room = Room(with_demo, covers={"d/adam": (0, 1, 2, 3)})
    room.sit()
    assert room.asked == [("topic", "adam"), ("numeric", "adam")]
    assert room.scenes[1].item is not None
    assert room.scenes[1].item.seed == room.scenes[1].step.turn.seed > 0
    room = Room(with_demo, covers={"d/adam": (0, 1, 2, 3)})
    room.numbers = None
    end = room.sit()
    assert room.asked == [("topic", "adam")]
    assert tally(end.steps).calculations == 0
    # of a demo that was edited since
    left = Step(Turn("numeric", "d/adam", seed=5), "compare", typed="1", share=0.5)
    assert tally(room.sit(end.with_step(left)).steps).calculations == 0


@pytest.mark.parametrize(
    ("more", "pool"),
    [
        ({"needs": ("d/last",)}, phrases.ONWARD),
        ({"tags": ("t", "u")}, phrases.ALIKE),
        ({}, phrases.NEXT),
    ],
)
def test_the_next_topic_says_how_it_follows_and_is_likelier_near(
    card: Callable[..., Card], more: Any, pool: Any
) -> None:
    last = card("d/last", key_points=POINTS, tags=("t", "u"))
    far = card("z/far", key_points=POINTS)
    near = card("d/near" if not more else "x/near", **more)
    cards = {one.key: one for one in (last, far, near)}
    titles = {"d": "디", "z": "제트", "x": "엑스"}
    done = Step(Turn("topic", "d/last"), "done", marks=(2, 2, 2, 2), grade=3)
    state = Interview(cards, titles, tuple(cards), 30, STARTED, (done,))
    turns = [turn for seed in range(60) if (turn := next_turn(state, Random(seed)))]
    near_turns = [turn for turn in turns if turn.card == near.key]
    assert 30 < len(near_turns) < 60
    assert all(ends_in(one.bridge, [text.format("last") for text, _ in pool]) for one in near_turns)


def test_after_a_failed_topic_nothing_that_stands_on_it_comes_next(
    card: Callable[..., Card],
) -> None:
    last, above = card("d/last", needs=("d/below",)), card("d/above", needs=("d/last",))
    top = card("d/top", needs=("d/above",))
    cards = {one.key: one for one in (last, above, top, card("d/below"), card("z/far"))}
    failed = Step(Turn("topic", "d/last"), "done", answered=60.0, grade=1)
    below = Step(Turn("drill", "d/below", depth=1), "done", answered=60.0, grade=1)

    def nexts(*steps: Step) -> set[str]:
        state = Interview(cards, {"d": "디", "z": "제트"}, tuple(cards), 30, STARTED, steps)
        turns = [next_turn(state, Random(seed)) for seed in range(100)]
        return {turn.card for turn in turns if turn is not None}

    assert nexts(failed, below) == {"z/far"}
    # what is below went well, or the topic itself did
    assert nexts(failed, replace(below, grade=3)) == {"z/far", "d/above", "d/top"}
    assert "d/above" in nexts(replace(failed, grade=3))


def test_where_only_what_stands_on_a_failed_topic_is_left_it_is_not_said_to_build_on_it(
    card: Callable[..., Card],
) -> None:
    cards = {one.key: one for one in (card("d/last"), card("d/above", needs=("d/last",)))}
    failed = Step(Turn("topic", "d/last"), "done", answered=60.0, grade=1)
    turn = next_turn(Interview(cards, {"d": "디"}, tuple(cards), 30, STARTED, (failed,)), Random(0))
    assert turn is not None
    assert ends_in(turn.bridge, [text.format("last") for text, _ in phrases.NEXT])


@pytest.mark.parametrize(
    ("tags", "others"),
    [
        (("llm", "data", "nlp"), ("llm", "data", "nlp")),  # positions, which are no subjects
        (("statistics", "llm"), ("statistics", "llm")),
        (("statistics", "optimizer"), ("statistics", "loss")),
    ],
)
def test_one_subject_and_the_same_positions_make_no_two_topics_alike(
    card: Callable[..., Card], tags: tuple[str, ...], others: tuple[str, ...]
) -> None:
    last, other = card("d/last", tags=tags), card("x/other", tags=others)
    cards = {one.key: one for one in (last, other)}
    done = Step(Turn("topic", "d/last"), "done", grade=3)
    state = Interview(cards, {"d": "디", "x": "엑스"}, tuple(cards), 30, STARTED, (done,))
    turn = next_turn(state, Random(1))
    assert turn is not None
    assert ends_in(turn.bridge, [text.format("엑스") for text, _ in phrases.ELSEWHERE])


def test_what_the_last_topic_needs_is_akin_to_it(card: Callable[..., Card]) -> None:
    cards = {one.key: one for one in (card("d/last", needs=("x/below",)), card("x/below"))}
    done = Step(Turn("topic", "d/last"), "done", grade=3)
    state = Interview(cards, {"d": "디", "x": "엑스"}, tuple(cards), 30, STARTED, (done,))
    turn = next_turn(state, Random(1))
    assert turn is not None
    assert ends_in(turn.bridge, [text.format("last") for text, _ in phrases.ALIKE])


def test_what_interviews_often_ask_is_asked_oftener_and_by_track(card: Callable[..., Card]) -> None:
    often, seldom = card("d/often", frequency=5), card("d/seldom", frequency=1, tags=("cv",))
    cards = {one.key: one for one in (often, seldom)}
    counts = []
    for track in (ANY, "cv"):
        weights = {key: topic_weight(one, track) for key, one in cards.items()}
        state = Interview(cards, {"d": "디"}, tuple(cards), 30, STARTED, weights=weights)
        turns = [next_turn(state, Random(seed)) for seed in range(200)]
        counts.append(sum(turn is not None and turn.card == often.key for turn in turns))
    assert counts[0] > 150
    assert counts[1] < 30


def test_an_interview_opens_with_what_is_asked_most_and_needs_nothing_unseen(
    card: Callable[..., Card],
) -> None:
    tower = [card(f"a/{i}", needs=(f"a/{i - 1}",) if i else ()) for i in range(4)]
    low = card("b/low", frequency=5, tags=("llm",), needs=("a/0",))
    high = card("c/high", frequency=5, tags=("llm",), needs=("a/3",))
    other = card("b/other", frequency=5, tags=("cv",))
    chosen = [*tower, low, high, other]
    cards = {one.key: one for one in chosen}
    assert openers(chosen, cards, set(), "llm") == ("b/low",)
    assert openers(chosen, cards, {"a/3"}, "llm") == ("b/low", "c/high")
    assert openers(chosen, cards, set(), ANY) == ("b/low", "b/other")
    # where no easy card is asked that often, an easy one, and where none is easy, any
    assert openers([*tower, high], cards, set(), ANY) == ("a/0", "a/1", "a/2")
    assert openers([tower[3], high], cards, set(), "llm") == ("c/high",)


def test_only_the_first_topic_is_an_opener(card: Callable[..., Card]) -> None:
    room = Room(*[card(f"d/{name}", key_points=POINTS) for name in "abc"])
    room.sit(replace(room.state, openers=("d/b",)))
    assert next(name for _, name in room.asked) == "b"
    assert sorted(name for _, name in room.asked) == ["a", "b", "c"]


def test_an_interview_begins_easy_and_becomes_harder(card: Callable[..., Card]) -> None:
    tower = [card(f"a/{i}", needs=(f"a/{i - 1}",) if i else ()) for i in range(6)]
    low, high = card("b/low"), card("c/high", needs=("a/5",))
    known = {one.key: one for one in (*tower, low, high)}
    begun = Interview(known, {"b": "비", "c": "씨"}, (low.key, high.key), 30, STARTED)
    late = begun.with_step(Step(Turn("topic", "a/0"), "done", answered=1500.0, grade=3))
    lows = [
        sum(
            (turn := next_turn(state, Random(seed))) is not None and turn.card == low.key
            for seed in range(100)
        )
        for state in (begun, late)
    ]
    assert lows[0] > 60 > 40 > lows[1]


def test_the_interviewer_never_says_an_id(card: Callable[..., Card]) -> None:
    last, near = (
        card("d/bn-forward", question="식으로 설명해 주세요."),
        card("d/near", needs=("d/bn-forward",)),
    )
    cards = {one.key: one for one in (last, near)}
    done = Step(Turn("topic", last.key), "done", grade=3)
    turn = next_turn(Interview(cards, {"d": "디"}, tuple(cards), 30, STARTED, (done,)), Random(0))
    assert turn is not None
    assert ends_in(turn.bridge, [nameless for _, nameless in phrases.ONWARD])


def test_a_topic_with_nothing_in_common_is_announced_by_its_deck(card: Callable[..., Card]) -> None:
    cards = {one.key: one for one in (card("d/last"), card("z/far"))}
    done = Step(Turn("topic", "d/last"), "done", grade=3)
    turn = next_turn(
        Interview(cards, {"d": "디", "z": "제트"}, tuple(cards), 30, STARTED, (done,)), Random(0)
    )
    assert turn is not None
    assert ends_in(turn.bridge, [one.format("제트") for one, _ in phrases.ELSEWHERE])


def test_no_card_is_asked_twice_and_the_interview_ends_when_none_is_left(
    card: Callable[..., Card],
) -> None:
    room = Room(*chain(card, "a", "b", "c", "e", "f"), minutes=180)
    end = room.sit()
    graded = [name for kind, name in room.asked if kind in ("topic", "drill")]
    assert sorted(graded) == ["a", "b", "c", "e", "f"]
    assert end.current is None
    assert not end.is_over
    assert report(end).closing.startswith(
        "고른 카드에서 더 여쭤볼 주제가 없어, 180분이 되기 전에 면접을 마쳤습니다."
    )


def test_when_the_minutes_are_used_the_question_is_heard_and_no_other_is_asked(
    card: Callable[..., Card],
) -> None:
    room = Room(*chain(card, "a", "b", "c"), minutes=1)
    room.pace = 59.0
    end = room.sit()
    assert len(room.scenes) == 2  # 59 seconds after the first answer there was a second left
    assert end.is_over
    assert report(end).closing.startswith("약속한 1분이 다 되어 면접을 마쳤습니다.")
    exactly = replace(end, steps=(Step(Turn("topic", "d/a"), "done", answered=60.0, grade=3),))
    assert exactly.is_over
    assert not replace(exactly, minutes=2).is_over


@pytest.mark.parametrize(("seconds", "asks_on"), [(90.0, True), (91.0, False)])
def test_no_topic_is_begun_with_less_than_ninety_seconds_left(
    card: Callable[..., Card], seconds: float, asks_on: bool
) -> None:
    state = Room(card("d/a"), card("d/b"), minutes=3).state
    end = state.with_step(Step(Turn("topic", "d/a"), "done", answered=seconds, grade=3))
    assert (next_turn(end, Random(0)) is not None) == asks_on
    if not asks_on:
        assert "약속한 3분이 거의 다 되어" in report(end).closing
    # what was asked may still be asked on, and the first topic is always begun
    assert next_turn(Room(card("d/a"), minutes=1).state, Random(0)) is not None


def test_a_preparation_that_runs_out_begins_the_answer_and_an_answer_is_never_cut_off() -> None:
    step = opened(Turn("topic", "d/a")).passed(29.5)
    assert (step.phase, clock_time(step.left)) == ("prepare", "0:01")
    step = step.passed(1.0)
    assert (step.phase, clock_time(step.left)) == ("answer", "2:00")
    step = step.passed(132.0)
    assert (step.phase, clock_time(step.left)) == ("answer", "+0:12")
    assert step.said(Card("d", "a", "?", ".", Place("d.yaml")), None).passed(3).seconds == 162.5
    assert opened(Turn("topic", "d/a")).passed(30).phase == "answer"
    assert opened(Turn("numeric", "d/a")).phase == "answer"


def test_the_clock_of_the_interview_stands_while_the_learner_grades(adam: Any) -> None:
    step = opened(Turn("topic", "d/adam")).begun().passed(40).said(adam, None).passed(300)
    assert Room(adam, minutes=1).state.with_step(step).used == 40
    assert not Room(adam, minutes=1).state.with_step(step.closed(Grade.GOOD)).is_over


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(125, "2:05"), (0.2, "0:01"), (0, "0:00"), (-0.9, "0:00"), (-1, "+0:01"), (-61.5, "+1:01")],
)
def test_a_clock_shows_the_second_that_has_begun_and_what_runs_over(
    seconds: float, shown: str
) -> None:
    assert clock_time(seconds) == shown


def test_typed_korean_proposes_marks_that_the_learner_toggles(card: Callable[..., Card]) -> None:
    adam = card(
        "d/adam",
        key_points=(
            KeyPoint("편향 보정", ("편향 보정",)),
            KeyPoint("제곱근", ("제곱근으로 나누",)),
        ),
    )
    step = (
        opened(Turn("topic", adam.key))
        .begun()
        .said(adam, None, "편향 보정을 하고 제곱근으로 나누지 않습니다")
    )
    points = adam.key_points
    # said; said of its contrary: unsure
    assert (step.marks, step.proposal(points)) == ((2, 1), Grade.GOOD)
    assert step.toggled(1).marks == (2, 2)
    assert step.toggled(0).toggled(1).toggled(1).marks == (0, 0)
    assert step.toggled(0).proposal(points) == Grade.AGAIN


def test_a_number_is_judged_and_giving_up_is_no_part_right(adam: Any) -> None:
    item = Item("numeric", adam, 1, Asked("?", Number((1, 2), (), ()), ("제목",)))
    step = opened(Turn("numeric", adam.key))
    said = [step.said(adam, item, typed) for typed in ("1 2", "1 3", None)]
    assert [one.share for one in said] == [1.0, 0.5, 0.0]
    counted = tally([one.closed(None) for one in said])
    assert (counted.calculations, counted.right) == (3, 1)


def test_the_report_says_by_which_mistake_a_calculation_went_wrong(adam: Any) -> None:
    number = Number(0.5, (WrongValue(2.0, "분자와 분모를 바꾸었습니다."),), ("y = 1 / 2 = 0.5",))
    item = Item("numeric", adam, 7, Asked("?", number, ("제목",)))
    topic = Step(Turn("topic", adam.key), "done", grade=3)
    asked = Step(Turn("numeric", adam.key, seed=7), "answer")
    verdicts = []
    for typed in ("2", None, "0.5"):
        state = Room(adam).state.with_step(topic).with_step(asked.said(adam, item, typed))
        state = state.with_step(replace(state.steps[-1], phase="done"))
        (heard,) = report(state, item=lambda _card, _seed: item).heard
        verdicts.append(heard.verdict and heard.verdict.lines)
    assert verdicts == [
        ("분자와 분모를 바꾸었습니다.", "정답: 0.5", "y = 1 / 2 = 0.5"),
        ("정답: 0.5", "y = 1 / 2 = 0.5"),
        None,
    ]
    # of a demo that asks for two numbers since
    edited = item._replace(asked=Asked("?", Number((1, 2), (), ())))
    done = replace(asked.said(adam, item, "2"), phase="done")
    state = Room(adam).state.with_step(topic).with_step(done)
    assert report(state, item=lambda _card, _seed: edited).heard[0].verdict is None


def test_every_asked_card_is_one_review_and_it_is_in_the_log_before_the_next_question(
    card: Callable[..., Card],
) -> None:
    room = Room(*chain(card, "a", "b", "c"))
    known: list[int] = []

    def ask(scene: Scene) -> Reply:
        known.append(len(room.events))
        return room.ask(scene)

    room.sit(only(room, "d/a"), ask)
    assert known == [0, 1, 2]
    assert [(e.kind, e.card, e.grade, e.asked, e.seconds) for e in room.events] == [
        ("review", f"d/{name}", 1, "interview", 60.0) for name in "abc"
    ]


def test_an_interview_killed_after_any_row_goes_on_as_if_it_had_not_been(
    card: Callable[..., Card], adam: Any
) -> None:
    cards = [replace(adam, needs=("d/b",), demo=DemoCall("adam")), *chain(card, "b", "c", "e")]
    whole = Room(*cards, covers={"d/adam": (0,), "d/c": (0, 1, 2)})
    end = whole.sit(only(whole, "d/adam"))
    assert {kind for kind, _ in whole.asked} == {"topic", "followup", "drill", "numeric"}
    for cut in range(len(whole.rows) + 1):
        room = Room(*cards, covers=whole.covers)
        again = room.sit(only(room, "d/adam").replayed(whole.rows[:cut]))
        assert [replace(step, turn=replace(step.turn, seed=0)) for step in again.steps] == [
            replace(step, turn=replace(step.turn, seed=0)) for step in end.steps
        ]


def test_follow_ups_and_calculations_are_in_the_log_too_and_leave_the_schedule_alone(
    card: Callable[..., Card], adam: Any
) -> None:
    cards = [replace(adam, demo=DemoCall("adam")), card("d/b")]
    room = Room(*cards, covers={"d/adam": (0,)})
    end = room.sit(only(room, "d/adam"))
    done = [step for step in end.steps if step.turn.kind in ("followup", "numeric")]
    logged = [event for event in room.events if event.kind == "practice"]
    assert [(e.card, e.asked, e.seed, e.grade) for e in logged] == [
        (step.turn.card, step.turn.kind, step.turn.seed or None, None) for step in done
    ]
    assert {"followup", "numeric"} == {event.asked for event in logged}
    assert end.steps[-1].turn.kind == "numeric"
    compared = row_of(replace(end.steps[-1], phase="compare"))
    # killed between an event and its row
    for rows in (room.rows[:-1], [*room.rows[:-1], compared]):
        again = Room(*cards, covers=room.covers)
        again.events = list(room.events)
        again.sit(only(again, "d/adam").replayed(rows))
        assert len(again.events) == len(room.events)


def test_a_kill_between_the_review_and_its_row_does_not_review_twice(
    card: Callable[..., Card],
) -> None:
    room = Room(*chain(card, "a"))
    room.sit()
    again = Room(*chain(card, "a"))
    again.events = list(room.events)
    again.sit(again.state.replayed(room.rows[:-1]))
    assert len(again.events) == 1
    # of an interview before this one, and of a program that did not say which
    for step in (f"{STARTED - 60:.6f}-topic-0", None):
        again = Room(*chain(card, "a"))
        again.events = [replace(room.events[0], step=step)]
        again.sit()
        assert len(again.events) == 2


@pytest.mark.parametrize(
    ("typed", "credited"),
    [(None, 1), ("", 1), ("편향을 보정합니다", 1), ("모멘텀이 커집니다", 0)],
)
def test_a_follow_up_that_was_typed_is_credited_with_its_key_point_only_if_it_says_it(
    adam: Any, typed: str | None, credited: int
) -> None:
    topic = Step(Turn("topic", "d/adam"), "done", marks=(2, 2, 0, 2), grade=2, typed="평균")
    asked = Step(Turn("followup", "d/adam", followup=0, point=2), "answer")
    answered = asked.said(adam, None, typed).closed(Grade.GOOD)
    assert tally((topic, answered)).rescued == credited


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        ("음... 잘 모르겠습니다", Grade.AGAIN),
        ("죄송합니다, 기억이 안 나요.", Grade.AGAIN),
        ("생각이 안 납니다", Grade.AGAIN),
        ("패스", Grade.AGAIN),
        ("모르는 데이터에서 커집니다", Grade.GOOD),
        ("모르겠지만 커질 것 같습니다", Grade.GOOD),
        ("", Grade.GOOD),
    ],
)
def test_who_types_to_a_follow_up_only_that_they_do_not_know_is_stuck(
    adam: Any, typed: str, grade: Grade
) -> None:
    asked = Step(Turn("followup", "d/adam", followup=0, point=2), "answer")
    scene = Scene(asked.said(adam, None, typed), adam, "덱", None, 0.0, 30)
    assert usual(scene, scene.step) == grade
    assert ("막혔으면 Enter" in what_closes(scene, scene.step)) == (grade == Grade.AGAIN)


@pytest.mark.parametrize(
    ("followup", "typed", "grade"),
    [
        (FollowUp("보정이 없으면?", "첫 걸음이 커집니다."), "바나나를 먹었습니다", Grade.AGAIN),
        (FollowUp("보정이 없으면?", "첫 걸음이 커집니다."), "너무 커질 것 같습니다", Grade.GOOD),
        # in other words, which the key point knows
        (FollowUp("보정이 없으면?", "첫 걸음이 커집니다.", 2), "편향 보정", Grade.GOOD),
    ],
)
def test_who_types_to_a_follow_up_no_word_of_its_answer_is_stuck(
    adam: Any, followup: FollowUp, typed: str, grade: Grade
) -> None:
    card = replace(adam, followups=(followup,))
    asked = Step(Turn("followup", "d/adam", point=followup.point), "answer")
    said = asked.said(card, None, typed)
    assert usual(Scene(said, card, "덱", None, 0.0, 30), said) == grade


@pytest.mark.parametrize(("typed", "grade"), [("0.9", Grade.AGAIN), ("2분의 1", Grade.GOOD)])
def test_who_types_to_a_follow_up_another_number_is_stuck(
    adam: Any, typed: str, grade: Grade
) -> None:
    card = replace(adam, followups=(FollowUp("얼마인가요?", "0.5입니다."),))
    asked = Step(Turn("followup", "d/adam"), "answer").said(card, None, typed)
    assert usual(Scene(asked, card, "덱", None, 0.0, 30), asked) == grade


def test_leaving_keeps_the_step_as_it_stands(card: Callable[..., Card]) -> None:
    room = Room(*chain(card, "a"))
    left = opened(Turn("topic", "d/a")).passed(5).begun().passed(7)
    end = room.sit(None, lambda _: Reply(left, leaves=True))
    assert end.current == left
    assert "--resume" in report(end).closing
    assert room.state.replayed(room.rows).current == left


def test_steps_of_a_card_that_was_renamed_since_are_its_own(adam: Any) -> None:
    steps = (
        Step(Turn("topic", "d/adam"), "done", marks=(2, 2, 0, 2), grade=2),
        Step(Turn("followup", "d/adam", followup=0, point=2), "compare"),
    )
    renamed = replace(adam, id="adam-optimizer", was=("d/adam",))
    state = Room(renamed).state.replayed(map(row_of, steps))
    assert [step.turn.card for step in state.steps] == ["d/adam-optimizer"] * 2
    assert state.current == replace(steps[1], turn=replace(steps[1].turn, card=renamed.key))


def test_rows_that_hold_no_step_and_steps_that_edited_decks_no_longer_hold_are_passed_over(
    adam: Any,
) -> None:
    gone = row_of(Step(Turn("topic", "d/gone"), "done", grade=1))
    no_followup = row_of(Step(Turn("followup", "d/adam", followup=5), "done", share=1.0))
    fewer_points = row_of(Step(Turn("topic", "d/adam"), "compare", marks=(2,)))
    broken: list[dict[str, Any]] = [{}, {"turn": 3}, {"turn": {"kind": "topic"}}]
    broken += [{**gone, "answered": "3"}, {**gone, "marks": ["2"]}, {**gone, "share": {}}]
    rows = [*broken, gone, no_followup, fewer_points]
    assert Room(adam).state.replayed(rows).steps == ()
    assert len(list(steps_of(rows))) == 3


def test_the_report_counts_and_traces_what_failed_to_the_weak_prerequisites_that_lie_lowest(
    card: Callable[..., Card],
) -> None:
    room = Room(*chain(card, "a", "b", "c", "e"), covers={"d/a": (0,), "d/e": (0, 1, 2)})
    end = report(room.sit(only(room, "d/a")))
    assert (end.tally.cards, end.tally.points, end.tally.said, end.used) == (4, 16, 4, 240.0)
    assert end.causes == {"d/a": ("d/c",)}  # e is known, so the trouble is c
    assert end.next_up == ("d/c", "d/b", "d/a")
    assert end.blocks == ["a에서 막힌 까닭: c"]
    assert end.facts[1] == ("말한 핵심", "16개 가운데 4개(25%)")


def test_a_prerequisite_that_was_passed_over_within_seconds_is_no_cause(
    card: Callable[..., Card],
) -> None:
    a, b = chain(card, "a", "b")
    steps = tuple(
        Step(turn, "done", answered=seconds, grade=1)
        for turn, seconds in ((Turn("topic", a.key), 60.0), (Turn("drill", b.key, depth=1), 2.0))
    )
    state = replace(Room(a, b).state, steps=steps)
    assert (report(state).causes, report(state).next_up) == ({}, ("d/b", "d/a"))
    typed = replace(steps[1], typed="모릅니다")
    assert report(replace(state, steps=(steps[0], typed))).causes == {"d/a": ("d/b",)}


def test_a_topic_with_no_weak_prerequisite_has_no_cause_but_is_to_be_studied(
    card: Callable[..., Card],
) -> None:
    room = Room(*chain(card, "a", "b"), covers={"d/b": (0, 1, 2, 3)})
    end = report(room.sit(only(room, "d/a")))
    assert (end.causes, end.next_up) == ({}, ("d/a",))


def test_prerequisites_that_need_one_another_do_not_hold_the_report_up(
    card: Callable[..., Card],
) -> None:
    a, b = (
        card("d/a", key_points=POINTS, needs=("d/b",)),
        card("d/b", key_points=POINTS, needs=("d/a",)),
    )
    room = Room(a, b)
    assert report(room.sit(only(room, "d/a"))).causes == {"d/a": ("d/b",)}


def test_a_card_without_key_points_is_graded_by_the_learner_alone(
    card: Callable[..., Card],
) -> None:
    bare = card("d/bare")
    step = opened(Turn("topic", "d/bare")).begun().said(bare, None, "무엇이든")
    assert (step.marks, step.proposal(())) == ((), None)
    state = Room(bare).state.with_step(step.closed(Grade.HARD))
    assert report(state).next_up == ("d/bare",)
    assert report(state).tally.coverage == 0


@pytest.mark.parametrize(
    ("name", "question", "shown"),
    [
        ("ewma", "지수가중이동평균(EWMA)은 무엇인가요?", "지수가중이동평균"),
        ("gradient-descent", "경사하강법(gradient descent)을 설명해 주세요.", "경사하강법"),
        (
            "activation-functions",
            "알고 있는 활성화 함수(activation function)들을 말해 주세요.",
            "활성화 함수",
        ),
        ("kv-cache", "추론에 쓰는 KV 캐시(KV cache)는 무엇인가요?", "KV 캐시"),
        ("rmsprop", "RMSprop을 식으로 설명해 주세요.", "RMSprop"),
        ("adam-bias-correction", "Adam에서 편향 보정(bias correction)은 왜 필요한가요?", None),
    ],
)
def test_a_card_is_called_what_its_question_calls_it(
    card: Callable[..., Card], name: str, question: str, shown: Any
) -> None:
    assert name_of(card(f"d/{name}", question=question)) == shown


def learner(seed: int) -> Room:
    """Someone who says and answers what chance has it, before a few cards that chance made, cycles
    of needs included.
    """
    chance = Random(seed)
    names = [f"d/{letter}" for letter in "abcdefgh"[: chance.randint(1, 8)]]
    cards = []
    for name in names:
        needs = tuple(other for other in names if other != name and chance.random() < 0.3)
        followups = tuple(
            FollowUp("?", ".", chance.choice((None, 0, 1, 2, 3)))
            for _ in range(chance.randint(0, 4))
        )
        demo = DemoCall("adam") if chance.random() < 0.5 else None
        points = POINTS if chance.random() < 0.8 else ()
        place = Place("d.yaml")
        cards.append(
            Card(
                "d", name[2:], "?", ".", place, points, followups=followups, demo=demo, needs=needs
            )
        )
    covers = {name: tuple(point for point in range(4) if chance.random() < 0.6) for name in names}
    room = Room(*cards, minutes=chance.choice((5, 30, 180)), covers=covers)
    room.answers = tuple(number for number in range(4) if chance.random() < 0.5)
    return room


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_said_the_law_of_the_interview_holds(seed: Any) -> None:
    room = learner(seed)
    end = room.sit()
    graded = [step.turn.card for step in end.steps if step.grade is not None]
    assert len(set(graded)) == len(graded)
    assert [event.card for event in room.events if event.kind == "review"] == graded
    assert room.state.replayed(room.rows) == end
    answers: dict[str, Step] = {}
    for before, step in zip((None, *end.steps), end.steps, strict=False):
        turn = step.turn
        answers[turn.card] = step if step.grade is not None else answers[turn.card]
        assert turn.depth <= DEEPEST
        assert turn.point is None or answers[turn.card].marks[turn.point] != 2
        assert turn.kind != "drill" or (before is not None and turn.depth == before.turn.depth + 1)
    said = [part for step in end.steps for part in step.turn.bridge.split(". ") if part]
    assert len(set(said)) == len(said)  # no stock phrase twice
    assert end.is_closing or set(graded) == set(end.cards)
    assert 0 <= report(end).tally.coverage <= 1


def test_a_card_stands_as_high_as_the_longest_chain_under_it_and_a_circle_ends(
    card: Callable[..., Card],
) -> None:
    chain = [card(f"a/{i}", needs=(f"a/{i - 1}",) if i else ()) for i in range(7)]
    assert list(levels({one.key: one for one in chain}).values()) == [1, 1, 1, 2, 2, 3, 3]
    circle = {key: card(key, needs=(need,)) for key, need in (("b/x", "b/y"), ("b/y", "b/x"))}
    assert levels(circle) == {"b/x": 1, "b/y": 1}


def test_long_chains_and_many_ways_down_are_walked_once(card: Callable[..., Card]) -> None:
    # each of two cards needs both below: to the bottom lead 2**1500 ways
    rows = [[f"a/x{i}", f"a/y{i}"] for i in range(1_500)]
    below = [[], *rows]
    known = {
        key: card(key, needs=tuple(needs))
        for row, needs in zip(rows, below, strict=False)
        for key in row
    }
    assert levels(known)["a/x1499"] == 3
    assert standing_on("a/x1", known) == set(known) - {"a/x0", "a/y0", "a/x1", "a/y1"}


@pytest.mark.parametrize(
    ("covered", "seconds", "pool"),
    [
        ((0, 1, 2, 3), 60.0, phrases.ALL),
        ((0, 1, 2, 3), 3.0, phrases.ALL),
        ((0, 1, 3), 60.0, phrases.MOST),
        ((0, 1), 60.0, phrases.PARTLY),
        ((0,), 60.0, phrases.FEW),
        ((0, 1), 3.0, phrases.BRIEF),
        ((0, 1, 2, 3), 1.0, phrases.SILENT),
        ((), 1.0, phrases.SILENT),
    ],
)
def test_the_interviewer_reacts_to_what_was_covered_and_never_quotes_a_key_point(
    adam: Any, covered: tuple[int, ...], seconds: float, pool: Any
) -> None:
    room = Room(adam, covers={"d/adam": covered})
    room.pace = seconds
    room.sit()
    bridge = room.scenes[1].step.turn.bridge
    assert bridge.startswith(tuple(pool))
    assert not any(point.point in bridge for point in POINTS)


@pytest.mark.parametrize(
    ("grade", "marks", "pool"),
    [
        (Grade.AGAIN, (2, 2, 2, 2), phrases.FEW),
        (Grade.AGAIN, (0, 0, 0, 0), phrases.FEW),
        (Grade.HARD, (2, 2, 2, 2), phrases.PARTLY),
        (Grade.HARD, (2, 2, 2, 0), phrases.PARTLY),
        (Grade.HARD, (0, 0, 0, 0), phrases.PARTLY),
        (Grade.GOOD, (2, 2, 2, 2), phrases.ALL),
        (Grade.GOOD, (2, 2, 2, 0), phrases.MOST),
        (Grade.GOOD, (2, 0, 0, 0), phrases.ANSWERED),
        (Grade.GOOD, (0, 0, 0, 0), phrases.ANSWERED),
        (Grade.EASY, (2, 2, 2, 2), phrases.ALL),
        (Grade.EASY, (0, 0, 0, 0), phrases.ANSWERED),
    ],
)
def test_the_interviewer_praises_no_answer_graded_below_good_and_pities_only_a_failed_one(
    adam: Any, grade: Grade, marks: tuple[int, ...], pool: Any
) -> None:
    step = Step(Turn("topic", "d/adam"), "done", answered=60.0, marks=marks, grade=grade)
    assert phrases.reaction(Room(adam).state.with_step(step), step) in pool


def test_after_silence_the_interviewer_calls_no_explanation_enough(adam: Any) -> None:
    room = Room(adam, covers={"d/adam": (3,)})
    room.answers = (0, 1, 2, 3)
    room.pace = 1.0
    room.sit()
    reactions = [scene.step.turn.bridge for scene in room.scenes[1:]]
    assert len(reactions) == 2
    assert all(bridge.startswith(phrases.SILENT) for bridge in reactions)


def test_a_report_counts_the_covered_points_the_same_everywhere(
    card: Callable[..., Card],
) -> None:
    names = ["d/a", "d/b", "d/c"]
    room = Room(*[card(name, key_points=POINTS, followups=FOLLOWUPS) for name in names])
    room.answers = (0, 1, 2, 3)
    room.covers = dict.fromkeys(names, (3,))
    end = report(room.sit())
    assert end.tally.rescued == 6
    assert "핵심 12개 가운데 9개를 말했습니다" in end.verdict
    assert ("말한 핵심", "12개 가운데 9개(75%), 그 가운데 6개는 꼬리질문에서") in end.facts


def test_no_sentence_of_the_interviewer_is_part_of_another() -> None:
    """Otherwise what was said could not be told from what was not."""
    named = {name: value for name, value in vars(phrases).items() if name.isupper()}
    pools = [value for value in named.values() if isinstance(value, tuple | dict)]
    every = [(one,) if isinstance(one, str) else one for pool in pools for one in pool]
    for one, other in itertools.permutations(every, 2):
        assert not [(a, b) for a in one for b in other if a in b]


@pytest.mark.parametrize(
    ("covered", "words"),
    [((0, 1, 2, 3), "합격권"), ((0, 1, 2), "괜찮은"), ((0, 1), "아슬아슬"), ((), "더 필요")],
)
def test_the_verdict_is_in_words_and_says_what_it_rests_on(
    card: Callable[..., Card], covered: tuple[int, ...], words: str
) -> None:
    names = ["d/a", "d/b", "d/c"]
    room = Room(*[card(name, key_points=POINTS) for name in names])
    room.covers = dict.fromkeys(names, covered)
    end = report(room.sit())
    assert words in end.verdict
    assert f"핵심 12개 가운데 {3 * len(covered)}개를 말했습니다" in end.verdict


def test_what_was_spoken_and_graded_and_never_marked_is_not_counted_as_unsaid(
    card: Callable[..., Card],
) -> None:
    cards = [card(f"d/{name}", key_points=POINTS, followups=FOLLOWUPS) for name in "abcd"]
    room = Room(*cards, covers=dict.fromkeys(["d/a", "d/b", "d/c"], (0, 1, 2, 3)))

    def ask(scene: Scene) -> Reply:
        if scene.card.id == "d" and scene.step.turn.kind == "topic":
            said = scene.step.begun().passed(60).said(scene.card, None)
            return Reply(said.closed(Grade.GOOD))
        return room.ask(scene)

    end = report(room.sit(None, ask))
    assert (end.tally.points, end.tally.said, end.tally.unmarked) == (12, 12, 1)
    assert "핵심 12개 가운데 12개를 말했습니다" in end.verdict
    assert ("표시하지 않은 답", "1개(핵심을 세는 데서 뺐습니다)") in end.facts
    (heard,) = (one for one in end.heard if one.card.id == "d")
    assert (heard.marks, heard.shows_answer) == ((UNMARKED,) * 4, True)
    missed = Step(Turn("topic", "d/a"), "done", marks=(0, 0, 0, 0), grade=1)
    assert missed.known_marks == missed.marks
    assert replace(missed, grade=2, typed="모릅니다").known_marks == missed.marks


def test_what_is_nice_to_say_is_not_counted_where_anything_else_is(
    card: Callable[..., Card],
) -> None:
    points = (*POINTS[:3], replace(POINTS[3], nice=True))
    room = Room(card("d/a", key_points=points), covers={"d/a": (0,)})
    end = room.sit()
    assert (tally(end.steps).points, tally(end.steps).said) == (3, 1)
    assert tally(steps_of(room.rows)) == tally(end.steps)
    # of before steps said what is nice
    old = [{name: value for name, value in row.items() if name != "nice"} for row in room.rows]
    assert tally(steps_of(old)).points == 4
    only_nice = tuple(replace(point, nice=True) for point in POINTS)
    room = Room(card("d/a", key_points=only_nice), covers={"d/a": (0,)})
    assert tally(room.sit().steps).points == 4


def test_two_answers_are_no_ground_for_a_verdict(card: Callable[..., Card]) -> None:
    assert "이릅니다" in report(Room(card("d/a", key_points=POINTS)).sit()).verdict


def test_what_is_too_short_to_be_judged_is_not_set_beside_others(
    card: Callable[..., Card],
) -> None:
    end = report(Room(card("d/a", key_points=POINTS)).sit(), [Tally(1, 4, 2, 0, 0, 0)])
    assert "이릅니다" in end.verdict
    assert end.trend == ""


def test_the_trend_sets_an_interview_beside_those_before(card: Callable[..., Card]) -> None:
    names = ["d/a", "d/b", "d/c"]
    covers: dict[str, tuple[int, ...]] = dict.fromkeys(names, (0, 1, 2))
    end = Room(*[card(name, key_points=POINTS) for name in names], covers=covers).sit()
    before = [Tally(1, 4, said, 0, 0, 0) for said in (1, 2)]
    assert report(end).trend == ""
    # (25 + 50) / 2 is 37.5, shown as 38
    assert report(end, before).trend == "25% → 50% → 75% (지난 2번 평균보다 37%p 높습니다)"
