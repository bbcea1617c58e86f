"""Code written on two machines: both logs merge, and each replays it as the other does."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from quizcards import demos
from quizcards.insight.mistakes import mistake
from quizcards.memory.schedule import Scheduler
from quizcards.model import Card, DemoCall, Event, Grade, Memory, Place
from quizcards.quiz.question import Code, Context
from quizcards.store.store import Store
from quizcards.study.asking import Asking
from quizcards.study.attempt import Attempt
from quizcards.study.flow import review_event
from quizcards.study.session import Graded
from quizcards.study.wording import wording
from tests.quiz.quiz_examples import whiteboard
from tests.sync.sync_support import Machine

pytestmark = pytest.mark.xdist_group("whiteboard")

CARD = Card("d", "adam", "왜?", "그래서요.", Place("d.yaml"), demo=DemoCall("adam"))
CONTEXT = Context((CARD,), demos.of, random.Random, whiteboard)
ASKING = Asking(CONTEXT, ("code",))
START, DAY = 1_780_000_000.0, 86_400
SLIP = ("m_hat = m / (1 - beta1 ** t)", "m_hat = m")


def stored(machine: Machine) -> Store:
    return Store(machine.home, machine.home.parent / "cache", Scheduler(), {})


def wrote(machine: Machine, days: int, slips: bool = False) -> Event:
    """Write what the card asks for so many days after the start, rightly or with a slip."""
    with stored(machine) as store:
        item = ASKING.item(CARD, store.memory(CARD.key))
        assert isinstance(item.asked.answering, Code)
        text = item.asked.answering.answer.replace("m / (1 - beta1**t)", SLIP[0].split(" = ")[1])
        attempt = Attempt(item).answered(text.replace(*SLIP) if slips else text)
        grade = Grade.AGAIN if slips else Grade.GOOD
        given = Graded(grade, 9.0, attempt.typed, attempt.verdict)
        at = START + days * DAY
        day = int(at // DAY) + 719_163
        return store.append(review_event(item, given, at, day, wording(CARD)))


def learnt(machine: Machine) -> tuple[Memory, list[Event]]:
    with stored(machine) as store:
        return store.memory(CARD.key), store.history(CARD.key)


def test_code_written_on_two_machines_merges_and_both_replay_it_alike(
    machine: Callable[[str], Machine],
) -> None:
    a, b = machine("a"), machine("b")
    for days in (0, 2, 11):
        wrote(a, days)
    a.sync()
    b.sync()
    here, there = wrote(b, 50), wrote(a, 51)
    assert (here.step, there.step) == ("lines", "lines")  # as neither knows of the other yet
    b.sync()
    a.sync()
    b.sync()
    assert learnt(a) == learnt(b)
    memory, history = learnt(a)
    assert [event.asked for event in history] == ["code"] * 5
    assert memory.reps == 5
    last = wrote(b, 160, slips=True)
    assert last.step == "body"
    b.sync()
    a.sync()
    assert learnt(a) == learnt(b)
    with stored(a) as store:
        (wrong,) = store.wrong_answers(9)
        assert mistake(wrong, CARD, CONTEXT) == "m의 편향 보정을 빠뜨렸습니다."
        undone = replace(wrong, id="", kind="undo", of=wrong.id, grade=None, asked=None, wrong=None)
        store.append(undone)
    a.sync()
    b.sync()
    assert learnt(a) == learnt(b)
    item = ASKING.item(CARD, learnt(b)[0])
    assert item.seed == wrong.seed  # the very question comes again
