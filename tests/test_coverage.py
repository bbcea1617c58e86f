"""What share of what is asked the shipped cards answer."""

import pytest

from tools.coverage import LISTS, Asked, answered, asked

CONCEPT = Asked("RAG", dict.fromkeys(LISTS, 0.1), {"pipeline": 0.5, "evaluation": 0.2, "b": 0.6})


def test_a_concept_counts_by_the_parts_that_cards_answer_and_never_more_than_whole() -> None:
    assert answered(CONCEPT, {"evaluation", "other"}) == pytest.approx(0.2)
    assert answered(CONCEPT, {"pipeline", "evaluation"}) == pytest.approx(0.7)
    assert answered(CONCEPT, {"pipeline", "evaluation", "b"}) == 1.0


@pytest.mark.parametrize("name", LISTS)
def test_the_concepts_of_each_sort_of_list_make_the_whole(name: str) -> None:
    assert sum(concept.shares[name] for concept in asked()) == pytest.approx(1, abs=1e-4)
