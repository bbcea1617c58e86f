"""The kind `cloze`: a sentence of the answer with one blank.

It stands where the author marked it `{{…}}`, or else where a key point is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizcards.model import BLANK, Card, filled_in
from quizcards.quiz.chance import pick
from quizcards.quiz.korean import is_hangul
from quizcards.quiz.question import GAP, Asked, Blank, Chance, Context

TITLE = "빈칸 채우기"
_GLOSS = re.compile(r"\(([^()]*)\)")
_GLOSSED = re.compile(r"([가-힣][^()]*)\(([A-Za-z][^()]*)\)")
# a term in Hangul is followed by a particle or by what makes a verb of it; anywhere else a blank
# would tear a word apart
_AFTER_HANGUL = re.compile(
    r"[,.]|(은|는|이|가|을|를|의|와|과|도|만|에|에서|으?로|까지|보다|처럼"
    r"|이?나|이?라서?|이고|이며|인|입니다|(하|합|해|한|할|했|되|된|될|됩)[가-힣]*)(?!\w)"
)
# more than a term: a phrase that nobody would guess word for word
_PHRASE = re.compile(r"(을|를|은|는|이|가|에|로|고|도|만|와|과|나|어|해|게|면|마다|만큼) ")


def make(card: Card, _context: Context, rng: Chance) -> Asked | None:
    """Ask for one blank: one that the author marked, or else one that a key point gives."""
    sentences = _sentences(card.marked or card.answer)
    marked = [(sentence, mark) for sentence in sentences for mark in BLANK.finditer(sentence)]
    if marked:
        blank = _marked(*pick(marked, rng))
    else:
        found = [blank for sentence in sentences for blank in _found(sentence, card)]
        if not found:
            return None
        blank = pick(found, rng)
    return Asked("빈칸에 들어갈 말은 무엇인가요?", blank, given=(card.question,))


def _sentences(answer: str) -> list[str]:
    return re.split(r"(?<=[다요}]\.) ", " ".join(answer.split()))


def _marked(sentence: str, mark: re.Match[str]) -> Blank:
    """Return a sentence with one `{{word}}` or `{{word|another}}` blank, the others filled in.

    Of a word with its gloss, 페이지(page), either alone is as good.
    """
    before = filled_in(sentence[: mark.start()])
    after = filled_in(sentence[mark.end() :])
    written = [word.strip() for word in mark[1].split("|")]
    glossed = _GLOSSED.fullmatch(written[0])
    parts = [glossed[1], *glossed[2].split(", ")] if glossed else []
    return _blanked(before, after, tuple(dict.fromkeys([*written, *parts])))


def _found(sentence: str, card: Card) -> Iterator[Blank]:
    """Yield a blank for each term of a key point that can be asked for in the sentence."""
    for word in dict.fromkeys(word for point in card.key_points for word in point.any_of):
        blank = _blank(sentence, word, card.question)
        if blank:
            yield blank


def _blank(sentence: str, word: str, question: str) -> Blank | None:
    """Return the sentence with a blank for a term, or None where nobody could fill it in.

    The sentence says the term once, and the question does not give it away.
    """
    start = sentence.find(word)
    if start < 0:
        return None
    before = sentence[:start]
    after = sentence[start + len(word) :]
    inside_word = re.search(r"\w$", before)
    inside_gloss = before.count("(") != before.count(")")
    if inside_word or inside_gloss:
        return None
    accepted = (word,)
    glossed = ""
    gloss = _GLOSS.match(after)
    if gloss:  # in 육식(meat, flesh) the gloss would give the term away, and is as good an answer
        glossed = gloss[1]
        accepted += tuple(glossed.split(", "))
        after = after[gloss.end() :]
    shown = (before + after + question).casefold()
    if any(other.casefold() in shown for other in accepted) or not _is_term(word, glossed, after):
        return None
    return _blanked(before, after, accepted)


_EITHER = {
    particle: both
    for both, forms in (
        ("은(는)", ("은", "는")),
        ("이(가)", ("이", "가")),
        ("을(를)", ("을", "를")),
        ("와(과)", ("와", "과")),
        ("(으)로", ("으로", "로")),
        ("(이)라", ("이라", "라")),
        ("(이)라고", ("이라고", "라고")),
        ("(이)라면", ("이라면", "라면")),
        ("(이)라서", ("이라서", "라서")),
        ("(이)면", ("이면", "면")),
        ("(이)나", ("이나", "나")),
    )
    for particle in forms
}
_PARTICLE = re.compile(f"({'|'.join(_EITHER)})(?=(?:만|도|는)?(?:[\\s,.]|$))")


def _blanked(before: str, after: str, accepted: tuple[str, ...]) -> Blank:
    """Return a sentence with a blank, whose particle does not tell how the word ends."""
    particle = _PARTICLE.match(after)
    if particle:
        after = _EITHER[particle[1]] + after[particle.end() :]
    return Blank(before + GAP + after, accepted)


def _is_term(word: str, gloss: str, after: str) -> bool:
    """Say whether a word is one term.

    One that the author glosses in as many words, or a short one that ends where it should.
    """
    words = len(word.split())
    if len(word) < 2 or _PHRASE.search(word):
        return False
    if gloss:
        return words <= len(gloss.split(",")[0].split()) + 1
    if words > 2:
        return False
    if is_hangul(word[-1]):
        return _AFTER_HANGUL.match(after) is not None
    return not re.match("[a-z]", after)
