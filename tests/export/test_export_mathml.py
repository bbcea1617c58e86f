"""Formulas as MathML: no sign of the LaTeX is lost or added, whatever it says, and what we do not
read stays as it is.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.export.page.mathml import card_formula, mathml
from quizcards.trace.latex import (
    CLOSING,
    KNOWN_COMMANDS,
    OPENING,
    SYMBOLS,
    LatexError,
    unicode_formula,
)
from quizcards.trace.notation import ACCENTS
from quizcards.trace.tracer import lines_of
from quizcards.trace.typeset import typeset, typeset_symbol
from tests.export.anki_examples import shipped

ELEMENTS = set(
    "math mrow mstyle mi mn mo mtext mspace mfrac msqrt msub msup msubsup munder mover munderover mtable mtr mtd".split()
)
SIGNS = SYMBOLS | OPENING | CLOSING
WORDLESS = re.compile(r"\\end\{cases\}|\\(?:left|right)\s*\.|\\\\(?![A-Za-z{])")
LOOK_ALIKES = str.maketrans(
    {"⋅": "·", "−": "-", "∣": "|", "∥": "‖", "⟹": "⇒", "⟺": "⇔", "′": "'", "*": "∗", "~": "∼"}
)


def signs(text: str) -> Counter[str]:
    """The characters of a formula that carry meaning, as one reads them: upright or not, small or
    not.
    """
    text = unicodedata.normalize("NFKC", text.translate(LOOK_ALIKES))
    return Counter("".join(unicodedata.normalize("NFD", text).split()).translate(LOOK_ALIKES))


def said(latex: str) -> str:
    """What LaTeX says, token by token."""
    return "".join(_said(WORDLESS.sub(" ", latex).replace(r"\begin{cases}", r"\{ ")))


def _said(latex: str) -> Iterator[str]:
    for token in re.findall(r"\\[A-Za-z]+|\\.|.", latex, re.DOTALL):
        name = token[1:]
        if not token.startswith("\\"):
            yield "" if token in "{}^_&~" else token
        elif name in SIGNS:
            yield SIGNS[name]
        elif name in ("arg", "max", "min", "sup", "inf", "log", "ln", "exp", "tanh", "sin", "cos"):
            yield name
        else:
            assert name in KNOWN_COMMANDS
            yield ACCENTS.get(name, "")


def shown(written: str) -> str:
    """What stands in MathML, held to what a browser may be given."""
    root = ElementTree.fromstring(written)
    for element in root.iter():
        assert element.tag in ELEMENTS, element.tag
        assert not element.attrib.keys() & {"href", "style", "id"}
        assert not any(name.startswith("on") for name in element.attrib)
    assert root.get("displaystyle") == "true"
    for element in root.iter("mover"):
        element[1].text = {"^": "\u0302", "~": "\u0303", "¯": "\u0304"}.get(
            element[1].text or "", element[1].text
        )
    return "".join(root.itertext())


CARD_FORMULAS = [line for card in shipped().cards for line in card.formula]
DEMO_FORMULAS = [
    f"{typeset_symbol(line.target)} = {typeset(line.formula)}"
    for name in demos.names()
    for line in lines_of(demos.load(name).function)
]


@pytest.mark.parametrize("latex", [*CARD_FORMULAS, *DEMO_FORMULAS])
def test_every_formula_of_every_shipped_card_and_demo_keeps_all_its_signs(latex: str) -> None:
    assert signs(shown(mathml(latex))) == signs(said(latex))


@pytest.mark.parametrize("latex", CARD_FORMULAS)
def test_no_formula_of_a_shipped_card_is_left_as_text(latex: str) -> None:
    assert card_formula(latex) == mathml(latex)


PIECES = st.sampled_from([
    *"xy120+-=<>()[]{}_^',|/ ~*!.:", "가", "é", '"', "\\&", "\\ ", "\\,", "\\;", "\\!", "\\:", "\\%", "\\#", "\\$", "\\_", "\\|",
    *(f"\\{name} " for name in sorted(KNOWN_COMMANDS) if name.isalpha()), "\\frac{a}{b}", "\\sqrt{x}", "\\hat{x}",
    "\\text{a b}", "\\text{<b>}", "\\text{a {b} c}", "\\mathrm{keep\\_prob}", "\\operatorname{sign}", "\\left(", "\\right)",
    "\\left.", "\\right|", "\\mathbb{R}", "\\mathcal{L}", "_{i}", "^{2}", "^\\top", "\\textbf \\&", "\\bigl <", "\\left<", "<script>",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8).map("".join))
@example(r"\textbf \& \bigl < x \Bigr \vert")
@example(r"\text{</mtext><script>} < \text{a & b}")
@example(r"\left \lVert \frac{1}{2} \right \rVert")
def test_whatever_a_formula_says_keeps_all_its_signs_and_adds_no_markup(latex: str) -> None:
    try:
        assume(unicode_formula(latex))
    except LatexError:
        assert card_formula(latex).startswith("<code>")
        return
    assert signs(shown(card_formula(latex))) == signs(said(latex))


def test_what_is_no_latex_of_ours_stays_as_the_text_that_it_is() -> None:
    assert (
        card_formula(r"\href{javascript:alert(1)}{x} <b>")
        == r"<code>\href{javascript:alert(1)}{x} &lt;b&gt;</code>"
    )


def test_a_formula_as_deep_as_any_is_shown_in_one_way_or_the_other() -> None:
    for depth in range(20, 400, 7):
        latex = r"\frac{1}{" * depth + "x" + "}" * depth
        assert card_formula(latex).startswith(("<math", "<code"))


def test_words_and_functions_stand_as_people_write_them() -> None:
    # a name beside =, which no browser may take for a space; a function close to its parentheses,
    # apart from a letter
    assert '<mi mathvariant="normal">stop</mi>' in mathml(r"\mathrm{stop} = \mathrm{epoch}")
    assert '<mo form="prefix" lspace="0" rspace=".167em">log</mo>' in mathml(r"= \log x")
    assert '<mo form="prefix" lspace=".167em" rspace="0">log</mo>' in mathml(r"y \log(x)")
    assert "<mtext>\u00a0if\u00a0</mtext>" in mathml(r"x \text{ if } y")
    assert '<mo form="prefix" stretchy="false">|</mo>' in mathml(r"\lvert x \rvert")
    assert "munderover" in mathml(r"\sum_{i=1}^m x_i"), (
        "limits stand below and above, as on a line of its own"
    )
