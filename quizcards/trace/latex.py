"""The LaTeX that a card's formula may be written in, and its parser.

A small part of LaTeX's mathematics: what one line of the terminal can say (see `linear`). What is
not known is refused with its name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from quizcards.trace.notation import ACCENTS, GREEK
from quizcards.trace.tree import Fence, Fraction, Kind, Leaf, Node, Root, Row, Script, Styled, row

SYMBOLS = {
    "cdot": "·", "times": "×", "odot": "⊙", "circ": "∘", "pm": "±", "leftarrow": "←", "gets": "←",
    "to": "→", "rightarrow": "→", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⇔",
    "implies": "⇒", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "propto": "∝", "sim": "∼", "ll": "≪", "gg": "≫", "in": "∈", "equiv": "≡",
    "mid": "|", "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "top": "⊤", "nabla": "∇",
    "partial": "∂", "sum": "∑", "prod": "∏", "|": "‖", "Vert": "‖", "vert": "|", "succ": "≻",
    "Longrightarrow": "⇒", "Longleftrightarrow": "⇔", "%": "%", "varepsilon": "ε", "varphi": "φ",
    "ell": "ℓ", "prime": "′", "ast": "∗", "_": "_", "#": "#", "&": "&", "$": "$",
} | GREEK  # fmt: skip
OPENING = {"lVert": "‖", "lvert": "|", "lfloor": "⌊", "lceil": "⌈", "{": "{"}
CLOSING = {"rVert": "‖", "rvert": "|", "rfloor": "⌋", "rceil": "⌉", "}": "}"}
PRODUCTS = frozenset("·×⊙∘∗/")
OPERATORS = PRODUCTS | frozenset("± ← → ⇒ ⇔ ≤ ≥ ≠ ≈ ∝ ∼ ≪ ≫ ∈ ≡ ≻ = := + − < >".split())
LIMITS = ("max", "min", "sup", "inf", "arg")
FUNCTIONS = frozenset((*LIMITS, "log", "ln", "exp", "tanh", "sin", "cos"))
SPACES = {",": " ", ";": " ", ":": " ", "!": "", " ": " "}
GAPS = {"quad": "   ", "qquad": "     "}
FRACTIONS = frozenset("frac tfrac dfrac".split())
WORDS = frozenset("text mathrm operatorname textbf mathbf".split())
SIZES = frozenset("left right big Big bigl bigr Bigl Bigr".split())
REFUSED = frozenset("begin end boldsymbol vec underset overset".split())
KNOWN_COMMANDS = FUNCTIONS.union(
    SYMBOLS, OPENING, CLOSING, SPACES, GAPS, FRACTIONS, WORDS, SIZES, ACCENTS, REFUSED,
    ("sqrt", "mathbb", "mathcal"),
)  # fmt: skip
"""Names that are LaTeX after a backslash: those that are read, and common ones that are refused."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|:=|\s+|[가-힣]+|.", re.DOTALL)
_SIDES: dict[str, Kind] = {"(": "open", "[": "open", ")": "close", "]": "close"}
_SIZED_SIDES = _SIDES | {"{": "open", "⌊": "open", "⌈": "open"}
_SIZED_SIDES |= {"}": "close", "⌋": "close", "⌉": "close"}
_DELIMITERS = frozenset("()[]{}|‖⌊⌋⌈⌉/<>.")
_MARKS = ("'", "_", "^")


class LatexError(ValueError):
    """The formula is not in our LaTeX, or not sayable on a line; the message is in Korean."""


def parse(latex: str) -> Row:
    """Return one line of LaTeX as the tree of its formula.

    Raises LatexError for what is no LaTeX that we read, RecursionError where it nests too deeply.
    """
    return Row(_Parser(_TOKEN.findall(latex)).sequence(until=None))


def untold(name: str) -> str:
    """Return that a command cannot be shown."""
    return f"\\{name}은(는) 터미널 글자로 옮길 수 없습니다"


class _Parser:
    """Reads tokens one after another (recursive descent)."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

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

    def sequence(self, until: str | None) -> tuple[Node, ...]:
        """Read parts up to the token `until`, and that token too."""
        parts: list[Node] = []
        while True:
            self.skip_space()
            token = self.peek()
            if token == until:
                self.at += until is not None
                return tuple(parts)
            if token is None:
                raise LatexError(_UNCLOSED[until or ""])
            if token in _MARKS:
                if not parts or _stands_alone(parts[-1]):
                    raise LatexError(f"'{token}' 앞에 붙을 글자가 없습니다")
                parts.append(self.script(parts.pop()))
                continue
            part = self.part()
            number = _number(parts[-1], part) if parts else None
            if number:
                parts[-1] = number
            else:
                parts.append(part)

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
            return Fraction(self.argument(), self.argument(), name)
        if name == "sqrt":
            return self.root()
        if name in ACCENTS or name in ("mathbb", "mathcal"):
            return Styled(name, self.argument())
        if name in WORDS:
            return self.word(name)
        if name == "left":
            return self.fence()
        if name in SIZES and name != "right":
            side: dict[str, Kind] = {"l": "open", "r": "close"}
            return self.delimiter(side.get(name[-1], "atom"), name)
        raise LatexError(r"\right에 맞는 \left가 없습니다" if name == "right" else untold(name))

    def root(self) -> Root:
        self.skip_space()
        if self.peek() == "[":
            raise LatexError(r"\sqrt[n]은 쓸 수 없습니다. x^{1/n}으로 써 주세요")
        return Root(self.argument())

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


_COMMANDS: tuple[tuple[dict[str, str], Kind], ...] = (
    (OPENING, "open"),
    (CLOSING, "close"),
    (SPACES, "space"),
    (GAPS, "gap"),
)
_UNCLOSED = {"}": "'{'를 닫는 '}'가 없습니다", r"\right": r"\left에 맞는 \right가 없습니다"}
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
    letters = SPACES | SYMBOLS | OPENING | CLOSING
    if token in ("$", "#", "%", "&", "_", "^"):
        raise LatexError(f"글 안의 '{token}'는 \\{token}로 써 주세요")
    if token.startswith("\\") and token[1:] not in letters:
        raise LatexError(untold(token[1:]))
    return letters[token[1:]] if token.startswith("\\") else token.replace("~", " ")
