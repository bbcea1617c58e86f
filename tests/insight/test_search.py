"""The search over cards: every word, in any form, the weightiest place first."""

from collections.abc import Callable
from pathlib import Path

from quizcards.decks.glossary import read_glossary
from quizcards.insight.search import nearest, search, surest
from quizcards.model import Card, Glossary, KeyPoint, Term

CONTENT = Path(__file__).parents[2] / "content"
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


def test_the_excerpt_is_cut_between_words(card: Callable[..., Card]) -> None:
    words = ["기울기가", "사라지는", "까닭을", "활성화", "함수에서"]
    long = " ".join([*words * 8, "드롭아웃", *words * 8])
    (hit,) = search("드롭아웃", [card("d/1", question="가?", answer=long)], GLOSSARY)
    assert {*hit.excerpt.strip("…").split()} == {*words, "드롭아웃"}


def test_beside_a_name_that_alone_says_it_stands_the_question(card: Callable[..., Card]) -> None:
    (hit,) = search("드롭", [card("d/1", title="드롭", question="왜 켜고 끄나요?")], GLOSSARY)
    assert (hit.field, hit.beside_name) == ("제목", "왜 켜고 끄나요?")


def test_a_latin_word_is_found_where_a_word_begins_with_it(card: Callable[..., Card]) -> None:
    average = card("d/1", question="average는?")
    rag = card("d/2", question="RAG는?")
    assert found("rag", average, rag) == ["d/2"]
    assert found("aver", average, rag) == ["d/1"]


def test_of_a_question_what_few_cards_say_counts_most(card: Callable[..., Card]) -> None:
    cards = [
        card("d/1", question="손실은?", title="손실", answer="기울기"),
        card("d/2", question="기울기는?", title="기울기", answer="손실"),
        card("d/3", question="학습률은?", title="학습률", answer="손실 기울기"),
    ]
    near = nearest("학습률이 너무 크면 손실이 어떻게 되나요?", cards, GLOSSARY)
    assert [one.card.key for one in near][:2] == ["d/3", "d/1"]
    assert nearest("오늘 점심은 드셨나요?", cards, GLOSSARY) == []


def test_a_card_is_sure_only_where_no_other_comes_near(card: Callable[..., Card]) -> None:
    cards = [
        card("d/1", question="손실은?", title="손실"),
        card("d/2", question="기울기는?", title="기울기"),
        card("d/3", question="학습률은?", title="학습률"),
    ]
    one = surest(nearest("gradient를 설명해 주세요", cards, GLOSSARY))
    assert one is not None
    assert one.key == "d/2"
    assert surest(nearest("손실과 gradient의 차이는?", cards, GLOSSARY)) is None
    assert surest([]) is None


def test_a_loanword_of_several_words_finds_the_card_that_says_the_korean_term(
    card: Callable[..., Card],
) -> None:
    glossary, _ = read_glossary([CONTENT / "glossary.yaml"])
    cards = [
        card("d/1", question="기울기 소실은 왜 생기나요?"),
        card("d/2", question="학습률은 무엇인가요?"),
        card("d/3", question="드롭아웃은 무엇인가요?"),
    ]
    for said, key in (
        ("그래디언트 배니싱", "d/1"),
        ("배니싱 그래디언트", "d/1"),
        ("vanishing gradient", "d/1"),
        ("러닝 레이트", "d/2"),
    ):
        assert [hit.card.key for hit in search(said, cards, glossary)] == [key]
        assert nearest(f"{said} 해결법은", cards, glossary)[0].card.key == key
