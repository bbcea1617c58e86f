"""A glossary is read beside the decks; what is wrong in it is told at its place, in Korean."""

from pathlib import Path

import pytest

from quizcards.decks.files import deck_files, glossary_files
from quizcards.decks.glossary import read_glossary
from quizcards.model import Glossary


def read(folder: Path, text: str) -> tuple[Glossary, list[str]]:
    file = folder / "glossary.yaml"
    file.write_text(text, encoding="utf-8")
    glossary, problems = read_glossary([file])
    return glossary, [str(problem).removeprefix(f"{folder}/") for problem in problems]


def test_a_glossary_is_no_deck(tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    glossary = tmp_path / "glossary.yaml"
    for file in (deck, glossary):
        file.touch()
    assert deck_files([tmp_path]) == deck_files([deck, glossary]) == [deck]
    assert glossary_files([tmp_path]) == glossary_files([deck, glossary]) == [glossary]


def test_terms_words_and_contrasts_are_read(tmp_path: Path) -> None:
    glossary, problems = read(
        tmp_path,
        "terms:\n- term: 손실\n  forms: [로스, loss]\n  symbols: [L]\n  gloss: 틀린 정도\n"
        "- term: 비용\nwords:\n- [감소, 줄이-]\ncontrasts:\n- [손실, 비용]\n",
    )
    assert problems == []
    loss, cost = glossary.terms
    assert (loss.spellings, loss.symbols, loss.gloss) == (
        ("손실", "로스", "loss"),
        ("L",),
        "틀린 정도",
    )
    assert cost.spellings == ("비용",)
    assert glossary.words == (("감소", "줄이-"),)
    assert glossary.contrasts == (("손실", "비용"),)


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("terms:\n- {form: 로스}\n", "2:4", "모르는 키 'form'"),
        ("terms:\n- {forms: [로스]}\n", "2:3", "term: 꼭 있어야 합니다"),
        ("terms:\n- term: 손실\n  forms: 로스\n", "3:10", "forms: "),
        ("terms:\n- term: 손실\n- term: 손실\n", "3:3", "2번째 줄에 이미 있습니다"),
        ("terms:\n- term: 손실\ncontrasts:\n- [손실, 손싷]\n", "4:8", "혹시 '손실'인가요?"),
        ("words:\n- [감소]\nopposites:\n- [감소, 증가]\n", "4:8", "첫 낱말이 아닙니다"),
        ("", "1:1", "terms 아래에 용어를 적어 주세요"),
        ("terms: [\n", "2:1", "특수 문자"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    tmp_path: Path, text: str, place: str, told: str
) -> None:
    _, problems = read(tmp_path, text)
    assert any(
        problem.startswith(f"glossary.yaml:{place}: ") and told in problem for problem in problems
    ), problems


def test_a_glossary_adds_to_another_and_to_its_terms(tmp_path: Path) -> None:
    files = []
    for name, text in (
        ("shipped", "terms:\n- {term: 손실, forms: [loss], gloss: 틀린 정도}\n"),
        ("own", "terms:\n- {term: 손실, forms: [로스]}\n- {term: 이득}\n"),
    ):
        (tmp_path / name).mkdir()
        files.append(tmp_path / name / "glossary.yaml")
        files[-1].write_text(text, encoding="utf-8")
    glossary, problems = read_glossary(files)
    assert problems == ()
    assert [term.spellings for term in glossary.terms] == [("손실", "loss", "로스"), ("이득",)]
    assert glossary.terms[0].gloss == "틀린 정도"
