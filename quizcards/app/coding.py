"""Exercises as files: written into the learner's folder, checked, and kept in the log once done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from quizcards.app.asking import asker
from quizcards.app.demo_runs import find_demo
from quizcards.app.editor import open_editor
from quizcards.app.questions import load_demo, whiteboard
from quizcards.errors import QuizcardsError, cannot_read, cannot_write
from quizcards.files import make_folder, read_file, write_file
from quizcards.model import Card, DemoCall, Event, Grade, Memory, Place
from quizcards.quiz.code_file import MOST_CHARACTERS, TODO, Row, file_text, rows
from quizcards.quiz.question import Checking
from quizcards.study.tracks import in_order, needed_first
from quizcards.study.wording import wording
from quizcards.terminal.code_screen import ALL_WRITTEN, FINISHED, CodeScreen, Edges
from quizcards.terminal.code_view import file_lines
from quizcards.terminal.plain import Plain
from quizcards.terminal.printing import STDERR, print_lines, width

if TYPE_CHECKING:
    from pathlib import Path

    from quizcards.app.environment import Environment
    from quizcards.store.store import Store

FOLDER = "code"


@dataclass(frozen=True)
class Task:
    """A demo to be written, and the card that it belongs to, if any does."""

    name: str
    call: DemoCall
    card: Card | None
    lines: tuple[str, ...] = ()
    """Those that the card's author chose."""

    @property
    def step(self) -> str:
        """What names the exercise among the reviews of its card."""
        return f"code-{self.name}"


class Standing(NamedTuple):
    """An exercise, whether it was done, and whether it is time to do it again."""

    task: Task
    title: str
    is_done: bool
    is_due: bool


def standings(env: Environment) -> list[Standing]:
    """Return every exercise of the decks, in the order to do them: what others need comes first."""
    library = env.library()
    tasks = _tasks(in_order(library.cards, env.settings.track))
    with env.store(library) as store:
        memories = store.memories()
        return [_standing(env, store, memories, task) for task in tasks]


def _tasks(cards: Sequence[Card]) -> list[Task]:
    """Return the demo of each card, each demo once.

    One that a card brings along goes by the card's id, or with its deck where that is taken.
    """
    brought = Counter(card.id for card in cards if card.demo and card.demo.code)
    shipped = {card.demo.run for card in cards if card.demo and not card.demo.code}
    found: dict[str, Task] = {}
    for card in needed_first(cards):
        if card.demo is None:
            continue
        name = card.demo.run
        if card.demo.code:
            is_taken = brought[card.id] > 1 or card.id in shipped
            name = f"{card.deck}-{card.id}" if is_taken else card.id
        found.setdefault(name, Task(name, card.demo, card, card.code))
    return list(found.values())


def _standing(env: Environment, store: Store, memories: dict[str, Memory], task: Task) -> Standing:
    title = task.card.title or task.card.id if task.card else task.name
    if task.card is None:
        return Standing(task, title, is_done=False, is_due=False)
    days = [event.day for event in store.history(task.card.key) if event.step == task.step]
    memory = memories.get(task.card.key)
    today = env.day(env.now())
    is_due = bool(days) and max(days) < today and memory is not None and memory.due_day <= today
    return Standing(task, title, bool(days), is_due)


def chosen(env: Environment, name: str | None) -> Task:
    """Return the exercise of this name, or the one that comes next.

    Raises QuizcardsError where there is none.
    """
    if name is None:
        task = following(standings(env))
        if task is None:
            raise QuizcardsError(f"{ALL_WRITTEN} quizcards code --list로 볼 수 있습니다.")
        return task
    for task in _tasks(env.library().cards):
        if name in (task.name, task.card and task.card.key):
            return task
    find_demo(name)
    return Task(name, DemoCall(name), None)


def following(found: Sequence[Standing], after: str = "") -> Task | None:
    """Return the first exercise that is not done, else the first that is to be done again."""
    others = [one for one in found if one.task.name != after]
    for wanted in (
        [one for one in others if not one.is_done],
        [one for one in others if one.is_due],
    ):
        for one in wanted:
            if _checks(one.task):
                return one.task
    return None


def _checks(task: Task) -> list[Checking]:
    """Return what runs each line of a task that is worth writing."""
    board = whiteboard()
    return [
        Checking(board, load_demo, task.call, exercise.target)
        for exercise in board.exercises(load_demo(task.call))
        if not task.lines or exercise.target in task.lines
    ]


@dataclass(frozen=True)
class Work:
    """An exercise with its file, and what checks it."""

    task: Task
    path: Path
    checks: Sequence[Checking]

    def rows(self) -> list[Row]:
        """Check the file as it stands. Raises QuizcardsError where it cannot be read."""
        try:
            text = read_file(self.path, 4 * MOST_CHARACTERS).decode(errors="replace")
        except OSError as error:
            raise cannot_read(self.path, error) from error
        return rows(text, self.checks)

    @property
    def is_right(self) -> bool:
        """Whether every line of the file is right."""
        try:
            return all(row.is_right for row in self.rows())
        except QuizcardsError:
            return False

    @property
    def title(self) -> str:
        """What is written."""
        return load_demo(self.task.call).title

    @property
    def stamp(self) -> object:
        """What changes whenever the file is saved."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    @property
    def place(self) -> Place:
        """Where the first line to write stands."""
        try:
            lines = read_file(self.path, 4 * MOST_CHARACTERS).decode(errors="replace").splitlines()
        except OSError:
            lines = []
        found = (i for i, line in enumerate(lines, 1) if f"# {TODO}" in line)
        return Place(str(self.path), next(found, 1))


def begun(env: Environment, task: Task) -> Work:
    """Return an exercise with its file, which is written where there is none yet.

    One that was done and is due again is begun anew; what was written goes aside.

    Raises QuizcardsError where no line of it is worth writing, or the file cannot be written.
    """
    checks = _checks(task)
    if not checks:
        raise QuizcardsError(f"{task.name}: 써 볼 만한 줄이 없는 데모입니다.")
    work = Work(task, env.home / FOLDER / f"{task.name}.py", checks)
    path = work.path
    try:
        make_folder(path.parent)
        if path.exists() and _is_due(env, task) and work.is_right:
            path.rename(_spare(path))
        if not path.exists():
            demo = load_demo(task.call)
            write_file(path, file_text(demo, [check.exercise for check in checks]).encode())
    except OSError as error:
        raise cannot_write(path, error) from error
    return work


def _is_due(env: Environment, task: Task) -> bool:
    return any(one.is_due for one in standings(env) if one.task == task)


def _spare(path: Path) -> Path:
    """Return a name beside a file that no file has yet: adam-2.py."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return next(name for name in names if not name.exists())


def finish(env: Environment, work: Work, rows: Sequence[Row], seconds: float, hints: int) -> bool:
    """Add an exercise that is right in every line to the log as a review of its card.

    With hints it was hard. Once done, it is added again only when it is due. Return whether it was
    added.
    """
    card = work.task.card
    if card is None or not all(row.is_right for row in rows):
        return False
    now = env.now()
    day = env.day(now)
    library = env.library()
    with env.store(library) as store:
        standing = _standing(env, store, store.memories(), work.task)
        if standing.is_done and not standing.is_due:
            return False
        store.append(
            Event(
                id="",
                at=now,
                day=day,
                kind="review",
                card=card.key,
                grade=int(Grade.HARD if hints else Grade.GOOD),
                asked="code",
                seconds=round(seconds, 1),
                answer="\n".join(f"{row.code.target} = {row.text}" for row in rows),
                shown=wording(card),
                step=work.task.step,
            )
        )
    return True


def edit(env: Environment, name: str | None) -> None:
    """Open an exercise in the learner's editor, and say how far it is right then."""
    work = begun(env, chosen(env, name))
    began = env.now()
    open_editor(work.place, env.variables)
    tell(env, work, env.now() - began)


def state(env: Environment, name: str | None) -> list[dict[str, object]]:
    """Return how far an exercise is right as plain data; where it has no file, that is written."""
    work = begun(env, chosen(env, name))
    return [
        {
            "name": row.code.target,
            "written": row.text or None,
            "right": row.is_right,
            "said": list(row.said),
        }
        for row in work.rows()
    ]


def tell(env: Environment, work: Work, seconds: float) -> None:
    """Say how far a file is right; what is wholly right goes to the log."""
    found = work.rows()
    print_lines(file_lines(work.path, found, width()))
    if finish(env, work, found, seconds, hints=0):
        STDERR.say(FINISHED)


def watch(env: Environment, name: str | None) -> None:
    """Show how far an exercise is right, anew whenever its file is saved, and go on to the next.

    Where there is no whole screen, say it once.
    """
    work = begun(env, chosen(env, name))
    with asker(env, plain=False, printer=STDERR) as screen:
        if isinstance(screen, Plain):
            tell(env, work, 0)
            return

        def next_work(current: Work) -> Work | None:
            task = following(standings(env), current.task.name)
            return begun(env, task) if task else None

        CodeScreen(screen, Edges(env.now, partial(finish, env), next_work)).run(work)
