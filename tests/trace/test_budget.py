"""Demos in decks cost a command no more than a moment, however many of them are slow."""

from collections.abc import Sequence

import pytest

from quizcards.errors import QuizcardsError
from quizcards.model import Code
from quizcards.trace import budget as budgets
from quizcards.trace import sandbox
from quizcards.trace.budget import A_TRY, AHEAD, FREE, MOST, PUT_OFF, Budget, PutOffError
from quizcards.trace.inline import inline_demo
from quizcards.trace.tracer import Trace
from quizcards.trace.wire import Job

JOBS: Sequence[Job] = [({"a": 1}, {}), ({"a": 2}, {})]
ENDLESS = """\
w = 0
for i in range(1000):
    for j in range(1000):
        w = w + np.sum(np.zeros(10000))
"""
STOPPED = sandbox.TOO_LONG


class Machine:
    """A clock that only runs move, and a sandbox in which each source takes its own time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.computed = 0.0
        self.takes: dict[str, float] = {}
        self.ran: list[str] = []
        monkeypatch.setattr(sandbox, "run", self.run)
        self.budget = Budget(lambda: self.now, lambda: self.computed)

    def run(self, source: str, jobs: Sequence[Job], seconds: float) -> list[QuizcardsError]:
        self.ran.append(source)
        took = self.takes.get(source, 0.3)
        self.now += min(took, seconds)
        self.computed += min(took, seconds)
        return [QuizcardsError(STOPPED if took > seconds else "done") for _ in jobs]

    def said(self, source: str) -> set[str]:
        return {str(error) for error in self.budget.run(source, JOBS)}


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_a_demo_that_was_stopped_is_not_tried_again(machine: Machine) -> None:
    machine.takes["slow"] = 100
    assert machine.said("slow") == machine.said("slow") == {STOPPED}
    assert machine.ran == ["slow"]


def test_many_slow_demos_take_no_longer_than_the_allowance(machine: Machine) -> None:
    machine.takes = {f"slow {i}": 100 for i in range(20)}
    said = [machine.said(source) for source in machine.takes]
    assert said[0] == {STOPPED}
    assert all(one == {PUT_OFF} for one in said[1:])
    assert machine.now <= AHEAD + A_TRY
    assert len(machine.ran) <= 2


def test_any_number_of_quick_demos_is_run(machine: Machine) -> None:
    assert all(machine.said(f"quick {i}") == {"done"} for i in range(1_000))


def test_quick_demos_are_run_after_a_slow_one(machine: Machine) -> None:
    machine.takes["slow"] = 100
    machine.said("slow")
    assert all(machine.said(f"quick {i}") == {"done"} for i in range(100))


def test_what_is_not_quick_is_spent_too(machine: Machine) -> None:
    machine.takes = {f"heavy {i}": MOST - 0.1 for i in range(20)}
    said = [machine.said(source) for source in machine.takes]
    assert said[0] == {"done"}
    assert said[-1] == {PUT_OFF}
    assert machine.now < 3 * MOST


def test_what_was_put_off_is_run_once_time_has_passed(machine: Machine) -> None:
    machine.takes = {"slow": 100, "slow too": 100}
    machine.said("slow")
    machine.said("slow too")
    assert machine.said("later") == {PUT_OFF}
    machine.now += 10 * MOST
    assert machine.said("later") == {"done"}
    assert machine.said("slow") == {STOPPED}, "but what is slow stays slow"


def test_what_was_stopped_before_its_time_is_not_told_slow(machine: Machine) -> None:
    machine.takes = {"slow": 100, "medium": 2.0}
    machine.said("slow")
    assert machine.said("medium") == {PUT_OFF}
    machine.now += 100
    assert machine.said("medium") == {"done"}


def test_a_run_that_was_put_off_is_tried_again_when_it_is_asked_for(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = inline_demo("뒤", Code("a = 1\nb = a + 1\n"), machine.budget)
    machine.budget._used = AHEAD
    with pytest.raises(PutOffError):
        demo.run()
    monkeypatch.undo()
    machine.now += 100
    assert demo.run().result == 2


def test_a_demo_without_end_is_stopped_within_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "MOST", 1.0)
    demo = inline_demo("끝없음", Code(ENDLESS))
    for _ in range(3):
        with pytest.raises(QuizcardsError, match="시간을 너무 많이"):
            demo.run({})


def test_without_a_clock_nothing_is_ever_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch)
    machine.budget = Budget()
    machine.takes = {f"slow {i}": 100 for i in range(20)}
    assert all(machine.said(source) == {STOPPED} for source in machine.takes)


def test_a_quick_demo_costs_nothing(machine: Machine) -> None:
    machine.takes["quick"] = FREE
    before = machine.budget.left
    found: list[Trace | QuizcardsError] = machine.budget.run("quick", JOBS)
    assert len(found) == len(JOBS)
    assert machine.budget.left >= before
