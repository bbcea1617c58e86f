"""No number is typed: every figure in a card's prose is computed by what the card names."""

import pytest

from experiments.__main__ import RECORDED, names, recorded, run
from quizcards.model import Card
from tests.content.test_content import every_card
from tools.figures import evaluated, figures, uncomputed


@every_card
def test_every_figure_of_a_card_is_computed_by_what_the_card_names(card: Card) -> None:
    assert uncomputed(card) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("세 가지를 10개씩 봅니다", []),
        ("50스텝 뒤 0.030이 됩니다", ["50", "0.030"]),
        ("11.4%와 587만 번, 4.3e-8, 10⁻⁶", ["11.4%", "587만", "4.3e-8", "10⁻⁶"]),
        ("2017년의 GPT-2, ResNet-50, L2, float32", []),
        ("1×10⁻³, 20,000쌍", ["1×10⁻³", "20,000"]),
        ("33만으로, 21만큼, §12.3", ["33", "21"]),
    ],
)
def test_a_figure_is_a_number_that_is_neither_a_word_nor_a_year_nor_a_name(
    text: str, found: list[str]
) -> None:
    assert [figure.text for figure in figures(text)] == found


def test_a_computed_value_supports_what_it_would_be_printed_as_and_nothing_else() -> None:
    (figure,) = figures("0.205")
    assert [figure.is_near(value) for value in (0.2054, 0.2056, -0.2046, 0.2)] == [
        True,
        False,
        True,
        False,
    ]
    (share,) = figures("11.4%")
    assert share.is_near(0.1138)
    assert not share.is_near(11.4)


def test_a_calculation_knows_arithmetic_and_nothing_else() -> None:
    assert evaluated("2 - sqrt(2)") == pytest.approx(0.5857864376)
    with pytest.raises(ValueError, match="not known"):
        evaluated("open('x')")


def test_every_experiment_is_recorded_and_every_record_has_its_experiment() -> None:
    assert sorted(recorded()) == names(), f"make experiments, then --record writes {RECORDED.name}"


def test_an_experiment_gives_again_what_is_recorded() -> None:
    assert run("hessian-signs") == pytest.approx(recorded()["hessian-signs"]["figures"])
