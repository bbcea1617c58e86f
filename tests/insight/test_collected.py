"""The questions of real interviews: which stand, and how often a card was asked."""

from collections.abc import Callable

from quizcards.insight.collected import as_they_stand, importance, times_asked
from quizcards.model import Card, Collected


def test_the_last_asked_come_first_in_whatever_order_their_lines_stand() -> None:
    one = Collected("가", date="2026-11-01", time=3.0)
    two = Collected("나", date="2026-11-20", time=1.0)
    three = Collected("다", date="2026-11-20", time=2.0)
    for lines in ([one, two, three], [three, two, one]):
        assert as_they_stand(lines) == [three, two, one]


def test_a_card_that_was_renamed_keeps_what_was_asked_of_it(card: Callable[..., Card]) -> None:
    asked = [Collected("가", "d/old"), Collected("나", "d/new"), Collected("다", "d/gone")]
    assert times_asked(asked, [card("d/new", was=("d/old",))]) == {"d/new": 2}


def test_each_time_makes_a_card_count_more() -> None:
    assert [importance(times) for times in range(3)] == [1.0, 2.0, 3.0]
