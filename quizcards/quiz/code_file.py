"""An exercise as a file of Python: the function with every line to write blank, and what is in it.

Of what the learner makes of the file only the lines that were asked for are read and run.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.quiz.code_question import asked_for, shapes, wanted
from quizcards.quiz.judge import judge
from quizcards.quiz.question import Checking, Code, Verdict
from quizcards.trace.demo import Demo
from quizcards.trace.exercise import Exercise
from quizcards.trace.notation import values

TODO = "TODO"
MOST_CHARACTERS = 100_000
"""A file that is larger is no exercise of ours."""


class Row(NamedTuple):
    """A line to write: what was written, the verdict on it, or why it may not run.

    What has neither is still to do.
    """

    code: Code
    text: str = ""
    verdict: Verdict | None = None
    refused: str = ""

    @property
    def is_right(self) -> bool:
        return self.verdict is not None and self.verdict.share == 1

    @property
    def said(self) -> tuple[str, ...]:
        """What there is to say of a line that is wrong, but for the right one."""
        if self.refused:
            return (self.refused,)
        return self.verdict.lines[:-1] if self.verdict and self.is_wrong else ()

    @property
    def is_wrong(self) -> bool:
        return bool(self.refused) or (self.verdict is not None and self.verdict.share < 1)


def file_text(demo: Demo, exercises: Sequence[Exercise]) -> str:
    """Return the file of an exercise: what is asked, one worked example, and the lines to write."""
    run = demo.run()
    given = ", ".join(f"{name} = {values(value)}" for name, value in run.inputs.items())
    targets = {exercise.target: exercise for exercise in exercises}
    results = ", ".join(f"{name} = {values(run[name])}" for name in targets if run.values(name))
    body = []
    for line in demo.source.splitlines()[1:]:
        target = line.strip().partition(" = ")[0]
        indent = line[: len(line) - len(line.lstrip())]
        if target in targets:
            told = wanted(targets[target])
            body.append(f"{indent}{target} = ...  # {TODO}{told and f': {told}'}")
        else:
            body.append(line)
    return "\n".join(
        [
            f'"""{demo.title}',
            "",
            f"{TODO}가 있는 줄의 ... 을 NumPy 식으로 바꾸고 저장하세요. 다른 줄은 그대로 둡니다.",
            "",
            *shapes(demo),
            "",
            f"예: {given}",
            f"값: {results}",
            '"""',
            "",
            "import numpy as np",
            "",
            "",
            demo.source.splitlines()[0],
            *body,
            "",
        ]
    )


def rows(text: str, checks: Sequence[Checking]) -> list[Row]:
    """Check each line that was asked for, as it stands in a file.

    Raises QuizcardsError where the file cannot be read as Python.
    """
    written = _written(text, checks[0].exercise.demo)
    return [_row(check, written.get(check.target, ["..."])) for check in checks]


def _row(check: Checking, texts: Sequence[str]) -> Row:
    """Check a line; of one that stands in several places the first that is not right is told."""
    code = asked_for(check).answering
    assert isinstance(code, Code), "a line is asked for"
    found = [_checked(code, text) for text in dict.fromkeys(texts)]
    return next((row for row in found if not row.is_right), found[0])


def _checked(code: Code, text: str) -> Row:
    if text in ("...", "____"):
        return Row(code)
    try:
        return Row(code, text, judge(code, text))
    except QuizcardsError as error:
        return Row(code, text, refused=str(error))


def _written(text: str, demo: Demo) -> Mapping[str, list[str]]:
    """Return what each name of the function is made of in a file, wherever it is."""
    if len(text) > MOST_CHARACTERS:
        raise QuizcardsError("파일이 너무 큽니다. 지우고 quizcards code로 새로 받아 주세요.")
    try:
        nodes = ast.parse(text).body
    except SyntaxError as error:
        raise QuizcardsError(
            f"{error.lineno or 1}번째 줄: 파이썬으로 읽을 수 없습니다. 괄호와 들여쓰기를 봐 주세요."
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise QuizcardsError("파일을 파이썬으로 읽을 수 없습니다.") from error
    name = demo.source.removeprefix("def ").partition("(")[0]
    functions = [one for one in nodes if isinstance(one, ast.FunctionDef) and one.name == name]
    if not functions:
        raise QuizcardsError(
            f"def {name}(...)이 없습니다. 지우고 quizcards code로 새로 받아 주세요."
        )
    found: dict[str, list[str]] = {}
    for node in ast.walk(functions[-1]):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            formula = ast.get_source_segment(text, node.value) or "..."
            found.setdefault(node.targets[0].id, []).append(formula)
    return found
