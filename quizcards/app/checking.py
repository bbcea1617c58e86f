"""Everything that is wrong with decks, once or after every save; and ids that are missing."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app.authoring import ids_by_deck, survey_problems
from quizcards.app.questions import lexicon, question_context
from quizcards.characters import named
from quizcards.decks.files import MOST_BYTES, beside, deck_files, glossary_files
from quizcards.decks.images import image_problems
from quizcards.decks.insert import ids_in, with_ids
from quizcards.decks.problems import more, replace_file
from quizcards.files import read_file
from quizcards.model import Card, Problem, by_any_key
from quizcards.quiz import kinds
from quizcards.quiz.judge import option_text, solution
from quizcards.quiz.question import Blank, Context, Points, Spoken
from quizcards.study.asking import form_of

if TYPE_CHECKING:
    from quizcards.app.environment import Environment

INTERVAL = 0.3
"""Seconds between two looks at the files."""


@dataclass(frozen=True)
class Claim:
    """An answer that the learner took for right, what was asked, and what the deck holds right.

    `question` and `right` are empty where the card no longer asks that question.
    """

    path: str
    line: int
    card: str
    kind: str
    question: str
    right: str
    answer: str
    times: int

    def __str__(self) -> str:
        times = f" ({self.times}번)" if self.times > 1 else ""
        asked = f" {self.question} {self.right}" if self.question else ""
        return (
            f"{self.path}:{self.line}: {self.card} {self.kind}:{asked} 내 답: {self.answer}{times}"
        )


Survey = Callable[[Iterable[Card]], list[Problem]]


@dataclass(frozen=True)
class Verdict:
    """What is wrong with some decks, and what to say of it in one line.

    `notes` are what their author should know and need not mend.
    """

    problems: Sequence[Problem]
    summary: str
    notes: Sequence[str] = ()

    def called(self, path: str, name: str) -> Verdict:
        """Return the same of a file that is known by another name."""
        problems = [
            replace(
                problem,
                path=problem.path.replace(path, name),
                message=problem.message.replace(path, name),
            )
            for problem in self.problems
        ]
        notes = [note.replace(path, name) for note in self.notes]
        return replace(self, problems=problems, notes=notes)


@dataclass(frozen=True)
class Change:
    """What a save made wrong and what it mended, and how things stand since `moment`."""

    new: Sequence[Problem]
    mended: Sequence[Problem]
    moment: datetime
    summary: str


def check(env: Environment) -> Verdict:
    """Return every problem of the decks that were named; their demos are run."""
    from quizcards.terminal.progress import SOON, progress

    with progress("카드를 살펴보는 중", sys.stderr, SOON) as show:
        return _check(env, lambda cards: survey_problems(cards, show, lexicon(env)()))


def _check(env: Environment, survey: Survey) -> Verdict:
    files, everywhere = _files(env)
    library = env.read(everywhere)
    paths = {named(file) for file in files}
    cards = [card for card in library.cards if card.place.path in paths]
    problems = [problem for problem in library.problems if problem.path in paths]
    problems += _glossary_problems(env)
    problems += [*image_problems(cards), *survey(cards)]
    end = f"고칠 곳 {len(problems)}군데" if problems else "문제 없음"
    summary = f"파일 {len(files)}개, 카드 {len(cards)}장, {end}"
    return Verdict(problems, summary, list(_formula_notes(cards)))


def _formula_notes(cards: Iterable[Card]) -> Iterator[str]:
    """Yield where a formula stays LaTeX in the terminal, which everything else can show."""
    from quizcards.terminal.formula_view import said_lines

    for card in cards:
        for latex in card.formula:
            if said_lines(latex) is None:
                yield (
                    f"{card.place.path}:{card.place.line}: 알림: 터미널에서는 LaTeX 그대로, "
                    f"내보낸 곳에서는 수식으로 보입니다: {named(latex)}"
                )


def claims(env: Environment) -> list[Claim]:
    """Return the answers to the cards of the named decks that the learner took for right."""
    library = env.library()
    cards = by_any_key(library.cards)
    with env.store(library) as store:
        events = [event for event in store.claimed_answers() if event.card in cards]
    counted = Counter(
        (
            cards[event.card].key,
            event.asked or "",
            event.seed or 0,
            event.answer or "",
            form_of(event),
        )
        for event in events
    )
    context = question_context(library)
    return [
        _claim(cards[key], kind, seed, answer, times, replace(context, form=form))
        for (key, kind, seed, answer, form), times in counted.items()
    ]


def _claim(card: Card, kind: str, seed: int, answer: str, times: int, context: Context) -> Claim:
    question = right = ""
    item = kinds.ask(kind, card, context, seed) if kind in kinds.names() else None
    answering = item.asked.answering if item else None
    if item and answering and not isinstance(answering, Points | Spoken):
        sentence = answering.text if isinstance(answering, Blank) else ""
        question = f"{item.asked.prompt} {sentence}".strip()
        right = solution(answering)[0]
        answer = option_text(answering, answer)
    title = kinds.title(kind) if item else kind
    return Claim(card.place.path, card.place.line, card.key, title, question, right, answer, times)


def _glossary_problems(env: Environment) -> list[Problem]:
    """Return what is wrong in the glossaries that were named, or lie in the folders named."""
    paths = {named(file) for file in glossary_files(env.deck_paths)}
    return [problem for problem in env.glossary()[1] if problem.path in paths]


def _files(env: Environment) -> tuple[list[Path], list[Path]]:
    """Return the deck files that were named, and these with all that are read beside them.

    Cards may need cards of the files beside theirs, and of the learner's others. What lies in
    folders below is not looked at: a file may stand above half a disk.
    """
    files = deck_files(env.deck_paths)
    first_in_folder = {file.parent: file for file in files}.values()
    found = dict.fromkeys([*files, *(one for file in first_in_folder for one in beside(file))])
    own = env.own_decks
    if any(file.resolve().is_relative_to(own.resolve()) for file in files):
        known = {file.resolve() for file in found}
        found |= {file: None for file in deck_files([own]) if file.resolve() not in known}
    return files, list(found)


def add_ids(env: Environment) -> Iterator[str]:
    """Give an id to each card that has none, by one more line of its file.

    Yield what was done, and what the author has to do.
    """
    files, everywhere = _files(env)
    taken = ids_by_deck(everywhere)
    for file in files:
        if named(file) != str(file):
            continue  # the check says so
        try:
            text = read_file(file, MOST_BYTES).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # the check says so
        of_deck = taken.setdefault(ids_in(text)[0], set())
        result = with_ids(text, of_deck)
        of_deck |= {name for _, name in result.added}
        if result.added:
            env.refuse_shipped(file)
            replace_file(file, result.text)
        for line, name in result.added:
            yield f"{file}:{line}: 'id: {name}' 줄을 더했습니다."
        for line, name in result.left:
            yield (
                f"{file}:{line}: 한 줄을 더해 고칠 수 없는 카드입니다. "
                f"'id: {name}' 줄을 직접 적어 주세요."
            )


def watch(env: Environment) -> Iterator[Change]:
    """Check now and after every save, without end; yield what changed since the check before."""
    read = lexicon(env)
    survey = _remembering(lambda cards: survey_problems(cards, lexicon=read()))
    before: Sequence[Problem] = []
    checked = None
    seen = _stamps(env)
    while True:
        now = _stamps(env)
        if now == seen != checked:  # no save is going on
            checked = now
            verdict = _check(env, survey)
            new = more(before, verdict.problems)
            mended = more(verdict.problems, before)
            yield Change(new, mended, datetime.fromtimestamp(env.now()), verdict.summary)
            before = verdict.problems
        seen = now
        time.sleep(INTERVAL)


def _remembering(survey: Survey) -> Survey:
    """Return a survey that runs the demos of a card again only where it changed, or its place."""
    known: dict[str, list[Problem]] = {}

    def surveyed(cards: Iterable[Card]) -> list[Problem]:
        nonlocal known
        before, known = known, {}
        for card in cards:
            text = repr(card)
            known[text] = before[text] if text in before else survey([card])
        return [problem for problems in known.values() for problem in problems]

    return surveyed


def _stamps(env: Environment) -> dict[Path, tuple[int, int]]:
    """Return when the decks and glossaries were written, and their sizes."""
    found = {}
    for file in (*_files(env)[1], *glossary_files(env.deck_paths)):
        try:
            status = file.stat()
            found[file] = status.st_mtime_ns, status.st_size
        except OSError:
            found[file] = 0, 0  # just gone
    return found
