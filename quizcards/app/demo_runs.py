"""Which runs of a demo a command line asks for, one or several that differ in one parameter, and
how they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.trace.demo import Demo
from quizcards.trace.notation import symbol

MOST_RUNS = 6


def asked_for(
    demo: Demo, assignments: Sequence[str], seed: int | None
) -> dict[str, dict[str, Any]]:
    """Return the parameters of each run by its label, which is "" where there is only one.

    `lr=0.01,0.1` lays two runs side by side, as do `x=1,2` and `x=3,4` for a vector. With a seed
    everything else is drawn fresh. Raises QuizcardsError for what is no assignment, and where more
    than one parameter varies.
    """
    given: dict[str, list[str]] = {}
    for text in assignments:
        if not text.isprintable():
            raise QuizcardsError(
                "-p: 화면에 쓸 수 없는 글자가 있습니다. 이름=값 으로 써 주세요(예: -p lr=0.3)."
            )
        name, equals, value = text.partition("=")
        if not equals or not value.strip():
            raise QuizcardsError(f"-p {text}: 이름=값 으로 써 주세요(예: -p lr=0.3).")
        given.setdefault(name.strip(), []).extend(_values(demo, name.strip(), value.strip()))
    given = {name: list(dict.fromkeys(values)) for name, values in given.items()}
    base = {} if seed is None else dict(demo.draw(np.random.default_rng(seed)))
    base |= {name: values[0] for name, values in given.items()}
    several = [name for name, values in given.items() if len(values) > 1]
    if not several:
        return {"": base}
    if len(several) > 1 or len(given[several[0]]) > MOST_RUNS:
        raise QuizcardsError(
            f"-p: 한 매개변수만 {MOST_RUNS}개까지 바꾸어 견줄 수 있습니다. 지금 여럿인 것: {', '.join(several)}"
        )
    (name,) = several
    return {f"{symbol(name)} = {value}": base | {name: value} for value in given[name]}


def as_data(name: str, demo: Demo, runs: Mapping[str, Mapping[str, Any]]) -> Any:
    """Return what was computed as plain data for JSON: one run, or a list of several."""
    from quizcards.export.formats.json import trace_data  # not needed to show a run

    data = [{"demo": name, **trace_data(demo.run(params))} for params in runs.values()]
    return data if len(data) > 1 else data[0]


def written(demo: Demo, runs: Mapping[str, Mapping[str, Any]], to: str) -> str:
    """Return every run as Markdown or SVG text. Raises QuizcardsError for another format."""
    if to not in ("markdown", "svg"):
        raise QuizcardsError(f"'{to}' 형식은 없습니다. 쓸 수 있는 것: markdown, svg, json")
    from quizcards.export.formats.markdown import demo_markdown  # not needed to show a run
    from quizcards.export.svg import demo_svg

    traces = {label: demo.run(params) for label, params in runs.items()}
    return demo_markdown(demo, traces) if to == "markdown" else demo_svg(demo, traces)


def _values(demo: Demo, name: str, text: str) -> list[str]:
    """Split a list of numbers or words for a parameter that takes one; a vector's commas belong to
    it.
    """
    is_single = name in demo.choices or (
        name in demo.parameters and np.ndim(demo.parameters[name]) == 0
    )
    return [part.strip() for part in text.split(",")] if is_single else [text]
