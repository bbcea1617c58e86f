"""The search for a phrase in a typed answer, with slips of the keyboard forgiven.

All its words stand in one clause, in any order.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quizcards.quiz.korean import clauses, denies, is_hangul, letters, nearest, words

LETTERS_A_SLIP = 4
"""A word of five letters (jamo) may have one wrong, a word of nine two.

How it was chosen: docs/typed-answers.md.
"""

MOST_SLIPS = 2
"""More slips than this make another word of it, however long it is."""

Span = tuple[int, int]


class _Word(NamedTuple):
    letters: str
    exact: bool
    """Whether one wrong or added letter makes another word of it: L1, 0.25, SGD, 덜."""
    stem: bool
    """Whether an ending may run into its last syllable, as into 끄 in 끕니다.

    It may into the last word of a phrase.
    """


class Phrase(NamedTuple):
    """One way to say something."""

    words: tuple[_Word, ...]
    ordered: bool
    """Whether it has letters standing alone, as dz = a - y has.

    It means something only as it is written then.
    """
    whole: _Word
    clauses: int
    denies: bool


class Found(NamedTuple):
    """How much of a phrase stands in a stretch, as a share of its letters, and where."""

    share: float
    spans: list[Span]


@lru_cache(4096)
def phrase(text: str) -> Phrase:
    """Return a text as a phrase to look for."""
    parts = [part for part in words(text) if letters(part).text]
    ordered = any(len(part) == 1 and part.isalpha() and not is_hangul(part) for part in parts)
    return Phrase(
        words=tuple(
            _Word(letters(part).text, exact=_is_exact(part), stem=part == parts[-1])
            for part in parts
        ),
        ordered=ordered,
        whole=_Word(letters(text).text, exact=ordered, stem=True),
        clauses=max(1, len(clauses(text))),
        denies=denies(text),
    )


def _is_exact(word: str) -> bool:
    return (
        len(word) == 1
        or (word.isascii() and len(word) <= 3)
        or any(letter.isdigit() for letter in word)
    )


class Stretch:
    """Some clauses of an answer."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text[:end]
        found = letters(text[start:end])
        self.letters = found.text
        self.places = [start + place for place in found.places]
        self.known: dict[_Word, Span | None] = {}

    def find(self, phrase: Phrase, whole: bool = False) -> Found:
        """Look for a phrase: as it is written, else its words in any order.

        With `whole` the search ends at the first word that is not there.
        """
        as_written = self._exact(phrase.whole) if len(phrase.words) > 1 else None
        if as_written:
            return Found(1.0, [as_written])
        if phrase.ordered or not phrase.words:
            return Found(0.0, [])
        spans = []
        letters_found = 0
        for word in phrase.words:
            span = self._find(word)
            if span:
                spans.append(span)
                letters_found += len(word.letters)
            elif whole:
                return Found(0.0, [])
        return Found(letters_found / sum(len(word.letters) for word in phrase.words), sorted(spans))

    def holds(self, text: str) -> bool:
        """Say whether all of a phrase stands here."""
        return self.find(phrase(text), whole=True).share == 1.0

    def denied(self, spans: list[Span]) -> bool:
        """Say whether what stands there is denied.

        By what follows it in its clause, or by a 안 or 못 just before it.
        """
        return denies(self.text, spans[0][0] - 2)

    def _find(self, word: _Word) -> Span | None:
        if word not in self.known:
            self.known[word] = self._exact(word) if word.exact else self._alike(word)
        return self.known[word]

    def _exact(self, word: _Word) -> Span | None:
        at = self.letters.find(word.letters)
        while at >= 0:
            span = self._span(at, at + len(word.letters))
            cut = self.places[at + len(word.letters) :][:1] == [span[1] - 1]
            if not word.exact or (self._stands_alone(*span) and (word.stem or not cut)):
                return span
            at = self.letters.find(word.letters, at + 1)
        return None

    def _alike(self, word: _Word) -> Span | None:
        slips = min(MOST_SLIPS, (len(word.letters) - 1) // LETTERS_A_SLIP)
        found = nearest(word.letters, self.letters, slips)
        return found and self._span(*found)

    def _span(self, start: int, end: int) -> Span:
        return self.places[start], self.places[end - 1] + 1

    def _stands_alone(self, start: int, end: int) -> bool:
        """Say whether no other word runs into the span.

        Hangul may follow anything, and Latin letters and digits go before it.
        """
        before = self.text[start - 1 : start]
        after = self.text[end : end + 1]
        if is_hangul(self.text[start]):
            return not before.isalnum()
        decimal = before == "." or (after == "." and self.text[end + 1 : end + 2].isdigit())
        return not decimal and not any(
            beside.isalnum() and not is_hangul(beside) for beside in (before, after)
        )


class TypedAnswer:
    """An answer as it was typed, cut into clauses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.clauses = clauses(text)
        self.known: dict[int, list[Stretch]] = {}

    def stretches(self, count: int) -> list[Stretch]:
        """Return every run of so many clauses, or the whole answer if it has fewer."""
        count = min(count, len(self.clauses))
        if count not in self.known:
            runs = zip(self.clauses, self.clauses[count - 1 :], strict=False) if count else ()
            self.known[count] = [Stretch(self.text, first[0], last[1]) for first, last in runs]
        return self.known[count]
