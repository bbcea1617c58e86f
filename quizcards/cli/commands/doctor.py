"""`quizcards doctor`: whether all is well, on one page."""

from __future__ import annotations

from typing import Annotated

import typer

from quizcards.app import doctor as clinic
from quizcards.cli.options import DecksOption, JsonOption, environment
from quizcards.cli.output import print_json
from quizcards.terminal.doctor_view import doctor_lines
from quizcards.terminal.printing import STDERR, print_lines, width

HELP = "기록, 색인, 덱, 설정, 동기화, 백업이 모두 괜찮은지 봅니다."
EXAMPLES = {
    "quizcards doctor": "살펴봅니다.",
    "quizcards doctor --fix": "고칠 수 있는 것은 고칩니다.",
}
ORDER = 270


def doctor(
    fix: Annotated[
        bool, typer.Option("--fix", help="잃는 것 없이 고칠 수 있는 것을 고칩니다.")
    ] = False,
    as_json: JsonOption = False,
    decks: DecksOption = None,
) -> None:
    env = environment(decks)
    if fix:
        STDERR.say(*clinic.mended(env))
    findings = clinic.Doctor(env.anew()).findings()
    if as_json:
        print_json(clinic.as_data(findings))
    else:
        print_lines(doctor_lines(findings, width()))
    if clinic.wrong(findings):
        raise typer.Exit(1)
