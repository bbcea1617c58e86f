"""`quizcards check`: everything that is wrong with decks, once or after every save."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from quizcards.app import checking
from quizcards.app.environment import Environment
from quizcards.cli.options import STANDARD, JsonOption, environment, written_as
from quizcards.cli.output import print_json
from quizcards.cli.standard import file_of
from quizcards.errors import QuizcardsError, perhaps
from quizcards.model import Problem
from quizcards.terminal.printing import STDERR, STDOUT

HELP = "덱을 검사하고 데모를 모두 돌려 보고, 고칠 곳을 모두 알려 줍니다."
EXAMPLES = {
    "quizcards check": "모든 덱을 검사합니다.",
    "quizcards check my-deck.yaml --watch": "저장할 때마다 검사합니다.",
    "quizcards check decks --format github": "GitHub Actions에서.",
}
ORDER = 190

FORMATS = ("text", "json", "github")


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...", help="덱 파일이나 폴더. -이면 표준 입력.", show_default=False
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="빠진 id를 카드마다 한 줄씩 더해 줍니다.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="저장할 때마다 다시 검사합니다. Ctrl-C로 끝냅니다.")
    ] = False,
    answers: Annotated[
        bool,
        typer.Option(
            "--answers", help="맞은 답으로 둔 답(y 키)을 보여 줍니다. 덱에 더할 만한 말입니다."
        ),
    ] = False,
    as_json: JsonOption = False,
    to: Annotated[
        str | None,
        typer.Option(
            "--format", "--to", help="text, json, github(GitHub Actions가 줄마다 표시합니다)."
        ),
    ] = None,
) -> None:
    form = _checked_form(written_as(as_json, to) or "text")
    if form == "github" and (watch or answers):
        raise QuizcardsError("--format github: --watch, --answers와 함께 쓸 수 없습니다.")
    if watch and (fix or form == "json"):
        raise QuizcardsError("--watch: --fix나 --json과 함께 쓸 수 없습니다.")
    if answers and (watch or fix):
        raise QuizcardsError("--answers: --watch나 --fix와 함께 쓸 수 없습니다.")
    if STANDARD in (paths or ()):
        if len(paths or ()) > 1 or fix or watch or answers:
            raise QuizcardsError(
                "-: 덱 하나를 읽어 검사만 합니다. "
                "다른 경로, --fix, --watch, --answers와 함께 쓸 수 없습니다."
            )
        with file_of(STANDARD, ".yaml") as there:
            verdict = checking.check(environment([there]))
        _report(verdict.called(str(there), str(STANDARD)), form)
        return
    env = environment(paths)
    if answers:
        _list_claims(env, form == "json")
        return
    if watch:
        _watch(env)
    if fix:
        for line in checking.add_ids(env):
            STDERR.say(line)
    _report(checking.check(env), form)


def _checked_form(form: str) -> str:
    if form not in FORMATS:
        there = ", ".join(FORMATS)
        raise QuizcardsError(
            f"--format {form}: {there} 가운데 하나여야 합니다.{perhaps(form, FORMATS)}"
        )
    return form


def _report(verdict: checking.Verdict, form: str) -> None:
    """Print what is wrong, and end with 1 where something is."""
    if form == "json":
        print_json([asdict(problem) for problem in verdict.problems])
    else:
        problems = sorted(verdict.problems)
        STDOUT.say(*(map(_annotation, problems) if form == "github" else problems))
        STDERR.say(*verdict.notes, verdict.summary)
    if verdict.problems:
        raise typer.Exit(1)


def _annotation(problem: Problem) -> str:
    """Return a problem as GitHub Actions reads it, to show it beside its line.

    Of its toolkit: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    path = _escaped(problem.path).replace(":", "%3A").replace(",", "%2C")
    place = f"file={path},line={problem.line},col={problem.column}"
    return f"::error {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _list_claims(env: Environment, as_json: bool) -> None:
    claims = checking.claims(env)
    if as_json:
        print_json([asdict(claim) for claim in claims])
        return
    STDOUT.say(*claims)
    STDERR.say(f"맞은 답으로 둔 답 {sum(claim.times for claim in claims)}개")


def _watch(env: Environment) -> None:
    """Say after every save what is new and what was mended, until it is interrupted."""
    for change in checking.watch(env):
        mended = [f"고침: {problem}" for problem in sorted(change.mended)]
        STDOUT.say(*sorted(change.new), *mended, flush=True)
        STDERR.say(f"{change.moment:%H:%M:%S} {change.summary}")
