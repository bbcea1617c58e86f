"""An exercise as a file of Python: the function with every line to write blank, and what is in it.

Of what the learner makes of the file only the lines that were asked for are read and run.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from quizcards.errors import QuizcardsError
from quizcards.quiz.code_question import asked_for, asked_whole, shapes, wanted
from quizcards.quiz.code_verdict import told
from quizcards.quiz.judge import judge
from quizcards.quiz.question import GAP, Checking, Code, Verdict
from quizcards.trace.demo import Demo
from quizcards.trace.exercise import Exercise, blanked
from quizcards.trace.notation import values
from quizcards.trace.vet import parsed
from quizcards.trace.whiteboard import Finding, Refused

TODO = "TODO"
OWN = "내가 쓴 함수"
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
    todo = dict.fromkeys(targets, f"...  # {TODO}")
    for name, exercise in targets.items():
        what = wanted(exercise)
        todo[name] += what and f": {_harmless(what)}"
    head, *body = blanked(demo.source, todo)
    return "\n".join(
        [
            f'"""{_harmless(demo.title)}',
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
            head,
            *body,
            "",
        ]
    )


def _harmless(text: str) -> str:
    """Return an author's words so that they end neither a comment nor a text of Python.

    A learner may run the file, and a deck is untrusted.
    """
    return " ".join(text.translate({ord('"'): "'", ord("\\"): "/"}).split())


def rows(text: str, checks: Sequence[Checking]) -> list[Row]:
    """Check each line that was asked for, as it stands in a file.

    Where one of the names is there no more, the function is the learner's own, and is checked by
    what it returns. Raises QuizcardsError where the file cannot be read as Python.
    """
    demo = checks[0].exercise.demo
    function = _function(text, demo)
    written = _written(text, function)
    if any(check.target not in written for check in checks):
        return [_whole(function, demo, checks)]
    return [_row(check, written.get(check.target, ["..."])) for check in checks]


def _row(check: Checking, texts: Sequence[str]) -> Row:
    """Check a line; of one that stands in several places the first that is not right is told."""
    code = asked_for(check).answering
    assert isinstance(code, Code), "a line is asked for"
    found = [_checked(code, text) for text in dict.fromkeys(texts)]
    return next((row for row in found if not row.is_right), found[0])


def _checked(code: Code, text: str) -> Row:
    if text in ("...", GAP):
        return Row(code)
    try:
        return Row(code, text, judge(code, text))
    except QuizcardsError as error:
        return Row(code, text, refused=str(error))


def _whole(function: ast.FunctionDef, demo: Demo, checks: Sequence[Checking]) -> Row:
    """Check a function of the learner's own by what it returns."""
    code = asked_whole(checks).answering
    assert isinstance(code, Code), "code is asked for"
    try:
        return Row(code, OWN, told(code, OWN, _own(function, demo, checks[0])))
    except QuizcardsError as error:
        return Row(code, OWN, refused=str(error))


def _own(function: ast.FunctionDef, demo: Demo, check: Checking) -> Finding:
    """Check a function that takes what the demo does."""
    parameters = [argument.arg for argument in function.args.args]
    if set(parameters) != set(demo.parameters):
        return Refused(f"매개변수는 그대로 두어 주세요: {', '.join(demo.parameters)}.")
    return check.board.check_whole(demo, function)


def _function(text: str, demo: Demo) -> ast.FunctionDef:
    """Return the function of an exercise in a file."""
    if len(text) > MOST_CHARACTERS:
        raise QuizcardsError("파일이 너무 큽니다. 지우고 quizcards code로 새로 받아 주세요.")
    try:
        nodes = parsed(text).body
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
    return functions[-1]


def _written(text: str, function: ast.FunctionDef) -> Mapping[str, list[str]]:
    """Return what each name of a function is made of in a file, wherever it is."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            formula = ast.get_source_segment(text, node.value) or "..."
            if "\n" in formula:
                formula = f"({formula})"  # those around it are not among it
            found.setdefault(node.targets[0].id, []).append(formula)
    return found
