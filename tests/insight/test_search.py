"""The search over cards: every word, in any form, the weightiest place first."""

from collections.abc import Callable

from quizcards.insight.search import search
from quizcards.model import Card, Glossary, KeyPoint, Term

GLOSSARY = Glossary((Term("기울기", ("gradient", "그래디언트")),))


def found(query: str, *cards: Card) -> list[str]:
    return [hit.card.key for hit in search(query, cards, GLOSSARY)]


def test_a_word_is_found_in_whichever_form_the_card_says_it(card: Callable[..., Card]) -> None:
    one = card("d/1", question="기울기는 무엇인가요?")
    other = card("d/2", question="손실은 무엇인가요?")
    for query in ("기울기", "gradient", "그래디언트", "GRADIENT"):
        assert found(query, one, other) == ["d/1"]


def test_every_word_of_the_query_must_be_there(card: Callable[..., Card]) -> None:
    one = card("d/1", question="기울기의 이동평균은?")
    other = card("d/2", question="기울기는?")
    assert found("이동평균 기울기", one, other) == ["d/1"]
    assert found("   ", one) == []


def test_a_title_counts_more_than_a_question_and_that_more_than_an_answer(
    card: Callable[..., Card],
) -> None:
    answer = card("d/1", question="가?", answer="드롭아웃입니다.")
    question = card("d/2", question="드롭아웃은?", answer="나.")
    title = card("d/3", question="다?", answer="라.", title="드롭아웃")
    point = card("d/4", question="마?", answer="바.", key_points=(KeyPoint("드롭아웃이다"),))
    order = ["d/3", "d/2", "d/4", "d/1"]
    assert found("드롭아웃", answer, question, title, point) == order


def test_the_excerpt_shows_what_was_found_within_its_sentence(card: Callable[..., Card]) -> None:
    long = "앞말 " * 40 + "드롭아웃 " + "뒷말 " * 40
    (hit,) = search("드롭아웃", [card("d/1", question="가?", answer=long)], GLOSSARY)
    assert hit.field == "답"
    assert "드롭아웃" in hit.excerpt
    assert len(hit.excerpt) < 90
    assert hit.excerpt[0] == hit.excerpt[-1] == "…"
