"""LaTeX as MathML, which browsers set without a font or a script of ours."""

from __future__ import annotations

import re
from contextlib import suppress

from quizcards.export.svg.page import escaped, writable
from quizcards.trace.latex import (
    CLOSING,
    FUNCTIONS,
    GAPS,
    OPENING,
    OPERATORS,
    SYMBOLS,
    WORDS,
    LatexError,
    unicode_formula,
)

_THIN = ".167em"
_WORD = r"(?:\\.|[^{}\\]|\{(?:\\.|[^{}\\])*\})*"
_ATOM = re.compile(
    r"(?P<size>\\(?:left|right|[bB]ig[lr]?))\s*\\(?P<delimiter>[A-Za-z]+|\|)"
    r"|\\(?P<fence>[lr][vV]ert)(?![A-Za-z])"
    rf"|\\(?P<kind>{'|'.join(sorted(WORDS))})(?![A-Za-z])\*?\s*(?P<word>\{{{_WORD}\}}|\\[A-Za-z]+|\\?[^{{}}\\])"
    rf"|\\(?P<function>{'|'.join(sorted(FUNCTIONS))})(?![A-Za-z])"
    r"|\\&"
)
_MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
_DELIMITERS = SYMBOLS | OPENING | CLOSING
_LESS = "\ufdd0"  # is no character: it stands for a < that the library would write unescaped


def mathml(latex: str) -> str:
    """Return as MathML a formula that was typeset, or that the reader of cards' formulas takes."""
    from latex2mathml.converter import convert  # 0.1 s: only what writes formulas waits for it

    atoms: dict[str, str] = {}

    def keep(found: re.Match[str]) -> str:
        if found["size"]:  # it sizes signs, not all of their names
            return found["size"] + _DELIMITERS[found["delimiter"]]
        atoms[key := str(len(atoms))] = _atom(found)
        return rf"\text{{{key}}}"

    # The library writes words letter by letter or unescaped, knows no \arg, and takes |x| for two
    # operators: we set
    # these ourselves, and it sees a number in the place of each.
    converted = convert(_ATOM.sub(keep, writable(latex)).replace("<", _LESS), display="block")
    body = re.sub(r"<mtext>([^<]*)</mtext>", lambda found: atoms.get(found[1], found[0]), converted)
    body = body.replace(f"<mi>{_LESS}</mi>", "<mo>&lt;</mo>").replace(_LESS, "&lt;")
    return body.replace(_MATH, '<math displaystyle="true">', 1)


def card_formula(latex: str) -> str:
    """Return a line of a card's formula as MathML, or as the text that it is where it is no LaTeX
    that we read.
    """
    with suppress(LatexError, RecursionError):
        if unicode_formula(latex):
            return mathml(latex)
    return f"<code>{escaped(latex)}</code>"


def _atom(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()], found.string[found.end() :]
    if fence := found["fence"]:
        sign, form = (OPENING | CLOSING)[fence], "prefix" if fence in OPENING else "postfix"
        return f'<mo form="{form}" stretchy="false">{sign}</mo>'
    if found["function"] or found["kind"] == "operatorname":
        name = found["function"] or _word(found["word"])
        return f'<mo form="prefix" lspace="{_gap_before(before)}" rspace="{_gap_after(after)}">{name}</mo>'
    return _WORDS[found["kind"]].format(_word(found["word"])) if found["kind"] else "<mo>&amp;</mo>"


# A name is no text, which would count for a space beside an operator.
_WORDS = {
    "text": "<mtext>{}</mtext>",
    "textbf": '<mtext class="bold">{}</mtext>',
    "mathrm": '<mi mathvariant="normal">{}</mi>',
    "mathbf": '<mi mathvariant="normal" class="bold">{}</mi>',
}


def _word(latex: str) -> str:
    """Return a word as text; its outer spaces are meant."""
    inner = unicode_formula(rf"\text{latex}" if latex[0] == "{" else rf"\text{{{latex}}}")
    meant = latex.removeprefix("{").removesuffix("}")
    left, right = (" " if meant[i : i + 1].isspace() or meant[i:] == " " else "" for i in (0, -1))
    return escaped(f"{left}{inner}{right}").replace(" ", "\N{NO-BREAK SPACE}")


def _gap_before(text: str) -> str:
    """Return the space between a function and its factor on the left."""
    last = re.search(r"(\\[A-Za-z]+|\\?\S)\s*$", text)
    token = last[1].removeprefix("\\") if last else "("
    return (
        "0"
        if SYMBOLS.get(token, token) in OPERATORS | OPENING.keys() | GAPS.keys() | set("([{,;:&-")
        else _THIN
    )


def _gap_after(text: str) -> str:
    """Return the space between a function and what it is applied to, none before parentheses."""
    return "0" if re.match(r"\s*($|[(\[})&]|\\left|\\[bB]ig)", text) else _THIN
