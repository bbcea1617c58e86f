"""Formulas in MathML Core, which browsers set without a font or a script of ours.

https://www.w3.org/TR/mathml-core/
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress

from quizcards.export.svg.page import escaped
from quizcards.trace.latex import LIMITS, LatexError, parse
from quizcards.trace.tree import (
    INTEGRALS,
    Fence,
    Fraction,
    Grid,
    Leaf,
    Node,
    Root,
    Row,
    Script,
    Styled,
    is_big,
    parts_of,
    row,
)

_THIN = ".167em"
_WIDTHS = {",": _THIN, ":": ".222em", ";": ".278em", "!": "-.167em", " ": ".25em", "space": ".25em"}
_WIDTHS |= {"quad": "1em", "qquad": "2em"}
_SIZES = {
    f"{size}{side}": high
    for size, high in {"big": "1.2em", "Big": "1.8em", "bigg": "2.4em", "Bigg": "3em"}.items()
    for side in ("", "l", "r")
} | {"middle": "1.8em"}
_ACCENTS = {
    "hat": "ˆ", "bar": "¯", "tilde": "˜", "vec": "→", "dot": "˙", "ddot": "¨", "acute": "´",
    "grave": "`", "check": "ˇ", "breve": "˘", "mathring": "˚",
}  # fmt: skip
_STRETCHED = {
    "widehat": "ˆ", "widetilde": "˜", "overline": "‾", "overbrace": "⏞", "overrightarrow": "→",
}  # fmt: skip
_BELOW = {"underline": "_", "underbrace": "⏟"}
_ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR",
}  # fmt: skip
_BOLD = ("mathbf", "boldsymbol", "bold", "bm")


def mathml(node: Node) -> str:
    """Return a formula as a MathML element."""
    return f'<math displaystyle="true">{_element(node)}</math>'


def card_formula(latex: str) -> str:
    """Return a line of a card's formula as MathML.

    What is no LaTeX that we read stays the text that it is.
    """
    with suppress(LatexError, RecursionError):
        return mathml(parse(latex))
    return f"<code>{escaped(latex)}</code>"


def _element(node: Node, before: Node | None = None, after: Node | None = None) -> str:
    """Return a part as an element. Its neighbours tell how much space it needs."""
    match node:
        case Leaf():
            return _leaf(node, before, after)
        case Row(parts=parts):
            around = (None, *parts, None)
            inside = [_element(part, around[i], around[i + 2]) for i, part in enumerate(parts)]
            return f"<mrow>{''.join(inside)}</mrow>"
        case Fraction(above=above, below=below, command="binom"):
            stacked = f'<mfrac linethickness="0">{_element(above)}{_element(below)}</mfrac>'
            first, last = _delimiter("(", "prefix", True), _delimiter(")", "postfix", True)
            return f"<mrow>{first}{stacked}{last}</mrow>"
        case Fraction(above=above, below=below):
            return f"<mfrac>{_element(above)}{_element(below)}</mfrac>"
        case Root(inside=inner, degree=None):
            return f"<msqrt>{_element(inner)}</msqrt>"
        case Root(inside=inner, degree=degree):
            return f"<mroot>{_element(inner)}{_element(degree or Row(()))}</mroot>"
        case Styled():
            return _styled(node)
        case Fence(opening=opening, inside=inner, closing=closing, tall=tall):
            first = _delimiter(opening, "prefix", tall)
            return f"<mrow>{first}{_element(inner)}{_delimiter(closing, 'postfix', tall)}</mrow>"
        case Script():
            return _script(node, before, after)
        case Grid(rows=lines, command=command, opening=opening, closing=closing):
            rows = "".join(f"<mtr>{''.join(map(_cell, line))}</mtr>" for line in lines)
            table = f'<mtable class="{command}">{rows}</mtable>'
            first, last = (
                _delimiter(sign, form, True) if sign else ""
                for sign, form in ((opening, "prefix"), (closing, "postfix"))
            )
            return f"<mrow>{first}{table}{last}</mrow>"


def _styled(styled: Styled) -> str:
    """Return a part with its accent, or in another alphabet."""
    command, letter = styled.command, styled.letter
    inside = _element(letter)
    if command in _ACCENTS:
        accent = f'<mo stretchy="false">{_ACCENTS[command]}</mo>'
        return f'<mover accent="true">{inside}{accent}</mover>'
    if command in _STRETCHED:
        return (
            f'<mover accent="true">{inside}<mo stretchy="true">{_STRETCHED[command]}</mo></mover>'
        )
    if command in _BELOW:
        return f'<munder>{inside}<mo stretchy="true">{_BELOW[command]}</mo></munder>'
    if command in _ALPHABETS and isinstance(letter, Leaf) and letter.text.isalnum():
        drawn = "".join(_of_alphabet(_ALPHABETS[command], one) for one in letter.text)
        return f'<mi mathvariant="normal">{drawn}</mi>'
    return f'<mrow class="bold">{inside}</mrow>' if command in _BOLD else inside


def _of_alphabet(alphabet: str, letter: str) -> str:
    """Return a letter of another alphabet of mathematics; what it lacks stays plain."""
    name = unicodedata.name(letter, "").replace("LATIN ", "").replace("LETTER ", "")
    for known in (f"MATHEMATICAL {alphabet} {name}", f"{alphabet} {name}"):
        with suppress(KeyError):
            return unicodedata.lookup(known)
    return letter


def _cell(node: Node) -> str:
    return f"<mtd>{_element(node)}</mtd>"


def _delimiter(sign: str, form: str, tall: bool, size: str = "") -> str:
    """Return a parenthesis or a bar, as tall as what it holds or as a line."""
    if not sign:
        return "<mrow></mrow>"
    stretchy = "true" if tall or size else "false"
    sized = f' minsize="{size}" maxsize="{size}"' if size else ""
    spaces = 'lspace="0" rspace="0"'
    return f'<mo form="{form}" stretchy="{stretchy}" {spaces}{sized}>{escaped(sign)}</mo>'


def _script(script: Script, before: Node | None, after: Node | None) -> str:
    """Return a base with its scripts; those of a sum or of a maximum are its limits."""
    sup = script.sup
    if script.primes:
        sup = row(Leaf(script.primes), *(parts_of(sup) if sup else ()))
    stacked = script.limits or _has_limits(script.base)
    under, over = ("under", "over") if stacked else ("sub", "sup")
    tag = "m" + (under if script.sub else "") + (over if sup else "")
    small = "".join(_element(one) for one in (script.sub, sup) if one)
    return f"<{tag}>{_element(script.base, before, after)}{small}</{tag}>"


def _has_limits(base: Node) -> bool:
    """Say whether scripts stand below and above it, as on a line of its own."""
    if isinstance(base, Leaf) and base.kind == "function":
        return base.text in LIMITS or base.command == "operatorname*"
    braced = isinstance(base, Styled) and base.command in ("overbrace", "underbrace")
    return braced or is_big(base)


def _leaf(leaf: Leaf, before: Node | None, after: Node | None) -> str:
    text = escaped(leaf.text)
    match leaf.kind:
        case "word":
            return _WORDS.get(leaf.command, _WORDS["mathrm"]).format(text.replace(" ", _NO_BREAK))
        case "function":
            left = "0" if _stands_off(before) else _THIN
            right = "0" if _stands_off(after) or _opens(after) else _THIN
            limits = ' movablelimits="true"' if _has_limits(leaf) else ""
            return f'<mo form="prefix" lspace="{left}" rspace="{right}"{limits}>{text}</mo>'
        case "operator":
            return _operator(leaf.text, before)
        case "tight":
            return f'<mo lspace="0" rspace="0">{text}</mo>'
        case "comma":
            return f"<mo>{text}</mo>"
        case "space" | "gap":
            return f'<mspace width="{_WIDTHS[leaf.command]}"/>'
        case "open":
            return _delimiter(leaf.text, "prefix", False, _SIZES.get(leaf.command, ""))
        case "close":
            return _delimiter(leaf.text, "postfix", False, _SIZES.get(leaf.command, ""))
    return _atom(leaf)


# A name is no text, which would count for a space beside an operator. Text has a size of its own in
# the style sheet: only within a row is it small where it is a script.
_WORDS = {
    "text": "<mrow><mtext>{}</mtext></mrow>",
    "mbox": "<mrow><mtext>{}</mtext></mrow>",
    "textrm": "<mrow><mtext>{}</mtext></mrow>",
    "textit": "<mrow><mtext>{}</mtext></mrow>",
    "textbf": '<mrow><mtext class="bold">{}</mtext></mrow>',
    "mathrm": '<mi mathvariant="normal">{}</mi>',
    "mathbf": '<mi mathvariant="normal" class="bold">{}</mi>',
}
_NO_BREAK = "\N{NO-BREAK SPACE}"


def _operator(sign: str, before: Node | None) -> str:
    if sign in ("mod", "∘"):  # which no browser knows as operators
        return f'<mo lspace=".222em" rspace=".222em">{sign}</mo>'
    # a browser takes a minus for a sign only where nothing is before it
    form = ' form="prefix"' if sign in "+−±" and _stands_off(before) else ""
    return f"<mo{form}>{'⋅' if sign == '·' else escaped(sign)}</mo>"


def _atom(leaf: Leaf) -> str:
    """Return a letter, a number, or a sign that is no operator."""
    text = escaped(leaf.text)
    if leaf.command in _SIZES:
        return _delimiter(leaf.text, "infix", False, _SIZES[leaf.command])
    if leaf.command == "mid":
        return f'<mo lspace=".278em" rspace=".278em" stretchy="false">{text}</mo>'
    if is_big(leaf) or text in INTEGRALS:
        return f"<mo>{text}</mo>"
    if text in "…⋯":
        return f'<mo lspace="{_THIN}" rspace="{_THIN}">{text}</mo>'
    if leaf.text[:1].isdecimal():
        return f"<mn>{text}</mn>"
    return f'<mi mathvariant="normal">{text}</mi>' if text == "∇" else f"<mi>{text}</mi>"


def _stands_off(neighbour: Node | None) -> bool:
    """Say whether a function or a sign needs no space from it: there is none, or it has its own."""
    if neighbour is None:
        return True
    return isinstance(neighbour, Leaf) and neighbour.kind in _SPACED


_SPACED = ("operator", "tight", "comma", "open", "space", "gap")


def _opens(node: Node | None) -> bool:
    """Say whether an argument in parentheses begins or ends here."""
    return isinstance(node, Fence) or (isinstance(node, Leaf) and node.kind in ("open", "close"))
