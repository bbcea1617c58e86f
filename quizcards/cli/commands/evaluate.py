"""`quizcards evaluate`: how well the expected recall foretells what happened."""

from __future__ import annotations

from contextlib import nullcontext

from quizcards.app import fitting
from quizcards.cli.options import DecksOption, JsonOption, LogOption, environment
from quizcards.cli.output import print_json
from quizcards.cli.standard import file_of
from quizcards.terminal.evaluate_view import evaluation_lines
from quizcards.terminal.printing import STDERR, print_lines, width

HELP = "기억 모델이 예상한 회상률이 실제와 얼마나 맞는지 봅니다."
EXAMPLES = {
    "quizcards evaluate": "내 기록으로 확인합니다.",
}
ORDER = 130
NAMES = {"weights": "지금 가중치", "defaults": "기본 가중치", "average": "늘 평균"}


def evaluate(log: LogOption = None, as_json: JsonOption = False, decks: DecksOption = None) -> None:
    env = environment(decks)
    with file_of(log) if log else nullcontext() as there:
        judged = fitting.judge(env, there)
    if as_json:
        print_json(judged.as_data())
        return
    scores = {NAMES[name]: score for name, score in judged.scores.items()}
    print_lines(evaluation_lines(judged.found, scores, width()))
    fitted = 0 if log else fitting.reviews_fitted(env)
    if fitted:
        STDERR.say(
            f"지금 가중치는 이 가운데 복습 {fitted:,}번에 맞춘 것이라 점수가 조금 좋게 나옵니다."
        )
