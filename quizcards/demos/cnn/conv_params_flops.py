"""합성곱층의 출력 크기, 파라미터 수, 연산량 (Dumoulin & Visin 2016, §2)."""

from quizcards.trace.demo import Demo, Mistake, Worked
from quizcards.trace.picture import Bars
from quizcards.trace.tracer import Trace


def conv_params_flops(n=28, f=3, c_in=3, c_out=16, stride=1, padding=1):
    m = (n + 2 * padding - f) // stride + 1  # 출력의 한 변: 내림
    weights = (
        f * f * c_in * c_out
    )  # 필터 하나가 입력 채널을 모두 보고, 그런 필터가 출력 채널마다 하나
    params = weights + c_out  # 편향은 필터마다 하나
    macs = weights * m * m  # 필터를 출력의 모든 자리에서 쓴다
    flops = 2 * macs  # 곱셈 한 번과 덧셈 한 번을 따로 센다
    dense = (n * n * c_in + 1) * m * m * c_out  # 입출력이 같은 완전연결층의 파라미터
    return flops


def draw(rng):
    # as the first layer of a ResNet; a padding counted once makes an odd side two less
    return {
        "n": int(rng.choice([9, 11, 13, 15])),
        "f": 7,
        "c_in": int(rng.choice([2, 4, 5])),
        "c_out": int(rng.choice([5, 6, 8])),
        "stride": 2,
        "padding": 3,
    }


def picture(trace: Trace) -> Bars:
    return Bars(
        "입력과 출력의 크기가 같은 두 층의 파라미터 수",
        (("합성곱층", float(trace["params"])), ("완전연결층", float(trace["dense"]))),
    )


DEMO = Demo(
    conv_params_flops,
    asks={
        "m": "출력 특징 맵의 한 변",
        "params": "편향까지 센 합성곱층의 파라미터 수",
        "flops": "합성곱층의 FLOPs(곱셈과 덧셈을 따로 세고 편향은 빼고)",
    },
    draw=draw,
    mistakes=(
        Mistake("m", "(n + padding - f) // stride + 1", "패딩은 양쪽에 두르므로 두 배입니다."),
        Mistake("m", "(n + 2 * padding - f) // stride", "1을 더하지 않았습니다."),
        Mistake("m", "n + 2 * padding - f + 1", "스트라이드로 나누지 않았습니다."),
        Mistake("weights", "f * f * c_out", "필터의 깊이인 입력 채널 수를 곱하지 않았습니다."),
        Mistake("weights", "f * c_in * c_out", "필터는 가로와 세로가 있어 f를 두 번 곱합니다."),
        Mistake("params", "weights", "편향을 세지 않았습니다."),
        Mistake(
            "params",
            "weights + m * m * c_out",
            "편향을 위치마다 세었습니다. 편향은 필터마다 하나입니다.",
        ),
        Mistake("macs", "weights", "필터를 쓰는 자리의 수를 곱하지 않았습니다."),
        Mistake("macs", "weights * n * n", "입력이 아니라 출력의 자리만큼 씁니다."),
        Mistake("flops", "macs", "곱셈만 세었습니다. 덧셈도 같은 만큼 있습니다."),
    ),
    worked=(
        Worked(
            {},
            {"m": 28, "params": 448, "flops": 677376, "dense": 29516032},
            "손계산: 27·16 + 16 = 448, 2·432·28² = 677376, (2352 + 1)·12544 = 29516032",
        ),
        Worked(
            {"n": 224, "f": 7, "c_out": 64, "stride": 2, "padding": 3},
            {"m": 112, "params": 9472},
            "PyTorch 2.13.0 nn.Conv2d(3, 64, 7, stride=2, padding=3)의 출력과 numel",
        ),
    ),
    picture=picture,
    limits={
        "n": (1, 4096),
        "f": (1, 31),
        "c_in": (1, 8192),
        "c_out": (1, 8192),
        "stride": (1, 16),
        "padding": (0, 15),
    },
    words={
        "weights": "가중치 수",
        "macs": "곱셈 수",
        "n": "입력의 한 변",
        "f": "필터의 한 변",
        "c_in": "입력 채널",
        "c_out": "필터 수",
        "stride": "스트라이드",
        "padding": "패딩",
        "m": "출력의 한 변",
        "params": "파라미터 수",
        "flops": "FLOPs",
    },
    lines={"m": "", "weights": "", "params": "", "macs": "", "flops": ""},
)
