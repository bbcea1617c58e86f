"""LaTeX of the cards -> one line of Unicode: the same meaning, no symbol lost, or refused by
name.
"""

import gc
import math
import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizcards.model import Deck
from quizcards.trace.latex import FUNCTIONS as NAMED
from quizcards.trace.latex import KNOWN_COMMANDS, LatexError, formulas
from quizcards.trace.linear import UnsayableError, check_formula, unicode_formula
from tests.sampling import examples
from tests.shipped import shipped
from tests.trace.unicode_reader import FUNCTIONS, read

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "latex.txt"


def content_formulas() -> list[str]:
    return list(dict.fromkeys(line for card in shipped().cards for line in card.formula))


def golden_formulas() -> dict[str, str]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines() if GOLDEN.exists() else []
    return {latex: text.strip() for latex, text in zip(lines[::2], lines[1::2], strict=True)}


def test_the_formulas_of_the_shipped_cards_are_as_someone_looked_at_them(
    golden: Callable[[str, str], None],
) -> None:
    chosen = content_formulas() if os.environ.get("UPDATE_GOLDEN") else list(golden_formulas())
    assert chosen
    golden("latex", "".join(f"{latex}\n    {unicode_formula(latex)}\n" for latex in chosen))


@pytest.mark.parametrize("deck", shipped().decks, ids=lambda deck: deck.id)
def test_every_formula_of_the_shipped_cards_is_shown_whole(deck: Deck) -> None:
    for latex in [line for card in deck.cards for line in card.formula]:
        text = unicode_formula(latex)
        assert symbols_of(text) == symbols_in(latex)
        assert not set(text) & set("\\{}$") - set(re.findall(r"\\([{}])", latex))
        assert text == unicodedata.normalize("NFC", text)
        assert "\n" not in text


TRICKY = r"""
\alpha\,\frac{a}{b}\,c            α (a / b) c
2\frac{1}{2}x                     2(1 / 2)x
a \times \frac{b}{c}              a × (b / c)
\frac{a}{b} \times c              (a / b) × c
\frac{a}{b}/\frac{c}{d}           (a / b) / (c / d)
-\frac{y}{a} + \frac{1-y}{1-a}    −y / a + (1 − y) / (1 − a)
\frac{\frac{a}{b}}{c}             (a / b) / c
\frac{a}{\frac{b}{c}}             a / (b / c)
\frac{a}{b}^2                     (a / b)²
\frac{a}{b}!                      (a / b)!
\frac{1}{(a)(b)}                  1 / ((a)(b))
\frac{1}{(a + b)}                 1 / (a + b)
\frac{1}{\lvert a \rvert \lvert b \rvert}    1 / (|a||b|)
\frac{w}{\lVert w \rVert_2}       w / ‖w‖₂
\frac{\lambda}{2m}\lVert w\rVert_2^2    (λ / (2m))‖w‖₂²
\frac12 x                         (1 / 2)x
\tfrac z4                         z / 4
\frac{\ln x}{y}                   (ln x) / y
\frac{\prod_i x_i}{n}             (∏ᵢ xᵢ) / n
\frac{\exp(x_i)}{\sum_j \exp(x_j)}      exp(xᵢ) / (∑_j exp(x_j))
\frac{f(x-h)}{2h}                 f(x − h) / (2h)
\ln\frac{p}{1-p}                  ln (p / (1 − p))
\frac{\partial J(w,b)}{\partial w}      ∂J(w, b) / ∂w
\frac{\partial^2 J}{\partial w_i \partial w_j}    ∂²J / (∂wᵢ∂w_j)
\frac{d^2 y}{dx^2}                d²y / dx²
\frac{n}{d k}                     n / (dk)
\sqrt{x_i}                        √xᵢ
\sqrt{x^2}                        √(x²)
\sqrt{x}^2                        (√x)²
\sqrt{\sqrt{x}}                   √(√x)
\sqrt{10^3}                       √(10³)
\sqrt{(a)(b)}                     √((a)(b))
\sqrt{(a + b)}                    √(a + b)
\frac{a}{\sqrt{b}}                a / √b
x_i^2                             xᵢ²
x^2_i                             xᵢ²
{x^2}^3                           (x²)³
{x_i}_j                           (xᵢ)_j
x^{y^2}                           x^(y²)
x_{i_j}                           x_(i_j)
x^{(i)}                           x⁽ⁱ⁾
x^{(A+C)(C)}                      x^((A + C)(C))
W^{[l+1]\top}                     W^([l + 1]⊤)
e^{-\frac{x^2}{2\sigma^2}}        e^(−x² / (2σ²))
x_{1,2}                           x_(1, 2)
x_{\text{very long}}              x_(very long)
f'(x)                             f′(x)
f'^2                              f′²
x^{\prime}                        x′
{a+b}'                            (a + b)′
w^* x                             w* x
S_\lambda x                       S_λ x
\nabla_\theta J                   ∇_θ J
x^Q y                             x^Q y
(1 - h_i)^\tau                    (1 − hᵢ)^τ
\sum_{i=1}^n \Sigma_i             ∑ᵢ₌₁ⁿ Σᵢ
\prod^{n}_{i=1} x_i               ∏ᵢ₌₁ⁿ xᵢ
\sum_{i \in \mathcal{B}} x_i      ∑_(i ∈ B) xᵢ
\hat\beta_1                       β̂₁
\tilde{w}^{(t)}                   w̃⁽ᵗ⁾
\hat J                            Ĵ
\left( \frac{a}{b} \right)^2      (a / b)²
\left[ a, b \right)               [a, b)
\left\{ a \right\}                {a}
\left. \frac{dy}{dx} \right|_{x=0}      (dy / dx)|ₓ₌₀
\exp\left(-x\right)^2             exp(−x)²
\max_w (a + b)                    max_w (a + b)
\min\left(a,b\right)              min(a, b)
\log_2(x)                         log₂(x)
\operatorname*{arg\,max}_w f(w)   arg max_w f(w)
\operatorname{sign}(a)\max(b, 0)   sign(a) max(b, 0)
\mathbf{w}^\top\mathbf{x}         wᵀ x
\mathbf{\mu}                      μ
\text{50\%}                       50%
\text{a{b}c}                      abc
손실 = \frac{합}{개수}             손실 = 합 / 개수
a := b \quad (c \ne 0)            a := b   (c ≠ 0)
x = 1,\quad -1 < y                x = 1,    −1 < y
a \cdot -b                        a·−b
a * b                             a ∗ b
10^{-3}                           10⁻³
p(y \mid x)                       p(y|x)
x^{}                              x
A \cap B \cup C \ne \emptyset     A ∩ B ∪ C ≠ ∅
\int_a^b f(x)\,dx                 ∫ₐᵇ f(x) dx
\forall x \exists y               ∀x∃y
A \subset B \subseteq C \perp D   A ⊂ B ⊆ C ⊥ D
\tan\theta                        tan θ
\lim_{n \to \infty} a_n           lim_(n → ∞) aₙ
\binom{n}{k} p^k                  C(n, k)pᵏ
{n \choose k}                     C(n, k)
{a \over b + 1}                   a / (b + 1)
\overline{x}                      x̄
\overline{AB}                     A̅B̅
\acute{e}                         é
\dot x                            ẋ
\widehat{m_t}                     m̂ₜ
\sqrt[3]{x}                       x^(1 / 3)
\sqrt[n]{a + b}                   (a + b)^(1 / n)
_nC_r                             ₙCᵣ
a + {}_nC_r                       a + ₙCᵣ
\mathrm{x_i}                      xᵢ
\boldsymbol{\theta}^\top x        θᵀx
\mathcal{X}                       X
\underset{w}{\max} f              max_w f
\sum\limits_{i} x_i               ∑ᵢ xᵢ
x \not\in A                       x ∉ A
a \pmod n                         a(mod n)
\boxed{a}                         a
\color{red} a                     a
a~b                               ab
"""


@pytest.mark.parametrize("row", [row for row in TRICKY.splitlines() if row])
def test_a_formula_keeps_its_meaning_on_one_line(row: str) -> None:
    latex, expected = re.split(r" {3,}", row, maxsplit=1)
    assert unicode_formula(latex) == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize(
    ("latex", "says"),
    [
        (r"\foo x", r"\foo"),
        (r"\text{\foo}", r"\foo"),
        (r"\href{a}{b}", r"\href"),
        (r"\begin{tikz} a \end{tikz}", r"\begin{tikz}"),
        (r"\begin{cases} a", r"\end가 없습니다"),
        (r"\begin{cases} a \end{matrix}", "이름이 다릅니다"),
        (r"a \end{cases}", r"\begin이 없습니다"),
        (r"{a \\ b}", "\\\\"),
        (r"\sqrt[3{x}", "']'가 없습니다"),
        (r"\not{ab}", r"\not"),
        (r"\frac{}{b}", r"\frac"),
        (r"\frac{a}", "중간에 끝났습니다"),
        (r"\sqrt{}", r"\sqrt"),
        ("x^", "중간에 끝났습니다"),
        ("x^^2", "'^' 앞에"),
        ("a + '", "앞에 붙을"),
        ("x^2^3", "'^'가 한 글자에 두 번"),
        ("x_i_j", "'_'가 한 글자에 두 번"),
        ("x^2'", "두 번"),
        ("{a", "'{'를 닫는 '}'"),
        ("a}", "'}'에 맞는 '{'"),
        (r"\text{a", "중간에 끝났습니다"),
        (r"\left( a", r"\right가 없습니다"),
        (r"a \right)", r"\left가 없습니다"),
        (r"\left a \right)", "괄호가 와야"),
        ("5 % x", "'%'"),
        ("a & b", "'&'"),
        ("$x$", "'$'"),
        (r"\text{a_b}", r"\_"),
        ("\\", "\\"),
        ("{" * 5000, "너무 깊이"),
    ],
)
def test_what_is_no_latex_is_refused_by_name(latex: str, says: str) -> None:
    assert says in (check_formula(latex) or "")


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{cases} a \end{cases}",
        r"a \\ b",
        r"\hat{ab}",
        r"\overline{a + b}",
        r"\underbrace{a + b}_{c}",
        r"\overset{d}{=}",
        r"\xrightarrow{p}",
        r"_\beta C",
    ],
)
def test_what_one_line_cannot_say_is_good_latex_all_the_same(latex: str) -> None:
    with pytest.raises(UnsayableError, match=r"[가-힣]"):
        unicode_formula(latex)
    assert check_formula(latex) is None


def test_an_environment_over_several_lines_is_one_formula() -> None:
    text = "a = b\n\nf = \\begin{cases}\n 1 & x \\\\\n 0 \n\\end{cases}\nc"
    joined = r"f = \begin{cases} 1 & x \\ 0 \end{cases}"
    assert [" ".join(lines) for lines in formulas(text)] == ["a = b", joined, "c"]


def refused(latex: str) -> str | None:
    """Return why a formula is refused, or None if it is not."""
    try:
        unicode_formula(latex)
    except LatexError as refusal:
        return str(refusal)
    return None


def test_every_known_command_is_read_or_refused_in_korean() -> None:
    for name in sorted(KNOWN_COMMANDS):
        refusal = refused(rf"x \{name}{{y}} z")
        assert refusal is None or re.search("[가-힣]", refusal), name


GREEK = {
    name: unicodedata.lookup(
        f"GREEK {'SMALL' if name.islower() else 'CAPITAL'} LETTER "
        + name.lower().replace("lambda", "lamda")
    )
    for name in """alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho
        sigma tau phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega""".split()
}
SPELLED = {
    "varepsilon": "ε", "varphi": "φ", "ell": "l", "top": "T", "hbar": "ħ", "aleph": "א", "Re": "R",
    "Im": "I", "vartheta": "θ", "varrho": "ρ", "varsigma": "ς", "upsilon": "υ", "imath": "ı",
    "jmath": "ȷ", "bmod": "mod", "pmod": "mod", "binom": "C", "dbinom": "C", "tbinom": "C",
    "choose": "C",
} | {name: name for name in NAMED}  # fmt: skip


ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308",
    "acute": "\u0301", "grave": "\u0300", "check": "\u030c", "breve": "\u0306",
    "mathring": "\u030a",
}  # fmt: skip
OTHERWISE = {"sqrt", "overline", "underline", "color", "textcolor", "label", "hspace", "mathbb"}
"""Commands that show more or less than the letters that follow them; they have their own lines."""


def symbols_in(latex: str) -> Counter[str]:
    """Every letter, digit and accent that LaTeX shows: letters outside commands, and Greek by its
    name.
    """
    return symbols_of(
        re.sub(r"\\([A-Za-z]+)", lambda m: (GREEK | SPELLED | ACCENTS).get(m[1], ""), latex)
    )


def symbols_of(text: str) -> Counter[str]:
    """Every letter, digit and accent on screen; raised, lowered and script letters as plain
    ones.
    """
    plain = unicodedata.normalize("NFKD", text).replace("⊤", "T")
    return Counter(c for c in plain if c.isalnum() or c in ACCENTS.values())


TOKENS = st.sampled_from(
    [*"abxyzLT0123456789+-*/=<>()[]{}^_',.:|!~ ", "{", "}", "^", "_", "{x}", "한글", ":="]
    + [f"\\{name}" for name in sorted(KNOWN_COMMANDS - OTHERWISE)]
    + [
        r"\frac{a}{b}",
        r"\sqrt{x}",
        r"\mathbb{E}",
        r"\mathcal{L}",
        r"\text{if }",
        r"\left(",
        r"\right)",
        r"\foo",
        "\\",
    ]
)


def soup(tokens: list[str]) -> str:
    return "".join(token + " " * token[-1:].isalpha() for token in tokens)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(TOKENS, max_size=12).map(soup))
def test_a_soup_of_tokens_is_shown_whole_or_refused_and_never_crashes(latex: str) -> None:
    refusal = refused(latex)
    assert refusal is None or refusal
    if refusal is None:
        assert symbols_of(unicode_formula(latex)) == symbols_in(latex)


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_shown_or_refused_and_never_crashes(text: str) -> None:
    assert refused(text) is None or refused(text)


# Formulas with a value: each of these makes (LaTeX, Python), from pieces that LaTeX sets apart by
# itself.
NUMBERS = {"a": 1.5, "b": 0.25, "x": 2.5, "t": 3.0, "A": 0.7, "W": 1.25}
LETTERS = {"α": "A", "w₁": "W"}
Formula = tuple[str, str]
LETTER = st.sampled_from(
    [("a", "a"), ("b", "b"), ("x", "x"), ("t", "t"), (r"\alpha ", "A"), ("w_1", "W")]
)
SMALL = st.sampled_from(
    [("2", "2.0"), ("{-1}", "-1.0"), ("t", "t"), ("{a+b}", "(a+b)"), (r"{\frac{a}{b}}", "(a/b)")]
)


def fence(inside: Formula) -> Formula:
    return rf"\left({inside[0]}\right)", f"({inside[1]})"


def fraction(above: Formula, below: Formula) -> Formula:
    return rf"\frac{{{above[0]}}}{{{below[0]}}}", f"({above[1]}/{below[1]})"


def power(base: Formula, exponent: Formula) -> Formula:
    return f"{base[0]}^{exponent[0]}", f"({base[1]}**{exponent[1]})"


def product(left: Formula, sign: str, right: Formula) -> Formula:
    return left[0] + sign + right[0], f"({left[1]}*{right[1]})"


def total(left: Formula, sign: str, right: Formula) -> Formula:
    return f"{left[0]} {sign} {right[0]}", f"({left[1]}{sign}{right[1]})"


def of_function(name: str, inside: Formula) -> Formula:
    latex = rf"\sqrt{{{inside[0]}}}" if name == "sqrt" else rf"\{name}\left({inside[0]}\right)"
    return latex, f"{name}({inside[1]})"


def larger(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    factor = st.one_of(
        LETTER,
        inner.map(fence),
        st.builds(fraction, inner, inner),
        st.builds(power, st.one_of(LETTER, inner.map(fence)), SMALL),
        st.builds(of_function, st.sampled_from(["sqrt", "ln", "exp"]), inner),
    )
    term = st.one_of(
        factor, st.builds(product, factor, st.sampled_from(["", r"\,", r"\cdot "]), factor)
    )
    return st.one_of(factor, term, st.builds(total, term, st.sampled_from("+-"), term))


@settings(max_examples=examples(150), deadline=None)
@given(larger(LETTER | larger(LETTER | larger(LETTER))))
def test_a_formula_on_one_line_has_the_value_that_it_has_in_latex(formula: Formula) -> None:
    latex, python = formula
    try:
        right = eval(python, FUNCTIONS | NUMBERS)
    except ArithmeticError:
        assume(False)
    assume(isinstance(right, float) and math.isfinite(right))
    text = unicode_formula(latex)
    assert math.isclose(
        read(text, NUMBERS, LETTERS, side_by_side=True), right, rel_tol=1e-9, abs_tol=1e-9
    ), f"{latex} reads {text}"


@pytest.fixture
def _uncollected() -> Iterator[None]:
    """Time without the collector, which looks through all that other tests keep."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.slow
@pytest.mark.usefixtures("_uncollected")
@pytest.mark.parametrize(
    "unit", ["a ", "+ a", r"\frac{a}{b} ", "x_1", "(", "a,", "1", r"\quad ", r"\sum "]
)
def test_a_formula_takes_time_in_proportion_to_its_length(unit: str) -> None:
    def taken(letters: int) -> float:
        times = []
        for _ in range(3):
            before = time.process_time()
            unicode_formula(unit * (letters // len(unit)))
            times.append(time.process_time() - before)
        return min(times)  # a neighbour's work makes one slower, never faster

    assert taken(40_000) < 16 * max(taken(5_000), 0.01)  # eight times as long; of a square, 64
