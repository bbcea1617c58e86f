"""Matrices, cases and aligned lines stand over several lines; what cannot be said stays LaTeX."""

import pytest

from quizcards.model import Card, Place
from quizcards.terminal.card_parts import formulas
from quizcards.terminal.formula_view import formula_lines, said_lines
from quizcards.terminal.laboratory import CardBack

SHOWN = {
    r"A = \begin{bmatrix} a & b \\ c & d + 1 \end{bmatrix}^\top x": """
A = ┌a    b  ┐ᵀx
    └c  d + 1┘""",
    r"f(x) = \begin{cases} x & x > 0 \\ 0 & \text{그 밖} \end{cases}": """
       ┌x  x > 0
f(x) = ┤
       └0  그 밖""",
    r"\begin{aligned} a &= b + c \\ &= \frac{d}{e} \end{aligned}": """
a = b + c
  = d / e""",
    r"a = b \\ c = d": """
a = b
c = d""",
    r"\left\{ \begin{array}{ll} 1 & x \\ 2 & y \\ 3 & z \end{array} \right.": """
┌1  x
┤2  y
└3  z""",
    r"\det\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix} = -2": """
det │1  2│ = −2
    │3  4│""",
    r"\begin{pmatrix} 1 \\ 2 \\ 3 \end{pmatrix} + x": """
┌1┐
│2│ + x
└3┘""",
}


@pytest.mark.parametrize("latex", SHOWN)
def test_rows_stand_one_below_the_other_level_with_what_is_beside_them(latex: str) -> None:
    assert formula_lines(latex) == SHOWN[latex].strip("\n").split("\n")


def test_what_lines_cannot_say_stays_latex() -> None:
    assert said_lines(r"a \overset{d}{=} b") is None
    assert formula_lines(r"a \overset{d}{=} b") == [r"a \overset{d}{=} b"]


def test_a_matrix_wider_than_the_screen_is_shown_as_latex() -> None:
    latex = r"A = \begin{bmatrix} aaaaaaaaaa & bbbbbbbbbb \\ c & d \end{bmatrix}"
    card = Card("deck", "card", "질문?", "답", Place("", 1), formula=(latex,))
    back = CardBack(card, ("\n".join(formula_lines(latex)),), ())
    wide = [line.plain for line in formulas(back, 60)]
    assert wide[1:] == ["   A = ┌aaaaaaaaaa  bbbbbbbbbb┐", "       └    c           d     ┘"]
    narrow = "".join(line.plain.strip() for line in formulas(back, 24))
    assert narrow.replace(" ", "") == latex.replace(" ", "")
