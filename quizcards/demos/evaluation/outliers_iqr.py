"""이상치: IQR 울타리, z-점수, MAD로 본 z-점수 (Tukey 1977; Iglewicz & Hoaglin 1993)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

X = np.array([1.0, 2.0, 3.0, 4.0, 100.0])


def outliers_iqr(x=X, k=1.5):
    z = (x - np.mean(x)) / np.std(x)  # 평균과 표준편차가 이상치에 함께 끌려간다
    q1 = np.quantile(x, 0.25)  # 1사분위수
    q3 = np.quantile(x, 0.75)  # 3사분위수
    low = q1 - k * (q3 - q1)  # 아래 울타리
    high = q3 + k * (q3 - q1)  # 위 울타리, 이 밖이면 이상치 후보
    med = np.median(x)
    mad = np.median(np.abs(x - med))  # 중앙값에서 벗어난 정도의 중앙값
    robust = 0.6745 * (x - med) / mad  # 정규분포에서 표준편차와 맞도록 0.6745를 곱한다
    return robust


def draw(rng):
    near = np.cumsum([rng.integers(1, 9), *rng.permutation([1, 2, 4])])
    far = near[-1] + rng.choice([20, 30, 40, 50])
    return {"x": rng.permutation([*near, far]).astype(float), "k": rng.choice([1.5, 3.0])}


def picture(trace: Trace) -> Bars:
    most = int(np.argmax(np.abs(trace["x"] - trace["med"])))
    return Bars(
        f"가장 먼 값 {trace['x'][most]:g}의 점수: 보통 z는 3, MAD로는 3.5를 넘으면 이상치로 본다",
        (
            ("z", abs(float(trace["z"][most]))),
            ("z의 한계 √(n − 1)", float(np.sqrt(len(trace["x"]) - 1))),
            ("MAD로 본 z", abs(float(trace["robust"][most]))),
        ),
    )


DEMO = Demo(
    outliers_iqr,
    asks={
        "high": "IQR의 위 울타리",
        "low": "IQR의 아래 울타리",
        "robust": "중앙값과 MAD로 구한 수정 z-점수",
    },
    draw=draw,
    mistakes=(
        Mistake("q1", "np.min(x)", "1사분위수가 아니라 최솟값입니다."),
        Mistake("q3", "np.max(x)", "3사분위수가 아니라 최댓값입니다."),
        Mistake("low", "np.median(x) - k * (q3 - q1)", "1사분위수가 아니라 중앙값에서 뺐습니다."),
        Mistake("low", "q1 - k", "사분위 범위(IQR)를 곱하지 않았습니다."),
        Mistake("high", "np.median(x) + k * (q3 - q1)", "3사분위수가 아니라 중앙값에 더했습니다."),
        Mistake("high", "np.mean(x) + k * np.std(x)", "평균과 표준편차로 정한 경계입니다."),
        Mistake("med", "np.mean(x)", "이상치에 끌려가는 평균을 썼습니다."),
        Mistake("mad", "np.std(x)", "이상치에 부풀려지는 표준편차로 나누었습니다."),
        Mistake("mad", "np.mean(np.abs(x - med))", "벗어난 정도의 중앙값이 아니라 평균입니다."),
        Mistake("robust", "(x - med) / mad", "0.6745를 곱하지 않았습니다."),
    ),
    worked=(
        Worked(
            {},
            {"low": -1.0, "high": 7.0, "robust": [-1.349, -0.6745, 0.0, 0.6745, 65.4265]},
            "손계산: 2 - 1.5·2, 4 + 1.5·2, 0.6745·97/1",
        ),
        Worked(
            {"x": [12, 5, 7, 40, 9, 8]},
            {
                "z": [
                    -0.12460403068253721,
                    -0.7060895072010442,
                    -0.5399507996243279,
                    2.201337875391491,
                    -0.3738120920476116,
                    -0.4568814458359698,
                ],
                "q1": 7.25,
                "q3": 11.25,
                "mad": 2.5,
            },
            "SciPy 1.17.1 scipy.stats.zscore, scoreatpercentile, median_abs_deviation",
        ),
    ),
    picture=picture,
    limits={"x": (-1e6, 1e6), "k": (0, 100)},
    words={
        "med": "중앙값",
        "mad": "MAD",
    },
    lines={
        "k": "울타리까지의 거리를 정하는 k",
        "z": "",
        "q1": "사분위수는 정렬한 값 사이를 선형 보간하여 구합니다.",
        "q3": "",
        "low": "",
        "high": "",
        "med": "",
        "mad": "",
        "robust": "",
    },
)
