"""The shipped decks: the 49 concepts of the notes and more, complete, shown exactly, gradable."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from quizcards import demos
from quizcards.decks.files import in_order
from quizcards.decks.nodes import Loader
from quizcards.model import Card
from quizcards.trace.linear import unicode_formula
from quizcards.trace.notation import values
from tests.contract import Contract
from tests.shipped import shipped

CONTENT = Path(__file__).parents[2] / "content"
FILES = in_order(CONTENT.glob("[0-9]*.yaml"))
LIBRARY = shipped()

# the concepts in the order of the notes, by deck
CONCEPTS = {
    "basics": """
        loss-function cost-function hypothesis gradient-descent learning-rate
        computation-graph backpropagation logistic-regression-gd logistic-regression-graph
        vectorization
    """,
    "neural-networks": """
        neural-network two-layer-network activation-value hidden-layer-dimension
        activation-functions sigmoid tanh relu softmax output-layer-activation
        nonlinear-activation activation-derivatives
    """,
    "regularization": """
        regularization overfitting regularization-overfitting norms l1-regularization
        l1-sparsity l2-regularization l1-vs-l2 dropout data-augmentation early-stopping
        input-normalization
    """,
    "batch-normalization": """
        mini-batch batch-normalization bn-forward bn-gamma-beta bn-backward
        bn-nonlinearity bn-placement bn-inference
    """,
    "optimization": """
        optimizers-overview momentum local-minima ewma rmsprop adam adam-bias-correction
    """,
}

every_card = pytest.mark.parametrize("card", LIBRARY.cards, ids=lambda card: card.key)
CONTRACT = Contract[Card]()
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def spoken(card: Card) -> Iterator[str]:
    """Yield every text of a card that is said or read aloud.

    All but the formula and the sources.
    """
    yield from (card.question, card.answer)
    for point in card.key_points:
        yield point.point
    for followup in card.followups:
        yield from (followup.question, followup.answer)
    for misconception in card.misconceptions:
        yield from (misconception.claim, misconception.because)


def normalised(text: str) -> str:
    """What is left of an alternative to be compared: letters and digits, without case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", text)).casefold()


def test_there_is_nothing_to_mend_in_the_shipped_decks() -> None:
    assert [str(problem) for problem in LIBRARY.problems] == []


def test_each_of_the_49_concepts_is_one_card_in_its_deck() -> None:
    expected = {f"{deck}/{name}" for deck, names in CONCEPTS.items() for name in names.split()}
    assert len(expected) == 49
    assert {card.key for card in LIBRARY.cards if card.deck in CONCEPTS} == expected


def test_the_decks_follow_the_order_of_the_notes() -> None:
    first = LIBRARY.decks[: len(CONCEPTS)]
    assert [deck.id for deck in first] == list(CONCEPTS)
    assert [deck.title for deck in first] == [
        "기초와 비용 함수",
        "신경망",
        "규제",
        "배치 정규화",
        "최적화",
    ]
    first_line = [
        min(card.notes[0].start for card in deck.cards if card.notes[0].start > 1) for deck in first
    ]
    assert first_line == sorted(first_line)


def test_every_line_of_the_notes_is_covered_by_a_card() -> None:
    lines = (CONTENT / "interview-notes.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 73
    covered = {line for card in LIBRARY.cards for run in card.notes for line in run}
    assert covered == set(range(1, 74))


@CONTRACT.rule
def a_card_is_complete(card: Card) -> None:
    assert 3 <= len(card.key_points) <= 5
    assert sum(not point.nice for point in card.key_points) >= 2
    assert all(point.any_of for point in card.key_points)
    assert 2 <= len(card.followups) <= 4
    for name in ("misconceptions", "tags", "sources"):
        assert getattr(card, name), name
    assert bool(card.notes) == (card.deck in CONCEPTS)
    assert card.formula or card.demo is None


@CONTRACT.rule
def an_answer_is_three_to_six_polite_sentences(card: Card) -> None:
    sentences = re.split(r"(?<=[.?!])\s+", card.answer)
    assert 3 <= len(sentences) <= 6
    assert all(re.search(r"(다|요|까)[.?]$", sentence) for sentence in sentences), sentences


@CONTRACT.rule
def an_alternative_says_more_than_a_letter_and_the_question_has_not_said_it(
    card: Card,
) -> None:
    for point in card.key_points:
        for alternative in map(normalised, point.any_of):
            assert len(alternative) >= 2, alternative
            assert alternative not in normalised(card.question)


@CONTRACT.rule
def a_formula_is_shown_in_unicode_and_fits_a_narrow_terminal(card: Card) -> None:
    for line in card.formula:
        shown = unicode_formula(line)
        assert shown
        assert "\\" not in shown
        assert len(shown) <= 78, shown


@CONTRACT.rule
def a_claim_is_a_whole_false_sentence_and_its_correction_is_spoken(card: Card) -> None:
    for misconception in card.misconceptions:
        assert misconception.claim.rstrip(".").endswith("다"), misconception.claim
        assert re.search(r"(니다|요)\.$", misconception.because), misconception.because


@CONTRACT.rule
def what_is_spoken_has_no_markup_and_a_question_asks(card: Card) -> None:
    for text in spoken(card):
        assert not re.search(r"\\|\*\*|`|\$|_\{|\^\{", text), text
    assert card.question.endswith(("?", "요."))
    assert all(followup.question.endswith(("?", "요.")) for followup in card.followups)


@CONTRACT.rule
def the_demo_of_a_card_runs_as_the_card_calls_it(card: Card) -> None:
    if card.demo is not None:
        assert demos.load(card.demo.run).run(card.demo.params).steps


def test_no_two_cards_ask_the_same_question() -> None:
    questions = Counter(normalised(card.question) for card in LIBRARY.cards)
    assert [question for question, count in questions.items() if count > 1] == []


@every_file
def test_the_text_of_a_deck_is_composed_and_has_unix_line_ends(file: Path) -> None:
    text = file.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\r\t\ufeff]", text)
    assert text.endswith("\n")


@every_file
def test_the_modeline_names_a_schema_that_is_there(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match
    assert (file.parent / match[1]).is_file()


CORRECTIONS = yaml.load(
    (CONTENT.parent / "docs" / "corrections.yaml").read_text(encoding="utf-8"), Loader
)
NOTES = (CONTENT / "interview-notes.txt").read_text(encoding="utf-8").splitlines()
every_correction = pytest.mark.parametrize(
    "correction", CORRECTIONS, ids=lambda one: f"line {one['notes']}"
)


def test_all_43_errors_of_the_notes_are_listed() -> None:
    assert len(CORRECTIONS) == 43


@every_correction
def test_an_error_of_the_notes_is_a_misconception_shown_by_a_run_or_numbers_cannot_show_it(
    correction: dict[str, str],
) -> None:
    card = next(card for card in LIBRARY.cards if card.key == correction["card"])
    if "claim" in correction:
        (wrong,) = [one for one in card.misconceptions if one.claim == correction["claim"]]
        assert wrong.demo
        assert wrong.demo.show
    else:
        assert correction["why"]


@every_correction
def test_what_the_notes_are_said_to_say_stands_in_these_lines(correction: dict[str, str]) -> None:
    lines = [
        NOTES[number - 1]
        for part in str(correction["notes"]).split(",")
        for number in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)
    ]
    quoted = re.sub(r"\(.*?\)", "", correction["said"])  # in parentheses is what they leave out
    words = [word for word in re.findall(r"\w+", quoted) if len(word) > 1]
    assert sum(word in " ".join(lines) for word in words) >= len(words) / 2


@CONTRACT.rule
def every_run_that_a_misconception_names_computes_what_it_shows(card: Card) -> None:
    for wrong in card.misconceptions:
        if wrong.demo:
            trace = demos.of(wrong.demo).run(wrong.demo.params)
            assert all(values(trace[name]) for name in wrong.demo.show)


@every_card
def test_every_card_keeps_its_contract(card: Card) -> None:
    CONTRACT.hold(card)
