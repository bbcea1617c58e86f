"""What a demo written in a deck may say.

Assignments, arithmetic, indexing, comparisons, `for` over range, `while`, dictionaries of numbers,
and some of NumPy.
A deck is untrusted, so this is a list of what is allowed; whatever is not on it is refused with its
line. The code that passes still runs in a process of its own (see `sandbox`).
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from quizcards.trace.script import parameters

MOST_ARGUMENTS = {
    name: most
    for most, names in {
        1: """abs array ceil cos exp expm1 floor log log1p log2 ones ones_like sign sin sqrt square
            tan tanh zeros zeros_like""",
        2: """all any argmax argmin cumsum diag dot full max maximum mean median min minimum outer
            prod round size sort std sum transpose var""",
        3: "arange clip eye linspace where",
        4: "trace",
    }.items()
    for name in names.split()
}
"""Each function with how many arguments it may be given by position.

The next would be a type, or an array to write into.
"""

FUNCTIONS = frozenset(MOST_ARGUMENTS)
CONSTANTS = frozenset(("pi", "e"))
BUILTINS = frozenset(("abs", "len", "max", "min", "round", "sum"))
KEYWORDS = frozenset(("axis", "keepdims", "ddof"))
ATTRIBUTES = frozenset(("T", "shape", "size"))
MOST_LINES, MOST_CHARACTERS, MOST_NESTING = 100, 10_000, 30
TOO_LONG = f"코드가 너무 깁니다. {MOST_LINES}줄, {MOST_CHARACTERS}자까지 쓸 수 있습니다"
LARGEST_NUMBER = 1e12
LONGEST_WORD = 30
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*")
_OURS = frozenset(("np", "range", *BUILTINS))
# lines to some readers and not to others
_ODD_BREAK = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# a key of a dictionary: the only text that code may hold
_WORD = re.compile(r"[가-힣A-Za-z0-9_·.-]+( [가-힣A-Za-z0-9_·.-]+)*")
_QUOTED = re.compile(rf"\"{_WORD.pattern}\"|'{_WORD.pattern}'")
# up to the first in a line, outside comments
_FOREIGN = re.compile(r"^[^#\n]*?[^\x00-\x7f]", re.MULTILINE)
_SUBSET = "대입, 산술, 비교, 색인, for ... in range(...), while, 사전, np 함수만 쓸 수 있습니다"
_REFUSED_OPERATORS = (
    ast.LShift,
    ast.RShift,
    ast.BitOr,
    ast.BitXor,
    ast.BitAnd,
    ast.In,
    ast.NotIn,
    ast.Is,
    ast.IsNot,
)


@dataclass(frozen=True, order=True)
class Refusal:
    """Why a line is not run; line and column count from 1."""

    line: int
    column: int
    message: str

    @property
    def sentence(self) -> str:
        """The message with a full stop, where it does not end in a question."""
        return self.message if self.message.endswith("?") else f"{self.message}."


def vet(
    source: str, known: Iterable[str] = (), language: type[Vetting] | None = None
) -> list[Refusal]:
    """Return everything in the code that is not allowed in a language, a deck's own at first.

    An empty list means that it may run where `known` names have values.
    """
    if len(source) > MOST_CHARACTERS or source.count("\n") > MOST_LINES:
        line = min(source.count("\n", 0, MOST_CHARACTERS), MOST_LINES) + 1
        return [Refusal(line, 1, TOO_LONG)]
    if odd := _ODD_BREAK.search(source):
        return [_at(source, odd.start(), "줄은 보통의 줄바꿈으로만 나눌 수 있습니다")]
    unquoted = _QUOTED.sub(lambda word: "'" * len(word[0]), source)
    if foreign := list(_FOREIGN.finditer(unquoted)):
        return [
            _at(
                source,
                found.end() - 1,
                "한글이나 특수 문자는 # 뒤의 주석과 사전의 열쇠에만 쓸 수 있습니다",
            )
            for found in foreign
        ]
    try:
        body = parsed(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
        return [Refusal(line, column, "파이썬 식으로 읽을 수 없습니다")]
    vetting = (language or Vetting)(set(known))
    vetting.statements(body, given=len(parameters(body)))
    refusals = [_counted_in_letters(one, source) for one in sorted(vetting.refusals)]
    return refusals or ([] if body else [Refusal(1, 1, "빈 코드입니다")])


def _counted_in_letters(refusal: Refusal, source: str) -> Refusal:
    """Return a refusal with its column in letters: Python counts bytes, three a syllable."""
    before = source.split("\n")[refusal.line - 1].encode()[: refusal.column - 1]
    return replace(refusal, column=len(before.decode(errors="ignore")) + 1)


def parsed(source: str) -> ast.Module:
    """Return code as a tree; what Python would only warn of, such as `1if`, goes without a word.

    Raises what `ast.parse` raises.
    """
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(source)


def _at(source: str, position: int, message: str) -> Refusal:
    return Refusal(
        source.count("\n", 0, position) + 1, position - source.rfind("\n", 0, position), message
    )


@dataclass
class Vetting:
    """Walks through code in the order in which it runs.

    `known` names have a value so far, `counters` count a loop.
    """

    CAN: ClassVar[str] = _SUBSET
    STATEMENTS: ClassVar[str] = _SUBSET
    """What may be written, said where an expression or a statement is not."""
    NAME: ClassVar[re.Pattern[str]] = _NAME

    known: set[str]
    counters: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, node: ast.AST, message: str) -> None:
        self.refusals.append(
            Refusal(getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1, message)
        )

    def statements(self, body: list[ast.stmt], depth: int = 0, given: int = 0) -> None:
        """Vet statements, of which the first `given` are parameters: only they may be lists."""
        for i, node in enumerate(body):
            if i and body[i - 1].end_lineno == node.lineno:
                self.refuse(node, "한 줄에는 문장 하나만 쓸 수 있습니다")
            self.statement(node, depth, lists=i < given)

    def statement(self, node: ast.stmt, depth: int, lists: bool) -> None:
        match node:
            case ast.Assign(targets=[ast.Name() as target], value=value):
                self.expression(value, lists=lists)
                self.target(target)
            case ast.For(
                target=ast.Name() as counter,
                iter=ast.Call(func=ast.Name(id="range")) as call,
                orelse=[],
            ):
                self.nested(node, depth)
                if call.keywords or not 1 <= len(call.args) <= 3:
                    self.refuse(call, "range(n) 또는 range(a, b)로 써 주세요")
                for arg in call.args:
                    self.expression(arg)
                self.counter(counter)
                self.statements(node.body, depth + 1)
            case ast.While(test=test, body=body, orelse=[]):
                self.nested(node, depth)
                for part in test.values if isinstance(test, ast.BoolOp) else [test]:
                    self.expression(part)
                if _names(test, ast.Load).isdisjoint(_names(node, ast.Store)):
                    self.refuse(
                        node, "while의 조건에는 반복하는 동안 값이 바뀌는 이름이 있어야 합니다"
                    )
                self.statements(body, depth + 1)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                self.refuse(node, "대입은 '이름 = 식'으로만 쓸 수 있습니다")
            case ast.For():
                self.refuse(node, "for는 range(...) 위에서만 돌 수 있습니다")
            case ast.Import() | ast.ImportFrom():
                self.refuse(node, "import는 쓸 수 없습니다. np는 이미 있습니다")
            case _:
                self.refuse(node, f"이 문장은 쓸 수 없습니다. {self.STATEMENTS}")

    def nested(self, node: ast.stmt, depth: int) -> None:
        if depth >= 2:
            self.refuse(node, "for와 while은 두 겹까지만 쓸 수 있습니다")

    def target(self, node: ast.Name) -> None:
        if node.id in self.counters:
            self.refuse(
                node,
                f"for가 세는 이름 '{node.id}'에는 값을 넣을 수 없습니다. 다른 이름을 써 주세요",
            )
        self.name(node)

    def counter(self, node: ast.Name) -> None:
        if node.id in self.known - self.counters:
            self.refuse(
                node, f"값이 있는 이름 '{node.id}'로는 셀 수 없습니다. 다른 이름을 써 주세요"
            )
        self.counters.add(node.id)
        self.name(node)

    def name(self, node: ast.Name) -> None:
        """Vet a name that gets a value, which it has from now on."""
        if not self.NAME.fullmatch(node.id):
            self.refuse(
                node,
                f"'{node.id}'라는 이름은 쓸 수 없습니다. "
                "영문자로 시작하고 밑줄은 사이에 하나씩만 씁니다",
            )
        elif node.id in _OURS:
            self.refuse(node, f"'{node.id}'에는 값을 넣을 수 없습니다")
        self.known.add(node.id)

    def expression(self, node: ast.expr, depth: int = 0, lists: bool = False) -> None:
        """Vet an expression.

        Lists are for functions and indices, which make arrays of them: `[a, b] * 2` has four
        elements.
        """
        if depth > MOST_NESTING:
            self.refuse(node, "식이 너무 깊습니다. 여러 줄로 나누어 주세요")
            return
        inside: list[ast.expr] = []
        match node:
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float() as value):
                if abs(value) > LARGEST_NUMBER:
                    self.refuse(node, f"수는 {LARGEST_NUMBER:.0e}까지 쓸 수 있습니다")
            case ast.Name():
                self.used(node)
            case ast.BinOp(left=left, right=right, op=op) if not isinstance(op, _REFUSED_OPERATORS):
                inside = [left, right]
            case ast.BinOp(left=left, right=ast.Dict() as right, op=ast.BitOr()):
                inside = [left, right]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                inside = [operand]
            case ast.Compare(left=left, comparators=others, ops=ops) if not any(
                isinstance(op, _REFUSED_OPERATORS) for op in ops
            ):
                inside = [left, *others]
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                if not lists:
                    self.refuse(node, "목록은 np.array([...])로 써 주세요")
                for element in elements:
                    self.expression(element, depth + 1, lists=True)
            case ast.Dict(keys=keys, values=values):
                inside = values
                for key in keys:
                    self.key(key, node, depth + 1)
            case ast.Subscript(value=value, slice=index) if not isinstance(value, ast.Constant):
                inside = [value]
                self.index(index, depth + 1)
            case ast.Attribute(value=ast.Name(id="np"), attr=name):
                if name not in CONSTANTS:
                    can = ", ".join(sorted(CONSTANTS))
                    self.refuse(node, f"쓸 수 없는 값입니다: np.{name}. 쓸 수 있는 상수: {can}")
            case ast.Attribute(value=value, attr=name) if name in ATTRIBUTES:
                inside = [value]
            case ast.Call():
                self.call(node, depth)
            case _:
                self.refuse(node, f"이 식은 쓸 수 없습니다. {self.CAN}")
        for part in inside:
            self.expression(part, depth + 1)

    def used(self, node: ast.Name) -> None:
        if not self.NAME.fullmatch(node.id) or node.id in _OURS:
            self.refuse(node, f"'{node.id}'라는 이름은 여기에 쓸 수 없습니다")
        elif node.id not in self.known:
            self.refuse(node, f"'{node.id}'에는 아직 값이 없습니다")
            self.known.add(node.id)  # said once

    def index(self, node: ast.expr, depth: int) -> None:
        match node:
            case ast.Slice(lower=lower, upper=upper, step=step):
                for part in (lower, upper, step):
                    if part is not None:
                        self.expression(part, depth)
            case ast.Tuple(elts=elements):
                for element in elements:
                    self.index(element, depth)
            case ast.Constant(value=None):
                pass
            case ast.Constant(value=str() as word):
                self.word(node, word)
            case _:
                self.expression(node, depth, lists=True)

    def key(self, node: ast.expr | None, of: ast.Dict, depth: int) -> None:
        """Vet a key of a dictionary: a number, a word or some of them."""
        match node:
            case None:
                self.refuse(of, "사전은 {열쇠: 값}으로만 쓸 수 있습니다")
            case ast.Constant(value=str() as word):
                self.word(node, word)
            case ast.Tuple(elts=parts):
                for part in parts:
                    self.key(part, of, depth + 1)
            case _:
                self.expression(node, depth)

    def word(self, node: ast.Constant, word: str) -> None:
        if len(word) > LONGEST_WORD or not _WORD.fullmatch(word):
            self.refuse(
                node, f"사전의 열쇠는 한글, 영문자, 숫자로 {LONGEST_WORD}자까지 쓸 수 있습니다"
            )

    def reads_dictionary(self, node: ast.Call, depth: int) -> bool:
        """Vet a call that only a dictionary knows; say whether it is one.

        That is `d.get(key, 0)`, and of all its entries `sum(d.values())` and `max(d, key=d.get)`.
        """
        match node:
            case ast.Call(ast.Attribute(ast.Name() as name, "get"), [key, other], []):
                self.used(name)
                self.key(key, ast.Dict([], []), depth + 1)
                self.expression(other, depth + 1)
                return True
            case ast.Call(
                ast.Name("sum" | "max" | "min" | "len"),
                [ast.Call(ast.Attribute(ast.Name() as name, "values"), [], [])],
                [],
            ):
                self.used(name)
                return True
            case ast.Call(
                ast.Name("max" | "min"),
                [ast.Name() as name],
                [ast.keyword("key", ast.Attribute(ast.Name(id=of), "get"))],
            ) if name.id == of:
                self.used(name)
                return True
        return False

    def call(self, node: ast.Call, depth: int) -> None:
        if self.reads_dictionary(node, depth):
            return
        match node.func:
            case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in FUNCTIONS:
                if len(node.args) > (most := MOST_ARGUMENTS[name]):
                    self.refuse(node, f"np.{name}에는 값을 {most}개까지만 쓸 수 있습니다")
            case ast.Name(id=name) if name in BUILTINS:
                pass
            case ast.Name(id=name) | ast.Attribute(attr=name):
                allowed = ", ".join(sorted(FUNCTIONS))
                self.refuse(
                    node, f"{name[:40]}(...)은 부를 수 없습니다. 부를 수 있는 np 함수: {allowed}"
                )
                return
            case _:
                self.refuse(node, f"이 식은 쓸 수 없습니다. {self.CAN}")
                return
        for keyword in node.keywords:
            if keyword.arg not in KEYWORDS:
                given = f"인자 {keyword.arg}=" if keyword.arg else "인자 **"
                self.refuse(
                    node, f"{given}는 쓸 수 없습니다. 쓸 수 있는 것: {', '.join(sorted(KEYWORDS))}"
                )
                continue
            self.expression(keyword.value, depth + 1, lists=True)
        for arg in node.args:
            self.expression(arg, depth + 1, lists=True)


def _names(node: ast.AST, context: type[ast.expr_context]) -> set[str]:
    """Return the names that are read in a node, or those that get a value there."""
    return {
        one.id
        for one in ast.walk(node)
        if isinstance(one, ast.Name) and isinstance(one.ctx, context)
    }
