"""Every kind of problem: where it is, what is wrong and what to write.

`▸` marks where a problem must be reported.
"""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from quizcards.decks import nodes
from tests.decks.decks_support import CARD, DECK, MARK, found, marked, places, read

# what is added to a good card -> what the problem at each mark says
IN_A_CARD = {
    "unknown key, with the nearest": (
        "  ▸tagz: [x]\n",
        "모르는 키 'tagz'입니다. 혹시 'tags'인가요?",
    ),
    "unknown key like no other": (
        "  ▸zzzzzz: x\n",
        "모르는 키 'zzzzzz'입니다. 쓸 수 있는 키: id, title, frequency, question, answer,",
    ),
    "unknown key deep inside": (
        "  key_points:\n  - point: 핵심\n    ▸anyof: [말]\n",
        "모르는 키 'anyof'입니다. 혹시 'any_of'인가요?",
    ),
    "merge key": ("  ▸<<: {x: y}\n", "모르는 키 '<<'입니다."),
    "duplicate key": (
        "  tags: [x]\n  ▸tags: [y]\n",
        "tags: 두 번 나옵니다(처음은 7번째 줄). 하나만 남기세요.",
    ),
    "key that is a list": ("  ? ▸[tags]\n  : x\n", "키에는 글자만 쓸 수 있습니다."),
    "field missing inside": (
        "  misconceptions:\n  - ▸claim: 틀렸다\n",
        "because: 꼭 있어야 합니다. 'because: ...' 줄을",
    ),
    "text where a list belongs": (
        "  tags: ▸optimizer\n",
        "tags: '- '로 시작하는 목록을 써 주세요. 지금은 'optimizer'입니다.",
    ),
    "list where text belongs": (
        "  formula: ▸[a]\n",
        "formula: 글자를 써 주세요. 지금은 목록입니다.",
    ),
    "text where a table belongs": (
        "  demo: ▸[adam]\n",
        "'키: 값' 줄들(run)을 써 주세요. 지금은 목록입니다.",
    ),
    "demo name in place of code": (
        "  demo: ▸adam\n",
        "'demo: {run: adam}'으로, 코드면 'demo: |' 다음 줄부터 써 주세요.",
    ),
    "code that is folded": (
        "  demo: ▸>\n    a = 1\n    b = a\n",
        "코드는 다음 줄부터 들여 써 주세요.",
    ),
    "code that is not there": ("  demo: ▸|\n", "다음 줄부터 코드를 써 주세요."),
    "code that may not run": (
        "  demo: |\n    a = 1\n\n    b = ▸open(a)\n    ▸import os\n",
        "demo: ",
    ),
    "code in a record that may not run": ("  demo:\n    code: |\n      b = 1 + ▸x._y\n", "demo: "),
    "mistake in a value that is not there": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    mistakes:\n"
        "    - {name: ▸c, formula: a, feedback: 아니요.}\n",
        "demo: d/a에 'c' 값이 없습니다. 쓸 수 있는 것: b",
    ),
    "mistake in a name that is ours": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    mistakes:\n"
        "    - {name: ▸np, formula: a, feedback: 아니요.}\n",
        "demo: d/a에 'np' 값이 없습니다. 쓸 수 있는 것: b",
    ),
    "mistake that uses a name that is not there": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    mistakes:\n"
        "    - {name: b, formula: ▸a + zz, feedback: 아니요.}\n",
        "demo: 'zz'에는 아직 값이 없습니다.",
    ),
    "mistake too deep to be told": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    mistakes:\n"
        f"    - {{name: b, formula: ▸a{'.x' * 1000}(), feedback: 아니요.}}\n",
        "demo: x(...)은 부를 수 없습니다.",
    ),
    "more mistakes than anyone makes": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    mistakes:\n"
        + "    - {name: b, formula: a - 1, feedback: 아니요.}\n" * 10
        + "    - ▸{name: b, formula: a, feedback: 아니요.}\n",
        "mistakes: 10개까지 쓸 수 있습니다.",
    ),
    "mistake that may not run": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    mistakes:\n"
        "    - {name: b, formula: ▸open(a), feedback: 아니요.}\n",
        "부를 수 없습니다",
    ),
    "asking for a value that is not there": (
        "  demo:\n    code: |\n      a = 1\n      bb = a + 1\n    ask: [bb, ▸bx]\n"
        "    picture: [▸a]\n",
        "값이 없습니다.",
    ),
    "name before it has a value": (
        "  demo: |\n    a = 1\n    b = a + ▸c\n    c = b\n",
        "demo: 'c'에는 아직 값이 없습니다.",
    ),
    "name that is not English": (
        "  demo: |\n    a = 1  # 기울기\n    ▸가나다 = open(a)\n    b = ▸ａ\n",
        "demo: 한글이나 특수 문자는 # 뒤의 주석과 사전의 열쇠에만 쓸 수 있습니다.",
    ),
    "loop that counts with what it computes": (
        "  demo: |\n    for i in range(3):\n        ▸i = i + 1\n",
        "demo: for가 세는 이름 'i'에는 값을 넣을 수 없습니다.",
    ),
    "list that would not be an array": (
        "  demo: |\n    a = [1, 2]\n    v = ▸[3.0, a[0]]\n    w = v * 2\n",
        "demo: 목록은 np.array([...])로 써 주세요.",
    ),
    "several names at once": (
        "  demo: |\n    a = 1\n    ▸c, d = 1, 2\n    b = a\n",
        "demo: 대입은 '이름 = 식'으로만",
    ),
    "keywords unpacked": (
        "  demo: |\n    a = 1\n    b = ▸np.sum(a, **a)\n",
        "demo: 인자 **는 쓸 수 없습니다.",
    ),
    "code that is too long": (
        "  demo: |\n" + "    a = 1\n" * 100 + "    ▸b = a\n",
        "demo: 코드가 너무 깁니다.",
    ),
    "comment that turns text around": (
        "  demo: |\n    a = 1\n    b = a  # ▸\u202e뒤\n",
        "demo: 화면에 쓸 수 없는 제어 문자(U+202E)가 있습니다. 지워 주세요.",
    ),
    "code whose lines part elsewhere": (
        "  demo:\n    code: |\n      a = 1\n      b = a  # ▸\u2028      c = a\n",
        "code: 화면에 쓸 수 없는 제어 문자(U+2028)가 있습니다. 지워 주세요.",
    ),
    "parameter that the code has not": (
        "  demo:\n    code: |\n      a = 1\n      b = a + 1\n    with: {a: 2, ▸b: 3}\n",
        "매개변수가 없습니다. 쓸 수 있는 것: a",
    ),
    "evidence of an unknown value": (
        "  misconceptions: [{claim: c, because: b, demo: {run: adam, show: [m, ▸mm]}}]\n",
        "demo: adam에 'mm' 값이 없습니다.",
    ),
    "evidence by the name of a demo": (
        "  misconceptions: [{claim: c, because: b, demo: ▸adam}]\n",
        "demo: '키: 값' 줄들(show)을 써 주세요. 지금은 'adam'입니다.",
    ),
    "evidence without any demo": (
        "  misconceptions: [{claim: c, because: b, demo: ▸{show: [m]}}]\n",
        "이 카드에는 데모가 없으니 run에 데모 이름을 적어 주세요.",
    ),
    "lists of unequal length": (
        "  demo: {run: adam, with: {w: ▸[[1, 2], [3]]}}\n",
        "줄마다 수의 개수가 같아야 합니다.",
    ),
    "list where a table belongs": (
        "  demo: {run: adam, with: ▸[1]}\n",
        "with: '이름: 값'의 표를 써 주세요. 지금은 목록입니다.",
    ),
    "word where a number belongs": (
        "  demo: {run: adam, with: {t: ▸둘}}\n",
        "t: 수, 낱말, [수, 수, ...]",
    ),
    "number that is not finite": (
        "  demo: {run: adam, with: {t: ▸nan, w: ▸1e999}}\n",
        "수, 낱말, [수, 수, ...]",
    ),
    "list within a list of numbers": (
        "  demo: {run: adam, with: {t: ▸[1, [2]]}}\n",
        "지금은 목록입니다.",
    ),
    "empty list": ("  tags: ▸[]\n", "tags: 비어 있습니다. 항목을 적거나 이 줄을 지우세요."),
    "empty text": ("  tags: [▸'']\n", "tags: 비어 있습니다. 내용을 적어 주세요."),
    "null": ("  formula: ▸~\n", "formula: 비어 있습니다. 내용을 적어 주세요."),
    "unfit reference": (
        "  needs: [▸Adam 카드]\n",
        "needs: 카드 아이디(예: adam) 또는 덱/아이디를 써 주세요. 지금은 'Adam 카드'입니다.",
    ),
    "unfit line numbers": (
        "  notes: ▸8 to 9\n",
        "notes: 줄 번호(예: 8-9 또는 40, 44)를 써 주세요. 지금은 '8 to 9'입니다.",
    ),
    "line numbers without end": ("  notes: ▸1-1000000000\n", "notes: 줄 번호(예: 8-9"),
    "number of thousands of digits": (
        f"  key_points: [{{point: 핵심}}]\n  followups:\n"
        f"  - {{question: 왜, answer: 답, point: ▸{'9' * 5000}}}\n",
        "point: 0부터 세는 핵심 번호를 써 주세요. 지금은 '9999",
    ),
    "unknown need": (
        "  needs: [▸zzz]\n",
        "needs: 'zzz' 카드는 없습니다. 다른 덱의 카드는 덱/아이디로 씁니다.",
    ),
    "need of itself": ("  needs: [▸a]\n", "needs: 자기 자신은 먼저 배울 수 없습니다. 지워 주세요."),
    "unknown demo, with the nearest": (
        "  demo: {run: ▸adma}\n",
        "demo: 'adma' 데모는 없습니다. 혹시 'adam'인가요?",
    ),
    "unknown demo like no other": ("  demo: {run: ▸zzz}\n", "demo: 'zzz' 데모는 없습니다."),
    "unknown parameter, with the nearest": (
        "  demo: {run: adam, with: {▸beta: 0.9}}\n",
        "demo: adam에 'beta' 매개변수가 없습니다. 혹시 'beta1'인가요?",
    ),
    "unknown parameter like no other": (
        "  demo: {run: adam, with: {▸zzz: 0.9}}\n",
        "demo: adam에 'zzz' 매개변수가 없습니다. 쓸 수 있는 것: w, g, t, lr, beta1",
    ),
    "follow-up of a key point that is not there": (
        "  key_points: [{point: 하나}, {point: 둘}]\n  followups:\n"
        "  - {question: 왜, answer: 답, point: ▸2}\n",
        "point: 핵심이 2개이므로 0부터 1까지 쓸 수 있습니다.",
    ),
    "follow-up of a key point where there is none": (
        "  followups:\n  - {question: 왜, answer: 답, point: ▸0}\n",
        "point: 이 카드에는 key_points가 없습니다.",
    ),
    "earlier name that another card has": (
        "- {id: b, question: q, answer: r, was: [▸a]}\n",
        "was: 'd/a' 카드는 지금도 있습니다. 없어진 아이디만 적어 주세요.",
    ),
    "LaTeX eaten by double quotes": (
        '  formula: "x ▸\\times \\\\alpha ▸\\frac{a}{b}"\n',
        "가 다른 글자로 바뀝니다. 작은따옴표나 | 블록에 써 주세요.",
    ),
    "LaTeX eaten, in a formula also of an unknown command": (
        '  formula: "▸\\neg a"\n',
        "formula: 큰따옴표 안에서는 \\neg의 '\\n'가",
    ),
    "LaTeX eaten outside a formula": (
        '  sources: ["식 ▸\\theta 에서"]\n',
        "sources: 큰따옴표 안에서는 \\theta의 '\\t'가 다른 글자로",
    ),
    "LaTeX eaten on the second line": (
        "  followups: [{question: '\\frac', answer: \"한\n    줄 ▸\\beta 둘\"}]\n",
        "answer: 큰따옴표 안에서는 \\beta의 '\\b'가",
    ),
    "formula of an unknown command, after one of several lines": (
        "  formula: |\n\n    \\begin{cases}\n    1 \\end{cases}\n    ▸\\mni L\n    ▸\\foo\n",
        "모르는 명령입니다.",
    ),
    "formula nested hundreds deep": (
        f"  formula: ▸'{'{' * 499}'\n",
        "formula: 괄호가 너무 깊이 겹쳤습니다.",
    ),
    "text lost after ' #'": (
        "  tags:\n  - 손실 ▸# 1위\n",
        "tags: 뒤의 '# 1위' 부분은 주석이 되어 사라집니다. 값을 작은따옴표로 감싸거나 주석을 "
        "윗줄로 옮기세요.",
    ),
    "text lost after spaces and '#'": (
        "  sources:\n  - 책   ▸# 3장\n",
        "sources: 뒤의 '# 3장' 부분은 주석이",
    ),
    "text lost at the end of several lines": (
        "  formula: a =\n    b ▸# c\n",
        "formula: 뒤의 '# c' 부분은 주석이",
    ),
    "unquoted colon that makes a table": (
        "  tags:\n  - ▸손실: 오차\n",
        "tags: 값 안의 ': ' 때문에 표로 읽혔습니다. 작은따옴표로 감싸 주세요.",
    ),
    "control character": (
        '  tags: ["▸\x01"]\n',
        "쓸 수 없는 제어 문자(U+0001)가 있습니다. 지워 주세요.",
    ),
    "control character as an escape": (
        '  tags: [▸"\\e[31m빨강"]\n',
        "tags: 화면에 쓸 수 없는 제어 문자(U+001B)가 있습니다. 지워 주세요.",
    ),
    "bidi override": (
        "  tags: [앞▸\u202e뒤]\n",
        "tags: 화면에 쓸 수 없는 제어 문자(U+202E)가 있습니다. 지워 주세요.",
    ),
    "bidi isolate in a block": (
        "  formula: |\n    a\n    b▸\u2067c\n",
        "formula: 화면에 쓸 수 없는 제어 문자(U+2067)가 있습니다.",
    ),
    "character that nobody sees": (
        "  tags: [학습▸\u200b률]\n",
        "tags: 화면에 쓸 수 없는 제어 문자(U+200B)가 있습니다.",
    ),
    "alias": ("  tags: [▸*x, y]\n", "별칭(*x)은 쓸 수 없습니다. 내용을 그대로 적어 주세요."),
    "alias as a key": ("  ▸*x : y\n", "별칭(*x)은 쓸 수 없습니다. 내용을 그대로 적어 주세요."),
    "anchor": ("  tags: ▸&x [y]\n", "앵커(&x)는 쓸 수 없습니다. 지워 주세요."),
    "tag": (
        "  tags: [▸!!str y]\n",
        "YAML 태그(tag:yaml.org,2002:str)는 쓸 수 없습니다. 지워 주세요.",
    ),
    "tag that would run code": (
        "  tags: [▸!!python/name:os.system y]\n",
        "python/name:os.system)는 쓸 수 없습니다.",
    ),
}

# a whole file -> what the problem at each mark says, where reading ends at the first fault of the
# syntax
SYNTAX = {
    "unquoted colons, several at once": (
        f"{DECK}- answer: |\n    블록: 안의 쌍점: 은 된다\n    note: inside: fine\n"
        "  question: 왜▸: 어떻게\n  id: a\n- id: b\n  question: 둘▸: 셋\n  answer: 넷▸: 다섯\n",
        "값 안의 ': ' 때문에 읽을 수 없습니다. 값을 작은따옴표로 감싸 주세요: 'a: b'",
    ),
    "key too far in": (
        f"{DECK}{CARD}   tags▸: [x]\n",
        "여기에 ': '가 올 수 없습니다. 들여쓰기를 윗줄과 맞추거나,",
    ),
    "key not far enough in": (
        f"{DECK}{CARD} ▸tags: [x]\n",
        "들여쓰기가 맞지 않거나 따옴표가 일찍 닫혔습니다.",
    ),
    "list that is not aligned": (
        f"{DECK}{CARD}  tags:\n   - x\n  ▸- y\n",
        "들여쓰기가 맞지 않거나",
    ),
    "tab before a key": (
        "deck: d\ntitle: t\ncards:\n▸\t- id: a\n",
        "탭이나 특수 문자로 값을 시작할 수 없습니다. 들여쓰기는 빈칸으로 하고,",
    ),
    "value that starts with @": (f"{DECK}{CARD}  formula: ▸@x\n", "값은 작은따옴표로 감싸 주세요."),
    "value that starts with `": (f"{DECK}{CARD}  formula: ▸`x\n", "값은 작은따옴표로 감싸 주세요."),
    "value that starts with %": (f"{DECK}{CARD}  formula: ▸%x\n", "값은 작은따옴표로 감싸 주세요."),
    "value that starts with ]": (f"{DECK}{CARD}  formula: ▸]x\n", "값은 작은따옴표로 감싸 주세요."),
    "value that starts with '- '": (
        f"{DECK}{CARD}  formula: ▸- x\n",
        "값은 작은따옴표로 감싸 주세요.",
    ),
    "value that starts with |": (
        f"{DECK}{CARD}  formula: |▸x| = 1\n",
        "값은 작은따옴표로 감싸 주세요.",
    ),
    "value that starts with * alone": (
        f"{DECK}{CARD}  formula: *▸ x\n",
        "값은 작은따옴표로 감싸 주세요.",
    ),
    "single quote never closed": (
        f"{DECK}{CARD}  tags:\n  - ▸'x\n  notes: 3\n",
        "여기서 연 따옴표가 닫히지 않았습니다.",
    ),
    "double quote never closed": (
        f'{DECK}{CARD}  tags:\n  - ▸"x\n  notes: 3\n',
        "여기서 연 따옴표가 닫히지 않았습니다.",
    ),
    "quote closed too early": (
        f"{DECK}{CARD}  tags: 'it'▸s'\n",
        "들여쓰기가 맞지 않거나 따옴표가 일찍 닫혔습니다.",
    ),
    "bracket never closed": (f"{DECK}{CARD}  tags: [x\n▸", "쉼표나 닫는 괄호를 찾지 못했습니다."),
    "comment in a list of one line": (
        f"{DECK}{CARD}  tags: [x #1, y]\n  ▸notes: 3\n",
        "' #' 뒤는 주석이 됩니다.",
    ),
    "line without a key": (
        f"{DECK}{CARD}  그냥 글\n▸",
        "키 뒤에 ': '가 없습니다. '키: 값'으로 써 주세요.",
    ),
    "LaTeX in double quotes": (
        f'{DECK}{CARD}  formula: "▸\\alpha"\n'.replace("alpha", "sigma"),
        "LaTeX는 작은따옴표나 | 블록에 써 주세요.",
    ),
    "nested too deep": (f"{'[' * 20}▸{'[' * 900}", "너무 깊이 들어간 구조입니다."),
    "nested too deep in lines": (f"{'- ' * 20}▸{'- ' * 100_000}", "너무 깊이 들어간 구조입니다."),
}

IN_A_FILE = {
    "empty file": ("▸", "빈 파일입니다. deck, title, cards를 적어 주세요."),
    "comments only": ("▸# 아직 없음\n", "빈 파일입니다. deck, title, cards를 적어 주세요."),
    "only text": (
        "▸손실 함수\n",
        "'키: 값' 줄들(deck, title, cards)을 써 주세요. 지금은 '손실 함수'입니다.",
    ),
    "only a list": (
        "▸- id: a\n",
        "'키: 값' 줄들(deck, title, cards)을 써 주세요. 지금은 목록입니다.",
    ),
    "no deck": (
        f"▸title: t\ncards:\n{CARD}",
        "deck: 꼭 있어야 합니다. 'deck: ...' 줄을 더해 주세요.",
    ),
    "no title": (f"▸deck: d\ncards:\n{CARD}", "title: 꼭 있어야 합니다."),
    "no cards": ("▸deck: d\ntitle: t\n", "cards: 꼭 있어야 합니다."),
    "cards left empty": (
        "deck: d\ntitle: t\ncards:▸\n",
        "cards: '- '로 시작하는 목록을 써 주세요.",
    ),
    "unfit deck id": (
        f"deck: ▸Deck 1\ntitle: t\ncards:\n{CARD}",
        "deck: 영어 소문자, 숫자, '-'로 된 아이디를 써 주세요. 지금은 'Deck 1'입니다.",
    ),
    "unknown key": (f"▸decks: x\n{DECK}{CARD}", "모르는 키 'decks'입니다. 혹시 'deck'인가요?"),
    "no answer": (
        f"{DECK}- ▸id: a\n  question: q\n",
        "answer: 꼭 있어야 합니다. 'answer: ...' 줄을 더해 주세요.",
    ),
    "answer left empty": (
        f"{DECK}- id: a\n  question: q\n  answer:▸\n",
        "answer: 비어 있습니다. 내용을 적어 주세요.",
    ),
    "card that is text": (
        f"{DECK}{CARD}- ▸그냥 글\n",
        "'키: 값' 줄들(id, question, answer)을 써 주세요.",
    ),
    "duplicate id": (
        f"{DECK}{CARD}{CARD.replace('id: ', 'id: ▸')}",
        "id: 'a' 아이디는 이미 쓰였습니다(",
    ),
    "unfit id": (
        f"{DECK}{CARD.replace('id: a', 'id: ▸Adam')}",
        "id: 영어 소문자, 숫자, '-'로 된 아이디(예: batch-norm)를",
    ),
    "several documents": (
        f"{DECK}{CARD}---\n▸deck: e\n",
        "한 파일에는 문서가 하나여야 합니다. '---' 줄을 지우거나 파일을 나누세요.",
    ),
    "anchor on the whole": (f"---\n▸&x\n{DECK}{CARD}", "앵커(&x)는 쓸 수 없습니다. 지워 주세요."),
}

CASES = (
    {name: (f"{DECK}{CARD}{lines}", says) for name, (lines, says) in IN_A_CARD.items()}
    | IN_A_FILE
    | SYNTAX
)


@pytest.mark.parametrize("name", CASES)
def test_a_problem_is_reported_once_at_its_place_with_what_to_do(name: str, tmp_path: Path) -> None:
    text, expected = marked(CASES[name][0])
    library = read(tmp_path, text)
    assert places(library) == expected
    assert all(CASES[name][1] in problem.message for problem in library.problems)


def test_nesting_deeper_than_the_parser_reads_ahead_is_one_problem_in_korean(
    tmp_path: Path,
) -> None:
    (problem,) = read(tmp_path, "[" * 100_000).problems
    assert problem.message == "너무 깊이 들어간 구조입니다."


@pytest.mark.parametrize("name", CASES)
def test_without_libyaml_the_same_problems_are_found(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, expected = marked(CASES[name][0])
    monkeypatch.setattr(nodes, "Loader", yaml.SafeLoader)
    library = read(tmp_path, text)
    # PyYAML's own parser points at the letter, libyaml at the backslash
    if name == "LaTeX in double quotes":
        expected = [(line, column + 1) for line, column in expected]
    assert places(library) == expected
    assert all(CASES[name][1] in problem.message for problem in library.problems)


def test_all_problems_of_a_file_come_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    # these name an id or a line, or have a line of their own
    alone = (
        "earlier name that another card has", "need of itself", "duplicate key",
        "code whose lines part elsewhere",
    )  # fmt: skip
    cases = {name: case for name, case in IN_A_CARD.items() if name not in alone}
    cards = [
        f"{CARD.replace('id: a', f'id: a{i}')}{lines}"
        for i, (lines, _) in enumerate(cases.values())
    ]
    text, expected = marked(DECK + "".join(cards))
    library = read(tmp_path, text)
    assert places(library) == expected
    assert [c.id for c in library.cards] == [f"a{i}" for i in range(len(cases))], (
        "a faulty part hides no card"
    )


def test_a_problem_reads_file_line_column_message(tmp_path: Path) -> None:
    library = read(tmp_path, f"{DECK}{CARD}  tagz: [x]\n")
    assert [str(p) for p in library.problems] == [
        f"{tmp_path / '1.yaml'}:7:3: 모르는 키 'tagz'입니다. 혹시 'tags'인가요?"
    ]


def test_what_is_wrong_with_the_cards_is_found_also_where_the_deck_has_no_id(
    tmp_path: Path,
) -> None:
    text, expected = marked(
        f"▸title: t\ncards:\n{CARD}  demo: {{run: ▸adm}}\n- ▸id: b\n  ▸anwser: x\n  question: q\n"
    )
    library = read(tmp_path, text)
    assert places(library) == expected
    assert library.cards == ()


def test_a_card_without_an_answer_has_its_other_faults_reported_too(tmp_path: Path) -> None:
    text, expected = marked(
        f"{DECK}- ▸id: a\n  question: q\n  demo: {{run: ▸adm}}\n  needs: [▸zz, ▸a]\n"
        "  followups: [{question: q, answer: r, point: ▸3}]\n"
    )
    assert places(read(tmp_path, text)) == expected


def test_a_value_in_a_message_cannot_steer_the_terminal_or_break_the_line(tmp_path: Path) -> None:
    text = (
        f'{DECK}{CARD}  "\\e[31mtags": [x]\n  "a\\nb": c\n'
        '  demo: {run: adam, with: {t: "\\e[2J", "\\e]0;x\\a": 3, "\\u202e": 4}}\n'
        "  tags: [!%1b%5b31m x]\n  sources:\n  - 책 # \u202e\n"
    )
    library = read(tmp_path, text)
    assert len(library.problems) == 7
    assert all(problem.message.isprintable() for problem in library.problems)


def test_every_control_and_every_character_that_turns_text_around_is_refused(
    tmp_path: Path,
) -> None:
    # Unicode Standard Annex 9
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    refused = [
        code
        for code in range(0x10000)
        if unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp")
        or unicodedata.bidirectional(chr(code)) in turns
    ]
    refused += [0x061C, 0x200E, 0x200F]  # the marks of direction
    expected = sorted(set(refused) - {ord("\t"), ord("\n")})
    assert len(expected) == 63 + 2 + 9 + 3
    tags = ", ".join(f'"x\\u{code:04x}y"' for code in expected)
    library = read(tmp_path, f"{DECK}{CARD}  tags: [{tags}]\n")
    assert library.cards[0].tags == ()
    named = [
        re.search(r"제어 문자\(U\+([0-9A-F]{4})\)", problem.message) for problem in library.problems
    ]
    assert [int(match[1], 16) for match in named if match] == expected


def test_a_message_stays_short_whatever_the_deck_holds(tmp_path: Path) -> None:
    long = "가" * 100_000
    text = (
        f"{DECK}{CARD}  ? {long}\n  : x\n  notes: {long}\n"
        f"  demo: {{run: {long}}}\n  tags: [x] # {long}\n"
    )
    library = read(tmp_path, text)
    assert len(library.problems) == 3
    assert all(len(problem.message) < 250 for problem in library.problems)


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        ('  formula: "\\\\frac{a}{b}"\n', "an escaped backslash stays LaTeX"),
        ("  formula: '\\frac{a}{b}'\n", "single quotes keep backslashes"),
        ('  sources: ["줄\\n바꿈"]\n', "a line break that is meant"),
        ("  # 설명\n  tags: [x] # 설명\n", "comments that take nothing away"),
        ("  tags: ['x # y', C#, '#1']\n", "a # that is no comment"),
        ("  sources: ['a: b', http://x.org/y, 10:30]\n", "colons that are no keys"),
        (
            "  answer2: x\n".replace("answer2: x", "tags: ['\\x41', '\\e']"),
            "escapes mean nothing in single quotes",
        ),
        ("  tags: [👩‍💻]\n", "emoji joined by U+200D"),
    ],
)
def test_what_only_looks_like_a_trap_is_no_problem(extra: str, what: str, tmp_path: Path) -> None:
    assert found(read(tmp_path, f"{DECK}{CARD}{extra}")) == [], what


def test_no_mark_is_left_in_the_cases() -> None:
    assert all(MARK in text and MARK not in marked(text)[0] for text, _ in CASES.values())
