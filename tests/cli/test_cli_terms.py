"""`quizcards terms`: a term's forms and cards, all terms, and what is offered for none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Result

Run = Callable[..., Result]
pytestmark = pytest.mark.usefixtures("decks", "learner")


def test_any_form_shows_the_term_its_forms_and_the_cards_that_use_it(run: Run) -> None:
    shown = run("terms", "gradient").out
    for word in ("기울기", "그래디언트", "벡터", "optimization/gradient-descent"):
        assert word in shown
    assert "basics/loss" not in shown
    (data,) = json.loads(run("terms", "경사", "--json").out)
    assert data["term"] == "기울기"
    assert [card["card"] for card in data["cards"]] == ["optimization/gradient-descent"]


def test_a_word_with_two_meanings_shows_both(run: Run) -> None:
    found = json.loads(run("terms", "편향", "--json").out)
    assert [each["term"] for each in found] == ["절편", "통계적 편향"]


def test_without_a_word_all_terms_are_listed(run: Run) -> None:
    assert "그래디언트" in run("terms").out
    listed = json.loads(run("terms", "--json").out)
    assert len(listed) >= 300
    assert {"term", "forms", "symbols", "gloss"} == set(listed[0])


def test_for_a_word_that_is_none_near_ones_are_offered(run: Run) -> None:
    result = run("terms", "그래디언")
    assert result.code == 2
    assert "'그래디언트'" in result.err
    assert run("terms", "힣힣힣").code == 2


def test_a_glossary_beside_the_decks_adds_to_the_shipped_one_and_is_checked(
    run: Run, decks: Path
) -> None:
    own = decks / "glossary.yaml"
    own.write_text("terms:\n- {term: 기울기, forms: [내리막]}\n", encoding="utf-8")
    (data,) = json.loads(run("terms", "내리막", "--json").out)
    assert {"gradient", "내리막"} <= set(data["forms"])
    assert run("check").code == 0
    own.write_text("terms:\n- {trem: 기울기}\n", encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert "glossary.yaml:2:4: 모르는 키 'trem'입니다. 혹시 'term'인가요?" in result.out
