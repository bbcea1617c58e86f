"""The format `html`: one page that needs no network.

Answers to open, formulas set by the browser, pictures, and numbers to compute.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b

from quizcards.card_data import card_data
from quizcards.export.book import Book, Entry, Run, anchor, answered, asked
from quizcards.export.formats import Piece
from quizcards.export.page import data, policy, script, style
from quizcards.export.page.draws import draws
from quizcards.export.page.mathml import card_formula, mathml
from quizcards.export.svg import graph_svg, picture_svg
from quizcards.export.svg.page import PHONE_WIDTH, escaped
from quizcards.export.tables import Cell, Formula, Table, evidence, name_of, tables
from quizcards.images import kind
from quizcards.memory.schedule import IN_REVIEW
from quizcards.model import Card, Deck, FollowUp, Grade, Memory, Misconception, is_seen
from quizcards.quiz.numbers import ZERO_LEVEL
from quizcards.quiz.question import RELATIVE, Context
from quizcards.trace.graph import graph
from quizcards.trace.linear import linear
from quizcards.trace.notation import values
from quizcards.trace.prose import Image, Mathematics, Part
from quizcards.trace.tracer import Trace
from quizcards.trace.words import graph_words, picture_words

ABOUT = "휴대전화에서도 인터넷 없이 볼 수 있는 웹 페이지 한 장"
SUFFIX = ".html"
SCHEDULE = True


def export(book: Book) -> Iterator[Piece]:
    """Yield the page.

    Nothing that a card says is markup, and each card is in it as data too, to be read back.
    """
    yield _head(book)
    yield from _contents(book.decks)
    yield _STUDY
    linked = book.needed()
    yield '<main id="_cards" tabindex="-1">\n'
    for deck in book.decks:
        yield f'<section id="{deck.id}">\n<h2>{escaped(deck.title)}</h2>\n'
        yield data("deck", {"deck": deck.id, "title": deck.title})
        for entry in book.entries(deck):
            standing = _standing(book.memories.get(entry.card.key))
            yield "".join(_card(entry, book.context, linked, standing))
        yield "</section>\n"
    yield f"</main>\n{_BAR}{_ASK}<script>{script()}</script>\n</body>\n</html>\n"


def _head(book: Book) -> str:
    title = _title(book.decks)
    name = blake2b("\n".join(deck.id for deck in book.decks).encode(), digest_size=8).hexdigest()
    made = f' data-made="{book.now}"' if book.memories else ""
    return f"""<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="quizcards">
<meta http-equiv="Content-Security-Policy" content="{policy()}">
<title>{escaped(title)}</title>
<style>{style()}</style>
</head>
<body data-relative="{RELATIVE}" data-zero-level="{ZERO_LEVEL}" data-page="{name}"{made}>
<a class="skip" href="#_cards">카드로 건너뛰기</a>
<header>
<h1><a href="#">{escaped(title)}</a></h1>
<button class="theme" type="button" aria-label="밝은 화면과 어두운 화면 바꾸기" hidden>◐</button>
</header>
"""


def _title(decks: Sequence[Deck]) -> str:
    """Return a title as short as a phone is narrow."""
    first, *others = (deck.title for deck in decks)
    return f"{first} 외 {len(others)}개 덱" if others else first


def _standing(memory: Memory | None) -> str:
    """Return what a card's element says of when it comes; a new card's says nothing."""
    if memory and memory.suspended:
        return " data-suspended"
    if not is_seen(memory):
        return ""
    # a step is minutes long, and over by the time that anybody opens the page
    due = memory.due_day if memory.step == IN_REVIEW else memory.last_day
    after_rest = memory.buried_day + 1
    return f' data-due="{date.fromordinal(int(max(due, after_rest))).isoformat()}"'


_ASK = """<template>
<p class="context"></p>
<ul class="given"></ul>
<ul class="inputs"></ul>
<form class="reply">
<label><span class="prompt"></span> <span class="tolerance"></span>
<input autocomplete="off" autocapitalize="off" spellcheck="false" \
inputmode="decimal" enterkeyhint="done"></label>
<div class="signs" role="group" aria-label="기호 넣기">\
<button type="button">−</button><button type="button">,</button>\
<button type="button">/</button><button type="button">e</button></div>
<div class="buttons"><button>확인</button>\
<button class="solve" type="button">풀이 보기</button>\
<button class="again" type="button">다른 숫자로</button></div>
</form>
<div class="verdict" aria-live="polite"></div>
</template>
"""


_TOOLS = """<div class="tools" hidden>
<input class="search" type="search" aria-label="카드 찾기" placeholder="카드 찾기" \
autocomplete="off" enterkeyhint="search">
<button class="open-all" type="button" aria-pressed="false">모두 펼치기</button>
<p class="found" role="status"></p>
<button class="begin" type="button">한 장씩 공부하기</button>
<button class="give" type="button">답 내보내기</button>
<p class="told-answers" role="status"></p>
</div>
"""


_STUDY = """<section class="study" aria-label="한 장씩 공부하기" hidden>
<div class="standing"><p class="left" role="status"></p>
<button class="undo" type="button">되돌리기</button>
<button class="leave" type="button">목록</button></div>
<p class="unkept" role="status" hidden>이 브라우저는 답을 저장하지 못합니다. \
페이지를 닫기 전에 목록에서 답을 내보내 주세요.</p>
<div class="done" hidden>
<h2 tabindex="-1">오늘 볼 카드를 모두 봤습니다</h2>
<p>답은 이 브라우저에 있습니다. 파일로 내보내 컴퓨터에서 quizcards import로 가져오면 \
학습 기록에 들어가고, 다음에 볼 날도 그때 다시 정합니다.</p>
<button class="give" type="button">답 내보내기</button>
<p class="told-answers" role="status"></p>
</div>
</section>
"""


_GRADES = "".join(
    f'<button type="button">{grade.korean} <small></small></button>\n' for grade in Grade
)
_BAR = f"""<section class="bar" aria-label="답과 점수" hidden>
<button class="reveal" type="button">답 보기</button>
<div class="grades" role="group" aria-label="얼마나 떠올랐나요?" hidden>
{_GRADES}</div>
</section>
"""


def _contents(decks: Iterable[Deck]) -> Iterator[str]:
    yield f'<nav aria-label="차례">\n{_TOOLS}'
    for deck in decks:
        summary = f"{escaped(deck.title)} <small>{len(deck.cards)}</small>"
        yield f"<details><summary>{summary}</summary>\n<ol>\n"
        for card in deck.cards:
            yield f"<li>{_link(card)}</li>\n"
        yield "</ol>\n</details>\n"
    yield "</nav>\n"


def _link(card: Card) -> str:
    return f'<a href="#{anchor(card)}">{escaped(card.question)}</a>'


def _card(
    entry: Entry, context: Context, linked: Mapping[str, Card], standing: str
) -> Iterator[str]:
    """Yield a card; `linked` has those of the page that others need, by their keys."""
    card = entry.card
    yield f'<article id="{anchor(card)}"{standing}>\n<h3>{_prose(asked(card), entry)}</h3>\n'
    yield '<details class="answer"><summary>답 보기</summary>\n'
    for name, lines in _parts(entry, linked):
        inside = "".join(lines)
        yield inside and f'<div class="part" data-part="{name}">\n{inside}</div>\n'
    yield "</details>\n"
    found = draws(card, context)
    if found:
        yield '<details class="ask" hidden><summary>직접 계산해 보기</summary>\n'
        yield f"{data('draws', found)}</details>\n"
    yield f"{data('card', card_data(card))}</article>\n"


def _parts(entry: Entry, linked: Mapping[str, Card]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the parts of an answer, each under the name that the terminal has for it."""
    card = entry.card
    wrong = zip(card.misconceptions, entry.evidence, strict=True)
    needed = (_link(linked[need]) for need in card.needs if need in linked)
    yield "모범 답", (f"<p>{_prose(paragraph, entry)}</p>\n" for paragraph in answered(card))
    yield (
        "핵심",
        (
            _list("핵심", "points", (escaped(point.point) for point in card.key_points)),
            _list("식", "formulas", map(card_formula, card.formula)),
        ),
    )
    shown = (_misconception(one, run) for one, run in wrong)
    yield "오해", (_list("흔한 오해", "misconceptions", shown),)
    yield "꼬리질문", (_list("꼬리질문", "followups", map(_followup, card.followups)),)
    yield "데모", _demo(entry.run) if entry.run else ()
    yield "먼저 볼 카드", (_list("먼저 볼 카드", "links", needed),)
    if card.sources:
        sources = "; ".join(map(escaped, card.sources))
        yield "출처", (f'<p class="sources">출처: {sources}</p>\n',)


def _prose(prose: Iterable[Part], entry: Entry) -> str:
    """Return a text with its mathematics set and its pictures in it."""
    return "".join(_part(part, entry.images) for part in prose)


def _part(part: Part, images: Mapping[str, bytes]) -> str:
    match part:
        case Mathematics(latex=latex):
            return card_formula(latex)
        case Image(name=name):
            data = images.get(name)
            if not data:
                return escaped(f"(그림: {name})")
            source = f"data:image/{kind(data)};base64,{b64encode(data).decode()}"
            return f'<img class="of-text" alt="{escaped(name)}" src="{source}">'
        case _:
            return escaped(part)


def _list(title: str, kind: str, items: Iterable[str]) -> str:
    lines = "".join(f"<li>{item}</li>\n" for item in items)
    return lines and f'<h4>{title}</h4>\n<ul class="{kind}">\n{lines}</ul>\n'


def _misconception(wrong: Misconception, run: Run | None) -> str:
    said = f'<p class="claim">“{escaped(wrong.claim)}”</p>\n'
    if wrong.truth:
        said += f'<p class="truth">“{escaped(wrong.truth)}”</p>\n'
    said += f"<p>{escaped(wrong.because)}</p>\n"
    if wrong.demo is None or run is None:
        return said
    shown = _given(evidence(wrong.demo, run.trace)) if run.trace else escaped(run.failure)
    return f'{said}<p class="given">{shown}</p>\n'


def _followup(followup: FollowUp) -> str:
    question, answer = escaped(followup.question), escaped(followup.answer)
    return f"<details><summary>{question}</summary><p>{answer}</p></details>"


def _demo(run: Run) -> Iterator[str]:
    """Yield a run under its title, or why there is none."""
    yield f"<h4>{escaped(run.demo.title)}</h4>\n"
    yield from _run(run, run.trace) if run.trace else [f"<p>{escaped(run.failure)}</p>\n"]


def _run(run: Run, trace: Trace) -> Iterator[str]:
    """Yield a run's inputs, its lines in tables, its picture and its computation graph."""
    yield f'<p class="given">{_given(trace.inputs)}</p>\n'
    yield from map(_table, tables(trace))
    picture = run.demo.picture(trace)
    yield _image("picture", picture_svg(picture, PHONE_WIDTH), _alt(run, picture_words(picture)))
    found = graph(trace)
    if found:
        yield _image("graph", graph_svg(found), _alt(run, ["계산 그래프", *graph_words(found)]))


def _alt(run: Run, words: Sequence[str]) -> str:
    """Return the words for who does not see a picture."""
    return f"{run.demo.title}: {'. '.join(words)}."


def _given(found: Mapping[str, object]) -> str:
    """Return names with their values; a line breaks between them."""
    return " ".join(
        f"<span>{_cell(name_of(name))} = {escaped(values(value))}</span>"
        for name, value in found.items()
    )


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_head_cell(cell)}</th>' for cell in table.head)
    rows = "".join(map(_table_row, table.rows))
    return (
        f'<div class="wide"><table class="{table.kind}">\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n"
    )


def _table_row(row: Sequence[Cell]) -> str:
    return f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>\n"


def _head_cell(cell: Cell) -> str:
    """Return the name of a column as text: to a screen reader MathML alone is an empty one."""
    return escaped(linear(cell.tree) if isinstance(cell, Formula) else cell)


def _cell(cell: Cell) -> str:
    """Return a formula or a text, of a matrix each row on a line of its own."""
    if isinstance(cell, Formula):
        return mathml(cell.tree)
    return escaped(cell).replace("] [", "]\n [")


def _image(kind: str, svg: str, alt: str) -> str:
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<div class="wide {kind}"><img alt="{escaped(alt)}" src="{source}"></div>\n'
