"""A glossary made ready for looking up: which words say the same, and which are set apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from quizcards.model import Glossary
from quizcards.quiz.korean import is_hangul, letters, words

LONGEST = 4
"""Words of a term that is looked for in an alternative."""

ATOM = 12
"""Syllables of the longest term in which another word is not looked for."""

# what may follow a term in a word and be kept where another form of the term stands in its place
_SUFFIX = re.compile(
    r"(?:마다|별로?|처럼|보다|만|까지|부터|끼리|적|들)(?:[은는이가을를의로도]|으로)?$"
)
# what makes a verb of a term, or only joins it to the sentence
_ENDING = re.compile(
    r"(?:하|한|할|함|해|했|합|되|된|될|됨|돼|됩|시키|시킨|시킬|시켜|시킴)[가-힣]*$"
)
_JOINT = re.compile(r"(?:에는|에서는|에도|으로는|로는|이란|란|이나|나|이랑|랑|도|이다|이고|이며)$")
_ENDINGS = frozenset("고며면는지기서도야여게다니므려자이인입일어었였은을습않질진집져")
_TOPIC = r"(?:\s?[가-힣A-Za-z]{1,5})?(?:은|는|이|가|도|의 경우)(?![가-힣])"


_ABOUT = re.compile(r"([A-Za-z0-9가-힣₀-₉Α-ω-]+?)([은는])(?!\S)")
_NO_NOUN = re.compile(r"[하되쓰있없보주가오이나지리르기키내두우치히추]$")
"""How a verb before 는 ends, as 쓰는 does."""
_POINTING = frozenset("때 것 경우 값 그 이 수 우리 여기 다음 나머지 하나 둘 결과".split())


class Same(NamedTuple):
    """The other ways to say a word or a few words.

    `group` is what they have in common; -1 where nothing is known of them.
    """

    others: tuple[str, ...] = ()
    group: int = -1
    exact: bool = False
    """Whether one wrong letter makes another word of them, as of 기울기만."""


class Subject(NamedTuple):
    """A term that a sentence is about: what it is, and where its name begins and ends."""

    group: int
    start: int
    end: int


class Lexicon:
    """What the grader asks a glossary.

    >>> from quizcards.model import Term
    >>> lexicon = Lexicon(Glossary((Term("기울기", ("그래디언트", "gradient")),)))
    >>> lexicon.same(["기울기"]).others
    ('그래디언트', 'gradient')
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._groups = [term.spellings for term in glossary.terms] + list(glossary.words)
        self._of: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, int] = {}
        self._meant: dict[str, set[int]] = {}
        for group, forms in enumerate(self._groups):
            for form in forms:
                if form.endswith("-"):
                    self._stems.setdefault(letters(form[:-1]).text, group)
                else:
                    self._of[letters(form).text].add(group)
                    self._of[letters("".join(words(form))).text].add(group)
        self._longest = max((len(form) for forms in self._groups for form in forms), default=0)
        """Letters of the longest form: no longer beginning of a word is one."""

    @cached_property
    def _begins(self) -> dict[str, set[int]]:
        """What begins the stems, and what they belong to."""
        begins: dict[str, set[int]] = defaultdict(set)
        for stem, group in self._stems.items():
            for end in range(len(stem) + 1):
                begins[stem[:end]].add(group)
        return begins

    @cached_property
    def _atoms(self) -> dict[str, set[int]]:
        """The terms that are one word, in which no other word begins, and what they belong to."""
        parted = [form for forms in self._groups for form in forms if " " in form]
        spaced = {"".join(form.split()) for form in parted}
        spaced |= {"".join(words(form)) for form in parted}
        atoms: dict[str, set[int]] = defaultdict(set)
        for group, forms in enumerate(self._groups[: len(self.glossary.terms)]):
            for form in forms:
                if 3 <= len(form) <= ATOM and form not in spaced and all(map(is_hangul, form)):
                    atoms[form].add(group)
        return atoms

    def same(self, parts: Sequence[str]) -> Same:
        """Return what else says the same as these words, which have lost their particles.

        A word with two meanings stands for itself alone.
        """
        joined = "".join(parts)
        groups = self._of.get(letters(joined).text, ())
        if len(groups) == 1:
            (group,) = groups
            return Same(self._others(group, joined), group)
        if groups or len(parts) > 1:
            return Same()
        return self._inflected(joined)

    def form(self, word: str) -> Same:
        """Return what else says the same as a word that is a form or a stem as it is written."""
        written = letters(word).text
        groups = self._of.get(written) or {self._stems.get(written, -1)}
        group = next(iter(groups)) if len(groups) == 1 else -1
        return Same(self._others(group, word), group) if group >= 0 else Same()

    def _others(self, group: int, but: str) -> tuple[str, ...]:
        written = letters(but).text
        return tuple(
            form
            for form in self._groups[group]
            if (len(form) > 1 or is_hangul(form))
            and letters(form.removesuffix("-")).text != written
        )

    def _inflected(self, word: str) -> Same:
        """Return what else says the same as a word with an ending: of a stem, or of a term."""
        for cut in range(min(len(word) - 1, self._longest), 0, -1):
            rest = word[cut:]
            groups = self._of.get(letters(word[:cut]).text, ()) if cut > 1 else ()
            if len(groups) != 1:
                continue
            (group,) = groups
            others = self._others(group, word[:cut])
            if _ENDING.match(rest) or _JOINT.match(rest):
                return Same(others, group)
            if _SUFFIX.match(rest):
                kept = (form + rest for form in others if not form.endswith("-"))
                return Same(tuple(kept), group, exact=True)
        stem = self._stem(word)
        return Same(self._others(stem, ""), stem) if stem >= 0 else Same()

    def _stem(self, word: str) -> int:
        written = letters(word).text
        for end in range(len(written), 1, -1):
            if written[:end] in self._stems and _is_ending(word, end):
                return self._stems[written[:end]]
        # an author may write less than a whole stem, as 줄 for 줄이 and 줄어
        begun = self._begins.get(written, ())
        return next(iter(begun)) if len(begun) == 1 else -1

    def groups(self, word: str) -> frozenset[int]:
        """Return the numbers of all that a word is a form of."""
        return frozenset(self._of.get(letters(word).text, ()))

    def says_same(self, one: str, other: str) -> bool:
        """Say whether two words name one term, which neither shares with another term."""
        groups = self.groups(one)
        return len(groups) == 1 and groups == self.groups(other)

    def knows(self, word: str) -> bool:
        """Say whether a word is one of the glossary's own, as it is written."""
        return bool(self.groups(word))

    def covers(self, text: str, start: int, end: int, group: int) -> bool:
        """Say whether a stretch is part of another term, as 맥스 is of 소프트맥스.

        The beginning of one is taken for that only of a term, as 경사 of 경사하강법.
        """
        first = start
        while first > max(0, start - ATOM) and is_hangul(text[first - 1]):
            first -= 1
        return any(
            text[i:j] in self._atoms and group not in self._atoms[text[i:j]]
            for i in range(first, start + (group >= 0))
            for j in range(max((end if i == start else start) + 1, i + 3), i + ATOM + 1)
        )

    @cached_property
    def rivals(self) -> dict[int, frozenset[int]]:
        """For each term that is set against others, those others."""
        number = {term.name: group for group, term in enumerate(self.glossary.terms)}
        found: dict[int, set[int]] = defaultdict(set)
        for names in self.glossary.contrasts:
            groups = {number[name] for name in names if name in number}
            for group in groups:
                found[group] |= groups - {group}
        return {group: frozenset(others) for group, others in found.items()}

    @cached_property
    def _subjects(self) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int]]:
        forms = {
            re.sub(r"\s", "", form).casefold(): group
            for group in sorted(self.rivals, reverse=True)
            for form in self._groups[group]
            if len(form) > 1
        }
        spelled = sorted(
            (form for group in self.rivals for form in self._groups[group] if len(form) > 1),
            key=len,
            reverse=True,
        )
        names = "|".join(re.escape(form).replace(r"\ ", r"\s?") for form in spelled) or "(?!)"
        name = rf"(?<![가-힣A-Za-z0-9])({names})"
        return re.compile(name, re.I), re.compile(name + _TOPIC, re.I), forms

    def subjects(self, text: str) -> list[Subject]:
        """Return the terms with rivals that a text speaks about, in their order."""
        return list(self._named(self._subjects[1], text))

    def named(self, text: str) -> frozenset[int]:
        """Return the terms with rivals that a text names in whatever role."""
        return frozenset(subject.group for subject in self._named(self._subjects[0], text))

    def topics(self, text: str) -> list[tuple[str, int]]:
        """Return what a text speaks about (-은, -는), a term by its first form, and where.

        >>> NO_GLOSSARY.topics("필터는 빠르고 늘 쓰는 래퍼는 느리다")
        [('필터', 0), ('래퍼', 13)]
        """
        found = []
        for topic in _ABOUT.finditer(text):
            word = topic[1]
            group = self.same([word]).group
            is_verb = topic[2] == "는" and group < 0 and len(word) <= 4 and _NO_NOUN.search(word)
            if word not in _POINTING and not is_verb:
                name = self._groups[group][0] if group >= 0 else word.casefold()
                found.append((name, topic.start()))
        return found

    def names_in(self, text: str) -> set[str]:
        """Return the words of a text, and the terms that it names by their first form."""
        terms = {self._groups[group][0] for group in self.named(text)}
        return terms.union(word.casefold() for word in words(text))

    @cached_property
    def _directions(self) -> tuple[re.Pattern[str], dict[str, int], dict[int, int]]:
        number = {
            same[0]: group
            for group, same in enumerate(self.glossary.words, len(self.glossary.terms))
            if same
        }
        pairs = [
            (number[pair[0]], number[pair[1]])
            for pair in self.glossary.opposites
            if len(pair) == 2 and set(pair) <= number.keys()
        ]
        opposite = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
        groups = {
            letters(form.removesuffix("-")).text: group
            for group in opposite
            for form in self._groups[group]
        }
        spelled = "|".join(sorted(map(re.escape, groups), key=len, reverse=True)) or "(?!)"
        return re.compile(spelled), groups, opposite

    def contradicts(self, text: str, meant: str) -> bool:
        """Say whether a text tells the opposite of what is meant, and not that as well.

        It does where it says 증가 and 감소 is meant, at the beginning of any word.
        """
        opposite = self._directions[2]
        told = self._told(text)
        if not told:
            return False
        if meant not in self._meant:
            self._meant[meant] = self._told(meant) | self._begun(meant)
        wanted = self._meant[meant]
        return any(
            opposite[each] in wanted and each not in wanted and opposite[each] not in told
            for each in told
        )

    def _told(self, text: str) -> set[int]:
        pattern, groups, _ = self._directions
        found = (pattern.match(letters(word).text) for word in text.split())
        return {groups[match[0]] for match in found if match}

    def _begun(self, text: str) -> set[int]:
        """Return what the parts of words that an author wrote stand for, as 높 for 높은."""
        groups = self._directions[1]
        parts = {letters(word).text for word in text.split() if len(word) == 1}
        return {groups[form] for form in groups for part in parts if form.startswith(part)}

    def _named(self, pattern: re.Pattern[str], text: str) -> Iterator[Subject]:
        forms = self._subjects[2]
        for found in pattern.finditer(text):
            group = forms[re.sub(r"\s", "", found[1]).casefold()]
            yield Subject(group, *found.span(1))


def _is_ending(word: str, stem: int) -> bool:
    """Say whether what follows the letters of a stem, and the syllable they end in, is an ending.

    In 쓰레숄드 it is none.
    """
    places = letters(word).places
    rest = word[places[stem - 1] + 1 :]
    return not rest or rest[0] in _ENDINGS


NO_GLOSSARY = Lexicon(Glossary())
"""Of an empty glossary: every word stands for itself alone."""
