"""A test with a score, from the learner's wish to the saved answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizcards.app import backups
from quizcards.app.asking import asker, learner, new_session
from quizcards.app.collecting import counts
from quizcards.app.notices import say_saved
from quizcards.app.questions import question_context
from quizcards.app.selection import checked_kinds, chosen_cards
from quizcards.errors import QuizcardsError
from quizcards.exam import flow
from quizcards.exam.exam import ExamResult, draw_items, missed, retaken, score
from quizcards.exam.exam import as_data as as_data  # what the command prints
from quizcards.exam.past import PastExam as PastExam  # what the command prints
from quizcards.exam.past import exam_of, last_alike, past_exam, row_of
from quizcards.home import last_quiz, records
from quizcards.insight.collected import importance
from quizcards.model import is_seen
from quizcards.quiz import kinds
from quizcards.store.format import CLOCK
from quizcards.study.strength import recall_at
from quizcards.terminal.printing import STDERR, STDOUT

if TYPE_CHECKING:
    from pathlib import Path

    from quizcards.app.environment import Environment
    from quizcards.model import Card, Library, Memory
    from quizcards.quiz.question import Item
    from quizcards.store.store import Store
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.printing import Lines
    from quizcards.terminal.screen import Screen

FOLDER = "quizzes"
"""In the learner's folder: a file for each test."""
COUNT = 20
"""So many questions where no other number is asked for."""


@dataclass(frozen=True)
class ExamOptions:
    """What a test is asked for.

    `again` asks what was wrong in the last one; `cram` leaves the schedule alone; `unseen` asks
    cards too that were never learnt. The same `seed` on the same log draws the same test.
    """

    decks: Sequence[str] = ()
    tags: Sequence[str] = ()
    kinds: Sequence[str] = ()
    count: int | None = None
    minutes: float | None = None
    seed: int | None = None
    again: bool = False
    cram: bool = False
    unseen: bool = False

    @property
    def draws_anew(self) -> bool:
        """Whether anything is said of how the questions are drawn."""
        numbers = (self.count, self.seed)
        cards = self.decks or self.tags or self.unseen
        return bool(cards or self.kinds) or numbers != (None, None)


def hold(env: Environment, options: ExamOptions, plain: bool, as_json: bool) -> ExamResult:
    """Hold a test and show its result.

    With `as_json` it is held on stderr, line by line, and its result is left to the caller. Raises
    QuizcardsError for what cannot be asked for, and where there is nothing to ask.
    """
    _check_kinds(options.kinds)
    if options.again and options.draws_anew:
        raise QuizcardsError(
            "--again은 지난 시험에서 틀린 문제를 그대로 묻습니다. "
            "덱, --tag, --all, --kind, --limit, --seed는 빼 주세요."
        )
    library = env.library()
    wants_again = False
    with env.store(library) as store:
        session = new_session(env, library, store, chosen=())
        items = _items(env, library, session.memories, options)
        out = STDERR if as_json else STDOUT
        with backups.beside_the_end(env) as back_up, asker(env, plain or as_json, out) as screen:
            edges = _edges(env, store, screen, items, options.again)
            started = env.now()
            until = started + 60 * options.minutes if options.minutes else None
            result = flow.quiz(session, items, edges, until, options.cram)
            before = past(env.home)
            last = None
            if result.results and not options.again:
                exam = past_exam(started, result.results, result.left)
                last = last_alike(exam, before)
                _keep(env.home, exam)
            back_up()
            if not as_json:
                wants_again = _wants_again(result, screen, last)
    if not plain and not as_json:
        say_saved(len(result.results), f"{score(result.results).percent}점. ")
    if wants_again:
        hold(env, ExamOptions(again=True, cram=options.cram), plain, as_json)
    return result


def drill(
    env: Environment, library: Library, store: Store, screen: Screen | Plain, keys: Sequence[str]
) -> str:
    """Ask some cards in a short test that leaves the schedule alone, and show its result.

    Returns why there is none, or "".
    """
    session = new_session(env, library, store, chosen=())
    cards = [session.cards[key] for key in keys]
    now = env.now()
    context = question_context(library)
    recall = recall_at(session.scheduler, now, env.day(now))
    items = draw_items(cards, session.memories, recall, context, (), len(cards), int(now))
    if not items:
        return "이 카드들로 낼 문제가 없습니다."
    edges = _edges(env, store, screen, items)
    result = flow.quiz(session, items, edges, cram=True)
    if result.results:
        screen.page(_result(result))
    return ""


def _edges(
    env: Environment,
    store: Store,
    screen: Screen | Plain,
    items: Sequence[Item],
    again: bool = False,
) -> flow.Edges:
    """Return the world outside a test, after each answer of which is kept what to ask again."""
    return flow.Edges(
        now=env.now,
        day=env.day,
        log=store,
        ask=learner(env, screen).ask,
        keep=lambda results: last_quiz.write(env.home, missed(items, results, again)),
    )


def _check_kinds(names: Sequence[str]) -> None:
    """Raise QuizcardsError for a kind whose answers only the learner can judge."""
    marked = kinds.marked()
    spoken = [name for name in checked_kinds(names, marked) if name not in marked]
    if spoken:
        titles = ", ".join(f"{name}({kinds.title(name)})" for name in spoken)
        raise QuizcardsError(
            f"--kind {titles}: 답을 스스로 매기는 방식이라 점수를 내는 시험에는 쓸 수 없습니다. "
            f"시험에 쓸 수 있는 것: {', '.join(marked)}. "
            f"이 방식으로는 quizcards study --kind {spoken[0]}처럼 공부할 수 있습니다."
        )


def _items(
    env: Environment, library: Library, memories: Mapping[str, Memory], options: ExamOptions
) -> list[Item]:
    """Return the questions of the test. Raises QuizcardsError where there are none."""
    from quizcards.terminal.progress import SOON, progress

    context = question_context(library)
    if options.again:
        items = retaken(last_quiz.read(env.home), library.cards, context)
        nothing = "지난 시험에 틀린 문제가 없습니다."
    else:
        chosen = chosen_cards(library, options.decks, options.tags)
        if not options.unseen:
            chosen = _seen(chosen, memories)
        now = env.now()
        seed = int(now) if options.seed is None else options.seed
        count = options.count or COUNT
        recall = recall_at(env.settings.scheduler, now, env.day(now))
        with progress("문제를 만드는 중", after=SOON) as show:
            weights = {key: importance(times) for key, times in counts(env, library).items()}
            items = draw_items(
                chosen, memories, recall, context, options.kinds, count, seed, weights, show
            )
        nothing = "이 방식으로 낼 문제가 없습니다."
    if not items:
        raise QuizcardsError(nothing)
    return items


def _seen(cards: Sequence[Card], memories: Mapping[str, Memory]) -> list[Card]:
    """Return the cards that were learnt. Raises QuizcardsError where none was."""
    seen = [card for card in cards if is_seen(memories.get(card.key))]
    if cards and not seen:
        raise QuizcardsError(
            "아직 배운 카드가 없어 낼 문제가 없습니다. quizcards study로 먼저 배우거나, "
            "이미 아는 것을 quizcards quiz --placement로 찾아보세요. "
            "배우지 않은 카드까지 물으려면 quizcards quiz --all을 써 주세요."
        )
    return seen


def past(home: Path) -> list[PastExam]:
    """Return the tests so far, oldest first; not those that asked again what was missed."""
    rows = [row for path in records.files(home / FOLDER) for row in records.read(path)]
    found = [exam for row in rows if (exam := exam_of(row)) is not None]
    return sorted(
        (exam for exam in found if CLOCK[0] <= exam.started < CLOCK[1]),
        key=lambda exam: exam.started,
    )


def _keep(home: Path, exam: PastExam) -> None:
    records.append(records.fresh(home / FOLDER, exam.started), row_of(exam))


def titles() -> dict[str, str]:
    """Return what the kinds of questions are called in Korean."""
    return {name: kinds.title(name) for name in kinds.names()}


def _result(result: ExamResult, last: PastExam | None = None) -> Callable[[int], Lines]:
    """Return what draws a result beside that of the last test, in a width."""
    from quizcards.terminal.quiz_view import result_lines

    names = titles()
    return lambda width: result_lines(result, names, width, last)


def _wants_again(result: ExamResult, screen: Screen | Plain, last: PastExam | None) -> bool:
    """Show a result; say whether the learner wants what was missed asked again at once."""
    from quizcards.terminal.plain import Plain
    from quizcards.terminal.quiz_view import AGAIN

    if isinstance(screen, Plain) or all(one.is_right for one in result.results):
        screen.page(_result(result, last))
        return False
    return screen.page(_result(result, last), {AGAIN: f"{AGAIN} 틀린 문제 다시"}) == AGAIN
