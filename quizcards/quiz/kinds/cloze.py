"""A sentence of the answer with one blank, where the author marked it `{{…}}` or where a key point
is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizcards.model import Card
from quizcards.quiz.chance import pick
from quizcards.quiz.question import Asked, Blank, Chance, Context

TITLE = "빈칸 채우기"
GAP = "____"
_MARKED = re.compile(r"\{\{(.+?)\}\}")
_GLOSS = re.compile(r"\(([^()]*)\)")
# a term in Hangul is followed by a particle or by what makes a verb of it; anywhere else a blank
# would tear a word apart
_AFTER_HANGUL = re.compile(
    r"[,.]|(은|는|이|가|을|를|의|와|과|도|만|에|에서|으?로|까지|보다|처럼|이?나|이?라서?|이고|이며|인|입니다"
    r"|(하|합|해|한|할|했|되|된|될|됩)[가-힣]*)(?!\w)"
)
# more than a term: a phrase that nobody would guess word for word
_PHRASE = re.compile(r"(을|를|은|는|이|가|에|로|고|도|만|와|과|나|어|해|게|면|마다|만큼) ")


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask for one blank: of those that the author marked, if any, otherwise of those that the key
    points give.
    """
    sentences = _sentences(card.marked or card.answer)
    blanks = [blank for sentence in sentences for blank in _marked(sentence)]
    blanks = blanks or [blank for sentence in sentences for blank in _found(sentence, card)]
    return (
        Asked("빈칸에 들어갈 말은 무엇인가요?", pick(blanks, rng), given=(card.question,))
        if blanks
        else None
    )


def _sentences(answer: str) -> list[str]:
    return re.split(r"(?<=[다요]\.) ", " ".join(answer.split()))


def _marked(sentence: str) -> Iterator[Blank]:
    """Yield one blank for each `{{word}}` or `{{word|another}}`, the other words filled in."""
    for mark in _MARKED.finditer(sentence):
        before, after = (
            _MARKED.sub(lambda m: m[1].split("|")[0], part)
            for part in _around(sentence, *mark.span())
        )
        yield Blank(before + GAP + after, tuple(word.strip() for word in mark[1].split("|")))


def _found(sentence: str, card: Card) -> Iterator[Blank]:
    """Yield a blank for each term of a key point that the sentence says once and the question does
    not give away.
    """
    for word in dict.fromkeys(word for point in card.key_points for word in point.any_of):
        start = sentence.find(word)
        if start < 0:
            continue
        before, after = _around(sentence, start, start + len(word))
        gloss = _GLOSS.match(after)
        same = (word, *gloss[1].split(", ")) if gloss else (word,)
        after = after[gloss.end() :] if gloss else after
        shown = (before + after + card.question).casefold()
        is_whole = not re.search(r"\w$", before) and before.count("(") == before.count(")")
        is_shown = any(other.casefold() in shown for other in same)
        if is_whole and not is_shown and _is_term(word, gloss[1] if gloss else "", after):
            yield Blank(before + GAP + after, same)


def _is_term(word: str, gloss: str, after: str) -> bool:
    """Say whether a word is one term: one that the author glosses in as many words, or a short one
    that ends where it should.
    """
    words = len(word.split())
    if len(word) < 2 or _PHRASE.search(word):
        return False
    if gloss:
        return words <= len(gloss.split(",")[0].split()) + 1
    is_hangul = "가" <= word[-1] <= "힣"
    return words <= 2 and bool(
        _AFTER_HANGUL.match(after) if is_hangul else not re.match("[a-z]", after)
    )


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[:start], text[end:]
