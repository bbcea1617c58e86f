"""The LaTeX that a card's formula may be written in, and its parser.

The mathematics of LaTeX that people write in notes. What is not known is refused with its name.
Whether one line of the terminal can say it too is another question: see `linear`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from quizcards.trace import notation
from quizcards.trace.tree import (
    Fence,
    Fraction,
    Grid,
    Kind,
    Leaf,
    Node,
    Root,
    Row,
    Script,
    Styled,
    row,
)

SYMBOLS = {
    "cdot": "·", "times": "×", "odot": "⊙", "circ": "∘", "pm": "±", "leftarrow": "←", "gets": "←",
    "to": "→", "rightarrow": "→", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⇔",
    "implies": "⇒", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "propto": "∝", "sim": "∼", "ll": "≪", "gg": "≫", "in": "∈", "equiv": "≡",
    "mid": "|", "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "top": "⊤", "nabla": "∇",
    "partial": "∂", "sum": "∑", "prod": "∏", "|": "‖", "Vert": "‖", "vert": "|", "succ": "≻",
    "Longrightarrow": "⇒", "Longleftrightarrow": "⇔", "%": "%", "varepsilon": "ε", "varphi": "φ",
    "ell": "ℓ", "prime": "′", "ast": "∗", "_": "_", "#": "#", "&": "&", "$": "$",
    "cap": "∩", "cup": "∪", "setminus": "∖", "backslash": "∖", "subset": "⊂", "supset": "⊃",
    "subseteq": "⊆", "supseteq": "⊇", "subsetneq": "⊊", "notin": "∉", "ni": "∋", "emptyset": "∅",
    "varnothing": "∅", "forall": "∀", "exists": "∃", "nexists": "∄", "neg": "¬", "lnot": "¬",
    "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "therefore": "∴", "because": "∵",
    "perp": "⊥", "bot": "⊥", "parallel": "∥", "angle": "∠", "triangle": "△", "square": "□",
    "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "coprod": "∐", "bigcup": "⋃",
    "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "oplus": "⊕", "otimes": "⊗", "div": "÷",
    "mp": "∓", "star": "⋆", "bullet": "∙", "cong": "≅", "simeq": "≃", "asymp": "≍", "doteq": "≐",
    "triangleq": "≜", "coloneqq": ":=", "prec": "≺", "preceq": "⪯", "succeq": "⪰", "models": "⊨",
    "vdash": "⊢", "leqslant": "≤", "geqslant": "≥", "lt": "<", "gt": ">", "colon": ":",
    "mapsto": "↦", "longrightarrow": "→", "longleftarrow": "←", "leftrightarrow": "↔",
    "longmapsto": "↦", "Leftarrow": "⇐", "Longleftarrow": "⇐", "impliedby": "⇐", "uparrow": "↑",
    "downarrow": "↓", "nearrow": "↗", "searrow": "↘", "hookrightarrow": "↪", "vdots": "⋮",
    "ddots": "⋱", "dotsc": "…", "dotsb": "⋯", "dagger": "†", "hbar": "ℏ", "aleph": "ℵ",
    "Re": "ℜ", "Im": "ℑ", "vartheta": "ϑ", "varrho": "ϱ", "varsigma": "ς", "upsilon": "υ",
    "imath": "ı", "jmath": "ȷ", "checkmark": "✓", "intercal": "⊺",
} | notation.GREEK  # fmt: skip
OPENING = {
    "lVert": "‖", "lvert": "|", "lfloor": "⌊", "lceil": "⌈", "{": "{", "lbrace": "{", "langle": "⟨",
}  # fmt: skip
CLOSING = {
    "rVert": "‖", "rvert": "|", "rfloor": "⌋", "rceil": "⌉", "}": "}", "rbrace": "}", "rangle": "⟩",
}  # fmt: skip
ACCENTS = notation.ACCENTS | {
    "widehat": "\u0302", "widetilde": "\u0303", "overline": "\u0304", "underline": "\u0331",
    "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300",
    "check": "\u030c", "breve": "\u0306", "mathring": "\u030a",
}  # fmt: skip
PRODUCTS = frozenset("·×⊙∘∗/⊗÷∩∧")
OPERATORS = PRODUCTS | frozenset(
    "± ∓ ← → ⇒ ⇐ ⇔ ↔ ↦ ↪ ≤ ≥ ≠ ≈ ∝ ∼ ≪ ≫ ∈ ∉ ∋ ≡ ≻ ≺ ⪯ ⪰ = := + − < > ∪ ∖ ⊂ ⊃ ⊆ ⊇ ⊊ ⊥ ∥ ∨ ⊕ ≅ ≃"
    " ≍ ≐ ≜ ⊨ ⊢ ∴ ∵".split()
)
LIMITS = ("max", "min", "sup", "inf", "arg", "argmax", "argmin", "lim", "det", "gcd", "Pr")
FUNCTIONS = frozenset(
    (*LIMITS, *"log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos".split(),
     *"arctan dim ker deg".split())
)  # fmt: skip
SPACES = {",": " ", ";": " ", ":": " ", "!": "", " ": " ", "space": " "}
GAPS = {"quad": "   ", "qquad": "     "}
FRACTIONS = frozenset("frac tfrac dfrac cfrac binom dbinom tbinom".split())
_INFIX = {"over": "frac", "choose": "binom"}
WORDS = frozenset("text textrm textbf textit mbox operatorname".split())
LETTERS = frozenset("mathrm mathbf mathit mathsf mathtt".split())
"""What makes a word of plain letters, and sets anything else upright or bold."""
STYLES = LETTERS | frozenset(
    "mathbb mathcal mathscr mathfrak boldsymbol bold bm overbrace underbrace overrightarrow".split()
)
SIZES = frozenset(
    "left right big Big bigl bigr Bigl Bigr bigg Bigg biggl biggr Biggl Biggr middle".split()
)
STACKED = frozenset("overset stackrel underset".split())
ARROWS = {"xrightarrow": "→", "xleftarrow": "←"}
GRIDS = {
    "cases": ("{", ""), "rcases": ("", "}"), "matrix": ("", ""), "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"), "Bmatrix": ("{", "}"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
    "smallmatrix": ("", ""), "array": ("", ""), "aligned": ("", ""), "align": ("", ""),
    "split": ("", ""), "gathered": ("", ""), "gather": ("", ""), "eqnarray": ("", ""),
    "equation": ("", ""),
}  # fmt: skip
"""The environments that are read, with their delimiters."""
_LAYOUT = frozenset(
    "displaystyle textstyle scriptstyle limits nolimits nonumber notag hline rm bf it".split()
)
"""What says how a formula is set, and nothing of what it means."""
_WRAPPERS = frozenset("boxed mathop mathrel mathbin mathord".split())
_OTHERS = frozenset(
    "begin end sqrt not bmod pmod substack color textcolor label hspace tag".split()
)
KNOWN_COMMANDS = FUNCTIONS.union(
    SYMBOLS, OPENING, CLOSING, SPACES, GAPS, FRACTIONS, WORDS, STYLES, SIZES, ACCENTS, STACKED,
    ARROWS, _INFIX, _LAYOUT, _WRAPPERS, _OTHERS,
)  # fmt: skip
"""Names that are LaTeX after a backslash."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|:=|\s+|[가-힣]+|.", re.DOTALL)
_SIDES: dict[str, Kind] = {"(": "open", "[": "open", ")": "close", "]": "close"}
_SIZED_SIDES = _SIDES | {"{": "open", "⌊": "open", "⌈": "open", "⟨": "open"}
_SIZED_SIDES |= {"}": "close", "⌋": "close", "⌉": "close", "⟩": "close"}
_DELIMITERS = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩/<>.")
_MARKS = ("'", "_", "^")
_BREAK = "\\\\"


class LatexError(ValueError):
    """The formula is not in our LaTeX; the message is in Korean."""


def parse(latex: str) -> Node:
    """Return a formula as its tree; lines that are parted by two backslashes are rows of a grid.

    Raises LatexError for what is no LaTeX that we read, RecursionError where it nests too deeply.
    """
    parser = _Parser(_TOKEN.findall(latex))
    lines = [Row(parser.sequence(_BREAK, None))]
    while parser.ended_by == _BREAK:
        lines.append(Row(parser.sequence(_BREAK, None)))
    if lines[1:] and not lines[-1].parts:
        lines.pop()
    return lines[0] if len(lines) == 1 else Grid(tuple((line,) for line in lines), "gathered")


def formulas(text: str) -> list[list[str]]:
    r"""Return the lines of each formula of a text: one line, or those of an environment.

    >>> formulas("a = b\n\\begin{cases} 1 \\\\\n 2 \\end{cases}")
    [['a = b'], ['\\begin{cases} 1 \\\\', '2 \\end{cases}']]
    """
    found: list[list[str]] = []
    depth = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        if depth > 0:
            found[-1].append(line)
        else:
            found.append([line])
        depth = max(depth, 0) + line.count(r"\begin") - line.count(r"\end")
    return found


def untold(name: str) -> str:
    """Return that a command is none that is known."""
    return f"\\{name}은(는) 모르는 명령입니다"


class _Parser:
    """Reads tokens one after another (recursive descent)."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.ended_by: str | None = None
        """The token that the last sequence ended with."""

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self) -> str:
        if self.at >= len(self.tokens):
            raise LatexError("식이 중간에 끝났습니다")
        self.at += 1
        return self.tokens[self.at - 1]

    def skip_space(self) -> None:
        token = self.peek()
        while token is not None and (token.isspace() or token == "~"):
            self.at += 1
            token = self.peek()

    def sequence(self, *ends: str | None) -> tuple[Node, ...]:
        """Read parts up to one of the tokens `ends` (None is the end of all), and that token."""
        parts: list[Node] = []
        while True:
            self.skip_space()
            token = self.peek()
            if token in ends:
                self.at += token is not None
                self.ended_by = token
                return tuple(parts)
            if token is None:
                raise LatexError(_UNCLOSED[ends[0] or ""])
            if token.startswith("\\") and token[1:] in _LAYOUT:
                self.at += 1
                continue
            if token.startswith("\\") and token[1:] in _INFIX:
                self.at += 1
                return (Fraction(row(*parts), row(*self.sequence(*ends)), _INFIX[token[1:]]),)
            if token in _MARKS:
                parts.append(self.script(self.base(parts, token)))
                continue
            part = self.part()
            number = _number(parts[-1], part) if parts else None
            if number:
                parts[-1] = number
            else:
                parts.append(part)

    def base(self, parts: list[Node], mark: str) -> Node:
        """Take what a mark is attached to: nothing where it stands before a letter, as in ₙCᵣ."""
        if parts and not _stands_alone(parts[-1]):
            return parts.pop()
        if mark == "'":
            raise LatexError(f"'{mark}' 앞에 붙을 글자가 없습니다")
        return Row(())

    def argument(self) -> Node:
        """Read one argument: a braced group or a single token."""
        self.skip_space()
        return self.part()

    def part(self) -> Node:
        token = self.next()
        if token == "{":
            return row(*self.sequence("}"))
        if token == "}":
            raise LatexError("'}'에 맞는 '{'가 없습니다")
        if token in "^_":
            raise LatexError(f"'{token}' 앞에 붙을 글자가 없습니다")
        if token.startswith("\\"):
            return self.command(token[1:])
        if token in "$#%&":
            raise LatexError(
                f"'{token}'는 LaTeX에서 다른 뜻이 있습니다. 글자 그대로라면 \\{token}로 써 주세요"
            )
        return _sign(token)

    def command(self, name: str) -> Node:
        if name in SYMBOLS:
            return Leaf(SYMBOLS[name], "operator" if SYMBOLS[name] in OPERATORS else "atom", name)
        for table, kind in _COMMANDS:
            if name in table:
                return Leaf(table[name], kind, name)
        if name in FUNCTIONS:
            return Leaf(name, "function")
        if name in FRACTIONS:
            above, below = self.argument(), self.argument()
            return Fraction(above, below, "binom" if name.endswith("binom") else name)
        if name in LETTERS:
            return self.letters(name)
        if name in ACCENTS or name in STYLES:
            return Styled(name, self.argument())
        if name in WORDS:
            return self.word(name)
        if name in STACKED:
            small, base = self.argument(), self.argument()
            if name == "underset":
                return Script(base, sub=small, limits=True)
            return Script(base, sup=small, limits=True)
        if name in ARROWS:
            under = self.option()
            return Script(Leaf(ARROWS[name], "operator"), under, self.argument(), limits=True)
        if name in _WRAPPERS:
            return self.argument()
        if name in ("left", "begin"):
            return self.fence() if name == "left" else self.grid()
        if name in SIZES and name != "right":
            side: dict[str, Kind] = {"l": "open", "r": "close"}
            return self.delimiter(side.get(name[-1], "atom"), name)
        read = _READERS.get(name)
        if read is None:
            raise LatexError(_ALONE.get(name) or untold(name))
        return read(self)

    def option(self) -> Node | None:
        """Read what stands in brackets after a command, if anything does."""
        self.skip_space()
        if self.peek() != "[":
            return None
        self.at += 1
        return row(*self.sequence("]"))

    def root(self) -> Root:
        degree = self.option()
        return Root(self.argument(), degree)

    def negated(self) -> Leaf:
        """Read a relation that does not hold."""
        sign = self.argument()
        if not isinstance(sign, Leaf):
            raise LatexError(r"\not 다음에는 기호 하나를 써 주세요")
        return Leaf(unicodedata.normalize("NFC", sign.text + "\u0338"), "operator")

    def modulus(self) -> Fence:
        return Fence("(", Row((Leaf("mod", "function"), self.argument())), ")", tall=False)

    def coloured(self) -> Node:
        self.argument()
        return self.argument()

    def unseen(self) -> Row:
        self.argument()
        return Row(())

    def gap(self) -> Leaf:
        self.argument()
        return Leaf(GAPS["quad"], "gap", "quad")

    def tag(self) -> Row:
        return Row((Leaf(GAPS["quad"], "gap", "quad"), Fence("(", self.argument(), ")", False)))

    def grid(self) -> Grid:
        """Read an environment from its name to its end."""
        name = self.word("begin").text
        command = name.rstrip("*")
        if command not in GRIDS:
            raise LatexError(f"\\begin{{{name}}}은(는) 모르는 환경입니다")
        if command in ("array", "alignedat"):
            self.argument()  # how its columns stand
        rows = self.rows(r"\end")
        if self.word("end").text != name:
            raise LatexError(f"\\begin{{{name}}}과 \\end의 이름이 다릅니다")
        return Grid(rows, command, *GRIDS[command])

    def lines(self) -> Grid:
        """Read the lines that stand below one another under a sum."""
        self.skip_space()
        if self.next() != "{":
            raise LatexError(r"\substack 다음에는 '{'를 써 주세요")
        return Grid(self.rows("}"), "substack")

    def rows(self, end: str) -> tuple[tuple[Node, ...], ...]:
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(row(*self.sequence(end, "&", _BREAK)))
            if self.ended_by == end:
                break
            if self.ended_by == _BREAK:
                if re.fullmatch(r"\[[-.\da-z]*\]", "".join(self.tokens[self.at : self.at + 6])):
                    self.option()
                rows.append([])
        if rows[-1] == [Row(())]:
            rows.pop()
        return tuple(map(tuple, rows))

    def letters(self, name: str) -> Node:
        """Read a word of plain letters; what is none is set in their style."""
        start = self.at
        try:
            return self.word(name)
        except LatexError:
            self.at = start
            return Styled(name, self.argument())

    def word(self, name: str) -> Leaf:
        """Read letters that stand upright: a word in a formula, or the name of a function."""
        function = name == "operatorname"
        if function and self.peek() == "*":
            self.at += 1
            name += "*"
        self.skip_space()
        tokens = [self.next()]
        depth = int(tokens == ["{"])
        while depth:
            tokens.append(self.next())
            depth += (tokens[-1] == "{") - (tokens[-1] == "}")
        text = "".join(_upright(token) for token in tokens if token not in ("{", "}"))
        return Leaf(text, "function" if function else "word", name)

    def delimiter(self, side: Kind, command: str) -> Leaf:
        """Read what follows \\left, \\right or a size. A dot stands for none."""
        self.skip_space()
        token = self.next()
        name = token[1:]
        text = (OPENING | CLOSING | SYMBOLS).get(name, "") if token.startswith("\\") else token
        if text not in _DELIMITERS:
            raise LatexError(f"괄호가 와야 할 곳입니다: {token}")
        return Leaf(text.replace(".", ""), _SIZED_SIDES.get(text, side), command)

    def fence(self) -> Fence:
        opening = self.delimiter("open", "left").text
        inside = Row(self.sequence(r"\right"))
        return Fence(opening, inside, self.delimiter("close", "right").text, tall=True)

    def script(self, base: Node) -> Script:
        """Read the primes, the subscript and the superscript that follow a base."""
        script = Script(base)
        mark = self.peek()
        while mark is not None and (mark in _MARKS or mark.isspace()):
            self.at += 1
            if mark == "'":
                if script.sup:
                    raise LatexError(_TWICE.format(mark))
                script = replace(script, primes=script.primes + "′")
            elif mark in "_^":
                if script.sub if mark == "_" else script.sup:
                    raise LatexError(_TWICE.format(mark))
                small = self.argument()
                script = replace(script, sub=small) if mark == "_" else replace(script, sup=small)
            mark = self.peek()
        return script


_READERS: dict[str, Callable[[_Parser], Node]] = {
    "sqrt": _Parser.root,
    "not": _Parser.negated,
    "bmod": lambda _: Leaf("mod", "operator", "bmod"),
    "pmod": _Parser.modulus,
    "substack": _Parser.lines,
    "color": _Parser.unseen,
    "label": _Parser.unseen,
    "hspace": _Parser.gap,
    "textcolor": _Parser.coloured,
    "tag": _Parser.tag,
}
_ALONE = {
    "right": r"\right에 맞는 \left가 없습니다",
    "end": r"\end에 맞는 \begin이 없습니다",
    "\\": r"\\는 \begin과 \end 사이에 써 주세요",
}
_COMMANDS: tuple[tuple[dict[str, str], Kind], ...] = (
    (OPENING, "open"),
    (CLOSING, "close"),
    (SPACES, "space"),
    (GAPS, "gap"),
)
_UNCLOSED = {
    "}": "'{'를 닫는 '}'가 없습니다",
    "]": "'['를 닫는 ']'가 없습니다",
    r"\right": r"\left에 맞는 \right가 없습니다",
    r"\end": r"\begin에 맞는 \end가 없습니다",
}
_TWICE = "'{}'가 한 글자에 두 번 붙었습니다"


def _stands_alone(node: Node) -> bool:
    """Say whether nothing can be attached to it."""
    return isinstance(node, Leaf) and node.kind in ("operator", "space", "gap", "comma", "open")


def _sign(token: str) -> Leaf:
    """Return a token that is no command."""
    if token == ",":
        return Leaf(",", "comma")
    text = {"-": "−", "*": "∗", "'": "′"}.get(token, token)
    if text in OPERATORS:
        return Leaf(text, "operator")
    if "가" <= token[0] <= "힣":
        return Leaf(text, "word")
    return Leaf(text, _SIDES.get(token, "atom"))


def _number(last: Node, part: Node) -> Leaf | None:
    """Return two neighbours as one number if they are digits of it."""
    match last, part:
        case Leaf(text=digits, kind="atom"), Leaf(text=text, kind="atom"):
            point = text == "." and "." not in digits
            if digits[:1].isdecimal() and (text.isdecimal() or point):
                return Leaf(digits + text)
    return None


def _upright(token: str) -> str:
    """Return one token of a word as a letter."""
    letters = SPACES | SYMBOLS | OPENING | CLOSING | dict.fromkeys((*WORDS, *LETTERS), "")
    if token in ("$", "#", "%", "&", "_", "^"):
        raise LatexError(f"글 안의 '{token}'는 \\{token}로 써 주세요")
    if token.startswith("\\") and token[1:] not in letters:
        raise LatexError(untold(token[1:]))
    return letters[token[1:]] if token.startswith("\\") else token.replace("~", " ")
