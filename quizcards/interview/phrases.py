"""What the interviewer says between the questions, and never twice in an interview.

Where every sentence of a kind was said, nothing is: silence is more natural than a refrain.
"""

from __future__ import annotations

from collections.abc import Sequence

from quizcards.interview.state import Interview, Step
from quizcards.model import Card, Grade
from quizcards.quiz.typed import GOOD_SHARE, State
from quizcards.study.names import name_of

SHORT = 12.0
"""Seconds up to which a spoken answer that left something out is a short one."""

HELLO = (
    "안녕하세요. 편하게 시작해 볼게요.",
    "안녕하세요, 와 주셔서 감사합니다. 바로 시작할게요.",
    "반갑습니다. 긴장하지 마시고 아는 만큼 말씀해 주세요.",
    "안녕하세요. 생각할 시간을 드릴 테니 천천히 답해 주세요.",
)
ALL = (
    "네, 빠진 것 없이 잘 말씀해 주셨어요.",
    "깔끔하네요.",
    "듣고 싶었던 이야기가 다 나왔어요.",
    "정리가 잘 되어 있으시네요.",
    "아주 좋습니다.",
    "네, 더 보탤 게 없네요.",
)
MOST = (
    "네, 큰 줄기는 잘 잡으셨어요.",
    "대체로 좋습니다.",
    "방향은 맞습니다.",
    "거의 다 말씀해 주셨네요.",
    "네, 중요한 건 짚어 주셨어요.",
    "좋아요, 조금만 더 가면 되겠네요.",
)
PARTLY = (
    "음, 아직 조금 부족한 것 같아요.",
    "네, 거기까지 들었습니다.",
    "음, 조금 더 나올 게 있을 것 같은데요.",
    "네, 반쯤 온 것 같아요.",
    "음, 남은 이야기가 있을 것 같아요.",
)
FEW = (
    "음, 헷갈릴 만한 데죠.",
    "괜찮습니다, 막힐 수 있는 질문이에요.",
    "알겠습니다. 어려운 질문이었죠.",
    "쉽지 않은 내용이죠.",
    "음, 여기는 한 번 더 보시면 좋겠어요.",
    "네, 여기는 다시 정리해 두시면 좋겠습니다.",
)
BRIEF = (
    "짧게 답해 주셨네요.",
    "조금 더 길게 말씀하셔도 괜찮아요.",
    "간단히 말씀해 주셨는데요.",
    "시간은 아직 넉넉합니다.",
    "답이 조금 짧은 것 같아요.",
)
ANSWERED = (
    "네, 알겠습니다.",
    "네, 이해했습니다.",
    "그렇군요.",
    "알겠습니다, 계속할게요.",
    "네, 그 설명이면 충분해요.",
)
SILENT = (
    "답을 듣지 못했네요. 이어 가겠습니다.",
    "말씀 없이 넘기셨네요.",
    "네, 바로 이어서 가 볼게요.",
    "이번 질문은 답 없이 넘어가겠습니다.",
)
STUCK = (
    "괜찮아요, 넘어가죠.",
    "네, 그건 나중에 한번 찾아보시면 좋겠어요.",
    "생각이 안 날 수도 있죠.",
    "모르는 건 모른다고 하셔도 됩니다.",
)
ASK_ON = (
    "한 가지가 빠진 것 같아서 여쭤볼게요.",
    "이 부분도 들어 보고 싶어요.",
    "안 나온 이야기가 하나 있는데요.",
    "이건 어떻게 생각하세요?",
    "이것에 대해서도 여쭤볼게요.",
    "말씀하신 것에서 비어 있는 데가 있어요.",
    "그럼 이건 어떨까요?",
    "이어지는 질문입니다.",
)
CHECK = (
    "하나만 확인하고 갈게요.",
    "그 부분을 조금 더 들어 볼게요.",
    "그게 맞는지 같이 짚어 볼게요.",
    "방금 하신 말씀을 다시 확인해 볼게요.",
)
"""Before what is asked on about a key point of which the opposite was said."""
EASIER = (
    "핵심 한 가지만 들어 볼게요.",
    "짧게만 답해 주셔도 좋아요.",
    "떠오르는 대로 말해 주세요.",
    "다 아니어도 됩니다.",
)
FURTHER = (
    "그럼 하나만 더 여쭤볼게요.",
    "여기서 조금 더 들어가 볼게요.",
    "내친김에 하나 더 묻겠습니다.",
    "이것까지 아시는지 궁금하네요.",
    "조금 더 어려운 걸 여쭤볼게요.",
    "응용해서 하나 더 가 볼게요.",
)
WHITEBOARD = (
    "화이트보드에 직접 계산해 볼까요?",
    "숫자로 한번 확인해 볼게요. 화이트보드를 쓰셔도 됩니다.",
    "이번에는 화이트보드에서 손으로 풀어 주세요.",
)
WHITEBOARDS = {
    "numeric": WHITEBOARD,
    "code": (
        "화이트보드에 NumPy로 짜 볼까요?",
        "코드로 한번 확인해 볼게요. 빠진 줄을 채워 주세요.",
        "이번에는 직접 구현해 주세요.",
    ),
}

Named = tuple[str, str]
"""A sentence for a card that can be called by a name, and one for a card that cannot."""

DOWN: tuple[Named, ...] = (
    ("그럼 그 바탕인 {}부터 짚어 볼게요.", "그럼 그 바탕부터 짚어 볼게요."),
    ("한 걸음 내려가서 {}부터 볼게요.", "한 걸음 더 내려가 볼게요."),
    ("{}에서 다시 출발해 볼까요?", "더 기초적인 데서 다시 출발해 볼까요?"),
    ("기초인 {}까지 돌아가 보죠.", "기초로 돌아가 보죠."),
    ("조금 쉬운 것으로, {}부터 이야기해 보죠.", "조금 쉬운 것부터 이야기해 보죠."),
)
ONWARD: tuple[Named, ...] = (
    ("{}에서 한 걸음 더 나가 볼게요.", "방금 이야기에서 한 걸음 더 나가 볼게요."),
    ("{} 위에 쌓이는 주제로 가 볼게요.", "그 위에 쌓이는 주제로 가 볼게요."),
    ("{} 이야기를 발판 삼아 다음으로 가 보죠.", "방금 이야기를 발판 삼아 가 보죠."),
    ("{} 다음에 나오는 걸 여쭤볼게요.", "그다음에 나오는 걸 여쭤볼게요."),
)
ALIKE: tuple[Named, ...] = (
    (
        "{} 이야기를 들었으니, 비슷한 것을 하나 더 여쭤볼게요.",
        "비슷한 이야기를 하나 더 여쭤볼게요.",
    ),
    ("{}에 가까운 질문을 하나 더 드릴게요.", "결이 같은 질문을 하나 더 드릴게요."),
    ("{} 옆에 놓고 볼 만한 질문이에요.", "옆에 놓고 볼 만한 질문이에요."),
    ("{} 쪽 질문을 이어 갈게요.", "이쪽 질문을 이어 갈게요."),
)
NEXT: tuple[Named, ...] = (
    ("{} 이야기는 여기까지 하고, 다른 것을 여쭤볼게요.", "다른 것을 여쭤볼게요."),
    ("{} 질문은 이쯤 하죠. 주제를 바꿔 볼게요.", "주제를 바꿔 보겠습니다."),
    ("{}에 대해서는 잘 들었어요. 다음 질문이에요.", "다음 질문으로 갈게요."),
)
ELSEWHERE: tuple[Named, ...] = (
    ("이제 다른 이야기를 해 볼게요. 이번에는 {}입니다.", "이제 다른 이야기를 해 볼게요."),
    ("분위기를 바꿔서 {} 쪽으로 가 볼게요.", "분위기를 바꿔 볼게요."),
    ("화제를 {} 쪽으로 옮겨 보죠.", "화제를 옮겨 보죠."),
    ("{} 분야도 한번 볼까요?", "다른 분야도 한번 볼까요?"),
    ("다른 이야기로 넘어가서, {}에 대해 여쭤볼게요.", "다른 이야기로 넘어가겠습니다."),
)


def drawn(interview: Interview, pool: Sequence[str], name: str = "") -> str:
    """Return a sentence of a pool that was not said yet, with the name put in; '' for none left.

    An interview that is gone on with says the same again: the draw hangs on its start alone.
    """
    said = [step.turn.bridge for step in interview.steps]
    unsaid = [one for one in pool if not any(_says(bridge, one) for bridge in said)]
    if not unsaid:
        return ""
    return unsaid[(int(interview.started) + 7 * len(said)) % len(unsaid)].format(name)


def _says(bridge: str, sentence: str) -> bool:
    return all(part in bridge for part in sentence.split("{}"))


def about(interview: Interview, pool: Sequence[Named], card: Card) -> str:
    """Return a sentence about a card, by its name where it has one."""
    return named(interview, pool, name_of(card) or "")


def named(interview: Interview, pool: Sequence[Named], name: str) -> str:
    """Return a sentence with a name, or without where that is empty."""
    return drawn(interview, [with_name if name else without for with_name, without in pool], name)


def bridge(interview: Interview, done: Sequence[Step], lead: str) -> str:
    """Return the reaction to what was last heard, and the sentence that leads on."""
    return " ".join(filter(None, (reaction(interview, done[-1]) if done else "", lead)))


def reaction(interview: Interview, step: Step) -> str:
    """Return what the interviewer says of an answer: by its grade, and how long it took.

    The whiteboard speaks for itself, and of what was not heard nothing is judged.
    """
    if step.is_at_whiteboard:
        return ""
    if step.is_silent:
        return drawn(interview, SILENT)
    if step.turn.kind == "followup":
        return drawn(interview, ANSWERED if step.share else STUCK)
    return drawn(interview, _reactions(step))


def _reactions(step: Step) -> Sequence[str]:
    """Return what may be said: praise from good on, and only of what was marked as said."""
    said = [step.marks[point] == State.COVERED for point in step.counted]
    is_whole = bool(said) and all(mark == State.COVERED for mark in step.marks)
    if is_whole and not step.is_weak:
        return ALL
    if said and not is_whole and step.typed is None and step.answered < SHORT:
        return BRIEF
    if step.is_weak:
        return FEW if step.grade == Grade.AGAIN else PARTLY
    return MOST if said and sum(said) >= GOOD_SHARE * len(said) else ANSWERED
