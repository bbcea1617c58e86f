"""`quizcards simulate`: what settings cost over the coming months."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import simulation
from quizcards.cli.options import DecksArgument, DecksOption, JsonOption, TagOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal.cost_view import cost_lines
from quizcards.terminal.printing import print_lines, width

HELP = "설정마다 앞으로 몇 달 동안 드는 시간과 남는 기억을 비교합니다."
EXAMPLES = {
    "quizcards simulate": "목표 기억률 넷을 비교합니다.",
    "quizcards simulate --minutes 10 --minutes 20": "하루 10분과 20분을 비교합니다.",
}
ORDER = 110
OLD = {"--deck": ""}

RetentionOption = Annotated[
    list[float] | None,
    typer.Option(
        "--retention",
        help="목표 기억률. 여러 번 쓸 수 있습니다. 처음에는 0.80 0.85 0.90 0.95.",
        show_default=False,
    ),
]
NewOption = Annotated[
    list[int] | None,
    typer.Option("--new", help="하루의 새 카드 수. 여러 번 쓸 수 있습니다.", show_default=False),
]
MinutesOption = Annotated[
    list[float] | None,
    typer.Option(
        "--minutes", help="하루에 쓰는 시간(분). 여러 번 쓸 수 있습니다.", show_default=False
    ),
]


def simulate(
    names: DecksArgument = None,
    tag: TagOption = None,
    retention: RetentionOption = None,
    new: NewOption = None,
    minutes: MinutesOption = None,
    days: Annotated[int, typer.Option("--days", min=1, max=1825, help="며칠을 내다볼지.")] = 180,
    seed: Annotated[int, typer.Option("--seed", min=0, help="같은 수는 같은 앞날.")] = 0,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    options = simulation.SimulationOptions(
        retentions=retention or (),
        new=new or (),
        minutes=minutes or (),
        days=days,
        decks=names or (),
        tags=tag or (),
        seed=seed,
    )
    found = simulation.simulate(environment(decks), options)
    if as_json:
        print_json(found.as_data())
    else:
        print_lines(cost_lines(found.costs, found.cards, width()))
