"""What a deck may contain.

One table; the reader checks by it, and `schema` writes the JSON Schema for editors from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
WORD_PATTERN = r"(?!nan\b|inf\b)[A-Za-z][A-Za-z0-9_-]*"
NAME_PATTERN = r"[A-Za-z][A-Za-z0-9_]*"
NUMBER_PATTERN = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"

# What a card may hold is bounded, so that no deck costs more than its size lets one expect: some
# things that are done with texts and lists take time in proportion to the square of their length.
LONGEST_TEXT = 20_000
"""Letters of a text: forty times the longest answer that is shipped."""
LONGEST_NAME = 200
"""Letters of an id, and of a phrase that is looked for in typed answers."""
LONGEST_POINT = 1_000
LONGEST_FORMULA = 2_000
LONGEST_LINE = 500
"""Letters of one line of a formula: it stands on one line of a screen."""
MOST_ITEMS = 100
MOST_CARDS = 20_000
"""Of one file."""
MOST_POINTS = 20
MOST_PHRASES = 60
"""Ways to say one key point: each is compared with those of all the others."""
MOST_TERMS = 5_000
"""Of one glossary."""
MOST_NUMBERS = 1_000
"""Of one parameter of a demo."""
MOST_CODE = 500_000
"""Letters of all the code and formulas in one file, which are parsed each on its own."""


@dataclass(frozen=True)
class Text:
    """A value of one kind of text: `about` is for the author, in Korean."""

    about: str
    example: str
    pattern: str | None = None
    expected: str = "글자"
    latex: bool = False
    most: int = LONGEST_TEXT
    """How many letters it may have."""


@dataclass(frozen=True)
class Code:
    """Lines of code in a block of their own, so that each line of it is a line of the file."""

    about: str
    example: str


@dataclass(frozen=True)
class Parameter:
    """A demo's parameter: a number, a word, a list of numbers, or a list of such lists."""

    about: str = "수, 낱말, [수, 수, ...] 또는 [[수, ...], [수, ...]]"
    example: int = 2
    most: int = MOST_NUMBERS
    """How many numbers it may have in all."""


@dataclass(frozen=True)
class ListOf:
    """A list of one kind of value."""

    item: Field
    about: str
    most: int = MOST_ITEMS
    """How many items it may have."""


@dataclass(frozen=True)
class TableOf:
    """A mapping from any name to one kind of value."""

    item: Field
    about: str
    name: str


@dataclass(frozen=True)
class Called:
    """A list of names, or a table that tells what each is called."""

    names: ListOf
    table: TableOf

    @property
    def about(self) -> str:
        return self.names.about


@dataclass(frozen=True)
class Record:
    """A mapping with known keys."""

    about: str
    fields: dict[str, Field]
    required: tuple[str, ...]
    title: str = ""
    """What editors call one of them in a list."""


@dataclass(frozen=True)
class Demo:
    """Code alone, a mapping that names a demo, or a mapping with code in it."""

    alone: Code
    named: Record
    written: Record


Field = Text | Code | Parameter | ListOf | TableOf | Called | Record | Demo

_CARD_ID = Text(
    "카드 아이디. 한번 정하면 바꾸지 않습니다.",
    "adam",
    ID_PATTERN,
    "영어 소문자, 숫자, '-'로 된 아이디(예: batch-norm)",
    most=LONGEST_NAME,
)
_CARD_REF = Text(
    "카드 아이디, 다른 덱이면 덱/아이디",
    "basics/gradient-descent",
    rf"({ID_PATTERN}/)?{ID_PATTERN}",
    "카드 아이디(예: adam) 또는 덱/아이디",
    most=2 * LONGEST_NAME,
)

RUN = Text("데모 이름. quizcards demo --list", "adam")
_WITH = TableOf(Parameter(), "바꿀 매개변수. 적지 않은 것은 데모의 기본값을 씁니다.", "t")
_VALUE = Text("계산한 값의 이름", "m_hat", NAME_PATTERN, "계산한 값의 이름(예: m_hat)")
_CODE = Code(
    "NumPy 코드. 첫머리에서 수를 받는 이름은 매개변수, 마지막 줄은 결과가 됩니다.",
    "lr = 0.1\nw = 3\ng = 2 * w\nw = w - lr * g\n",
)

DEMO = Demo(
    _CODE,
    Record("d 키로 실행할 데모", {"run": RUN, "with": _WITH}, ("run",)),
    Record(
        "d 키로 실행할, 직접 쓴 데모",
        {
            "code": _CODE,
            "with": _WITH,
            "ask": Called(
                ListOf(_VALUE, "문제로 낼 값. 없으면 마지막 줄의 값"),
                TableOf(
                    Text("문제에서 부를 이름", "한 스텝 뒤의 가중치 w"),
                    "문제로 낼 값과, 문제에서 부를 이름",
                    "w",
                ),
            ),
            "mistakes": ListOf(
                Record(
                    "흔한 실수",
                    {
                        "name": _VALUE,
                        "formula": Text("그 값을 잘못 계산하는 식", "w + lr * g"),
                        "feedback": Text(
                            "무엇을 틀렸는지 한 문장", "기울기를 빼지 않고 더했습니다."
                        ),
                    },
                    ("name", "formula", "feedback"),
                    title="실수",
                ),
                "사람들이 대신 계산하는 식",
                most=10,
            ),
            "picture": ListOf(_VALUE, "그림으로 그릴 값. 없으면 마지막 줄의 값"),
        },
        ("code",),
    ),
)

CARD = Record(
    "개념 하나",
    {
        "id": _CARD_ID,
        "title": Text("목록과 통계에서 부르는 짧은 이름", "Adam"),
        "frequency": Text(
            "면접에서 얼마나 자주 묻는지, 1(드묾)에서 5(거의 늘)까지",
            "4",
            "[1-5]",
            "1에서 5 사이의 수",
        ),
        "question": Text("면접관이 묻는 질문", "Adam은 Momentum과 RMSprop을 어떻게 결합하나요?"),
        "answer": Text(
            "소리 내어 말하는 답, 3~6문장. {{낱말}}로 감싼 곳은 빈칸 문제가 됩니다. 식은 "
            "$\\hat m_t$처럼, 그림은 ![](media/adam.png)처럼 넣습니다.",
            "기울기의 1차 적률과 2차 적률을 ...",
        ),
        "key_points": ListOf(
            Record(
                "좋은 답에 들어 있어야 할 것",
                {
                    "point": Text(
                        "온전한 문장으로",
                        "1차 적률 m은 기울기의 지수이동평균이다",
                        most=LONGEST_POINT,
                    ),
                    "nice": Text(
                        "true면 답을 매끄럽게 할 뿐이고, 빠져도 등급을 낮추지 않습니다.",
                        "true",
                        "true|false",
                        "true 또는 false",
                    ),
                    "any_of": ListOf(
                        Text(
                            "다르게 말하는 법. 낱말들이 한 절 안에 있으면 되고 순서는 "
                            "상관없습니다. 한 낱말을 '크면|클수록'처럼 여러 가지로 쓰면 이웃한 "
                            "두 절에서 찾습니다.",
                            "기울기 이동평균",
                            most=LONGEST_NAME,
                        ),
                        "이 중 하나를 말하면 맞은 것으로 봅니다.",
                        most=MOST_PHRASES,
                    ),
                    "all_of": ListOf(
                        Text("같은 절에 함께 있어야 하는 말", "기울기", most=LONGEST_NAME),
                        "any_of에 더해 이 말이 모두 있어야 합니다.",
                        most=MOST_PHRASES,
                    ),
                    "none_of": ListOf(
                        Text("같은 절에 있으면 안 되는 말", "제곱", most=LONGEST_NAME),
                        "이 말이 하나라도 있으면 맞은 것으로 보지 않습니다.",
                        most=MOST_PHRASES,
                    ),
                    "contrary": ListOf(
                        Text(
                            "반대로 말하는 법. 한 절에 이 순서로 나오면 틀린 말로 봅니다.",
                            "크면|클수록 느려|오래",
                            most=LONGEST_NAME,
                        ),
                        "답에 하나라도 있으면 이 카드의 핵심은 모두 '확인'까지만 봅니다.",
                        most=MOST_PHRASES,
                    ),
                },
                ("point",),
                title="핵심",
            ),
            "핵심 3~5개",
            most=MOST_POINTS,
        ),
        "formula": Text(
            "LaTeX 식, 한 줄에 하나",
            r"\hat m_t = \frac{m_t}{1-\beta_1^t}",
            latex=True,
            most=LONGEST_FORMULA,
        ),
        "followups": ListOf(
            Record(
                "꼬리질문",
                {
                    "question": Text("이어서 묻는 질문", "편향 보정이 없으면 어떻게 되나요?"),
                    "answer": Text("그 답", "첫 걸음이 3.16배로 커집니다."),
                    "point": Text(
                        "빠뜨리면 이 질문을 부르는 핵심의 번호(0부터)",
                        "0",
                        "[0-9]{1,4}",
                        "0부터 세는 핵심 번호",
                    ),
                },
                ("question", "answer"),
                title="꼬리질문",
            ),
            "꼬리질문. 면접에서 빠뜨린 핵심을 이어서 묻습니다.",
        ),
        "misconceptions": ListOf(
            Record(
                "흔한 오해",
                {
                    "claim": Text(
                        "틀린 주장을 온전한 문장으로",
                        "Adam은 adaptive momentum estimation의 약자다",
                    ),
                    "truth": Text(
                        "맞는 말을 주장과 같은 꼴의 문장으로. 함께 O/X와 고르기 문제가 됩니다.",
                        "Adam은 adaptive moment estimation의 약자다",
                    ),
                    "because": Text("왜 틀렸는가", "adaptive moment estimation입니다."),
                    "demo": Record(
                        "틀렸음을 보이는 데모 실행. run이 없으면 이 카드의 데모를 씁니다.",
                        {"run": RUN, "with": _WITH, "show": ListOf(_VALUE, "주장 옆에 보일 값")},
                        ("show",),
                    ),
                },
                ("claim", "because"),
                title="오해",
            ),
            "흔한 오해",
        ),
        "statements": ListOf(
            Record(
                "맞는 문장과, 꼴은 같고 알아야 할 한 가지만 다른 틀린 문장",
                {
                    "right": Text("맞는 문장", "2차 적률은 기울기 제곱의 이동평균이다"),
                    "wrong": Text("틀린 문장", "2차 적률은 기울기 절댓값의 이동평균이다"),
                    "because": Text("왜 그런가", "v에 g²을 더해 갑니다."),
                },
                ("right", "wrong", "because"),
                title="문장 쌍",
            ),
            "O/X와 고르기 문제가 되는 문장 쌍. truth가 있는 오해까지 네 쌍부터 고르기를 냅니다.",
        ),
        "choices": ListOf(
            Record(
                "고르기 문제",
                {
                    "question": Text("무엇을 고를지", "Adam의 2차 적률은 무엇의 이동평균인가요?"),
                    "right": Text("맞는 답", "기울기의 제곱"),
                    "wrong": ListOf(Text("틀린 답", "기울기의 분산"), "틀린 답 1~5개"),
                    "because": Text("왜 그런가", "평균을 빼지 않으므로 분산이 아닙니다."),
                },
                ("question", "right", "wrong"),
                title="고르기 문제",
            ),
            "직접 쓴 고르기 문제",
        ),
        "steps": ListOf(
            Text("차례의 한 단계", "기울기를 구한다"),
            "차례가 있는 설명. 순서 맞추기 문제가 됩니다.",
        ),
        "demo": DEMO,
        "code": ListOf(
            _VALUE, "코드 쓰기 문제로 낼 줄. 없으면 데모에서 써 볼 만한 줄을 모두 냅니다."
        ),
        "needs": ListOf(_CARD_REF, "먼저 배워야 하는 카드. 그 카드를 본 다음에 나옵니다."),
        "tags": ListOf(
            Text("태그 하나", "optimizer"), "태그. quizcards study --tag로 골라 볼 수 있습니다."
        ),
        "sources": ListOf(
            Text("출처 하나", "Kingma & Ba 2015, arXiv:1412.6980, Algorithm 1"),
            "답을 확인할 수 있는 논문, 책, 문서",
        ),
        "figures": ListOf(
            Text("명령 하나 또는 풀어 쓴 식", "quizcards demo adam -p t=2"),
            "글에 나오는 수를 다시 계산하는 명령. "
            "손으로 하는 계산은 식으로 씁니다(예: 1/(1-0.9) = 10).",
        ),
        "notes": Text(
            "이 카드가 나온 노트의 줄",
            "71-73",
            "L(-L)?(, *L(-L)?)*".replace("L", "[0-9]{1,4}"),
            "줄 번호(예: 8-9 또는 40, 44)",
        ),
        "was": ListOf(
            replace(_CARD_REF, example="adam-optimizer"),
            "예전 아이디, 오래된 것부터. 학습 기록이 이어집니다.",
        ),
    },
    ("id", "question", "answer"),
    title="카드",
)

DECK = Record(
    "quizcards 덱",
    {
        "deck": Text(
            "덱 아이디. 한번 정하면 바꾸지 않습니다.",
            "optimization",
            ID_PATTERN,
            "영어 소문자, 숫자, '-'로 된 아이디",
            most=LONGEST_NAME,
        ),
        "title": Text("덱 이름", "최적화"),
        "cards": ListOf(CARD, "카드 목록. 카드마다 '- id: ...'로 시작합니다.", MOST_CARDS),
    },
    ("deck", "title", "cards"),
)

GLOSSARY = Record(
    "quizcards 용어집",
    {
        "terms": ListOf(
            Record(
                "용어 하나",
                {
                    "term": Text("카드에 쓰는 이름", "기울기", most=LONGEST_NAME),
                    "forms": ListOf(
                        Text("같은 뜻의 다른 말", "그래디언트", most=LONGEST_NAME),
                        "한국어, 외래어, 영어, 약어",
                    ),
                    "symbols": ListOf(
                        Text("식에 쓰는 기호", "∇", most=LONGEST_NAME), "보여 주기만 하는 기호"
                    ),
                    "gloss": Text("한 마디 풀이", "손실을 미분해 모은 벡터", most=LONGEST_POINT),
                },
                ("term",),
            ),
            "용어 목록. 용어마다 '- term: ...'으로 시작합니다.",
            MOST_TERMS,
        ),
        "words": ListOf(
            ListOf(Text("낱말 또는 '줄이-' 같은 어간", "줄이-", most=LONGEST_NAME), "같은 말들"),
            "용어는 아니지만 같은 뜻으로 읽는 말들",
            MOST_TERMS,
        ),
        "contrasts": ListOf(
            ListOf(Text("용어의 이름", "입력", most=LONGEST_NAME), "맞세워 말하는 용어들"),
            "한쪽에 대한 말을 다른 쪽의 말로 읽지 않을 용어들",
            MOST_TERMS,
        ),
        "opposites": ListOf(
            ListOf(Text("words의 첫 낱말", "감소", most=LONGEST_NAME), "반대말 한 쌍", 2),
            "반대로 말하는 낱말들",
            MOST_TERMS,
        ),
    },
    (),
)


def example(field: Field) -> Any:
    """Return what an author might write there, as plain data."""
    match field:
        case Text() | Code() | Parameter():
            return field.example
        case ListOf(item):
            return [example(item)]
        case TableOf(item, _, name):
            return {name: example(item)}
        case Called(names):
            return example(names)
        case Record(_, fields):
            return {name: example(part) for name, part in fields.items()}
        case Demo(named=named):
            return example(named)
