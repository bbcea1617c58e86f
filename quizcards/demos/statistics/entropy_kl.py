"""엔트로피, 교차 엔트로피, KL 발산: 자연로그로 잰다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

P = np.array([0.5, 0.5])
Q = np.array([0.9, 0.1])

SETTINGS = (
    ([0.25, 0.75], [0.5, 0.5]),
    ([0.2, 0.8], [0.5, 0.5]),
    ([0.1, 0.9], [0.25, 0.75]),
    ([0.25, 0.75], [0.6, 0.4]),
    ([0.2, 0.8], [0.4, 0.6]),
    ([0.5, 0.25, 0.25], [0.1, 0.3, 0.6]),
    ([0.8, 0.1, 0.1], [0.25, 0.5, 0.25]),
)


def entropy_kl(p=P, q=Q):
    H = -np.sum(p * np.log(p))  # 엔트로피: 놀라움 −log p의 평균
    CE = -np.sum(p * np.log(q))  # 교차 엔트로피: p에서 나온 것을 q로 예측할 때의 평균 놀라움
    reverse = np.sum(q * np.log(q / p))  # 거꾸로 잰 KL(q‖p)
    KL = CE - H  # KL(p‖q): q를 믿어서 더 놀라는 몫
    return KL


def draw(rng):
    p, q = SETTINGS[rng.integers(len(SETTINGS))]
    order = rng.permutation(len(p))
    return {"p": np.array(p)[order], "q": np.array(q)[order]}


def picture(trace: Trace) -> Curves:
    shares = np.linspace(0, 1, 41)
    p, q = trace["p"], trace["q"]
    runs = [DEMO.traced({"p": p, "q": (1 - share) * q + share * p}, {}) for share in shares]
    named = {"교차 엔트로피 H(p, q)": "CE", "엔트로피 H(p)": "H", "KL(p‖q)": "KL"}
    return Curves(
        "q를 p로 옮기면 교차 엔트로피는 H(p)까지, KL은 0까지 내려간다",
        "q에 섞은 p의 몫",
        "nat",
        tuple(
            Series(called, shares, np.array([float(run[name]) for run in runs]))
            for called, name in named.items()
        ),
    )


DEMO = Demo(
    entropy_kl,
    asks={
        "H": "p의 엔트로피 H(p)",
        "CE": "교차 엔트로피 H(p, q)",
        "KL": "KL 발산 KL(p‖q)",
        "reverse": "거꾸로 잰 KL 발산 KL(q‖p)",
    },
    draw=draw,
    mistakes=(
        Mistake("H", "-np.sum(np.log(p))", "놀라움에 확률을 곱해 평균하지 않았습니다."),
        Mistake("H", "-np.sum(p * np.log2(p))", "비트입니다. 여기서는 자연로그로 잽니다."),
        Mistake("H", "1 - np.sum(p**2)", "엔트로피가 아니라 지니 불순도입니다."),
        Mistake("CE", "-np.sum(q * np.log(p))", "p와 q를 바꾸었습니다. 평균은 p로 냅니다."),
        Mistake("CE", "-np.sum(np.log(q))", "놀라움에 확률 p를 곱하지 않았습니다."),
        Mistake("CE", "-np.sum(q * np.log(q))", "q의 엔트로피입니다. 평균은 p로 냅니다."),
        Mistake("KL", "np.sum(q * np.log(q / p))", "거꾸로 잰 KL(q‖p)입니다."),
        Mistake("KL", "-np.sum(p * np.log(q))", "교차 엔트로피에서 엔트로피를 빼지 않았습니다."),
        Mistake("KL", "CE + H", "엔트로피를 더했습니다. 교차 엔트로피에서 빼야 합니다."),
        Mistake("reverse", "np.sum(p * np.log(p / q))", "거꾸로가 아니라 KL(p‖q)입니다."),
        Mistake("reverse", "-np.sum(q * np.log(p))", "교차 엔트로피 H(q, p)입니다."),
        Mistake("reverse", "np.sum(q * (q - p))", "로그를 취하지 않고 차이를 평균했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "H": 0.6931471805599453,
                "CE": 1.2039728043259361,
                "KL": 0.5108256237659907,
                "reverse": 0.3680642071684971,
            },
            "SciPy 1.17.1 stats.entropy(p), stats.entropy(p, q), stats.entropy(q, p)",
        ),
        Worked(
            {"p": [0.5, 0.25, 0.25], "q": [0.25, 0.25, 0.5]},
            {
                "H": 1.5 * np.log(2),
                "CE": 1.75 * np.log(2),
                "KL": 0.25 * np.log(2),
                "reverse": 0.25 * np.log(2),
            },
            "손계산: 비트로 재면 H는 1.5, 교차 엔트로피는 0.5·2 + 0.25·2 + 0.25·1",
        ),
        Worked(
            {"p": [0.2, 0.8], "q": [0.2, 0.8]},
            {"H": -0.2 * np.log(0.2) - 0.8 * np.log(0.8), "KL": 0.0, "reverse": 0.0},
            "손계산: 두 분포가 같으면 KL은 0",
        ),
    ),
    picture=picture,
    limits={"p": (1e-12, 1), "q": (1e-12, 1)},
    lines={
        "p": "자료의 분포 p",
        "q": "모델의 분포 q",
        "H": "",
        "CE": "자료는 p에서 나오고, 예측은 q로 합니다.",
        "reverse": "",
        "KL": "",
    },
    holds=lambda run: bool(np.isclose(np.sum(run["p"]), 1) and np.isclose(np.sum(run["q"]), 1)),
)
