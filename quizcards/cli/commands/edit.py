"""`quizcards edit`: a card in the editor, again until nothing is wrong."""

from __future__ import annotations

import typer

from quizcards.app import edits
from quizcards.app.notices import confirmed, say_problems
from quizcards.cli.options import CardArgument, DecksOption, environment
from quizcards.model import Place
from quizcards.terminal.edit_view import edit_lines
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import print_lines

HELP = "카드를 편집기에서 고치고, 바뀐 것과 고칠 곳을 봅니다."
EXAMPLES = {
    "quizcards edit adam": "Adam 카드를 고칩니다.",
}
ORDER = 160


def edit(name: CardArgument, decks: DecksOption = None) -> None:
    editing = edits.Editing(environment(decks), name)
    at = editing.place
    while True:
        done = editing.edited(at)
        print_lines(edit_lines(done.key, done.before, done.after, done.changed, done.others))
        if not done.problems:
            return
        say_problems(done.problems)
        if not (has_raw_keys() and confirmed("편집기를 다시 열까요?", default=True)):
            raise typer.Exit(2)
        at = Place(done.problems[0].path, done.problems[0].line)
