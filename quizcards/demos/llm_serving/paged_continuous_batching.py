"""PagedAttention: KV 캐시를 블록으로 나눠 쓰는 만큼만 잡는다 (Kwon et al. 2023, §4)."""

import numpy as np

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace

LENGTHS = np.array([100.0, 900.0, 2048.0])


def paged_continuous_batching(n=LENGTHS, B=16, m=2048):
    u = np.sum(n)  # 실제로 쓰는 칸: 요청마다 토큰 수만큼
    R = np.size(n) * m  # 요청마다 최대 길이를 예약할 때 잡는 칸
    k = np.ceil(n / B)  # 요청마다 필요한 블록 수: 마지막 블록은 덜 찰 수 있다
    P = B * np.sum(k)  # 블록으로 잡는 칸
    w_R = 1 - u / R  # 예약할 때 버려지는 비율
    w_P = 1 - u / P  # 블록으로 나눌 때 버려지는 비율
    return w_P


def draw(rng):
    # the last block of no request is full, and together they would need fewer blocks
    B = rng.choice([8, 16])
    full = rng.choice(np.arange(1, 9), size=3, replace=False)
    return {
        "n": (full * B + rng.permutation([1, 2, 3])).astype(float),
        "B": B,
        "m": 2048,
    }


def picture(trace: Trace) -> Bars:
    return Bars(
        "같은 요청들이 잡는 KV 캐시의 칸",
        (
            ("실제로 쓰는 칸", float(trace["u"])),
            (f"{trace['B']}칸 블록", float(trace["P"])),
            ("최대 길이 예약", float(trace["R"])),
        ),
    )


DEMO = Demo(
    paged_continuous_batching,
    asks={
        "P": "블록으로 잡는 칸의 수 P",
        "w_R": "최대 길이를 예약할 때 버려지는 비율",
        "w_P": "블록으로 나눌 때 버려지는 비율",
    },
    draw=draw,
    mistakes=(
        Mistake("k", "np.floor(n / B)", "덜 찬 마지막 블록을 빠뜨렸습니다."),
        Mistake("k", "n / B", "블록은 나눌 수 없으므로 올림합니다."),
        Mistake("P", "np.sum(k)", "블록의 수입니다. 블록마다 칸이 B개입니다."),
        Mistake("P", "B * np.ceil(u / B)", "요청끼리 한 블록을 나눠 쓴다고 했습니다."),
        Mistake("R", "m", "요청 하나의 몫만 예약했습니다."),
        Mistake("R", "np.size(n) * np.max(n)", "얼마나 길어질지 미리 안다고 했습니다."),
        Mistake("w_R", "u / R", "쓰는 비율입니다. 버려지는 것은 1에서 뺀 나머지입니다."),
        Mistake("w_P", "u / P", "쓰는 비율입니다. 버려지는 것은 1에서 뺀 나머지입니다."),
    ),
    worked=(
        Worked(
            {},
            {"u": 3048.0, "P": 3072.0, "w_R": 1 - 3048 / 6144, "w_P": 24 / 3072},
            "손계산: 블록은 7 + 57 + 128 = 192개, 빈칸은 12 + 12 + 0",
        ),
        Worked(
            {"n": [5, 9], "B": 4, "m": 2048},
            {"k": [2.0, 3.0], "P": 20.0, "w_R": 1 - 14 / 4096, "w_P": 0.3},
            "손계산: 5칸은 두 블록, 9칸은 세 블록, 20칸 가운데 14칸을 쓴다",
        ),
    ),
    picture=picture,
    limits={"n": (1, 2048), "B": (1, 2048), "m": (2048, 131072)},
    lines={
        "n": "요청마다의 토큰 수",
        "B": "블록 하나의 칸 수 B",
        "m": "최대 길이 m",
        "u": "",
        "R": "최대 길이를 예약하면 요청마다 m칸을 잡습니다.",
        "k": "블록은 요청마다 따로 쓰고, 토큰 하나가 한 칸을 씁니다.",
        "P": "P는 모든 요청의 블록에 있는 칸의 수입니다.",
    },
)
