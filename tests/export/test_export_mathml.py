"""Formulas as MathML: no sign is lost or added, and what we do not read stays as it is."""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizcards import demos
from quizcards.export.page.mathml import card_formula, mathml
from quizcards.model import Deck
from quizcards.trace.latex import (
    CLOSING,
    FRACTIONS,
    FUNCTIONS,
    GAPS,
    OPENING,
    SIZES,
    SPACES,
    SYMBOLS,
    LatexError,
    parse,
)
from quizcards.trace.notation import ACCENTS
from quizcards.trace.tree import Leaf, Node, Row
from quizcards.trace.typeset import latex_of, layout, layout_symbol
from tests.formulas import lines_of
from tests.sampling import examples
from tests.shipped import shipped

CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
ELEMENTS = set("math mrow mi mn mo mtext mspace msqrt mtable mtr mtd".split()) | CHILDREN.keys()
SIGNS = SYMBOLS | OPENING | CLOSING
WORDS = {"text", "textbf", "mathrm", "mathbf", "operatorname"}
READ = FUNCTIONS.union(
    SIGNS, SPACES, GAPS, SIZES, ACCENTS, WORDS, {one for one in FRACTIONS if "binom" not in one},
    ("sqrt", "mathbb", "mathcal", "displaystyle", "limits"),
)  # fmt: skip
"""The commands that say just what their arguments do; the others have tests of their own."""
SIZE = r"\\(?:left|right|middle|[bB]igg?[lr]?)\s*"
WORDLESS = re.compile(rf"\\end\{{cases\}}|{SIZE}\.|\\\\(?![A-Za-z{{])|(?<=operatorname)\*")
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
    latex = re.sub(rf"({SIZE})([{{}}])", r"\1\\\2", latex)  # a brace that is a delimiter is shown
    return "".join(_said(WORDLESS.sub(" ", latex).replace(r"\begin{cases}", r"\{ ")))


def _said(latex: str) -> Iterator[str]:
    for token in re.findall(r"\\[A-Za-z]+|\\.|.", latex, re.DOTALL):
        name = token[1:]
        if not token.startswith("\\"):
            yield "" if token in "{}^_&~" else token
        elif name in SIGNS:
            yield SIGNS[name]
        elif name in FUNCTIONS:
            yield name
        elif name == "binom":
            yield "()"
        else:
            assert name in READ or name in ("begin", "end")
            yield ACCENTS.get(name, "")


def shown(written: str) -> str:
    """What stands in MathML, held to what a browser may be given."""
    root = ElementTree.fromstring(written)
    for element in root.iter():
        assert element.tag in ELEMENTS, element.tag
        assert len(element) == CHILDREN.get(element.tag, len(element))
        assert not element.attrib.keys() & {"href", "style", "id"}
        assert not any(name.startswith("on") for name in element.attrib)
    assert root.get("displaystyle") == "true"
    accents = {"ˆ": "\u0302", "˜": "\u0303", "¯": "\u0304"}
    for element in root.iter("mover"):
        element[1].text = accents.get(element[1].text or "", element[1].text)
    return "".join(root.itertext())


def laid_out(target: str, formula: ast.expr) -> Node:
    """A line of a demo as one formula."""
    return Row((layout_symbol(target), Leaf("=", "operator"), layout(formula)))


@pytest.mark.parametrize("deck", shipped().decks, ids=lambda deck: deck.id)
def test_every_formula_of_every_shipped_card_keeps_all_its_signs(deck: Deck) -> None:
    for card in deck.cards:
        for latex in card.formula:
            assert signs(shown(card_formula(latex))) == signs(said(latex)), (card.key, latex)


@pytest.mark.parametrize("name", demos.names())
def test_every_formula_of_every_shipped_demo_keeps_all_its_signs(name: str) -> None:
    demo = demos.load(name)
    for target, formula in (
        *((line.target, line.formula) for line in lines_of(demo.function)),
        *((mistake.name, mistake.expression) for mistake in demo.mistakes),
    ):
        tree = laid_out(target, formula)
        assert signs(shown(mathml(tree))) == signs(said(latex_of(tree))), latex_of(tree)


PIECES = st.sampled_from([
    *"xy120+-=<>()[]{}_^',|/ ~*!.:", "가", "é", '"', "<script>", "_{i}", "^{2}", "^\\top",
    *(f"\\{sign}" for sign in "& ,;!:%#$_|"),
    *(f"\\{name} " for name in sorted(READ) if name.isalpha()),
    "\\frac{a}{b}", "\\sqrt{x}", "\\hat{x}", "\\mathbb{R}", "\\mathcal{L}",
    "\\text{a b}", "\\text{<b>}", "\\text{a {b} c}", "\\textbf \\&",
    "\\mathrm{keep\\_prob}", "\\operatorname{sign}", "\\operatorname*{arg\\,max}",
    "\\left(", "\\right)", "\\left.", "\\right|", "\\bigl <", "\\left<",
])  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8).map("".join))
@example(r"\textbf \& \bigl < x \Bigr \vert")
@example(r"\text{</mtext><script>} < \text{a & b}")
@example(r"\left \lVert \frac{1}{2} \right \rVert")
def test_whatever_a_formula_says_keeps_all_its_signs_and_adds_no_markup(latex: str) -> None:
    try:
        parse(latex)
    except LatexError:
        assert card_formula(latex).startswith("<code>")
        return
    assert signs(shown(card_formula(latex))) == signs(said(latex))


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"\overline{a + b}", "<mover"),
        (r"\vec{v}", '<mover accent="true"><mi>v</mi><mo stretchy="false">→</mo></mover>'),
        (r"\underline{x}", "<munder><mi>x</mi>"),
        (r"\binom{n}{k}", '<mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>'),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"\int_a^b f", "<msubsup><mo>∫</mo>"),
        (r"\lim_{n \to \infty} a", "<munder>"),
        (r"\overset{d}{=}", "<mover><mo>=</mo><mi>d</mi></mover>"),
        (r"\underbrace{a + b}_{c}", '<mo stretchy="true">⏟</mo></munder><mi>c</mi></munder>'),
        (r"\mathbb{E}[X]", '<mi mathvariant="normal">𝔼</mi>'),
        (r"\mathbb{R}^n", '<mi mathvariant="normal">ℝ</mi>'),
        (r"\mathcal{L}", '<mi mathvariant="normal">ℒ</mi>'),
        (r"\boldsymbol{\theta}", '<mrow class="bold"><mi>θ</mi></mrow>'),
        (
            r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
            '<mtable class="bmatrix"><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>',
        ),
        (r"f = \begin{cases} 1 & x \ge 0 \\ 0 \end{cases}", '<mtable class="cases">'),
    ],
)
def test_what_a_line_of_text_cannot_say_is_mathematics_on_the_page(latex: str, part: str) -> None:
    assert part in card_formula(latex)
    shown(card_formula(latex))


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
    normal = '<mi mathvariant="normal">stop</mi>'
    assert normal in card_formula(r"\mathrm{stop} = \mathrm{epoch}")
    log = '<mo form="prefix" lspace="{}" rspace="{}">log</mo>'
    assert log.format("0", ".167em") in card_formula(r"= \log x")
    assert log.format(".167em", "0") in card_formula(r"y \log(x)")
    assert "<mtext>\u00a0if\u00a0</mtext>" in card_formula(r"x \text{ if } y")
    bar = '<mo form="prefix" stretchy="false" lspace="0" rspace="0">|</mo>'
    assert bar in card_formula(r"\lvert x \rvert")


def test_limits_stand_below_and_above_as_on_a_line_of_its_own() -> None:
    assert "<munderover><mo>∑</mo>" in card_formula(r"\sum_{i=1}^m x_i")
    assert card_formula(r"\max_w f").count("<munder>") == 1
    assert card_formula(r"\log_2 x").count("<msub>") == 1


def test_a_minus_is_a_sign_after_an_operator_and_between_operands_a_difference() -> None:
    for latex in ("-x", "a = -x", "(-x)", "a, -x"):
        assert '<mo form="prefix">−</mo>' in card_formula(latex), latex
    assert "<mi>a</mi><mo>−</mo><mi>x</mi>" in card_formula("a - x")


def test_a_number_is_one_number_and_text_in_a_script_is_small() -> None:
    assert "<msup><mn>10</mn>" in card_formula("9.5 \\times 10^{-7}")
    assert "<mn>9.5</mn>" in card_formula("9.5 \\times 10^{-7}")
    # the style sheet gives text a size, which a script's size is lost to unless a row is between
    assert "<mrow><mtext>test</mtext></mrow></msub>" in card_formula(r"J_{\text{test}}")
