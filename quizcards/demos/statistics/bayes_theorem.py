"""베이즈 정리: 양성일 때 병이 있을 확률 (Bayes 1763)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def bayes_theorem(prior=0.01, sens=0.99, spec=0.95):
    hit = prior * sens  # 병이 있고 양성일 확률
    alarm = (1 - prior) * (1 - spec)  # 병이 없는데 양성일 확률
    positive = hit + alarm  # 양성일 확률: 두 경우를 더한다
    posterior = hit / positive  # 베이즈 정리: 양성 가운데 병이 있는 몫
    again = posterior * sens  # 사후확률이 다음 검사의 사전확률이 된다
    twice = again / (again + (1 - posterior) * (1 - spec))
    return twice


def draw(rng):
    return {
        "prior": rng.choice([0.01, 0.02, 0.05, 0.1, 0.2]),
        "sens": rng.choice([0.8, 0.9, 0.95]),
        "spec": rng.choice([0.75, 0.8, 0.85, 0.9]),
    }


def picture(trace: Trace) -> Curves:
    priors = np.linspace(0.001, 0.3, 60)
    runs = [DEMO.traced({**trace.inputs, "prior": prior}, {}) for prior in priors]
    named = {"양성 한 번": "posterior", "양성 두 번": "twice"}
    return Curves(
        "양성일 때 병이 있을 확률: 같은 검사라도 유병률에 달렸다",
        "유병률",
        "사후확률",
        tuple(
            Series(called, priors, np.array([float(run[name]) for run in runs]))
            for called, name in named.items()
        ),
    )


DEMO = Demo(
    bayes_theorem,
    asks={
        "positive": "한 사람이 이 검사에서 양성일 확률",
        "posterior": "양성인 사람에게 병이 있을 확률",
        "twice": "조건부 독립인 검사에서 두 번 다 양성인 사람에게 병이 있을 확률",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "positive", "sens", "병이 있는 사람만 세었습니다. 병이 없는데 양성인 경우도 더합니다."
        ),
        Mistake("alarm", "1 - spec", "위양성에 병이 없는 사람의 비율을 곱하지 않았습니다."),
        Mistake("alarm", "(1 - prior) * spec", "특이도는 병이 없을 때 음성일 확률입니다."),
        Mistake("alarm", "prior * (1 - spec)", "위양성은 병이 없는 사람에게서 나옵니다."),
        Mistake(
            "posterior",
            "sens",
            "민감도는 병이 있을 때 양성일 확률입니다. 조건을 뒤바꾸었습니다.",
        ),
        Mistake("posterior", "hit", "양성일 확률로 나누지 않았습니다."),
        Mistake("posterior", "hit / alarm", "확률이 아니라 오즈입니다. 양성 전체로 나눕니다."),
        Mistake("twice", "posterior**2", "사후확률을 제곱했습니다. 다음 검사의 사전확률로 씁니다."),
        Mistake(
            "twice",
            "again / (again + (1 - prior) * (1 - spec))",
            "병이 없을 확률도 첫 검사 뒤의 것으로 바꿉니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {"positive": 5940 / 100_000, "posterior": 990 / 5940, "twice": 980.1 / 1227.6},
            "손계산: 10만 명에서 양성은 990명과 4950명, 두 번째에는 980.1명과 247.5명",
        ),
        Worked(
            {"prior": 0.5, "sens": 0.9, "spec": 0.9},
            {"positive": 0.5, "posterior": 0.9, "twice": 0.81 / 0.82},
            "손계산: 사전 오즈 1에 우도비 9를 곱하면 오즈 9, 한 번 더 곱하면 81",
        ),
        Worked(
            {"prior": 0.2, "sens": 0.8, "spec": 0.75},
            {"positive": 0.36, "posterior": 4 / 9, "twice": 64 / 89},
            "손계산: 100명 중 병 20명, 양성은 16명과 20명, 두 번째에는 12.8명과 5명",
        ),
    ),
    picture=picture,
    limits=dict.fromkeys(("prior", "sens", "spec"), (0, 1)),
    words={
        "prior": "유병률",
        "sens": "민감도",
        "spec": "특이도",
        "positive": "양성일 확률",
        "posterior": "사후확률",
        "again": "두 번째 진양성 확률",
        "twice": "두 번째 사후확률",
        "hit": "진양성 확률",
        "alarm": "위양성 확률",
    },
    lines={
        "prior": "병이 있는 사람의 비율(유병률)",
        "sens": "병이 있을 때 양성일 확률(민감도)",
        "spec": "병이 없을 때 음성일 확률(특이도)",
        "hit": "",
        "alarm": "",
        "positive": "",
        "posterior": "",
        "again": "첫 검사의 사후확률이 두 번째 검사의 사전확률이 됩니다.",
        "twice": "",
    },
)
