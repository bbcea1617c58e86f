"""차원의 저주: 정육면체에 고르게 퍼진 점들 (Hastie et al. 2009, §2.5)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace


def curse_of_dimensionality(d=10, r=0.9, share=0.1):
    inner = r**d  # 변의 길이가 r배인 안쪽 정육면체의 부피
    ball = np.prod(np.pi / (2 * np.arange(d, 1, -2)))  # 꽉 차는 공의 부피: 두 차원마다 π/(2d)배
    mean = d / 6  # 두 점 사이 거리의 제곱의 평균: 축마다 1/6
    sd = np.sqrt(7 * d / 180)  # 그 표준편차: 축마다 분산 7/180
    spread = sd / mean  # 평균에 견준 흔들림: √d에 반비례
    side = share ** (1 / d)  # 데이터의 share만큼을 담는 정육면체의 변
    return side


def draw(rng):
    return {
        "d": rng.choice([2, 3, 4, 5, 10]),
        "r": rng.choice([0.5, 0.6, 0.8]),
        "share": rng.choice([0.001, 0.01, 0.2, 0.3]),
    }


def picture(trace: Trace) -> Curves:
    dimensions = np.arange(1, max(30, trace["d"]) + 1)
    runs = [DEMO.traced({**trace.inputs, "d": int(d)}, {}) for d in dimensions]
    lines = (("이웃을 담는 변", "side"), ("안쪽의 부피", "inner"), ("거리²의 흔들림", "spread"))
    return Curves(
        "차원이 오르면 이웃은 넓어지고 안쪽은 비고 거리는 비슷해진다",
        "차원 d",
        "비율",
        tuple(
            Series(name, dimensions, np.array([run[value] for run in runs]))
            for name, value in lines
        ),
    )


DEMO = Demo(
    curse_of_dimensionality,
    asks={
        "inner": "안쪽 정육면체가 차지하는 부피의 비율",
        "spread": "단위 정육면체에 고르게 퍼진 두 점 사이 거리의 제곱의 변동계수(표준편차 / 평균)",
        "side": "단위 정육면체에 고르게 퍼진 데이터에서 그 비율을 담는 작은 정육면체의 변",
    },
    draw=draw,
    mistakes=(
        Mistake("inner", "1 - r**d", "안쪽이 아니라 껍질의 몫입니다."),
        Mistake("inner", "r", "변의 비율입니다. 부피는 축마다 곱합니다."),
        Mistake("inner", "r ** (1 / d)", "d제곱이 아니라 d제곱근입니다."),
        Mistake("mean", "d / 12", "점 하나의 분산을 더했습니다. 두 점의 차는 그 두 배입니다."),
        Mistake("sd", "7 * d / 180", "제곱근을 빠뜨렸습니다. 그것은 분산입니다."),
        Mistake("spread", "sd", "평균으로 나누지 않았습니다."),
        Mistake("spread", "np.sqrt(7 / 180) * 6", "한 축의 값입니다. 축이 늘면 √d로 나뉩니다."),
        Mistake("side", "share", "변도 같은 비율이면 된다고 보았습니다. 1차원에서만 그렇습니다."),
        Mistake("side", "share**d", "d제곱근이 아니라 d제곱입니다."),
        Mistake("side", "share / d", "d제곱근이 아니라 d로 나누었습니다."),
        Mistake("side", "(1 - share) ** (1 / d)", "담지 않는 비율로 계산했습니다."),
    ),
    worked=(
        Worked(
            {"d": 2},
            {
                "inner": 0.81,
                "ball": np.pi / 4,
                "mean": 1 / 3,
                "spread": 0.7**0.5,
                "side": 0.1**0.5,
            },
            "손계산: 원의 넓이 π/4, √(14/180) / (1/3) = √0.7",
        ),
        Worked(
            {"d": 3, "r": 0.5, "share": 0.001},
            {"inner": 0.125, "ball": np.pi / 6, "side": 0.1},
            "손계산: ½³, (4/3)π·½³, 0.1³ = 0.001",
        ),
        Worked(
            {},
            {"inner": 0.3486784401, "side": 0.7943282347242815},
            "SciPy 1.17.1 scipy.stats.beta(10, 1): 좌표 10개의 최댓값의 분포",
        ),
    ),
    picture=picture,
    limits={"d": (1, 1000), "r": (0, 1), "share": (0, 1)},
    words={
        "mean": "평균",
        "share": "담을 비율",
        "inner": "안쪽 부피",
        "spread": "변동계수",
        "sd": "표준편차",
    },
    lines={
        "d": "차원 d",
        "r": "안쪽 정육면체의 변 r(바깥이 1)",
        "share": "담을 데이터의 비율",
        "inner": "",
        "ball": "",
        "mean": "",
        "sd": "",
        "spread": "",
        "side": "",
    },
)
