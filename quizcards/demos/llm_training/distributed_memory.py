"""분산 학습의 메모리: ZeRO가 무엇을 나누는가 (Rajbhandari et al. 2020, §5)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace


def distributed_memory(N=7.5, gpus=64, stage=1):
    shares = np.where(np.array([3, 2, 1]) > stage, 1, gpus)  # 가중치, 기울기, 상태를 나눌 장수
    weights = 2 * N / shares[0]  # FP16: 파라미터마다 2바이트. 3단계부터 나눈다
    grads = 2 * N / shares[1]  # FP16: 2바이트. 2단계부터 나눈다
    states = 12 * N / shares[2]  # FP32 가중치와 Adam의 m, v: 4바이트씩
    total = weights + grads + states  # GPU 한 장에 드는 GB. 활성값은 따로 든다
    rounds = np.where(stage < 3, 2, 3)  # 고리를 도는 횟수: 흩으며 더하기와 모으기
    sent = rounds * 2 * N * (gpus - 1) / gpus  # 스텝마다 보내는 GB
    return total


def draw(rng):
    return {
        "N": rng.choice([1.0, 3.0, 7.0, 13.0, 30.0]),
        "gpus": rng.choice([4, 8, 16, 32]),
        "stage": rng.integers(1, 4),
    }


def picture(trace: Trace) -> Bars:
    size = {"N": trace["N"], "gpus": trace["gpus"]}
    names = ("데이터 병렬", "ZeRO-1", "ZeRO-2", "ZeRO-3")
    return Bars(
        f"파라미터 {trace['N']:.4g}B, GPU {trace['gpus']}장: 한 장에 드는 메모리(GB)",
        tuple(
            (name, DEMO.run({**size, "stage": stage})["total"]) for stage, name in enumerate(names)
        ),
    )


DEMO = Demo(
    distributed_memory,
    asks={
        "states": "GPU 한 장에 드는 혼합 정밀도 Adam의 옵티마이저 상태(GB)",
        "total": "GPU 한 장에 드는 모델 상태의 메모리(GB)",
        "sent": "한 스텝에 GPU 한 장이 보내는 양(GB)",
    },
    draw=draw,
    mistakes=(
        Mistake("states", "8 * N / shares[2]", "FP32로 따로 둔 가중치 4바이트를 빠뜨렸습니다."),
        Mistake(
            "states", "4 * N / shares[2]", "Adam의 적률은 m과 v 둘이고, FP32 가중치도 있습니다."
        ),
        Mistake("states", "12 * N", "옵티마이저 상태는 1단계부터 나눕니다."),
        Mistake("weights", "4 * N / shares[0]", "계산에 쓰는 가중치는 FP16이라 2바이트입니다."),
        Mistake("total", "weights + states", "기울기를 빠뜨렸습니다."),
        Mistake(
            "sent",
            "rounds * N * (gpus - 1) / gpus",
            "값 하나가 2바이트라는 것을 빠뜨렸습니다.",
        ),
        Mistake(
            "sent",
            "rounds * 2 * N * (gpus - 1)",
            "한 번에 한 조각만 보내므로 GPU의 수로 나눕니다.",
        ),
        Mistake(
            "sent",
            "rounds * 2 * N / gpus",
            "조각을 한 번만 보낸다고 했습니다. 나머지 GPU의 수만큼 보냅니다.",
        ),
    ),
    worked=(
        Worked(
            {"stage": 0},
            {"states": 90.0, "total": 120.0, "sent": 29.53125},
            "Rajbhandari et al. 2020, Figure 1의 120GB, 통신은 손계산 30·63/64",
        ),
        Worked(
            {"N": 7, "gpus": 8, "stage": 3},
            {"states": 10.5, "total": 14.0, "sent": 36.75},
            "손계산: 12·7/8, 16·7/8, 3·14·7/8",
        ),
        Worked({"stage": 1}, {"total": 31.40625}, "Rajbhandari et al. 2020, Figure 1의 31.4GB"),
        Worked({"stage": 2}, {"total": 16.640625}, "Rajbhandari et al. 2020, Figure 1의 16.6GB"),
        Worked({"stage": 3}, {"total": 1.875}, "Rajbhandari et al. 2020, Figure 1의 1.9GB"),
    ),
    picture=picture,
    limits={"N": (0.001, 1e5), "gpus": (1, 1e5), "stage": (0, 3)},
    words={
        "gpus": "GPU의 수",
        "stage": "ZeRO의 단계",
        "shares": "나눌 장수(가중치, 기울기, 상태)",
        "weights": "가중치",
        "grads": "기울기",
        "states": "옵티마이저 상태",
        "rounds": "고리를 도는 횟수",
        "total": "모델 상태",
    },
    lines={
        "N": "파라미터 수(10억 개)",
        "shares": "ZeRO는 단계마다 차례로 옵티마이저 상태, 기울기, 가중치까지 나눕니다.",
        "weights": "가중치와 기울기는 FP16이고 옵티마이저는 혼합 정밀도의 Adam입니다.",
        "grads": "",
        "states": "",
        "total": "",
        "rounds": "통신은 고리(ring)로 하고, 보내는 값은 FP16입니다.",
        "sent": "",
    },
)
