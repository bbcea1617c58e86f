"""`quizcards update`: what the authors of added decks have changed since."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import merging, updating
from quizcards.app.environment import Environment
from quizcards.app.notices import confirmed
from quizcards.app.updating import Change, Update
from quizcards.cli.options import DecksArgument, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.errors import QuizcardsError
from quizcards.terminal.contents_view import contents
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDERR, STDOUT, print_lines, width

HELP = "더한 덱에서 저자가 고친 것을 보여 주고 받습니다. 내가 고친 것은 그대로입니다."
EXAMPLES = {
    "quizcards update": "add로 더한 덱을 모두.",
    "quizcards update optimization --yes": "한 덱을 묻지 않고. 둘 다 고친 곳은 내 것이 남습니다.",
    "quizcards update --json": "무엇이 바뀌었는지만 봅니다.",
}
ORDER = 231


def update(
    decks: DecksArgument = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="묻지 않고 받습니다. 둘 다 고친 곳은 내 것이 남습니다.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    env = environment()
    names = updating.chosen(env, decks or [])
    if not names and not as_json:
        STDERR.say("더한 덱이 없습니다. quizcards add로 더하면 나중에 새로 받을 수 있습니다.")
    rows = []
    failed = []
    for name in names:
        try:
            found = updating.asked_for(env, name)
        except QuizcardsError as error:
            failed.append(str(error) if name in str(error) else f"{name}: {error}")
            continue
        if as_json:
            is_taken = yes and not found.is_empty
            if is_taken:
                merging.take(env, found, (), drops=False)
            rows.append({**found.as_data(), "taken": is_taken})
        elif not _settled(env, found, yes):
            failed.append(f"{name}: 터미널이 아니어서 물을 수 없습니다. 받으려면 --yes를 붙이세요.")
    if as_json:
        print_json(rows)
    if failed:
        raise QuizcardsError("\n".join(failed))


def _settled(env: Environment, found: Update, yes: bool) -> bool:
    """Show what has changed of one file or folder, and take it where the learner wants it.

    Return False where nobody can be asked.
    """
    if found.is_empty:
        STDOUT.say(f"{found.before.name}: 바뀐 것이 없습니다.")
        return True
    STDOUT.say(f"{found.before.name} ({found.before.address})")
    print_lines(contents(found.new_decks, (), width()))
    STDOUT.say(*updating.told(found))
    if found.is_only_form:
        STDOUT.say(" 카드의 내용은 그대로이고, 주석이나 순서만 바뀌었습니다.")
    if not yes and not has_raw_keys():
        return False
    if not yes and not confirmed("받을까요?", default=True):
        STDERR.say("아무것도 바꾸지 않았습니다.")
        return True
    theirs, drops = ([], False) if yes else _choices(found)
    merging.take(env, found, theirs, drops)
    STDOUT.say(f"{found.before.name}: 받았습니다.")
    return True


def _choices(found: Update) -> tuple[list[Change], bool]:
    """Ask which conflicts go to the author, and whether the cards go that the author took away."""
    theirs = []
    for change in found.conflicts:
        STDERR.say(*updating.conflict(change))
        if confirmed("저자의 것으로 바꿀까요?", default=False):
            theirs.append(change)
    gone = len(found.difference.gone)
    question = f"저자가 뺀 카드 {gone}장을 내 덱에서도 뺄까요? 답한 기록은 남습니다."
    return theirs, gone > 0 and confirmed(question, default=False)
