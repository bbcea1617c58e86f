"""LaTeX as MathML, which browsers set without a font or a script of ours."""

from __future__ import annotations

import re

from quizcards.export.svg.page import escaped
from quizcards.trace.latex import CLOSING, FUNCTIONS, GAPS, OPENING, OPERATORS, SYMBOLS, LatexError, unicode_formula

_THIN = ".167em"
_ATOM = re.compile(
    r"\\(?:left|right|[bB]ig[lr]?)\s*\\[lr][vV]ert"  # these the library sets well
    r"|\\(?P<fence>[lr][vV]ert)(?![A-Za-z])"
    r"|\\(?P<kind>text|mathrm|operatorname)\s*\{(?P<word>(?:\\.|[^{}\\])*)\}"
    rf"|\\(?P<function>{'|'.join(sorted(FUNCTIONS))})(?![A-Za-z])"
)
_PLAIN = str.maketrans({"<": r"\lt ", ">": r"\gt "})


def mathml(latex: str) -> str:
    """Return a formula as MathML. Raises LatexError for what the reader of cards' formulas would refuse."""
    from latex2mathml.converter import convert  # 0.1 s: only what writes formulas waits for it

    atoms: dict[str, str] = {}

    def keep(found: re.Match[str]) -> str:
        written = _atom(found)
        if written is None:
            return found[0]
        atoms[key := str(len(atoms))] = written
        return rf"\text{{{key}}}"

    # The library writes words letter by letter or unescaped, knows no \arg, and takes |x| for two operators: we set
    # these ourselves, and it sees a number in the place of each. What else it is given holds no < to be markup.
    converted = convert(_ATOM.sub(keep, latex).translate(_PLAIN), display="block")
    body = re.sub(r"<mtext>([^<]*)</mtext>", lambda found: atoms.get(found[1], found[0]), converted)
    return body.replace(' display="block"', ' displaystyle="true"', 1)


def card_formula(latex: str) -> str:
    """Return a line of a card's formula as MathML, or as the text that it is where it is no LaTeX that we read."""
    try:
        unicode_formula(latex)
    except LatexError:
        return f"<code>{escaped(latex)}</code>"
    return mathml(latex)


def _atom(found: re.Match[str]) -> str | None:
    before, after = found.string[: found.start()], found.string[found.end() :]
    if fence := found["fence"]:
        sign, form = (OPENING | CLOSING)[fence], "prefix" if fence in OPENING else "postfix"
        return f'<mo form="{form}" stretchy="false">{sign}</mo>'
    if found["function"] or found["kind"] == "operatorname":
        name = found["function"] or _word(found["word"])
        return f'<mo form="prefix" lspace="{_gap_before(before)}" rspace="{_gap_after(after)}">{name}</mo>'
    return f"<mtext>{_word(found['word'])}</mtext>" if found["kind"] else None


def _word(latex: str) -> str:
    """Return a word as text; its outer spaces are meant."""
    inner = unicode_formula(rf"\text{{{latex}}}")
    left, right = (" " if latex[i : i + 1].isspace() or latex[i:] == " " else "" for i in (0, -1))
    return escaped(f"{left}{inner}{right}").replace(" ", "\N{NO-BREAK SPACE}")


def _gap_before(text: str) -> str:
    """Return the space between a function and its factor on the left."""
    last = re.search(r"(\\[A-Za-z]+|\\?\S)\s*$", text)
    token = last[1].removeprefix("\\") if last else "("
    return "0" if SYMBOLS.get(token, token) in OPERATORS | OPENING.keys() | GAPS.keys() | set("([{,;:&-") else _THIN


def _gap_after(text: str) -> str:
    """Return the space between a function and what it is applied to, none before parentheses."""
    return "0" if re.match(r"\s*($|[(\[})&]|\\left|\\[bB]ig)", text) else _THIN
