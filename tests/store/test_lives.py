"""A card that was begun afresh starts a new life: its reviews after that are counted apart."""

from collections.abc import Callable

from quizcards.model import AnsweredRow, Event
from quizcards.store.store import Store


def test_reviews_carry_the_life_that_they_belong_to(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    store.append(event("d/1", 3, 1))
    store.append(event("d/2", 3, 2))
    store.append(event("d/1", None, 3, "restart"))
    store.append(event("d/1", 4, 4))
    store.append(event("d/2", 4, 5))
    store.append(event("d/1", None, 6, "restart"))
    store.append(event("d/1", 2, 7))
    found = store.reviews()
    assert list(zip(found.card, found.life, found.grade, strict=True)) == [
        ("d/1", 0, 3),
        ("d/2", 0, 3),
        ("d/1", 1, 4),
        ("d/2", 0, 4),
        ("d/1", 2, 2),
    ]


def test_a_restart_that_was_undone_begins_no_life(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    store.append(event("d/1", 3, 1))
    restart = store.append(event("d/1", None, 2, "restart"))
    store.append(event("d/1", None, 3, "undo", of=restart.id))
    store.append(event("d/1", 3, 4))
    assert list(store.reviews().life) == [0, 0]
    assert [grade for _, grade, *_ in store.answers()] == [3, 3]


def test_statistics_read_the_answers_that_hold_and_where_a_card_was_begun_afresh(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    store.append(event("d/1", 3, 1, asked="ox", seconds=2.5))
    undone = store.append(event("d/1", 1, 2))
    store.append(event("d/1", None, 3, "undo", of=undone.id))
    for kind in ("practice", "bury", "suspend", "unsuspend", "restart"):
        store.append(event("d/1", None, 4, kind))
    store.append(event("d/2", 4, 1441))
    day = event().day
    assert store.answers() == [
        AnsweredRow("d/1", 3, day, "ox", 2.5),
        AnsweredRow("d/1", None, day, None, None),
        AnsweredRow("d/2", 4, day + 1, None, None),
    ]


def test_the_newest_reviews_know_which_cards_were_reviewed_before_them(
    open_store: Callable[..., Store], event: Callable[..., Event]
) -> None:
    store = open_store()
    store.append(event("d/1", 3, 1))
    store.append(event("d/2", 3, 2))
    store.append(event("d/2", None, 3, "restart"))
    undone = store.append(event("d/1", 4, 4))
    store.append(event("d/2", 4, 5))
    store.append(event("d/1", None, 6, "undo", of=undone.id))
    store.append(event("d/1", 2, 7))
    found = store.newest_reviews(3)
    assert list(zip(found.card, found.grade, strict=True)) == [("d/2", 4), ("d/1", 2)]
    assert found.before == {("d/1", 0): event("d/1", 3, 1).day}
    assert store.newest_reviews(99) == store.reviews()
