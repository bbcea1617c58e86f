"""What is particular to each kind of question."""

import ast
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import permutations

import pytest

from quizcards import demos
from quizcards.model import Card, Choices, DemoCall, KeyPoint, Misconception
from quizcards.quiz import kinds
from quizcards.quiz.judge import judge
from quizcards.quiz.premises import written
from quizcards.quiz.question import (
    Answering,
    Asked,
    Blank,
    Choice,
    Context,
    Option,
    Order,
    Points,
    Spoken,
)
from quizcards.quiz.statement import statements
from quizcards.trace.tracer import Step
from tests.quiz.order_examples import alike, chain, chain_of_eight, loop, old_value, star, three
from tests.quiz.quiz_examples import CARD, CARDS, CONTEXT

ALONE = Context((CARD,), demos.of, random.Random)
SEEDS = range(40)


def asked(kind: str, seed: int = 0, card: Card = CARD, context: Context = ALONE) -> Asked:
    item = kinds.ask(kind, card, context, seed)
    assert item
    return item.asked


def all_of(kind: str, card: Card = CARD) -> list[Answering]:
    return [asked(kind, seed, card).answering for seed in SEEDS]


def test_recall_and_points_ask_the_cards_own_question() -> None:
    assert asked("recall") == Asked(CARD.question, Spoken(CARD.answer))
    assert asked("points") == Asked(CARD.question, Points(CARD.key_points))


def test_a_followup_is_asked_with_the_question_it_follows() -> None:
    assert asked("followup") == Asked(
        "왜 오래 자나요?", Spoken("사냥에 힘을 쓰기 때문입니다."), given=(CARD.question,)
    )


PAIRS = statements(CARD)
RIGHT = {pair.right for pair in PAIRS}
WRONG = {pair.wrong for pair in PAIRS}


def test_a_statement_says_why_it_is_as_it_is_whichever_half_is_asked_and_whatever_is_replied() -> (
    None
):
    seen = {}
    for seed in range(200):
        one = asked("ox", seed)
        assert isinstance(one.answering, Choice)
        seen[one.given[1]] = [judge(one.answering, reply).lines for reply in "OX"]
    assert set(seen) == RIGHT | WRONG
    for twins in PAIRS:
        assert seen[twins.right] == [(twins.because,), ("정답: O", twins.because)]
        assert seen[twins.wrong] == [("정답: X", twins.because), (twins.because,)]


def test_true_and_false_are_asked_equally_often() -> None:
    right = [answering.right for answering in all_of("ox") if isinstance(answering, Choice)]
    assert 10 <= sum(right) <= 30


def test_a_misconception_without_its_truth_is_no_statement() -> None:
    assert "고양이는 물을 싫어한다" not in WRONG
    assert kinds.ask("ox", replace(CARD, statements=(), misconceptions=()), ALONE, 1) is None


def test_why_something_is_wrong_is_one_line_however_its_author_folded_it() -> None:
    folded = Misconception("고양이는 난다", "날개가\n없습니다.\n", truth="고양이는 걷는다")
    card = replace(CARD, statements=(), misconceptions=(folded,))
    assert [pair.because for pair in statements(card)] == ["날개가 없습니다."]


def test_three_pairs_are_too_few_to_choose_among() -> None:
    assert kinds.ask("choice", replace(CARD, statements=CARD.statements[1:]), ALONE, 1)
    assert kinds.ask("choice", replace(CARD, statements=CARD.statements[2:]), ALONE, 1) is None


def test_the_odd_one_is_chosen_among_halves_of_other_pairs() -> None:
    prompts = set()
    for seed in SEEDS:
        one = asked("choice", seed)
        assert isinstance(one.answering, Choice)
        texts = [option.text for option in one.answering.options]
        right = texts.pop(one.answering.right)
        is_true = "맞는" in one.prompt
        assert right in (RIGHT if is_true else WRONG)
        assert set(texts) < (WRONG if is_true else RIGHT)
        found = [next(i for i, twins in enumerate(PAIRS) if text in twins) for text in texts]
        assert len({*found, next(i for i, twins in enumerate(PAIRS) if right in twins)}) == 4
        prompts.add(one.prompt)
    assert len(prompts) == 2


def test_every_option_of_statements_says_why_it_is_wrong() -> None:
    for answering in all_of("choice"):
        assert isinstance(answering, Choice)
        for i, option in enumerate(answering.options):
            twins = next(twins for twins in PAIRS if option.text in twins)
            assert option.feedback.endswith(twins.because)
            is_right_half = option.text == twins.right
            told = "맞는 설명입니다. " if is_right_half else "틀린 설명입니다. "
            assert option.feedback.startswith(told) == (i != answering.right)


def test_a_blank_stands_where_the_author_marked_it_and_the_other_marks_are_filled_in() -> None:
    assert set(all_of("cloze")) == {
        Blank("하루에 ____ 넘게 자고 혼자 사냥합니다.", ("열두 시간", "12시간")),
        Blank("하루에 열두 시간 넘게 ____ 혼자 사냥합니다.", ("자고",)),
    }


@pytest.mark.parametrize(
    ("answer", "blank"),
    [
        (
            "고양이는 {{육식(meat)|고기}}을 합니다.",
            Blank("고양이는 ____을(를) 합니다.", ("육식(meat)", "고기", "육식", "meat")),
        ),
        ("값은 {{σ(z)|시그마}}입니다.", Blank("값은 ____입니다.", ("σ(z)", "시그마"))),
        ("앞은 잡니다. 늘 {{뜁니다}}. 뒤는 옵니다.", Blank("늘 ____.", ("뜁니다",))),
        ("{{내적}}으로만 나옵니다.", Blank("____(으)로만 나옵니다.", ("내적",))),
        ("{{비율}}이라도 큽니다.", Blank("____(이)라도 큽니다.", ("비율",))),
    ],
)
def test_a_marked_blank_takes_its_gloss_alone_in_its_own_sentence_and_no_particle_tells(
    answer: str, blank: Blank
) -> None:
    item = kinds.ask("cloze", replace(CARD, answer=answer, marked=answer), ALONE, 0)
    assert item
    assert item.asked.answering == blank


@pytest.mark.parametrize(
    ("answer", "word", "blank"),
    [
        ("고양이는 육식 동물입니다.", "육식 동물", Blank("고양이는 ____입니다.", ("육식 동물",))),
        (
            "앞부분입니다. 널리 육식(meat, flesh)을 합니다.",
            "육식",
            Blank("널리 ____을(를) 합니다.", ("육식", "meat", "flesh")),
        ),
        ("값이 양수라서 큽니다.", "양수", Blank("값이 ____(이)라서 큽니다.", ("양수",))),
        ("늘 발산합니다.", "발산", Blank("늘 ____합니다.", ("발산",))),
        ("값은 ReLU로 구합니다.", "ReLU", Blank("값은 ____(으)로 구합니다.", ("ReLU",))),
        ("수렴이 느리고 답답합니다.", "수렴이 느리", None),  # a clause, not a term
        ("하나만 고르는 셈입니다.", "하나만 고르", None),
        ("아주 긴 이름입니다.", "아주 긴 이름", None),
        ("구조에 따라 다릅니다.", "구조에 따라", None),
        ("미분이론을 배웁니다.", "미분", None),  # a part of a longer word
        ("과적합을 막습니다.", "적합", None),  # inside a word
        ("무작위로 뽑습니다.", "무작위", Blank("____(으)로 뽑습니다.", ("무작위",))),
        ("깎은 만큼 깎되 멈춥니다.", "깎", None),  # one letter
        ("적률은 편향(적률)입니다.", "편향", None),  # the gloss is shown elsewhere
        ("보폭은 보폭입니다.", "보폭", None),  # said twice
        ("어떤 동물입니다.", "어떤 동물", None),  # in the question
        ("값(ReLU)을 씁니다.", "ReLU", None),  # inside a gloss
        # the gloss is of its last word
        ("모든 변수의 기울기(gradient)를 얻습니다.", "모든 변수의 기울기", None),
    ],
)
def test_a_blank_is_found_where_the_answer_says_a_term_of_a_key_point(
    answer: str, word: str, blank: Blank | None
) -> None:
    card = replace(CARD, answer=answer, key_points=(KeyPoint("핵심", (word,)),))
    item = kinds.ask("cloze", card, ALONE, 0)
    assert (item and item.asked.answering) == blank


PARTICLE = re.compile(
    "____(은|는|이|가|을|를|와|과|으?로[만도는]?|이?나|이?면|이?라[고는서도]?|이?라면)(?=[ ,.])"
)


def test_no_blank_of_the_shipped_decks_shows_its_own_answer() -> None:
    for card in CARDS:
        for seed in range(10):
            if item := kinds.ask("cloze", card, CONTEXT, seed):
                assert isinstance(item.asked.answering, Blank)
                text, accepted = item.asked.answering.text, item.asked.answering.accepted
                assert text.count("____") == 1
                assert not any(word in text or word in card.question for word in accepted)
                assert not PARTICLE.search(text)  # it would tell how the word ends


def test_the_lines_of_adam_are_put_in_order_by_what_they_use() -> None:
    card = next(card for card in CARDS if card.key == "optimization/adam")
    lengths = set()
    for seed in SEEDS:
        answering = asked("order", seed, card).answering
        assert isinstance(answering, Order)
        lengths.add(len(answering.lines))
        symbols = [line.split(" = ")[0] for line in answering.lines]
        in_order = [symbols[i] for i in answering.right]
        assert in_order == [name for name in ("m", "v", "m̂", "v̂", "Δw", "w") if name in in_order]
    assert 6 in lengths


def ordered(function: Callable[..., float]) -> Order | None:
    """The order question of a demo that computes this."""
    demo = replace(demos.load("adam"), function=function, asks={})
    card = replace(CARD, demo=DemoCall("any"))
    item = kinds.ask("order", card, replace(ALONE, load=lambda _name: demo), 0)
    if item is None:
        return None
    assert isinstance(item.asked.answering, Order)
    return item.asked.answering


@pytest.mark.parametrize(
    ("function", "lines"),
    [
        (chain, ["b = a + 1", "c = b + 2", "d = c + 3", "e = d + 4"]),
        (loop, ["g = 2·w", "v = g + 1", "u = v / 2", "w = w − u"]),  # one round
        (old_value, ["g = 2·w", "w = w − 1", "s = g + w", "t = 2·s"]),  # g is of the old w
        (star, None),  # 6 of 24 orders would do: a guess is right too often
        (alike, None),  # two lines that read the same cannot be told apart
        (three, None),
        (chain_of_eight, None),
    ],
)
def test_lines_are_put_in_order_where_a_guess_is_seldom_right(
    function: Callable[..., float], lines: list[str] | None
) -> None:
    order = ordered(function)
    assert (order and [order.lines[i] for i in order.right]) == lines
    if order:
        right = [p for p in permutations("1234") if judge(order, " ".join(p)).share == 1]
        assert len(right) == 1


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_lines_are_never_shown_in_a_right_order_or_with_notes(card: Card) -> None:
    for seed in SEEDS:
        item = kinds.ask("order", card, CONTEXT, seed)
        if item:
            order = item.asked.answering
            assert isinstance(order, Order)
            assert len(order.lines) >= 4
            as_shown = " ".join(str(i + 1) for i in range(len(order.lines)))
            assert judge(order, as_shown).share < 1
            assert not any("  (" in line for line in order.lines) or card.steps
            assert not any(re.search(r"vander|linalg|eigvals|arange", text) for text in order.lines)


def short_orders() -> Iterator[tuple[Card, Order]]:
    """The shipped cards with a computation so short that every order of its lines can be tried."""
    for card in CARDS:
        item = kinds.ask("order", card, CONTEXT, 2)
        order = item.asked.answering if item else None
        if isinstance(order, Order) and len(order.lines) <= 5 and not card.steps:
            yield card, order


def test_the_orders_that_are_right_are_those_that_compute_the_same() -> None:
    for card, order in short_orders():
        assert card.demo
        demo = demos.load(card.demo.run)
        trace = demo.run(card.demo.params)
        steps = {written(demo, trace, step.line): step for step in reversed(trace.steps)}
        lines = [steps[line] for line in order.lines]
        given = {**demo.function.__globals__, **trace.inputs, **lines[0].counters}
        right = computed(lines, order.right, given)
        assert right, card.key
        for places in permutations(range(len(lines))):
            verdict = judge(order, " ".join(str(place + 1) for place in places))
            same = computed(lines, places, given) == right
            assert (verdict.share == 1) == same, (card.key, places)


def computed(lines: list[Step], places: tuple[int, ...], given: Mapping[str, object]) -> str | None:
    """Compute lines in this order; None where one comes before what it needs."""
    scope = dict(given)
    try:
        for place in places:
            scope[lines[place].name] = eval(ast.unparse(lines[place].line.formula), scope)
    except (NameError, TypeError):
        return None
    return repr([scope[line.name] for line in lines])


def test_what_the_author_wrote_to_choose_from_is_asked_as_it_stands() -> None:
    choices = Choices("무엇의 평균인가요?", "제곱", ("분산", "절댓값"), "평균을 빼지 않습니다.")
    card = replace(CARD, choices=(choices,))
    seen = set()
    for seed in SEEDS:
        one = asked("choice", seed, card)
        assert one.prompt == "무엇의 평균인가요?"
        answering = one.answering
        assert isinstance(answering, Choice)
        assert sorted(option.text for option in answering.options) == ["분산", "절댓값", "제곱"]
        assert answering.options[answering.right] == Option("제곱", "평균을 빼지 않습니다.")
        seen.add(answering.right)
    assert seen == {0, 1, 2}


def test_steps_of_the_author_have_exactly_one_right_order() -> None:
    card = replace(CARD, steps=("하나", "둘", "셋", "넷"))
    for seed in SEEDS:
        order = asked("order", seed, card).answering
        assert isinstance(order, Order)
        assert [order.lines[i] for i in order.right] == ["하나", "둘", "셋", "넷"]
        right = " ".join(str(i + 1) for i in order.right)
        assert judge(order, right).share == 1
        assert judge(order, " ".join(reversed(right.split()))).share == 0
