"""`quizcards add`: somebody else's decks, looked at before they are trusted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizcards.app import sharing
from quizcards.app.notices import confirmed
from quizcards.cli.options import STANDARD, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.cli.standard import file_of
from quizcards.errors import QuizcardsError
from quizcards.terminal.contents_view import contents
from quizcards.terminal.keys import has_raw_keys
from quizcards.terminal.printing import STDERR, STDOUT, print_lines, width

if TYPE_CHECKING:
    from quizcards.app.environment import Environment
    from quizcards.app.sharing import Offer

HELP = "다른 사람의 덱을 검사하고, 무엇이 들었는지 보여 준 뒤 내 덱에 더합니다."
EXAMPLES = {
    "quizcards add theirs.yaml": "덱을 살펴보고 더합니다.",
    "quizcards add https://example.com/friend/decks.git": "git 저장소의 덱을 더합니다.",
}
ORDER = 230


def add(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="덱 파일(.yaml), 덱이 든 폴더, git 저장소 주소. -이면 표준 입력.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="묻지 않고 더합니다.")] = False,
    as_json: JsonOption = False,
) -> None:
    if as_json and not yes:
        raise QuizcardsError("--json은 묻지 않고 더할 때만 씁니다. --yes를 함께 적어 주세요.")
    env = environment()
    with _offered(env, path) as offer:
        if not as_json:
            print_lines(contents(offer.decks, offer.known, width()))
            STDOUT.say(*offer.notes())
        if not yes and not _wanted(offer.target):
            STDERR.say("아무것도 복사하지 않았습니다.")
            return
        sharing.accept(env, offer)
    if as_json:
        print_json(offer.as_data())
    else:
        STDOUT.say(f"{offer.target}에 카드 {len(offer.cards)}장을 더했습니다.")
    sharing.run_demos(env, offer)
    if env.anew().deck_paths != [env.own_decks]:
        STDERR.say("지금 여기서는 다른 덱을 읽고 있습니다. 더한 덱은 다른 폴더에서 보입니다.")


@contextmanager
def _offered(env: Environment, path: str) -> Iterator[Offer]:
    """Give what would come from there; through a pipe it comes only once."""
    if path != str(STANDARD):
        with sharing.offered(env, path) as offer:
            yield offer
        return
    with file_of(STANDARD, ".yaml") as file:
        named = str(sharing.named_by_deck(file))
        with sharing.offered(env, named, comes_again=False) as offer:
            yield offer


def _wanted(target: Path) -> bool:
    if not has_raw_keys():
        raise QuizcardsError("터미널이 아니어서 물을 수 없습니다. 더하려면 --yes를 붙여 주세요.")
    return confirmed(f"{target}에 복사할까요?", default=False)
