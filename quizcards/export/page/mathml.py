"""Formulas in MathML Core, which browsers set without a font or a script of ours.

https://www.w3.org/TR/mathml-core/
"""

from __future__ import annotations

from contextlib import suppress

from quizcards.export.svg.page import escaped
from quizcards.trace.latex import LIMITS, LatexError, parse
from quizcards.trace.linear import check_formula, linear
from quizcards.trace.tree import (
    Cases,
    Fence,
    Fraction,
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
_WIDTHS = {",": _THIN, ":": ".222em", ";": ".278em", "!": "-.167em", " ": ".25em"}
_WIDTHS |= {"quad": "1em", "qquad": "2em"}
_SIZES = dict.fromkeys(("big", "bigl", "bigr"), "1.2em")
_SIZES |= dict.fromkeys(("Big", "Bigl", "Bigr"), "1.8em")
_ACCENTS = {"hat": "ˆ", "bar": "¯", "tilde": "˜"}


def mathml(node: Node) -> str:
    """Return a formula as a MathML element."""
    return f'<math displaystyle="true">{_element(node)}</math>'


def card_formula(latex: str) -> str:
    """Return a line of a card's formula as MathML.

    What is no LaTeX that we read stays the text that it is.
    """
    with suppress(LatexError, RecursionError):
        if not check_formula(latex):
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
        case Fraction(above=above, below=below):
            return f"<mfrac>{_element(above)}{_element(below)}</mfrac>"
        case Root(inside=inner):
            return f"<msqrt>{_element(inner)}</msqrt>"
        case Styled(command=command, letter=letter) if command in _ACCENTS:
            accent = f'<mo stretchy="false">{_ACCENTS[command]}</mo>'
            return f'<mover accent="true">{_element(letter)}{accent}</mover>'
        case Styled():
            return f"<mi>{linear(node)}</mi>"
        case Fence(opening=opening, inside=inner, closing=closing, tall=tall):
            first = _delimiter(opening, "prefix", tall)
            return f"<mrow>{first}{_element(inner)}{_delimiter(closing, 'postfix', tall)}</mrow>"
        case Script():
            return _script(node, before, after)
        case Cases(lines=lines):
            rows = "".join(f"<mtr>{''.join(map(_cell, line))}</mtr>" for line in lines)
            table = f'<mtable class="cases">{rows}</mtable>'
            return f"<mrow>{_delimiter('{', 'prefix', True)}{table}</mrow>"


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
    under, over = ("under", "over") if _has_limits(script.base) else ("sub", "sup")
    tag = "m" + (under if script.sub else "") + (over if sup else "")
    small = "".join(_element(one) for one in (script.sub, sup) if one)
    return f"<{tag}>{_element(script.base, before, after)}{small}</{tag}>"


def _has_limits(base: Node) -> bool:
    """Say whether scripts stand below and above it, as on a line of its own."""
    if isinstance(base, Leaf) and base.kind == "function":
        return base.text in LIMITS or base.command == "operatorname*"
    return is_big(base)


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
    if is_big(leaf):
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
