"""The search for a phrase in a typed answer, with slips of the keyboard forgiven.

All its words stand in one clause, in any order, each as the author wrote it or as the glossary
says that it may be said. An author may write several ways to say a word, as in
`크면|클수록 발산|터지`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from quizcards.quiz.korean import (
    alike,
    are_opposite,
    clauses,
    denials,
    is_hangul,
    letters,
    predicates,
    words,
)
from quizcards.quiz.lexicon import LONGEST, NO_GLOSSARY, Lexicon, Same, Subject

LETTERS_A_SLIP = 4
"""A word of five letters (jamo) may have one wrong, a word of nine two.

How it was chosen: docs/typed-answers.md.
"""

MOST_SLIPS = 2
"""The most slips in a word that the author wrote."""

LONG = 9
"""Letters from which another form of a term may have a slip, too."""

CLOSE = 16
"""The most letters between one word and the next of what says the contrary of a key point."""

SPREAD = 3
"""Neighbouring clauses of one sentence over which the words of a phrase may spread."""

_SENTENCE_END = re.compile(r"[.!?\n다요죠]\s*\Z")
_PREFIX = frozenset("비무미불부과역반제")
"""Syllables that make another word of the word they stand before: 비선형, 과적합, 제곱하다."""
_IN_ORDER = re.compile(r"→|\([^()]*,[^()]*\)")
_STANDARD = re.compile(r"(?:보다|에\s비해|[과와]\s?(?:달리|다르게|반대로))")
"""What makes a word that with which something else is compared."""
_AFTER = re.compile(r"(?:[은는이가을를의에도와과로만]|에서|으로)?(?![가-힣])")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile("[A-Za-z]+")
_LONGER = re.compile(r"(?!(?:s|es|d|ed|ing|r|ly)(?![A-Za-z]))[A-Za-z]")
"""What makes another word of an English one, as Loss does in CrossEntropyLoss."""
_ONE_LATIN = re.compile("[a-z](?![a-z])")
"""The beginning of a word such as s로, which RMS로 does not say."""
_CONDITION = re.compile(r"(?<!지만 않으)면$")
_EITHER = re.compile(r"(?<=[^|])\|(?=[^|])")
"""What stands between the ways to say a word, unlike the bars of |w|."""
_CAUSATIVE = re.compile("시[키킨킬킴킵켜켰]")
"""What makes a verb of a noun: 이동시켜 says 이동, and not 동시."""
_LESS = re.compile(r"(?<![가-힣])덜\s?$")
_WARNING = re.compile(
    r"[^.!?\n]*(?:면\s?(?:안\s?[되된돼됩]|틀|잘못|곤란|큰일)|착각|오해|실수)|[^.!?\n]*[다라]고[^.!?\n]{0,8}틀"
    r"|[^.!?\n]{0,30}(?:더니|다가)\s[^.!?\n]{0,30}(?:안\s?맞|틀[렸려]|고생|망[했하])"
    r"|\S{0,6}\s?\S{0,20}(?:[과와랑]|하고)[은는]?\s(?:전혀\s|아예\s)?(?:다[르른릅]|달[라랐]|별개)"
)
_WORD_BEFORE = re.compile(
    r"[^\s,]+\s?(?:(?:것|게|걸|건|거|일|수|줄|지|곳|데|점|경우|필요|이유)[가-힣]?\s)?$"
)
_WORD_AFTER = re.compile(r"[안못]\s?\S+|\S+")
_JOINED = re.compile(r"\s?(?:과|와|랑|이랑|하고|이나|나|및|·|/|\+)\s?$")

Span = tuple[int, int]


@dataclass(frozen=True, eq=False, slots=True)
class _Word:
    """A word to look for; `_word` makes one of each, so that it is looked for once."""

    letters: str
    exact: bool
    """Whether one wrong or added letter makes another word of it: L1, 0.25, SGD, 덜."""
    stem: bool
    """Whether an ending may run into its last syllable, as into 끄 in 끕니다.

    It may into the last word of a phrase.
    """
    group: int = -1
    """What the glossary has it with."""
    most: int = MOST_SLIPS
    """More slips than this make another word of it, however long it is."""
    alone: bool = False
    """Whether nothing but a particle may follow, as after 망, which is not that of 망각."""


_word = lru_cache(1 << 14)(_Word)


@dataclass(frozen=True, eq=False, slots=True)
class _Unit:
    """A word of a phrase, or the words of one term, and the other ways to say it."""

    own: tuple[_Word, ...]
    others: tuple[_Word, ...]
    group: int


class Phrase(NamedTuple):
    """One way to say something."""

    units: tuple[_Unit, ...]
    ordered: bool
    """Whether it has letters standing alone, as dz = a - y has.

    It means something only as it is written then.
    """
    in_order: bool
    """Whether its words come in one order only, as those of (이전 층, 현재 층) do."""
    whole: _Word
    clauses: tuple[int, ...]
    """In how many neighbouring clauses its words may stand, the fewest first."""
    is_free: bool
    """Whether it writes several ways to say a word; it may spread over more of one sentence."""
    denials: frozenset[str]
    """The words in it that deny."""
    named: frozenset[int]
    """The terms in it that are set against others."""
    standard: bool
    """Whether it compares with something itself."""
    size: int
    """How many letters its words have."""


class Found(NamedTuple):
    """How much of a phrase stands in a stretch, as a share of its letters, and where."""

    share: float
    spans: list[Span]


@lru_cache(4096)
def phrase(text: str, lexicon: Lexicon = NO_GLOSSARY) -> Phrase:
    """Return a text as a phrase to look for."""
    parts = [part for part in _parts(text) if letters(part).text]
    is_free = any(map(_EITHER.search, parts))
    ordered = not is_free and any(
        len(part) == 1 and part.isalpha() and not is_hangul(part) for part in parts
    )
    units = tuple(_units(parts, lexicon))
    steps = 1 + text.count("→")
    return Phrase(
        units=units,
        ordered=ordered,
        in_order=bool(_IN_ORDER.search(text)),
        whole=_word(letters(text).text, exact=ordered, stem=True),
        clauses=(1, max(2, steps)) if is_free else (max(len(clauses(text)), steps),),
        is_free=is_free,
        denials=frozenset(word for _, word in denials(_EITHER.sub(" ", text))),
        named=lexicon.named(text),
        standard=bool(_STANDARD.search(text)),
        size=sum(len(word.letters) for unit in units for word in unit.own),
    )


def _parts(text: str) -> Iterator[str]:
    """Yield the words of a phrase; one that has several ways keeps its particles."""
    for part in text.split():
        yield from [part] if _EITHER.search(part) else words(part)


def first_way(text: str) -> str:
    """Return a phrase with each word in the first of its ways.

    >>> first_way("크면|클수록 발산|터지")
    '크면 발산'
    """
    return " ".join(_EITHER.split(part)[0] for part in text.split())


def torn_terms(text: str, lexicon: Lexicon) -> list[str]:
    """Return the English terms of several words that a phrase tears apart, between two groups.

    In `오즈비|odds ratio 크` the words are 오즈비 or odds, then ratio.
    """
    found = []
    for one, other in pairwise(_EITHER.split(part) for part in text.split()):
        term = f"{one[-1]} {other[0]}"
        is_written = all(len(word) > 1 and _WORD.fullmatch(word) for word in term.split())
        if len(one) + len(other) > 2 and is_written and lexicon.groups(term):
            found.append(term)
    return found


def _units(parts: Sequence[str], lexicon: Lexicon) -> Iterator[_Unit]:
    """Yield the words of a phrase; those of a term of several words are one."""
    i = 0
    while i < len(parts):
        if _EITHER.search(parts[i]):
            ways = _EITHER.split(parts[i])
            yield _either([way for way in ways if letters(way).text], lexicon)
            i += 1
            continue
        for count in range(min(LONGEST, len(parts) - i), 0, -1):
            same = lexicon.same(parts[i : i + count])
            if same.group >= 0 or count == 1:
                break
        own = [_own_word(part, same.group, part == parts[-1]) for part in parts[i : i + count]]
        others = (_other_word(form, same) for form in same.others)
        yield _Unit(tuple(own), tuple(others), same.group)
        i += count


def _either(ways: Sequence[str], lexicon: Lexicon) -> _Unit:
    """Return a word that may be said in several ways, each as a stem of what is said."""
    found = {word.letters: word for way in ways for word in _said(way, lexicon)}
    first, *others = found.values()
    return _Unit((first,), tuple(others), first.group)


@lru_cache(1 << 14)
def _said(way: str, lexicon: Lexicon) -> tuple[_Word, ...]:
    """Return a way to say a word as an author wrote it, and as the glossary has it besides."""
    written = letters(way).text
    same = lexicon.form(way)
    most = 0 if len(written) < LONG else 1
    own = _word(written, _is_exact(way), True, same.group, most)
    return own, *(_other_word(form, same) for form in same.others)


def _own_word(part: str, group: int, is_last: bool) -> _Word:
    written = letters(part).text
    return _word(written, _is_exact(part), is_last, group)


def _other_word(form: str, same: Same) -> _Word:
    stem = form.removesuffix("-")
    written = letters(stem).text
    is_stem = stem != form
    is_exact = same.exact or is_stem or form.isascii() or len(written) < LONG
    return _word(
        written, _is_exact(stem), is_stem, same.group, 0 if is_exact else 1, len(form) == 1
    )


def _is_exact(word: str) -> bool:
    return (
        len(word) == 1
        or (word.isascii() and len(word) <= 3)
        or any(letter.isdigit() for letter in word)
    )


class Stretch:
    """Some clauses of an answer, from `start` to `end`."""

    def __init__(self, answer: TypedAnswer, start: int, end: int) -> None:
        self.answer = answer
        self.start = start
        self.end = end
        self.text = answer.text[:end]

    def find(self, phrase: Phrase, least: float) -> Found:
        """Look for a phrase: as it is written, else its words in any order.

        The search ends where no share of `least` can be found any more.
        """
        as_written = self._whole(phrase)
        if as_written:
            return Found(1.0, [as_written])
        if phrase.ordered or not phrase.units:
            return Found(0.0, [])
        spans: list[Span] = []
        letters_found = phrase.size
        for unit in phrase.units:
            after = spans[-1][1] if phrase.in_order and spans else 0
            taken = tuple(spans)
            for word, span in zip(unit.own, self._unit(unit, after, taken), strict=True):
                if span:
                    spans.append(span)
                    continue
                letters_found -= len(word.letters)
                if letters_found / phrase.size < least:
                    return Found(0.0, [])
        return Found(letters_found / phrase.size, sorted(set(spans)))

    def holds(self, text: str) -> bool:
        """Say whether all of a phrase stands here."""
        return self.find(phrase(text, self.answer.lexicon), least=1.0).share == 1.0

    def told(self, wanted: Phrase) -> list[Span]:
        """Return where the words of a phrase stand in its order, close and affirmed, if they do.

        No rival of one stands between it and the next: "L1은 마름모, L2는 원" does not tell
        `L1 원`.
        """
        if wanted.ordered:
            whole = self._whole(wanted)
            return [whole] if whole else []
        if not wanted.units or not all(map(self._ways, wanted.units)):
            return []
        placed = (
            spans
            for first in self._ways(wanted.units[0])
            for spans in self._in_order(wanted.units[1:], [first])
            if self.says(wanted, spans, is_near=False)
            and not self._crosses(spans)
            and not self._compares(wanted, spans)
            and not self._warns(spans)
        )
        return next(placed, [])

    def _in_order(self, units: Sequence[_Unit], before: list[Span]) -> Iterator[list[Span]]:
        """Yield the places where words stand one after the other, each close to the last."""
        if not units:
            yield before
            return
        end = before[-1][1]
        for span in self._ways(units[0]):
            if end <= span[0] <= end + CLOSE:
                yield from self._in_order(units[1:], [*before, span])

    def _ways(self, unit: _Unit) -> list[Span]:
        """Return every place where the first word of a unit stands, or another form of it."""
        words = (unit.own[0], *unit.others)
        return [span for word in words for span in self.answer.exact(word) if self._has(span)]

    def _compares(self, wanted: Phrase, spans: Sequence[Span]) -> bool:
        """Say whether one of the words is what something else is compared with."""
        return not wanted.standard and any(_STANDARD.match(self.text, end) for _, end in spans)

    def _crosses(self, spans: list[Span]) -> bool:
        """Say whether a rival or an opposite of a word stands between it and the next."""
        lexicon = self.answer.lexicon
        for one, other in pairwise(spans):
            between = letters(self.text[one[1] : other[0]]).text
            if are_opposite(letters(self.text[slice(*one)]).text, between):
                return True
            named = lexicon.named(self.text[slice(*one)])
            rivals = frozenset().union(*(lexicon.rivals[term] for term in named)) - named
            if rivals & lexicon.named(self.text[one[1] : other[0]]):
                return True
        return False

    def _warns(self, spans: Sequence[Span]) -> bool:
        """Say whether it is less so (덜), or the sentence goes on to call it wrong.

        As in "w를 먼저 바꾸고 b를 구하면 안 된다".
        """
        is_less = any(_LESS.search(self.text, max(0, start - 3), start) for start, _ in spans)
        return is_less or bool(_WARNING.match(self.answer.text, spans[-1][1]))

    def says(self, wanted: Phrase, spans: Sequence[Span], is_near: bool = True) -> bool:
        """Say whether what stands there is affirmed, beside the denials that a phrase has itself.

        A denial counts by what follows it in its predicate, or by a 안 or 못 just before it. That
        something would be otherwise without a thing ("보정이 없으면 커진다") speaks for the thing.
        """
        found = self._denials(wanted, spans, is_near)
        return sum(is_denied for is_denied, _ in found) % 2 == 0 or found == [(True, True)]

    def _denials(
        self, wanted: Phrase, spans: Sequence[Span], is_near: bool
    ) -> list[tuple[bool, bool]]:
        """Say for each predicate with a span whether it is denied, and whether it is a condition
        from which something affirmed follows."""
        found = []
        first = max(self.start, spans[0][0] - 2)
        last = max(start for start, _ in spans)
        for start, end in self._predicates():
            if not any(start < span[1] and span[0] < end for span in spans):
                if first < start <= last and self._is_denied(start, end, wanted, spans, is_near):
                    found.append((True, False))
                continue
            is_denied = self._is_denied(max(first, start), end, wanted, spans, is_near)
            rest = self._is_denied(end, len(self.text), wanted, spans, is_near)
            then = end < len(self.text) and not rest
            is_condition = bool(_CONDITION.search(self.text[start:end]))
            found.append((is_denied, is_condition and then))
        return found

    def _is_denied(
        self, start: int, end: int, wanted: Phrase, spans: Sequence[Span], is_near: bool
    ) -> bool:
        found = denials(self.text[:end], start)
        if len(found) % 2 == 0:
            return False
        beside = [
            place
            for place, word in found
            if not self._is_own(place, word, wanted, spans)
            and not (is_near and self._misses(place, spans))
        ]
        return len(beside) % 2 == 1

    def _is_own(self, place: int, denial: str, wanted: Phrase, spans: Sequence[Span]) -> bool:
        """Say whether a denial stands where the phrase says it: in any of its ways."""
        if denial in wanted.denials and any(start <= place < end for start, end in spans):
            return True
        head = letters(denial[0]).text
        ways = (word for unit in wanted.units for word in (*unit.own, *unit.others))
        return any(
            start <= place < end and self._has((start, end))
            for word in ways
            if head in word.letters
            for start, end in self.answer.exact(word)
        )

    def _misses(self, place: int, spans: Sequence[Span]) -> bool:
        """Say whether a denial is of something else: what is said goes on, and it denies no part.

        "직선으로 못 가르는 문제도 푼다" does not deny 푼다, as little as "행렬곱이 아니라" does
        what comes after.
        """
        if all(start < place for start, _ in spans):
            return False
        before = _WORD_BEFORE.search(self.text, 0, place)
        after = _WORD_AFTER.match(self.text, place)
        first = before.start() if before else place
        last = after.end() if after else place
        return not any(start < last and first < end for start, end in spans)

    def _predicates(self) -> list[Span]:
        return [(self.start + a, self.start + b) for a, b in predicates(self.text[self.start :])]

    def keeps_roles(self, wanted: Sequence[Phrase], spans: list[Span], about: str) -> bool:
        """Say whether the words bind to what the phrases, and the key point `about`, speak of.

        They bind to the nearest subject before them: in "L1은 제곱, L2는 절댓값" 절댓값 is said
        of L2.
        """
        if not any(one.standard for one in wanted) and any(
            _STANDARD.match(self.text, end) for _, end in spans
        ):
            return False
        lexicon = self.answer.lexicon
        meant = {subject.group for subject in lexicon.subjects(about)}
        allowed = frozenset().union(lexicon.named(about), *(one.named for one in wanted))
        own = meant or frozenset().union(*(one.named for one in wanted))
        rivals = frozenset().union(*(lexicon.rivals.get(one, ()) for one in own)) - allowed
        if not rivals:
            return True
        nearest = self._subject(spans[-1][0], spans[0][0] if not meant else 0)
        return nearest is None or nearest.group not in rivals

    def _subject(self, before: int, after: int) -> Subject | None:
        """Return the nearest subject before a place and, if it is one of several joined, none."""
        sentence = max((self.text.rfind(mark, 0, before) for mark in ".!?\n"), default=0)
        found = None
        for subject in self.answer.subjects:
            if max(after, sentence) <= subject.start and subject.end <= before:
                joined = _JOINED.search(self.text[max(0, subject.start - 4) : subject.start])
                found = None if joined else subject
        return found

    def _has(self, span: Span) -> bool:
        return self.start <= span[0] and span[1] <= self.end

    def _whole(self, phrase: Phrase) -> Span | None:
        if sum(len(unit.own) for unit in phrase.units) < 2:
            return None
        return next(filter(self._has, self.answer.exact(phrase.whole)), None)

    def _unit(self, unit: _Unit, after: int, taken: Sequence[Span]) -> list[Span | None]:
        """Return for each word of a unit where it stands: all in one other form, or its own.

        None of them stands before `after`, or where another word stands.
        """
        own = [self._find(word, after, taken) for word in unit.own]
        if all(own):
            return own
        others = (self._find(word, after, taken) for word in self.answer.others(unit))
        other = next(filter(None, others), None)
        return [other] * len(own) if other else own

    def _find(self, word: _Word, after: int, taken: Sequence[Span]) -> Span | None:
        for spans in (self.answer.exact, self.answer.near):
            for span in spans(word):
                if not (self._has(span) and span[0] >= after):
                    continue
                if all(span[1] <= start or end <= span[0] for start, end in taken):
                    return span
        return None


class TypedAnswer:
    """An answer as it was typed, cut into clauses."""

    def __init__(self, text: str, lexicon: Lexicon = NO_GLOSSARY) -> None:
        self.text = text
        self.lexicon = lexicon
        self.clauses = clauses(text)
        self.subjects = lexicon.subjects(text)
        self._letters, self._places = letters(text)
        self._stretches: dict[int, list[Stretch]] = {}
        self._exact: dict[_Word, list[Span]] = {}
        self._near: dict[_Word, list[Span]] = {}
        self._letters_of: dict[_Unit, int] = {}
        self._others: dict[_Unit, list[_Word]] = {}

    def topic(self, place: int) -> str:
        """Return what the sentence speaks about last before a place, if anything."""
        first = max(self.text.rfind(mark, 0, place) for mark in ".!?\n")
        before = [name for name, start in self._topics if first < start < place]
        return before[-1] if before else ""

    @cached_property
    def _topics(self) -> list[tuple[str, int]]:
        return self.lexicon.topics(self.text)

    def places(self, wanted: Phrase) -> Iterator[Stretch]:
        """Yield every stretch in which a phrase may stand, those of the fewest clauses first."""
        yield from self.stretches(wanted.clauses)
        if wanted.is_free:
            yield from self._in_sentences

    def stretches(self, counts: Sequence[int]) -> Iterator[Stretch]:
        """Yield every run of so many clauses, or the whole answer if it has fewer."""
        for count in dict.fromkeys(min(count, len(self.clauses)) for count in counts):
            if count not in self._stretches:
                runs = zip(self.clauses, self.clauses[count - 1 :], strict=False) if count else ()
                self._stretches[count] = [Stretch(self, first[0], last[1]) for first, last in runs]
            yield from self._stretches[count]

    @cached_property
    def _in_sentences(self) -> list[Stretch]:
        """Every run of `SPREAD` clauses of which only the last ends a sentence."""
        runs = zip(*(self.clauses[first:] for first in range(SPREAD)), strict=False)
        return [
            Stretch(self, run[0][0], run[-1][1])
            for run in runs
            if not any(_SENTENCE_END.search(self.text, start, end) for start, end in run[:-1])
        ]

    def most(self, wanted: Phrase) -> float:
        """Return the largest share of a phrase that a stretch may hold, with little work."""
        if wanted.whole.letters in self._letters:
            return 1.0
        if wanted.ordered or not wanted.units:
            return 0.0
        return sum(map(self._most, wanted.units)) / wanted.size

    def has_words(self, wanted: Phrase) -> bool:
        """Say whether all of a phrase may stand in a stretch: sooner than `most` where not."""
        if wanted.whole.letters in self._letters:
            return True
        return not wanted.ordered and all(map(self._has_unit, wanted.units))

    def _has_unit(self, unit: _Unit) -> bool:
        return all(map(self._stands, unit.own)) or any(map(self._stands, unit.others))

    def _most(self, unit: _Unit) -> int:
        """Return how many letters of a unit's words stand anywhere."""
        if unit not in self._letters_of:
            stand = [len(word.letters) for word in unit.own if self._stands(word)]
            size = sum(len(word.letters) for word in unit.own)
            self._letters_of[unit] = size if self.others(unit) else sum(stand)
        return self._letters_of[unit]

    def others(self, unit: _Unit) -> list[_Word]:
        """Return the other ways to say a unit that stand anywhere."""
        if unit not in self._others:
            self._others[unit] = [word for word in unit.others if self._stands(word)]
        return self._others[unit]

    def _stands(self, word: _Word) -> bool:
        return bool(self.exact(word) or self.near(word))

    def exact(self, word: _Word) -> list[Span]:
        """Return where a word stands as it is written, in their order."""
        if word.letters not in self._letters:
            return []
        if word not in self._exact:
            self._exact[word] = list(self._exactly(word))
        return self._exact[word]

    def near(self, word: _Word) -> list[Span]:
        """Return where a word stands with a slip of the keyboard, the nearest first."""
        slips = 0 if word.exact else min(word.most, (len(word.letters) - 1) // LETTERS_A_SLIP)
        if slips == 0:
            return []
        if word not in self._near:
            self._near[word] = list(self._nearly(word, slips))
        return self._near[word]

    def _exactly(self, word: _Word) -> Iterator[Span]:
        at = self._letters.find(word.letters)
        while at >= 0:
            span = self._span(at, at + len(word.letters))
            cut = self._places[at + len(word.letters) :][:1] == (span[1] - 1,)
            fits = self._stands_alone(*span) and (word.stem or not cut) if word.exact else True
            ends = not word.alone or _AFTER.match(self.text, span[1])
            if fits and ends and self._begins(at, span, word):
                yield span
            at = self._letters.find(word.letters, at + 1)

    def _nearly(self, word: _Word, slips: int) -> Iterator[Span]:
        for start, end in alike(word.letters, self._letters, slips):
            span = self._span(start, end)
            written = letters(self.text[span[0] : span[1]]).text
            if (
                self._begins(start, span, word)
                and not are_opposite(word.letters, written)
                and not self.lexicon.knows(self.text[span[0] : span[1]])
            ):
                yield span

    def _span(self, start: int, end: int) -> Span:
        return self._places[start], self._places[end - 1] + 1

    def _begins(self, at: int, span: Span, word: _Word) -> bool:
        """Say whether a word may begin there: with a syllable, and not inside another word."""
        if at and self._places[at - 1] == span[0]:
            return False
        start = span[0]
        before = self.text[start - 1 : start]
        if not is_hangul(self.text[start]):
            if "=" in word.letters and (before.isalnum() or before == "/"):
                return False
            if _ONE_LATIN.match(word.letters) and (before == "√" or _LATIN.match(before)):
                return False
            is_term = word.group >= 0 and word.letters.isascii() and word.letters.isalpha()
            return not is_term or not (_LATIN.match(before) or _LONGER.match(self.text, span[1]))
        if _CAUSATIVE.match(self.text, span[1] - 1) and is_hangul(before or " "):
            return False
        if is_hangul(before or " ") and self.text[start + 1 : span[1]][:1] == " ":
            return False  # 에 러 of 미분값에 러닝레이트
        if before in _PREFIX and not is_hangul(self.text[start - 2 : start - 1] or " "):
            return False
        return not self.lexicon.covers(self.text, start, span[1], word.group)

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
