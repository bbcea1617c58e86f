"""출력층의 활성화(output layer activation): 과제가 정한다."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

LOGITS = np.array([2.0, 1.0, -1.0])
ONE_HOT = np.array([1.0, 0.0, 0.0])


def output_layer_activation(z=LOGITS, y=ONE_HOT):
    y_hat = z  # 회귀: 항등. 어떤 실수든 예측한다
    q = 1 / (1 + np.exp(-z))  # 이진·다중 라벨: sigmoid, 라벨마다 따로
    sum_q = np.sum(q)  # 라벨마다 따로 판단하므로 합이 1이 아니어도 된다
    u = np.exp(z - np.max(z))
    p = u / np.sum(u)  # 다중 클래스: softmax, 합이 1
    J = -np.sum(y * np.log(p))  # CrossEntropyLoss는 로짓 z를 받아 여기까지
    return p


def draw(rng):
    # e^z are small whole numbers with a sum that divides well
    whole = ([1, 3, 4], [1, 2, 5], [2, 3, 5], [1, 4, 5])
    z = np.log(rng.permutation(whole[rng.integers(len(whole))]))
    return {"z": z, "y": np.eye(3)[rng.integers(3)]}


def picture(trace: Trace) -> Curves:
    shift = np.linspace(-2, 8, 31)
    runs = [{**trace.inputs, "z": np.clip(trace["z"] + t * trace["y"], -100, 100)} for t in shift]
    return Curves(
        "정답의 로짓을 키울 때의 손실",
        "정답 로짓에 더한 값",
        "J",
        (
            Series(
                "로짓을 넣은 교차 엔트로피", shift, np.array([DEMO.run(run)["J"] for run in runs])
            ),
            Series("softmax를 두 번", shift, np.array([DEMO.run(run, TWICE)["J"] for run in runs])),
        ),
    )


TWICE = Mistake(
    "J",
    "np.log(np.sum(np.exp(p))) - np.sum(y * p)",
    "로짓을 받는 손실에 softmax 출력을 넣어 softmax를 두 번 했습니다.",
)

DEMO = Demo(
    output_layer_activation,
    asks={
        "q": "여러 라벨이 함께 참일 수 있을 때의 라벨별 확률",
        "p": "클래스 가운데 하나만 참일 때의 클래스별 확률",
        "J": "클래스 가운데 하나만 참일 때의 교차 엔트로피 손실 J",
    },
    draw=draw,
    mistakes=(
        Mistake(
            "q",
            "np.exp(z) / np.sum(np.exp(z))",
            "라벨이 함께 참일 수 있으면 softmax가 아니라 sigmoid를 씁니다.",
        ),
        Mistake(
            "q", "1 / (1 + np.exp(z))", "지수의 부호가 반대입니다. 로짓이 클수록 확률이 큽니다."
        ),
        Mistake("q", "z / np.sum(z)", "지수를 취하지 않고 로짓의 비율을 구했습니다."),
        Mistake("p", "q", "클래스가 서로 배타적이면 sigmoid가 아니라 softmax를 씁니다."),
        Mistake("p", "u", "합으로 나누지 않았습니다. 확률의 합은 1입니다."),
        Mistake(
            "p",
            "np.exp(-z) / np.sum(np.exp(-z))",
            "로짓의 부호를 바꾸었습니다. 로짓이 클수록 확률이 큽니다.",
        ),
        TWICE,
        Mistake("J", "1 - np.sum(y * p)", "교차 엔트로피는 1 − p가 아니라 −ln p입니다."),
        Mistake("J", "-np.log(np.sum(y * q))", "softmax가 아니라 sigmoid의 확률로 계산했습니다."),
    ),
    worked=(
        Worked(
            {},
            {
                "q": [0.8807970779778823, 0.7310585786300049, 0.2689414213699951],
                "p": [0.7053845126982412, 0.25949646034241913, 0.03511902695933973],
                "J": 0.34901221676818617,
            },
            "PyTorch 2.13.0 torch.sigmoid, F.softmax, F.cross_entropy",
        ),
        Worked(
            {"z": [5], "y": [1]}, {"p": [1.0], "J": 0.0}, "닫힌 식: 유닛 하나의 softmax는 eᶻ/eᶻ = 1"
        ),
        Worked(
            {"z": np.log([1.0, 3.0, 4.0]), "y": [0, 0, 1]},
            {
                "q": [1 / 2, 3 / 4, 4 / 5],
                "sum_q": 2.05,
                "p": [1 / 8, 3 / 8, 1 / 2],
                "J": np.log(2.0),
            },
            "손계산: eᶻ = (1, 3, 4), 합 8",
        ),
    ),
    picture=picture,
    limits={"z": (-100, 100), "y": (0, 1)},
    lines={
        "u": "",
        "p": "p는 로짓 z의 softmax입니다.",
    },
)
