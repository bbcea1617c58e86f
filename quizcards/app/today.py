"""What `quizcards` alone does: it says where the learner stands, and opens everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quizcards.app import pacing, planning
from quizcards.app.notices import left_out
from quizcards.app.screens import whole_screen
from quizcards.errors import QuizcardsError
from quizcards.home import records
from quizcards.home.settings import set_one
from quizcards.study.queue import is_unseen
from quizcards.study.strength import recall_at
from quizcards.study.summary import streak
from quizcards.study.today import Today, mastery
from quizcards.study.tracks import ANY, TRACKS
from quizcards.terminal.printing import STDERR

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.model import Library
    from quizcards.terminal.picker import Groups
    from quizcards.terminal.printing import Lines


def today(env: Environment, library: Library) -> Today:
    """Return where the learner stands today."""
    with env.store(library) as store:
        plan = planning.present_state(env, library, store)
        left = pacing.left_today(env, library, store, plan)
        memories = store.memories()
        reviews_by_day = store.reviews_by_day()
    now = env.now()
    day = env.day(now)
    recall = recall_at(env.settings.scheduler, now, day)
    track = (plan and plan.goal.track) or env.settings.track
    return Today(
        left=left,
        day=day,
        answers=reviews_by_day.get(day, 0),
        days_in_a_row=streak(reviews_by_day, day),
        standing=plan.standing if plan else None,
        decks=[mastery(deck, memories, recall) for deck in library.decks],
        unseen=sum(is_unseen(memories.get(card.key), day) for card in library.cards),
        track="" if track == ANY else TRACKS[track][0],
        plan_over="" if plan else planning.over(env),
        left_out=left_out(library, {}, memories),
    )


def present(env: Environment) -> Today:
    """Return where the learner stands today; what could not be read is said on stderr."""
    found = today(env, env.library())
    if found.left_out:
        STDERR.say(found.left_out)
    return found


def is_interrupted(home: Path) -> bool:
    """Say whether the last interview was left in the middle of a question.

    Only its file is looked at: home must not wait for what holds interviews.
    """
    paths = records.files(home / records.INTERVIEWS)
    rows = records.read(paths[-1]) if paths else []
    phases = [row["phase"] for row in rows if "phase" in row]
    return bool(phases) and phases[-1] != "done"


def stay(env: Environment) -> None:
    """Show on the whole screen where the learner stands, and lead to everything else and back.

    A learner who was never here studies first.
    """
    from quizcards.app.welcome import is_first
    from quizcards.terminal.today_view import choose

    if is_first(env):
        _study(env)
    message = ""
    while True:
        found = today(env, env.library())
        with whole_screen(env) as screen:
            key = choose(screen, found, message, is_interrupted(env.home))
        if key == "q":
            return
        message = ""
        try:
            _WAYS[key](env)
        except QuizcardsError as error:
            message = str(error)


def _study(env: Environment) -> None:
    from quizcards.app.asking import StudyOptions
    from quizcards.app.sessions import study

    study(env, StudyOptions(), plain=False)


def _quiz(env: Environment) -> None:
    from quizcards.app.exams import ExamOptions, hold

    hold(env, ExamOptions(), plain=False, as_json=False)


def _interview(env: Environment) -> None:
    from quizcards.app.interviews import InterviewOptions, hold

    hold(env, InterviewOptions(), plain=False)


def _resume(env: Environment) -> None:
    from quizcards.app.interviews import InterviewOptions, hold

    hold(env, InterviewOptions(resume=True), plain=False)


def _plan(env: Environment) -> None:
    from quizcards.app.goals import beside_other_shape, present_plan
    from quizcards.terminal.plan_view import no_plan_lines, plan_lines

    plan = present_plan(env)
    if plan is None:
        over = planning.kept_goal(env)
        _page(env, lambda width: no_plan_lines(over, width))
        return
    view = beside_other_shape(plan).view()
    _page(env, lambda width: plan_lines(view, width))


def _choices(env: Environment) -> Groups:
    """Return the kinds of position, the one that is set marked, and the decks."""
    tracks = [
        (f"track/{name}", f"{title}{'   지금' if name == env.settings.track else ''}")
        for name, (title, _) in TRACKS.items()
    ]
    decks = [
        (f"{_DECK}/{deck.id}", f"{deck.title}   카드 {len(deck.cards)}장")
        for deck in env.library().decks
    ]
    return [("지원하는 분야: 그 분야가 묻는 카드부터 엽니다", tracks), ("이 덱만 공부하기", decks)]


def _choose(env: Environment) -> None:
    """Let the learner set what position it is for, or study one deck."""
    from quizcards.app.asking import StudyOptions
    from quizcards.app.sessions import study
    from quizcards.terminal.picker import pick

    wanted: list[str] = []

    def take(name: str) -> str | None:
        sort, _, chosen = name.partition("/")
        if sort == _DECK:
            wanted.append(chosen)
        else:
            set_one(env.settings_file, ["track"], chosen)
            env.forget_settings()
        return None

    with whole_screen(env) as screen:
        pick(screen, "분야와 덱", lambda: _choices(env), take)
    if wanted:
        study(env, StudyOptions(decks=wanted), plain=False)


def _demos(env: Environment) -> None:
    from quizcards.app import demo_runs

    demo_runs.pick(env, demo_runs.by_deck(env))


def _search(env: Environment) -> None:
    from quizcards.app.search import choose

    with whole_screen(env) as screen:
        choose(env, screen)


def _cards(env: Environment) -> None:
    from quizcards.app.browser import open_browser

    open_browser(env, (), ())


def _statistics(env: Environment) -> None:
    from quizcards.app.selection import named_kinds
    from quizcards.app.statistics import statistics
    from quizcards.terminal.stats_view import stats_lines

    found = statistics(env)
    titles = named_kinds(found.kinds)
    _page(env, lambda width: stats_lines(found, titles, width))


def _page(env: Environment, lines: Callable[[int], Lines]) -> None:
    with whole_screen(env) as screen:
        screen.page(lines)


_DECK = "deck"
_WAYS: Mapping[str, Callable[[Environment], None]] = {
    "enter": _study,
    "z": _quiz,
    "i": _interview,
    "r": _resume,
    "t": _choose,
    "p": _plan,
    "d": _demos,
    "/": _search,
    "c": _cards,
    "s": _statistics,
}
"""What each key of `today_view.WAYS` does."""
