"""랜덤 포레스트: 상관이 있는 나무의 평균과 OOB 샘플 (Hastie et al. 2009, §15.2)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.notation import number
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def random_forest_oob(trees=10, rho=0.5, var=4.0, n=10):
    floor = rho * var  # 나무를 아무리 늘려도 남는 분산
    shrinking = (1 - rho) * var / trees  # 나무를 늘리면 줄어드는 몫
    variance = floor + shrinking  # 나무 예측의 평균이 갖는 분산
    out = (1 - 1 / n) ** n  # 크기 n인 부트스트랩 표본에 한 샘플이 한 번도 안 뽑힐 확률
    voters = trees * out  # 그 샘플을 OOB로 평가해 줄 나무 수의 기댓값
    return variance


def draw(rng):
    return {
        "trees": int(rng.choice([20, 25])),  # of either fewer vote than there are of the other
        "rho": rng.choice([0.2, 0.3, 0.4, 0.6]),
        "var": rng.choice([3.0, 5.0, 10.0]),
        "n": int(rng.choice([3, 4, 5])),
    }


def picture(trace: Trace) -> Curves:
    rho, var = trace["rho"], trace["var"]
    trees = np.arange(1, 41)
    return Curves(
        "나무를 늘리면 분산이 줄지만 상관의 몫은 남는다",
        "나무의 수",
        "평균의 분산",
        (
            Series(f"상관 {number(rho)}", trees, rho * var + (1 - rho) * var / trees),
            Series("서로 독립이라면", trees, var / trees),
            Series("남는 분산", trees, np.full(40, rho * var)),
        ),
    )


DEMO = Demo(
    random_forest_oob,
    asks={
        "variance": "나무 예측의 평균이 갖는 분산",
        "out": "한 샘플이 부트스트랩 표본 하나에 한 번도 뽑히지 않을 확률",
        "voters": "한 샘플을 OOB로 평가해 줄 나무 수의 기댓값",
    },
    draw=draw,
    mistakes=(
        Mistake("floor", "0 * var", "나무들이 독립이라고 보아 상관의 몫을 빠뜨렸습니다."),
        Mistake("shrinking", "var / trees", "상관이 없는 몫 1 − ρ만 나무의 수로 나누어집니다."),
        Mistake("shrinking", "(1 - rho) * var", "나무의 수로 나누지 않았습니다."),
        Mistake("variance", "(floor + shrinking) / trees", "상관의 몫까지 나무의 수로 나눴습니다."),
        Mistake("out", "1 - 1 / n", "한 번만 뽑는다고 보았습니다. n번 뽑습니다."),
        Mistake("out", "(1 / n) ** n", "1에서 빼지 않았습니다. n번 모두 뽑힐 확률입니다."),
        Mistake("out", "1 - (1 - 1 / n) ** n", "거꾸로입니다. 한 번이라도 뽑힐 확률입니다."),
        Mistake("voters", "trees * (1 - out)", "OOB가 아니라 그 샘플로 학습한 나무의 수입니다."),
    ),
    worked=(
        Worked(
            {},
            {"floor": 2.0, "variance": 2.2, "out": 0.3486784401, "voters": 3.486784401},
            "손계산: 0.5·4 + 0.5·4/10; 0.9¹⁰ = 0.3486784401",
        ),
        Worked(
            {"n": 1000},
            {"out": 0.3676954247709639},
            "SciPy 1.17.1 scipy.stats.binom.pmf(0, 1000, 0.001)",
        ),
    ),
    picture=picture,
    limits={"trees": (1, 100000), "rho": (0, 1), "var": (0, 1e6), "n": (1, 1000000)},
    words={
        "trees": "나무의 수",
        "rho": "상관 ρ",
        "var": "나무 하나의 분산 σ²",
        "floor": "상관의 몫",
        "shrinking": "줄어드는 몫",
        "variance": "평균의 분산",
        "out": "안 뽑힐 확률",
    },
    lines={
        "rho": "두 나무 예측의 상관 ρ",
        "n": "샘플의 수 n(부트스트랩 표본의 크기도 n)",
        "floor": "",
        "shrinking": "",
        "variance": "",
        "out": "",
        "voters": "",
    },
)
