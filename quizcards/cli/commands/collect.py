"""`quizcards collect`: the questions of real interviews, kept with the cards that answer them."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import collecting
from quizcards.app.collecting import Offered
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import asked, can_ask, print_json, show_page
from quizcards.errors import QuizcardsError
from quizcards.model import Card
from quizcards.terminal import collected_view
from quizcards.terminal.printing import STDERR, STDOUT, print_lines, width

HELP = "실제 면접에서 받은 질문을 모아, 자주 묻는 카드가 더 자주 나오게 합니다."
EXAMPLES = {
    'quizcards collect "Adam이 뭔가요?" --at 회사': "받은 질문을 남깁니다.",
    "quizcards collect": "모은 질문을 봅니다.",
}
ORDER = 57
OLD = {"--new": "--no-card"}

QuestionArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[QUESTION]", help="받은 질문. 쓰지 않으면 모은 질문을 봅니다.", show_default=False
    ),
]
AtOption = Annotated[str, typer.Option("--at", help="회사.", show_default=False)]
DateOption = Annotated[
    str,
    typer.Option("--date", help="면접 본 날(2026-11-20). 쓰지 않으면 오늘.", show_default=False),
]
MarkOption = Annotated[
    str,
    typer.Option("--mark", help="스스로 매긴 점수와 만점(5점에 2점이면 2/5).", show_default=False),
]
CardOption = Annotated[
    str, typer.Option("--card", help="이 질문에 답하는 카드.", show_default=False)
]
UnansweredOption = Annotated[bool, typer.Option("--no-card", help="답하는 카드가 아직 없습니다.")]


def collect(
    question: QuestionArgument = None,
    at: AtOption = "",
    day: DateOption = "",
    mark: MarkOption = "",
    card: CardOption = "",
    has_none: UnansweredOption = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    if question is None:
        if at or day or mark or card or has_none:
            raise QuizcardsError(
                '모을 질문이 없습니다. quizcards collect "질문" --at 회사 처럼 써 주세요.'
            )
        listed = collecting.listed(env)
        if as_json:
            print_json([collecting.as_data(one) for one in listed.questions])
        else:
            show_page(
                env,
                lambda columns: collected_view.listed_lines(
                    listed.questions, listed.cards, listed.unanswered, columns
                ),
            )
        return
    offer = collecting.offered(env, question, at, day, mark, card, has_none)
    found = offer.card if offer.is_sure else _chosen(offer)
    times = collecting.keep(env, offer.question, found)
    if as_json:
        data = collecting.as_data(offer.question)
        print_json(data | {"card": found.key if found else None})
        return
    STDOUT.say(*collected_view.kept(found, times, is_found=bool(offer.near)))


def _chosen(offer: Offered) -> Card | None:
    """Let the learner choose among the cards that are near; None is for none of them.

    Raises QuizcardsError, which names them, where nobody can be asked.
    """
    if not can_ask():
        raise offer.unclear()
    print_lines(collected_view.near_lines(offer.near, width()))
    most = len(offer.near)
    while True:
        answer = asked(f"맞는 카드의 번호(1–{most})를 적어 주세요.", "Enter만 누르면 없음")
        if answer is None:
            raise KeyboardInterrupt  # nothing is kept
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= most:
            return offer.near[int(answer) - 1].card
        STDERR.say(f" 1부터 {most}까지의 번호를 적거나, 없으면 Enter만 눌러 주세요.")
