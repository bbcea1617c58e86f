"""The search for a term in a glossary, and for what says it in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from quizcards.model import Glossary, Term
from quizcards.quiz.korean import is_hangul, letters, words

NEAR = 3
"""So many terms are offered for a word that is none."""

# what follows a term in Hangul: a particle, or what makes a verb of it; anything else makes
# another word of it, as 하강법 does of 경사
_AFTER_HANGUL = (
    r"(?=[^가-힣]|$|[은는이가을를의에로도와과만나란]|으로|이[다며고란라]|들|마다|보다|처럼|까지|부터"
    r"|하[고며여는면지기]|[한할함해합]|되[고며어는면지]|[된될됨돼됩])"
)


def terms_for(glossary: Glossary, word: str) -> list[Term]:
    """Return the terms that a word is a form of: a form may belong to several.

    >>> glossary = Glossary((Term("기울기", ("gradient",)), Term("기울기 소실")))
    >>> [term.name for term in terms_for(glossary, "Gradient")]
    ['기울기']
    """
    wanted = {letters(text).text for text in (word, " ".join(words(word)))}
    return [
        term
        for term in glossary.terms
        if any(letters(form).text in wanted for form in term.spellings) or word in term.symbols
    ]


def near_terms(glossary: Glossary, word: str) -> list[str]:
    """Return forms that may have been meant by a word that is none, the likeliest first."""
    from difflib import get_close_matches  # only where nothing was found

    forms = {letters(form).text: form for term in glossary.terms for form in term.spellings}
    wanted = letters(word).text
    holding = [form for written, form in forms.items() if len(wanted) > 2 and wanted in written]
    alike = [forms[near] for near in get_close_matches(wanted, forms, n=NEAR, cutoff=0.6)]
    return list(dict.fromkeys([*alike, *sorted(holding, key=len)]))[:NEAR]


def says(term: Term, texts: Iterable[str]) -> bool:
    """Say whether any text says a term, in whichever form."""
    pattern = _pattern(term)
    return any(pattern.search(text) for text in texts)


@lru_cache(1024)
def _pattern(term: Term) -> re.Pattern[str]:
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for form in term.spellings:
        before = r"(?<![가-힣])" if is_hangul(form[0]) else r"(?<![A-Za-z0-9])"
        after = _AFTER_HANGUL if is_hangul(form[-1]) else r"(?![A-Za-z0-9])"
        alike[before, after].append(re.escape(form).replace(r"\ ", r"\s?"))
    # to ignore case around them too, Python would look up every Hangul syllable
    return re.compile(
        "|".join(
            f"{before}(?i:{'|'.join(written)}){after}" for (before, after), written in alike.items()
        )
    )
