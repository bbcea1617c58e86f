"""The runs of a demo that are asked for: one, or several that differ in one parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from quizcards import demos
from quizcards.app.asking import asker
from quizcards.app.questions import laboratory
from quizcards.errors import QuizcardsError, perhaps
from quizcards.model import DemoCall
from quizcards.trace.notation import symbol

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.terminal.picker import Groups
    from quizcards.trace.demo import Demo
    from quizcards.trace.tracer import Trace

MOST_RUNS = 6
Runs = Mapping[str, Mapping[str, Any]]
"""The parameters of each run by its label, which is "" where there is only one."""


def all_demos() -> list[tuple[str, Demo]]:
    """Return every demo with its name, in order."""
    return [(name, demos.load(name)) for name in demos.names()]


def by_deck(env: Environment) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the demos by name, with their titles, under the titles of their decks in order."""
    folders: dict[str, list[tuple[str, str]]] = {}
    for name, path in demos.files().items():
        deck = path.parent.name.replace("_", "-")
        folders.setdefault(deck, []).append((name, demos.load(name).title))
    titles = {deck.id: deck.title for deck in env.library().decks}
    order = [deck for deck in dict.fromkeys([*titles, *folders]) if deck in folders]
    return [(titles.get(deck, deck), folders[deck]) for deck in order]


def pick(env: Environment, groups: Groups) -> None:
    """Let demos be chosen on the whole screen, one after the other."""
    from quizcards.terminal.live import explore
    from quizcards.terminal.picker import pick as choose
    from quizcards.terminal.plain import Plain

    with asker(env, plain=False) as screen:
        if not isinstance(screen, Plain):
            choose(
                screen, "데모", lambda: groups, lambda name: explore(screen, demos.load(name), {})
            )


def find_demo(name: str) -> Demo:
    """Return a demo. Raises QuizcardsError where there is none of this name."""
    if name not in demos.names():
        raise QuizcardsError(
            f"'{name}' 데모는 없습니다.{perhaps(name, demos.names())} "
            "quizcards demo --list로 모두 볼 수 있습니다."
        )
    return demos.load(name)


def asked_for(demo: Demo, assignments: Sequence[str], seed: int | None) -> Runs:
    """Return the runs that a command line asks for.

    `lr=0.01,0.1` lays two runs side by side, as do `x=1,2` and `x=3,4` for a vector. With a seed
    everything else is drawn fresh. Raises QuizcardsError for what is no assignment, and where more
    than one parameter varies.
    """
    given = _given(demo, assignments)
    base = {} if seed is None else demo.drawn(seed)
    base |= {name: values[0] for name, values in given.items()}
    several = [name for name, values in given.items() if len(values) > 1]
    if not several:
        return {"": base}
    if len(several) > 1 or len(given[several[0]]) > MOST_RUNS:
        raise QuizcardsError(
            f"-p: 한 매개변수만 {MOST_RUNS}개까지 바꾸어 비교할 수 있습니다. "
            f"지금 여럿인 것: {', '.join(several)}"
        )
    (name,) = several
    return {f"{symbol(name)} = {value}": base | {name: value} for value in given[name]}


def _given(demo: Demo, assignments: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of each parameter as they were written, each once."""
    given: dict[str, list[str]] = {}
    for text in assignments:
        if not text.isprintable():
            raise QuizcardsError(
                "-p: 화면에 쓸 수 없는 글자가 있습니다. 이름=값 으로 써 주세요(예: -p lr=0.3)."
            )
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not value:
            raise QuizcardsError(f"-p {text}: 이름=값 으로 써 주세요(예: -p lr=0.3).")
        # a vector's commas belong to it
        values = value.split(",") if demo.takes_one(name) else [value]
        given.setdefault(name, []).extend(part.strip() for part in values)
    return {name: list(dict.fromkeys(values)) for name, values in given.items()}


def traces(demo: Demo, runs: Runs) -> dict[str, Trace]:
    """Return what each run computes, by its label."""
    return {label: demo.run(params) for label, params in runs.items()}


def as_data(name: str, demo: Demo, runs: Runs) -> object:
    """Return what was computed as plain data for JSON: one run, or a list of several."""
    from quizcards.export.formats.json import trace_data  # not needed to show a run

    data = [{"demo": name, **trace_data(trace)} for trace in traces(demo, runs).values()]
    return data if len(data) > 1 else data[0]


def written(demo: Demo, runs: Runs, to: str) -> str:
    """Return every run as Markdown or SVG text."""
    from quizcards.export.formats.markdown import demo_markdown  # not needed to show a run
    from quizcards.export.svg import demo_svg

    found = traces(demo, runs)
    return demo_markdown(demo, found) if to == "markdown" else demo_svg(demo, found)


def walk(env: Environment, name: str, params: Mapping[str, Any]) -> None:
    """Walk a demo on the whole screen, or line by line where there are no single keys to read."""
    steps = laboratory().walk(DemoCall(name, params))
    with asker(env, plain=False) as screen:
        screen.walk(steps)
