"""지식 증류: 온도 T의 소프트 타깃과 정답을 함께 배우기 (Hinton et al. 2015)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Curves, Series
from quizcards.trace.tracer import Trace

TEACHER = np.array([8.0, 4.0, 0.0])
STUDENT = np.array([4.0, 4.0, 0.0])
ONE_HOT = np.array([1.0, 0.0, 0.0])


def knowledge_distillation(z_t=TEACHER, z_s=STUDENT, y=ONE_HOT, T=4.0, alpha=0.5):
    u_t = np.exp(z_t / T)
    p_t = u_t / np.sum(u_t)  # 교사의 소프트 타깃: 온도 T의 확률
    u_s = np.exp(z_s / T)
    q = u_s / np.sum(u_s)  # 학생도 같은 온도 T로
    kl = np.sum(p_t * (np.log(p_t) - np.log(q)))  # 학생이 교사에서 얼마나 먼가
    u = np.exp(z_s)
    p = u / np.sum(u)  # 정답과 견줄 때에는 온도 1
    ce = -np.sum(y * np.log(p))  # 정답에 대한 교차 엔트로피
    L = alpha * T**2 * kl + (1 - alpha) * ce  # T²: 온도가 높으면 작아지는 기울기를 되돌린다
    dz = alpha * T * (q - p_t) + (1 - alpha) * (p - y)  # 학생의 로짓에 대한 기울기
    return L


def draw(rng):
    # e^(z/T) are small whole numbers with a sum that divides well; the student has the order wrong
    T = 2.0
    teacher = rng.choice([[1, 1, 3], [1, 2, 3], [2, 3, 3]])
    student = rng.choice([[2, 2, 1], [2, 1, 1]])
    order = rng.permutation(3)
    return {
        "z_t": T * np.log(teacher[order]),
        "z_s": T * np.log(student[order]),
        "y": np.eye(3)[rng.integers(3)],
        "T": T,
        "alpha": rng.choice([0.5, 0.75, 0.9]),
    }


def picture(trace: Trace) -> Curves:
    T = np.geomspace(0.5, max(20.0, trace["T"]), 41)
    p = np.array([DEMO.run({**trace.inputs, "T": one})["p_t"] for one in T])
    classes = tuple(Series(f"클래스 {k + 1}", T, p[:, k]) for k in range(p.shape[1]))
    now = Series("지금의 온도", np.full(p.shape[1], trace["T"]), trace["p_t"], points=True)
    return Curves("온도에 따른 교사의 확률: 높일수록 고르게 퍼진다", "T", "확률", (*classes, now))


KL = np.log(5 / 16) / 8 + np.log(5 / 8) / 4 + 5 * np.log(25 / 8) / 8  # of the worked example
DEMO = Demo(
    knowledge_distillation,
    asks={
        "p_t": "교사의 소프트 타깃(온도 T의 확률)",
        "kl": "온도 T에서 잰 쿨백-라이블러 발산 KL(교사‖학생)",
        "L": "α로 섞은 증류 손실 L",
        "dz": "학생의 로짓에 대한 증류 손실의 기울기 dz",
    },
    draw=draw,
    mistakes=(
        Mistake("p_t", "np.exp(z_t) / np.sum(np.exp(z_t))", "온도로 나누지 않았습니다."),
        Mistake("p_t", "u_t", "합으로 나누지 않아 확률이 아닙니다."),
        Mistake(
            "p_t",
            "np.exp(z_t * T) / np.sum(np.exp(z_t * T))",
            "온도를 곱했습니다. 나누어야 부드러워집니다.",
        ),
        Mistake(
            "kl",
            "np.sum(q * (np.log(q) - np.log(p_t)))",
            "방향이 반대입니다. 교사의 확률로 평균합니다.",
        ),
        Mistake(
            "kl", "-np.sum(p_t * np.log(q))", "교차 엔트로피입니다. 교사의 엔트로피를 빼야 합니다."
        ),
        Mistake("ce", "-np.sum(y * np.log(q))", "정답과 견줄 때에는 온도 1의 확률을 씁니다."),
        Mistake("L", "alpha * kl + (1 - alpha) * ce", "KL에 T²을 곱하지 않았습니다."),
        Mistake("L", "alpha * T**2 * ce + (1 - alpha) * kl", "α의 자리를 바꾸었습니다."),
        Mistake("L", "T**2 * kl + ce", "α와 1 − α로 섞지 않았습니다."),
        Mistake("dz", "p - y", "정답만 보고 교사를 보지 않았습니다."),
        Mistake(
            "dz",
            "alpha * (q - p_t) / T + (1 - alpha) * (p - y)",
            "KL에 T²을 곱하지 않은 손실의 기울기입니다.",
        ),
        Mistake("dz", "alpha * T * (p_t - q) + (1 - alpha) * (y - p)", "부호가 반대입니다."),
    ),
    worked=(
        Worked(
            {
                "z_t": np.log([1.0, 4.0, 25.0]),
                "z_s": np.log([4.0, 4.0, 1.0]),
                "y": [0, 0, 1],
                "T": 2,
                "alpha": 0.8,
            },
            {
                "p_t": [1 / 8, 1 / 4, 5 / 8],
                "kl": KL,
                "L": 3.2 * KL + 0.2 * np.log(9),
                "dz": [119 / 225, 74 / 225, -193 / 225],
            },
            "손계산: 교사 (1, 2, 5)/8, 학생 (2, 2, 1)/5, 온도 1의 학생 (4, 4, 1)/9",
        ),
    ),
    picture=picture,
    limits={
        "z_t": (-50, 50),
        "z_s": (-50, 50),
        "y": (0, 1),
        "T": (0.2, 100),
        "alpha": (0, 1),
    },
    words={"kl": "KL", "ce": "CE", "u_t": "", "u_s": ""},
    lines={
        "z_t": "교사의 로짓 zₜ",
        "z_s": "학생의 로짓 zₛ",
        "y": "정답 y",
        "T": "온도 T",
        "alpha": "KL의 비중 α",
        "u_t": "",
        "p_t": "",
        "u_s": "",
        "q": "학생의 확률 q도 온도 T의 softmax입니다.",
        "kl": "",
        "u": "",
        "p": "정답과 견줄 p는 온도 1의 softmax입니다.",
        "ce": "CE는 정답 y에 대한 p의 교차 엔트로피입니다.",
        "L": "",
        "dz": "",
    },
)
