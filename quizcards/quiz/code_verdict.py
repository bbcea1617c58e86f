"""What is said of code that a learner wrote: whether it computes the same, or where it parts."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from quizcards.errors import QuizcardsError
from quizcards.quiz.question import Checking, Code, Verdict
from quizcards.trace.equality import apart
from quizcards.trace.notation import number, values
from quizcards.trace.vet import parsed
from quizcards.trace.whiteboard import Differs, Failed, Finding, Refused, Right

MOST_DIGITS = 12
SAME = "같은 값을 냅니다."
MOST_SHOWN = 6
"""Of an axis of an input."""


def verdict(code: Code, reply: str) -> Verdict:
    """Mark what was written.

    Raises QuizcardsError where it is nothing that may run, so that it can be written again.
    """
    match code.form:
        case "line":
            return told(code, reply, code.checks[0](reply))
        case "lines":
            return _together(code, reply)
        case "body":
            return told(code, reply, _whole(code, reply))


def told(code: Code, reply: str, found: Finding) -> Verdict:
    """Return what was found of a line, or of a whole function, as a verdict.

    Raises QuizcardsError where it is nothing that may run.
    """
    match found:
        case Right():
            written = "" if _is_alike(code, reply) else _own_lines(code)
            return Verdict(1.0, tuple(filter(None, (SAME, written))))
        case Refused(sentence):
            raise QuizcardsError(sentence)
        case Failed() | Differs():
            feedback = found.feedback if isinstance(found, Differs) else ""
            return Verdict(0.0, (*_said(found, code.checks), code.solution), feedback)


def _together(code: Code, reply: str) -> Verdict:
    """Mark several lines, each with the others as they stand in the demo."""
    lines: list[str] = []
    right = 0
    feedback = ""
    written = list(zip(code.checks, _parts(code, reply), strict=True))
    for check, text in written:
        match check(text):
            case Right():
                right += 1
                lines.append(f"{check.target}: 맞았습니다.")
            case Refused(sentence):
                raise QuizcardsError(f"{check.target}: {sentence}")
            case Failed() | Differs() as found:
                lines.append(f"{check.target}: 틀렸습니다.")
                lines += _said(found, [check])
                feedback = feedback or getattr(found, "feedback", "")
    if right == len(code.checks):
        by_name = "\n".join(f"{check.target} = {text}" for check, text in written)
        return told(code, by_name, Right())
    return Verdict(right / len(code.checks), (*lines, code.solution), feedback)


def _parts(code: Code, reply: str) -> list[str]:
    """Return what is written for each name: `m = …`, or the formulas alone in their order.

    Raises QuizcardsError where one is missing.
    """
    names = [check.target for check in code.checks]
    asked = (
        f"{len(names)}줄을 적어 주세요. 한 줄에 하나씩: {', '.join(f'{one} = …' for one in names)}"
    )
    body = _read(reply, asked)
    found: dict[str, str] = {}
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in names:
                found[name] = ast.unparse(value)
            case ast.Expr(value=value) if len(found) < len(names):
                found[next(one for one in names if one not in found)] = ast.unparse(value)
            case _:
                raise QuizcardsError(f"{node.lineno}번째 줄: 물은 줄이 아닙니다. {asked}")
    if len(found) < len(names):
        raise QuizcardsError(asked)
    return [found[name] for name in names]


def _whole(code: Code, reply: str) -> Finding:
    """Check the body of a function, below its first line and above its last."""
    (function,) = parsed(f"{code.lines[0]}\n    pass").body
    (end,) = parsed(code.lines[-1].strip().replace("return ", "")).body
    assert isinstance(function, ast.FunctionDef), "its first line is the demo's"
    assert isinstance(end, ast.Expr), "its last line returns"
    body = _read(reply, "괄호와 들여쓰기를 봐 주세요.")
    last = 1 + max((node.end_lineno or 0 for node in body), default=0)
    function.body = [*body, ast.Return(end.value, lineno=last, end_lineno=last)]
    function.end_lineno = last
    return code.checks[0].board.check_whole(code.checks[0].exercise.demo, function)


def _read(reply: str, advice: str) -> list[ast.stmt]:
    """Read lines of code. Raises QuizcardsError where that cannot be done.

    The space before the first may be lost; in one line there may be several: `m = …; w = …`.
    """
    first, _, others = reply.partition("\n")
    problem = QuizcardsError("")
    for text in (textwrap.dedent(reply), f"{first.strip()}\n{textwrap.dedent(others)}"):
        try:
            body = parsed(text)
            by_line = ast.unparse(body)  # what is too deep for it is too deep for what follows
            return body.body if others else parsed(by_line).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
            problem = QuizcardsError(f"{line}번째 줄: 파이썬으로 읽을 수 없습니다. {advice}")
    raise problem


def _is_alike(code: Code, reply: str) -> bool:
    """Say whether a reply reads as the answer does, whatever its spaces."""
    formula = code.answer.partition(" = ")[2] if code.form == "line" else code.answer
    try:
        forms = (ast.dump(parsed(formula)), ast.dump(parsed(code.answer)))
        return ast.dump(parsed(reply.strip())) in forms
    except SyntaxError:  # such as where `m_hat =` stands on a line of its own
        return False


def _own_lines(code: Code) -> str:
    between = " " if code.form == "line" else "\n"
    return f"데모의 식:{between}{code.answer}"


def _said(found: Failed | Differs, checks: Sequence[Checking]) -> list[str]:
    """Return what there is to say of what is wrong, and the inputs on which it shows."""
    if isinstance(found, Failed):
        said = [found.sentence]
    else:
        said = [*([found.feedback] if found.feedback else []), _difference(found)]
        if found.earlier:
            said.append(f"데모와 같은 이름 가운데 처음 다른 것: {_difference(found.earlier)}")
    return [*said, _inputs(checks, found.inputs)]


def _difference(found: Differs) -> str:
    """Say which value differs first, beside the right one."""
    turn = f"{'-'.join(map(str, found.turn))}번째 반복의 " if found.turn else ""
    if np.shape(found.given) != np.shape(found.right):
        return (
            f"{turn}{found.name}의 모양이 다릅니다: "
            f"{_shape(found.right)} 대신 {_shape(found.given)}"
        )
    place, given, right = _first(found.given, found.right)
    mine, true = _told_apart(given, right)
    return f"{turn}{found.name}{place}: 내 식은 {mine}, 맞는 값은 {true}"


def _first(given: Any, right: Any) -> tuple[str, float, float]:
    """Return where two values of one shape differ first, and both numbers there."""
    if np.ndim(right) == 0:
        return "", given, right
    at = tuple(int(i) for i in np.argwhere(apart(right, given))[0])
    return f"[{', '.join(map(str, at))}]", float(given[at]), float(right[at])


def _told_apart(given: float, right: float) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to see that they differ."""
    for digits in range(4, MOST_DIGITS):
        mine, true = number(given, digits), number(right, digits)
        if mine != true:
            return mine, true
    return number(given, MOST_DIGITS), number(right, MOST_DIGITS)


def _inputs(checks: Sequence[Checking], inputs: Mapping[str, Any]) -> str:
    """Return the inputs on which a difference shows, those that lead to the lines."""
    leading = {name for check in checks for name in check.exercise.leading}
    shown = [f"{name} = {_value(inputs[name])}" for name in inputs if name in leading]
    return f"입력: {', '.join(shown)}"


def _value(value: Any) -> str:
    return repr(value) if isinstance(value, str) else values(value, most=MOST_SHOWN)


def _shape(value: Any) -> str:
    return str(tuple(np.shape(value)))
