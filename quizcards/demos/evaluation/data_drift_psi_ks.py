"""데이터 드리프트: PSI와 KS 통계량 (Yurdakul & Naranjo 2020)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

REFERENCE = np.array([40.0, 30.0, 20.0, 10.0])
CURRENT = np.array([10.0, 20.0, 30.0, 40.0])


def data_drift_psi_ks(m=REFERENCE, n=CURRENT, alpha=0.05):
    p = m / np.sum(m)  # 기준(학습) 데이터에서 구간마다의 비율
    q = n / np.sum(n)  # 지금 데이터에서 구간마다의 비율
    gap = np.cumsum(n) / np.sum(n) - np.cumsum(m) / np.sum(m)  # 누적 비율의 차이: 지금 − 기준
    KS = np.max(np.abs(gap))  # KS 통계량: 누적 비율이 가장 크게 벌어진 곳
    limit = np.sqrt(-np.log(alpha / 2) / 2 * (1 / np.sum(m) + 1 / np.sum(n)))  # KS의 기각값
    PSI = np.sum((q - p) * np.log(q / p))  # PSI: 두 방향의 KL 발산을 더한 것
    return PSI


def draw(rng):
    # shares move to the right, from a sample of another size than the one they are compared with
    m = rng.permutation([[4, 3, 2, 1], [4, 4, 1, 1], [3, 4, 2, 1]])[0] * rng.choice([10, 20])
    n = rng.permutation([[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]])[0] * rng.choice([3, 5])
    return {"m": m.astype(float), "n": n.astype(float), "alpha": 0.05}


def picture(trace: Trace) -> Curves:
    edges = np.arange(len(trace["p"]) + 1.0)
    reference, current = (np.append(0, np.cumsum(trace[name])) for name in ("p", "q"))
    widest = int(np.argmax(np.abs(reference - current)))
    return Curves(
        f"누적 비율: 가장 벌어진 곳이 KS {trace['KS']:.3g}, 기각값은 {trace['limit']:.3g}",
        "구간",
        "누적",
        (
            Series("기준 데이터", edges, reference),
            Series("지금 데이터", edges, current),
            Series(
                "가장 벌어진 곳",
                edges[[widest, widest]],
                np.array([reference[widest], current[widest]]),
                points=True,
            ),
        ),
    )


DEMO = Demo(
    data_drift_psi_ks,
    asks={
        "PSI": "두 분포의 PSI",
        "KS": "구간으로 나눈 값의 KS 통계량",
        "limit": "유의수준이 α인 KS 검정의 기각값(큰 표본의 근사)",
    },
    draw=draw,
    mistakes=(
        Mistake("PSI", "np.sum(q * np.log(q / p))", "한쪽 방향의 KL 발산만 구했습니다."),
        Mistake(
            "PSI", "np.sum(np.abs(q - p))", "비율의 차이만 더하고 로그 비를 곱하지 않았습니다."
        ),
        Mistake("PSI", "np.sum((q - p) ** 2 / p)", "로그 대신 제곱을 쓴 카이제곱 꼴입니다."),
        Mistake("gap", "q - p", "누적하지 않고 구간마다의 차이를 보았습니다."),
        Mistake("KS", "np.sum(np.abs(gap))", "가장 큰 차이가 아니라 차이를 모두 더했습니다."),
        Mistake("KS", "np.mean(np.abs(gap))", "가장 큰 차이가 아니라 차이의 평균입니다."),
        Mistake(
            "limit",
            "np.sqrt(-np.log(alpha) / 2 * (1 / np.sum(m) + 1 / np.sum(n)))",
            "한쪽 검정의 값입니다. 양쪽이므로 α를 반으로 나눕니다.",
        ),
        Mistake(
            "limit",
            "np.sqrt(-np.log(alpha / 2) / 2 / (np.sum(m) + np.sum(n)))",
            "두 표본 수의 역수를 더하지 않고 표본을 합쳤습니다.",
        ),
        Mistake(
            "limit",
            "-np.log(alpha / 2) / 2 * (1 / np.sum(m) + 1 / np.sum(n))",
            "제곱근을 잊었습니다.",
        ),
    ),
    worked=(
        Worked(
            {},
            {
                "PSI": 0.6 * np.log(4) + 0.2 * np.log(1.5),
                "KS": 0.4,
                "limit": np.sqrt(np.log(40) / 100),
            },
            "손계산: 0.3·ln 4와 0.1·ln 1.5를 두 번, 0.7 − 0.3, ln(40)/2·2/100의 제곱근",
        ),
        Worked(
            {"m": [4, 3, 2, 1], "n": [1, 2, 2, 3]},
            {"PSI": 0.7036225840971084, "KS": 0.325},
            "SciPy 1.17.1 stats.ks_2samp, PSI는 stats.entropy를 두 방향으로 더한 것",
        ),
    ),
    picture=picture,
    limits={"m": (0, 1e9), "n": (0, 1e9), "alpha": (1e-6, 0.5)},
    words={
        "gap": "누적 비율의 차",
    },
    lines={
        "m": "기준 데이터에서 구간마다 센 수 m",
        "n": "지금 데이터에서 구간마다 센 수 n",
        "alpha": "유의수준 α",
        "p": "",
        "q": "",
        "gap": "",
        "KS": "",
        "limit": "",
        "PSI": "",
    },
)
