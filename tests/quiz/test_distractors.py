"""The wrong values that stand beside a right one: real, possible, explained, alike in form."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from statistics import fmean

import numpy as np
import pytest

from quizcards import demos
from quizcards.errors import QuizcardsError
from quizcards.model import Card, Code, DemoCall, WrittenMistake
from quizcards.quiz import kinds
from quizcards.quiz.chance import derived
from quizcards.quiz.distractors import ALSO_MISREAD, MISREAD, Possible
from quizcards.quiz.numeric_question import fresh
from quizcards.quiz.premises import plain, value_name
from quizcards.quiz.question import Choice, Item
from quizcards.trace import sandbox
from quizcards.trace.inline import inline_demo
from quizcards.trace.notation import values
from quizcards.trace.tracer import Trace
from quizcards.trace.wire import Job
from tests.contract import Contract
from tests.quiz.quiz_examples import CARD, CARDS, CONTEXT, SEEDS
from tests.quiz.test_numeric_items import inputs_of
from tests.sampling import IS_SEARCHING, some

pytestmark = pytest.mark.xdist_group("values")  # the questions are made once, by one worker
WITH_DEMO = [card for card in CARDS if card.demo]
FEW = SEEDS if IS_SEARCHING else SEEDS[:1]
CONTRACT = Contract[Card]()


def choice(item: Item) -> Choice:
    assert isinstance(item.asked.answering, Choice)
    return item.asked.answering


@cache
def item(key: str, seed: int) -> Item:
    """A question for a value of a shipped card."""
    (card,) = (card for card in WITH_DEMO if card.key == key)
    found = kinds.ask("value", card, CONTEXT, seed)
    assert found
    return found


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@CONTRACT.rule
def four_values_never_look_alike_and_each_wrong_one_says_why(card: Card) -> None:
    for seed in FEW:
        asked = choice(item(card.key, seed))
        assert len({option.text for option in asked.options}) == len(asked.options) == 4
        assert all(option.feedback for option in asked.options)


@CONTRACT.rule
def every_wrong_value_comes_of_a_mistake_of_the_demo_or_of_an_input_misread(
    card: Card,
) -> None:
    assert card.demo
    known = {mistake.feedback for mistake in demos.load(card.demo.run).mistakes}
    for seed in FEW:
        asked = choice(item(card.key, seed))
        wrong = [one for i, one in enumerate(asked.options) if i != asked.right]
        first, *_ = zip(*(one.feedback.split("\n") for one in wrong), strict=False)
        assert all(said in known or said == MISREAD for said in first)
        # of two changes each is made alone once, and both are made once
        both = [one for one in wrong if ALSO_MISREAD in one.feedback or one.feedback.count("→") > 1]
        assert len(both) == 1


@CONTRACT.rule
def the_inputs_that_are_shown_lead_to_the_right_option_and_to_no_other(card: Card) -> None:
    assert card.demo
    demo = demos.load(card.demo.run)
    for seed in FEW:
        asked = item(card.key, seed)
        options = choice(asked)
        right = options.options[options.right]
        drawn = fresh(demo, np.random.default_rng(derived(random.Random(seed)))).inputs
        run = demo.run({**drawn, **inputs_of(demo, asked.asked)})
        assert demo.holds(run)
        written = right.feedback.split("\n\n")[-1].split(" = ")[0]
        (name,) = (ask for ask in demo.asks if value_name(demo, ask) == written)
        assert values(plain(run[name])) == right.text


@pytest.mark.parametrize("card", WITH_DEMO, ids=lambda card: card.key)
def test_the_options_for_a_value_of_every_card_keep_their_contract(card: Card) -> None:
    CONTRACT.hold(card)


# what no value of the name can be, however it is computed
IMPOSSIBLE: dict[str, dict[str, Callable[[float], bool]]] = {
    "bn-forward": {"σ²": lambda x: x < 0},
    "softmax": {"J": lambda x: x < 0},
    "bn-nonlinearity": {"r_squared": lambda x: x > 1},
    "norms": {"L1": lambda x: x < 0, "L2": lambda x: x < 0},
    "loss-function": {"SE": lambda x: x < 0, "BCE": lambda x: x < 0},
}


@pytest.mark.parametrize(
    "card",
    [card for card in WITH_DEMO if card.id in IMPOSSIBLE],
    ids=lambda card: card.key,
)
def test_no_option_is_impossible(card: Card) -> None:
    for seed in some(range(60)):
        asked = item(card.key, seed).asked
        asked_for = asked.prompt.split("의 값")[0]
        is_impossible = IMPOSSIBLE[card.id].get(asked_for)
        if is_impossible and isinstance(asked.answering, Choice):
            texts = [option.text for option in asked.answering.options]
            assert not any(is_impossible(number(text)) for text in texts), (asked_for, texts)


def test_what_a_value_can_be_is_what_it_was_on_other_inputs() -> None:
    probabilities = Possible.seen([(0.2, 0.8), (0.5, 0.5)])
    assert probabilities.admits((0.1, 0.9))
    assert not any(map(probabilities.admits, [(0.2, 0.9), (-0.2, 1.2), (0.0, 1.0)]))
    variance = Possible.seen([0.5, 3.7, 12.0])
    assert variance.admits(40.0)
    assert not variance.admits(-1.0)
    assert Possible.seen([0.3, -2.5]).admits(0.9)
    assert not Possible.seen([0.3, -2.5]).admits(1.1)  # R²
    count = Possible.seen([1, 3])
    assert count.admits(2)
    assert not any(map(count.admits, [4, 0, 2.5]))
    assert not Possible.seen([2.0, -4.0]).admits(1.5)  # whole numbers stand among whole ones
    assert Possible.seen([(1.0, 2.0), (-1.0, 0.5)]).admits((0.0, 9.0)) is False  # never 0


def test_the_demo_of_a_deck_has_options_too_and_two_processes_make_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []

    def counting(source: str, jobs: list[Job], seconds: float) -> list[Trace | QuizcardsError]:
        started.append(len(jobs))
        return sandboxed(source, jobs, seconds)

    sandboxed = sandbox.run
    monkeypatch.setattr(sandbox, "run", counting)
    wrong = WrittenMistake("y", "x + b", "곱하지 않고 더했습니다.")
    code = Code("x = [1.0, 2.0, 3.0]\nb = 4.0\ny = x * b\n", mistakes=(wrong,))
    card = replace(CARD, demo=DemoCall("any"))
    context = replace(CONTEXT, load=lambda _call: inline_demo("배", code))
    for seed in range(4):
        made = kinds.ask("value", card, context, seed)
        assert made
        asked = choice(made)
        assert len({option.text for option in asked.options}) == 4
        assert len(started) == 2
        started.clear()


def form(texts: list[str]) -> dict[str, int]:
    """Which option somebody picks who looks only at the form, by each of a few rules."""
    numbers = [number(text) for text in texts]
    digits = [Counter(text) for text in texts]
    shared = [sum(sum((one & other).values()) for other in digits) for one in digits]
    median = float(np.median(numbers))
    picks: dict[str, Sequence[float]] = {
        "largest": numbers,
        "smallest": [-x for x in numbers],
        "middle": [-abs(x - median) for x in numbers],
        "longest": [len(text) for text in texts],
        "shortest": [-len(text) for text in texts],
        "shares most digits": shared,
        "related to most": [sum(_related(x, y) for y in numbers) for x in numbers],
    }
    return {rule: int(np.argmax(score)) for rule, score in picks.items()}


def _related(one: float, other: float) -> bool:
    return any(abs(one - k * other) <= 2e-3 * abs(one) for k in (-1, 2, 10, 0.5, 0.1) if one)


def test_nothing_about_its_form_tells_the_right_value() -> None:
    hits = Counter[str]()
    count = 0
    for card in WITH_DEMO:
        for seed in SEEDS[: 16 if IS_SEARCHING else 3]:
            asked = choice(item(card.key, seed))
            texts = [option.text for option in asked.options]
            if not any("[" in text for text in texts):
                count += 1
                hits.update(rule for rule, pick in form(texts).items() if pick == asked.right)
    assert count > 200
    chance = 1 / 4
    deviation = (chance * (1 - chance) / count) ** 0.5
    assert all(abs(hit / count - chance) < 0.07 + deviation for hit in hits.values()), hits


@pytest.mark.parametrize(
    "key",
    ["regularization/l1-sparsity", "regularization/early-stopping", "evaluation/missing-values"],
)
def test_a_misread_input_that_breaks_what_the_question_says_is_not_shown(key: str) -> None:
    (card,) = (card for card in CARDS if card.key == key)
    assert card.demo
    demo = demos.load(card.demo.run)
    for seed in some(range(60)):
        drawn = fresh(demo, np.random.default_rng(derived(random.Random(seed)))).inputs
        assert demo.holds(demo.run({**drawn, **inputs_of(demo, item(key, seed).asked)}))


@pytest.mark.parametrize(
    ("key", "names"),
    [("llm-serving/speculative-decoding", "pq"), ("attention/bert-gpt-objectives", "P")],
)
def test_a_misread_distribution_is_one_still(key: str, names: str) -> None:
    (card,) = (card for card in CARDS if card.key == key)
    assert card.demo
    demo = demos.load(card.demo.run)
    for seed in some(range(60)):
        given = inputs_of(demo, item(key, seed).asked)
        assert any(name in given for name in names)
        for name in names:
            assert np.allclose(np.sum(given.get(name, [1.0]), axis=-1), 1)


def test_three_of_four_values_are_told_from_what_a_mistake_comes_to() -> None:
    taught = []
    for card in CARDS[::4]:
        if item := kinds.ask("value", card, CONTEXT, seed=1):
            options, right = choice(item)
            wrong = [option for i, option in enumerate(options) if i != right]
            taught.append(any(not option.feedback.startswith(MISREAD) for option in wrong))
    assert fmean(taught) >= 0.75
