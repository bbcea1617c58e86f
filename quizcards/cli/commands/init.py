"""`quizcards init`: the shipped decks, copied to be changed."""

from __future__ import annotations

from quizcards.app.sharing import copy_shipped
from quizcards.cli.options import JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal.printing import STDOUT

HELP = "딸려 온 덱을 내 폴더로 복사합니다. 그다음부터는 마음껏 고칠 수 있습니다."
EXAMPLES = {
    "quizcards init": "덱을 내 폴더로 복사합니다.",
}
ORDER = 220


def init(as_json: JsonOption = False) -> None:
    env = environment()
    count = copy_shipped(env)
    if as_json:
        print_json({"folder": str(env.own_decks), "files": count})
    elif count:
        STDOUT.say(f"{env.own_decks}에 {count}개 파일을 복사했습니다.")
    else:
        STDOUT.say(f"{env.own_decks}에 이미 모두 있습니다. 아무것도 바꾸지 않았습니다.")
